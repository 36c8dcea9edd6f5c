"""The series that a package has, their periods, and the call that gives each of them."""

from __future__ import annotations

import json
from typing import NamedTuple

from kz_bri_data._catalogue import Catalogue
from kz_bri_data._kept import keep
from kz_bri_data._series.identity import SeriesKey, call, tell_apart
from kz_bri_data._series.index import TABLES, open_index
from kz_bri_data._series.rows import Index


class Offer(NamedTuple):
    """One series, and what it is called with.

    Attributes
    ----------
    key
        What it is.
    periods
        First and last day of its periods, each once and in order of time; what is undated has none.
    home
        What it is a part of.
    """

    key: SeriesKey
    periods: list[tuple[str, str]]
    home: Index

    @property
    def call(self) -> str:
        """The call, with the arguments alone that tell it from the other series of the indicator."""
        others = self.home.by_indicator[self.key.indicator]
        return call(self.key.indicator, tell_apart(self.key, others))


def list_offers(catalogue: Catalogue) -> dict[str, list[Offer]]:
    """List the series of each indicator.

    Parameters
    ----------
    catalogue
        The package; one without observations has none.

    Returns
    -------
    dict of list of Offer
        By indicator_id; not to be changed by the caller.

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> list_offers(installed())["fdi_gross_inflow_cumulative"][0].key.partner
    'CHN'
    """
    if "observations" not in catalogue.resources:
        return {}
    return keep(catalogue, "offers", TABLES, lambda: _offers_of(open_index(catalogue)))


def _offers_of(index: Index) -> dict[str, list[Offer]]:
    return {
        indicator: [
            Offer(key, sorted({row.period() for row in rows if row.period()[1]}), index)
            for key, rows in series.items()
        ]
        for indicator, series in index.by_indicator.items()
    }


def years(periods: list[tuple[str, str]]) -> tuple[int | None, int | None]:
    """Give the first and the last year in which one of some periods ends.

    Examples
    --------
    >>> years([("", "2019-06-30"), ("2017-01-01", "2017-12-31")]), years([])
    ((2017, 2019), (None, None))
    """
    ends = sorted(int(end[:4]) for _, end in periods)
    return (ends[0], ends[-1]) if ends else (None, None)


def quoted(value: str) -> str:
    """Write a text as it stands in a call."""
    return json.dumps(value, ensure_ascii=False)
