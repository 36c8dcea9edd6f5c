"""The tables that others point to: their keys, and what is looked up in them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, BinaryIO

from kz_bri_data import loaders
from kz_bri_data.validation.engines import is_for_polars
from kz_bri_data.validation.files import UnsafeFileError, open_plain
from kz_bri_data.validation.nearest import Nearest
from kz_bri_data.validation.packages import Package
from kz_bri_data.validation.reading import Chunk, read_chunks
from kz_bri_data.validation.rules import TableRules

if TYPE_CHECKING:
    import polars as pl

# Bytes from which on a table is not kept as a whole, but only what others point to.
LARGE_TABLE = 1 << 24

Texts = Sequence[str]


class Reference:
    """What other tables need to know of a table that has a key of one column.

    Parameters
    ----------
    rules
        Rules of the table.
    columns
        Its cells, by name of the column; only the key is needed.
    whole
        Whether every row of the table could be read.

    Attributes
    ----------
    rules, whole
        As given.
    noun
        What to call one row.
    keys
        Every key with the position of its first row.
    """

    def __init__(self, rules: TableRules, columns: dict[str, list[str]], *, whole: bool = True) -> None:
        self.rules = rules
        self.whole = whole
        self.noun = rules.fields[rules.key[0]].title.lower()
        self.keys: dict[str, int] = {}
        self._columns = columns
        self._cells = columns.get(rules.key[0], [])
        for position, cell in enumerate(self._cells):
            self.keys.setdefault(cell, position)

    def look_up(self, keys: Sequence[str], column: str) -> list[str]:
        """Cells of a column in the rows of some keys; empty where there is no such row or column."""
        cells = self._columns.get(column)
        if cells is None:
            return [""] * len(keys)
        positions = self.keys
        return [cells[positions[key]] if key in positions else "" for key in keys]

    def column(self, column: str) -> dict[str, str]:
        """Cells of a column by key; none if there is no such column."""
        cells = self._columns.get(column, [])
        return {key: cells[position] for key, position in self.keys.items() if cells}

    @cached_property
    def nearest(self) -> Nearest:
        """Finds the key that was meant, by the key itself or by the name of what it stands for."""
        by_name = zip(self._columns.get("name", []), self._cells, strict=False)
        return Nearest([*((key, key) for key in self.keys), *by_name])


class Gathering:
    """Takes from the rows of a table, as they pass by, what other tables need to know of them.

    Parameters
    ----------
    key
        Column by which the other tables point to a row.
    names
        Columns that are needed, the key among them.
    wanted
        Keys that the other tables have; all are taken if None.

    Attributes
    ----------
    key, names, wanted
        As given.
    cells
        What was taken, by name of the column.
    whole
        Whether no row was lost, as far as is known.
    """

    def __init__(self, key: str, names: Iterable[str], wanted: set[str] | None = None) -> None:
        self.key = key
        self.names = [key, *(name for name in names if name != key)]
        self.wanted = wanted
        self.cells: dict[str, list[str]] = {name: [] for name in self.names}
        self.whole = True

    def add(self, cells: Mapping[str, Sequence[str]]) -> None:
        """Take what is needed of some rows, whose cells are given by column."""
        if self.key not in cells:
            return
        here = {name: cells.get(name) or [""] * len(cells[self.key]) for name in self.names}
        if self.wanted is not None:
            keep = [key in self.wanted for key in here[self.key]]
            here = {name: list(compress(column, keep)) for name, column in here.items()}
        for name, column in here.items():
            self.cells[name] += column


class References:
    """The tables that the files of a package point to.

    Parameters
    ----------
    rules
        Rules of every table.
    package
        The files, and those beside them. A table that is not there, or may not be read, is taken from
        the tables that ship.
    """

    def __init__(self, rules: dict[str, TableRules], package: Package) -> None:
        self._rules = rules
        self._package = package
        self._known: dict[str, Reference] = {}

    def get(self, name: str) -> Reference:
        """Give a table by its name."""
        if name not in self._known:
            self._read(name)
        return self._known[name]

    def gathering(self, name: str, file: BinaryIO) -> Gathering | None:
        """Make what takes the rows of a file that is about to be checked; None if nobody needs them."""
        return self._gathering(name, file) if self._pointing_to(name) else None

    def keep(self, name: str, gathering: Gathering) -> None:
        """Keep what was gathered of a table."""
        self._known[name] = Reference(self._rules[name], gathering.cells, whole=gathering.whole)

    def _read(self, name: str) -> None:
        file = self._open_beside(name) or (loaders.data_dir() / self._rules[name].path).open("rb")
        with file:
            gathering = self._gathering(name, file)
            has_key = False
            for cells, whole in read_columns(file, gathering.names):
                has_key = gathering.key in cells
                gathering.add(cells)
                gathering.whole &= whole
            gathering.whole &= has_key
        self.keep(name, gathering)

    def _open_beside(self, name: str) -> BinaryIO | None:
        """Open the package's own file of a table; what is wrong with it is said where it is checked."""
        beside = self._package.beside.get(name)
        with suppress(FileNotFoundError, UnsafeFileError):
            return open_plain(beside.path, inside=beside.inside) if beside else None
        return None

    def _gathering(self, name: str, file: BinaryIO) -> Gathering:
        looked_up = {
            column
            for table in self._rules.values()
            for own, column in table.look_ups()
            if table.fields[own].references == name
        }
        names = {"name", *looked_up} & self._rules[name].fields.keys()
        wanted = self._keys_pointing_to(name) if os.fstat(file.fileno()).st_size > LARGE_TABLE else None
        return Gathering(self._rules[name].key[0], sorted(names), wanted)

    def _pointing_to(self, name: str) -> dict[str, list[str]]:
        """Tables that are checked and point to a table, with the columns by which they do."""
        columns = {
            file.table: [
                field.name for field in self._rules[file.table].fields.values() if field.references == name
            ]
            for file in self._package.files
        }
        return {table: names for table, names in columns.items() if names}

    def _keys_pointing_to(self, name: str) -> set[str]:
        """Keys of a table that the files which are checked hold."""
        keys: set[str] = set()
        for table, names in self._pointing_to(name).items():
            if file := self._open_beside(table):
                with file:
                    for cells, _ in read_columns(file, names):
                        keys.update(*cells.values())
        return keys


def read_columns(file: BinaryIO, names: list[str]) -> Iterator[tuple[dict[str, Texts], bool]]:
    """Read some columns of a CSV file, rows of another width than the header left out.

    Parameters
    ----------
    file
        Binary file, at its start.
    names
        The columns; those that the file does not have are left out.

    Yields
    ------
    tuple of dict of str to sequence of str, and bool
        Cells of some more rows by column, and whether no row was left out among them.
    """
    header: list[str] = []
    for part in _read_rows(file):
        if not isinstance(part, Chunk):
            yield {name: part[name].fill_null("").to_list() for name in names if name in header}, True
            continue
        rows = part.rows
        if not header and rows:
            header, rows = rows[0], rows[1:]
        if not header:
            continue
        right = [row for row in rows if len(row) == len(header)]
        columns = list(zip(*right, strict=True)) or [()] * len(header)
        cells: dict[str, Texts] = {name: columns[header.index(name)] for name in names if name in header}
        lost = len(right) < len(rows) or any(trouble.loses_row for trouble in part.troubles)
        yield cells, not lost


def _read_rows(file: BinaryIO) -> Iterator[pl.DataFrame | Chunk]:
    if is_for_polars(file):
        from kz_bri_data.validation.frames import read_rows

        return read_rows(file)
    return read_chunks(file)
