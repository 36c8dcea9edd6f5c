"""How far a long run is, on the terminal of somebody who waits."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from kz_bri_data._text_safety import escape


class Progress:
    """One line on the standard error, written again and again; nothing if that is no terminal.

    A file may be read in a thread of its own, so a lock keeps the line apart from all else that is written.

    Parameters
    ----------
    patience
        Seconds before which nobody wonders.
    every
        Seconds between two lines, as nobody reads faster.
    """

    def __init__(self, patience: float = 2.0, every: float = 0.25) -> None:
        self._lock = threading.Lock()
        self._every = every
        self._next = time.monotonic() + patience
        self._on = sys.stderr is not None and sys.stderr.isatty()
        self._shown = False

    def watch(self, file: BinaryIO, path: str) -> Any:
        """Give a file that tells, whenever it is read, how far that is."""
        return _Watched(file, path, self) if self._on else file

    def show(self, words: str) -> None:
        """Write the line, if it is time."""
        with self._lock:
            if time.monotonic() >= self._next:
                self._next = time.monotonic() + self._every
                self._shown = True
                sys.stderr.write(f"\r\x1b[K{words}")
                sys.stderr.flush()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the line away while something else is written."""
        with self._lock:
            if self._shown:
                self._shown = False
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()
            yield


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
