"""Whether rows are sorted by their key."""

from __future__ import annotations

from collections.abc import Iterator

from kz_bri_data._text_safety import quote
from kz_bri_data.validation.engine.batch import Batch
from kz_bri_data.validation.engine.judge import RowJudge
from kz_bri_data.validation.engine.layout import Layout
from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.rules.keys import KeyCells, SortOrder


class OrderCheck:
    """Finds the first row that stands after one which it should stand before.

    It is found once for a file, for sorting fixes all of it.

    Parameters
    ----------
    layout
        Which columns there are.
    judge
        Knows which cells are wrong.
    """

    def __init__(self, layout: Layout, judge: RowJudge) -> None:
        self._layout = layout
        self._judge = judge
        self._order = SortOrder.of(layout.table)
        self._names = layout.table.primary_key
        self._done = not layout.has(self._names)
        self._last: KeyCells = ()

    def check(self, batch: Batch) -> Iterator[Finding]:
        """Compare the next rows with those before them."""
        if self._done or not len(batch):
            return
        names = self._names
        first = self._order.place(batch.key(0, names))
        row = 0 if self._last and self._order.place(self._last) > first else batch.first_unsorted(self._order)
        if row is not None:
            before = batch.key(row - 1, names) if row else self._last
            after = batch.key(row, names)
            number = self._layout.numbers[names[0]]
            # Where a part of a key is missing or wrong, that is said, and the row gets its place with it.
            cells = [*zip(names, before, strict=True), *zip(names, after, strict=True)]
            if not any(self._judge.refuses(name, text) for name, text in cells):
                violation = self._violation(before, after)
                yield Finding(batch.line(row), number, violation, names[0], after[0])
        self._done = row is not None
        self._last = batch.key(len(batch) - 1, names)

    def _violation(self, before: KeyCells, after: KeyCells) -> Violation:
        message = f"{', '.join(map(quote, after))} stands after {', '.join(map(quote, before))}"
        hint = f"sort the rows by {', '.join(self._names)}, as kz-bri-data fix does"
        return Violation("order", message, hint)
