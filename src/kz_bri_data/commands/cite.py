"""Print the references of what was used."""

from __future__ import annotations

import argparse
import json
import shlex
import sys

from kz_bri_data._text_safety import for_log, json_text
from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN, give_up
from kz_bri_data.commands._rows import write_as_file
from kz_bri_data.errors import AmbiguousSeriesError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "what",
        metavar="WHAT",
        nargs="?",
        help="a table, a source_id, observation_id, event_id or statement_id, an indicator, a series_id, or "
        "the call of a series in Python (default: the package alone)",
    )
    parser.add_argument(
        "--style", choices=("apa", "bibtex", "csl-json", "text"), default="apa", help="default: apa"
    )
    parser.add_argument(
        "--accessed", metavar="DAY", help="day of access, such as 2026-11-27 (default: today)"
    )
    package_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print the package and the sources, each once."""
    from kz_bri_data._catalogue import open_catalogue
    from kz_bri_data._citations import cite

    try:
        found = cite(open_catalogue(options.package), options.what, options.style, options.accessed)
    except AmbiguousSeriesError as error:
        return give_up("\n".join(map(_as_command, str(error).split("\n"))))
    write_as_file()
    if options.style == "csl-json":
        sys.stdout.write(json_text(json.loads(found), indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{for_log(line)}\n" for line in found.split("\n"))
    return CLEAN


def _as_command(line: str) -> str:
    """Write the call of a series, which a refusal lists, as the command that cites it."""
    call = line.strip()
    return f"  kz-bri-data cite {shlex.quote(call)}" if call.startswith("kbd.series(") else line
