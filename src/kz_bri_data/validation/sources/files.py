"""Opening files: those of a stranger without being led anywhere, those that the user names as meant."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO

from kz_bri_data._text_safety import escape
from kz_bri_data.errors import CannotRunError

# Where the system knows how, no pipe makes us wait.
_SAFELY = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _SAFELY |= getattr(os, _flag, 0)

# Where the shell names what it has opened for us.
_OF_THE_SHELL = ("/dev/", "/proc/")


class UnsafeFileError(Exception):
    """A file that is not read, with the reason in words."""


def open_named(path: Path) -> BinaryIO:
    """Open a file that the user names: a link is followed, wherever it leads.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    binary file

    Raises
    ------
    UnsafeFileError
        If it is a folder or a device.
    FileNotFoundError
        If there is nothing.
    CannotRunError
        If the system does not let us read it.
    """
    return _open(path, path.stat, _SAFELY)


def spool(path: Path) -> IO[bytes] | None:
    """Copy what comes out of a pipe of the shell, such as /dev/stdin, into a temporary file.

    Returns
    -------
    named temporary file
        It is deleted when it is closed. None if the path is no such pipe. One in an ordinary folder is
        none: perhaps nobody writes into it, and we would wait for ever.
    """
    import shutil
    import tempfile

    try:
        if not path.as_posix().startswith(_OF_THE_SHELL) or not stat.S_ISFIFO(path.stat().st_mode):
            return None
        copy = tempfile.NamedTemporaryFile()  # noqa: SIM115  # whoever takes it closes it
        with path.open("rb") as pipe:
            shutil.copyfileobj(pipe, copy)
        copy.flush()
    except OSError as error:
        raise CannotRunError(f"cannot read {escape(str(path))}: {error.strerror}") from None
    return copy


def open_plain(path: Path, *, inside: Path | None = None) -> BinaryIO:
    """Open a file for reading if it is a plain file.

    Parameters
    ----------
    path
        The file.
    inside
        Folder that it must lie in, wherever symbolic links lead.

    Returns
    -------
    binary file

    Raises
    ------
    UnsafeFileError
        If it is a symbolic link, a device, a pipe, a folder, or leads out of `inside`.
    FileNotFoundError
        If there is nothing.
    CannotRunError
        If the system does not let us read it.
    """

    def look() -> os.stat_result:
        found = path.lstat()
        _refuse_special(found.st_mode)  # before a link is followed
        if inside is not None and not path.resolve().is_relative_to(inside.resolve()):
            raise UnsafeFileError("leads out of the package folder")
        return found

    return _open(path, look, _SAFELY | getattr(os, "O_NOFOLLOW", 0))


def _open(path: Path, look: Callable[[], os.stat_result], flags: int) -> BinaryIO:
    try:
        _refuse_special(look().st_mode)
        handle = os.open(path, flags)
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(path) from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # then nothing can have that name
            raise FileNotFoundError(path) from None
        raise CannotRunError(f"cannot read {escape(str(path))}: {error.strerror}") from None
    file = os.fdopen(handle, "rb")
    try:
        # Between looking and opening, something else may have been put there.
        _refuse_special(os.fstat(handle).st_mode)
    except UnsafeFileError:
        file.close()
        raise
    return file


def list_csvs(folder: Path) -> list[Path]:
    """List the CSVs of a folder, sorted; none if it is not there.

    Raises
    ------
    UnsafeFileError
        If the folder is a symbolic link.
    """
    if folder.is_symlink():
        raise UnsafeFileError("is a symbolic link, which may lead anywhere")
    return sorted(path for path in folder.glob("*") if path.suffix.lower() == ".csv")


def _refuse_special(mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise UnsafeFileError("is a symbolic link, which may lead anywhere")
    if not stat.S_ISREG(mode):
        raise UnsafeFileError("is a folder, a device or a pipe, not a plain file")
