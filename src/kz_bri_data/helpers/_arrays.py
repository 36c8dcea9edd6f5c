"""The operations of the helpers, carried out at once on arrays taken out of an eager frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw
import numpy as np

from kz_bri_data.helpers import _native
from kz_bri_data.helpers._engine import Check, Row, Value, raise_or_warn
from kz_bri_data.helpers._groups import Groups
from kz_bri_data.helpers._native import NOWHERE, Array, Days, Decided, Gathered, Texts, gather

Computed: TypeAlias = "Array | Texts | Decided"


class ArrayEngine:
    """An eager frame of any library; `Engine` says what the operations do.

    Parameters
    ----------
    data
        The frame.
    """

    def __init__(self, data: nw.DataFrame[Any]) -> None:
        self._data = data
        self.names = list(data.columns)
        self.library = data.implementation.name.lower()
        self.is_lazy = False
        self._length = len(data)
        # Positions of the rows that are left; None for all as they are.
        self._rows: Array | None = None
        # What was taken out of the frame, whole, and what was computed for the rows that are left.
        self._taken: dict[tuple[str, str], Any] = {}
        self._values: dict[str, Computed] = {}
        # Values of other rows, which are not put in place before somebody wants them.
        self._waiting: dict[str, tuple[Computed, Array]] = {}
        self._gathered: dict[str, Gathered] = {}
        self._series = Groups(np.zeros(self._length, "int64"), np.zeros(self._length))

    def quiet(self) -> AbstractContextManager[object]:
        return np.errstate(all="ignore")

    def kind(self, name: str) -> str:
        return str(self._whole("kind", name))

    def is_text(self, name: str) -> bool:
        return self.kind(name) == "text" or self._data[name].dtype in (nw.String, nw.Categorical, nw.Enum)

    def is_blank(self, name: str) -> bool:
        return bool(self._data[name].is_null().all())

    def kind_of_periods(self, name: str) -> str:
        kind = self.kind(name)
        if kind == "text":
            words = self._whole("texts", name).words
            if _native.are_years(words):
                return "whole"
            if _native.are_days(words):
                return "date"
        return kind

    def number(self, name: str) -> Value:
        return self._here("numbers", name) if (value := self._value(name)) is None else value

    def truth(self, name: str) -> Value:
        return self._value(name)

    def year(self, name: str) -> Value:
        return self.of_days(name, lambda year, month, day: year)

    def of_days(self, name: str, compute: Callable[[Value, Value, Value], Value]) -> Value:
        base, positions = self._place(name)
        codes, days = self._whole("days", base)
        of_each: Array = compute(*_native.calendar(days))
        return of_each[codes if positions is None else gather(codes, positions)]

    def begins(self, name: str, new: str) -> None:
        self._taken["days", new] = _native.days(self._data, name, first=True)

    def among(self, name: str, words: Sequence[str]) -> Value:
        found = self._texts(name)
        return np.array([word in words for word in found.words])[found.codes]

    def never(self, condition: Value) -> bool:
        return not condition.any()

    def differ(self, one: str, other: str) -> Value:
        first, second = self._texts(one), self._texts(other)
        if first.words is second.words:
            return first.codes != second.codes
        # A column with "" in it has that among its words, though no row has its code.
        place = {word: code for code, word in enumerate(first.words)} | {"": 0}
        alike = np.array([place.get(word, NOWHERE) for word in second.words])
        return first.codes != alike[second.codes]

    def define(self, values: Mapping[str, Value]) -> None:
        for name, value in values.items():
            self._forget(name)
            is_whole = isinstance(value, (Texts, Decided)) or np.shape(value) == (self._length,)
            self._values[name] = value if is_whole else self.constant(value)

    def where(self, condition: Value, then: Value, otherwise: Value = None) -> Value:
        return np.where(condition, then, np.nan if otherwise is None else otherwise)

    def choose(self, cases: Sequence[tuple[Value, str]], otherwise: str) -> Value:
        codes = np.full(self._length, len(cases) + 1)
        for code in range(len(cases), 0, -1):
            codes[cases[code - 1][0]] = code
        return Texts(codes, ["", *(word for _, word in cases), otherwise])

    def decided(self, yes: Value, no: Value) -> Value:
        return Decided(yes, yes | no)

    def joined(self, name: str, ending: str) -> Value:
        codes, words = self._texts(name)
        return Texts(codes, ["", *(word + ending for word in words[1:])])

    def missing(self, value: Value) -> Value:
        return np.isnan(value)

    def known(self, comparison: Value) -> Value:
        return comparison

    def floor(self, value: Value) -> Value:
        return np.floor(value)

    def size(self, value: Value) -> Value:
        return np.abs(value)

    def whole(self, value: Value) -> Value:
        return value if np.isnan(value).any() else value.astype("int64")

    def constant(self, value: float | bool) -> Value:
        return np.broadcast_to(value, self._length)

    def group(self, keys: Sequence[str], order: Value, alike: Mapping[str, Sequence[str]]) -> None:
        codes = np.zeros(self._length, "int64")
        room = 1
        for name in keys:
            found = self._texts(name)
            room *= len(found.words)
            if room > 2**62:
                codes = np.unique(codes, return_inverse=True)[1]
                room = (int(codes.max()) + 1) * len(found.words)
            codes = codes * len(found.words) + _as_one(found, alike.get(name, ()))
        self._series = Groups(codes, order)

    def least(self, value: Value) -> Value:
        return self._series.reduce(np.fmin, value)

    def greatest(self, value: Value) -> Value:
        return self._series.reduce(np.fmax, value)

    def count(self, condition: Value) -> Value:
        return self._series.count(condition)

    def previous(self, columns: Mapping[str, str]) -> None:
        self._link(columns, self._series.previous())

    def pick(self, columns: Mapping[str, str], condition: Value) -> None:
        self._link(columns, self._series.pick(condition))

    def pair(self, left: Value, right: Value, keys: Sequence[str], columns: Mapping[str, str]) -> None:
        self.group(keys, self.constant(0.0), {})
        lefts, rights = self._series.pairs(np.flatnonzero(left), np.flatnonzero(right))
        self._link(columns, rights, beside=lefts)

    def filter(self, condition: Value) -> None:
        self._keep(np.flatnonzero(condition))

    def lookup(
        self, keys: Sequence[Any], columns: Mapping[str, Sequence[float]], text: str, year: Value = None
    ) -> None:
        found = self._texts(text)
        place = {word: code for code, word in enumerate(found.words)}
        if year is None:
            pairs, column = [(key, 0) for key in keys], np.zeros(self._length, "int64")
        else:
            pairs, column = list(keys), np.where(np.isnan(year), 0, year).astype("int64")
        years = [one for _, one in pairs]
        first, last = min(years), max(years)
        column = np.where((column < first) | (column > last), last + 1, column) - first
        for name, values in columns.items():
            table = np.full((len(found.words), last - first + 2), np.nan)
            for (word, one), value in zip(pairs, values, strict=True):
                if word in place:
                    table[place[word], one - first] = value
            self.define({name: table[found.codes, column]})

    def examples(self, broken: Value, shown: Sequence[str]) -> list[Row]:
        first = np.flatnonzero(broken)[:3]
        rows = first if self._rows is None else self._rows[first]
        return self._data[rows, :].select(*shown).rows(named=True)

    def refuse(self, checks: Sequence[Check], shown: Sequence[str]) -> int:
        for check in checks:
            broken = np.broadcast_to(check.broken, self._length)
            if broken.any() and (broken.all() or not check.every):
                raise_or_warn(check, self.examples(broken, list(dict.fromkeys((*shown, *check.shown)))))
        return self._length

    def finish(self, columns: Sequence[str]) -> Any:
        new = [name for name in columns if name not in self.names]
        found = {name: self._gathered[name] if name in self._gathered else self._value(name) for name in new}
        return _native.assemble(self._data, self._rows, found)

    def _whole(self, what: str, name: str) -> Any:
        """Take what a column of the frame holds, once."""
        if (what, name) not in self._taken:
            self._taken[what, name] = self._take(what, name)
        return self._taken[what, name]

    def _take(self, what: str, name: str) -> Any:
        if what == "kind":
            return _native.kind_of(self._data, name)
        if what == "texts":
            return _native.texts(self._data, name)
        if what == "numbers":
            if self.kind(name) != "text":
                return _native.numbers(self._data, name)
            codes, words = self._whole("texts", name)
            return _native.years_of(words)[codes]
        if self.kind(name) != "text":
            return _native.days(self._data, name)
        codes, words = self._whole("texts", name)
        return Days(codes, _native.days_of(words))

    def _place(self, name: str) -> Gathered:
        """Find where in the frame a column stands."""
        return self._gathered.get(name, Gathered(name, self._rows))

    def _here(self, what: str, name: str) -> Array:
        """Take what a column holds in the rows that are left."""
        base, positions = self._place(name)
        whole: Array = self._whole(what, base)
        return whole if positions is None else gather(whole, positions)

    def _value(self, name: str) -> Any:
        """Find what was computed under a name; None if nothing was."""
        if name in self._waiting:
            self._values[name] = _gathered(*self._waiting.pop(name))
        return self._values.get(name)

    def _forget(self, name: str) -> None:
        for known in (self._values, self._waiting, self._gathered):
            known.pop(name, None)

    def _texts(self, name: str) -> Texts:
        value = self._value(name)
        if isinstance(value, Texts):
            return value
        base, positions = self._place(name)
        codes, words = self._whole("texts", base)
        return Texts(codes if positions is None else gather(codes, positions), words)

    def _link(self, columns: Mapping[str, str], link: Array, beside: Array | None = None) -> None:
        """Add columns of other rows, beside each row or beside some of them."""
        values = {new: value for new, name in columns.items() if (value := self._value(name)) is not None}
        others = {new: self._place(name) for new, name in columns.items() if new not in values}
        move = _moves(link)
        linked = {new: Gathered(base, move(positions)) for new, (base, positions) in others.items()}
        if beside is not None:
            self._keep(beside)
        for new in columns:
            self._forget(new)
        self._waiting |= {new: (value, link) for new, value in values.items()}
        self._gathered |= linked

    def _keep(self, kept: Array) -> None:
        """Keep some of the rows, or some several times."""
        move = _moves(kept)
        self._length, self._rows = len(kept), move(self._rows)
        self._waiting = {name: (value, move(positions)) for name, (value, positions) in self._waiting.items()}
        self._waiting |= {name: (value, kept) for name, value in self._values.items()}
        self._values = {}
        self._gathered = {
            name: Gathered(base, move(positions)) for name, (base, positions) in self._gathered.items()
        }


def _moves(link: Array) -> Callable[[Array | None], Array]:
    """Make what says where in the frame linked rows stand; rows that stood in one way do so afterwards."""
    found: dict[int, Array] = {}

    def move(positions: Array | None) -> Array:
        if positions is None:
            return link
        if id(positions) not in found:
            found[id(positions)] = gather(positions, link, none=NOWHERE)
        return found[id(positions)]

    return move


def _gathered(value: Computed, link: Array) -> Computed:
    if isinstance(value, Decided):
        return Decided(gather(value.truth, link), gather(value.known, link))
    return Texts(gather(value.codes, link), value.words) if isinstance(value, Texts) else gather(value, link)


def _as_one(texts: Texts, alike: Sequence[str]) -> Array:
    """Codes of a column in which several words have the code of the first of them."""
    there = [code for code, word in enumerate(texts.words) if word in alike]
    return np.where(np.isin(texts.codes, there), there[0], texts.codes) if len(there) > 1 else texts.codes
