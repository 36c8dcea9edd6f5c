"""What a cell of a sheet says in a column of a table, and whether it says what is there already."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Literal

from kz_bri_data._catalogue import Column
from kz_bri_data._foreign_csv import day_first
from kz_bri_data._text_safety import quote
from kz_bri_data.spreadsheets.sheets import Cell
from kz_bri_data.validation.rules.suggestions import holds_dates

_PLAIN = re.compile(r"-?[0-9]{1,300}(?:\.[0-9]{1,300})?")
_GROUPED = re.compile(r"-?[0-9]{1,300}\.[0-9]{3}")
_TWO_OF_A_DATE = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})")
_AGAIN = "format the cell as text and type it again"
# A column of these holds the words of a source, of which no digit and no mark may be lost.
_AS_PRINTED = "_as_printed"


class CellRefusedError(Exception):
    """A cell that is not taken, with the reason in words."""


def cell_text(cell: Cell, column: Column, *, day_comes_first: bool = False) -> str:
    """Give what a cell says, as it is written in the table.

    Parameters
    ----------
    cell
        The cell.
    column
        Its column.
    day_comes_first
        Whether 05.03.2024 is the fifth of March.

    Returns
    -------
    str
        A date no more exact than the program shows it. What is typed as text is given as it is.

    Raises
    ------
    CellRefusedError
        If it holds a formula or an error, or if what was typed is lost: what the program made a date or a
        number of in a column of text, and dates of which it does not show the year.
    """
    if cell.kind == "formula":
        raise CellRefusedError("holds a formula; put its value there")
    if cell.kind == "error":
        raise CellRefusedError(f"holds the error {quote(cell.text)}; put what belongs there")
    if cell.kind == "date":
        return _date(cell, column)
    if cell.kind == "number" and column.type == "string":
        return _number_in_text(cell, column)
    iso = day_first(cell.text) if day_comes_first and holds_dates(column) else None
    return iso or cell.text


def _date(cell: Cell, column: Column) -> str:
    if not holds_dates(column):
        what = {"string": "text", "integer": "whole numbers", "number": "numbers"}[column.type]
        raise CellRefusedError(
            f"is a date, and {column.name} holds {what}: the program made it of what was typed, such as 2-3; "
            f"{_AGAIN}"
        )
    if cell.day is None or "y" not in cell.shows:
        raise CellRefusedError(f"is a date of which no year is shown; {_AGAIN}, with its year")
    if "m" not in cell.shows:
        return f"{cell.day:%Y}"
    return cell.text if "d" in cell.shows else f"{cell.day:%Y-%m}"


def _number_in_text(cell: Cell, column: Column) -> str:
    if column.name.endswith(_AS_PRINTED):
        raise CellRefusedError(
            f"is a number, and {column.name} holds what the source prints, such as "
            f"{quote(column.example)}; {_AGAIN}, with its marks and zeros"
        )
    if cell.shows or not re.fullmatch("-?[0-9]{1,15}", cell.text):
        raise CellRefusedError(
            f"is a number, and {column.name} holds text: zeros at its end may be lost; {_AGAIN}"
        )
    return cell.text


def comes_from(cell: Cell, text: str) -> Literal["same", "marks", ""]:
    """Say whether a spreadsheet program may have made a cell of a text when it opened it.

    Parameters
    ----------
    cell
        The cell.
    text
        What the table has there.

    Returns
    -------
    str
        "same" if it says the same; "marks" if it does only where a point divides thousands, or a comma
        decimals; else empty.

    Examples
    --------
    >>> comes_from(Cell(2, 1, "number", "367", 367.0), "367,000")
    'marks'
    >>> comes_from(Cell(2, 1, "number", "9.12", 9.12), "9.120")
    'same'
    """
    if cell.text == text:
        return "same"
    if cell.number is not None:
        bare = text.rstrip("%").strip()
        number = cell.number * (100 if text.endswith("%") else 1)
        if _PLAIN.fullmatch(bare) and math.isclose(float(bare), number, rel_tol=1e-14):
            return "same"
        return "marks" if any(math.isclose(one, number, rel_tol=1e-14) for one in _by_marks(bare)) else ""
    if cell.day is None:
        return ""
    day = cell.day
    if text == day.date().isoformat():
        return "same"
    parts = _TWO_OF_A_DATE.fullmatch(text)
    same = parts is not None and sorted((int(parts[1]), int(parts[2]))) == sorted((day.month, day.day))
    return "marks" if same else ""


def is_grouped(text: str) -> bool:
    """Say whether a number has a point before three digits, which some settings take for thousands."""
    return _GROUPED.fullmatch(text) is not None


def _by_marks(text: str) -> Iterator[float]:
    if len(text) > 300:
        return
    no_blanks = re.sub("[ \u00a0\u202f'’€$£¥]", "", text)
    for plain in (
        no_blanks.replace(",", ""),
        no_blanks.replace(".", ""),
        no_blanks.replace(".", "").replace(",", "."),
    ):
        if _PLAIN.fullmatch(plain):
            yield float(plain)
