"""Numbers that are kept of many rows, held compactly."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any


class Columns:
    """Numbers that are kept of many rows.

    Parameters
    ----------
    kinds
        Code of `array` for the numbers of each column.

    Attributes
    ----------
    columns
        The columns by name.
    """

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.columns: dict[str, array[Any]] = {name: array(kind) for name, kind in kinds.items()}

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def add(self, rows: Sequence[tuple[float, ...]]) -> None:
        """Take some rows, each as the numbers of all columns."""
        for column, numbers in zip(self.columns.values(), zip(*rows, strict=True), strict=bool(rows)):
            column.extend(numbers)

    def extend(self, columns: Mapping[str, Any]) -> None:
        """Take many rows, as columns that are buffers of numbers of the same kinds."""
        for name, column in self.columns.items():
            column.frombytes(memoryview(columns[name]).cast("B"))
