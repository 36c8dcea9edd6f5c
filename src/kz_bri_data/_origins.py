"""Whose statement a figure or an event is: two publications of one origin are one independent support."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kz_bri_data._catalogue import Catalogue


class Origins:
    """Says whose statement a row of observations or events is; the one place that decides it.

    That is the counter behind its basis, else the origin of its source, else whom the source names as having
    counted, else the publisher of the source, else the source itself; somebody named as a basis is named is
    that basis.

    Parameters
    ----------
    catalogue
        The package, for its bases, relayed counts and sources.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._counters = {row["basis"]: row["counter"] for row in catalogue.rows_referred_to("bases")}
        self._by_name = {_slug(row["name"]): row["basis"] for row in catalogue.rows_referred_to("bases")}
        self._relayed = {
            (row["basis"], row["area"]): row["counter"]
            for row in catalogue.rows_referred_to("relayed_counts")
        }
        self._sources = {row["source_id"]: row for row in catalogue.rows_referred_to("sources")}

    def of(self, row: Mapping[str, Any]) -> str:
        """Give the origin of a row as a slug; empty if the row names no basis, nobody and no source.

        Examples
        --------
        >>> from kz_bri_data._catalogue import installed
        >>> Origins(installed()).of({"basis": "wna", "source_id": "some-newspaper"})
        'wna'
        >>> Origins(installed()).of({"attributed_to": "World Nuclear Association"})
        'wna'
        """
        source = row.get("source_id") or ""
        basis = row.get("basis") or ""
        if not basis:
            repeated = self._sources.get(source, {}).get("origin")
            named = _slug(self._speaker(repeated or row.get("attributed_to") or source))
            # Who is named as a basis is, is that basis.
            basis = self._by_name.get(named, named)
        return _slug(self._counter(basis, row.get("ref_area") or ""))

    def _speaker(self, name: str) -> str:
        """Give the publisher of a source that repeats nobody; what is no source stands for itself."""
        seen = set()
        while name in self._sources and name not in seen:
            seen.add(name)
            name = self._sources[name]["origin"] or self._sources[name]["publisher"] or name
        return name

    def _counter(self, basis: str, area: str) -> str:
        """Give the basis that counts itself, behind one that republishes it."""
        seen = set()
        while basis not in seen:
            seen.add(basis)
            basis = self._relayed.get((basis, area)) or self._counters.get(basis) or basis
        return basis


def _slug(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
