"""The tables that others point to: their keys, and what is looked up in them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kz_bri_data._catalogue import Column, TableDescription, installed
from kz_bri_data._rules import Backing
from kz_bri_data.validation.engine.backings import Backed, backed_keys
from kz_bri_data.validation.engine.collector import ReferenceCollector
from kz_bri_data.validation.engine.engines import Engines
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reading.csv_reader import Chunk
from kz_bri_data.validation.rules.cells import cell_check
from kz_bri_data.validation.rules.keys import own_columns
from kz_bri_data.validation.rules.look_ups import ASIDE, look_ups, pointers
from kz_bri_data.validation.rules.reference import Reference
from kz_bri_data.validation.rules.row_set import RowSet
from kz_bri_data.validation.sources.files import UnsafeFileError
from kz_bri_data.validation.sources.packages import Package


class References:
    """The tables that the files of a package point to.

    Parameters
    ----------
    tables
        Every table by name.
    package
        The files, and those beside them. A table that the package does not have is taken from
        the tables that ship.
    engines
        Read them.
    limits
        How large a table may be to be kept as a whole.
    """

    def __init__(
        self, tables: dict[str, TableDescription], package: Package, engines: Engines, limits: Limits
    ) -> None:
        self._tables = tables
        self._package = package
        self._engines = engines
        self._limits = limits
        self._known: dict[str, Reference] = {}

    def get(self, name: str) -> Reference:
        """Give a table by its name."""
        if name not in self._known:
            self._read(name)
        return self._known[name]

    def collector_for(self, name: str, file: BinaryIO) -> ReferenceCollector | None:
        """Make what takes the rows of a file that is about to be checked; None if nobody needs them."""
        return self._collector(name, file) if self._pointing_to(name) else None

    def store(self, name: str, collector: ReferenceCollector, *, complete: bool) -> None:
        """Keep what was collected of a table, and whether it is of all its rows."""
        names = partial(self._other_names, name)
        table = self._tables[name]
        cells = {
            column: cells
            if column in (collector.key, "name")
            else _without_wrong(table.by_name[column], cells)
            for column, cells in collector.cells.items()
        }
        self._known[name] = Reference(table, cells, complete=complete, names=names)

    def add(self, name: str, rows: Mapping[str, Sequence[str]]) -> None:
        """Put rows, given by column, in front of those that a table has."""
        self._read(name, rows)

    def rows(self, name: str, columns: list[str]) -> Iterator[tuple[str, ...]]:
        """Read some columns of a table, row by row; nothing where one of them is not there."""
        with self._open(name) as file:
            for cells, _ in self._read_columns(file, columns):
                yield from zip(*(cells.get(column, ()) for column in columns), strict=False)

    def backings(self, name: str) -> list[Backed]:
        """Give the rules by which rows of a table need a row of another.

        Where the other table is not beside, nobody knows.
        """
        return [
            Backed(table.name, backing, backed)
            for table in self._tables.values()
            for backing in table.backings
            if table.by_name[backing.column].references == name
            and (backed := self._backed(table, backing)) is not None
        ]

    def _backed(self, table: TableDescription, backing: Backing) -> set[str] | None:
        opened = self._open_beside(table.name)
        if opened is None:
            return None
        names = sorted(own_columns([backing.column, *backing.then]))
        backed: set[str] = set()
        with opened as file:
            for cells, _ in self._read_columns(file, names):
                if len(cells) < len(names):
                    return None
                backed |= backed_keys(backing, RowSet(table, cells, self.get))
        return backed

    def _read(self, name: str, in_front: Mapping[str, Sequence[str]] | None = None) -> None:
        if self._is_lost(name):
            key = self._tables[name].primary_key[0]
            self.store(name, ReferenceCollector(key, []), complete=False)
            return
        with self._open(name) as file:
            collector = self._collector(name, file)
            collector.add(in_front or {})
            has_key, complete = False, True
            for cells, all_there in self._read_columns(file, collector.names):
                has_key = collector.key in cells
                complete = complete and all_there
                collector.add(cells)
        self.store(name, collector, complete=complete and has_key)

    def _is_lost(self, name: str) -> bool:
        """Say whether the package names a file of a table that cannot be opened."""
        if not self._package.is_folder or name not in self._package.beside:
            return False
        opened = self._open_beside(name)
        if opened is not None:
            opened.close()
        return opened is None

    def _other_names(self, name: str) -> Iterator[tuple[str, str]]:
        """Give the further names that another table has for the rows of a table, each with the key."""
        if name != "entities":
            return
        columns = ["name", self._tables[name].primary_key[0]]
        with self._open("entity_names") as file:
            for cells, _ in self._read_columns(file, columns):
                yield from zip(*(cells.get(one, ()) for one in columns), strict=False)

    def _open(self, name: str) -> BinaryIO:
        """Open the package's own file of a table, or the one that ships."""
        return self._open_beside(name) or Path(installed().csv_file(name)).open("rb")

    def _open_beside(self, name: str) -> BinaryIO | None:
        """Open the package's own file of a table; what is wrong with it is said where it is checked."""
        beside = self._package.beside.get(name)
        with suppress(FileNotFoundError, UnsafeFileError):
            return beside.open() if beside else None
        return None

    def _collector(self, name: str, file: BinaryIO) -> ReferenceCollector:
        looked_up = {
            column
            for table in self._tables.values()
            for own, column in look_ups(table)
            if table.by_name[own].references == name
        }
        names = {"name", *looked_up, *ASIDE.get(name, ())} & self._tables[name].by_name.keys()
        is_large = os.fstat(file.fileno()).st_size > self._limits.whole_table
        wanted = self._keys_pointing_to(name) if is_large else None
        return ReferenceCollector(self._tables[name].primary_key[0], sorted(names), wanted)

    def _pointing_to(self, name: str) -> dict[str, list[str]]:
        """Tables that are checked and point to a table, with the columns by which they do."""
        columns = {file.table: pointers(self._tables[file.table], name) for file in self._package.files}
        return {table: names for table, names in columns.items() if names}

    def _keys_pointing_to(self, name: str) -> set[str]:
        """Keys of a table that the files which are checked hold."""
        keys: set[str] = set()
        for table, names in self._pointing_to(name).items():
            if file := self._open_beside(table):
                with file:
                    for cells, _ in self._read_columns(file, names):
                        keys.update(*cells.values())
        return keys

    def _read_columns(
        self, file: BinaryIO, names: list[str]
    ) -> Iterator[tuple[dict[str, Sequence[str]], bool]]:
        """Read some columns: cells of some more rows by column, and whether no row is lost among them.

        Columns that the file does not have are left out, and so are rows of another width than the header.
        """
        header: list[str] = []
        for part in self._engines.for_file(file).read(file):
            if not isinstance(part, Chunk):
                yield {name: part.texts(name) for name in names if name in header}, True
                continue
            rows = part.rows
            if not header and rows:
                header, rows = rows[0], rows[1:]
            if not header:
                continue
            right = [row for row in rows if len(row) == len(header)]
            columns = list(zip(*right, strict=True)) or [()] * len(header)
            lost = len(right) < len(rows) or bool(part.lost_lines())
            yield {name: columns[header.index(name)] for name in names if name in header}, not lost


def _without_wrong(column: Column, cells: list[str]) -> list[str]:
    """Leave out cells that are wrong by themselves: the cell is to blame, and not who looks it up."""
    check = cell_check(column, None)
    wrong = {cell for cell in dict.fromkeys(cells) if cell and check(cell)}
    return ["" if cell in wrong else cell for cell in cells] if wrong else cells
