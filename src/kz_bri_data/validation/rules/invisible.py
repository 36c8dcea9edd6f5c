"""Characters that do not show, in which text can be hidden from a reviewer."""

from __future__ import annotations

import unicodedata

# Controls, format characters, those of private use, and separators of lines and paragraphs. Not those that
# are not assigned (Cn): they would be right or wrong by the version of Python.
_CATEGORIES = ("Cc", "Cf", "Co", "Zl", "Zp")

# Marks of Arabic, Syriac and Kaithi that are format characters by category, but show: they stand around a
# number.
_SHOWN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}

# What does not show by a property that Python does not know (Default_Ignorable_Code_Point) or looks like a
# blank: joiners and fillers of Hangul, Khmer and Mongolian, variation selectors, what is kept for such, and
# the Braille pattern without dots.
_FILLERS = {
    *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x2800, 0x3164, 0xFFA0, 0x16FE4),
    *range(0x180B, 0x1810),
    *range(0xFE00, 0xFE10),
    *range(0xFFF0, 0xFFF9),
    *range(0xE0000, 0xE1000),
}

# They make one sign of two letters, or keep them apart, in the scripts of India and in Persian.
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


def first_invisible(text: str) -> str | None:
    r"""Find the first character of a text that does not show; line feeds are none of them.

    Examples
    --------
    >>> ascii(first_invisible("Chi\u200bna"))
    "'\\u200b'"
    >>> first_invisible("two\nlines")
    """
    for place, letter in enumerate(text):
        if ord(letter) in _FILLERS or (not letter.isprintable() and _is_invisible(text, place)):
            return letter
    return None


def _is_invisible(text: str, place: int) -> bool:
    letter = text[place]
    if letter == "\n" or ord(letter) in _SHOWN:
        return False
    if letter in _JOINERS:
        return not (_is_letter(text[place - 1 : place]) and _is_letter(text[place + 1 : place + 2]))
    return unicodedata.category(letter) in _CATEGORIES or _is_no_character(ord(letter))


def _is_no_character(code: int) -> bool:
    """Say whether a code will never be a character."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _is_letter(text: str) -> bool:
    """Say whether a text is one letter, or a mark on one."""
    return bool(text) and unicodedata.category(text)[0] in "LM"
