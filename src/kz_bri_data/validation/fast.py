"""The same check with Polars, for large files: whole columns are cleared, and only the rest is judged.

Findings, their words and their order are those of `TableCheck`: both judge with the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from typing import BinaryIO, NamedTuple

import numpy as np
import polars as pl

from kz_bri_data.validation.clearing import Clearing
from kz_bri_data.validation.frameledger import FrameLedger
from kz_bri_data.validation.frames import lines_of, read_parts, read_text
from kz_bri_data.validation.keys import Key
from kz_bri_data.validation.ledger import Ledger
from kz_bri_data.validation.reading import Chunk, Reader
from kz_bri_data.validation.references import Gathering
from kz_bri_data.validation.rows import Columns
from kz_bri_data.validation.tables import Finding, Rows, TableCheck, between, of_width

# How many rows are held as Python objects at once.
_HELD = 20_000


class _Part(NamedTuple):
    """A part of the file: its bytes, first line, first row, rows, and line breaks if it became a frame."""

    size: int
    line: int
    first: int
    rows: int
    breaks: int | None


class FastCheck(TableCheck):
    """Judges a file by the rules of a table, with Polars."""

    def _pass(self, file: BinaryIO) -> Iterator[Iterable[Finding]]:
        self._parts: list[_Part] = []
        self._frames: FrameLedger | None = None
        for part in read_parts(file, list(self._rules.fields).__eq__):
            first = self._ledger.size
            if isinstance(part.rows, Chunk):
                yield sorted(self._check(part.rows))
                rows, breaks = self._ledger.size - first, None
            else:
                rows, breaks = part.rows.height, part.breaks
                yield self._check_frame(part.rows, lines_of(part.rows, breaks, part.line))
            self._parts.append(_Part(len(part.block), part.line, first, rows, breaks))
            if self._stopped:
                return

    def _check_frame(self, frame: pl.DataFrame, lines: pl.Series) -> Iterator[Finding]:
        """Judge rows that are well formed throughout; findings come in order of lines."""
        assert self._frames is not None
        self.rows += frame.height
        frame = self._clearing.prepare(frame)
        spoilt: set[int] = set()
        yield from merge(self._judge_frame_order(lines, frame), self._judge_suspects(lines, frame, spoilt))
        self._frames.add_frame(lines, frame, spoilt)
        if self._gathering:
            self._gathering.add(_texts(frame, self._gathering))

    def _judge_suspects(self, lines: pl.Series, frame: pl.DataFrame, spoilt: set[int]) -> Iterator[Finding]:
        """Judge the rows of a prepared frame that may be wrong, and note which are."""
        for suspects in self._clearing.suspects(frame).to_frame().iter_slices(_HELD):
            numbers = suspects.to_series()
            columns = self._columns(frame[numbers].select(self._header).fill_null("").rows())
            found, wrong = self._judge(lines.gather(numbers).to_list(), columns)
            spoilt.update(numbers[row] for row in wrong)
            yield from sorted(found)

    def _new_ledger(self, keys: list[Key], series: list[str] | None) -> Ledger:
        if self._header != list(self._rules.fields):
            return super()._new_ledger(keys, series)
        self._clearing = Clearing(self._rules, self._reference)
        self._frames = FrameLedger(keys, series, self._clearing)
        return self._frames

    def _judge_frame_order(self, lines: pl.Series, frame: pl.DataFrame) -> Iterator[Finding]:
        """Find the first row that stands before one it should stand after, and say so."""
        keys = frame.select(pl.col(self._rules.key).fill_null(""))
        last = self._last_key or ("",) * keys.width
        self._last_key = keys.row(-1)
        after = pl.lit(value=False)
        for name, key in reversed(list(zip(keys.columns, last, strict=True))):
            before = pl.col(name).shift(1, fill_value=pl.lit(key))
            after = (before > pl.col(name)) | ((before == pl.col(name)) & after)
        wrong = keys.select(after).to_series().arg_true()
        if "order" in self._told or not len(wrong):
            return
        row = wrong[0]
        self._last_key = keys.row(row - 1) if row else last
        yield from self._judge_order([lines[row]], [keys.row(row)])

    def _pick(self, file: BinaryIO, positions: Sequence[int]) -> Iterator[tuple[list[int], Columns]]:
        if self._frames is None:
            yield from super()._pick(file, positions)
            return
        reader = Reader()
        below = False  # whether the header was passed
        file.seek(0)
        for part in self._parts:
            block = file.read(part.size)
            self._refuse_change(file)
            here = between(positions, part.first, part.first + part.rows)
            if part.breaks is not None:
                for start in range(0, len(here), _HELD):
                    numbers = [position - part.first for position in here[start : start + _HELD]]
                    lines, rows = self._rows_of_frame(block, part, numbers)
                    yield lines, self._columns(rows)
            else:
                if not reader.waiting:
                    reader.line = part.line
                lines, rows, _ = reader.read(block) if block else reader.finish()
                if rows and not below:
                    below, lines, rows = True, lines[1:], rows[1:]
                lines, rows = of_width(len(self._header), lines, rows)
                numbers = [position - part.first for position in here]
                if numbers:
                    yield [lines[row] for row in numbers], self._columns([rows[row] for row in numbers])

    def _rows_of_frame(self, block: bytes, part: _Part, numbers: list[int]) -> tuple[list[int], Rows]:
        """Read some rows of a well-formed block."""
        if part.breaks != part.rows:
            frame = read_text(block, self._header)
            lines = lines_of(frame, part.breaks or 0, part.line)
            return lines.gather(numbers).to_list(), frame[numbers].fill_null("").rows()
        # Every line is a row.
        ends = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == ord("\n"))
        rows = [block[ends[row - 1] + 1 if row else 0 : ends[row] + 1] for row in numbers]
        return [part.line + row for row in numbers], Reader(part.line).read(b"".join(rows)).rows


def _texts(frame: pl.DataFrame, gathering: Gathering) -> dict[str, list[str]]:
    names = [name for name in gathering.names if name in frame.columns]
    if gathering.wanted is not None and gathering.key in names:
        frame = frame.filter(pl.col(gathering.key).is_in(list(gathering.wanted)))
    return {name: frame[name].fill_null("").to_list() for name in names}
