"""What an engine gives the validator: batches of rows, and searches in what was kept of all rows."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from kz_bri_data.validation.engine.layout import Layout
from kz_bri_data.validation.engine.points import Digits, Periods, Points
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.reading.csv_reader import Chunk, Readable
from kz_bri_data.validation.rules.keys import KeyCells, SortOrder
from kz_bri_data.validation.rules.reference import Texts
from kz_bri_data.validation.rules.row_set import RowSet


class Rows(NamedTuple):
    """Some rows as lists of cells.

    Attributes
    ----------
    numbers
        Which rows of their batch they are, from 0.
    lines
        Physical lines at which they begin.
    cells
        Their cells.
    """

    numbers: Sequence[int]
    lines: Sequence[int]
    cells: RowSet


class Batch(Protocol):
    """Some rows of a table that follow each other and have the width of the header."""

    def __len__(self) -> int:
        """Count the rows."""

    def line(self, row: int) -> int:
        """Give the physical line at which a row begins."""

    def candidates(self) -> Iterator[Rows]:
        """Give the rows about which anything may be wrong, in order."""

    def texts(self, name: str) -> Texts:
        """Give the cells of a column."""

    def distinct(self, name: str) -> Iterable[str]:
        """Give the cells of a column, each once."""

    def distinct_rows(self, names: Sequence[str], keys: set[str]) -> Iterable[KeyCells]:
        """Give the cells of some columns, each once, of the rows that have one of some keys in the first."""

    def key(self, row: int, names: Sequence[str]) -> KeyCells:
        """Give the cells of a row in some columns."""

    def lines_of(self, names: Sequence[str], keys: set[str]) -> Iterator[tuple[int, str]]:
        """Give the lines of rows whose cells in some columns, joined by a space, are one of some keys."""

    def first_unsorted(self, order: SortOrder) -> int | None:
        """Find the first row that should stand before the row before it."""

    def hashes(self, names: Sequence[str], *, whole: bool = False) -> array[int]:
        """Give for each row a number that is equal where the texts of some names are equal.

        Parameters
        ----------
        names
            Names of columns, look-ups and clauses.
        whole
            Whether a row of which one of these is empty is equal to no other.
        """

    def points(self, series: array[int], without: set[int]) -> tuple[Points, Points]:
        """Give the rows as points of series, and those that are running totals once more as totals.

        Parameters
        ----------
        series
            For each row a number that is equal in all rows of a series.
        without
            Rows that are left out.
        """

    def periods(self, series: array[int], without: set[int]) -> Periods:
        """Give the periods of a year or more; the parameters are those of `points`."""

    def digits(self, without: set[int]) -> Digits:
        """Say where the figures of observations end that are read, but for some rows."""


class Engine(Protocol):
    """Reads one file of a table, and searches what was kept of its rows.

    The plain engine holds lists and needs nothing but Python; the other holds frames of Polars.
    """

    def read(self, file: Readable) -> Iterator[Any]:
        """Read a file: chunks of rows, the header in the first of them, or what else `batch` takes."""

    def batch(self, rows: Any, layout: Layout) -> Batch:
        """Make a batch of what was read."""

    def read_again(self, file: Readable, width: int, positions: Sequence[int]) -> Iterator[Chunk]:
        """Read some rows again.

        Parameters
        ----------
        file
            The same file, at its start.
        width
            How many cells the header has.
        positions
            Positions of the rows, in order, among all rows of that width below the header.
        """

    def repeated(self, hashes: array[int]) -> Iterator[Sequence[int]]:
        """Find the positions, in order, of hashes that are there more than once.

        Yields
        ------
        sequence of int
            All positions of some hashes.
        """

    def outliers(self, points: Points, totals: Points) -> Iterator[tuple[int, float, Violation]]:
        """Find points that do not go with the others of their series: line, value and how."""

    def longer(self, periods: Periods) -> Iterator[tuple[int, int, int]]:
        """Find periods of more than a year in series of years: line, first and last day."""

    def misprinted(self, digits: Digits) -> Iterator[tuple[int, float, Violation]]:
        """Find resolutions that are not those of the figures: line, resolution and what is right."""
