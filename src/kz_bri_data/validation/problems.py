"""What is found: one `Problem` per thing to mend, and the `Report` that holds them."""

from __future__ import annotations

from typing import NamedTuple

KEPT = 10_000


class Verdict(NamedTuple):
    """What is wrong, wherever it stands: code, what is the case, what to do about it."""

    code: str
    message: str
    hint: str = ""


class Problem(NamedTuple):
    """One thing to mend, and where.

    Attributes
    ----------
    path
        File as reached from the current directory.
    line
        Physical line of the file at which the row begins; the header is line 1.
    column
        Number of the field, from 1; 1 for a problem of a whole line or file.
    field
        Name of the column; empty for a problem of a whole line or file.
    code
        Stable word for the kind of problem; docs/rules.md has a row for each.
    severity
        "error" or "warning".
    cell
        The cell as written, shortened if it is very long.
    message
        What is wrong.
    hint
        What to do about it; empty if the message says all.
    """

    path: str
    line: int
    column: int
    field: str
    code: str
    severity: str
    cell: str
    message: str
    hint: str


class Report(NamedTuple):
    """What a validation found.

    Attributes
    ----------
    valid
        Whether there is no error; warnings do not count.
    problems
        The first 10,000 problems and warnings, in order of file, line and column.
    counts
        How many there are of each code, those beyond the first 10,000 included.
    files
        How many files were checked.
    bad_files
        In how many of them there is a problem.
    rows
        How many rows were checked.
    """

    valid: bool
    problems: tuple[Problem, ...]
    counts: dict[str, int]
    files: int
    bad_files: int
    rows: int


def quote(text: str, length: int = 60) -> str:
    r"""Show a piece of a stranger's file so that it can be read and does no harm.

    Parameters
    ----------
    text
        The piece.
    length
        How many characters to show.

    Returns
    -------
    str
        In double quotes; what does not print is escaped, what is long is cut.

    Examples
    --------
    >>> print(quote("48,000"))
    "48,000"
    >>> print(quote("red \x1b[31m and a no-break space\xa0"))
    "red \x1b[31m and a no-break space\xa0"
    """
    return f'"{escape(text[:length])}{"…" if len(text) > length else ""}"'


def shown(text: str, length: int = 200) -> str:
    """Cut a text that is very long, and put the sign for it where bytes are not UTF-8."""
    return text[:length].encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def escape(text: str) -> str:
    r"""Write what does not print, or would steer a terminal, as an escape such as \x1b."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in text)


def _escaped(letter: str) -> str:
    # A byte that is not UTF-8 was read as a surrogate, and is shown as the byte.
    code = ord(letter)
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else repr(letter)[1:-1]


def counted(number: int, noun: str) -> str:
    """Write a number and its noun: "1 problem", "2 problems"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
