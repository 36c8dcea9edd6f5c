"""What was found as text, one line a problem, as editors and terminals read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kz_bri_data._layout import inert
from kz_bri_data.validation.codes import WARNINGS
from kz_bri_data.validation.problems import Problem, Report, counted, escape

# Gives the totals, once all problems are through.
Totals = Callable[[], Report]


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
        shown += 1
        yield text_line(problem) + "\n"
    yield summary(totals(), shown) + "\n"


def text_line(problem: Problem) -> str:
    """Write one problem as path:line:column: field: what; what to do [code]."""
    return inert(f"{escape(problem.path)}:{problem.line}:{problem.column}: {sentence(problem)}")


def sentence(problem: Problem) -> str:
    """Write what is wrong and what to do about it, without the place.

    Whoever words a message shows a stranger's text escaped. What was forgotten there is escaped here.
    """
    warning = "warning: " if problem.severity == "warning" else ""
    field = f"{problem.field}: " if problem.field else ""
    hint = f"; {problem.hint}" if problem.hint else ""
    return escape(f"{warning}{field}{problem.message}{hint} [{problem.code}]")


def summary(report: Report, shown: int) -> str:
    """Sum a report up in one line."""
    total = sum(report.counts.values())
    if not total:
        return f"no problems in {counted(report.files, 'file')}, {counted(report.rows, 'row')}"
    warnings = sum(number for code, number in report.counts.items() if code in WARNINGS)
    problems = counted(total - warnings, "problem") if total > warnings else "no problems"
    also = f" and {counted(warnings, 'warning')}" if warnings else ""
    first = f", the first {shown:,} shown" if shown < total else ""
    # What else could make warnings alone invalid?
    strict = "; --strict counts warnings" if total == warnings and not report.valid else ""
    return f"{problems}{also} in {report.bad_files:,} of {counted(report.files, 'file')}{first}{strict}"
