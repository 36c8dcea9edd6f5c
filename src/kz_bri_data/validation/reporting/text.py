"""What was found as text, one line a problem, as editors and terminals read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from kz_bri_data._text_safety import escape, for_log
from kz_bri_data.validation.reporting.codes import WARNINGS
from kz_bri_data.validation.reporting.problems import IN_A_FRAME, Problem, counted

if TYPE_CHECKING:
    from kz_bri_data.validation.reporting.report import Report

# Lines that are named on which the same is.
_OTHER_LINES = 5

# Gives the totals, once all problems are through.
Totals: TypeAlias = "Callable[[], Report]"


def render_text(report: Report) -> str:
    """Write a report as text.

    Parameters
    ----------
    report
        What was found.

    Returns
    -------
    str
        A line for each problem and one that sums up, without a final line break.
    """
    return "".join(text(report.problems, lambda: report)).rstrip("\n")


def text(problems: Iterable[Problem], totals: Totals) -> Iterator[str]:
    """One line a problem, as editors and terminals read it, and one that sums up."""
    shown = 0
    for problem in problems:
        shown += problem.occurrences
        yield text_line(problem) + "\n"
    yield summary(totals(), shown) + "\n"


def text_line(problem: Problem) -> str:
    """Write one problem as path:line:column: field: what; what to do [code]; in a dataframe, row line: ..."""
    if problem.path != IN_A_FRAME:
        place = f"{problem.path}:{problem.line}:{problem.column}"
    else:
        place = f"row {problem.line}" if problem.line >= 0 else "columns"
    return for_log(f"{place}: {sentence(problem)}")


def sentence(problem: Problem) -> str:
    """Write what is wrong and what to do about it, without the place.

    Whoever words a message shows a stranger's text escaped. What was forgotten there is escaped here.
    """
    warning = "warning: " if problem.severity == "warning" else ""
    # A row rule begins with what its cells say: "latitude is empty".
    names_it = problem.message.startswith(f"{problem.field} is ")
    field = f"{problem.field}: " if problem.field and not names_it else ""
    hint = f"; {problem.hint}" if problem.hint else ""
    return escape(f"{warning}{field}{problem.message}{hint}{_elsewhere(problem)} [{problem.code}]")


def _elsewhere(problem: Problem) -> str:
    """Say on which other lines the same is; empty if on none."""
    noun = "row" if problem.path == IN_A_FRAME else "line"
    others = [str(line) for line in problem.lines if line != problem.line]
    number = problem.occurrences - 1
    if not number or not others:
        return ""
    if number > len(others) or number > _OTHER_LINES:
        return f"; also in {number:,} other places: {noun}s {', '.join(others[:_OTHER_LINES])}, …"
    *most, last = others
    return f"; also on {noun}s {', '.join(most)} and {last}" if most else f"; also on {noun} {last}"


def summary(report: Report, shown: int) -> str:
    """Sum a report up in one line."""
    total = sum(report.counts.values())
    accepted = f"; {counted(len(report.accepted), 'warning')} accepted" if report.accepted else ""
    if not total:
        files = f"{counted(report.files, 'file')}, " if report.files else ""
        return f"no problems in {files}{counted(report.rows, 'row')}{accepted}"
    warnings = sum(number for code, number in report.counts.items() if code in WARNINGS)
    problems = counted(total - warnings, "problem") if total > warnings else "no problems"
    also = f" and {counted(warnings, 'warning')}" if warnings else ""
    first = f", the first {shown:,} shown" if shown < total else ""
    # What else could make warnings alone invalid?
    strict = "; --strict counts warnings" if total == warnings and not report.valid else ""
    files = f"{report.bad_files:,} of {counted(report.files, 'file')}"
    where = files if report.files else counted(report.rows, "row")
    return f"{problems}{also} in {where}{first}{accepted}{strict}"
