"""How units are printed, and which of ours have a scale of their own: the one list of both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

# Money is converted by nobody who copies a figure. Both engines run these: no look-around.
CURRENCY_WORDS = {
    "USD": r"US ?\$|(?:^|[^A-Za-z])\$|dollar|\bUSD\b|долл|美元",
    "CNY": r"\byuan\b|\bCNY\b|\bRMB\b|\brenminbi\b|\bюан[ьейяи]|人民币|[0-9十百千万亿]元",
    "KZT": r"\btenge\b|\bKZT\b|\bтенге|\bтеңге|₸|坚戈",
    "EUR": r"\beuros?\b|\bEUR\b|€|\bевро\b|欧元",
    "RUB": r"\broubles?\b|\brubles?\b|\bRUB\b|₽|\bрубл[ьейяи]|卢布",
    "JPY": r"\bJPY\b|\bJapanese yen\b|日元",
    "GBP": r"\bGBP\b|\bpounds sterling\b|£|英镑",
}
CURRENCIES = {code: re.compile(words, re.IGNORECASE) for code, words in CURRENCY_WORDS.items()}


class PrintedUnit(NamedTuple):
    """How a unit is printed.

    Attributes
    ----------
    power
        Its power of ten, as others of its dimension count it: 3 for kWh, 12 for TWh.
    words
        Its words and symbols, a regular expression.
    """

    power: int
    words: str


_HOUR = r"(?:[·⋅∙*-]? ?ч|[- ]час\w*)"
PRINTED_UNITS = {
    "electricity": {
        "kWh": PrintedUnit(3, rf"kWh|[Kk]ilowatt[- ]?hours?|[кК]Вт{_HOUR}|千瓦时"),
        "MWh": PrintedUnit(6, rf"MWh|[Mm]egawatt[- ]?hours?|МВт{_HOUR}|兆瓦时"),
        "GWh": PrintedUnit(9, rf"GWh|[Gg]igawatt[- ]?hours?|ГВт{_HOUR}|吉瓦时"),
        "TWh": PrintedUnit(12, rf"TWh|[Tt]erawatt[- ]?hours?|ТВт{_HOUR}|太瓦时"),
    },
    "power": {
        "kW": PrintedUnit(3, r"kW|[Kk]ilowatts?|кВт|千瓦"),
        "MW": PrintedUnit(6, r"MW|[Mm]egawatts?|МВт|兆瓦"),
        "GW": PrintedUnit(9, r"GW|[Gg]igawatts?|ГВт|吉瓦"),
    },
    "length": {
        "m": PrintedUnit(0, r"m|metres|meters|м"),
        "km": PrintedUnit(3, r"km|kilomet(?:re|er)s?|км|公里"),
    },
    "mass": {
        "kg": PrintedUnit(3, r"kg|[Kk]ilograms?|кг|公斤|千克"),
        "t": PrintedUnit(6, r"t|tons?|tonnes?|Tonnen|тонн\w*|т|吨"),
        "kt": PrintedUnit(9, r"kt"),
        "Mt": PrintedUnit(12, r"Mt"),
    },
    "volume": {
        "m3": PrintedUnit(
            0,
            r"m3|m³|cubic (?:metre|meter)s?|Kubikmeter|м3|м³|куб\. ?м|кубометр\w*|кубических метр\w*|立方米",
        ),
        "bcm": PrintedUnit(9, r"bcm"),
    },
}
_DIMENSIONS = {code: dimension for dimension, units in PRINTED_UNITS.items() for code in units}
# Units that have a scale of their own, by the form of their codes. Both engines run it.
SCALED_UNIT = r"^(?:(?:thousand|million|billion|trillion)_|bcm|[kMGTPE](?:goe|g|toe|t|m|Wh|W|J)(?:[/_]|$))"
_SCALED_UNIT = re.compile(SCALED_UNIT)
_SCALED_MONEY = re.compile(r"(thousand|million|billion|trillion)_([A-Z]{3})")
_POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
# "kt" is read as a thousand with its number, which leaves tonnes.
_READ_AS = {"kt": "t"}
# Chinese signs stand side by side, and are no part of a word of letters.
_LETTER = r"A-Za-z\u0400-\u04FF"
_WHOLE = {
    code: re.compile(rf"(?<![{_LETTER}])(?:{unit.words})(?![{_LETTER}0-9/³瓦时])")
    for units in PRINTED_UNITS.values()
    for code, unit in units.items()
}


@lru_cache(maxsize=1_000)
def is_scaled(unit: str) -> bool:
    """Say whether a unit has a scale of its own.

    Examples
    --------
    >>> [unit for unit in ("Mt", "t", "TWh_fuel", "TEU", "million_USD", "USD") if is_scaled(unit)]
    ['Mt', 'TWh_fuel', 'million_USD']
    """
    return _SCALED_UNIT.match(unit) is not None


def power_to_unit(figure: str, unit: str) -> int | None:
    """Give the power of ten that brings a number from the unit that a figure prints to a scaled unit.

    Parameters
    ----------
    figure
        Words of the source.
    unit
        A unit with a scale of its own.

    Returns
    -------
    int or None
        None if the figure prints no unit of the same dimension that is known, or more than one.

    Examples
    --------
    >>> power_to_unit("78 million tons", "Mt"), power_to_unit("3.15 billion kilowatt-hours", "TWh")
    (-6, -9)
    >>> power_to_unit("78 million", "Mt") is None
    True
    """
    if money := _SCALED_MONEY.fullmatch(unit):
        words = CURRENCIES.get(money[2])
        return -_POWERS[money[1]] if words and words.search(figure) else None
    units = PRINTED_UNITS.get(_DIMENSIONS.get(unit, ""), {})
    printed = {units[_READ_AS.get(code, code)].power for code in _printed(figure, units)}
    return printed.pop() - units[unit].power if len(printed) == 1 else None


def prints_another(figure: str, unit: str, dimension: str) -> bool:
    """Say whether a figure prints another currency than its unit, or another unit of the same dimension.

    Examples
    --------
    >>> prints_another("43,8 млн теңге", "USD", "money/USD"), prints_another("43,8 млн", "USD", "money/USD")
    (True, False)
    """
    if "money/" in dimension:
        return other_currency(figure, dimension) is not None
    printed = _printed(figure, PRINTED_UNITS.get(_DIMENSIONS.get(unit, ""), {}))
    return bool(printed) and unit not in printed


def other_currency(words: str, dimension: str) -> str | None:
    """Give the currency that words name instead of that of a dimension of money."""
    own = dimension.partition("/")[2].partition("_")[0]
    # Of other dollars, the words are the same.
    if own not in CURRENCIES or CURRENCIES[own].search(words):
        return None
    return next((code for code, pattern in CURRENCIES.items() if pattern.search(words)), None)


def _printed(figure: str, units: Iterable[str]) -> list[str]:
    return [code for code in units if _WHOLE[code].search(figure)]
