"""Running every check over every file, and gathering what was found."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kz_bri_data import loaders
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.descriptors import NAME
from kz_bri_data.validation.engines import is_for_polars
from kz_bri_data.validation.files import UnsafeFileError, open_plain
from kz_bri_data.validation.packages import DataFile, Package, open_package
from kz_bri_data.validation.problems import KEPT, Problem, Report, escape, quote
from kz_bri_data.validation.references import References
from kz_bri_data.validation.rules import read_rules
from kz_bri_data.validation.tables import TableCheck

if TYPE_CHECKING:  # what only the command needs
    from kz_bri_data.validation.changes import Changes
    from kz_bri_data.validation.progress import Progress


class Validation:
    """One run over some paths: iterate over it for the problems, then read its totals.

    Parameters
    ----------
    paths
        Package folders and CSVs.
    table
        Table that the CSVs hold; by default each is named like it.
    strict
        Whether warnings count like errors.
    progress
        Shows how far the run is.

    Raises
    ------
    CannotRunError
        If a path is not there, or is no package and no CSV of a table.
    UnknownNameError
        If there is no such table.
    """

    def __init__(
        self,
        paths: Sequence[str | os.PathLike[str]],
        table: str | None = None,
        *,
        strict: bool = False,
        progress: Progress | None = None,
    ) -> None:
        descriptor = loaders.descriptor()
        self._rules = read_rules(descriptor)
        self._packages = [open_package(Path(path), table, self._rules, descriptor["name"]) for path in paths]
        self._strict = strict
        self._progress = progress
        self._files = 0
        self._rows = 0
        self._errors = 0
        self._bad_files: set[str] = set()
        self._counts: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Problem]:
        """Find the problems, file by file; in a file first those of single rows, in order of lines."""
        for package in self._packages:
            self._files += package.checked
            for problem in self._check(package):
                self._counts[problem.code] += 1
                self._errors += self._strict or problem.severity == "error"
                self._bad_files.add(problem.path)
                yield problem

    def totals(self) -> Report:
        """Report on all that was found so far, but without the problems themselves."""
        counts = dict(sorted(self._counts.items()))
        return Report(not self._errors, (), counts, self._files, len(self._bad_files), self._rows)

    def _check(self, package: Package) -> Iterator[Problem]:
        yield from package.problems
        references = References(self._rules, package)
        for file in package.files:
            self._files += 1
            try:
                with open_plain(file.path, inside=file.inside) as opened:
                    yield from self._check_file(file, opened, references)
            except FileNotFoundError:
                hint = "add it, or take it out of the descriptor"
                yield _unread(file, "file-missing", "is not there", hint)
            except UnsafeFileError as error:
                if file.inside is None:
                    raise CannotRunError(f"{escape(str(file.path))} {error}") from None
                yield _unread(file, "path-unsafe", str(error), "put the file itself there")

    def _check_file(self, file: DataFile, opened: BinaryIO, references: References) -> Iterator[Problem]:
        path = file.path.as_posix()
        gathering = references.gathering(file.table, opened)
        check = _engine(opened)(self._rules[file.table], path, references.get, gathering)
        yield from check.run(self._progress.watch(opened, path) if self._progress else opened)
        self._rows += check.rows
        if gathering:
            references.keep(file.table, gathering)


def validate(
    path: str | os.PathLike[str], *paths: str | os.PathLike[str], table: str | None = None
) -> Report:
    """Check data packages, or single CSVs, by the rules that this package ships.

    Parameters
    ----------
    path, *paths
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
    run = Validation([path, *paths], table)
    problems = tuple(limited(in_order(run), KEPT))
    return run.totals()._replace(problems=problems)


def _engine(file: BinaryIO) -> type[TableCheck]:
    if is_for_polars(file):
        from kz_bri_data.validation.fast import FastCheck

        return FastCheck
    return TableCheck


def in_order(problems: Iterable[Problem], changes: Changes | None = None) -> Iterator[Problem]:
    """Put problems in order, as far as memory allows.

    Parameters
    ----------
    problems
        Problems as they are found.
    changes
        If given, problems on changed lines come first.

    Yields
    ------
    Problem
        The first 10,000 in order of file, line and column; what others refer to stands in earlier
        files. The rest as they are found, or, with `changes`, the first 10,000 on changed lines and the
        first 10,000 on others.
    """
    kept: list[Problem] = []
    changed: list[Problem] = []
    files: dict[str, int] = {}

    def place(problem: Problem) -> tuple[int, int, int, str]:
        return files[problem.path], problem.line, problem.column, problem.code

    for problem in problems:
        files.setdefault(problem.path, len(files))
        if changes and changes.has(problem):
            if len(changed) < KEPT:
                changed.append(problem)
            continue
        if len(kept) < KEPT:
            kept.append(problem)
            if len(kept) == KEPT and not changes:
                yield from sorted(kept, key=place)
        elif not changes:
            yield problem
    yield from sorted(changed, key=place)
    if changes or len(kept) < KEPT:
        yield from sorted(kept, key=place)


def limited(problems: Iterable[Problem], most: int | None) -> Iterator[Problem]:
    """Give the first problems only, but look for all of them."""
    for number, problem in enumerate(problems):
        if most is None or number < most:
            yield problem


def _unread(file: DataFile, code: str, reason: str, hint: str) -> Problem:
    """Say at the line of the descriptor that names a file why it was not read."""
    folder = file.inside or Path()
    message = f"{quote(file.path.relative_to(folder).as_posix())} {reason}"
    path = (folder / NAME).as_posix()
    return Problem(path, file.named, 1, "", code, "error", "", message, hint)
