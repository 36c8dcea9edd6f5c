"""Periods as numbers, so that one arithmetic serves dates and calendar years in every library.

A day is a point on a clock that counts calendar months: the year times twelve, plus the months that
have passed, plus the part of the month that has passed. A month that ended is a whole number, so whole
months and years come out exact, and the last day of one period is the same point as the first of the next.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import partial

from kz_bri_data.errors import RefusedError, UnknownNameError, WrongPeriodError
from kz_bri_data.helpers._columns import Names
from kz_bri_data.helpers._engine import TEMPORARY, Check, Engine, Value

CLOCK, MONTHS = TEMPORARY + "clock", TEMPORARY + "months"
FIRST_DAY, LAST_DAY = TEMPORARY + "first_day", TEMPORARY + "last_day"
_START, _BEGINNING = TEMPORARY + "start", TEMPORARY + "beginning"

# Years that the tables of this package may hold; a number beyond them is a date or a month in disguise.
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")


_REMEDY = (
    "give calendar years as whole numbers such as 2024, or dates, in pandas with pd.to_datetime, and then "
    "the first days too, as start_column"
)
# How text is cast in a lazy frame, in which nobody can look whether it is years or days: years, then days.
_CASTS = {
    "polars": (
        "frame.with_columns(pl.col({0!r}).cast(pl.String).cast(pl.Int64))",
        "frame.with_columns(pl.col({0!r}).cast(pl.String).str.to_date())",
    ),
    "duckdb": (
        'frame.project(\'* REPLACE (CAST("{0}" AS BIGINT) AS "{0}")\')',
        'frame.project(\'* REPLACE (CAST("{0}" AS DATE) AS "{0}")\')',
    ),
    "pyspark": (
        "frame.withColumn({0!r}, frame[{0!r}].cast('bigint'))",
        "frame.withColumn({0!r}, frame[{0!r}].cast('date'))",
    ),
    "dask": (
        "frame.astype({{{0!r}: 'int64'}})",
        "frame.assign({0}=dask.dataframe.to_datetime(frame[{0!r}]))",
    ),
}


def _remedy(engine: Engine, name: str) -> str:
    """Say how to make years or days of a column that is neither."""
    if not (engine.is_lazy and engine.is_text(name) and engine.library in _CASTS):
        return _REMEDY
    years, days = (code.format(name) for code in _CASTS[engine.library])
    return f"if it holds years, give {years}; if it holds days, give {days}"


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
    """The periods of a frame.

    Adds the columns `CLOCK`, the point in which each period ends, `LAST_DAY` and, if there are first days,
    `FIRST_DAY`, both as numbers that grow from day to day; and `MONTHS`, its length in calendar months,
    missing where that is no whole number of them, to those who call `add_months`.

    Parameters
    ----------
    engine
        The frame.
    names
        Its columns.
    """

    def __init__(self, engine: Engine, names: Names) -> None:
        if names.end is None:
            raise UnknownNameError("column for end_column", "period_end", engine.names)
        self._engine, self.end = engine, names.end
        kind = engine.kind_of_periods(names.end)
        self.in_years = kind in ("whole", "number")
        # Beside a column of years, a first day would say something else.
        self.start = None if self.in_years else names.start
        if self.start and engine.is_blank(self.start):
            self.start = None
        for name in (self.start, names.end):
            found = engine.kind_of_periods(name) if name else "date"
            if name and not self.in_years and found not in ("date", "period"):
                raise RefusedError(
                    f"{name} holds {found}, neither dates nor calendar years", _remedy(engine, name)
                )
        if kind == "period" and self.start is None:
            self.start = _START
            engine.begins(names.end, _START)
        self._define()

    def _define(self) -> None:
        engine = self._engine
        if self.in_years:
            year = engine.number(self.end)
            engine.define({CLOCK: year * 12 + 12, LAST_DAY: year})
            return
        clock = engine.of_days(self.end, partial(_clock, engine, 0))
        engine.define({CLOCK: clock, LAST_DAY: engine.of_days(self.end, _number)})
        if self.start:
            engine.define({FIRST_DAY: engine.of_days(self.start, _number)})

    def add_months(self) -> None:
        """Add the length of each period as the column `MONTHS`, for those who ask for it."""
        engine, clock = self._engine, self.clock()
        if self.in_years:
            engine.define({MONTHS: engine.where(~engine.missing(clock), 12.0)})
            return
        # Never true: not every library can make a column of a missing number.
        months = engine.where(engine.known(clock < 0), 0.0)
        if self.start:
            # As a column, so that a lazy library computes it once, and not in each place below.
            engine.define({_BEGINNING: engine.of_days(self.start, partial(_clock, engine, 1))})
            start = engine.number(_BEGINNING)
            length = clock - start
            whole = (start == engine.floor(start)) & (length == engine.floor(length))
            months = engine.where(engine.known(whole), length)
        engine.define({MONTHS: months})

    def clock(self) -> Value:
        """Point in which the period ends."""
        return self._engine.number(CLOCK)

    def year(self) -> Value:
        """Calendar year of the last day."""
        return self._engine.number(self.end) if self.in_years else self._engine.year(self.end)

    def is_undated(self) -> Value:
        """Whether a row has no period."""
        return self._engine.missing(self._engine.number(CLOCK))

    def dated(self, lacking: str = "order") -> Check:
        """Build the check that every row has a period; the refusal says what there isn't without."""
        remedy = f"leave out what is not dated: without a date there is no {lacking}"
        return Check(WrongPeriodError, self.is_undated(), f"a row without {self.end}", remedy)

    def in_order(self) -> list[Check]:
        """Build the checks that years are years, and that no period ends before it begins."""
        engine = self._engine
        if self.in_years:
            year = engine.number(self.end)
            wrong = (year < _FIRST_YEAR) | (year > _LAST_YEAR) | (year != engine.floor(year))
            problem = f"{self.end} holds numbers that are no calendar years"
            return [Check(WrongPeriodError, engine.known(wrong), problem, _REMEDY)]
        if self.start is None:
            return []
        backward = engine.known(engine.number(FIRST_DAY) > engine.number(LAST_DAY))
        remedy = f"correct {self.start} or {self.end}"
        return [Check(WrongPeriodError, backward, "a period that ends before it begins", remedy)]

    def within_a_year(self, what: str) -> list[Check]:
        """Build the checks that no period is longer than a year, or ends before it begins."""
        if self.start is None:
            return self.in_order()
        problem = f"a period of more than a year has no one {what}"
        # It goes on after the day before its first anniversary.
        long = self._engine.known(self._engine.number(LAST_DAY) >= self._engine.number(FIRST_DAY) + 10000)
        return [*self.in_order(), Check(WrongPeriodError, long, problem, "keep periods of a year or less")]

    def of_two_years(self) -> Value:
        """Whether a period is not within one calendar year."""
        if self.start is None:
            return self._engine.constant(value=False)
        first, last = self._engine.year(self.start), self._engine.year(self.end)
        return self._engine.known(first < last) | self._engine.known(first > last)


def _clock(engine: Engine, before: int, year: Value, month: Value, day: Value) -> Value:
    """Point in which a day ends, or the day so many days before it."""
    return year * 12 + (month - 1) + (day - before) / _days_in_month(engine, year, month)


def _number(year: Value, month: Value, day: Value) -> Value:
    """Make a number of a day that is the greater the later it is."""
    # In this order, or a month would not fit its type once multiplied.
    return (year * 100 + month) * 100 + day


def _days_in_month(engine: Engine, year: Value, month: Value) -> Value:
    """Days of the month that a day lies in."""
    # By division, as narwhals has no % for every kind of column, and writes // as a long expression in SQL.
    by_4, by_100, by_400 = (engine.known(engine.floor(year / n) == year / n) for n in (4, 100, 400))
    february = engine.where(by_4 & (~by_100 | by_400), 29, 28)
    is_short = (month == 4) | (month == 6) | (month == 9) | (month == 11)
    return engine.where(engine.known(month == 2), february, engine.where(engine.known(is_short), 30, 31))
