"""Change within a series: of shares in percentage points, of amounts as growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, Unpack, get_args

from kz_bri_data.errors import UnequalPeriodsError, UnknownNameError, WrongMeasureError
from kz_bri_data.helpers._columns import Columns, Measure
from kz_bri_data.helpers._engine import TEMPORARY, Check, Engine, Value
from kz_bri_data.helpers._hedges import (
    HIGH,
    LOW,
    Result,
    add,
    differences,
    interval_divisors,
    lower_bound,
    result_columns,
)
from kz_bri_data.helpers._periods import CLOCK, FIRST_DAY, LAST_DAY, MONTHS
from kz_bri_data.helpers._series import SAID, checks, group
from kz_bri_data.helpers._typing import helper
from kz_bri_data.helpers._work import Work, opened

Between = Literal["neighbours", "ends"]


# What grows. A share changes by points; a rate is a change itself.
AMOUNTS: tuple[Measure, ...] = (
    "flow",
    "stock",
    "cumulative",
    "duration",
    "length",
    "capacity",
    "price",
    "count",
    "allowance",
)

_FROM = "from_"
_NUMBER = TEMPORARY + "number_"
_FIRST, _LAST = TEMPORARY + "first", TEMPORARY + "last"
_EQUALLY_LONG = (
    "keep periods of one length, such as whole years; where the rows have no first day, give start_column or "
    "calendar years as whole numbers"
)


@helper
def share_change(
    frame: Any,
    *,
    between: Between = "neighbours",
    measure: Measure | None = None,
    rounding: bool = True,
    check: bool = True,
    **columns: Unpack[Columns],
) -> Any:
    """Say how much shares changed: in percentage points, in percent, and as a ratio.

    Parameters
    ----------
    frame
        Shares in percent, a row per series and period, in any order.
    between
        "neighbours": from each period of a series to the next. "ends": from its first to its last.
    measure
        What kind of numbers all rows hold, such as "share". None looks it up by each row's indicator; without
        one, what is in percent is a share.
    rounding
        Widen bounds by half of the row's resolution, where there are both: a printed 39 was anything from
        38.5 to 39.5. False takes each printed number for exact.
    check
        Look for what is refused. Without, nothing is computed at the call on a lazy frame, and what
        should have been refused comes out wrong or missing.
    **columns
        Names of the frame's columns, where they differ from those of `observations`; see `Columns`.

    Returns
    -------
    frame of the same library
        A row for each change, where the row of the later period was; a series of one period has none.
        After the columns of the later row come those of the earlier one that tell it, with the prefix
        `from_` (identifier, period, value, bounds, qualifier, and what `series` says: outcome, verdict), and

        years : from the last day of the earlier period to that of the later one, counted in calendar months
        change_points : later minus earlier, percentage points
        change_percent : change_points over the earlier share, percent; missing where one of them is 0
        ratio : later over earlier; missing where that is 0

        each with `_low`, `_high` and `_qualifier` if the frame has hedges. Lazy libraries promise no order.

    Raises
    ------
    RefusedError
        Of these classes: WrongMeasureError for what is no share, WrongPeriodError for a row without
        period_end, numbers that are no years or a period that ends before it begins, DuplicatePeriodError for
        two rows of one series and period, OverlappingPeriodsError for periods that overlap or lie within each
        other, MixedUnitError for a series in several units, MixedMeasureError for running totals counted from
        different days, MixedSeriesError for rows of one series that differ in a text column of which nobody
        said what it is, MixedBasisError for rows of several publications (`source_id`) without a basis, and
        RefusedError itself for a low bound above the high one and for a hedge nobody knows.
    UnknownNameError
        If an argument or a column does not exist.
    UnsupportedBackendError
        If the library of the frame lacks what is needed.

    Notes
    -----
    With shares `a` before and `b` after: `b - a`, `100 (b - a) / a`, `b / a`.
    Differences are those that the printed decimals give: 39 - 3.4 is 35.6, without the noise of binary
    numbers. Bounds are those of interval arithmetic (Moore, Kearfott and Cloud, Introduction to Interval
    Analysis, SIAM 2009, chapter 2): `[b_low - a_high, b_high - a_low]` and
    `[b_low / a_high, b_high / a_low]`, where an open side is 0 below and infinite above.

    Examples
    --------
    By how many points the share of Chinese brands in new car sales rose, source by source:

    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.helpers import share_change
    >>> observations = kbd.load("observations")
    >>> brands = observations[observations["indicator_id"] == "brand_share_of_new_car_sales"]
    >>> change = share_change(brands, series_columns=["source_id"])
    >>> of_paper = change[change["source_id"] == "liu-belt-and-road"]
    >>> told = ["change_points_low", "change_points", "change_points_high", "change_points_qualifier"]
    >>> of_paper[told].to_dict("records")
    [{'change_points_low': 35.05, 'change_points': 35.6, 'change_points_high': 36.15,
      'change_points_qualifier': 'range'}]
    """
    with opened(frame, "share_change", columns, measure, rounding=rounding) as work:
        steps = _steps(work, between, ("change_points", "change_percent", "ratio"))
        if check:
            work.refuse([*_are_shares(work), *checks(work, steps.earlier)])
        work.engine.filter(steps.is_step)
        change, percent, ratio = _changes(work)
        results = [change._replace(name="change_points"), percent, ratio]
        add(work.engine, results, [work.number, work.number.of(_FROM)])
        return work.finish(steps.new)


@helper
def growth(
    frame: Any,
    *,
    between: Between = "neighbours",
    measure: Measure | None = None,
    rounding: bool = True,
    check: bool = True,
    **columns: Unpack[Columns],
) -> Any:
    """Say how much amounts grew: by how much, by what percentage, and by how much a year.

    Parameters
    ----------
    frame
        Amounts, a row per series and period, in any order: flows of equally long periods in whole calendar
        months, or what stands at a date, such as stocks and running totals.
    between
        "neighbours": from each period of a series to the next. "ends": from its first to its last.
    measure
        What kind of numbers all rows hold, such as "flow". None looks it up by each row's indicator.
    rounding
        Widen bounds by half of the row's resolution, where there are both: a printed 39 was anything from
        38.5 to 39.5. False takes each printed number for exact.
    check
        Look for what is refused. Without, nothing is computed at the call on a lazy frame, and what
        should have been refused comes out wrong or missing.
    **columns
        Names of the frame's columns, where they differ from those of `observations`; see `Columns`.

    Returns
    -------
    frame of the same library
        A row for each change, where the row of the later period was; a series of one period has none.
        After the columns of the later row come those of the earlier one that tell it, with the prefix
        `from_` (identifier, period, value, bounds, qualifier, and what `series` says: outcome, verdict), and

        years : from the last day of the earlier period to that of the later one, counted in calendar months
        change : later minus earlier, in the unit of both
        change_percent : change over the earlier amount, percent; missing where one of them is not above 0
        cagr_percent : the yearly growth that over these years comes to change_percent, percent; missing for
        less than a year

        each with `_low`, `_high` and `_qualifier` if the frame has hedges. Lazy libraries promise no order.

    Raises
    ------
    RefusedError
        Of these classes: WrongMeasureError for shares and rates, UnequalPeriodsError for flows of
        periods that are not equally long or no whole calendar months, and all that `share_change` refuses.
    UnknownNameError
        If an argument or a column does not exist.
    UnsupportedBackendError
        If the library of the frame lacks what is needed.

    Notes
    -----
    With amounts `a` before and `b` after, and `t` years between: `b - a`,
    `100 (b - a) / a` and `100 ((b / a) ** (1 / t) - 1)`, the compounding growth rate (World Bank,
    Growth Rates, "Compounding or geometric average growth rate"). Bounds are those of interval arithmetic,
    as in `share_change`; where an amount or a rate may be negative, an open side is infinite on both sides.

    Examples
    --------
    Trade turnover of China and Kazakhstan by the statistics of each, which are never chained:

    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.helpers import growth
    >>> sources = ["kazinform-2024-urumqi-trade-mission", "vb-kg-2025-08-13-central-asia-trade",
    ...            "intellinews-2024-02-04-stans-trade-2023", "astana-times-2025-central-asia-trade-2024"]
    >>> observations = kbd.load("observations")
    >>> trade = observations[
    ...     (observations["indicator_id"] == "goods_trade_turnover")
    ...     & observations["partner_area"].isin(["KAZ", "CHN"])
    ...     & observations["source_id"].isin(sources)
    ... ]
    >>> growth(trade)[["basis", "change", "change_percent"]].round(1).to_dict("records")
    [{'basis': 'chinese_customs', 'change': 2820000000.0, 'change_percent': 6.9},
     {'basis': 'kazakh_stats', 'change': -1400000000.0, 'change_percent': -4.4}]
    """
    with opened(frame, "growth", columns, measure, rounding=rounding) as work:
        work.periods.add_months()
        steps = _steps(work, between, ("change", "change_percent", "cagr_percent"), [MONTHS])
        if check:
            work.refuse([*_are_amounts(work, steps.is_step), *checks(work, steps.earlier)])
        work.engine.filter(steps.is_step)
        change, percent, ratio = _changes(work)
        inputs = [work.number, work.number.of(_FROM)]
        add(work.engine, [change, percent], inputs)
        add(work.engine, [_per_year(work.engine, ratio)], inputs)
        return work.finish(steps.new)


class _Steps(NamedTuple):
    """Which rows have an earlier row of their series beside them.

    Attributes
    ----------
    is_step
        Whether a row has an earlier one.
    earlier
        Columns of the previous row, if it is that one: their names there, by their new names.
    new
        Columns of the result.
    """

    is_step: Value
    earlier: Mapping[str, str]
    new: list[str]


def _steps(work: Work, between: Between, results: Sequence[str], more: Sequence[str] = ()) -> _Steps:
    """Put the earlier row of its series beside each row: what shows it, and more columns for checks."""
    if between not in get_args(Between):
        raise UnknownNameError("between", between, list(get_args(Between)))
    engine, names, periods = work.engine, work.names, work.periods
    # One column may be several things, such as the first and the last day.
    said = (name for name in SAID if name in engine.names)
    shown = dict.fromkeys(
        name for name in (names.id, periods.start, periods.end, *work.number, *said) if name
    )
    new = [
        *(_FROM + name for name in shown if not name.startswith(TEMPORARY)),
        "years",
        *result_columns(work.number, *results),
    ]
    work.refuse_columns(new)
    group(work)
    days = [LAST_DAY, *([FIRST_DAY] if periods.start else [])]
    earlier = {_FROM + name: name for name in (*shown, CLOCK, *more, *days)}
    clock = engine.number(CLOCK)
    if between == "ends":
        engine.define({_FIRST: engine.least(clock), _LAST: engine.greatest(clock)})
        first, last = engine.number(_FIRST), engine.number(_LAST)
        is_step = engine.known(clock == last) & engine.known(first < clock)
        engine.pick(earlier, engine.known(clock == first))
    else:
        engine.previous(earlier)
        is_step = ~engine.missing(engine.number(_FROM + CLOCK))
    engine.define({"years": (clock - engine.number(_FROM + CLOCK)) / 12})
    return _Steps(is_step, {} if between == "ends" else earlier, new)


def _changes(work: Work) -> tuple[Result, Result, Result]:
    """Compute change, relative change in percent, and ratio."""
    engine, now, before = work.engine, work.number, work.number.of(_FROM)
    b, a = _as_columns(engine, now.value, before.value)
    rise, rise_low, rise_high, low_rise, high_rise = (f"{TEMPORARY}rise{n}" for n in range(5))
    wanted = {rise: (b, a)}
    if now.low and now.high and before.high:
        level = work.measures.level()
        b_low, b_high, a_high = _as_columns(engine, now.low, now.high, before.high)
        low_base, high_base = interval_divisors(engine, now, before, level)
        wanted |= {
            rise_low: (lower_bound(engine, now, level), a_high),
            rise_high: (b_high, lower_bound(engine, before, level)),
            low_rise: (b_low, low_base),
            high_rise: (b_high, high_base),
        }
    differences(engine, wanted)
    # From nothing, and to or from what is below it, there is no percentage.
    is_above = engine.known(a > 0)
    change = Result("change", engine.number(rise))
    percent = Result(
        "change_percent", engine.where(is_above & engine.known(b > 0), engine.number(rise) * 100 / a)
    )
    ratio = Result("ratio", engine.where(is_above, b / a))
    if not (now.low and now.high):
        return change, percent, ratio
    # A range has no value, but may still lie above nothing.
    may_be = ~(engine.known(a <= 0) | engine.known(b <= 0) | engine.known(b_low < 0))
    return (
        change._replace(low=engine.number(rise_low), high=engine.number(rise_high)),
        percent._replace(
            low=engine.where(may_be, engine.number(low_rise) * 100 / low_base),
            high=engine.where(may_be, engine.number(high_rise) * 100 / high_base),
        ),
        ratio._replace(low=b_low / low_base, high=b_high / high_base),
    )


def _as_columns(engine: Engine, *names: str) -> list[Value]:
    """Find numbers and keep them: written out wherever they are used, they would be long."""
    engine.define({_NUMBER + name: engine.number(name) for name in names})
    return [engine.number(_NUMBER + name) for name in names]


def _per_year(engine: Engine, ratio: Result) -> Result:
    """Find the yearly growth that over all the years comes to a ratio, of which there are percentages."""
    years = engine.number("years")

    def yearly(side: str, over: Value) -> Value:
        percent = engine.number("change_percent" + side)
        # From the ratio: near -100 the percentage has lost its last digits. Over one year it is the same, and
        # the detour would only add noise.
        compound = (over ** (1 / years) - 1) * 100
        found = engine.where(engine.known(years == 1), percent, compound)
        # Of less than a year, growth is not a yearly rate.
        return engine.where(
            ~engine.missing(percent) & engine.known(over >= 0) & engine.known(years >= 1), found
        )

    result = Result("cagr_percent", yearly("", ratio.value))
    if ratio.low is None:
        return result
    return result._replace(low=yearly(LOW, ratio.low), high=yearly(HIGH, ratio.high))


def _are_shares(work: Work) -> list[Check]:
    engine = work.engine
    value = engine.number(work.names.value)
    remedy = "give shares in percent, and leave out what is no share"
    outside = engine.known(value < 0) | engine.known(value > 100)
    return [
        *work.measures.only("share_change", "share"),
        Check(WrongMeasureError, outside, "a share lies between 0 and 100 percent", remedy),
        *work.measures.not_fractions(),
    ]


def _are_amounts(work: Work, is_step: Value) -> list[Check]:
    engine = work.engine
    equal = engine.known(engine.number(MONTHS) == engine.number(_FROM + MONTHS))
    return [
        *work.measures.only("growth", *AMOUNTS),
        Check(
            UnequalPeriodsError,
            work.measures.among("flow") & is_step & ~equal,
            "flows of periods that are not equally long, or that are no whole calendar months",
            _EQUALLY_LONG,
        ),
    ]
