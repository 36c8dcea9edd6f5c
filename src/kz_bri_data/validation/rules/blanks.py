"""Blanks within names that look like one blank, and are not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kz_bri_data._text_safety import quote
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.row_set import RowSet

# Names are searched and grouped by. In a figure as printed, a no-break blank is the source's own.
NAMES = frozenset(
    {"name", "attributed_to", "publisher", "carrier", "authors", "title", "party", "lender", "recipient"}
)
_ODD = re.compile(r"[^\S \n]| (?= )")


def judge_blanks(name: str, columns: RowSet) -> Iterator[tuple[int, str, Violation]]:
    """Find names with a double blank or another one than that of the space bar."""
    for row, text in enumerate(columns.texts(name)):
        if odd := _ODD.search(text):
            what = (
                "two blanks in a row" if odd[0] == " " else f"a {unicodedata.name(odd[0], 'blank').lower()}"
            )
            right = " ".join(text.split())
            yield row, name, Violation("blanks-inside", f"{quote(text)} has {what}", f"write {quote(right)}")
