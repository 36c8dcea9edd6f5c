"""Writing CSVs: as the package has them, with the diff for a person to see, in one step.

The diff is our own because difflib takes time that grows with the square of a file: of 10,000 lines of which
every second one changes, 8 seconds, and of 5,000 a third of that. This one finds the lines that stayed by
sorting, in 0.04 seconds, whatever a stranger's file holds.
"""

from __future__ import annotations

import os
import re
import tempfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kz_bri_data._text_safety import escape, for_log
from kz_bri_data.errors import CannotRunError

_NEEDS_QUOTES = re.compile('[",\r\n]')
_CONTEXT = 3


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV with LF and with quotes only where they are needed.

    Parameters
    ----------
    rows
        Cells of the header and of every row.

    Returns
    -------
    str

    Examples
    --------
    >>> print(csv_text([["area", "name"], ["KAZ", "Kazakhstan, the land"]]), end="")
    area,name
    KAZ,"Kazakhstan, the land"
    """
    return "".join(",".join(map(_quoted, row)) + "\n" for row in rows)


def unified_diff(before: str, after: str, name: str) -> str:
    r"""Show how a text changes, as `git diff` does, with nothing that steers a terminal or a workflow.

    Parameters
    ----------
    before, after
        The two texts.
    name
        What to call them.

    Returns
    -------
    str
        Lines, each ended; empty if the texts are alike. Line ends other than LF are shown.

    Examples
    --------
    >>> print(unified_diff("a\r\nb\n", "a\nb\n", "x.csv"), end="")
    --- x.csv
    +++ x.csv (fixed)
    @@ -1,2 +1,2 @@
    -a\r
    +a
     b
    """
    edits = list(_edits(_lines(before), _lines(after)))
    spans: list[list[int]] = []
    for index, (mark, _) in enumerate(edits):
        # A hunk goes on as long as the lines around one change reach those around the next.
        if mark != " " and spans and index - spans[-1][1] <= 2 * _CONTEXT + 1:
            spans[-1][1] = index
        elif mark != " ":
            spans.append([index, index])
    out = [f"--- {name}", f"+++ {name} (fixed)"] if spans else []
    old = new = done = 0
    for first, last in spans:
        start = max(first - _CONTEXT, 0)
        old, new = old + start - done, new + start - done
        hunk = edits[start : last + _CONTEXT + 1]
        gone, come = (sum(mark != other for mark, _ in hunk) for other in "+-")
        out.append(f"@@ -{old + bool(gone)},{gone} +{new + bool(come)},{come} @@")
        out += [mark + line for mark, line in hunk]
        old, new, done = old + gone, new + come, start + len(hunk)
    return "".join(f"{for_log(line)}\n" for line in out)


def longest_rise(numbers: Sequence[int]) -> list[int]:
    """Find the longest rising run in some numbers, each of which is there once, and give its places.

    Examples
    --------
    >>> longest_rise([1, 9, 2, 3])
    [0, 2, 3]
    """
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        at[length : length + 1] = [index]
    places = []
    index = at[-1] if at else -1
    while index >= 0:
        places.append(index)
        index = before[index]
    return places[::-1]


def replace_file(path: str | os.PathLike[str], content: bytes) -> None:
    """Put new content into a file so that at every moment either the old or the new one is there.

    Parameters
    ----------
    path
        A file that is there; it keeps its mode.
    content
        What is to be in it.

    Raises
    ------
    CannotRunError
        If another program keeps the file; the old content is there then, and nothing else.
    OSError
        If it cannot be written; the old content is there then, and nothing else.
    """
    target = Path(path).absolute()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode & 0o7777)
        try:
            temporary.replace(target)
        except PermissionError as error:
            # The error names a file that nobody knows. On Windows, a program that has the CSV open keeps it.
            raise CannotRunError(
                f"{escape(str(path))} cannot be replaced ({error.strerror}); is it open in Excel? close it "
                "there, and run the command again"
            ) from None
    finally:
        temporary.unlink(missing_ok=True)
    if hasattr(os, "O_DIRECTORY"):  # or a power cut could undo the replacement
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    last = lines.pop()
    return [*lines, f"{last} (no line end)"] if last else lines


def _edits(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Every line of both texts in order, each marked: gone "-", come "+", or stayed " "."""
    done_old = done_new = 0
    for at_old, at_new in [*_stayed(old, new), (len(old), len(new))]:
        yield from (("-", line) for line in old[done_old:at_old])
        yield from (("+", line) for line in new[done_new:at_new])
        yield from ((" ", line) for line in old[at_old : at_old + 1])
        done_old, done_new = at_old + 1, at_new + 1


def _stayed(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """As many lines as are in both texts in one order, by their numbers there.

    The first line of a text is taken for the first that is like it in the other, the second for the
    second; so each has one counterpart, and the longest rising run of their numbers is the answer.
    """
    places = {line: number for number, line in enumerate(_numbered(new))}
    pairs = [(number, places[line]) for number, line in enumerate(_numbered(old)) if line in places]
    return [pairs[index] for index in longest_rise([place for _, place in pairs])]


def _numbered(lines: list[str]) -> Iterator[tuple[str, int]]:
    seen: Counter[str] = Counter()
    for line in lines:
        seen[line] += 1
        yield line, seen[line]
