"""The same check with Polars, for large files: whole columns are cleared, and only the rest is judged.

Findings, their words and their order are those of `TableCheck`: both judge with the same functions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

import polars as pl

from kz_bri_data.validation.clearing import Clearing
from kz_bri_data.validation.frameledger import FrameLedger
from kz_bri_data.validation.frames import BLOCK, SMALL, halves, lines_of, parse, whole_rows
from kz_bri_data.validation.keys import Key
from kz_bri_data.validation.ledger import Ledger
from kz_bri_data.validation.reading import Chunk, Reader, read_blocks
from kz_bri_data.validation.rows import Columns
from kz_bri_data.validation.tables import Finding, TableCheck, of_width


class _Part(NamedTuple):
    """A part of the file: its bytes, first line, first row, rows, and whether it was read as a frame."""

    size: int
    line: int
    first: int
    rows: int
    clean: bool


class FastCheck(TableCheck):
    """Judges a file by the rules of a table, with Polars."""

    def _pass(self, file: BinaryIO) -> Iterator[Iterable[Finding]]:
        self._parts: list[_Part] = []
        self._frames: FrameLedger | None = None
        reader = Reader()
        for block in whole_rows(read_blocks(file, BLOCK)):
            end = 0
            if not self._header:
                # The header is read with care, and with it whatever else a file may begin with.
                end = block.find(b"\n") + 1 or len(block)
                yield self._check_carefully(reader, block[:end])
            if not (reader.stopped or self._stopped):
                yield from self._pass_block(reader, block[end:])
            if reader.stopped or self._stopped:
                return
        yield self._check_carefully(reader, b"")

    def _pass_block(self, reader: Reader, block: bytes) -> Iterator[Iterable[Finding]]:
        if not block:
            return
        careful = reader.waiting or self._frames is None
        frame = None if careful else parse(block, self._header)
        if frame is not None:
            yield self._check_frame(reader, block, frame)
        elif careful or len(block) < SMALL or not all(parts := halves(block)):
            yield self._check_carefully(reader, block)
        else:
            for part in parts:
                yield from self._pass_block(reader, part)

    def _check_carefully(self, reader: Reader, block: bytes) -> list[Finding]:
        """Judge a block as `TableCheck` does; an empty one ends the file."""
        line, first = reader.line, self._ledger.size
        findings = list(self._check(reader.read(block) if block else reader.finish()))
        self._parts.append(_Part(len(block), line, first, self._ledger.size - first, clean=False))
        return findings

    def _check_frame(self, reader: Reader, block: bytes, frame: pl.DataFrame) -> list[Finding]:
        """Judge a block that is well formed throughout."""
        assert self._frames is not None
        self._parts.append(_Part(len(block), reader.line, self._ledger.size, frame.height, clean=True))
        breaks = block.count(b"\n")
        lines = lines_of(frame, breaks, reader.line)
        reader.line += breaks
        self.rows += frame.height
        found: list[Finding] = []
        spoilt: set[int] = set()
        suspects = frame.select(self._suspected).to_series().arg_true()
        if len(suspects):
            columns = self._columns(frame[suspects].fill_null("").rows())
            found, spoilt_suspects = self._judge(lines.gather(suspects).to_list(), columns)
            spoilt = {suspects[number] for number in spoilt_suspects}
        found += self._judge_frame_order(lines, frame)
        self._frames.add_frame(lines, frame, spoilt)
        return found

    def _new_ledger(self, keys: list[Key], series: list[str] | None) -> Ledger:
        if self._header != list(self._rules.fields):
            return super()._new_ledger(keys, series)
        clearing = Clearing(self._rules, self._reference)
        self._suspected = clearing.suspected()
        self._frames = FrameLedger(keys, series, clearing)
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

    def _pick(self, file: BinaryIO, positions: set[int]) -> Iterator[tuple[list[int], Columns]]:
        if self._frames is None:
            yield from super()._pick(file, positions)
            return
        wanted = sorted(positions)
        reader = Reader()
        file.seek(0)
        for part in self._parts:
            block = file.read(part.size)
            start, end = bisect_left(wanted, part.first), bisect_left(wanted, part.first + part.rows)
            here = [position - part.first for position in wanted[start:end]]
            if part.clean:
                chunk = _pick_rows(block, part, here) if here else None
            else:
                if not reader.waiting:
                    reader.line = part.line
                chunk = _pick_from(reader.read(block) if block else reader.finish(), len(self._header), here)
            if chunk and here:
                yield chunk.lines, self._columns(chunk.rows)


def _pick_rows(block: bytes, part: _Part, rows: list[int]) -> Chunk:
    """Read some rows of a well-formed block."""
    if block.count(b"\n") > part.rows:
        return _pick_from(Reader(part.line).read(block), None, rows)
    # Every line is a row.
    lines = block.split(b"\n")
    chunk = Reader(part.line).read(b"\n".join([*(lines[row] for row in rows), b""]))
    return chunk._replace(lines=[part.line + row for row in rows])


def _pick_from(chunk: Chunk, width: int | None, rows: list[int]) -> Chunk:
    lines, cells = chunk.lines, chunk.rows
    if width is not None:
        lines, cells = of_width(width, lines, cells)
    return Chunk([lines[row] for row in rows], [cells[row] for row in rows], [])
