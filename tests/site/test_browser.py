"""One page of each kind in a browser, from the folder: no error, no serious finding of axe, no scrolling."""

import pytest

pytestmark = pytest.mark.site

# One of each kind, the longest of its kind where they differ.
KINDS = [
    *("index", "questions", "library", "rules", "check", "contribute", "projects", "search"),
    *("indicators/index", "indicators/goods_exports"),
    *("claims/index", "claims/chinese-brands-in-top-ten"),
    *("data", "data/observations", "sources", "entities"),
]
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(params=KINDS)
def name(request):
    return request.param


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture
def opened(browser, site, name, scheme):
    """Open a page at the width of a phone, and what the browser complains of."""
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    page.problems = []
    page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("requestfailed", lambda request: page.problems.append(f"not loaded: {request.url}"))
    page.goto(f"file://{site}/{name}.html")
    page.wait_for_load_state("load")
    yield page
    context.close()


def test_no_error(opened):
    assert opened.problems == []


def test_no_scrolling_sideways(opened):
    for size in (PHONE, DESKTOP):
        opened.set_viewport_size(size)
        assert opened.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_no_serious_finding_of_axe(opened):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(opened).response["violations"]
    serious = [
        (one["id"], node["target"], node["failureSummary"])
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]
    assert serious == []


def test_all_can_be_read_without_a_script(browser, site, name):
    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)
    page = context.new_page()
    page.goto(f"file://{site}/{name}.html")
    assert page.locator("article h1").inner_text()
    context.close()
