"""Which column of a frame holds what: the names of `observations`, or the caller's own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple, TypedDict, cast

from kz_bri_data.errors import RefusedError, UnknownNameError

SERIES = ("indicator_id", "ref_area", "partner_area", "entity_id", "breakdown", "basis")

Measure = Literal[
    "flow",
    "stock",
    "cumulative",
    "share",
    "duration",
    "length",
    "capacity",
    "price",
    "count",
    "allowance",
    "rate",
]

# Results of helpers that are in another unit than the figures they were made of, and what they are then.
RELATIVE: dict[str, Measure] = {
    "change_points": "rate",
    "change_percent": "rate",
    "cagr_percent": "rate",
    "ratio": "rate",
    "years": "duration",
    "years_left": "duration",
    "index": "price",
    "share_of_gdp": "share",
    "exchange_rate": "price",
}


class Columns(TypedDict, total=False):
    """Names of columns that every helper takes as keyword arguments.

    Each has the name in `observations` as its default, and a column of a default name may be missing:
    what it would have said is then not known, and not checked. With `value_column="x"` the defaults
    of what goes with the value are `x_low`, `x_high`, `x_qualifier`, `x_resolution` and `x_unit` (else
    `unit`), so the result of one helper is the input of the next. Results that are relative are not in
    `unit`, nor of the measure of their indicator, but of one of their own: change_points, change_percent,
    cagr_percent and ratio are rates, years and years_left durations, share_of_gdp is a share, and index and
    exchange_rate go like prices.

    Attributes
    ----------
    value_column
        Numbers; "value". What is infinite or no number (NaN) counts as missing, here and in the next two.
    low_column, high_column
        Least and greatest value that the words allow, empty where open; "value_low", "value_high".
    qualifier_column
        Hedge: exact, about, nearly, at_most, over, at_least, range or unknown; "qualifier". Without
        bounds beside it, the bounds are those that the hedge says.
    resolution_column
        Size of the last printed digit; "resolution".
    unit_column
        Unit; "unit".
    start_column, end_column
        First and last day of the period; "period_start", "period_end". A column of whole numbers
        as `end_column` holds calendar years.
    series_columns
        What has to be equal for two rows to be of one series: those of "indicator_id", "ref_area",
        "partner_area", "entity_id", "breakdown" and "basis" that there are. Facts (status actual or
        estimate) and the rest are two series in any case.
    indicator_column
        Indicator, by which the kind of figure is looked up; "indicator_id".
    area_column
        Area whose population or product counts; "ref_area".
    entity_column
        Entity that a row is about; "entity_id".
    basis_column
        Who counts, or by which definition; "basis".
    status_column
        Fact, plan or target; "status".
    id_column
        Identifier of a row, so that a result can name both of its rows; "observation_id".
    """

    value_column: str
    low_column: str
    high_column: str
    qualifier_column: str
    resolution_column: str
    unit_column: str
    start_column: str
    end_column: str
    series_columns: Sequence[str]
    indicator_column: str
    area_column: str
    entity_column: str
    basis_column: str
    status_column: str
    id_column: str


class Names(NamedTuple):
    """What `Columns` come to in one frame; None where the frame has no such column."""

    value: str
    start: str | None
    end: str | None
    low: str | None
    high: str | None
    qualifier: str | None
    resolution: str | None
    unit: str | None
    indicator: str | None
    area: str | None
    entity: str | None
    basis: str | None
    status: str | None
    id: str | None
    series: tuple[str, ...]

    def shown(self) -> list[str]:
        """Columns that tell a reader which row is meant."""
        what = (self.indicator, self.area, self.entity)
        named = (*self.series, *what, self.start, self.end, self.unit, self.id)
        return list(dict.fromkeys(name for name in named if name))


def resolve(present: Sequence[str], given: Columns, *, needs: Sequence[str] = ()) -> Names:
    """Find the columns of a frame.

    Parameters
    ----------
    present
        Columns that the frame has.
    given
        Names that the caller chose.
    needs
        Arguments whose column has to be there.

    Returns
    -------
    Names

    Raises
    ------
    UnknownNameError
        If an argument does not exist, or a column that was named or is needed is missing.
    """
    allowed = list(Columns.__annotations__)
    for argument, chosen in given.items():
        if argument not in allowed:
            raise UnknownNameError("argument", argument, allowed)
        several = argument == "series_columns" and isinstance(chosen, Collection)
        named = chosen if several and not isinstance(chosen, str) else [chosen]
        if not all(isinstance(name, str) for name in cast("Collection[object]", named)):
            raise RefusedError(
                f"{argument}={chosen!r} names no column",
                f"give text; leave the argument out for its default; there are: {', '.join(present)}",
            )
    value = given.get("value_column", "value")

    def column(argument: str, *defaults: str) -> str | None:
        chosen = given.get(argument)
        candidates = [str(chosen)] if chosen is not None else list(defaults)
        for name in candidates:
            if name in present:
                return name
        if chosen is not None or argument in needs:
            raise UnknownNameError(f"column for {argument}", candidates[-1], list(present))
        return None

    series = given.get("series_columns", [name for name in SERIES if name in present])
    series = (series,) if isinstance(series, str) else tuple(series)
    for argument, name in [("value_column", value), *(("series_columns", name) for name in series)]:
        if name not in present:
            raise UnknownNameError(f"column for {argument}", name, list(present))
    names = Names(
        value=value,
        start=column("start_column", "period_start"),
        end=column("end_column", "period_end"),
        low=column("low_column", f"{value}_low"),
        high=column("high_column", f"{value}_high"),
        qualifier=column("qualifier_column", "qualifier" if value == "value" else f"{value}_qualifier"),
        resolution=column("resolution_column", "resolution" if value == "value" else f"{value}_resolution"),
        unit=column("unit_column", *_units_of(value)),
        indicator=column("indicator_column", "indicator_id"),
        area=column("area_column", "ref_area"),
        entity=column("entity_column", "entity_id"),
        basis=column("basis_column", "basis"),
        status=column("status_column", "status"),
        id=column("id_column", "observation_id"),
        series=series,
    )
    if (names.low is None) != (names.high is None):
        lacking = "high_column" if names.high is None else "low_column"
        raise UnknownNameError(f"column for {lacking}", f"{value}_{lacking[:-7]}", list(present))
    return names


def _units_of(value: str) -> list[str]:
    """Names that the unit of a value may have."""
    own = [] if value == "value" else [f"{value}_unit"]
    return own if value in RELATIVE else [*own, "unit"]


def refuse_columns(present: Sequence[str], new: Sequence[str]) -> None:
    """Refuse to write results over columns that a frame has already."""
    folded = {name.casefold() for name in new}
    taken = [name for name in present if name.casefold() in folded]
    if taken:
        raise RefusedError(
            f"the frame already has {', '.join(taken)}",
            "rename or drop these columns before the call; to DuckDB and Spark, upper and lower case are one",
        )
