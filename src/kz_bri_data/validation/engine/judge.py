"""Judging rows by themselves, by the rules of their table."""

from __future__ import annotations

from typing import NamedTuple

from kz_bri_data.validation.engine.batch import Rows
from kz_bri_data.validation.engine.layout import Layout
from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.rules.cells import cell_check
from kz_bri_data.validation.rules.certain import judge_for_certain
from kz_bri_data.validation.rules.keys import own_columns
from kz_bri_data.validation.rules.plausibility import judge_rows
from kz_bri_data.validation.rules.row_set import RowSet

# One cell is enough to show it, and what fixes one fixes all.
_ONCE_PER_FILE = ("encoding", "reference-unread")


class Judged(NamedTuple):
    """What is wrong with some rows, in order of lines, and which of them have errors, by their numbers."""

    findings: list[Finding]
    rows_with_errors: set[int]


class RowJudge:
    """Judges rows by themselves.

    Parameters
    ----------
    layout
        Which columns there are.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._checks = {
            column.name: cell_check(
                column, layout.reference(column.references) if column.references else None
            )
            for column in layout.table.columns
            if column.name in layout.numbers
        }
        # A rule that reads a column which is missing can't be judged.
        self._rules = [
            (rule, own_columns(rule.names())) for rule in layout.table.rules if layout.has(rule.names())
        ]

    def judge(self, rows: Rows) -> Judged:
        """Judge cells, then what the cells of a row say together, then what is plausible."""
        found = self.errors(rows.cells)
        errors = {row for row, _, _ in found}
        warnings = judge_rows(self._layout.table.name, rows.cells)
        found += [(row, name, violation) for row, name, violation in warnings if row not in errors]
        findings = [self._finding(rows, row, name, violation) for row, name, violation in found]
        return Judged(sorted(findings), {rows.numbers[row] for row in errors})

    def refuses(self, name: str, text: str) -> bool:
        """Say whether a cell is wrong by itself."""
        return self._checks[name](text) is not None

    def errors(self, cells: RowSet) -> list[tuple[int, str, Violation]]:
        """Find what can only be wrong: gives the row, the field and what is wrong."""
        wrong = self.cell_violations(cells)
        found = [(row, name, violation) for (row, name), violation in wrong.items()]
        for rule, own in self._rules:
            for row, name, violation in cells.broken(rule):
                if not any((row, one) in wrong for one in own):
                    found.append((row, name, violation))
        return [*found, *judge_for_certain(self._layout.table.name, cells)]

    def cell_violations(self, cells: RowSet) -> dict[tuple[int, str], Violation]:
        """Judge cells: what is wrong by row and column.

        Of a column only texts that differ are looked at, so a valid row costs little.
        """
        found = {}
        for name, check in self._checks.items():
            texts = cells.cells[name]
            violations = {text: violation for text in dict.fromkeys(texts) if (violation := check(text))}
            if violations:
                found.update(
                    {(row, name): violations[text] for row, text in enumerate(texts) if text in violations}
                )
        return found

    def _finding(self, rows: Rows, row: int, name: str, violation: Violation) -> Finding:
        return Finding(
            rows.lines[row],
            self._layout.numbers[name],
            violation,
            name,
            rows.cells.cells[name][row],
            once_per_file=violation.code in _ONCE_PER_FILE,
        )
