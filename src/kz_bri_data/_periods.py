"""The days that a figure or an event is about: how many months they are, and how that is said."""

from __future__ import annotations

import calendar
import datetime
from typing import NamedTuple

# Months of a period -> its frequency, as SDMX codes it.
_FREQUENCIES = {12: "A", 6: "S", 3: "Q", 1: "M"}


class Window(NamedTuple):
    """First and last day, as text.

    Attributes
    ----------
    start, end
        YYYY-MM-DD. A running total has no start, and what is undated has neither.

    Examples
    --------
    >>> year = Window("2024-01-01", "2024-12-31")
    >>> year.months, year.frequency, year.text
    (12, 'A', '2024')
    """

    start: str
    end: str

    @property
    def months(self) -> int | None:
        """Length in calendar months; None if it is no whole number of them."""
        if not (self.start and self.end):
            return None
        first, last = datetime.date.fromisoformat(self.start), datetime.date.fromisoformat(self.end)
        if first.day != 1 or last.day != calendar.monthrange(last.year, last.month)[1]:
            return None
        return 12 * (last.year - first.year) + last.month - first.month + 1

    @property
    def frequency(self) -> str | None:
        """Code of the length: A, S, Q, M or D, a running total being of a day; None for another length."""
        if self.end and self.start in ("", self.end):
            return "D"
        months = self.months
        # A year of twelve months that ends in June is no calendar year.
        return _FREQUENCIES.get(months) if months and int(self.end[5:7]) % months == 0 else None

    @property
    def text(self) -> str:
        """The period as shortly as it can be said.

        A year, a month, a day, an interval as in ISO 8601, "to" a day for a running total, or "undated".

        Examples
        --------
        >>> Window("2024-02-01", "2024-02-29").text, Window("2025-01-01", "2025-07-31").text
        ('2024-02', '2025-01-01/2025-07-31')
        >>> Window("", "2025-06-30").text, Window("", "").text
        ('to 2025-06-30', 'undated')
        """
        if not self.end:
            return "undated"
        if not self.start:
            return f"to {self.end}"
        if self.start == self.end:
            return self.start
        if self.months == 1:
            return self.start[:7]
        return self.start[:4] if self.frequency == "A" else f"{self.start}/{self.end}"
