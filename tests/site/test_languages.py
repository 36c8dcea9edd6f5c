"""Names in another language: chosen at the top, kept, marked as unchecked, and gone again."""

import pytest

import kz_bri_data as kbd

pytestmark = pytest.mark.site

PAGE = "indicators/goods_exports"


def named(kind, identifier, language):
    labels = kbd.load("labels").set_index(["kind", "id", "language"])
    return labels.loc[(kind, identifier, language), "text"]


@pytest.fixture
def open_page(browser, site):
    """Open pages in one browser, at the width of a desktop unless another is given."""
    contexts = []

    def opened(name, width=1280, context=None):
        if context is None:
            context = browser.new_context(viewport={"width": width, "height": 844})
            contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto(f"file://{site}/{name}.html")
        return page

    yield opened
    for context in contexts:
        context.close()


def choose(page, language):
    page.locator(".site-language select:visible").select_option(language)


@pytest.mark.parametrize("language", ["ru", "kk", "zh"])
def test_names_are_shown_and_restored(open_page, language):
    page = open_page(PAGE)
    heading = page.locator("h1 [data-label]")
    english = heading.inner_text()
    everything = page.locator("article").inner_html()
    choose(page, language)
    page.wait_for_selector(".site-unchecked")
    assert heading.inner_text() == named("indicator", "goods_exports", language)
    assert heading.get_attribute("lang") == language
    choose(page, "en")
    assert heading.inner_text() == english
    assert page.locator("article").inner_html() == everything
    assert page.problems == []


def test_another_language_replaces_the_first(open_page):
    page = open_page(PAGE)
    heading = page.locator("h1 [data-label]")
    for language in ("ru", "zh", "ru"):
        choose(page, language)
        page.wait_for_selector(f"h1 [lang={language}]")
        assert heading.inner_text() == named("indicator", "goods_exports", language)
    assert page.locator(".site-unchecked").count() == 1


def test_the_choice_is_kept(open_page):
    first = open_page(PAGE)
    choose(first, "kk")
    second = open_page("projects", context=first.context)
    second.wait_for_selector(".site-unchecked")
    assert second.locator("#sector-energy h2").inner_text() == named("code", "projects.sector.energy", "kk")
    assert second.locator(".site-map text[data-label='area:KAZ']").text_content() == named(
        "area", "KAZ", "kk"
    )


def test_towns_are_named_on_the_map_and_where_things_are(open_page):
    page = open_page("projects")
    choose(page, "ru")
    page.wait_for_selector(".site-unchecked")
    for town in (".site-map text", ".site-card dd span"):
        found = page.locator(f"{town}[data-label='place:almaty']").first.text_content()
        assert found == named("place", "almaty", "ru")
    again = open_page("entities", context=page.context)
    again.wait_for_selector(".site-unchecked")
    area = again.locator(".site-card .kind [data-label='area:KAZ']").first
    assert area.inner_text() == named("area", "KAZ", "ru")


def test_a_word_within_a_line_begins_small(open_page):
    page = open_page("projects")
    choose(page, "ru")
    page.wait_for_selector(".site-unchecked")
    role = page.locator("[data-label='code:project_parties.role.partner']").first
    assert role.inner_text() == named("code", "project_parties.role.partner", "ru").lower()


def test_results_of_the_search_are_named_too(open_page):
    page = open_page("search")
    choose(page, "ru")
    page.get_by_role("searchbox", name="Words").fill("goods exports")
    page.wait_for_selector("#search-results a[lang=ru]")
    assert page.locator("#search-results a").first.inner_text() == named("indicator", "goods_exports", "ru")


def test_it_can_be_chosen_on_a_phone(open_page):
    page = open_page(PAGE, width=390)
    page.get_by_role("button", name="Site navigation").click()
    choose(page, "zh")
    page.wait_for_selector("h1 [lang=zh]")


def test_without_a_script_it_is_english(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{site}/{PAGE}.html")
    assert page.locator("h1").inner_text().startswith("Exports of goods")
    assert page.locator(".site-language select:visible").count() == 0
    context.close()
