"""What is found in a file: a violation, and where it is."""

from __future__ import annotations

from typing import NamedTuple


class Violation(NamedTuple):
    """What is wrong, wherever it stands: code, what is the case, what to do about it."""

    code: str
    message: str
    hint: str = ""


class Finding(NamedTuple):
    """A violation and where it is in its file.

    Attributes
    ----------
    line, column
        Physical line, and number of the field in it; 1 for a violation of a whole line or file.
    violation
        What is wrong.
    field
        Name of the column; empty for a whole line or file.
    cell
        The cell as it stands.
    once_per_file
        Whether only the first one of its code is reported, because what fixes one fixes them all.
    accepted
        Reason for which it is accepted; empty if it is not.
    n_lines
        How many lines it goes over, from its own on.
    """

    line: int
    column: int
    violation: Violation
    field: str = ""
    cell: str = ""
    once_per_file: bool = False
    accepted: str = ""
    n_lines: int = 1
