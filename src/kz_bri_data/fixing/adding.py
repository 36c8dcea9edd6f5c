"""Adding rows to the tables of a package, and correcting those that are there."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kz_bri_data._catalogue import installed
from kz_bri_data._text_safety import escape, quote
from kz_bri_data.errors import CannotRunError
from kz_bri_data.fixing.content import BlockedError, Content, read_rows
from kz_bri_data.fixing.files import LARGEST, FileFix, file_fix, fixed_rows, read_file, tables_beside
from kz_bri_data.fixing.rows import FileRow, TableFixer
from kz_bri_data.fixing.tables import Row
from kz_bri_data.validation.reporting.text import text_line
from kz_bri_data.validation.sources.packages import DataFile, Package, open_package

Key = tuple[str, ...]


class Addition(NamedTuple):
    """What would be added to one file.

    Attributes
    ----------
    table
        Name of its table.
    fix
        What is to be written.
    added, corrected, same
        How many of the rows are new, say something else than the row that is there, and are there already.
    lines
        For each line at which a new or corrected row will begin, its place among the rows that were given.
    near
        New rows that differ from a row that is there in one column of which the key is made: the place among
        the rows that were given, the key of the row that is there, and the column.
    """

    table: str
    fix: FileFix
    added: int
    corrected: int
    same: int
    lines: dict[int, int]
    near: list[tuple[int, str, str]]


class Adding:
    """Plans how rows come into a package or into one CSV.

    Parameters
    ----------
    path
        The folder of a data package, or a CSV, which holds the table of the first rows whatever its name.
    largest
        How many bytes a file may have.

    """

    def __init__(self, path: str | os.PathLike[str], *, largest: int = LARGEST) -> None:
        self._path = path
        self._largest = largest
        self._package: Package | None = None
        # Rows of the tables that were planned, as they will be: others may refer to them.
        self._planned: dict[str, list[Row]] = {}

    def rows_there(self, table: str) -> Mapping[Key, Row]:
        """Give the rows that a table has, by their keys; none if it cannot be read."""
        try:
            file = self._file(table)
            fixer = self._fixer(table)
            content = self._content_of(read_file(file, self._largest), file, fixer)
        except CannotRunError:
            return {}
        cells = [dict(zip(content.names, row, strict=True)) for row in content.rows]
        return {_of(row, installed().describe(table).primary_key): row for row in cells}

    def add(self, table: str, rows: Sequence[Row]) -> Addition:
        """Plan how rows come into a table; tables that others refer to are to be planned first.

        Parameters
        ----------
        table
            Name of the table.
        rows
            Rows by column. One with the key of a row that is there corrects it; one without a key corrects
            the row that says the same in all columns of which its key would be made.

        Returns
        -------
        Addition
            With the whole file fixed where there is one right way to do it.

        Raises
        ------
        CannotRunError
            If there is no such file or it cannot be cut into cells, or if two of the rows have one key.
        """
        file = self._file(table)
        fixer = self._fixer(table)
        raw = read_file(file, self._largest)
        content = self._content_of(raw, file, fixer)
        body = fixed_rows(fixer, content)
        new = [fixer.fix_row({name: row.get(name, "") for name in fixer.table.by_name}) for row in rows]
        merged = _merged(body, new, fixer, file.path.as_posix())
        near = _near(merged, body, new, fixer)
        fix = file_fix(file.path.as_posix(), raw, content, fixer, merged)
        after = read_rows(fix.after, fixer.table, fix.path, Counter())
        self._planned[table] = [dict(zip(after.names, row, strict=True)) for row in after.rows]
        lines = _own_lines(after, body, new, fixer)
        added = sum(row.line == 0 for row in merged)
        corrected = len(lines) - added
        return Addition(table, fix, added, corrected, len(new) - len(lines), lines, near)

    @property
    def package(self) -> Package:
        """What the path stands for, once rows were looked at or planned."""
        assert self._package is not None
        return self._package

    def _fixer(self, table: str) -> TableFixer:
        tables = tables_beside(self.package.beside, self._largest, self._planned)
        return TableFixer(installed().describe(table), tables)

    def _file(self, table: str) -> DataFile:
        self._package = self._package or open_package(self._path, table)
        found = [file for file in self._package.files if file.table == table]
        if not found or not found[0].path.is_file():
            raise CannotRunError(
                f"{self._path} has no file of the table {table} that rows can be added to; give the folder "
                "of a package that has one"
            )
        return found[0]

    def _content_of(self, raw: bytes, file: DataFile, fixer: TableFixer) -> Content:
        try:
            return read_rows(raw, fixer.table, file.path.as_posix(), fixer.fixed)
        except BlockedError as blocked:
            raise CannotRunError(text_line(blocked.problem)) from None


def _merged(body: list[FileRow], new: list[Row], fixer: TableFixer, path: str) -> list[FileRow]:
    """Put rows in the places of those that they correct, and the others behind them."""
    key = fixer.table.primary_key
    made_of = fixer.recipe.columns if fixer.recipe else key
    # A row without a key is no other row without one.
    by_key = {own: place for place, row in enumerate(body) if any(own := _of(row.cells, key))}
    saying: dict[Key, list[int]] = {}
    for place, there in enumerate(body):
        saying.setdefault(_of(there.cells, made_of), []).append(place)
    result = list(body)
    taken: set[int] = set()
    seen: set[Key] = set()
    for row in new:
        own = _of(row, key)
        same = saying.get(_of(row, made_of), []) if fixer.recipe and own == ("",) else []
        # Of several rows that say the same, none is known to be the one.
        found = same[0] if len(same) == 1 else by_key.get(own)
        if found in taken or own in seen:
            shown = ", ".join(map(quote, own if found is None else _of(body[found].cells, key)))
            raise CannotRunError(
                f"two of the rows for {escape(path)} have the key {shown}; delete one of them"
            )
        if found is None:
            result.append(FileRow(0, {}, row))
        else:
            kept = {name: body[found].cells[name] for name in key}
            result[found] = body[found]._replace(cells={**row, **kept})
            taken.add(found)
        if any(own):
            seen.add(own)
    return result


def _own_lines(after: Content, body: list[FileRow], new: list[Row], fixer: TableFixer) -> dict[int, int]:
    """Find the rows that are not there as they will be, and the given rows that they are."""
    known = {_of(row.cells, after.names) for row in body}
    # All but what is filled in once the rows are together.
    filled = {"resolution", fixer.recipe.key if fixer.recipe else ""}
    names = [name for name in after.names if name not in filled]
    places = {_of(row, names): place for place, row in enumerate(new)}
    lines = {}
    for line, row in zip(after.lines, after.rows, strict=True):
        place = places.get(_of(dict(zip(after.names, row, strict=True)), names))
        if place is not None and tuple(row) not in known:
            lines[line] = place
    return lines


def _near(
    merged: list[FileRow], body: list[FileRow], new: list[Row], fixer: TableFixer
) -> list[tuple[int, str, str]]:
    """Find new rows that may be meant to correct a row that got another key by what was corrected."""
    if not fixer.recipe:
        return []
    key = fixer.recipe.key
    others = [
        name
        for name in fixer.table.by_name
        if name not in (key, "resolution", "value_low", "value_high", *fixer.recipe.columns)
    ]
    stayed = [row.cells for row, before in zip(merged, body, strict=False) if row is before]
    added = {id(row.cells) for row in merged if not row.line}
    found = []
    # What another source says in the same words is no correction.
    for column in (*fixer.recipe.words, *fixer.recipe.period):
        names = [*others, *(name for name in fixer.recipe.columns if name != column)]
        there = {_of(row, names): row[key] for row in stayed}
        found += [
            (place, there[_of(row, names)], column)
            for place, row in enumerate(new)
            if id(row) in added and _of(row, names) in there
        ]
    return found


def _of(row: Row, names: Sequence[str]) -> Key:
    return tuple(row[name] for name in names)
