"""Write an empty spreadsheet."""

from __future__ import annotations

import argparse

from kz_bri_data._text_safety import for_log
from kz_bri_data.commands._exit import CLEAN
from kz_bri_data.errors import CannotRunError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("table", metavar="TABLE", help="name of a table")
    parser.add_argument("file", metavar="FILE.xlsx", nargs="?", help="what to write (default: TABLE.xlsx)")
    parser.add_argument(
        "--lang", metavar="LANG", default="en", help="language of headings: en, kk, ru or zh (default: en)"
    )
    parser.add_argument(
        "--package",
        metavar="DIR",
        help="data package whose rows the drop-downs offer (default: the one here, else the installed one)",
    )


def run(options: argparse.Namespace) -> int:
    """Write the spreadsheet."""
    from kz_bri_data._catalogue import open_catalogue
    from kz_bri_data.spreadsheets import write_template

    folder = options.package or _package_here()
    path = options.file or f"{options.table}.xlsx"
    write_template(options.table, path, language=options.lang, package=open_catalogue(folder))
    lists = f"its lists are those of {folder}" if folder else "its lists are those of the installed package"
    print(for_log(f"wrote {path}; {lists}"))
    print(for_log(f"fill it in, then: kz-bri-data import {path} {folder or 'datapackage'}"))
    return CLEAN


def _package_here() -> str | None:
    from kz_bri_data.validation.sources.packages import package_here

    try:
        return package_here("")
    except CannotRunError:
        return None
