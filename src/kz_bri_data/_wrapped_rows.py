"""Rows that a spreadsheet took for one cell each, and quoted as a whole when it saved them.

Excel divides a CSV by the mark that the settings of the computer name: in Russian, Kazakh or German ones that
is the semicolon. Of a CSV with commas it makes one column, and writes every cell of it with a quote or
semicolon in quotes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence


def row_in_cell(cell: str, width: int, separator: str = ",") -> list[str] | None:
    """Cut a cell that holds a whole row.

    Parameters
    ----------
    cell
        The cell, without the quotes around it.
    width
        How many cells a row has.
    separator
        What divides them.

    Returns
    -------
    list of str or None
        The cells of the row; None if it has another number of them, or its quotes are not in pairs.

    Examples
    --------
    >>> row_in_cell('CHN,"China, the",country', 3)
    ['CHN', 'China, the', 'country']
    >>> row_in_cell("CHN,China", 3)
    """
    if cell.count(separator) < width - 1 or width < 2:
        return None
    rows = _cut(cell, separator, strict=True)
    return rows[0] if rows is not None and list(map(len, rows)) == [width] else None


def row_in_line(line: str, width: int) -> list[str] | None:
    """Cut a line that holds a row in quotes, divided at the semicolons of its texts.

    Parameters
    ----------
    line
        The line as it stands.
    width
        How many cells a row has.

    Returns
    -------
    list of str or None
        The cells of the row; None if it has another number of them, or the line is no such row.

    Examples
    --------
    >>> row_in_line('"CHN,""China";" the"",country"', 3)
    ['CHN', 'China; the', 'country']
    >>> row_in_line('CHN,The "middle" kingdom,country', 3)
    """
    rows = _cut(line, ";", strict=True)
    whole = ";".join(rows[0]) if rows else line
    return row_in_cell(whole, width) if whole != line else None


def unwrapped(text: str, columns: Sequence[str]) -> str | None:
    r"""Give a CSV as it was before such a spreadsheet saved it.

    Parameters
    ----------
    text
        The whole file.
    columns
        Names of the columns of its table, in any order.

    Returns
    -------
    str or None
        The text with commas between cells and LF at the end of lines. A row that was typed into the
        spreadsheet with one cell for each column is one row of it. None if the header is another, or no
        row is quoted as a whole or filled up with semicolons.

    Examples
    --------
    >>> unwrapped('area,name,kind\n"CHN,""China, the"",country"\n', ["area", "name", "kind"])
    'area,name,kind\nCHN,"China, the",country\n'
    """
    rows = _cut(text.removeprefix("\ufeff"), ";")
    if not rows:
        return None
    padding = len(rows[0]) - len(_without_padding(rows[0]))
    rows = [_without_padding(row, padding) for row in rows]
    header = row_in_cell(";".join(rows[0]), len(columns))
    if header is None or set(header) != set(columns):
        return None
    if not padding and not any(_is_wrapped(line, len(columns)) for line in text.splitlines()):
        return None
    return "\n".join(_unwrapped_row(row, len(columns)) for row in rows) + "\n"


def _is_wrapped(line: str, width: int) -> bool:
    """Say whether a line is a row that is quoted as a whole."""
    rows = _cut(line.rstrip(";"), ",") if line.startswith('"') else None
    return rows is not None and len(rows[0]) == 1 and row_in_cell(rows[0][0], width) is not None


def _cut(text: str, separator: str, *, strict: bool = False) -> list[list[str]] | None:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict))
    except csv.Error:
        return None


def _without_padding(row: list[str], most: int | None = None) -> list[str]:
    """Take the empty cells off the end of a row, as many as stand at the end of the header."""
    end = len(row)
    while end > 1 and not row[end - 1] and (most is None or len(row) - end < most):
        end -= 1
    return row[:end]


def _unwrapped_row(row: list[str], width: int) -> str:
    whole = ";".join(row)
    if len(row) == width and whole.count(",") < width - 1:
        written = io.StringIO()
        csv.writer(written, lineterminator="").writerow(row)
        return written.getvalue()
    return whole
