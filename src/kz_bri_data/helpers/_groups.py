"""Which rows of arrays belong together, and in which order."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from kz_bri_data.helpers._native import NOWHERE, Array

_DIGIT = 16


class Groups:
    """Rows that are of one series each.

    Parameters
    ----------
    codes
        A number for the series of each row.
    by
        A number by which the rows of a series are ordered; missing ones come first.
    """

    def __init__(self, codes: Array, by: Array) -> None:
        self._codes, self._by = codes, by

    @cached_property
    def _places(self) -> tuple[Array, int]:
        """Number the series from 0 on for each row, and say how many there are."""
        return _dense(self._codes)

    @cached_property
    def _order(self) -> Any:
        """Rows series by series, in the order of each."""
        return _in_order(_in_order(None, *_dense(self._by)), *self._places)

    def previous(self) -> Array:
        """Row before each in its series."""
        order, (place, count) = self._order, self._places
        sizes = np.bincount(place, minlength=count)
        before = np.full(len(order), NOWHERE)
        before[order[1:]] = order[:-1]
        before[order[np.cumsum(sizes) - sizes]] = NOWHERE
        return before

    def pick(self, condition: Array) -> Array:
        """Find the row of each row's series for which something is true."""
        place, count = self._places
        rows = np.flatnonzero(condition)
        picked = np.full(count, NOWHERE)
        picked[place[rows]] = rows
        return picked[place]

    def reduce(self, function: np.ufunc, value: Array) -> Array:
        """Apply a function such as the greatest to the numbers of each series that are there."""
        place, count = self._places
        found = np.full(count, np.nan)
        function.at(found, place, value)
        return found[place]

    def count(self, condition: Array) -> Array:
        """Count for how many rows of each row's series something is true."""
        place, count = self._places
        return np.bincount(place[condition], minlength=count)[place]

    def pairs(self, lefts: Array, rights: Array) -> tuple[Array, Array]:
        """Pair rows with others of the same series, in the order of both."""
        rights = rights[np.argsort(self._codes[rights], kind="stable")]
        keys, wanted = self._codes[rights], self._codes[lefts]
        begin, end = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
        times = end - begin
        offsets = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        return np.repeat(lefts, times), rights[np.repeat(begin, times) + offsets]


def _dense(values: Array) -> tuple[Array, int]:
    """Give different values numbers, from the least on and what is missing first; say how many there are."""
    least, most = (function.reduce(values) if len(values) else 0 for function in (np.fmin, np.fmax))
    # Whole numbers that lie close together find their place in a table, without a sort.
    if most - least <= 4 * len(values):
        offset = values - (least - 1)
        if offset.dtype.kind == "f":
            offset[np.isnan(offset)] = 0
        place = offset.astype("int64", copy=False)
        if place is offset or (place == offset).all():
            taken = np.zeros(int(most - least) + 2, "bool")
            taken[place] = True
            number = np.cumsum(taken)
            return (number - 1)[place], int(number[-1])
    found, place = np.unique(np.where(np.isnan(values), -np.inf, values), return_inverse=True)
    return place, len(found)


def _in_order(order: Array | None, numbers: Array, count: int) -> Any:
    """Put rows in the order of small numbers; those of one number stay in the order that they are in.

    Digit by digit, as numpy sorts numbers of 16 bits many times as fast as longer ones.
    """
    for shift in range(0, max(count - 1, 1).bit_length(), _DIGIT):
        digit = (numbers >> shift if shift else numbers).astype("uint16")
        if order is None:
            order = np.argsort(digit, kind="stable")
        else:
            order = order[np.argsort(digit[order], kind="stable")]
    return order
