"""Which engine reads a file."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import BinaryIO

# Bytes from which on importing Polars takes less time than it saves.
LARGE = 1 << 21


def is_for_polars(file: BinaryIO) -> bool:
    """Say whether a file is better read with Polars: it is large, and Polars is there."""
    return os.fstat(file.fileno()).st_size >= LARGE and find_spec("polars") is not None
