"""Cutting a CSV into cells as a spreadsheet program saved it, in the settings of any country."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import NamedTuple

from kz_bri_data._file_kinds import START, FileKind, cells_of, file_kind
from kz_bri_data._wrapped_rows import unwrapped
from kz_bri_data.errors import CannotRunError

_POINT = re.compile(r"-?[0-9]+\.[0-9]+")
# No thousands begin with 0.
_POINT_IN_DOUBT = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


class ForeignCsv(NamedTuple):
    """What is in a CSV.

    Attributes
    ----------
    kind
        What the file is, with its separator and encoding.
    rows
        The cells of every row, the header among them.
    lines
        The line at which each row begins.
    were_wrapped
        Whether rows were quoted as a whole.
    """

    kind: FileKind
    rows: list[list[str]]
    lines: list[int]
    were_wrapped: bool

    @property
    def day_comes_first(self) -> bool:
        """Whether the settings that it was saved in write the day before the month.

        Settings with a semicolon between cells are those with a comma before decimals, and they do.
        """
        return self.kind.separator == ";"


def read_csv(content: bytes, headings: Collection[str]) -> ForeignCsv:
    r"""Cut a CSV into cells, whatever divides them and whatever its encoding is.

    Parameters
    ----------
    content
        What is in the file.
    headings
        What a heading may be.

    Returns
    -------
    ForeignCsv

    Raises
    ------
    CannotRunError
        If its letters cannot be read, or a quote is never closed; without the name of the file.

    Examples
    --------
    >>> read_csv("sep=;\narea;name\nKAZ;Қазақстан\n".encode("utf-16"), ["area", "name"]).rows
    [['area', 'name'], ['KAZ', 'Қазақстан']]
    """
    kind = file_kind(content[:START], headings)
    try:
        text = content.decode(kind.encoding).removeprefix("\ufeff")
    except (UnicodeError, LookupError):
        raise CannotRunError("is in no encoding that is known; save it as CSV UTF-8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = 1
    if kind.separator_line:
        text = text.partition("\n")[2]
        first = 2
    whole = _unwrapped(text, headings)
    separator = "," if whole is not None else kind.separator
    reader = csv.reader(
        io.StringIO(text if whole is None else whole, newline="\n"), delimiter=separator, strict=True
    )
    rows, lines = [], [first]
    try:
        for row in reader:
            rows.append(row)
            lines.append(first + reader.line_num)
    except csv.Error as error:
        raise CannotRunError(f"cannot be cut into cells ({error}); save it again") from None
    return ForeignCsv(kind, rows, lines[: len(rows)], whole is not None)


def _unwrapped(text: str, headings: Collection[str]) -> str | None:
    """Undo what is done to rows that were taken for one cell each; None if they were not."""
    header = cells_of(text.partition("\n")[0].rstrip(";"), ",")
    return unwrapped(text, header) if len(header) > 1 and set(header) <= set(headings) else None


def points_in_doubt(numbers: Iterable[str]) -> set[str]:
    """Find the numbers whose point divides thousands in settings with a comma before decimals.

    Parameters
    ----------
    numbers
        All cells with numbers of a file that was saved in such settings.

    Returns
    -------
    set of str
        Empty if another number shows that points stand before decimals here all the same.

    Examples
    --------
    >>> points_in_doubt(["1.500", "12,5"]), points_in_doubt(["1.500", "12.5"])
    ({'1.500'}, set())
    """
    with_point = {number for number in numbers if _POINT.fullmatch(number)}
    in_doubt = {number for number in with_point if _POINT_IN_DOUBT.fullmatch(number)}
    return in_doubt if in_doubt == with_point else set()


def readings_of_point(number: str) -> str:
    """Say what a number in doubt may be, for people.

    Examples
    --------
    >>> readings_of_point("1.500")
    'write 1500 if the point divides thousands, 1,5 if it stands before decimals'
    """
    whole, comma = number.replace(".", ""), number.rstrip("0").removesuffix(".").replace(".", ",")
    return f"write {whole} if the point divides thousands, {comma} if it stands before decimals"


def day_first(text: str) -> str | None:
    """Read a date whose day comes first; None if it is none.

    Examples
    --------
    >>> day_first("01.03.2021"), day_first("01/03/2021"), day_first("31.02.2021")
    ('2021-03-01', None, None)
    """
    if found := _DAY_FIRST.fullmatch(text):
        with suppress(ValueError):
            return datetime.date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    return None
