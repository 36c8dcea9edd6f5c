"""What is kept of every row until the whole file has been read: hashes of keys, points and last digits.

Equal keys have equal hashes, so only rows that share one are read again and compared.
"""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterator, Sequence

from kz_bri_data.validation.engine.batch import Batch, Engine
from kz_bri_data.validation.engine.layout import Layout
from kz_bri_data.validation.engine.points import Digits, Periods, no_points
from kz_bri_data.validation.findings import Finding
from kz_bri_data.validation.rules.keys import Key
from kz_bri_data.validation.rules.plausibility import SELDOM_SHARED, SERIES_POINT, longer_violation
from kz_bri_data.validation.rules.resolution import GROUP, PRINTED, number_text


class Index:
    """What is kept of the rows of a file.

    Parameters
    ----------
    layout
        Which columns there are.
    engine
        Searches in what is kept.
    """

    def __init__(self, layout: Layout, engine: Engine) -> None:
        self._layout = layout
        self._engine = engine
        self._keys = _keys(layout)
        self._hashes = [array("q") for _ in self._keys]
        self._series = _series(layout)
        self._points, self._totals = no_points()
        self._periods = Periods()
        self._has_digits = layout.table.name == "observations" and layout.has([*GROUP, *PRINTED])
        self._digits = Digits()

    def add(self, batch: Batch, rows_with_errors: set[int]) -> None:
        """Take the next rows; those with errors do not count as points of a series."""
        for key, hashes in zip(self._keys, self._hashes, strict=True):
            hashes.extend(batch.hashes(key.names, whole=key.needs_all))
        if self._series is not None:
            hashes = batch.hashes(self._series)
            points, totals = batch.points(hashes, rows_with_errors)
            self._points.extend(points.columns)
            self._totals.extend(totals.columns)
            self._periods.extend(batch.periods(hashes, rows_with_errors).columns)
        if self._has_digits:
            self._digits.extend(batch.digits(rows_with_errors).columns)

    def repeated(self) -> Iterator[tuple[Key, Sequence[int]]]:
        """Find the positions, in order, of rows that share a hash of a key, all that share one together."""
        for key, hashes in zip(self._keys, self._hashes, strict=True):
            for positions in self._engine.repeated(hashes):
                yield key, positions

    def outliers(self) -> Iterator[Finding]:
        """Find rows that do not go with others: of their series, or of their source and indicator."""
        if self._series is not None:
            column = self._layout.numbers["value"]
            for line, value, violation in self._engine.outliers(self._points, self._totals):
                yield Finding(line, column, violation, "value", f"{value:.15g}")
            column = self._layout.numbers["period_start"]
            for line, *days in self._engine.longer(self._periods):
                start, end = (datetime.date.fromordinal(day).isoformat() for day in days)
                yield Finding(line, column, longer_violation(start, end), "period_start", start)
        if self._has_digits:
            column = self._layout.numbers["resolution"]
            for line, filled, violation in self._engine.misprinted(self._digits):
                yield Finding(line, column, violation, "resolution", number_text(filled))


def _keys(layout: Layout) -> list[Key]:
    """Give the keys of a table whose columns are there."""
    table = layout.table
    keys = [Key("primary-key", table.primary_key), *(Key("unique", names) for names in table.unique)]
    if table.name in SELDOM_SHARED:
        keys.append(SELDOM_SHARED[table.name])
    return [key for key in keys if layout.has(key.names)]


def _series(layout: Layout) -> list[str] | None:
    """Say what is equal in all rows of a series, if the table has series and their columns are there."""
    if layout.table.name != "observations":
        return None
    names = list(layout.table.series)
    return names if layout.has([*names, *SERIES_POINT]) else None
