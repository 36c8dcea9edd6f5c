"""Cutting the content of a file into cells to be fixed, with nothing lost."""

from __future__ import annotations

import io
from collections import Counter
from typing import NamedTuple

from kz_bri_data._catalogue import TableDescription
from kz_bri_data._csv_writing import csv_text
from kz_bri_data._file_kinds import START, FileKind, file_kind
from kz_bri_data._foreign_csv import ForeignCsv, day_first, points_in_doubt, read_csv, readings_of_point
from kz_bri_data._text_safety import escape
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.reading.csv_reader import read_chunks
from kz_bri_data.validation.reporting.problems import Problem
from kz_bri_data.validation.rules.cells import SURROGATE, not_utf8
from kz_bri_data.validation.rules.file_causes import OLD_ENCODINGS, cause_of_file, with_encoding
from kz_bri_data.validation.rules.header import check_header
from kz_bri_data.validation.rules.suggestions import holds_dates

# What the reader complains of and writing the rows anew fixes. Any other complaint means that a line
# could not be cut into cells.
_FIXED_BY_WRITING = ("bom", "line-end", "row-blank", "quote-needless", "row-quoted")


class BlockedError(Exception):
    """A file that cannot be fixed before a person has fixed one problem."""

    def __init__(self, path: str, line: int, column: int, violation: Violation) -> None:
        code, message, hint = violation
        self.problem = Problem(path, line, column, "", code, "error", "", message, hint)


class Content(NamedTuple):
    """What is in a file.

    Attributes
    ----------
    header
        Its first row as it stands.
    names
        The names of its columns, in that order.
    lines, rows
        The line at which each row begins, and its cells.
    """

    header: list[str]
    names: list[str]
    lines: list[int]
    rows: list[list[str]]


def read_rows(raw: bytes, table: TableDescription, path: str, fixed: Counter[str]) -> Content:
    """Cut a file into cells.

    Parameters
    ----------
    raw
        Content of the file.
    table
        Its table.
    path
        What to call it.
    fixed
        Counts what of its form is right once the rows are written anew.

    Raises
    ------
    BlockedError
        If a line cannot be cut into the columns of the table.
    CannotRunError
        If something was lost, which no file should bring about.
    """
    raw = as_ours(raw, table, path, fixed)
    _check_kind(raw, table, path)
    if b"\n" not in raw and b"\r" in raw:
        fixed["line-end"] += 1
        raw = raw.replace(b"\r", b"\n")
    raw = _without_headers(raw, fixed)
    lines, cells = cut(raw, path, fixed)
    _check_nothing_lost(raw, cells, path)
    cells = _without_empty_columns(cells, fixed)
    names = [cell.strip() for cell in cells[0]]
    if names != cells[0]:
        fixed["blanks"] += 1
    for column, violation in check_header(table, names):
        # A column more may hold anything; one less may hide under a name that is not known.
        if violation.code != "column-order":
            raise BlockedError(path, lines[0], column or 1, violation)
    return Content(cells[0], names, lines[1:], cells[1:])


def as_ours(raw: bytes, table: TableDescription, path: str, fixed: Counter[str]) -> bytes:
    """Write a CSV of other settings with commas and in UTF-8, and its dates as the settings mean them.

    Raises
    ------
    BlockedError
        If it has a number whose point may divide thousands.
    CannotRunError
        If it cannot be cut into cells.
    """
    names = list(table.by_name)
    kind = file_kind(raw[:START], names)
    if kind.kind != "table" or not kind.header_line:
        return raw
    wide = kind.encoding.startswith(("utf-16", "utf-32"))
    header = raw.splitlines()[kind.header_line - 1].removeprefix(b"\xef\xbb\xbf")
    wrapped = header.endswith(b";") or (header[:1] == header[-1:] == b'"' and header.count(b'"') == 2)
    if kind.separator == "," and not wide and not wrapped and not _is_old(raw, kind):
        return raw
    try:
        found = read_csv(raw, names)
    except CannotRunError as error:
        raise CannotRunError(f"{escape(path)} {error}") from None
    fixed["row-quoted" if found.were_wrapped else "separator" if kind.separator != "," else "encoding"] += 1
    dates = {name for name, column in table.by_name.items() if holds_dates(column)}
    places = [place for place, name in enumerate(found.rows[0]) if name in dates]
    if found.day_comes_first:
        _check_points(found, table, path)
        for row in found.rows:
            for place in places:
                row[place : place + 1] = [day_first(cell) or cell for cell in row[place : place + 1]]
    return csv_text(found.rows).encode()


def _is_old(raw: bytes, kind: FileKind) -> bool:
    """Say whether a file is as a whole in an encoding from before Unicode; one in two is for a person."""
    return kind.encoding in OLD_ENCODINGS and not any(
        _is_utf8(line) for line in raw.splitlines() if not line.isascii()
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_headers(raw: bytes, fixed: Counter[str]) -> bytes:
    """Leave a blank line where the header stands again, so that every row keeps its line."""
    again = {
        found.line
        for chunk in read_chunks(io.BytesIO(raw))
        for found in chunk.findings
        if found.violation.code == "header-again"
    }
    if not again:
        return raw
    fixed["header-again"] += len(again)
    # Those lines are counted as what they are, and not as blank ones, too.
    fixed["row-blank"] -= len(again)
    lines = raw.split(b"\n")
    return b"\n".join(b"" if number in again else line for number, line in enumerate(lines, start=1))


def _check_points(found: ForeignCsv, table: TableDescription, path: str) -> None:
    """Fail where a number may be a thousand times what it seems: as written, it would be taken for right."""
    kinds = {name: column.type for name, column in table.by_name.items()}
    places = [place for place, name in enumerate(found.rows[0]) if kinds.get(name) == "number"]
    cells = [
        (line, place, row[place])
        for line, row in zip(found.lines, found.rows, strict=True)
        for place in places
        if place < len(row)
    ]
    in_doubt = points_in_doubt(cell for _, _, cell in cells)
    wrong = [one for one in cells if one[2] in in_doubt]
    if wrong:
        line, place, cell = wrong[0]
        more = f" (and {len(wrong) - 1:,} more like it)" if len(wrong) > 1 else ""
        message = f'{found.rows[0][place]}: "{cell}" has two readings{more}'
        raise BlockedError(path, line, place + 1, Violation("type", message, readings_of_point(cell)))


def _check_kind(raw: bytes, table: TableDescription, path: str) -> None:
    """Fail if the file is no CSV, or has its header below other lines, in the words of the validator."""
    names = list(table.by_name)
    cause = cause_of_file(file_kind(raw[:START], names), raw[:START], names, path)
    if cause and cause.violation.code in ("not-csv", "header-late"):
        raise BlockedError(path, cause.line, cause.column, cause.violation)


def _check_nothing_lost(raw: bytes, cells: list[list[str]], path: str) -> None:
    """Fail unless all that is in the file was read, whatever else of its form will be fixed."""
    form = b'",\r\n'  # of which rows with nothing in them are made
    read = csv_text(cells).encode("utf-8", "surrogateescape").translate(None, form)
    if read != raw.removeprefix(b"\xef\xbb\xbf").translate(None, form):
        raise CannotRunError(f"{escape(path)} was not read completely, so it was not changed; report this")


def _without_empty_columns(cells: list[list[str]], fixed: Counter[str]) -> list[list[str]]:
    """Drop columns without a name and without anything in them, as spreadsheets add them."""
    unnamed = {place for place, name in enumerate(cells[0]) if not name.strip()}
    empty = unnamed - {place for row in cells for place in unnamed if row[place].strip()}
    if not empty:
        return cells
    fixed["column-extra"] += len(empty)
    return [[cell for place, cell in enumerate(row) if place not in empty] for row in cells]


def cut(content: bytes, path: str, fixed: Counter[str]) -> tuple[list[int], list[list[str]]]:
    """Cut a file into rows, header first, and say at which line each begins; errors as in `read_rows`."""
    lines: list[int] = []
    rows: list[list[str]] = []
    for chunk in read_chunks(io.BytesIO(content)):
        for found in chunk.findings:
            if found.violation.code not in _FIXED_BY_WRITING:
                raise BlockedError(path, found.line, found.column, found.violation)
            fixed[found.violation.code] += 1
        lines += chunk.lines
        rows += chunk.rows
        width = len(rows[0]) if rows else 0
        for line, row in zip(chunk.lines, chunk.rows, strict=True):
            if len(row) != width:
                code = "row-short" if len(row) < width else "row-long"
                message = f"the row has {len(row)} cells, the header {width}"
                raise BlockedError(path, line, 1, Violation(code, message, "give every column its cell"))
            _check_letters(content, path, line, row)
    if not rows:
        raise BlockedError(path, 1, 1, Violation("file-empty", "the file is empty", "write a header"))
    return lines, rows


def _check_letters(content: bytes, path: str, line: int, row: list[str]) -> None:
    """Fail where a cell is not UTF-8, in the words of the validator."""
    for column, cell in enumerate(row, start=1):
        if SURROGATE.search(cell):
            found = with_encoding(file_kind(content[:START]), Finding(line, column, not_utf8(cell)))
            raise BlockedError(path, line, column, found.violation)


def rows_that_can_be_read(content: bytes) -> tuple[list[list[str]], bool]:
    """Cut a file into the rows that are as wide as its header, header first; say whether these are all."""
    rows: list[list[str]] = []
    are_all = True
    for chunk in read_chunks(io.BytesIO(content)):
        rows += chunk.rows
        are_all = are_all and not chunk.lost_lines()
    right = [row for row in rows if len(row) == len(rows[0])]
    return right or [[]], are_all and len(right) == len(rows) > 0
