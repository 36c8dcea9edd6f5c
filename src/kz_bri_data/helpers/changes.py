"""Change within a series: of shares in percentage points, of amounts as growth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    difference,
    floor,
    number_of,
    result_columns,
    with_bases,
)
from kz_bri_data.helpers._measures import Measures
from kz_bri_data.helpers._periods import Periods
from kz_bri_data.helpers._series import checks, keyed, pick, previous

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
_CLOCK = TEMPORARY + "clock"


def share_change(
    frame: IntoFrameT,
    *,
    between: Between = "neighbours",
    measure: Measure | None = None,
    rounding: bool = False,
    check: bool = True,
    **columns: Unpack[Columns],
) -> IntoFrameT:
    """Say how much shares changed: in percentage points, in percent, and as a ratio."""
    results = ("change_points", "change_percent", "ratio")
    with opened(frame, "share_change") as data:
        steps = _steps(data, columns, between, measure, rounding, check, results, _shares)
        now, before = steps.now, steps.before
        b, a = floats(now.value), floats(before.value)
        points = Result("change_points", difference(b, a))
        ratio = Result("ratio", nw.when(a > 0).then(b / a))
        change = nw.col("change_points")
        percent = Result("change_percent", nw.when(a > 0).then(change * 100 / a))
        if now.low and now.high and before.low and before.high:
            b_low, b_high, a_low, a_high = (
                floats(name) for name in (now.low, now.high, before.low, before.high)
            )
            level = steps.measures.level()
            # Shares are never negative, so the least quotient has the greatest base, and the other way round.
            low, high = a_high > 0, a_low > 0
            change_low = nw.when(~b_low.is_null()).then(nw.col("change_points_low"))
            points = points._replace(
                low=difference(floor(now, level), a_high), high=difference(b_high, floor(before, level))
            )
            ratio = ratio._replace(
                low=nw.when(low).then(b_low / a_high),
                high=nw.when(high).then(b_high / a_low),
                like="change_percent",
            )
            percent = percent._replace(
                low=nw.when(low).then(change_low * 100 / a_high),
                high=nw.when(high).then(nw.col("change_points_high") * 100 / a_low),
            )
        result = add(steps.data, [points], [percent, ratio], inputs=[now, before])
        closed: IntoFrameT = close(result, steps.columns, frame)
    return closed


def growth(
    frame: IntoFrameT,
    *,
    between: Between = "neighbours",
    measure: Measure | None = None,
    rounding: bool = False,
    check: bool = True,
    **columns: Unpack[Columns],
) -> IntoFrameT:
    """Say how much amounts grew: by how much, by what percentage, and by how much a year."""
    results = ("change", "change_percent", "cagr_percent")
    with opened(frame, "growth") as data:
        steps = _steps(data, columns, between, measure, rounding, check, results, _amounts)
        data, now, before = steps.data, steps.now, steps.before
        b, a = floats(now.value), floats(before.value)
        change = Result("change", difference(b, a))
        percent = Result("change_percent", nw.when(a > 0).then(nw.col("change") * 100 / a))
        if now.low and now.high and before.high:
            level = steps.measures.level()
            b_low, b_high, a_high = floats(now.low), floats(now.high), floats(before.high)
            data, low_base, high_base = with_bases(data, now, before, level)
            change = change._replace(
                low=difference(floor(now, level), a_high), high=difference(b_high, floor(before, level))
            )
            percent = percent._replace(
                low=difference(b_low, low_base) * 100 / low_base,
                high=difference(b_high, high_base) * 100 / high_base,
            )
        yearly = Result("cagr_percent", _per_year("change_percent"))
        if now.low:
            yearly = yearly._replace(
                low=_per_year("change_percent_low"), high=_per_year("change_percent_high")
            )
        data = add(data, [change], [percent], [yearly], inputs=[now, before])
        closed: IntoFrameT = close(data, steps.columns, frame)
    return closed


def _per_year(name: str) -> nw.Expr:
    """Percentage that over all the years comes to the percentage in a column."""
    percent, years = nw.col(name), nw.col("years")
    over_years = ((percent / 100 + 1) ** (1 / years) - 1) * 100
    # Over one year it is the same, and the detour would only add noise.
    yearly = nw.when(years == 1).then(percent).otherwise(over_years)
    return nw.when((percent >= -100) & (years > 0)).then(yearly)


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
    own_checks: Callable[[Names, Measures, Periods], list[Check]],
) -> _Steps:
    if between not in ("neighbours", "ends"):
        raise UnknownNameError("between", between, ["neighbours", "ends"])
    present = data.collect_schema().names()
    names = resolve(present, given)
    periods, measures = Periods(data, names), Measures(data, names, measure)
    data, now = number_of(data, names, rounding=rounding, level=measures.level())
    before = now.of(_FROM)
    shown = [name for name in (names.id, periods.start, periods.end, *now) if name]
    new = [
        *(_FROM + name for name in shown if TEMPORARY not in name),
        "years",
        *result_columns(now, *results),
    ]
    refuse_columns(present, new)
    data, key = keyed(data, names)
    data = data.with_columns(periods.end_clock().alias(_CLOCK))
    earlier = {_FROM + name: name for name in (*shown, _CLOCK)}
    wanted: dict[str, str] = {}
    found: list[Check] = []
    if check:
        known = earlier if between == "neighbours" else {}
        data, wanted, found = checks(data, names, periods, measures, known)
        found = [*own_checks(names, measures, periods), *found]
    if between == "neighbours":
        data = previous(data, key, periods, {**earlier, **wanted})
        if check:
            refuse([(data, found)], names.shown())
        has_earlier = ~nw.col(_FROM + periods.end).is_null()
    else:
        first, last = TEMPORARY + "first", TEMPORARY + "last"
        clock = nw.col(_CLOCK)
        data = data.with_columns(clock.min().over(*key).alias(first), clock.max().over(*key).alias(last))
        data = pick(data, key, clock == nw.col(first), earlier)
        if check:
            refuse([(previous(data, key, periods, wanted), found)], names.shown())
        has_earlier = (clock == nw.col(last)) & (nw.col(first) < nw.col(last))
    years = (nw.col(_CLOCK) - nw.col(_FROM + _CLOCK)) / 12
    data = fused(data).filter(has_earlier).with_columns(years.alias("years"))
    return _Steps(data, now, before, measures, [*present, *new])


def _shares(names: Names, measures: Measures, periods: Periods) -> list[Check]:
    value = nw.col(names.value)
    return [
        *measures.only("share_change", "share"),
        Check(
            WrongMeasureError,
            (value < 0) | (value > 100),
            "a share lies between 0 and 100 percent",
            "give shares in percent, and leave out what is no share",
        ),
    ]


def _amounts(names: Names, measures: Measures, periods: Periods) -> list[Check]:
    months = periods.end_clock() - periods.start_clock()
    months_before = periods.end_clock(_FROM) - periods.start_clock(_FROM)
    equal = (months == months_before) & (months == months.floor())
    equal &= periods.start_clock() == periods.start_clock().floor()
    is_step = ~nw.col(_FROM + periods.end).is_null()
    return [
        *measures.only("growth", *AMOUNTS),
        Check(
            UnequalPeriodsError,
            measures.among("flow") & is_step & ~equal.fill_null(value=False),
            "flows of periods that are not equally long, or that are no whole calendar months",
            "keep periods of one length, such as whole years; a stock or a running total says so by its "
            "indicator or by measure=",
        ),
    ]
