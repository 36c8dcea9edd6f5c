"""The same small frame in every library that the helpers serve, and its rows back again."""

import atexit
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest

TYPES = {str: "string", float: "double", int: "long", date: "date", datetime: "timestamp", bool: "boolean"}


def kind_of(name: str, values: list) -> type:
    found = {type(value) for value in values if value is not None}
    if name.startswith(("value", "resolution")) or found == {int, float}:
        return float
    if name.startswith("period"):
        return next(iter(found), date)
    return next(iter(found), str)


def as_pandas(columns: dict[str, list]) -> Any:
    import pandas as pd

    frame = pd.DataFrame(columns)
    for name, values in columns.items():
        if kind_of(name, values) is date:
            frame[name] = pd.to_datetime(frame[name])
        elif kind_of(name, values) is float:
            frame[name] = frame[name].astype("float64")
        elif kind_of(name, values) is str:
            frame[name] = frame[name].astype("str" if pd.__version__ >= "3" else "object")
    return frame


def as_polars(columns: dict[str, list]) -> Any:
    import polars as pl

    kinds = {str: pl.String, float: pl.Float64, int: pl.Int64, date: pl.Date, bool: pl.Boolean}
    kinds[datetime] = pl.Datetime
    return pl.DataFrame(
        columns, schema={name: kinds[kind_of(name, values)] for name, values in columns.items()}
    )


def as_pyarrow(columns: dict[str, list]) -> Any:
    return as_polars(columns).to_arrow()


CONNECTIONS: list[Any] = []
atexit.register(CONNECTIONS.clear)


def as_duckdb(columns: dict[str, list]) -> Any:
    import duckdb

    # A connection of its own: what is joined to it has to come from the same. Older relations don't keep it.
    connection = duckdb.connect()
    CONNECTIONS.append(connection)
    connection.register("given", as_polars(columns).to_arrow())
    connection.execute("CREATE TABLE kept AS FROM given")
    return connection.sql("FROM kept")


@cache
def session() -> Any:
    sql = pytest.importorskip("pyspark.sql")
    # Unasked, Spark would start whatever is called python3.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    found = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    found.sparkContext.setLogLevel("ERROR")
    return found


def as_pyspark(columns: dict[str, list]) -> Any:
    spark = session()
    schema = ", ".join(f"`{name}` {TYPES[kind_of(name, values)]}" for name, values in columns.items())
    floats = {name for name, values in columns.items() if kind_of(name, values) is float}
    rows = [
        tuple(
            float(value) if name in floats and value is not None else value
            for name, value in zip(columns, row, strict=True)
        )
        for row in zip(*columns.values(), strict=True)
    ]
    return spark.createDataFrame(rows, schema)


def as_dask(columns: dict[str, list]) -> Any:
    return pytest.importorskip("dask.dataframe").from_pandas(as_pandas(columns), npartitions=2)


MAKERS: dict[str, Callable[[dict[str, list]], Any]] = {
    "pandas": as_pandas,
    "polars": as_polars,
    "polars lazy": lambda columns: as_polars(columns).lazy(),
    "duckdb": as_duckdb,
    "pyspark": as_pyspark,
    "pyarrow": as_pyarrow,
    "dask": as_dask,
}
EAGER = ["pandas", "polars", "pyarrow"]
# Those that have windows in order of a column, which series need, and the eager ones, which need none.
ORDERED = ["pandas", "polars", "pyarrow", "polars lazy", "duckdb", "pyspark"]


def make(library: str, columns: dict[str, list]) -> Any:
    """The columns as a frame of a library; the test is skipped if it is not installed."""
    pytest.importorskip(library.split()[0])
    return MAKERS[library](columns)


def rows(frame: Any) -> list[dict[str, Any]]:
    """Rows of a frame of any library: None for every kind of missing, dates without a time of day."""
    import narwhals.stable.v2 as nw

    data = nw.from_native(frame)
    if isinstance(data, nw.LazyFrame):
        data = data.collect("polars" if data.implementation.is_polars() else "pandas")
    return [{name: plain(value) for name, value in row.items()} for row in data.rows(named=True)]


def plain(value: Any) -> Any:
    if value is None or value != value:
        return None
    return value.date() if isinstance(value, datetime) else value


def columns_of(given: list[dict[str, Any]]) -> dict[str, list]:
    """Rows as columns."""
    return {name: [row[name] for row in given] for name in given[0]}


def year(number: int) -> dict[str, date]:
    """A calendar year as a period."""
    return {"period_start": date(number, 1, 1), "period_end": date(number, 12, 31)}
