"""A package as Parquet, a file a table."""

from __future__ import annotations

import json
from pathlib import Path

from kz_bri_data._backends import load
from kz_bri_data._catalogue import Column, TableDescription
from kz_bri_data.errors import MissingExtraError
from kz_bri_data.exporting.contents import Contents


def write_parquet(contents: Contents, folder: Path) -> None:
    """Write every table with what it and its columns mean as metadata, for the file and for each field."""
    try:
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise MissingExtraError("pyarrow", "pyarrow") from error
    for name, table in contents.tables.items():
        frame = load(contents.home(name), name, "pyarrow")
        fields = [
            field.with_nullable(not column.required).with_metadata(_column_metadata(column))
            for field, column in zip(frame.schema, table.columns, strict=True)
        ]
        schema = pyarrow.schema(fields, _table_metadata(table, contents))
        pyarrow.parquet.write_table(frame.cast(schema), folder / f"{name}.parquet")


def _table_metadata(table: TableDescription, contents: Contents) -> dict[str, str]:
    package = {
        f"package_{key}": _text(contents.properties[key])
        for key in ("name", "version", "title", "licenses")
        if key in contents.properties
    }
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "primary_key": _text(table.primary_key),
        **package,
    }


def _column_metadata(column: Column) -> dict[str, str]:
    said = {
        "title": column.title,
        "description": column.description,
        "unit": column.unit,
        "references": column.references,
        "categories": column.categories,
    }
    return {key: _text(value) for key, value in said.items() if value}


def _text(value: object) -> str:
    """Give text as it is, and all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
