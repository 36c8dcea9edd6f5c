"""The page that checks a file: in Node on every file that breaks a rule, and in a browser as it is used.

Python there is newer than any that the package is tested on elsewhere.
"""

import functools
import http.server
import json
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import kz_bri_data as kbd

ROOT = Path(__file__).parents[2]
BAD = ROOT / "tests" / "bad"

sys.path.insert(0, str(ROOT / "docs" / "_static" / "check"))

pytestmark = pytest.mark.site
TABLES = kbd.list_tables()


def table_of(bad):
    """The table of a bad file, which is named like it and the code."""
    return bad.stem.split("-")[0]


def in_node(site, groups):
    """What Python in Node finds, for each group of files."""
    result = subprocess.run(
        ["node", str(Path(__file__).with_name("check_in_node.mjs")), str(site)],
        input=json.dumps(groups),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return result.stdout.splitlines()


def test_python_of_the_browser_finds_what_python_here_does(site):
    from check_files import Dropped, check

    bad = [path for path in sorted(BAD.glob("*.csv")) if table_of(path) in TABLES]
    groups = [[{"name": path.name, "path": str(path), "table": table_of(path)}] for path in bad]
    groups += [[{"name": f"{table}.csv", "path": str(kbd.data_path(table))}] for table in TABLES]
    groups.append([file for group in groups[-len(TABLES) :] for file in group])
    lines = in_node(site, groups)
    assert len(lines) == len(groups) > 150
    for group, line in zip(groups, lines, strict=True):
        files = [
            Dropped(file["name"], Path(file["path"]).read_bytes(), file.get("table", "")) for file in group
        ]
        assert line == json.dumps(check(files), ensure_ascii=False, separators=(",", ":"))


@pytest.fixture(scope="module")
def address(site):
    """Serve the site as `make serve` does, and say where."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("localhost", 0), functools.partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}/check.html"
    server.shutdown()
    thread.join()
    server.server_close()


class Watched:
    """A page, with what it asks for and what its console says."""

    def __init__(self, page):
        self.page = page
        self.asked = []
        self.complaints = []
        page.context.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._note)

    def _note(self, message):
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} {message.location}")

    def drop(self, *files):
        """Choose files, and wait until something is said of them."""
        self.page.set_input_files("#check-files", files)
        self.page.wait_for_selector("#check-results section", timeout=120_000)

    def cells(self):
        """The table of problems, as text."""
        rows = self.page.locator("#check-results tbody tr").all()
        return [[cell.inner_text() for cell in row.locator("td").all()] for row in rows]


@pytest.fixture
def watched(browser, address):
    page = browser.new_page()
    page.goto(address)
    one = Watched(page)
    yield one
    page.close()
    assert one.complaints == []
    assert all(url.startswith(address.rpartition("/")[0]) for url in one.asked)


def test_a_broken_file_is_told_what_is_wrong(watched):
    watched.drop(BAD / "areas-look-alike.csv")
    assert watched.page.inner_text(".check-verdict") == "1 problem in 3 rows"
    (row,) = watched.cells()
    assert row[:2] == ["2", "name"]
    assert row[4] == "look-alike"
    assert "Cyrillic" in row[2]
    assert watched.page.inner_text("#check-status") == "areas-look-alike.csv: 1 problem in 3 rows"


def test_what_can_be_corrected_can_be_saved(watched):
    watched.drop(BAD / "areas-separator.csv")
    with watched.page.expect_download() as download:
        watched.page.get_by_text("Save areas.csv with 1 correction").click()
    assert download.value.suggested_filename == "areas.csv"
    assert Path(download.value.path()).read_text(encoding="utf-8").startswith("area,name,kind,part_of\n")


def test_a_file_that_was_put_right_is_chosen_again(watched, tmp_path):
    path = tmp_path / "areas.csv"
    path.write_bytes((BAD / "areas-look-alike.csv").read_bytes())
    for content, verdict in [(None, "1 problem"), (kbd.data_path("areas").read_bytes(), "no problems")]:
        if content:
            path.write_bytes(content)
        with watched.page.expect_file_chooser() as chooser:
            watched.page.click("#check-files")
        chooser.value.set_files(path)
        said = f"document.querySelector('.check-verdict')?.innerText.startsWith('{verdict} ')"
        watched.page.wait_for_function(said, timeout=120_000)


def test_each_code_leads_to_its_rule(watched):
    watched.drop(BAD / "areas-look-alike.csv")
    watched.page.click("#check-results td a")
    assert watched.page.locator("#look-alike").count() == 1
    assert watched.page.url.endswith("/rules.html#look-alike")


def test_nothing_is_asked_for_once_a_file_is_there(watched):
    watched.drop(BAD / "areas-look-alike.csv")
    before = len(watched.asked)
    watched.drop(kbd.data_path("observations"))
    watched.page.wait_for_function("document.querySelector('.check-verdict')?.innerText.startsWith('no ')")
    assert len(watched.asked) == before > 0


def test_another_table_can_be_chosen(watched):
    watched.drop(kbd.data_path("areas"))
    watched.page.select_option("#check-results select", "units")
    watched.page.wait_for_selector("#check-results tbody")
    assert watched.page.input_value("#check-results select") == "units"
    assert "column-missing" in {row[4] for row in watched.cells()}


def test_a_file_is_dropped_on_the_page(watched):
    watched.page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["area,name,kind,part_of\\nXX,,land,\\n"], "areas.csv"));
            document.body.dispatchEvent(
                new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    watched.page.wait_for_selector("#check-results tbody", timeout=120_000)
    assert {row[0] for row in watched.cells()} == {"2"}


def test_what_a_file_holds_is_shown_and_not_run(watched, tmp_path):
    path = tmp_path / "<img src=x onerror=alert(1)>.csv"
    path.write_text(
        'area,name,kind,part_of\n"<img src=x onerror=alert(1)>",<b>x</b>,<i>,\n', encoding="utf-8"
    )
    watched.drop(path)
    assert watched.page.locator("#check-results :is(img, b, i)").count() == 0
    assert "<img src=x" in watched.page.inner_text("#check-results tbody")


def test_a_long_list_is_shown_in_parts(watched, tmp_path):
    rows = "".join(f"A{number},B{number},c{number},\n" for number in range(300))
    path = tmp_path / "areas.csv"
    path.write_text(f"area,name,kind,part_of\n{rows}", encoding="utf-8")
    watched.drop(path)
    shown = len(watched.cells())
    watched.page.get_by_role("button", name="more").click()
    assert len(watched.cells()) > shown == 200


def test_stop_ends_it_and_another_file_can_be_checked(watched, tmp_path):
    slow = tmp_path / "observations.csv"
    header, _, rows = kbd.data_path("observations").read_text(encoding="utf-8").partition("\n")
    slow.write_text(f"{header}\n{rows * 20}", encoding="utf-8")
    watched.page.set_input_files("#check-files", slow)
    watched.page.wait_for_function("document.getElementById('check-status').innerText.startsWith('Checking')")
    watched.page.click("#check-stop")
    assert watched.page.inner_text("#check-status") == "Stopped."
    assert watched.page.is_hidden("#check-stop")
    watched.drop(BAD / "areas-look-alike.csv")
    assert watched.page.inner_text(".check-verdict") == "1 problem in 3 rows"


def test_by_keyboard_alone(watched):
    watched.drop(BAD / "areas-look-alike.csv")
    watched.page.focus("#check-files")
    names = []
    for _ in range(3):
        watched.page.keyboard.press("Tab")
        names.append(watched.page.evaluate("document.activeElement.tagName"))
    assert names == ["SELECT", "A", "SUMMARY"]


def test_what_is_found_is_readable_for_everybody(watched):
    from axe_playwright_python.sync_playwright import Axe

    watched.drop(BAD / "areas-look-alike.csv", kbd.data_path("areas"))
    watched.page.click("#check-results summary")
    for scheme in ("light", "dark"):
        watched.page.emulate_media(color_scheme=scheme)
        # Preloading, axe would itself ask for style sheets.
        found = Axe().run(watched.page, options={"preload": False}).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    watched.page.set_viewport_size({"width": 390, "height": 844})
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_opened_as_a_file_it_says_what_it_needs(browser, site):
    page = browser.new_page()
    page.goto((site / "check.html").as_uri())
    page.wait_for_timeout(500)
    assert page.is_visible("#check-unserved")
    assert page.is_hidden("#check-files")
    page.close()


def test_no_more_is_loaded_than_is_said(site):
    loaded = sum(path.stat().st_size for path in (site / "_pyodide").iterdir()) / 1e6
    said = re.search(r"some (\d+) MB\s+are\s+loaded", (site / "check.html").read_text(encoding="utf-8"))
    assert abs(loaded - int(said[1])) < 1
