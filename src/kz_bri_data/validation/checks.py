"""Running every check over every file, and gathering what was found."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from kz_bri_data import loaders
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.descriptors import NAME
from kz_bri_data.validation.engines import fast_engine
from kz_bri_data.validation.files import UnsafeFileError, open_plain
from kz_bri_data.validation.packages import DataFile, Package, open_package
from kz_bri_data.validation.problems import KEPT, Problem, Report, quote
from kz_bri_data.validation.references import References
from kz_bri_data.validation.rules import read_rules
from kz_bri_data.validation.tables import TableCheck


class Validation:
    """One run over some paths: iterate over it for the problems, then read its counts.

    Parameters
    ----------
    paths
        Package folders and CSVs.
    table
        Table that the CSVs hold; by default each is named like it.

    Attributes
    ----------
    files, rows
        How many were checked so far.
    bad_files
        Those in which there is a problem.
    counts
        How many problems of each code were found so far.
    """

    def __init__(self, paths: Sequence[str | os.PathLike[str]], table: str | None = None) -> None:
        descriptor = loaders.descriptor()
        self._rules = read_rules(descriptor)
        self._packages = [open_package(Path(path), table, self._rules, descriptor["name"]) for path in paths]
        self.files = 0
        self.rows = 0
        self.bad_files: set[str] = set()
        self.counts: Counter[str] = Counter()
        self.errors = 0

    def __iter__(self) -> Iterator[Problem]:
        """Find the problems, file by file; within a file roughly in order of lines."""
        for package in self._packages:
            self.files += package.checked
            for problem in self._check(package):
                self.counts[problem.code] += 1
                self.errors += problem.severity == "error"
                self.bad_files.add(problem.path)
                yield problem

    def _check(self, package: Package) -> Iterator[Problem]:
        yield from package.problems
        references = References(self._rules, package)
        for file in package.files:
            self.files += 1
            try:
                with open_plain(file.path, inside=file.inside) as opened:
                    gathering = references.gathering(file.table, opened)
                    judge = fast.FastCheck if (fast := fast_engine(opened)) else TableCheck
                    check = judge(self._rules[file.table], file.path.as_posix(), references.get, gathering)
                    yield from check.run(opened)
                    self.rows += check.rows
                    if gathering:
                        references.keep(file.table, gathering)
            except FileNotFoundError:
                yield _unread(
                    file, "file-missing", "is not there", "add it, or take it out of the descriptor"
                )
            except UnsafeFileError as error:
                if file.inside is None:
                    raise CannotRunError(f"{file.path} {error}") from None
                yield _unread(file, "path-unsafe", str(error), "put the file itself there")


def validate(*paths: str | os.PathLike[str], table: str | None = None) -> Report:
    """Check data packages, or single CSVs, by the rules that this package ships.

    Parameters
    ----------
    *paths
        Folders that hold a datapackage.json, and CSVs. What a CSV refers to is looked up in the CSVs
        beside it, and where there is none, in the tables that ship.
    table
        Table that the CSVs hold; by default each is named like its table.

    Returns
    -------
    Report

    Raises
    ------
    CannotRunError
        If a path is not there, is no package and no CSV of a table, or cannot be read.
    UnknownNameError
        If there is no such table.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.validation import validate
    >>> validate(kbd.data_path("areas")).valid
    True
    """
    run = Validation(paths, table)
    problems: list[Problem] = []
    for problem in run:
        if len(problems) < KEPT:
            problems.append(problem)
    # Files stay in the order in which they were checked: what others refer to comes first.
    order = {path: number for number, path in enumerate(dict.fromkeys(one.path for one in problems))}
    problems.sort(key=lambda one: (order[one.path], one.line, one.column, one.code))
    return Report(not run.errors, tuple(problems), dict(run.counts), run.files, len(run.bad_files), run.rows)


def _unread(file: DataFile, code: str, reason: str, hint: str) -> Problem:
    """Say at the line of the descriptor that names a file why it was not read."""
    folder = file.inside or Path()
    message = f"{quote(file.path.relative_to(folder).as_posix())} {reason}"
    path = (folder / NAME).as_posix()
    return Problem(path, file.named, 1, "", code, "error", "", message, hint)
