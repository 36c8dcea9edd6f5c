"""The check that no series steps over a day from which it is counted in another way."""

from __future__ import annotations

from functools import cache

from kz_bri_data._catalogue import installed
from kz_bri_data._series import SERIES_COLUMNS
from kz_bri_data.errors import BrokenSeriesError
from kz_bri_data.helpers._engine import Check, Value
from kz_bri_data.helpers._work import Work


def steps_over_breaks(work: Work, begins_before: Value, ends: Value) -> list[Check]:
    """Build the checks of the table of breaks.

    Parameters
    ----------
    work
        The frame.
    begins_before
        When the period before a row begins in its series, as the numbers of `Periods`.
    ends
        When the period of the row ends.
    """
    indicator, engine = work.names.indicator, work.engine
    # Most frames are of other indicators, and each check takes time.
    if not indicator or engine.never(engine.among(indicator, sorted(_shipped()))):
        return []
    found = []
    for name, breaks in _shipped().items():
        is_of = engine.among(indicator, [name])
        if engine.never(is_of):
            continue
        for one in breaks:
            begin, end = _numbers(one["date"], in_years=work.periods.in_years)
            steps = is_of & engine.known(begins_before < begin) & engine.known(ends >= end)
            problem = (
                f"a step over {one['date']}, from which {name} is counted in another way: {one['reason']}"
            )
            remedy = f"keep the rows before {one['date']}, or those from then on"
            found.append(Check(BrokenSeriesError, steps & _is_of_series(work, one), problem, remedy))
    return found


def _is_of_series(work: Work, one: dict[str, str]) -> Value:
    """Say of each row whether a break is of its series; a column that is not there could only be empty."""
    engine = work.engine
    alike = engine.constant(value=True)
    for part, column in SERIES_COLUMNS.items():
        name = work.names.identity[part]
        if name:
            alike = alike & engine.among(name, [one[column]])
        elif one[column]:
            return engine.constant(value=False)
    return alike


def _numbers(day: str, *, in_years: bool) -> tuple[int, int]:
    """Give what a period before a break begins below, and what one after it ends from."""
    year, month, day_of_month = map(int, day.split("-"))
    if in_years:
        return (year if (month, day_of_month) == (1, 1) else year + 1), year
    number = year * 10_000 + month * 100 + day_of_month
    return number, number


@cache
def _shipped() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in installed().rows("breaks"):
        found.setdefault(row["indicator_id"], []).append(row)
    return found
