"""The index of a package: made once, and again only after a file was changed."""

from __future__ import annotations

from pathlib import Path

from kz_bri_data._catalogue import Catalogue
from kz_bri_data._series.derived import add_derived
from kz_bri_data._series.rows import Index

# Tables that an index is made of.
_TABLES = (
    *("observations", "indicators", "areas", "entities", "breakdowns", "definitions", "bases"),
    *("relayed_counts", "sources", "breaks", "assessments", "series"),
)


def open_index(catalogue: Catalogue) -> Index:
    """Give the index of a package, as its files are now."""
    stamp = tuple(_stamp(catalogue, table) for table in _TABLES)
    known: tuple[object, Index] | None = catalogue.kept.get("index")
    if known is None or known[0] != stamp:
        index = Index(catalogue)
        add_derived(index)
        # On the package itself, so that both go together.
        catalogue.kept["index"] = known = stamp, index
    return known[1]


def _stamp(catalogue: Catalogue, table: str) -> tuple[object, ...]:
    """Say which file a table is, and which state of it."""
    if table not in catalogue.resources:
        return ()
    path = catalogue.csv_file(table)
    state = Path(path).stat()
    return path, state.st_mtime_ns, state.st_size, state.st_ino
