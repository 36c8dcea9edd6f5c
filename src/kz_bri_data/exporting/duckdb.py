"""A package as one DuckDB database."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import Any

from kz_bri_data._catalogue import Column, TableDescription
from kz_bri_data.errors import MissingExtraError
from kz_bri_data.exporting.contents import Contents, explain, explain_table
from kz_bri_data.exporting.sql import column_clause, key_clauses, quote_name, quote_text

# So many rows may stand above each other; more would take long, and mean nothing.
_MOST_LEVELS = 100

_TYPES = {"string": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "date": "DATE"}


def write_duckdb(contents: Contents, folder: Path) -> None:
    """Write every table with its keys, its codes as ENUM, and comments that say what columns mean."""
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise MissingExtraError("duckdb", "duckdb") from error
    database = quote_text(str(folder / "kz-bri-data.duckdb"))
    with duckdb.connect() as connection:
        # In blocks of the usual size, tables as small as ours would take ten times the room.
        connection.execute(f"ATTACH {database} AS package (BLOCK_SIZE 16384)")
        connection.execute("USE package")
        for name, table in contents.tables.items():
            for statement in _create(table):
                connection.execute(statement)
            source = folder / f"{name}.csv"
            with source.open("w", encoding="utf-8", newline="") as file:
                file.writelines(contents.csv_lines(name))
            try:
                missing = _insert(connection, table, source)
            except duckdb.Error as error:
                raise contents.refused(name, str(error).partition("\n")[0]) from None
            if missing:
                raise contents.refused(name, f"{missing} rows refer to what is not there, or in a circle")
            source.unlink()


def _create(table: TableDescription) -> list[str]:
    name = quote_name(table.name)
    columns = [column_clause(column, _type(column), check_codes=False) for column in table.columns]
    return [
        f"CREATE TABLE {name} ({', '.join([*columns, *key_clauses(table)])})",
        f"COMMENT ON TABLE {name} IS {quote_text(explain_table(table))}",
        *(
            f"COMMENT ON COLUMN {name}.{quote_name(column.name)} IS {quote_text(explain(column))}"
            for column in table.columns
        ),
    ]


def _type(column: Column) -> str:
    if column.categories:
        return f"ENUM ({', '.join(map(quote_text, column.categories))})"
    return _TYPES[column.type]


def _insert(connection: Any, table: TableDescription, source: Path) -> int:
    """Insert the rows of a CSV without a header.

    DuckDB wants a row to be there before the statement that refers to it, so a table that refers to itself
    is filled from the top, level by level.

    Returns
    -------
    int
        How many rows were left out, because what they refer to is nowhere.
    """
    types = ", ".join(f"{quote_text(one.name)}: {quote_text(_type(one))}" for one in table.columns)
    connection.execute(
        "CREATE TEMP TABLE waiting AS SELECT * FROM read_csv(?, auto_detect = false, header = false, "
        f"delim = ',', quote = '\"', escape = '\"', nullstr = '', columns = {{{types}}})",
        [glob.escape(str(source))],
    )
    name, key = quote_name(table.name), quote_name(table.primary_key[0])
    above = [quote_name(one.name) for one in table.columns if one.references == table.name]
    there = f"(SELECT {key} FROM {name})"
    ready = "".join(f" AND ({one} IS NULL OR {one} IN {there})" for one in above)
    chosen = f"FROM waiting WHERE {key} NOT IN {there}{ready}" if above else "FROM waiting"
    (left,) = connection.execute("SELECT count(*) FROM waiting").fetchone()
    for _ in range(_MOST_LEVELS if above else 1):
        (inserted,) = connection.execute(f"INSERT INTO {name} SELECT * {chosen}").fetchone()
        left -= inserted
        if not (left and inserted):
            break
    connection.execute("DROP TABLE waiting")
    return int(left)
