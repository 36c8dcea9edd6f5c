"""How the text of a cell is to be written, whatever it says."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

_MOST_ACCENTS = 30


def fix_text(text: str) -> str:
    r"""Take blanks off the ends, write letters with their accents (NFC), and end lines with LF.

    Accents are left where more stand on one letter than any language has: they are put in order in time
    that grows with the square of their number.

    Examples
    --------
    >>> fix_text(" cafe\u0301 ")
    'café'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    # A carriage return is a line break, of old programs or as a part of one; several in a row are one.
    text = re.sub("\r+\n?", "\n", text)
    runs = (
        sum(1 for _ in run) for accents, run in groupby(map(unicodedata.combining, text), bool) if accents
    )
    return (text if max(runs, default=0) > _MOST_ACCENTS else unicodedata.normalize("NFC", text)).strip()
