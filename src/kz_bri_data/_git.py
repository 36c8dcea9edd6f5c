"""Git, asked without letting a repository have anything run, fetched or written; nothing else calls it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

from kz_bri_data._text_safety import escape, quote
from kz_bri_data.errors import CannotRunError

# What git calls a commit, in full.
COMMIT = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")

# What a repository may bring along to be run is left aside, and names are only names.
_COMMAND = ("git", "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false")
# In a large repository git takes seconds; a repository can be made so that it takes for ever.
_SECONDS = 120.0
_LONGEST_LINE = 1 << 16
# Git sets these for its hooks, and in a worktree or a submodule they name another repository than that of the
# folder that is asked about. They are what `git rev-parse --local-env-vars` lists, but for configuration.
_OF_ONE_REPOSITORY = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_NO_REPLACE_OBJECTS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
# What git advises where somebody else owns the repository, as in a container.
_ADVICE = "git config --global --add safe.directory"


class NoRevisionError(CannotRunError):
    """A text that names no commit; the message goes on where a sentence has named the text."""


def commit(folder: Path, revision: str) -> str:
    """Find the commit that a revision names.

    Parameters
    ----------
    folder
        A folder of the repository.
    revision
        Anything that git takes for one commit: no option, and no range.

    Returns
    -------
    str
        Its name in full.

    Raises
    ------
    NoRevisionError
        If it names none, or there is no git or no repository.
    """
    check_revision(revision)
    try:
        found = run(folder, "rev-parse", "--verify", f"{revision}^{{commit}}").decode().strip()
    except CannotRunError as error:
        raise NoRevisionError(f"is no git revision that was fetched: {error}{_history(folder)}") from None
    if not COMMIT.fullmatch(found):
        raise NoRevisionError("stands for several git revisions")
    return found


def check_revision(revision: str) -> None:
    """Refuse a text that git would not take for the name of one commit; it is not asked."""
    if not revision or revision.startswith("-") or ".." in revision or not revision.isprintable():
        raise NoRevisionError("cannot be a git revision")


def merge_base(folder: Path, one: str, other: str) -> str:
    """Find the commit at which two commits parted.

    Parameters
    ----------
    folder
        A folder of the repository.
    one, other
        Their names in full.

    Returns
    -------
    str
        The last commit from which both come, by its name in full; one of the two if the other comes from it.

    Raises
    ------
    NoRevisionError
        If they have none in common, or its history was not fetched.
    """
    try:
        return run(folder, "merge-base", one, other).decode().split()[0]
    except CannotRunError:
        raise NoRevisionError(
            f"has no commit in common with what it is compared with{_history(folder)}"
        ) from None


def _history(folder: Path) -> str:
    """Say how to fetch what a shallow clone leaves out; empty if it is none."""
    try:
        is_shallow = run(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except CannotRunError:
        return ""
    advice = "; this clone is shallow: run git fetch --unshallow, or give actions/checkout fetch-depth: 0"
    return advice if is_shallow else ""


def run(folder: Path, *words: str, seconds: float = _SECONDS) -> bytes:
    """Run a git command that only reads, and give what it writes.

    Parameters
    ----------
    folder
        A folder of the repository.
    *words
        The command and its arguments.
    seconds
        How long it may take.

    Raises
    ------
    CannotRunError
        If there is no git, or git says that it cannot, or takes too long.
    """
    return b"".join(_pieces(folder, words, seconds))


def lines(folder: Path, *words: str, seconds: float = _SECONDS) -> Iterator[bytes]:
    """Run a git command that only reads, and give the beginnings of the lines that it writes.

    Parameters
    ----------
    folder, *words, seconds
        As for `run`.

    Yields
    ------
    bytes
        A line with its end; of one that is very long only the first 64 KiB.

    Raises
    ------
    CannotRunError
        As `run` does.
    """
    whole = True
    for piece in _pieces(folder, words, seconds):
        if whole:
            yield piece
        whole = piece.endswith(b"\n")


def _pieces(folder: Path, words: tuple[str, ...], seconds: float) -> Iterator[bytes]:
    """Run git, and give its lines, those that are very long in pieces."""
    # It fetches nothing, takes no locks and speaks English.
    quiet = {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ONE_REPOSITORY}
    try:
        git = subprocess.Popen(
            [*_COMMAND, *words],
            cwd=folder,
            env={**kept, **quiet},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except FileNotFoundError:
        raise CannotRunError("git is not installed") from None
    late = Timer(seconds, git.kill)
    late.start()
    try:
        with git:
            assert git.stdout is not None
            assert git.stderr is not None
            while piece := git.stdout.readline(_LONGEST_LINE):
                yield piece
            said = git.stderr.read(_LONGEST_LINE).decode("utf-8", "replace").strip().splitlines()
    finally:
        in_time = late.is_alive()
        late.cancel()
    if not in_time:
        raise CannotRunError(f"git {words[0]} took more than {seconds:g} seconds")
    if git.returncode:
        raise CannotRunError(f"git says {quote(said[0] if said else words[0], 200)}{_advice(said)}")


def _advice(said: list[str]) -> str:
    """Give the command by which git says it can be had."""
    found = next((line.strip() for line in said if line.strip().startswith(_ADVICE)), "")
    return f"; if you trust it: {escape(found)}" if found else ""
