"""Checking one file by the rules of one table."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import BinaryIO, NamedTuple

from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.cells import cell_check
from kz_bri_data.validation.codes import WARNINGS
from kz_bri_data.validation.header import check_header
from kz_bri_data.validation.judgement import POINT, SAID_TWICE, judge_rows, series_names
from kz_bri_data.validation.keys import Key, Parts, own_columns
from kz_bri_data.validation.ledger import Ledger
from kz_bri_data.validation.problems import Problem, Verdict, escape, quote, shown
from kz_bri_data.validation.reading import Chunk, Trouble, read_chunks
from kz_bri_data.validation.references import Gathering, Reference, Texts
from kz_bri_data.validation.rows import Columns
from kz_bri_data.validation.rules import TableRules

Rows = Sequence[Sequence[str]]

# How many findings are held at once to be sorted.
_HELD = 100_000


class Finding(NamedTuple):
    """A verdict with its place; `once` if it is told once for a file."""

    line: int
    column: int
    verdict: Verdict
    field: str = ""
    cell: str = ""
    once: bool = False


class TableCheck:
    """Judges a file by the rules of a table, with nothing but Python.

    Parameters
    ----------
    rules
        Rules of the table.
    path
        File, as the problems are to name it.
    reference
        Gives the table of a name, for references and look-ups.
    gathering
        Takes what other tables need to know of the rows, if they do.

    Attributes
    ----------
    rows
        How many rows were there so far, the header not counted.
    """

    def __init__(
        self,
        rules: TableRules,
        path: str,
        reference: Callable[[str], Reference],
        gathering: Gathering | None = None,
    ) -> None:
        self._gathering = gathering
        self.rows = 0
        self._rules = rules
        self._path = path
        self._reference = reference
        self._told: set[str] = set()
        self._header: list[str] = []
        self._numbers: dict[str, int] = {}
        self._keys: list[Key] = []
        self._last_key: Parts = ()
        self._stopped = False
        self._ledger = Ledger([], None)

    def run(self, file: BinaryIO) -> Iterator[Problem]:
        """Judge a file: in order of lines what single rows show, then what only all of them show."""
        self._state = _state(file)
        for findings in self._pass(file):
            yield from self._tell(findings)
        if not self._header and not self._told:
            self._lose_rows()
            right = f"begin with the header {','.join(self._rules.fields)}"
            yield from self._tell([Finding(1, 1, Verdict("file-empty", "the file is empty", right))])
        for number, key in enumerate(self._keys):
            for positions in self._ledger.shared(number):
                yield from self._tell(self._repeats(key, self._pick(file, positions)))
        column = self._numbers.get("value", 1)
        standing_out = (
            Finding(line, column, verdict, "value", f"{value:.15g}")
            for line, value, verdict in self._ledger.standing_out()
        )
        while found := sorted(islice(standing_out, _HELD)):
            yield from self._tell(found)

    def _pass(self, file: BinaryIO) -> Iterator[Iterable[Finding]]:
        """Read the file once, and judge its rows; findings come in order of lines."""
        for chunk in read_chunks(file):
            yield sorted(self._check(chunk))
            if self._stopped:
                return

    def _tell(self, findings: Iterable[Finding]) -> Iterator[Problem]:
        """Turn findings into problems."""
        for line, column, verdict, field, cell, once in findings:
            if once and verdict.code in self._told:
                continue
            self._told.add(verdict.code)
            code, message, hint = verdict
            severity = "warning" if code in WARNINGS else "error"
            yield Problem(self._path, line, column, shown(field), code, severity, shown(cell), message, hint)

    def _check(self, chunk: Chunk) -> Iterator[Finding]:
        """Judge some rows; the first row of a file is its header."""
        lines, rows, troubles = chunk
        header_line = 0
        if not self._header:
            lost = next((trouble.line for trouble in troubles if trouble.loses_row), None)
            if lost is not None and (not lines or lost < lines[0]):
                # Without its header, a file can't be judged.
                yield from self._stop(lost, troubles)
                return
            if rows:
                header_line = lines[0]
                yield from self._begin(header_line, rows[0])
                if not self._checks:
                    yield from self._stop(header_line, troubles)
                    return
                lines, rows = lines[1:], rows[1:]
        if any(trouble.loses_row for trouble in troubles):
            self._lose_rows()
        for line, column, verdict, once in troubles:
            known = line > header_line and 1 < column <= len(self._header)
            yield Finding(line, column, verdict, self._header[column - 1] if known else "", once=once)
        self.rows += len(rows)
        width = len(self._header)
        if any(len(row) != width for row in rows):
            self._lose_rows()
            for line, row in zip(lines, rows, strict=True):
                if len(row) != width:
                    yield Finding(line, 1, _ragged(len(row), width))
        lines, rows = of_width(width, lines, rows)
        if rows:
            columns = self._columns(rows)
            found, spoilt = self._judge(lines, columns)
            yield from found
            keys = columns.parts(self._rules.key) if columns.has(self._rules.key) else []
            yield from self._judge_order(lines, keys)
            self._ledger.add(lines, columns, spoilt)
            if self._gathering:
                self._gathering.add(columns.cells)

    def _stop(self, line: int, troubles: Iterable[Trouble]) -> Iterator[Finding]:
        """Judge nothing below a line: without its header, a file can't be judged."""
        self._stopped = True
        self._lose_rows()
        for trouble in troubles:
            if trouble.line <= line:
                yield Finding(trouble.line, trouble.column, trouble.verdict, once=trouble.once)

    def _lose_rows(self) -> None:
        if self._gathering:
            self._gathering.whole = False

    def _begin(self, line: int, header: list[str]) -> Iterator[Finding]:
        """Judge the header and make ready for the rows below it."""
        rules = self._rules
        self._header = header
        self._numbers = {name: number for number, name in reversed(list(enumerate(header, start=1)))}
        for number, verdict in check_header(rules, header):
            name = header[number - 1] if number else ""
            yield Finding(line, number or 1, verdict, name, name)
        if not own_columns(rules.key) <= self._numbers.keys():
            self._lose_rows()
        present = {name: field for name, field in rules.fields.items() if name in self._numbers}
        self._checks = {
            name: cell_check(field, self._reference(field.references) if field.references else None)
            for name, field in present.items()
        }
        # What reads a column that is missing can't be judged.
        self._row_rules = [rule for rule in rules.rules if own_columns(rule.names) <= present.keys()]
        keys = [Key("primary-key", rules.key), *(Key("unique", names) for names in rules.unique)]
        if rules.name == "observations":
            keys.append(SAID_TWICE)
        self._keys = [key for key in keys if own_columns(key.names) <= present.keys()]
        series = series_names(rules) if rules.name == "observations" else None
        if series and not own_columns([*series, *POINT]) <= present.keys():
            series = None
        self._ledger = self._new_ledger(self._keys, series)

    def _new_ledger(self, keys: list[Key], series: list[str] | None) -> Ledger:
        return Ledger(keys, series)

    def _columns(self, rows: Rows) -> Columns:
        by_number = list(zip(*rows, strict=True))
        cells: dict[str, Texts] = {name: by_number[self._numbers[name] - 1] for name in self._checks}
        return Columns(self._rules, cells, self._reference)

    def _judge(self, lines: Sequence[int], columns: Columns) -> tuple[list[Finding], set[int]]:
        """Judge each row by itself; gives also which rows have errors."""
        wrong = self._wrong(columns)
        found = [(row, name, verdict) for (row, name), verdict in wrong.items()]
        for rule in self._row_rules:
            own = own_columns(rule.names)
            found += [one for one in columns.broken(rule) if not any((one[0], name) in wrong for name in own)]
        spoilt = {row for row, _, _ in found}
        found += [one for one in judge_rows(self._rules.name, columns) if one[0] not in spoilt]
        findings = [
            Finding(
                lines[row],
                self._numbers[name],
                verdict,
                name,
                columns.cells[name][row],
                once=verdict.code in ("encoding", "reference-unread"),
            )
            for row, name, verdict in found
        ]
        return findings, spoilt

    def _wrong(self, columns: Columns) -> dict[tuple[int, str], Verdict]:
        """Judge cells. Of a column only texts that differ are looked at, so a valid row costs little."""
        wrong = {}
        for name, check in self._checks.items():
            cells = columns.cells[name]
            verdicts = {text: verdict for text in dict.fromkeys(cells) if (verdict := check(text))}
            if verdicts:
                wrong.update(
                    {(row, name): verdicts[text] for row, text in enumerate(cells) if text in verdicts}
                )
        return wrong

    def _judge_order(self, lines: Sequence[int], keys: Sequence[Parts]) -> Iterator[Finding]:
        """Say where a row first stands before one that it should stand after."""
        names = self._rules.key
        if "order" in self._told or not keys:
            return
        keys = [self._last_key, *keys]
        self._last_key = keys[-1]
        # Told once: where it begins, for sorting mends all of it.
        for line, (before, after) in zip(lines, pairwise(keys), strict=True):
            if before > after:
                yield Finding(
                    line,
                    self._numbers[names[0]],
                    order_verdict(names, before, after),
                    names[0],
                    after[0],
                    once=True,
                )
                return

    def _repeats(self, key: Key, picked: Iterable[tuple[list[int], Columns]]) -> Iterator[Finding]:
        """Compare rows that share a fingerprint, in order of lines."""
        own = own_columns(key.names)
        firsts: dict[Parts, int] = {}
        for lines, columns in picked:
            wrong = {row for row, name in self._wrong(columns) if name in own}
            for row, (line, parts) in enumerate(zip(lines, columns.parts(key.names), strict=True)):
                first = firsts.setdefault(parts, line)
                if first != line and not key.excuses(parts, wrong=row in wrong):
                    cell = columns.cells[key.field][row]
                    yield Finding(line, self._numbers[key.field], key.verdict(parts, first), key.field, cell)

    def _pick(self, file: BinaryIO, positions: Sequence[int]) -> Iterator[tuple[list[int], Columns]]:
        """Read some rows again, by their positions among the rows of the right width, in order."""
        file.seek(0)
        first = -1  # the position of the header
        for chunk in read_chunks(file):
            self._refuse_change(file)
            lines, rows = of_width(len(self._header), chunk.lines, chunk.rows)
            here = [position - first for position in between(positions, first, first + len(rows))]
            first += len(rows)
            if here:
                yield [lines[number] for number in here], self._columns([rows[number] for number in here])

    def _refuse_change(self, file: BinaryIO) -> None:
        """Raise if what was read again may be something else than what was judged."""
        if _state(file) != self._state:
            raise CannotRunError(f"{escape(self._path)} was changed meanwhile; run it again")


def _state(file: BinaryIO) -> tuple[int, int]:
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


def between(positions: Sequence[int], first: int, end: int) -> Sequence[int]:
    """Give those of some positions in order that lie between two."""
    return positions[bisect_left(positions, first) : bisect_left(positions, end)]


def order_verdict(names: Sequence[str], before: Parts, after: Parts) -> Verdict:
    """Say that a row stands after one that it should stand before."""
    message = f"{', '.join(map(quote, after))} stands after {', '.join(map(quote, before))}"
    return Verdict("order", message, f"sort the rows by {', '.join(names)}, as kz-bri-data fix does")


def of_width(width: int, lines: list[int], rows: list[list[str]]) -> tuple[list[int], list[list[str]]]:
    """Leave out the rows that are not of the width of the header."""
    right = [index for index, row in enumerate(rows) if len(row) == width]
    if len(right) == len(rows):
        return lines, rows
    return [lines[index] for index in right], [rows[index] for index in right]


def _ragged(cells: int, width: int) -> Verdict:
    message = f"the row has {cells} cells, the header {width}"
    if cells < width:
        return Verdict("row-short", message, "write a comma for every empty cell")
    return Verdict("row-long", message, "put a cell that holds a comma into quotes")
