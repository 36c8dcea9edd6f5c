"""Checking one file by the rules of one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from heapq import merge
from itertools import chain, islice
from typing import Any, BinaryIO, Protocol

from kz_bri_data._catalogue import TableDescription
from kz_bri_data._file_kinds import START, file_kind
from kz_bri_data._text_safety import escape
from kz_bri_data.validation.engine.across import checks_across
from kz_bri_data.validation.engine.backings import Backed, BackingCheck
from kz_bri_data.validation.engine.batch import Batch, Engine
from kz_bri_data.validation.engine.collector import ReferenceCollector
from kz_bri_data.validation.engine.exceptions import TableExceptions
from kz_bri_data.validation.engine.index import Index
from kz_bri_data.validation.engine.judge import RowJudge
from kz_bri_data.validation.engine.layout import Layout
from kz_bri_data.validation.engine.opening import Opening, find_header
from kz_bri_data.validation.engine.order import OrderCheck
from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reading.csv_reader import Chunk, loses_row
from kz_bri_data.validation.reading.unchanged import UnchangedFile
from kz_bri_data.validation.rules.file_causes import cause_of_file, with_encoding
from kz_bri_data.validation.rules.keys import Key, KeyCells, own_columns
from kz_bri_data.validation.rules.reference import Reference


class Watching(Protocol):
    """Takes from the rows of every table what all files together show."""

    def see(self, batch: Batch, layout: Layout) -> None:
        """Note the next rows of a table."""


class TableValidator:
    """Judges a file by the rules of a table.

    Parameters
    ----------
    table
        The table.
    reference
        Gives the table of a name, for references and look-ups.
    engine
        Reads the file, and searches in what is kept of its rows.
    limits
        How many findings are held at once.
    collector
        Takes what other tables need to know of the rows, if they do.
    backings
        By which rules rows need a row of another table.
    exceptions
        Which of its warnings are accepted.
    watching
        What else takes from the rows what all files together show.

    Attributes
    ----------
    rows
        How many rows were there so far, the header not counted.
    complete
        Whether no row was lost so far.
    """

    def __init__(
        self,
        table: TableDescription,
        reference: Callable[[str], Reference],
        engine: Engine,
        limits: Limits,
        collector: ReferenceCollector | None = None,
        backings: Sequence[Backed] = (),
        exceptions: TableExceptions | None = None,
        watching: Sequence[Watching] = (),
    ) -> None:
        self.rows = 0
        self.complete = True
        self._table = table
        self._reference = reference
        self._engine = engine
        self._limits = limits
        self._collector = collector
        self._backings = backings
        self._exceptions = exceptions
        self._watching = watching

    def run(self, file: BinaryIO, path: str) -> Iterator[Finding]:
        """Judge a file: in order of lines what single rows show, then what only all of them show.

        Parameters
        ----------
        file
            Binary file, at its start.
        path
            Its name, for the message that it was changed meanwhile.

        Yields
        ------
        Finding

        Raises
        ------
        CannotRunError
            If the file changes while it is read.
        """
        start = file.read(START)
        file.seek(0)
        names = list(self._table.by_name)
        kind = file_kind(start, names)
        if cause := cause_of_file(kind, start, names, path):
            self.complete = False
            return iter([cause])
        unchanged = UnchangedFile(file, escape(path))

        def again(width: int, positions: Sequence[int]) -> Iterator[Chunk]:
            return self._engine.read_again(unchanged.from_start(), width, positions)

        return map(partial(with_encoding, kind), self.judge(self._engine.read(file), again))

    def judge(
        self, parts: Iterator[Any], again: Callable[[int, Sequence[int]], Iterable[Chunk]]
    ) -> Iterator[Finding]:
        """Judge what was read, in the same order.

        Parameters
        ----------
        parts
            What the engine takes for rows, the header first.
        again
            Reads some rows again, by the width of the header and their positions below it.

        Yields
        ------
        Finding
        """
        found = self._find(parts, again)
        return map(self._exceptions.mark, found) if self._exceptions else found

    def _find(
        self, parts: Iterator[Any], again: Callable[[int, Sequence[int]], Iterable[Chunk]]
    ) -> Iterator[Finding]:
        opening, silent = Opening([]), True
        for part in parts:
            opening = find_header(part, self._table, self._reference)
            yield from opening.findings
            silent = silent and not opening.findings
            if opening.layout or opening.is_hopeless:
                break
        if opening.layout is None:
            self.complete = not (opening.is_hopeless or silent)
            if silent:
                right = f"begin with the header {','.join(column.name for column in self._table.columns)}"
                yield Finding(1, 1, Violation("file-empty", "the file is empty", right))
            return
        judge = RowJudge(opening.layout)
        index = Index(opening.layout, self._engine)
        yield from self._judge_rows(chain([opening.rest], parts), opening.layout, judge, index)
        width = len(opening.layout.header)
        said = bytearray(self.rows)  # of a row that is there twice, it is enough to say so once
        for key, positions in index.repeated():
            rows = again(width, positions)
            for number, repeat in _repeats(key, rows, opening.layout, judge):
                if not said[positions[number]]:
                    yield repeat
                said[positions[number]] = True
        outliers = index.outliers()
        while found := sorted(islice(outliers, self._limits.findings)):
            yield from found

    def _judge_rows(
        self, parts: Iterable[Any], layout: Layout, judge: RowJudge, index: Index
    ) -> Iterator[Finding]:
        """Judge rows by themselves and by their order, and keep what is needed of them later."""
        order, backings = OrderCheck(layout, judge), BackingCheck(layout, self._backings)
        across = checks_across(layout)
        self.complete = layout.has(self._table.primary_key)
        for part in parts:
            malformed: list[Finding] = []
            if isinstance(part, Chunk):
                malformed = sorted(_malformed(part, layout))
                self.complete &= not any(map(loses_row, malformed))
                every, part = part, part.of_width(len(layout.header))
                self.rows += len(every.rows) - len(part.rows)
            batch = self._engine.batch(part, layout)
            self.rows += len(batch)
            if self._exceptions and layout.has(self._table.primary_key):
                self._exceptions.see(batch, self._table.primary_key)
            for one in self._watching:
                one.see(batch, layout)
            rows_with_errors: set[int] = set()
            judged = _judge_candidates(batch, judge, rows_with_errors)
            beside = (check.see(batch) for check in across)
            yield from merge(malformed, order.check(batch), backings.check(batch), *beside, judged)
            index.add(batch, rows_with_errors)
            if self._collector:
                self._collector.add(
                    {name: batch.texts(name) for name in self._collector.names if name in layout.names}
                )
        for check in across:
            yield from check.rest()


def _judge_candidates(batch: Batch, judge: RowJudge, rows_with_errors: set[int]) -> Iterator[Finding]:
    """Judge the rows of a batch that may be wrong, and note which are."""
    for rows in batch.candidates():
        judged = judge.judge(rows)
        rows_with_errors |= judged.rows_with_errors
        yield from judged.findings


def _malformed(chunk: Chunk, layout: Layout) -> Iterator[Finding]:
    """Say what is wrong with the form of rows, their width included."""
    for found in chunk.findings:
        known = 1 < found.column <= len(layout.header)
        yield found._replace(field=layout.header[found.column - 1]) if known else found
    width = len(layout.header)
    for line, row in zip(chunk.lines, chunk.rows, strict=True):
        if len(row) != width:
            yield Finding(line, 1, _ragged(len(row), width))


def _ragged(cells: int, width: int) -> Violation:
    message = f"the row has {cells} cells, the header {width}"
    if cells < width:
        return Violation("row-short", message, "write a comma for every empty cell")
    return Violation("row-long", message, "put a cell that holds a comma into quotes")


def _repeats(
    key: Key, again: Iterable[Chunk], layout: Layout, judge: RowJudge
) -> Iterator[tuple[int, Finding]]:
    """Compare rows that share a hash, in order of lines: which of them repeat another, and how."""
    own = own_columns(key.names)
    firsts: dict[KeyCells, int] = {}
    before = 0
    for chunk in again:
        cells = layout.row_set(chunk.rows)
        # What only seldom is wrong is not said of a row that is wrong for certain.
        if key.said:
            wrong = {row for row, _, _ in judge.errors(cells)}
        else:
            wrong = {row for row, name in judge.cell_violations(cells) if name in own}
        texts = cells.cells[key.field]
        for row, (line, parts) in enumerate(zip(chunk.lines, cells.parts(key.names), strict=True)):
            if parts not in firsts:
                firsts[parts] = line
            elif not key.is_exempt(parts, wrong=row in wrong):
                violation = key.violation(parts, firsts[parts])
                number = layout.numbers[key.field]
                yield before + row, Finding(line, number, violation, key.field, texts[row])
        before += len(chunk.lines)
