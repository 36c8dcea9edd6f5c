r"""Reading CSV as a stranger may have written it: block by block, physical lines counted.

Python's csv module takes ill-formed quotes for content, and neither it nor a data frame library says
at which physical line a row begins. Most lines hold no quote at all, and splitting those at the
commas is both exact and quick.

A line ends with "\n", alone or after "\r"; that is also how lines are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from kz_bri_data.validation.problems import Verdict

BLOCK = 1 << 18
# In bytes. No row of ours comes near this; a longer one is a mistake or an attack, and must not fill the
# memory.
LONGEST_ROW = 1 << 20
# Of a longer line so much more is kept that it is too long even without CR and byte order mark.
_BEYOND = 8

_CELL = r'(?:"(?:[^"]++|"")*+"|[^",]*+)(?=,|\Z)'
_CELLS = re.compile(f",({_CELL})")
_ROW = re.compile(f"(?:,{_CELL})*+")
_BEGUN_ROW = re.compile(rf'(?:,{_CELL})*+,"(?:[^"]++|"")*+')
_NEEDS_QUOTES = re.compile('[",\r\n]')


class Trouble(NamedTuple):
    """Something wrong with the form of a line.

    Attributes
    ----------
    line, column
        Where; the column is that of the cell, or 1.
    verdict
        What.
    once
        Whether it is told once for a whole file, because what mends one such line mends them all.
    """

    line: int
    column: int
    verdict: Verdict
    once: bool = False

    @property
    def loses_row(self) -> bool:
        """Whether the line could not be cut into cells, though there is something on it."""
        return not self.once and self.verdict.code != "row-blank"


class Chunk(NamedTuple):
    """Some rows of a file, each with the physical line at which it begins."""

    lines: list[int]
    rows: list[list[str]]
    troubles: list[Trouble]


def read_chunks(file: BinaryIO, size: int = BLOCK) -> Iterator[Chunk]:
    """Read a CSV file, header included, as chunks of rows.

    Parameters
    ----------
    file
        Binary file, at its start.
    size
        How many bytes to read at once.

    Yields
    ------
    Chunk
        Rows in order of the file. A line that cannot be cut into cells is only among the troubles.
    """
    reader = Reader()
    for block in read_blocks(file, size):
        yield reader.read(block)
        if reader.stopped:
            return
    yield reader.finish()


def read_blocks(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Read a file as blocks of whole lines; of a line beyond all measure only the beginning is kept."""
    kept = LONGEST_ROW + _BEYOND
    rest = b""
    while block := file.read(size):
        end = block.rfind(b"\n") + 1
        if not end:
            rest = (rest + block)[:kept]
            continue
        start = block.find(b"\n") if len(rest) == kept else 0
        yield rest + block[start:end]
        rest = block[end:]
    if rest:
        yield rest


class Reader:
    """Cuts blocks of a file into rows, and keeps what a block leaves unfinished.

    Parameters
    ----------
    line
        Line at which reading begins.

    Attributes
    ----------
    line
        Line at which the next row begins.
    stopped
        Whether the file turned out to be no text in lines, so that reading on is of no use.
    """

    def __init__(self, line: int = 1) -> None:
        self.line = line
        self.stopped = False
        self._rest: list[str] = []
        self._begun = line > 1
        self._ended = True

    @property
    def waiting(self) -> bool:
        """Whether a row has begun that the blocks so far do not end."""
        return bool(self._rest)

    def read(self, block: bytes) -> Chunk:
        """Cut the next block of whole lines into rows."""
        chunk = Chunk([], [], [])
        if not self._begun:
            self._begun = True
            block = self._begin(block, chunk)
            if self.stopped:
                return chunk
        text = block.decode("utf-8", "surrogateescape")
        if "\r\n" in text:
            line = self.line + len(self._rest) + text[: text.index("\r\n")].count("\n")
            verdict = Verdict("line-end", "the lines end with CR LF", "end them with LF alone")
            chunk.troubles.append(Trouble(line, 1, verdict, once=True))
            text = text.replace("\r\n", "\n")
        lines = text.split("\n")
        self._ended = not lines[-1]
        if self._ended:
            lines.pop()
        self._cut(self._rest + lines, chunk, final=False)
        return chunk

    def finish(self) -> Chunk:
        """Cut what the last block left unfinished, now that nothing follows."""
        chunk = Chunk([], [], [])
        self._cut(self._rest, chunk, final=True)
        if not self._ended and not self.stopped:
            verdict = Verdict("line-end", "the last line has no line end", "end it with a line break")
            chunk.troubles.append(Trouble(self.line - 1, 1, verdict, once=True))
        return chunk

    def _begin(self, block: bytes, chunk: Chunk) -> bytes:
        if block.startswith(b"\xef\xbb\xbf"):
            verdict = Verdict("bom", "the file begins with a byte order mark", "save it as UTF-8 without BOM")
            chunk.troubles.append(Trouble(1, 1, verdict, once=True))
            block = block[3:]
        if block.startswith((b"\xff\xfe", b"\xfe\xff")):
            verdict = Verdict("encoding", "the file is UTF-16", "save it as UTF-8")
        elif b"\r" in block and b"\n" not in block:
            verdict = Verdict("line-end", "the lines end with CR", "end them with LF")
        else:
            return block
        self.stopped = True
        chunk.troubles.append(Trouble(1, 1, verdict, once=True))
        return block

    def _cut(self, lines: list[str], chunk: Chunk, *, final: bool) -> None:
        """Cut lines into rows; unless they are the final ones, the last row may wait for more."""
        first = self.line
        self._rest = []
        number = 0
        while number < len(lines):
            line = lines[number]
            # A character has at most four bytes. What begins with a comma may have nothing but commas.
            if line and '"' not in line and line[0] != "," and 4 * len(line) <= LONGEST_ROW:
                chunk.lines.append(first + number)
                chunk.rows.append(line.split(","))
                number += 1
                continue
            end, row = _quoted_row(lines, number)
            if end > len(lines) and not final:
                self._rest = lines[number:]
                break
            if isinstance(row, Verdict):
                chunk.troubles.append(Trouble(first + number, _column_of(row, line), row))
                number += 1
                continue
            cells = [cell[1:-1].replace('""', '"') if cell[:1] == '"' else cell for cell in row]
            if any(cells):
                if needless := _needless(row):
                    chunk.troubles.append(Trouble(first + number, needless, _NEEDLESS, once=True))
                chunk.lines.append(first + number)
                chunk.rows.append(cells)
            else:
                chunk.troubles.append(Trouble(first + number, 1, _EMPTY))
            number = end
        self.line = first + number


_BLANK = Verdict("row-blank", "the line is blank", "delete it")
_EMPTY = Verdict("row-blank", "every cell of the row is empty", "delete the row")
_TOO_LONG = Verdict(
    "row-too-long",
    f"the row has more than {LONGEST_ROW:,} bytes",
    "is a line break or a quote missing?",
)
_STRAY = Verdict(
    "quote-stray",
    "a quote stands in the middle of a cell",
    "put the whole cell into quotes and write each quote in it twice",
)
_UNCLOSED = Verdict("quote-unclosed", "a quote is opened and never closed", "close it, or write it twice")
_NEEDLESS = Verdict("quote-needless", "a cell is in quotes that needs none", "leave the quotes out")


def _quoted_row(lines: list[str], start: int) -> tuple[int, list[str] | Verdict]:
    """Cut the row that begins at a line, which may go on over the next ones.

    Returns the number of the line after it, beyond the last one if a quote is still open there, and
    the cells with their quotes or what is wrong.
    """
    line = lines[start]
    if not line:
        return start + 1, _BLANK
    length = _size(line)
    if length > LONGEST_ROW:
        return start + 1, _TOO_LONG
    if _ROW.fullmatch("," + line):
        return start + 1, _CELLS.findall("," + line)
    if not _BEGUN_ROW.fullmatch("," + line):
        return start + 1, _STRAY
    # An open quote takes up whole lines until one with an odd number of quotes closes it. If that
    # gives no row, only the first line is given up: the rows after it are read as if it were closed.
    for end in range(start + 1, len(lines)):
        length += 1 + _size(lines[end])
        if length > LONGEST_ROW:
            return start + 1, _UNCLOSED
        if lines[end].count('"') % 2:
            row = "," + "\n".join(lines[start : end + 1])
            return (end + 1, _CELLS.findall(row)) if _ROW.fullmatch(row) else (start + 1, _UNCLOSED)
    return len(lines) + 1, _UNCLOSED


def _size(text: str) -> int:
    """Count the bytes of a text."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def _column_of(verdict: Verdict, line: str) -> int:
    """Count to the cell whose quotes are ill-formed."""
    if verdict not in (_STRAY, _UNCLOSED):
        return 1
    begun = _ROW.match("," + line)
    return 1 + len(_CELLS.findall(begun[0] if begun else ""))


def _needless(row: list[str]) -> int:
    """Find the first cell that is in quotes without need; 0 if there is none."""
    for number, cell in enumerate(row, start=1):
        if cell[:1] == '"' and not _NEEDS_QUOTES.search(cell, 1, len(cell) - 1):
            return number
    return 0
