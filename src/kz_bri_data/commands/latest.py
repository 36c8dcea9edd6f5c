"""Print the last period of one series."""

from __future__ import annotations

import argparse

from kz_bri_data.commands.series import add_arguments as add_arguments
from kz_bri_data.commands.series import print_series


def run(options: argparse.Namespace) -> int:
    """Print the row of the last period, or its rows."""
    from kz_bri_data._series.choosing import select_last

    return print_series(options, "latest", select_last)
