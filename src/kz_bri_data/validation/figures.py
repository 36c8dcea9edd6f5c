"""What a figure as printed says as a number: a small grammar, and what is outside of it is not judged.

A figure is digits, perhaps with a scale word after them, among any other words::

    48,000        48 000       48'000        thousands apart by a comma, blank or apostrophe
    4.4           84,5                       a point or a comma before decimals; where a mark could be
                                             either, as in 11.250, both are thought of
    4.4 billion   41 млн       2.9億         a scale word in one of the languages of the sources
    15 млн 14 тыс              2万7,162      parts that add up

Where a scale word is printed, the value must have just that size, or differ by thousands where the
unit has a prefix of its own (3.15 billion kilowatt-hours are 3.15 TWh). Where none is, the heading of
a table may have set any power of ten, and only the digits are compared.

Number words, fractions in words and figures without digits are outside of the grammar.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_BLANKS = " \u00a0\u2009\u202f'’"
_TOKEN = re.compile(rf"[0-9]{{1,3}}(?:[{_BLANKS}][0-9]{{3}})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*")

# Beginnings of scale words, the longer before the shorter ones that they begin with.
SCALES = {
    **dict.fromkeys(("万亿", "萬億", "tril", "trln", "триллион", "трлн"), 12),
    **dict.fromkeys(
        ("mil millones", "milliard", "billion", "bln", "bn", "mld", "mrd", "млрд", "миллиард"), 9
    ),
    **dict.fromkeys(("亿", "億"), 8),
    **dict.fromkeys(("千万", "千萬"), 7),
    **dict.fromkeys(("百万", "百萬", "mill", "milh", "mily", "mln", "mio", "mn", "млн", "миллион"), 6),
    **dict.fromkeys(("万", "萬"), 4),
    **dict.fromkeys(("千", "thou", "mil ", "kt", "тыс", "мың"), 3),
}
# The same as one pattern, for those who only want to know whether there is a scale word.
SCALED = rf"(?i)[0-9][{_BLANKS}-]*(?:{'|'.join(SCALES)})"
_PREFIXED_UNIT = re.compile(r"kg|km|kW|MW|GW|TW")
_MOST_POWERS = 30
_FRACTION = re.compile(r"half|полов|жарым|半|½|¼|¾", re.IGNORECASE)


class _Reading(NamedTuple):
    number: float
    scaled: bool


def gives(figure: str, value: float, resolution: float, unit: str) -> bool:
    """Say whether a figure as printed can give a value; True if it is outside of the grammar.

    Parameters
    ----------
    figure
        Words of the source.
    value
        The number in the row.
    resolution
        Size of the last printed digit, or 0 if unknown.
    unit
        Unit of the value.

    Returns
    -------
    bool

    Examples
    --------
    >>> gives("nearly 4.4 billion tons", 4.4e9, 1e8, "t")
    True
    >>> gives("nearly 4.4 billion tons", 4.4e6, 1e8, "t")
    False
    >>> gives("48,000", 49000, 1, "train")
    False
    >>> gives("one gigawatt", 1000, 1000, "MW")
    True
    """
    readings = _read(figure)
    if not readings or _FRACTION.search(figure):
        return True
    steps = 3 if _PREFIXED_UNIT.match(unit) else 0
    return any(_fits(reading, value, resolution, steps) for reading in readings)


def _fits(reading: _Reading, value: float, resolution: float, steps: int) -> bool:
    number = reading.number
    if number == value:
        return True
    if value == 0 or not 0 < number < math.inf:
        return False
    power = round(math.log10(abs(value)) - math.log10(number))
    if abs(power) > _MOST_POWERS or (reading.scaled and (power % steps if steps else power)):
        return False
    return abs(number * 10.0**power - abs(value)) <= max(0.51 * resolution, 1e-6 * abs(value))


@lru_cache(maxsize=10_000)
def _read(figure: str) -> tuple[_Reading, ...]:
    """Every number that the figure can mean."""
    parts: list[list[_Reading]] = []
    for found in _TOKEN.finditer(figure):
        following = figure[found.end() : found.end() + 20].lstrip(_BLANKS + "-").casefold()
        scale = next((power for word, power in SCALES.items() if following.startswith(word)), None)
        numbers = _numbers(found[0])
        parts.append([_Reading(number * 10.0 ** (scale or 0), scale is not None) for number in numbers])
    readings = [reading for part in parts for reading in part]
    if len(parts) == 2 and parts[0] and parts[0][0].scaled:
        readings += [_Reading(parts[0][0].number + other.number, scaled=True) for other in parts[1]]
    return tuple(readings)


def _numbers(token: str) -> Iterator[float]:
    """Every number that digits with marks between them can mean."""
    token = re.sub(f"[{_BLANKS}]", "", token)
    marks = re.sub("[0-9]", "", token)
    if len(set(marks)) == 2:
        whole, _, decimals = token.rpartition(marks[-1])
        yield float(f"{re.sub('[.,]', '', whole)}.{decimals}")
        return
    if len(marks) <= 1:
        yield float(token.replace(",", "."))
    if marks and re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{3})+", token):
        yield float(re.sub("[.,]", "", token))
