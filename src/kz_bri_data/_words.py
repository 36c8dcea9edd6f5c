"""The words that somebody searches with, and how well a text has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

# Words that people put between the words that they mean; per head and by year are computed, not found.
STOP = frozenset(
    {
        *("a", "an", "and", "are", "at", "between", "by", "did", "do", "does", "for", "from", "has", "have"),
        *("how", "in", "into", "is", "it", "its", "many", "much", "of", "on", "or", "that", "the", "their"),
        *("there", "to", "was", "were", "what", "when", "where", "which", "who", "whom", "whose", "why"),
        *("with", "per", "capita", "head", "year", "years", "yearly", "number", "numbers", "amount", "level"),
        *("в", "во", "год", "года", "году", "для", "до", "и", "из", "к", "какая", "какой", "между", "на"),
        *("от", "по", "с", "сколько", "со", "у", "бен", "және", "мен", "пен"),
    }
)

# Word -> what our tables say instead; all words of one of the phrases are looked for. Each is tried as a
# plural too. What is found by a synonym counts less.
SYNONYMS = {
    "auto": ("car", "vehicle"),
    "automobile": ("car", "vehicle"),
    "car": ("vehicle",),
    "cashless": ("noncash",),
    "dependence": ("trade partner share", "partner share"),
    "dependency": ("trade partner share", "partner share"),
    "dependent": ("trade partner share", "partner share"),
    "ev": ("electric vehicle", "electric car"),
    "export": ("exported",),
    "fdi": ("direct investment",),
    "foreign": ("partner",),
    "green": ("renewables",),
    "highway": ("road",),
    "import": ("imported",),
    "investment": ("fdi", "finance"),
    "loan": ("finance",),
    "market": ("sales",),
    "motorway": ("road",),
    "output": ("production",),
    "own": ("owned",),
    "owner": ("owned",),
    "payment": ("transaction",),
    "percent": ("share",),
    "percentage": ("share",),
    "production": ("output", "made"),
    "proportion": ("share",),
    "railway": ("train", "rail"),
    "rate": ("inflation", "share"),
    "share": ("relation",),
    "tourism": ("visits", "visitors"),
    "tourist": ("visits", "visitors"),
    "trade": ("export", "import"),
    "transaction": ("payment",),
    "vehicle": ("car",),
    "volume": ("turnover",),
    "товарооборот": ("оборот",),
}

# Words that are as good as another: what comes from a country, and spellings.
SAME = {"chinese": "china", "kazakh": "kazakhstan", "kazakhstani": "kazakhstan", "khorgos": "horgos"}

# How well a text has a word: as a word, as the beginning of one, within one; and by a synonym.
_WORD, _BEGINNING, _WITHIN, _SYNONYM = 1.0, 0.7, 0.4, 0.75

# Endings by which Russian tells cases and numbers apart, of words that keep three letters.
RUSSIAN = re.compile(
    "(?<=[а-я]{3})(?:ами|ями|[ое]го|[ое]му|[ыи]ми|[аяыи]х|[ое]в|[еоиы]й|[аи]я|яя|[оеиы]е|[оеая]м|[уюи]ю|ии"
    "|[ьйаяоеиыую])$"
)

# Letters from which on longer words may begin with a Latin word, and with any without its ending: "car" is
# not in "cargo", and what is left of "цена", a price, not in "центр".
_LONG = 4


class Found(NamedTuple):
    """Where words were found.

    Attributes
    ----------
    score
        The higher, the better.
    texts
        The texts that have them, each once, in order of the words.
    """

    score: float
    texts: list[str]


def fold(text: str) -> str:
    """Make alike what reads alike: cases, letters that may be two characters, Russian е and ё."""
    from unicodedata import normalize

    return normalize("NFC", text.casefold()).replace("ё", "е")


def wanted(text: str) -> list[str]:
    """Give the words that a text asks for; small words count only where there are no others.

    Examples
    --------
    >>> wanted("What is the share of Non-Cash payments?")
    ['share', 'noncash', 'payments']
    >>> wanted("internet_users_share")
    ['internet', 'users', 'share']
    """
    words = [word for one in fold(text).replace("_", " ").split() if (word := re.sub(r"\W+", "", one))]
    return [word for word in words if word not in STOP] or words


def look_for(words: list[str], texts: Iterable[tuple[float, str]]) -> Found | None:
    """Look for words in the texts about one thing.

    Parameters
    ----------
    words
        As `wanted` gives them.
    texts
        Weight of a text, and the text.

    Returns
    -------
    Found or None
        None if a word is in no text.

    Examples
    --------
    >>> texts = [(4, "Freight trains through a railway port"), (3, "Horgos railway port")]
    >>> look_for(["horgos", "trains"], texts).texts
    ['Horgos railway port', 'Freight trains through a railway port']
    >>> look_for(["trucks"], texts) is None
    True
    """
    texts = list(texts)
    total, found = 0.0, {}
    for word in words:
        best = _best(word, texts)
        if best is None:
            return None
        total += best.score
        found.update(dict.fromkeys(best.texts))
    return Found(total, list(found))


def _best(word: str, texts: list[tuple[float, str]]) -> Found | None:
    """Find the text that has a word best; by its synonyms only if no text has it as a word."""
    itself = _in_texts(word, texts)
    if itself and itself.score >= max(weight for weight, _ in texts):
        return itself
    ways = [] if itself is None else [itself]
    phrases = SYNONYMS.get(word) or SYNONYMS.get(_stem(word), ())
    for position, phrase in enumerate(phrases):
        parts = [_in_texts(part, texts) for part in phrase.split()]
        if all(parts):
            # What is named first is nearer.
            weight = _SYNONYM - position / 20
            score = weight * sum(part.score for part in parts if part) / len(parts)
            ways.append(Found(score, [text for part in parts if part for text in part.texts]))
    return max(ways, key=lambda way: way.score, default=None)


def _in_texts(word: str, texts: list[tuple[float, str]]) -> Found | None:
    scored = [(weight * has(word, text), text) for weight, text in texts]
    score, text = max(scored, key=lambda one: one[0])
    return Found(score, [text]) if score else None


@lru_cache(maxsize=200_000)
def has(word: str, text: str) -> float:
    """Say how well a text has a word, from 0, not at all, to 1.

    Examples
    --------
    >>> has("train", "Freight trains"), has("rail", "Freight by railway"), has("car", "Cargo")
    (1.0, 0.7, 0.0)
    >>> has("口岸", "霍尔果斯口岸"), has("noncash", "Non-cash payments"), has("нефть", "Экспорт нефти")
    (0.4, 1.0, 1.0)
    """
    tokens, spaced = _prepared(text)
    stem = _stem(word)
    if word in tokens or stem in tokens:
        return _WORD
    if word.isascii() and len(word) < _LONG:
        return 0.0
    root = stem if len(stem) >= _LONG else word
    beginning = root if word.isascii() else word
    if any(token.startswith(beginning) for token in tokens):
        return _BEGINNING
    # Chinese does not part its words; a Latin word within another, as in "December", is none.
    return _WITHIN if not word.isascii() and root in spaced else 0.0


@lru_cache(maxsize=50_000)
def _prepared(text: str) -> tuple[frozenset[str], str]:
    """Give the words of a text, without endings too and those with a hyphen whole and in parts."""
    folded = fold(text)
    whole = re.sub(r"(?<=\w)[-_](?=\w)", "", folded)
    parts = re.sub(r"[\W_]+", " ", folded)
    tokens = {*re.findall(r"\w+", whole), *parts.split()}
    return frozenset(tokens | {_stem(token) for token in tokens}), f"{parts} {whole}"


def _stem(word: str) -> str:
    """Take an English plural's or a Russian ending off, and give the word that another is as good as."""
    if word in SAME:
        return SAME[word]
    if not word.isascii():
        return RUSSIAN.sub("", word)
    if len(word) < _LONG or word.endswith("ss"):
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > _LONG else word.removesuffix("s")
