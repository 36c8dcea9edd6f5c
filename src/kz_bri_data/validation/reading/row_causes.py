"""What git and spreadsheets leave between the rows of a file, told as one cause instead of as broken rows."""

from __future__ import annotations

from kz_bri_data._wrapped_rows import row_in_cell, row_in_line
from kz_bri_data.validation.findings import Finding, Violation

_START, _BASE, _BETWEEN, _END = "<" * 7, "|" * 7, "=" * 7, ">" * 7
# What the first letters of a line are looked up in.
MARKS = frozenset((_START, _BASE, _BETWEEN, _END))
LENGTH = len(_START)

# Their rows are read all the same, or are none.
READ_ALL_THE_SAME = ("header-again", "row-quoted", "separator")

_HEADER_AGAIN = Violation(
    "header-again", "this is the header again", "delete the line, as kz-bri-data fix does"
)
_QUOTED = Violation(
    "row-quoted",
    "the row is in quotes as a whole, as Excel saves it with Russian, Kazakh or German settings",
    "kz-bri-data fix takes the quotes off; nothing is lost",
)
_SEPARATED = {
    mark: Violation(
        "separator",
        f"the cells of the row are divided by {name}, not by commas",
        "divide them by commas",
    )
    for mark, name in {";": "semicolons", "\t": "tabs", "|": "bars"}.items()
}
_RESOLVE = "keep the rows that are right, and delete the lines that git put between them"


class MergeConflicts:
    """Follows the conflicts that git marked in a file and nobody resolved.

    Attributes
    ----------
    begun
        Line at which a conflict began that has not ended; 0 if there is none.
    """

    def __init__(self) -> None:
        self.begun = 0

    def holds(self, line: str, number: int, findings: list[Finding]) -> bool:
        """Say whether a line is a part of a conflict, and report a conflict where it ends.

        Parameters
        ----------
        line
            The next line.
        number
            Its number.
        findings
            Takes what is found.
        """
        mark = _mark(line)
        if mark == _START:
            self.end(number, findings)
            self.begun = number
        elif mark == _END and self.begun:
            message = f"an unresolved merge goes from here to line {number}"
            self._report(message, number + 1, findings)
        elif mark and not self.begun:
            message = "a line of an unresolved merge was left"
            findings.append(Finding(number, 1, Violation("merge-conflict", message, "delete it")))
        return bool(mark or self.begun)

    def end(self, number: int, findings: list[Finding]) -> None:
        """Report a conflict that nothing ends before a line, or before the end of the file."""
        if self.begun:
            self._report("an unresolved merge begins here, and its end is not marked", number, findings)

    def _report(self, message: str, end: int, findings: list[Finding]) -> None:
        violation = Violation("merge-conflict", message, _RESOLVE)
        findings.append(Finding(self.begun, 1, violation, n_lines=end - self.begun))
        self.begun = 0


def _mark(line: str) -> str:
    """Give the mark of git that a line is; empty if it is none."""
    mark, rest = line[:LENGTH], line[LENGTH:]
    if mark == _BETWEEN:
        return "" if rest.strip() else mark
    return mark if mark in MARKS and (not rest or rest[0].isspace()) else ""


class OddRows:
    """Finds the header among the rows, and rows that stand in one cell.

    Parameters
    ----------
    header
        Cells of the header.

    Attributes
    ----------
    width
        How many there are.
    last
        The last of them.
    """

    def __init__(self, header: list[str]) -> None:
        self._header = header
        self.width = len(header)
        self.last = header[-1]

    def is_header(self, cells: list[str]) -> bool:
        """Say whether a row is the header, with a byte order mark or without."""
        return [cells[0].removeprefix("\ufeff"), *cells[1:]] == self._header

    def read(self, cells: list[str], line: int, findings: list[Finding]) -> list[str] | None:
        """Read a row that has one cell or ends as the header does.

        Parameters
        ----------
        cells
            Cells of the row.
        line
            Its line.
        findings
            Takes what is found.

        Returns
        -------
        list of str or None
            The cells that it really has; None if it is no row.
        """
        if self.is_header(cells):
            findings.append(Finding(line, 1, _HEADER_AGAIN))
            return None
        if len(cells) > 1:
            return cells
        if inner := row_in_cell(cells[0], self.width):
            findings.append(Finding(line, 1, _QUOTED))
            return inner
        for mark, violation in _SEPARATED.items():
            if inner := row_in_cell(cells[0], self.width, mark):
                findings.append(Finding(line, 1, violation))
                return inner
        return cells

    def read_stray(self, text: str, line: int, findings: list[Finding]) -> list[str] | None:
        """Read a line with a quote out of place, if it is a row in quotes; None if it is not."""
        inner = row_in_line(text, self.width)
        if inner is not None:
            findings.append(Finding(line, 1, _QUOTED))
        return inner
