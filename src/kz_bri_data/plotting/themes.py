"""The colours of a chart, on a light and on a dark ground."""

from __future__ import annotations

from typing import NamedTuple


class Theme(NamedTuple):
    """Colours, each of at least three times the contrast of the ground.

    Attributes
    ----------
    background
        The ground.
    text
        Title and names.
    muted
        What stands beside: axes, notes, breaks.
    grid
        Lines behind the figures, which need not be seen to read them.
    lines
        Colours of series, told apart by those who see no red, no green or no blue.
    """

    background: str
    text: str
    muted: str
    grid: str
    lines: tuple[str, ...]


# The dark ground has the colours of Okabe and Ito, white for black; on white most of them would be too pale.
THEMES = {
    "light": Theme(
        background="#ffffff",
        text="#1f2328",
        muted="#59636e",
        grid="#e4e8ec",
        lines=("#0072b2", "#d55e00", "#009e73", "#663311", "#4422aa", "#553366"),
    ),
    "dark": Theme(
        background="#0d1117",
        text="#e6edf3",
        muted="#9198a1",
        grid="#262c33",
        lines=("#56b4e9", "#e69f00", "#009e73", "#f0e442", "#cc79a7", "#ffffff"),
    ),
}
MOST_LINES = len(THEMES["light"].lines)
