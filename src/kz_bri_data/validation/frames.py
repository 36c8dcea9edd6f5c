"""Checking a dataframe that stands for a table, where there is no file."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kz_bri_data._catalogue import installed
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.engine.engines import Engines
from kz_bri_data.validation.engine.exceptions import Exceptions
from kz_bri_data.validation.engine.python_engine import PythonEngine
from kz_bri_data.validation.engine.references import References
from kz_bri_data.validation.engine.series_names import KEY, NamedSeries
from kz_bri_data.validation.engine.series_names import TABLE as SERIES
from kz_bri_data.validation.engine.table import TableValidator
from kz_bri_data.validation.findings import Finding
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reading.dataframe import FrameRows
from kz_bri_data.validation.reporting.ordering import Limited, in_order
from kz_bri_data.validation.reporting.problems import IN_A_FRAME, Problem
from kz_bri_data.validation.reporting.report import Report
from kz_bri_data.validation.reporting.reporter import Reporter
from kz_bri_data.validation.reporting.tally import Tally
from kz_bri_data.validation.sources.packages import open_package

# A frame may have its rows in any order; they are sorted when they are written into a file.
_OF_FILES = ("order",)
_LINES = re.compile(r"\bline(s?) (?=\d)")


def validate_frame(frame: object, table: object, folder: str, *, strict: bool) -> Report:
    """Check a dataframe by the rules of a table.

    Parameters
    ----------
    frame
        Eager dataframe of any library.
    table
        Name or model of the table.
    folder
        The package in which references are looked up, and which warnings are accepted.
    strict
        Whether warnings count like errors.

    Returns
    -------
    Report

    Raises
    ------
    UnsupportedBackendError
        If it is no eager dataframe.
    UnknownNameError
        If there is no such table.
    CannotRunError
        If it has no row, and nothing else is wrong.
    """
    name = installed().table_name(table)
    rows = FrameRows(frame)
    tally, limits = Tally(strict=strict), Limits(whole_table=sys.maxsize)
    found = filter(tally.take, _problems(name, rows, folder, limits, tally))
    problems = tuple(Limited(in_order(found, most=limits.problems), limits.problems))
    if tally.is_valid and not tally.rows:
        raise CannotRunError("no row was there to be checked in the frame")
    return tally.report()._replace(problems=problems)


def _problems(name: str, rows: FrameRows, folder: str, limits: Limits, tally: Tally) -> Iterator[Problem]:
    tables = installed().tables
    table = tables[name]
    package = open_package(Path(folder), None)._replace(files=[])
    references = References(tables, package, Engines("auto", limits), limits)
    if any(column.references == name for column in table.columns):
        references.add(name, rows.columns())
    validator = TableValidator(
        table,
        references.get,
        PythonEngine(limits),
        limits,
        backings=references.backings(name),
        exceptions=Exceptions(package, limits).of(name),
    )
    findings = validator.judge(rows.chunks(limits.rows_of_objects), rows.again)
    yield from Reporter(IN_A_FRAME).report(_as_rows(findings))
    tally.rows = validator.rows
    if name == SERIES and tally.is_valid:
        named = {series_id: row for row, series_id in enumerate(rows.columns()[KEY])}
        series = NamedSeries(named, references)
        series.see_all()
        yield from Reporter(IN_A_FRAME).report(series.unknown())


def _as_rows(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Leave out what concerns files alone, and speak of rows where the rules speak of lines."""
    for found in findings:
        if found.violation.code not in _OF_FILES:
            message = _LINES.sub(r"row\1 ", found.violation.message)
            yield found._replace(violation=found.violation._replace(message=message))
