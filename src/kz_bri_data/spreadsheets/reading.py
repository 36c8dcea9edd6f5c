"""Reading a filled-in spreadsheet back, as text, whoever made it and in whatever settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kz_bri_data._catalogue import installed
from kz_bri_data._paths import as_path
from kz_bri_data._text_safety import quote
from kz_bri_data.errors import CannotRunError
from kz_bri_data.spreadsheets.archive import check_archive, read_bytes
from kz_bri_data.spreadsheets.delimited import delimited_sheet
from kz_bri_data.spreadsheets.headings import known_headings, named_table, problems_of
from kz_bri_data.spreadsheets.ods import ods_sheets
from kz_bri_data.spreadsheets.rows import RowsByKey, SheetReader, TableRows
from kz_bri_data.spreadsheets.sheets import Sheet
from kz_bri_data.spreadsheets.template import LISTS
from kz_bri_data.spreadsheets.xlsx import xlsx_sheets

if TYPE_CHECKING:
    from kz_bri_data._names import TableName

_MOST_LINES = 10


def read_spreadsheet(path: str | os.PathLike[str], there: RowsByKey | None = None) -> list[TableRows]:
    """Read the rows of every sheet that is for a table.

    Parameters
    ----------
    path
        An Excel workbook or an OpenDocument spreadsheet, whose sheets are named like tables, or a CSV named
        like its table, with any separator and in any encoding. Headings are names of columns or their
        labels in Russian, Kazakh or Chinese; columns may be in another order. Blank rows are left out.
    there
        Gives the rows that a table has, by their keys. A cell that a program made of the text that is
        there, such as the number 367 of "367,000", then says that text; so does a column that the sheet
        lacks.

    Returns
    -------
    list of TableRows
        One for each sheet that is for a table, referenced tables first.

    Raises
    ------
    CannotRunError
        If it is no spreadsheet or a very large one, if no sheet is for a table, or two are for one, if a
        heading is no column, or if cells cannot be taken: merged ones, those struck out, formulas and
        errors, and what the program made a date or a number of. It names all of them.
    """
    path = as_path(path)
    chosen = _choose(_sheets(path), path)
    read = [
        SheetReader(sheet, installed().tables[table], path, there(table) if there else {})
        for table, sheet in chosen
    ]
    problems = [problem for one in read for problem in one.problems]
    if problems:
        raise CannotRunError(_listed(f"{path} is not imported", problems))
    return [one.result() for one in read]


def _sheets(path: Path) -> list[Sheet]:
    kind, content = read_bytes(path)
    if kind not in ("xlsx", "ods"):
        return [delimited_sheet(content, path, known_headings())]
    check_archive(content, path)
    try:
        return xlsx_sheets(content, path) if kind == "xlsx" else ods_sheets(content, path)
    except (CannotRunError, MemoryError):
        raise
    except Exception as error:  # a stranger's file can be wrong in any way
        name = type(error).__name__
        raise CannotRunError(
            f"{path} cannot be read ({name}); open it in a spreadsheet program and save it again"
        ) from None


def _choose(sheets: list[Sheet], path: Path) -> list[tuple[TableName, Sheet]]:
    """Say which sheets are for which table, referenced tables first."""
    tables = installed().tables
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        table = named_table(sheet.name) or _by_headings(sheet, path)
        if table in found:
            two = f"{quote(found[table].name)} and {quote(sheet.name)}"
            raise CannotRunError(f"{path} has two sheets for {table}, {two}; put their rows into one")
        if table:
            found[table] = sheet
    if not found:
        names = ", ".join(quote(sheet.name) for sheet in sheets[:_MOST_LINES])
        raise CannotRunError(
            f"{path} has no sheet that is named like a table ({names}); rename the sheet to the table "
            f"that it is for, such as observations: {', '.join(tables)}"
        )
    return [(cast("TableName", table), found[table]) for table in tables if table in found]


def _by_headings(sheet: Sheet, path: Path) -> str | None:
    """Give the only table that has all headings of a sheet; of several, that which the file is named for."""
    if sheet.name == LISTS or not sheet.rows:
        return None
    headings = sheet.rows[0]
    fitting = [
        name
        for name, table in installed().tables.items()
        if len(headings) > 1 and not list(problems_of(headings, table))
    ]
    by_file = named_table(path.stem)
    return by_file if by_file in fitting else fitting[0] if len(fitting) == 1 else None


def _listed(what: str, problems: list[str]) -> str:
    lines = [f"  {problem}" for problem in problems[:_MOST_LINES]]
    more = len(problems) - len(lines)
    return "\n".join([f"{what}:", *lines, *([f"  and {more} problems more"] if more else [])])
