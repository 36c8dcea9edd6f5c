"""Reading the sheets of an OpenDocument spreadsheet, which LibreOffice writes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from kz_bri_data.errors import CannotRunError
from kz_bri_data.spreadsheets.sheets import LAST_ROW, Cell, Sheet, column_letters, rows_of

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TABLE, _TEXT, _STYLE = (_SPACE % name for name in ("office", "table", "text", "style"))
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9.]+)?")
_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "Err:")


def ods_sheets(content: bytes, path: Path) -> list[Sheet]:
    """Read the sheets of a spreadsheet, once its size is checked.

    Raises
    ------
    CannotRunError
        If there is too much in it, or nothing.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # Parsed as a whole: it is at most LARGEST bytes, and declares no entities.
        root = ElementTree.fromstring(archive.read("content.xml"))
    struck_styles = {
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        for text in style.iter(f"{_STYLE}text-properties")
        if text.get(f"{_STYLE}text-line-through-style", "none") != "none"
    }
    tables = list(root.iter(f"{_TABLE}table"))
    if not tables:
        raise CannotRunError(f"{path} has no sheet; save the spreadsheet again")
    return [_Reader(table, struck_styles).sheet(path) for table in tables]


class _Reader:
    """Reads one sheet, and keeps what its cells look like."""

    def __init__(self, table: ElementTree.Element, struck_styles: set[str]) -> None:
        self._table = table
        self._struck_styles = struck_styles
        self._merged: list[str] = []
        self._hidden: list[int] = []
        self._struck: dict[int, None] = {}
        self._comments: list[str] = []

    def sheet(self, path: Path) -> Sheet:
        rows = rows_of(self._cells(), path)
        filled = {row[0].row for row in rows}
        hidden = tuple(number for number in self._hidden if number in filled)
        name = self._table.get(f"{_TABLE}name", "")
        return Sheet(name, rows, tuple(self._merged), hidden, tuple(self._struck), tuple(self._comments))

    def _cells(self) -> Iterator[Cell]:
        number = 1
        for row in self._table.iter(f"{_TABLE}table-row"):
            times = _repeated(row, "rows")
            # What is repeated to the end of the sheet is empty, but for its looks.
            filled = any(_is_filled(cell) for cell in row if cell.tag in _CELLS)
            for same in range(number, min(number + times, LAST_ROW + 1)) if filled else ():
                if row.get(f"{_TABLE}visibility", "visible") != "visible":
                    self._hidden.append(same)
                yield from self._cells_of(row, same)
            if not filled:
                for _ in self._cells_of(row, number):
                    pass
            number += times

    def _cells_of(self, row: ElementTree.Element, number: int) -> Iterator[Cell]:
        column = 1
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            times = _repeated(cell, "columns")
            self._note(cell, number, column)
            if _is_filled(cell):
                for same in range(column, column + times):
                    yield _cell(cell, number, same)
            column += times

    def _note(self, cell: ElementTree.Element, row: int, column: int) -> None:
        """Keep what is said by the looks of a cell, and beside it."""
        high, wide = (int(cell.get(f"{_TABLE}number-{one}-spanned", "1")) for one in ("rows", "columns"))
        here = f"{column_letters(column)}{row}"
        if max(high, wide) > 1:
            self._merged.append(f"{here}:{column_letters(column + wide - 1)}{row + high - 1}")
        if cell.get(f"{_TABLE}style-name") in self._struck_styles and len(cell):
            self._struck[row] = None
        if row > 1 and cell.find(f"{_OFFICE}annotation") is not None:
            self._comments.append(here)


def _is_filled(cell: ElementTree.Element) -> bool:
    return bool(cell.get(f"{_OFFICE}value-type") or cell.get(f"{_TABLE}formula"))


def _repeated(element: ElementTree.Element, what: str) -> int:
    return max(int(element.get(f"{_TABLE}number-{what}-repeated", "1")), 1)


def _cell(cell: ElementTree.Element, row: int, column: int) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type", "string")
    shown = _shown(cell)
    if cell.get(f"{_TABLE}formula"):
        return Cell(row, column, "formula", "")
    if shown.startswith(_ERRORS) and kind != "string":
        return Cell(row, column, "error", shown)
    if kind == "boolean":
        return Cell(row, column, "boolean", cell.get(f"{_OFFICE}boolean-value", "").upper())
    if kind in ("float", "percentage", "currency"):
        value = float(cell.get(f"{_OFFICE}value", "nan"))
        percent = kind == "percentage"
        plain = f"{value * 100:.15g}%" if percent else _digits(cell.get(f"{_OFFICE}value", ""))
        return Cell(row, column, "number", plain, value, shows="" if shown == plain else shown)
    if kind == "date":
        day = datetime.datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", "")[:19])
        at_midnight = day.time() == datetime.time()
        text = day.date().isoformat() if at_midnight else day.isoformat(" ")
        return Cell(row, column, "date", text, day=day, shows=_date_parts(shown, day))
    if kind == "time":
        return Cell(row, column, "date", shown, shows="")
    return Cell(row, column, "text", shown)


def _shown(cell: ElementTree.Element) -> str:
    """Give what the program shows, without comments: paragraphs are lines."""
    return "\n".join(_words(paragraph) for paragraph in cell.findall(f"{_TEXT}p"))


def _words(element: ElementTree.Element) -> str:
    said = element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":  # several blanks, which XML would not keep
            said += " " * min(int(child.get(f"{_TEXT}c", "1")), 1000)
        elif child.tag == f"{_TEXT}tab":
            said += "\t"
        elif child.tag == f"{_TEXT}line-break":
            said += "\n"
        elif child.tag != f"{_OFFICE}annotation":
            said += _words(child)
        said += child.tail or ""
    return said


def _digits(text: str) -> str:
    """Write a number without an exponent."""
    if "e" not in text.lower():
        return text
    plain = f"{float(text):.30f}" if abs(float(text)) < 1 else f"{float(text):.0f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _date_parts(shown: str, day: datetime.datetime) -> str:
    """Say which parts of a date are shown, by how many figures and names there are."""
    words = re.findall(r"[^\W\d_]{3,}|[0-9]+", _TIME.sub("", shown))
    has_name = any(word[0].isalpha() for word in words)
    figures = [int(word) for word in words if word[0].isdigit()]
    has_year = day.year in figures or (
        day.year % 100 in figures and (len(figures) + has_name > 2 or day.day not in figures)
    )
    others = len(figures) - has_year + has_name
    parts = ["y"] * has_year + ["m"] * (others > 0) + ["d"] * (others > 1)
    return "".join(parts)
