"""Change within a series: of shares in percentage points, of amounts as growth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, Unpack

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from kz_bri_data.errors import UnequalPeriodsError, UnknownNameError, WrongMeasureError
from kz_bri_data.helpers._columns import Columns, Measure, Names, refuse_columns, resolve
from kz_bri_data.helpers._frame import TEMPORARY, Check, Frame, close, floats, fused, opened, refuse
from kz_bri_data.helpers._hedges import (
    Number,
    Result,
    add,
    consistent,
    floor,
    number_of,
    result_columns,
    with_bases,
    with_differences,
)
from kz_bri_data.helpers._measures import Measures
from kz_bri_data.helpers._periods import Periods
from kz_bri_data.helpers._series import checks, keyed, pick, previous
from kz_bri_data.helpers._typing import helper

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
_CLOCK, _MONTHS = TEMPORARY + "clock", TEMPORARY + "months"


@helper
def share_change(
    frame: IntoFrameT,
    *,
    between: Between = "neighbours",
    measure: Measure | None = None,
    rounding: bool = False,
    check: bool = True,
    **columns: Unpack[Columns],
) -> IntoFrameT:
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
        Widen each bound by half of the row's resolution: a printed 39 was anything from 38.5 to 39.5.
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
        `from_` (identifier, period, value, bounds, qualifier), and

        years : from the last day of the earlier period to that of the later one, counted in calendar months
        change_points : later minus earlier, percentage points
        change_percent : change_points over the earlier share, percent; missing where that is 0
        ratio : later over earlier; missing where that is 0

        each with `_low`, `_high` and `_qualifier` if the frame has hedges. Lazy libraries promise no order.

    Raises
    ------
    RefusedError
        Of these classes: WrongMeasureError for what is no share, WrongPeriodError for a row without
        period_end or a period that ends before it begins, DuplicatePeriodError for two rows of one series and
        period, OverlappingPeriodsError for periods that overlap or lie within each other, MixedUnitError,
        MixedBasisError and MixedMeasureError for a series in several units, on several bases or of several
        kinds, and RefusedError itself for a low bound above the high one and for a hedge nobody knows.
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
    >>> brands = observations[observations["indicator_id"] == "chinese_brands_share_new_car_sales"]
    >>> change = share_change(brands, series_columns=["ref_area", "source_id"])
    >>> of_paper = change[change["source_id"] == "liu-belt-and-road"]
    >>> of_paper[["from_value", "value", "change_points", "change_points_qualifier"]].to_dict("records")
    [{'from_value': 3.4, 'value': 39.0, 'change_points': 35.6, 'change_points_qualifier': 'exact'}]
    """
    results = ("change_points", "change_percent", "ratio")
    with opened(frame, "share_change") as data:
        steps = _steps(data, columns, between, measure, rounding, check, results, shares=True)
        data, change, percent, ratio = _changes(steps)
        data = add(
            data,
            [
                change._replace(name="change_points"),
                percent,
                ratio._replace(name="ratio", like="change_percent"),
            ],
            [steps.now, steps.before],
        )
        return close(data, steps.columns, frame)


@helper
def growth(
    frame: IntoFrameT,
    *,
    between: Between = "neighbours",
    measure: Measure | None = None,
    rounding: bool = False,
    check: bool = True,
    **columns: Unpack[Columns],
) -> IntoFrameT:
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
        Widen each bound by half of the row's resolution: a printed 39 was anything from 38.5 to 39.5.
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
        `from_` (identifier, period, value, bounds, qualifier), and

        years : from the last day of the earlier period to that of the later one, counted in calendar months
        change : later minus earlier, in the unit of both
        change_percent : change over the earlier amount, percent; missing where that is not above 0
        cagr_percent : the yearly growth that over these years comes to change_percent, percent

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
    [{'basis': 'chinese_stats', 'change': 2820000000.0, 'change_percent': 6.9},
     {'basis': 'kazakh_stats', 'change': -1400000000.0, 'change_percent': -4.4}]
    """
    results = ("change", "change_percent", "cagr_percent")
    with opened(frame, "growth") as data:
        steps = _steps(data, columns, between, measure, rounding, check, results, shares=False)
        data, change, percent, ratio = _changes(steps)
        inputs = [steps.now, steps.before]
        data = add(data, [change, percent], inputs)
        yearly = Result("cagr_percent", _per_year("change_percent", ratio.value))
        if ratio.low is not None and ratio.high is not None:
            yearly = yearly._replace(
                low=_per_year("change_percent_low", ratio.low),
                high=_per_year("change_percent_high", ratio.high),
            )
        return close(add(data, [yearly], inputs), steps.columns, frame)


def _changes(steps: _Steps) -> tuple[Frame, Result, Result, Result]:
    """Compute change, relative change in percent, and ratio."""
    now, before, level = steps.now, steps.before, steps.measures.level()
    b, a = floats(now.value), floats(before.value)
    rise, rise_low, rise_high, low_rise, high_rise = (f"{TEMPORARY}rise{n}" for n in range(5))
    data, wanted = steps.data, {rise: (b, a)}
    hedged = now.low and now.high and before.high
    if now.low and now.high and before.high:
        b_low, b_high, a_high = floats(now.low), floats(now.high), floats(before.high)
        data, low_base, high_base = with_bases(data, now, before, level)
        wanted |= {
            rise_low: (floor(now, level), a_high),
            rise_high: (b_high, floor(before, level)),
            low_rise: (b_low, low_base),
            high_rise: (b_high, high_base),
        }
    data = with_differences(data, wanted)
    change = Result("change", nw.col(rise))
    # Where nothing is left, binary numbers may say -100.00000000000001.
    relative = nw.when(b == 0).then(nw.lit(-100.0)).otherwise(nw.col(rise) * 100 / a)
    percent = Result("change_percent", nw.when(a > 0).then(relative))
    ratio = Result("ratio", nw.when(a > 0).then(b / a))
    if hedged:
        change = change._replace(low=nw.col(rise_low), high=nw.col(rise_high))
        percent = percent._replace(
            low=nw.col(low_rise) * 100 / low_base, high=nw.col(high_rise) * 100 / high_base
        )
        ratio = ratio._replace(low=b_low / low_base, high=b_high / high_base)
    return data, change, percent, ratio


def _per_year(name: str, ratio: nw.Expr) -> nw.Expr:
    """Percentage that over all the years comes to a ratio, of which a column holds the percentage."""
    percent, years = nw.col(name), nw.col("years")
    # From the ratio: near -100 the percentage has lost its last digits.
    over_years = (ratio ** (1 / years) - 1) * 100
    # Over one year it is the same, and the detour would only add noise.
    yearly = nw.when(years == 1).then(percent).otherwise(over_years)
    return nw.when((ratio >= 0) & (years > 0)).then(yearly)


class _Steps(NamedTuple):
    """Rows that have an earlier row of their series beside them."""

    data: Frame
    now: Number
    before: Number
    measures: Measures
    columns: list[str]


def _steps(
    data: Frame,
    given: Columns,
    between: Between,
    measure: Measure | None,
    rounding: bool,
    check: bool,
    results: Sequence[str],
    *,
    shares: bool,
) -> _Steps:
    if between not in ("neighbours", "ends"):
        raise UnknownNameError("between", between, ["neighbours", "ends"])
    present = data.collect_schema().names()
    names = resolve(present, given)
    periods, measures = Periods(data, names), Measures(data, names, measure)
    data, now = number_of(data, names, rounding=rounding, level=measures.level())
    before = now.of(_FROM)
    # One column may be several things, such as the first and the last day.
    shown = list(dict.fromkeys(name for name in (names.id, periods.start, periods.end, *now) if name))
    new = [
        *(_FROM + name for name in shown if TEMPORARY not in name),
        "years",
        *result_columns(now, *results),
    ]
    refuse_columns(present, new)
    data, key = keyed(data, names)
    data = data.with_columns(periods.end_clock().alias(_CLOCK))
    earlier = {_FROM + name: name for name in (*shown, _CLOCK)}
    if between == "ends":
        first, last = TEMPORARY + "first", TEMPORARY + "last"
        clock = nw.col(_CLOCK)
        data = data.with_columns(clock.min().over(*key).alias(first), clock.max().over(*key).alias(last))
        is_step = ((clock == nw.col(last)) & (nw.col(first) < clock)).fill_null(value=False)
    else:
        is_step = ~nw.col(_FROM + periods.end).is_null()
    wanted: dict[str, str] = {}
    found: list[Check] = []
    if check:
        if not shares:
            data = data.with_columns(periods.months().alias(_MONTHS))
            earlier[_FROM + _MONTHS] = _MONTHS
        data, wanted, found = checks(data, names, periods, measures, earlier if between != "ends" else {})
        own_checks = _shares(names, measures) if shares else _amounts(measures, is_step)
        found = [*own_checks, *consistent(data, now), *found]
    if between == "ends":
        data = pick(data, key, clock == nw.col(first), earlier)
        checked = previous(data, key, periods, wanted) if check else data
    else:
        data = checked = previous(data, key, periods, {**earlier, **wanted})
    if check:
        refuse([(checked, found)], names.shown())
    years = (nw.col(_CLOCK) - nw.col(_FROM + _CLOCK)) / 12
    data = fused(data).filter(is_step).with_columns(years.alias("years"))
    return _Steps(data, now, before, measures, [*present, *new])


def _shares(names: Names, measures: Measures) -> list[Check]:
    value = floats(names.value)
    return [
        *measures.only("share_change", "share"),
        Check(
            WrongMeasureError,
            ((value < 0) | (value > 100)).fill_null(value=False),
            "a share lies between 0 and 100 percent",
            "give shares in percent, and leave out what is no share",
        ),
    ]


def _amounts(measures: Measures, is_step: nw.Expr) -> list[Check]:
    equal = (nw.col(_MONTHS) == nw.col(_FROM + _MONTHS)).fill_null(value=False)
    return [
        *measures.only("growth", *AMOUNTS),
        Check(
            UnequalPeriodsError,
            measures.among("flow") & is_step & ~equal,
            "flows of periods that are not equally long, or that are no whole calendar months",
            "keep periods of one length, such as whole years; what is no flow says so by its indicator or by "
            "measure=",
        ),
    ]
