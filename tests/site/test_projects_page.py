"""The page of the projects: each stands on it, on the map where its point is, and can be filtered."""

import pytest

import kz_bri_data as kbd

pytestmark = pytest.mark.site


@pytest.fixture
def page(browser, site):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"file://{site}/projects.html")
    yield page
    context.close()


def ids(locator):
    return locator.evaluate_all("found => found.map(one => one.id || one.dataset.item)")


def test_every_project_and_every_record_of_money_is_there(page):
    assert sorted(ids(page.locator("article[data-item]"))) == sorted(kbd.load("projects")["project_id"])
    finance = kbd.load("project_finance")
    other = finance[finance["project_id"].isna()]
    assert sorted(ids(page.locator(".site-records li"))) == sorted(other["record_id"])


def test_every_point_is_on_the_map_and_leads_to_its_project(page):
    projects = kbd.load("projects")
    placed = projects[projects["latitude"].notna()]
    links = page.locator(".site-map a[data-item]")
    assert sorted(ids(links)) == sorted(placed["project_id"])
    targets = links.evaluate_all("found => found.map(one => one.getAttribute('href').slice(1))")
    assert targets == ids(links)


def test_places_lie_on_the_map_as_on_the_globe(page):
    """Xi'an is east of Almaty, Astana north of it, and Aktau is at the Caspian Sea, west of both."""

    def at(name):
        spot = page.locator(".site-map .city", has_text=name).locator("circle")
        return float(spot.get_attribute("cx")), float(spot.get_attribute("cy"))

    assert at("Aktau")[0] < at("Astana")[0] < at("Almaty")[0] < at("Xi'an")[0] < at("Lianyungang")[0]
    assert at("Astana")[1] < at("Almaty")[1] < at("Xi'an")[1]


def test_no_mark_hides_another(page):
    spots = page.locator(".site-map a circle").evaluate_all(
        "found => found.map(one => `${one.getAttribute('cx')},${one.getAttribute('cy')}`)"
    )
    assert len(spots) == len(set(spots))


def test_a_route_runs_through_its_places_in_their_order(page):
    """The expressway G30 begins at Lianyungang and passes Zhengzhou, Lanzhou and Ürümqi."""
    routes = page.locator(".site-map .site-scroll .route")
    assert routes.count() == kbd.load("routes")["entity_id"].nunique()
    line = routes.filter(has_text="Lianyungang-Horgos").locator("path").first
    points = line.evaluate(
        """path => {
            const total = path.getTotalLength();
            return Array.from({ length: 501 }, (_, step) => {
                const point = path.getPointAtLength((total * step) / 500);
                return [point.x, point.y];
            });
        }"""
    )
    nearest = []
    for name in ("Lianyungang", "Zhengzhou", "Lanzhou", "Ürümqi"):
        spot = page.locator(".site-map .city", has_text=name).locator("circle")
        x, y = float(spot.get_attribute("cx")), float(spot.get_attribute("cy"))
        away = [abs(one - x) + abs(other - y) for one, other in points]
        assert min(away) < 10
        nearest.append(away.index(min(away)))
    assert nearest == sorted(nearest)


def test_a_mark_is_reached_by_keyboard(page):
    page.locator(".site-map a[data-item]").first.focus()
    first = page.evaluate("document.activeElement.dataset.item")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == f"#{first}"


def test_filters(page):
    projects = kbd.load("projects")
    page.get_by_label("Sector").select_option("transport")
    wanted = projects[projects["sector"] == "transport"]
    assert sorted(ids(page.locator("article[data-item]:visible"))) == sorted(wanted["project_id"])
    assert page.locator("output").inner_text() == f"{len(wanted)} of {len(projects)}"
    page.get_by_label("Status").select_option("planned")
    wanted = wanted[wanted["status"] == "planned"]
    assert page.locator("article[data-item]:visible").count() == len(wanted)
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function(
        f"document.querySelector('output').textContent == '{len(projects)} of {len(projects)}'"
    )
    assert page.locator("article[data-item]:visible").count() == len(projects)


def test_a_link_shows_what_is_filtered_out(page):
    page.get_by_label("Sector").select_option("transport")
    page.evaluate("location.hash = 'atyrau-refinery'")
    assert page.locator("#atyrau-refinery").is_visible()
    assert page.get_by_label("Sector").input_value() == ""


def test_the_words_around_a_number_are_kept(page):
    projects = kbd.load("projects")
    hedged = projects[projects["cost_qualifier"].isin(["about", "at_most", "at_least"])]
    assert len(hedged)
    for row in hedged.itertuples():
        text = page.locator(f"#{row.project_id} dl").inner_text()
        assert f"{row.cost_qualifier.replace('_', ' ')} " in text.partition("Cost")[2]
