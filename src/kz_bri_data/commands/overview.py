"""List the series there are."""

from __future__ import annotations

import argparse

from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN
from kz_bri_data.commands._rows import format_argument, print_rows

_NUMBERS = {"n_periods", "gaps", "n_origins", "n_conflicts"}

# Columns in the order in which a narrow screen drops them: from the right.
_SHOWN = (
    *("series_id", "title", "first", "last", "n_periods", "unit", "preferred", "gaps", "n_conflicts"),
    "derived",
    *("n_origins", "frequency", "rule", "basis", "definition", "caveat", "call"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("indicator", metavar="INDICATOR", nargs="?", help="an indicator_id; all by default")
    parser.add_argument("--entity", metavar="ENTITY", help="series about an entity_id")
    parser.add_argument("--area", metavar="AREA", help="series of an area, or with it as partner")
    parser.add_argument("--text", metavar="WORDS", help="series that have all these words in a column")
    package_argument(parser)
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """List series, the preferred one of each subject first."""
    from kz_bri_data._catalogue import open_catalogue
    from kz_bri_data._series.index import open_index
    from kz_bri_data._series.overview import list_series

    index = open_index(open_catalogue(options.package))
    found = list_series(index, options.indicator, options.entity, options.area, options.text)
    print_rows(_SHOWN, ([row[name] for name in _SHOWN] for row in found), options.format, _NUMBERS, {"call"})
    return CLEAN
