"""Arguments that several commands take."""

from __future__ import annotations

import argparse


def package_argument(parser: argparse.ArgumentParser) -> None:
    """Declare the package to look at."""
    parser.add_argument(
        "--package",
        metavar="DIR",
        help="folder of the data package to read (default: the one that is installed)",
    )


def count(text: str) -> int:
    """Read a number of things."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 0 or more")
    return int(text)
