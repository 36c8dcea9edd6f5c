"""Text in UTF-8 that a program read as another encoding and saved again: "РљР°Р·Р°С…СЃС‚Р°РЅ"."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from itertools import filterfalse

# Encodings of one byte a letter that spreadsheets and editors take for their own: of Windows, and of DOS and
# the Mac. Latin-1 is a part of the second one, as it is read here.
_WINDOWS = ("cp1251", "cp1252")
_OTHERS = ("cp866", "mac_cyrillic", "mac_roman")
# That of Chinese settings; GBK is a part of it.
_CHINESE = "gb18030"
# Those of Latin and Cyrillic letters, of punctuation and of Chinese.
_FIRST_BYTES = (*range(0xC2, 0xC6), *range(0xD0, 0xD4), *range(0xE2, 0xEA), 0xEF)
# Fewer letters might be there by chance.
_FEWEST_LETTERS = 3
# So many more might be in Chinese of which every character is in use today.
_FEWEST_IN_CHINESE = 5
# What no text holds: controls, and in Chinese what is for private use.
_NO_TEXT = re.compile("[\x80-\x9f\ue000-\uf8ff]")
# What capital E with an accent and a closing quote would be.
_PHONETIC = frozenset(map(chr, range(0x240, 0x280)))
_LOST = "\ufffd"


def _table(encoding: str) -> dict[int, int]:
    """Map every character of an encoding to its byte; a byte without a letter stands for itself."""
    table = {code: code for code in range(0xA0)}
    for code in range(0x80, 0x100):
        table[ord(bytes([code]).decode(encoding, "ignore") or chr(code))] = code
    return table


_TABLES = {encoding: _table(encoding) for encoding in (*_WINDOWS, *_OTHERS)}


def _begins(table: dict[int, int]) -> str:
    """Give the pattern of a letter in UTF-8 as it looks: its first byte, and one that goes on."""
    first = "".join(chr(letter) for letter, code in table.items() if 0xC2 <= code <= 0xF4)
    others = "".join(chr(letter) for letter, code in table.items() if 0x80 <= code <= 0xBF)
    return f"[{first}][{others}]"


def _begins_in_chinese() -> str:
    """Give the pattern of the first two bytes of a letter in UTF-8 as Chinese settings show them."""
    pairs = (bytes((first, other)) for first in _FIRST_BYTES for other in range(0x80, 0xC0))
    return f"[{b''.join(pairs).decode(_CHINESE)}]"


# What a text that was read so begins with, but for letters that look the same everywhere.
MAY_BE = f"^[\\x00-\\x7f]*(?:{'|'.join([*map(_begins, _TABLES.values()), _begins_in_chinese()])})"
_MAY_BE = re.compile(MAY_BE.replace("*(", "*+("))


def undone(text: str) -> str | None:
    """Give the text as it was before it was read in an encoding of Windows, DOS, the Mac or in GBK.

    In UTF-8 a letter begins with one of few bytes and goes on with others. Read as another encoding, it
    looks like a letter and a sign, again and again, which is no word of any language.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str or None
        None if nothing shows that the text was read so.

    Examples
    --------
    >>> undone("РљР°Р·Р°С…СЃС‚Р°РЅ")
    'Казахстан'
    >>> undone("袣邪蟹邪褏褋褌邪薪")
    'Казахстан'
    >>> undone("cafÃ©")
    'café'
    >>> undone("Казахстан, café")
    """
    return _before(text, is_whole=True)


def lost_letters(text: str) -> bool:
    """Say whether a text was read so and lost letters, so that nobody can tell what it was.

    Examples
    --------
    >>> lost_letters("鍝堣惃鍏嬫柉鍧\N{REPLACEMENT CHARACTER}")
    True
    """
    return _LOST in text and _before(max(text.split(_LOST), key=len), is_whole=False) is not None


def _before(text: str, *, is_whole: bool) -> str | None:
    if text.isascii() or not _MAY_BE.match(text):
        return None
    for encoding, table in _TABLES.items():
        before = _decoded(lambda: codecs.charmap_encode(text, "strict", table)[0], is_whole)  # noqa: B023
        is_text = _is_text if encoding in _WINDOWS else _is_text_beside_signs
        if before is not None and is_text(before, text):
            return before
    before = _decoded(lambda: text.encode(_CHINESE), is_whole)
    return before if before is not None and _is_text_beside_chinese(before, text) else None


def _decoded(encode: Callable[[], bytes], is_whole: bool) -> str | None:
    """Read in UTF-8 what has other bytes in it; its last letter may be cut unless it is whole."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(encode(), is_whole)
    except UnicodeError:
        return None


def _is_text(text: str, looked: str) -> bool:
    """Say whether there are words, and no signs but the usual ones."""
    # No text holds these by chance.
    fewest = 1 if _NO_TEXT.search(looked) else _FEWEST_LETTERS
    signs = set(filterfalse(str.isascii, text))
    return sum(map(str.isalpha, text)) >= fewest and all(map(_is_usual, signs))


def _is_usual(letter: str) -> bool:
    """Say whether it is a letter of Latin, Cyrillic or Chinese, or a sign of punctuation or currency."""
    if letter in _PHONETIC:
        return False
    name = unicodedata.name(letter, "")
    return unicodedata.category(letter)[0] in "PSZ" or name.startswith(("LATIN", "CYRILLIC", "CJK"))


def _is_text_beside_signs(text: str, looked: str) -> bool:
    """Say whether there are words, and signs among what looks like letters.

    The letters of "цен" have the bytes of a Chinese one, and the dash and the letter of "–Ö" those of a
    Cyrillic one.
    """
    only_letters = all(map(str.isalpha, filterfalse(str.isascii, looked)))
    return not only_letters and _has_words_of_today(text, _FEWEST_LETTERS)


def _is_text_beside_chinese(text: str, looked: str) -> bool:
    """Say whether there are words of today, more likely than the Chinese that there seems to be.

    Chinese as it is written has hardly a character beyond GB 2312; what was read so has many.
    """
    if _NO_TEXT.search(looked):
        return _is_text(text, looked)
    fewest = _FEWEST_IN_CHINESE if _is_in(looked, "gb2312") else _FEWEST_LETTERS
    return _has_words_of_today(text, fewest)


def _has_words_of_today(text: str, fewest: int) -> bool:
    """Say whether there are so many letters beyond ASCII, all of them in use."""
    signs = list(filterfalse(str.isascii, text))
    return sum(map(str.isalpha, signs)) >= fewest and all(map(_is_of_today, set(signs)))


def _is_of_today(letter: str) -> bool:
    """Say whether it is a usual letter or sign that Russian, Kazakh or simplified Chinese has, or Latin."""
    if not letter.isalpha():
        return _is_usual(letter)
    in_use = _is_in(letter, "kz1048") or _is_in(letter, "gb2312")
    return _is_usual(letter) and (in_use or unicodedata.name(letter, "").startswith("LATIN"))


def _is_in(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True
