"""The site as `make site` built it, and a browser that opens it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "build" / "site"

# No sandbox, as root has none; and nothing that asks the network by itself.
_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@pytest.fixture(scope="session")
def site() -> Path:
    assert (SITE / "index.html").is_file(), "run `make site-check`, which builds the site first"
    return SITE


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        yield browser
        browser.close()
