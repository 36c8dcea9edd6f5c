"""Find indicators, entities and rows of other tables."""

from __future__ import annotations

import argparse

from kz_bri_data._text_safety import quote
from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN, FINDINGS, note
from kz_bri_data.commands._rows import format_argument, is_for_a_screen, print_rows

# A narrow screen has no room for the last of them.
_COLUMNS = ["id", "name", "n_periods", "first", "last", "call", "matched", "table"]

# Rows that a person reads at a terminal, the best first; in a pipe all are printed.
_MOST = 25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "words", metavar="WORD", nargs="+", help="words to look for, in any order and language"
    )
    parser.add_argument("--all", action="store_true", help=f"print all at a terminal, not {_MOST} of them")
    package_argument(parser)
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print what is found; nothing is a finding."""
    from kz_bri_data._catalogue import open_catalogue
    from kz_bri_data.search import find

    text = " ".join(options.words)
    matches = find(open_catalogue(options.package), text)
    rows = [
        [
            *(match.id, match.name, str(match.n_periods)),
            *("" if year is None else str(year) for year in (match.first, match.last)),
            *(match.call, match.matched if match.matched != match.name else "", match.table),
        ]
        for match in matches
    ]
    more = len(rows) - _MOST
    if more > 0 and is_for_a_screen(options.format) and not options.all:
        rows = rows[:_MOST]
        note(f"the best {_MOST} are shown, and {more} more are there; all of them: --all")
    if rows or options.format:
        print_rows(_COLUMNS, rows, options.format, {"n_periods", "first", "last"}, {"call"})
    if not rows:
        note(f"nothing is named or defined like {quote(text)}; try fewer words")
    return CLEAN if rows else FINDINGS
