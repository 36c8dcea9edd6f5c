"""Say what a table and its columns hold."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kz_bri_data._text_safety import for_log, json_text
from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN
from kz_bri_data.commands._rows import format_argument, print_rows, write_as_file

if TYPE_CHECKING:
    from kz_bri_data._catalogue import Column, TableDescription

_COLUMNS = ["column", "type", "required", "unit", "references", "description", "example"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("table", metavar="TABLE", help="name of a table")
    package_argument(parser)
    format_argument(parser, otherwise="text to read, with every code and its meaning")


def run(options: argparse.Namespace) -> int:
    """Describe the table and its columns."""
    from kz_bri_data._catalogue import open_catalogue

    catalogue = open_catalogue(options.package)
    table = catalogue.describe(options.table)
    if options.format is None:
        file = catalogue.csv_file(options.table)
        sys.stdout.writelines(f"{for_log(line)}\n" for line in _text(table, file))
    elif options.format == "json":
        write_as_file()
        sys.stdout.write(json_text(_object(table), indent=2) + "\n")
    else:
        print_rows(_COLUMNS, map(_row, table.columns), options.format)
    return CLEAN


def _text(table: TableDescription, file: str) -> Iterator[str]:
    yield f"{table.name}: {table.title}"
    yield table.description
    yield f"key: {', '.join(table.primary_key)}"
    yield f"file: {file}"
    for column in table.columns:
        words = [column.type, *(["required"] if column.required else [])]
        in_unit = f"in what {column.unit} says" if column.unit in table.by_name else f"in {column.unit}"
        words += [in_unit] if column.unit else []
        words += [f"key of {column.references}"] if column.references else []
        yield ""
        yield f"{column.name} ({', '.join(words)})"
        yield f"  {column.description}"
        yield f"  example: {column.example}"
        for code, meaning in column.categories.items():
            yield f"  - {code}: {meaning}"


def _row(column: Column) -> list[str]:
    required = "yes" if column.required else ""
    about = [column.unit or "", column.references or "", column.description, column.example]
    return [column.name, column.type, required, *about]


def _object(table: TableDescription) -> dict[str, object]:
    rules = [{**rule._asdict(), "text": rule.text and rule.text._asdict()} for rule in table.rules]
    return {
        **table._asdict(),
        "columns": [column._asdict() for column in table.columns],
        "rules": rules,
        "backings": [{**one._asdict(), "text": one.text._asdict()} for one in table.backings],
    }
