"""Reading CSV into Polars frames where that is exact, and saying where it is not.

Polars reads quickly, but takes short rows, stray quotes and blank lines in its own way. So what it has
read of a block is written again, as our CSVs are written: if that gives the very bytes of the block, then
the block is well formed and every cell was read as it stands. If not, the block is left to the reader
that takes nothing for granted.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO, NamedTuple

import numpy as np
import polars as pl

from kz_bri_data.validation.reading import LONGEST_ROW, Chunk, Reader, read_blocks

# Small enough to keep memory low, large enough to keep two or more cores busy.
BLOCK = 1 << 23
# Below this, a block that is not well formed is no longer halved to save the good part of it.
SMALL = 1 << 16
_MOST_TRIES = 100
# None of our tables comes near; frames are not made for more.
_MOST_COLUMNS = 1000


class Part(NamedTuple):
    """A part of a file.

    Attributes
    ----------
    line
        Line at which it begins.
    block
        Its bytes; none for the last part, in which only a row may end that began before.
    rows
        Its rows: a frame of text, empty cells null, where that is exact; else a chunk.
    breaks
        How many line breaks there are in the bytes.
    """

    line: int
    block: bytes
    rows: pl.DataFrame | Chunk
    breaks: int


def read_parts(file: BinaryIO, accepts: Callable[[list[str]], bool]) -> Iterator[Part]:
    """Read a CSV file in parts, the header as the first of them.

    Parameters
    ----------
    file
        Binary file, at its start.
    accepts
        Says for a header whether the rows below it may become frames.

    Yields
    ------
    Part
    """
    # While the one part is judged, the next is read.
    with ThreadPoolExecutor(max_workers=1) as pool:
        parts = _read_parts(file, accepts)
        coming = pool.submit(next, parts, None)
        while (part := coming.result()) is not None:
            coming = pool.submit(next, parts, None)
            yield part


def read_rows(file: BinaryIO) -> Iterator[pl.DataFrame | Chunk]:
    """Read a file without judging it, header first."""
    return (part.rows for part in read_parts(file, _can_name_columns))


def _can_name_columns(header: list[str]) -> bool:
    return len(set(header)) == len(header) < _MOST_COLUMNS and list(map(holdable, header)) == header


def _read_parts(file: BinaryIO, accepts: Callable[[list[str]], bool]) -> Iterator[Part]:
    reader = Reader()
    header: list[str] = []
    for block in _whole_rows(read_blocks(file, BLOCK)):
        # What a file begins with is read with care.
        end = 0 if header else block.find(b"\n") + 1
        for piece in (block[:end], block[end:]):
            for part in _parts(reader, piece, header if header and accepts(header) else None):
                if not header and isinstance(part.rows, Chunk) and part.rows.rows:
                    header = part.rows.rows[0]
                yield part
            if reader.stopped:
                return
    yield Part(reader.line, b"", reader.finish(), 0)


def _parts(reader: Reader, block: bytes, names: list[str] | None) -> Iterator[Part]:
    if not block:
        return
    breaks = _count(block, "\n")
    if names is not None and not reader.waiting and (frame := _parse(block, names, breaks)) is not None:
        yield Part(reader.line, block, frame, breaks)
        reader.line += breaks
        return
    halves = _halves(block) if len(block) > SMALL else ()
    if all(halves) and halves:
        for half in halves:
            yield from _parts(reader, half, names)
    else:
        yield Part(reader.line, block, reader.read(block), breaks)


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


def _halves(block: bytes) -> tuple[bytes, bytes]:
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


def _parse(block: bytes, names: list[str], breaks: int) -> pl.DataFrame | None:
    """Read a block of rows as text, empty cells as null; None if it is not well formed throughout."""
    if b"\r" in block:  # which Polars would write as it stands
        return None
    if _has_giant_line(block):
        return None
    try:
        frame = read_text(block, names)
    except pl.exceptions.PolarsError:
        return None
    written = io.BytesIO()
    frame.write_csv(written, include_header=False, quote_style="necessary")
    if written.getvalue() != block:
        return None
    # The one thing that is written as it was read without being well formed: quotes around nothing.
    if b'""' in block and frame.select(pl.any_horizontal((pl.all() == "").any())).item():
        return None
    # A row without anything in it is none.
    if frame[names[0]].null_count() and frame.select(pl.all_horizontal(pl.all().is_null()).any()).item():
        return None
    if frame.height < breaks and _has_giant_row(frame):
        return None
    return frame


def read_text(block: bytes, names: list[str]) -> pl.DataFrame:
    """Read a block of rows as text, in whatever way Polars does."""
    # Polars makes as many columns as the first row has cells. Were that one of a million commas, it would
    # take gigabytes; after a row of the right width, it is an error at once.
    first = b",".join([b"x"] * len(names)) + b"\n"
    schema = dict.fromkeys(names, pl.String)
    return pl.read_csv(first + block, has_header=False, schema=schema, quote_char='"').slice(1)


def _has_giant_line(block: bytes) -> bool:
    """Whether a line of a block is longer than a row may be."""
    begin = 0
    while len(block) - begin > LONGEST_ROW:
        end = block.rfind(b"\n", begin, begin + LONGEST_ROW + 1)
        if end < 0:
            return True
        begin = end + 1
    return False


def _has_giant_row(frame: pl.DataFrame) -> bool:
    """Whether a row over several lines may be too long, had it nothing in its cells but quotes."""
    sizes = pl.sum_horizontal(2 * pl.all().str.len_bytes().cast(pl.Int64) + 3)
    return bool(frame.select((sizes > LONGEST_ROW).any()).item())


def holdable(text: str) -> str:
    """Give a text as a frame can hold it: with bytes that are not UTF-8, as one that nobody writes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "\ufffd" + text.encode("utf-8", "surrogateescape").decode("latin-1")
    return text


def lines_of(frame: pl.DataFrame, breaks: int, line: int) -> pl.Series:
    """Physical lines at which the rows of a block of so many line breaks begin, the first being given."""
    if breaks == frame.height:
        return pl.int_range(line, line + frame.height, dtype=pl.Int64, eager=True)
    inside = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0))
    rows = (inside.cast(pl.Int64) + 1).cum_sum()
    return frame.select(line + rows.shift(1, fill_value=0)).to_series()
