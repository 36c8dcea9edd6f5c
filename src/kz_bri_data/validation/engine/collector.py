"""Taking from the rows of a table, as they pass by, what other tables need to know of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress


class ReferenceCollector:
    """Takes from the rows of a table, as they pass by, what other tables need to know of them.

    Parameters
    ----------
    key
        Column by which the other tables point to a row.
    names
        Columns that are needed, the key among them.
    wanted
        Keys that the other tables have; all are taken if None.

    Attributes
    ----------
    key, names, wanted
        As given.
    cells
        What was taken, by name of the column.
    """

    def __init__(self, key: str, names: Iterable[str], wanted: set[str] | None = None) -> None:
        self.key = key
        self.names = [key, *(name for name in names if name != key)]
        self.wanted = wanted
        self.cells: dict[str, list[str]] = {name: [] for name in self.names}

    def add(self, cells: Mapping[str, Sequence[str]]) -> None:
        """Take what is needed of some rows, whose cells are given by column."""
        if self.key not in cells:
            return
        here = {name: cells.get(name) or [""] * len(cells[self.key]) for name in self.names}
        if self.wanted is not None:
            keep = [key in self.wanted for key in here[self.key]]
            here = {name: list(compress(column, keep)) for name, column in here.items()}
        for name, column in here.items():
            self.cells[name] += column
