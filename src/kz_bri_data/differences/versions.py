"""Reading a data package or one of its CSVs out of a folder, a wheel or a git revision, whoever made it.

Only plain files below the package are read, no larger than a bound, and nothing is run but `git`,
which is asked for the content of files and for nothing else.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from kz_bri_data import _git
from kz_bri_data._catalogue import NAME, installed, is_safe
from kz_bri_data._text_safety import quote
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.sources.descriptors import LARGEST as LARGEST_DESCRIPTOR
from kz_bri_data.validation.sources.files import UnsafeFileError, open_named, open_plain

# Two versions of a table are held in memory at once, in many times the room of their files.
LARGEST = 1 << 24
LARGEST_PACKAGE = 1 << 28
MOST_RESOURCES = 1000

# Where the package may be below a folder, a wheel or a commit: itself, in a checkout, installed.
_PLACES = ("", "datapackage/", "kz_bri_data/datapackage/")


class _Files(Protocol):
    def read(self, path: str) -> bytes | None:
        """Give the content of a plain file, or None if there is none."""


class Version:
    """One version of a data package, as somebody made it.

    Parameters
    ----------
    files
        Where its files are read from.
    label
        What to call it.
    place
        Where below `files` it is, ended with a slash unless empty.
    descriptor
        Its datapackage.json; empty for a CSV alone.
    resources
        Its resources by name.

    Attributes
    ----------
    label, descriptor, resources
        As given.
    commit
        The commit that it is read from, by its name in full; empty if it is none.
    """

    def __init__(
        self,
        files: _Files,
        label: str,
        place: str,
        descriptor: dict[str, Any],
        resources: dict[str, dict[str, Any]],
    ) -> None:
        self.label = label
        self.commit = files.commit if isinstance(files, _Commit) else ""
        self.descriptor = descriptor
        self.resources = resources
        self._files = files
        self._place = place
        self._left = LARGEST_PACKAGE

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


def open_version(text: str, beside: Path, table: str | None = None) -> Version:
    """Open what a text names: a folder, a wheel, or else a git revision; the name of a commit is a commit.

    Parameters
    ----------
    text
        Path or revision.
    beside
        Folder in whose repository a revision is looked up, or a CSV there.
    table
        If CSVs are compared and not packages, the table that they hold.

    Returns
    -------
    Version

    Raises
    ------
    CannotRunError
        If it is none of them, or holds no data package, or is too large.
    """
    # A contribution must not put a folder of this name in the place of the commit that it is compared with.
    if _git.COMMIT.fullmatch(text):
        with suppress(_git.NoRevisionError):
            return _of_commit(text, beside, table)
    path = Path(text)
    if path.name == NAME and path.is_file():
        path = path.parent
    if table is not None and (path.is_file() or path.is_dir()):
        if path.is_dir():
            raise CannotRunError(f"{quote(text)} is a folder; compare a CSV with a CSV or a git revision")
        return _of_csv(_Folder(path.parent), text, "", path.name, table)
    if text and path.is_dir():
        return _of_package(_Folder(path), text, _PLACES)
    if path.is_file():
        return _of_package(_Wheel(path), text, _PLACES)
    try:
        return _of_commit(text, beside, table)
    except _git.NoRevisionError as error:
        kinds = "a CSV" if table is not None else "a folder nor a wheel"
        neither = "is no" if table is not None else "is neither"
        raise CannotRunError(f"{quote(text)} {neither} {kinds}, and {error}") from None


def _of_commit(text: str, beside: Path, table: str | None) -> Version:
    if table is not None:
        git = _Commit(text, beside.parent)
        return _of_csv(git, text, git.prefix, beside.name, table)
    git = _Commit(text, beside)
    return _of_package(git, text, [git.prefix, *_PLACES])


def _of_package(files: _Files, label: str, places: Sequence[str]) -> Version:
    """Open the first data package that is in one of some places."""
    for place in places:
        raw = files.read(place + NAME)
        if raw is not None:
            break
    else:
        raise CannotRunError(f"{label} holds no {NAME}")
    descriptor = _parse(raw, label)
    resources = descriptor.get("resources")
    named = [
        one
        for one in (resources if isinstance(resources, list) else [])
        if isinstance(one, dict) and isinstance(one.get("name"), str)
    ]
    if len(named) > MOST_RESOURCES:
        raise CannotRunError(f"{label} has more than {MOST_RESOURCES:,} resources")
    schemas = _schemas(files, label, place, [one.get("schema") for one in named])
    for one in named:
        if isinstance(one.get("schema"), str):
            one["schema"] = schemas.get(one["schema"])
    return Version(files, label, place, descriptor, {one["name"]: one for one in named})


def _schemas(files: _Files, label: str, place: str, named: Sequence[object]) -> dict[str, Any]:
    """Read the schemas that stand in files of the package; one that cannot be read is not known."""
    found: dict[str, Any] = {}
    left = LARGEST_DESCRIPTOR
    for path in dict.fromkeys(one for one in named if isinstance(one, str) and is_safe(one)):
        raw = files.read(place + path) or b""
        left -= len(raw)
        if left < 0:
            raise CannotRunError(f"{label} has more than {LARGEST_DESCRIPTOR:,} bytes of schemas")
        with suppress(ValueError, RecursionError):
            found[path] = json.loads(raw)
    return found


def _of_csv(files: _Files, label: str, place: str, name: str, table: str) -> Version:
    """Open a CSV as if it were the only one of a package; if it is not there, the package has none."""
    described = {**installed().resources[table], "path": name}
    there = files.read(place + name) is not None
    return Version(files, label, place, {}, {table: described} if there else {})


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
            with open_named(path) as file:
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
        self.commit = _git.commit(folder, revision)
        prefix = _git.run(folder, "rev-parse", "--show-prefix")
        self.prefix = prefix.decode("utf-8", "surrogateescape").rstrip("\n")

    def read(self, path: str) -> bytes | None:
        listed = _git.run(self._folder, "ls-tree", "-z", "--long", "--full-tree", self.commit, "--", path)
        found = re.match(rb"100(?:644|755) blob ([0-9a-f]+) +([0-9]+)\t", listed)
        if not found:
            return None
        _bounded(b"", int(found[2]), path)
        return _git.run(self._folder, "cat-file", "blob", found[1].decode())


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
