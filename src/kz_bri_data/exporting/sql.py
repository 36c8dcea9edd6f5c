"""What the statements for SQLite and DuckDB have in common."""

from __future__ import annotations

from kz_bri_data._catalogue import Column, TableDescription, installed


def quote_name(name: str) -> str:
    """Write a name so that it may be a keyword, such as index."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """Write a text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def quote_names(names: tuple[str, ...] | list[str]) -> str:
    """Write names as a list."""
    return ", ".join(map(quote_name, names))


def column_clause(column: Column, kind: str, *, check_codes: bool) -> str:
    """Declare a column with its type, and with what its cells must be."""
    name = quote_name(column.name)
    bounds = [("CHECK", name, ">=", column.minimum), ("CHECK", name, "<=", column.maximum)]
    clauses = [
        f"{word} ({left} {operator} {value})" for word, left, operator, value in bounds if value is not None
    ]
    if check_codes and column.categories:
        clauses.append(f"CHECK ({name} IN ({', '.join(map(quote_text, column.categories))}))")
    return " ".join([name, kind, *(["NOT NULL"] if column.required else []), *clauses])


def key_clauses(table: TableDescription) -> list[str]:
    """Declare the keys of a table: the primary one, the unique ones and those of other tables."""
    unique: list[list[str]] = installed().resources[table.name]["schema"].get("uniqueKeys", [])
    return [
        f"PRIMARY KEY ({quote_names(table.primary_key)})",
        *(f"UNIQUE ({quote_names(names)})" for names in unique),
        *(_reference(column) for column in table.columns if column.references),
    ]


def _reference(column: Column) -> str:
    key = installed().describe(column.references).primary_key
    target = f"{quote_name(str(column.references))} ({quote_names(key)})"
    return f"FOREIGN KEY ({quote_name(column.name)}) REFERENCES {target}"
