"""What tells rows apart, and what to say of rows that it does not tell apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kz_bri_data._rules import parse_clause
from kz_bri_data.validation.problems import Verdict, quote

Parts = tuple[str, ...]


class Key(NamedTuple):
    """A list of columns, look-ups and clauses that no two rows may share, empty equal to empty.

    Attributes
    ----------
    code
        Code of the problem.
    names
        The list.
    """

    code: str
    names: list[str]

    @property
    def field(self) -> str:
        """Column to look at where a row repeats another."""
        return self.names[0].partition(".")[0]

    def excuses(self, parts: Parts, *, wrong: bool) -> bool:
        """Whether a row's own mistakes, told already, make comparing it worthless."""
        if self.code == "primary-key":
            return "" in parts
        return wrong or (self.code == "said-twice" and "" in parts)

    def verdict(self, parts: Parts, line: int) -> Verdict:
        """Say what is wrong with a row whose parts are those of an earlier line."""
        if self.code == "primary-key":
            message = f"{', '.join(map(quote, parts))} is already on line {line}"
            return Verdict(self.code, message, "delete one of the two rows, or give it a key of its own")
        named = zip(self.names, parts, strict=True)
        same = ", ".join(f"{name} {quote(part)}" for name, part in named if part and " " not in name)
        if self.code == "said-twice":
            hint = "if it is printed once, one row is enough"
            return Verdict(self.code, f"line {line} carries the same figure: {same}", hint)
        message = f"line {line} has the same {same}, and the rest of what tells rows apart is empty"
        return Verdict(self.code, message, "delete one of the two rows, or say in a column how they differ")


def own_columns(names: Iterable[str]) -> set[str]:
    """Columns of the table itself that columns, look-ups and clauses read."""
    read = [parse_clause(name).names() if " " in name else [name] for name in names]
    return {name.partition(".")[0] for each in read for name in each}
