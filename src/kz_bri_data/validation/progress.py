"""How far a long run is, on the terminal of somebody who waits."""

from __future__ import annotations

import os
import sys
import time
from typing import Any, BinaryIO

from kz_bri_data.validation.problems import escape

# Nobody wonders before that many seconds, and nobody reads faster than so many times a second.
_PATIENCE, _EVERY = 2.0, 0.25


class Progress:
    """One line on the standard error, written again and again; nothing if that is no terminal."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _PATIENCE
        self._on = sys.stderr is not None and sys.stderr.isatty()
        self._shown = False

    def watch(self, file: BinaryIO, path: str) -> Any:
        """Give a file that tells, whenever it is read, how far that is."""
        return _Watched(file, path, self) if self._on else file

    def show(self, words: str) -> None:
        """Write the line, if it is time."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            self._shown = True
            sys.stderr.write(f"\r\x1b[K{words}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, before something else is written."""
        if self._shown:
            self._shown = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


class _Watched:
    def __init__(self, file: BinaryIO, path: str, progress: Progress) -> None:
        self._file = file
        self._name = escape(path)
        self._progress = progress
        self._size = os.fstat(file.fileno()).st_size or 1

    def read(self, size: int) -> bytes:
        share = self._file.tell() / self._size
        self._progress.show(f"{self._name}: {share:.0%} of {self._size:,} bytes")
        return self._file.read(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
