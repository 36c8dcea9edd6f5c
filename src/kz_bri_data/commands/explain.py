"""Say what a code means."""

from __future__ import annotations

import argparse
import sys

from kz_bri_data._text_safety import json_text
from kz_bri_data.commands._exit import CLEAN
from kz_bri_data.commands._rows import format_argument, print_record, print_rows, write_as_file
from kz_bri_data.errors import CannotRunError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "code", metavar="CODE", nargs="?", help="word in brackets at the end of a problem; without: all codes"
    )
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Explain the code, or list all of them."""
    from kz_bri_data.validation.reporting.explanations import explain, explanations

    if options.code is None:
        rows = ([one.code, one.severity, one.what] for one in explanations().values())
        print_rows(["code", "severity", "what"], rows, options.format)
        return CLEAN
    found = explain(options.code.strip("[]"))
    if options.format == "json":
        write_as_file()
        sys.stdout.write(json_text(found._asdict(), indent=2) + "\n")
    elif options.format == "csv":
        raise CannotRunError("one explanation is not a table; use --format json, tsv or markdown")
    else:
        print_record({**found._asdict(), "tables": ", ".join(found.tables)}, options.format)
    return CLEAN
