"""The page that searches, and its index: a script, as a page that is opened from a folder cannot fetch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from kz_bri_data._words import RUSSIAN, SAME, STOP, SYNONYMS
from site_pages.book import Book
from site_pages.found import Entry, Heading, entries
from site_pages.page import File, Page, linker


def pages(book: Book, headings: Iterable[Heading]) -> Iterator[Page | File]:
    """Give the page and its index."""
    yield Page("search", "Search", "search.html", {}, "Search the figures, entities, claims and pages.")
    index = json.dumps(_index(entries(book, headings)), ensure_ascii=False, separators=(",", ":"))
    yield File("search-index.js", f"const SEARCH_INDEX = {index};\n")


def list_headings(app: Sphinx) -> Iterator[Heading]:
    """Give the headings of all prose, and the names of the library."""
    for page in sorted(app.env.found_docs):
        title = app.env.titles[page].astext()
        for section in app.env.get_doctree(page).findall(nodes.section):
            text = section.next_node(nodes.title)
            is_first = isinstance(section.parent, nodes.document)
            if text is not None:
                yield Heading(text.astext(), page if is_first else f"{page}#{section['ids'][0]}", title)
    for name, _, _, page, anchor, _ in app.env.domains["py"].get_objects():
        yield Heading(name.removeprefix("kz_bri_data."), f"{page}#{anchor}", app.env.titles[page].astext())


def _index(found: Iterable[Entry]) -> dict[str, Any]:
    """Write what can be found as lists; each text stands once, and so does a text with its weight."""
    texts, pairs = _Pool(), _Pool()
    href = linker("search")

    def packed(weighted: Iterable[tuple[float, str]]) -> list[int]:
        numbers = (pairs.number((weight, texts.number(text))) for weight, text in weighted if text)
        return list(dict.fromkeys(numbers))

    rows = [
        [
            one.kind,
            one.group,
            one.name,
            texts.number(one.about),
            href(one.target),
            one.call,
            one.label,
            one.wholes,
            packed(one.texts),
            [
                [packed(way.texts), _numbers(way.order), _numbers(way.place), way.subject, way.rank]
                for way in one.ways
            ],
        ]
        for one in found
    ]
    return {
        "stop": sorted(STOP),
        "synonyms": SYNONYMS,
        "russian": RUSSIAN.pattern,
        "same": SAME,
        "texts": list(texts),
        "pairs": list(pairs),
        "entries": rows,
    }


class _Pool(dict[Any, int]):
    """Things, each with the number that stands for it."""

    def number(self, thing: Any) -> int:
        return self.setdefault(thing, len(self))


def _numbers(values: Iterable[float]) -> list[int]:
    return [int(one) for one in values]
