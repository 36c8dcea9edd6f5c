"""Reading a data package out of a folder, a wheel or a git revision, whoever made it.

Only plain files below the package are read, no larger than a bound, and nothing is run but `git`,
which is asked for the content of files and for nothing else.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from kz_bri_data import _git
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.descriptors import LARGEST as LARGEST_DESCRIPTOR
from kz_bri_data.validation.descriptors import NAME, is_safe
from kz_bri_data.validation.files import UnsafeFileError, open_plain
from kz_bri_data.validation.problems import quote

# Two versions of a table are held in memory at once, in many times the room of their files.
LARGEST = 1 << 24
LARGEST_PACKAGE = 1 << 28
MOST_RESOURCES = 1000

# Where the package may be below a folder, a wheel or a commit: itself, in a checkout, installed.
_PLACES = ("", "datapackage/", "kz_bri_data/datapackage/")


# What git calls a commit, in full.
_COMMIT = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")


class _Files(Protocol):
    def read(self, path: str) -> bytes | None:
        """Give the content of a plain file, or None if there is none."""


class Package:
    """A data package as somebody made it.

    Parameters
    ----------
    files
        Where its files are read from.
    label
        What to call it.
    places
        Where below `files` it may be, each ended with a slash unless empty.

    Attributes
    ----------
    label
        As given.
    descriptor
        The parsed datapackage.json.
    resources
        Resources by name; what has no name is left out.

    Raises
    ------
    CannotRunError
        If there is no descriptor, or none that can be read.
    """

    def __init__(self, files: _Files, label: str, places: Sequence[str] = _PLACES) -> None:
        self.label = label
        self._files = files
        self._left = LARGEST_PACKAGE
        self._place, raw = _find(files, label, places)
        self.descriptor = _parse(raw, label)
        resources = self.descriptor.get("resources")
        named = [
            one
            for one in (resources if isinstance(resources, list) else [])
            if isinstance(one, dict) and isinstance(one.get("name"), str)
        ]
        if len(named) > MOST_RESOURCES:
            raise CannotRunError(f"{label} has more than {MOST_RESOURCES:,} resources")
        self.resources: dict[str, dict[str, Any]] = {one["name"]: one for one in named}

    def content(self, name: str) -> bytes | None:
        """Give the content of the file of a resource, or None if there is none that may be read."""
        path = self.resources[name].get("path")
        if not isinstance(path, str) or not is_safe(path):
            return None
        raw = self._files.read(self._place + path)
        self._left -= len(raw or b"")
        if self._left < 0:
            raise CannotRunError(f"{self.label} has more than {LARGEST_PACKAGE >> 20} MiB of data")
        return raw


def _find(files: _Files, label: str, places: Sequence[str]) -> tuple[str, bytes]:
    """Find the place of the descriptor, and what it holds."""
    for place in places:
        raw = files.read(place + NAME)
        if raw is not None:
            return place, raw
    raise CannotRunError(f"{label} holds no {NAME}")


def open_package(text: str, beside: Path) -> Package:
    """Open what a text names: a folder, a wheel, or else a git revision; the name of a commit is a commit.

    Parameters
    ----------
    text
        Path or revision.
    beside
        Folder in whose repository a revision is looked up.

    Returns
    -------
    Package

    Raises
    ------
    CannotRunError
        If it is none of them, or holds no data package.
    """
    # A contribution must not put a folder of this name in the place of the commit that it is compared with.
    if _COMMIT.fullmatch(text):
        with suppress(_NoRevisionError):
            return _of_commit(text, beside)
    path = Path(text)
    if path.name == NAME and path.is_file():
        path = path.parent
    if text and path.is_dir():
        return Package(_Folder(path), text)
    if path.is_file():
        return Package(_Wheel(path), text)
    return _of_commit(text, beside)


def _of_commit(text: str, beside: Path) -> Package:
    git = _Commit(text, beside)
    return Package(git, text, [git.prefix, *_PLACES])


class _NoRevisionError(CannotRunError):
    """A text that names no commit."""


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str) -> bytes | None:
        try:
            with open_plain(self._folder / path, inside=self._folder) as file:
                raw = file.read(LARGEST + 1)
        except (FileNotFoundError, UnsafeFileError):
            return None
        return _bounded(raw, len(raw), path)


class _Wheel:
    def __init__(self, path: Path) -> None:
        self._label = str(path)
        try:
            # Its list of files is read as a whole, so the file itself has to be of a bounded size.
            with open_plain(path) as file:
                if os.fstat(file.fileno()).st_size > LARGEST:
                    raise CannotRunError(f"{path} has more than {LARGEST >> 20} MiB, too much for a wheel")
            self._zip = zipfile.ZipFile(path)
        except UnsafeFileError as error:
            raise CannotRunError(f"{path} {error}") from None
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise CannotRunError(f"{path} is neither a folder nor a wheel: {error}") from None

    def read(self, path: str) -> bytes | None:
        try:
            info = self._zip.getinfo(path)
        except KeyError:
            return None
        # What comes out of a member is never more than the size that it states.
        _bounded(b"", info.file_size, path)
        try:
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError("it is compressed in an unusual way")
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
            raise CannotRunError(f"{self._label} cannot be unpacked at {quote(path)}: {error}") from None


class _Commit:
    """A commit of the repository that a folder is in."""

    def __init__(self, revision: str, folder: Path) -> None:
        self._folder = folder
        neither = f"{quote(revision)} is neither a folder nor a wheel"
        if not revision or revision.startswith("-") or not revision.isprintable():
            raise _NoRevisionError(f"{neither}, and cannot be a git revision")
        try:
            prefix = self._git("rev-parse", "--show-prefix")
            found = self._git("rev-parse", "--verify", f"{revision}^{{commit}}").decode().strip()
        except CannotRunError as error:
            raise _NoRevisionError(f"{neither}, and no git revision that was fetched: {error}") from None
        if not _COMMIT.fullmatch(found):
            raise _NoRevisionError(f"{neither}, and stands for several git revisions")
        self.prefix = prefix.decode("utf-8", "surrogateescape").rstrip("\n")
        self._commit = found

    def read(self, path: str) -> bytes | None:
        listed = self._git("ls-tree", "-z", "--long", "--full-tree", self._commit, "--", path)
        found = re.match(rb"100(?:644|755) blob ([0-9a-f]+) +([0-9]+)\t", listed)
        if not found:
            return None
        _bounded(b"", int(found[2]), path)
        return self._git("cat-file", "blob", found[1].decode())

    def _git(self, *words: str) -> bytes:
        """Run a git command that only reads."""
        try:
            result = subprocess.run(
                [*_git.COMMAND, *words],
                cwd=self._folder,
                env=_git.environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            raise CannotRunError("git is not installed") from None
        if result.returncode:
            reason = result.stderr.decode("utf-8", "replace").strip().splitlines()
            raise CannotRunError(f"git says {quote(reason[0] if reason else words[0], 200)}")
        return result.stdout


def _bounded(raw: bytes, size: int, path: str) -> bytes:
    if size > LARGEST:
        raise CannotRunError(
            f"{quote(path)} has more than {LARGEST >> 20} MiB, too much to compare in memory"
        )
    return raw


def _parse(raw: bytes, label: str) -> dict[str, Any]:
    try:
        if len(raw) > LARGEST_DESCRIPTOR:
            raise ValueError(f"more than {LARGEST_DESCRIPTOR:,} bytes")
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise CannotRunError(f"the {NAME} of {label} cannot be read: {error}") from None
    if not isinstance(content, dict):
        raise CannotRunError(f"the {NAME} of {label} is not a data package")
    return content
