"""Tables joined to frames of any library, so that rows stay in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

import narwhals.stable.v2 as nw

Lazy: TypeAlias = "nw.LazyFrame[Any]"


def attach(data: Lazy, keys: Sequence[str], columns: Mapping[str, Sequence[str | float]]) -> Lazy:
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
    narwhals.LazyFrame
        The frame's rows, with the other columns of the table, missing where it has no such key.
    """
    return join(data, _like(data, keys, columns), keys, how="left")


def join(data: Lazy, other: Any, keys: Sequence[str], *, how: Literal["left", "inner"]) -> Lazy:
    """Join a frame of the same library; Polars keeps the rows of the first one in their order."""
    kind = data.implementation
    if kind.is_polars():
        # narwhals has no word for the order, and unasked Polars promises none.
        native = data.to_native().join(other.to_native(), on=keys, how=how, maintain_order="left")
        ordered: Lazy = nw.from_native(native)
        return ordered
    joined: Lazy = data.join(other, on=list(keys), how=how)
    return joined


def _like(data: Lazy, keys: Sequence[str], columns: Mapping[str, Sequence[str | float]]) -> Any:
    """Make a table of the library of a frame, in the same connection or session."""
    kind = data.implementation
    if kind.is_duckdb():
        # Relations only meet within one connection, and that of a relation is reached through it alone: from
        # the one row that the count of no rows has, the table unfolds.
        lists = (f"unnest({_sql_list(values)}) AS {name}" for name, values in columns.items())
        return nw.from_native(data.to_native().limit(0).aggregate("count(*)").project(", ".join(lists)))
    if kind.is_spark_like():
        rows = list(zip(*columns.values(), strict=True))
        table = data.to_native().sparkSession.createDataFrame(rows, list(columns))
        # Sent to where the rows of the frame are: unasked, Spark may sort and move those, however many.
        return nw.from_native(table.hint("broadcast"))
    if kind.is_dask():
        return nw.from_dict(columns, backend="pandas").lazy("dask")
    if not kind.is_polars():
        raise NotImplementedError("no small table can be made there")
    # Polars joins nothing to numbers of another width.
    types = {name: nw.Float64() for name in columns} | dict(data.select(*keys).collect_schema())
    return nw.from_dict(columns, types, backend="polars").lazy()


def _sql_list(values: Sequence[str | float]) -> str:
    if isinstance(values[0], str):
        quoted = (str(value).replace("'", "''") for value in values)
        return "[" + ", ".join(f"'{value}'" for value in quoted) + "]"
    kind = "DOUBLE" if isinstance(values[0], float) else "BIGINT"
    return f"[{', '.join(map(repr, values))}]::{kind}[]"
