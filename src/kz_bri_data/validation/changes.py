"""Which lines of a file changed since a revision, as git tells."""

from __future__ import annotations

import re
import subprocess
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kz_bri_data import _git
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.problems import Problem

_HUNK = re.compile(rb"@@ -\S+ \+([0-9]+)(?:,([0-9]+))? @@")
_LONGEST = 1 << 16


class Changes:
    """The lines that were added or changed since a revision.

    Parameters
    ----------
    revision
        Anything that git takes for a commit.

    Raises
    ------
    CannotRunError
        If there is no git, no repository here, or no such revision.
    """

    def __init__(self, revision: str) -> None:
        found = _lines(Path.cwd(), "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        self._revision = b"".join(found).decode().strip()
        self._stretches = cache(self._changed)

    def has(self, problem: Problem) -> bool:
        """Say whether a problem stands on a changed line."""
        stretches = self._stretches(problem.path)
        place = bisect_left(stretches, problem.line, key=_last)
        return place < len(stretches) and stretches[place][0] <= problem.line

    def _changed(self, path: str) -> list[tuple[int, int]]:
        """Find first and last line of every stretch that was changed, in order."""
        folder, name = Path(path).parent, Path(path).name
        if not any(_lines(folder, "ls-tree", "--name-only", self._revision, "--", name)):
            return [(1, 1 << 62)]  # the file itself is new
        # Lines count whatever .gitattributes says of the file: --text.
        options = ("--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--text")
        hunks = map(_HUNK.match, _lines(folder, "diff", *options, self._revision, "--", name))
        stretches = [(int(hunk[1]), int(hunk[2] or 1)) for hunk in hunks if hunk]
        return [(start, start + count - 1) for start, count in stretches if count]


def _last(stretch: tuple[int, int]) -> int:
    return stretch[1]


def _lines(folder: Path, *arguments: str) -> Iterator[bytes]:
    """Run git and give the beginnings of the lines that it writes."""
    try:
        git = subprocess.Popen(
            [*_git.COMMAND, *arguments],
            cwd=folder,
            env=_git.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except FileNotFoundError:
        raise CannotRunError("--changed-since asks git, which is not installed") from None
    with git:
        assert git.stdout is not None
        assert git.stderr is not None
        whole = True
        while piece := git.stdout.readline(_LONGEST):
            if whole:
                yield piece
            whole = piece.endswith(b"\n")
        said = git.stderr.read(_LONGEST).decode(errors="replace").strip().splitlines()
    if git.returncode:
        raise CannotRunError(f"git cannot tell what changed: {said[-1] if said else 'it gives no reason'}")
