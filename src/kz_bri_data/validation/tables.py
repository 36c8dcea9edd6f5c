"""Checking one file by the rules of one table, chunk by chunk."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from itertools import pairwise

from kz_bri_data.validation.cells import cell_check
from kz_bri_data.validation.header import check_header
from kz_bri_data.validation.problems import Problem, Verdict, quote
from kz_bri_data.validation.reading import Chunk
from kz_bri_data.validation.references import Reference
from kz_bri_data.validation.rows import Columns, Texts, own_columns
from kz_bri_data.validation.rules import TableRules

# Told once for a file, at the first place: whatever mends one of them mends them all.
ONCE = ("encoding", "order")


class TableCheck:
    """Judges the rows of one file by the rules of one table.

    Parameters
    ----------
    rules
        Rules of the table.
    path
        File, as the problems are to name it.
    reference
        Gives the table of a name, for references and look-ups.

    Attributes
    ----------
    rows
        How many rows were there so far, the header not counted.
    """

    def __init__(self, rules: TableRules, path: str, reference: Callable[[str], Reference]) -> None:
        self.rows = 0
        self._rules = rules
        self._path = path
        self._reference = reference
        self._told: set[str] = set()
        self._header: list[str] = []
        self._numbers: dict[str, int] = {}

    def check(self, chunk: Chunk) -> Iterator[Problem]:
        """Judge some rows; the first row of a file is its header."""
        lines, rows = chunk.lines, chunk.rows
        if not self._header and rows:
            yield from self._begin(lines[0], rows[0])
            lines, rows = lines[1:], rows[1:]
        for line, column, verdict, once in chunk.troubles:
            if not once or self._is_first(verdict.code):
                field = self._header[column - 1] if 1 < column <= len(self._header) else ""
                yield self._problem(line, verdict, field)._replace(column=column)
        self.rows += len(rows)
        width = len(self._header)
        if any(len(row) != width for row in rows):
            for line, row in zip(lines, rows, strict=True):
                if len(row) != width:
                    yield self._problem(line, _ragged(len(row), width))
            lines = [line for line, row in zip(lines, rows, strict=True) if len(row) == width]
            rows = [row for row in rows if len(row) == width]
        if rows:
            yield from self._check(lines, rows)

    def finish(self) -> Iterator[Problem]:
        """Say what only the end of the file shows."""
        if not self._header and not self._told:
            right = f"begin with the header {','.join(self._rules.fields)}"
            yield self._problem(1, Verdict("file-empty", "the file is empty", right))

    def _begin(self, line: int, header: list[str]) -> Iterator[Problem]:
        """Judge the header and make ready for the rows below it."""
        rules = self._rules
        self._header = header
        self._numbers = {name: number for number, name in reversed(list(enumerate(header, start=1)))}
        for number, verdict in check_header(rules, header):
            name = header[number - 1] if number else ""
            yield self._problem(line, verdict, name, name)._replace(column=number or 1)
        present = {name: field for name, field in rules.fields.items() if name in self._numbers}
        self._checks = {
            name: cell_check(field, self._reference(field.references) if field.references else None)
            for name, field in present.items()
        }
        # What reads a column that is missing can't be judged.
        self._row_rules = [rule for rule in rules.rules if own_columns(rule.names) <= present.keys()]
        lists = [("primary-key", rules.key), *(("unique", names) for names in rules.unique)]
        self._keys = [_Key(code, names) for code, names in lists if own_columns(names) <= present.keys()]
        self._last_key: tuple[str, ...] = ()

    def _check(self, lines: list[int], rows: list[list[str]]) -> Iterator[Problem]:
        """Judge rows of the right width.

        Columns are looked at as wholes, and in them only cells that differ, so that the rows of a
        valid file are hardly ever touched one by one.
        """
        by_number = list(zip(*rows, strict=True))
        cells: dict[str, Texts] = {name: by_number[self._numbers[name] - 1] for name in self._checks}
        columns = Columns(self._rules, cells, self._reference)
        found: list[tuple[int, str, Verdict]] = []
        wrong: set[tuple[int, str]] = set()
        for name, check in self._checks.items():
            verdicts = {text: verdict for text in dict.fromkeys(cells[name]) if (verdict := check(text))}
            if verdicts:
                here = [
                    (row, name, verdicts[text]) for row, text in enumerate(cells[name]) if text in verdicts
                ]
                wrong.update((row, name) for row, name, _ in here)
                found += here
        for rule in self._row_rules:
            own = own_columns(rule.names)
            found += [one for one in columns.broken(rule) if not any((one[0], name) in wrong for name in own)]
        for key in self._keys:
            found += key.duplicates(columns.parts(key.names), lines, wrong)
        found += self._out_of_order(cells)
        found.sort(key=lambda one: (one[0], self._numbers[one[1]]))
        for row, name, verdict in found:
            if verdict.code not in ONCE or self._is_first(verdict.code):
                yield self._problem(lines[row], verdict, name, cells[name][row])

    def _out_of_order(self, cells: dict[str, Texts]) -> list[tuple[int, str, Verdict]]:
        key = self._rules.key
        if "order" in self._told or not all(name in cells for name in key):
            return []
        keys = [self._last_key, *zip(*(cells[name] for name in key), strict=True)]
        self._last_key = keys[-1]
        if all(map(operator.le, keys, keys[1:])):
            return []
        row = next(index for index, (one, other) in enumerate(pairwise(keys)) if one > other)
        before, after = (", ".join(map(quote, one)) for one in keys[row : row + 2])
        verdict = Verdict(
            "order", f"{after} stands after {before}", f"sort the rows by {', '.join(key)}, as text"
        )
        return [(row, key[0], verdict)]

    def _is_first(self, code: str) -> bool:
        if code in self._told:
            return False
        self._told.add(code)
        return True

    def _problem(self, line: int, verdict: Verdict, field: str = "", cell: str = "") -> Problem:
        code, message, hint = verdict
        column = self._numbers.get(field, 1)
        return Problem(self._path, line, column, field[:200], code, "error", cell[:200], message, hint)


class _Key:
    """A list of columns, look-ups and clauses that no two rows may share, empty equal to empty."""

    def __init__(self, code: str, names: list[str]) -> None:
        self.names = names
        self._code = code
        self._own = own_columns(names)
        self._lines: dict[tuple[str, ...], int] = {}

    def duplicates(
        self, parts: list[tuple[str, ...]], lines: list[int], wrong: set[tuple[int, str]]
    ) -> list[tuple[int, str, Verdict]]:
        """Rows that repeat the parts of an earlier one."""
        found = []
        field = self.names[0].partition(".")[0]
        for row, (part, line) in enumerate(zip(parts, lines, strict=True)):
            first = self._lines.setdefault(part, line)
            if first != line and not self._is_excused(part, row, wrong):
                found.append((row, field, self._verdict(part, first)))
        return found

    def _is_excused(self, part: tuple[str, ...], row: int, wrong: set[tuple[int, str]]) -> bool:
        """Whether a mistake in the row itself, reported already, makes the comparison worthless."""
        if self._code == "primary-key":
            return "" in part
        return any((row, name) in wrong for name in self._own)

    def _verdict(self, part: tuple[str, ...], first: int) -> Verdict:
        if self._code == "primary-key":
            return Verdict(
                self._code,
                f"{', '.join(map(quote, part))} is already on line {first}",
                "delete one of the two rows, or give it a key of its own",
            )
        facts = [
            f"{name} {quote(text)}"
            for name, text in zip(self.names, part, strict=True)
            if text and " " not in name
        ]
        return Verdict(
            self._code,
            f"line {first} has the same {', '.join(facts)}, and the rest of what tells rows apart is empty",
            "delete one of the two rows, or say in a column how they differ",
        )


def _ragged(cells: int, width: int) -> Verdict:
    message = f"the row has {cells} cells, the header {width}"
    if cells < width:
        return Verdict("row-short", message, "write a comma for every empty cell")
    return Verdict("row-long", message, "put a cell that holds a comma into quotes")
