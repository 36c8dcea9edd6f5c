"""The claims of the paper: a list that can be filtered by verdict, and a page a claim with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kz_bri_data._claims import Claim, Evidence
from site_pages.book import Book, Row, Series
from site_pages.charts import draw
from site_pages.page import Page


class Told(NamedTuple):
    """A claim, or a piece of evidence, as a page tells it.

    Attributes
    ----------
    row
        Its row of observations, events or statements.
    about
        What it is about, in words; empty if its own words say it.
    target
        The page that has more about that; empty if none has.
    """

    row: Row
    about: str
    target: str


def pages(book: Book) -> Iterator[Page]:
    """Give the list of claims, and the page of each."""
    yield _list(book)
    for claim in book.claims.values():
        yield _claim(book, claim)


def _list(book: Book) -> Page:
    counts = Counter(claim.verdict for claim in book.claims.values())
    meanings = book.columns("assessments")["verdict"].categories
    kinds: dict[str, list[tuple[Claim, Told]]] = {}
    for claim in book.claims.values():
        kinds.setdefault(claim.table, []).append((claim, _told(book, claim.row)))
    return Page(
        "claims/index",
        "Claims",
        "claims.html",
        {
            "kinds": kinds,
            "verdicts": [(code, meaning, counts[code]) for code, meaning in meanings.items() if counts[code]],
            "total": len(book.claims),
            "names": book.names,
        },
        f"{len(book.claims)} claims of one paper, each with a verdict by what other sources say.",
    )


def _claim(book: Book, claim: Claim) -> Page:
    evidence = [(one, *_evidence(book, one)) for one in book.evidence.get(claim.id, [])]
    told = _told(book, claim.row)
    return Page(
        f"claims/{local(claim)}",
        f"“{claim.said}”: {told.about}" if claim.table == "observations" else claim.said,
        "claim.html",
        {
            "claim": claim,
            "local": local(claim),
            "told": told,
            "evidence": evidence,
            "chart": draw(_series(book, [claim.row, *(told.row for _, told, _ in evidence)])),
            "paper": book.sources[claim.row["source_id"]],
            "names": book.names,
            "meanings": {
                "verdict": book.columns("assessments")["verdict"].categories,
                "qualifier": book.columns("observations")["qualifier"].categories,
            },
            "units": book.units,
            "entities": book.about.entities,
        },
        claim.reason,
    )


def local(claim: Claim) -> str:
    """Give the identifier of a claim without that of the paper."""
    return claim.id.partition("/")[2]


def _evidence(book: Book, evidence: Evidence) -> tuple[Told, Row]:
    """Give a piece of evidence as it is told, and its source."""
    row = book.observations.get(evidence.id) or book.events[evidence.id]
    return _told(book, row), book.sources[row["source_id"]]


def _told(book: Book, row: Row) -> Told:
    """Say what a row is about, and where more is said of it."""
    indicator = row.get("indicator_id", "")
    if indicator:
        name = book.indicators[indicator]["name"]
        of_series = (
            f": {book.title_of(book.series_of[row['observation_id']])}" if "observation_id" in row else ""
        )
        return Told(row, name + of_series, f"indicators/{indicator}")
    if row["entity_id"]:
        return Told(row, book.about.entities[row["entity_id"]]["name"], f"entities#{row['entity_id']}")
    return Told(row, "", "")


def _series(book: Book, rows: list[Row]) -> list[Series]:
    """Give the series that rows are of, the first first, as far as they are of one indicator."""
    found = {
        one.key: one
        for one in (book.series_of[row["observation_id"]] for row in rows if "observation_id" in row)
    }
    return [one for one in found.values() if one.key.indicator == next(iter(found)).indicator]
