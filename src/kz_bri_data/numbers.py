"""What numbers a text holds, however somebody has written them: the one reader of cells and printed figures.

A number is digits, perhaps with a scale word after them::

    48,000        48 000       48'000        thousands apart by a comma, point, blank or apostrophe
    4.4           84,5         1·18          a mark before decimals
    11.250                                   a mark that may be either: two readings
    4.4 billion   41 млн       2.9億         a scale word
    15 thousand million        3千亿         two of them
    $43.8m        5k EUR                     a letter for a scale, beside a currency alone
    1 Million 66 Tausend                     parts that add up, each smaller than the scale word before it
    ４８０００                                full-width signs are read as the plain ones

Scale words are whole words, with their endings, where the script has words: 5 mills and 5 thousandths are 5.
All arithmetic is on digits, so nothing is rounded, and every pattern takes time in proportion to the text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

# How a number is written in the tables. It is one pattern because every cell of the tables goes through it.
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.(?=0*+[1-9])[0-9]++)?")
INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
# What differs from that in signs, zeros and exponent alone, as programs write numbers.
LOOSE_NUMBER = re.compile(r"[-+]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][-+]?[0-9]{1,3})?")

_NOUN_RU = ("", *["а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах"])
_THOUSAND_RU = ["а", "и", "у", "е", "ей", "ам", "ами", "ах"]
_KAZAKH = ["ға", "қа", "ды", "ты", "да", "та", "ның", "тың", "нан", "тан", "мен", "пен", "ы", "дай", "тай"]
_PLURALS = ("", "s")


def _with_endings(stem: str, *endings: str) -> list[str]:
    return [stem + ending for ending in endings]


# Power of ten of each scale word, in small letters. "mil" is a thousand in Spanish and Portuguese, and a
# million where English is written in a hurry.
SCALES: dict[str, tuple[int, ...]] = {
    word: powers
    for powers, words in {
        (2,): _with_endings("hundred", *_PLURALS),
        (5,): _with_endings("lakh", *_PLURALS),
        (7,): _with_endings("crore", *_PLURALS),
        (3,): [
            *(*_with_endings("thousand", *_PLURALS), *_with_endings("thou", *_PLURALS), "kt"),
            *("тыс", "тысяч", *_with_endings("тысяч", *_THOUSAND_RU)),
            *_with_endings("мың", "", *_KAZAKH),
            *("tausend", "tsd", "mille"),
        ],
        (3, 6): ["mil"],
        (6,): [
            *(*_with_endings("million", *_PLURALS), "mln", "mio", "mn", "millionen"),
            *("млн", *_with_endings("миллион", *_NOUN_RU, *_KAZAKH)),
            *("millón", "millon", "millones", "milhão", "milhao", "milhões", "milhoes", "milyon"),
        ],
        (9,): [
            *(*_with_endings("billion", *_PLURALS), *_with_endings("milliard", *_PLURALS, "e", "en")),
            *("bln", "bn", "mld", "mrd", "mlrd", "mia", "milyar", "bilhão", "bilhao", "bilhões", "bilhoes"),
            *("млрд", *_with_endings("миллиард", *_NOUN_RU, *_KAZAKH)),
        ],
        (12,): [
            *(*_with_endings("trillion", *_PLURALS), "tril", "trln", "billionen", "billón", "billones"),
            *("трлн", *_with_endings("триллион", *_NOUN_RU, *_KAZAKH)),
        ],
    }.items()
    for word in words
}
# Chinese has no blanks between words, so its signs are read as far as they go. A thousand before the sign
# of a measure is its prefix: 千瓦 is kW.
SCALE_SIGNS = {"十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}
_SIGNS_OF_SCALE = "[十百千]?(?:[万萬][亿億]?|[亿億])|千(?![瓦米克卡伏赫])"

_BLANKS = " \u00a0\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
_APOSTROPHES = "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{PRIME}\N{ACUTE ACCENT}\u02bc"
_TO_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    **dict.fromkeys(map(ord, _BLANKS), " "),
    **dict.fromkeys(map(ord, "\N{MINUS SIGN}\N{EN DASH}"), "-"),
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
}
# As in 1·18, but not in 5·10⁶.
_DECIMAL_DOT = re.compile(r"(?<=[0-9])·(?=[0-9])(?!10(?![0-9]))")
_DIGITS = re.compile(
    r"[0-9]{1,3}(?:(?: [0-9]{3})+|(?:'[0-9]{3})+)(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*"
)
_GROUPS = re.compile(r"(?!0+[.,])[0-9]{1,3}(?:[.,][0-9]{3})+")
_SCALE = re.compile(rf"[ -]{{0,2}}(?:(?P<signs>{_SIGNS_OF_SCALE})|(?P<word>[^\W\d_]{{2,20}})(?![^\W\d_])\.?)")
_LONGEST_SCALE = 30
# Letters that are a scale beside a currency, and else a unit.
_LETTERS = {"k": 3, "m": 6, "b": 9}
_LETTER = re.compile(r" ?(?P<letter>[kmbKMB])(?!\w)")
_CURRENCY = r"(?:(?:US)?[$€£¥₸₽]|USD|EUR|GBP|CNY|KZT|RUB)"
_BEHIND_CURRENCY = re.compile(rf"{_CURRENCY} ?$")
_BEFORE_CURRENCY = re.compile(rf" ?(?:{_CURRENCY}|(?:dollar|euro|yuan|tenge|rouble|ruble)s?\b)")
_LONGEST_CURRENCY = 4
_MOST_DIGITS = 40
_LONGEST_CELL = 100


class LastDigit(NamedTuple):
    """Where a number ends, as powers of ten; its scale word counts.

    Attributes
    ----------
    printed
        Power of its last digit: 0 for 48,000, 3 for 48 thousand, -2 for 3.50.
    significant
        Power of its last digit that is no zero at the end of a whole number: 3 for 48,000 and 48 thousand.
    """

    printed: int
    significant: int


class Number(NamedTuple):
    """One number among other words.

    Attributes
    ----------
    start, end
        Where it stands in the text, its scale word included.
    digits
        Its digits with the marks between them, without the scale word, as plain signs.
    scaled
        Whether it has a scale word.
    readings
        What it may be, written plainly: thousands first where a mark may divide thousands or stand before
        decimals. None where marks stand as in no number, such as 12,34,567, or where it is very long.
    last_digits
        Where each of the readings ends.
    """

    start: int
    end: int
    digits: str
    scaled: bool
    readings: tuple[str, ...]
    last_digits: tuple[LastDigit, ...]


class CellNumber(NamedTuple):
    """The number that a cell holds and nothing else.

    Attributes
    ----------
    number
        The number, without sign and percent sign; of one in parts, the first.
    readings
        What it may be, written plainly with its sign.
    percent
        Whether a percent sign follows.
    """

    number: Number
    readings: tuple[str, ...]
    percent: bool


def as_number(text: str) -> float | None:
    """Give the number that a text writes plainly; None if it writes none, or one beyond what can be held."""
    value = float(text) if NUMBER.fullmatch(text) else math.inf
    return value if math.isfinite(value) else None


def plain_signs(text: str) -> str:
    """Write full-width signs, blanks of every width, minus signs and apostrophes in one way, sign for sign.

    Examples
    --------
    >>> plain_signs("\uff12\uff10\uff12\uff14")
    '2024'
    """
    if text.isascii():
        return text
    return _DECIMAL_DOT.sub(".", text.translate(_TO_PLAIN))


def find_numbers(text: str) -> Iterator[Number]:
    """Find the numbers in a text, one after the other.

    Parameters
    ----------
    text
        Any words.

    Yields
    ------
    Number

    Examples
    --------
    >>> [number.readings for number in find_numbers("45 to 50 million tons, 11.250 of them by rail")]
    [('45',), ('50000000',), ('11250', '11.250')]
    """
    text = plain_signs(text)
    for found in _DIGITS.finditer(text):
        powers, end = _scale(text, found.end())
        before = text[max(0, found.start() - _LONGEST_CURRENCY) : found.start()]
        if not powers and _BEHIND_CURRENCY.search(before):
            powers, end = _scale_letter(text, found.end())
        texts = _texts(found[0])
        readings = {
            _shifted(one, power): _last_digit(one, power) for power in powers or (0,) for one in texts
        }
        yield Number(found.start(), end, found[0], bool(powers), tuple(readings), tuple(readings.values()))


def scale_powers(text: str) -> tuple[int, ...]:
    """Give the powers of ten that the scale words at the beginning of a text may mean, if there are any.

    Examples
    --------
    >>> scale_powers(" million tons"), scale_powers(" mil"), scale_powers(" tons")
    ((6,), (3, 6), ())
    """
    return _scale(plain_signs(text), 0)[0]


def has_scale(text: str) -> bool:
    """Say whether a scale word stands anywhere in a text, as in the heading of a table.

    Examples
    --------
    >>> [has_scale(text) for text in ("trains (mln)", "mills")]
    [True, False]
    """
    words = re.findall(r"[^\W\d_]+", plain_signs(text).casefold())
    return any(word in SCALES or re.search(_SIGNS_OF_SCALE, word) for word in words)


def read_cell(text: str) -> CellNumber | None:
    """Read a cell that holds one number and nothing else; None if it holds no number, or more.

    Examples
    --------
    >>> read_cell("12,5%").readings
    ('12.5',)
    >>> read_cell("48,000").readings
    ('48000', '48')
    >>> read_cell("5 trains") is None
    True
    """
    if len(text) > _LONGEST_CELL:
        return None
    text = plain_signs(text)
    bare = text.removesuffix("%").rstrip()
    sign, rest = (bare[0], bare[1:]) if bare[:1] in ("+", "-") else ("", bare)
    if rest[:1] == "." and rest[1:].isdecimal():
        rest = f"0{rest}"
    elif rest[-1:] == "." and rest[:-1].isdecimal():
        rest = rest[:-1]
    parts = list(find_numbers(rest))
    if not parts or parts[0].start:
        return None
    number = parts[0]
    readings = number.readings if number.end == len(rest) else _sum_of(parts, rest)
    if not readings:
        return None
    if rest.casefold().endswith("kt"):  # a unit of its own, where the column does not say so
        return None
    minus = "-" if sign == "-" else ""
    return CellNumber(number, tuple(f"{minus}{one}" for one in readings), text != bare)


def _sum_of(parts: list[Number], text: str) -> tuple[str, ...]:
    """Add up the parts of a number that fill a text; nothing if they are not parts of one."""
    total, end, limit = 0, 0, math.inf
    for part in parts:
        is_whole = len(part.readings) == 1 and part.readings[0].isdigit() and part.digits.isdigit()
        if not is_whole or text[end : part.start].strip() or int(part.readings[0]) >= limit:
            return ()
        total += int(part.readings[0])
        # What follows a part is smaller than its scale word.
        end, limit = part.end, 10 ** part.last_digits[0].printed if part.scaled else 0
    return (str(total),) if end == len(text) else ()


def _scale(text: str, at: int) -> tuple[tuple[int, ...], int]:
    """Powers of ten that the scale words at a place may mean, and where these end."""
    powers, end = _scale_word(text, at)
    if powers:
        more, after = _scale_word(text, end)
        if more and more[0] > powers[0]:  # thousand million, mil millones
            return (powers[0] + more[0],), after
        return powers, end
    letter = _scale_letter(text, at)
    return letter if letter[0] and _BEFORE_CURRENCY.match(text, letter[1]) else ((), at)


def _scale_letter(text: str, at: int) -> tuple[tuple[int, ...], int]:
    found = _LETTER.match(text, at)
    return ((_LETTERS[found["letter"].lower()],), found.end()) if found else ((), at)


def _scale_word(text: str, at: int) -> tuple[tuple[int, ...], int]:
    found = _SCALE.match(text, at, at + _LONGEST_SCALE)
    if found and found["signs"]:
        return (sum(SCALE_SIGNS[sign] for sign in found["signs"]),), found.end()
    powers = SCALES.get(found["word"].casefold(), ()) if found else ()
    return powers, found.end() if found and powers else at


def _texts(digits: str) -> list[str]:
    """Every number that digits with marks between them can mean, thousands first."""
    bare = digits.replace(" ", "").replace("'", "")
    marks = bare.translate(dict.fromkeys(range(0x30, 0x3A)))
    if len(bare) > _MOST_DIGITS or (len(bare) < len(digits) and digits[0] == "0"):
        return []
    if len(bare) < len(digits) or not marks:
        return [bare.replace(",", ".")]
    if len(set(marks)) == 2:
        whole, _, decimals = bare.rpartition(marks[-1])
        grouped = _GROUPS.fullmatch(whole) and marks[-1] not in marks[:-1]
        return [f"{re.sub('[.,]', '', whole)}.{decimals}"] if grouped else []
    texts = [re.sub("[.,]", "", bare)] if _GROUPS.fullmatch(bare) else []
    return [*texts, bare.replace(",", ".")] if len(marks) == 1 else texts


def _last_digit(text: str, power: int) -> LastDigit:
    whole, mark, decimals = text.partition(".")
    printed = power - len(decimals)
    zeros = 0 if mark else len(whole) - len(whole.rstrip("0")) if whole.strip("0") else 0
    return LastDigit(printed, printed + zeros)


def _shifted(text: str, power: int) -> str:
    """Multiply a number by a power of ten, and write it plainly; zeros after other decimals stay."""
    whole, _, decimals = text.partition(".")
    decimals = decimals.ljust(power, "0")
    whole, decimals = f"{whole}{decimals[:power]}".lstrip("0") or "0", decimals[power:]
    return f"{whole}.{decimals}" if decimals.strip("0") else whole
