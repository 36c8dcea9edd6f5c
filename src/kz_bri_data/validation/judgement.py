"""Warnings: what is likely a mistake, but may be right.

They know what the columns of two tables mean, so they are functions here and not rules on the models.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from kz_bri_data.validation.cells import as_number
from kz_bri_data.validation.figures import gives
from kz_bri_data.validation.keys import Key
from kz_bri_data.validation.problems import Verdict, quote
from kz_bri_data.validation.rows import Columns
from kz_bri_data.validation.rules import TableRules

SAID_TWICE = Key("said-twice", ["source_id", "locator", "figure_as_printed", "indicator_id"])

# Values are compared over two years and a little, for a series may well grow tenfold over more.
NEAR_DAYS = 800

# How near to a power of ten two ratios must be, in decimal logarithms: within a quarter, and within a
# tenth at either end of a series, where growth is as likely as a mistake.
WITHIN, AT_END = 0.1, 0.045


def judge_rows(table: str, columns: Columns) -> Iterator[tuple[int, str, Verdict]]:
    """Warn of single rows: gives the row, the field and what seems wrong."""
    if table == "sources" and columns.has(_TRACES):
        yield from _untraceable(columns)
    if table == "observations" and columns.has(_PRINTED):
        yield from _misprinted(columns)


_TRACES = ["url", "licence", "note"]


def _untraceable(columns: Columns) -> Iterator[tuple[int, str, Verdict]]:
    for row, traces in enumerate(columns.parts(_TRACES)):
        if not any(traces):
            message = "the source has neither url nor licence"
            hint = "say where it can be read, or in the note why that cannot be said"
            yield row, "url", Verdict("no-address", message, hint)


POINT = [
    *("indicator_id.measure", "period_start", "period_end"),
    *("value", "value_low", "value_high", "resolution", "unit.factor"),
]

_PRINTED = ["figure_as_printed", "resolution", "unit", "value", "value_low", "value_high"]


def _misprinted(columns: Columns) -> Iterator[tuple[int, str, Verdict]]:
    for row, (figure, resolution, unit, value, low, high) in enumerate(columns.parts(_PRINTED)):
        size = as_number(resolution) or 0.0
        # A range has no value, and both its bounds are printed.
        judged = {"value": value} if value else {"value_low": low, "value_high": high}
        for name, text in judged.items():
            worth = as_number(text)
            if worth is not None and not gives(figure, worth, size, unit):
                message = f"{quote(figure)} does not give {text}"
                yield row, name, Verdict("printed-value", message, "check the digits and the scale")
                break


def series_names(rules: TableRules) -> list[str]:
    """Columns, look-ups and clauses that must be equal in two rows of one series."""
    period = ("period_start", "period_end", "source_id")
    return [*(name for name in rules.unique[0] if name not in period), "counted_from"]


def leap(value: float, one: float, other: float, near: float) -> int:
    """Power of ten, from -3 to 3, by which a value is off two others; 0 if it is off by none."""
    if not (min(value, one, other) > 0 and max(value, one, other) < math.inf):
        return 0
    distance = math.log10(value) - math.log10(one)
    power = round(distance)
    farthest = max(abs(distance - power), abs(math.log10(value) - math.log10(other) - power))
    return power if farthest < near and abs(power) <= 3 else 0


def leap_verdict(value: float, power: int, one: int, other: int) -> Verdict:
    """Say that a value is off its neighbours, which stand on two other lines."""
    size = f"about {10**power} times" if power > 0 else f"about 1/{10**-power} of"
    message = f"{value:.15g} is {size} the values next to it in its series, on lines {one} and {other}"
    return Verdict("off-by-powers", message, "check the digits, the scale and the unit")


def fall_verdict(value: float, earlier: float, line: int) -> Verdict:
    """Say that a running total is less than an earlier one on another line."""
    message = f"{value:.15g} is less than the earlier total {earlier:.15g} on line {line}"
    return Verdict("cumulative-falls", message, "check the dates, the basis and counted_from")
