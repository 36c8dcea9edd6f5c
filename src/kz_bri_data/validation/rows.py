"""Row rules on text: what several cells of one row say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kz_bri_data._rules import Clause, holds, is_broken, parse_clause
from kz_bri_data.validation.cells import INTEGER, NUMBER
from kz_bri_data.validation.keys import Parts, own_columns
from kz_bri_data.validation.problems import Verdict, quote
from kz_bri_data.validation.references import Reference, Texts
from kz_bri_data.validation.rules import ParsedRule, TableRules


class Columns:
    """The cells of some rows by column, and what rules read of them.

    Parameters
    ----------
    rules
        Rules of the table.
    cells
        Cells by name of the column.
    reference
        Gives the table of a name, for look-ups.
    """

    def __init__(
        self, rules: TableRules, cells: dict[str, Texts], reference: Callable[[str], Reference]
    ) -> None:
        self.cells = cells
        self._rules = rules
        self._reference = reference
        self._looked_up: dict[str, Texts] = {}

    def texts(self, name: str) -> Texts:
        """Texts of a column or of a look-up such as `unit.dimension`."""
        own, _, column = name.partition(".")
        if not column:
            return self.cells[own]
        if name not in self._looked_up:
            self._looked_up[name] = self._target(own).look_up(self.cells[own], column)
        return self._looked_up[name]

    def has(self, names: Iterable[str]) -> bool:
        """Say whether the columns that names stand for are there."""
        return own_columns(names) <= self.cells.keys()

    def parts(self, names: Sequence[str]) -> list[Parts]:
        """For each row the texts of a unique list: of columns, of look-ups, and of clauses yes or no."""
        return list(zip(*(self.part(name) for name in names), strict=True))

    def broken(self, parsed: ParsedRule) -> list[tuple[int, str, Verdict]]:
        """Rows that break a rule, each with the field to look at and what is wrong."""
        types = [self._type(name) for name in parsed.names]
        texts = list(zip(*(self.texts(name) for name in parsed.names), strict=True))
        # Few combinations of cells differ, so each is judged once.
        verdicts: dict[tuple[str, ...], tuple[str, Verdict]] = {}
        for combination in dict.fromkeys(texts):
            values = [_value(kind, text) for kind, text in zip(types, combination, strict=True)]
            row = dict(zip(parsed.names, values, strict=True))
            if is_broken(parsed.when, parsed.then, row):
                verdicts[combination] = _explain(
                    parsed, row, dict(zip(parsed.names, combination, strict=True))
                )
        if not verdicts:
            return []
        return [
            (row, *verdicts[combination]) for row, combination in enumerate(texts) if combination in verdicts
        ]

    def part(self, name: str) -> Texts:
        """Texts of a column or a look-up, and for a clause yes or nothing."""
        if " " not in name:
            return self.texts(name)
        clause = parse_clause(name)
        names = clause.names()
        kinds = [self._type(one) for one in names]
        truths = {
            texts: "yes" if holds(clause, dict(zip(names, map(_value, kinds, texts), strict=True))) else ""
            for texts in set(zip(*map(self.texts, names), strict=True))
        }
        return [truths[texts] for texts in zip(*map(self.texts, names), strict=True)]

    def _target(self, own: str) -> Reference:
        target = self._rules.fields[own].references
        assert target is not None, f"{self._rules.name}.{own} references no table to look up in"
        return self._reference(target)

    def _type(self, name: str) -> str:
        own, _, column = name.partition(".")
        fields = self._target(own).rules.fields if column else self._rules.fields
        return fields[column or own].type


def _value(kind: str, text: str) -> Any:
    """Value of a cell for a rule; None if it is empty or is not what its column holds."""
    if kind == "number":
        return float(text) if NUMBER.fullmatch(text) else None
    if kind == "integer":
        return int(text) if INTEGER.fullmatch(text) and len(text) <= 20 else None
    return text or None


def _explain(parsed: ParsedRule, row: dict[str, Any], texts: dict[str, str]) -> tuple[str, Verdict]:
    culprit = next(clause for clause in parsed.then if holds(clause, row) is False)
    names = [name for clause in [*parsed.when, culprit] for name in clause.names()]
    facts = [_fact(name, texts[name]) for name in dict.fromkeys(names)]
    return _field(culprit), Verdict(parsed.rule.name, ", ".join(facts), parsed.rule.message)


def _fact(name: str, text: str) -> str:
    own, _, column = name.partition(".")
    subject = f"the {column} of {own}" if column else own
    return f"{subject} is {quote(text) if text else 'empty'}"


def _field(clause: Clause) -> str:
    return clause.left.partition(".")[0]
