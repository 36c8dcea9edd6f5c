"""What is to be drawn: figures by series, out of what a caller gives."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from kz_bri_data._catalogue import Column, installed
from kz_bri_data._quantities import Quantity
from kz_bri_data._series.best import answers
from kz_bri_data._series.choosing import Choices, select_alike, select_sides
from kz_bri_data._series.identity import OTHER, TOGETHER, SeriesKey, read_series_id
from kz_bri_data._series.periods import opened
from kz_bri_data._series.rows import Index, Row
from kz_bri_data._stated import quantity_of
from kz_bri_data.errors import MixedUnitError, RefusedError, UnknownNameError, UnsupportedBackendError

SeriesRows = dict[SeriesKey, list[Row]]

_NEEDED = ("indicator_id", "period_end", "value", "unit")


class Figure(NamedTuple):
    """A figure of a series.

    Attributes
    ----------
    key
        The series.
    row
        The row that says it.
    said
        Its number and the bounds that its words allow.
    is_best
        Whether it stands in the series; if not, it is another row of a period of it.
    is_conflict
        Whether sources of its period conflict.
    """

    key: SeriesKey
    row: Row
    said: Quantity
    is_best: bool
    is_conflict: bool

    @property
    def has_place(self) -> bool:
        """Whether it has a date and a number, so that there is a place for it in a chart."""
        numbers = (self.value, *self.bounds)
        return bool(self.row.cells["period_end"]) and any(number is not None for number in numbers)

    @property
    def value(self) -> float | None:
        """The number; a range may have none."""
        return None if self.said.value is None else float(self.said.value)

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Least and greatest value that the words allow, None where they set none."""
        low, high = (None if math.isinf(one) else float(one) for one in (self.said.low, self.said.high))
        return low, high


def figures_of(index: Index, what: Any, choices: Choices) -> list[Figure]:
    """Give the figures of what a caller wants to see, those of one series together and in order of time.

    Parameters
    ----------
    index
        The package.
    what, choices
        As in `Package.plot`.
    """
    series = _series(index, what, choices)
    if not series:
        raise RefusedError("the frame has no rows, so there is nothing to draw", "give one that has some")
    found = [
        Figure(key, row, quantity_of(row.cells), row is answer.row, answer.outcome == "conflict")
        for key, rows in series.items()
        for answer in answers(index, rows)
        for row in (answer.row, *answer.alternatives)
    ]
    drawn = [one for one in found if one.has_place]
    if not drawn:
        raise RefusedError(
            "none of the figures has both a date and a number, so there is nothing to draw",
            "give rows with period_end, and with value, value_low or value_high",
        )
    _refuse_mixed_units(drawn)
    return found


def _series(index: Index, what: Any, choices: Choices) -> SeriesRows:
    if isinstance(what, str):
        if told := {"sources", "on_conflict"} & choices.keys():
            raise RefusedError(
                f"{min(told)}= chooses nothing: a chart shows every source of a period", "leave it out"
            )
        return select_alike(index, what, choices)
    if choices:
        raise RefusedError(
            f"{', '.join(choices)} can choose in one indicator alone",
            "choose in the frame, or give series_ids",
        )
    if isinstance(what, list | tuple) and what and all(isinstance(one, str) for one in what):
        return {
            key: rows for one in what for key, rows in _by_series(index, select_sides(index, one, {})).items()
        }
    return _by_series(index, _rows_of_frame(what))


def _by_series(index: Index, rows: Sequence[Row]) -> SeriesRows:
    found: SeriesRows = {}
    for row in sorted(rows, key=Row.period):
        found.setdefault(index.series_of(row.cells), []).append(row)
    return found


def _rows_of_frame(frame: Any) -> list[Row]:
    """Read a frame with columns of `observations`; what it lacks of them is empty."""
    if isinstance(frame, list | tuple):
        raise UnsupportedBackendError("a list to plot holds indicators and series_ids, at least one")
    data = opened(frame, ())
    if missing := [name for name in _NEEDED if name not in data.columns]:
        _refuse_other_answers(data)
        opened(frame, missing)
    columns = installed().describe("observations").columns
    for column in columns:
        _refuse_other_codes(data, column)
    kinds = {**{column.name: column.type for column in columns}, "rests_on": "string"}
    cells = {name: _column(data, name, kind) for name, kind in kinds.items()}
    rows = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    return [Row(position, row | _meant(row)) for position, row in enumerate(rows)]


def _meant(row: dict[str, str]) -> dict[str, str]:
    """Give what is meant where nothing is said: a fact, and a number without a hedge."""
    is_hedged = row["qualifier"] or row["value_low"] or row["value_high"]
    return {"status": row["status"] or "actual", "qualifier": row["qualifier"] if is_hedged else "exact"}


def _refuse_other_codes(data: Any, column: Column) -> None:
    if column.categories and column.name in data.columns:
        there = map(str, data[column.name].drop_nulls().unique().to_list())
        if unknown := sorted(set(there) - {"", *column.categories}):
            raise UnknownNameError(column.name, unknown[0], list(column.categories))


def _column(data: Any, name: str, kind: str) -> list[str]:
    if name not in data.columns:
        return [""] * len(data)
    column = data[name]
    write = {"number": _number, "date": _day}.get(kind, str)
    return [
        "" if empty or value == "" else write(value)
        for value, empty in zip(column.to_list(), column.is_null().to_list(), strict=True)
    ]


def _number(value: Any) -> str:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise RefusedError(f"{value!r} is no number", "give numbers as numbers") from None
    return repr(number) if math.isfinite(number) else ""


def _day(value: Any) -> str:
    text = str(value)[:10]
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise RefusedError(f"{value!r} is no day", "give dates, or text such as 2024-12-31") from None


def _refuse_other_answers(data: Any) -> None:
    """Refuse what `wide` and `mirror` return: it lacks the hedges, but says which series they are of."""
    named = [name for name in data.columns if _is_series_id(name)]
    for column in ("area_series_id", "partner_series_id"):
        if column in data.columns:
            named += [str(one) for one in data[column].drop_nulls().unique().to_list() if one]
    if named:
        calls = ", ".join(f'"{one}"' for one in sorted(named))
        raise RefusedError("the frame holds several series side by side", f"give them: kbd.plot([{calls}])")


def _is_series_id(name: str) -> bool:
    try:
        return bool(read_series_id(name))
    except ValueError:
        return False


def _refuse_mixed_units(figures: Sequence[Figure]) -> None:
    units = sorted({one.row.cells["unit"] for one in figures})
    if len(units) > 1:
        raise MixedUnitError(
            f"figures in {', '.join(units)} have no axis in common",
            "draw each unit apart, or bring all to one before, with convert_unit or convert_currency",
        )


def lines_of(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Give the figures that a line may join, in order of time.

    These are facts with a number, of one series and one side of its breaks, in periods of one length.
    """
    found: dict[SeriesKey, list[Figure]] = {}
    for one in figures:
        if (
            one.is_best
            and one.value is not None
            and one.key.status == TOGETHER
            and one.key.frequency != OTHER
        ):
            found.setdefault(one.key, []).append(one)
    return list(found.values())
