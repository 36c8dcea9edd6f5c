"""A report as text, one line a problem, as editors and terminals read it."""

from __future__ import annotations

from kz_bri_data.validation.codes import WARNINGS
from kz_bri_data.validation.problems import Problem, Report, counted, escape


def render_text(report: Report) -> str:
    """Write a report as text.

    Parameters
    ----------
    report
        What was found.

    Returns
    -------
    str
        A line for each problem and one that sums up.
    """
    return "\n".join([*map(text_line, report.problems), summary(report)])


def text_line(problem: Problem) -> str:
    """Write one problem as a line: path:line:column: field: what; what to do [code]."""
    field = f"{escape(problem.field)}: " if problem.field else ""
    hint = f"; {problem.hint}" if problem.hint else ""
    warning = "warning: " if problem.severity == "warning" else ""
    return (
        f"{escape(problem.path)}:{problem.line}:{problem.column}: "
        f"{warning}{field}{problem.message}{hint} [{problem.code}]"
    )


def summary(report: Report) -> str:
    """Sum a report up in one line."""
    total = sum(report.counts.values())
    if not total:
        return f"no problems in {counted(report.files, 'file')}, {counted(report.rows, 'row')}"
    warnings = sum(number for code, number in report.counts.items() if code in WARNINGS)
    problems = counted(total - warnings, "problem") if total > warnings else "no problems"
    also = f" and {counted(warnings, 'warning')}" if warnings else ""
    shown = f", the first {len(report.problems):,} shown" if total > len(report.problems) else ""
    return f"{problems}{also} in {report.bad_files:,} of {counted(report.files, 'file')}{shown}"
