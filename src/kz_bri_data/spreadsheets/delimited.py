"""Reading a CSV of any settings as a sheet."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from kz_bri_data._foreign_csv import day_first, read_csv
from kz_bri_data.errors import CannotRunError
from kz_bri_data.spreadsheets.sheets import Cell, Sheet, rows_of

_NUMBER = re.compile(r"-?[0-9]{1,300}(?:[.,][0-9]{1,300})?(?:[eE][+-]?[0-9]{1,3})?%?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def delimited_sheet(content: bytes, path: Path, headings: Collection[str]) -> Sheet:
    """Read a table of text, whatever divides its cells.

    Parameters
    ----------
    content
        What is in the file.
    path
        Its name, which is that of the sheet.
    headings
        What a heading may be.

    Raises
    ------
    CannotRunError
        If it cannot be read, or there is too much in it.
    """
    try:
        found = read_csv(content, headings)
    except CannotRunError as error:
        raise CannotRunError(f"{path} {error}") from None
    cells = (
        _cell(number, column, text, found.day_comes_first)
        for number, row in enumerate(found.rows, start=1)
        for column, text in enumerate(row, start=1)
    )
    guessed = "" if found.kind.encoding.startswith("utf") else found.kind.encoding
    by_semicolons = found.day_comes_first
    return Sheet(
        path.stem,
        rows_of(cells, path),
        day_comes_first=by_semicolons,
        points_may_divide=by_semicolons,
        encoding=guessed,
    )


def _cell(row: int, column: int, text: str, by_semicolons: bool) -> Cell:
    number = day = None
    if len(text) <= 300 and _NUMBER.fullmatch(text):
        decimal = text.rstrip("%").replace(",", ".") if by_semicolons else text.rstrip("%")
        with suppress(ValueError):
            number = float(decimal) / (100 if text.endswith("%") else 1)
    elif iso := text if _DAY.fullmatch(text) else day_first(text):
        with suppress(ValueError):
            day = datetime.datetime.fromisoformat(iso)
    return Cell(row, column, "text", text, number, day)
