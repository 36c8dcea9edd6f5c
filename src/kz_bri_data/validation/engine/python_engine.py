"""The plain engine: rows as lists, with nothing but Python."""

from __future__ import annotations

import datetime
import math
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import compress, pairwise

from kz_bri_data.numbers import as_number
from kz_bri_data.validation.engine.batch import Rows
from kz_bri_data.validation.engine.layout import Layout
from kz_bri_data.validation.engine.points import Digits, Periods, Points, no_points
from kz_bri_data.validation.engine.python_search import longer, misprinted, outliers, repeated
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reading.csv_reader import Chunk, Readable, read_chunks
from kz_bri_data.validation.rules.keys import KeyCells, SortOrder
from kz_bri_data.validation.rules.plausibility import PERIOD, SERIES_POINT, YEAR_DAYS
from kz_bri_data.validation.rules.reference import Texts
from kz_bri_data.validation.rules.resolution import GROUP, PRINTED, digit_of_row, is_cell
from kz_bri_data.validation.rules.row_set import RowSet

HashRows = Callable[[Sequence[Texts]], "array[int]"]


class RowBatch:
    """Rows as lists of cells, every one of them to be judged.

    Parameters
    ----------
    lines
        Physical lines at which the rows begin.
    cells
        Their cells.
    hash_rows
        Makes hashes of the rows from columns of text.
    """

    def __init__(self, lines: Sequence[int], cells: RowSet, hash_rows: HashRows) -> None:
        self._lines = lines
        self._cells = cells
        self._hash_rows = hash_rows

    def __len__(self) -> int:
        return len(self._lines)

    def line(self, row: int) -> int:
        """Give the physical line at which a row begins."""
        return self._lines[row]

    def candidates(self) -> Iterator[Rows]:
        """Give the rows about which anything may be wrong: all of them."""
        yield Rows(range(len(self)), self._lines, self._cells)

    def texts(self, name: str) -> Texts:
        """Give the cells of a column."""
        return self._cells.cells[name]

    def distinct(self, name: str) -> set[str]:
        """Give the cells of a column, each once."""
        return set(self.texts(name))

    def distinct_rows(self, names: Sequence[str], keys: set[str]) -> set[KeyCells]:
        """Give the cells of some columns, each once, of the rows that have one of some keys in the first."""
        here = [cell in keys for cell in self.texts(names[0])]
        return set(zip(*(compress(self.texts(one), here) for one in names), strict=True))

    def key(self, row: int, names: Sequence[str]) -> KeyCells:
        """Give the cells of a row in some columns."""
        return tuple(self.texts(name)[row] for name in names)

    def lines_of(self, names: Sequence[str], keys: set[str]) -> Iterator[tuple[int, str]]:
        """Give the lines of rows whose cells in some columns, joined by a space, are one of some keys."""
        for line, parts in zip(self._lines, self._cells.parts(names), strict=True):
            if (key := " ".join(parts)) in keys:
                yield line, key

    def first_unsorted(self, order: SortOrder) -> int | None:
        """Find the first row that should stand before the row before it."""
        cells = self._cells.parts(order.names)
        keys = pairwise(map(order.place, cells) if any(order.are_numbers) else cells)
        return next((row for row, (one, other) in enumerate(keys, start=1) if one > other), None)

    def hashes(self, names: Sequence[str], *, whole: bool = False) -> array[int]:
        """Give for each row a number that is equal where the texts of some names are equal."""
        columns = [self._cells.part(name) for name in names]
        hashes = self._hash_rows(columns)
        for texts in columns if whole else ():
            if "" in texts:
                for row, text in enumerate(texts):
                    hashes[row] = hashes[row] if text else self._lines[row]
        return hashes

    def points(self, series: array[int], without: set[int]) -> tuple[Points, Points]:
        """Give the rows as points of series, and those that are running totals once more as totals."""
        points: list[tuple[float, ...]] = []
        totals: list[tuple[float, ...]] = []
        rows = zip(self._lines, series, self._cells.parts(SERIES_POINT), strict=True)
        # The factors stand in another file, and may be anything.
        sizes = {factor: as_number(factor) for factor in set(self._cells.part("unit.factor"))}
        for row, (line, group, cells) in enumerate(rows):
            measure, start, end, value, low, high, resolution, factor = cells
            size = sizes[factor] if row not in without and end and value else None
            if size is None:
                continue
            number = float(value)
            day = _day(end)
            # The sum of a month is not compared with that of a year.
            months = (day - _day(start)) // 28 if start else -1
            points.append((group ^ months, day, line, number, number * size))
            if measure == "cumulative":
                # Rounding may hide half of the last printed digit.
                half = float(resolution or 0) / 2
                least = (float(low) - half) * size if low else -math.inf
                most = (float(high) + half) * size if high else math.inf
                totals.append((group, day, line, number, least, most))
        found = no_points()
        for columns, kept in zip(found, (points, totals), strict=True):
            columns.add(kept)
        return found

    def periods(self, series: array[int], without: set[int]) -> Periods:
        """Give the periods of a year or more; the parameters are those of `points`."""
        found: list[tuple[float, ...]] = []
        rows = zip(self._lines, series, self._cells.parts(PERIOD), strict=True)
        for row, (line, group, (start, end)) in enumerate(rows):
            if row not in without and start and end:
                first, last = _day(start), _day(end)
                if last - first + 1 >= YEAR_DAYS:
                    found.append((group, line, first, last))
        periods = Periods()
        periods.add(found)
        return periods

    def digits(self, without: set[int]) -> Digits:
        """Say where the figures of observations end, but for some rows."""
        found: list[tuple[float, ...]] = []
        rows = zip(self._lines, self.hashes(GROUP), self._cells.parts(PRINTED), strict=True)
        for row, (line, group, (kind, locator, figure, unit, *numbers, resolution)) in enumerate(rows):
            last = digit_of_row(figure, unit, *numbers, cell=is_cell(kind, locator))
            if last is not None and row not in without:
                found.append((group, line, *last, float(resolution) if resolution else math.nan))
        digits = Digits()
        digits.add(found)
        return digits


class PythonEngine:
    """Reads a file as lists.

    Parameters
    ----------
    limits
        How much is read and searched at once.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def read(self, file: Readable) -> Iterator[Chunk]:
        """Read a file, the header in the first chunk that has rows."""
        return read_chunks(file, self._limits)

    def batch(self, rows: Chunk, layout: Layout) -> RowBatch:
        """Make a batch of rows of the width of the header."""
        return RowBatch(rows.lines, layout.row_set(rows.rows), hash_texts)

    def read_again(self, file: Readable, width: int, positions: Sequence[int]) -> Iterator[Chunk]:
        """Read some rows again, by their positions among the rows of the width of the header."""
        first = -1  # the header
        for chunk in read_chunks(file, self._limits):
            rows = chunk.of_width(width)
            yield rows.pick(between(positions, first, first + len(rows.lines)))
            first += len(rows.lines)

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


def hash_texts(columns: Sequence[Texts]) -> array[int]:
    """Make hashes of rows from columns of text."""
    return array("q", map(hash, zip(*columns, strict=True)))


def between(positions: Sequence[int], first: int, end: int) -> list[int]:
    """Give those of some positions in order that lie between two, counted from the first."""
    here = positions[bisect_left(positions, first) : bisect_left(positions, end)]
    return [position - first for position in here]


@lru_cache(maxsize=10_000)
def _day(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()
