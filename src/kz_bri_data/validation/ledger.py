"""What is kept of every row of a file, compactly, to be judged when all of them are known.

Of each row that is a fingerprint for every list of columns that must tell rows apart, a 64-bit hash.
Equal rows have equal fingerprints, so only rows that share one are read again and compared. Of each
observation it is also a point in its series.
"""

from __future__ import annotations

import datetime
import math
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from kz_bri_data.validation.cells import as_number
from kz_bri_data.validation.judgement import (
    AT_END,
    NEAR_DAYS,
    POINT,
    WITHIN,
    fall_verdict,
    leap,
    leap_verdict,
)
from kz_bri_data.validation.keys import Key
from kz_bri_data.validation.problems import Verdict
from kz_bri_data.validation.rows import Columns

# How many rows are held as Python objects at once.
FEW = 1_000_000


class Point(NamedTuple):
    """A value of a series.

    Attributes
    ----------
    day
        Last day of its period, counted from the first day of the calendar.
    line
        Where it stands.
    value
        The number in its own unit.
    low, high
        What it says at least and at most, in the base unit of its dimension.
    """

    day: int
    line: int
    value: float
    low: float
    high: float


class Series:
    """The points of many series, held compactly."""

    def __init__(self) -> None:
        self._fingerprints = array("q")
        self._columns: list[array[Any]] = [array(kind) for kind in "qqddd"]

    def add(self, fingerprint: int, point: Point) -> None:
        """Take a point of the series with this fingerprint."""
        self._fingerprints.append(fingerprint)
        for column, number in zip(self._columns, point, strict=True):
            column.append(number)

    def __iter__(self) -> Iterator[list[Point]]:
        """Give the points of each series in order of time."""
        shards = 1 + len(self._fingerprints) // FEW
        for shard in range(shards):
            series: dict[int, list[Point]] = {}
            for fingerprint, *point in zip(self._fingerprints, *self._columns, strict=True):
                if fingerprint % shards == shard:
                    series.setdefault(fingerprint, []).append(Point(*point))
            yield from map(sorted, series.values())


class Ledger:
    """What is kept of the rows of a file.

    Parameters
    ----------
    keys
        Lists that must tell rows apart.
    series
        What must be equal in two rows of one series, or None if the table has no series.

    Attributes
    ----------
    size
        How many rows were taken so far.
    """

    def __init__(self, keys: Sequence[Key], series: list[str] | None) -> None:
        self.size = 0
        self._keys = keys
        self._fingerprints = [array("q") for _ in keys]
        self._series = series
        self._points = Series()
        self._totals = Series()

    def add(self, lines: Sequence[int], columns: Columns, spoilt: set[int]) -> None:
        """Take the next rows; those that are spoilt by mistakes do not count as points of a series."""
        self.size += len(lines)
        for key, fingerprints in zip(self._keys, self._fingerprints, strict=True):
            fingerprints.extend(map(hash, columns.parts(key.names)))
        if self._series is None:
            return
        rows = zip(columns.parts(self._series), columns.parts(POINT), strict=True)
        for row, (series, (measure, start, end, value, low, high, resolution, factor)) in enumerate(rows):
            # The factor stands in another file, and may be anything.
            size = as_number(factor)
            if row in spoilt or not (end and value) or size is None:
                continue
            number = float(value)
            day = _day(end)
            point = Point(day, lines[row], number, number * size, number * size)
            # The sum of a month is not compared with that of a year.
            months = (day - _day(start)) // 28 if start else -1
            self._points.add(hash((series, months)), point)
            if measure == "cumulative":
                # Rounding may hide half of the last printed digit.
                half = float(resolution or 0) / 2
                least = (float(low) - half) * size if low else -math.inf
                most = (float(high) + half) * size if high else math.inf
                self._totals.add(hash(series), point._replace(low=least, high=most))

    def shared(self, number: int) -> Iterator[Sequence[int]]:
        """Positions, in order, of rows that share a fingerprint of a key, all that share one together."""
        fingerprints = self._fingerprints[number]
        shards = 1 + len(fingerprints) // FEW
        for shard in range(shards):
            seen: set[int] = set()
            shared: set[int] = set()
            for fingerprint in fingerprints:
                if fingerprint % shards == shard:
                    (shared if fingerprint in seen else seen).add(fingerprint)
            if shared:
                yield array("q", (position for position, one in enumerate(fingerprints) if one in shared))

    def standing_out(self) -> Iterator[tuple[int, float, Verdict]]:
        """Points that do not go with the others of their series: line, value and how."""
        for series in self._points:
            if len(series) < 3:
                continue
            # The first and the last point are compared with the two next to them.
            around = [series[2], *series, series[-3]]
            for one, point, other in zip(around, series, around[2:], strict=False):
                if max(abs(one.day - point.day), abs(other.day - point.day)) > NEAR_DAYS:
                    continue
                near = WITHIN if one.day <= point.day <= other.day else AT_END
                if power := leap(point.low, one.low, other.low, near):
                    yield point.line, point.value, leap_verdict(point.value, power, one.line, other.line)
        for series in self._totals:
            for before, point in pairwise(series):
                if point.high < before.low and before.day < point.day:
                    yield point.line, point.value, fall_verdict(point.value, before.value, before.line)


def _day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()
