"""The pages of the site that are made of the data: a module a kind, called by Sphinx.

Prose stands in docs/*.md. What is about data is rendered here from the installed package when the site is
built, so that nothing on it can differ from the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from site_pages import (
    claims,
    dictionary,
    entities,
    files,
    indicators,
    languages,
    links,
    projects,
    search,
    sources,
    start,
)
from site_pages.book import open_book
from site_pages.page import Page, linker, render

# Folder -> the page above those in it.
_ABOVE = {
    "claims": ("claims/index", "Claims"),
    "indicators": ("indicators/index", "Indicators"),
    "data": ("data", "Data"),
}

# In the order of the sections at the top of each page.
_KINDS = (claims, indicators, projects, entities, dictionary, sources, languages)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the pages with the build."""
    app.connect("builder-inited", _leave_out_search)
    links.setup(app)
    files.setup(app)
    start.setup(app)
    app.connect("html-collect-pages", _collect)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _leave_out_search(app: Sphinx) -> None:
    """Leave out the search of Sphinx, which knows words of one language and none of the data."""
    app.builder.search = False  # type: ignore[attr-defined]


def _collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx each page: its name, what the layout is given, and the layout. Files are written beside."""
    book = open_book()
    of_data = (page for kind in _KINDS for page in kind.pages(book))
    for page in chain(of_data, search.pages(book, search.list_headings(app))):
        if isinstance(page, Page):
            yield page.name, _context(page), "page.html"
        else:
            path = Path(app.outdir) / page.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.text, encoding="utf-8", newline="\n")


def _context(page: Page) -> dict[str, Any]:
    """Give what the layout shows around a page."""
    folder, _, name = page.name.rpartition("/")
    above = _ABOVE.get(folder) if name != "index" else None
    return {
        "parents": [{"link": linker(page.name)(above[0]), "title": above[1]}] if above else [],
        "title": page.title,
        "body": render(page),
        "description": page.description,
        "json_ld": page.json_ld,
        "meta": {"html_theme.sidebar_secondary.remove": "true"},
    }
