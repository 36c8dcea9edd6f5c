"""Compare what one source claims with what the others say, under the hedges of both.

Nothing here is stored: a comparison is computed from the rows each time it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, get_args

from kz_bri_data._catalogue import Catalogue
from kz_bri_data._origins import Origins
from kz_bri_data._quantities import judge
from kz_bri_data._series import SERIES_COLUMNS
from kz_bri_data._series.index import open_index
from kz_bri_data._series.rows import Index
from kz_bri_data._stated import DATES, HEDGE, NUMBERS, Row, quantity, rows_of, stated
from kz_bri_data.errors import RefusedError, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

Period = Literal["exact", "nearest", "all"]

_SAME = ("indicator_id", "ref_area", "partner_area", "entity_id", "breakdown")

# Columns of the result: what the evidence says as it says it, then the two in one unit.
_EVIDENCE = (
    *("definition", "basis", "status", "source_id", "attributed_to"),
    *(*DATES, "figure_as_printed", "confidence"),
)
_RESULT_NUMBERS = ("claim", "evidence", "difference", "ratio", "days_apart")
_COLUMNS = ("claim_id", "evidence_id", *_EVIDENCE, "origin", *_RESULT_NUMBERS, "unit", "outcome")

# What each says for itself, if it says it; apart, where it is told.
_TOLD_APART = ("definition", "basis")

# Columns of frames that are read.
_OF_CLAIMS = ("observation_id", *_SAME, *_TOLD_APART, *DATES, *NUMBERS, HEDGE, "unit", "source_id")
_OF_EVIDENCE = tuple(dict.fromkeys(_OF_CLAIMS + _EVIDENCE))


def compare(catalogue: Catalogue, claims: Any, period: Period, evidence: Any) -> Any:
    """Set claims beside the evidence of a package, or beside other evidence; see `Package.compare`."""
    import narwhals.stable.v2 as nw

    if period not in get_args(Period):
        raise UnknownNameError("way to match periods", period, list(get_args(Period)))
    if isinstance(claims, str):
        by_id = {row["observation_id"]: row for row in catalogue.rows("observations")}
        if claims not in by_id:
            raise UnknownNameError("observation", claims, list(by_id))
        claim_rows = [stated(by_id[claims])]
        backend: Any = nw.Implementation.PANDAS
    else:
        claim_rows = list(rows_of(claims, _OF_CLAIMS))
        backend = nw.from_native(claims, eager_only=True).implementation
        if evidence is None:
            _refuse_unknown(open_index(catalogue), claim_rows)
    known = _observations(catalogue, claim_rows) if evidence is None else rows_of(evidence, _OF_EVIDENCE)
    pairs = list(_pairs(catalogue, claim_rows, known, period))
    columns = {name: [pair[name] for pair in pairs] for name in _COLUMNS}
    if backend is nw.Implementation.PANDAS:
        return _pandas(columns)
    types: dict[str, Any] = {name: nw.String() for name in _COLUMNS}
    types |= dict.fromkeys(_RESULT_NUMBERS, nw.Float64())
    types |= dict.fromkeys(DATES, nw.Date())
    return nw.from_dict(columns, schema=types, backend=backend).to_native()


def _refuse_unknown(index: Index, claims: list[Row]) -> None:
    """Refuse codes that the package does not have, as of them it could only say nothing."""
    for part, column in SERIES_COLUMNS.items():
        for code in dict.fromkeys(claim[column] for claim in claims):
            if code is not None:
                index.refuse_unknown(part, code)


def _pandas(columns: dict[str, list[Any]]) -> pd.DataFrame:
    """Build the result with the types that `load` gives; a cast from None to text would make "None"."""
    import pandas as pd

    types = dict.fromkeys(_COLUMNS, "str")
    types |= dict.fromkeys(_RESULT_NUMBERS, "float64")
    types |= dict.fromkeys(DATES, "datetime64[us]")
    return pd.DataFrame({name: pd.Series(values, dtype=types[name]) for name, values in columns.items()})


def _pairs(catalogue: Catalogue, claims: list[Row], known: Iterable[Row], period: Period) -> Iterator[Row]:
    units = {
        row["unit"]: (row["dimension"], Fraction(row["factor"]))
        for row in catalogue.rows_referred_to("units")
    }
    measures = {row["indicator_id"]: row["measure"] for row in catalogue.rows_referred_to("indicators")}
    origins = Origins(catalogue)
    by_thing: dict[tuple[str | None, ...], list[Row]] = {}
    for row in known:
        by_thing.setdefault(_thing(row, units), []).append(row)
    for claim in sorted(claims, key=lambda row: str(row["observation_id"])):
        candidates = [
            row
            for row in by_thing.get(_thing(claim, units), [])
            if not _of_one_source(row, claim) and all(_meet(row[name], claim[name]) for name in _TOLD_APART)
        ]
        measure = measures.get(claim["indicator_id"])
        for row in sorted(_of_period(claim, candidates, measure, period), key=_order):
            factor = units[row["unit"]][1] / units[claim["unit"]][1]
            pair = _pair(claim, row, factor, meet=_periods_meet(claim, row, measure))
            yield {**pair, "origin": origins.of(row) or None}


def _pair(claim: Row, row: Row, factor: Fraction, *, meet: bool) -> Row:
    """One row of the result; `factor` turns the evidence's unit into the claim's.

    `meet` says whether both may be of one period.
    """
    said, found = quantity(claim, Fraction(1)), quantity(row, factor)
    difference = ratio = None
    if said.value is not None and found.value is not None:
        difference = float(found.value - said.value)
        ratio = float(found.value / said.value) if said.value else None
    outcome = judge(said, found)
    if not meet and outcome != "agreement":
        outcome = "other_period"
    dates = row["period_end"], claim["period_end"]
    return {
        "claim_id": claim["observation_id"],
        "evidence_id": row["observation_id"],
        **{name: row[name] for name in _EVIDENCE},
        "claim": None if said.value is None else float(said.value),
        "evidence": None if found.value is None else float(found.value),
        "difference": difference,
        "ratio": ratio,
        "days_apart": None if None in dates else float((dates[0] - dates[1]).days),
        "unit": claim["unit"],
        "outcome": outcome,
    }


def _of_period(claim: Row, candidates: list[Row], measure: str | None, period: Period) -> list[Row]:
    if period == "all" or claim["period_end"] is None:
        return candidates
    dated = [row for row in candidates if row["period_end"] is not None]
    if period == "exact":
        return [row for row in dated if _same_period(claim, row, measure)]
    nearest: dict[tuple[str | None, ...], int] = {}
    for row in dated:
        count = _count(row)
        nearest[count] = min(_days_apart(row, claim), nearest.get(count, _days_apart(row, claim)))
    return [row for row in dated if _days_apart(row, claim) == nearest[_count(row)]]


def _count(row: Row) -> tuple[str | None, ...]:
    """Who counts, and what exactly."""
    return tuple(row[name] for name in _TOLD_APART)


def _days_apart(row: Row, claim: Row) -> int:
    return abs(int((row["period_end"] - claim["period_end"]).days))


def _periods_meet(claim: Row, row: Row, measure: str | None) -> bool:
    undated = claim["period_end"] is None or row["period_end"] is None
    return undated or _same_period(claim, row, measure)


def _same_period(claim: Row, row: Row, measure: str | None) -> bool:
    start, end = claim["period_start"], claim["period_end"]
    other_start, other_end = row["period_start"], row["period_end"]
    # A share over a period is a share of flows; only one of a day is a share at a date.
    of_flows = measure == "flow" or (
        measure in ("share", "rate") and start != end and other_start != other_end
    )
    if of_flows or start is None or other_start is None:
        return bool(start == other_start and end == other_end)
    inside = start <= other_start and other_end <= end
    return bool(inside or (other_start <= start and end <= other_end))


def _thing(row: Row, units: dict[str, tuple[str, Fraction]]) -> tuple[str | None, ...]:
    if row["unit"] is None:
        raise RefusedError(
            f"{row['observation_id']} has no unit", f"give every row one of the units: {', '.join(units)}"
        )
    if row["unit"] not in units:
        raise UnknownNameError("unit", row["unit"], list(units))
    return (*(row[name] for name in _SAME), units[row["unit"]][0])


def _of_one_source(row: Row, claim: Row) -> bool:
    if row["source_id"] is None and claim["source_id"] is None:
        # Whose they are is not known, but a row is no evidence of itself.
        return bool(row["observation_id"] == claim["observation_id"])
    return bool(row["source_id"] == claim["source_id"])


def _meet(one: str | None, other: str | None) -> bool:
    """Say whether two may be one and the same: what is not told may be anything."""
    return one is None or other is None or one == other


def _order(row: Row) -> tuple[str, ...]:
    told = (str(row[name] or "") for name in ("basis", "definition", "period_end"))
    return *told, str(row["observation_id"])


def _observations(catalogue: Catalogue, claims: list[Row]) -> Iterator[Row]:
    """Give the package's rows about what the claims are about, and read the numbers of no others."""
    asked = {tuple(claim[name] for name in _SAME) for claim in claims}
    for row in catalogue.rows("observations"):
        if tuple(row[name] or None for name in _SAME) in asked:
            yield stated(row)
