"""Reading a file again, as long as it is still the same."""

from __future__ import annotations

import os
from typing import BinaryIO

from kz_bri_data.errors import CannotRunError


class UnchangedFile:
    """A file that is read again, and may not have changed since.

    Parameters
    ----------
    file
        The file, as it is before it is read for the first time.
    path
        Its name for the message.
    """

    def __init__(self, file: BinaryIO, path: str) -> None:
        self._file = file
        self._path = path
        self._state = self._now()

    def from_start(self) -> UnchangedFile:
        """Go back to the start of the file."""
        self._file.seek(0)
        return self

    def read(self, size: int, /) -> bytes:
        """Read some bytes.

        Raises
        ------
        CannotRunError
            If they may be others than those that were read first.
        """
        content = self._file.read(size)
        if self._now() != self._state:
            raise CannotRunError(f"{self._path} was changed meanwhile; run it again")
        return content

    def _now(self) -> tuple[int, int]:
        found = os.fstat(self._file.fileno())
        return found.st_size, found.st_mtime_ns
