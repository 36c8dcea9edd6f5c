"""Correct files."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kz_bri_data._terminal import say
from kz_bri_data._text_safety import for_log
from kz_bri_data.commands._bounded import Bounded
from kz_bri_data.commands._exit import CLEAN, COULD_NOT_RUN, FINDINGS, STOPS, give_up, reason
from kz_bri_data.errors import CannotRunError, KzBriDataError

if TYPE_CHECKING:
    from kz_bri_data.fixing import FileFix

# Lines of changes, and of what is left to a person, that are printed unless all of them are asked for.
_MOST_CHANGES, _MOST_LEFT = 30, 15


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "path",
        metavar="PATH",
        nargs="*",
        help="folder with a datapackage.json, or CSV files (default: the package here)",
    )
    parser.add_argument("--table", metavar="TABLE", help="table that the CSVs hold, if not named like it")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if something would change"
    )
    parser.add_argument("--all", action="store_true", help="print every change and every cell that is left")


def run(options: argparse.Namespace) -> int:
    """Show each change and write it; what cannot be corrected is a finding."""
    from kz_bri_data.fixing import plan
    from kz_bri_data.validation.sources.packages import package_here

    paths = options.path or [package_here("say which: kz-bri-data fix DIR")]

    command = _Fix(options)
    try:
        for fix in plan(*paths, table=options.table):
            command.take(fix)
    except (KzBriDataError, *STOPS) as error:
        done = f"; files corrected until then: {command.written}, the others are as they were"
        if isinstance(error, KzBriDataError):
            return give_up(f"{error}{done if command.written else ''}")
        return give_up(reason(error) + done)
    return command.status


class _Fix:
    """A run of the command: what it has printed and written so far."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.status = CLEAN
        self.written = 0
        self._check: bool = options.check
        self._all: bool = options.all
        self._changes = Bounded(None if options.all else _MOST_CHANGES)
        self._left = Bounded(None if options.all else _MOST_LEFT)

    def take(self, fix: FileFix) -> None:
        """Show what there is to fix in a file, and write it."""
        from kz_bri_data.fixing import diff, summary, unresolved
        from kz_bri_data.validation.reporting.problems import counted

        if fix.error:
            self._fail(fix.error)
        if fix.changes:
            # Nothing is written before it is shown.
            print("\n".join(self._changes.take(diff(fix))), flush=True)
        written = fix.changes and not self._check and self._write(fix)
        if fix.blocked_by or fix.unresolved or (fix.changes and self._check):
            self.status = max(self.status, FINDINGS)
        if fix.blocked_by or fix.changes:
            print(summary(fix, written=written))
        if left := unresolved(fix, written=written or not fix.changes, every=self._all):
            head = f"{for_log(fix.path)}: left to you: {counted(len(fix.unresolved), 'cell')}"
            say("\n".join([head, *self._left.take(left, "kind")]))

    def _write(self, fix: FileFix) -> bool:
        """Write a file, and say whether that could be done."""
        try:
            fix.write()
        except (CannotRunError, PermissionError) as error:
            self._fail(str(error) if isinstance(error, CannotRunError) else reason(error))
            return False
        self.written += 1
        return True

    def _fail(self, message: str) -> None:
        """Say that a file could not be fixed; the others are fixed all the same."""
        self.status = COULD_NOT_RUN
        give_up(message)
