"""A difference as text for a terminal, as JSON for a program, and as Markdown for a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kz_bri_data._layout import inert, printable
from kz_bri_data.differences.compare import Difference
from kz_bri_data.differences.rows import CellChange, Row, TableDifference
from kz_bri_data.validation.problems import counted, quote

# More rows of a table than a person would read are only counted in Markdown, whose size GitHub limits.
MOST_ROWS = 50
_LONGEST_CELL = 200


def render_text(result: Difference) -> str:
    """Write a difference as text, complete.

    Parameters
    ----------
    result
        The difference.

    Returns
    -------
    str
        Lines without a final line break.
    """
    lines = []
    for table in result.tables:
        lines.append(f"{printable(table.name)}: {_counts(table)}")
        lines += [f"  + {_named(table, row)}: {_cells(table, row)}" for row in table.added]
        lines += [f"  - {_named(table, row)}: {_cells(table, row)}" for row in table.removed]
        for change in table.changed:
            lines.append(f"  ~ {_joined(change.key)}")
            lines += [f"      {_change(cell)}" for cell in change.cells]
    if result.new_sources:
        lines.append("new sources:")
        for row in result.new_sources:
            about = [row[name] for name in ("source_id", "title", "publisher", "url") if row.get(name)]
            lines.append(f"  {printable('; '.join(about))}")
    if result.changes:
        lines.append("what counts for the version:")
        lines += [f"  {change.level}: {printable(change.what)}" for change in result.changes]
    return "\n".join(map(inert, [*lines, printable(verdict(result))]))


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
            "changed": [
                {"key": change.key, "cells": [cell._asdict() for cell in change.cells]}
                for change in table.changed
            ],
        }
        for table in result.tables
    ]
    content["changes"] = [change._asdict() for change in result.changes]
    # Only in a string can this stand, and GitHub would take it for a command.
    return json.dumps(content, indent=2).replace("##[", "\\u0023#[")


def render_markdown(result: Difference) -> str:
    """Write a difference as Markdown for a pull request; of many rows only the first are shown.

    Parameters
    ----------
    result
        The difference.

    Returns
    -------
    str
        Nothing in a cell can become a link, a mention, markup or another cell.
    """
    lines = ["### What changes in the data", "", code(verdict(result))]
    if result.tables:
        lines += ["", "| table | added | removed | changed |", "|---|---:|---:|---:|"]
        lines += [
            f"| {code(table.name)} | {len(table.added)} | {len(table.removed)} | {len(table.changed)} |"
            for table in result.tables
        ]
    for table in result.tables:
        lines += _markdown_table(table)
    if result.new_sources:
        lines += ["", "#### New sources", "", "| source | title | publisher | url |", "|---|---|---|---|"]
        for row in result.new_sources[:MOST_ROWS]:
            about = [code(row.get(name, "")) for name in ("source_id", "title", "publisher", "url")]
            lines.append(f"| {' | '.join(about)} |")
        lines += _more(len(result.new_sources))
    if result.changes:
        lines += ["", "#### What counts for the version", ""]
        lines += [f"- {change.level}: {code(change.what)}" for change in result.changes[:MOST_ROWS]]
        lines += _more(len(result.changes))
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
    if result.needed == "none" and result.enough:
        return f"nothing in {result.head} differs from {result.base} that counts for the version"
    before, after = result.base_version[:40] or "none", result.head_version[:40] or "none"
    step = f"{before} -> {after}"
    if result.needed == "none":
        return f"version {step}: it went back, though nothing changed"
    asked = f"these changes ask for a {result.needed} version"
    if result.next_version is None:
        return f"version {step}: {asked}, and versions must have the form 1.2.3 to be compared"
    if result.enough:
        return f"version {step}: enough; {asked}"
    return f"version {step}: not enough; {asked}, at least {result.next_version}"


def code(text: str) -> str:
    """Show a stranger's text in a Markdown cell as code, in which nothing is a link or a mention.

    Every character that could mean something to Markdown is written as an entity, because a pipe or a
    backtick would end a cell or a code span otherwise.

    Examples
    --------
    >>> code("a|b")
    '<code>a&#124;b</code>'
    >>> code("")
    ''
    """
    shown = text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"
    return f"<code>{_entities(shown)}</code>" if shown else ""


def _entities(text: str) -> str:
    return "".join(
        letter if letter.isalnum() or letter in " ,;()%-" else f"&#{ord(letter)};"
        for letter in printable(text)
    )


def _markdown_table(table: TableDifference) -> Iterator[str]:
    yield from ("", f"#### {code(table.name)}: {_counts(table)}")
    if table.changed:
        yield from ("", "| row | column | old | new | change |", "|---|---|---|---|---:|")
        cells = [(change.key, cell) for change in table.changed for cell in change.cells]
        for key, cell in cells[:MOST_ROWS]:
            values = [code(" / ".join(key)), code(cell.column), code(cell.old), code(cell.new), _rise(cell)]
            yield f"| {' | '.join(values)} |"
        yield from _more(len(cells))
    for word, rows in (("added", table.added), ("removed", table.removed)):
        if rows:
            yield from ("", f"| {word} | cells |", "|---|---|")
            for row in rows[:MOST_ROWS]:
                filled = [f"{code(name)} {code(text)}" for name, text in _filled(table, row)]
                yield f"| {code(' / '.join(row[name] for name in table.key))} | {'<br>'.join(filled)} |"
            yield from _more(len(rows))


def _more(number: int) -> list[str]:
    return ["", f"and {number - MOST_ROWS:,} more"] if number > MOST_ROWS else []


def _counts(table: TableDifference) -> str:
    counts = (("added", table.added), ("removed", table.removed), ("changed", table.changed))
    words = [f"{len(rows):,} {word}" for word, rows in counts if rows]
    columns = (("added", table.columns_added), ("removed", table.columns_removed))
    words += [f"{counted(len(names), 'column')} {word}" for word, names in columns if names]
    if table.unread:
        words.append(f"{counted(table.unread, 'row')} could not be compared (run validate)")
    return ", ".join(words)


def _named(table: TableDifference, row: Row) -> str:
    return _joined(tuple(row[name] for name in table.key))


def _joined(key: tuple[str, ...]) -> str:
    return printable(" / ".join(key))


def _filled(table: TableDifference, row: Row) -> list[tuple[str, str]]:
    return [(name, text) for name, text in row.items() if text and name not in table.key]


def _cells(table: TableDifference, row: Row) -> str:
    return ", ".join(f"{printable(name)} {quote(text)}" for name, text in _filled(table, row))


def _change(cell: CellChange) -> str:
    rise = _rise(cell)
    change = f"{quote(cell.old, _LONGEST_CELL)} -> {quote(cell.new, _LONGEST_CELL)}"
    return f"{printable(cell.column)}: {change}{f' ({rise})' if rise else ''}"


def _rise(cell: CellChange) -> str:
    if cell.percent is None:
        return ""
    return f"{cell.percent:+,.1f} %" if abs(cell.percent) >= 0.1 else f"{cell.percent:+.2g} %"
