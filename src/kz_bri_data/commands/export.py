"""Write the tables in another format."""

from __future__ import annotations

import argparse

from kz_bri_data._text_safety import for_log
from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("folder", metavar="DIR", help="folder to write to; it is made if it is not there")
    parser.add_argument(
        "--to", metavar="FORMAT", required=True, help="parquet, sqlite, duckdb, xlsx, json or csv"
    )
    parser.add_argument(
        "--lang", default="en", help="language of titles and names of codes: en (default), kk, ru or zh"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace files of these names")
    package_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Write the files, and name them."""
    from kz_bri_data.package import Package

    written = Package(options.package).export(
        options.to, options.folder, lang=options.lang, overwrite=options.overwrite
    )
    for path in written:
        print(for_log(f"wrote {path}"))
    return CLEAN
