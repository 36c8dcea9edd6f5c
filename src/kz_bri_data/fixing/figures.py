"""Whether the comma of "48,000" divides thousands, as far as the printed figure tells.

The language of the source tells nothing: English sources print "13,7mln" too.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kz_bri_data.validation.figures import SCALES

# Dimensions of what comes in whole pieces. What is measured may be printed in a unit a thousand times
# smaller, so that "48,000" t would be right beside "48 thousand kg".
WHOLE = ("count", "containers")

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
# A number in which commas can only divide thousands.
_COMMA_GROUPS = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)")
_SCALE = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, SCALES))})", re.IGNORECASE)
_WORD = re.compile(rf"{_SPACE}?([^\W\d_]+)")
_LONGEST = 400


def comma_divides(text: str, printed: str, things: set[str]) -> bool:
    """Say whether the printed figure settles that the one comma of a whole number divides thousands.

    It does if it gives the number in a way that has one reading, such as "48 thousand" or "4.8万", or if
    it prints the very same characters either before what is counted, as in "48,000 trains", or beside a
    number whose commas can only divide thousands, such as "1,048,000". Alone, "48,000" settles nothing:
    the heading of its table may say millions.

    Parameters
    ----------
    text
        A number with one comma before three digits, of things that come in whole pieces.
    printed
        The figure as the source prints it.
    things
        Words for what is counted, in lower case, as `things_of` gives them.

    Returns
    -------
    bool

    Examples
    --------
    >>> comma_divides("48,000", "48 тыс. поездов", set())
    True
    >>> comma_divides("48,000", "48,000 trains", {"trains"})
    True
    >>> comma_divides("48,000", "48,000", {"trains"})
    False
    """
    if len(printed) > _LONGEST:
        return False
    digits = text.lstrip("+-")
    divided, decimal = Decimal(digits.replace(",", "")), Decimal(digits.replace(",", "."))
    found = list(_NUMBER.finditer(printed))
    scaled = _SCALE.search(printed)
    grouped = any(_COMMA_GROUPS.fullmatch(one["number"]) for one in found)
    readings = [
        {divided}
        if one["number"] == digits
        and not one["scale"]
        and (grouped or (not scaled and _counts(printed[one.end() :], things)))
        else _values(one["number"], (one["scale"] or "").lower())
        for one in found
    ]
    return {divided} in readings and not any(decimal in values for values in readings)


def _counts(rest: str, things: set[str]) -> bool:
    """Say whether the first word after a number is what is counted."""
    word = _WORD.match(rest)
    return word is not None and word[1].lower() in things


def things_of(row: dict[str, str]) -> set[str]:
    """Give the words for what a row counts: its unit, and the plurals of the words of its indicator's name.

    Examples
    --------
    >>> sorted(things_of({"unit": "TEU", "indicator_id": "total_containers"}))
    ['containers', 'teu', 'teus', 'totals']
    """
    unit = row.get("unit", "").lower()
    # Only plurals, for a "total" may stand under a heading with a scale word.
    words = row.get("indicator_id", "").split("_")
    return {unit, f"{unit}s", *(f"{word.removesuffix('s')}s" for word in words)}


def _values(number: str, scale: str) -> set[Decimal]:
    """Every value that a printed number may have."""
    bare = re.sub(_SPACE, "", number)
    texts = {bare.replace(",", ".")} if bare.count(",") + bare.count(".") <= 1 else set()
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", bare):
        texts.add(bare.replace(",", ""))
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?", bare):
        texts.add(bare.replace(".", "").replace(",", "."))
    return {Decimal(text).scaleb(_SCALES.get(scale, 0)) for text in texts}
