"""Which lines of a file changed since a revision, as git tells."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from pathlib import Path

from kz_bri_data import _git
from kz_bri_data._terminal import say
from kz_bri_data._text_safety import lines_for_log, quote
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.reporting.problems import Problem

_HUNK = re.compile(rb"@@ -\S+ \+([0-9]+)(?:,([0-9]+))? @@")
# Lines count whatever .gitattributes says of the file: --text.
_OPTIONS = ("--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--text")
_EVERY_LINE = [(1, 1 << 62)]


class Changes:
    """The lines that were added or changed since a revision.

    What others changed at the revision meanwhile does not count: lines are compared with the commit at which
    the branch left it. A file about which git cannot tell, such as one of a submodule, has no changed lines;
    the first of them is named on the standard error.

    Parameters
    ----------
    revision
        Anything that git takes for a commit.

    Raises
    ------
    CannotRunError
        If it can be no revision, such as an option of git.
    """

    def __init__(self, revision: str) -> None:
        self._revision = revision
        self._told = False
        try:
            _git.check_revision(revision)
        except _git.NoRevisionError as error:
            raise CannotRunError(f"git cannot tell what changed: {quote(revision)} {error}") from None
        self._base = cache(self._find_base)
        self._stretches = cache(self._changed)

    def has(self, problem: Problem) -> bool:
        """Say whether a problem stands on a changed line."""
        stretches = self._stretches(problem.path)
        place = bisect_left(stretches, problem.line, key=_last)
        return place < len(stretches) and stretches[place][0] <= problem.line

    def _changed(self, path: str) -> list[tuple[int, int]]:
        """Find first and last line of every stretch that was changed, in order."""
        folder, name = Path(path).parent, Path(path).name
        try:
            base = self._base(folder)
            if not any(_git.lines(folder, "ls-tree", "--name-only", base, "--", name)):
                return _EVERY_LINE  # the file itself is new
            hunks = map(_HUNK.match, _git.lines(folder, "diff", *_OPTIONS, base, "--", name))
            stretches = [(int(hunk[1]), int(hunk[2] or 1)) for hunk in hunks if hunk]
        except CannotRunError as error:
            self._tell(path, error)
            return []
        return [(start, start + count - 1) for start, count in stretches if count]

    def _find_base(self, folder: Path) -> str:
        """Find the commit at which the branch of a folder left the revision."""
        revision = _git.commit(folder, self._revision)
        return _git.merge_base(folder, revision, _git.commit(folder, "HEAD"))

    def _tell(self, path: str, error: CannotRunError) -> None:
        if not self._told:
            self._told = True
            why = f"{quote(self._revision)} {error}" if isinstance(error, _git.NoRevisionError) else error
            message = f"git cannot tell what changed in {quote(path, 200)}, so its lines are in order: {why}"
            say(f"kz-bri-data: {lines_for_log(message)}")


def _last(stretch: tuple[int, int]) -> int:
    return stretch[1]
