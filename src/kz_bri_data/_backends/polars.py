"""Read a table into Polars."""

from io import BytesIO
from typing import Any

import polars as pl

from kz_bri_data._catalogue import Column, TableDescription

_DTYPES: dict[str, Any] = {"string": pl.String, "number": pl.Float64, "integer": pl.Int64, "date": pl.Date}


def read(path: str | BytesIO, table: TableDescription) -> pl.DataFrame:
    """Read the CSV with the types that the description says."""
    return pl.read_csv(path, schema={column.name: _dtype(column) for column in table.columns})


def _dtype(column: Column) -> Any:
    # An Enum is always ordered, by its declaration.
    return pl.Enum(list(column.categories)) if column.categories else _DTYPES[column.type]
