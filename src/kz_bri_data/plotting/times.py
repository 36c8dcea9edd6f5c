"""Where figures stand in time, and what is written at the axis."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from kz_bri_data.plotting.figures import Figure

_DAY = datetime.timedelta(days=1)
# Steps between the years or months that are written.
_STEPS_OF_YEARS = (1, 2, 5, 10, 20, 50, 100)
_STEPS_OF_MONTHS = (1, 2, 3, 6, 12)
# Fewer years with parts of years among them are shown by months.
_YEARS_IN_MONTHS = 2


def days_of(figure: Figure) -> tuple[datetime.date, datetime.date]:
    """Give the first and the last day of a figure; a running total is of its last day."""
    start, end = figure.row.period()
    return datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)


def middle_of(figure: Figure) -> datetime.date:
    """Give the day in the middle of the period."""
    first, last = days_of(figure)
    return first + (last - first) / 2


class TimeAxis(NamedTuple):
    """What is written at the axis of time.

    Attributes
    ----------
    domain
        First and last day that is shown.
    written
        Days at which something is written: the middles of years or months.
    format
        How such a day is written.
    """

    domain: tuple[datetime.date, datetime.date]
    written: list[datetime.date]
    format: str


def time_axis(figures: Sequence[Figure], most: int) -> TimeAxis:
    """Choose what is written at the axis, so that the name of a period stands below its middle.

    Parameters
    ----------
    figures
        All that are drawn.
    most
        How many names of years there is room for.
    """
    windows = [days_of(one) for one in figures]
    first, last = min(start for start, _ in windows), max(end for _, end in windows)
    years = last.year - first.year + 1
    if years <= _YEARS_IN_MONTHS and any(end - start < 180 * _DAY for start, end in windows):
        return _months(first, last, most * 2 // 3)
    domain = datetime.date(first.year, 1, 1), datetime.date(last.year, 12, 31)
    step = next(one for one in _STEPS_OF_YEARS if years / one <= most or one == _STEPS_OF_YEARS[-1])
    named = [year for year in range(first.year, last.year + 1) if year % step == 0]
    return TimeAxis(domain, [datetime.date(year, 7, 2) for year in named], "%Y")


def _months(first: datetime.date, last: datetime.date, most: int) -> TimeAxis:
    numbers = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    step = next(one for one in _STEPS_OF_MONTHS if len(numbers) / one <= most or one == _STEPS_OF_MONTHS[-1])
    named = [datetime.date(number // 12, number % 12 + 1, 15) for number in numbers if number % step == 0]
    end = numbers[-1] + 1
    domain = first.replace(day=1), datetime.date(end // 12, end % 12 + 1, 1) - _DAY
    return TimeAxis(domain, named, "%Y-%m")
