"""Which code a text is, but for the way it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# More codes than that cost more memory than a suggestion is worth, and of some alone it is not known
# whether a text is one of the others too.
MOST_CODES = 300_000
_LONGEST = 200
_DIVIDES = re.compile(r"[\s_\-\u2010-\u2015]+")


class CodeForms:
    """Finds the one code that equals a text but for case, blanks, dashes, underscores and full-width letters.

    In codes of one or two letters the case means something: Mt is no mt.

    Parameters
    ----------
    codes
        All codes that are right.

    Examples
    --------
    >>> CodeForms(["oil_reserves", "KAZ"]).find("Oil reserves")
    'oil_reserves'
    >>> CodeForms(["Mt"]).find("mt") is None
    True
    """

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = codes
        self._index: dict[str, str | None] | None = None

    def find(self, text: str) -> str | None:
        """Find the code; None if there is none, or more than one."""
        if len(text) > _LONGEST:
            return None
        if self._index is None:
            self._index = self._build()
        return self._index.get(_folded(text))

    def _build(self) -> dict[str, str | None]:
        index: dict[str, str | None] = {}
        for number, code in enumerate(self._codes):
            if number == MOST_CODES:
                return {}
            if 0 < len(code) <= _LONGEST:
                folded = _folded(code)
                index[folded] = None if folded in index else code
        return index


def _folded(text: str) -> str:
    bare = _DIVIDES.sub("", unicodedata.normalize("NFKC", text))
    return bare.casefold() if len(bare) > 2 else bare
