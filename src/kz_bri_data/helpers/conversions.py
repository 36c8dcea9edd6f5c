"""The same figure in another currency or another unit."""

from __future__ import annotations

from functools import cache
from typing import Unpack

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from kz_bri_data import loaders
from kz_bri_data.errors import (
    MissingReferenceError,
    UnknownNameError,
    WrongMeasureError,
    WrongPeriodError,
    WrongUnitError,
)
from kz_bri_data.helpers import _reference
from kz_bri_data.helpers._arguments import whole
from kz_bri_data.helpers._columns import Columns, Measure, refuse_columns, resolve
from kz_bri_data.helpers._frame import TEMPORARY, Check, close, filled, fused, opened, refuse
from kz_bri_data.helpers._hedges import add, consistent, number_of, result_columns, scaled
from kz_bri_data.helpers._join import attach
from kz_bri_data.helpers._measures import Measures
from kz_bri_data.helpers._periods import Periods
from kz_bri_data.helpers._reference import Reference
from kz_bri_data.helpers._typing import helper

_UNIT = TEMPORARY + "unit"
_TIMES, _OVER = TEMPORARY + "times", TEMPORARY + "over"


@helper
def convert_currency(
    frame: IntoFrameT,
    *,
    to: str = "USD",
    rate_year: int | None = None,
    measure: Measure | None = None,
    rounding: bool = False,
    check: bool = True,
    **columns: Unpack[Columns],
) -> IntoFrameT:
    """Convert money into another currency at the average exchange rate of a year.

    Parameters
    ----------
    frame
        Money at current prices, its currency in the unit column.
    to
        Currency to convert into: USD, through which all rates go, or one of those that ship with yearly
        averages: CNY and EUR 2000 to 2025 (Board of Governors of the Federal Reserve System), KZT 2000,
        2005 and 2010 to 2024 (World Bank).
    rate_year
        Year of the rate for all rows. None takes the year of each flow's period, and needs no rate for what
        is in the currency already.
    measure
        What kind of numbers all rows hold, such as "flow". None looks it up by each row's indicator; what
        can't be looked up is refused unless `rate_year` is named.
    rounding
        Widen each bound by half of the row's resolution: a printed 39 was anything from 38.5 to 39.5.
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
    >>> sales = kbd.series("retail_trade_turnover", source="naryk-retail-2022")
    >>> dollars = convert_currency(sales, to="USD")
    >>> billions = (dollars["converted"] / 1e9).round(1)
    >>> list(zip(dollars["period_end"].dt.year, billions, dollars["converted_qualifier"]))
    [(2020, 28.1, 'exact'), (2021, 31.9, 'about'), (2022, 34.3, 'exact')]
    """
    rates = _rates()
    currencies = sorted({currency for currency, _ in rates.values})
    if to not in currencies:
        raise UnknownNameError("currency", to, currencies)
    if rate_year is not None:
        rate_year = whole("rate_year", rate_year, "give the year of the rate, such as rate_year=2024")
    if rate_year is not None and (to, rate_year) not in rates.values:
        # A dollar is a dollar in any year: what lacks is the rate of the others.
        years = rates.years([to] if to != "USD" else [name for name in currencies if name != to])
        raise MissingReferenceError(
            f"no exchange rate of {to} for {rate_year}",
            f"there are rates of {_reference.spans(years)}",
            years=years,
        )
    with opened(frame, "convert_currency") as data:
        present = data.collect_schema().names()
        names = resolve(present, columns, needs=["unit_column"])
        measures = Measures(data, names, measure)
        data, number = number_of(data, names, rounding=rounding, level=measures.level())
        new = ["exchange_rate", *result_columns(number, "converted"), "converted_unit"]
        refuse_columns(present, new)
        unit = filled(data, str(names.unit))
        periods = Periods(data, names) if rate_year is None else None
        year = periods.year() if periods else nw.lit(rate_year).cast(nw.Int64)
        # Through US dollars: so many of the new currency, and so many of the old, for one dollar.
        known = [key for key in rates.values if (to, key[1]) in rates.values]
        fractions = {
            _TIMES: [rates.values[to, year] for _, year in known],
            _OVER: [rates.values[key] for key in known],
        }
        data = _reference.attach_yearly(data, unit, year, known, fractions)
        is_other = unit != to
        times, over = (
            nw.when(is_other).then(nw.col(name)).otherwise(nw.lit(1.0)) for name in (_TIMES, _OVER)
        )
        data = data.with_columns((times / over).alias("exchange_rate"))
        if check:
            found = [*consistent(data, number), *_are_money(unit, currencies)]
            if periods:
                undated = periods.dated("exchange rate")
                found += [
                    *periods.forward(),
                    undated._replace(broken=is_other & undated.broken),
                    Check(
                        WrongMeasureError,
                        is_other & ~measures.among("flow", "price"),
                        "only money that flows within a year has the exchange rate of that year",
                        "name the year of the rate, such as rate_year=2024; if these are flows of which the "
                        "table of indicators says nothing, say measure='flow'",
                    ),
                    Check(
                        WrongPeriodError,
                        is_other & periods.of_two_years(),
                        "a period of more than one calendar year has no one exchange rate",
                        "keep periods within a calendar year, or name the year of the rate: rate_year=",
                    ),
                ]
            into = Reference(f"exchange rate into {to}", rates.keys, dict.fromkeys(known, 1.0))
            found += into.missing(
                nw.col("exchange_rate").is_null(),
                str(names.unit),
                "leave those rows out, or name the year of the rate: rate_year=",
            )
            refuse([(data, found)], names.shown())
        data = add(fused(data), [scaled("converted", number, times, over)], [number])
        data = data.with_columns(nw.lit(to).alias("converted_unit"))
        return close(data, [*present, *new], frame)


@helper
def convert_unit(
    frame: IntoFrameT,
    *,
    to: str,
    measure: Measure | None = None,
    rounding: bool = False,
    check: bool = True,
    **columns: Unpack[Columns],
) -> IntoFrameT:
    """Convert figures into another unit of the same dimension, by the units that ship.

    Parameters
    ----------
    frame
        Figures with their unit.
    to
        Unit to convert into.
    measure
        What kind of numbers all rows hold, such as "stock". None looks it up by each row's indicator;
        it only matters to `rounding`, which does not widen a level below 0.
    rounding
        Widen each bound by half of the row's resolution: a printed 39 was anything from 38.5 to 39.5.
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
    Two to three days at the border, in hours:

    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.helpers import convert_unit
    >>> times = kbd.series("port_clearance_time", breakdown="import_before", source="liu-belt-and-road")
    >>> told = ["converted_low", "converted_high", "converted_qualifier", "converted_unit"]
    >>> convert_unit(times, to="h")[told].to_dict("records")
    [{'converted_low': 48.0, 'converted_high': 72.0, 'converted_qualifier': 'range', 'converted_unit': 'h'}]
    """
    units = _units()
    if not isinstance(to, str) or to not in units:
        raise UnknownNameError("unit", to, list(units))
    dimension, over = units[to]
    factors = {unit: factor for unit, (other, factor) in units.items() if other == dimension}
    with opened(frame, "convert_unit") as data:
        present = data.collect_schema().names()
        names = resolve(present, columns, needs=["unit_column"])
        measures = Measures(data, names, measure)
        data, number = number_of(data, names, rounding=rounding, level=measures.level())
        new = [*result_columns(number, "converted"), "converted_unit"]
        refuse_columns(present, new)
        data = data.with_columns(filled(data, str(names.unit)).alias(_UNIT))
        data = attach(data, [_UNIT], {_UNIT: list(factors), _TIMES: list(factors.values())})
        if check:
            is_money = dimension.startswith("money/")
            hint = "; between currencies use convert_currency" if is_money else ""
            allowed = f"units of the dimension {dimension} are {', '.join(sorted(factors))}{hint}"
            broken = nw.col(_TIMES).is_null()
            problem = f"a unit that can't be converted into {to}"
            found = [*consistent(data, number), Check(WrongUnitError, broken, problem, allowed)]
            refuse([(data, found)], names.shown())
        data = add(fused(data), [scaled("converted", number, nw.col(_TIMES), nw.lit(over))], [number])
        data = data.with_columns(nw.lit(to).alias("converted_unit"))
        return close(data, [*present, *new], frame)


def _are_money(unit: nw.Expr, currencies: list[str]) -> list[Check]:
    constant = [name for name, (dimension, _) in _units().items() if dimension.startswith("constant_money/")]
    allowed = f"currencies with exchange rates are {', '.join(currencies)}, all at current prices"
    return [
        Check(
            WrongUnitError,
            unit.is_in(constant),
            "money at constant prices has no exchange rate of a year",
            allowed,
        ),
        Check(WrongUnitError, ~unit.is_in(currencies), "not a currency that can be converted", allowed),
    ]


@cache
def _rates() -> Reference:
    """Units of each currency for a US dollar; one dollar is a dollar in every year there are rates of."""
    shipped = _reference.shipped("exchange rate", "exchange_rates", "currency", "units_per_usd")
    dollars = {("USD", year): 1.0 for _, year in shipped.values}
    return shipped._replace(values={**shipped.values, **dollars})


@cache
def _units() -> dict[str, tuple[str, float]]:
    """Dimension and factor of each unit."""
    return {row["unit"]: (row["dimension"], float(row["factor"])) for row in loaders.rows("units")}
