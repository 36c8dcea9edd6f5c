"""List the tables."""

from __future__ import annotations

import argparse

from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN
from kz_bri_data.commands._rows import format_argument, print_rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    package_argument(parser)
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """List the tables."""
    from kz_bri_data._catalogue import open_catalogue

    tables = open_catalogue(options.package).tables.values()
    print_rows(["table", "title"], [[table.name, table.title] for table in tables], options.format)
    return CLEAN
