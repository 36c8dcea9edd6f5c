"""Tables joined to frames of any library, so that rows stay in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

import narwhals.stable.v2 as nw

from kz_bri_data.helpers._frame import TEMPORARY, Frame

_ROW = TEMPORARY + "row"


def attach(data: Frame, keys: Sequence[str], columns: Mapping[str, Sequence[str | float]]) -> Frame:
    """Add the columns of a small table to a frame.

    Parameters
    ----------
    data
        The frame.
    keys
        Columns that both have, and that the table has every combination of once.
    columns
        The table.

    Returns
    -------
    narwhals.DataFrame or narwhals.LazyFrame
        The frame's rows, with the other columns of the table, missing where it has no such key.
    """
    joined = join(data, _like(data, keys, columns), keys, how="left")
    index = nw.maybe_get_index(data) if isinstance(data, nw.DataFrame) else None
    return joined if index is None else nw.from_native(joined.to_native().set_axis(index))


def join(data: Frame, other: Any, keys: Sequence[str], *, how: Literal["left", "inner"]) -> Frame:
    """Join a frame of the same library, in the order of the first one's rows unless they are lazy."""
    kind = data.implementation
    if kind.is_polars():
        # narwhals has no word for the order, and unasked Polars promises none.
        native = data.to_native().join(other.to_native(), on=keys, how=how, maintain_order="left")
        ordered: Frame = nw.from_native(native)
        return ordered
    if kind.is_pyarrow() and isinstance(data, nw.DataFrame):
        return data.with_row_index(_ROW).join(other, on=list(keys), how=how).sort(_ROW).drop(_ROW)
    return data.join(other, on=list(keys), how=how)


def _like(data: Frame, keys: Sequence[str], columns: Mapping[str, Sequence[str | float]]) -> Any:
    """Make a table of the library of a frame, in the same connection or session."""
    kind = data.implementation
    if kind.is_duckdb():
        # Relations only meet within one connection, and that of a relation is reached through it alone: from
        # the one row that the count of no rows has, the table unfolds.
        lists = (f"unnest({_sql_list(values)}) AS {name}" for name, values in columns.items())
        return nw.from_native(data.to_native().limit(0).aggregate("count(*)").project(", ".join(lists)))
    if kind.is_spark_like():
        rows = list(zip(*columns.values(), strict=True))
        return nw.from_native(data.to_native().sparkSession.createDataFrame(rows, list(columns)))
    if kind.is_dask():
        return nw.from_dict(columns, backend="pandas").lazy("dask")
    if isinstance(data, nw.LazyFrame) and not kind.is_polars():
        raise NotImplementedError("no small table can be made there")
    if kind.is_polars():
        # Polars joins nothing to numbers of another width.
        types = {name: nw.Float64() for name in columns} | dict(data.select(*keys).collect_schema())
        table = nw.from_dict(columns, types, backend="polars")
        return table.lazy() if isinstance(data, nw.LazyFrame) else table
    table = nw.from_dict(columns, backend=cast("Any", kind))
    if kind.is_pyarrow():
        # Arrow, not to text of another width either, of which narwhals knows only one.
        native, schema = table.to_native(), data.to_native().schema
        for name in keys:
            kept = native.column(name).cast(schema.field(name).type)
            native = native.set_column(native.schema.get_field_index(name), name, kept)
        return nw.from_native(native)
    return table


def _sql_list(values: Sequence[str | float]) -> str:
    if isinstance(values[0], str):
        quoted = (str(value).replace("'", "''") for value in values)
        return "[" + ", ".join(f"'{value}'" for value in quoted) + "]"
    kind = "DOUBLE" if isinstance(values[0], float) else "BIGINT"
    return f"[{', '.join(map(repr, values))}]::{kind}[]"
