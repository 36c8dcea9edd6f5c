"""The search of the site: it finds what `find` finds, in the browser and from a folder."""

from urllib.parse import urlsplit

import pytest
from test_pages import read

import kz_bri_data as kbd

pytestmark = pytest.mark.site

# Words in four languages, and what they are expected to lead to first.
EXPECTED = {
    "Хоргос": "entities.html#horgos-port",
    "霍尔果斯": "entities.html#horgos-port",
    "口岸": "entities.html#horgos-port",
    "Қорғас": "entities.html#horgos-port",
    "现金": "indicators/noncash_share_of_transactions.html",
    "cashless": "indicators/noncash_share_of_transactions.html",
    "uranium": "indicators/uranium_production.html",
    "中欧班列": "entities.html#china-europe-freight-trains",
    "43%": "claims/uranium-world-share.html",
}

# What people type: one word and several, plurals, hyphens, names of one thing and of many.
WORDS = [
    *(
        "exports",
        "freight trains",
        "population",
        "GDP",
        "oil",
        "Nurly Zhol",
        "tourists",
        "Kazakhstan",
        "Xinjiang",
    ),
    *("wind farm", "Chinese brands", "cars", "Almaty", "railway", "pipeline", "UnionPay", "Экспорт", "石油"),
    *(
        "Luban Workshop",
        "copper",
        "FDI",
        "visa free",
        "trade turnover",
        "non-cash payments",
        "electric vehicles",
    ),
    *(
        "Аэропорт",
        "share of uranium output",
        "KAZ Minerals",
        "Alashankou",
        "exchange rates",
        "Turkmenistan gas",
    ),
    *("loans", "announced", "Алматы", "duty free shops", "нефть", "Торговля с Китаем", "дороги", "поезда"),
]


@pytest.fixture(scope="module")
def page(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.problems = []
    page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.goto(f"file://{site}/search.html")
    yield page
    assert page.problems == []
    context.close()


def found(page, text):
    return page.evaluate("text => search(text).filter(hit => hit.group < 3)", text)


@pytest.mark.parametrize("words", EXPECTED)
def test_leads_to_what_is_meant(page, words):
    assert found(page, words)[0]["target"] == EXPECTED[words]


@pytest.mark.parametrize("words", [*EXPECTED, *WORDS])
def test_finds_what_find_finds(page, words):
    """All of it and no more, in the same order; once what `find` gives twice, for either side of a flow."""
    matches = {}
    for one in kbd.find(words):
        if one.call:
            matches.setdefault((one.table, one.id), one.name.partition(": Kazakhstan, with")[0])
    assert [hit["name"] for hit in found(page, words)] == list(matches.values())


def test_a_word_that_nothing_has_is_said(page):
    page.get_by_role("searchbox", name="Words").fill("xyzzy")
    page.wait_for_function("document.getElementById('search-status').textContent.startsWith('Nothing')")
    assert page.locator("#search-results a").count() == 0


def test_the_button_of_every_page_leads_here(browser, site):
    page = browser.new_page()
    page.goto(f"file://{site}/questions.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("口岸")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    assert page.locator("#search-results a").first.inner_text() == "Horgos Port"
    assert page.locator("#search-status").inner_text().endswith(" results")
    page.close()


def test_all_results_can_be_shown(page):
    page.get_by_role("searchbox", name="Words").fill("Kazakhstan")
    button = page.get_by_role("button", name="Show all").first
    button.click()
    count = len(found(page, "Kazakhstan"))
    assert page.locator(".site-results").first.locator("li").count() == count


def test_headings_tables_columns_rules_and_sources_are_found(page):
    targets = {
        "data/observations.html#value": "observations value",
        "contribute.html#add-a-source": "add a source",
        "library.html#kz_bri_data.Package.compare": "compare",
        "rules.html#off-by-powers": "off-by-powers",
    }
    for target, words in targets.items():
        hits = page.evaluate("text => search(text).filter(hit => hit.group === 3)", words)
        assert target in [hit["target"] for hit in hits]


def test_all_that_can_be_found_is_there(page, site):
    targets = page.evaluate("[...new Set(entries.map(entry => entry.target))]")
    assert len(targets) > 900
    dead = []
    for target in targets:
        path, anchor = site / urlsplit(target).path, urlsplit(target).fragment
        if not path.is_file() or (anchor and anchor not in read(path).anchors):
            dead.append(target)
    assert dead[:20] == []
