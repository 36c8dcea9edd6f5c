"""Read a table into PyArrow."""

from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from kz_bri_data._catalogue import Column, TableDescription

_TYPES = {"string": pa.string(), "number": pa.float64(), "integer": pa.int64(), "date": pa.date32()}


def read(path: str | BytesIO, table: TableDescription) -> pa.Table:
    """Read the CSV with the types that the description says."""
    options = pa.csv.ConvertOptions(
        column_types={column.name: _TYPES[column.type] for column in table.columns},
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    result = pa.csv.read_csv(
        path, convert_options=options, parse_options=pa.csv.ParseOptions(newlines_in_values=True)
    ).combine_chunks()
    for index, column in enumerate(table.columns):
        if column.categories:
            result = result.set_column(index, column.name, _coded(result[column.name], column))
    return result


def _coded(values: Any, column: Column) -> Any:
    """Give text as a dictionary in the declared order; the reader can't."""
    words = pa.array(list(column.categories))
    codes = pc.index_in(values, value_set=words).combine_chunks()
    return pa.DictionaryArray.from_arrays(codes, words, ordered=column.ordered)
