"""Compare two versions of the data."""

from __future__ import annotations

import argparse

from kz_bri_data._text_safety import escape
from kz_bri_data.commands._exit import CLEAN, FINDINGS, give_up
from kz_bri_data.commands._rows import write_as_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    either = "folder of a data package, wheel, or git revision"
    parser.add_argument("base", metavar="BASE", help=f"the older version: {either}; or a CSV")
    parser.add_argument(
        "head",
        metavar="HEAD",
        nargs="?",
        help="the newer version, or a CSV named like its table (default: the package here)",
    )
    parser.add_argument("--table", metavar="TABLE", help="table of the CSV, if it is not named like it")
    parser.add_argument(
        "--merge-base",
        action="store_true",
        help="compare with the commit at which HEAD left BASE, so that only changes of HEAD are told",
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--summary", action="store_true", help="print counts alone")
    length.add_argument("--all", action="store_true", help="print all rows, however many there are")
    parser.add_argument("--format", choices=("text", "json", "markdown"), help="default: text")
    parser.add_argument(
        "--require-bump",
        action="store_true",
        help="for a release: say which version number the changes ask for, and exit 1 if it is not reached",
    )


def run(options: argparse.Namespace) -> int:
    """Print the differences; with --require-bump, too small a step is a finding.

    Where a file could not be read, the others are compared, but that is no success.
    """
    from kz_bri_data import differences

    result = differences.difference(
        options.base, options.head, table=options.table, merge_base=options.merge_base
    )
    if options.format is not None:
        write_as_file()
    # A contributor's row asks nobody for a number.
    release = options.require_bump or result.base_version != result.head_version
    if options.format == "json":
        print(differences.render_json(result))
    elif options.format == "markdown":
        most = None if options.all else differences.MOST_ROWS
        print(differences.render_markdown(result, release=release, summary=options.summary, most=most))
    else:
        most = None if options.all else differences.MOST_LINES
        print(differences.render_text(result, release=release, summary=options.summary, most=most))
    if options.require_bump:
        return CLEAN if result.is_sufficient and result.is_complete else FINDINGS
    if unread := [table.name for table in result.tables if table.unread_in]:
        names = ", ".join(escape(name) for name in unread)
        return give_up(f"not everything was compared: {names} could not be read; run kz-bri-data validate")
    return CLEAN
