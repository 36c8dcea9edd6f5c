"""The rows of one sheet for one table, or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from kz_bri_data._catalogue import Column, TableDescription
from kz_bri_data._foreign_csv import points_in_doubt, readings_of_point
from kz_bri_data._text_safety import quote
from kz_bri_data.spreadsheets.cells import CellRefusedError, cell_text, comes_from, is_grouped
from kz_bri_data.spreadsheets.headings import columns_of, problems_of
from kz_bri_data.spreadsheets.sheets import Cell, Sheet

if TYPE_CHECKING:
    from kz_bri_data._names import TableName

Row = dict[str, str]
# Gives the rows that a table has, by their keys.
RowsByKey = Callable[[str], Mapping[tuple[str, ...], Row]]

_MOST_PLACES = 5
_HEADING_ROWS = 20
_RESCALED = (
    "says 1,000 times what the table has, as it does in a program that takes the point for a thousands mark; "
    "if it is right, write it into the CSV"
)
_AS_NUMBER = ", or type it again in a cell that is formatted as a number"


class TableRows(NamedTuple):
    """Rows of one table, as a sheet has them.

    Attributes
    ----------
    table
        Name of the table.
    rows
        Its rows by column, in the order of the sheet.
    numbers
        The number of each row in the sheet.
    notes
        What a person should know of how they were read, a line each.
    """

    table: TableName
    rows: list[Row]
    numbers: list[int]
    notes: tuple[str, ...]

    def numbered(self) -> dict[int, Row]:
        """Give its rows by their numbers in the sheet."""
        return dict(zip(self.numbers, self.rows, strict=True))


class SheetReader:
    """Reads one sheet for one table.

    Parameters
    ----------
    sheet
        The sheet.
    table
        The table.
    path
        The file that it is in.
    there
        The rows that the table has, by their keys.

    Attributes
    ----------
    problems
        All that is wrong with the sheet, a line each.
    """

    def __init__(
        self, sheet: Sheet, table: TableDescription, path: Path, there: Mapping[tuple[str, ...], Row]
    ) -> None:
        self._sheet = sheet
        self._table = table
        self._there = there
        self._names: dict[int, str] = {}
        # The rows below the headings, without those that are the headings again.
        self._body: list[list[Cell]] = []
        self._again: list[str] = []
        self._rows: list[Row] = []
        self._refused: dict[str, list[str]] = {}
        # Cells that only the settings of the program make differ from what is there.
        self._changed_by_settings: list[str] = []
        self._rescaled: list[str] = []
        self._any_not_rescaled = False
        self._points_in_doubt: set[str] = set()
        where = "" if path.stem == sheet.name else f"sheet {quote(sheet.name)}: "
        found = list(self._wrong_headings()) or [*self._wrong_form(), *self._wrong_cells()]
        self.problems = [where + problem for problem in found]

    def result(self) -> TableRows:
        """Give the rows, once nothing is wrong."""
        numbers = [row[0].row for row in self._body]
        return TableRows(cast("TableName", self._table.name), self._rows, numbers, tuple(self._notes()))

    def _wrong_headings(self) -> Iterator[str]:
        first = self._sheet.rows[0] if self._sheet.rows else []
        if not columns_of(first, self._table):
            for row in self._sheet.rows[1:_HEADING_ROWS]:
                if len(columns_of(row, self._table)) > 1:
                    yield f"the headings are in row {row[0].row}; delete the rows above them"
                    return
        yield from problems_of(first, self._table)
        self._names = columns_of(first, self._table)
        for row in self._sheet.rows[1:]:
            if self._is_header(row):
                self._again.append(str(row[0].row))
            else:
                self._body.append(row)

    def _is_header(self, row: list[Cell]) -> bool:
        """Say whether a row names its own columns, in whichever language the first row does."""
        found = columns_of(row, self._table)
        return 1 < len(row) == len(found) and found.items() <= self._names.items()

    def _wrong_form(self) -> Iterator[str]:
        for one in self._sheet.merged:
            yield f"the cells {one} are merged; split them, and write into each what belongs there"
        struck = [str(number) for number in self._sheet.struck if number > 1]
        if struck:
            yield f"{_some('row', struck)}: struck out; delete what is not to be imported, or undo it"

    def _wrong_cells(self) -> Iterator[str]:
        if self._sheet.points_may_divide:
            self._points_in_doubt = points_in_doubt(self._numbers())
        self._rows = [self._row(row) for row in self._body]
        if self._any_not_rescaled or len(self._rescaled) == 1:
            self._refused.setdefault(_RESCALED, []).extend(self._rescaled)
        for reason, places in self._refused.items():
            if places:
                yield f"{_some('cell', places)}: {reason}"

    def _numbers(self) -> Iterator[str]:
        kinds = {place: self._table.by_name[name].type for place, name in self._names.items()}
        for row in self._body:
            typed = (cell for cell in row if kinds.get(cell.column) == "number")
            yield from (cell.text for cell in typed if cell.kind == "text")

    def _row(self, cells: list[Cell]) -> Row:
        typed = {self._names[cell.column]: cell for cell in cells if cell.column in self._names}
        for cell in cells:
            if cell.column not in self._names and (cell.text.strip() or cell.kind == "formula"):
                self._refused.setdefault("under no heading; move or delete it", []).append(cell.place)
        key = tuple(typed[name].text if name in typed else "" for name in self._table.primary_key)
        before = self._there.get(key)
        if before is None:
            return {column.name: self._text(typed.get(column.name), column) for column in self._table.columns}
        return {column.name: self._kept(typed, column, before[column.name]) for column in self._table.columns}

    def _text(self, cell: Cell | None, column: Column) -> str:
        if cell is None:
            return ""
        if column.type == "number" and cell.kind == "text" and cell.text in self._points_in_doubt:
            remedy = readings_of_point(cell.text)
            # In a workbook there is a way for three decimals, which a comma leaves in doubt, too.
            remedy += "" if self._sheet.day_comes_first else _AS_NUMBER
            self._refused.setdefault(remedy, []).append(cell.place)
            return ""
        try:
            return cell_text(cell, column, day_comes_first=self._sheet.day_comes_first)
        except CellRefusedError as refused:
            self._refused.setdefault(str(refused), []).append(cell.place)
            return ""

    def _kept(self, typed: dict[str, Cell], column: Column, before: str) -> str:
        """Give what is there where a cell says the same, else what the cell says."""
        cell = typed.get(column.name)
        if cell is None:
            return "" if column.name in self._names.values() else before
        origin = comes_from(cell, before)
        is_number = column.type in ("number", "integer") and cell.number is not None
        if is_number and is_grouped(before):
            self._any_not_rescaled |= origin == "same"
            if origin == "marks":
                self._rescaled.append(cell.place)
        elif is_number and origin == "marks":
            origin = ""
        if origin == "marks":
            self._changed_by_settings.append(f"{quote(before)} of {cell.text}")
        return before if origin else self._text(cell, column)

    def _notes(self) -> Iterator[str]:
        if self._sheet.encoding:
            yield (
                f"read as {self._sheet.encoding}, by the look of its letters: see whether they are right, "
                "else save it as CSV UTF-8"
            )
        if self._again:
            yield f"{_some('row', self._again)}: the headings again, left out"
        if self._sheet.hidden:
            rows = _some("row", [str(number) for number in self._sheet.hidden])
            yield f"{rows}: not shown in {quote(self._sheet.name)}, and imported with the others"
        if self._sheet.comments:
            comments = _some("comment", list(self._sheet.comments))
            yield f"{comments}: comments are not imported; what matters goes into a column note"
        if changed := self._changed_by_settings:
            number = f"{len(changed)} cells" if len(changed) > 1 else "1 cell"
            yield (
                f"{number} that the program's settings changed when it opened the table: left as there, "
                f"such as {changed[0]}"
            )


def _some(what: str, places: list[str]) -> str:
    """Name the first places, and how many more there are.

    Examples
    --------
    >>> _some("row", ["3"]), _some("cell", ["B2", "B3"]), _some("cell", list("abcdefg"))
    ('row 3', 'cells B2, B3', 'cells a, b, c, d, e and 2 more')
    """
    more = len(places) - _MOST_PLACES
    named = ", ".join(places[:_MOST_PLACES]) + (f" and {more} more" if more > 0 else "")
    return f"{what}{'s' if len(places) > 1 else ''} {named}"
