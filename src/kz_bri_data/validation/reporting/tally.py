"""Counting what was found, and reporting on it."""

from __future__ import annotations

from collections import Counter

from kz_bri_data.validation.reporting.problems import Problem
from kz_bri_data.validation.reporting.report import Report


class Tally:
    """What was found so far.

    Parameters
    ----------
    strict
        Whether warnings count like errors.

    Attributes
    ----------
    files, rows
        How many were checked; whoever checks them counts.
    errors
        How many problems are errors.
    """

    def __init__(self, *, strict: bool) -> None:
        self.files = 0
        self.rows = 0
        self.errors = 0
        self._strict = strict
        self._bad_files: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._accepted: list[tuple[int, Problem]] = []

    @property
    def found(self) -> int:
        """How many problems there are."""
        return self._counts.total()

    @property
    def is_valid(self) -> bool:
        """Whether there is none that counts."""
        return not (self._counts if self._strict else self.errors)

    def take(self, problem: Problem) -> bool:
        """Count a problem; False if it is a warning that somebody accepted, and so is none."""
        if problem.accepted:
            self._accepted.append((self.files, problem))
            return False
        self._counts[problem.code] += 1
        self.errors += problem.severity == "error"
        self._bad_files.add(problem.path)
        return True

    def report(self) -> Report:
        """Report on all that was found so far, but without the problems themselves."""
        counts = dict(sorted(self._counts.items()))
        accepted = sorted(self._accepted, key=lambda each: (each[0], each[1].line, each[1].column))
        bad_files = len(self._bad_files) if self.files else 0
        return Report(
            self.is_valid, (), counts, self.files, bad_files, self.rows, tuple(one for _, one in accepted)
        )
