"""Sums, differences and quotients of hedged numbers, whose bounds follow from the bounds of both.

The helpers do the same on the columns of a frame; here it is done on single rows, exactly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from kz_bri_data._quantities import Number
from kz_bri_data._stated import quantity_of

_INF = math.inf


class Interval(NamedTuple):
    """A number and what it lies between.

    Attributes
    ----------
    value
        The number; None for a range.
    low, high
        Its bounds, infinite on an open side.
    words
        Hedges of the numbers that it was made of.
    """

    value: Number | None
    low: Number
    high: Number
    words: frozenset[str]

    def plus(self, other: Interval) -> Interval:
        """Add two amounts, neither of which is below zero."""
        value = None if self.value is None or other.value is None else self.value + other.value
        low = self._floor() + other._floor()
        return Interval(value, low if low > 0 else -_INF, self.high + other.high, self.words | other.words)

    def minus(self, other: Interval) -> Interval:
        """Subtract an amount from another, neither of which is below zero."""
        value = None if self.value is None or other.value is None else self.value - other.value
        low, high = self._floor() - other.high, self.high - other._floor()
        return Interval(value, low, high, self.words | other.words)

    def over(self, other: Interval) -> Interval:
        """Divide by a number above zero; what does not follow is open."""
        words = self.words | other.words
        if -_INF < other.low < 0 or other.high <= 0 or (other.value is not None and other.value <= 0):
            return Interval(None, -_INF, _INF, words)
        value = None if self.value is None or other.value is None else self.value / other.value
        least, most = other._floor(), other.high
        low = _quotient(self.low, most if self.low >= 0 else least)
        high = _quotient(self.high, least if self.high >= 0 else most)
        is_known = not math.isinf(low) and (low != 0 or self.low == 0)
        return Interval(value, low if is_known else -_INF, high, words)

    def times(self, factor: Number) -> Interval:
        """Multiply by a factor above zero."""
        value = None if self.value is None else self.value * factor
        return Interval(value, self.low * factor, self.high * factor, self.words)

    @property
    def qualifier(self) -> str:
        """Hedge that says as much as the bounds do."""
        if self.low == self.high:
            return "exact"
        if not math.isinf(self.low) and not math.isinf(self.high):
            return "range"
        if self.value is None:
            return "unknown"
        if self.value == self.low:
            return "over" if "over" in self.words else "at_least"
        if self.value == self.high:
            return "nearly" if "nearly" in self.words else "at_most"
        both_open = math.isinf(self.low) and math.isinf(self.high)
        return "about" if both_open and self.words == {"about"} else "unknown"

    def cells(self) -> tuple[str, str, str, str]:
        """Write value, low, high and hedge as cells, empty where there is none."""
        return _cell(self.value), _cell(self.low), _cell(self.high), self.qualifier

    def _floor(self) -> Number:
        """Give the least that an amount can be: none is below zero."""
        return 0 if self.low == -_INF else self.low


def interval_of(row: Mapping[str, str]) -> Interval:
    """Read what a row of `observations` says, widened by half of its last digit where it is closed."""
    said = quantity_of(row)
    if said.is_open():
        return Interval(said.value, said.low, said.high, frozenset([row["qualifier"]]))
    half = Fraction(said.resolution) / 2
    low = max(said.low - half, 0) if said.low >= 0 else said.low - half
    return Interval(said.value, low, said.high + half, frozenset([row["qualifier"]]))


def _quotient(bound: Number, base: Number) -> Number:
    """Divide a bound; without one, or by nothing, there is none."""
    return bound / base if base > 0 and not math.isinf(bound) else _INF


def _cell(number: Number | None) -> str:
    return "" if number is None or math.isinf(number) else repr(float(number))
