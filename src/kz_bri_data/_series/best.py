"""One row a period: which of several figures stands in a series, and whether the others agree."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kz_bri_data._quantities import judge
from kz_bri_data._series.rows import Index, Row
from kz_bri_data._stated import quantity_of

_HEDGES = ("exact", "range", "about")
_KINDS = ("official_statistics", "company", "dataset")
_CONFIDENCES = ("high", "medium", "low")


class Answer(NamedTuple):
    """A row of a series with what is said of it.

    Attributes
    ----------
    row
        The row.
    n_origins
        How many independent origins have a figure of the period.
    outcome
        "single" if there is no other figure of the period, else whether the others agree: "agreement",
        "conflict" beyond rounding, or "undecided"; of a figure that is worked out, the worst of the rows
        that it rests on.
    alternatives
        The other rows of the period, the best first.
    """

    row: Row
    n_origins: int
    outcome: str
    alternatives: list[Row]


def answers(index: Index, rows: Sequence[Row], preferred: Sequence[str] = ()) -> list[Answer]:
    """Give the best row of each period of one series.

    The order is: sources that are preferred; exact, a range, about, an open side; an actual figure before an
    estimate; who counts before who relays, by the kind of the source; the finer resolution;
    the higher confidence; the later edition; the identifier.

    Parameters
    ----------
    index
        The package.
    rows
        Rows of the series in order of time.
    preferred
        Sources to take before others, the most preferred first.
    """
    place = _place(index, preferred)
    return [
        _judged(index, sorted(group, key=place))
        for group in (list(group) for _, group in itertools.groupby(rows, Row.period))
    ]


def every(index: Index, rows: Sequence[Row]) -> list[Answer]:
    """Give every row, with what is said of its period."""
    return [
        _judged(index, [row, *(one for one in [answer.row, *answer.alternatives] if one is not row)])
        for answer in answers(index, rows)
        for row in sorted([answer.row, *answer.alternatives], key=lambda row: row.position)
    ]


def conflicts(found: Sequence[Answer]) -> list[str]:
    """List the periods in which sources conflict, each as short text."""
    return list(dict.fromkeys(one.row.period_text for one in found if one.outcome == "conflict"))


def _judged(index: Index, ordered: list[Row]) -> Answer:
    row, *others = ordered
    if not others:
        return Answer(row, 1, row.outcome, [])
    said = quantity_of(row.cells)
    outcomes = {judge(said, quantity_of(other.cells)) for other in others}
    outcome = next(word for word in ("conflict", "undecided", "agreement") if word in outcomes)
    origins = {index.origins.of(one.cells) for one in ordered}
    return Answer(row, len(origins), outcome, others)


def _place(index: Index, preferred: Sequence[str]) -> Callable[[Row], tuple[object, ...]]:
    """Make the key by which the rows of a period are sorted."""

    def place(row: Row) -> tuple[object, ...]:
        cells = row.cells
        source = index.sources.get(cells["source_id"], {})
        return (
            _at(preferred, cells["source_id"]),
            _at(_HEDGES, cells["qualifier"]),
            cells["status"] != "actual",
            _at(_KINDS, source.get("kind", "")),
            float(cells["resolution"] or "inf"),
            _at(_CONFIDENCES, cells["confidence"]),
            -_day_number(source.get("published", "")),
            cells["observation_id"],
        )

    return place


def _at(order: Sequence[str], value: str) -> int:
    return order.index(value) if value in order else len(order)


def _day_number(date: str) -> int:
    """Give a date, which may be a year or a month alone, as a number to sort by."""
    return int(date.replace("-", "").ljust(8, "0")) if date else 0
