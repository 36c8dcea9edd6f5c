"""Fixing whole files: form, columns, cells, and the order of rows."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

from kz_bri_data._catalogue import TableDescription, installed
from kz_bri_data._csv_writing import csv_text, longest_rise, replace_file
from kz_bri_data._text_safety import escape
from kz_bri_data.errors import CannotRunError
from kz_bri_data.fixing.cells import fix_text
from kz_bri_data.fixing.content import BlockedError, Content, as_ours, read_rows, rows_that_can_be_read
from kz_bri_data.fixing.rows import FileRow, TableFixer
from kz_bri_data.fixing.tables import Row, Tables
from kz_bri_data.validation.reporting.problems import Problem
from kz_bri_data.validation.rules.keys import SortOrder
from kz_bri_data.validation.sources.files import UnsafeFileError, open_plain
from kz_bri_data.validation.sources.packages import DataFile, open_package

# A file is held in memory to be sorted, and many small cells take many times the room of the file.
LARGEST = 1 << 23


class Unresolved(NamedTuple):
    """A cell that a person has to settle.

    Attributes
    ----------
    line_before
        Line at which its row begins in the file as it is; 0 for a row that is added.
    problem
        What is wrong with it, as `validate` says it of the fixed file.
    """

    line_before: int
    problem: Problem


class FileFix(NamedTuple):
    """What there is to fix in one file.

    Attributes
    ----------
    path
        The file, as reached from the current directory.
    before, after
        What is in it, and what should be.
    fixed
        How many problems were fixed, by their code.
    unresolved
        The cells that a person has to settle.
    blocked_by
        The problem because of which the file was not changed, or None.
    error
        Why the file could not be read or fixed at all; empty if it could.
    as_written
        What is in it, written in the form and with the rows in the order of `after`.
    moved
        For each row that changes its place the line at which it begins, before and after.
    """

    path: str
    before: bytes
    after: bytes
    fixed: dict[str, int]
    unresolved: tuple[Unresolved, ...] = ()
    blocked_by: Problem | None = None
    error: str = ""
    as_written: str = ""
    moved: tuple[tuple[int, int], ...] = ()

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after

    def write(self) -> None:
        """Replace the file in one step, if it is still the file that was read.

        Raises
        ------
        CannotRunError
            If the file is read-only, or was changed meanwhile.
        """
        path, name = Path(self.path), escape(self.path)
        with path.open("rb") as file:
            if file.read(len(self.before) + 1) != self.before:
                raise CannotRunError(f"{name} was changed by somebody else meanwhile; run it again")
        if not (path.stat().st_mode & 0o222 and os.access(path, os.W_OK)):
            raise CannotRunError(f"{name} is read-only, so it was not changed; make it writable first")
        replace_file(path, self.after)


def plan(
    *paths: str | os.PathLike[str], table: str | None = None, largest: int = LARGEST
) -> Iterator[FileFix]:
    """Say what would be fixed in data packages or single CSVs, without writing anything.

    Parameters
    ----------
    *paths
        Folders that hold a datapackage.json, and CSVs.
    table
        Table that the CSVs hold; by default each is named like its table.
    largest
        How many bytes a file may have.

    Yields
    ------
    FileFix
        One for each file, those that need no fix included. A file that cannot be fixed does not end the
        run: its `error` says why.

    Raises
    ------
    CannotRunError
        If a path is not there, or is no package and no CSV of a table.
    UnknownNameError
        If there is no such table.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> [fix.changes for fix in plan(kbd.data_path("areas"))]
    [False]
    """
    packages = [open_package(path, table) for path in paths]
    for package in packages:
        tables = tables_beside(package.beside, largest)
        for file in package.files:
            path = file.path.as_posix()
            try:
                raw = read_file(file, largest)
                yield fix_csv(raw, installed().describe(file.table), path, tables)
            except FileNotFoundError:
                continue  # the validator's business
            except CannotRunError as error:
                yield FileFix(path, b"", b"", {}, error=str(error))
            except OSError as error:
                yield FileFix(path, b"", b"", {}, error=f"{escape(path)}: {error.strerror or error}")


def fix_csv(raw: bytes, table: TableDescription, path: str, tables: Tables) -> FileFix:
    """Fix the content of one file.

    Parameters
    ----------
    raw
        The content.
    table
        Its table.
    path
        What to call it.
    tables
        The tables that it refers to.

    Returns
    -------
    FileFix
        With `after` equal to `before` where a line can't be cut into the columns of the table.

    Raises
    ------
    CannotRunError
        If something would be lost or changed without a reason, which no file should bring about.
    """
    fixer = TableFixer(table, tables)
    try:
        content = read_rows(raw, table, path, fixer.fixed)
    except BlockedError as blocked:
        return FileFix(path, raw, raw, {}, blocked_by=blocked.problem)
    fix = file_fix(path, raw, content, fixer, fixed_rows(fixer, content))
    if fix.changes and not fix.fixed:
        raise CannotRunError(f"{escape(path)} would change for no reason, so it was not changed; report this")
    return fix


def fixed_rows(fixer: TableFixer, content: Content) -> list[FileRow]:
    """Fix each row of a file by itself."""
    before = [dict(zip(content.names, row, strict=True)) for row in content.rows]
    return [FileRow(line, row, fixer.fix_row(row)) for line, row in zip(content.lines, before, strict=True)]


def file_fix(path: str, raw: bytes, content: Content, fixer: TableFixer, rows: list[FileRow]) -> FileFix:
    """Put fixed rows together: without blank ones, each with an identifier, columns and rows in order."""
    filled = [row for row in rows if any(row.cells.values())]
    fixer.fixed["row-blank"] += len(rows) - len(filled)
    body = _in_order(fixer, fixer.complete(filled))
    names = list(fixer.table.by_name)
    fixer.fixed["column-order"] += names != content.names
    written = [csv_text([[row.cells[name] for name in names]]) for row in body]
    after = (csv_text([names]) + "".join(written)).encode()
    fixed = {code: count for code, count in fixer.fixed.items() if count}
    lines = list(accumulate((text.count("\n") for text in written), initial=2))
    header = dict(zip(content.names, content.header, strict=True))
    as_written = csv_text([[row[name] for name in names] for row in (header, *_as_they_were(body))])
    return FileFix(
        *(path, raw, after, fixed),
        unresolved=tuple(_unresolved(path, fixer, body, lines)),
        as_written=as_written,
        moved=_moved(body, lines),
    )


def _in_order(fixer: TableFixer, rows: list[FileRow]) -> list[FileRow]:
    order = SortOrder.of(fixer.table)
    keys = [order.place(row.cells[name] for name in fixer.table.primary_key) for row in rows]
    if all(one <= other for one, other in pairwise(keys)):
        return rows
    # Rows that are added have no place yet.
    own = [key for key, row in zip(keys, rows, strict=True) if row.line]
    fixer.fixed["order"] += any(one > other for one, other in pairwise(own))
    return [rows[place] for place in sorted(range(len(rows)), key=keys.__getitem__)]


def _as_they_were(rows: list[FileRow]) -> list[Row]:
    return [row.before for row in rows if row.line]


def _moved(rows: list[FileRow], lines: list[int]) -> tuple[tuple[int, int], ...]:
    own = [(row.line, line) for row, line in zip(rows, lines, strict=False) if row.line]
    stayed = set(longest_rise([before for before, _ in own]))
    return tuple(pair for place, pair in enumerate(own) if place not in stayed)


def _unresolved(path: str, fixer: TableFixer, rows: list[FileRow], lines: list[int]) -> Iterator[Unresolved]:
    columns = {name: number for number, name in enumerate(fixer.table.by_name, start=1)}
    unread: set[str] = set()
    for row, line in zip(rows, lines, strict=False):
        for name, (code, message, hint) in fixer.left(row.cells):
            if code == "reference-unread":
                # What follows from one file is said once, as `validate` does.
                if hint in unread:
                    continue
                unread.add(hint)
            cell = row.cells[name]
            problem = Problem(path, line, columns[name], name, code, "error", cell, message, hint)
            yield Unresolved(row.line, problem)


def read_file(file: DataFile, largest: int) -> bytes:
    """Read a file that is fixed in memory.

    Raises
    ------
    FileNotFoundError
        If there is none.
    CannotRunError
        If it is no plain file, or too large.
    """
    name = escape(str(file.path))
    try:
        with open_plain(file.path, inside=file.inside) as opened:
            raw = opened.read(largest + 1)
    except UnsafeFileError as error:
        raise CannotRunError(f"{name} {error}; put the file itself there") from None
    if len(raw) > largest:
        raise CannotRunError(
            f"{name} has more than {largest >> 20} MiB, and a file is fixed in memory; split it"
        )
    return raw


def tables_beside(
    beside: dict[str, DataFile], largest: int, planned: Mapping[str, list[Row]] | None = None
) -> Tables:
    """Read tables as they are planned, else of the package, else what ships where it has no such table."""
    lost: set[str] = set()

    def read(name: str) -> list[Row]:
        if planned and name in planned:
            return planned[name]
        file = beside.get(name)
        try:
            raw = read_file(file, largest) if file else None
        except FileNotFoundError:
            raw = None
        except (CannotRunError, OSError):
            lost.add(name)
            return []
        if raw is None:
            return list(installed().rows(name))
        rows, are_all = _rows_of(raw, installed().describe(name))
        if not are_all:
            lost.add(name)
        return rows

    return Tables(read, lost)


def _rows_of(raw: bytes, table: TableDescription) -> tuple[list[Row], bool]:
    """Read the rows that can be read, as `validate` does, and say whether these are all."""
    try:
        (header, *rows), are_all = rows_that_can_be_read(as_ours(raw, table, "", Counter()))
    except (BlockedError, CannotRunError):
        return [], False
    names = [cell.strip() for cell in header]
    if not set(table.primary_key).issubset(names):
        return [], False
    return [dict(zip(names, map(fix_text, row), strict=True)) for row in rows], are_all
