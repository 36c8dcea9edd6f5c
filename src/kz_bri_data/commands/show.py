"""Print a table."""

from __future__ import annotations

import argparse

from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN
from kz_bri_data.commands._rows import format_argument, numbers_of, print_rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("table", metavar="TABLE", help="name of a table")
    package_argument(parser)
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print the table."""
    from kz_bri_data._catalogue import open_catalogue

    catalogue = open_catalogue(options.package)
    columns = catalogue.describe(options.table).columns
    rows = (list(row.values()) for row in catalogue.rows(options.table))
    print_rows([column.name for column in columns], rows, options.format, numbers_of(columns))
    return CLEAN
