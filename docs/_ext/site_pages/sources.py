"""The page of the sources: each publication with its address, and how much rests on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from babel import Locale

from site_pages.book import Book, Row
from site_pages.page import Page

# Headings of those whose publisher begins with no Latin letter, or is not known.
_OTHER, _UNKNOWN = "Other letters", "No publisher named"


def pages(book: Book) -> Iterator[Page]:
    """Give the page."""
    groups: dict[str, list[Row]] = {}
    for row in sorted(book.sources.values(), key=_place):
        groups.setdefault(_heading(row), []).append(row)
    yield Page(
        "sources",
        "Sources",
        "sources.html",
        {
            "groups": groups,
            "total": len(book.sources),
            "figures": Counter(row["source_id"] for row in book.rows("observations")),
            "others": _others(book),
            "languages": Locale("en").languages,
        },
        f"The {len(book.sources)} publications that figures, events and names were read from.",
    )


def _heading(row: Row) -> str:
    first = row["publisher"][:1].upper()
    return _UNKNOWN if not first else first if first.isascii() and first.isalpha() else _OTHER


def _place(row: Row) -> tuple[object, ...]:
    heading = _heading(row)
    return (
        heading == _UNKNOWN,
        heading == _OTHER,
        row["publisher"].casefold(),
        row["published"],
        row["source_id"],
    )


def _others(book: Book) -> Counter[str]:
    """Count the rows of other tables than the figures that were read from each source."""
    found: Counter[str] = Counter()
    for table in book.catalogue.tables.values():
        columns = [column.name for column in table.columns if column.references == "sources"]
        if table.name not in ("observations", "sources"):
            for row in book.rows(table.name):
                found.update({row[name] for name in columns if row[name]})
    return found
