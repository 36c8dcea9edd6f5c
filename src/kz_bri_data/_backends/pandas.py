"""Read a table into pandas."""

from pathlib import Path
from typing import Any

import pandas as pd

from kz_bri_data.loaders import Column, TableDescription

_DTYPES = {"string": "str", "number": "float64", "integer": "Int64"}


def read(path: Path, table: TableDescription) -> pd.DataFrame:
    """Read the CSV with the types that the description says."""
    return pd.read_csv(
        path,
        dtype={column.name: _dtype(column) for column in table.columns if column.type != "date"},
        parse_dates=[column.name for column in table.columns if column.type == "date"],
        date_format="%Y-%m-%d",
        # "NA" is Namibia; only the empty cell is missing.
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
    )


def _dtype(column: Column) -> Any:
    if column.categories:
        return pd.CategoricalDtype(list(column.categories), ordered=True)
    return _DTYPES[column.type]
