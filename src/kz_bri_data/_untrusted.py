"""Reading a package that nobody has validated: what is written there, or a refusal, never something else."""

from __future__ import annotations

import csv
import datetime
import json
import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kz_bri_data._text_safety import quote
from kz_bri_data.errors import CannotRunError

if TYPE_CHECKING:
    from kz_bri_data._catalogue import Column

# No descriptor of ours is near this.
_LARGEST = 1 << 22

# How many texts of a column are remembered.
_KEPT = 1 << 12


def read_descriptor(path: str) -> dict[str, Any]:
    """Read a datapackage.json, of which no more is trusted than that it is one.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    dict
        As it is written, with those resources that have a name.

    Raises
    ------
    CannotRunError
        If it cannot be read, is no data package, or has two resources of one name.
    """
    try:
        if Path(path).stat().st_size > _LARGEST:
            raise CannotRunError(f"{path} has more than {_LARGEST >> 20} MiB, too many for a descriptor")
        with Path(path).open(encoding="utf-8") as file:
            content = json.load(file)
    except OSError as error:
        raise CannotRunError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise CannotRunError(f"{path} is not JSON: {error or 'it is nested too deeply'}") from None
    resources = content.get("resources") if isinstance(content, dict) else None
    if not isinstance(resources, list):
        raise CannotRunError(f"{path} is not a data package: it has no list of resources")
    named = [one for one in resources if isinstance(one, dict) and isinstance(one.get("name"), str)]
    names = [one["name"] for one in named]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise CannotRunError(f"{path} has two resources named {twice!r}; rename or delete one of them")
    return {**content, "resources": named}


def read_rows(path: str, columns: Sequence[Column], remedy: str) -> Iterator[dict[str, str]]:
    """Read a CSV as text, and refuse what would be misread.

    Parameters
    ----------
    path
        The file.
    columns
        Its columns, in order.
    remedy
        What to do if the file is wrong, as the end of a sentence.

    Yields
    ------
    dict of str to str
        A row by column, each cell of the type, the codes and the bounds of its column.

    Raises
    ------
    CannotRunError
        If the header is another, a row has too few or too many cells, or a cell is not what its column
        holds.
    """
    names = [column.name for column in columns]
    checks = [(column, _check(column)) for column in columns]
    reader = None
    try:
        with Path(path).open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            if (header := next(reader, [])) != names:
                found = f"the header is {quote(','.join(header), 200)}" if header else "there is no header"
                raise CannotRunError(f"{path}: {found}; it must be {','.join(names)}{remedy}")
            for row in reader:
                if len(row) != len(names):
                    problem = f"the row has {len(row)} cells, the header {len(names)}"
                    raise CannotRunError(f"{path}, line {reader.line_num}: {problem}{remedy}")
                for text, (column, is_right) in zip(row, checks, strict=True):
                    if column.required if not text else not is_right(text):
                        problem = f"{column.name} is {repr(text[:60]) if text else 'empty'}"
                        raise CannotRunError(f"{path}, line {reader.line_num}: {problem}{remedy}")
                yield dict(zip(names, row, strict=True))
    except OSError as error:
        raise CannotRunError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CannotRunError(f"{path} is not UTF-8{remedy}") from None
    except csv.Error as error:
        raise CannotRunError(f"{path}, line {reader.line_num if reader else 1}: {error}{remedy}") from None


def _check(column: Column) -> Callable[[str], bool]:
    """Make the function that says whether a text is what a column holds; few texts of a column differ."""
    if column.categories:
        return frozenset(column.categories).__contains__
    if column.type in ("number", "integer"):
        return lru_cache(_KEPT)(partial(_is_number, int if column.type == "integer" else float, column))
    if column.type == "date":
        return lru_cache(_KEPT)(_is_day)
    return _is_text


def _is_number(read: Callable[[str], float], column: Column, text: str) -> bool:
    low = -math.inf if column.minimum is None else column.minimum
    high = math.inf if column.maximum is None else column.maximum
    try:
        number = read(text)
    except ValueError:
        return False
    return math.isfinite(number) and low <= number <= high


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_text(text: str) -> bool:
    return "\0" not in text
