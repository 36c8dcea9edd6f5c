"""Which engine reads a file."""

from __future__ import annotations

import os
from types import ModuleType
from typing import BinaryIO

# Bytes from which on importing Polars takes less time than it saves.
LARGE = 1 << 21


def fast_engine(file: BinaryIO) -> ModuleType | None:
    """Give the module that reads with Polars, if the file is large and Polars is there."""
    if os.fstat(file.fileno()).st_size < LARGE:
        return None
    try:
        from kz_bri_data.validation import fast
    except ModuleNotFoundError as error:
        if error.name != "polars":
            raise
        return None
    return fast
