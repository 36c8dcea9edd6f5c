"""Select one series out of the observations, or say why there is more than one."""

from __future__ import annotations

import calendar
import datetime
import itertools
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypedDict, Unpack, get_args, overload

from kz_bri_data import loaders
from kz_bri_data.errors import CompetingRowsError, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Frequency = Literal["A", "S", "Q", "M", "D"]

_MONTHS_OF = {12: "A", 6: "S", 3: "Q", 1: "M"}

# Argument of `series` -> column that it chooses by. All but the source are part of what a series is.
_COLUMN_OF = {
    "area": "ref_area",
    "partner": "partner_area",
    "entity": "entity_id",
    "breakdown": "breakdown",
    "unit": "unit",
    "basis": "basis",
    "source": "source_id",
    "status": "status",
}
_IDENTITY = ("area", "partner", "entity", "breakdown", "unit", "basis", "status")

# Statuses that make one series, and the name by which `series` chooses them together.
_OBSERVED = ("actual", "estimate")
_TOGETHER = "observed"


class Choices(TypedDict, total=False):
    """What tells one series of an indicator from the others."""

    area: str
    partner: str
    entity: str
    breakdown: str
    basis: str
    unit: str
    source: str | Sequence[str]
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

    def frequency(self) -> str | None:
        """Code the length of the period; None for another length, or no period at all."""
        start, end = self.period()
        if not end:
            return None
        if start == end:
            return "D"
        first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
        months = 12 * (last.year - first.year) + last.month - first.month + 1
        whole = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
        return _MONTHS_OF.get(months) if whole and last.month % months == 0 else None

    def identity(self, argument: str) -> str:
        """Give what the row has of its series' identity."""
        value = self.cells[_COLUMN_OF[argument]]
        return _TOGETHER if argument == "status" and value in _OBSERVED else value


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

    Whatever is not chosen must have one value only; where series compete, they are listed with the
    arguments that choose among them. An empty text chooses the rows in which the column is empty.
    Sources compete only where they print figures of one period, or of periods that overlap.

    Parameters
    ----------
    indicator
        An indicator_id.
    area, partner, entity, breakdown, unit, basis : str, optional
        Values of ref_area, partner_area, entity_id, breakdown, unit and basis.
    source : str or sequence of str, optional
        A source_id, or several to draw the series from.
    status : str, optional
        A status, or "observed" for actual figures and estimates, which together make one series.
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
        If more than one series, or two rows of one period or of periods that overlap, are left.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> share = kbd.series("chinese_brands_share_new_car_sales", source="liu-belt-and-road")
    >>> share["value"].tolist()
    [3.4, 39.0]
    """
    indicators = sorted(row["indicator_id"] for row in loaders.rows("indicators"))
    if indicator not in indicators:
        raise UnknownNameError("indicator", indicator, indicators)
    arguments = [*_COLUMN_OF, "frequency"]
    if unknown := sorted(set(choices) - set(arguments)):
        raise UnknownNameError("argument", unknown[0], arguments)
    rows = [
        _Row(position, cells)
        for position, cells in enumerate(loaders.rows("observations"))
        if cells["indicator_id"] == indicator
    ]
    for argument in arguments:
        if argument in choices:
            rows = _chosen(rows, indicator, argument, choices[argument])  # type: ignore[literal-required]
    _refuse_several(rows, indicator)
    rows.sort(key=_Row.period)
    _refuse_overlaps(rows)
    return _taken(loaders.load("observations", backend=backend), [row.position for row in rows], backend)


def _chosen(rows: list[_Row], indicator: str, argument: str, value: str | Sequence[str]) -> list[_Row]:
    if argument == "frequency" and value not in get_args(Frequency):
        raise UnknownNameError("frequency", value, list(get_args(Frequency)))
    there = sorted({one for row in rows for one in _values(row, argument)})
    wanted = list(value) if isinstance(value, Collection) and not isinstance(value, str) else [value]
    for one in wanted:
        if one not in there:
            kind = f"observation of {indicator}, of what is chosen so far, with the {argument}"
            raise UnknownNameError(kind, one, there)
    return [row for row in rows if not _values(row, argument).isdisjoint(wanted)]


def _values(row: _Row, argument: str) -> set[str]:
    """Give every value of an argument that chooses the row."""
    if argument == "frequency":
        return {row.frequency() or "none of these"}
    value = row.cells[_COLUMN_OF[argument]]
    return {value, row.identity(argument)}


def _refuse_several(rows: list[_Row], indicator: str) -> None:
    values = {name: sorted({row.identity(name) for row in rows}) for name in _IDENTITY}
    telling = [name for name in _IDENTITY if len(values[name]) > 1]
    if not telling:
        return
    series = dict.fromkeys(tuple(row.identity(name) for name in telling) for row in rows)
    how = [f"{name}=, one of " + ", ".join(f'"{value}"' for value in values[name]) for name in telling]
    raise CompetingRowsError(
        f"{len(series)} series of {indicator} compete",
        "choose with " + "; ".join(how),
        [dict(zip(telling, one, strict=True)) for one in series],
    )


def _refuse_overlaps(rows: list[_Row]) -> None:
    for earlier, later in itertools.pairwise(rows):
        if later.period()[0] > earlier.period()[1] != "":
            continue
        if earlier.period() == later.period():
            problem = "two rows of one period compete"
        else:
            problem = "periods overlap" if earlier.period()[1] else "a row without a period competes"
        how = [f"{name}=" for name in ("source", "status") if _differ(earlier, later, _COLUMN_OF[name])]
        # A frequency chooses one of the two, or leaves both out.
        if earlier.frequency() is None or earlier.frequency() != later.frequency():
            how.insert(0, "frequency=")
        raise CompetingRowsError(
            problem,
            "choose with " + " or ".join(how) if how else "no argument tells them apart",
            [_shown(earlier, later), _shown(later, earlier)],
        )


def _differ(one: _Row, other: _Row, column: str) -> bool:
    return one.cells[column] != other.cells[column]


def _shown(row: _Row, other: _Row) -> dict[str, object]:
    """Give what tells a row from the other."""
    columns = ("observation_id", "source_id", "status", "period_start", "period_end")
    return {name: row.cells[name] for name in columns if _differ(row, other, name)}


def _taken(frame: Any, indices: list[int], backend: str) -> Any:
    if backend == "pandas":
        return frame.iloc[indices].reset_index(drop=True)
    return frame.take(indices) if backend == "pyarrow" else frame[indices]
