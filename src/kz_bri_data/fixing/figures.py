"""Whether the mark of "48,000" divides thousands, as far as the printed figure tells.

The language of the source tells nothing: English sources print "13,7mln" too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kz_bri_data.numbers import Number, find_numbers, has_scale, plain_signs, read_cell
from kz_bri_data.validation.rules.printed import LONGEST

# Dimensions of what comes in whole pieces. What is measured may be printed in a unit a thousand times
# smaller, so that "48,000" t would be right beside "48 thousand kg".
WHOLE = ("count", "containers")

_WORD = re.compile(r" ?([^\W\d_]+)")


def mark_divides(text: str, printed: str, things: set[str]) -> bool:
    """Say whether the printed figure settles that the one mark of a whole number divides thousands.

    It does if it gives the number in a way that has one reading, such as "48 thousand" or "4.8万", or if
    it prints the very same characters either before what is counted, as in "48,000 trains", or beside a
    number whose marks can only divide thousands, such as "1,048,000". Alone, "48,000" settles nothing:
    the heading of its table may say millions.

    Parameters
    ----------
    text
        A number with one comma or point before three digits, of things that come in whole pieces.
    printed
        The figure as the source prints it.
    things
        Words for what is counted, in lower case, as `things_of` gives them.

    Returns
    -------
    bool

    Examples
    --------
    >>> mark_divides("48,000", "48 тыс. поездов", set())
    True
    >>> mark_divides("48,000", "48,000 trains", {"trains"})
    True
    >>> mark_divides("48,000", "48,000", {"trains"})
    False
    """
    cell = read_cell(text)
    if cell is None or cell.number.scaled or len(cell.readings) != 2 or len(printed) > LONGEST:
        return False
    divided, decimal = cell.number.readings
    every = list(_values(plain_signs(printed), cell.number, things))
    return {divided} in every and not any(_bare(decimal) in one for one in every)


def _values(printed: str, sought: Number, things: set[str]) -> Iterator[set[str]]:
    """Give the values that each number of a printed figure may have: one where its mark is settled."""
    found = list(find_numbers(printed))
    scaled = has_scale(printed)
    mark = "," if "," in sought.digits else "."
    grouped = any(_is_grouped(number, mark) for number in found)
    for number in found:
        same = number.digits == sought.digits and not number.scaled
        if same and (grouped or (not scaled and _counts(printed[number.end :], things))):
            yield {sought.readings[0]}
        else:
            yield {_bare(one) for one in number.readings}


def _is_grouped(number: Number, mark: str) -> bool:
    """Say whether marks of one kind can only divide thousands: two of them, or another one for decimals."""
    marks = [sign for sign in number.digits if sign in ",."]
    return len(marks) > 1 and marks[0] == mark and len(number.readings) == 1


def _bare(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


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
