"""What search engines read on the pages is JSON, of one data set and its parts, with files that are there."""

import json
import re
from pathlib import Path

import pytest

import kz_bri_data as kbd

pytestmark = pytest.mark.site


def read(page: Path) -> dict:
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page.read_text(encoding="utf-8")
    )
    assert len(found) == 1, page
    return json.loads(found[0])


def test_start_page_tells_of_every_table(site):
    found = read(site / "index.html")
    assert found["version"] == kbd.__version__
    paths = [site / one["contentUrl"] for one in found["distribution"]]
    assert [path.stem for path in paths] == kbd.list_tables()
    assert all(path.is_file() for path in paths)


def test_page_of_an_indicator_tells_of_its_figures(site):
    whole = read(site / "index.html")["identifier"]
    pages = [page for page in (site / "indicators").glob("*.html") if page.stem != "index"]
    assert pages
    for page in pages:
        found = read(page)
        assert found["variableMeasured"]["propertyID"] == page.stem
        assert found["isPartOf"]["identifier"] == whole
        assert [(page.parent / one["contentUrl"]).is_file() for one in found["distribution"]] == [True]
