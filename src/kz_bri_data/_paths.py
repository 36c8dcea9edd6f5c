"""What callers give for a path, checked before the system is asked."""

from __future__ import annotations

import os
from pathlib import Path

from kz_bri_data._text_safety import escape
from kz_bri_data.errors import CannotRunError


def path_text(path: object) -> str:
    """Give a path as text, just as it was given.

    Raises
    ------
    CannotRunError
        If it is neither text nor a path, is empty, or is not a name that a file could have.

    Examples
    --------
    >>> path_text("data/areas.csv")
    'data/areas.csv'
    """
    try:
        text: object = os.fspath(path)  # type: ignore[call-overload]
    except TypeError:
        text = None
    if not isinstance(text, str):
        raise CannotRunError(f"a path is text or a pathlib.Path, not {type(path).__name__}")
    if not text:
        raise CannotRunError("a path is empty; give the name of a file or folder")
    if "\0" in text:
        raise CannotRunError(f"{escape(text)} is not a path: it holds a NUL character")
    return text


def as_path(path: object) -> Path:
    """Make a path of what a caller gives for one; for errors see `path_text`."""
    return Path(path_text(path))
