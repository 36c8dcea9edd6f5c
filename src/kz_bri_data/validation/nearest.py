"""Which right word was meant by a wrong one."""

from __future__ import annotations

from collections.abc import Iterable

# A longer word, and more forms of words than that, cost more memory than a suggestion is worth.
LONGEST = 60
MOST_FORMS = 300_000


class Nearest:
    """Finds the word that a text almost is: another case or punctuation, or one letter amiss.

    Parameters
    ----------
    words
        Pairs of a form that somebody may write and the word to suggest for it.

    Examples
    --------
    >>> Nearest([("percent", "percent"), ("Kazakhstan", "KAZ")]).find("Persent")
    'percent'
    >>> Nearest([("percent", "percent"), ("Kazakhstan", "KAZ")]).find("kazakstan")
    'KAZ'
    >>> Nearest([("xinhua-2024", "xinhua-2024")]).find("xinhua-2025")
    """

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self._words = words
        self._index: dict[str, tuple[str, str]] | None = None

    def find(self, text: str) -> str | None:
        """Find the word, or None if nothing is near.

        Two words that differ by one letter left out, added, changed or swapped with its neighbour
        become equal when each loses one letter at the right place, so it is enough to look up every
        form of the text with one letter less: no word is compared with another.
        """
        if self._index is None:
            self._index = self._build()
        if len(text) > LONGEST:
            return None
        found = (self._index[form] for form in _forms(text) if form in self._index)
        # Another number is another thing, and so is a thing per another.
        return next((word for form, word in found if _fixed(form) == _fixed(text)), None)

    def _build(self) -> dict[str, tuple[str, str]]:
        """Index forms by themselves and by all that lack one letter; the first of several counts."""
        words = [(form, word) for form, word in self._words if 0 < len(form) <= LONGEST][:MOST_FORMS]
        index = {_bare(form): (form, word) for form, word in reversed(words)}
        for form, word in words:
            if len(index) > MOST_FORMS:
                break
            for shorter in _forms(form):
                index.setdefault(shorter, (form, word))
        return index


def _fixed(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit() or letter == "/")


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum()) or text


def _forms(text: str) -> list[str]:
    bare = _bare(text)
    if len(bare) < 4:  # of short words, too many are one letter apart
        return [bare]
    return [bare, *(bare[:index] + bare[index + 1 :] for index in range(len(bare)))]
