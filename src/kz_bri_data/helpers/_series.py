"""The checks that the rows of each series belong together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kz_bri_data._series import OBSERVED
from kz_bri_data.errors import (
    DuplicatePeriodError,
    MixedBasisError,
    MixedMeasureError,
    MixedSeriesError,
    MixedUnitError,
    OverlappingPeriodsError,
    RefusedError,
)
from kz_bri_data.helpers._breaks import steps_over_breaks
from kz_bri_data.helpers._engine import TEMPORARY, Check, Engine, Value
from kz_bri_data.helpers._periods import FIRST_DAY, LAST_DAY
from kz_bri_data.helpers._work import Work

_BEFORE = TEMPORARY + "before_"
_SOURCE = "source_id"

# What `series` says of the figure of a period: how sources agree, and our verdict on it.
SAID = ("outcome", "verdict")

# Columns of `observations` whose text says of a row what may differ from period to period.
_OF_A_ROW = (
    "observation_id",
    "qualifier",
    # Of values that were converted, what they were in; the unit of the figures themselves is checked.
    "unit",
    _SOURCE,
    "attributed_to",
    "locator",
    "figure_as_printed",
    "confidence",
    "note",
    "period_basis",
    "counted_from",
    # What `series` says of how the row was chosen.
    *SAID,
    "alternatives",
    "source_title",
    "derived",
    "rests_on",
    "agrees",
)


def group(work: Work) -> None:
    """Make rows series: equal in all that is part of one, observed figures apart from plans and targets."""
    status = work.names.status
    keys = [*work.names.series, *([status] if status else [])]
    alike = {status: OBSERVED} if status else {}
    # Days sort faster than the parts of months that the clock has.
    work.engine.group(list(dict.fromkeys(keys)), work.engine.number(LAST_DAY), alike)


def loose_texts(work: Work) -> list[str]:
    """Columns that no argument explains and that may tell one series from another."""
    names, engine = work.names, work.engine
    of_a_row = {*_OF_A_ROW, *names.series, *names[:-2]}
    endings = ("_unit", "_qualifier", "_as_printed")
    return [
        name
        for name in engine.names
        if name not in of_a_row
        and not name.startswith(("base_", "from_", "target_"))
        and not name.endswith(endings)
        and _tells(engine, name)
    ]


def _tells(engine: Engine, name: str) -> bool:
    """Whether a column may tell things apart: text, categories, yes and no, and numbers that are codes."""
    kind = engine.kind(name)
    is_code = kind == "whole" and name.lower().endswith("code")
    return is_code or kind in ("text", "Boolean") or (engine.is_text(name) and kind != "nothing")


class _Agreement(NamedTuple):
    """A column that is no part of what a series is, and in which its rows must not differ.

    Attributes
    ----------
    column
        Its name.
    error, problem, remedy
        What is raised where they differ, and what it says.
    where
        For which rows it matters; None for all.
    """

    column: str
    error: type[RefusedError]
    problem: str
    remedy: str
    where: Value = None


def checks(work: Work, known: Mapping[str, str] | None = None, *, chained: bool = True) -> list[Check]:
    """Build the checks that the rows of each series belong together.

    Parameters
    ----------
    work
        The frame, grouped into series.
    known
        Columns of the previous row that there are already: their names there, by their new names.
    chained
        Whether one row of a series is computed with another.
    """
    engine, periods = work.engine, work.periods
    before = _Before(engine, known or {})
    agreements = _agreements(work, chained=chained)
    before.want([LAST_DAY, *([FIRST_DAY] if periods.start else []), *(one.column for one in agreements)])
    before.add()
    found = [periods.dated(), *periods.in_order(), *_periods_apart(work, before)]
    there = ~engine.missing(before.number(LAST_DAY))
    for column, error, problem, remedy, where in agreements:
        broken = there & engine.differ(column, before.name(column))
        broken = broken if where is None else broken & where
        found.append(Check(error, broken, problem, remedy, shown=(column,)))
    if chained:
        begins_before = before.number(FIRST_DAY if periods.start else LAST_DAY)
        found += steps_over_breaks(work, begins_before, engine.number(LAST_DAY))
    return found


def _agreements(work: Work, *, chained: bool) -> list[_Agreement]:
    """List the columns in which the rows of a series must not differ."""
    engine, unit = work.engine, work.names.unit
    found = []
    if unit and unit not in work.names.series:
        remedy = (
            "keep one unit or currency, or bring all to one with convert_unit or convert_currency first, and "
            "go on with value_column='converted'"
        )
        found.append(_Agreement(unit, MixedUnitError, "one series with figures of several units", remedy))
    for name in loose_texts(work):
        problem = f"one series with figures of several kinds of {name}"
        remedy = f"name {name} in series_columns to keep them apart, or drop it if all count alike"
        found.append(_Agreement(name, MixedSeriesError, problem, remedy))
    if chained and _SOURCE in engine.names and _SOURCE not in work.names.series:
        found.append(_one_publication(work))
    if "counted_from" in engine.names:
        problem, remedy = (
            "running totals counted from different days",
            "keep running totals that are counted from one day",
        )
        is_total = work.measures.among("cumulative")
        found.append(_Agreement("counted_from", MixedMeasureError, problem, remedy, is_total))
    return found


def _one_publication(work: Work) -> _Agreement:
    """Publications of which none says on which basis it counts are not known to count alike."""
    basis = work.names.basis
    return _Agreement(
        _SOURCE,
        MixedBasisError,
        "one series with figures of several publications, of which nobody says that they count alike",
        f"name {_SOURCE} in series_columns to keep them apart; where you know that they count alike, write "
        f"the same text for each into a column {basis or 'basis'}",
        work.engine.among(basis, [""]) if basis else None,
    )


def _periods_apart(work: Work, before: _Before) -> list[Check]:
    engine, periods = work.engine, work.periods
    end, end_before = engine.number(LAST_DAY), before.number(LAST_DAY)
    same = overlapping = engine.known(end == end_before)
    if periods.start:
        start, start_before = engine.number(FIRST_DAY), before.number(FIRST_DAY)
        begin_alike = engine.known(start == start_before)
        same = same & (begin_alike | (engine.missing(start) & engine.missing(start_before)))
        # A running total goes on: what it was before is part of what it is.
        goes_on = work.measures.among("cumulative") & begin_alike
        overlapping = overlapping | (engine.known(start <= end_before) & ~goes_on)
    return [
        Check(
            DuplicatePeriodError,
            same,
            "two rows of one series for one period",
            "keep one row per series and period, such as those of one source, or name the column in which "
            "the two differ in series_columns",
        ),
        Check(
            OverlappingPeriodsError,
            overlapping,
            "periods of one series overlap, or one lies within the other",
            "keep periods of one kind, such as whole years",
        ),
    ]


class _Before:
    """Columns of the previous row, those that are wanted beside those that there are."""

    def __init__(self, engine: Engine, known: Mapping[str, str]) -> None:
        self._engine = engine
        self._names = {name: new for new, name in known.items()}
        self._wanted: dict[str, str] = {}

    def want(self, names: list[str]) -> None:
        missing = [name for name in names if name not in self._names]
        self._wanted |= {_BEFORE + name: name for name in missing}
        self._names |= {name: _BEFORE + name for name in missing}

    def add(self) -> None:
        self._engine.previous(self._wanted)

    def name(self, name: str) -> str:
        return self._names[name]

    def number(self, name: str) -> Value:
        return self._engine.number(self._names[name])
