"""What is found: one `Problem` per thing to fix."""

from __future__ import annotations

from typing import NamedTuple

# The path of what is no file.
IN_A_FRAME = ""


class Problem(NamedTuple):
    """One thing to fix, and where; what is the same but for its line is one of them.

    Attributes
    ----------
    path
        File as reached from the current directory; empty in a dataframe.
    line
        Physical line of the file at which the row begins; the header is line 1. In a dataframe the position
        of the row, from 0, or -1 for a problem of the columns.
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
    accepted
        Reason for which the table `exceptions` accepts the warning; empty if it does not.
    occurrences
        In how many places of the file the same is found, of which this is the first.
    lines
        The first 100 lines or rows on which it is, in order, this one among them.
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
    accepted: str = ""
    occurrences: int = 1
    lines: tuple[int, ...] = ()


def counted(number: int, noun: str) -> str:
    """Write a number and its noun: "1 problem", "2 problems"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
