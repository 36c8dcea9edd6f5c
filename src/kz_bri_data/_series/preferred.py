"""Which series of a subject is the answer unless another is asked for.

The first of these that tells two series apart decides:

1. a choice in the table `series`, with its reason;
2. actual figures and estimates before plans, targets and projections;
3. whole years, where there are some, before months and periods of another length, but for days;
4. a course, which is three or more years, half-years, quarters, months or days without a break, before none;
5. what is printed before what is worked out;
6. a national counter before a body, a body before a compiler, and a basis before none;
7. no series that is known to be incomplete;
8. the longest run of periods without a gap, and whole periods before parts of a year;
9. the later last period;
10. the order of the identifiers.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kz_bri_data._series.identity import OTHER, TOGETHER, SeriesKey
from kz_bri_data._series.rows import Index, Row

_KINDS = ("national", "body", "compiler")
_RANKS = ("preferred", "normal", "deprecated")

# Months of a period by its frequency.
MONTHS = {"A": 12, "S": 6, "Q": 3, "M": 1}

_PARTS_OF_A_YEAR = ("S", "Q", "M")

# Periods of a course: one or two old figures are no answer, whoever counted them.
_COURSE = 3

# What stands at a day is a run as long as no step is longer than a year.
_DAYS_OF_A_STEP = 366

_RULES = (
    "chosen in the table series",
    "figures before plans and targets",
    "whole years before other periods",
    "three periods or more without a break",
    "printed before worked out",
    "kind of counter: national, body, compiler, none",
    "not known to be incomplete",
    "longest run without a gap",
    "later last period",
    "order of the identifiers",
)


class Preferred(NamedTuple):
    """The series that answers, and the rule that says so."""

    key: SeriesKey
    rule: str


def prefer(index: Index, keys: Iterable[SeriesKey]) -> Preferred:
    """Choose among the series of one subject, by the rule of this module."""
    keys = list(keys)
    has_years = any(key.frequency == "A" and key.status == TOGETHER for key in keys)
    ranked = sorted((_rank(index, key, has_years=has_years), key) for key in keys)
    best = ranked[0]
    if len(ranked) == 1:
        return Preferred(best[1], "only series")
    second = ranked[1][0]
    decides = next(number for number, part in enumerate(best[0]) if part != second[number])
    return Preferred(best[1], _RULES[decides])


def runs(key: SeriesKey, rows: Sequence[Row]) -> tuple[int, int]:
    """Measure the longest run of a series without a gap in months, and count the gaps."""
    ends = sorted({row.period()[1] for row in rows} - {""})
    if key.frequency == OTHER or not ends:
        return 0, 0
    steps = [missing_between(key, earlier, later) for earlier, later in itertools.pairwise(ends)]
    starts = [0, *(number + 1 for number, gap in enumerate(steps) if gap)]
    lasts = [*(number for number, gap in enumerate(steps) if gap), len(ends) - 1]
    longest = max(
        _month(ends[last]) - _month(_first_day(rows, ends[first])) + 1
        for first, last in zip(starts, lasts, strict=True)
    )
    return longest, sum(steps)


def missing_between(key: SeriesKey, earlier: str, later: str) -> int:
    """Count the periods that are missing between two of a series, given by their last days."""
    if months := MONTHS.get(key.frequency):
        return (_month(later) - _month(earlier)) // months - 1
    return int(_days(earlier, later) > _DAYS_OF_A_STEP)


def _first_day(rows: Sequence[Row], end: str) -> str:
    return next(row.period()[0] for row in rows if row.period()[1] == end)


def _rank(index: Index, key: SeriesKey, *, has_years: bool) -> tuple[int | str, ...]:
    rows = index.rows(key)
    declared = index.declared.get(key.id, {})
    kind = index.basis_kinds.get(key.basis, "")
    last = max(row.period()[1] for row in rows)
    return (
        _RANKS.index(declared.get("rank") or "normal"),
        key.status != TOGETHER,
        has_years and _is_of_other_periods(key, rows),
        not _is_course(key, rows),
        bool(key.derived),
        _KINDS.index(kind) if kind in _KINDS else len(_KINDS),
        declared.get("incomplete") == "yes",
        -runs(key, rows)[0],
        -int(last.replace("-", "") or 0),
        key.id,
    )


def _is_of_other_periods(key: SeriesKey, rows: Sequence[Row]) -> bool:
    """Say whether its periods are no whole years; a day is where something stands, or up to which it runs."""
    is_dated = any(row.period()[1] for row in rows)
    return key.frequency in _PARTS_OF_A_YEAR or (key.frequency == OTHER and is_dated)


def _is_course(key: SeriesKey, rows: Sequence[Row]) -> bool:
    has_break = bool(key.start or key.end)
    return key.frequency != OTHER and not has_break and len({row.period() for row in rows}) >= _COURSE


def _month(day: str) -> int:
    return 12 * int(day[:4]) + int(day[5:7])


def _days(earlier: str, later: str) -> int:
    return (datetime.date.fromisoformat(later) - datetime.date.fromisoformat(earlier)).days
