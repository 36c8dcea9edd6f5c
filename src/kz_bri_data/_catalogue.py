"""What a data package says of its tables, and their rows as text: the one reader of the descriptor.

Nothing here needs a dataframe library. Paths are plain text: pathlib would cost a command such as `list`
a fifth of its time.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from kz_bri_data._rules import Backing, CodeText, RowRule
from kz_bri_data.errors import CannotRunError, UnknownNameError

if TYPE_CHECKING:
    from kz_bri_data._names import TableName

NAME = "datapackage.json"


class Column(NamedTuple):
    """What a column is.

    Attributes
    ----------
    name, title, description
        Name in the table, heading, and what a cell holds.
    type
        Table Schema type: string, number, integer or date.
    example
        A value as it stands in a CSV.
    unit
        Unit of the numbers, or None.
    required
        Whether no cell is empty.
    references
        Table whose key the column holds, or None.
    categories
        Every code with its meaning, as they are listed; empty if the column is not coded.
    pattern
        Anchored regular expression that every cell matches, or None.
    minimum, maximum
        Least and greatest number, or None.
    ordered
        Whether the order of the codes means something, from least to most.
    """

    name: str
    type: str
    title: str
    description: str
    example: str
    unit: str | None
    required: bool
    references: str | None
    categories: dict[str, str]
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    ordered: bool = False


class TableDescription(NamedTuple):
    """What a table is.

    Attributes
    ----------
    name, title, description
        Name to load it by, heading, and what one row is.
    primary_key
        Columns of the key: no two rows have the same.
    columns
        Every column, in order.
    path
        The CSV, relative to the package folder, with forward slashes.
    rules
        What the cells of one row say together, in order; see docs/rules.md.
    unique
        Lists of columns, look-ups and clauses. No two rows have the same values in all members of a list;
        empty equals empty, but in a list of one column an empty cell equals no other.
    series
        Columns, look-ups and clauses that are equal in all rows of one series; empty if rows form none.
    backings
        Which rows of a table that this one references need a row of this one.
    """

    name: str
    title: str
    description: str
    primary_key: tuple[str, ...]
    columns: tuple[Column, ...]
    path: str
    rules: tuple[RowRule, ...]
    unique: tuple[tuple[str, ...], ...]
    series: tuple[str, ...] = ()
    backings: tuple[Backing, ...] = ()

    @property
    def by_name(self) -> dict[str, Column]:
        """Every column by its name, in order; made anew each time."""
        return {column.name: column for column in self.columns}


class Catalogue:
    """A data package: its tables, where they are, and their rows as text.

    Only the package that ships is trusted. Of another descriptor no more is read than which file holds a
    table of ours; what that table is, the package that ships says.

    Parameters
    ----------
    folder
        Where the datapackage.json is.
    ships
        Whether it is the package that ships.

    Attributes
    ----------
    folder, ships
        As given.
    kept
        What others worked out from the package, by a name of theirs; it goes when the package goes.
    """

    def __init__(self, folder: str, *, ships: bool = False) -> None:
        self.folder = folder
        self.ships = ships
        self.kept: dict[str, Any] = {}

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """The parsed descriptor; not to be changed by the caller."""
        path = os.path.join(self.folder, NAME)
        if not self.ships:
            from kz_bri_data._untrusted import read_descriptor

            return read_descriptor(path)
        with open(path, encoding="utf-8") as file:
            parsed: dict[str, Any] = json.load(file)
        return parsed

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """The resources of our tables by name, referenced tables first; not to be changed by the caller."""
        found = {resource["name"]: resource for resource in self.descriptor["resources"]}
        return found if self.ships else {name: found[name] for name in installed().resources if name in found}

    def list_tables(self) -> list[TableName]:
        """List the names of the tables, referenced tables first."""
        return cast("list[TableName]", list(self.resources))

    def table_name(self, table: object) -> TableName:
        """Give the name of a table that is given by its name or its model.

        Raises
        ------
        UnknownNameError
            If there is no such table.
        """
        info = getattr(table, "__table__", None)
        name = info.name if info else table
        if not isinstance(name, str) or name not in self.resources:
            shown = name if isinstance(name, str) else getattr(name, "__name__", type(name).__name__)
            kind = "table" if self.ships else f"table in {self.folder} with the name"
            raise UnknownNameError(kind, shown, list(self.resources))
        return cast("TableName", name)

    def describe(self, table: object) -> TableDescription:
        """Say what a table is and what its columns hold."""
        name = self.table_name(table)
        if self.ships:
            return _table(self.resources[name])
        return installed().describe(name)._replace(path=self._path(name))

    @cached_property
    def tables(self) -> dict[str, TableDescription]:
        """Every table by name, referenced tables first."""
        return {name: self.describe(name) for name in self.resources}

    def csv_file(self, table: object) -> str:
        """Say where the CSV of a table is.

        Raises
        ------
        UnknownNameError
            If there is no such table.
        CannotRunError
            If there is no such file, or it lies elsewhere than in the package folder.
        """
        name = self.table_name(table)
        path = os.path.normpath(os.path.join(self.folder, self._path(name)))
        if not self.ships:
            if not os.path.isfile(path):
                shown = _shown(path)
                raise CannotRunError(
                    f"{shown} is not a file; it should hold the table {name}{self._remedy()}"
                )
            folder = os.path.realpath(self.folder)
            if os.path.commonpath([folder, os.path.realpath(path)]) != folder:
                shown = _shown(path)
                raise CannotRunError(f"{shown} leads out of the package folder; put the file itself there")
        return path

    def rows(self, table: object) -> Iterator[dict[str, str]]:
        """Read a table as text, row by row.

        Raises
        ------
        UnknownNameError
            If there is no such table.
        CannotRunError
            If the file is not what `csv_file` or `read_rows` takes.
        """
        path = self.csv_file(table)
        if self.ships:
            with open(path, encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)
        else:
            from kz_bri_data._untrusted import read_rows

            yield from read_rows(path, self.describe(table).columns, self._remedy())

    def rows_referred_to(self, table: TableName) -> Iterator[dict[str, str]]:
        """Read a table that others refer to: where this package has none, that of the package that ships."""
        return (self if table in self.resources else installed()).rows(table)

    def _path(self, name: str) -> str:
        path = self.resources[name].get("path")
        if not self.ships and not (isinstance(path, str) and is_safe(path) and path.lower().endswith(".csv")):
            raise CannotRunError(
                f"the path of {name} in {os.path.join(self.folder, NAME)} does not name one CSV below that "
                f"folder; write a path such as data/{name}.csv"
            )
        return str(path)

    def _remedy(self) -> str:
        return f"; to see all that is wrong: kz-bri-data validate {self.folder}"


def _shown(path: str) -> str:
    """Write a path that another's descriptor names as one line, whatever is in it."""
    from kz_bri_data._text_safety import escape

    return escape(path)


@cache
def installed() -> Catalogue:
    """Give the data package that ships.

    Raises
    ------
    CannotRunError
        If its files were not installed.
    """
    here = os.path.dirname(os.path.abspath(__file__))
    folders = [os.path.join(here, "datapackage")]
    above = os.path.dirname(here)
    if os.path.basename(above) == "src":
        # In a checkout, and so in an editable install, the data stand at the top.
        folders.append(os.path.join(os.path.dirname(above), "datapackage"))
    for folder in folders:
        if os.path.isfile(os.path.join(folder, NAME)):
            return Catalogue(folder, ships=True)
    # Only what is packed needs this, and it would cost each start a third of its time.
    from kz_bri_data._packed import unpack

    return Catalogue(unpack(), ships=True)


def open_catalogue(path: str | os.PathLike[str] | None = None) -> Catalogue:
    """Open a data package.

    Parameters
    ----------
    path
        Its folder, or the datapackage.json in it; the package that ships by default.

    Returns
    -------
    Catalogue

    Raises
    ------
    CannotRunError
        If there is none, or its descriptor cannot be read.
    """
    if path is None:
        return installed()
    from kz_bri_data._paths import path_text

    path = path_text(path)
    folder = os.path.dirname(path) or "." if os.path.basename(path) == NAME else path
    if not os.path.exists(path):
        raise CannotRunError(f"{path} does not exist; give the folder of a data package")
    if not os.path.isdir(folder):
        raise CannotRunError(f"{path} is not a folder; give the folder that holds the {NAME}")
    if not os.path.isfile(os.path.join(folder, NAME)):
        near = [os.path.join(folder, "datapackage"), os.path.dirname(os.path.abspath(folder))]
        there = [one for one in near if os.path.isfile(os.path.join(one, NAME))]
        meant = f"did you mean {there[0]}?" if there else "give the folder that has one"
        raise CannotRunError(f"{folder} holds no {NAME}; {meant}")
    # The folder of now, wherever the program goes later.
    catalogue = Catalogue(os.path.abspath(folder))
    if not catalogue.resources:
        raise CannotRunError(f"{folder} has none of our tables, which are {', '.join(installed().resources)}")
    return catalogue


def is_safe(path: str) -> bool:
    """Say whether a path stays below its folder, on any system."""
    parts = path.split("/")
    leads_out = ":" in path or "\\" in path or path[:1] in ("", "/", "~") or ".." in parts
    return is_file_name(path) and not leads_out


def is_file_name(path: str) -> bool:
    """Say whether the system could have a file of this name, such as none with a lone surrogate."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def read_tables(descriptor: dict[str, Any]) -> dict[str, TableDescription]:
    """Read every table of a parsed descriptor, by name and in its order."""
    return {resource["name"]: _table(resource) for resource in descriptor["resources"]}


def _table(resource: dict[str, Any]) -> TableDescription:
    schema = resource["schema"]
    # As the specification has it, a table refers to itself by an empty name.
    references = {
        key["fields"][0]: key["reference"]["resource"] or resource["name"]
        for key in schema.get("foreignKeys", [])
    }
    return TableDescription(
        resource["name"],
        resource["title"],
        resource["description"],
        tuple(schema["primaryKey"]),
        tuple(_column(field, references.get(field["name"])) for field in schema["fields"]),
        resource["path"],
        tuple(_rule(rule) for rule in schema.get("kzbri:rowRules", [])),
        tuple(tuple(names) for names in schema.get("kzbri:uniqueKeys", [])),
        tuple(schema.get("kzbri:series", [])),
        tuple(_backing(one) for one in schema.get("kzbri:backings", [])),
    )


def _column(field: dict[str, Any], references: str | None) -> Column:
    constraints = field["constraints"]
    return Column(
        field["name"],
        field["type"],
        field["title"],
        field["description"],
        field["example"],
        field.get("kzbri:unit"),
        constraints["required"],
        references,
        {category["value"]: category["label"] for category in field.get("categories", [])},
        constraints.get("pattern"),
        constraints.get("minimum"),
        constraints.get("maximum"),
        field.get("categoriesOrdered", False),
    )


def _rule(rule: dict[str, Any]) -> RowRule:
    text = CodeText(*(rule[word] for word in CodeText._fields)) if "what" in rule else None
    return RowRule(rule["name"], rule["message"], tuple(rule["when"]), tuple(rule["then"]), text)


def _backing(one: dict[str, Any]) -> Backing:
    text = CodeText(*(one[word] for word in CodeText._fields))
    return Backing(one["name"], one["message"], one["column"], tuple(one["when"]), tuple(one["then"]), text)
