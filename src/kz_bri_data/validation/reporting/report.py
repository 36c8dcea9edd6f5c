"""The report that a validation gives."""

from __future__ import annotations

from typing import NamedTuple

from kz_bri_data.validation.reporting.problems import Problem
from kz_bri_data.validation.reporting.text import render_text

# Problems that are printed of a report; more would fill the screen.
_PRINTED = 50


class Report(NamedTuple):
    """What a validation found.

    Attributes
    ----------
    valid
        Whether there is no error; warnings do not count, unless asked to.
    problems
        The first 10,000 different problems and warnings, in order of file, line and column.
    counts
        How many there are of each code, in every place.
    files
        How many files were checked; none if it was a dataframe.
    bad_files
        In how many of them there is a problem.
    rows
        How many rows were checked.
    accepted
        Warnings that the table `exceptions` accepts, in the same order; they are none of the problems.
    """

    valid: bool
    problems: tuple[Problem, ...]
    counts: dict[str, int]
    files: int
    bad_files: int
    rows: int
    accepted: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """Write it as the command does: a line for each of the first problems, and one that sums up."""
        return render_text(self._replace(problems=self.problems[:_PRINTED]))
