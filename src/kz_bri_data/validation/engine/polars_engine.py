"""The engine for large files: rows as frames of Polars, of which only what may be wrong becomes lists."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from kz_bri_data.validation.engine.batch import Batch, Rows
from kz_bri_data.validation.engine.layout import Layout
from kz_bri_data.validation.engine.points import Digits, Periods, Points, no_points
from kz_bri_data.validation.engine.polars_digits import digits_of
from kz_bri_data.validation.engine.polars_search import longer, misprinted, outliers, repeated
from kz_bri_data.validation.engine.prefilter import AS_NUMBER, Prefilter
from kz_bri_data.validation.engine.python_engine import RowBatch, between
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reading.csv_reader import Chunk, CsvReader, Readable
from kz_bri_data.validation.reading.frame_reader import Block, as_utf8, lines_of, read_frames, read_text
from kz_bri_data.validation.rules.keys import DIGITS, KeyCells, SortOrder
from kz_bri_data.validation.rules.plausibility import PERIOD, SERIES_POINT, YEAR_DAYS
from kz_bri_data.validation.rules.reference import Texts
from kz_bri_data.validation.rules.resolution import GROUP, PRINTED

# 1 January 1970, from which Polars counts days, as Python counts them.
_EPOCH = 719_163


class FrameBatch:
    """Rows as a frame of text, well formed throughout.

    Parameters
    ----------
    lines
        Physical lines at which the rows begin.
    frame
        The rows, with look-ups.
    layout
        Which columns there are: all of the table, in order.
    prefilter
        Finds the rows that may be wrong.
    most
        How many rows become lists at once.
    """

    def __init__(
        self, lines: pl.Series, frame: pl.DataFrame, layout: Layout, prefilter: Prefilter, most: int
    ) -> None:
        self._lines = lines
        self._frame = frame
        self._layout = layout
        self._prefilter = prefilter
        self._most = most

    def __len__(self) -> int:
        return self._frame.height

    def line(self, row: int) -> int:
        """Give the physical line at which a row begins."""
        return int(self._lines[row])

    def candidates(self) -> Iterator[Rows]:
        """Give the rows about which anything may be wrong, in order."""
        for some in self._prefilter.candidates(self._frame).to_frame().iter_slices(self._most):
            numbers = some.to_series()
            cells = self._frame[numbers].select(self._layout.names).fill_null("").rows()
            lines = self._lines.gather(numbers).to_list()
            yield Rows(numbers.to_list(), lines, self._layout.row_set(cells))

    def texts(self, name: str) -> Texts:
        """Give the cells of a column."""
        cells: list[str] = self._frame[name].fill_null("").to_list()
        return cells

    def distinct(self, name: str) -> list[str]:
        """Give the cells of a column, each once."""
        cells: list[str] = self._frame[name].unique().fill_null("").to_list()
        return cells

    def distinct_rows(self, names: Sequence[str], keys: set[str]) -> list[KeyCells]:
        """Give the cells of some columns, each once, of the rows that have one of some keys in the first."""
        rows = self._frame.filter(pl.col(names[0]).is_in(list(map(as_utf8, keys))))
        return rows.select(pl.col(names).fill_null("")).unique().rows()

    def key(self, row: int, names: Sequence[str]) -> KeyCells:
        """Give the cells of a row in some columns."""
        return tuple(cell or "" for cell in self._frame.select(names).row(row))

    def lines_of(self, names: Sequence[str], keys: set[str]) -> Iterator[tuple[int, str]]:
        """Give the lines of rows whose cells in some columns, joined by a space, are one of some keys."""
        key = pl.concat_str(pl.col(names).fill_null(""), separator=" ").alias("key")
        rows = self._frame.select(key, self._lines.alias("line"))
        wanted = [as_utf8(one) for one in keys]
        yield from rows.filter(pl.col("key").is_in(wanted)).select("line", "key").iter_rows()

    def first_unsorted(self, order: SortOrder) -> int | None:
        """Find the first row that should stand before the row before it."""
        cells = {name: pl.col(name).fill_null("") for name in order.names}
        for name, number in zip(order.names, order.are_numbers, strict=True):
            cells[name] = cells[name].str.pad_start(DIGITS, "0") if number else cells[name]
        keys = self._frame.select(**cells)
        unsorted = pl.lit(value=False)
        for name in reversed(order.names):
            before, own = pl.col(name).shift(1), pl.col(name)
            unsorted = (before > own) | ((before == own) & unsorted)
        rows = keys.select(unsorted).to_series().arg_true()
        return int(rows[0]) if len(rows) else None

    def hashes(self, names: Sequence[str], *, whole: bool = False) -> array[int]:
        """Give for each row a number that is equal where the texts of some names are equal."""
        texts = self._select(names)
        hashes = _hashes(texts)
        if whole and any(self._frame[name].null_count() for name in names):
            numbers = np.frombuffer(hashes, dtype=np.int64)
            empty = texts.select(pl.any_horizontal(pl.all() == "")).to_series().to_numpy()
            numbers[empty] = self._lines.to_numpy()[empty]
        return hashes

    def points(self, series: array[int], without: set[int]) -> tuple[Points, Points]:
        """Give the rows as points of series, and those that are running totals once more as totals."""
        rows = _with_numbers(self._of_series(series, SERIES_POINT, without))
        points, totals = no_points()
        # The sum of a month is not compared with that of a year.
        one_length = pl.col("series").xor(pl.col("months")).alias("series")
        _extend(points, rows.with_columns(one_length))
        # Rounding may hide half of the last printed digit.
        half, factor = pl.col("resolution").fill_null(0) / 2, pl.col("unit.factor")
        least = ((pl.col("value_low") - half) * factor).fill_null(-math.inf)
        most = ((pl.col("value_high") + half) * factor).fill_null(math.inf)
        cumulative = rows.filter(pl.col("indicator_id.measure") == "cumulative")
        _extend(totals, cumulative.with_columns(least.alias("low"), most.alias("high")))
        return points, totals

    def periods(self, series: array[int], without: set[int]) -> Periods:
        """Give the periods of a year or more; the parameters are those of `points`."""
        rows = _with_days(self._of_series(series, PERIOD, without))
        rows = rows.filter(pl.col("last") - pl.col("first") + 1 >= YEAR_DAYS)
        periods = Periods()
        periods.extend({name: np.ascontiguousarray(rows[name].to_numpy()) for name in periods.columns})
        return periods

    def digits(self, without: set[int]) -> Digits:
        """Say where the figures of observations end, but for some rows."""
        rows = self._select(PRINTED).with_columns(
            pl.Series("group", np.frombuffer(self.hashes(GROUP), dtype=np.int64)),
            self._lines.alias("line"),
            self._frame["value" + AS_NUMBER],
        )
        return digits_of(_leave_out(rows, without))

    def _of_series(self, series: array[int], names: Sequence[str], without: set[int]) -> pl.DataFrame:
        """Give some columns of rows with their lines and series, but for some rows."""
        hashes = pl.Series("series", np.frombuffer(series, dtype=np.int64))
        return _leave_out(self._select(names).with_columns(hashes, self._lines.alias("line")), without)

    def _select(self, names: Sequence[str]) -> pl.DataFrame:
        return self._frame.select(self._prefilter.text(name).alias(name) for name in names)


def _leave_out(rows: pl.DataFrame, without: set[int]) -> pl.DataFrame:
    if not without:
        return rows
    kept = np.ones(rows.height, dtype=bool)
    kept[list(without)] = False
    return rows.filter(kept)


def _with_days(rows: pl.DataFrame) -> pl.DataFrame:
    """Count the days of periods, and leave out the rows that have none."""
    days = {
        day: pl.col(name).str.to_date("%Y-%m-%d", strict=False).cast(pl.Int32) + _EPOCH
        for day, name in zip(("first", "last"), PERIOD, strict=True)
    }
    return rows.with_columns(**days).drop_nulls(["first", "last"])


def _with_numbers(rows: pl.DataFrame) -> pl.DataFrame:
    """Turn texts into days and numbers, and leave out the rows that are no points."""
    days = [pl.col(name).str.to_date("%Y-%m-%d", strict=False) for name in ("period_start", "period_end")]
    sizes = ("value", "value_low", "value_high", "resolution", "unit.factor")
    numbers = [pl.col(name).cast(pl.Float64, strict=False) for name in sizes]
    rows = rows.with_columns(*days, *numbers).drop_nulls(["period_end", "value", "unit.factor"])
    start, end = pl.col("period_start"), pl.col("period_end")
    months = ((end - start).dt.total_days() // 28).fill_null(-1)
    return rows.with_columns(
        months.alias("months"),
        (end.cast(pl.Int32) + _EPOCH).alias("day"),
        (pl.col("value") * pl.col("unit.factor")).alias("low"),
    )


def _extend(points: Points, rows: pl.DataFrame) -> None:
    points.extend({name: np.ascontiguousarray(rows[name].to_numpy()) for name in points.columns})


def _hashes(texts: pl.DataFrame) -> array[int]:
    return array("q", texts.hash_rows().reinterpret(signed=True).to_numpy().tobytes())


def hash_texts(columns: Sequence[Texts]) -> array[int]:
    """Make the hashes of rows that a frame with the same texts has."""
    cells = {str(number): list(map(as_utf8, texts)) for number, texts in enumerate(columns)}
    return _hashes(pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String)))


class _Span(NamedTuple):
    """Where rows stand in the file: bytes, first line, first position, rows, and newlines of a frame."""

    size: int
    line: int
    first: int
    rows: int
    newlines: int | None


class PolarsEngine:
    """Reads a file as frames where that is exact.

    Parameters
    ----------
    limits
        How much is read, held and searched at once.
    header
        The only header below which rows may become frames; any that can name columns if None.
    """

    def __init__(self, limits: Limits, header: list[str] | None) -> None:
        self._limits = limits
        self._header = header
        self._spans: list[_Span] = []
        self._prefilter: Prefilter | None = None

    def read(self, file: Readable) -> Iterator[Chunk | Block]:
        """Read a file, the header in the first chunk that has rows."""
        width = first = 0
        for block in read_frames(file, self._header, self._limits):
            newlines = None
            if isinstance(block.rows, Chunk):
                below = block.rows.rows
                if not width and below:
                    width, below = len(below[0]), below[1:]
                rows = sum(len(row) == width for row in below)
            else:
                rows, newlines = block.rows.height, block.newlines
            self._spans.append(_Span(len(block.content), block.line, first, rows, newlines))
            first += rows
            yield block.rows if isinstance(block.rows, Chunk) else block

    def batch(self, rows: Chunk | Block, layout: Layout) -> Batch:
        """Make a batch of rows of the width of the header."""
        if isinstance(rows, Chunk):
            return RowBatch(rows.lines, layout.row_set(rows.rows), hash_texts)
        assert isinstance(rows.rows, pl.DataFrame)
        if self._prefilter is None:
            self._prefilter = Prefilter(layout.table, layout.reference)
        lines = lines_of(rows.rows, rows.newlines, rows.line)
        frame = self._prefilter.with_lookups(rows.rows)
        return FrameBatch(lines, frame, layout, self._prefilter, self._limits.rows_of_objects)

    def read_again(self, file: Readable, width: int, positions: Sequence[int]) -> Iterator[Chunk]:
        """Read some rows again, by their positions among the rows of the width of the header."""
        reader = CsvReader(longest_row=self._limits.longest_row)
        below = False  # whether the header was passed
        for span in self._spans:
            content = file.read(span.size)
            numbers = between(positions, span.first, span.first + span.rows)
            if span.newlines is not None:
                for start in range(0, len(numbers), self._limits.rows_of_objects):
                    some = numbers[start : start + self._limits.rows_of_objects]
                    yield _pick(content, span, some, width)
                continue
            if not reader.waiting:
                reader.line = span.line
            chunk = reader.read(content) if content else reader.finish()
            if chunk.rows and not below:
                below, chunk = True, chunk.pick(range(1, len(chunk.rows)))
            yield chunk.of_width(width).pick(numbers)

    def repeated(self, hashes: array[int]) -> Iterator[Sequence[int]]:
        """Find the positions, in order, of hashes that are there more than once."""
        return repeated(hashes, self._limits.searched)

    def outliers(self, points: Points, totals: Points) -> Iterator[tuple[int, float, Violation]]:
        """Find points that do not go with the others of their series: line, value and how."""
        return outliers(points, totals, self._limits.searched)

    def longer(self, periods: Periods) -> Iterator[tuple[int, int, int]]:
        """Find periods of more than a year in series of years: line, first and last day."""
        return longer(periods, self._limits.searched)

    def misprinted(self, digits: Digits) -> Iterator[tuple[int, float, Violation]]:
        """Find resolutions that are not those of the figures: line, resolution and what is right."""
        return misprinted(digits, self._limits.searched)


def _pick(content: bytes, span: _Span, numbers: list[int], width: int) -> Chunk:
    """Read some rows of a well-formed block."""
    if span.newlines != span.rows:
        frame = read_text(content, list(map(str, range(width))))
        lines = lines_of(frame, span.newlines or 0, span.line).gather(numbers).to_list()
        return Chunk(lines, list(map(list, frame[numbers].fill_null("").rows())), [])
    # Every line is a row.
    ends = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == ord("\n"))
    rows = [content[ends[row - 1] + 1 if row else 0 : ends[row] + 1] for row in numbers]
    read = CsvReader(span.line, longest_row=len(content)).read(b"".join(rows)).rows
    return Chunk([span.line + row for row in numbers], read, [])
