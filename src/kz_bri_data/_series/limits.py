"""From when and until when figures are chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from numbers import Integral
from typing import TypeAlias

from kz_bri_data._series.identity import SeriesKey
from kz_bri_data._series.rows import Row
from kz_bri_data.errors import RefusedError

Limit: TypeAlias = str | int | date

# A day, or the month or year of one.
_DATE = re.compile("[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


def read_limits(choices: Mapping[str, object]) -> dict[str, str]:
    """Read the dates among some choices, each as the text of a day, a month or a year.

    Examples
    --------
    >>> read_limits({"area": "KAZ", "start": date(2023, 1, 1), "end": 2024})
    {'start': '2023-01-01', 'end': '2024'}
    """
    given = {name: choices[name] for name in ("start", "end") if choices.get(name) is not None}
    return {name: _read(name, value) for name, value in given.items()}


def _read(argument: str, value: object) -> str:
    text = value
    if isinstance(value, date):
        # Of a moment, such as a Timestamp, its day.
        text = value.isoformat()[:10]
    elif isinstance(value, Integral):
        text = str(value)
    if not (isinstance(text, str) and _is_date(text)):
        raise RefusedError(
            f"{argument}={value!r} is no date", 'give a text such as "2010", "2010-07" or "2010-07-01"'
        )
    return text


def _is_date(text: str) -> bool:
    """Say whether a text is a day, a month or a year that there is."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "2000-01-01"[len(text) :])
    except ValueError:
        return False
    return True


def keep_between(
    rows: Mapping[SeriesKey, list[Row]], indicator: str, limits: Mapping[str, str]
) -> dict[SeriesKey, list[Row]]:
    """Keep the periods that begin no earlier and end no later than some days, months or years."""
    start, end = limits.get("start", ""), limits.get("end", "")
    if not limits:
        return dict(rows)
    some = {
        key: [
            row
            for row in found
            if row.period()[1] and row.period()[0] >= start and row.period()[1][: len(end)] <= end
        ]
        for key, found in rows.items()
    }
    kept = {key: found for key, found in some.items() if found}
    if not kept:
        ends = sorted(row.period()[1] for found in rows.values() for row in found if row.period()[1])
        said = [f"begins {start} or later"] if start else []
        said += [f"ends {end} or earlier"] if end else []
        there = f"its periods end from {ends[0]} to {ends[-1]}" if ends else "none of its periods is known"
        raise RefusedError(
            f"no observation of {indicator} {' and '.join(said)}",
            f"give other dates, or leave them out; of what fits the other choices, {there}",
        )
    return kept
