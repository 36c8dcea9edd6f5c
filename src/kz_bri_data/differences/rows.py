"""Comparing the rows of one table by its primary key."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import NamedTuple

from kz_bri_data.numbers import NUMBER
from kz_bri_data.validation.reading.csv_reader import read_chunks
from kz_bri_data.validation.reading.row_causes import LENGTH, MARKS

# Further cells of a line that is no row are of no key.
_MOST_CELLS = 100

Key = tuple[str, ...]
Row = dict[str, str]


class CellChange(NamedTuple):
    """A cell that says something else than before.

    Attributes
    ----------
    column
        Name of its column.
    old, new
        What it said and says; empty where it was or is empty.
    percent
        By how much a number changed, in percent of the old one; None if either is no number, or the
        old one is 0.
    """

    column: str
    old: str
    new: str
    percent: float | None


class RowChange(NamedTuple):
    """A row that is in both versions and not the same.

    Attributes
    ----------
    key
        Cells of its primary key.
    cells
        What changed.
    moved
        Whether it is of another series now.
    """

    key: Key
    cells: tuple[CellChange, ...]
    moved: bool = False


class Rename(NamedTuple):
    """A code that is another now.

    Attributes
    ----------
    old, new
        What it was and is; a code that is joined to another takes the name of that one.
    cells
        How many cells of other rows moved along.
    """

    old: str
    new: str
    cells: int


class TableDifference(NamedTuple):
    """How the rows of a table differ.

    Attributes
    ----------
    name
        Name of the table.
    key
        Columns of the primary key.
    added, removed
        Rows by column, in order of the key.
    changed
        Rows that are in both, in order of the key.
    unread
        How many rows could not be compared: cells are missing or too many, a key is there twice, or there
        is no primary key to compare by.
    columns_added, columns_removed
        Columns that only the newer or only the older file has.
    renamed
        Codes that were renamed; their rows are neither added nor removed, and what moved along with them
        has not changed.
    unread_in
        Versions, "base" and "head", of which the file could not be read at all; then nothing is counted.
    """

    name: str
    key: Key
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[RowChange, ...]
    unread: int
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    renamed: tuple[Rename, ...] = ()
    unread_in: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every row of both versions could be compared."""
        return not (self.unread or self.unread_in)

    @property
    def differs(self) -> bool:
        """Whether anything differs, or may differ unread."""
        rows = self.added or self.removed or self.changed or self.renamed
        return bool(rows or self.columns_added or self.columns_removed or not self.is_complete)


class Rows:
    """The rows of a file by key.

    Parameters
    ----------
    raw
        Content of the file; None if there is none.
    key
        Columns of the primary key.

    Attributes
    ----------
    by_key
        Cells by key.
    header
        Names of the columns.
    is_read
        Whether the file is a table with the columns of the key: one in UTF-16, divided by semicolons or left
        behind by git in place of a table is none.
    unread
        How many rows or lines are not in it.
    unread_keys
        What stands in their cells for the key, as far as they have such cells.
    """

    def __init__(self, raw: bytes | None, key: Key) -> None:
        self.header: list[str] = []
        self.by_key: dict[Key, list[str]] = {}
        self.is_read = False
        self.unread = 0
        self.unread_keys: set[Key] = set()
        places: list[int] = []
        lost: list[range] = []
        for chunk in read_chunks(io.BytesIO(raw or b"")):
            lost += chunk.lost_lines()
            rows = chunk.rows
            if not self.header and rows:
                self.header, rows = rows[0], rows[1:]
                known = _places(self.header)
                places = [known[name] for name in key if name in known]
                self.is_read = len(places) == len(key)
            if len(places) < max(len(key), 1):
                self.unread += len(rows)
                continue
            width = len(self.header)
            for row in rows:
                # A row that was put into quotes as a whole is one cell.
                cells = _cells(row[0]) if len(row) == 1 < width else row
                identity = _identity(cells, places)
                if len(row) != width or identity in self.by_key:
                    self.unread += 1
                    self.unread_keys.add(identity)
                else:
                    self.by_key[identity] = row
        lines = (raw or b"").split(b"\n") if lost else []
        for numbers in lost:
            self._lose(lines[numbers.start - 1 : numbers.stop - 1], places)

    def _lose(self, lines: list[bytes], places: list[int]) -> None:
        """Count the rows of lines that could not be read, without those that git puts between them."""
        texts = [line.decode("utf-8", "surrogateescape") for line in lines]
        rows = [text for text in texts if text[:LENGTH] not in MARKS]
        self.unread += max(len(rows), 1)
        self.unread_keys.update(_identity(_cells(row), places) for row in rows)

    def row(self, key: Key) -> Row:
        """Give a row by column."""
        return dict(zip(self.header, self.by_key[key], strict=True))


def _places(header: list[str]) -> dict[str, int]:
    """Give the place of each column; of several of one name, the first."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        places.setdefault(name, place)
    return places


def _cells(line: str) -> list[str]:
    """Cut a line that is no row into what may be its cells."""
    return line.replace('"', "").split(",", _MOST_CELLS)


def _identity(row: list[str], places: list[int]) -> Key:
    return tuple(row[place] if place < len(row) else "" for place in places)


def compare_rows(
    name: str,
    key: Key,
    numbers: set[str],
    old: Rows,
    new: Rows,
    series: Callable[[Row], object] | None = None,
) -> TableDifference:
    """Compare the rows of two versions of a table.

    Parameters
    ----------
    name
        Name of the table.
    key
        Columns of its primary key.
    numbers
        Columns that hold numbers.
    old, new
        The rows of both versions. Columns that only one has are not compared, and a row that one has and
        the other has unreadably counts as neither added nor removed.
    series
        Says which series a row is of, where the rows are of series.

    Returns
    -------
    TableDifference
    """
    olds, news = _places(old.header), _places(new.header)
    pairs = [(column, place, news[column]) for column, place in olds.items() if column in news]
    changed = []
    for identity in sorted(old.by_key.keys() & new.by_key.keys()):
        before, after = old.by_key[identity], new.by_key[identity]
        cells = tuple(
            _cell(column, before[at], after[there], column in numbers)
            for column, at, there in pairs
            if before[at] != after[there]
        )
        if cells:
            moved = series is not None and series(old.row(identity)) != series(new.row(identity))
            changed.append(RowChange(identity, cells, moved))
    # A file that is not there, or is empty, has no columns to compare.
    comparable = bool(old.header and new.header)
    return TableDifference(
        name,
        key,
        tuple(map(new.row, sorted(new.by_key.keys() - old.by_key.keys() - old.unread_keys))),
        tuple(map(old.row, sorted(old.by_key.keys() - new.by_key.keys() - new.unread_keys))),
        tuple(changed),
        old.unread + new.unread,
        tuple(column for column in news if comparable and column not in olds),
        tuple(column for column in olds if comparable and column not in news),
    )


def _cell(column: str, old: str, new: str, is_number: bool) -> CellChange:
    percent = math.nan
    if is_number and NUMBER.fullmatch(old) and NUMBER.fullmatch(new):
        before, after = float(old), float(new)
        percent = (after - before) / abs(before) * 100 if before else math.nan
    return CellChange(column, old, new, percent if math.isfinite(percent) else None)
