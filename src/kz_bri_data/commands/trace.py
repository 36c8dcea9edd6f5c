"""Check a copy of a source against the rows that cite it."""

from __future__ import annotations

import argparse

from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN, FINDINGS
from kz_bri_data.errors import CannotRunError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("source_id", metavar="SOURCE_ID", help="identifier of the source, as in sources.csv")
    parser.add_argument("file", metavar="FILE", help="the source as text or PDF")
    package_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print what was checked; a finding is what does not match."""
    from pathlib import Path

    from kz_bri_data._catalogue import open_catalogue
    from kz_bri_data.trace import render, trace

    result = trace(open_catalogue(options.package), options.source_id, Path(options.file))
    if not (result.figures or result.tokens or result.unmatched):
        raise CannotRunError(
            f"nothing to check: no row cites {options.source_id}, and {options.file} has no number; is it "
            "the right source?"
        )
    print(render(result))
    return CLEAN if result.clean else FINDINGS
