"""Bars beside the values of a series: how high each is among the others, and how sure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

# Columns of a bar: as many as a table never cuts, up to what is still a small bar.
LEAST, MOST = 9, 24

# Letters of a bar: up to the value, or the low bound of a range; from there to its high bound; parts of one.
_BLOCKS = ("█", "░", "▏▎▍▌▋▊▉")
_ASCII = ("#", "-", "")

# What stands behind a bar by the hedge of its value, and what that means.
_HEDGES = {"at_least": ">", "over": ">", "at_most": "<", "nearly": "<", "about": "~"}
_CONFLICT = "!"
_MEANINGS = {
    ">": "> at least or over",
    "<": "< at most or nearly",
    "~": "~ about",
    "!": "! sources conflict",
}


def draw_bars(
    rows: Sequence[Mapping[str, str]], conflicts: Sequence[bool], width: int, encoding: str
) -> list[str]:
    """Draw a bar for each row of one series.

    Parameters
    ----------
    rows
        Rows of `observations`, of which the value, the bounds and the hedge are read.
    conflicts
        Of each row, whether sources conflict.
    width
        Columns that a bar may take with its marks, at least `LEAST`.
    encoding
        Of the screen; one that lacks blocks gets ASCII.

    Returns
    -------
    list of str
        A bar from 0 to the value, or from 0 to the low bound of a range and lighter from there to its high
        bound; bars of values below 0 end where those above begin. Behind it stand the marks of its hedge
        and of a conflict. What has no number has no bar.

    Examples
    --------
    >>> rows = [{"value": "2"}, {"value": "6", "qualifier": "over"}, {"value": ""}]
    >>> draw_bars(rows, [False, False, False], 9, "ascii")
    ['##', '#######>', '']
    >>> draw_bars([{"value": "-3"}, {"value": "4"}], [False, True], 9, "ascii")
    ['###', '   ####!']
    """
    letters = _BLOCKS if _has_blocks(encoding) else _ASCII
    spans = [_span(row) for row in rows]
    known = [end for span in spans if span for end in span]
    scale = _Scale(min(known, default=0.0), max(known, default=0.0), width - 2)
    return [
        _bar(span, scale, letters) + _marks(row, is_conflict=conflict) if span else ""
        for row, span, conflict in zip(rows, spans, conflicts, strict=True)
    ]


def legend(bars: Sequence[str]) -> str:
    """Say what the marks mean that stand behind some bars; nothing if there are none."""
    shown = [meaning for mark, meaning in _MEANINGS.items() if any(bar[-2:].count(mark) for bar in bars)]
    return ", ".join(shown)


class _Scale:
    """Where on the screen a number is; 0 is always on it."""

    def __init__(self, least: float, most: float, width: int) -> None:
        self._least, self._width = min(least, 0.0), width
        # Divided before they are subtracted, so that numbers at both ends of what is possible stay finite.
        self._range = max(most, 0.0) / width - self._least / width

    def place(self, number: float) -> float:
        """Give the column, from 0 to the width."""
        if not self._range:
            return 0.0
        return min((number / self._width - self._least / self._width) / self._range, 1.0) * self._width


def _span(row: Mapping[str, str]) -> tuple[float, float] | None:
    """Give the ends of what a row says, both the value where there is one."""
    cells = [row["value"]] * 2 if row["value"] else [row.get("value_low", ""), row.get("value_high", "")]
    numbers = [float(cell) for cell in cells if cell]
    if len(numbers) < 2 or not all(map(math.isfinite, numbers)):
        return None
    return min(numbers), max(numbers)


def _bar(span: tuple[float, float], scale: _Scale, letters: tuple[str, str, str]) -> str:
    full, light, parts = letters
    zero, (low, high) = scale.place(0.0), map(scale.place, span)
    if zero or low != high:
        # Parts of a block begin at its left, so these bars are of whole blocks.
        left, right = round(min(zero, low)), round(max(zero, high))
        solid = range(round(zero), round(low)) if low > zero else range(round(high), round(zero))
        return "".join(" " if at < left else full if at in solid else light for at in range(right)).rstrip()
    blocks, part = divmod(round(high * (len(parts) + 1)), len(parts) + 1)
    return full * blocks + (parts[part - 1] if part else "")


def _marks(row: Mapping[str, str], *, is_conflict: bool) -> str:
    return _HEDGES.get(row.get("qualifier", ""), "") + (_CONFLICT if is_conflict else "")


def _has_blocks(encoding: str) -> bool:
    try:
        "".join(_BLOCKS).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
