"""Read a table into pandas."""

from io import BytesIO
from typing import Any

import pandas as pd

from kz_bri_data._catalogue import Column, TableDescription

# So that the number is read that is written, and not one beside it; pandas does so by itself from 3.1 on.
_version = tuple(map(int, pd.__version__.split(".")[:2]))
_exactly: Any = {} if _version >= (3, 1) else {"float_precision": "round_trip"}

_DTYPES = {"string": "str", "number": "float64", "integer": "Int64"}


def read(path: str | BytesIO, table: TableDescription) -> pd.DataFrame:
    """Read the CSV with the types that the description says."""
    frame: pd.DataFrame = pd.read_csv(
        path,
        dtype={column.name: _dtype(column) for column in table.columns if column.type != "date"},
        parse_dates=[column.name for column in table.columns if column.type == "date"],
        date_format="%Y-%m-%d",
        # "NA" is Namibia; only the empty cell is missing.
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
        **_exactly,
    )
    return frame


def _dtype(column: Column) -> Any:
    if column.categories:
        return pd.CategoricalDtype(list(column.categories), ordered=column.ordered)
    return _DTYPES[column.type]
