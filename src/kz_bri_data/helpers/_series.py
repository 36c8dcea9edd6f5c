"""Rows of one series in the order of their periods, whatever the order of the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals.stable.v2 as nw

from kz_bri_data.errors import (
    DuplicatePeriodError,
    MixedBasisError,
    MixedMeasureError,
    MixedUnitError,
    OverlappingPeriodsError,
    RefusedError,
)
from kz_bri_data.helpers._columns import Names
from kz_bri_data.helpers._frame import TEMPORARY, Check, Frame, filled, is_text, text
from kz_bri_data.helpers._measures import Measures
from kz_bri_data.helpers._periods import Periods

_PREVIOUS = TEMPORARY + "previous_"
_FACT = TEMPORARY + "fact"
_ALL = TEMPORARY + "all"
_KIND = TEMPORARY + "kind"


def keyed(data: Frame, names: Names) -> tuple[Frame, list[str]]:
    """Find the columns that tell series apart; facts and the rest are two series in any case."""
    key = list(names.series)
    if names.status:
        data = data.with_columns(is_fact(data, names.status).alias(_FACT))
        key.append(_FACT)
    if not key:
        data = data.with_columns(nw.lit(0).alias(_ALL))
        key.append(_ALL)
    return data, key


def is_fact(data: Frame, status: str) -> nw.Expr:
    """Whether a row is about what happened."""
    return text(data, status).is_in(["actual", "estimate"]).fill_null(value=False)


def previous(data: Frame, key: Sequence[str], periods: Periods, columns: Mapping[str, str]) -> Frame:
    """Put columns of the row before in the same series beside each row, under new names."""
    return data.with_columns(
        *(nw.col(name).shift(1).over(*key, order_by=periods.end).alias(new) for new, name in columns.items())
    )


def pick(data: Frame, key: Sequence[str], condition: nw.Expr, columns: Mapping[str, str]) -> Frame:
    """Put columns of the one row of the same series for which something is true beside each row."""
    # Not every library finds a first value over a window. All find the greatest, and of one it is the one;
    # with empty text for nothing, as old pandas can't compare text with what is missing.
    texts = {new for new, name in columns.items() if is_text(data, name)}
    picked = nw.when(condition)
    data = data.with_columns(
        *(
            picked.then(filled(data, name)).otherwise(nw.lit("")).alias(new)
            if new in texts
            else picked.then(nw.col(name)).alias(new)
            for new, name in columns.items()
        )
    )
    data = data.with_columns(*(nw.col(new).max().over(*key).alias(new) for new in columns))
    found = [nw.when(nw.col(new) != "").then(nw.col(new)).alias(new) for new in texts]
    return data.with_columns(*found) if found else data


def checks(
    data: Frame, names: Names, periods: Periods, measures: Measures, known: Mapping[str, str] | None = None
) -> tuple[Frame, dict[str, str], list[Check]]:
    """Build the checks that the rows of each series belong together.

    Parameters
    ----------
    data
        The frame.
    names, periods, measures
        What its columns are.
    known
        Columns of the previous row that there will be in any case, by their new names.

    Returns
    -------
    tuple
        The frame with what temporary columns the checks need, the columns of the previous row that they
        need beside those known, by their new names, and the checks.
    """
    before = {name: new for new, name in (known or {}).items()}
    wanted = {}

    def of_previous(name: str) -> str:
        if name not in before:
            wanted[_PREVIOUS + name] = name
        return before.get(name, _PREVIOUS + name)

    end, end_before = periods.day(periods.end), periods.day(periods.end, of_previous(periods.end))
    same, overlapping = end == end_before, end == end_before
    if periods.start:
        start = periods.day(periods.start)
        start_before = periods.day(periods.start, of_previous(periods.start))
        same &= (start == start_before) | (start.is_null() & start_before.is_null())
        overlapping |= start <= end_before
    found = [
        periods.dated(),
        *periods.forward(),
        Check(
            DuplicatePeriodError,
            same.fill_null(value=False),
            "two rows of one series for one period",
            "keep one row per series and period, such as those of one source, or name in series_columns "
            "what tells them apart",
        ),
        Check(
            OverlappingPeriodsError,
            overlapping.fill_null(value=False),
            "periods of one series overlap, or one lies within the other",
            "keep periods of one kind, such as whole years",
        ),
    ]
    # What must not differ within a series and is no part of its key: column, error, what it is, what to do.
    apart: list[tuple[str, type[RefusedError], str, str]] = []
    if names.unit and names.unit not in names.series:
        remedy = "keep one unit or currency, or bring all to one with convert_unit or convert_currency first"
        apart.append((names.unit, MixedUnitError, "several units", remedy))
    if names.basis and names.basis not in names.series:
        remedy = f"keep one basis, or add {names.basis!r} to series_columns to keep them apart"
        apart.append((names.basis, MixedBasisError, "several bases", remedy))
    if names.indicator and names.indicator not in names.series and measures.given is None:
        kind = nw.when(measures.among("flow")).then(nw.lit("flow")).otherwise(nw.lit("level"))
        kind = nw.when(measures.among("cumulative")).then(nw.lit("running total")).otherwise(kind)
        data = data.with_columns(kind.alias(_KIND))
        remedy = f"keep one kind, or add {names.indicator!r} to series_columns to keep them apart"
        apart.append((_KIND, MixedMeasureError, "several kinds: flows, running totals, levels", remedy))
    for name, error, what, remedy in apart:
        before_it = filled(data, name, of_previous(name))
        broken = (filled(data, name) != before_it) & ~end_before.is_null()
        found.append(Check(error, broken, f"one series with figures of {what}", remedy))
    return data, wanted, found
