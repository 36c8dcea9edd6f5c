"""Load the tables that ship with the package, and look up what they are.

Only `load` imports a dataframe library, and only the one asked for. What ships was validated when it
was built, so nothing is validated here.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, cast, overload

from kz_bri_data.errors import MissingExtraError, RefusedError, UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    import frictionless
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from pandera.typing import DataFrame

    from kz_bri_data._names import TableName
    from kz_bri_data._table import Table

    TableT = TypeVar("TableT", bound=Table)

BACKENDS = ("pandas", "polars", "pyarrow")


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
        Every code with its meaning, in order; empty if the column is not coded.
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


class TableDescription(NamedTuple):
    """What a table is.

    Attributes
    ----------
    name, title, description
        Name to load it by, heading, and what one row is.
    primary_key
        Columns that together tell rows apart.
    columns
        Every column, in order.
    """

    name: str
    title: str
    description: str
    primary_key: tuple[str, ...]
    columns: tuple[Column, ...]


class Match(NamedTuple):
    """An indicator or entity that a text was found in.

    Attributes
    ----------
    table
        "indicators" or "entities".
    id
        Its identifier there.
    name
        Its name.
    matched
        The name, alias or definition that holds the text.
    """

    table: str
    id: str
    name: str
    matched: str


@overload
def load(table: type[TableT], *, backend: Literal["pandas"] = "pandas") -> DataFrame[TableT]: ...
@overload
def load(table: TableName, *, backend: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
@overload
def load(table: TableName | type[Table], *, backend: Literal["polars"]) -> pl.DataFrame: ...
@overload
def load(table: TableName | type[Table], *, backend: Literal["pyarrow"]) -> pa.Table: ...
def load(table: str | type[Table], *, backend: str = "pandas") -> Any:
    """Load a table that ships with the package.

    Parameters
    ----------
    table
        Name of the table, or its model from `kz_bri_data.schemas`, which also types the result.
    backend
        Library of the result: "pandas", "polars" or "pyarrow". The last two are extras.

    Returns
    -------
    pandas.DataFrame, polars.DataFrame or pyarrow.Table
        A fresh frame, rows in order of the primary key. Dates are dates, whole numbers nullable
        integers, coded columns ordered categories in their declared order, all else text or floats.

    Raises
    ------
    UnknownNameError
        If there is no such table or backend.
    MissingExtraError
        If the library of the backend is not installed.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> population = kbd.load("population")
    >>> int(population.query("area == 'KAZ' and year == 2024")["persons"].item())
    20592571
    """
    name = _table_name(table)
    if backend not in BACKENDS:
        raise UnknownNameError("backend", backend, list(BACKENDS))
    try:
        if backend == "polars":
            from kz_bri_data._backends.polars import read
        elif backend == "pyarrow":
            from kz_bri_data._backends.pyarrow import read
        else:
            from kz_bri_data._backends.pandas import read  # type: ignore[assignment]
    except ModuleNotFoundError as error:
        if error.name == backend:
            raise MissingExtraError(backend, backend) from error
        raise
    return read(data_path(name), describe(name))


def list_tables() -> list[TableName]:
    """List the names of the tables, referenced tables first.

    Returns
    -------
    list of str

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> kbd.list_tables()[:3]
    ['areas', 'units', 'sources']
    """
    return cast("list[TableName]", list(_resources()))


def describe(table: TableName | type[Table]) -> TableDescription:
    """Say what a table is and what its columns hold.

    Parameters
    ----------
    table
        Name or model of the table.

    Returns
    -------
    TableDescription

    Raises
    ------
    UnknownNameError
        If there is no such table.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> kbd.describe("units").primary_key
    ('unit',)
    >>> kbd.describe("units").columns[3].description
    'How many base units of the dimension one such unit is.'
    """
    resource = _resources()[_table_name(table)]
    schema = resource["schema"]
    references = {key["fields"][0]: key["reference"]["resource"] for key in schema.get("foreignKeys", [])}
    columns = tuple(
        Column(
            field["name"],
            field["type"],
            field["title"],
            field["description"],
            field["example"],
            field.get("kzbri:unit"),
            field["constraints"]["required"],
            references.get(field["name"]),
            {category["value"]: category["label"] for category in field.get("categories", [])},
        )
        for field in schema["fields"]
    )
    return TableDescription(
        resource["name"],
        resource["title"],
        resource["description"],
        tuple(schema["primaryKey"]),
        columns,
    )


def data_path(table: TableName | type[Table]) -> Path:
    """Say where the CSV of a table is on this machine.

    Parameters
    ----------
    table
        Name or model of the table.

    Returns
    -------
    pathlib.Path
        A file to read, not to write.

    Raises
    ------
    UnknownNameError
        If there is no such table.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> kbd.data_path("observations").name
    'observations.csv'
    """
    from pathlib import Path

    return Path(csv_file(table))


def find(text: str) -> list[Match]:
    """Find indicators and entities by a part of a name, an alias in any language, or a definition.

    Parameters
    ----------
    text
        Words to look for, each of them a part of one name, alias or definition, in any order. Upper and
        lower case are alike.

    Returns
    -------
    list of Match
        Indicators first, then entities, each once and in order of identifier. Empty if none fits.

    Raises
    ------
    RefusedError
        If it is no text.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> [match.id for match in kbd.find("Nurly Zhol")]
    ['nurly-zhol']
    """
    if not isinstance(text, str):
        raise RefusedError(f"find takes text, not {type(text).__name__}", "give words such as 'Nurly Zhol'")
    wanted = _searched(text).split()
    found: dict[tuple[str, str], Match] = {}
    for table, identifier, name, candidate in _searchable() if wanted else ():
        searched = _searched(candidate)
        if all(word in searched for word in wanted):
            found.setdefault((table, identifier), Match(table, identifier, name, candidate))
    return sorted(found.values(), key=lambda match: (match.table != "indicators", match.id))


def package() -> frictionless.Package:
    """Open the data package with frictionless.

    Returns
    -------
    frictionless.Package

    Raises
    ------
    MissingExtraError
        If frictionless is not installed.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> kbd.package().get_resource("areas").schema.primary_key
    ['area']
    """
    try:
        import frictionless
    except ModuleNotFoundError as error:
        raise MissingExtraError("frictionless", "frictionless") from error
    return frictionless.Package(str(data_dir() / "datapackage.json"))


def data_dir() -> Path:
    """Say where the folder of the data package is on this machine."""
    from pathlib import Path

    return Path(_folder())


@cache
def descriptor() -> dict[str, Any]:
    """Parse the descriptor that ships; not to be changed by the caller."""
    with open(os.path.join(_folder(), "datapackage.json"), encoding="utf-8") as file:
        parsed: dict[str, Any] = json.load(file)
    return parsed


def rows(table: TableName) -> Iterator[dict[str, str]]:
    """Read a table that ships as text, row by row, without a dataframe library."""
    with open(csv_file(table), encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


# Plain paths as text: pathlib would cost a command such as `list` a fifth of its time.
@cache
def _folder() -> str:
    here = os.path.dirname(os.path.abspath(__file__))
    installed = os.path.join(here, "datapackage")
    # In a checkout, and so in an editable install, the data stand at the top.
    return installed if os.path.isdir(installed) else os.path.join(here, "..", "..", "datapackage")


def csv_file(table: str | type[Table]) -> str:
    """Say where the CSV of a table is, as text."""
    return os.path.normpath(os.path.join(_folder(), str(_resources()[_table_name(table)]["path"])))


@cache
def _resources() -> dict[str, dict[str, Any]]:
    return {resource["name"]: resource for resource in descriptor()["resources"]}


def _table_name(table: str | type[Table]) -> TableName:
    info = getattr(table, "__table__", None)
    name = info.name if info else table
    if not isinstance(name, str) or name not in _resources():
        shown = name if isinstance(name, str) else getattr(name, "__name__", type(name).__name__)
        raise UnknownNameError("table", shown, list(_resources()))
    return cast("TableName", name)


def _searched(text: str) -> str:
    """Make alike what reads alike: upper and lower case, and letters that may be written as two."""
    from unicodedata import normalize

    return normalize("NFC", text.casefold())


def _searchable() -> Iterator[tuple[str, str, str, str]]:
    """Every text to search: table, identifier, name, text; names before definitions."""
    for indicator in rows("indicators"):
        for text in (indicator["indicator_id"], indicator["name"], indicator["definition"]):
            yield "indicators", indicator["indicator_id"], indicator["name"], text
    names = {entity["entity_id"]: entity["name"] for entity in rows("entities")}
    for identifier, name in names.items():
        yield "entities", identifier, name, identifier
        yield "entities", identifier, name, name
    for alias in rows("entity_names"):
        yield "entities", alias["entity_id"], names[alias["entity_id"]], alias["name"]
    for entity in rows("entities"):
        yield "entities", entity["entity_id"], entity["name"], entity["description"]
