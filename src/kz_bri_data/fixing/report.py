"""Showing what is fixed in a file, and what is left to a person."""

from __future__ import annotations

from collections.abc import Iterator

from kz_bri_data._csv_writing import unified_diff
from kz_bri_data._file_kinds import START, file_kind
from kz_bri_data._text_safety import for_log
from kz_bri_data.fixing.files import FileFix, Unresolved
from kz_bri_data.validation.reporting.problems import Problem, counted
from kz_bri_data.validation.reporting.text import text_line
from kz_bri_data.validation.rules.file_causes import OLD_ENCODINGS

_MOST_PLACES = 5


def diff(fix: FileFix) -> list[str]:
    r"""Show how the cells of a file change as a unified diff; what changes in its form is said once.

    Parameters
    ----------
    fix
        What there is to fix.

    Returns
    -------
    list of str
        Lines without their ends; none if nothing changes. Rows stand in their new order, so that a row
        that moves is no change, and lines are counted as they will be.
    """
    if not fix.changes:
        return []
    name = for_log(fix.path)
    lines = unified_diff(fix.as_written, fix.after.decode(), fix.path).splitlines()
    return [*(lines[:2] or [f"--- {name}", f"+++ {name} (fixed)"]), *_changes_of_form(fix), *lines[2:]]


def _changes_of_form(fix: FileFix) -> Iterator[str]:
    fixed, raw = fix.fixed, fix.before
    if old := OLD_ENCODINGS.get(file_kind(raw[:START]).encoding):
        yield f"read as {old}, by the look of its letters: see whether they are right"
    if fixed.get("separator") or fixed.get("encoding"):
        yield "the whole file is written anew, in UTF-8 and with commas between cells"
        return
    if fixed.get("bom"):
        yield "the byte order mark is left out"
    if crlf := raw.count(b"\r\n"):
        lines = raw.count(b"\n")
        yield f"{'all' if crlf == lines else f'{crlf:,} of'} {counted(lines, 'line')}: CR LF becomes LF"
    elif b"\r" in raw and b"\n" not in raw:
        yield f"all {counted(raw.count(bytes([13])), 'line')}: CR becomes LF"
    if raw and not raw.endswith((b"\n", b"\r")):
        yield "the last line gets a line end"
    if fixed.get("quote-needless"):
        yield "quotes that are not needed are left out"
    if fixed.get("row-quoted"):
        yield "rows that are quoted as a whole are cut into cells"
    if number := fixed.get("header-again"):
        yield f"the header is left out where it stands again ({counted(number, 'line')})"
    if number := fixed.get("row-blank"):
        yield f"{counted(number, 'blank row')} left out"
    if number := fixed.get("column-extra"):
        yield f"{counted(number, 'column')} without a name and a cell left out"
    if fixed.get("column-order"):
        yield "the columns are put in order"
    if fix.moved:
        places = [f"line {before} to {after}" for before, after in fix.moved]
        yield f"{counted(len(places), 'row')} moved: {_some(places)}"


def summary(fix: FileFix, *, written: bool) -> str:
    """Say in a line what was fixed in a file, or why it was not changed.

    Parameters
    ----------
    fix
        What there is to fix.
    written
        Whether it was written, or only might be.

    Returns
    -------
    str
    """
    path = for_log(fix.path)
    if fix.blocked_by:
        return f"{text_line(fix.blocked_by)}\n{path}: not changed; fix that line first"
    counts = [f"{code} ({count})" if count > 1 else code for code, count in sorted(fix.fixed.items())]
    return f"{path}: {'fixed' if written else 'to fix'}: {', '.join(counts)}"


def unresolved(fix: FileFix, *, written: bool = True, every: bool = False) -> list[str]:
    """Say in a line for each kind of problem what a person has to settle.

    Parameters
    ----------
    fix
        What there is to fix.
    written
        Whether it was written: lines are those of the file as it is now.
    every
        Whether each cell has a line of its own.

    Returns
    -------
    list of str
        A line for each kind of problem of a column, with the first cell and the lines of the others; none
        if nothing is left.
    """
    kinds: dict[tuple[object, ...], list[Problem]] = {}
    for number, one in enumerate(fix.unresolved):
        problem = _in_place(one, written=written)
        kinds.setdefault((number,) if every else (problem.code, problem.field), []).append(problem)
    return [f"{text_line(first)}{_others(more)}" for first, *more in kinds.values()]


def _in_place(one: Unresolved, *, written: bool) -> Problem:
    return one.problem if written else one.problem._replace(line=one.line_before)


def _others(more: list[Problem]) -> str:
    if not more:
        return ""
    places = [str(problem.line) for problem in more]
    return f"; {len(more):,} more like it, {'line' if len(more) == 1 else 'lines'} {_some(places)}"


def _some(places: list[str]) -> str:
    left_out = len(places) - _MOST_PLACES
    more = f" and {left_out:,} more" if left_out > 0 else ""
    return ", ".join(places[:_MOST_PLACES]) + more
