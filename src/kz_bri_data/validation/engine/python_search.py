"""Searches in what was kept of all rows, with nothing but Python; see `polars_search` for the same."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kz_bri_data.numbers import LastDigit
from kz_bri_data.validation.engine.points import Digits, Periods, Points
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.plausibility import (
    AT_END,
    LONGER_DAYS,
    NEAR_DAYS,
    WITHIN,
    YEARLY_ROWS,
    decrease,
    power_of_ten_off,
    power_of_ten_violation,
    step_violation,
    thousand_step,
)
from kz_bri_data.validation.rules.resolution import resolution_violation


class _Point(NamedTuple):
    day: int
    line: int
    value: float
    low: float
    high: float = 0.0


def repeated(hashes: array[int], most: int) -> Iterator[Sequence[int]]:
    """Find the positions, in order, of hashes that are there more than once.

    Parameters
    ----------
    hashes
        The hashes.
    most
        How many are searched at once.

    Yields
    ------
    sequence of int
        All positions of some hashes.
    """
    shards = 1 + len(hashes) // most
    for shard in range(shards):
        here = [number for number in hashes if number % shards == shard]
        if len(set(here)) < len(here):
            counts = Counter(here)
            again = {number for number, count in counts.items() if count > 1}
            yield array("q", (position for position, number in enumerate(hashes) if number in again))


def outliers(points: Points, totals: Points, most: int) -> Iterator[tuple[int, float, Violation]]:
    """Find points that do not go with the others of their series.

    Parameters
    ----------
    points, totals
        All points, and the running totals.
    most
        How many are searched at once.

    Yields
    ------
    tuple of int, float and Violation
        Line, value and what is the matter.
    """
    for series in _by_series(points, most):
        yield from _off_by_powers(series)
        yield from _steps(series)
    for series in _by_series(totals, most):
        for before, point in pairwise(series):
            if point.high < before.low and before.day < point.day:
                yield point.line, point.value, decrease(point.value, before.value, before.line)


def _off_by_powers(series: list[_Point]) -> Iterator[tuple[int, float, Violation]]:
    if len(series) < 3:
        return
    # The first and the last point are compared with the two next to them.
    around = [series[2], *series, series[-3]]
    for one, point, other in zip(around, series, around[2:], strict=False):
        if max(abs(one.day - point.day), abs(other.day - point.day)) > NEAR_DAYS:
            continue
        near = WITHIN if one.day <= point.day <= other.day else AT_END
        if power := power_of_ten_off(point.low, one.low, other.low, near):
            yield point.line, point.value, power_of_ten_violation(point.value, power, one.line, other.line)


def _steps(series: list[_Point]) -> Iterator[tuple[int, float, Violation]]:
    for before, last, first, after in zip(series, series[1:], series[2:], series[3:], strict=False):
        if after.day - before.day <= 2 * NEAR_DAYS and (
            power := thousand_step(before.low, last.low, first.low, after.low)
        ):
            yield first.line, first.value, step_violation(first.value, power, last.line)


def _by_series(points: Points, most: int) -> Iterator[list[_Point]]:
    """Give the points of each series in order of time."""
    names, *columns = points.columns.values()
    shards = 1 + len(points) // most
    for shard in range(shards):
        series: dict[int, list[_Point]] = {}
        for name, *point in zip(names, *columns, strict=True):
            if name % shards == shard:
                series.setdefault(name, []).append(_Point(*point))
        yield from map(sorted, series.values())


def longer(periods: Periods, most: int) -> Iterator[tuple[int, int, int]]:
    """Find periods of more than a year in series of years.

    Parameters
    ----------
    periods
        All periods of a year or more.
    most
        How many are searched at once.

    Yields
    ------
    tuple of int, int and int
        Line, first and last day.
    """
    shards = 1 + len(periods) // most
    for shard in range(shards):
        found: list[tuple[int, int, int, int]] = []
        years: Counter[int] = Counter()
        for series, line, first, last in zip(*periods.columns.values(), strict=True):
            if series % shards != shard:
                continue
            if last - first >= LONGER_DAYS:
                found.append((series, line, first, last))
            else:
                years[series] += 1
        for series, line, first, last in found:
            if years[series] >= YEARLY_ROWS:
                yield line, first, last


def misprinted(digits: Digits, most: int) -> Iterator[tuple[int, float, Violation]]:
    """Find resolutions that are not those of the figures.

    Parameters
    ----------
    digits
        Where the figures end.
    most
        How many are searched at once.

    Yields
    ------
    tuple of int, float and Violation
        Line, resolution and what is right.
    """
    columns = digits.columns.values()
    shards = 1 + len(digits) // most
    for shard in range(shards):
        finest: dict[int, int] = {}
        for group, _, _, significant, _ in zip(*columns, strict=True):
            if group % shards == shard:
                finest[group] = min(significant, finest.get(group, significant))
        for group, line, printed, significant, resolution in zip(*columns, strict=True):
            if group % shards == shard and not math.isnan(resolution):
                violation = resolution_violation(LastDigit(printed, significant), finest[group], resolution)
                if violation:
                    yield line, resolution, violation
