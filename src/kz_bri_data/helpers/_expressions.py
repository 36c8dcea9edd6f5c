"""The operations of the helpers as expressions, which a lazy library computes when it wants."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import narwhals.stable.v2 as nw

from kz_bri_data.helpers._engine import TEMPORARY, Check, Row, Value, raise_or_warn
from kz_bri_data.helpers._join import attach, join

_KEY, _ORDER, _PAIR = TEMPORARY + "key_", TEMPORARY + "order", TEMPORARY + "pair_"
_MISSING = TEMPORARY + "missing_"
_TEXT, _YEAR = TEMPORARY + "text", TEMPORARY + "year"


class ExpressionEngine:
    """A lazy frame; `Engine` says what the operations do.

    Parameters
    ----------
    data
        The frame.
    eager
        Whether the result is to be computed at once, as the frame of the caller was eager.
    """

    def __init__(self, data: nw.LazyFrame[Any], *, eager: bool = False) -> None:
        self._data = data
        self._types: dict[str, Any] = dict(data.collect_schema())
        self._eager = eager
        self.names = list(self._types)
        self.library = data.implementation.name.lower()
        self.is_lazy = True
        self._keys: list[str] = []
        self._filled: list[str] = []

    def quiet(self) -> AbstractContextManager[object]:
        return nullcontext()

    def kind(self, name: str) -> str:
        dtype = self._types[name]
        if dtype.is_integer():
            return "whole"
        if dtype.is_numeric():
            return "number"
        if dtype in (nw.Date, nw.Datetime):
            return "date"
        if dtype in (nw.String, nw.Categorical, nw.Enum):
            return "text"
        return "nothing" if dtype == nw.Unknown else str(dtype)

    def is_text(self, name: str) -> bool:
        return self._types.get(name) in (nw.String, nw.Categorical, nw.Enum)

    def is_blank(self, name: str) -> bool:
        return self.kind(name) == "nothing"

    def kind_of_periods(self, name: str) -> str:
        return self.kind(name)

    def number(self, name: str) -> Value:
        if name.startswith(TEMPORARY) and name not in self._types:
            return nw.col(name)
        number = nw.col(name).cast(nw.Float64)
        return nw.when(number.is_finite()).then(number)

    def truth(self, name: str) -> Value:
        return nw.col(name)

    def year(self, name: str) -> Value:
        return nw.col(name).dt.year()

    def of_days(self, name: str, compute: Callable[[Value, Value, Value], Value]) -> Value:
        day = nw.col(name).dt
        return compute(day.year(), day.month(), day.day())

    def begins(self, name: str, new: str) -> None:
        raise NotImplementedError("no lazy library has a type for periods")

    def among(self, name: str, words: Sequence[str]) -> Value:
        return self._text(name).is_in(list(words))

    def never(self, condition: Value) -> bool:
        return False

    def differ(self, one: str, other: str) -> Value:
        return self._text(one) != self._text(other)

    def define(self, values: Mapping[str, Value]) -> None:
        if values:
            self._data = self._data.with_columns(*(value.alias(name) for name, value in values.items()))

    def where(self, condition: Value, then: Value, otherwise: Value = None) -> Value:
        taken = nw.when(condition).then(_literal(then))
        return taken if otherwise is None else taken.otherwise(_literal(otherwise))

    def choose(self, cases: Sequence[tuple[Value, str]], otherwise: str) -> Value:
        chosen: nw.Expr = nw.lit(otherwise)
        for condition, word in reversed(cases):
            chosen = nw.when(condition).then(nw.lit(word)).otherwise(chosen)
        return chosen

    def decided(self, yes: Value, no: Value) -> Value:
        return nw.when(yes | no).then(yes)

    def joined(self, name: str, ending: str) -> Value:
        stated = nw.when(self._text(name) != "").then(self._text(name))
        return nw.concat_str(stated, nw.lit(ending))

    def missing(self, value: Value) -> Value:
        return value.is_null()

    def known(self, comparison: Value) -> Value:
        return comparison.fill_null(value=False)

    def floor(self, value: Value) -> Value:
        return value.floor()

    def size(self, value: Value) -> Value:
        return value.abs()

    def whole(self, value: Value) -> Value:
        return value.cast(nw.Int64)

    def constant(self, value: float | bool) -> Value:
        return nw.lit(value)

    def group(self, keys: Sequence[str], order: Value, alike: Mapping[str, Sequence[str]]) -> None:
        # Text stands in for itself, with a mark where it was missing: to sort a copy as well takes longer.
        self._filled = [name for name in keys if self._types[name] == nw.String and name not in alike]
        key_of = {name: name if name in self._filled else _KEY + name for name in keys}
        self._keys = list(key_of.values()) or [_KEY]
        texts = [self._as_one(name, alike.get(name, ())).alias(key) for name, key in key_of.items()]
        texts = texts or [nw.lit("").alias(_KEY)]
        marks = (nw.col(name).is_null().alias(_MISSING + name) for name in self._filled)
        self._data = self._data.with_columns(*texts, *marks, order.alias(_ORDER))

    def least(self, value: Value) -> Value:
        return value.min().over(*self._keys)

    def greatest(self, value: Value) -> Value:
        return value.max().over(*self._keys)

    def count(self, condition: Value) -> nw.Expr:
        return nw.when(condition).then(nw.lit(1)).otherwise(nw.lit(0)).sum().over(*self._keys)

    def previous(self, columns: Mapping[str, str]) -> None:
        if not columns:
            return
        before = (
            nw.col(name).shift(1).over(*self._keys, order_by=_ORDER).alias(new)
            for new, name in columns.items()
        )
        self._add(columns)
        self._data = self._data.with_columns(*before)

    def pick(self, columns: Mapping[str, str], condition: Value) -> None:
        # Not every library finds a first value over a window. All find the greatest, and of one that is it;
        # with empty text for nothing, as some libraries can't compare text with what is missing.
        texts = [new for new, name in columns.items() if self.is_text(name)]
        picked = nw.when(condition)
        one = (
            picked.then(self._text(name)).otherwise(nw.lit("")) if new in texts else picked.then(nw.col(name))
            for new, name in columns.items()
        )
        self._data = self._data.with_columns(
            *(value.alias(new) for value, new in zip(one, columns, strict=True))
        )
        self._data = self._data.with_columns(*(nw.col(new).max().over(*self._keys) for new in columns))
        if texts:
            stated = (nw.when(nw.col(new) != "").then(nw.col(new)).alias(new) for new in texts)
            self._data = self._data.with_columns(*stated)
        self._add(columns)

    def pair(self, left: Value, right: Value, keys: Sequence[str], columns: Mapping[str, str]) -> None:
        match = [self._text(name).alias(_PAIR + name) for name in keys] or [nw.lit(0).alias(_PAIR)]
        names = [_PAIR + name for name in keys] or [_PAIR]
        others = self._data.filter(right)
        others = others.select(*match, *(self._as_given(name).alias(new) for new, name in columns.items()))
        self._data = join(self._data.filter(left).with_columns(*match), others, names, how="inner")
        self._add(columns)

    def filter(self, condition: Value) -> None:
        self._data = self._data.filter(condition)

    def lookup(
        self, keys: Sequence[Any], columns: Mapping[str, Sequence[float]], text: str, year: Value = None
    ) -> None:
        if year is None:
            self._data = self._data.with_columns(self._text(text).alias(_TEXT))
            self._data = attach(self._data, [_TEXT], {_TEXT: list(keys), **columns})
            return
        words, years = zip(*keys, strict=True)
        self._data = self._data.with_columns(self._text(text).alias(_TEXT), year.cast(nw.Int64).alias(_YEAR))
        self._data = attach(self._data, [_TEXT, _YEAR], {_TEXT: words, _YEAR: years, **columns})

    def examples(self, broken: Value, shown: Sequence[str]) -> list[Row]:
        return collect(self._data.filter(broken).select(*map(self._as_given, shown)).head(3))

    def refuse(self, checks: Sequence[Check], shown: Sequence[str]) -> int:
        answers = (
            (check.broken.all() if check.every else check.broken.any()).alias(str(i))
            for i, check in enumerate(checks)
        )
        found: dict[str, Any] = collect(self._data.select(nw.len().alias("rows"), *answers))[0]
        for i, check in enumerate(checks):
            if found["rows"] and found[str(i)]:
                raise_or_warn(check, self.examples(check.broken, list(dict.fromkeys((*shown, *check.shown)))))
        return int(found["rows"])

    def finish(self, columns: Sequence[str]) -> Any:
        data: Any = self._data.select(*map(self._as_given, columns))
        if self._eager:
            data = data.collect("polars", engine="streaming")
        return data.to_native()

    def _text(self, name: str) -> nw.Expr:
        """Column as text in which what is empty equals what is missing."""
        column = nw.col(name)
        return (column if self._types.get(name) == nw.String else column.cast(nw.String)).fill_null("")

    def _as_given(self, name: str) -> nw.Expr:
        """Column with nothing where there was nothing."""
        column = nw.col(name)
        return nw.when(~nw.col(_MISSING + name)).then(column).alias(name) if name in self._filled else column

    def _as_one(self, name: str, alike: Sequence[str]) -> nw.Expr:
        """Column as text in which several words are the first of them."""
        text = self._text(name)
        return nw.when(text.is_in(list(alike))).then(nw.lit(alike[0])).otherwise(text) if alike else text

    def _add(self, columns: Mapping[str, str]) -> None:
        """Remember of which type new columns are."""
        types = self._types
        self._types = types | {new: types[name] for new, name in columns.items() if name in types}


def _literal(value: Value) -> nw.Expr:
    return value if isinstance(value, nw.Expr) else nw.lit(value)


def collect(data: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Rows of a small result."""
    if data.implementation.is_spark_like():
        # Its own rows: on the way through pandas, PySpark warns of versions of pandas that are newer than it.
        return [row.asDict() for row in data.to_native().collect()]
    # By default DuckDB would want pyarrow; pandas is there in any case.
    return (data.collect("pandas") if data.implementation.is_duckdb() else data.collect()).rows(named=True)
