"""Lay rows of text out for a person at a terminal."""

from __future__ import annotations

from collections.abc import Sequence

# Columns of the screen that a cell may take; below the least, a table says too little.
_MOST, _LEAST = 60, 16


def as_text(header: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> str:
    """Lay rows out as an aligned table, or, where that is wider than the screen, as records.

    Parameters
    ----------
    header
        Name of each column.
    rows
        Cells as text, as many a row as the header has.
    width
        Columns of the screen.

    Returns
    -------
    str
        Lines without a final line break. A table cuts long cells, but never in its first column; a
        record leaves empty cells out and cuts nothing.

    Examples
    --------
    >>> print(as_text(["area", "name"], [["KAZ", "Kazakhstan"], ["CHN", "China"]], width=80))
    area  name
    KAZ   Kazakhstan
    CHN   China
    >>> print(as_text(["area", "name"], [["KAZ", "Kazakhstan"]], width=10))
    area  KAZ
    name  Kazakhstan
    """
    table = [[printable(cell) for cell in row] for row in (header, *rows)]
    natural = [max(_columns(row[index]) for row in table) for index in range(len(header))]
    for most in range(_MOST, _LEAST - 1, -1):
        # The first column holds what a row is called, so it is never cut.
        widths = [natural[0], *(min(one, most) for one in natural[1:])]
        if sum(widths) + 2 * (len(widths) - 1) <= width:
            return "\n".join(_aligned(row, widths) for row in table)
    name_width = max(map(len, header))
    records = (
        "\n".join(
            f"{name:<{name_width}}  {printable(cell)}" for name, cell in zip(header, row, strict=True) if cell
        )
        for row in rows
    )
    return "\n\n".join(records)


def printable(text: str) -> str:
    r"""Show control characters, terminal escapes among them, as escapes.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        One line that cannot move the cursor or change a colour.

    Examples
    --------
    >>> print(printable("red\x1b[31m"))
    red\x1b[31m
    """
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def inert(line: str) -> str:
    r"""Break what GitHub would take for a command in the log of a workflow.

    It does so wherever ``##[`` stands, and with ``::`` at the beginning of a line, even after blanks.

    Parameters
    ----------
    line
        A line to print.

    Returns
    -------
    str
        The same, with the first sign of a command written as an escape.

    Examples
    --------
    >>> print(inert(" ::error::x"))
     \x3a:error::x
    >>> print(inert("a ##[error]x"))
    a \x23#[error]x
    """
    bare = line.lstrip()
    if bare.startswith("::"):
        line = f"{line[: len(line) - len(bare)]}\\x3a{bare[1:]}"
    return line.replace("##[", "\\x23#[")


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (_fitted(cell, width) for cell, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip()


def _fitted(text: str, width: int) -> str:
    """Fill a text up to a width with blanks, or cut it there."""
    if _columns(text) > width:
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
