"""Comparing the rows of one table by its primary key."""

from __future__ import annotations

import io
import math
from typing import NamedTuple

from kz_bri_data.validation.cells import NUMBER
from kz_bri_data.validation.reading import read_chunks

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
    """

    key: Key
    cells: tuple[CellChange, ...]


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
        How many rows could not be compared: cells are missing or too many, or a key is there twice.
    columns_added, columns_removed
        Columns that only the newer or only the older file has.
    """

    name: str
    key: Key
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[RowChange, ...]
    unread: int
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]


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
    unread
        How many rows or lines are not in it.
    unread_keys
        What stands in their cells for the key, as far as they have such cells.
    """

    def __init__(self, raw: bytes | None, key: Key) -> None:
        self.header: list[str] = []
        self.by_key: dict[Key, list[str]] = {}
        self.unread = 0
        self.unread_keys: set[Key] = set()
        places: list[int] = []
        lost: list[int] = []
        for chunk in read_chunks(io.BytesIO(raw or b"")):
            lost += [trouble.line for trouble in chunk.troubles if trouble.verdict.code in _CUT_SHORT]
            rows = chunk.rows
            if not self.header and rows:
                self.header, rows = rows[0], rows[1:]
                places = [self.header.index(name) for name in key if name in self.header]
            if len(places) < max(len(key), 1):
                self.unread += len(rows)
                continue
            width = len(self.header)
            for row in rows:
                identity = _identity(row, places)
                if len(row) != width or identity in self.by_key:
                    self.unread += 1
                    self.unread_keys.add(identity)
                else:
                    self.by_key[identity] = row
        self.unread += len(lost)
        lines = (raw or b"").split(b"\n") if lost and places else []
        for number in lost if lines else []:
            line = lines[number - 1].decode("utf-8", "surrogateescape")
            self.unread_keys.add(_identity(line.replace('"', "").split(",", max(places) + 1), places))

    def row(self, key: Key) -> Row:
        """Give a row by column."""
        return dict(zip(self.header, self.by_key[key], strict=True))


def _identity(row: list[str], places: list[int]) -> Key:
    return tuple(row[place] if place < len(row) else "" for place in places)


# Troubles of form in which a line is lost; any other leaves its row readable.
_CUT_SHORT = ("quote-stray", "quote-unclosed", "row-too-long")


def compare_rows(name: str, key: Key, numbers: set[str], old: Rows, new: Rows) -> TableDifference:
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

    Returns
    -------
    TableDifference
    """
    shared = [column for column in dict.fromkeys(old.header) if column in new.header]
    pairs = [(column, old.header.index(column), new.header.index(column)) for column in shared]
    changed = []
    for identity in sorted(old.by_key.keys() & new.by_key.keys()):
        before, after = old.by_key[identity], new.by_key[identity]
        cells = tuple(
            _cell(column, before[at], after[there], column in numbers)
            for column, at, there in pairs
            if before[at] != after[there]
        )
        if cells:
            changed.append(RowChange(identity, cells))
    # A file that is not there, or is empty, has no columns that could be told apart.
    told = bool(old.header and new.header)
    return TableDifference(
        name,
        key,
        tuple(map(new.row, sorted(new.by_key.keys() - old.by_key.keys() - old.unread_keys))),
        tuple(map(old.row, sorted(old.by_key.keys() - new.by_key.keys() - new.unread_keys))),
        tuple(changed),
        old.unread + new.unread,
        tuple(column for column in dict.fromkeys(new.header) if told and column not in old.header),
        tuple(column for column in dict.fromkeys(old.header) if told and column not in new.header),
    )


def _cell(column: str, old: str, new: str, is_number: bool) -> CellChange:
    percent = math.nan
    if is_number and NUMBER.fullmatch(old) and NUMBER.fullmatch(new):
        before, after = float(old), float(new)
        percent = (after - before) / abs(before) * 100 if before else math.nan
    return CellChange(column, old, new, percent if math.isfinite(percent) else None)
