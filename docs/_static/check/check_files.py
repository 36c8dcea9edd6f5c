"""Judges files that somebody drops on a page: in the browser by Pyodide, and in tests by any Python.

It needs the standard library and our package, and no dataframe library.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kz_bri_data._catalogue import installed
from kz_bri_data._file_kinds import START, cells_of, file_kind
from kz_bri_data.commands._exit import reason
from kz_bri_data.errors import KzBriDataError
from kz_bri_data.fixing import Adding, Addition, FileFix, plan, problems_of
from kz_bri_data.spreadsheets import TableRows, read_spreadsheet
from kz_bri_data.spreadsheets.headings import known_headings, named_table
from kz_bri_data.validation.reporting.explanations import explanations
from kz_bri_data.validation.reporting.problems import Problem, counted
from kz_bri_data.validation.reporting.report import Report
from kz_bri_data.validation.reporting.text import summary
from kz_bri_data.validation.run import Validator

# What is unpacked and read cell by cell, or refused with what to do with it.
_SPREADSHEETS = ("xlsx", "xlsb", "ods", "xls", "encrypted", "numbers", "zip")
_LONGEST_NAME = 60


class Dropped(NamedTuple):
    """A file as it was dropped.

    Attributes
    ----------
    name, content
        Its name and its bytes.
    table
        The table that it was said to hold; empty to find out.
    """

    name: str
    content: bytes
    table: str = ""


def check(dropped: Iterable[Dropped]) -> dict[str, Any]:
    """Judge files, each among the tables that ship and the others that were dropped with it.

    Parameters
    ----------
    dropped
        The files: CSVs, which are judged as `kz-bri-data validate` does, and spreadsheets, whose rows are
        judged as `kz-bri-data import` does before it adds them.

    Returns
    -------
    dict
        What JSON can carry. "checks" has one for each CSV and for each sheet of a spreadsheet: file, table,
        kind ("csv" or "sheet"), summary, problems (those of the report, by their names) and notes; refused,
        which says why nothing could be judged, or is empty; and corrected: how many corrections
        `kz-bri-data fix` makes in a CSV, and the text that it writes, or None. "tables" gives the title of
        every table by its name, "meanings" explains the codes that were found.
    """
    with tempfile.TemporaryDirectory() as folder:
        package = shutil.copytree(installed().folder, Path(folder, "datapackage"))
        own = Path(folder, "dropped")
        own.mkdir()
        files = list(dropped)
        names = [one.name for one in files]
        checks = sorted(_checks(files, package, own), key=lambda one: names.index(one["file"]))
    codes = {problem["code"] for one in checks for problem in one["problems"]}
    return {
        "checks": checks,
        "tables": {name: table.title for name, table in installed().tables.items()},
        "meanings": {code: one._asdict() for code, one in explanations().items() if code in codes},
    }


def _checks(dropped: Sequence[Dropped], package: Path, own: Path) -> Iterator[dict[str, Any]]:
    """Judge the CSVs where their tables stand in the package, then the rows of the spreadsheets."""
    is_spreadsheet = {one: file_kind(one.content[:START]).kind in _SPREADSHEETS for one in dropped}
    placed: dict[str, Dropped] = {}
    for one in dropped:
        if is_spreadsheet[one]:
            continue
        table = one.table or _table_of(one)
        if not table:
            why = "neither its name nor its header is that of a table; choose the table that it holds"
            yield _refused(one.name, "csv", "", why)
        elif table in placed:
            why = f"{placed[table].name} holds the table {table}, too; check one after the other"
            yield _refused(one.name, "csv", table, why)
        else:
            placed[table] = one
            (package / installed().describe(table).path).write_bytes(one.content)
    for table, one in placed.items():
        yield _csv_check(one.name, table, package)
    for one in dropped:
        if is_spreadsheet[one]:
            yield from _sheet_checks(one, package, own)


def _table_of(one: Dropped) -> str:
    """Say which table a CSV holds, by its name, or by most of the names in its header; empty if unknown."""
    if by_name := named_table(Path(one.name).stem):
        return by_name
    kind = file_kind(one.content[:START], known_headings())
    if not kind.header_line or kind.encoding == "unknown":
        return ""
    text = one.content[:START].decode(kind.encoding, "ignore").replace("\r\n", "\n").replace("\r", "\n")
    header = set(cells_of(text.split("\n")[kind.header_line - 1], kind.separator))

    def likeness(table: str) -> float:
        names = set(installed().describe(table).by_name)
        return len(names & header) / len(names | header)

    return max(installed().tables, key=likeness)


def _csv_check(name: str, table: str, package: Path) -> dict[str, Any]:
    path = package / installed().describe(table).path
    with contextlib.chdir(path.parent):
        try:
            report = Validator([path.name], table).report()
            fixes = list(plan(path.name, table=table)) if report.problems else []
        except (KzBriDataError, OSError, MemoryError) as error:
            return _refused(name, "csv", table, _words(error))
    corrected = next((_corrected(fix) for fix in fixes if fix.changes), None)
    return {**_check(name, "csv", table, _in_words(report), report.problems), "corrected": corrected}


def _corrected(fix: FileFix) -> dict[str, Any]:
    return {"number": sum(fix.fixed.values()), "text": fix.after.decode("utf-8")}


def _in_words(report: Report) -> str:
    """Sum up a report on one file as on its rows, if any could be read."""
    said = summary(report._replace(files=0), sum(problem.occurrences for problem in report.problems))
    return said if report.rows else said.replace(" in 0 rows", "")


def _sheet_checks(one: Dropped, package: Path, own: Path) -> Iterator[dict[str, Any]]:
    """Judge the rows of every sheet that is for a table, as if they were added to the package."""
    # Its name says for which table a sheet is whose own name does not; and stands in what is said of it.
    path = own / (re.sub(r"[\x00-\x1f/\\]", "_", one.name)[-_LONGEST_NAME:] or "file")
    path.write_bytes(one.content)
    with contextlib.chdir(own):
        try:
            adding = Adding(package)
            sheets = read_spreadsheet(path.name, adding.rows_there)
            additions = [adding.add(sheet.table, sheet.numbered()) for sheet in sheets]
            problems = problems_of(adding.package, additions)
        except (KzBriDataError, OSError, MemoryError) as error:
            yield _refused(one.name, "sheet", "", _words(error).replace(f"{path.name} ", "", 1))
            return
    for sheet, addition in zip(sheets, additions, strict=True):
        of_file = (problem for problem in problems if problem.path == addition.fix.path)
        found = [_in_the_sheet(problem, addition) for problem in of_file]
        yield _check(one.name, "sheet", sheet.table, _rows(sheet, addition, len(found)), found, sheet.notes)


def _in_the_sheet(problem: Problem, addition: Addition) -> Problem:
    """Say at which row of the sheet a problem is, or at which row that was there before."""
    number = addition.lines.get(problem.line)
    if number is None:
        message = f"{addition.row_at(problem.line)}, which was there: {problem.message}"
        return problem._replace(line=0, lines=(), message=message)
    return problem._replace(line=number, lines=())


def _rows(sheet: TableRows, addition: Addition, problems: int) -> str:
    counts = [(addition.added, "new"), (addition.corrected, "corrected"), (addition.same, "there already")]
    said = ", ".join(f"{number:,} {what}" for number, what in counts if number)
    found = counted(problems, "problem") if problems else "no problems"
    return f"{found} in {counted(len(sheet.rows), 'row')}: {said}" if said else "no row that is filled in"


def _words(error: BaseException) -> str:
    return str(error) if isinstance(error, KzBriDataError) else reason(error)


def _check(
    name: str, kind: str, table: str, said: str, problems: Iterable[Problem], notes: Iterable[str] = ()
) -> dict[str, Any]:
    return {
        **{"file": name, "kind": kind, "table": table, "summary": said, "refused": ""},
        "problems": [problem._asdict() for problem in problems],
        "notes": list(notes),
        "corrected": None,
    }


def _refused(name: str, kind: str, table: str, why: str) -> dict[str, Any]:
    return {**_check(name, kind, table, "not checked", ()), "refused": why}
