"""Check data packages and CSVs."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterable, Iterator

from kz_bri_data.commands._arguments import count
from kz_bri_data.commands._exit import CLEAN, FINDINGS, note
from kz_bri_data.commands._rows import write_as_file
from kz_bri_data.errors import CannotRunError

# As much as a person looks at before the first things are put right.
_MOST_LINES = 50
# Rows make many objects and no circles; to look for circles after every 700 takes a tenth of the time.
_OBJECTS = 100_000
# Formats of which half a document is none. What is long waits in a file, not in memory.
_DOCUMENTS = ("json", "sarif")
_IN_MEMORY = 1 << 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="folder with a datapackage.json, or a CSV named like its table (default: the package in this "
        "folder, in ./datapackage, or above)",
    )
    parser.add_argument("--installed", action="store_true", help="check the package that is installed")
    parser.add_argument("--table", metavar="TABLE", help="table of the CSVs, if they are not named like it")
    parser.add_argument(
        "--format",
        choices=["text", "json", "github", "markdown", "sarif"],
        help="how to write what is found (default: text); github adds annotations in a workflow",
    )
    parser.add_argument("--strict", action="store_true", help="let warnings count as errors")
    parser.add_argument(
        "--max-problems",
        metavar="N",
        type=count,
        help=f"print at most N; all are counted (default: {_MOST_LINES} as text, all in other formats)",
    )
    parser.add_argument("--all", action="store_true", help="print all of them")
    parser.add_argument(
        "--changed-since", metavar="REV", help="put problems on lines changed since a git revision first"
    )


def run(options: argparse.Namespace) -> int:
    """Print a line for each problem; one is a finding."""
    from kz_bri_data.validation.reporting.formats import FORMATS
    from kz_bri_data.validation.reporting.ordering import Limited, in_order
    from kz_bri_data.validation.reporting.progress import Progress
    from kz_bri_data.validation.run import Validator

    gc.set_threshold(_OBJECTS)
    changes = None
    if options.changed_since is not None:
        from kz_bri_data.validation.sources.changes import Changes

        changes = Changes(options.changed_since)
    if options.format is not None:
        write_as_file()
    progress = Progress()
    run = Validator(_paths(options), options.table, strict=options.strict, progress=progress)
    problems = Limited(in_order(run, changes), _most(options))
    pieces = FORMATS[options.format or "text"](problems, run.totals)
    try:
        for piece in _held_back(pieces) if options.format in _DOCUMENTS else pieces:
            with progress.aside():
                sys.stdout.write(piece)
    finally:
        with progress.aside():
            pass
    totals = run.totals()
    if totals.counts and options.format in (None, "text"):
        sys.stdout.flush()
        if problems.left and options.max_problems is None:
            note(f"{problems.left:,} more are not printed; all of them: kz-bri-data validate --all")
        note(f"what a code means: kz-bri-data explain {next(iter(totals.counts))}")
    return CLEAN if totals.valid else FINDINGS


def _held_back(pieces: Iterable[str]) -> Iterator[str]:
    """Give text in ASCII once all of it is there: a run that cannot go on leaves nothing behind."""
    import tempfile

    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as held:
        for piece in pieces:
            held.write(piece.encode("ascii"))
        held.seek(0)
        yield from (part.decode("ascii") for part in iter(lambda: held.read(_IN_MEMORY), b""))


def _most(options: argparse.Namespace) -> int | None:
    """Say how many problems are printed: of text, no more than a person reads, unless asked for more."""
    if options.all or options.max_problems is not None:
        return None if options.all else int(options.max_problems)
    return _MOST_LINES if options.format in (None, "text") else None


def _paths(options: argparse.Namespace) -> list[str]:
    """Say what is checked: what was named, or the package here; the installed one only on request."""
    if options.installed:
        from kz_bri_data._catalogue import installed

        if options.paths:
            raise CannotRunError("give either --installed or paths, not both")
        return [installed().folder]
    if options.paths:
        return list(options.paths)
    from kz_bri_data.validation.sources.packages import package_here

    found = package_here("say which: kz-bri-data validate DIR; the one that is installed: --installed")
    if found.startswith(os.pardir):
        note(f"checking {found}")
    return [found]
