"""What was read of a sheet, whichever program wrote it: its cells, and how they look."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Literal, NamedTuple

from kz_bri_data.errors import CannotRunError

# More than any sheet that a person fills in.
LARGEST = 1 << 24
MOST_CELLS = 1_000_000
LAST_ROW = 1_048_576


class Cell(NamedTuple):
    """A cell that has something in it.

    Attributes
    ----------
    row, column
        Where it is, from 1.
    kind
        What the program holds it for.
    text
        What it says, written plainly: 48000, 39%, 2024-03-05, TRUE; of a formula nothing.
    number
        Its value if the program took it for a number, or may have done so; a percentage is a fraction.
    day
        Its value if the program took it for a date, or may have done so.
    shows
        Of a date what the program shows of it, as in "ymd"; of a number whether it is shown in a form of
        its own, such as "#,##0".
    """

    row: int
    column: int
    kind: Literal["text", "number", "date", "boolean", "formula", "error"]
    text: str
    number: float | None = None
    day: datetime.datetime | None = None
    shows: str = ""

    @property
    def place(self) -> str:
        """Its name in the program, such as B3."""
        return f"{column_letters(self.column)}{self.row}"


class Sheet(NamedTuple):
    """A sheet.

    Attributes
    ----------
    name
        As on its tab; of a CSV the name of the file.
    rows
        Rows that have something in them, from the top, each with its cells from the left.
    merged
        Ranges of merged cells, such as P2:P3.
    hidden, struck
        Numbers of the rows that are not shown, and of those with a cell that is struck out.
    comments
        Places of comments below the first row.
    day_comes_first
        Whether the settings that it was saved in write the day before the month.
    points_may_divide
        Whether the point of a number that is text may divide thousands: a workbook tells nothing of the
        settings in which it was typed.
    encoding
        The encoding of a CSV, where its letters had to tell it.
    """

    name: str
    rows: list[list[Cell]]
    merged: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    struck: tuple[int, ...] = ()
    comments: tuple[str, ...] = ()
    day_comes_first: bool = False
    points_may_divide: bool = True
    encoding: str = ""


def column_letters(number: int) -> str:
    """Name a column as spreadsheets do.

    Examples
    --------
    >>> [column_letters(number) for number in (1, 26, 27, 16384)]
    ['A', 'Z', 'AA', 'XFD']
    """
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def rows_of(cells: Iterable[Cell], path: object) -> list[list[Cell]]:
    """Put cells, row by row, into rows; blank texts are left out.

    Raises
    ------
    CannotRunError
        If there is more in them than a person fills in: one text of a file may stand in any number of cells.
    """
    rows: list[list[Cell]] = []
    count = length = 0
    for cell in cells:
        count += 1
        length += len(cell.text)
        if count > MOST_CELLS or length > LARGEST:
            raise CannotRunError(f"{path} has too much in its cells to import; split it")
        if cell.kind == "text" and not cell.text.strip():
            continue
        if not rows or rows[-1][0].row != cell.row:
            rows.append([])
        rows[-1].append(cell)
    return rows
