"""References as lines to print: in the style of the APA, and as plain text; and as CSL-JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from kz_bri_data._citations.items import Item

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
# Of more authors the style shows the first ones and the last.
_MOST_AUTHORS = 20
# What comes out day by day is found by its day; of all else the style gives the year.
_DATED = ("article-newspaper", "webpage")
_ENDS = (".", "?", "!", "…", "。", "？", "！")


def csl_json(items: Sequence[Item]) -> str:
    """Write items as CSL-JSON."""
    return json.dumps(items, ensure_ascii=False, indent=2)


def text(items: Sequence[Item]) -> str:
    """Write items a line each: who, title, date, address, where it was read, and the licence.

    Examples
    --------
    >>> text([{"id": "a", "title": "T", "container-title": "P", "issued": {"date-parts": [[2025, 6]]}}])
    'P. T. 2025-06.'
    """
    return "\n".join(_plain(item) for item in items)


def apa(items: Sequence[Item]) -> str:
    """Write items as references of the seventh edition of the APA style, a line each, in order of alphabet.

    Examples
    --------
    >>> author = [{"family": "Liu", "given": "Tingting"}]
    >>> apa([{"id": "a", "type": "report", "author": author, "title": "T"}])
    'Liu, T. (n.d.). T.'
    """
    ordered = sorted(items, key=_order)
    suffixes = _suffixes(ordered)
    return "\n".join(_reference(item, suffixes.get(item["id"], "")) for item in ordered)


def _plain(item: Item) -> str:
    names = [one.get("literal") or f"{one['family']}, {one['given']}" for one in item.get("author", [])]
    publisher = _publisher(item)
    who = "; ".join(names) or publisher
    parts = [
        who,
        item["title"],
        publisher if names else "",
        f"Data set, version {item['version']}" if "version" in item else "",
        _iso(item, "issued"),
        item.get("URL", ""),
        item.get("note", ""),
        f"Licence: {item['custom']['licence']}" if "custom" in item else "",
        f"Accessed {_iso(item, 'accessed')}" if "accessed" in item else "",
    ]
    return " ".join(part if part == item.get("URL") else _stopped(part) for part in parts if part)


def _reference(item: Item, suffix: str) -> str:
    title = item["title"]
    if "version" in item:
        title += f" (Version {item['version']})"
    if item["type"] == "dataset":
        title += " [Data set]"
    when = f"({_date(item, suffix)})."
    authors = _authors(item)
    parts = [authors, when, _stopped(title)] if authors else [_stopped(title), when]
    parts += [_stopped(one) for one in (_publisher(item), item.get("note", "")) if one]
    return " ".join([*parts, *_retrieval(item)])


def _retrieval(item: Item) -> list[str]:
    """Give the address; of what has no date of its own, the day on which it was read too."""
    url = item.get("URL", "")
    if "accessed" not in item or "issued" in item:
        return [url] if url else []
    year, month, day = (*_parts(item, "accessed"), 0, 0)[:3]
    when = f"{_month(month)} {day}, {year}" if day else f"{_month(month)} {year}".strip()
    return [f"Retrieved {when}, from {url}" if url else f"Retrieved {when}."]


def _authors(item: Item) -> str:
    names = [_author(one) for one in item.get("author", [])]
    if len(names) > _MOST_AUTHORS:
        return _stopped(", ".join(names[: _MOST_AUTHORS - 1]) + f", . . . {names[-1]}")
    if len(names) > 1:
        names = [*names[:-1], f"& {names[-1]}"]
    return _stopped(", ".join(names)) if names else ""


def _author(name: Mapping[str, str]) -> str:
    """Write a name with initials; one in Chinese characters has none, and no comma."""
    if "literal" in name:
        return name["literal"]
    family, given = name["family"], name["given"]
    if any("\u4e00" <= letter <= "\u9fff" for letter in family + given):
        return family + given
    words = given.replace(".", ". ").split()
    initials = ["-".join(f"{part[0]}." for part in word.split("-") if part) for word in words]
    return f"{family}, {' '.join(initials)}"


def _publisher(item: Item) -> str:
    return str(item.get("container-title") or item.get("publisher") or "")


def _date(item: Item, suffix: str) -> str:
    year, month, day = (*_parts(item, "issued"), 0, 0, 0)[:3]
    if not year:
        return f"n.d.-{suffix}" if suffix else "n.d."
    if item["type"] not in _DATED or not month:
        return f"{year}{suffix}"
    return f"{year}{suffix}, {_month(month)}" + (f" {day}" if day else "")


def _suffixes(items: Sequence[Item]) -> dict[str, str]:
    """Give letters to what begins alike and is of one year, or without a date, by identifier."""
    groups = defaultdict(list)
    for item in items:
        groups[_authors(item) or item["title"], *_parts(item, "issued")[:1]].append(item["id"])
    return {
        one: _letters(number)
        for group in groups.values()
        if len(group) > 1
        for number, one in enumerate(group)
    }


def _letters(number: int) -> str:
    """Count a, b, ..., z, aa, ab, and so on."""
    more, letter = divmod(number, 26)
    return (_letters(more - 1) if more else "") + chr(ord("a") + letter)


def _order(item: Item) -> tuple[Any, ...]:
    """Sort by author, or by the title where there is none; then by year, what has no date first."""
    authors, title = _letters_of(_authors(item)), _letters_of(item["title"])
    return authors or title, _parts(item, "issued")[:1], title, item["id"]


def _letters_of(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum() or letter == " ").strip()


def _iso(item: Item, name: str) -> str:
    return "-".join(f"{part:02}" for part in _parts(item, name))


def _parts(item: Item, name: str) -> list[int]:
    return list(item.get(name, {}).get("date-parts", [[]])[0])


def _month(number: int) -> str:
    return _MONTHS[number - 1] if 1 <= number <= len(_MONTHS) else ""


def _stopped(text: str) -> str:
    """End a text with a full stop, unless it ends a sentence already."""
    return text if text.rstrip("”’\"')]»").endswith(_ENDS) else f"{text}."
