"""Hedges carried along: interval arithmetic on bounds, and the qualifier that follows from them.

A missing bound is an open side: infinite, or 0 below where a level can't be negative. Missing values
pass through arithmetic as missing, so an open side needs no infinity. A result of which nothing is known
below but that it isn't negative has no low bound, as an input has none.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import NamedTuple

import narwhals.stable.v2 as nw

from kz_bri_data.errors import RefusedError, UnknownNameError
from kz_bri_data.helpers._columns import Names
from kz_bri_data.helpers._frame import TEMPORARY, Check, Frame, floats, kind_of, text

_BASE = TEMPORARY + "base"
_LOW_BASE, _HIGH_BASE = TEMPORARY + "low_base", TEMPORARY + "high_base"
_UP, _DOWN, _OPEN = TEMPORARY + "up", TEMPORARY + "down", TEMPORARY + "open"
WORDS = ("exact", "about", "nearly", "at_most", "over", "at_least", "range", "unknown")
LOW, HIGH, QUALIFIER = "_low", "_high", "_qualifier"


class Number(NamedTuple):
    """Columns that together are one number; without bounds it has no hedge."""

    value: str
    low: str | None = None
    high: str | None = None
    qualifier: str | None = None

    def of(self, prefix: str) -> Number:
        """Name the columns that hold the number of another row."""
        return Number(prefix + self.value, *(name and prefix + name for name in self[1:]))


class Result(NamedTuple):
    """A number to be computed.

    Attributes
    ----------
    name
        Column of the value; its bounds and its qualifier get endings.
    value
        Expression for the value.
    low, high
        Expressions for the bounds, if it has any.
    like
        Result whose sides are open wherever those of this one are, so that it has the same qualifier.
    """

    name: str
    value: nw.Expr
    low: nw.Expr | None = None
    high: nw.Expr | None = None
    like: str | None = None


def result_columns(number: Number, *names: str) -> list[str]:
    """Columns that results of these names have when they are computed from such a number."""
    sides = ("", LOW, HIGH, QUALIFIER) if number.low else ("",)
    return [name + side for name in names for side in sides]


def number_of(data: Frame, names: Names, *, rounding: bool, level: nw.Expr) -> tuple[Frame, Number]:
    """Find a frame's numbers and hedges.

    Parameters
    ----------
    data
        The frame.
    names
        Its columns.
    rounding
        Whether to widen the bounds by half of the resolution.
    level
        Whether the row's number is of a kind that can't be negative.

    Returns
    -------
    tuple
        The frame with what temporary columns it needs, and the columns of the number.

    Raises
    ------
    RefusedError
        If values, bounds or resolutions are no numbers.
    UnknownNameError
        If there is no resolution to round by.
    """
    schema = data.collect_schema()
    for name in (names.value, names.low, names.high, names.resolution):
        if name and not schema[name].is_numeric() and kind_of(data, name) != "nothing":
            raise RefusedError(f"{name} holds {schema[name]}, not numbers", "make numbers of it first")
    if rounding and names.resolution is None:
        raise UnknownNameError("column for resolution_column", "resolution", schema.names())
    value = floats(names.value)
    if names.low and names.high:
        low, high = floats(names.low), floats(names.high)
        if not rounding:
            return data, Number(names.value, names.low, names.high, names.qualifier)
    elif names.qualifier:
        hedge = text(data, names.qualifier)
        low = nw.when(hedge.is_in(["exact", "over", "at_least"])).then(value)
        high = nw.when(hedge.is_in(["exact", "nearly", "at_most"])).then(value)
    elif rounding:
        low = high = value
    else:
        return data, Number(names.value)
    if rounding:
        half = floats(str(names.resolution)).fill_null(0.0) / 2
        low = nw.when(level & (low >= 0) & (low < half)).then(nw.lit(0.0)).otherwise(low - half)
        high = high + half
    columns = Number(names.value, TEMPORARY + "low", TEMPORARY + "high", names.qualifier)
    return data.with_columns(low.alias(str(columns.low)), high.alias(str(columns.high))), columns


def consistent(data: Frame, number: Number) -> list[Check]:
    """Build the checks that bounds are in order, and qualifiers such as there are."""
    found = []
    if number.low and number.high:
        inverted = (floats(number.low) > floats(number.high)).fill_null(value=False)
        remedy = "correct the two, or leave open what is not known"
        found.append(Check(RefusedError, inverted, "a low bound above the high one", remedy))
    if number.low and number.qualifier:
        known = text(data, number.qualifier).is_in(["", *WORDS]).fill_null(value=True)
        found.append(Check(RefusedError, ~known, "a hedge nobody knows", f"give one of {', '.join(WORDS)}"))
    return found


def with_differences(data: Frame, wanted: Mapping[str, tuple[nw.Expr, nw.Expr]]) -> Frame:
    """Add columns of differences, each of a minuend and a subtrahend, subtracted as on paper.

    12.1 - 10.3 is 1.7999999999999989 in binary. Where rounding to six decimals moves a difference by no
    more than such noise, the rounded one is what the printed numbers give; else it is left alone.
    """
    data = data.with_columns(*((minuend - taken).alias(name) for name, (minuend, taken) in wanted.items()))
    on_paper = []
    for name, (minuend, taken) in wanted.items():
        raw = nw.col(name)
        rounded = raw.round(6)
        is_noise = (rounded - raw).abs() <= (minuend.abs() + taken.abs()) * 1e-15
        on_paper.append(nw.when(is_noise & (raw.abs() < 1e9)).then(rounded).otherwise(raw).alias(name))
    return data.with_columns(*on_paper)


def scaled(name: str, number: Number, times: nw.Expr | float, over: nw.Expr) -> Result:
    """Multiply a number and its bounds by a positive factor, given as a fraction."""
    value, low, high = (floats(column) * times / over if column else None for column in number[:3])
    assert value is not None
    return Result(name, value, low, high)


def floor(number: Number, level: nw.Expr) -> nw.Expr:
    """Low bound for arithmetic: where it is open, a level still can't be negative."""
    low, value = floats(str(number.low)), floats(number.value)
    return nw.when(low.is_null() & (value >= 0) & level).then(nw.lit(0.0)).otherwise(low)


def with_bases(data: Frame, above: Number, below: Number, level: nw.Expr) -> tuple[Frame, nw.Expr, nw.Expr]:
    """Find by which bound of a denominator each bound of a numerator is to be divided.

    The least quotient has the greatest base, but below zero it is the other way round; and of nothing, any
    base leaves nothing, so that 1 does. Missing where no bound follows: where the base may be zero or less.
    """
    low, high, base_high = floats(str(above.low)), floats(str(above.high)), floats(str(below.high))
    data = data.with_columns(floor(below, level).alias(_BASE))
    base_low = nw.col(_BASE)
    for_low = nw.when(low >= 0).then(base_high).otherwise(base_low)
    for_high = nw.when(high >= 0).then(base_low).otherwise(base_high)
    is_positive = (base_low >= 0) & ~(base_high <= 0).fill_null(value=False)
    one = nw.lit(1.0)
    data = data.with_columns(
        nw.when(is_positive & (low == 0))
        .then(one)
        .otherwise(nw.when((base_low >= 0) & (for_low > 0)).then(for_low))
        .alias(_LOW_BASE),
        nw.when(is_positive & (high == 0))
        .then(one)
        .otherwise(nw.when((base_low >= 0) & (for_high > 0)).then(for_high))
        .alias(_HIGH_BASE),
    )
    return data, nw.col(_LOW_BASE), nw.col(_HIGH_BASE)


def add(data: Frame, results: Sequence[Result], inputs: Sequence[Number]) -> Frame:
    """Add results to a frame, each with its bounds and its qualifier if it has any.

    Parameters
    ----------
    data
        The frame.
    results
        What to add.
    inputs
        What the results are computed from.

    Returns
    -------
    narwhals.DataFrame or narwhals.LazyFrame
    """
    columns, hedged = [], []
    for result in results:
        columns.append(result.value.alias(result.name))
        if result.low is not None and result.high is not None:
            columns += [result.low.alias(result.name + LOW), result.high.alias(result.name + HIGH)]
            hedged.append(result)
    data = data.with_columns(*columns)
    if not hedged:
        return data
    words = [text(data, number.qualifier) for number in inputs if number.qualifier]

    def chosen(combine: Callable[[nw.Expr, nw.Expr], nw.Expr], word: str, other: str) -> nw.Expr:
        truths = [given == word for given in words] or [nw.lit(value=False)]
        return nw.when(reduce(combine, truths)).then(nw.lit(word)).otherwise(nw.lit(other))

    data = data.with_columns(
        chosen(operator.or_, "over", "at_least").alias(_UP),
        chosen(operator.or_, "nearly", "at_most").alias(_DOWN),
        chosen(operator.and_, "about", "unknown").alias(_OPEN),
    )
    return data.with_columns(
        *(_qualifier(result.like or result.name).alias(result.name + QUALIFIER) for result in hedged)
    )


def _qualifier(name: str) -> nw.Expr:
    """Word for what is known of a result: by its bounds, and the words for an open side."""
    value, low, high = nw.col(name), nw.col(name + LOW), nw.col(name + HIGH)
    closed = nw.when(low == high).then(nw.lit("exact")).otherwise(nw.lit("range"))
    both_open = nw.when(value.is_null()).then(nw.lit("unknown")).otherwise(nw.col(_OPEN))
    if_low = nw.when(high.is_null()).then(nw.col(_UP)).otherwise(closed)
    if_not = nw.when(high.is_null()).then(both_open).otherwise(nw.col(_DOWN))
    return nw.when(low.is_null()).then(if_not).otherwise(if_low)
