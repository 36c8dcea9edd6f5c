"""Charts as SVG within a page: drawn by `kbd.plot`, coloured by the page, light and dark."""

from __future__ import annotations

from markupsafe import Markup

from kz_bri_data._catalogue import installed
from kz_bri_data.plotting import properties, specification, svg, themed
from kz_bri_data.plotting.themes import MOST_LINES
from site_pages.book import Series

# In pixels, so that letters can be read on a phone and are none too large where the page makes it wider.
_WIDTH = 480


def draw(series: list[Series], least: int = 2) -> Markup:
    """Draw series of one thing on one chart: those in the unit of the first, as many as can be told apart.

    Nothing is drawn of fewer periods than `least`: a table shows them as well.
    """
    alike = [one for one in series if one.key.unit == series[0].key.unit][:MOST_LINES]
    periods = {answer.row.period() for one in alike for answer in one.answers if answer.row.period()[1]}
    if len(periods) < least:
        return Markup("")
    drawn = svg(specification(installed(), [one.key.id for one in alike], width=_WIDTH))
    return Markup('<div class="site-chart" tabindex="0">{}</div>').format(Markup(themed(drawn)))


def colours() -> str:
    """Write the style that gives the charts the colours of the page's theme."""
    blocks = []
    for theme in ("light", "dark"):
        chosen = properties(theme) | {"--plot-background": "var(--pst-color-background)"}
        lines = "".join(f"  {name}: {colour};\n" for name, colour in chosen.items())
        blocks.append(f'html[data-theme="{theme}"] {{\n{lines}}}\n')
    return "".join(blocks)
