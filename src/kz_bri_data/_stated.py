"""Read what rows of `observations` say, of a package or of a frame."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from kz_bri_data._quantities import Quantity
from kz_bri_data._text_safety import shorten
from kz_bri_data.errors import RefusedError, UnknownNameError, UnsupportedBackendError
from kz_bri_data.numbers import LOOSE_NUMBER

Row: TypeAlias = dict[str, Any]

DATES = ("period_start", "period_end")
_BOUNDS = ("value_low", "value_high")
HEDGE = "qualifier"
NUMBERS = ("value", *_BOUNDS, "resolution")
_NEEDED = ("observation_id", "indicator_id", "ref_area", *DATES, "value", "unit")

# Which bounds a hedge sets, low and high, both at the number itself.
_BOUNDS_OF = {
    "exact": (True, True),
    "about": (False, False),
    "nearly": (False, True),
    "at_most": (False, True),
    "over": (True, False),
    "at_least": (True, False),
}
_OTHER_WORDS = ("range", "unknown")
_BOTH = " and ".join(_BOUNDS)


def quantity_of(row: Mapping[str, Any]) -> Quantity:
    """Read what a row of `observations` says, in its own unit."""
    return quantity(_typed(dict(row)), Fraction(1))


def quantity(row: Row, factor: Fraction) -> Quantity:
    """Read what a row says, times a positive factor; a missing bound is an open side."""
    value, low, high, resolution = (row[name] for name in NUMBERS)
    return Quantity(
        None if value is None else value * factor,
        -math.inf if low is None else low * factor,
        math.inf if high is None else high * factor,
        (resolution or 0) * factor,
    )


def rows_of(frame: Any, names: tuple[str, ...]) -> Iterator[Row]:
    """Read these columns of an eager frame; those that it may lack are empty then."""
    import narwhals.stable.v2 as nw

    try:
        data: Any = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        raise UnsupportedBackendError(
            f"{type(frame).__name__} is not an eager dataframe; give one of pandas, Polars or PyArrow"
        ) from error
    # One bound alone would leave the other side open, by a slip in a name.
    needed = (*_NEEDED, *(_BOUNDS if any(name in data.columns for name in _BOUNDS) else ()))
    if missing := [name for name in needed if name not in data.columns]:
        kind = f"column in the frame, which needs {', '.join(needed)} (empty where unknown):"
        raise UnknownNameError(kind, ", ".join(missing), list(data.columns))
    # Libraries have values of their own for what is missing, and some of them cannot be compared.
    cells = [
        [None if empty else value for value, empty in zip(data[name], data[name].is_null(), strict=True)]
        if name in data.columns
        else [None] * len(data)
        for name in names
    ]
    return (stated(dict(zip(names, row, strict=True))) for row in zip(*cells, strict=True))


def stated(row: dict[str, Any]) -> Row:
    """Read a row that is to be judged, which has to say something, and nothing that contradicts itself."""
    read = _typed(row)
    identifier = read["observation_id"]
    numbers = {name: read[name] for name in ("value_low", "value", "value_high") if read[name] is not None}
    if not numbers:
        raise RefusedError(
            f"{identifier} has no value and no bounds", f"give its value, or {_BOTH}, or leave the row out"
        )
    if read[HEDGE] == "range" and not numbers.keys() >= set(_BOUNDS):
        raise RefusedError(
            f"{identifier} is a range without both bounds", f"give {_BOTH}, or correct {HEDGE}"
        )
    if list(numbers.values()) != sorted(numbers.values()):
        shown = ", ".join(f"{name} {float(number):g}" for name, number in numbers.items())
        raise RefusedError(
            f"{identifier} is not within its own bounds: {shown}",
            "correct them: value lies between value_low and value_high, and what is not known is empty",
        )
    if "value" not in numbers and len(numbers) == 1:
        # "At least 40" is said of 40, whether or not the value repeats it.
        (read["value"],) = numbers.values()
        return read | _bounds(read)
    return read


def _typed(row: dict[str, Any]) -> Row:
    """Give a row plain Python values: None where it is empty, days as dates, numbers as printed."""
    plain: Row = {name: None if value == "" or value != value else value for name, value in row.items()}
    if plain[HEDGE] is None and all(plain[name] is None for name in _BOUNDS):
        # A number without a hedge has both bounds. Infinite ones would say that a side is open.
        plain[HEDGE] = "exact"
    for name in DATES:
        plain[name] = _day(row, name, plain[name])
    for name in NUMBERS:
        plain[name] = _number(row, name, plain[name])
    return plain | _bounds(plain)


def _bounds(row: Row) -> Row:
    """Give the bounds of a row; where one is empty, that which its hedge says."""
    word, value = row[HEDGE], row["value"]
    if word not in (None, *_BOUNDS_OF, *_OTHER_WORDS):
        raise UnknownNameError(f"hedge of {row['observation_id']}", word, [*_BOUNDS_OF, *_OTHER_WORDS])
    own = {name: row[name] for name in _BOUNDS}
    if value is None or word not in _BOUNDS_OF:
        return own
    said = {name: value if is_set else None for name, is_set in zip(_BOUNDS, _BOUNDS_OF[word], strict=True)}
    if any(bound not in (None, said[name]) for name, bound in own.items()):
        raise RefusedError(
            f"{row['observation_id']} is {word} {float(value):g}, and its bounds say otherwise",
            f"correct {HEDGE}, or leave {_BOTH} empty, so that the hedge says them",
        )
    return said


def _day(row: Row, name: str, value: Any) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if value is None or isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise RefusedError(
            f"{name} of {row['observation_id']} is {value!r}, not a day",
            "give days such as 2024-12-31, as dates or as text; a year goes from its first day to its last",
        ) from error


def _exactly(value: Any) -> Fraction:
    """Give a number as it is printed; a ValueError if it is none, or of a size that no float has."""
    text = str(value)
    # Fraction itself would take "117/3" for 39, and "1e4000000" would keep it busy for ever.
    if isinstance(value, str) and not LOOSE_NUMBER.fullmatch(text):
        raise ValueError(text)
    size = abs(float(text))
    if size == math.inf or (size == 0 and value != 0 and not isinstance(value, str)):
        raise ValueError(text)
    return Fraction(text)


def _number(row: Row, name: str, value: Any) -> Fraction | None:
    # Without an end, a bound is an open side.
    if value is None or (name in _BOUNDS and isinstance(value, float) and math.isinf(value)):
        return None
    try:
        return _exactly(value)
    except ValueError as error:
        raise RefusedError(
            f"{name} of {row['observation_id']} is {shorten(repr(value), 60)}, not a number",
            "give numbers alone, such as 39 with the unit percent, and leave empty what is not known",
        ) from error
