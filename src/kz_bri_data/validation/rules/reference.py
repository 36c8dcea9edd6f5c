"""What other tables need to know of a table that they point to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from kz_bri_data._catalogue import TableDescription
from kz_bri_data.validation.rules.code_forms import CodeForms
from kz_bri_data.validation.rules.nearest import Nearest
from kz_bri_data.validation.rules.other_words import other_words

Texts = Sequence[str]


class Reference:
    """What other tables need to know of a table that has a key of one column.

    Parameters
    ----------
    table
        The table.
    columns
        Its cells, by name of the column; only the key is needed.
    complete
        Whether every row of the table could be read.
    names
        Gives further names of what the rows stand for, each with the key of the row; asked only when a
        key is not found.

    Attributes
    ----------
    table, complete
        As given.
    noun
        What to call one row.
    keys
        Every key with the position of its first row.
    """

    def __init__(
        self,
        table: TableDescription,
        columns: dict[str, list[str]],
        *,
        complete: bool = True,
        names: Callable[[], Iterable[tuple[str, str]]] = tuple,
    ) -> None:
        self.table = table
        self.complete = complete
        key = table.primary_key[0]
        self.noun = table.by_name[key].title.lower()
        self.keys: dict[str, int] = {}
        self._columns = columns
        self._names = names
        self._cells = columns.get(key, [])
        for position, cell in enumerate(self._cells):
            self.keys.setdefault(cell, position)

    def look_up(self, keys: Sequence[str], column: str) -> list[str]:
        """Cells of a column in the rows of some keys; empty where there is no such row or column."""
        cells = self._columns.get(column)
        if cells is None:
            return [""] * len(keys)
        positions = self.keys
        return [cells[positions[key]] if key in positions else "" for key in keys]

    def column(self, column: str) -> dict[str, str]:
        """Cells of a column by key; none if there is no such column."""
        cells = self._columns.get(column, [])
        return {key: cells[position] for key, position in self.keys.items() if cells}

    @cached_property
    def forms(self) -> CodeForms:
        """Finds the key that a text is but for the way it is written; never a wrong key."""
        return CodeForms(key for key in self.keys if self._is_right(key))

    @cached_property
    def nearest(self) -> Nearest:
        """Finds the key that was meant, by itself or by any name of what it stands for; never a wrong key."""
        return Nearest((form, key) for form, key in self._forms() if key in self.keys and self._is_right(key))

    def _forms(self) -> Iterator[tuple[str, str]]:
        yield from ((key, key) for key in self.keys)
        yield from zip(self._columns.get("name", []), self._cells, strict=False)
        yield from self._names()
        yield from other_words(self.table.name)

    def _is_right(self, key: str) -> bool:
        pattern = self.table.by_name[self.table.primary_key[0]].pattern
        return pattern is None or re.fullmatch(pattern, key) is not None
