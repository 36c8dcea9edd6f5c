"""The one rule of `resolution`: the size of the last digit that a figure as printed means.

In words, zeros at the end of a whole number count as rounded: 48,000, 48 thousand, 4.8万 and 48 тыс. all
have 1000. They count as printed where the same source gives the same indicator in the same unit to a
finer digit: beside 15,183, 15,000 has 1. Behind a hedge they never do: "over 15,000" has 1000. A cell of
a data file has the digits that stand in it, zeros included, and so have decimals everywhere: 3.50 has
0.01. What holds no number that gives the value, such as "two hundred", has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from kz_bri_data.numbers import LastDigit, as_number
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.printed import last_digit

# What says where a figure ends, and what is equal in rows of which one may show how fine the others are.
PRINTED = [
    *("source_id.kind", "locator", "figure_as_printed", "unit"),
    *("value", "value_low", "value_high", "qualifier", "resolution"),
]
GROUP = ["source_id", "indicator_id", "unit"]

# Finer than that, digits are what a computer adds, and the column takes none.
FINEST = -12

# Words that say that the number is round. A range is as fine as its numbers.
HEDGES = frozenset({"about", "nearly", "at_most", "over", "at_least"})


def is_cell(kind: str, locator: str) -> bool:
    """Say whether a figure stands in a cell of a data file, by the kind of its source and its locator.

    Examples
    --------
    >>> is_cell("dataset", "") and is_cell("official_statistics", "column PROD_2023")
    True
    >>> is_cell("official_statistics", "") or is_cell("news", "headline")
    False
    """
    return kind == "dataset" or (kind == "official_statistics" and locator != "")


def digit_of_row(
    figure: str, unit: str, value: str, low: str, high: str, qualifier: str, *, cell: bool
) -> LastDigit | None:
    """Say where the figure of a row ends: of a range, where the finer of its two numbers does.

    Parameters
    ----------
    figure, unit, value, low, high, qualifier
        Texts of the row.
    cell
        Whether the figure stands in a cell of a data file, so that all its digits count.

    Returns
    -------
    LastDigit or None
        None if the figure gives the numbers of the row in no way that is read.
    """
    last = _digit(figure, value or low, unit)
    if last is not None and not value:
        other = _digit(figure, high, unit)
        last = None if other is None else LastDigit(*map(min, last, other))
    if last is None:
        return None
    if cell:
        return LastDigit(last.printed, last.printed)
    return LastDigit(last.significant, last.significant) if qualifier in HEDGES else last


def _digit(figure: str, text: str, unit: str) -> LastDigit | None:
    number = as_number(text)
    return None if number is None else last_digit(figure, number, unit)


def power_of(last: LastDigit, finest: int) -> int:
    """Power of ten of a resolution.

    Parameters
    ----------
    last
        Where the figure ends.
    finest
        Least of `significant` among all figures of its source, indicator and unit.

    Examples
    --------
    >>> power_of(LastDigit(0, 3), 3), power_of(LastDigit(0, 3), 0), power_of(LastDigit(3, 3), 0)
    (3, 0, 3)
    """
    return max(last.printed, min(last.significant, finest))


def power_text(power: int) -> str:
    """Write a power of ten as a number; empty where it is finer than the column takes.

    Examples
    --------
    >>> power_text(3), power_text(0), power_text(-2), power_text(-13)
    ('1000', '1', '0.01', '')
    """
    if power < FINEST:
        return ""
    return f"1{'0' * power}" if power >= 0 else f"0.{'0' * (-power - 1)}1"


@lru_cache(maxsize=1_000)
def resolution_violation(last: LastDigit, finest: int, filled: float) -> Violation | None:
    """Say that a resolution is not that of the rule; None if it is, or if the rule gives none."""
    power = power_of(last, finest)
    right = power_text(power)
    if not right or abs(filled - float(right)) <= 1e-9 * filled:
        return None
    reason = (
        ", for its source prints the indicator to that digit elsewhere" if power < last.significant else ""
    )
    message = f"the figure as printed has the resolution {right}, not {number_text(filled)}"
    return Violation("resolution", message, f"write {right}{reason}")


def number_text(number: float) -> str:
    """Write a resolution that a cell holds as it stands there."""
    return f"{number:.12f}".rstrip("0").rstrip(".") if number < 1 else f"{number:.15g}"


def resolutions(rows: Sequence[Mapping[str, str]], kinds: Mapping[str, str]) -> list[str]:
    """Give the resolution of each row of observations by the rule; empty where it gives none.

    Parameters
    ----------
    rows
        All rows of a table, since what a source prints elsewhere counts.
    kinds
        Kind of each source.

    Returns
    -------
    list of str

    Examples
    --------
    >>> row = {"source_id": "crct", "indicator_id": "trips", "unit": "count", "locator": "", "qualifier": ""}
    >>> round_, exact = ("15,000 trains", "15000"), ("15,183 trains", "15183")
    >>> rows = [
    ...     {**row, "figure_as_printed": figure, "value": value, "value_low": "", "value_high": ""}
    ...     for figure, value in (round_, exact)
    ... ]
    >>> resolutions(rows, {"crct": "news"}), resolutions(rows[:1], {"crct": "news"})
    (['1', '1'], ['1000'])
    """
    lasts = [_last(row, kinds.get(row["source_id"], "")) for row in rows]
    groups = [(row["source_id"], row["indicator_id"], row["unit"]) for row in rows]
    finest = _finest(zip(groups, lasts, strict=True))
    return [
        "" if last is None else power_text(power_of(last, finest[group]))
        for group, last in zip(groups, lasts, strict=True)
    ]


def _last(row: Mapping[str, str], kind: str) -> LastDigit | None:
    names = ("figure_as_printed", "unit", "value", "value_low", "value_high", "qualifier")
    texts = (row[name] for name in names)
    return digit_of_row(*texts, cell=is_cell(kind, row["locator"]))


def _finest(
    lasts: Iterable[tuple[tuple[str, str, str], LastDigit | None]],
) -> dict[tuple[str, str, str], int]:
    finest: dict[tuple[str, str, str], int] = {}
    for group, last in lasts:
        if last is not None:
            finest[group] = min(last.significant, finest.get(group, last.significant))
    return finest
