"""Bring a spreadsheet back."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kz_bri_data._terminal import say
from kz_bri_data._text_safety import for_log
from kz_bri_data.commands._bounded import Bounded
from kz_bri_data.commands._exit import CLEAN, FINDINGS
from kz_bri_data.errors import CannotRunError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kz_bri_data.fixing import Addition
    from kz_bri_data.spreadsheets import TableRows
    from kz_bri_data.validation.reporting.problems import Problem

# Lines of changes, and of problems, that are printed unless all of them are asked for.
_MOST_CHANGES, _MOST_PROBLEMS = 25, 15


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="Excel workbook (.xlsx), OpenDocument spreadsheet (.ods), or CSV of any settings; named like "
        "tables are its sheets, or the CSV",
    )
    parser.add_argument("into", metavar="INTO", nargs="?", help="package folder or CSV to add the rows to")
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be written, and write nothing"
    )
    parser.add_argument(
        "--allow-errors", action="store_true", help="write rows in which validate finds errors, too"
    )
    parser.add_argument("--all", action="store_true", help="print every change and every problem")


def run(options: argparse.Namespace) -> int:
    """Print the rows as CSV, or add them to the tables; a row with an error is a finding."""
    from kz_bri_data.fixing import Adding, problems_of
    from kz_bri_data.spreadsheets import read_spreadsheet

    if options.into is None:
        return _print_rows(read_spreadsheet(options.file), options.file)
    adding = Adding(options.into)
    sheets = read_spreadsheet(options.file, adding.rows_there)
    _check_filled(sheets, options.file)
    additions = [adding.add(sheet.table, sheet.numbered()) for sheet in sheets]
    if not any(one.lines for one in additions):
        print(for_log(f"{options.into}: all these rows are there already"))
        return CLEAN
    problems = problems_of(adding.package, additions)
    errors = sum(problem.severity == "error" for problem in problems)
    _show(additions, _lines(problems, additions), every=options.all)
    if errors and not options.allow_errors:
        print(
            f"nothing was written: {_counted(errors, 'error')} in these rows; correct them in the sheet and"
        )
        print("import it again, or write the rows all the same: --allow-errors")
        return FINDINGS
    if options.dry_run:
        print("nothing was written, as --dry-run asks")
    else:
        for one in additions:
            if one.fix.changes:
                one.fix.write()
        print(f"next: kz-bri-data validate {for_log(options.into)}")
    return FINDINGS if errors else CLEAN


def _check_filled(sheets: Sequence[TableRows], file: str) -> None:
    for sheet in sheets:
        if sheet.notes:
            say("\n".join(map(for_log, sheet.notes)))
        if not sheet.rows:
            raise CannotRunError(f"{file}: the sheet {sheet.table} has no row that is filled in")


def _print_rows(sheets: Sequence[TableRows], file: str) -> int:
    from kz_bri_data._catalogue import installed
    from kz_bri_data.fixing import csv_text

    _check_filled(sheets, file)
    for sheet in sheets:
        header = [column.name for column in installed().describe(sheet.table).columns]
        print(csv_text([header, *(list(row.values()) for row in sheet.rows)]), end="")
    return CLEAN


def _lines(problems: Sequence[Problem], additions: Sequence[Addition]) -> list[str]:
    """Say what is wrong, each with its row."""
    from kz_bri_data.validation.reporting.text import sentence

    tables = {one.fix.path: one for one in additions}
    return [
        f"{tables[problem.path].table}, {tables[problem.path].row_at(problem.line)}: {sentence(problem)}"
        for problem in problems
    ]


def _show(additions: Sequence[Addition], problems: Sequence[str], *, every: bool) -> None:
    """Show what changes, what is wrong with it, and how many rows there are."""
    from kz_bri_data.fixing import diff

    changes = [line for one in additions for line in diff(one.fix)]
    print("\n".join(Bounded(None if every else _MOST_CHANGES).take(changes)))
    if problems:
        print("\n".join(Bounded(None if every else _MOST_PROBLEMS).take(problems, "problem")))
    for one in additions:
        counts = [(one.added, "added"), (one.corrected, "corrected"), (one.same, "there already")]
        said = ", ".join(f"{_counted(number, 'row')} {what}" for number, what in counts if number)
        print(f"{for_log(one.fix.path)}: {said}")
        _show_near(one)


def _show_near(addition: Addition) -> None:
    """Say which new rows may be corrections of rows that are there."""
    if not addition.near:
        return
    row, key, column = addition.near[0]
    number = len({row for row, _, _ in addition.near})
    such = "such as row" if number > 1 else "row"
    say(
        for_log(
            f"{_counted(number, 'new row')} like one that is there but for one column: {such} "
            f"{row} differs from {key} in {column}; to correct that one, write its key "
            "into the sheet"
        )
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
