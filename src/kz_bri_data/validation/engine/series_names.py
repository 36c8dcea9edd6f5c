"""Whether the rows of the table `series` name series that there are."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property

from kz_bri_data._series import SERIES_COLUMNS
from kz_bri_data._series.identity import COLUMNS, frequency_of, key_of
from kz_bri_data._text_safety import quote
from kz_bri_data.validation.engine.batch import Batch
from kz_bri_data.validation.engine.layout import Layout
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
# They begin with those that breaks have too, the indicator first.
_OWN = len(SERIES_COLUMNS)

# What is worked out has no rows.
_DERIVED = "/derived="


class NamedSeries:
    """Keeps which of the series that are named no row of the observations has shown so far.

    Parameters
    ----------
    named
        The series that the table `series` names, in order, each with its line.
    references
        Gives the days from which series are counted in another way, and observations that are not seen.
    """

    def __init__(self, named: Mapping[str, int], references: References) -> None:
        self._missing = {series_id: line for series_id, line in named.items() if _DERIVED not in series_id}
        self._indicators = {series_id.partition("/")[0] for series_id in self._missing}
        self._references = references
        self._has_rows = False

    @cached_property
    def _breaks(self) -> dict[tuple[str, ...], list[str]]:
        breaks = defaultdict(list)
        for *own, day in self._references.rows("breaks", [*SERIES_COLUMNS.values(), "date"]):
            breaks[tuple(own)].append(day)
        return {own: sorted(days) for own, days in breaks.items()}

    def see(self, batch: Batch, layout: Layout) -> None:
        """Note the next rows of a table."""
        if self._indicators and layout.table.name == OBSERVATIONS and layout.has(_NEEDED):
            self._has_rows |= len(batch) > 0
            self._note(batch.distinct_rows(_NEEDED, self._indicators))

    def see_all(self) -> None:
        """Note all observations, where they are not among what is checked."""
        if self._indicators:
            self._note(self._references.rows(OBSERVATIONS, _NEEDED))

    def unknown(self) -> list[Finding]:
        """Say which rows of `series` name none, in order of lines; none where there are no observations."""
        missing = self._missing.items() if self._has_rows else ()
        return [Finding(line, 1, _violation(series_id), KEY, series_id) for series_id, line in missing]

    def _note(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Note the series of some rows, of which most are of one that was just seen."""
        seen: set[tuple[str, ...]] = set()
        for row in rows:
            self._has_rows = True
            if row[0] not in self._indicators:
                continue
            days = self._breaks.get(row[:_OWN], [])
            with suppress(ValueError):  # a day that is none is said where it stands
                shown = row if days else (*row[:-2], frequency_of(*row[-2:]))
                if shown not in seen:
                    seen.add(shown)
                    self._missing.pop(key_of(dict(zip(_NEEDED, row, strict=True)), days).id, None)


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
