"""What an export holds: tables, their rows as values, and what is said of the package as a whole."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kz_bri_data._catalogue import Catalogue, Column, TableDescription, installed
from kz_bri_data._csv_writing import csv_text
from kz_bri_data.errors import CannotRunError
from kz_bri_data.exporting.naming import Naming

if TYPE_CHECKING:
    from kz_bri_data._names import TableName

Value = str | int | float | datetime.date | None

_READ: dict[str, Callable[[str], Value]] = {
    "string": str,
    "number": float,
    "integer": int,
    "date": datetime.date.fromisoformat,
}


class Contents:
    """The tables of a package, and those of the installed one that they refer to and it lacks.

    Parameters
    ----------
    catalogue
        The package.
    naming
        What its tables, columns and codes are called.
    """

    def __init__(self, catalogue: Catalogue, naming: Naming) -> None:
        self._catalogue = catalogue
        self._naming = naming

    @cached_property
    def tables(self) -> dict[TableName, TableDescription]:
        """Every table by name, referenced tables first."""
        wanted: set[str | None] = set(self._catalogue.list_tables())
        # A table stands below those that it refers to, so what they need in turn comes later here.
        for name, table in reversed(installed().tables.items()):
            if name in wanted:
                wanted |= {column.references for column in table.columns}
        names = [name for name in installed().list_tables() if name in wanted]
        return {name: self._naming.table(self.home(name).describe(name)) for name in names}

    def home(self, name: TableName) -> Catalogue:
        """Say which package has the rows of a table: the exported one, or else the installed one."""
        return self._catalogue if name in self._catalogue.resources else installed()

    def texts(self, name: TableName) -> Iterator[list[str]]:
        """Read the rows of a table as text, in order."""
        for row in self.home(name).rows(name):
            yield list(row.values())

    def csv_lines(self, name: TableName) -> Iterator[str]:
        """Write the rows of a table as lines of a CSV, without the header."""
        for row in self.texts(name):
            yield csv_text([row])

    def rows(self, name: TableName) -> Iterator[list[Value]]:
        """Read the rows of a table, each cell of the type of its column, an empty one None."""
        read = [_READ[column.type] for column in self.tables[name].columns]
        for row in self.texts(name):
            yield [make(text) if text else None for make, text in zip(read, row, strict=True)]

    def resource(self, name: TableName) -> dict[str, Any]:
        """Give what the descriptor of the installed package says of a table."""
        return self._naming.resource(installed().resources[name])

    @cached_property
    def properties(self) -> dict[str, Any]:
        """What the descriptor says of the package as a whole: name, title, version, licences and so on."""
        descriptor = self._catalogue.descriptor
        return {key: value for key, value in descriptor.items() if key != "resources" and _is_plain(value)}

    def refused(self, name: TableName, problem: str) -> CannotRunError:
        """Make the error that says that the rows of a table cannot be exported."""
        home = self.home(name)
        return CannotRunError(
            f"{home.csv_file(name)}: {problem}; to see all that is wrong: kz-bri-data validate {home.folder}"
        )


def explain_table(table: TableDescription) -> str:
    """Say in one line what a table holds."""
    return f"{table.title}. {table.description}"


def explain(column: Column) -> str:
    """Say in one line what a column holds, with its unit and what its codes mean."""
    unit = {None: "", "unit": " Unit: what the column unit says."}.get(column.unit, f" Unit: {column.unit}.")
    codes = "; ".join(f"{code}: {meaning}" for code, meaning in column.categories.items())
    return f"{column.title}. {column.description}{unit}{f' Codes: {codes}' if codes else ''}"


def _is_plain(value: object, depth: int = 0) -> bool:
    """Whether it is text, or lists and objects of text, nested no deeper than in a descriptor."""
    if isinstance(value, str):
        return value.isprintable()
    if isinstance(value, list) and depth < 3:
        return all(_is_plain(one, depth + 1) for one in value)
    if isinstance(value, dict) and depth < 3:
        return all(_is_plain(one, depth + 1) for pair in value.items() for one in pair)
    return False
