"""The same figure in another currency or another unit."""

from __future__ import annotations

from functools import cache
from typing import Unpack, get_args

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
from kz_bri_data.helpers._columns import Columns, Measure, refuse_columns, resolve
from kz_bri_data.helpers._frame import TEMPORARY, Check, close, fused, opened, refuse, text
from kz_bri_data.helpers._hedges import add, number_of, result_columns, scaled
from kz_bri_data.helpers._join import attach
from kz_bri_data.helpers._measures import Measures
from kz_bri_data.helpers._periods import Periods
from kz_bri_data.helpers._reference import Reference

_UNIT = TEMPORARY + "unit"
_TIMES, _OVER = TEMPORARY + "times", TEMPORARY + "over"


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
    """Convert money into another currency at the average exchange rate of a year."""
    rates = _rates()
    currencies = sorted({currency for currency, _ in rates.values})
    if to not in currencies:
        raise UnknownNameError("currency", to, currencies)
    if rate_year is not None and (to, rate_year) not in rates.values:
        years = rates.years([to])
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
        unit = text(data, str(names.unit))
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
            found = [*_are_money(unit, currencies)]
            if periods:
                levels = measures.among(
                    *(kind for kind in get_args(Measure) if kind not in ("flow", "price"))
                )
                found += [
                    Check(
                        WrongMeasureError,
                        is_other & levels,
                        "only money that flows within a year has the exchange rate of that year",
                        "name the year of the rate, such as rate_year=2024",
                    ),
                    Check(
                        WrongPeriodError,
                        is_other & periods.of_two_years(),
                        "a period of more than one calendar year has no one exchange rate",
                        "keep periods within a calendar year, or name the year of the rate: rate_year=",
                    ),
                ]
            found += rates.missing(
                nw.col("exchange_rate").is_null(),
                str(names.unit),
                "leave those rows out, or name the year of the rate: rate_year=",
            )
            refuse([(data, found)], names.shown())
        data = add(fused(data), [scaled("converted", number, times, over)], [number])
        data = data.with_columns(nw.lit(to).alias("converted_unit"))
        closed: IntoFrameT = close(data, [*present, *new], frame)
    return closed


def convert_unit(
    frame: IntoFrameT,
    *,
    to: str,
    measure: Measure | None = None,
    rounding: bool = False,
    check: bool = True,
    **columns: Unpack[Columns],
) -> IntoFrameT:
    """Convert figures into another unit of the same dimension."""
    units = _units()
    if to not in units:
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
        unit = text(data, str(names.unit))
        data = data.with_columns(unit.alias(_UNIT))
        data = attach(data, [_UNIT], {_UNIT: list(factors), _TIMES: list(factors.values())})
        if check:
            is_money = dimension.startswith("money/")
            hint = "; between currencies use convert_currency" if is_money else ""
            allowed = f"units of the dimension {dimension} are {', '.join(sorted(factors))}{hint}"
            broken = nw.col(_TIMES).is_null()
            found = [Check(WrongUnitError, broken, f"a unit that can't be converted into {to}", allowed)]
            refuse([(data, found)], names.shown())
        data = add(fused(data), [scaled("converted", number, nw.col(_TIMES), nw.lit(over))], [number])
        data = data.with_columns(nw.lit(to).alias("converted_unit"))
        closed: IntoFrameT = close(data, [*present, *new], frame)
    return closed


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
    return Reference(shipped.what, {**shipped.values, **dollars})


@cache
def _units() -> dict[str, tuple[str, float]]:
    """Dimension and factor of each unit."""
    return {row["unit"]: (row["dimension"], float(row["factor"])) for row in loaders.rows("units")}
