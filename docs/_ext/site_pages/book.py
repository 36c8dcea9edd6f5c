"""What every page looks things up in: the tables of the package as rows of text, and its answers."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property
from typing import NamedTuple

import kz_bri_data as kbd
from kz_bri_data._about import About
from kz_bri_data._catalogue import Catalogue, installed
from kz_bri_data._claims import Claim, Evidence, evidence_by_claim, list_claims
from kz_bri_data._series.best import Answer
from kz_bri_data._series.choosing import select
from kz_bri_data._series.identity import SeriesKey, read_series_id
from kz_bri_data._series.index import open_index
from kz_bri_data._series.overview import list_series, title_of

Row = dict[str, str]


class Series(NamedTuple):
    """A series: its key, what `overview` says of it, and every row of it."""

    key: SeriesKey
    about: Row
    answers: list[Answer]

    @property
    def is_preferred(self) -> bool:
        """Say whether it answers for its subject."""
        return self.about["preferred"] == "yes"


class Book:
    """The package, opened once for all pages."""

    def __init__(self) -> None:
        self.catalogue: Catalogue = installed()
        self.about = About(self.catalogue)

    def rows(self, table: str) -> list[Row]:
        """Give the rows of a table as text."""
        return list(self.catalogue.rows(table))

    @cached_property
    def sources(self) -> dict[str, Row]:
        """Give the sources by their identifiers."""
        return {row["source_id"]: row for row in self.rows("sources")}

    @cached_property
    def names(self) -> dict[tuple[str, str], str]:
        """Give what things and codes are called in English, by kind and identifier."""
        rows = (row for row in self.rows("labels") if row["language"] == "en")
        return {(row["kind"], row["id"]): row["text"] for row in rows}

    def labels(self, kind: str, identifier: str) -> list[str]:
        """Give what a thing is called in every language that has a name for it."""
        return self._labels[kind, identifier]

    @cached_property
    def _labels(self) -> dict[tuple[str, str], list[str]]:
        found = defaultdict(list)
        for row in self.rows("labels"):
            found[row["kind"], row["id"]].append(row["text"])
        return found

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """Give the indicators that have figures, by their identifiers and in the order of their names."""
        rows = sorted(self.rows("indicators"), key=lambda row: row["name"])
        return {row["indicator_id"]: row for row in rows if row["indicator_id"] in self.series}

    @cached_property
    def series(self) -> dict[str, list[Series]]:
        """Give the series by indicator, in the order of `overview`."""
        index = open_index(self.catalogue)
        found: dict[str, list[Series]] = defaultdict(list)
        for about in list_series(index):
            key = read_series_id(about["series_id"])
            answers = select(index, key.id, {"sources": "all", "on_conflict": "ignore"})
            found[key.indicator].append(Series(key, about, answers))
        return found

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Give the claims of the paper by their identifiers, in the order of `claims`."""
        return {claim.id: claim for claim in list_claims(self.catalogue)}

    @cached_property
    def evidence(self) -> dict[str, list[Evidence]]:
        """Give the evidence on each claim that has some."""
        return evidence_by_claim(self.catalogue)

    @cached_property
    def observations(self) -> dict[str, Row]:
        """Give the observations by their identifiers."""
        return open_index(self.catalogue).observations

    @cached_property
    def events(self) -> dict[str, Row]:
        """Give the events by their identifiers."""
        return {row["event_id"]: row for row in self.rows("events")}

    @cached_property
    def units(self) -> dict[str, str]:
        """Give the names of the units."""
        return {row["unit"]: row["name"] for row in self.rows("units")}

    @cached_property
    def series_of(self) -> dict[str, Series]:
        """Give the series of each observation."""
        return {
            answer.row.cells["observation_id"]: one
            for series in self.series.values()
            for one in series
            for answer in one.answers
        }

    def title_of(self, series: Series) -> str:
        """Say what a series counts, without who counts it."""
        declared = self._declared.get(series.key.id)
        if declared:
            return declared
        plain = series.key._replace(basis="", derived="", start="", end="")
        title = title_of(open_index(self.catalogue), plain)
        return title.partition(": ")[2] or title

    @cached_property
    def _declared(self) -> dict[str, str]:
        """Give the titles of the series that have one of their own."""
        return {row["series_id"]: row["title"] for row in self.rows("series") if row["title"]}

    def columns(self, table: str) -> dict[str, kbd.Column]:
        """Give the columns of a table by their names."""
        return dict(self.catalogue.describe(table).by_name)


@cache
def open_book() -> Book:
    """Open the package, once a build."""
    return Book()
