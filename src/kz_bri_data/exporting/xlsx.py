"""A package as one Excel workbook, a sheet a table."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kz_bri_data._text_safety import quote
from kz_bri_data.errors import MissingExtraError
from kz_bri_data.exporting.contents import Contents, Value

if TYPE_CHECKING:
    from openpyxl import Workbook

    from kz_bri_data._catalogue import Column, TableDescription
    from kz_bri_data._names import TableName

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767

# Excel has no characters of control, and reads _x0041_ as A.
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
# Days before it have another number in Excel than in LibreOffice, or none.
_FIRST_DAY = datetime.date(1900, 3, 1)
_WIDTHS = (10, 40)

_DESCRIBED = ("title", "description", "type", "unit", "required", "references")


def write_xlsx(contents: Contents, folder: Path) -> None:
    """Write every table as a sheet, after three that say what the tables, columns and codes are."""
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError as error:
        raise MissingExtraError("openpyxl", "excel") from error
    for name in contents.tables:
        _check(contents, name)
    workbook = Workbook(write_only=True)
    for title, header, rows in _dictionary(list(contents.tables.values())):
        _add_sheet(workbook, title, header, rows)
    for name, table in contents.tables.items():
        _add_sheet(workbook, name, [column.name for column in table.columns], contents.rows(name))
    workbook.save(folder / "kz-bri-data.xlsx")


def _dictionary(tables: list[TableDescription]) -> Iterator[tuple[str, list[str], Iterable[list[Value]]]]:
    """Give the sheets that describe the others: title, header, rows."""
    columns = [(table, column) for table in tables for column in table.columns]
    yield (
        "tables",
        ["table", "title", "description", "primary_key"],
        [[table.name, table.title, table.description, " ".join(table.primary_key)] for table in tables],
    )
    yield (
        "columns",
        ["table", "column", *_DESCRIBED],
        [[table.name, one.name, *_described(one)] for table, one in columns],
    )
    yield (
        "codes",
        ["table", "column", "code", "meaning"],
        [
            [table.name, one.name, code, meaning]
            for table, one in columns
            for code, meaning in one.categories.items()
        ],
    )


def _described(column: Column) -> list[Value]:
    said = column._asdict() | {"required": "yes" if column.required else "no"}
    return [said[name] for name in _DESCRIBED]


def _check(contents: Contents, name: TableName) -> None:
    """Refuse what a workbook would cut off or change."""
    for number, row in enumerate(contents.rows(name), start=2):
        if number > MOST_ROWS:
            raise contents.refused(name, f"a sheet holds {MOST_ROWS:,} rows at most; export to parquet")
        for value in row:
            if isinstance(value, str) and (len(value) > MOST_CHARACTERS or _NOT_TEXT.search(value)):
                problem = f"row {number}: a workbook cannot hold {quote(value, 60)}"
                raise contents.refused(name, problem)


def _add_sheet(workbook: Workbook, title: str, header: list[str], rows: Iterable[list[Value]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet: Any = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    least, most = _WIDTHS
    for number, name in enumerate(header, start=1):
        width = most if name in ("description", "meaning") else max(least, len(name) + 4)
        sheet.column_dimensions[get_column_letter(number)].width = width

    def cell(value: Any) -> Any:
        if isinstance(value, datetime.date) and value < _FIRST_DAY:
            value = value.isoformat()
        is_number = isinstance(value, int | float)
        made = WriteOnlyCell(sheet, repr(value) if is_number else value)
        if is_number:
            made.data_type = "n"  # openpyxl itself would write 16 digits, and another number
        if isinstance(value, str):
            made.data_type = "s"  # or what begins with "=" would be a formula, and #N/A an error
        return made

    heads = [cell(name) for name in header]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([None if value is None else cell(value) for value in row])
