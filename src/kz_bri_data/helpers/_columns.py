"""Which column of a frame holds what: the names of `observations`, or the caller's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypedDict, cast

from kz_bri_data._series import SERIES_COLUMNS
from kz_bri_data.errors import RefusedError, UnknownNameError

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
    indicator_column
        Indicator, by which the kind of figure is looked up; "indicator_id".
    area_column
        Area whose population or product counts; "ref_area".
    partner_column
        Partner of the area, such as in trade; "partner_area".
    entity_column
        Entity that a row is about; "entity_id".
    breakdown_column
        Part of the whole that a row is about; "breakdown".
    definition_column
        What exactly is counted; "definition".
    basis_column
        Who counts; "basis".
    series_columns
        What else has to be equal for two rows to be of one series, such as a product. The seven columns above
        have to be in any case, as far as there are such, and observed figures (status actual or estimate)
        form no series with plans, targets or projections.
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
    indicator_column: str
    area_column: str
    partner_column: str
    entity_column: str
    breakdown_column: str
    definition_column: str
    basis_column: str
    series_columns: Sequence[str]
    status_column: str
    id_column: str


class Names(NamedTuple):
    """What `Columns` come to in one frame; None where the frame has no such column.

    `identity` has what is part of every series by the argument that chooses it, `series` all that is part of
    one in this frame.
    """

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
    identity: Mapping[str, str | None]
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

    Raises
    ------
    UnknownNameError
        If an argument does not exist, or a column that was named or is needed is missing.
    """
    _refuse_arguments(present, given)
    value = given.get("value_column", "value")
    refuse_wide(present, value)
    more = given.get("series_columns", ())
    more = (more,) if isinstance(more, str) else tuple(more)
    for argument, name in [("value_column", value), *(("series_columns", name) for name in more)]:
        if name not in present:
            raise UnknownNameError(f"column for {argument}", name, list(present))
    chosen: dict[str, Any] = {}
    for part, defaults in _defaults(value).items():
        argument = f"{part}_column"
        chosen[part] = _find(
            argument, cast("str | None", given.get(argument)), defaults, present, needed=argument in needs
        )
    if (chosen["low"] is None) != (chosen["high"] is None):
        lacking = "high" if chosen["high"] is None else "low"
        raise UnknownNameError(f"column for {lacking}_column", f"{value}_{lacking}", list(present))
    identity = {part: chosen[part] for part in SERIES_COLUMNS}
    series = dict.fromkeys([*filter(None, identity.values()), *more])
    names = {part: name for part, name in chosen.items() if part in Names._fields}
    return Names(value=value, identity=identity, series=tuple(series), **names)


def _defaults(value: str) -> dict[str, list[str]]:
    """Names that the columns of a frame have unless the caller says otherwise, by what they hold."""
    # What goes with a result of a helper is named like it.
    own = "" if value == "value" else f"{value}_"
    units = [f"{value}_unit"] if own else []
    return {
        "start": ["period_start"],
        "end": ["period_end"],
        "low": [f"{value}_low"],
        "high": [f"{value}_high"],
        "qualifier": [f"{own}qualifier"],
        "resolution": [f"{own}resolution"],
        "unit": units if value in RELATIVE else [*units, "unit"],
        "status": ["status"],
        "id": ["observation_id"],
        **{part: [name] for part, name in SERIES_COLUMNS.items()},
    }


def _find(
    argument: str, chosen: str | None, defaults: Sequence[str], present: Sequence[str], *, needed: bool
) -> str | None:
    """Find one column: the one that the caller named, or else the first default that is there."""
    candidates = defaults if chosen is None else [chosen]
    for name in candidates:
        if name in present:
            return name
    if chosen is not None or needed:
        raise UnknownNameError(f"column for {argument}", candidates[-1], list(present))
    return None


def _refuse_arguments(present: Sequence[str], given: Columns) -> None:
    """Refuse arguments that do not exist, or name no column."""
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


def refuse_columns(present: Sequence[str], new: Sequence[str]) -> None:
    """Refuse to write results over columns that a frame has already."""
    folded = {name.casefold() for name in new}
    taken = [name for name in present if name.casefold() in folded]
    if taken:
        raise RefusedError(
            f"the frame already has {', '.join(taken)}",
            "rename or drop these columns before the call; to DuckDB and Spark, upper and lower case are one",
        )


def refuse_wide(present: Sequence[str], value: str = "value") -> None:
    """Refuse a table with a column for each year, and say how to make rows of them."""
    years = [name for name in present if name.isdecimal() and 1900 <= int(name) <= 2100]
    if len(years) < 2 or (value in present and value not in years):
        return
    others = [name for name in present if name not in years]
    raise RefusedError(
        f"a wide table, with a column for each of {len(years)} years",
        "make a row of each year, and then say value_column='value', end_column='year': in pandas "
        f"frame.melt(id_vars={others}, var_name='year', value_name='value'), in Polars "
        f"frame.unpivot(index={others}, variable_name='year', value_name='value')",
    )
