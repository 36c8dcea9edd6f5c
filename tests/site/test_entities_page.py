"""The page of the entities: each stands on it with all that `entity` has of it."""

import re
from html import unescape

import pytest

import kz_bri_data as kbd

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def cards(site) -> dict[str, str]:
    text = (site / "entities.html").read_text(encoding="utf-8")
    return dict(re.findall(r'<article class="site-card" id="([^"]+)"(.*?)</article>', text, re.DOTALL))


@pytest.fixture(scope="module")
def known(cards) -> dict[str, kbd.Entity]:
    """Give each entity by the call that its card says to type."""
    calls = {name: unescape(re.findall(r"kbd\.entity\([^<]*\)", card)[0]) for name, card in cards.items()}
    return {name: eval(call, {"kbd": kbd}) for name, call in calls.items()}


def links(card):
    return set(re.findall('href="([^"]+)"', card))


def test_every_entity_is_there(cards, known):
    assert sorted(cards) == sorted(kbd.load("entities")["entity_id"])
    for name, one in known.items():
        assert one.id == name
        assert one.row["description"].item() in unescape(cards[name])


def test_names_say_their_language(cards, known):
    for name, one in known.items():
        spans = {
            (lang, unescape(text))
            for lang, text in re.findall('<span lang="(..)">([^<]+)</span>', cards[name])
        }
        assert spans == set(zip(one.names["language"], one.names["name"], strict=True))


def test_a_relation_stands_at_both_ends(cards, known):
    for name, one in known.items():
        others = {*one.relations["entity_id"], *one.relations["other_entity_id"]} - {name}
        assert {link[1:] for link in links(cards[name]) if link.startswith("#")} == others
    part, whole = cards["horgos-railway-port"], cards["horgos-port"]
    assert re.search('Part of</span></dt><dd>.*<a href="#horgos-port">', part)
    assert re.search('Part of</span> it</dt><dd>.*<a href="#horgos-railway-port">', whole)


def test_all_else_is_linked(cards, known):
    for name, one in known.items():
        found = links(cards[name])
        assert {f"indicators/{row}.html" for row in one.observations["indicator_id"]} <= found
        assert {f"projects.html#{row}" for row in one.projects["project_id"]} <= found
        assert {f"claims/{row.partition('/')[2]}.html" for row in one.claims["claim_id"]} <= found
        sources = {*one.row["source_id"], *one.relations["source_id"], *one.events["source_id"]}
        assert {f"sources.html#{row}" for row in sources if isinstance(row, str)} <= found
        assert set(one.events["name"]) <= set(re.findall(r"<li>[^:<]*: ([^<]+?)\s*<", unescape(cards[name])))


def test_figures_are_counted(cards, known):
    numbers = {
        name: sum(map(int, re.findall(r"(\d+) figures?</small>", card))) for name, card in cards.items()
    }
    assert numbers == {name: len(one.observations) for name, one in known.items()}


def test_filter(browser, site):
    entities = kbd.load("entities")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"file://{site}/entities.html")
    page.locator("select[name=kind]").select_option("port")
    shown = page.locator("article[data-item]:visible").evaluate_all("all => all.map(one => one.id)")
    assert sorted(shown) == sorted(entities[entities["kind"] == "port"]["entity_id"])
    page.close()
