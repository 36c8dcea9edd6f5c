"""Lay rows of text out for a person at a terminal, and speak to that person."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence

from kz_bri_data._text_safety import defuse, escape

# Columns of the screen below which a cell says too little; between two cells there are two.
_LEAST, _GAP = 8, 2


def fit_table(
    header: Sequence[str], rows: Iterable[Sequence[str]], width: int, whole: Collection[str] = ()
) -> tuple[list[str], list[str]]:
    r"""Lay rows out as a table that is no wider than the screen.

    Parameters
    ----------
    header
        Name of each column.
    rows
        Cells as text, as many a row as the header has.
    width
        Columns of the screen.
    whole
        Names of columns whose cells are never cut, such as numbers: half a number is another one.

    Returns
    -------
    tuple of list of str and list of str
        Lines, a line a row below one of headings; and the names of the columns for which there was no
        room, those at the end. Long cells are cut, but never in the first column, which says what a row is
        about: it may pass the edge.

    Examples
    --------
    >>> rows = [["KAZ", "Kazakhstan", "country"], ["CHN", "China", "country"]]
    >>> lines, left_out = fit_table(["area", "name", "kind"], rows, width=80)
    >>> print("\n".join(lines))
    area  name        kind
    KAZ   Kazakhstan  country
    CHN   China       country
    >>> lines, left_out = fit_table(["area", "name", "kind"], rows, width=20)
    >>> print("\n".join(lines), left_out)
    area  name
    KAZ   Kazakhstan
    CHN   China ['kind']
    """
    cells = [[escape(cell) for cell in row] for row in (header, *rows)]
    natural = [max(_columns(row[index]) for row in cells) for index in range(len(header))]
    least = [one if name in whole else min(one, _LEAST) for name, one in zip(header, natural, strict=True)]
    widths = _widths(natural, least, width)
    shown = len(widths)
    return [_line(row[:shown], widths) for row in cells], list(header[shown:])


def align(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    r"""Lay rows out in columns, as wide as their cells, which are not cut.

    Parameters
    ----------
    rows
        Cells as text; a row may end early.

    Examples
    --------
    >>> print(*align([["a", "long", "x"], ["bcd", "y"]]), sep="\n")
    a    long  x
    bcd  y
    """
    cells = [[escape(cell) for cell in row] for row in rows]
    count = max(map(len, cells), default=0)
    widths = [max(_columns(row[index]) for row in cells if index < len(row)) for index in range(count)]
    for row in cells:
        yield _line(row, widths)


def screen_width() -> int:
    """Columns of the terminal, 80 where there is none."""
    if os.environ.get("COLUMNS", "").isdecimal():
        return int(os.environ["COLUMNS"])
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
    except (OSError, ValueError, AttributeError):
        return 80


def _widths(natural: Sequence[int], least: Sequence[int], width: int) -> list[int]:
    """Choose the widths of the columns for which there is room: as many as can be, then as wide as can be."""
    room = width - natural[0]
    shown = 1
    while shown < len(natural) and room >= sum(_GAP + one for one in least[1 : shown + 1]):
        shown += 1
    kept = list(zip(natural[1:shown], least[1:shown], strict=True))
    cut = max(natural[1:shown], default=0)
    while kept and sum(_GAP + max(few, min(one, cut)) for one, few in kept) > room:
        cut -= 1
    return [natural[0], *(max(few, min(one, cut)) for one, few in kept)]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (_fitted(cell, width) for cell, width in zip(row, widths, strict=False))
    return defuse((" " * _GAP).join(cells).rstrip())


def _fitted(text: str, width: int) -> str:
    """Fill a text up to a width with blanks, or cut it there."""
    if _columns(text) > width:
        text = text[:width]
        while _columns(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - _columns(text))


def _columns(text: str) -> int:
    """Columns that a text takes on a screen; a Chinese character takes two, a combining mark none."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def say(lines: str) -> None:
    """Write lines to the person who runs the program, apart from what it prints.

    Where nobody can be told, because the standard error is closed or its disk is full, the work goes on: what
    it came to is said by what is printed and by the exit status.
    """
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{lines}\n")
        sys.stderr.flush()
    except OSError:
        # What is left must not be tried again at exit, where it would change the exit status.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
