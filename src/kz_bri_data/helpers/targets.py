"""How far a series is from a target."""

from __future__ import annotations

from typing import Unpack

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from kz_bri_data.errors import MixedUnitError, RefusedError, UnequalPeriodsError, WrongPeriodError
from kz_bri_data.helpers._arguments import as_number, whole
from kz_bri_data.helpers._columns import Columns, Measure, Names, refuse_columns, resolve
from kz_bri_data.helpers._frame import (
    TEMPORARY,
    Check,
    Frame,
    close,
    filled,
    floats,
    fused,
    opened,
    refuse,
    text,
)
from kz_bri_data.helpers._hedges import (
    Number,
    Result,
    add,
    consistent,
    floor,
    number_of,
    result_columns,
    scaled,
    with_differences,
)
from kz_bri_data.helpers._join import join
from kz_bri_data.helpers._measures import Measures
from kz_bri_data.helpers._periods import Periods
from kz_bri_data.helpers._series import checks, is_fact, keyed, previous
from kz_bri_data.helpers._typing import helper

_TARGET = "target_"
_SAME, _BASIS, _UNIT = TEMPORARY + "same_", TEMPORARY + "basis", TEMPORARY + "unit"
_CLOCK, _LAST, _MONTHS = TEMPORARY + "clock", TEMPORARY + "last", TEMPORARY + "months"


@helper
def target_progress(
    frame: IntoFrameT,
    *,
    target: float | None = None,
    target_year: int | None = None,
    measure: Measure | None = None,
    rounding: bool = False,
    check: bool = True,
    **columns: Unpack[Columns],
) -> IntoFrameT:
    """Say how far the latest figure of each series is from its targets, and how much a year is needed.

    Parameters
    ----------
    frame
        Facts, a row per series and period, in any order, and beside them rows of status "target". A target
        meets the series that differs from it in nothing but the basis, if one of both has no basis.
    target, target_year
        A target for every series in place of those in the frame, in the unit of the series, and the year at
        whose end it is to be reached.
    measure
        What kind of numbers all rows hold, such as "share". None looks it up by each row's indicator.
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
        A row for each target of a series, with the columns of the series' latest row, those of the target
        that tell it, with the prefix `target_` (identifier, value, bounds, qualifier), and

        target_year : year in which the target is to be reached
        years_left : from the last day of the latest period to that of the target's, in calendar months
        gap : target minus value, in the unit of both; percentage points for shares
        yearly_step : gap over years_left; missing once no years are left

        each with `_low`, `_high` and `_qualifier` if the frame has hedges. Lazy libraries promise no order.

    Raises
    ------
    RefusedError
        Of these classes: MixedUnitError for a target in another unit than its series,
        WrongPeriodError for a target without period_end, UnequalPeriodsError for a target of a flow over a
        period of another length, RefusedError itself if no row is a fact, or no target is of the same series
        as a fact, and all that `share_change` refuses but WrongMeasureError.
    UnknownNameError
        If an argument or a column does not exist.
    UnsupportedBackendError
        If the library of the frame lacks what is needed.

    Notes
    -----
    With target `z`, latest value `v` and `t` years left: `z - v` and `(z - v) / t`.
    Bounds are those of interval arithmetic, as in `share_change`.

    Examples
    --------
    Renewable electricity against the target for 2050 that the paper names:

    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.helpers import target_progress
    >>> observations = kbd.load("observations")
    >>> share = observations[
    ...     (observations["indicator_id"] == "renewables_share_of_electricity")
    ...     & ((observations["basis"] == "ember") | (observations["source_id"] == "liu-belt-and-road"))
    ...     & (observations["period_end"].dt.year != 2025)
    ... ]
    >>> told = ["value", "target_value", "target_year", "gap", "years_left", "yearly_step"]
    >>> target_progress(share)[told].round(2).to_dict("records")
    [{'value': 15.21, 'target_value': 50.0, 'target_year': 2050, 'gap': 34.79, 'years_left': 26.0,
      'yearly_step': 1.34}]
    """
    if (target is None) != (target_year is None):
        raise RefusedError("target and target_year belong together", "give both, or neither")
    if target is not None:
        if as_number(target) is None:
            raise RefusedError(f"target={target!r} is not a number", "give one such as target=50")
        target_year = whole("target_year", target_year, "give the year of the target, such as 2030")
    with opened(frame, "target_progress") as data:
        present = data.collect_schema().names()
        names = resolve(present, columns, needs=["status_column"] if target is None else [])
        periods, measures = Periods(data, names), Measures(data, names, measure)
        data, number = number_of(data, names, rounding=rounding, level=measures.level())
        aim = number.of(_TARGET)
        told = list(dict.fromkeys(name for name in (names.id if target is None else None, *number) if name))
        shown = [_TARGET + name for name in told if TEMPORARY not in name]
        new = [*shown, "target_year", "years_left", *result_columns(number, "gap", "yearly_step")]
        refuse_columns(present, new)
        clock = periods.end_clock()
        data = data.with_columns(clock.alias(_CLOCK), periods.months().alias(_MONTHS))
        facts = data.filter(is_fact(data, names.status)) if names.status else data
        facts, key = keyed(facts, names._replace(status=None))
        latest = facts.with_columns(nw.col(_CLOCK).max().over(*key).alias(_LAST))
        latest = latest.filter(nw.col(_CLOCK) == nw.col(_LAST))
        own_checks = consistent(data, number)
        if target is None or target_year is None:
            joined = _with_targets(data, latest, names, periods, told)
            undated = nw.col(_TARGET + _CLOCK).is_null()
            remedy = f"give its {periods.end}, or leave it out"
            own_checks.append(Check(WrongPeriodError, undated, f"a target without {periods.end}", remedy))
            if names.unit:
                own_checks.append(
                    Check(
                        MixedUnitError,
                        filled(data, names.unit) != filled(data, names.unit, _UNIT),
                        "a target in another unit than the series",
                        "bring both to one unit with convert_unit or convert_currency first",
                    )
                )
        else:
            exact = [nw.lit(float(target)).alias(name) for name in dict.fromkeys(aim[:3]) if name]
            words = [nw.lit("exact").alias(aim.qualifier)] if aim.qualifier else []
            joined = latest.with_columns(
                *exact,
                *words,
                nw.lit(target_year).alias("target_year"),
                nw.lit(12.0 * target_year + 12).alias(_TARGET + _CLOCK),
                nw.lit(12.0).alias(_TARGET + _MONTHS),
            )
        if check:
            own_checks.append(
                Check(
                    UnequalPeriodsError,
                    measures.among("flow")
                    & ~(nw.col(_MONTHS) == nw.col(_TARGET + _MONTHS)).fill_null(value=False),
                    "a target for a period of another length than that of the latest flow",
                    "keep flows of periods as long as that of the target",
                )
            )
            facts, before, found = checks(facts, names, periods, measures)
            checked = previous(facts, key, periods, before)
            _, matched = refuse([(checked, found), (joined, own_checks)], names.shown())
            if not matched and target is not None:
                raise RefusedError("no row is a fact", "keep rows with the status actual or estimate")
            if not matched:
                raise RefusedError(
                    "no target that is of the same series as a fact",
                    "keep rows with the status target beside the facts, or give target= and target_year=",
                )
        years = (nw.col(_TARGET + _CLOCK) - nw.col(_CLOCK)) / 12
        data = fused(joined).with_columns(years.alias("years_left"))
        gap, low, high = (f"{TEMPORARY}gap{n}" for n in range(3))
        wanted = {gap: (floats(aim.value), floats(number.value))}
        if number.low and number.high and aim.high:
            level = measures.level()
            wanted[low] = floor(aim, level), floats(number.high)
            wanted[high] = floats(aim.high), floor(number, level)
        data = with_differences(data, wanted)
        sides = (nw.col(low), nw.col(high)) if number.low else (None, None)
        data = add(data, [Result("gap", nw.col(gap), *sides)], [number, aim])
        distance = Number(*result_columns(number, "gap"))
        ahead = nw.when(nw.col("years_left") > 0).then(nw.col("years_left"))
        data = add(data, [scaled("yearly_step", distance, 1, ahead)], [number, aim])
        return close(data, [*present, *new], frame)


def _with_targets(data: Frame, latest: Frame, names: Names, periods: Periods, told: list[str]) -> Frame:
    """Put the targets of its series beside each row; a basis that is not stated meets every other."""
    match = [filled(data, name).alias(_SAME + name) for name in names.series if name != names.basis]
    match = match or [nw.lit(0).alias(_SAME)]
    keys = [_SAME + name for name in names.series if name != names.basis] or [_SAME]
    told = [*told, _CLOCK, _MONTHS]
    basis = [nw.col(names.basis).alias(_BASIS)] if names.basis else []
    unit = [nw.col(names.unit).alias(_UNIT)] if names.unit else []
    targets = data.filter(text(data, str(names.status)) == "target").select(
        *match,
        *basis,
        *unit,
        *(nw.col(name).alias(_TARGET + name) for name in told),
        periods.year().alias("target_year"),
    )
    joined = join(latest.with_columns(*match), targets, keys, how="inner")
    if names.basis:
        own, other = filled(joined, names.basis), filled(joined, _BASIS)
        joined = joined.filter((own == "") | (other == "") | (own == other))
    return joined
