"""Periods as numbers, so that one arithmetic serves dates and calendar years in every library.

A day is a point on a clock that counts calendar months: the year times twelve, plus the months that
have passed, plus the part of the month that has passed. A month that ended is a whole number, so whole
months and years come out exact, and the last day of one period is the same point as the first of the next.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

import narwhals.stable.v2 as nw

from kz_bri_data.errors import RefusedError, UnknownNameError, WrongPeriodError
from kz_bri_data.helpers._columns import Names
from kz_bri_data.helpers._frame import Check, Frame, kind_of

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


def clock_span(period: int | str) -> tuple[float, float]:
    """Points in which a year, a month (2024-06) or a day (2024-06-30) begins and ends.

    Raises
    ------
    RefusedError
        If it is none of these.
    """
    match = _PARTIAL_DATE.fullmatch(str(period))
    year, month, day = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    try:
        date(year, month or 1, day or 1)
    except ValueError as error:
        raise RefusedError(
            f"{period!r} is no period", "give a year such as 2015, or '2015-06', or '2015-06-30'"
        ) from error
    if not month:
        return 12.0 * year, 12.0 * year + 12
    begin = 12.0 * year + month - 1
    if not day:
        return begin, begin + 1
    days = monthrange(year, month)[1]
    return begin + (day - 1) / days, begin + day / days


class Periods:
    """Expressions about the periods of a frame.

    Parameters
    ----------
    data
        The frame.
    names
        Its columns.
    """

    def __init__(self, data: Frame, names: Names) -> None:
        if names.end is None:
            raise UnknownNameError("column for end_column", "period_end", data.collect_schema().names())
        self.end = names.end
        start = names.start
        if start and kind_of(data, start) == "nothing":
            start = None
        kind = data.collect_schema()[names.end]
        self.in_years = kind.is_integer()
        # Beside a column of years, a first day would say something else.
        self.start = None if self.in_years else start
        schema = data.collect_schema()
        self.timed = [name for name in (self.start, self.end) if name and schema[name] == nw.Datetime]
        for name in (self.start, self.end):
            if name and not (self.in_years or data.collect_schema()[name] in (nw.Date, nw.Datetime)):
                raise RefusedError(
                    f"{name} holds {kind_of(data, name)}, neither dates nor calendar years",
                    "make dates of it first, in pandas with pd.to_datetime, or whole numbers if it "
                    "holds years",
                )

    def year(self) -> nw.Expr:
        """Calendar year of the last day."""
        return nw.col(self.end) if self.in_years else nw.col(self.end).dt.year()

    def end_clock(self) -> nw.Expr:
        """Point in which the period ends."""
        if self.in_years:
            return nw.col(self.end).cast(nw.Float64) * 12 + 12
        return _month(self.end) + nw.col(self.end).dt.day() / _days(self.end)

    def months(self) -> nw.Expr:
        """Length of the period in calendar months; missing where it isn't a whole number of them."""
        if self.in_years:
            return nw.when(~nw.col(self.end).is_null()).then(nw.lit(12.0))
        if self.start is None:
            # Never true: not every library can make a column of a missing number.
            return nw.when(self.end_clock() < 0).then(nw.lit(0.0))
        start = _month(self.start) + (nw.col(self.start).dt.day() - 1) / _days(self.start)
        length = self.end_clock() - start
        return nw.when((start == start.round(0)) & (length == length.round(0))).then(length)

    def dated(self, lacking: str = "order") -> Check:
        """Build the check that every row has a period; the refusal says what there isn't without."""
        remedy = f"leave out what is not dated: without a date there is no {lacking}"
        return Check(WrongPeriodError, self.is_undated(), f"a row without {self.end}", remedy)

    def day(self, name: str, beside: str | None = None) -> nw.Expr:
        """Day of a column, or of another that holds the like, whatever the time of day."""
        return _day_number(beside or name) if name in self.timed else nw.col(beside or name)

    def is_undated(self) -> nw.Expr:
        """Whether a row has no period."""
        return nw.col(self.end).is_null()

    def forward(self) -> list[Check]:
        """Build the check that no period ends before it begins."""
        if self.start is None:
            return []
        backward = (self.day(self.start) > self.day(self.end)).fill_null(value=False)
        remedy = f"correct {self.start} or {self.end}"
        return [Check(WrongPeriodError, backward, "a period that ends before it begins", remedy)]

    def within_a_year(self, what: str) -> list[Check]:
        """Build the checks that no period is longer than a year, or ends before it begins."""
        if self.start is None:
            return []
        problem = f"a period of more than a year has no one {what}"
        remedy = "keep periods of a year or less"
        return [*self.forward(), Check(WrongPeriodError, self._is_long(self.start), problem, remedy)]

    def of_two_years(self) -> nw.Expr:
        """Whether a period is not within one calendar year."""
        if self.start is None:
            return nw.lit(value=False)
        differ = nw.col(self.start).dt.year() != nw.col(self.end).dt.year()
        return differ & ~nw.col(self.start).is_null() & ~nw.col(self.end).is_null()

    def _is_long(self, start: str) -> nw.Expr:
        """Whether a period goes on after the day before its first anniversary."""
        return (_day_number(self.end) >= _day_number(start) + 10000).fill_null(value=False)


def _month(name: str) -> nw.Expr:
    return nw.col(name).dt.year() * 12 + (nw.col(name).dt.month() - 1)


def _day_number(name: str) -> nw.Expr:
    # In this order, or a month would not fit its type once multiplied.
    return (nw.col(name).dt.year() * 100 + nw.col(name).dt.month()) * 100 + nw.col(name).dt.day()


def _days(name: str) -> nw.Expr:
    """Days of the month that a day lies in."""
    year, month = nw.col(name).dt.year(), nw.col(name).dt.month()
    # Without %, which narwhals has not for every kind of column.
    by_4, by_100, by_400 = (year // n * n == year for n in (4, 100, 400))
    february = nw.when(by_4 & (~by_100 | by_400)).then(nw.lit(29)).otherwise(nw.lit(28))
    # January, March and so on are long, from August on it is the other way round.
    place = month + month // 8
    return nw.when(month == 2).then(february).otherwise(place - place // 2 * 2 + 30)
