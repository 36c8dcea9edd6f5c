"""Output that stays short unless all of it is asked for."""

from __future__ import annotations

from collections.abc import Sequence


class Bounded:
    """Takes the first lines of what a run prints, and says how many are left out.

    Parameters
    ----------
    most
        How many lines there may be; None for all.
    """

    def __init__(self, most: int | None) -> None:
        self._room = most

    def take(self, lines: Sequence[str], noun: str = "line") -> list[str]:
        """Give as many lines as there is room for, and one that says what is left out."""
        room = len(lines) if self._room is None else self._room
        shown = list(lines[:room])
        if self._room is not None:
            self._room -= len(shown)
        if left_out := len(lines) - len(shown):
            plural = "" if left_out == 1 else "s"
            shown.append(f"... and {left_out:,} more {noun}{plural}; all of them: --all")
        return shown
