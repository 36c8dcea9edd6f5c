"""Reading the sheets of an Excel workbook.

Of a workbook only cells are wanted, and how they look. So its XML is read here: a library for workbooks makes
objects of all that is in one, which one merged range in a stranger's file can let take hours.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from kz_bri_data.errors import CannotRunError
from kz_bri_data.spreadsheets.number_formats import BUILT_IN, date_parts, is_date, is_percent
from kz_bri_data.spreadsheets.sheets import LAST_ROW, Cell, Sheet, rows_of

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_AS_TYPED = ("General", "@", "0")


class _Look(NamedTuple):
    """Number format of a cell, and whether it is struck out."""

    form: str
    struck: bool


class _Workbook(NamedTuple):
    """What the sheets of a workbook share."""

    texts: list[str]
    looks: list[_Look]
    first_day: datetime.datetime


def xlsx_sheets(content: bytes, path: Path) -> list[Sheet]:
    """Read the sheets of a workbook, once its size is checked.

    Raises
    ------
    CannotRunError
        If there is too much in it, or no sheet.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        main = _related(archive, "", "/officeDocument").get("", "xl/workbook.xml")
        root = _parsed(archive, main)
        settings = _first(root, "workbookPr")
        from_1904 = settings is not None and settings.get("date1904") in ("1", "true")
        texts = _texts(archive, main)
        first_day = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30)
        workbook = _Workbook(texts, _looks(archive, main), first_day)
        parts = _related(archive, main, "/worksheet")
        sheets = [one for one in root.iter() if _name(one) == "sheet" and _id(one) in parts]
        if not sheets:
            raise CannotRunError(f"{path} has no sheet; save the spreadsheet again")
        return [_sheet(archive, parts[_id(one)], one.get("name", ""), workbook, path) for one in sheets]


def _sheet(archive: zipfile.ZipFile, part: str, name: str, workbook: _Workbook, path: Path) -> Sheet:
    root = _parsed(archive, part)
    hidden: dict[int, bool] = {}
    struck: dict[int, None] = {}
    rows = rows_of(_cells(root, workbook, hidden, struck), path)
    merged = [one.get("ref", "") for one in root.iter() if _name(one) == "mergeCell"]
    comments = [
        one.get("ref", "")
        for other in _related(archive, part, "/comments").values()
        for one in _parsed(archive, other).iter()
        if _name(one) == "comment" and _at(one.get("ref", ""))[0] > 1
    ]
    filled = [row[0].row for row in rows]
    return Sheet(
        name,
        rows,
        tuple(merged),
        tuple(number for number in filled if hidden.get(number)),
        tuple(number for number in filled if number in struck),
        tuple(comments),
    )


def _cells(
    root: ElementTree.Element, workbook: _Workbook, hidden: dict[int, bool], struck: dict[int, None]
) -> Iterator[Cell]:
    number = 0
    for row in root.iter():
        if _name(row) != "row":
            continue
        number = int(row.get("r") or number + 1)
        if number > LAST_ROW:
            return
        hidden[number] = row.get("hidden") in ("1", "true")
        column = 0
        for element in row:
            column = _at(element.get("r", ""))[1] or column + 1
            look = workbook.looks[int(element.get("s", "0"))]
            cell = _cell(element, number, column, look.form, workbook)
            if cell:
                if look.struck:
                    struck[number] = None
                yield cell


def _cell(element: ElementTree.Element, row: int, column: int, form: str, workbook: _Workbook) -> Cell | None:
    kind, value = element.get("t", "n"), _text_of(_first(element, "v"))
    if _first(element, "f") is not None:
        return Cell(row, column, "formula", "")
    if kind == "inlineStr":
        return Cell(row, column, "text", _unescaped(_joined(_first(element, "is"))))
    if value == "":
        return None
    if kind == "s":
        return Cell(row, column, "text", workbook.texts[int(value)])
    if kind == "b":
        return Cell(row, column, "boolean", "TRUE" if value == "1" else "FALSE")
    if kind == "e":
        return Cell(row, column, "error", value)
    if kind == "d":
        return _day(row, column, datetime.datetime.fromisoformat(value.removesuffix("Z")), form)
    if kind == "str":
        return Cell(row, column, "text", _unescaped(value))
    if is_date(form):
        day = workbook.first_day + datetime.timedelta(days=float(value))
        return _day(row, column, day, form)
    return _number(row, column, value, form)


def _number(row: int, column: int, value: str, form: str) -> Cell:
    # A spreadsheet keeps "39%" as 0.39 and only shows it so.
    number = float(value)
    exact = Decimal(repr(number)) * (100 if is_percent(form) else 1)
    text = f"{exact:f}"
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    percent = "%" if is_percent(form) else ""
    return Cell(row, column, "number", plain + percent, number, shows="" if form in _AS_TYPED else form)


def _day(row: int, column: int, day: datetime.datetime, form: str) -> Cell:
    # Fractions of a day are not exact to the microsecond.
    day = (day + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
    at_midnight = day.time() == datetime.time()
    text = day.date().isoformat() if at_midnight else day.isoformat(" ")
    return Cell(row, column, "date", text, day=day, shows=date_parts(form) if is_date(form) else "ymd")


def _texts(archive: zipfile.ZipFile, main: str) -> list[str]:
    """Read the texts that cells name by their number."""
    return [
        _unescaped(_joined(one))
        for part in _related(archive, main, "/sharedStrings").values()
        for one in _parsed(archive, part)
    ]


def _joined(element: ElementTree.Element | None) -> str:
    """Give a text of one or more pieces, without what says how Chinese is pronounced."""
    if element is None:
        return ""
    pieces = (one for part in element if _name(part) != "rPh" for one in part.iter() if _name(one) == "t")
    return "".join(map(_text_of, pieces))


def _unescaped(text: str) -> str:
    """Give the characters that the file format writes by their numbers; a break within a line is one."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")


def _looks(archive: zipfile.ZipFile, main: str) -> list[_Look]:
    """Read what cells look like, which they name by its number."""
    looks: list[_Look] = []
    for part in _related(archive, main, "/styles").values():
        root = _parsed(archive, part)
        forms = dict(BUILT_IN)
        for one in root.iter():
            if _name(one) == "numFmt":
                forms[int(one.get("numFmtId", "0"))] = one.get("formatCode", "General")
        struck = [_is_struck(font) for font in _children(root, "fonts")]
        for one in _children(root, "cellXfs"):
            font = int(one.get("fontId", "0"))
            form = forms.get(int(one.get("numFmtId", "0")), "General")
            looks.append(_Look(form, font < len(struck) and struck[font]))
    return looks or [_Look("General", False)]


def _is_struck(font: ElementTree.Element) -> bool:
    strike = _first(font, "strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _related(archive: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """Name the parts of a kind that a part of the workbook relates to, by their identifiers."""
    folder, file = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{file}.rels")
    if listed not in archive.namelist():
        return {}
    found = {
        one.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
        for one in _parsed(archive, listed)
        if one.get("Type", "").endswith(kind) and one.get("TargetMode") != "External"
    }
    return {"": next(iter(found.values()))} if found and not part else found


def _parsed(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(part))


def _name(element: ElementTree.Element) -> str:
    """Name of an element without its namespace, which is another one in the strict form."""
    return element.tag.rpartition("}")[2]


def _first(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next((child for child in element if _name(child) == name), None)


def _children(element: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    parent = _first(element, name)
    return [] if parent is None else list(parent)


def _id(element: ElementTree.Element) -> str:
    return next((value for key, value in element.items() if key.endswith("}id")), "")


def _text_of(element: ElementTree.Element | None) -> str:
    return "" if element is None else element.text or ""


def _at(place: str) -> tuple[int, int]:
    """Row and column of a place such as B3; zeros if it is none."""
    found = _PLACE.fullmatch(place)
    if not found:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column
