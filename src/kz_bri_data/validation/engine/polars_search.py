"""Searches in what was kept of all rows, with Polars; see `python_search` for the same."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from kz_bri_data.numbers import LastDigit
from kz_bri_data.validation.engine.columns import Columns
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


def repeated(hashes: array[int], most: int) -> Iterator[Sequence[int]]:
    """Find the positions, in order, of hashes that are there more than once; as in `python_search`."""
    numbers = pl.Series("hash", np.frombuffer(hashes, dtype=np.int64))
    ordered = numbers.sort()
    again = ordered.filter(ordered == ordered.shift(1)).unique().to_numpy()
    del ordered
    shards = 1 + len(again) // most
    for shard in range(shards if len(again) else 0):
        some = pl.DataFrame({"hash": again[again % shards == shard]})
        found = numbers.to_frame().with_row_index().join(some, on="hash", how="semi")["index"]
        yield array("q", found.cast(pl.Int64).sort().to_numpy().tobytes())


def outliers(points: Points, totals: Points, most: int) -> Iterator[tuple[int, float, Violation]]:
    """Find points that do not go with the others of their series; as in `python_search`."""
    for some in _by_series(points, most):
        yield from _off_by_powers(some)
        yield from _steps(some)
    for some in _by_series(totals, most):
        yield from _decreases(some)


def longer(periods: Periods, most: int) -> Iterator[tuple[int, int, int]]:
    """Find periods of more than a year in series of years; as in `python_search`."""
    is_longer = pl.col("last") - pl.col("first") >= LONGER_DAYS
    is_yearly = (~is_longer).sum().over("series") >= YEARLY_ROWS
    for some in _shards(periods, "series", most):
        yield from some.filter(is_longer & is_yearly).select("line", "first", "last").iter_rows()


def misprinted(digits: Digits, most: int) -> Iterator[tuple[int, float, Violation]]:
    """Find resolutions that are not those of the figures; as in `python_search`."""
    significant, finest = pl.col("significant"), pl.col("finest")
    right = (10.0 ** pl.max_horizontal("printed", pl.min_horizontal(significant, finest))).cast(pl.Float64)
    is_other = ((pl.col("resolution") - right).abs() > pl.col("resolution") * 1e-12).alias("other")
    for some in _shards(digits, "group", most):
        rows = some.with_columns(significant.min().over("group").alias("finest"))
        found = rows.filter(pl.col("resolution").is_not_nan() & is_other)
        for _, line, printed, last, resolution, least in found.iter_rows():
            violation = resolution_violation(LastDigit(printed, last), least, resolution)
            if violation:
                yield line, resolution, violation


def _by_series(points: Points, most: int) -> Iterator[pl.DataFrame]:
    """Give all points, those of one series together and in order of time, in parts that fit into memory."""
    return (some.sort("series", "day", "line") for some in _shards(points, "series", most))


def _shards(kept: Columns, name: str, most: int) -> Iterator[pl.DataFrame]:
    """Give all that is kept in parts that fit into memory, with what is equal in a column in one part."""
    columns = {name: np.frombuffer(column, column.typecode) for name, column in kept.columns.items()}
    shards = 1 + len(kept) // most
    for shard in range(shards if len(kept) else 0):
        here = columns[name] % shards == shard
        yield pl.DataFrame({name: column[here] for name, column in columns.items()})


def _off_by_powers(points: pl.DataFrame) -> Iterator[tuple[int, float, Violation]]:
    series = pl.col("series")
    first, last = series.ne_missing(series.shift(1)), series.ne_missing(series.shift(-1))

    def beside(name: str) -> list[pl.Expr]:
        """Cells of the two points that a point is compared with; null if its series has not that many."""
        column, ahead, behind = pl.col(name), series.shift(-2) == series, series.shift(2) == series
        one = pl.when(first).then(pl.when(ahead).then(column.shift(-2))).otherwise(column.shift(1))
        other = pl.when(last).then(pl.when(behind).then(column.shift(2))).otherwise(column.shift(-1))
        return [one.alias(f"one_{name}"), other.alias(f"other_{name}")]

    rows = points.with_columns(*beside("day"), *beside("line"), *beside("low"))
    low = pl.col("low")
    distance = (low / pl.col("one_low")).log10()
    power = distance.round()
    near = [
        (distance - power).abs() < WITHIN,
        ((low / pl.col("other_low")).log10() - power).abs() < WITHIN,
        power.abs().is_between(1, 3),
        (pl.col("one_day") - pl.col("day")).abs() <= NEAR_DAYS,
        (pl.col("other_day") - pl.col("day")).abs() <= NEAR_DAYS,
    ]
    for row in rows.filter(pl.all_horizontal(*near)).iter_rows(named=True):
        between = row["one_day"] <= row["day"] <= row["other_day"]
        found = power_of_ten_off(row["low"], row["one_low"], row["other_low"], WITHIN if between else AT_END)
        if found:
            violation = power_of_ten_violation(row["value"], found, row["one_line"], row["other_line"])
            yield row["line"], row["value"], violation


def _steps(points: pl.DataFrame) -> Iterator[tuple[int, float, Violation]]:
    """Find the values at which a series steps to another scale, as `thousand_step` says."""
    low, series = pl.col("low"), pl.col("series")
    # Few steps are that large, and only these are looked at closely.
    ratio = low / low.shift(1)
    may_step = ((ratio > 100) | (ratio < 0.01)) & (series == series.shift(2)) & (series == series.shift(-1))
    for at in points.select(may_step).to_series().arg_true():
        before, last, first, after = points[at - 2 : at + 2].iter_rows(named=True)
        power = thousand_step(*(one["low"] for one in (before, last, first, after)))
        if power and after["day"] - before["day"] <= 2 * NEAR_DAYS:
            yield first["line"], first["value"], step_violation(first["value"], power, last["line"])


def _decreases(totals: pl.DataFrame) -> Iterator[tuple[int, float, Violation]]:
    before = {name: pl.col(name).shift(1) for name in totals.columns}
    found = totals.with_columns(
        before["value"].alias("earlier"), before["line"].alias("earlier_line")
    ).filter(
        before["series"] == pl.col("series"),
        before["low"] > pl.col("high"),
        before["day"] < pl.col("day"),
    )
    for row in found.iter_rows(named=True):
        yield row["line"], row["value"], decrease(row["value"], row["earlier"], row["earlier_line"])
