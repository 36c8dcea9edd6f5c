"""What the start page says of the data: how many there are, a telling chart, the verdicts on the paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kz_bri_data.descriptor.schema_org import package_dataset, script
from site_pages.book import Book, Series, open_book
from site_pages.charts import draw
from site_pages.page import Page, render

# The two counts of one flow, which differ: what Kazakhstan says, and what China says.
_INDICATOR = "goods_trade_turnover"
_SIDES = (("KAZ", "CHN"), ("CHN", "KAZ"))


class StartDirective(SphinxDirective):
    """Puts what is made of the data into the text of the start page."""

    def run(self) -> list[nodes.Node]:
        """Render it."""
        return [nodes.raw("", render(_page(open_book())), format="html")]


def setup(app: Sphinx) -> None:
    """Make the directive known, and what search engines read."""
    app.add_directive("start", StartDirective)
    app.connect("html-page-context", _add_json_ld)


def _add_json_ld(app: Sphinx, name: str, template: str, context: dict[str, Any], tree: object) -> None:
    if name == app.config.root_doc:
        context["json_ld"] = script(package_dataset(open_book().catalogue, "files/datapackage"))


def _page(book: Book) -> Page:
    observations = book.rows("observations")
    verdicts = Counter(claim.verdict for claim in book.claims.values())
    meanings = book.columns("assessments")["verdict"].categories
    return Page(
        "index",
        "kz-bri-data",
        "start.html",
        {
            "numbers": {
                "observations": len(observations),
                "sources": len({row["source_id"] for row in observations}),
                "indicators": len(book.indicators),
                "claims": len(book.claims),
            },
            "verdicts": [(code, meanings[code], verdicts[code]) for code in meanings if verdicts[code]],
            "indicator": book.indicators[_INDICATOR],
            "chart": draw(list(_mirrored(book))),
        },
    )


def _mirrored(book: Book) -> Iterator[Series]:
    for area, partner in _SIDES:
        for one in book.series[_INDICATOR]:
            key = one.key
            is_whole = not (key.entity or key.breakdown or key.definition or key.derived)
            if (key.area, key.partner) == (area, partner) and is_whole and key.frequency == "A":
                yield one
