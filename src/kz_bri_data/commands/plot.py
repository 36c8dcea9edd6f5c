"""Draw series as a chart."""

from __future__ import annotations

import argparse

from kz_bri_data._text_safety import for_log
from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN
from kz_bri_data.commands.series import as_commands_of, choice_arguments, chosen
from kz_bri_data.errors import AmbiguousSeriesError, KzBriDataError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "series",
        metavar="SERIES",
        nargs="+",
        help="an indicator_id, with what others count of the same; or several series_ids of overview",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="name of the image: .svg, .png or .json"
    )
    parser.add_argument("--lang", metavar="LANG", default="en", help="en (default), kk, ru or zh")
    parser.add_argument("--theme", metavar="THEME", default="light", help="light (default) or dark")
    parser.add_argument("--width", metavar="PIXELS", type=int, default=640, help="default: 640")
    choice_arguments(parser, without=("sources", "on_conflict"))
    package_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Write the chart, and name the file."""
    from kz_bri_data._catalogue import open_catalogue
    from kz_bri_data._paths import as_path
    from kz_bri_data.plotting import file_content, specification

    path = as_path(options.output)
    what = options.series[0] if len(options.series) == 1 else options.series
    try:
        chart = specification(
            open_catalogue(options.package), what, options.lang, options.theme, options.width, chosen(options)
        )
    except AmbiguousSeriesError as error:
        raise KzBriDataError(as_commands_of("plot", what, error)) from None
    path.write_bytes(file_content(chart, path))
    print(for_log(f"wrote {path}"))
    return CLEAN
