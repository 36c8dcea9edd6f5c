"""Reading CSV into Polars frames where that is exact, and saying where it is not.

Polars reads quickly, but takes short rows, stray quotes and blank lines in its own way. So what it has
read of a block is written again, as our CSVs are written: if that gives the very bytes of the block, then
the block is well formed and every cell was read as it stands. If not, the block is left to the reader
that takes nothing for granted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import polars as pl

# Small enough to keep memory low, large enough to keep two or more cores busy.
BLOCK = 1 << 23
# Below this, a block that is not well formed is no longer halved to save the good part of it.
SMALL = 1 << 16
_MOST_TRIES = 100


def whole_rows(blocks: Iterator[bytes]) -> Iterator[bytes]:
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


def halves(block: bytes) -> tuple[bytes, bytes]:
    """Cut a block of whole rows in two; the second part may be empty."""
    cut = _cut(block, len(block) // 2)
    return block[:cut], block[cut:]


def _cut(block: bytes, end: int) -> int:
    """Find the last line end up to a place at which no quote is open; the end of the block if none is."""
    quotes = block.count(b'"', 0, end)
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


def parse(block: bytes, names: list[str]) -> pl.DataFrame | None:
    """Read a block of rows as text, empty cells as null; None if it is not well formed throughout."""
    try:
        frame = pl.read_csv(block, has_header=False, infer_schema=False, quote_char='"')
    except pl.exceptions.PolarsError:
        return None
    if frame.width != len(names):
        return None
    frame.columns = names
    written = io.BytesIO()
    frame.write_csv(written, include_header=False, quote_style="necessary")
    if written.getvalue() != block:
        return None
    # The one thing that is written as it was read without being well formed: quotes around nothing.
    if frame.select(pl.any_horizontal((pl.all() == "").any())).item():
        return None
    return frame


def lines_of(frame: pl.DataFrame, breaks: int, line: int) -> pl.Series:
    """Physical lines at which the rows of a block of so many line breaks begin, the first being given."""
    if breaks == frame.height:
        return pl.int_range(line, line + frame.height, dtype=pl.Int64, eager=True)
    inside = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0))
    rows = (inside.cast(pl.Int64) + 1).cum_sum()
    return frame.select(line + rows.shift(1, fill_value=0)).to_series()
