"""A package as one SQLite database, by the standard library."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kz_bri_data._catalogue import TableDescription
from kz_bri_data.exporting.contents import Contents, explain, explain_table
from kz_bri_data.exporting.sql import column_clause, key_clauses, quote_name

if TYPE_CHECKING:
    from kz_bri_data._names import TableName

# A column of dates holds text such as 2024-12-31, which the date functions of SQLite take.
_TYPES = {"string": "TEXT", "number": "REAL", "integer": "INTEGER", "date": "DATE"}


def write_sqlite(contents: Contents, folder: Path) -> None:
    """Write every table with its keys; what columns mean stands in comments of the schema."""
    path = folder / "kz-bri-data.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        for name, table in contents.tables.items():
            connection.execute(_create(table))
            _insert(connection, contents, name)
        for table_name, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
            raise contents.refused(table_name, f"a row refers to what is not in {parent}")
        connection.execute("COMMIT")


def _create(table: TableDescription) -> str:
    lines = []
    for column in table.columns:
        comment = " ".join(explain(column).split())
        lines.append(f"  -- {comment}\n  {column_clause(column, _TYPES[column.type], check_codes=True)}")
    body = ",\n".join([*lines, *(f"  {clause}" for clause in key_clauses(table))])
    return f"CREATE TABLE {quote_name(table.name)} ( -- {explain_table(table)}\n{body}\n)"


def _insert(connection: sqlite3.Connection, contents: Contents, name: TableName) -> None:
    places = ", ".join("?" * len(contents.tables[name].columns))
    dates = [place for place, column in enumerate(contents.tables[name].columns) if column.type == "date"]
    rows = contents.rows(name)
    try:
        for row in rows:
            for place in dates:
                row[place] = row[place] and str(row[place])
            connection.execute(f"INSERT INTO {quote_name(name)} VALUES ({places})", row)
    except sqlite3.IntegrityError as error:
        raise contents.refused(name, f"two rows have one key ({error})") from None
    except OverflowError:
        raise contents.refused(name, "a whole number has more than 64 bits") from None
