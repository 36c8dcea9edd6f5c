"""How far a series is from a target."""

from __future__ import annotations

from typing import Any, Unpack

from kz_bri_data._series import OBSERVED
from kz_bri_data.errors import (
    MixedBasisError,
    MixedUnitError,
    RefusedError,
    UnequalPeriodsError,
    WrongPeriodError,
)
from kz_bri_data.helpers._arguments import as_number, whole
from kz_bri_data.helpers._columns import Columns, Measure
from kz_bri_data.helpers._engine import TEMPORARY, Check, Value
from kz_bri_data.helpers._hedges import (
    Number,
    Result,
    add,
    differences,
    lower_bound,
    result_columns,
    scaled,
)
from kz_bri_data.helpers._periods import CLOCK, MONTHS
from kz_bri_data.helpers._series import checks, group
from kz_bri_data.helpers._typing import helper
from kz_bri_data.helpers._work import Work, opened

# What `target_basis` says to set a target against the figures of every basis.
ANY = "any"

_TARGET, _BASIS = "target_", "target_basis"
_TARGET_YEAR = TEMPORARY + "target_year"
_UNIT, _YEAR, _LAST = TEMPORARY + "unit", TEMPORARY + "year", TEMPORARY + "last"


@helper
def target_progress(
    frame: Any,
    *,
    target: float | None = None,
    target_year: int | None = None,
    target_basis: str | None = None,
    measure: Measure | None = None,
    rounding: bool = True,
    check: bool = True,
    **columns: Unpack[Columns],
) -> Any:
    """Say how far the latest figure of each series is from its targets, and how much a year is needed.

    Parameters
    ----------
    frame
        Facts, a row per series and period, in any order, and beside them rows of status "target". A target
        meets the series that differs from it in nothing; see `target_basis`.
    target, target_year
        A target for every series in place of those in the frame, in the unit of the series, and the year at
        whose end it is to be reached.
    target_basis
        What to do about a target and a series of which only one says on which basis it is, so that nobody
        knows whether they count the same. None refuses them, the name of a basis takes the target for one
        of that basis, and "any" sets it against every basis.
    measure
        What kind of numbers all rows hold, such as "share". None looks it up by each row's indicator.
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
        A row for each target of a series, with the columns of the series' latest row, those of the target
        that tell it, with the prefix `target_` (identifier, value, bounds, qualifier), and

        target_basis : basis of the target as it is stated, if the frame has bases
        target_year : year in which the target is to be reached
        years_left : from the last day of the latest period to that of the target's, in calendar months
        gap : target minus value, in the unit of both; percentage points for shares
        yearly_step : gap over years_left; missing once no years are left, or the target is surely reached
        reached : whether the value is at the target or beyond it: above it, but of durations below; missing
        where the bounds leave it open

        each with `_low`, `_high` and `_qualifier` if the frame has hedges. Lazy libraries promise no order.

    Raises
    ------
    RefusedError
        Of these classes: MixedUnitError for a target in another unit than its series,
        MixedBasisError for a target that may be of another basis, WrongPeriodError for a target without
        period_end, UnequalPeriodsError for a target of a flow over a
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
    Cargo of the Middle Corridor, as a ministry counts it, against a target of which nobody says who counts:

    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.helpers import target_progress
    >>> observations = kbd.load("observations")
    >>> sources = ["report-az-2026-03-10-middle-corridor", "trend-2025-06-16-overland-transit"]
    >>> cargo = observations[
    ...     (observations["indicator_id"] == "corridor_cargo") & observations["source_id"].isin(sources)
    ... ]
    >>> told = ["value", "target_value", "target_year", "gap", "years_left", "yearly_step"]
    >>> target_progress(cargo, target_basis="any")[told].round(2).to_dict("records")
    [{'value': 4119000.0, 'target_value': 10000000.0, 'target_year': 2030, 'gap': 5881000.0,
      'years_left': 5.0, 'yearly_step': 1176200.0}]
    """
    aim = _own_target(target, target_year)
    needs = ["status_column"] if aim is None else []
    with opened(frame, "target_progress", columns, measure, rounding=rounding, needs=needs) as work:
        shown = [name for name in (work.names.id if aim is None else None, *work.number) if name]
        new = [
            *(_TARGET + name for name in dict.fromkeys(shown) if not name.startswith(TEMPORARY)),
            *([_BASIS] if work.names.basis and aim is None else []),
            "target_year",
            "years_left",
            *result_columns(work.number, "gap", "yearly_step"),
            "reached",
        ]
        work.refuse_columns(new)
        is_latest, is_fact = _latest(work)
        if check:
            work.refuse([one._replace(broken=is_fact & one.broken) for one in checks(work, chained=False)])
        if aim is None:
            _beside_targets(work, is_latest, shown, target_basis)
        else:
            _beside_number(work, is_latest, *aim)
        engine = work.engine
        years = (engine.number(_TARGET + CLOCK) - engine.number(CLOCK)) / 12
        engine.define({"years_left": years})
        if check and not work.refuse(_checks(work, target_basis, of_frame=aim is None)):
            raise _nothing_to_compare(of_frame=aim is None)
        _add_distance(work)
        return work.finish(new)


def _own_target(target: object, target_year: object) -> tuple[float, int] | None:
    if (target is None) != (target_year is None):
        raise RefusedError("target and target_year belong together", "give both, or neither")
    if target is None:
        return None
    if (number := as_number(target)) is None:
        raise RefusedError(f"target={target!r} is not a number", "give one such as target=50")
    return number, whole("target_year", target_year, "give the year of the target, such as 2030")


def _latest(work: Work) -> tuple[Value, Value]:
    """Find the last row of each series of facts, and all that are facts."""
    engine, clock, status = work.engine, work.periods.clock(), work.names.status
    group(work)
    is_fact = engine.among(status, OBSERVED) if status else engine.constant(value=True)
    engine.define({_LAST: engine.greatest(clock)})
    return is_fact & engine.known(clock == engine.number(_LAST)), is_fact


def _beside_targets(work: Work, is_latest: Value, shown: list[str], target_basis: str | None) -> None:
    """Put the targets of its series beside each row; those of another basis as far as the caller says so."""
    engine, basis, unit = work.engine, work.names.basis, work.names.unit
    work.periods.add_months()
    engine.define({_YEAR: work.periods.year()})
    told = {_TARGET + name: name for name in (*shown, CLOCK, MONTHS)} | {_TARGET_YEAR: _YEAR}
    if unit:
        told[_UNIT] = unit
    if basis:
        told[_BASIS] = basis
    keys = [name for name in work.names.series if name != basis]
    engine.pair(is_latest, engine.among(str(work.names.status), ["target"]), keys, told)
    engine.define({"target_year": engine.whole(engine.number(_TARGET_YEAR))})
    if not basis:
        return
    meets = ~engine.differ(basis, _BASIS) | engine.among(basis, [""]) | engine.among(_BASIS, [""])
    if target_basis not in (None, ANY):
        meets = meets & engine.among(basis, [str(target_basis)])
    engine.filter(meets)


def _beside_number(work: Work, is_latest: Value, target: float, target_year: int) -> None:
    """Put one target beside each row."""
    engine, aim = work.engine, work.number.of(_TARGET)
    engine.filter(is_latest)
    work.periods.add_months()
    numbers: dict[str, float] = dict.fromkeys((name for name in aim[:3] if name), target)
    numbers |= {"target_year": target_year, _TARGET + CLOCK: 12.0 * target_year + 12, _TARGET + MONTHS: 12.0}
    engine.define({name: engine.constant(number) for name, number in numbers.items()})
    if aim.qualifier:
        engine.define({aim.qualifier: engine.choose([], "exact")})


def _checks(work: Work, target_basis: str | None, *, of_frame: bool) -> list[Check]:
    engine, names = work.engine, work.names
    unequal = ~engine.known(engine.number(MONTHS) == engine.number(_TARGET + MONTHS))
    found = [
        Check(
            UnequalPeriodsError,
            work.measures.among("flow") & unequal,
            "a target for a period of another length than that of the latest flow",
            "keep flows of periods as long as that of the target",
        ),
        *work.measures.not_contradicted(),
        *work.measures.not_fractions(),
    ]
    if not of_frame:
        return found
    undated = engine.missing(engine.number(_TARGET + CLOCK))
    remedy = f"give its {work.periods.end}, or leave it out"
    found.append(Check(WrongPeriodError, undated, f"a target without {work.periods.end}", remedy))
    if names.unit:
        remedy = (
            "bring both to one unit with convert_unit or convert_currency first, and go on with "
            "value_column='converted'"
        )
        broken = engine.differ(names.unit, _UNIT)
        found.append(Check(MixedUnitError, broken, "a target in another unit than the series", remedy))
    if names.basis and target_basis is None:
        remedy = (
            "name the basis of the series that the target is for as target_basis=, or say "
            f"target_basis={ANY!r} to see how far each is from it"
        )
        problem = "a target and a series of which only one says on which basis it is"
        found.append(Check(MixedBasisError, engine.differ(names.basis, _BASIS), problem, remedy))
    return found


def _nothing_to_compare(*, of_frame: bool) -> RefusedError:
    if not of_frame:
        return RefusedError("no row is a fact", "keep rows with the status actual or estimate")
    return RefusedError(
        "no target that is of the same series as a fact",
        "keep rows with the status target beside the facts, or give target= and target_year=",
    )


def _add_distance(work: Work) -> None:
    """Add how far it is to the target, how much a year that is, and whether it is reached."""
    engine, number, aim = work.engine, work.number, work.number.of(_TARGET)
    gap, gap_low, gap_high = (f"{TEMPORARY}gap{n}" for n in range(3))
    value, goal = engine.number(number.value), engine.number(aim.value)
    wanted = {gap: (goal, value)}
    if number.low and number.high and aim.high:
        level = work.measures.level()
        wanted[gap_low] = lower_bound(engine, aim, level), engine.number(number.high)
        wanted[gap_high] = engine.number(aim.high), lower_bound(engine, number, level)
    differences(engine, wanted)
    sides = (engine.number(gap_low), engine.number(gap_high)) if number.low else (None, None)
    add(engine, [Result("gap", engine.number(gap), *sides)], [number, aim])
    distance = Number(*result_columns(number, "gap"))
    is_reached = _add_reached(work, distance)
    is_ahead = engine.known(engine.number("years_left") > 0) & ~is_reached
    ahead = engine.where(is_ahead, engine.number("years_left"))
    add(engine, [scaled(engine, "yearly_step", distance, 1, ahead)], [number, aim])


def _add_reached(work: Work, gap: Number) -> Value:
    """Add whether the target is reached, as far as the bounds say so; give where it is."""
    engine = work.engine
    low, high = (engine.number(name or gap.value) for name in (gap.low, gap.high))
    # Of what takes time, less is better.
    is_less = work.measures.among("duration")
    is_reached = (is_less & engine.known(low >= 0)) | (~is_less & engine.known(high <= 0))
    is_not = (is_less & engine.known(high < 0)) | (~is_less & engine.known(low > 0))
    engine.define({"reached": engine.decided(is_reached, is_not)})
    return is_reached
