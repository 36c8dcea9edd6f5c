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
        For each line at which a new or corrected row will begin, its number in the sheet.
    keys
        For each line at which any row will begin, the key of the row.
    near
        New rows that differ from a row that is there in one column of which the key is made: the number in
        the sheet, the key of the row that is there, and the column.
    """

    table: str
    fix: FileFix
    added: int
    corrected: int
    same: int
    lines: dict[int, int]
    keys: dict[int, Key]
    near: list[tuple[int, str, str]]

    def row_at(self, line: int) -> str:
        """Name the row that will begin at a line: by its number in the sheet, or else by its key."""
        if line in self.lines:
            return f"row {self.lines[line]}"
        return f"the row {', '.join(map(quote, self.keys[line]))}"


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

    def add(self, table: str, rows: Mapping[int, Row]) -> Addition:
        """Plan how rows come into a table; tables that others refer to are to be planned first.

        Parameters
        ----------
        table
            Name of the table.
        rows
            Rows by column, each with its number in the sheet. One with the key of a row that is there
            corrects it; one without a key corrects the row that says the same in all columns of which its
            key would be made.

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
        empty = dict.fromkeys(fixer.table.by_name, "")
        new = {number: fixer.fix_row({**empty, **row}) for number, row in rows.items()}
        merged = _merged(body, new, fixer, file.path.as_posix())
        fix = file_fix(file.path.as_posix(), raw, content, fixer, merged)
        after = read_rows(fix.after, fixer.table, fix.path, Counter())
        written = [dict(zip(after.names, row, strict=True)) for row in after.rows]
        self._planned[table] = written
        keys = [_of(row, fixer.table.primary_key) for row in written]
        lines = _own_lines(after, body, new, fixer)
        not_there = {id(row.cells) for row in merged if not row.line}
        added = sum(id(new[number]) in not_there for number in lines.values())
        return Addition(
            *(table, fix, added, len(lines) - added, len(new) - len(lines), lines),
            keys=dict(zip(after.lines, keys, strict=True)),
            near=_near(merged, body, new, fixer),
        )

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


def _merged(body: list[FileRow], new: dict[int, Row], fixer: TableFixer, path: str) -> list[FileRow]:
    """Put rows in the places of those that they correct, and the others behind them."""
    key = fixer.table.primary_key
    made_of = fixer.recipe.columns if fixer.recipe else key
    # A row without a key is no other row without one.
    by_key = {own: place for place, row in enumerate(body) if any(own := _of(row.cells, key))}
    saying: dict[Key, list[int]] = {}
    for place, there in enumerate(body):
        saying.setdefault(_of(there.cells, made_of), []).append(place)
    result = list(body)
    taken: dict[int | Key, int] = {}
    for number, row in new.items():
        own = _of(row, key)
        same = saying.get(_of(row, made_of), []) if fixer.recipe and own == ("",) else []
        # Of several rows that say the same, none is known to be the one.
        found = same[0] if len(same) == 1 else by_key.get(own)
        meant = own if found is None else found
        if meant in taken:
            shown = ", ".join(map(quote, own if found is None else _of(body[found].cells, key)))
            raise CannotRunError(
                f"rows {taken[meant]} and {number} of the sheet are both the row {shown} of {escape(path)}; "
                "delete one of them"
            )
        if found is not None or any(own):
            taken[meant] = number
        if found is None:
            result.append(FileRow(0, {}, row))
        else:
            kept = {name: body[found].cells[name] for name in key}
            result[found] = body[found]._replace(cells={**row, **kept})
    return result


def _own_lines(after: Content, body: list[FileRow], new: dict[int, Row], fixer: TableFixer) -> dict[int, int]:
    """Find the rows that are not there as they will be, and the given rows that they are."""
    known = {_of(row.cells, after.names) for row in body}
    # All but what is filled in once the rows are together.
    filled = {"resolution", fixer.recipe.key if fixer.recipe else ""}
    names = [name for name in after.names if name not in filled]
    numbers: dict[Key, list[int]] = {}
    for number, given in new.items():
        numbers.setdefault(_of(given, names), []).append(number)
    lines = {}
    for line, row in zip(after.lines, after.rows, strict=True):
        saying = numbers.get(_of(dict(zip(after.names, row, strict=True)), names))
        if saying and tuple(row) not in known:
            lines[line] = saying.pop(0)
    return lines


def _near(
    merged: list[FileRow], body: list[FileRow], new: dict[int, Row], fixer: TableFixer
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
            (number, there[_of(row, names)], column)
            for number, row in new.items()
            if id(row) in added and _of(row, names) in there
        ]
    return found


def _of(row: Row, names: Sequence[str]) -> Key:
    return tuple(row[name] for name in names)
