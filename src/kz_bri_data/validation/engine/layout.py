"""Which columns of a table a file has, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kz_bri_data._catalogue import TableDescription
from kz_bri_data.validation.rules.keys import own_columns
from kz_bri_data.validation.rules.reference import Reference
from kz_bri_data.validation.rules.row_set import RowSet


class Layout:
    """Which columns of a table a file has, and where they stand.

    Parameters
    ----------
    table
        The table.
    line
        Line of the header.
    header
        Cells of the header.
    reference
        Gives the table of a name, for references and look-ups.

    Attributes
    ----------
    table, line, header, reference
        As given.
    numbers
        Number of every name in the header, from 1; the first one where a name is there twice.
    names
        Columns of the table that are there.
    """

    def __init__(
        self,
        table: TableDescription,
        line: int,
        header: Sequence[str],
        reference: Callable[[str], Reference],
    ) -> None:
        self.table = table
        self.line = line
        self.header = header
        self.reference = reference
        self.numbers: dict[str, int] = {}
        for number, name in enumerate(header, start=1):
            self.numbers.setdefault(name, number)
        self.names = [column.name for column in table.columns if column.name in self.numbers]

    def has(self, names: Iterable[str]) -> bool:
        """Say whether the columns are there that columns, look-ups and clauses read."""
        return own_columns(names) <= self.numbers.keys()

    def row_set(self, rows: Sequence[Sequence[str]]) -> RowSet:
        """Give rows of the width of the header by column."""
        cells = list(zip(*rows, strict=True)) or [()] * len(self.header)
        return RowSet(
            self.table, {name: cells[self.numbers[name] - 1] for name in self.names}, self.reference
        )
