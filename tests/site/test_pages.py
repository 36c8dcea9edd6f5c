"""Every page: its size, its links, and that nothing comes from elsewhere."""

import gzip
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import kz_bri_data as kbd

pytestmark = pytest.mark.site

MOST = 300_000  # bytes of HTML of a page
MOST_SHARED = 150_000  # bytes, gzipped, of the style and scripts that all pages load

# What an attribute names is loaded with the page, but for these of a link.
_LOADED = {"src", "srcset", "poster", "data"}


class Read(HTMLParser):
    """The anchors of a page, what it links to, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors += [given["id"]] if "id" in given else []
        self.loaded |= {value for name, value in given.items() if name in _LOADED}
        href = given.get("href", given.get("xlink:href"))
        if href is not None:
            (self.loaded if tag == "link" else self.links).add(href)


@cache
def read(path: Path) -> Read:
    return Read(path.read_text(encoding="utf-8"))


def pages(site: Path) -> list[Path]:
    """List the pages; what is in _static the theme has left there."""
    return sorted(path for path in site.rglob("*.html") if path.relative_to(site).parts[0] != "_static")


def test_there_are_pages(site):
    names = {str(path.relative_to(site)) for path in pages(site)}
    assert {"index.html", "questions.html", "library.html", "contribute.html", "changelog.html"} <= names
    assert {f"indicators/{name}.html" for name in set(kbd.load("observations")["indicator_id"])} <= names


def test_no_page_is_too_large(site):
    sizes = {str(path.relative_to(site)): path.stat().st_size for path in pages(site)}
    assert {name: size for name, size in sizes.items() if size > MOST} == {}


def test_style_and_scripts_of_all_pages_are_small(site):
    shared = set.intersection(*(read(path).loaded for path in pages(site) if path.parent == site))
    files = [site / urlsplit(one).path for one in shared if one.split("?")[0].endswith((".css", ".js"))]
    assert len(files) > 5
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= MOST_SHARED


def test_no_link_is_dead(site):
    dead = set()
    for page in pages(site):
        for link in read(page).links | read(page).loaded:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "mailto", "data"):
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not target.is_file():
                dead.add((str(page.relative_to(site)), link))
                continue
            anchored = parts.fragment and target.suffix == ".html"
            if anchored and unquote(parts.fragment) not in read(target).anchors:
                dead.add((str(page.relative_to(site)), link))
    assert sorted(dead)[:20] == []


def test_no_anchor_stands_twice(site):
    twice = {
        (str(page.relative_to(site)), one)
        for page in pages(site)
        for one in read(page).anchors
        if read(page).anchors.count(one) > 1
    }
    assert sorted(twice)[:20] == []


def test_nothing_is_loaded_from_elsewhere(site):
    outside = {one for page in pages(site) for one in read(page).loaded if urlsplit(one).scheme}
    assert {one for one in outside if not one.startswith("data:")} == set()
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"""(?:url\(|@import)\s*["']?https?:""", styles) == []
