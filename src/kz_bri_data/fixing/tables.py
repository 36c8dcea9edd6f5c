"""The tables that the rows of a file refer to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from kz_bri_data._catalogue import installed
from kz_bri_data.validation.rules.reference import Reference

Row = dict[str, str]


class Tables:
    """Tables by name, each read when it is first asked for.

    Parameters
    ----------
    read
        From the name of a table to its rows by column.
    lost
        Names of the tables of which not every row could be read, once they were read.
    """

    def __init__(self, read: Callable[[str], Iterable[Row]], lost: Collection[str] = ()) -> None:
        self._read = read
        self._lost = lost
        self._known: dict[str, Reference] = {}

    def reference(self, name: str) -> Reference:
        """Give what others need to know of a table."""
        if name not in self._known:
            rows = self._read(name)
            columns: dict[str, list[str]] = {}
            for row in rows:
                for column, cell in row.items():
                    columns.setdefault(column, []).append(cell)
            names = partial(self._other_names, name)
            self._known[name] = Reference(
                installed().describe(name), columns, complete=name not in self._lost, names=names
            )
        return self._known[name]

    def _other_names(self, name: str) -> Iterator[tuple[str, str]]:
        if name == "entities":
            for row in self._read("entity_names"):
                yield row.get("name", ""), row.get("entity_id", "")

    def cell(self, name: str, key: str, column: str) -> str:
        """Give a cell of the row with a key; empty if there is none."""
        return self.reference(name).look_up([key], column)[0]
