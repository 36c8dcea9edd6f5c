"""Which right word was meant by a wrong one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, zip_longest

# A longer word, and more forms of words than that, cost more memory than a suggestion is worth.
LONGEST = 60
MOST_FORMS = 300_000

# In a shorter word, another letter mostly makes another word: "firm" is not "film", nor "county" "country".
LONG = 7


class Nearest:
    """Finds the word that a text almost is: another case or punctuation, or one slip of the hand.

    Parameters
    ----------
    words
        Pairs of a form that somebody may write and the word to suggest for it.
    long
        From how many letters on any one wrong letter is taken for a slip. In shorter words only letters that
        were swapped or doubled and the s of a plural are.

    Examples
    --------
    >>> Nearest([("percent", "percent"), ("Kazakhstan", "KAZ")]).find("Persent")
    'percent'
    >>> Nearest([("percent", "percent"), ("Kazakhstan", "KAZ")]).find("kazakstan")
    'KAZ'
    >>> Nearest([("xinhua-2024", "xinhua-2024")]).find("xinhua-2025")
    >>> Nearest([("film", "film"), ("t/year", "t/year")]).find("firm")
    """

    def __init__(self, words: Iterable[tuple[str, str]], *, long: int = LONG) -> None:
        self._words = words
        self._long = long
        self._index: dict[str, tuple[str, str]] | None = None

    def find(self, text: str) -> str | None:
        """Find the word, or None if nothing is near.

        Two words that differ by one letter left out, added, changed or swapped with its neighbour
        become equal when each loses one letter at the right place, so it is enough to look up every
        form of the text with one letter less: no word is compared with another.
        """
        if self._index is None:
            self._index = self._build()
        if len(text) > LONGEST or self._index.get(_bare(text), ("", "one"))[1] == "":
            return None
        found = (self._index[form] for form in forms(text) if form in self._index)
        return next((word for form, word in found if word and is_slip(text, form, self._long)), None)

    def _build(self) -> dict[str, tuple[str, str]]:
        """Index forms by themselves and by all that lack one letter; the first of several counts.

        A form that stands for two words stands for none.
        """
        words = [(form, word) for form, word in islice(self._words, MOST_FORMS) if 0 < len(form) <= LONGEST]
        index: dict[str, tuple[str, str]] = {}
        for form, word in words:
            _, known = index.setdefault(_bare(form), (form, word))
            if known != word:
                index[_bare(form)] = (form, "")
        for form, word in words:
            if len(index) > MOST_FORMS:
                break
            for shorter in forms(form):
                index.setdefault(shorter, (form, word))
        return index


def is_slip(text: str, form: str, long: int = LONG) -> bool:
    """Say whether a text may be a slip for a form. Another number is another thing, as is a thing per one."""
    if len(form) <= 2 and text[0] != form[0]:  # "mt" is no "Mt", nor "M" a metre
        return False
    parts = zip_longest(text.split("/"), form.split("/"), fillvalue="")
    return _digits(text) == _digits(form) and all(
        _are_near(_bare(one), _bare(other), long) for one, other in parts
    )


def _are_near(text: str, word: str, long: int) -> bool:
    """Say whether one slip of the hand makes one of another: eastbound is no slip for westbound."""
    if text == word:
        return True
    is_long = min(len(text), len(word)) >= long
    if len(text) != len(word):
        shorter, longer = sorted((text, word), key=len)
        at = next(
            (at for at, (one, other) in enumerate(zip(shorter, longer, strict=False)) if one != other), -1
        )
        if shorter[at:] != longer[at + 1 :] and at >= 0:
            return False
        return is_long or longer == f"{shorter}s" or longer[at] == longer[at - 1]
    apart = [at for at, (one, other) in enumerate(zip(text, word, strict=True)) if one != other]
    one, other = apart[0], apart[-1]
    is_swapped = len(apart) == 2 == other - one + 1 and (text[one], text[other]) == (word[other], word[one])
    return is_swapped or (is_long and len(apart) == 1)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum()) or text


def forms(text: str) -> list[str]:
    """Give a text in lower case without its marks, and that with each of its letters left out."""
    bare = _bare(text)
    # Of short words, too many are one letter apart; of a long one, all forms would fill the memory.
    if not 4 <= len(bare) <= LONGEST:
        return [bare]
    return [bare, *(bare[:index] + bare[index + 1 :] for index in range(len(bare)))]
