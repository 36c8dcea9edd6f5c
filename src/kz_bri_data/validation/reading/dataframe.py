"""Reading a dataframe of any library as the rows of text that its CSV would have."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from kz_bri_data.errors import RefusedError, UnsupportedBackendError
from kz_bri_data.validation.reading.csv_reader import Chunk

# Where the heading stands, above the first row.
HEADING = -1


class FrameRows:
    """The rows of a dataframe as text, numbered by their positions from 0, whatever its index.

    Parameters
    ----------
    frame
        Eager dataframe of any library that narwhals knows.

    Attributes
    ----------
    header
        Names of the columns.

    Raises
    ------
    UnsupportedBackendError
        If it is none.
    RefusedError
        If two columns have one name.
    """

    def __init__(self, frame: object) -> None:
        import narwhals.stable.v2 as nw
        from narwhals.exceptions import DuplicateError

        try:
            self._frame: Any = nw.from_native(frame, eager_only=True)
            self.header = [str(name) for name in self._frame.columns]
        except TypeError as error:
            raise UnsupportedBackendError(
                f"{type(frame).__name__} is neither a path nor an eager dataframe; give one of pandas, "
                "Polars or PyArrow, and of a lazy one what its collect() gives"
            ) from error
        except DuplicateError as error:
            raise RefusedError("several columns of one name", "give each a name of its own") from error

    def chunks(self, most: int) -> Iterator[Chunk]:
        """Give the heading, then the rows, so many at once."""
        yield Chunk([HEADING], [self.header], [])
        for start in range(0, len(self._frame), most):
            rows = self._rows(self._frame[start : start + most])
            yield Chunk(list(range(start, start + len(rows))), rows, [])

    def again(self, width: int, positions: Sequence[int]) -> Iterator[Chunk]:
        """Give some rows again; all have the width of the heading."""
        assert width == len(self.header)
        numbers = list(positions)
        yield Chunk(numbers, self._rows(self._frame[numbers, :]), [])

    def columns(self) -> dict[str, list[str]]:
        """Give the cells of every column."""
        return {name: self._texts(self._frame, number) for number, name in enumerate(self.header)}

    def _rows(self, frame: Any) -> list[list[str]]:
        columns = [self._texts(frame, number) for number in range(len(self.header))]
        return [list(row) for row in zip(*columns, strict=True)]

    def _texts(self, frame: Any, number: int) -> list[str]:
        column = frame[:, number]
        # Libraries have values of their own for what is missing, and some of them cannot be compared.
        pairs = zip(column.to_list(), column.is_null().to_list(), strict=True)
        return ["" if is_missing else cell_text(value) for value, is_missing in pairs]


def cell_text(value: object) -> str:
    """Write a value as it would stand in a CSV of ours.

    Examples
    --------
    >>> import datetime
    >>> [cell_text(value) for value in (2024.0, 0.1, 4.4e9, datetime.datetime(2024, 12, 31), float("nan"))]
    ['2024', '0.1', '4400000000', '2024-12-31', '']
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _number(Decimal(repr(float(value)))) if value == value else ""
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, datetime.datetime):
        is_day = value.tzinfo is None and value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _number(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
