"""Render what is generated."""

from __future__ import annotations

import argparse

from kz_bri_data.commands._exit import CLEAN, FINDINGS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "--check", action="store_true", help="write nothing; print a diff if something is out of date"
    )


def run(options: argparse.Namespace) -> int:
    """Write what is generated; with --check, what is out of date is a finding."""
    from pathlib import Path

    from kz_bri_data import descriptor

    if options.check:
        differences = descriptor.drift(Path.cwd())
        print(differences or "everything that is generated is up to date", end="" if differences else "\n")
        return FINDINGS if differences else CLEAN
    for path in descriptor.build(Path.cwd()):
        print(f"wrote {path}")
    return CLEAN
