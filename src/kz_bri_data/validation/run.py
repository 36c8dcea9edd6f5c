"""Running every check over every file, and collecting what was found."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kz_bri_data._catalogue import NAME, installed
from kz_bri_data._paths import path_text
from kz_bri_data._text_safety import escape, quote
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.engine.engines import EngineName, Engines
from kz_bri_data.validation.engine.exceptions import TABLE as EXCEPTIONS
from kz_bri_data.validation.engine.exceptions import Exceptions, TableExceptions
from kz_bri_data.validation.engine.references import References
from kz_bri_data.validation.engine.series_names import OBSERVATIONS, NamedSeries, named_series
from kz_bri_data.validation.engine.series_names import TABLE as SERIES
from kz_bri_data.validation.engine.table import TableValidator, Watching
from kz_bri_data.validation.engine.uses import SOURCES, SourceUses
from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reporting.ordering import Limited, in_order
from kz_bri_data.validation.reporting.problems import Problem
from kz_bri_data.validation.reporting.report import Report
from kz_bri_data.validation.reporting.reporter import Reporter
from kz_bri_data.validation.reporting.tally import Tally
from kz_bri_data.validation.sources.files import UnsafeFileError
from kz_bri_data.validation.sources.packages import DataFile, Package, open_package

if TYPE_CHECKING:  # what only the command needs
    from kz_bri_data.validation.reporting.progress import Progress


class Validator:
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
    engine
        "python" or "polars" for all files; by default Polars reads the large ones if it is there.
    limits
        How much is read, held and kept at once.

    Raises
    ------
    CannotRunError
        If no path is given, or one is not there, or is no package and no CSV of a table; in the end, if
        nothing was wrong, but no row was there to be checked, or none in one of the packages.
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
        engine: EngineName = "auto",
        limits: Limits | None = None,
    ) -> None:
        if not paths:
            raise CannotRunError("no path was given; give the folder of a data package, or CSV files")
        self._tables = installed().tables
        self._paths = paths
        self._packages = [open_package(path, table) for path in paths]
        self._progress = progress
        self._limits = limits or Limits()
        self._engines = Engines(engine, self._limits)
        self._tally = Tally(strict=strict)

    def __iter__(self) -> Iterator[Problem]:
        """Find the problems, file by file; in a file first those of single rows, in order of lines."""
        empty = []
        tally = self._tally
        for path, package in zip(self._paths, self._packages, strict=True):
            before = tally.rows, tally.found
            tally.files += package.checked
            yield from filter(tally.take, self._check(package))
            if (tally.rows, tally.found) == before:
                empty.append((escape(path_text(path)), package))
        # A table may be empty beside others, a package may not. Where something is wrong, that is said.
        if tally.is_valid:
            names = [name for name, package in empty if package.is_folder or not tally.rows]
            if names:
                raise CannotRunError(f"no row was there to be checked in {', '.join(names)}: headers only")

    def report(self) -> Report:
        """Run to the end, and report with the first problems in order."""
        problems = tuple(Limited(in_order(self, most=self._limits.problems), self._limits.problems))
        return self.totals()._replace(problems=problems)

    def totals(self) -> Report:
        """Report on all that was found so far, but without the problems themselves."""
        return self._tally.report()

    def _check(self, package: Package) -> Iterator[Problem]:
        for path, found in package.findings:
            yield from Reporter(path).report([found])
        references = References(self._tables, package, self._engines, self._limits)
        exceptions = Exceptions(package, self._limits)
        uses = SourceUses(self._tables)
        series = {
            file.path.as_posix(): NamedSeries(named_series(file, self._limits), references)
            for file in package.files
            if file.table == SERIES
        }
        judged: set[str] = set()
        for file in package.files:
            self._tally.files += 1
            errors = self._tally.errors
            try:
                with file.open() as opened:
                    accepted = exceptions.of(file.table)
                    yield from self._check_file(file, opened, references, accepted, [uses, *series.values()])
            except FileNotFoundError:
                hint = "add it, or take it out of the descriptor"
                yield from _unread(file, Violation("file-missing", "is not there", hint))
            except UnsafeFileError as error:
                if file.inside is None:
                    raise CannotRunError(f"{escape(str(file.path))} {error}") from None
                hint = "put the file itself there"
                yield from _unread(file, Violation("path-unsafe", str(error), hint))
            if errors == self._tally.errors:  # else a warning may be hidden by an error
                judged.add(file.table)
        yield from _unused(package, uses, exceptions.of(SOURCES), judged)
        yield from _unknown_series(package, series, judged)
        for file in package.files:
            if file.table == EXCEPTIONS:
                yield from Reporter(file.path.as_posix()).report(exceptions.unused(judged))

    def _check_file(
        self,
        file: DataFile,
        opened: BinaryIO,
        references: References,
        exceptions: TableExceptions | None,
        watching: Sequence[Watching],
    ) -> Iterator[Problem]:
        path = file.path.as_posix()
        table = self._tables[file.table]
        engine = self._engines.for_file(opened, [column.name for column in table.columns])
        collector = references.collector_for(file.table, opened)
        backings = references.backings(file.table)
        validator = TableValidator(
            table, references.get, engine, self._limits, collector, backings, exceptions, watching
        )
        watched = self._progress.watch(opened, path) if self._progress else opened
        yield from Reporter(path).report(validator.run(watched, path))
        self._tally.rows += validator.rows
        if collector:
            references.store(file.table, collector, complete=validator.complete)


def _unused(
    package: Package, uses: SourceUses, accepted: TableExceptions | None, judged: set[str]
) -> Iterator[Problem]:
    """Say which sources of a folder no row cites, if all tables that cite sources could be judged."""
    citing = {file.table for file in package.files} & uses.citing()
    if not package.is_folder or not citing or not citing <= judged:
        return
    for file in package.files:
        if file.table == SOURCES:
            found = uses.unused()
            yield from Reporter(file.path.as_posix()).report(map(accepted.mark, found) if accepted else found)


def _unknown_series(
    package: Package, series: Mapping[str, NamedSeries], judged: set[str]
) -> Iterator[Problem]:
    """Say which rows of `series` name none, if these and the observations could be judged."""
    checked = {file.table for file in package.files}
    if not {SERIES, OBSERVATIONS} & checked <= judged:
        return
    for path, named in series.items():
        if OBSERVATIONS not in checked:
            named.see_all()
        yield from Reporter(path).report(named.unknown())


def _unread(file: DataFile, violation: Violation) -> Iterator[Problem]:
    """Say at the line of the descriptor that names a file why it was not read."""
    folder = file.inside or Path()
    name = quote(file.path.relative_to(folder).as_posix())
    whole = violation._replace(message=f"{name} {violation.message}")
    return Reporter((folder / NAME).as_posix()).report([Finding(file.named, 1, whole)])
