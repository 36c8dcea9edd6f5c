"""Writing an empty spreadsheet for one table, with what the columns mean and what is allowed in them."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kz_bri_data._catalogue import Catalogue, installed
from kz_bri_data._paths import as_path
from kz_bri_data.errors import CannotRunError, MissingExtraError, UnknownNameError
from kz_bri_data.spreadsheets.headings import code_labels, heading_languages, headings_in

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from kz_bri_data._catalogue import Column
    from kz_bri_data._names import TableName

# Where the words of the drop-downs are; a list inside a rule could have 255 characters at most.
LISTS = "lists"

_LAST_ROW = 1_048_576
_AS_TEXT = "@"


def write_template(
    table: TableName, path: str | os.PathLike[str], *, language: str = "en", package: Catalogue | None = None
) -> None:
    """Write an empty spreadsheet to fill in.

    Parameters
    ----------
    table
        Name of the table. Its columns are the first row, each with a comment that says what it holds;
        codes and references have drop-downs.
    path
        Where to write it.
    language
        Language of the headings: in English they are the names of the columns, in others their labels. In
        another language than English, the comments have the labels of codes too.
    package
        Package whose rows the drop-downs offer; by default the one that is installed.

    Raises
    ------
    UnknownNameError
        If there is no such table, or no label in the language.
    MissingExtraError
        If openpyxl is not installed.
    CannotRunError
        If there is a file of this name already: somebody may have filled it in; or if the package cannot
        be read.
    """
    columns = installed().describe(table).columns
    if language not in heading_languages():
        raise UnknownNameError("language of headings", language, heading_languages())
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError as error:
        raise MissingExtraError("openpyxl", "excel") from error
    headings, labels = headings_in(language, table), code_labels(language, table)
    workbook = Workbook()
    sheet = workbook.create_sheet(table, 0)
    del workbook["Sheet"]
    sheet.freeze_panes = "A2"
    lists = workbook.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for number, column in enumerate(columns, start=1):
        _head(sheet, number, column, headings[column.name], labels.get(column.name, {}))
        words = list(column.categories) or _keys(column, package or installed())
        if words:
            _offer(sheet, lists, number, column, words)
    content = io.BytesIO()
    workbook.save(content)
    _write_new(as_path(path), content.getvalue())


def _write_new(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            try:
                file.write(content)
                file.flush()
            except BaseException:
                # Half a spreadsheet is of no use, and would stand in the way of the next try.
                path.unlink()
                raise
    except FileExistsError:
        raise CannotRunError(f"{path} already exists; move it away, or give another name") from None


def _head(sheet: Worksheet, number: int, column: Column, heading: str, labels: dict[str, str]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    cell = sheet.cell(1, number, heading)
    cell.font = Font(bold=column.required)
    cell.number_format = _AS_TEXT
    cell.comment = Comment(_explained(column, heading, labels), "kz-bri-data", height=240, width=360)
    dimension = sheet.column_dimensions[get_column_letter(number)]
    dimension.number_format = _AS_TEXT
    dimension.width = max(len(heading), min(len(column.example), 40)) + 4


def _explained(column: Column, heading: str, labels: dict[str, str]) -> str:
    name = [column.name] if heading != column.name else []
    lines = [*name, f"{column.title}{'' if column.required else ' (may be empty)'}", column.description]
    if column.name == "observation_id":
        lines.append("Leave it empty, and one is made up on import.")
    if column.type == "date":
        lines.append("Write year-month-day.")
    if column.unit:
        lines.append(f"Unit: {'what the column unit says' if column.unit == 'unit' else column.unit}.")
    if column.references:
        lines.append(f"Take it from {column.references}; add what is missing there first.")
    for code, meaning in column.categories.items():
        label = f" ({labels[code]})" if code in labels else ""
        lines.append(f"{code}{label}: {meaning}")
    return "\n".join([*lines, f"Example: {column.example}"])


def _keys(column: Column, package: Catalogue) -> list[str]:
    if column.references is None:
        return []
    key = installed().describe(column.references).primary_key[0]
    return [row[key] for row in package.rows_referred_to(installed().table_name(column.references))]


def _offer(sheet: Worksheet, lists: Worksheet, number: int, column: Column, words: list[str]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(number)
    for row, word in enumerate([column.name, *words], start=1):
        cell = lists.cell(row, number, word)
        cell.data_type = "s"  # or a word that begins with "=" would be a formula
        cell.number_format = _AS_TEXT
    choice = DataValidation(
        type="list",
        formula1=f"{LISTS}!${letter}$2:${letter}${len(words) + 1}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=column.name,
        # What is referred to may be added in the same contribution; a code may not.
        errorStyle="stop" if column.categories else "warning",
        error="Take one of the list." if column.categories else f"This is not in {column.references} yet.",
    )
    choice.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.add_data_validation(choice)
