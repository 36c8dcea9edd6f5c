"""What the arithmetic of the helpers is stated in: one set of operations, carried out in two ways.

`ArrayEngine` carries them out at once, on arrays taken out of an eager frame of any library.
`ExpressionEngine` makes expressions of them, which a lazy library computes when it wants. A helper is written
once, over `Engine`.

A value is a number, a day or a truth for each row. Numbers may be missing. A truth is never missing: a
comparison with what is missing is passed through `known`, which makes it false.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, NamedTuple, Protocol, TypeAlias

from kz_bri_data.errors import RefusedError

# An array or an expression (of text what its engine likes); both know + - * / ** < <= > >= == & | and ~.
Value: TypeAlias = Any

# What begins like this is a helper's own and goes before the result is handed over.
TEMPORARY = "kzbri_tmp_"

Row: TypeAlias = dict[str, object]


class Check(NamedTuple):
    """Something that must be true of no row.

    Attributes
    ----------
    error
        Makes the refusal of problem, allowed and rows that show it; mostly its class.
    broken
        True for the rows at fault, and never missing.
    problem, allowed
        What is wrong, and what would be allowed.
    warns
        Whether to warn of it only.
    every
        Whether it is only wrong if it is true of every row there is.
    shown
        Columns that show it, beside those that tell which row it is.
    """

    error: Callable[[str, str, list[Row]], RefusedError]
    broken: Value
    problem: str
    allowed: str
    warns: bool = False
    every: bool = False
    shown: tuple[str, ...] = ()


class Engine(Protocol):
    """A frame, what is computed beside it, and the operations that compute it.

    Attributes
    ----------
    names
        Columns of the frame as given.
    library
        Name of the library of the frame.
    is_lazy
        Whether nobody has looked yet at what its columns hold.
    """

    names: list[str]
    library: str
    is_lazy: bool

    def quiet(self) -> AbstractContextManager[object]:
        """Let what is divided by nothing be missing or infinite without a word, while helpers compute."""

    def kind(self, name: str) -> str:
        """Say what a column holds: whole, number, date, period, text, nothing, or another type."""

    def is_text(self, name: str) -> bool:
        """Whether a column is of text, be it that nothing stands in it."""

    def is_blank(self, name: str) -> bool:
        """Whether a column is known to hold nothing at all."""

    def kind_of_periods(self, name: str) -> str:
        """Say the same of a column of periods, in which text that is years or days counts as such."""

    def number(self, name: str) -> Value:
        """Numbers of a column, in which what is infinite or no number (NaN) is missing."""

    def year(self, name: str) -> Value:
        """Calendar year of each day of a column."""

    def of_days(self, name: str, compute: Callable[[Value, Value, Value], Value]) -> Value:
        """Compute something of the calendar year, month (from 1) and day of the month of each day."""

    def among(self, name: str, words: Sequence[str]) -> Value:
        """Whether the text of a column is one of these; "" stands for what is missing too."""

    def never(self, condition: Value) -> bool:
        """Whether something is known to be true of no row."""

    def differ(self, one: str, other: str) -> Value:
        """Whether the texts of two columns differ; what is empty equals what is missing."""

    def begins(self, name: str, new: str) -> None:
        """Add the first days of a column of periods."""

    def define(self, values: Mapping[str, Value]) -> None:
        """Add values under names, by which `number` and `truth` find them again."""

    def truth(self, name: str) -> Value:
        """Find a truth that was defined."""

    def where(self, condition: Value, then: Value, otherwise: Value = None) -> Value:
        """Take one value where something is true and another where it is not; by default none."""

    def choose(self, cases: Sequence[tuple[Value, str]], otherwise: str) -> Value:
        """Take the word of the first case that is true."""

    def joined(self, name: str, ending: str) -> Value:
        """Text of a column with an ending; missing where the column is empty."""

    def decided(self, yes: Value, no: Value) -> Value:
        """Give a truth for the result, which is missing where neither is true."""

    def missing(self, value: Value) -> Value:
        """Whether a number is missing."""

    def known(self, comparison: Value) -> Value:
        """Make a comparison with what is missing false."""

    def floor(self, value: Value) -> Value:
        """Greatest whole number that is not above a number."""

    def size(self, value: Value) -> Value:
        """Size of numbers, without their sign."""

    def whole(self, value: Value) -> Value:
        """Take numbers that are whole as integers, as far as the library can where some are missing."""

    def constant(self, value: float | bool) -> Value:
        """Give each row the same."""

    def group(self, keys: Sequence[str], order: Value, alike: Mapping[str, Sequence[str]]) -> None:
        """Make rows with equal texts in these columns one series, in the order of a number.

        `alike` has the words of a column that count as one.
        """

    def least(self, value: Value) -> Value:
        """Least number within the series of each row."""

    def greatest(self, value: Value) -> Value:
        """Greatest number within the series of each row."""

    def count(self, condition: Value) -> Value:
        """How often something is true within the series of each row."""

    def previous(self, columns: Mapping[str, str]) -> None:
        """Add columns of the row before in the same series, by their new names."""

    def pick(self, columns: Mapping[str, str], condition: Value) -> None:
        """Add columns of the one row of the same series for which something is true, by their new names."""

    def pair(self, left: Value, right: Value, keys: Sequence[str], columns: Mapping[str, str]) -> None:
        """Put some rows beside others that are equal to them in `keys`, and add columns of those."""

    def filter(self, condition: Value) -> None:
        """Keep the rows for which something is true."""

    def lookup(
        self, keys: Sequence[object], columns: Mapping[str, Sequence[float]], text: str, year: Value = None
    ) -> None:
        """Add the numbers that a table has for the text of a row, or for its text and year."""

    def examples(self, broken: Value, shown: Sequence[str]) -> list[Row]:
        """Up to three rows for which something is true, by the columns that are shown."""

    def refuse(self, checks: Sequence[Check], shown: Sequence[str]) -> int:
        """Raise the first check that fails with rows that show it; give the number of rows."""

    def finish(self, columns: Sequence[str]) -> Any:
        """Build the frame of the result, in the library of the given one."""


def raise_or_warn(check: Check, rows: Sequence[Row]) -> None:
    """Raise what a check refuses, or warn of it, with rows that show it."""
    error = check.error(check.problem, check.allowed, [{k: plain(v) for k, v in row.items()} for row in rows])
    if not check.warns:
        raise error
    warnings.warn(str(error), stacklevel=5)


def plain(value: Any) -> object:
    """Make the value fit for a message: no time of day, no kind of missing value but None."""
    # pandas has three of them, and one can't even be compared with itself.
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return None
    return value.date() if isinstance(value, date) and hasattr(value, "date") else value
