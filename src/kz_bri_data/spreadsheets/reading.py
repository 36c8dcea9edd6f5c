"""Reading a filled-in spreadsheet back, as text, whoever made it."""

from __future__ import annotations

import datetime
import io
import os
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kz_bri_data import loaders
from kz_bri_data.errors import CannotRunError, MissingExtraError
from kz_bri_data.validation.files import UnsafeFileError, open_plain
from kz_bri_data.validation.header import check_header
from kz_bri_data.validation.problems import quote
from kz_bri_data.validation.rules import TableRules, read_rules

if TYPE_CHECKING:
    from kz_bri_data._names import TableName

# More than any sheet that a person fills in, unpacked; and it is unpacked here before it is parsed. What
# is parsed takes room and time by its tags: all our observations in one sheet have some 140,000.
LARGEST = 1 << 23
MOST_PARTS = 1000
MOST_TAGS = 400_000

# Cells of the sheet, those that are empty included, up to the last one of each row.
_MOST_CELLS = 1_000_000
_LAST_ROW = 1_048_576

# Parts of a number format that are shown as they are: in quotes, after a backslash, as a blank or a filler.
_LITERAL = re.compile(r'"[^"]*"|[\\_*].')


def read_spreadsheet(path: str | os.PathLike[str]) -> tuple[TableName, list[dict[str, str]]]:
    """Read the rows of the sheet that is named like a table.

    Parameters
    ----------
    path
        An xlsx file, such as `write_template` makes. Columns may be in another order, and columns
        that need not be filled may be missing. Blank rows are left out.

    Returns
    -------
    tuple of str and list of dict of str to str
        Name of the table, and its rows by column, in the order of the schema: each cell as it was
        typed. What the spreadsheet turned into a number or a date is written plainly.

    Raises
    ------
    MissingExtraError
        If openpyxl is not installed.
    CannotRunError
        If it is no xlsx or a very large one, if no or more than one sheet is named like a table, if a
        heading is no column of it, or if a cell holds a formula or an error.
    """
    try:
        from openpyxl import load_workbook
    except ModuleNotFoundError as error:
        raise MissingExtraError("openpyxl", "excel") from error
    content = _checked(Path(path))
    try:
        with warnings.catch_warnings():  # about features that we have no use for
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            sheet, rules = _choose(workbook, path)
            sheet.reset_dimensions()  # which the file states, however wrongly
            rows = _rows(_filled(sheet, path), rules, path)
    except CannotRunError:
        raise
    except Exception as error:  # a stranger's file can break the library anywhere
        raise CannotRunError(
            f"{path} is not an xlsx file that can be read ({type(error).__name__})"
        ) from None
    return cast("TableName", rules.name), rows


def _checked(path: Path) -> bytes:
    """Content of the file, once it is sure that nothing in it unpacks to more than it may."""
    try:
        with open_plain(path) as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise CannotRunError(f"{path} does not exist") from None
    except UnsafeFileError as error:
        raise CannotRunError(f"{path} {error}") from None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if max(len(content), size) > LARGEST or len(parts) > MOST_PARTS:
                raise CannotRunError(f"{path} unpacks to more than {LARGEST >> 20} MiB, too much to import")
            tags = 0
            for part in parts:
                unpacked = archive.read(part)
                # Entities can make much of little, and no spreadsheet has any.
                if b"<!DOCTYPE" in unpacked.replace(b"\0", b""):
                    raise CannotRunError(f"{path} declares entities, which no spreadsheet needs")
                tags += unpacked.count(b"<")
            if tags > MOST_TAGS:
                raise CannotRunError(f"{path} has more than {MOST_TAGS:,} tags, too many to import; split it")
    except CannotRunError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
        raise CannotRunError(f"{path} is not an xlsx file; save it as Excel workbook (.xlsx)") from None
    return content


def _choose(workbook: Any, path: str | os.PathLike[str]) -> tuple[Any, TableRules]:
    rules = read_rules(loaders.descriptor())
    found = [name for name in workbook.sheetnames if name in rules]
    if len(found) != 1:
        there = ", ".join(map(quote, (found or workbook.sheetnames)[:10]))
        what = "more than one sheet" if found else "no sheet"
        raise CannotRunError(
            f"{path} has {what} that is named like a table ({there}); a template has one, "
            f"such as {quote(next(iter(rules)))}"
        )
    return workbook[found[0]], rules[found[0]]


def _filled(sheet: Any, path: str | os.PathLike[str]) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """Give the first row and each that has something in it, as cells and as text."""
    cells = length = 0
    for number, row in enumerate(sheet.iter_rows(max_row=_LAST_ROW)):
        texts = [_text(cell, path) for cell in row]
        cells += len(row)
        # One text of a file may stand in any number of cells.
        length += sum(map(len, texts))
        if cells > _MOST_CELLS or length > LARGEST:
            raise CannotRunError(f"{path} has too much in its cells to import; split it")
        if not number or any(texts):
            yield row, texts


def _rows(
    filled: Iterator[tuple[tuple[Any, ...], list[str]]], rules: TableRules, path: str | os.PathLike[str]
) -> list[dict[str, str]]:
    _, header = next(filled, ((), []))
    names = [text.strip() for text in header]
    while names and not names[-1]:
        names.pop()
    for number, (code, message, hint) in check_header(rules, names):
        if code in ("column-extra", "column-duplicate") or (code == "column-missing" and not names):
            raise CannotRunError(f"{path}, heading {number}: {message}; {hint}")
    rows = []
    for row, texts in filled:
        if any(texts[len(names) :]):
            stray = next(
                cell for cell, text in zip(row, texts, strict=True) if text and cell.column > len(names)
            )
            raise CannotRunError(
                f"{path}: cell {stray.coordinate} stands under no heading; move or delete it"
            )
        typed = dict(zip(names, texts, strict=False))
        rows.append({name: typed.get(name, "") for name in rules.fields})
    return rows


def _text(cell: Any, path: str | os.PathLike[str]) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise CannotRunError(f"{path}: cell {cell.coordinate} holds a formula; put its value there")
    if cell.data_type == "e":
        raise CannotRunError(f"{path}: cell {cell.coordinate} holds the error {quote(str(value))}")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        # A spreadsheet keeps "39%" as 0.39 and only shows it so.
        percent = "%" in _LITERAL.sub("", cell.number_format or "")
        return f"{_plain(Decimal(repr(value)) * 100)}%" if percent else _plain(Decimal(repr(value)))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    # Excel writes a carriage return in this way, as a part of a line break.
    return str(value).replace("_x000D_\n", "\n").replace("_x000D_", "\n")


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
