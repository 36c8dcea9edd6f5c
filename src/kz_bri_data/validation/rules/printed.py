"""Whether a figure as printed gives the value of its row; what holds no number is not judged.

Where a scale word is printed, the value must have just that size. Where its unit has a scale of its own,
the printed unit says by how much the two differ (78 million tons are 78 Mt); if that is not known, by any
thousands. A percent sign leaves nothing open. Where there is neither, the heading of a table may have set any
power of ten, and only the digits are compared. Two numbers of which the first has a scale word also count as
their sum: 15 млн 14 тыс, 2万7,162.

Number words, fractions in words and figures without digits are not judged, nor are very long ones.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

from kz_bri_data.numbers import LastDigit, find_numbers, scale_powers
from kz_bri_data.validation.rules.unit_words import is_scaled, power_to_unit

# No figure is longer. What is longer is not judged, and kept by no cache.
LONGEST = 400
_MOST_POWERS = 30
# One number that can be read in one way, as in most figures; to read the others takes much longer.
_PLAIN = re.compile(r"-?([0-9]{1,15})(?:\.([0-9]{1,2}|[0-9]{4,20}))?([^0-9]*)")
_PERCENT = re.compile(r"\s?(?:[%％]|per ?cent\b|процент|пайыз|Prozent)")
FRACTION = re.compile(r"half|полов|жарым|半|½|¼|¾", re.IGNORECASE)


class _Reading(NamedTuple):
    number: float
    # Whether a scale word or a percent sign sets its size.
    sized: bool
    last: LastDigit


def is_consistent(figure: str, value: float, unit: str) -> bool:
    """Say whether a figure as printed can give a value; True if it holds no number that is read.

    Parameters
    ----------
    figure
        Words of the source; more than 400 characters are no figure.
    value
        The number in the row.
    unit
        Unit of the value.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_consistent("nearly 4.4 billion tons", 4.4e9, "t")
    True
    >>> is_consistent("nearly 4.4 billion tons", 4.4e6, "t")
    False
    >>> is_consistent("48,000", 49000, "train")
    False
    >>> is_consistent("one gigawatt", 1000, "MW")
    True
    """
    return last_digit(figure, value, unit) is not None or not _readings(figure)


def last_digit(figure: str, value: float, unit: str) -> LastDigit | None:
    """Say where a figure as printed ends, as powers of ten of the unit of its value.

    Parameters
    ----------
    figure, value, unit
        As in `is_consistent`.

    Returns
    -------
    LastDigit or None
        None if the figure gives the value in no way that is read.

    Examples
    --------
    >>> last_digit("48,000 trains", 48000, "count")
    LastDigit(printed=0, significant=3)
    >>> last_digit("3.15 billion kilowatt-hours", 3.15, "TWh")
    LastDigit(printed=-2, significant=-2)
    >>> last_digit("two hundred", 200, "count") is None
    True
    """
    return None if len(figure) > LONGEST else _last_digit(figure, value, unit)


@lru_cache(maxsize=10_000)
def _last_digit(figure: str, value: float, unit: str) -> LastDigit | None:
    expected = power_to_unit(figure, unit) if is_scaled(unit) else 0
    found = []
    for reading in _read(figure):
        power = _power(reading, value, expected)
        if power is not None:
            printed, significant = reading.last
            distance = abs(reading.number * 10.0**power - abs(value))
            found.append((abs(power), distance, LastDigit(printed + power, significant + power)))
    # Of "48,000", the reading that needs no other scale counts before 48 at a thousand times its size; of
    # "17 billion in 11 months", 17 billion before their sum.
    return min(found)[2] if found else None


def _power(reading: _Reading, value: float, expected: int | None) -> int | None:
    """Power of ten by which a reading has to be multiplied to give a value; None if none does.

    Beside a scale word, it must be the expected one, or one of a thousand if that is None.
    """
    number = reading.number
    if value == 0 or not 0 < number < math.inf:
        return (expected or 0) if number == abs(value) else None
    power = round(math.log10(abs(value)) - math.log10(number))
    if reading.sized and (power % 3 if expected is None else power != expected):
        return None
    is_near = abs(power) <= _MOST_POWERS and abs(number * 10.0**power - abs(value)) <= 1e-6 * abs(value)
    return power if is_near else None


def _readings(figure: str) -> tuple[_Reading, ...]:
    """Every number that a figure can mean; none if that is not judged."""
    return () if len(figure) > LONGEST else _read(figure)


@lru_cache(maxsize=1_000)
def _power_of_words(words: str) -> int | None:
    """Power of ten of what follows a number; None if more than one look is needed."""
    powers = scale_powers(words) or (0,)
    is_clear = len(powers) == 1 and not FRACTION.search(words) and not any(map(str.isdecimal, words))
    return powers[0] if is_clear else None


def _plain_reading(whole: str, decimals: str, words: str, power: int) -> _Reading:
    printed = power - len(decimals)
    zeros = 0 if decimals or not whole.strip("0") else len(whole) - len(whole.rstrip("0"))
    sized = power > 0 or _PERCENT.match(words) is not None
    return _Reading(float(f"{whole}.{decimals}e{power}"), sized, LastDigit(printed, printed + zeros))


@lru_cache(maxsize=10_000)
def _read(figure: str) -> tuple[_Reading, ...]:
    plain = _PLAIN.fullmatch(figure)
    if plain and (power := _power_of_words(plain[3])) is not None:
        return (_plain_reading(plain[1], plain[2] or "", plain[3], power),)
    if FRACTION.search(figure):
        return ()
    found = list(find_numbers(figure))
    numbers = [
        [
            _Reading(float(text), number.scaled or _PERCENT.match(figure, number.end) is not None, last)
            for text, last in zip(number.readings, number.last_digits, strict=True)
        ]
        for number in found
    ]
    readings = [reading for one in numbers for reading in one]
    if len(numbers) == 2 and numbers[0] and found[0].scaled:
        first = numbers[0][0].number
        readings += [other._replace(number=first + other.number, sized=True) for other in numbers[1]]
    return tuple(readings)
