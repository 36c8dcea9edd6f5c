"""Charts as SVG within a page: drawn by `kbd.plot`, coloured by the page, light and dark."""

from __future__ import annotations

from markupsafe import Markup

from site_pages.book import Series


def draw(series: list[Series]) -> Markup:
    """Draw series of one subject on one chart; nothing where there is only one period."""
    return Markup("")
