r"""Reading CSV as a stranger may have written it: block by block, physical lines counted.

Python's csv module takes ill-formed quotes for content, and neither it nor a data frame library says
at which physical line a row begins. Most lines hold no quote at all, and splitting those at the
commas is both exact and quick.

A line ends with "\n", alone or after "\r"; that is also how lines are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reading.row_causes import (
    LENGTH,
    MARKS,
    READ_ALL_THE_SAME,
    MergeConflicts,
    OddRows,
)

# Of a longer line so much more is kept that it is too long even without CR and byte order mark.
_BEYOND = 8

_CELL = r'(?:"(?:[^"]++|"")*+"|[^",]*+)(?=,|\Z)'
_CELLS = re.compile(f",({_CELL})")
_ROW = re.compile(f"(?:,{_CELL})*+")
_BEGUN_ROW = re.compile(rf'(?:,{_CELL})*+,"(?:[^"]++|"")*+')
_NEEDS_QUOTES = re.compile('[",\r\n]')


class Readable(Protocol):
    """A binary file, or what stands before one."""

    def read(self, size: int, /) -> bytes:
        """Read up to so many bytes."""


class Chunk(NamedTuple):
    """Some rows of a file, the physical line at which each begins, and what is wrong with their form."""

    lines: list[int]
    rows: list[list[str]]
    findings: list[Finding]

    def lost_lines(self) -> list[range]:
        """Lines that could not be cut into cells, though there is something on them; some of one cause."""
        return [range(found.line, found.line + found.n_lines) for found in self.findings if loses_row(found)]

    def of_width(self, width: int) -> Chunk:
        """Leave out the rows that have another number of cells."""
        right = [number for number, row in enumerate(self.rows) if len(row) == width]
        return self if len(right) == len(self.rows) else self.pick(right)

    def pick(self, numbers: Sequence[int]) -> Chunk:
        """Take some rows alone."""
        return Chunk(
            [self.lines[number] for number in numbers], [self.rows[number] for number in numbers], []
        )


def loses_row(found: Finding) -> bool:
    """Say whether what is wrong with the form of a row means that its cells are not known."""
    return not found.once_per_file and found.violation.code not in ("row-blank", *READ_ALL_THE_SAME)


def read_chunks(file: Readable, limits: Limits | None = None) -> Iterator[Chunk]:
    """Read a CSV file, header included, as chunks of rows.

    Parameters
    ----------
    file
        Binary file, at its start.
    limits
        How much is read at once, and how long a row may be.

    Yields
    ------
    Chunk
        Rows in order of the file. A line that cannot be cut into cells is only among the findings.
    """
    limits = limits or Limits()
    reader = CsvReader(longest_row=limits.longest_row)
    for block in read_blocks(file, limits.chunk, limits.longest_row):
        yield reader.read(block)
        if reader.stopped:
            return
    yield reader.finish()


def read_blocks(file: Readable, size: int, longest_row: int) -> Iterator[bytes]:
    """Read a file as blocks of whole lines; of a line beyond all measure only the beginning is kept."""
    kept = longest_row + _BEYOND
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


class CsvReader:
    """Cuts blocks of a file into rows, and keeps what a block leaves unfinished.

    Parameters
    ----------
    line
        Line at which reading begins.
    longest_row
        Bytes that a row may have.

    Attributes
    ----------
    line
        Line at which the next row begins.
    stopped
        Whether the file turned out to be no text in lines, so that reading on is of no use.
    """

    def __init__(self, line: int = 1, *, longest_row: int) -> None:
        self.line = line
        self._longest_row = longest_row
        self.stopped = False
        self._rest: list[str] = []
        self._begun = line > 1
        self._ended = True
        self._has_header = line == 1
        self._conflicts = MergeConflicts()
        self._odd: OddRows | None = None
        self._is_truncated = False

    @property
    def waiting(self) -> bool:
        """Whether a row, or a conflict of git, has begun that the blocks so far do not end."""
        return bool(self._rest or self._conflicts.begun)

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
            violation = Violation("line-end", "the lines end with CR LF", _LF)
            chunk.findings.append(Finding(line, 1, violation, once_per_file=True))
            text = text.replace("\r\n", "\n")
        lines = text.split("\n")
        self._ended = not lines[-1]
        if self._ended:
            lines.pop()
        self._cut(self._rest + lines, chunk, final=False)
        if not self._ended:
            self._take_last(chunk)
        return chunk

    def finish(self) -> Chunk:
        """Cut what the last block left unfinished, now that nothing follows."""
        chunk = Chunk([], [], [])
        self._cut(self._rest, chunk, final=True)
        self._conflicts.end(self.line, chunk.findings)
        if not self._ended and not self.stopped and not self._is_truncated:
            violation = Violation("line-end", "the last line has no line end", "end it with a line break")
            chunk.findings.append(Finding(self.line - 1, 1, violation, once_per_file=True))
        return chunk

    def _take_last(self, chunk: Chunk) -> None:
        """Take out the last row, which has no line end, if the file ends within it."""
        cells = len(chunk.rows[-1]) if chunk.rows else 0
        if self._odd is None or self._rest or not 1 < cells < self._odd.width:
            return
        self._is_truncated = True
        chunk.rows.pop()
        message = f"the file ends in the middle of a row: {cells} of {self._odd.width} cells, and no line end"
        violation = Violation("file-truncated", message, "fetch or save it again, for more may be missing")
        chunk.findings.append(Finding(chunk.lines.pop(), 1, violation))

    def _begin(self, block: bytes, chunk: Chunk) -> bytes:
        if block.startswith(b"\xef\xbb\xbf"):
            violation = Violation(
                "bom", "the file begins with a byte order mark", "save it as UTF-8 without BOM"
            )
            chunk.findings.append(Finding(1, 1, violation, once_per_file=True))
            block = block[3:]
        if block.startswith((b"\xff\xfe", b"\xfe\xff")):
            violation = Violation("encoding", "the file is UTF-16", "save it as UTF-8")
        elif b"\r" in block and b"\n" not in block:
            violation = Violation("line-end", "the lines end with CR", "end them with LF")
        else:
            return block
        self.stopped = True
        chunk.findings.append(Finding(1, 1, violation, once_per_file=True))
        return block

    def _cut(self, lines: list[str], chunk: Chunk, *, final: bool) -> None:
        """Cut lines into rows; unless they are the final ones, the last row may wait for more."""
        first = self.line
        self._rest = []
        number = 0
        # A character has at most four bytes.
        may_be_long = 4 * max(map(len, lines), default=0) > self._longest_row
        while number < len(lines):
            line = lines[number]
            if (self._conflicts.begun or line[:LENGTH] in MARKS) and self._conflicts.holds(
                line, first + number, chunk.findings
            ):
                number += 1
                continue
            # What begins with a comma may have nothing but commas.
            if line and line[0] != "," and not (may_be_long and _size(line) > self._longest_row):
                cells = line.split(",") if '"' not in line else _cut_at_quotes(line)
                if cells:
                    self._add(cells, first + number, chunk)
                    number += 1
                    continue
            end, row = _cut_with_care(lines, number, self._longest_row)
            if end > len(lines) and not final:
                self._rest = lines[number:]
                break
            if isinstance(row, Violation):
                self._add_malformed(row, line, first + number, chunk)
                number += 1
            else:
                if cells := _take(row, first + number, chunk):
                    self._add(cells, first + number, chunk)
                number = end
        self.line = first + number

    def _add_malformed(self, violation: Violation, text: str, line: int, chunk: Chunk) -> None:
        """Report what is wrong with a line, unless it is a row in quotes."""
        odd = self._odd if violation == _STRAY else None
        if odd is not None and (cells := odd.read_stray(text, line, chunk.findings)):
            self._add(cells, line, chunk)
        else:
            chunk.findings.append(Finding(line, _column_of(violation, text), violation))

    def _add(self, cells: list[str], line: int, chunk: Chunk) -> None:
        """Put a row into a chunk, as the row that it is."""
        if self._odd is not None:
            if len(cells) == 1 or cells[-1] == self._odd.last:
                read = self._odd.read(cells, line, chunk.findings)
                if read is None:
                    return
                cells = read
        elif self._has_header:
            self._odd = OddRows(cells)
        chunk.lines.append(line)
        chunk.rows.append(cells)


_LF = (
    "end them with LF alone, as kz-bri-data fix does; where git makes them so on Windows, write "
    "*.csv text eol=lf into .gitattributes"
)
_BLANK = Violation("row-blank", "the line is blank", "delete it")
_EMPTY = Violation("row-blank", "every cell of the row is empty", "delete the row")
_STRAY = Violation(
    "quote-stray",
    "a quote stands in the middle of a cell",
    "put the whole cell into quotes and write each quote in it twice",
)
_UNCLOSED = Violation("quote-unclosed", "a quote is opened and never closed", "close it, or write it twice")
_NEEDLESS = Violation("quote-needless", "a cell is in quotes that needs none", "leave the quotes out")


def _take(row: list[str], line: int, chunk: Chunk) -> list[str] | None:
    """Take the quotes off the cells of a row; None if there is nothing in it."""
    cells = [cell[1:-1].replace('""', '"') if cell[:1] == '"' else cell for cell in row]
    if not any(cells):
        chunk.findings.append(Finding(line, 1, _EMPTY))
        return None
    if needless := _needless(row):
        chunk.findings.append(Finding(line, needless, _NEEDLESS, once_per_file=True))
    return cells


def _cut_at_quotes(line: str) -> list[str] | None:
    """Cut a line in which quotes are only around cells with commas; None if they may be elsewhere.

    Most rows with quotes are so, and this takes a tenth of the time that patterns take.
    """
    pieces = line.split('"')
    quoted = pieces[1::2]
    # A mark takes the place of every cell in quotes, and then has to be a cell of its own.
    cells = "\0".join(pieces[::2]).split(",")
    if not len(pieces) % 2 or "\0" in line or cells.count("\0") != len(quoted):
        return None
    at = -1
    for cell in quoted:
        if "," not in cell:
            return None
        at = cells.index("\0", at + 1)
        cells[at] = cell
    return cells


def _cut_with_care(lines: list[str], start: int, longest: int) -> tuple[int, list[str] | Violation]:
    """Cut the row that begins at a line, which may go on over the next ones.

    Returns the number of the line after it, beyond the last one if a quote is still open there, and
    the cells with their quotes or what is wrong.
    """
    line = lines[start]
    if not line:
        return start + 1, _BLANK
    length = _size(line)
    if length > longest:
        hint = "is a line break or a quote missing?"
        return start + 1, Violation("row-too-long", f"the row has more than {longest:,} bytes", hint)
    if _ROW.fullmatch("," + line):
        return start + 1, _CELLS.findall("," + line)
    if not _BEGUN_ROW.fullmatch("," + line):
        return start + 1, _STRAY
    # An open quote takes up whole lines until one with an odd number of quotes closes it. If that
    # gives no row, only the first line is given up: the rows after it are read as if it were closed.
    for end in range(start + 1, len(lines)):
        length += 1 + _size(lines[end])
        if length > longest:
            return start + 1, _UNCLOSED
        if lines[end].count('"') % 2:
            row = "," + "\n".join(lines[start : end + 1])
            return (end + 1, _CELLS.findall(row)) if _ROW.fullmatch(row) else (start + 1, _UNCLOSED)
    return len(lines) + 1, _UNCLOSED


def _size(text: str) -> int:
    """Count the bytes of a text."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def _column_of(violation: Violation, line: str) -> int:
    """Count to the cell whose quotes are ill-formed."""
    if violation not in (_STRAY, _UNCLOSED):
        return 1
    begun = _ROW.match("," + line)
    return 1 + len(_CELLS.findall(begun[0] if begun else ""))


def _needless(row: list[str]) -> int:
    """Find the first cell that is in quotes without need; 0 if there is none."""
    for number, cell in enumerate(row, start=1):
        if cell[:1] == '"' and not _NEEDS_QUOTES.search(cell, 1, len(cell) - 1):
            return number
    return 0
