"""Which lines of a file changed since a revision, as git tells."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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
        found = _git(Path.cwd(), "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        self._revision = b"".join(found).decode().strip()
        self._stretches = cache(self._changed)

    def has(self, problem: Problem) -> bool:
        """Say whether a problem stands on a changed line."""
        return any(first <= problem.line <= last for first, last in self._stretches(problem.path))

    def _changed(self, path: str) -> list[tuple[int, int]]:
        """Find first and last line of every stretch that was changed."""
        folder, name = Path(path).parent, Path(path).name
        if not any(_git(folder, "ls-tree", "--name-only", self._revision, "--", name)):
            return [(1, 1 << 62)]  # the file itself is new
        options = ("--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames")
        hunks = map(_HUNK.match, _git(folder, "diff", *options, self._revision, "--", name))
        stretches = [(int(hunk[1]), int(hunk[2] or 1)) for hunk in hunks if hunk]
        return [(start, start + count - 1) for start, count in stretches if count]


def _git(folder: Path, *arguments: str) -> Iterator[bytes]:
    """Run git and give the beginnings of the lines that it writes."""
    # What a repository may bring along to be run is left aside, and names are only names.
    command = ["git", "--no-pager", "-c", "core.fsmonitor=false", *arguments]
    environment = os.environ | {"GIT_LITERAL_PATHSPECS": "1"}
    try:
        git = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
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
