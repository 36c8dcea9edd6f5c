"""The observations of a package by series, and what other tables say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from kz_bri_data._catalogue import Catalogue, installed
from kz_bri_data._origins import Origins
from kz_bri_data._periods import Window
from kz_bri_data._series import SERIES_COLUMNS
from kz_bri_data._series.identity import SeriesKey, key_of
from kz_bri_data.errors import UnknownNameError


class Row(NamedTuple):
    """An observation as text, or a figure that is worked out.

    Attributes
    ----------
    position
        Where it stands in the table; what is worked out stands in none, and is counted from -1 down.
    cells
        By column. What is worked out has the cell `rests_on` besides: the identifiers of its observations.
    outcome
        What is said of a period that has no other figure: whether the rows that it rests on are in conflict.
    """

    position: int
    cells: dict[str, str]
    outcome: str = "single"

    def period(self) -> tuple[str, str]:
        """Give first and last day; a running total has its last day alone."""
        end = self.cells["period_end"]
        return self.cells["period_start"] or end, end

    @property
    def period_text(self) -> str:
        """The period as shortly as it can be said."""
        return Window(self.cells["period_start"], self.cells["period_end"]).text


class Index:
    """The observations of a package by series, and what other tables say of them.

    Parameters
    ----------
    catalogue
        The package.

    Attributes
    ----------
    catalogue
        As given.
    by_indicator
        Rows of each series, in order of time, by key and by indicator.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue: Catalogue = catalogue
        self.by_indicator: dict[str, dict[SeriesKey, list[Row]]] = defaultdict(dict)
        self._breaks: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
        for one in sorted(self._table("breaks"), key=lambda one: one["date"]):
            self._breaks[_named(one)].append(one)
        for position, cells in enumerate(catalogue.rows("observations")):
            key = self.series_of(cells)
            self.by_indicator[key.indicator].setdefault(key, []).append(Row(position, cells))
        for series in self.by_indicator.values():
            for rows in series.values():
                rows.sort(key=Row.period)

    def add_derived(self, cells: Sequence[dict[str, str]], outcomes: Sequence[str]) -> None:
        """Add the figures of one series that are worked out, in order of time, each with its outcome."""
        for position, (one, outcome) in enumerate(zip(cells, outcomes, strict=True), 1):
            key = self.series_of(one)
            self.by_indicator[key.indicator].setdefault(key, []).append(Row(-position, one, outcome))

    def keys(self) -> list[SeriesKey]:
        """List every series there is."""
        return [key for series in self.by_indicator.values() for key in series]

    def rows(self, key: SeriesKey) -> list[Row]:
        """Give the rows of a series in order of time."""
        return self.by_indicator[key.indicator][key]

    @cached_property
    def observations(self) -> dict[str, dict[str, str]]:
        """Every observation by its identifier, in order of the table."""
        rows = [row for key in self.keys() if not key.derived for row in self.rows(key)]
        return {row.cells["observation_id"]: row.cells for row in sorted(rows)}

    def series_of(self, cells: dict[str, str]) -> SeriesKey:
        """Say which series a row belongs to, on which side of its breaks."""
        return key_of(cells, [one["date"] for one in self.breaks_of(cells)])

    def add_breaks(self, cells: dict[str, str], breaks: Iterable[dict[str, str]]) -> None:
        """Let the series of a row break on further days."""
        known = {one["date"]: one for one in [*self.breaks_of(cells), *breaks]}
        self._breaks[_named(cells)] = [known[day] for day in sorted(known)]

    def breaks_of(self, cells: dict[str, str]) -> list[dict[str, str]]:
        """List the breaks of a row's series in order of time."""
        return self._breaks.get(_named(cells), [])

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """What a part of a series is called, by part and by code."""
        tables = {
            "indicator": ("indicators", "indicator_id"),
            "area": ("areas", "area"),
            "entity": ("entities", "entity_id"),
            "breakdown": ("breakdowns", "breakdown"),
            "definition": ("definitions", "definition"),
            "basis": ("bases", "basis"),
        }
        found = {
            part: {row[column]: row["name"] for row in self._table(table)}
            for part, (table, column) in tables.items()
        }
        return found | {"partner": found["area"]}

    def refuse_unknown(self, part: str, value: object) -> None:
        """Refuse what is no code of a part of a series; what is called so is named."""
        names = self.names[part]
        if isinstance(value, str) and value in names:
            return
        called = str(value).casefold()
        meant = next((code for code, name in names.items() if name.casefold() == called), None)
        raise UnknownNameError(part, value, sorted(names), meant)

    @cached_property
    def basis_kinds(self) -> dict[str, str]:
        """What kind of body counts, by basis."""
        return {row["basis"]: row["kind"] for row in self._table("bases")}

    @cached_property
    def sources(self) -> dict[str, dict[str, str]]:
        """Every source by its identifier."""
        return {row["source_id"]: row for row in self._table("sources")}

    @cached_property
    def verdicts(self) -> dict[str, str]:
        """What was found of a claim, by its observation."""
        rows = self._table("assessments")
        return {row["observation_id"]: row["verdict"] for row in rows if row["observation_id"]}

    @cached_property
    def declared(self) -> dict[str, dict[str, str]]:
        """What the table `series` says, by identifier of the series."""
        return {row["series_id"]: row for row in self._table("series")}

    @cached_property
    def origins(self) -> Origins:
        """Says whose statement a row is."""
        return Origins(self.catalogue)

    def _table(self, name: str) -> list[dict[str, str]]:
        catalogue = self.catalogue if name in self.catalogue.resources else installed()
        # Verdicts and choices are about one package's own rows, so they are not taken from another.
        own = name in ("assessments", "series") and catalogue is not self.catalogue
        return [] if own else list(catalogue.rows(name))


def _named(cells: dict[str, str]) -> tuple[str, ...]:
    """Name what a row is about and who counts; what is worked out breaks apart from what is printed."""
    return (*(cells[column] for column in SERIES_COLUMNS.values()), "yes" if cells.get("rests_on") else "")
