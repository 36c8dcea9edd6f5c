"""The same figure in another currency or another unit."""

from __future__ import annotations

from functools import cache
from typing import Any, Unpack

from kz_bri_data._catalogue import installed
from kz_bri_data.errors import (
    MissingReferenceError,
    RefusedError,
    UnknownNameError,
    WrongMeasureError,
    WrongPeriodError,
    WrongUnitError,
)
from kz_bri_data.helpers import _reference
from kz_bri_data.helpers._arguments import as_number, whole
from kz_bri_data.helpers._columns import Columns, Measure
from kz_bri_data.helpers._engine import TEMPORARY, Check, Engine, Value
from kz_bri_data.helpers._hedges import add, result_columns, scaled
from kz_bri_data.helpers._reference import Reference, spans
from kz_bri_data.helpers._typing import helper
from kz_bri_data.helpers._work import Work, opened

_TIMES, _OVER = TEMPORARY + "times", TEMPORARY + "over"
_RATE_YEAR = "name the year of the rate, such as rate_year=2024"


@helper
def convert_currency(
    frame: Any,
    *,
    to: str = "USD",
    rate_year: int | None = None,
    rates: Any = None,
    measure: Measure | None = None,
    rounding: bool = True,
    check: bool = True,
    **columns: Unpack[Columns],
) -> Any:
    """Convert money into another currency at the average exchange rate of a year.

    Parameters
    ----------
    frame
        Money at current prices, its currency in the unit column.
    to
        Currency to convert into: USD, through which all rates go, or one of those that ship with yearly
        averages: CNY 1960 to 2025, EUR 1999 to 2025 and KZT 1994 to 2025 (World Bank).
    rate_year
        Year of the rate for all rows. None takes the year of each flow's period, and needs no rate for what
        is in the currency already.
    rates
        A table of your own, in any library, with the columns currency, year and units_per_usd (units of the
        currency for one US dollar). None takes the one that ships.
    measure
        What kind of numbers all rows hold, such as "flow". None looks it up by each row's indicator; what
        can't be looked up is refused unless `rate_year` is named.
    rounding
        Widen bounds by half of the row's resolution, where there are both: a printed 39 was anything from
        38.5 to 39.5. False takes each printed number for exact.
    check
        Look for what is refused. Without, nothing is computed at the call on a lazy frame, and what
        should have been refused comes out wrong or missing.
    **columns
        Names of the frame's columns, where they differ from those of `observations`; see `Columns`.

    Returns
    -------
    frame of the same library
        The frame's rows, in its order unless it is lazy, with its columns and

        exchange_rate : units of the new currency for one of the old
        converted : value in the new currency

        with `converted_low`, `_high` and `_qualifier` if the frame has hedges, and `converted_unit`.

    Raises
    ------
    RefusedError
        Of these classes: WrongUnitError for constant prices and for what is no currency with rates,
        WrongMeasureError for money that does not flow within a year (stocks, running totals) and
        WrongPeriodError for a row without period_end, or a period of more than one calendar year or one that
        ends before it begins, all unless `rate_year` is named, MissingReferenceError for a year without
        rate, and RefusedError itself for a low bound above the high one and for a hedge nobody knows.
    UnknownNameError
        If an argument or a column does not exist, or there is no such currency.
    UnsupportedBackendError
        If the library of the frame lacks what is needed.

    Notes
    -----
    `v * r_new / r_old`, with `r` the average number of units for one US dollar in the year, and the same of
    each bound.

    Examples
    --------
    Retail trade of Kazakhstan in dollars:

    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.helpers import convert_currency
    >>> sales = kbd.series("retail_trade_turnover", basis="", sources=["naryk-retail-2022"])
    >>> dollars = convert_currency(sales, to="USD")
    >>> billions = (dollars["converted"] / 1e9).round(1)
    >>> list(zip(dollars["period_end"].dt.year, billions, dollars["converted_qualifier"]))
    [(2020, 28.1, 'range'), (2021, 31.9, 'about'), (2022, 34.3, 'range')]
    """
    table = _rates(rates)
    currencies = sorted({currency for currency, _ in table.values})
    if to not in currencies:
        raise UnknownNameError("currency", to, currencies)
    if rate_year is not None:
        rate_year = _year_with_rates(table, to, rate_year, currencies)
    with opened(
        frame, "convert_currency", columns, measure, rounding=rounding, needs=["unit_column"]
    ) as work:
        engine = work.engine
        new = ["exchange_rate", *result_columns(work.number, "converted"), "converted_unit"]
        work.refuse_columns(new)
        is_other, times, over = _rate(work, table, to, rate_year)
        engine.define({"exchange_rate": times / over})
        if check:
            work.refuse(_are_convertible(work, table, to, is_other if rate_year is None else None))
        add(engine, [scaled(engine, "converted", work.number, times, over)], [work.number])
        engine.define({"converted_unit": engine.choose([], to)})
        return work.finish(new)


@helper
def convert_unit(
    frame: Any,
    *,
    to: str,
    units: Any = None,
    measure: Measure | None = None,
    rounding: bool = True,
    check: bool = True,
    **columns: Unpack[Columns],
) -> Any:
    """Convert figures into another unit of the same dimension, by the units that ship.

    Parameters
    ----------
    frame
        Figures with their unit.
    to
        Unit to convert into.
    units
        A table of your own, in any library, with the columns unit, dimension and factor (base units in a
        unit), whose units are taken beside those that ship.
    measure
        What kind of numbers all rows hold, such as "stock". None looks it up by each row's indicator;
        it only matters to `rounding`, which does not widen a level below 0.
    rounding
        Widen bounds by half of the row's resolution, where there are both: a printed 39 was anything from
        38.5 to 39.5. False takes each printed number for exact.
    check
        Look for what is refused. Without, nothing is computed at the call on a lazy frame, and what
        should have been refused comes out wrong or missing.
    **columns
        Names of the frame's columns, where they differ from those of `observations`; see `Columns`.

    Returns
    -------
    frame of the same library
        The frame's rows, in its order unless it is lazy, with its columns and

        converted : value in the new unit

        with `converted_low`, `_high` and `_qualifier` if the frame has hedges, and `converted_unit`.

    Raises
    ------
    WrongUnitError
        If a row's unit is of another dimension. Currencies, price bases, and energy in fuels beside
        electricity are dimensions of their own.
    RefusedError
        If a low bound is above the high one, or a qualifier is none of those there are.
    UnknownNameError
        If an argument or a column does not exist, or there is no such unit.
    UnsupportedBackendError
        If the library of the frame lacks what is needed.

    Notes
    -----
    `v * f_old / f_new`, with `f` the number of base units in a unit, and the same of each bound.

    Examples
    --------
    Two to three days at the border, in hours, taken as printed:

    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.helpers import convert_unit
    >>> times = kbd.series("port_clearance_time", definition="before_change")
    >>> told = ["converted_low", "converted_high", "converted_qualifier", "converted_unit"]
    >>> convert_unit(times, to="h", rounding=False)[told].to_dict("records")
    [{'converted_low': 48.0, 'converted_high': 72.0, 'converted_qualifier': 'range', 'converted_unit': 'h'}]
    """
    table = _units(units)
    if not isinstance(to, str) or to not in table:
        raise UnknownNameError("unit", to, list(table))
    dimension, over = table[to]
    factors = {unit: factor for unit, (other, factor) in table.items() if other == dimension}
    with opened(frame, "convert_unit", columns, measure, rounding=rounding, needs=["unit_column"]) as work:
        engine = work.engine
        new = [*result_columns(work.number, "converted"), "converted_unit"]
        work.refuse_columns(new)
        engine.lookup(list(factors), {_TIMES: list(factors.values())}, str(work.names.unit))
        if check:
            is_money = dimension.startswith("money/")
            hint = "between currencies use convert_currency" if is_money else "give others as units="
            allowed = f"units of the dimension {dimension} are {', '.join(sorted(factors))}; {hint}"
            broken = engine.missing(engine.number(_TIMES))
            problem = f"a unit that can't be converted into {to}"
            work.refuse([Check(WrongUnitError, broken, problem, allowed)])
        add(engine, [scaled(engine, "converted", work.number, engine.number(_TIMES), over)], [work.number])
        engine.define({"converted_unit": engine.choose([], to)})
        return work.finish(new)


def _year_with_rates(table: Reference, to: str, rate_year: object, currencies: list[str]) -> int:
    year = whole("rate_year", rate_year, "give the year of the rate, such as rate_year=2024")
    if (to, year) not in table.values:
        # A dollar is a dollar in any year: what lacks is the rate of the others.
        years = table.years([to] if to != "USD" else [name for name in currencies if name != to])
        raise MissingReferenceError(
            f"no exchange rate of {to} for {year}", f"there are rates of {spans(years)}", years=years
        )
    return year


def _rate(work: Work, table: Reference, to: str, rate_year: int | None) -> tuple[Value, Value, Value]:
    """Find which rows are in another currency, and their rate as a fraction: of the new one over the old."""
    engine, unit = work.engine, str(work.names.unit)
    year = work.periods.year() if rate_year is None else engine.constant(rate_year)
    # Through US dollars: so many of the new currency, and so many of the old, for one dollar.
    known = _known_rates(table, to)
    new, old = [table.values[to, year] for _, year in known], [table.values[key] for key in known]
    engine.lookup(known, {_TIMES: new, _OVER: old}, unit, year)
    is_other = ~engine.among(unit, [to])
    times, over = (engine.where(is_other, engine.number(name), 1.0) for name in (_TIMES, _OVER))
    return is_other, times, over


def _known_rates(table: Reference, to: str) -> list[tuple[str, int]]:
    return [key for key in table.values if (to, key[1]) in table.values]


def _are_convertible(work: Work, table: Reference, to: str, yearly: Value | None) -> list[Check]:
    """Build the checks that rows have a rate, some of them that of the year in which they flow."""
    engine, unit = work.engine, str(work.names.unit)
    into = Reference(f"exchange rate into {to}", table.keys, dict.fromkeys(_known_rates(table, to), 1.0))
    lacking = engine.missing(engine.number("exchange_rate"))
    return [
        *_are_money(engine, unit, sorted({currency for currency, _ in table.values})),
        *([] if yearly is None else _flow_in_a_year(work, yearly)),
        into.missing(lacking, unit, f"leave those rows out, or {_RATE_YEAR}"),
    ]


def _flow_in_a_year(work: Work, is_other: Value) -> list[Check]:
    """Build the checks that the rows to be converted are flows of one calendar year."""
    periods = work.periods
    undated = periods.dated("exchange rate")
    return [
        *periods.in_order(),
        undated._replace(broken=is_other & undated.broken),
        *work.measures.not_contradicted(),
        Check(
            WrongMeasureError,
            is_other & ~work.measures.among("flow", "price"),
            "only money that flows within a year has the exchange rate of that year",
            f"{_RATE_YEAR}; of flows whose indicator is not in the table of indicators, say measure='flow'",
        ),
        Check(
            WrongPeriodError,
            is_other & periods.of_two_years(),
            "a period of more than one calendar year has no one exchange rate",
            f"keep periods within a calendar year, or {_RATE_YEAR}",
        ),
    ]


def _are_money(engine: Engine, unit: str, currencies: list[str]) -> list[Check]:
    constant = [name for name, (dimension, _) in _units().items() if dimension.startswith("constant_money/")]
    allowed = (
        f"currencies with exchange rates are {', '.join(currencies)}, all at current prices; bring multiples "
        "such as million_USD to one of them with convert_unit first, and rename what is converted"
    )
    problem = "money at constant prices has no exchange rate of a year"
    return [
        Check(WrongUnitError, engine.among(unit, constant), problem, allowed),
        Check(
            WrongUnitError, ~engine.among(unit, currencies), "not a currency that can be converted", allowed
        ),
    ]


def _rates(own: Any = None) -> Reference:
    """Units of each currency for a US dollar; one dollar is a dollar in every year there are rates of."""
    if own is None:
        found = _reference.shipped("exchange rate", "exchange_rates", "currency", "units_per_usd")
    else:
        found = _reference.own("exchange rate", own, "convert_currency", "currency", "units_per_usd")
    dollars = {("USD", year): 1.0 for _, year in found.values}
    return found._replace(values={**found.values, **dollars})


def _units(own: Any = None) -> dict[str, tuple[str, float]]:
    """Dimension and factor of each unit; those of the caller's own stand beside ours."""
    shipped = _shipped_units()
    if own is None:
        return shipped
    rows = _reference.own_rows("units", own, "convert_unit", ["unit", "dimension", "factor"])
    found: dict[str, tuple[str, float]] = {}
    for row in rows:
        unit, dimension, factor = row["unit"], row["dimension"], as_number(row["factor"])
        if not (
            isinstance(unit, str) and unit and isinstance(dimension, str) and dimension and (factor or 0) > 0
        ):
            remedy = "give each row a unit and its dimension as text, and a factor above 0"
            raise RefusedError("your units have rows that can't be used", remedy, [row])
        if found.setdefault(unit, (dimension, float(factor or 0))) != shipped.get(unit, found[unit]):
            ours = "{} of {}".format(*reversed(shipped[unit]))
            raise RefusedError(
                f"your unit {unit!r} is another here: {ours}", "give yours another name", [row]
            )
    return {**shipped, **found}


@cache
def _shipped_units() -> dict[str, tuple[str, float]]:
    return {row["unit"]: (row["dimension"], float(row["factor"])) for row in installed().rows("units")}
