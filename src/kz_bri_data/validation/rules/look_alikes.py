"""Letters of one script in words of another: to the eye there is no difference, to a search there is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Cyrillic and Greek letters, and the Latin letters that they are taken for.
_OTHERS = "АВЕЗКМНОРСТУХҮЅІЈҺӀԚԜаеорсухѕіјһӏԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ"
_LATINS = "ABEZKMHOPCTYXYSIJHIQWaeopcyxsijhldqwABEZHIKMNOPTYXovp"
_TO_LATIN = str.maketrans(_OTHERS, _LATINS)
# Of several letters that look like one, the first is the usual one.
_TO_CYRILLIC = str.maketrans(
    {latin: other for other, latin in reversed([*zip(_OTHERS, _LATINS, strict=True)]) if other >= "Ѐ"}
)

_LATIN, _OTHER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f", "\u0370-\u03ff\u0400-\u052f"
_MIXED = re.compile(f"[{_LATIN}][{_OTHER}]|[{_OTHER}][{_LATIN}]")
_IS_LATIN, _IS_OTHER = re.compile(f"[{_LATIN}]"), re.compile(f"[{_OTHER}]")
# A Russian or Kazakh ending on an abbreviation, as on "SMS".
_ENDING = re.compile("[A-Z]{2,}[а-ӿ]+")


def as_latin(text: str) -> str:
    """Write Cyrillic and Greek letters that look like Latin ones as these.

    Examples
    --------
    >>> as_latin("СНN")
    'CHN'
    """
    return text.translate(_TO_LATIN)


def mixed_word(text: str) -> tuple[str, str, str] | None:
    """Find the first word in which a letter is of another script than it looks.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    tuple of str, str and str, or None
        The word, the first letter in it that is of another script, and the word in one script. None
        where every word is of one script, or two scripts show: "Fitchтің".

    Examples
    --------
    >>> mixed_word("Made in Сhina")
    ('Сhina', 'С', 'China')
    >>> mixed_word("Kазахстан")
    ('Kазахстан', 'K', 'Казахстан')
    >>> mixed_word("Kazakhstan, Казахстан")
    """
    at = 0
    while found := _MIXED.search(text, at):
        start, at = _word_around(text, found.start())
        word = text[start:at]
        if not _ENDING.fullmatch(word):
            ways = [_changed(word, table) for table in (_TO_LATIN, _TO_CYRILLIC)]
            if right := min((way for way in ways if way), default=None):
                return word, right[1], right[2]
    return None


def name_of(letter: str) -> str:
    """Name the script of a letter, such as "Cyrillic"."""
    return unicodedata.name(letter).split()[0].capitalize()


def _word_around(text: str, at: int) -> tuple[int, int]:
    start, end = at, at + 1
    while start and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return start, end


def _changed(word: str, table: Mapping[int, int | str]) -> tuple[int, str, str] | None:
    """Write a word in one script: how many letters change, the first of them, and the word."""
    whole = word.translate(table)
    if _IS_LATIN.search(whole) and _IS_OTHER.search(whole):
        return None
    changed = [letter for letter, other in zip(word, whole, strict=True) if letter != other]
    return len(changed), changed[0], whole
