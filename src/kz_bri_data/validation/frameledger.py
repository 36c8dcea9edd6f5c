"""The ledger with Polars: fingerprints and points as columns of numbers."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from kz_bri_data.validation.clearing import Clearing
from kz_bri_data.validation.frames import holdable
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
from kz_bri_data.validation.ledger import FEW, Ledger
from kz_bri_data.validation.problems import Verdict
from kz_bri_data.validation.rows import Columns

# 1 January 1970, from which Polars counts days, as Python counts them.
_EPOCH = 719_163


class FrameLedger(Ledger):
    """What is kept of the rows of a file, taken as frames or as lists.

    Parameters
    ----------
    keys, series
        As in `Ledger`.
    clearing
        Makes the expressions for look-ups and clauses.
    """

    def __init__(self, keys: Sequence[Key], series: list[str] | None, clearing: Clearing) -> None:
        super().__init__(keys, series)
        self._clearing = clearing
        self._hashes: list[list[pl.Series]] = [[] for _ in keys]
        self._all_points: list[pl.DataFrame] = []
        self._all_totals: list[pl.DataFrame] = []

    def add_frame(self, lines: pl.Series, frame: pl.DataFrame, spoilt: set[int]) -> None:
        """Take the next rows, as a frame of the whole table."""
        self.size += frame.height
        for key, hashes in zip(self._keys, self._hashes, strict=True):
            hashes.append(self._texts(frame, key.names).hash_rows())
        if self._series is not None:
            self._add_points(lines, self._texts(frame, self._series), self._texts(frame, POINT), spoilt)

    def add(self, lines: Sequence[int], columns: Columns, spoilt: set[int]) -> None:
        """Take the next rows, as lists of cells."""
        self.size += len(lines)
        for key, hashes in zip(self._keys, self._hashes, strict=True):
            hashes.append(_frame(columns, key.names).hash_rows())
        if self._series is not None:
            numbers = pl.Series(lines, dtype=pl.Int64)
            self._add_points(numbers, _frame(columns, self._series), _frame(columns, POINT), spoilt)

    def _texts(self, frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
        return frame.select(self._clearing.text(name).alias(name) for name in names)

    def _add_points(
        self, lines: pl.Series, series: pl.DataFrame, texts: pl.DataFrame, spoilt: set[int]
    ) -> None:
        days = [pl.col(name).str.to_date("%Y-%m-%d", strict=False) for name in ("period_start", "period_end")]
        numbers = [
            pl.col(name).cast(pl.Float64, strict=False)
            for name in ("value", "value_low", "value_high", "resolution", "unit.factor")
        ]
        measure = pl.col("indicator_id.measure") == "cumulative"
        rows = texts.select([measure, *days, *numbers]).with_columns(
            lines.alias("line"), series.hash_rows().alias("series")
        )
        if spoilt:
            fit = np.ones(rows.height, dtype=bool)
            fit[list(spoilt)] = False
            rows = rows.filter(fit)
        start, end, value, factor = (
            pl.col(name) for name in ("period_start", "period_end", "value", "unit.factor")
        )
        rows = rows.drop_nulls(["period_end", "value", "unit.factor"])
        months = ((end - start).dt.total_days() // 28).fill_null(-1)
        named: list[pl.Expr] = [(end.cast(pl.Int32) + _EPOCH).alias("day"), pl.col("line"), value]
        # The sum of a month is not compared with that of a year.
        series_and_length = pl.struct("series", months.alias("months")).hash().alias("series")
        self._all_points.append(rows.select(series_and_length, *named, (value * factor).alias("low")))
        # Rounding may hide half of the last printed digit.
        half = pl.col("resolution").fill_null(0) / 2
        least = ((pl.col("value_low") - half) * factor).fill_null(-math.inf)
        most = ((pl.col("value_high") + half) * factor).fill_null(math.inf)
        totals = rows.filter("indicator_id.measure")
        self._all_totals.append(totals.select("series", *named, least.alias("low"), most.alias("high")))

    def shared(self, number: int) -> Iterator[Sequence[int]]:
        """Positions, in order, of rows that share a fingerprint of a key, all that share one together."""
        if not self._hashes[number]:
            return
        hashes = pl.concat(self._hashes[number]).rename("hash")
        ordered = hashes.sort()
        shared = ordered.filter(ordered == ordered.shift(1)).unique().to_frame()
        shards = 1 + shared.height // FEW
        for shard in range(shards if shared.height else 0):
            few = shared.filter(pl.col("hash") % shards == shard)
            found = hashes.to_frame().with_row_index().join(few, on="hash", how="semi")["index"]
            yield array("q", found.cast(pl.Int64).sort().to_numpy().tobytes())

    def standing_out(self) -> Iterator[tuple[int, float, Verdict]]:
        """Points that do not go with the others of their series: line, value and how."""
        for points in _sorted_shards(self._all_points):
            yield from _leaps(points)
        for totals in _sorted_shards(self._all_totals):
            yield from _falls(totals)


def _frame(columns: Columns, names: Sequence[str]) -> pl.DataFrame:
    cells = {name: list(map(holdable, columns.part(name))) for name in names}
    return pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String))


def _sorted_shards(frames: list[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Give all rows, those of one series together and in order of time, in parts that fit into memory."""
    shards = 1 + sum(frame.height for frame in frames) // FEW
    for shard in range(shards if frames else 0):
        here = pl.col("series") % shards == shard
        yield pl.concat([frame.filter(here) for frame in frames]).sort("series", "day", "line")


def _leaps(points: pl.DataFrame) -> Iterator[tuple[int, float, Verdict]]:
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
        found = leap(row["low"], row["one_low"], row["other_low"], WITHIN if between else AT_END)
        if found:
            verdict = leap_verdict(row["value"], found, row["one_line"], row["other_line"])
            yield row["line"], row["value"], verdict


def _falls(totals: pl.DataFrame) -> Iterator[tuple[int, float, Verdict]]:
    before = {name: pl.col(name).shift(1) for name in totals.columns}
    falls = totals.with_columns(
        before["value"].alias("earlier"), before["line"].alias("earlier_line")
    ).filter(
        before["series"] == pl.col("series"),
        before["low"] > pl.col("high"),
        before["day"] < pl.col("day"),
    )
    for row in falls.iter_rows(named=True):
        yield row["line"], row["value"], fall_verdict(row["value"], row["earlier"], row["earlier_line"])
