"""Select one series out of the observations, or say why there is more than one."""

from __future__ import annotations

import calendar
import datetime
import itertools
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypedDict, Unpack, get_args, overload

from kz_bri_data import loaders
from kz_bri_data.errors import CompetingRowsError, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Frequency = Literal["A", "S", "Q", "M", "D"]

_MONTHS_OF = {12: "A", 6: "S", 3: "Q", 1: "M"}

# Argument of `series` -> column that it chooses by, in the order in which they are asked for.
_COLUMN_OF = {
    "area": "ref_area",
    "partner": "partner_area",
    "entity": "entity_id",
    "breakdown": "breakdown",
    "unit": "unit",
    "basis": "basis",
    "source": "source_id",
}

_OBSERVED = ("actual", "estimate")


class Choices(TypedDict, total=False):
    """What tells one series of an indicator from the others."""

    area: str
    partner: str
    entity: str
    breakdown: str
    basis: str
    unit: str
    source: str
    status: str
    frequency: Frequency


class _Row(NamedTuple):
    """An observation as text, and where it stands in the table."""

    position: int
    cells: dict[str, str]

    def period(self) -> tuple[str, str]:
        """Give first and last day; a running total has its last day alone."""
        end = self.cells["period_end"]
        return self.cells["period_start"] or end, end


@overload
def series(
    indicator: str, *, backend: Literal["pandas"] = "pandas", **choices: Unpack[Choices]
) -> pd.DataFrame: ...
@overload
def series(indicator: str, *, backend: Literal["polars"], **choices: Unpack[Choices]) -> pl.DataFrame: ...
@overload
def series(indicator: str, *, backend: Literal["pyarrow"], **choices: Unpack[Choices]) -> pa.Table: ...
def series(indicator: str, *, backend: Any = "pandas", **choices: Unpack[Choices]) -> Any:
    """Select one tidy series: the observations of one thing, by one count, in order of time.

    Whatever is not chosen must have one value only; where rows compete, they are listed with the
    argument that chooses among them. An empty text chooses the rows in which the column is empty.

    Parameters
    ----------
    indicator
        An indicator_id.
    area, partner, entity, breakdown, unit, basis, source : str, optional
        Values of ref_area, partner_area, entity_id, breakdown, unit, basis and source_id.
    status : str, optional
        A status. Without it, actual figures and estimates make one series, all else another.
    frequency : {"A", "S", "Q", "M", "D"}, optional
        Keep periods of this length: year, half-year, quarter, month or day, as SDMX codes them. A
        running total is of a day.
    backend
        "pandas", "polars" or "pyarrow".

    Returns
    -------
    pandas.DataFrame, polars.DataFrame or pyarrow.Table
        Rows of `observations` with all its columns, one a period, in order of period_end.

    Raises
    ------
    UnknownNameError
        If there is no such indicator, or none of its observations has a value that was chosen.
    CompetingRowsError
        If more than one series, or two rows of one period or of nested periods, are left.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> trips = kbd.series("chinese_brands_share_new_car_sales", source="liu-belt-and-road")
    >>> trips["value"].tolist()
    [3.4, 39.0]
    """
    rows = [_Row(position, cells) for position, cells in enumerate(loaders.rows("observations"))]
    indicators = sorted({row["indicator_id"] for row in loaders.rows("indicators")})
    if indicator not in indicators:
        raise UnknownNameError("indicator", indicator, indicators)
    rows = [row for row in rows if row.cells["indicator_id"] == indicator]
    if unknown := sorted(set(choices) - {*_COLUMN_OF, "status", "frequency"}):
        raise UnknownNameError("argument", unknown[0], [*_COLUMN_OF, "status", "frequency"])
    for argument, column in (*_COLUMN_OF.items(), ("status", "status")):
        if argument in choices:
            rows = _chosen(rows, argument, column, choices[argument])  # type: ignore[literal-required]
    if "frequency" in choices:
        rows = _of_frequency(rows, choices["frequency"])
    for argument, column in _COLUMN_OF.items():
        _refuse_several(rows, argument, [row.cells[column] for row in rows])
    _refuse_several(rows, "status", [_status_class(row) for row in rows])
    rows.sort(key=_Row.period)
    _refuse_overlaps(rows)
    return _taken(loaders.load("observations", backend=backend), [row.position for row in rows], backend)


def _chosen(rows: list[_Row], argument: str, column: str, value: str) -> list[_Row]:
    kept = [row for row in rows if row.cells[column] == value]
    if not kept:
        raise UnknownNameError(
            f"{argument} among the rows that are left:", value, sorted({row.cells[column] for row in rows})
        )
    return kept


def _of_frequency(rows: list[_Row], frequency: str) -> list[_Row]:
    if frequency not in get_args(Frequency):
        raise UnknownNameError("frequency", frequency, list(get_args(Frequency)))
    kept = [row for row in rows if _frequency(*row.period()) == frequency]
    if not kept:
        there = sorted({_frequency(*row.period()) or "none of these" for row in rows})
        raise UnknownNameError("frequency among the rows that are left:", frequency, there)
    return kept


def _frequency(start: str, end: str) -> str | None:
    """Code the length of a period; None for another length, or no period at all."""
    if not end:
        return None
    if start == end:
        return "D"
    first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    whole = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    return _MONTHS_OF.get(months) if whole and last.month % months == 0 else None


def _status_class(row: _Row) -> str:
    return "actual or estimate" if row.cells["status"] in _OBSERVED else row.cells["status"]


def _refuse_several(rows: list[_Row], argument: str, values: list[str]) -> None:
    if len(set(values)) > 1:
        allowed = ", ".join(f'"{value}"' for value in sorted(set(values)))
        raise CompetingRowsError(
            f"{len(set(values))} series compete", f"choose with {argument}=, one of {allowed}", _shown(rows)
        )


def _refuse_overlaps(rows: list[_Row]) -> None:
    for earlier, later in itertools.pairwise(rows):
        if not earlier.period()[1] or later.period()[0] <= earlier.period()[1]:
            same = earlier.period() == later.period()
            raise CompetingRowsError(
                "two rows of one period compete" if same else "periods overlap",
                "choose with source= or status=" if same else "choose with frequency=, source= or status=",
                _shown([earlier, later]),
            )


def _shown(rows: list[_Row]) -> list[dict[str, object]]:
    """Give what tells the rows apart, without the columns that are empty or alike in all."""
    columns = ["observation_id", *_COLUMN_OF.values(), "status", "period_start", "period_end"]
    telling = [name for name in columns if len({row.cells[name] for row in rows}) > 1]
    return [{name: row.cells[name] or None for name in telling} for row in rows]


def _taken(frame: Any, indices: list[int], backend: str) -> Any:
    if backend == "pandas":
        return frame.iloc[indices].reset_index(drop=True)
    return frame.take(indices) if backend == "pyarrow" else frame[indices]
