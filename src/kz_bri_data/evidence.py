"""Compare what one source claims with what the others say, under the hedges of both.

Nothing here is stored: a comparison is computed from the rows each time it is asked for.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from kz_bri_data._catalogue import Catalogue
from kz_bri_data._origins import Origins
from kz_bri_data._quantities import Quantity, judge
from kz_bri_data._text_safety import shorten
from kz_bri_data.errors import RefusedError, UnknownNameError, UnsupportedBackendError
from kz_bri_data.numbers import LOOSE_NUMBER

if TYPE_CHECKING:
    import pandas as pd

Period = Literal["exact", "nearest", "all"]
_Row: TypeAlias = dict[str, Any]

_SAME = ("indicator_id", "ref_area", "partner_area", "entity_id", "breakdown")
_DATES = ("period_start", "period_end")
_BOUNDS = ("value_low", "value_high")
_HEDGE = "qualifier"
_NUMBERS = ("value", *_BOUNDS, "resolution")

# Which bounds a hedge sets, low and high, both at the number itself.
_BOUNDS_OF = {
    "exact": (True, True),
    "about": (False, False),
    "nearly": (False, True),
    "at_most": (False, True),
    "over": (True, False),
    "at_least": (True, False),
}
_OTHER_WORDS = ("range", "unknown")

# Columns of the result: what the evidence says as it says it, then the two in one unit.
_EVIDENCE = (
    *("definition", "basis", "status", "source_id", "attributed_to"),
    *(*_DATES, "figure_as_printed", "confidence"),
)
_RESULT_NUMBERS = ("claim", "evidence", "difference", "ratio", "days_apart")
_COLUMNS = ("claim_id", "evidence_id", *_EVIDENCE, "origin", *_RESULT_NUMBERS, "unit", "outcome")

# What each says for itself, if it says it; apart, where it is told.
_TOLD_APART = ("definition", "basis")

# Columns that frames have to have.
_OF_CLAIMS = ("observation_id", *_SAME, *_TOLD_APART, *_DATES, *_NUMBERS, "unit", "source_id")
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
        claim_rows = [_typed(by_id[claims])]
        backend: Any = nw.Implementation.PANDAS
    else:
        claim_rows = list(_rows_of(claims, _OF_CLAIMS))
        backend = nw.from_native(claims, eager_only=True).implementation
    known = _observations(catalogue, claim_rows) if evidence is None else _rows_of(evidence, _OF_EVIDENCE)
    pairs = list(_pairs(catalogue, claim_rows, known, period))
    columns = {name: [pair[name] for pair in pairs] for name in _COLUMNS}
    if backend is nw.Implementation.PANDAS:
        return _pandas(columns)
    types: dict[str, Any] = {name: nw.String() for name in _COLUMNS}
    types |= dict.fromkeys(_RESULT_NUMBERS, nw.Float64())
    types |= dict.fromkeys(_DATES, nw.Date())
    return nw.from_dict(columns, schema=types, backend=backend).to_native()


def quantity_of(row: Mapping[str, Any]) -> Quantity:
    """Read what a row of `observations` says, in its own unit."""
    return _quantity(_typed(dict(row)), Fraction(1))


def _pandas(columns: dict[str, list[Any]]) -> pd.DataFrame:
    """Build the result with the types that `load` gives; a cast from None to text would make "None"."""
    import pandas as pd

    types = dict.fromkeys(_COLUMNS, "str")
    types |= dict.fromkeys(_RESULT_NUMBERS, "float64")
    types |= dict.fromkeys(_DATES, "datetime64[us]")
    return pd.DataFrame({name: pd.Series(values, dtype=types[name]) for name, values in columns.items()})


def _pairs(catalogue: Catalogue, claims: list[_Row], known: Iterable[_Row], period: Period) -> Iterator[_Row]:
    units = {
        row["unit"]: (row["dimension"], Fraction(row["factor"]))
        for row in catalogue.rows_referred_to("units")
    }
    measures = {row["indicator_id"]: row["measure"] for row in catalogue.rows_referred_to("indicators")}
    origins = Origins(catalogue)
    by_thing: dict[tuple[str | None, ...], list[_Row]] = {}
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


def _pair(claim: _Row, row: _Row, factor: Fraction, *, meet: bool) -> _Row:
    """One row of the result; `factor` turns the evidence's unit into the claim's.

    `meet` says whether both may be of one period.
    """
    said, found = _quantity(claim, Fraction(1)), _quantity(row, factor)
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


def _of_period(claim: _Row, candidates: list[_Row], measure: str | None, period: Period) -> list[_Row]:
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


def _count(row: _Row) -> tuple[str | None, ...]:
    """Who counts, and what exactly."""
    return tuple(row[name] for name in _TOLD_APART)


def _days_apart(row: _Row, claim: _Row) -> int:
    return abs(int((row["period_end"] - claim["period_end"]).days))


def _periods_meet(claim: _Row, row: _Row, measure: str | None) -> bool:
    undated = claim["period_end"] is None or row["period_end"] is None
    return undated or _same_period(claim, row, measure)


def _same_period(claim: _Row, row: _Row, measure: str | None) -> bool:
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


def _thing(row: _Row, units: dict[str, tuple[str, Fraction]]) -> tuple[str | None, ...]:
    if row["unit"] is None:
        raise RefusedError(
            f"{row['observation_id']} has no unit", f"give every row one of the units: {', '.join(units)}"
        )
    if row["unit"] not in units:
        raise UnknownNameError("unit", row["unit"], list(units))
    return (*(row[name] for name in _SAME), units[row["unit"]][0])


def _of_one_source(row: _Row, claim: _Row) -> bool:
    if row["source_id"] is None and claim["source_id"] is None:
        # Whose they are is not known, but a row is no evidence of itself.
        return bool(row["observation_id"] == claim["observation_id"])
    return bool(row["source_id"] == claim["source_id"])


def _meet(one: str | None, other: str | None) -> bool:
    """Say whether two may be one and the same: what is not told may be anything."""
    return one is None or other is None or one == other


def _order(row: _Row) -> tuple[str, ...]:
    told = (str(row[name] or "") for name in ("basis", "definition", "period_end"))
    return *told, str(row["observation_id"])


def _quantity(row: _Row, factor: Fraction) -> Quantity:
    """Read what a row says, times a positive factor; a missing bound is an open side."""
    value, low, high, resolution = (row[name] for name in _NUMBERS)
    return Quantity(
        None if value is None else value * factor,
        -math.inf if low is None else low * factor,
        math.inf if high is None else high * factor,
        (resolution or 0) * factor,
    )


def _observations(catalogue: Catalogue, claims: list[_Row]) -> Iterator[_Row]:
    """Give the package's rows about what the claims are about, and read the numbers of no others."""
    asked = {tuple(claim[name] for name in _SAME) for claim in claims}
    for row in catalogue.rows("observations"):
        if tuple(row[name] or None for name in _SAME) in asked:
            yield _typed(row)


def _rows_of(frame: Any, names: tuple[str, ...]) -> Iterator[_Row]:
    import narwhals.stable.v2 as nw

    try:
        data: Any = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        raise UnsupportedBackendError(
            f"{type(frame).__name__} is not an eager dataframe; give one of pandas, Polars or PyArrow"
        ) from error
    if missing := [name for name in names if name not in data.columns]:
        kind = "column in the frame, which needs all of observations (empty where unknown):"
        raise UnknownNameError(kind, ", ".join(missing), list(data.columns))
    if _HEDGE in data.columns:
        names = (*names, _HEDGE)
    # Libraries have values of their own for what is missing, and some of them cannot be compared.
    cells = [
        [None if empty else value for value, empty in zip(data[name], data[name].is_null(), strict=True)]
        for name in names
    ]
    return (_typed(dict(zip(names, row, strict=True))) for row in zip(*cells, strict=True))


def _typed(row: dict[str, Any]) -> _Row:
    """Give a row plain Python values: None where it is empty, days as dates, numbers as printed."""
    typed: _Row = {name: None if value == "" or value != value else value for name, value in row.items()}
    for name in _DATES:
        typed[name] = _day(row, name, typed[name])
    for name in _NUMBERS:
        typed[name] = _number(row, name, typed[name])
    return typed | _bounds(typed)


def _bounds(row: _Row) -> _Row:
    """Give the bounds of a row; where one is empty, that which its hedge says."""
    word, value = row.get(_HEDGE), row["value"]
    if word not in (None, *_BOUNDS_OF, *_OTHER_WORDS):
        raise UnknownNameError(f"hedge of {row['observation_id']}", word, [*_BOUNDS_OF, *_OTHER_WORDS])
    own = {name: row[name] for name in _BOUNDS}
    if value is None or word not in _BOUNDS_OF:
        return own
    said = {name: value if is_set else None for name, is_set in zip(_BOUNDS, _BOUNDS_OF[word], strict=True)}
    if any(bound not in (None, said[name]) for name, bound in own.items()):
        raise RefusedError(
            f"{row['observation_id']} is {word} {float(value):g}, and its bounds say otherwise",
            f"correct {_HEDGE}, or leave {' and '.join(_BOUNDS)} empty, so that the hedge says them",
        )
    return said


def _day(row: _Row, name: str, value: Any) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if value is None or isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise RefusedError(
            f"{name} of {row['observation_id']} is {value!r}, not a day",
            "give days such as 2024-12-31, as dates or as text; a year goes from its first day to its last",
        ) from error


def _exactly(value: Any) -> Fraction:
    """Give a number as it is printed; a ValueError if it is none, or of a size that no float has."""
    text = str(value)
    # Fraction itself would take "117/3" for 39, and "1e4000000" would keep it busy for ever.
    if isinstance(value, str) and not LOOSE_NUMBER.fullmatch(text):
        raise ValueError(text)
    size = abs(float(text))
    if size == math.inf or (size == 0 and value != 0 and not isinstance(value, str)):
        raise ValueError(text)
    return Fraction(text)


def _number(row: _Row, name: str, value: Any) -> Fraction | None:
    # Without an end, a bound is an open side.
    if value is None or (name in _BOUNDS and isinstance(value, float) and math.isinf(value)):
        return None
    try:
        return _exactly(value)
    except ValueError as error:
        raise RefusedError(
            f"{name} of {row['observation_id']} is {shorten(repr(value), 60)}, not a number",
            "give numbers alone, such as 39 with the unit percent, and leave empty what is not known",
        ) from error
