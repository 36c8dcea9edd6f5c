"""Whether the comma of "48,000" divides thousands, as far as the printed figure tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

# Languages in which a comma never stands before decimals.
_COMMA_GROUPS = ("en", "zh", "ja", "ko")

_SCALES = {
    "thousand": 3,
    "тыс": 3,
    "мың": 3,
    "千": 3,
    "万亿": 12,
    "万": 4,
    "亿": 8,
    "million": 6,
    "mln": 6,
    "млн": 6,
    "миллион": 6,
    "billion": 9,
    "bln": 9,
    "bn": 9,
    "млрд": 9,
    "миллиард": 9,
    "trillion": 12,
    "трлн": 12,
    "триллион": 12,
}
_SPACE = "[ \u00a0\u2009\u202f]"
_NUMBER = re.compile(
    rf"(?<![0-9])(?P<number>[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*)"
    rf"(?![0-9])(?:[- \u00a0\u2009\u202f]?(?P<scale>{'|'.join(_SCALES)}))?",
    re.IGNORECASE,
)
_LONGEST = 400


def comma_divides(text: str, printed: str, language: Callable[[], str]) -> bool:
    """Say whether the printed figure settles that the one comma of a number divides thousands.

    It does if it gives the number in a way that has one reading, such as "48 thousand" or "4.8万", or
    if it prints the very same characters in a language whose decimals never follow a comma.

    Parameters
    ----------
    text
        A number with one comma before three digits.
    printed
        The figure as the source prints it.
    language
        Gives the language of the source; empty if unknown.

    Returns
    -------
    bool

    Examples
    --------
    >>> comma_divides("48,000", "48 тыс. тонн", lambda: "")
    True
    >>> comma_divides("48,000", "48,000 тонн", lambda: "ru")
    False
    """
    if len(printed) > _LONGEST:
        return False
    digits = text.lstrip("+-")
    divided, decimal = Decimal(digits.replace(",", "")), Decimal(digits.replace(",", "."))
    readings = [
        {divided}
        if number == digits and not scale and language() in _COMMA_GROUPS
        else _values(number, scale)
        for number, scale in _numbers(printed)
    ]
    return {divided} in readings and not any(decimal in values for values in readings)


def _numbers(printed: str) -> Iterator[tuple[str, str]]:
    for found in _NUMBER.finditer(printed):
        yield found["number"], (found["scale"] or "").lower()


def _values(number: str, scale: str) -> set[Decimal]:
    """Every value that a printed number may have."""
    bare = re.sub(_SPACE, "", number)
    texts = {bare.replace(",", ".")} if bare.count(",") + bare.count(".") <= 1 else set()
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", bare):
        texts.add(bare.replace(",", ""))
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?", bare):
        texts.add(bare.replace(".", "").replace(",", "."))
    return {Decimal(text).scaleb(_SCALES.get(scale, 0)) for text in texts}
