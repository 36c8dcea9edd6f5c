"""Whether the rows that need a row of another table, which points to them, have one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kz_bri_data._rules import Backing, parse_clause
from kz_bri_data._text_safety import quote
from kz_bri_data.validation.engine.batch import Batch
from kz_bri_data.validation.engine.layout import Layout
from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.rules.keys import own_columns
from kz_bri_data.validation.rules.row_set import RowSet


class Backed(NamedTuple):
    """A rule by which rows need a row of another table, and those that have one.

    Attributes
    ----------
    table
        The other table.
    backing
        The rule.
    keys
        Keys of the rows that have what they need.
    """

    table: str
    backing: Backing
    keys: set[str]


class BackingCheck:
    """Finds rows that need a row of another table and have none.

    Parameters
    ----------
    layout
        Which columns there are.
    backings
        The rules.
    """

    def __init__(self, layout: Layout, backings: Sequence[Backed]) -> None:
        self._layout = layout
        self._key = layout.table.primary_key[0]
        self._backings = [one for one in backings if layout.has([self._key, *one.backing.when])]

    def check(self, batch: Batch) -> Iterator[Finding]:
        """Judge the next rows."""
        found = []
        for table, backing, backed in self._backings:
            names = sorted(own_columns([self._key, *backing.when]))
            cells = {name: batch.texts(name) for name in names}
            field = parse_clause(backing.when[0]).left
            column = self._layout.numbers[field]
            for row in _where(RowSet(self._layout.table, cells, self._layout.reference), backing.when):
                key = cells[self._key][row]
                if key and key not in backed:
                    message = f"{quote(key)} has no row in {table} where {_said(backing.then)}"
                    violation = Violation(backing.name, message, backing.message)
                    found.append(Finding(batch.line(row), column, violation, field, cells[field][row]))
        yield from sorted(found)


def backed_keys(backing: Backing, rows: RowSet) -> set[str]:
    """Give the keys that those of some rows point to which are what others need."""
    return {rows.cells[backing.column][row] for row in _where(rows, backing.then)}


def _where(rows: RowSet, clauses: Sequence[str]) -> Iterator[int]:
    """Find the rows of which all clauses are true."""
    for row, truths in enumerate(rows.parts(clauses)):
        if all(truths):
            yield row


def _said(clauses: Sequence[str]) -> str:
    return " and ".join(text.replace(" in ", " is ") for text in clauses)
