"""One page an indicator: its definition, its series by subject with their sources, and how to load them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from kz_bri_data._series.best import Answer
from site_pages.book import Book, Row, Series
from site_pages.page import File, Page


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
        A picture of all of them, as SVG; empty where there are fewer than two figures.
    """

    anchor: str
    title: str
    preferred: list[Series]
    others: list[Series]
    chart: str


def pages(book: Book) -> Iterator[Page | File]:
    """Give the list of indicators, the page of each, and its rows as CSV and JSON."""
    yield _list(book)
    for name, row in book.indicators.items():
        yield _indicator(book, row)
        rows = [_loaded(series, one) for series in book.series[name] for one in series.answers]
        yield File(f"indicators/{name}.csv", _csv(rows))
        yield File(f"indicators/{name}.json", json.dumps(rows, ensure_ascii=False, indent=0))


def _list(book: Book) -> Page:
    sectors: dict[str, list[Row]] = {}
    for row in book.indicators.values():
        sectors.setdefault(row["sector"], []).append(row | {"last": _last(book.series[row["indicator_id"]])})
    names = book.columns("indicators")["sector"].categories
    return Page(
        "indicators/index",
        "Indicators",
        "indicators.html",
        {"sectors": {code: sectors[code] for code in sorted(sectors)}, "names": names, "series": book.series},
        f"All {len(book.indicators)} indicators with their series.",
    )


def _last(series: list[Series]) -> str:
    """Give the last period of which any series has an observed figure."""
    return max((one.about["last"] for one in series if one.key.status == "observed"), default="")


def _indicator(book: Book, row: Row) -> Page:
    name = row["indicator_id"]
    subjects = [_subject(place, list(group)) for place, group in enumerate(_by_subject(book.series[name]), 1)]
    example = next((one for one in book.series[name] if one.is_preferred), book.series[name][0])
    cited = {one.row.cells["source_id"] for series in book.series[name] for one in series.answers}
    return Page(
        f"indicators/{name}",
        row["name"],
        "indicator.html",
        {
            "row": row,
            "subjects": subjects,
            "example": example,
            "sources": [book.sources[one] for one in sorted(cited & book.sources.keys())],
        },
        row["definition"],
    )


def _by_subject(series: list[Series]) -> Iterator[list[Series]]:
    for _, group in groupby(series, key=lambda one: one.key.subject):
        yield list(group)


def _subject(place: int, series: list[Series]) -> Subject:
    preferred = [one for one in series if one.is_preferred]
    others = [one for one in series if not one.is_preferred]
    return Subject(f"subject-{place}", preferred[0].about["title"], preferred, others, "")


def _loaded(series: Series, answer: Answer) -> Row:
    """Give a row as the files beside the page have it."""
    cells = answer.row.cells
    of_series = {"series_id": series.key.id, "preferred": series.about["preferred"]}
    found = {"period": answer.row.period_text, "outcome": answer.outcome, "n_origins": str(answer.n_origins)}
    return of_series | found | cells


def _csv(rows: list[Row]) -> str:
    out = io.StringIO()
    names = dict.fromkeys(name for row in rows for name in row)
    writer = csv.DictWriter(out, list(names), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
