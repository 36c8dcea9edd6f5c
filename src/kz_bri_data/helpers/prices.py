"""Money of different years and places made comparable: at the prices of one year, and by what it buys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, Unpack

from kz_bri_data.errors import MissingReferenceError, WrongMeasureError, WrongPeriodError, WrongUnitError
from kz_bri_data.helpers import _reference
from kz_bri_data.helpers._arguments import whole
from kz_bri_data.helpers._columns import Columns, Measure
from kz_bri_data.helpers._engine import TEMPORARY, Check
from kz_bri_data.helpers._hedges import add, result_columns, scaled
from kz_bri_data.helpers._reference import Reference, spans
from kz_bri_data.helpers._typing import helper
from kz_bri_data.helpers._work import Work, opened

# The prices that a currency is spent at are those of the country that issues it.
_ISSUERS = {"CNY": "CHN", "KZT": "KAZ", "USD": "USA"}
_DOLLARS = "international_dollars"
_TIMES, _OVER = TEMPORARY + "times", TEMPORARY + "over"


@helper
def deflate(
    frame: Any,
    *,
    base_year: int,
    index: Literal["gdp", "consumer_prices"] = "gdp",
    deflators: Any = None,
    measure: Measure | None = None,
    rounding: bool = True,
    check: bool = True,
    **columns: Unpack[Columns],
) -> Any:
    """Bring money of different years to the prices of one year.

    Parameters
    ----------
    frame
        Money at current prices, its currency in the unit column: CNY, KZT or USD, which are deflated by the
        prices of China, Kazakhstan and the United States. Dollars are deflated by American prices wherever
        they were spent; for those of Kazakhstan, bring them to KZT with `convert_currency` first.
    base_year
        Year whose prices are taken.
    index
        Which prices: "gdp", of all that is produced, which ships for CNY 1990 to 2022, KZT 1990 to 2024 and
        USD 1990 to 2023, or "consumer_prices", for CNY 1986 to 2024, KZT 1993 to 2024 and USD 1960 to 2024
        (World Bank).
    deflators
        A table of your own, in any library, with the columns area (CHN, KAZ, USA), index, year and value.
        None takes the one that ships.
    measure
        What kind of numbers all rows hold, such as "flow". None looks it up by each row's indicator.
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

        price_ratio : prices of the base year over those of the year of the period
        deflated : value at the prices of the base year

        with `deflated_low`, `_high` and `_qualifier` if the frame has hedges, and `deflated_unit`, such as
        KZT_2015.

    Raises
    ------
    RefusedError
        Of these classes: WrongUnitError for what is no such currency at current prices, WrongMeasureError
        for what is neither flow nor price, or, with measure="stock", no stock, WrongPeriodError for a row
        without period_end or a period of more than one calendar year, MissingReferenceError for a year or
        base year without index, and RefusedError itself for a low bound above the high one, a hedge nobody
        knows, and `deflators` that can't be used.
    UnknownNameError
        If an argument or a column does not exist, or there is no such index.
    UnsupportedBackendError
        If the library of the frame lacks what is needed.

    Notes
    -----
    `v * p_base / p_year`, with `p` the level of prices, and the same of each bound.

    Examples
    --------
    Retail trade of Kazakhstan at the consumer prices of 2020, in trillions of tenge:

    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.helpers import deflate
    >>> sales = kbd.series("retail_trade_turnover", basis="", sources=["naryk-retail-2022"])
    >>> constant = deflate(sales, base_year=2020, index="consumer_prices")
    >>> trillions = (constant["deflated"] / 1e12).round(1)
    >>> list(zip(constant["period_end"].dt.year, trillions, constant["deflated_unit"]))
    [(2020, 11.6, 'KZT_2020'), (2021, 12.6, 'KZT_2020'), (2022, 12.7, 'KZT_2020')]
    """
    base = whole("base_year", base_year, "say at the prices of which year, such as base_year=2015")
    what = f"price index {index}"
    if deflators is None:
        levels = _reference.shipped(what, "deflators", "area", "value", index)
    else:
        levels = _reference.own(what, deflators, "deflate", "area", "value", index)
    prices = _by_currency(levels)
    of_base = {currency: level for (currency, year), level in prices.values.items() if year == base}
    if not of_base:
        years = prices.years()
        raise MissingReferenceError(f"no {what} for {base}", f"there is: {spans(years)}", years=years)
    with opened(frame, "deflate", columns, measure, rounding=rounding, needs=["unit_column"]) as work:
        engine, unit = work.engine, str(work.names.unit)
        new = ["price_ratio", *result_columns(work.number, "deflated"), "deflated_unit"]
        work.refuse_columns(new)
        known = prices._replace(values={key: p for key, p in prices.values.items() if key[0] in of_base})
        levels_of_base = [of_base[currency] for currency, _ in known.values]
        found = {_TIMES: levels_of_base, _OVER: list(known.values.values())}
        engine.lookup(list(known.values), found, unit, work.periods.year())
        times, over = engine.number(_TIMES), engine.number(_OVER)
        engine.define({"price_ratio": times / over})
        if check:
            of_rows = _of_a_year(work, "deflate", prices, "price_ratio", measure)
            work.refuse([*_of_base_year(work, prices, base), *of_rows])
        add(engine, [scaled(engine, "deflated", work.number, times, over)], [work.number])
        engine.define({"deflated_unit": engine.joined(unit, f"_{base}")})
        return work.finish(new)


@helper
def to_international_dollars(
    frame: Any,
    *,
    parities: Any = None,
    measure: Measure | None = None,
    rounding: bool = True,
    check: bool = True,
    **columns: Unpack[Columns],
) -> Any:
    """Convert money into international dollars, by what it buys in the country that issues it.

    Parameters
    ----------
    frame
        Money at current prices, its currency in the unit column: CNY or KZT. Dollars spent in China or
        Kazakhstan go through `convert_currency` first.
    parities
        A table of your own, in any library, with the columns area (CHN, KAZ), year and
        units_per_international_dollar. None takes the one that ships: CNY and KZT 1990 to 2025, World Bank.
    measure
        What kind of numbers all rows hold, such as "flow". None looks it up by each row's indicator.
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

        parity : units of the currency for one international dollar
        international_dollars : value in international dollars of the year

        with `international_dollars_low`, `_high` and `_qualifier` if the frame has hedges, and
        `international_dollars_unit`, which is INT_USD.

    Raises
    ------
    RefusedError
        Of the same classes and for the same reasons as `deflate`.
    UnknownNameError
        If an argument or a column does not exist.
    UnsupportedBackendError
        If the library of the frame lacks what is needed.

    Notes
    -----
    `v / parity`, and the same of each bound.

    Examples
    --------
    Retail trade of Kazakhstan, in billions of international dollars:

    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.helpers import to_international_dollars
    >>> sales = kbd.series("retail_trade_turnover", basis="", sources=["naryk-retail-2022"])
    >>> (to_international_dollars(sales)["international_dollars"] / 1e9).round(1).tolist()
    [92.9, 105.4, 109.2]
    """
    what, column = "purchasing power parity", "units_per_international_dollar"
    if parities is None:
        found = _reference.shipped(what, "purchasing_power", "area", column)
    else:
        found = _reference.own(what, parities, "to_international_dollars", "area", column)
    table = _by_currency(found)
    with opened(
        frame, "to_international_dollars", columns, measure, rounding=rounding, needs=["unit_column"]
    ) as work:
        engine = work.engine
        new = ["parity", *result_columns(work.number, _DOLLARS), f"{_DOLLARS}_unit"]
        work.refuse_columns(new)
        table.attach(engine, str(work.names.unit), work.periods.year(), "parity")
        if check:
            work.refuse(_of_a_year(work, "to_international_dollars", table, "parity", measure))
        add(engine, [scaled(engine, _DOLLARS, work.number, 1, engine.number("parity"))], [work.number])
        engine.define({f"{_DOLLARS}_unit": engine.choose([], "INT_USD")})
        return work.finish(new)


def _by_currency(found: Reference) -> Reference:
    """Name the values of a country by its currency."""
    values = {
        (currency, year): value
        for currency, issuer in _ISSUERS.items()
        for (area, year), value in found.values.items()
        if area == issuer
    }
    return Reference(found.what, "currencies", values)


def _of_a_year(
    work: Work, helper: str, table: Reference, column: str, measure: Measure | None
) -> list[Check]:
    """Build the checks that rows are money at current prices, of one calendar year that has a value."""
    engine, periods, unit = work.engine, work.periods, str(work.names.unit)
    currencies = sorted({currency for currency, _ in table.values})
    lacking, is_known = engine.missing(engine.number(column)), engine.among(unit, currencies)
    return [
        *_flows_or_stocks(work, helper, measure),
        Check(
            WrongUnitError,
            ~is_known,
            f"{helper} knows the prices of {', '.join(currencies)} at current prices",
            f"leave other rows out, or make current {' or '.join(currencies)} of them, whichever it was "
            f"spent in: convert_currency(frame, to={currencies[0]!r}), then value_column='converted'",
        ),
        *periods.in_order(),
        periods.dated(table.what),
        Check(
            WrongPeriodError,
            is_known & periods.of_two_years(),
            f"a period of more than one calendar year has no one {table.what}",
            "keep periods within a calendar year",
        ),
        table.missing(lacking, unit, "leave those rows out, or give a table of your own"),
    ]


def _of_base_year(work: Work, prices: Reference, base: int) -> Iterable[Check]:
    """Build the check that no row is in a currency whose prices of the base year are not known."""
    lacking = [currency for currency, years in prices.years().items() if base not in years]
    if not lacking:
        return []
    unit = str(work.names.unit)
    remedy = "take one of these years as base_year, leave those rows out, or give a table of your own"
    check = prices.missing(work.engine.among(unit, lacking), unit, remedy)
    return [check._replace(problem=f"no {prices.what} of these currencies for {base}")]


def _flows_or_stocks(work: Work, helper: str, measure: Measure | None) -> Iterable[Check]:
    """Build the checks that rows are flows or prices of a year, or stocks if the caller says so."""
    if measure == "stock":
        return work.measures.only(helper, "stock")
    found = work.measures.only(helper, "flow", "price")
    remedy = "leave other rows out; if they are stocks, and are meant, say measure='stock'"
    return [one._replace(allowed=remedy) if one.error is WrongMeasureError else one for one in found]
