"""Compare what one source claims with what the others say, under the hedges of both.

Nothing here is stored: a comparison is computed from the rows each time it is asked for.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, get_args, overload

from kz_bri_data import loaders
from kz_bri_data.errors import RefusedError, UnknownNameError, UnsupportedBackendError

if TYPE_CHECKING:
    import pandas as pd
    from narwhals.typing import IntoDataFrameT

Period = Literal["exact", "nearest", "all"]
Outcome = Literal["agreement", "conflict", "undecided"]

# Fractions keep what is printed exact, so that 3.4 and 3.5 are no further apart than a tenth.
Number: TypeAlias = float | Fraction
_Row: TypeAlias = dict[str, Any]

# How far from a hedged number another may lie and still agree with it.
TOLERANCE = Fraction(1, 10)

_SAME = ("indicator_id", "ref_area", "partner_area", "entity_id", "breakdown")
_DATES = ("period_start", "period_end")
_BOUNDS = ("value_low", "value_high")
_NUMBERS = ("value", *_BOUNDS, "resolution")

# Columns of the result: what the evidence says as it says it, then the two in one unit.
_EVIDENCE = ("basis", "status", "source_id", "attributed_to", *_DATES, "figure_as_printed", "confidence")
_RESULT_NUMBERS = ("claim", "evidence", "difference", "ratio")
_COLUMNS = ("claim_id", "evidence_id", *_EVIDENCE, *_RESULT_NUMBERS, "unit", "outcome")

# Columns that frames have to have.
_OF_CLAIMS = ("observation_id", *_SAME, "basis", *_DATES, *_NUMBERS, "unit", "source_id")
_OF_EVIDENCE = tuple(dict.fromkeys(_OF_CLAIMS + _EVIDENCE))


class Quantity(NamedTuple):
    """A number with its hedge.

    Attributes
    ----------
    value
        The number; None for a range.
    low, high
        What the words allow: both the number if it is exact, infinite on an open side.
    resolution
        Size of the last printed digit; 0 if unknown.
    """

    value: Number | None
    low: Number
    high: Number
    resolution: Number

    def is_open(self) -> bool:
        """Say whether the words leave a side, or both, without a limit."""
        return math.isinf(self.low) or math.isinf(self.high)

    def rounding(self) -> Number:
        """Say how far rounding can have moved the number; what is "over 4 thousand" was not rounded up."""
        return 0 if math.isinf(self.low) != math.isinf(self.high) else self.resolution / 2

    def near(self) -> tuple[Number, Number]:
        """Give the bounds, drawn in to 10 % of the number on every open side."""
        if self.value is None:
            return self.low, self.high
        margin = TOLERANCE * max(self.value, -self.value)
        low = self.value - margin if math.isinf(self.low) else self.low
        return low, self.value + margin if math.isinf(self.high) else self.high

    def reach(self) -> tuple[Number, Number]:
        """Give the bounds; an "about" reaches 10 % to either side, as nobody says it of twice the number."""
        return self.near() if math.isinf(self.low) and math.isinf(self.high) else (self.low, self.high)


@overload
def compare(claims: str, *, period: Period = "exact", evidence: None = None) -> pd.DataFrame: ...
@overload
def compare(claims: str, *, period: Period = "exact", evidence: IntoDataFrameT) -> pd.DataFrame: ...
@overload
def compare(
    claims: IntoDataFrameT, *, period: Period = "exact", evidence: IntoDataFrameT | None = None
) -> IntoDataFrameT: ...
def compare(claims: Any, *, period: Period = "exact", evidence: Any = None) -> Any:
    """Set claims beside what other sources say of the same thing.

    Two observations are of the same thing if indicator, area, partner, entity, breakdown and the
    dimension of the unit are the same. Each basis is reported apart; an empty basis meets all. With the
    evidence converted to the claim's unit, the outcome is

    - agreement: equal within half the sum of both resolutions, of which that of a bound such as "over" or
      "nearly" does not count; or the evidence lies inside the claim's bounds and, where these leave a side
      open or the claim is "about", within 10 % of the claim;
    - conflict: the evidence lies outside those bounds, or beyond the 10 %;
    - undecided: what the evidence says fits the claim, but its own hedge leaves it open whether it
      agrees, as between two open intervals.

    Parameters
    ----------
    claims
        An observation_id, or an eager frame with the columns of `observations`.
    period
        "exact": evidence of the claim's own period: the same days for a flow, or a share or rate over a
        period, the same last day for a running total, and one window inside the other for what stands at a
        date.
        "nearest": of each basis the evidence whose last day is nearest to the claim's. "all": every
        period. A claim without a period is set beside every period in all three.
    evidence
        Eager frame with the columns of `observations`, instead of the one that ships.

    Returns
    -------
    pandas.DataFrame, or a frame of the kind of `claims`
        One row per pair, in order of claim_id, basis, period_end and evidence_id: claim_id, evidence_id,
        what the evidence says (basis, status, source_id, attributed_to, period_start, period_end,
        figure_as_printed, confidence), claim and evidence as numbers in `unit` (empty for a range),
        difference (evidence less claim), ratio (evidence by claim, empty where the claim is 0), unit,
        and outcome. What a claim's own source says elsewhere is no evidence; where no source is given,
        it is not known to be the claim's.

    Raises
    ------
    UnknownNameError
        If there is no such observation, no such unit, or no such way to match periods, or if a frame lacks
        columns of `observations`.
    RefusedError
        If a row has no unit, or holds days or numbers that are none.
    UnsupportedBackendError
        If something is no eager frame.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> pairs = kbd.compare("liu-belt-and-road/chinese-brands-share-2021")
    >>> set(pairs["outcome"])
    {'agreement'}
    """
    import narwhals.stable.v2 as nw

    if period not in get_args(Period):
        raise UnknownNameError("way to match periods", period, list(get_args(Period)))
    if isinstance(claims, str):
        by_id = {row["observation_id"]: row for row in _shipped()}
        if claims not in by_id:
            raise UnknownNameError("observation", claims, list(by_id))
        claim_rows = [by_id[claims]]
        backend: Any = nw.Implementation.PANDAS
    else:
        claim_rows = list(_rows_of(claims, _OF_CLAIMS))
        backend = nw.from_native(claims, eager_only=True).implementation
    known = _shipped() if evidence is None else _rows_of(evidence, _OF_EVIDENCE)
    pairs = list(_pairs(claim_rows, known, period))
    columns = {name: [pair[name] for pair in pairs] for name in _COLUMNS}
    if backend is nw.Implementation.PANDAS:
        return _pandas(columns)
    types: dict[str, Any] = {name: nw.String() for name in _COLUMNS}
    types |= dict.fromkeys(_RESULT_NUMBERS, nw.Float64())
    types |= dict.fromkeys(_DATES, nw.Date())
    return nw.from_dict(columns, schema=types, backend=backend).to_native()


def judge(claim: Quantity, evidence: Quantity) -> Outcome:
    """Say whether evidence agrees with a claim in the same unit; the rule is in `compare`.

    Parameters
    ----------
    claim, evidence
        What each says.

    Returns
    -------
    {"agreement", "conflict", "undecided"}

    Examples
    --------
    >>> judge(Quantity(39, 39, 39, 1), Quantity(39.4, 39.4, 39.4, 0.1))
    'agreement'
    >>> judge(Quantity(2000, 2000, math.inf, 1), Quantity(2787, 2787, 2787, 1))
    'conflict'
    >>> judge(Quantity(2000, 2000, math.inf, 1), Quantity(1500, 1500, math.inf, 1))
    'undecided'

    "Over 4 thousand" is not 3,500, though rounded it could be; "over" and "up to" one number may both hold,
    but do not say the same.

    >>> judge(Quantity(3500, 3500, 3500, 1), Quantity(4000, 4000, math.inf, 1000))
    'conflict'
    >>> judge(Quantity(300000, 300000, math.inf, 1), Quantity(300000, -math.inf, 300000, 100000))
    'undecided'
    """
    slack = claim.rounding() + evidence.rounding()
    (claim_low, claim_high), (low, high) = claim.reach(), evidence.reach()
    if claim_high + slack < low or high < claim_low - slack:
        return "conflict"
    opposed = (math.isinf(claim_low) and math.isinf(high)) or (math.isinf(claim_high) and math.isinf(low))
    both = claim.value is not None and evidence.value is not None
    if both and not opposed and abs(claim.value - evidence.value) <= slack:  # type: ignore[operator]
        return "agreement"
    if evidence.is_open():
        return "undecided"
    claim_low, claim_high = claim.near()
    if claim_low <= low and high <= claim_high:
        return "agreement"
    return "conflict" if high < claim_low or claim_high < low else "undecided"


def _pandas(columns: dict[str, list[Any]]) -> pd.DataFrame:
    """Build the result with the types that `load` gives; a cast from None to text would make "None"."""
    import pandas as pd

    types = dict.fromkeys(_COLUMNS, "str")
    types |= dict.fromkeys(_RESULT_NUMBERS, "float64")
    types |= dict.fromkeys(_DATES, "datetime64[us]")
    return pd.DataFrame({name: pd.Series(values, dtype=types[name]) for name, values in columns.items()})


def _pairs(claims: list[_Row], known: Iterable[_Row], period: Period) -> Iterator[_Row]:
    units = {row["unit"]: (row["dimension"], Fraction(row["factor"])) for row in loaders.rows("units")}
    measures = {row["indicator_id"]: row["measure"] for row in loaders.rows("indicators")}
    by_thing: dict[tuple[str | None, ...], list[_Row]] = {}
    for row in known:
        by_thing.setdefault(_thing(row, units), []).append(row)
    for claim in sorted(claims, key=lambda row: str(row["observation_id"])):
        candidates = [
            row
            for row in by_thing.get(_thing(claim, units), [])
            if not _of_one_source(row, claim) and _bases_meet(row["basis"], claim["basis"])
        ]
        candidates = _of_period(claim, candidates, measures.get(claim["indicator_id"]), period)
        for row in sorted(candidates, key=_order):
            yield _pair(claim, row, units[row["unit"]][1] / units[claim["unit"]][1])


def _pair(claim: _Row, row: _Row, factor: Fraction) -> _Row:
    """One row of the result; `factor` turns the evidence's unit into the claim's."""
    said, found = _quantity(claim, Fraction(1)), _quantity(row, factor)
    difference = ratio = None
    if said.value is not None and found.value is not None:
        difference = float(found.value - said.value)
        ratio = float(found.value / said.value) if said.value else None
    return {
        "claim_id": claim["observation_id"],
        "evidence_id": row["observation_id"],
        **{name: row[name] for name in _EVIDENCE},
        "claim": None if said.value is None else float(said.value),
        "evidence": None if found.value is None else float(found.value),
        "difference": difference,
        "ratio": ratio,
        "unit": claim["unit"],
        "outcome": judge(said, found),
    }


def _of_period(claim: _Row, candidates: list[_Row], measure: str | None, period: Period) -> list[_Row]:
    if period == "all" or claim["period_end"] is None:
        return candidates
    dated = [row for row in candidates if row["period_end"] is not None]
    if period == "exact":
        return [row for row in dated if _same_period(claim, row, measure)]
    nearest: dict[str | None, int] = {}
    for row in dated:
        gap = abs((row["period_end"] - claim["period_end"]).days)
        nearest[row["basis"]] = min(gap, nearest.get(row["basis"], gap))
    return [
        row for row in dated if abs((row["period_end"] - claim["period_end"]).days) == nearest[row["basis"]]
    ]


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


def _bases_meet(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _order(row: _Row) -> tuple[str, str, str]:
    return str(row["basis"] or ""), str(row["period_end"] or ""), str(row["observation_id"])


def _quantity(row: _Row, factor: Fraction) -> Quantity:
    """Read what a row says, times a positive factor; a missing bound is an open side."""
    value, low, high, resolution = (row[name] for name in _NUMBERS)
    return Quantity(
        None if value is None else value * factor,
        -math.inf if low is None else low * factor,
        math.inf if high is None else high * factor,
        (resolution or 0) * factor,
    )


def _shipped() -> Iterator[_Row]:
    return map(_typed, loaders.rows("observations"))


def _rows_of(frame: Any, names: tuple[str, ...]) -> Iterator[_Row]:
    import narwhals.stable.v2 as nw

    try:
        data: Any = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        raise UnsupportedBackendError(
            f"{type(frame).__name__} is no eager dataframe; give one of pandas, Polars or PyArrow"
        ) from error
    if missing := [name for name in names if name not in data.columns]:
        kind = "column in the frame, which needs all of observations (empty where unknown):"
        raise UnknownNameError(kind, ", ".join(missing), list(data.columns))
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
    return typed


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


def _number(row: _Row, name: str, value: Any) -> Fraction | None:
    # Without an end, a bound is an open side.
    if value is None or (name in _BOUNDS and isinstance(value, float) and math.isinf(value)):
        return None
    try:
        return Fraction(str(value))
    except ValueError as error:
        raise RefusedError(
            f"{name} of {row['observation_id']} is {value!r}, not a number",
            "give numbers alone, such as 39 with the unit percent, and leave empty what is not known",
        ) from error
