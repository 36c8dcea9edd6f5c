"""Whether the words beside the number of a figure say the qualifier of its row, where they are clear.

They are clear beside the only number of a figure, and where two numbers are joined as a range. A figure of
other words, such as of a language whose hedges are not known, is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kz_bri_data._text_safety import quote
from kz_bri_data.numbers import Number, find_numbers, plain_signs
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.hedge_words import HEDGE_WORDS
from kz_bri_data.validation.rules.printed import LONGEST
from kz_bri_data.validation.rules.row_set import RowSet

HEDGED = ["figure_as_printed", "qualifier"]

_SIGN = r"(?:(?:us|hk)? ?[$€£¥₸₽]|usd|eur|kzt|cny|rub)"
_MONEY = f"{_SIGN}?"
# What may have two numbers that are joined as a range. Both engines run it: no look-around.
RANGE = rf"(?i)\d[^\d]{{0,40}}?(?:[-–—−－]|to|до|至|bis)\s?{_MONEY}\s?\d"
_JOINS_RANGE = re.compile(rf" ?(?:-|—|to|до|至|bis) ?{_MONEY} ?")
_OPENS_RANGE = re.compile(rf"(?:between|zwischen|от)? ?{_MONEY} ?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_ENDS_WITH_MONEY = re.compile(f"{_SIGN}$")
# What turns a hedge round, or makes another word of it: 最近 is the latest, 附近 nearby, 条约 a treaty.
_TURNS = re.compile(r"(?:\b(?:not?|never|не|nicht|kein\w*) |n't |[不未没有最附条合节])$")
# After other words these say where a course has come to: "rose up to".
_AT_BEGINNING = {"up to", "до"}
_SIGN_OF_HEDGE = re.compile(r"[^\W\d_]|[~≈<>≤≥+±]")


_JUDGED = {*HEDGE_WORDS, "exact", "range"}
# A figure of one number, whose digits say nothing of its hedge. Both engines run it.
ONE_NUMBER = r"^([^0-9]*)[0-9]{1,15}(?:,[0-9]{3})*(?:\.[0-9]{1,15})?([^0-9]*)$"
_ONE_NUMBER = re.compile(ONE_NUMBER)


def _is_chinese(word: str) -> bool:
    return word[0] >= "\u3000"


def _after(word: str) -> str:
    if not _is_chinese(word):
        return rf"\b{word}\b"
    return rf"^.{{0,6}}{word}" if len(word) > 1 else f"^{word}"


_BEFORE = {word: set[str]() for words in HEDGE_WORDS.values() for word in words.before}
for _code, _words in HEDGE_WORDS.items():
    for _word in _words.before:
        _BEFORE[_word].add(_code)
_AFTER = {
    code: re.compile("|".join(map(_after, words.after))) for code, words in HEDGE_WORDS.items() if words.after
}
# What a figure with a hedge has: the longest word of each, in small letters, as in a title, in capitals.
HEDGE_PARTS = sorted(
    {
        written
        for words in HEDGE_WORDS.values()
        for hedge in (*words.before, *words.after)
        for longest in [max(hedge.split(), key=len)]
        for written in (longest, longest.capitalize(), longest.upper())
    }
)


def judge_hedges(columns: RowSet) -> Iterator[tuple[int, str, Violation]]:
    """Find rows whose qualifier is not that of the words: gives the row, the field and what is wrong."""
    for row, (figure, qualifier) in enumerate(columns.parts(HEDGED)):
        if violation := hedge_violation(figure, qualifier):
            yield row, "qualifier", violation


def hedge_violation(figure: str, qualifier: str) -> Violation | None:
    """Say that a figure has another hedge than its row; None if it has not, or if that is not clear.

    Examples
    --------
    >>> hedge_violation("over 48,000 trains", "exact").message
    '"over 48,000 trains" says over, not exact'
    >>> hedge_violation("over 48,000 trains", "over") is None
    True
    """
    if len(figure) > LONGEST or qualifier not in _JUDGED:
        return None
    said = _said(_ONE_NUMBER.sub(r"\g<1>5\2", figure))
    if not said or qualifier in said:
        return None
    message = f"{quote(figure)} says {' or '.join(sorted(said))}, not {qualifier}"
    printed = "take the qualifier that is printed, with its bounds"
    hint = "write exact, or copy the hedge into the figure" if said == {"exact"} else printed
    return Violation("printed-hedge", message, hint)


@lru_cache(maxsize=10_000)
def _said(figure: str) -> set[str]:
    """Give the qualifiers that a figure allows; none if that is not clear."""
    text = plain_signs(figure).lower()
    numbers = list(find_numbers(text))
    if len(numbers) == 2 and _is_range(text, *numbers):
        return {"range"}
    if len(numbers) != 1:
        return set()
    before, after = text[: numbers[0].start], text[numbers[0].end :]
    word = _hedge_before(before)
    if word is None:
        return set()
    said = _BEFORE.get(word, set()) | {code for code, words in _AFTER.items() if words.search(after)}
    return said or (set() if _SIGN_OF_HEDGE.search(before + after) else {"exact"})


def _hedge_before(before: str) -> str | None:
    """Give the hedge that ends the words before a number; empty if none does, None if it is turned round."""
    # "nearly US$ 750 million", "ca. 48"
    before = _ENDS_WITH_MONEY.sub("", before.rstrip()).rstrip(" .")
    if not before:
        return ""
    word = max((word for word in _BEFORE if _ends_with(before, word)), key=len, default="")
    rest = before.removesuffix(word)
    is_turned = _TURNS.search(rest) or (word in _AT_BEGINNING and rest.strip())
    return None if word and is_turned else word


def _ends_with(text: str, word: str) -> bool:
    if not text.endswith(word):
        return False
    return _is_chinese(word) or not text.removesuffix(word)[-1:].isalpha()


def _is_range(text: str, one: Number, other: Number) -> bool:
    """Say whether a figure is two numbers that are joined as a range, and no years."""
    return (
        _OPENS_RANGE.fullmatch(text, 0, one.start) is not None
        and _JOINS_RANGE.fullmatch(text, one.end, other.start) is not None
        and _YEAR.fullmatch(one.digits) is None
    )
