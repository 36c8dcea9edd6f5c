"""The index of a package: made once, and again only after a file was changed."""

from __future__ import annotations

from kz_bri_data._catalogue import Catalogue
from kz_bri_data._kept import keep
from kz_bri_data._series.derived import add_derived
from kz_bri_data._series.rows import Index

# Tables that an index is made of.
TABLES = (
    *("observations", "indicators", "areas", "entities", "breakdowns", "definitions", "bases"),
    *("relayed_counts", "sources", "breaks", "assessments", "series"),
)


def open_index(catalogue: Catalogue) -> Index:
    """Give the index of a package, as its files are now."""
    return keep(catalogue, "index", TABLES, lambda: _make(catalogue))


def _make(catalogue: Catalogue) -> Index:
    index = Index(catalogue)
    add_derived(index)
    return index
