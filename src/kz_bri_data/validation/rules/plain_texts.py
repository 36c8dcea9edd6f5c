"""Texts with which nothing can be wrong, told by one look at their letters; most are such.

Both engines run the pattern, so it has no look-around. Others may be right too, and so may "?", and Latin
letters beside Cyrillic ones.
"""

from __future__ import annotations

import re

from kz_bri_data._mojibake import undone

_LATIN, _CYRILLIC = r"A-Za-z\u00c0-\u024f", r"\u0400-\u0481\u048a-\u052f"
# Signs and letters that show, are no blanks, and stay as they are in Unicode NFC whatever is beside them.
_SIGNS = (
    r"\u00a1-\u00ac\u00ae-\u00bf\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2116\u3001-\u3029\u3041-\u3096"
    r"\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff1c\uff1e\uff1f\uff21-\uff5e"
)
# Those with which a spreadsheet begins a formula, and an error of one, begin no plain text.
_FIRST = rf"!\"$-*,.-<>\[-`{{-~{_SIGNS}"
_OTHER = rf"!->@\[-`{{-~\uff1d\uff20{_SIGNS}"


def _of_letters(letters: str) -> str:
    return rf"[{_FIRST}{letters}](?:[{_OTHER}{letters} \n]*[{_OTHER}{letters}])?"


TEXT = rf"^(?:{_of_letters(_LATIN)}|{_of_letters(_CYRILLIC)})$"
_fits = re.compile(TEXT).fullmatch

# What stands in a pattern that takes more than the letters it lists.
_TAKES_ANY = re.compile(r"\[\^|\\S|\\w|(?<!\\)\.")


def takes_any(pattern: str) -> bool:
    """Say whether a pattern takes more than letters that it lists, of which all are plain.

    Examples
    --------
    >>> takes_any("[a-z]+"), takes_any("[^/]+")
    (False, True)
    """
    return _TAKES_ANY.search(pattern) is not None


def is_plain(text: str) -> bool:
    """Say whether nothing can be wrong with a text where any text is right; False if that is not sure.

    Examples
    --------
    >>> is_plain("Almaty, Қазақстан"), is_plain("Қазақстан, 1,5 млн"), is_plain(" Almaty")
    (False, True, False)
    """
    return _fits(text) is not None and (text.isascii() or undone(text) is None)
