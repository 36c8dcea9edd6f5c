"""Whether the rows of the table `series` name series that there are."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress

from kz_bri_data._series import SERIES_COLUMNS
from kz_bri_data._series.identity import COLUMNS, key_of
from kz_bri_data._text_safety import quote
from kz_bri_data.validation.engine.references import References
from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reading.csv_reader import read_chunks
from kz_bri_data.validation.sources.files import UnsafeFileError
from kz_bri_data.validation.sources.packages import DataFile

TABLE = "series"
OBSERVATIONS = "observations"

KEY = "series_id"
_NEEDED = [*COLUMNS.values(), "period_start", "period_end"]

# What is worked out has no rows.
_DERIVED = "/derived="


def unknown_series(named: Mapping[str, int], references: References) -> list[Finding]:
    """Find the rows of `series` that name none, in order of lines.

    Parameters
    ----------
    named
        The series that the table names, in order, each with its line.
    references
        Gives the observations, and the days from which series are counted in another way.
    """
    indicators = {series_id.partition("/")[0] for series_id in named}
    known = _known(references, indicators) if indicators else None
    if known is None:
        return []
    return [
        Finding(line, 1, _violation(series_id), KEY, series_id)
        for series_id, line in named.items()
        if series_id not in known and _DERIVED not in series_id
    ]


def _violation(series_id: str) -> Violation:
    message = f"{quote(series_id)} is no series of observations"
    indicator = series_id.partition("/")[0]
    return Violation("series-unknown", message, f"take one that kz-bri-data overview {indicator} lists")


def named_series(file: DataFile, limits: Limits) -> dict[str, int]:
    """Give the series that a file of the table `series` names, each with its line.

    Parameters
    ----------
    file
        The file.
    limits
        How large it may be to be looked through.
    """
    named: dict[str, int] = {}
    with suppress(FileNotFoundError, UnsafeFileError), file.open() as opened:
        if os.fstat(opened.fileno()).st_size > limits.whole_table:
            return {}
        header: list[str] = []
        for chunk in read_chunks(opened, limits):
            for line, row in zip(chunk.lines, chunk.rows, strict=True):
                if not header:
                    header = row
                elif len(row) == len(header) and KEY in header:
                    named.setdefault(row[header.index(KEY)], line)
    return named


def _known(references: References, indicators: set[str]) -> set[str] | None:
    """Give the identifiers of the series of some indicators; None if a column that tells is not there."""
    breaks = defaultdict(list)
    own = list(SERIES_COLUMNS.values())
    for row in references.rows("breaks", [*own, "date"]):
        breaks[row[:-1]].append(row[-1])
    known, seen = set(), set()
    rows = references.rows(OBSERVATIONS, _NEEDED)
    at = _NEEDED.index(SERIES_COLUMNS["indicator"])
    is_there = False
    for row in rows:
        is_there = True
        if row[at] not in indicators or row in seen:
            continue
        seen.add(row)
        cells = dict(zip(_NEEDED, row, strict=True))
        days = sorted(breaks.get(tuple(cells[name] for name in own), []))
        with suppress(ValueError):  # a day that is none is said where it stands
            known.add(key_of(cells, days).id)
    return known if is_there else None
