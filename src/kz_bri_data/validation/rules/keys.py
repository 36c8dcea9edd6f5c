"""Unique keys, and the message for a repeated one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kz_bri_data._catalogue import TableDescription
from kz_bri_data._rules import parse_clause
from kz_bri_data._text_safety import quote
from kz_bri_data.validation.findings import Violation

KeyCells = tuple[str, ...]

# As many digits as the largest whole number of 64 bits has.
DIGITS = 19


class SortOrder(NamedTuple):
    """How the rows of a table are sorted: by its key, whole numbers by size, all else as text by code point.

    Attributes
    ----------
    names
        Columns of the key.
    are_numbers
        Which of them hold whole numbers.
    """

    names: Sequence[str]
    are_numbers: Sequence[bool]

    @classmethod
    def of(cls, table: TableDescription) -> SortOrder:
        """Give the order of a table."""
        whole = {column.name for column in table.columns if column.type == "integer"}
        return cls(table.primary_key, [name in whole for name in table.primary_key])

    def place(self, cells: Iterable[str]) -> KeyCells:
        """Give what compares as the cells of a key are sorted."""
        pairs = zip(cells, self.are_numbers, strict=True)
        return tuple(cell.rjust(DIGITS, "0") if number else cell for cell, number in pairs)


class Key(NamedTuple):
    """A list of columns, look-ups and clauses that no two rows may share, empty equal to empty.

    In a list of one column an empty cell equals no other.

    Attributes
    ----------
    code
        Code of the problem.
    names
        The list.
    said, hint
        Of a list that two rows may share, but seldom do: what they do if none of its parts is empty, and
        what to do about it.
    """

    code: str
    names: Sequence[str]
    said: str = ""
    hint: str = ""

    @property
    def field(self) -> str:
        """Column to look at where a row repeats another."""
        return self.names[0].partition(".")[0]

    @property
    def needs_all(self) -> bool:
        """Whether a row of which a part is empty repeats no other."""
        return self.code == "primary-key" or self.said != "" or len(self.names) == 1

    def is_exempt(self, parts: KeyCells, *, wrong: bool) -> bool:
        """Whether comparing a row is worthless: its mistakes are already reported, or it repeats no other."""
        return (wrong and self.code != "primary-key") or (self.needs_all and "" in parts)

    def violation(self, parts: KeyCells, line: int) -> Violation:
        """Say what is wrong with a row whose parts are those of an earlier line."""
        if self.code == "primary-key":
            message = f"{', '.join(map(quote, parts))} is already on line {line}"
            return Violation(self.code, message, "delete one of the two rows, or give it a key of its own")
        named = zip(self.names, parts, strict=True)
        same = ", ".join(f"{name} {quote(part)}" for name, part in named if part and " " not in name)
        if self.said:
            return Violation(self.code, f"line {line} {self.said}: {same}", self.hint)
        hint = "delete one of the two rows"
        if empty := [
            name for name, part in zip(self.names, parts, strict=True) if not part and _is_own(name)
        ]:
            columns = f"{', '.join(empty[:-1])} or {empty[-1]}" if len(empty) > 1 else empty[0]
            hint += f", or say in {columns} what tells them apart"
        return Violation(self.code, f"line {line} has the same {same}", hint)


def _is_own(name: str) -> bool:
    """Say whether a name is that of a column, not of a look-up or a clause."""
    return "." not in name and " " not in name


def own_columns(names: Iterable[str]) -> set[str]:
    """Give the columns of the table itself that columns, look-ups and clauses read."""
    read = [parse_clause(name).names() if " " in name else [name] for name in names]
    return {name.partition(".")[0] for each in read for name in each}
