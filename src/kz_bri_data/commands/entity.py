"""Show all that the tables say of one entity."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from kz_bri_data._text_safety import for_log, json_text
from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN
from kz_bri_data.commands._rows import (
    format_argument,
    numbers_of,
    print_record,
    print_rows,
    typed,
    write_as_file,
)
from kz_bri_data.errors import CannotRunError

if TYPE_CHECKING:
    from kz_bri_data._entities import Parts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "entity", metavar="NAME", nargs="+", help="an entity_id, or a name that no other entity has"
    )
    package_argument(parser)
    format_argument(parser, otherwise="a page to read, with the call that gives each series")


def run(options: argparse.Namespace) -> int:
    """Show the entity."""
    from kz_bri_data._catalogue import open_catalogue
    from kz_bri_data._entities import parts_of
    from kz_bri_data._entity_page import page

    catalogue = open_catalogue(options.package)
    parts = parts_of(catalogue, " ".join(options.entity))
    if options.format is None:
        lines = page(catalogue, parts).split("\n")
        sys.stdout.writelines(f"{for_log(line)}\n" for line in lines)
    elif options.format == "csv":
        raise CannotRunError("an entity is not one table; use --format json, tsv or markdown")
    elif options.format == "json":
        _print_json(parts)
    else:
        _print_tables(parts, options.format)
    return CLEAN


def _print_json(parts: Parts) -> None:
    from kz_bri_data._entities import columns_of_parts

    numbers = {part: numbers_of(columns) for part, columns in columns_of_parts().items()}
    rows = {
        part: [typed(row, numbers[part]) for row in getattr(parts, part)]
        for part in parts._fields
        if part != "row"
    }
    write_as_file()
    sys.stdout.write(json_text({**typed(parts.row, numbers["row"]), **rows}, indent=2) + "\n")


def _print_tables(parts: Parts, format: str) -> None:
    print_record(parts.row, format)
    for part in parts._fields:
        rows = getattr(parts, part)
        if part != "row" and rows:
            print()
            print_rows(list(rows[0]), [list(row.values()) for row in rows], format)
