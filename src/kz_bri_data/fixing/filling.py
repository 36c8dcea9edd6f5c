"""Filling in empty cells that the other cells of a row determine."""

from __future__ import annotations

from kz_bri_data.dates import ends_of, read_date
from kz_bri_data.numbers import as_number

Row = dict[str, str]

# For each hedge the bounds that it sets, and the rule that asks for them.
_BOUNDS = {
    "exact": (("value_low", "value_high"), "exact-bounds"),
    "over": (("value_low",), "low-bound-only"),
    "at_least": (("value_low",), "low-bound-only"),
    "nearly": (("value_high",), "high-bound-only"),
    "at_most": (("value_high",), "high-bound-only"),
}

# First and last day of a period, how it is known, and the rules that ask for the two days.
_PERIODS = (
    ("period_start", "period_end", "period_basis", ("period-has-start", "dated-has-end")),
    ("date_start", "date_end", "date_basis", ("dated-has-dates", "dated-has-dates")),
)


def fill_bounds(row: Row) -> str | None:
    """Fill in the bounds that the hedge of a figure sets, unless a bound that is there says something else.

    Parameters
    ----------
    row
        A row of any table; its empty bounds are filled in.

    Returns
    -------
    str or None
        The code of the rule that asked for them; None if nothing was filled in.

    Examples
    --------
    >>> row = {"qualifier": "over", "value": "2000", "value_low": "", "value_high": ""}
    >>> fill_bounds(row), row["value_low"], row["value_high"]
    ('low-bound-only', '2000', '')
    """
    bounds, code = _BOUNDS.get(row.get("qualifier", ""), ((), ""))
    value = row.get("value", "")
    if as_number(value) is None or not all(name in row for name in ("value_low", "value_high")):
        return None
    contradicted = any(
        row[name] and (name not in bounds or as_number(row[name]) != as_number(value))
        for name in ("value_low", "value_high")
    )
    empty = [name for name in bounds if not row[name]]
    if contradicted or not empty:
        return None
    row.update(dict.fromkeys(empty, value))
    return code


def fill_period(row: Row) -> str | None:
    """Fill in the empty end of a period whose other end is written as a year, a quarter or a month.

    Parameters
    ----------
    row
        A row of any table; its empty end is filled in.

    Returns
    -------
    str or None
        The code of the rule that asked for it; None if nothing was filled in.

    Examples
    --------
    >>> row = {"period_start": "2024", "period_end": "", "period_basis": "stated"}
    >>> fill_period(row), row["period_end"]
    ('dated-has-end', '2024-12-31')
    """
    for start, end, basis, (no_start, no_end) in _PERIODS:
        if not row.keys() >= {start, end, basis} or row[basis] == "undated":
            continue
        if row[start] and not row[end] and (period := _period_of(row[start])):
            row[end] = ends_of(period)[1]
            return no_end
        if row[end] and not row[start] and (period := _period_of(row[end])):
            row[start] = ends_of(period)[0]
            return no_start
    return None


def _period_of(text: str) -> str | None:
    """Give the year or the part of one that a text means; None if it means a day, or may mean several."""
    reading = read_date(text)
    if reading.doubt or len(reading.readings) != 1:
        return None
    (period,) = reading.readings
    return period if len(period) < len("2024-12-31") else None
