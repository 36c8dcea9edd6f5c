"""Warnings: what is likely a mistake, but may be right.

They know what the columns of two tables mean, so they are functions here and not rules on the models.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from kz_bri_data._text_safety import quote
from kz_bri_data.numbers import as_number
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.blanks import NAMES, judge_blanks
from kz_bri_data.validation.rules.coordinates import POINT, judge_points
from kz_bri_data.validation.rules.keys import Key
from kz_bri_data.validation.rules.printed import is_consistent
from kz_bri_data.validation.rules.printed_hedges import HEDGED, judge_hedges
from kz_bri_data.validation.rules.printed_units import READ, judge_units
from kz_bri_data.validation.rules.row_set import RowSet

# Of each table what two rows seldom share.
SELDOM_SHARED = {
    "observations": Key(
        "said-twice",
        ["source_id", "locator", "figure_as_printed", "indicator_id"],
        "carries the same figure",
        "if it is printed once, one row is enough",
    ),
    "places": Key(
        "same-point",
        ["latitude", "longitude"],
        "is at the same point",
        "if they are one place, one row is enough; else look the points up again",
    ),
}

# First and last day of what a figure is about, and days of the shortest year.
PERIOD = ["period_start", "period_end"]
YEAR_DAYS = 365

# Days between first and last day of a period that is longer than a year, for one may have 53 weeks.
LONGER_DAYS = 365 + 28

# In how many years a series is a yearly one: two may well stand beside their sum.
YEARLY_ROWS = 3

# Values are compared over two years and a little, for a series may well grow tenfold over more.
NEAR_DAYS = 800

# How near to a power of ten two ratios must be, in decimal logarithms: within a quarter, and within a
# tenth at either end of a series, where growth is as likely as a mistake.
WITHIN, AT_END = 0.1, 0.045
# How far values of one level may be apart, and a step from a thousand, in decimal logarithms.
STEADY = 0.35


def judge_rows(table: str, columns: RowSet) -> Iterator[tuple[int, str, Violation]]:
    """Warn of single rows: gives the row, the field and what seems wrong."""
    for name in NAMES & columns.cells.keys():
        yield from judge_blanks(name, columns)
    for names, judge in _JUDGES.get(table, []):
        if columns.has(names):
            yield from judge(columns)


# Any of these tells where a source can be read, or why that cannot be said.
TRACES = ["url", "read_at", "carrier", "licence", "note"]


def _untraceable(columns: RowSet) -> Iterator[tuple[int, str, Violation]]:
    for row, traces in enumerate(columns.parts(TRACES)):
        if not any(traces):
            message = "nothing says where the source can be read"
            hint = (
                "give its url, or read_at and carrier of a copy, or say in the note why that cannot be said"
            )
            yield row, "url", Violation("no-address", message, hint)


SERIES_POINT = [
    *("indicator_id.measure", "period_start", "period_end"),
    *("value", "value_low", "value_high", "resolution", "unit.factor"),
]

_PRINTED = ["figure_as_printed", "unit", "value", "value_low", "value_high"]


def _misprinted(columns: RowSet) -> Iterator[tuple[int, str, Violation]]:
    for row, (figure, unit, value, low, high) in enumerate(columns.parts(_PRINTED)):
        # A range has no value, and both its bounds are printed.
        judged = {"value": value} if value else {"value_low": low, "value_high": high}
        for name, text in judged.items():
            worth = as_number(text)
            if worth is not None and not is_consistent(figure, worth, unit):
                message = f"{quote(figure)} does not give {text}"
                yield row, name, Violation("printed-value", message, "check the digits and the scale")
                break


# What of an event says whether it was still to come when its source was published.
_PLAN = ["status", "date_end", "source_id.published"]


def _past_plans(columns: RowSet) -> Iterator[tuple[int, str, Violation]]:
    for row, (status, end, published) in enumerate(columns.parts(_PLAN)):
        if status in ("projection", "planned", "target") and "" not in (end, published) and end < published:
            message = f"{status} for {end} or before, in a source of {published}"
            hint = "see whether it happened: then it is actual; else the source may tell of an old plan"
            yield row, "status", Violation("plan-is-past", message, hint)


# Tables that are small, so that each of their rows is looked at closely.
SMALL = ("events", "places", "projects", "project_finance")
_JUDGES = {
    "sources": [(TRACES, _untraceable)],
    "observations": [(_PRINTED, _misprinted), (READ, judge_units), (HEDGED, judge_hedges)],
    "events": [(_PLAN, _past_plans)],
    "places": [(POINT, judge_points)],
    "projects": [(POINT, judge_points)],
    "project_finance": [(POINT, judge_points)],
}


def power_of_ten_off(value: float, one: float, other: float, near: float) -> int:
    """Power of ten, from -3 to 3, by which a value is off two others; 0 if it is off by none."""
    if one / 3 < value < one * 3:  # as nearly all are
        return 0
    if not (min(value, one, other) > 0 and max(value, one, other) < math.inf):
        return 0
    distance = math.log10(value) - math.log10(one)
    power = round(distance)
    farthest = max(abs(distance - power), abs(math.log10(value) - math.log10(other) - power))
    return power if farthest < near and abs(power) <= 3 else 0


def power_of_ten_violation(value: float, power: int, one: int, other: int) -> Violation:
    """Say that a value is off its neighbours, which stand on two other lines."""
    size = f"about {10**power} times" if power > 0 else f"about 1/{10**-power} of"
    message = f"{value:.15g} is {size} the values next to it in its series, on lines {one} and {other}"
    return Violation("off-by-powers", message, "check the digits, the scale and the unit")


def thousand_step(before: float, last: float, first: float, after: float) -> int:
    """Power of ten, 3 or -3, by which a series steps up or down for good between its two middle values, or 0.

    On either side the two values are of one level, so that it is no growth but another scale.
    """
    if last / 100 < first < last * 100:  # as nearly all are
        return 0
    if not (min(before, last, first, after) > 0 and max(before, last, first, after) < math.inf):
        return 0
    step = math.log10(first) - math.log10(last)
    is_level = max(abs(math.log10(last / before)), abs(math.log10(after / first))) < STEADY
    return (3 if step > 0 else -3) if is_level and abs(abs(step) - 3) < STEADY else 0


def step_violation(value: float, power: int, line: int) -> Violation:
    """Say that a value and those after it are off the value before it, which stands on another line."""
    size = "about 1000 times" if power > 0 else "about 1/1000 of"
    message = (
        f"{value:.15g} is {size} the value before it in its series, on line {line}, and so are those after it"
    )
    return Violation("off-by-powers", message, "check the scale in the heading and the unit, of either side")


def longer_violation(start: str, end: str) -> Violation:
    """Say that a period is longer than the others of its series."""
    message = f"{start} to {end} is more than a year, but its series is one of years"
    hint = "look the dates up; if the source does print one figure for it all, accept it in exceptions.csv"
    return Violation("period-longer", message, hint)


def decrease(value: float, earlier: float, line: int) -> Violation:
    """Say that a running total is less than an earlier one on another line."""
    message = f"{value:.15g} is less than the earlier total {earlier:.15g} on line {line}"
    return Violation("cumulative-falls", message, "check the dates, the basis and counted_from")
