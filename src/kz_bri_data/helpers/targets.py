"""How far a series is from a target."""

from __future__ import annotations

from typing import Any, Unpack, cast

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from kz_bri_data.errors import MixedUnitError, RefusedError, UnequalPeriodsError
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
    floor,
    number_of,
    result_columns,
    scaled,
    with_differences,
)
from kz_bri_data.helpers._measures import Measures
from kz_bri_data.helpers._periods import Periods
from kz_bri_data.helpers._series import checks, is_fact, keyed, previous

_TARGET = "target_"
_SAME, _BASIS, _UNIT = TEMPORARY + "same_", TEMPORARY + "basis", TEMPORARY + "unit"
_CLOCK, _LAST, _MONTHS = TEMPORARY + "clock", TEMPORARY + "last", TEMPORARY + "months"


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
    """Say how far the latest figure of each series is from its targets."""
    if (target is None) != (target_year is None):
        raise RefusedError("a target without its year, or a year without its target", "give both, or neither")
    with opened(frame, "target_progress") as data:
        present = data.collect_schema().names()
        names = resolve(present, columns, needs=["status_column"] if target is None else [])
        periods, measures = Periods(data, names), Measures(data, names, measure)
        data, number = number_of(data, names, rounding=rounding, level=measures.level())
        aim = number.of(_TARGET)
        told = [name for name in (names.id if target is None else None, *number) if name]
        shown = [_TARGET + name for name in told if TEMPORARY not in name]
        new = [*shown, "target_year", "years_left", *result_columns(number, "gap", "yearly_step")]
        refuse_columns(present, new)
        clock = periods.end_clock()
        data = data.with_columns(clock.alias(_CLOCK), periods.months().alias(_MONTHS))
        facts = data.filter(is_fact(data, names.status)) if names.status else data
        facts, key = keyed(facts, names._replace(status=None))
        latest = facts.with_columns(nw.col(_CLOCK).max().over(*key).alias(_LAST))
        latest = latest.filter(nw.col(_CLOCK) == nw.col(_LAST))
        own_checks = []
        if target is None or target_year is None:
            joined = _with_targets(data, latest, names, periods, told)
            if names.unit:
                own_checks = [
                    Check(
                        MixedUnitError,
                        nw.col(names.unit) != nw.col(_UNIT),
                        "a target in another unit than the series",
                        "bring both to one unit with convert_unit or convert_currency first",
                    )
                ]
        else:
            exact = [nw.lit(float(target)).alias(name) for name in aim[:3] if name]
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
        closed: IntoFrameT = close(data, [*present, *new], frame)
    return closed


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
    joined = latest.with_columns(*match).join(cast("Any", targets), on=keys, how="inner")
    if names.basis:
        own, other = nw.col(names.basis), nw.col(_BASIS)
        joined = joined.filter(own.is_null() | other.is_null() | (own == other))
    return joined
