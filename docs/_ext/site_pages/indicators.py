"""One page an indicator: its definition, its series by subject with their sources, and how to load them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from kz_bri_data._series.best import Answer
from kz_bri_data._series.identity import TOGETHER
from kz_bri_data.commands._rows import numbers_of, typed
from kz_bri_data.descriptor.schema_org import indicator_dataset, script
from site_pages.book import Book, Row, Series
from site_pages.charts import colours, draw
from site_pages.page import File, Page

# Whom the data are about: what is between the two stands first.
_AREA, _PARTNER = "KAZ", "CHN"


# From how many periods on a chart tells more than a table, but for what a page is about in the first place.
_PICTURE = 4


class Subject(NamedTuple):
    """What an indicator has figures of, such as the exports of one country to another, and its series.

    Attributes
    ----------
    anchor
        Where it stands on the page.
    title
        What is counted, in words.
    preferred, others
        The series that answer for it, and the others.
    chart
        A picture of all of them, as SVG; empty where there are too few periods.
    """

    anchor: str
    title: str
    preferred: list[Series]
    others: list[Series]
    chart: str


def pages(book: Book) -> Iterator[Page | File]:
    """Give the list of indicators, the page of each, and its rows as CSV and JSON."""
    yield _list(book)
    yield File("_static/charts.css", colours())
    numbers = {*numbers_of(book.columns("observations").values()), "n_origins"}
    for name, row in book.indicators.items():
        yield _indicator(book, row)
        rows = [_loaded(series, one) for series in book.series[name] for one in series.answers]
        yield File(f"indicators/{name}.csv", _csv(rows))
        yield File(
            f"indicators/{name}.json",
            json.dumps([typed(one, numbers) for one in rows], ensure_ascii=False, indent=0),
        )


def _list(book: Book) -> Page:
    sectors: dict[str, list[Row]] = {}
    for row in book.indicators.values():
        sectors.setdefault(row["sector"], []).append(row | {"last": _last(book.series[row["indicator_id"]])})
    return Page(
        "indicators/index",
        "Indicators",
        "indicators.html",
        {
            "sectors": {code: sectors[code] for code in sorted(sectors)},
            "meanings": book.columns("indicators")["sector"].categories,
            "series": book.series,
        },
        f"All {len(book.indicators)} indicators with their series.",
    )


def _last(series: list[Series]) -> str:
    """Give the last period of which any series has an observed figure."""
    return max((one.about["last"] for one in series if one.key.status == TOGETHER), default="")


def _indicator(book: Book, row: Row) -> Page:
    name = row["indicator_id"]
    groups = sorted(_by_subject(book.series[name]), key=_place)
    # A subject of one figure needs no heading of its own.
    alone = [series for group in groups if _count(group) == 1 for series in group]
    subjects = [_subject(book, *one) for one in enumerate((one for one in groups if _count(one) > 1), 1)]
    cited = {one.row.cells["source_id"] for series in book.series[name] for one in series.answers}
    return Page(
        f"indicators/{name}",
        row["name"],
        "indicator.html",
        {
            "row": row,
            "subjects": subjects,
            "alone": alone,
            "example": groups[0][0],
            "cited": {one: book.sources[one] for one in sorted(cited & book.sources.keys())},
            "units": {unit["unit"]: unit["name"] for unit in book.rows("units")},
        },
        row["definition"],
        _json_ld(book, row),
    )


def _json_ld(book: Book, row: Row) -> str:
    name = row["indicator_id"]
    figures = [one.row.cells for series in book.series[name] for one in series.answers]
    return script(indicator_dataset(book.catalogue.descriptor, row, figures, f"{name}.csv"))


def _by_subject(series: list[Series]) -> Iterator[list[Series]]:
    for _, group in groupby(series, key=lambda one: one.key.subject):
        yield list(group)


def _count(series: Iterable[Series]) -> int:
    return sum(len(one.answers) for one in series)


def _place(series: list[Series]) -> tuple[object, ...]:
    """Say where a subject stands: first what is of the two countries as a whole, then by the figures."""
    key = series[0].key
    between = (key.area, key.partner) in ((_AREA, _PARTNER), (_AREA, ""))
    return (not between, bool(key.entity), bool(key.breakdown), key.area != _AREA, -_count(series), key)


def _subject(book: Book, place: int, series: list[Series]) -> Subject:
    preferred = [one for one in series if one.is_preferred]
    others = [one for one in series if not one.is_preferred]
    chart = draw(series) if place == 1 else draw(series, _PICTURE)
    return Subject(f"subject-{place}", book.title_of(preferred[0]), preferred, others, chart)


def _loaded(series: Series, answer: Answer) -> Row:
    """Give a row as the files beside the page have it."""
    of_series = {"series_id": series.key.id, "preferred": series.about["preferred"]}
    found = {"period": answer.row.period_text, "outcome": answer.outcome, "n_origins": str(answer.n_origins)}
    return of_series | found | answer.row.cells


def _csv(rows: list[Row]) -> str:
    out = io.StringIO()
    names = dict.fromkeys(name for row in rows for name in row)
    writer = csv.DictWriter(out, list(names), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
