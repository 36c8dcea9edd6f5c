"""The data dictionary and the sources: every table, column and code is there, and every source of a table."""

import re
from html import unescape

import pytest
from test_claim_pages import text_of
from test_pages import read

import kz_bri_data as kbd

pytestmark = pytest.mark.site

TABLES = kbd.list_tables()


def test_every_table_is_listed_with_its_file(site):
    page = read(site / "data.html")
    for name in TABLES:
        assert {f"data/{name}.html", f"files/datapackage/data/{name}.csv"} <= page.links
    text = text_of(site / "data.html")
    rows = f"{len(kbd.load('observations')):,} rows".replace(",", " ")
    assert f"Observations {rows}" in text


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_told(site, name):
    path = site / "data" / f"{name}.html"
    page, text, about = read(path), text_of(path), kbd.describe(name)
    assert about.description in text
    for column in about.columns:
        assert column.name in page.anchors
        assert column.description.replace("`", "") in text.replace(" .", ".")
        for code, meaning in column.categories.items():
            assert f"{code} {meaning}" in text
        if column.references:
            assert {f"{column.references}.html", f"#{column.references}"} & page.links
    for rule in about.rules:
        assert f"../rules.html#{rule.name}" in page.links


@pytest.mark.parametrize("name", TABLES)
def test_what_is_said_to_type_gives_the_table(site, name):
    text = (site / "data" / f"{name}.html").read_text(encoding="utf-8")
    (snippet,) = re.findall('<pre[^>]* data-snippet="python"><code>(.*?)</code></pre>', text, re.DOTALL)
    given: dict[str, object] = {}
    exec(unescape(snippet), given)
    assert given["rows"].equals(kbd.load(name))
    assert len(given["rows"]) == int(re.sub(r"\D", "", re.findall(r"<p>([^<]+) rows: <a", text)[0]))


def test_every_source_of_a_table_is_there(site):
    anchors = set(read(site / "sources.html").anchors)
    for name in TABLES:
        for column in kbd.describe(name).columns:
            if column.references == "sources" or column.name == "source_id":
                assert set(kbd.load(name)[column.name].dropna()) <= anchors


def test_a_source_says_how_much_rests_on_it(site):
    text = (site / "sources.html").read_text(encoding="utf-8")
    items = re.findall(r'<li id="([^"]+)">(.*?)</li>', text, re.DOTALL)
    found = {name: int(number) for name, item in items for number in re.findall(r"(\d+) figures?[,<]", item)}
    counts = kbd.load("observations")["source_id"].value_counts()
    assert {name: number for name, number in found.items() if number} == counts[counts > 0].to_dict()


def test_foreign_titles_say_their_language(site):
    text = (site / "sources.html").read_text(encoding="utf-8")
    for title in re.findall(
        r"<li id.*?(<(?:a href|span)[^>]*>[^<]*[\u0400-\u04ff\u4e00-\u9fff][^<]*<)", text
    ):
        assert " lang=" in title
