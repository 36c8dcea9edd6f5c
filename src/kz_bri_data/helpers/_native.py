"""Arrays out of the columns of an eager frame of any library, and arrays back into such a frame."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from numbers import Real
from typing import Any, NamedTuple, TypeAlias

import narwhals.stable.v2 as nw
import numpy as np

from kz_bri_data.helpers._arguments import as_number

Array: TypeAlias = "np.ndarray[Any, Any]"
Data: TypeAlias = "nw.DataFrame[Any]"

_NO_DAY = np.array(["NaT"], "datetime64[D]")
_YEAR, _DAY = re.compile(r"[12]\d{3}"), re.compile(r"\d{4}-\d\d-\d\d(?:[T ]00:00(?::00(?:\.0+)?)?)?")


# Position of a row that there is not.
NOWHERE = -1


class Texts(NamedTuple):
    """A column of text: a number for each row, and the word that each number stands for; 0 is no word."""

    codes: Array
    words: list[str]


class Decided(NamedTuple):
    """A truth for each row, and whether it is known."""

    truth: Array
    known: Array


class Days(NamedTuple):
    """A column of days: a number for each row, and the day that each number stands for; 0 is no day."""

    codes: Array
    days: Array


def gather(values: Array, link: Array, none: Any = None) -> Array:
    """Take values of other rows; where there is no such row, what is missing: no word, or false."""
    if none is None:
        none = {"f": np.nan, "M": "NaT"}.get(values.dtype.kind, 0)
    # `NOWHERE` is the last of all.
    return np.concatenate([values, np.array([none], values.dtype)]).take(link, mode="wrap")


def column_of(data: Data, name: str) -> nw.Series[Any]:
    """Take a column; categories of numbers or days are taken for what they are of."""
    column = data[name]
    if column.dtype == nw.Categorical and data.implementation.is_pandas_like():
        native: Any = column.to_native()
        kind = native.cat.categories.dtype
        if kind.kind in "iufM":
            # Whole numbers have no word for what is missing.
            return nw.from_native(native.astype("Int64" if kind.kind in "iu" else kind), series_only=True)
    return column


def kind_of(data: Data, name: str) -> str:
    """Say what a column holds: whole, number, date, period, text, nothing, or the name of another type."""
    column = column_of(data, name)
    dtype = column.dtype
    if dtype.is_integer():
        return "whole"
    if dtype.is_numeric():
        return "number"
    if str(getattr(column.to_native(), "dtype", "")).startswith("period["):
        return "period"
    if dtype in (nw.Date, nw.Datetime):
        return "date"
    if column.is_null().all():
        return "nothing"
    if dtype in (nw.String, nw.Categorical, nw.Enum):
        return "text"
    return _kind_of_objects(column) or str(dtype)


def _kind_of_objects(column: nw.Series[Any]) -> str | None:
    """Say what the Python objects of a column are, if all are of one kind."""
    if column.dtype != nw.Object:
        return None
    values = _objects(column)
    kinds: dict[str, Callable[[object], bool]] = {
        "text": lambda value: isinstance(value, str),
        "Boolean": lambda value: isinstance(value, bool),
        "date": lambda value: isinstance(value, date),
        "whole": lambda value: isinstance(value, (int, np.integer)) and not isinstance(value, bool),
        "number": lambda value: isinstance(value, (Real, Decimal)) and not isinstance(value, bool),
    }
    there = [value for value in values if value is not None]
    return next((kind for kind, fits in kinds.items() if all(map(fits, there))), None)


def _objects(column: nw.Series[Any]) -> list[Any]:
    pairs = zip(column.to_list(), column.is_null().to_list(), strict=True)
    return [None if empty else value for value, empty in pairs]


def numbers(data: Data, name: str) -> Array:
    """Numbers of a column, in which what is missing, infinite or no number is NaN."""
    column = column_of(data, name)
    native: Any = column.to_native()
    kind = getattr(native, "dtype", None)
    if isinstance(kind, np.dtype) and kind.kind in "iuf":
        found = native.to_numpy(dtype="float64")
    elif column.dtype == nw.Object or column.is_null().all():
        found = np.array([as_number(value) for value in _objects(column)], dtype="float64")
    elif data.implementation.is_pandas_like():
        found = native.to_numpy(dtype="float64", na_value=np.nan)
    else:
        found = np.asarray(column.cast(nw.Float64).to_numpy(), dtype="float64")
    infinite = np.isinf(found)
    return np.where(infinite, np.nan, found) if infinite.any() else found


def texts(data: Data, name: str) -> Texts:
    """Words of a column, empty ones and missing ones being the same."""
    column = column_of(data, name)
    if data.implementation.is_pandas_like():
        import pandas as pd

        codes, found = pd.factorize(column.to_native())
        words = [str(word) for word in found]
    elif data.implementation.is_polars():
        native: Any = column.cast(nw.String).to_native()
        words = native.unique().drop_nulls().sort().to_list()
        codes = native.rank("dense").fill_null(0).to_numpy().astype("int64") - 1
    else:
        place: dict[str, int] = {}
        values = column.to_list()
        codes = np.array([-1 if v is None else place.setdefault(str(v), len(place)) for v in values], "int64")
        words = list(place)
    if "" in words:
        codes = np.where(codes == words.index(""), -1, codes)
    return Texts(np.asarray(codes, dtype="int64") + 1, ["", *words])


def days(data: Data, name: str, *, first: bool = False) -> Days:
    """Days of a column, without a time of day; of periods the last, or the first."""
    column = column_of(data, name)
    native: Any = column.to_native()
    if kind_of(data, name) == "period":
        native = native.dt.start_time if first else native.dt.end_time
        return _numbered(native.to_numpy(dtype="datetime64[ns]").astype("datetime64[D]"))
    if column.dtype == nw.Datetime:
        if getattr(column.dtype, "time_zone", None) is not None:
            column = column.dt.replace_time_zone(None)
        return _numbered(column.to_numpy().astype("datetime64[D]"))
    values = _objects(column)
    written = [None if v is None else v.strftime("%Y-%m-%d") for v in values]
    return _numbered(np.array(written, "datetime64[D]"))


def _numbered(days: Array) -> Days:
    """Give days numbers, so that what follows from a day is computed once for all rows of that day."""
    since, is_day = days.astype("int64"), ~np.isnat(days)
    known = since if is_day.all() else since[is_day]
    if len(known):
        first, last = int(known.min()), int(known.max())
        if last - first < len(days):
            codes = since - (first - 1)
            codes[~is_day] = 0
            return Days(codes, np.concatenate([_NO_DAY, np.arange(first, last + 1).astype("datetime64[D]")]))
    return Days(np.arange(1, len(days) + 1), np.concatenate([_NO_DAY, days]))


def calendar(days: Array) -> tuple[Array, Array, Array]:
    """Calendar year, month and day of the month of each day."""
    months = days.astype("datetime64[M]")
    count = months.astype("int64")
    parts = count // 12 + 1970, count % 12 + 1, (days - months).astype("int64") + 1
    year, month, day = (np.where(np.isnat(days), np.nan, part) for part in parts)
    return year, month, day


def are_years(words: Sequence[str]) -> bool:
    """Whether all words are calendar years."""
    return all(map(_YEAR.fullmatch, words[1:]))


def years_of(words: Sequence[str]) -> Array:
    """Read words as calendar years."""
    return np.array([np.nan, *map(float, words[1:])])


def are_days(words: Sequence[str]) -> bool:
    """Whether all words are days such as 2024-12-31."""
    if not all(map(_DAY.fullmatch, words[1:])):
        return False
    try:
        days_of(words)
    except ValueError:
        return False
    return True


def days_of(words: Sequence[str]) -> Array:
    """Read words as days such as 2024-12-31."""
    return np.array(["NaT", *(word[:10] for word in words[1:])], dtype="datetime64[D]")


class Gathered(NamedTuple):
    """A column of the given frame, by the positions of its rows."""

    name: str
    positions: Array | None


Column: TypeAlias = "Array | Texts | Decided | Gathered"


def assemble(data: Data, rows: Array | None, columns: Mapping[str, Column]) -> Any:
    """Build the result: some rows of the given frame, or all of them, beside them columns."""
    native: Any = data.to_native()
    if data.implementation.is_pandas_like():
        result = native.copy(deep=not _copies_on_write()) if rows is None else native.take(rows)
        for name, column in columns.items():
            result[name] = _pandas_column(native, column, result.index)
        return result
    kept = data if rows is None else data[rows, :]
    series = [_series(data, name, column) for name, column in columns.items()]
    return kept.with_columns(*series).to_native()


def _copies_on_write() -> bool:
    """Whether pandas itself keeps what shares memory apart, as it does from version 3 on."""
    import pandas as pd

    return int(pd.__version__.partition(".")[0]) >= 3


def _pandas_column(native: Any, column: Column, index: Any) -> Any:
    """Make a column of pandas, of memory that is nobody else's."""
    import pandas as pd

    if isinstance(column, Gathered):
        source = native[column.name].array
        if column.positions is None:
            return source if _copies_on_write() else source.copy()
        return source.take(column.positions)
    if isinstance(column, Texts):
        words = np.array([None, *column.words[1:]], dtype=object)
        # The type of text that pandas itself chooses.
        return pd.Series(words).array.take(column.codes)
    if isinstance(column, Decided):
        return pd.arrays.BooleanArray(column.truth, ~column.known)
    # An array of its own need not be copied, as a column of an index that is the same.
    return pd.Series(column, index=index, copy=column.base is not None)


def _series(data: Data, name: str, column: Column) -> nw.Series[Any]:
    if isinstance(column, Gathered):
        source = data[column.name] if column.positions is None else data[column.name][column.positions]
        return source.alias(name)
    if isinstance(column, Texts):
        words = [None, *column.words[1:]]
        return nw.new_series(name, words, nw.String(), backend=data.implementation)[column.codes]
    if isinstance(column, Decided):
        pairs = zip(column.truth.tolist(), column.known.tolist(), strict=True)
        truths = [truth if known else None for truth, known in pairs]
        return nw.new_series(name, truths, nw.Boolean(), backend=data.implementation)
    if data.implementation.is_polars():
        import polars as pl

        if column.dtype.kind == "f":
            return nw.from_native(pl.Series(name, column, nan_to_null=True), series_only=True)
        return nw.from_native(pl.Series(name, column), series_only=True)
    values = [None if value != value else value for value in column.tolist()]
    kind = nw.Int64() if column.dtype.kind == "i" else nw.Float64()
    return nw.new_series(name, values, kind, backend=data.implementation)
