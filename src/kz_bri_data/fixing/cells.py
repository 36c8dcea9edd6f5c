"""What a cell must have been meant to be: only where there is no second reading."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from kz_bri_data.validation.cells import DATE, INTEGER, NUMBER
from kz_bri_data.validation.dates import possible_days

_SPACE = "[ \u00a0\u2009\u202f]"
# A number in groups of three whose separators can be nothing else: two of them, or another one for the
# decimals. One comma or one dot before three digits is not here: it may be a decimal one.
_GROUPED = [
    (re.compile(form), separator, decimal)
    for form, separator, decimal in (
        (rf"[-+]?[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?:[.,][0-9]+)?", _SPACE, ","),
        (r"[-+]?[0-9]{1,3}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)", ",", "."),
        (r"[-+]?[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|\.[0-9]{3},[0-9]+)", r"\.", ","),
    )
]
_LOOSE = re.compile(r"([-+]?)([0-9]*)(?:\.([0-9]*))?")

# One mark before three digits, which may divide thousands: "48.000" is 48 or 48000. Of dots, only those
# before zeros are here, because "48.125" is a number as it stands.
ONE_COMMA = re.compile(r"[-+]?[0-9]{1,3},[0-9]{3}")
_ONE_DOT = re.compile(r"[-+]?[1-9][0-9]{0,2}\.000")

_MOST_ACCENTS = 30


def mend_text(text: str) -> str:
    r"""Take blanks off the ends, write letters with their accents (NFC), and end lines with LF.

    Accents are left where more stand on one letter than any language has: they are put in order in time
    that grows with the square of their number.

    Examples
    --------
    >>> mend_text(" cafe\u0301 ")
    'café'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    # Only the first of several carriage returns is looked at, or all of a long run would be, one by one.
    text = re.sub("(?<!\r)\r+\n", "\n", text)
    runs = (
        sum(1 for _ in run) for accents, run in groupby(map(unicodedata.combining, text), bool) if accents
    )
    return (text if max(runs, default=0) > _MOST_ACCENTS else unicodedata.normalize("NFC", text)).strip()


def mend_number(text: str, *, whole: bool) -> str:
    """Write a number plainly if it can only be that number, else leave it.

    An exponent stays: a spreadsheet that wrote one has cut digits off. A dot before three zeros stays:
    it divides thousands in half of the world.

    Examples
    --------
    >>> [mend_number(text, whole=False) for text in ("1 234,50", "1,234,567", "48,000", "48.000")]
    ['1234.50', '1234567', '48,000', '48.000']
    """
    right = INTEGER if whole else NUMBER
    if right.fullmatch(text) or _ONE_DOT.fullmatch(text):
        return text
    plain = text.replace("\N{MINUS SIGN}", "-", 1) if text.startswith("\N{MINUS SIGN}") else text
    for form, separator, decimal in _GROUPED:
        if form.fullmatch(plain):
            plain = re.sub(separator, "", plain).replace(decimal, ".")
            break
    found = _LOOSE.fullmatch(plain)
    if not found:
        return text
    sign, before, after = found.groups()
    # Zeros after other decimals stay, they may say how exact the number is.
    decimals = f".{after}" if after and after.strip("0") else ""
    plain = f"{sign.strip('+')}{before or '0'}{decimals}"
    return plain if (before or after) and right.fullmatch(plain) else text


def is_open(text: str) -> bool:
    """Say whether a number has one mark that may divide thousands or begin decimals."""
    return bool(_ONE_DOT.fullmatch(text) or ONE_COMMA.fullmatch(text))


def mend_date(text: str) -> str:
    """Write a date as year-month-day if it can only be that day, else leave it.

    Examples
    --------
    >>> [mend_date(text) for text in ("2024/3/5", "31.12.2024", "5 March 2024", "03/04/2024")]
    ['2024-03-05', '2024-12-31', '2024-03-05', '03/04/2024']
    """
    if DATE.fullmatch(text):
        return text
    days = possible_days(text)
    return days[0].isoformat() if len(days) == 1 else text
