"""Text in UTF-8 that a program read as another encoding and saved again: "РљР°Р·Р°С…СЃС‚Р°РЅ"."""

from __future__ import annotations

import codecs
import re
import unicodedata

# Encodings of one byte a letter that spreadsheets and editors take for their own. Latin-1 is a part of
# the second one, as it is read here.
_ONE_BYTE = ("cp1251", "cp1252")
# Fewer letters might be there by chance.
_FEWEST_LETTERS = 3
_CONTROL = re.compile("[\x80-\x9f]")
# What capital E with an accent and a closing quote would be.
_PHONETIC = frozenset(map(chr, range(0x240, 0x280)))


def _table(encoding: str) -> dict[int, int]:
    """Map every character of an encoding to its byte; a byte without a letter stands for itself."""
    table = {code: code for code in range(0xA0)}
    for code in range(0x80, 0x100):
        table[ord(bytes([code]).decode(encoding, "ignore") or chr(code))] = code
    return table


_TABLES = [_table(encoding) for encoding in _ONE_BYTE]


def _begins(table: dict[int, int]) -> str:
    """Give the pattern of a letter in UTF-8 as it looks: its first byte, and one that goes on."""
    first = "".join(chr(letter) for letter, code in table.items() if 0xC2 <= code <= 0xF4)
    others = "".join(chr(letter) for letter, code in table.items() if 0x80 <= code <= 0xBF)
    return f"[{first}][{others}]"


# What a text that was read so begins with, but for letters that look the same everywhere.
MAY_BE = f"^[\\x00-\\x7f]*(?:{'|'.join(map(_begins, _TABLES))})"
_MAY_BE = re.compile(MAY_BE.replace("*(", "*+("))


def undone(text: str) -> str | None:
    """Give the text as it was before it was read as Windows-1251, Windows-1252 or Latin-1.

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
    >>> undone("cafÃ©")
    'café'
    >>> undone("Казахстан, café")
    """
    if text.isascii() or not _MAY_BE.match(text):
        return None
    found = (_read_as_bytes(text, table) for table in _TABLES)
    return next((before for before in found if before is not None and _is_text(before, text)), None)


def _read_as_bytes(text: str, table: dict[int, int]) -> str | None:
    try:
        return codecs.charmap_encode(text, "strict", table)[0].decode()
    except UnicodeError:
        return None


def _is_text(text: str, looked: str) -> bool:
    """Say whether there are words, and no signs but the usual ones."""
    signs = [letter for letter in text if not letter.isascii()]
    # No text holds these by chance.
    fewest = 1 if _CONTROL.search(looked) else _FEWEST_LETTERS
    return all(map(_is_usual, signs)) and sum(map(str.isalpha, text)) >= fewest


def _is_usual(letter: str) -> bool:
    """Say whether it is a letter of Latin, Cyrillic or Chinese, or a sign of punctuation or currency."""
    if letter in _PHONETIC:
        return False
    name = unicodedata.name(letter, "")
    return unicodedata.category(letter)[0] in "PSZ" or name.startswith(("LATIN", "CYRILLIC", "CJK"))
