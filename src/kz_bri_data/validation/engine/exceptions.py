"""The warnings that somebody looked at and accepted, as the table `exceptions` of a package names them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress

from kz_bri_data._text_safety import escape, quote
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.engine.batch import Batch
from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reading.csv_reader import read_chunks
from kz_bri_data.validation.rules.exceptions import ACCEPTABLE
from kz_bri_data.validation.sources.files import UnsafeFileError
from kz_bri_data.validation.sources.packages import Package

TABLE = "exceptions"
_COLUMNS = ("table", "row", "code", "reason")


class _Exception:
    """One row of the table: its line, what it says, and whether a warning was found that it accepts."""

    def __init__(self, line: int, row: str, code: str, reason: str) -> None:
        self.line = line
        self.row = row
        self.code = code
        self.reason = reason
        self.used = False


class TableExceptions:
    """The accepted warnings of one table.

    Parameters
    ----------
    exceptions
        The rows of `exceptions` that are of this table.
    """

    def __init__(self, exceptions: Sequence[_Exception]) -> None:
        self._by_row: dict[str, list[_Exception]] = defaultdict(list)
        for one in exceptions:
            self._by_row[one.row].append(one)
        self._waiting = set(self._by_row)
        self._by_line: dict[int, list[_Exception]] = {}

    def see(self, batch: Batch, key: Sequence[str]) -> None:
        """Note at which lines the rows begin that exceptions name."""
        if self._waiting:
            for line, row in batch.lines_of(key, self._waiting):
                self._by_line[line] = self._by_row[row]
                self._waiting.discard(row)

    def mark(self, found: Finding) -> Finding:
        """Give a finding with the reason for which it is accepted, if it is."""
        for one in self._by_line.get(found.line, []):
            if one.code == found.violation.code:
                one.used = True
                return found._replace(accepted=one.reason)
        return found

    def unused(self) -> Iterator[_Exception]:
        """Give the exceptions for which no warning was found."""
        return (one for each in self._by_row.values() for one in each if not one.used)


class Exceptions:
    """The accepted warnings of a package.

    Parameters
    ----------
    package
        The files, and those beside them.
    limits
        How many bytes of exceptions are read.

    Raises
    ------
    CannotRunError
        If there are more than that.
    """

    def __init__(self, package: Package, limits: Limits) -> None:
        rows: dict[str, list[_Exception]] = defaultdict(list)
        for table, exception in _read(package, limits):
            rows[table].append(exception)
        self._tables = {table: TableExceptions(some) for table, some in rows.items()}

    def of(self, table: str) -> TableExceptions | None:
        """Give those of one table; None if it has none."""
        return self._tables.get(table)

    def unused(self, judged: set[str]) -> list[Finding]:
        """Find exceptions that no longer apply, of tables that were judged as a whole, in order of lines."""
        names = self._tables.keys() & judged
        return sorted(_unused(one, name) for name in names for one in self._tables[name].unused())


def _unused(one: _Exception, table: str) -> Finding:
    message = f"{quote(one.row)} of {table} has no warning {one.code}"
    violation = Violation("exception-unused", message, "delete this row, or correct its key or code")
    return Finding(one.line, _COLUMNS.index("row") + 1, violation, "row", one.row)


def _read(package: Package, limits: Limits) -> Iterator[tuple[str, _Exception]]:
    """Read the exceptions that can be read; what is wrong with the others is said where they are checked."""
    beside = package.beside.get(TABLE)
    if beside is None:
        return
    with suppress(FileNotFoundError, UnsafeFileError), beside.open() as file:
        if os.fstat(file.fileno()).st_size > limits.exceptions:
            raise CannotRunError(
                f"{escape(str(beside.path))} has more than {limits.exceptions >> 20} MiB; so many warnings "
                "are no exceptions, correct the rows that they are about"
            )
        header: list[str] = []
        for chunk in read_chunks(file, limits):
            for line, row in zip(chunk.lines, chunk.rows, strict=True):
                if not header:
                    header = row
                elif len(row) == len(header) and set(header) >= set(_COLUMNS):
                    table, key, code, reason = (row[header.index(name)] for name in _COLUMNS)
                    if code in ACCEPTABLE:
                        yield table, _Exception(line, key, code, reason)
