"""Dataframes of any library in, of the same library out, and checks of each as one query."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple, TypeAlias, cast

import narwhals.stable.v2 as nw
from narwhals.exceptions import DuplicateError
from narwhals.stable.v2.typing import IntoFrameT

from kz_bri_data.errors import RefusedError, UnsupportedBackendError

Frame: TypeAlias = "nw.DataFrame[Any] | nw.LazyFrame[Any]"

# What begins like this is a helper's own and goes before the result is handed over.
TEMPORARY = "kzbri_tmp_"

BACKENDS = "pandas, Polars (eager and lazy), DuckDB and PySpark"


@contextmanager
def opened(frame: object, helper: str) -> Iterator[Frame]:
    """Open a frame for a helper, and say so kindly if its library can't do what the helper needs."""
    try:
        data: Frame = nw.from_native(cast("Any", frame))
    except TypeError as error:
        raise UnsupportedBackendError(
            f"{helper} takes a dataframe of {BACKENDS}, not {type(frame).__name__}"
        ) from error
    except DuplicateError as error:
        raise RefusedError("several columns of one name", "give each a name of its own") from error
    if data.implementation.is_pandas_like():
        data = _with_plain_names(data)
    try:
        yield data
    except NotImplementedError as error:
        raise UnsupportedBackendError(
            f"{helper} needs what {data.implementation.name} frames can't do through narwhals; it works on "
            f"{BACKENDS}. Narwhals says: {error}"
        ) from error


def _with_plain_names(data: Frame) -> Frame:
    """Make sure that each name in a frame of pandas is text, and that of a column alone."""
    native: Any = data.to_native()
    names = list(native.columns)
    if others := [str(name) for name in names if not isinstance(name, str)]:
        raise RefusedError(
            f"columns whose names are not text: {', '.join(others[:20])}", "name each column by one text"
        )
    if set(native.index.names).isdisjoint(names):
        return data
    # pandas sorts by no name that an index has too. As the column stays, nothing is lost.
    nameless: Frame = nw.from_native(native.set_axis(native.index.set_names([None] * native.index.nlevels)))
    return nameless


def fused(data: Frame) -> Frame:
    """Let Polars compute what follows as one query, which takes half the time and memory of single steps."""
    return data.lazy() if data.implementation.is_polars() else data


def close(data: Frame, columns: Sequence[str], frame: IntoFrameT) -> IntoFrameT:
    """Hand a result over in the library of the caller's frame, without what was temporary."""
    data = data.select(*columns)
    if isinstance(data, nw.LazyFrame) and isinstance(nw.from_native(cast("Any", frame)), nw.DataFrame):
        data = data.collect("polars", engine="streaming")
    return cast("IntoFrameT", data.to_native())


def collect(data: Frame) -> list[dict[str, Any]]:
    """Rows of a small result."""
    if isinstance(data, nw.LazyFrame):
        # By default these two would want pyarrow; pandas is there in any case.
        sql = data.implementation.is_duckdb() or data.implementation.is_spark_like()
        data = data.collect("pandas") if sql else data.collect()
    return data.rows(named=True)


def floats(name: str) -> nw.Expr:
    """Column as floating-point numbers, in which what is infinite or no number (NaN) is missing."""
    number = nw.col(name).cast(nw.Float64)
    return nw.when(number.is_finite()).then(number)


def text(data: Frame, name: str) -> nw.Expr:
    """Column as text, categories included."""
    coded = data.collect_schema()[name] in (nw.Categorical, nw.Enum)
    return nw.col(name).cast(nw.String) if coded else nw.col(name)


def is_text(data: Frame, name: str) -> bool:
    """Whether a column holds text, categories included."""
    return data.collect_schema()[name] in (nw.String, nw.Categorical, nw.Enum)


def kind_of(data: Frame, name: str) -> Any:
    """Type of a column; "nothing" if it is all empty, so that its type says nothing."""
    kind = data.collect_schema()[name]
    if isinstance(data, nw.DataFrame) and not kind.is_numeric() and data[name].is_null().all():
        return "nothing"
    return "nothing" if kind == nw.Unknown else kind


def filled(data: Frame, name: str, beside: str | None = None) -> nw.Expr:
    """Column, or another that holds the like, as text in which what is empty equals what is empty."""
    is_plain = data.collect_schema()[name] == nw.String
    column = nw.col(beside or name)
    return (column if is_plain else column.cast(nw.String)).fill_null("")


Row: TypeAlias = dict[str, object]


class Check(NamedTuple):
    """Something that must be true of no row.

    Attributes
    ----------
    error
        Makes the refusal of problem, allowed and rows that show it; mostly its class.
    broken
        True for the rows at fault, and never missing: to some libraries that would be fine, to others not.
    problem, allowed
        What is wrong, and what would be allowed.
    warns
        Whether to warn of it only.
    """

    error: Callable[[str, str, list[Row]], RefusedError]
    broken: nw.Expr
    problem: str
    allowed: str
    warns: bool = False


def refuse(parts: Sequence[tuple[Frame, Sequence[Check]]], shown: Sequence[str]) -> list[int]:
    """Run checks as one aggregate query, and raise the first that fails with rows that show it.

    Parameters
    ----------
    parts
        Frames, each with its checks.
    shown
        Columns by which rows are shown.

    Returns
    -------
    list of int
        How many rows each of the frames has.
    """
    query: Any = None
    for n, (data, checks) in enumerate(parts):
        broken = (check.broken.any().alias(f"{n} {i}") for i, check in enumerate(checks))
        answer = data.select(nw.len().alias(f"{n}"), *broken)
        query = answer if query is None else query.join(answer, how="cross")
    found = collect(query)[0]
    for n, (data, checks) in enumerate(parts):
        for i, check in enumerate(checks):
            if not found[f"{n} {i}"]:
                continue
            error = check.error(check.problem, check.allowed, examples(data, check.broken, shown))
            if not check.warns:
                raise error
            warnings.warn(str(error), stacklevel=3)
    return [int(found[f"{n}"]) for n in range(len(parts))]


def examples(data: Frame, broken: nw.Expr, shown: Sequence[str]) -> list[Row]:
    """Up to three rows for which something is true, by the columns that are shown."""
    rows = collect(data.filter(broken).select(*shown).head(3))
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def plain(value: Any) -> object:
    """Make the value fit for a message: no time of day, no kind of missing value but None."""
    # pandas has three of them, and one can't even be compared with itself.
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return None
    return value.date() if isinstance(value, date) and hasattr(value, "date") else value
