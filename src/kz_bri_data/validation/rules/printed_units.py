"""Whether the words beside a figure speak of another unit than its row, or of a scale that it lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kz_bri_data._text_safety import quote
from kz_bri_data.numbers import as_number, find_numbers
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.row_set import RowSet
from kz_bri_data.validation.rules.unit_words import PRINTED_UNITS, is_scaled, other_currency

READ = ["figure_as_printed", "locator", "value", "unit", "unit.dimension"]

_SCALE_WORDS = re.compile(r"\b(?i:thousand|million|billion|trillion|тыс|млн|млрд|мың\b)|[千万亿]")
# One that belongs to the unit, and not to the number: "US$ million 500", "500 (million USD)".
SCALE_OF_UNIT = (
    r"(?i)(?:[(,$€¥₸₽£]|USD|CNY|KZT|EUR|RUB) ?(?:thousand|million|billion|trillion|тыс|млн|млрд|мың|[千万亿])"
)
_SCALE_OF_UNIT = re.compile(SCALE_OF_UNIT)
# What a text has in which there may be one of these.
SCALE_PARTS = ["thousand", "illion", *"千万亿", "ыс", "ЫС", "мл", "Мл", "МЛ", "ың", "ЫҢ"]
# Units other than money are converted, so only a figure whose number is the value as it stands has another
# one by mistake.
SYMBOLS = {
    dimension: {code: re.compile(rf"[0-9] ?(?:{unit.words})(?![\w/])") for code, unit in units.items()}
    for dimension, units in PRINTED_UNITS.items()
}
_LONGEST = 400


def judge_units(columns: RowSet) -> Iterator[tuple[int, str, Violation]]:
    """Find figures whose words and unit disagree: gives the row, the field and what is wrong."""
    for row, (figure, locator, value, unit, dimension) in enumerate(columns.parts(READ)):
        if max(len(figure), len(locator)) > _LONGEST:
            continue
        other = None
        if "money/" in dimension:
            other = other_currency(f"{figure} {locator}", dimension)
        elif dimension in SYMBOLS:
            other = _other_symbol(figure, value, unit, dimension)
        if other is not None:
            message = f"the words say {other}, the unit is {quote(unit)}"
            hint = "take the unit that is printed; what the source does not print is not converted"
            yield row, "unit", Violation("printed-unit", message, hint)
        elif (scale := _scale(figure, locator)) and not is_scaled(unit) and _is_printed(figure, value):
            message = f"{scale}, but the value is {value} as it is printed"
            hint = "multiply the value, its bounds and its resolution, or take a unit of that scale"
            yield row, "value", Violation("printed-scale", message, hint)


def _scale(figure: str, locator: str) -> str:
    """Say where a scale is printed that a number without one has; empty if nowhere."""
    if scale := _SCALE_WORDS.search(locator):
        return f"the locator says {quote(scale[0])}"
    scale = _SCALE_OF_UNIT.search(figure)
    return f"the words say {quote(scale[0].lstrip('(, '))}" if scale else ""


def _other_symbol(figure: str, value: str, unit: str, dimension: str) -> str | None:
    symbols = SYMBOLS[dimension]
    if unit not in symbols:
        return None
    named = [code for code, pattern in symbols.items() if pattern.search(figure)]
    return named[0] if named and unit not in named and _is_printed(figure, value) else None


def _is_printed(figure: str, value: str) -> bool:
    """Say whether a value is a number of the figure as it stands, without a scale word."""
    worth = as_number(value)
    return worth is not None and any(
        not number.scaled and float(reading) == worth
        for number in find_numbers(figure)
        for reading in number.readings
    )
