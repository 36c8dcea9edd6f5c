"""Opening a stranger's files without being led out of their folder or into a device."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.problems import escape

# Where the system knows how, no link leads away and no pipe makes us wait.
_WARILY = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _WARILY |= getattr(os, _flag, 0)


class UnsafeFileError(Exception):
    """A file that is not read, with the reason in words."""


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
    try:
        _refuse_special(path.lstat().st_mode)
        if inside is not None and not path.resolve().is_relative_to(inside.resolve()):
            raise UnsafeFileError("leads out of the package folder")
        handle = os.open(path, _WARILY)
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
