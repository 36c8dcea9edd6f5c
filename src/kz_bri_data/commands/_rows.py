"""Printing rows and records: a table at a terminal, a row a line in a pipe, or the format asked for."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from kz_bri_data._terminal import align, fit_table, screen_width
from kz_bri_data._text_safety import defuse, escape, for_markdown_text, json_text
from kz_bri_data.commands._exit import note

if TYPE_CHECKING:
    from kz_bri_data._catalogue import Column

_Header: TypeAlias = Sequence[str]
_Rows: TypeAlias = Iterable[Sequence[str]]

FORMATS = ("table", "tsv", "csv", "json", "markdown", "records")


def format_argument(
    parser: argparse.ArgumentParser, otherwise: str = "a table at a terminal, tsv in a pipe"
) -> None:
    """Declare the format of rows, and say in the help what it is otherwise."""
    parser.add_argument("--format", choices=FORMATS, help=f"how to write rows (default: {otherwise})")


def print_rows(
    header: _Header,
    rows: _Rows,
    format: str | None,
    numbers: Collection[str] = (),
    whole: Collection[str] = (),
) -> None:
    """Print rows.

    Parameters
    ----------
    header
        Name of each column.
    rows
        Cells as text.
    format
        One of FORMATS; if None, a table at a terminal and tab-separated otherwise.
    numbers
        Columns whose cells are numbers in JSON, an empty cell being null there, and are not cut in a table.
    whole
        Further columns that are not cut in a table, such as calls: a part of one is of no use.
    """
    chosen = _chosen(format)
    if chosen == "json":
        sys.stdout.writelines(_json(header, rows, numbers))
    elif chosen == "table":
        sys.stdout.writelines(_table(header, rows, {*numbers, *whole}))
    else:
        sys.stdout.writelines(_WRITERS[chosen](header, rows))


def print_record(record: Mapping[str, str], format: str | None) -> None:
    """Print the cells of one row, each on a line with its name.

    Parameters
    ----------
    record
        Cells by name of the column.
    format
        As in `print_rows`, but for csv and json.
    """
    chosen = _chosen(format)
    if chosen in ("table", "records"):
        sys.stdout.writelines(_records(list(record), [list(record.values())]))
    else:
        sys.stdout.writelines(_WRITERS[chosen](["field", "value"], record.items()))


def write_as_file() -> None:
    """Write as into a file, in UTF-8 and with LF, unless it goes to a terminal.

    A format that was asked for is for a program, which does not know what this system's pipes speak.
    """
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def numbers_of(columns: Iterable[Column]) -> set[str]:
    """Give the names of the columns that hold numbers."""
    return {column.name for column in columns if column.type in ("integer", "number")}


def typed(row: Mapping[str, str], numbers: Collection[str]) -> dict[str, str | int | float | None]:
    """Give cells as JSON has them: nothing for an empty one, a number where it is one.

    Examples
    --------
    >>> typed({"area": "KAZ", "year": "2024", "note": ""}, {"year"})
    {'area': 'KAZ', 'year': 2024, 'note': None}
    """
    return {name: _number(cell) if name in numbers else cell or None for name, cell in row.items()}


def _number(cell: str) -> str | int | float | None:
    for kind in (int, float):
        try:
            number = kind(cell)
        except ValueError:
            continue
        # What is too large would not be JSON.
        if abs(number) < float("inf"):
            return number
    return cell or None


def is_for_a_screen(format: str | None) -> bool:
    """Say whether rows go to a person at a terminal, who asked for no format."""
    return format is None and sys.stdout.isatty()


def _chosen(format: str | None) -> str:
    if format in ("tsv", "csv", "json", "markdown"):
        write_as_file()
    return format or ("table" if is_for_a_screen(format) else "tsv")


def _table(header: _Header, rows: _Rows, whole: Collection[str]) -> Iterator[str]:
    rows = list(rows)
    lines, left_out = fit_table(header, rows, screen_width(), whole)
    if len(left_out) == len(header) - 1 > 0:
        # One column alone says what there is, and nothing about it.
        yield from _records(header, rows)
        sys.stdout.flush()
        note("the screen is too narrow for a table, so each cell has a line of its own")
        return
    yield from (f"{line}\n" for line in lines)
    if left_out:
        sys.stdout.flush()
        note(f"no room for {', '.join(left_out)}; all columns: --format records, tsv, csv or json")


def _tsv(header: _Header, rows: _Rows) -> Iterator[str]:
    for row in chain([header], rows):
        yield defuse("\t".join(map(escape, row))) + "\n"


def _csv(header: _Header, rows: _Rows) -> Iterator[str]:
    from kz_bri_data._csv_writing import csv_text

    for row in chain([header], rows):
        yield csv_text([row])


def _json(header: _Header, rows: _Rows, numbers: Collection[str]) -> Iterator[str]:
    between = "[\n"
    for row in rows:
        yield between + json_text(typed(dict(zip(header, row, strict=True)), numbers))
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def _markdown(header: _Header, rows: _Rows) -> Iterator[str]:
    yield f"| {' | '.join(map(for_markdown_text, header))} |\n"
    yield "|---" * len(header) + "|\n"
    for row in rows:
        yield f"| {' | '.join(map(for_markdown_text, row))} |\n"


def _records(header: _Header, rows: _Rows) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield "\n" if number else ""
        filled = [(name, cell) for name, cell in zip(header, row, strict=True) if cell]
        yield from (f"{line}\n" for line in align(filled))


_WRITERS: dict[str, Callable[[_Header, _Rows], Iterator[str]]] = {
    "tsv": _tsv,
    "csv": _csv,
    "markdown": _markdown,
    "records": _records,
}
