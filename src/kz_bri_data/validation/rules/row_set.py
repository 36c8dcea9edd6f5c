"""Row rules on text: what several cells of one row say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kz_bri_data._catalogue import TableDescription
from kz_bri_data._rules import COMPARISONS, Clause, RowRule, compares, parse_clause
from kz_bri_data._text_safety import quote
from kz_bri_data.numbers import INTEGER, NUMBER
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.keys import KeyCells, own_columns
from kz_bri_data.validation.rules.reference import Reference, Texts


class RowSet:
    """The cells of some rows by column, and what rules read of them.

    Parameters
    ----------
    table
        The table.
    cells
        Cells by name of the column.
    reference
        Gives the table of a name, for look-ups.
    """

    def __init__(
        self, table: TableDescription, cells: dict[str, Texts], reference: Callable[[str], Reference]
    ) -> None:
        self.cells = cells
        self._table = table
        self._columns = table.by_name
        self._reference = reference
        self._looked_up: dict[str, Texts] = {}
        self._typed: dict[str, list[Any]] = {}
        self._judged: dict[Clause, list[bool | None]] = {}

    def texts(self, name: str) -> Texts:
        """Texts of a column or of a look-up such as `unit.dimension`."""
        own, _, column = name.partition(".")
        if not column:
            return self.cells[own]
        if name not in self._looked_up:
            self._looked_up[name] = self._target(own).look_up(self.cells[own], column)
        return self._looked_up[name]

    def target(self, table: str) -> Reference:
        """Give another table, to look something up in."""
        return self._reference(table)

    def has(self, names: Iterable[str]) -> bool:
        """Say whether the columns that names stand for are there."""
        return own_columns(names) <= self.cells.keys()

    def parts(self, names: Sequence[str]) -> list[KeyCells]:
        """For each row the texts of a unique list: of columns, of look-ups, and of clauses yes or no."""
        return list(zip(*(self.part(name) for name in names), strict=True))

    def broken(self, rule: RowRule) -> list[tuple[int, str, Violation]]:
        """Rows that break a rule, each with the field to look at and what is wrong."""
        when, then = rule.clauses()
        rows: Sequence[int] = range(len(self.texts(rule.names()[0])))
        for clause in when:
            truths = self._truths(clause)
            rows = [row for row in rows if truths[row]]
        wrong: set[int] = set()
        for clause in then if rows else ():
            truths = self._truths(clause)
            wrong.update(row for row in rows if truths[row] is False)
        return [(row, *self._explain(rule, row)) for row in sorted(wrong)]

    def part(self, name: str) -> Texts:
        """Texts of a column or a look-up, and for a clause yes or nothing."""
        if " " not in name:
            return self.texts(name)
        return ["yes" if truth else "" for truth in self._truths(parse_clause(name))]

    def _truths(self, clause: Clause) -> list[bool | None]:
        """For each row whether a clause holds; rules share clauses, so each is judged once."""
        if clause not in self._judged:
            left, *right = map(self._values, clause.names())
            if right and clause.operator in COMPARISONS:
                compare = COMPARISONS[clause.operator]
                self._judged[clause] = [
                    None if one is None or other is None else compare(one, other)
                    for one, other in zip(left, *right, strict=True)
                ]
            else:
                truths = {value: compares(clause, value, clause.right) for value in set(left)}
                self._judged[clause] = [truths[value] for value in left]
        return self._judged[clause]

    def _values(self, name: str) -> list[Any]:
        """Values of a column or a look-up."""
        if name not in self._typed:
            kind, texts = self._type(name), self.texts(name)
            if kind in _NUMBERS:
                values = {text: _NUMBERS[kind](text) for text in set(texts)}  # few differ
                self._typed[name] = [values[text] for text in texts]
            else:
                self._typed[name] = [text or None for text in texts]
        return self._typed[name]

    def _explain(self, rule: RowRule, row: int) -> tuple[str, Violation]:
        """Say of a row that breaks a rule at which field to look, and what is wrong."""
        when, then = rule.clauses()
        culprits = [clause for clause in then if self._truths(clause)[row] is False]
        names = [name for clause in [*when, *culprits] for name in clause.names()]
        facts = [_fact(name, self.texts(name)[row]) for name in dict.fromkeys(names)]
        return _field(culprits[0]), Violation(rule.name, ", ".join(facts), rule.message)

    def _target(self, own: str) -> Reference:
        target = self._columns[own].references
        assert target is not None, f"{self._table.name}.{own} references no table to look up in"
        return self._reference(target)

    def _type(self, name: str) -> str:
        own, _, column = name.partition(".")
        columns = self._target(own).table.by_name if column else self._columns
        return columns[column or own].type


def _integer(text: str) -> int | None:
    return int(text) if INTEGER.fullmatch(text) and len(text) <= 20 else None


def _number(text: str) -> float | None:
    return float(text) if NUMBER.fullmatch(text) else None


# What makes the value of a cell for a rule; None if it is empty or is not what its column holds.
_NUMBERS: dict[str, Callable[[str], float | None]] = {"integer": _integer, "number": _number}


def _fact(name: str, text: str) -> str:
    own, _, column = name.partition(".")
    subject = f"the {column} of {own}" if column else own
    return f"{subject} is {quote(text) if text else 'empty'}"


def _field(clause: Clause) -> str:
    return clause.left.partition(".")[0]
