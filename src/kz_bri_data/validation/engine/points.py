"""Points of many series, and where the figures of many rows end."""

from __future__ import annotations

from kz_bri_data.validation.engine.columns import Columns

_POINT = {"series": "q", "day": "i", "line": "q"}


class Points(Columns):
    """Points of many series, as columns of numbers.

    Parameters
    ----------
    *sizes
        Names of the sizes of a point: "value" in its own unit, and in the base unit of its dimension
        "low" and "high", what it says at least and at most.

    Attributes
    ----------
    columns
        By name: "series", a hash of what is equal in one series; "day", the last one of the period,
        counted from the first day of the calendar; "line"; and the sizes.
    """

    def __init__(self, *sizes: str) -> None:
        super().__init__(_POINT | dict.fromkeys(sizes, "d"))


class Digits(Columns):
    """Where the figures of many rows end, as columns of numbers.

    Attributes
    ----------
    columns
        By name: "group", a hash of source, indicator and unit; "line"; "printed" and "significant", as
        `kz_bri_data.numbers.LastDigit` has them; and "resolution", not a number where it is empty.
    """

    def __init__(self) -> None:
        super().__init__({"group": "q", "line": "q", "printed": "b", "significant": "b", "resolution": "d"})


class Periods(Columns):
    """Periods of a year or more, of many series, as columns of numbers.

    Attributes
    ----------
    columns
        By name: "series", a hash of what is equal in one series; "line"; and "first" and "last" day, counted
        from the first day of the calendar.
    """

    def __init__(self) -> None:
        super().__init__({"series": "q", "line": "q", "first": "i", "last": "i"})


def no_points() -> tuple[Points, Points]:
    """Give nothing yet for all points, and for the running totals among them."""
    return Points("value", "low"), Points("value", "low", "high")
