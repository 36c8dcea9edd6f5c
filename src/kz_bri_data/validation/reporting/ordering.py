"""Problems in order, and what is the same in many places said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reporting.problems import Problem

if TYPE_CHECKING:
    from kz_bri_data.validation.sources.changes import Changes

# What damages a file as a whole damages each cell in words of its own.
_ONE_CAUSE = ("mojibake", "character-lost")
# Lines that are kept of what is the same on many.
_MOST_LINES = 100


def in_order(
    problems: Iterable[Problem], changes: Changes | None = None, most: int = Limits().problems
) -> Iterator[Problem]:
    """Put problems in order, as far as memory allows, and say once what is the same on several lines.

    Parameters
    ----------
    problems
        Problems as they are found.
    changes
        If given, problems on changed lines come first.
    most
        How many different problems are kept.

    Yields
    ------
    Problem
        The first `most` in order of file, line and column; what others refer to stands in earlier
        files. Then the next `most`, and so on; with `changes`, the first `most` on changed lines and the
        first `most` on others, and no more.
    """
    kept, changed = _Kept(most), _Kept(most)
    for problem in problems:
        if changes and changes.has(problem):
            changed.add(problem)
        elif not kept.add(problem) and not changes:
            yield from kept.take()
            kept.add(problem)
    yield from changed.take()
    yield from kept.take()


class _Kept:
    """Keeps problems, what is the same but for its line as one.

    Parameters
    ----------
    most
        How many different problems are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._files: dict[str, int] = {}
        self._same: dict[tuple[str, ...], list[Problem]] = {}
        self._counts: dict[tuple[str, ...], int] = {}

    def add(self, problem: Problem) -> bool:
        """Keep a problem; False if it is another one than those that are kept, and there is no room."""
        what = () if problem.code in _ONE_CAUSE else (problem.field, problem.message, problem.hint)
        key = (problem.path, problem.code, *what)
        if key not in self._same and len(self._same) == self._most:
            return False
        self._files.setdefault(problem.path, len(self._files))
        same = self._same.setdefault(key, [])
        if len(same) < _MOST_LINES:
            same.append(problem)
        self._counts[key] = self._counts.get(key, 0) + problem.occurrences
        return True

    def take(self) -> list[Problem]:
        """Give what is kept, in order, and keep nothing more."""
        found = []
        for key, same in self._same.items():
            first = min(same, key=self._place)
            lines = tuple(sorted({problem.line for problem in same}))
            found.append(first._replace(occurrences=self._counts[key], lines=lines))
        self._same, self._counts = {}, {}
        return sorted(found, key=self._place)

    def _place(self, problem: Problem) -> tuple[int, int, int, str]:
        return self._files[problem.path], problem.line, problem.column, problem.code


class Limited:
    """The first of some problems only, though all are looked for.

    Parameters
    ----------
    problems
        All of them.
    most
        How many are given; all if None.

    Attributes
    ----------
    left
        How many were left out so far.
    """

    def __init__(self, problems: Iterable[Problem], most: int | None) -> None:
        self.left = 0
        self._problems = problems
        self._most = most

    def __iter__(self) -> Iterator[Problem]:
        """Give the first ones."""
        for number, problem in enumerate(self._problems):
            if self._most is None or number < self._most:
                yield problem
            else:
                self.left += 1
