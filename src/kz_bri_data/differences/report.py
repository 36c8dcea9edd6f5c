"""A difference as text for a terminal, as JSON for a program, and as Markdown for a pull request."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from kz_bri_data._text_safety import for_log, for_markdown, json_text, quote, shorten
from kz_bri_data.differences.compare import Difference
from kz_bri_data.differences.rows import CellChange, Rename, Row, TableDifference
from kz_bri_data.differences.semver import Change
from kz_bri_data.validation.reporting.problems import counted

# More rows of a table than a person would read are only counted in Markdown, whose size GitHub limits.
MOST_ROWS = 50
# So many lines fit on a screen or two.
MOST_LINES = 50
_LONGEST_CELL = 200
# So many letters of the name of a commit are enough to find it.
_COMMIT = 12
_ABOUT_SOURCE = ("source_id", "title", "publisher", "url")
_REST = "{:,} more; all of them: --all"


class _Section(NamedTuple):
    """A heading, and below it a block of lines for each thing that it counts."""

    heading: str
    blocks: list[list[str]]


def render_text(
    result: Difference, *, release: bool = False, summary: bool = False, most: int | None = None
) -> str:
    """Write a difference as text.

    Parameters
    ----------
    result
        The difference.
    release
        Whether to say what counts for the version number, and which one that asks for.
    summary
        Whether to write the counts alone.
    most
        About how many lines to write; what is left out is counted. All by default.

    Returns
    -------
    str
        Lines without a final line break; the first says what is compared with what.
    """
    first = [f"{_version(result.base, result.base_commit)} -> {_version(result.head, result.head_commit)}"]
    if result.parted_at:
        first.append(_parted(result))
    last = [verdict(result)] if release else [] if _is_other(result) else ["nothing differs"]
    sections = [section for section in _sections(result, release=release) if section.blocks]
    if summary:
        lines = [section.heading for section in sections]
    else:
        lines = list(_fitted(sections, None if most is None else most - len(first) - len(last)))
    return "\n".join(map(for_log, [*first, *lines, *last]))


def _sections(result: Difference, *, release: bool) -> Iterator[_Section]:
    for table in result.tables:
        blocks = [[f"  renamed {_renamed(one)}"] for one in table.renamed]
        blocks += [[f"  + {_named(table, row)}: {_cells(table, row)}"] for row in table.added]
        blocks += [[f"  - {_named(table, row)}: {_cells(table, row)}"] for row in table.removed]
        for change in table.changed:
            moved = " (of another series now)" if change.moved else ""
            cells = [f"      {_change(cell)}" for cell in change.cells]
            blocks.append([f"  ~ {_joined(change.key)}{moved}", *cells])
        # The heading says all that there is to say of some.
        yield _Section(f"{table.name}: {_counts(table)}", blocks or [[]])
    new = [[row[name] for name in _ABOUT_SOURCE if row.get(name)] for row in result.new_sources]
    yield _Section(f"new sources: {len(new):,}", [[f"  {'; '.join(about)}"] for about in new])
    heading, changes = _changes(result, release=release)
    levels = [f"{change.level}: " if release else "" for change in changes]
    yield _Section(
        f"{heading}: {counted(len(changes), 'change')}",
        [[f"  {level}{change.what}"] for level, change in zip(levels, changes, strict=True)],
    )


def _changes(result: Difference, *, release: bool) -> tuple[str, list[Change]]:
    """Give the changes that are told beside the rows, and a heading for them.

    Which of them asks for which version number concerns whoever releases, and nobody else.
    """
    if release:
        return "what counts for the version", list(result.changes)
    return "how the data are described", [one for one in result.changes if one.about == "schema"]


def _fitted(sections: Sequence[_Section], most: int | None) -> Iterator[str]:
    """Give the lines of sections; if they are too many, of each its share, and how many more there are."""
    room = None if most is None else max(most - len(sections), 0)
    for number, (heading, blocks) in enumerate(sections):
        yield heading
        lines = [line for block in blocks for line in block]
        if room is None or len(lines) <= room // (len(sections) - number):
            shown = len(blocks)
        else:
            # A line of its share says how many more there are; one thing is shown however small it is.
            ends = list(accumulate(map(len, blocks)))
            shown = max(bisect_right(ends, room // (len(sections) - number) - 1), 1)
        written = [line for block in blocks[:shown] for line in block]
        yield from written
        if shown < len(blocks):
            yield f"  and {_REST.format(len(blocks) - shown)}"
        if room is not None:
            room = max(room - len(written) - (shown < len(blocks)), 0)


def render_json(result: Difference) -> str:
    """Write a difference as JSON, complete.

    Parameters
    ----------
    result
        The difference.

    Returns
    -------
    str
        One object in ASCII, whatever the cells hold.
    """
    content = result._asdict()
    content["tables"] = [
        {
            **table._asdict(),
            "renamed": [one._asdict() for one in table.renamed],
            "changed": [
                {"key": change.key, "cells": [cell._asdict() for cell in change.cells]}
                for change in table.changed
            ],
        }
        for table in result.tables
    ]
    content["changes"] = [change._asdict() for change in result.changes]
    return json_text(content, indent=2)


def render_markdown(
    result: Difference, *, release: bool = False, summary: bool = False, most: int | None = MOST_ROWS
) -> str:
    """Write a difference as Markdown for a pull request.

    Parameters
    ----------
    result
        The difference.
    release, summary
        As for `render_text`.
    most
        How many rows of each table to write; the rest is counted.

    Returns
    -------
    str
        Nothing in a cell can become a link, a mention, markup or another cell.
    """
    versions = (_version(result.base, result.base_commit), _version(result.head, result.head_commit))
    before, after = map(_code, versions)
    lines = [f"### What changes in {_code(result.head)}", "", f"From {before} to {after}."]
    if result.parted_at:
        lines += ["", _code(_parted(result))]
    if not _is_other(result):
        lines += ["", "Nothing differs."]
    if result.tables:
        lines += ["", "| table | added | removed | changed | renamed |", "|---|---:|---:|---:|---:|"]
        lines += [f"| {_code(table.name)} | {' | '.join(_numbers(table))} |" for table in result.tables]
    for table in result.tables if not summary else ():
        lines += _markdown_table(table, most)
    if result.new_sources and not summary:
        lines += ["", "#### New sources", "", "| source | title | publisher | url |", "|---|---|---|---|"]
        for row in result.new_sources[:most]:
            about = [_code(row.get(name, "")) for name in _ABOUT_SOURCE]
            lines.append(f"| {' | '.join(about)} |")
        lines += _more(len(result.new_sources), most)
    heading, changes = _changes(result, release=release)
    if changes and not summary:
        lines += ["", f"#### {heading[0].upper()}{heading[1:]}", ""]
        lines += [f"- {f'{one.level}: ' if release else ''}{_code(one.what)}" for one in changes[:most]]
        lines += _more(len(changes), most)
    if release:
        lines += ["", _code(verdict(result))]
    return "\n".join(lines)


def verdict(result: Difference) -> str:
    """Say in a sentence which version the changes ask for, and whether it is that.

    Parameters
    ----------
    result
        The difference.

    Returns
    -------
    str
    """
    if not result.is_complete:
        wrong = any(table.key and not table.is_complete for table in result.tables)
        nobody = "not everything could be compared, so nobody can say which version that asks for"
        return f"{nobody}; run validate" if wrong else nobody
    if result.required_bump == "none" and result.is_sufficient:
        return f"nothing in {result.head} differs from {result.base} that counts for the version"
    before, after = result.base_version[:40] or "none", result.head_version[:40] or "none"
    step = f"{before} -> {after}"
    if result.required_bump == "none":
        return f"version {step}: it went back, though nothing changed"
    asked = f"these changes ask for a {result.required_bump} version"
    if result.next_version is None:
        return f"version {step}: {asked}, and versions must have the form 1.2.3 to be compared"
    if result.is_sufficient:
        return f"version {step}: enough; {asked}"
    return f"version {step}: not enough; {asked}, at least {result.next_version}"


def _version(label: str, commit: str) -> str:
    """Say what is compared, and which commit it is."""
    if not commit:
        return label
    return f"commit {commit[:_COMMIT]}" if label == commit else f"{label} (commit {commit[:_COMMIT]})"


def _parted(result: Difference) -> str:
    return (
        f"note: {result.base} has changes of its own since commit {result.parted_at[:_COMMIT]}, "
        "which are told as undone; to leave them out: --merge-base"
    )


def _is_other(result: Difference) -> bool:
    return bool(result.tables or result.changes)


def _code(text: str) -> str:
    return for_markdown(shorten(text, _LONGEST_CELL))


def _markdown_table(table: TableDifference, most: int | None) -> Iterator[str]:
    yield from ("", f"#### {_code(table.name)}: {_counts(table)}")
    if table.renamed:
        yield from ("", "| renamed | to | cells that moved along |", "|---|---|---:|")
        for one in table.renamed[:most]:
            yield f"| {_code(one.old)} | {_code(one.new)} | {one.cells:,} |"
        yield from _more(len(table.renamed), most)
    if table.changed:
        yield from ("", "| row | column | old | new | change |", "|---|---|---|---|---:|")
        cells = [(change.key, cell) for change in table.changed for cell in change.cells]
        for key, cell in cells[:most]:
            values = map(_code, (" / ".join(key), cell.column, cell.old, cell.new))
            yield f"| {' | '.join(values)} | {_rise(cell)} |"
        yield from _more(len(cells), most)
    for word, rows in (("added", table.added), ("removed", table.removed)):
        if rows:
            yield from ("", f"| {word} | cells |", "|---|---|")
            for row in rows[:most]:
                filled = [f"{_code(name)} {_code(text)}" for name, text in _filled(table, row)]
                yield f"| {_code(' / '.join(row[name] for name in table.key))} | {'<br>'.join(filled)} |"
            yield from _more(len(rows), most)


def _more(number: int, most: int | None) -> list[str]:
    return ["", f"and {number - most:,} more"] if most is not None and number > most else []


def _kinds(table: TableDifference) -> dict[str, Sequence[object]]:
    return {
        "added": table.added,
        "removed": table.removed,
        "changed": table.changed,
        "renamed": table.renamed,
    }


def _numbers(table: TableDifference) -> list[str]:
    if table.unread_in:
        return ["not read"] * len(_kinds(table))
    return [str(len(rows)) for rows in _kinds(table).values()]


def _renamed(one: Rename) -> str:
    return f"{quote(one.old)} -> {quote(one.new)} ({counted(one.cells, 'cell')} moved along)"


def _counts(table: TableDifference) -> str:
    words = [f"{len(rows):,} {word}" for word, rows in _kinds(table).items() if rows]
    columns = (("added", table.columns_added), ("removed", table.columns_removed))
    words += [f"{counted(len(names), 'column')} {word}" for word, names in columns if names]
    if table.unread:
        why = "run validate" if table.key else "no primary key is known"
        words.append(f"{counted(table.unread, 'row')} could not be compared ({why})")
    if table.unread_in:
        which = " and ".join({"base": "older", "head": "newer"}[one] for one in table.unread_in)
        words.append(f"the {which} file could not be read (run validate)")
    return ", ".join(words)


def _named(table: TableDifference, row: Row) -> str:
    return _joined(tuple(row[name] for name in table.key))


def _joined(key: tuple[str, ...]) -> str:
    return " / ".join(key)


def _filled(table: TableDifference, row: Row) -> list[tuple[str, str]]:
    key = set(table.key)
    return [(name, text) for name, text in row.items() if text and name not in key]


def _cells(table: TableDifference, row: Row) -> str:
    return ", ".join(f"{name} {quote(text)}" for name, text in _filled(table, row))


def _change(cell: CellChange) -> str:
    rise = _rise(cell)
    change = f"{quote(cell.old, _LONGEST_CELL)} -> {quote(cell.new, _LONGEST_CELL)}"
    return f"{cell.column}: {change}{f' ({rise})' if rise else ''}"


def _rise(cell: CellChange) -> str:
    if cell.percent is None:
        return ""
    return f"{cell.percent:+,.1f} %" if abs(cell.percent) >= 0.1 else f"{cell.percent:+.2g} %"
