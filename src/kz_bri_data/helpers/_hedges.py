"""Hedges carried along: interval arithmetic on bounds, and the qualifier that follows from them.

A missing bound is an open side: infinite, or 0 below where a level can't be negative. Missing values
pass through arithmetic as missing, so an open side needs no infinity. A result of which nothing is known
below but that it isn't negative has no low bound, as an input has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kz_bri_data.errors import RefusedError
from kz_bri_data.helpers._columns import Names
from kz_bri_data.helpers._engine import TEMPORARY, Check, Engine, Value

_MINUEND, _TAKEN = "_minuend", "_taken"
_BASE = TEMPORARY + "base"
_LOW_BASE, _HIGH_BASE = TEMPORARY + "low_base", TEMPORARY + "high_base"
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
    value, low, high
        The value, and its bounds, if it has any.
    """

    name: str
    value: Value
    low: Value = None
    high: Value = None


def result_columns(number: Number, *names: str) -> list[str]:
    """Columns that results of these names have when they are computed from such a number."""
    sides = ("", LOW, HIGH, QUALIFIER) if number.low else ("",)
    return [name + side for name in names for side in sides]


def number_of(engine: Engine, names: Names, *, rounding: bool, level: Value) -> Number:
    """Find a frame's numbers and hedges.

    Parameters
    ----------
    engine
        The frame.
    names
        Its columns.
    rounding
        Whether to widen the bounds by half of the resolution, where there are both.
    level
        Whether the row's number is of a kind that can't be negative.

    Raises
    ------
    RefusedError
        If values, bounds or resolutions are no numbers.
    """
    for name in (names.value, names.low, names.high, names.resolution):
        if name and engine.kind(name) not in ("whole", "number", "nothing"):
            raise RefusedError(f"{name} holds {engine.kind(name)}, not numbers", "make numbers of it first")
    value = engine.number(names.value)
    rounded = rounding and names.resolution is not None
    if names.low and names.high:
        if not rounded:
            return Number(names.value, names.low, names.high, names.qualifier)
        low, high = engine.number(names.low), engine.number(names.high)
    elif names.qualifier:
        low = engine.where(engine.among(names.qualifier, ["exact", "over", "at_least"]), value)
        high = engine.where(engine.among(names.qualifier, ["exact", "nearly", "at_most"]), value)
    elif rounded:
        low = high = value
    else:
        return Number(names.value)
    number = Number(names.value, TEMPORARY + "low", TEMPORARY + "high", names.qualifier)
    engine.define({str(number.low): low, str(number.high): high})
    if rounded:
        _widen(engine, number, str(names.resolution), level)
    return number


def _widen(engine: Engine, number: Number, resolution: str, level: Value) -> None:
    """Widen closed bounds by half of the last printed digit; what is "over 4 thousand" was not rounded up."""
    half = engine.number(resolution) / 2
    low, high = engine.number(str(number.low)), engine.number(str(number.high))
    closed = engine.known(low <= high) & engine.known(half > 0)
    down, up = TEMPORARY + "down", TEMPORARY + "up"
    differences(engine, {down: (low, half), up: (high, 0 - half)})
    below_zero = level & engine.known(low >= 0) & engine.known(low < half)
    lower = engine.where(below_zero, 0.0, engine.number(down))
    engine.define(
        {
            str(number.low): engine.where(closed, lower, low),
            str(number.high): engine.where(closed, engine.number(up), high),
        }
    )


def consistent(engine: Engine, number: Number) -> list[Check]:
    """Build the checks that bounds are in order, and qualifiers such as there are."""
    found = []
    if number.low and number.high:
        inverted = engine.known(engine.number(number.low) > engine.number(number.high))
        remedy = "correct the two, or leave open what is not known"
        found.append(Check(RefusedError, inverted, "a low bound above the high one", remedy))
    if number.low and number.qualifier:
        known = engine.among(number.qualifier, ["", *WORDS])
        found.append(Check(RefusedError, ~known, "a hedge nobody knows", f"give one of {', '.join(WORDS)}"))
    return found


def differences(engine: Engine, wanted: Mapping[str, tuple[Value, Value]]) -> None:
    """Add differences, each of a minuend and a subtrahend, subtracted as on paper.

    12.1 - 10.3 is 1.7999999999999989 in binary. Where rounding to six decimals moves a difference by no
    more than such noise, the rounded one is what the printed numbers give; else it is left alone.
    """
    # As columns: written out wherever they are used, they make expressions that Spark does not compile.
    engine.define({name + _MINUEND: minuend for name, (minuend, _) in wanted.items()})
    engine.define({name + _TAKEN: taken for name, (_, taken) in wanted.items()})
    sides = {name: (engine.number(name + _MINUEND), engine.number(name + _TAKEN)) for name in wanted}
    engine.define({name: minuend - taken for name, (minuend, taken) in sides.items()})
    on_paper = {}
    for name, (minuend, taken) in sides.items():
        raw = engine.number(name)
        # By `floor`, as Spark makes a decimal number of each that it rounds.
        rounded = engine.floor(raw * 1e6 + 0.5) / 1e6
        is_noise = engine.size(rounded - raw) <= (engine.size(minuend) + engine.size(taken)) * 1e-15
        is_short = engine.size(raw) < 1e9
        on_paper[name] = engine.where(engine.known(is_noise & is_short), rounded, raw)
    engine.define(on_paper)


def scaled(engine: Engine, name: str, number: Number, times: Value, over: Value) -> Result:
    """Multiply a number and its bounds by a positive factor, given as a fraction."""
    value, low, high = (engine.number(one) * times / over if one else None for one in number[:3])
    return Result(name, value, low, high)


def lower_bound(engine: Engine, number: Number, level: Value) -> Value:
    """Low bound for arithmetic: where it is open, a level still can't be negative."""
    low, value = engine.number(str(number.low)), engine.number(number.value)
    return engine.where(engine.missing(low) & engine.known(value >= 0) & level, 0.0, low)


def interval_divisors(engine: Engine, above: Number, below: Number, level: Value) -> tuple[Value, Value]:
    """Find by which bound of a denominator each bound of a numerator is to be divided.

    The least quotient has the greatest base, but below zero it is the other way round; and of nothing, any
    base leaves nothing, so that 1 does. Missing where no bound follows: where the base may be zero or less.
    """
    low, high, base_high = (engine.number(str(name)) for name in (above.low, above.high, below.high))
    engine.define({_BASE: lower_bound(engine, below, level)})
    base_low = engine.number(_BASE)
    for_low = engine.where(engine.known(low >= 0), base_high, base_low)
    for_high = engine.where(engine.known(high >= 0), base_low, base_high)
    not_below = engine.known(base_low >= 0)
    is_positive = not_below & ~engine.known(base_high <= 0)

    def divisor(bound: Value, base: Value) -> Value:
        usable = engine.where(not_below & engine.known(base > 0), base)
        return engine.where(is_positive & engine.known(bound == 0), 1.0, usable)

    engine.define({_LOW_BASE: divisor(low, for_low), _HIGH_BASE: divisor(high, for_high)})
    return engine.number(_LOW_BASE), engine.number(_HIGH_BASE)


def add(engine: Engine, results: Sequence[Result], inputs: Sequence[Number]) -> None:
    """Add results to a frame, each with its bounds and its qualifier if it has any.

    Parameters
    ----------
    engine
        The frame.
    results
        What to add.
    inputs
        What the results are computed from.
    """
    columns = {result.name: result.value for result in results}
    hedged = [result for result in results if result.low is not None]
    for result in hedged:
        columns |= {result.name + LOW: result.low, result.name + HIGH: result.high}
    engine.define(columns)
    words = [number.qualifier for number in inputs if number.qualifier]
    engine.define({one.name + QUALIFIER: _qualifier(engine, one.name, words) for one in hedged})


def _qualifier(engine: Engine, name: str, words: Sequence[str]) -> Value:
    """Word for what is known of a result: by its bounds, and by the words of what it was computed from.

    A word for an open side says that the value is the bound, so it is given only where that is so.
    """
    value, low, high = (engine.number(name + side) for side in ("", LOW, HIGH))
    no = engine.constant(value=False)
    over, nearly, about = no, no, engine.constant(value=bool(words))
    for word in words:
        over = over | engine.among(word, ["over"])
        nearly = nearly | engine.among(word, ["nearly"])
        about = about & engine.among(word, ["about"])
    open_low, open_high = engine.missing(low), engine.missing(high)
    from_low, from_high = open_high & engine.known(value == low), open_low & engine.known(value == high)
    return engine.choose(
        [
            (engine.known(low == high), "exact"),
            (~open_low & ~open_high, "range"),
            (from_low & over, "over"),
            (from_low, "at_least"),
            (from_high & nearly, "nearly"),
            (from_high, "at_most"),
            (open_low & open_high & ~engine.missing(value) & about, "about"),
        ],
        "unknown",
    )
