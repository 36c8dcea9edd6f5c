"""Reading CSV into Polars frames where that is exact, and saying where it is not.

Polars reads quickly, but takes short rows, stray quotes and blank lines in its own way. So what it has
read of a block is written again, as our CSVs are written: if that gives the very bytes of the block, then
the block is well formed and every cell was read as it stands. If not, the block is left to the reader
that takes nothing for granted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import polars as pl

from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reading.csv_reader import Chunk, CsvReader, Readable, read_blocks
from kz_bri_data.validation.reading.row_causes import MARKS

_MOST_TRIES = 100
# None of our tables comes near; frames are not made for more.
_MOST_COLUMNS = 1000


class Block(NamedTuple):
    """Some lines of a file.

    Attributes
    ----------
    line
        Line at which they begin.
    content
        Their bytes; none for the last block, in which only a row may end that began before.
    rows
        Their rows: a frame of text, empty cells null, where that is exact; else a chunk.
    newlines
        How many line breaks there are in the bytes.
    """

    line: int
    content: bytes
    rows: pl.DataFrame | Chunk
    newlines: int

    def texts(self, name: str) -> list[str]:
        """Give the cells of a column of a frame."""
        assert isinstance(self.rows, pl.DataFrame)
        return self.rows[name].fill_null("").to_list()


def read_frames(file: Readable, header: list[str] | None, limits: Limits) -> Iterator[Block]:
    """Read a CSV file in blocks, the header as the first of them.

    Parameters
    ----------
    file
        Binary file, at its start.
    header
        The only header below which rows may become frames; any that can name columns if None.
    limits
        How much is read at once, and how long a row may be.

    Yields
    ------
    Block
    """
    # While one block is judged, the next is read.
    with ThreadPoolExecutor(max_workers=1) as pool:
        blocks = _FrameReader(header, limits).read(file)
        coming = pool.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = pool.submit(next, blocks, None)
            yield block


def _can_name_columns(header: list[str]) -> bool:
    return len(set(header)) == len(header) < _MOST_COLUMNS and list(map(as_utf8, header)) == header


class _FrameReader:
    """Cuts a file into frames where that is exact, and into chunks where it is not."""

    def __init__(self, header: list[str] | None, limits: Limits) -> None:
        self._header = header
        self._limits = limits
        self._reader = CsvReader(longest_row=limits.longest_row)

    def read(self, file: Readable) -> Iterator[Block]:
        """Read a file from its start."""
        reader, limits = self._reader, self._limits
        header: list[str] = []
        names: list[str] | None = None
        for content in _whole_rows(read_blocks(file, limits.block, limits.longest_row)):
            # What a file begins with is read with care.
            end = 0 if header else content.find(b"\n") + 1
            for piece in (content[:end], content[end:]):
                for block in self._cut(piece, names):
                    if not header and isinstance(block.rows, Chunk) and block.rows.rows:
                        header = block.rows.rows[0]
                        names = header if self._accepts(header) else None
                    yield block
                if reader.stopped:
                    return
        yield Block(reader.line, b"", reader.finish(), 0)

    def _accepts(self, header: list[str]) -> bool:
        return _can_name_columns(header) if self._header is None else header == self._header

    def _cut(self, content: bytes, names: list[str] | None) -> Iterator[Block]:
        """Cut whole lines into blocks, as few as can be; only with names of columns they may be frames."""
        if not content:
            return
        reader = self._reader
        newlines = _count(content, "\n")
        if names is not None and not reader.waiting:
            frame = _parse(content, names, newlines, self._limits.longest_row)
            if frame is not None:
                yield Block(reader.line, content, frame, newlines)
                reader.line += newlines
                return
        if len(content) > self._limits.smallest_block:
            before, after = _split(content)
            if before and after:
                yield from self._cut(before, names)
                yield from self._cut(after, names)
                return
        yield Block(reader.line, content, reader.read(content), newlines)


def _count(block: bytes, mark: str, end: int = -1) -> int:
    """Count a mark up to a place; several times as fast as bytes do it."""
    return int(np.count_nonzero(np.frombuffer(block, dtype=np.uint8, count=end) == ord(mark)))


def _whole_rows(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Cut blocks of whole lines anew so that no row is divided, as far as quotes tell."""
    rest = b""
    for block in blocks:
        block = rest + block
        cut = _cut(block, len(block))
        block, rest = block[:cut], block[cut:]
        if block:
            yield block
    if rest:
        yield rest


def _split(block: bytes) -> tuple[bytes, bytes]:
    """Cut a block of whole lines in two, between rows if quotes tell where that is; one may be empty."""
    cut = _cut(block, len(block) // 2)
    if cut == len(block):
        cut = block.find(b"\n", len(block) // 2) + 1
    return block[:cut], block[cut:]


def _cut(block: bytes, end: int) -> int:
    """Find the last line end up to a place at which no quote is open; the end of the block if none is."""
    quotes = _count(block, '"', end)
    place = end
    for _ in range(_MOST_TRIES):
        before = block.rfind(b"\n", 0, place) + 1
        if not before:
            break
        quotes -= block.count(b'"', before, place)
        if not quotes % 2:
            return before
        place = before - 1
    return len(block)


def _parse(content: bytes, names: list[str], newlines: int, longest_row: int) -> pl.DataFrame | None:
    """Read rows as text, empty cells as null; None if they are not well formed throughout."""
    if b"\r" in content:  # which Polars would write as it stands
        return None
    if _has_giant_line(content, longest_row):
        return None
    try:
        frame = read_text(content, names)
    except pl.exceptions.PolarsError:
        return None
    written = io.BytesIO()
    frame.write_csv(written, include_header=False, quote_style="necessary")
    if written.getvalue() != content:
        return None
    # The one thing that is written as it was read without being well formed: quotes around nothing.
    if b'""' in content and frame.select(pl.any_horizontal((pl.all() == "").any())).item():
        return None
    # The header again is no row, and neither are the marks of git.
    if (frame[names[-1]] == names[-1]).any():
        return None
    if any(frame[names[0]].str.starts_with(mark).any() for mark in MARKS):
        return None
    # A row without anything in it is none.
    if frame[names[0]].null_count() and frame.select(pl.all_horizontal(pl.all().is_null()).any()).item():
        return None
    if frame.height < newlines and _has_giant_row(frame, longest_row):
        return None
    return frame


def read_text(content: bytes, names: list[str]) -> pl.DataFrame:
    """Read rows as text, in whatever way Polars does."""
    # Polars makes as many columns as the first row has cells. Were that one of a million commas, it would
    # take gigabytes; after a row of the right width, it is an error at once.
    first = b",".join([b"x"] * len(names)) + b"\n"
    schema = dict.fromkeys(names, pl.String)
    return pl.read_csv(first + content, has_header=False, schema=schema, quote_char='"').slice(1)


def _has_giant_line(content: bytes, longest_row: int) -> bool:
    """Whether a line is longer than a row may be."""
    begin = 0
    while len(content) - begin > longest_row:
        end = content.rfind(b"\n", begin, begin + longest_row + 1)
        if end < 0:
            return True
        begin = end + 1
    return False


def _has_giant_row(frame: pl.DataFrame, longest_row: int) -> bool:
    """Whether a row over several lines may be too long, had it nothing in its cells but quotes."""
    sizes = pl.sum_horizontal(2 * pl.all().str.len_bytes().cast(pl.Int64) + 3)
    return bool(frame.select((sizes > longest_row).any()).item())


def as_utf8(text: str) -> str:
    """Give a text as a frame can hold it: with bytes that are not UTF-8, as one that nobody writes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "\ufffd" + text.encode("utf-8", "surrogateescape").decode("latin-1")
    return text


def lines_of(frame: pl.DataFrame, newlines: int, line: int) -> pl.Series:
    """Physical lines at which the rows of a block of so many line breaks begin, the first being given."""
    if newlines == frame.height:
        return pl.int_range(line, line + frame.height, dtype=pl.Int64, eager=True)
    inside = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0))
    rows = (inside.cast(pl.Int64) + 1).cum_sum()
    return frame.select(line + rows.shift(1, fill_value=0)).to_series()
