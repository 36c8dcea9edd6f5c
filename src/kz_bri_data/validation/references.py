"""The tables that others point to: their keys, and what is looked up in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import BinaryIO

from kz_bri_data import loaders
from kz_bri_data.validation.files import UnsafeFileError, open_plain
from kz_bri_data.validation.nearest import Nearest
from kz_bri_data.validation.packages import DataFile
from kz_bri_data.validation.reading import read_chunks
from kz_bri_data.validation.rules import TableRules


class Reference:
    """What other tables need to know of a table that has a key of one column.

    Parameters
    ----------
    rules
        Rules of the table.
    columns
        Its cells, by name of the column; only the key is needed.

    Attributes
    ----------
    rules
        As given.
    noun
        What to call one row.
    keys
        Every key with the position of its first row.
    """

    def __init__(self, rules: TableRules, columns: dict[str, list[str]]) -> None:
        self.rules = rules
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


class References:
    """The tables that the files of a package point to, each read when it is first needed.

    Parameters
    ----------
    rules
        Rules of every table.
    beside
        Files of the package, by name of the table. A table that is not there, or may not be read, is
        taken from the tables that ship.
    """

    def __init__(self, rules: dict[str, TableRules], beside: dict[str, DataFile]) -> None:
        self._rules = rules
        self._beside = beside
        self._read: dict[str, Reference] = {}

    def get(self, name: str) -> Reference:
        """Give a table by its name."""
        if name not in self._read:
            wanted = {self._rules[name].key[0], "name", *self._looked_up(name)}
            self._read[name] = Reference(self._rules[name], self._columns(name, wanted))
        return self._read[name]

    def _looked_up(self, name: str) -> set[str]:
        """Columns of a table that the rules of any other look up."""
        return {
            column
            for table in self._rules.values()
            for own, column in table.look_ups()
            if table.fields[own].references == name
        }

    def _columns(self, name: str, wanted: set[str]) -> dict[str, list[str]]:
        beside = self._beside.get(name)
        if beside is not None:
            try:
                with open_plain(beside.path, inside=beside.inside) as file:
                    return _read_columns(file, wanted)
            except (FileNotFoundError, UnsafeFileError):
                pass  # said where the file itself is checked
        with (loaders.data_dir() / self._rules[name].path).open("rb") as file:
            return _read_columns(file, wanted)


def _read_columns(file: BinaryIO, wanted: set[str]) -> dict[str, list[str]]:
    """Read some columns; rows of another width than the header are left out."""
    header: list[str] = []
    columns: dict[str, list[str]] = {}
    for chunk in read_chunks(file):
        rows = chunk.rows
        if not header and rows:
            header, rows = rows[0], rows[1:]
            columns = {name: [] for name in header if name in wanted}
        for name, cells in columns.items():
            number = header.index(name)
            cells += [row[number] for row in rows if len(row) == len(header)]
    return columns
