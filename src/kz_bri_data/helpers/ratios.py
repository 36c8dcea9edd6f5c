"""Figures in relation to an area: per inhabitant, and as a share of what it produces."""

from __future__ import annotations

from typing import Any, Unpack, get_args

from kz_bri_data.errors import (
    EntityRowError,
    RefusedError,
    UnknownNameError,
    WrongPeriodError,
    WrongUnitError,
)
from kz_bri_data.helpers import _reference
from kz_bri_data.helpers._arguments import whole
from kz_bri_data.helpers._columns import Columns, Measure
from kz_bri_data.helpers._engine import Check
from kz_bri_data.helpers._hedges import add, result_columns, scaled
from kz_bri_data.helpers._periods import MONTHS
from kz_bri_data.helpers._reference import OnMissing, Reference
from kz_bri_data.helpers._typing import helper
from kz_bri_data.helpers._work import Work, opened


@helper
def per_capita(
    frame: Any,
    *,
    per: int = 1,
    population: Any = None,
    on_missing: OnMissing = "raise",
    allow_entities: bool = False,
    measure: Measure | None = None,
    rounding: bool = True,
    check: bool = True,
    **columns: Unpack[Columns],
) -> Any:
    """Divide figures by the population of their area in the year of their period.

    Parameters
    ----------
    frame
        Amounts with their reference area.
    per
        Per how many persons.
    population
        A table of your own, in any library, with the columns area, year and persons (in persons). None takes
        the one that ships: Kazakhstan, China and the world, 1960 to 2025, World Bank.
    on_missing
        What to do about rows for whose area and year there is no population: "raise" an error that names
        the years there are, "warn", or "ignore". Unless it raises, such rows come without a result.
    allow_entities
        Let rows be about one entity, where the area is what it serves.
    measure
        What kind of numbers all rows hold, such as "flow". None looks it up by each row's indicator; without
        one, what is in percent is a share.
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

        population : persons of the area in the year of period_end
        per_capita : value times `per` over population

        with `per_capita_low`, `_high` and `_qualifier` if the frame has hedges, and `per_capita_unit` if it
        has a unit: a text such as "count per 1,000 persons".

    Raises
    ------
    RefusedError
        Of these classes: WrongMeasureError for shares, durations, rates, prices, allowances, and what may be
        anything, as neither `measure` nor the indicator says what it is,
        EntityRowError for rows about one entity, WrongPeriodError for a period of more than a year or a row
        without period_end, MissingReferenceError for an area or year without population, and RefusedError
        itself for a low bound above the high one, a hedge nobody knows, and a `population` that can't be
        used.
    UnknownNameError
        If an argument or a column does not exist.
    UnsupportedBackendError
        If the library of the frame lacks what is needed.

    Notes
    -----
    `v * per / population`, and the same of each bound: a figure that was over stays over.

    Examples
    --------
    Payment cards in circulation, per person:

    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.helpers import per_capita
    >>> cards = kbd.series(
    ...     "payment_cards_in_circulation", entity="", breakdown="", start="2024-04-01", end="2024-04-01"
    ... )
    >>> per_capita(cards)[["value", "per_capita", "per_capita_unit"]].round(2).to_dict("records")
    [{'value': 75800000.0, 'per_capita': 3.68, 'per_capita_unit': 'count per person'}]
    """
    per = whole("per", per, "say per how many persons, such as per=1000")
    _known_choice("on_missing", on_missing, get_args(OnMissing))
    if population is None:
        persons = _reference.shipped("population", "population", "area", "persons")
    else:
        persons = _reference.own("population", population, "per_capita", "area", "persons")
    with opened(frame, "per_capita", columns, measure, rounding=rounding, needs=["area_column"]) as work:
        engine, unit = work.engine, work.names.unit
        new = [
            "population",
            *result_columns(work.number, "per_capita"),
            *(["per_capita_unit"] if unit else []),
        ]
        work.refuse_columns(new)
        persons.attach(engine, _area_of(work), work.periods.year(), "population")
        if check:
            work.refuse(_per_capita_checks(work, persons, on_missing, allow_entities))
        result = scaled(engine, "per_capita", work.number, per, engine.number("population"))
        add(engine, [result], [work.number])
        if unit:
            each = "per person" if per == 1 else f"per {per:,} persons"
            engine.define({"per_capita_unit": engine.joined(unit, " " + each)})
        return work.finish(new)


def _per_capita_checks(
    work: Work, persons: Reference, on_missing: OnMissing, allow_entities: bool
) -> list[Check]:
    return [
        *work.measures.none_of("per_capita", "share", "duration", "rate", "price", "allowance"),
        *work.measures.not_unknown("per_capita"),
        *_of_area(work, persons, "population", "population", on_missing, allow_entities),
        *work.periods.within_a_year("population"),
    ]


@helper
def share_of_gdp(
    frame: Any,
    *,
    gdp: Any = None,
    on_missing: OnMissing = "raise",
    allow_entities: bool = False,
    measure: Measure | None = None,
    rounding: bool = True,
    check: bool = True,
    **columns: Unpack[Columns],
) -> Any:
    """Divide yearly flows of money by the gross domestic product of their area in the same year.

    Parameters
    ----------
    frame
        Flows of a calendar year in current US dollars, or stocks with measure="stock", with their reference
        area. Other currencies go through `convert_currency` first.
    gdp
        A table of your own, in any library, with the columns area, year and gdp_usd (at current prices).
        None takes the one that ships: Kazakhstan 1990 to 2025, China and the world 1960 to 2025, World Bank.
    on_missing
        What to do about rows for whose area and year there is no product: "raise" an error that names the
        years there are, "warn", or "ignore". Unless it raises, such rows come without a result.
    allow_entities
        Let rows be about one entity, where the area is what it serves.
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

        gdp_usd : gross domestic product of the area in the year of period_end
        share_of_gdp : value over gdp_usd, percent

        with `share_of_gdp_low`, `_high` and `_qualifier` if the frame has hedges, and `share_of_gdp_unit`,
        which is "percent of GDP". Turnover counts what passes through, so it may be above 100.

    Raises
    ------
    RefusedError
        Of these classes: WrongMeasureError for what is no flow, WrongUnitError for other than current US
        dollars, EntityRowError for rows about one entity, WrongPeriodError for other than a calendar year or
        a row without period_end, MissingReferenceError for an area or year without product, and RefusedError
        itself for a low bound above the high one, a hedge nobody knows, and a `gdp` that can't be used.
    UnknownNameError
        If an argument or a column does not exist.
    UnsupportedBackendError
        If the library of the frame lacks what is needed.

    Notes
    -----
    `100 v / GDP`, and the same of each bound.

    Examples
    --------
    Trade with China, by Kazakh statistics, in relation to Kazakhstan's product:

    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.helpers import share_of_gdp
    >>> trade = kbd.series("goods_trade_turnover", start="2023", end="2023")
    >>> share_of_gdp(trade)[["value", "share_of_gdp", "share_of_gdp_unit"]].round(1).to_dict("records")
    [{'value': 31500000000.0, 'share_of_gdp': 12.0, 'share_of_gdp_unit': 'percent of GDP'}]
    """
    _known_choice("on_missing", on_missing, get_args(OnMissing))
    if gdp is None:
        product = _reference.shipped("gross domestic product", "gdp", "area", "gdp_usd")
    else:
        product = _reference.own("gross domestic product", gdp, "share_of_gdp", "area", "gdp_usd")
    with opened(
        frame, "share_of_gdp", columns, measure, rounding=rounding, needs=["area_column", "unit_column"]
    ) as work:
        engine = work.engine
        new = ["gdp_usd", *result_columns(work.number, "share_of_gdp"), "share_of_gdp_unit"]
        work.refuse_columns(new)
        product.attach(engine, _area_of(work), work.periods.year(), "gdp_usd")
        if check:
            found = [
                *_are_of_a_year(work, measure),
                *_of_area(work, product, "gdp_usd", "gdp", on_missing, allow_entities),
            ]
            work.refuse(found)
        result = scaled(engine, "share_of_gdp", work.number, 100, engine.number("gdp_usd"))
        add(engine, [result], [work.number])
        engine.define({"share_of_gdp_unit": engine.choose([], "percent of GDP")})
        return work.finish(new)


def _area_of(work: Work) -> str:
    """Find the column of areas."""
    area = str(work.names.area)
    if not work.engine.is_text(area):
        raise RefusedError(f"{area} holds {work.engine.kind(area)}, not text", "give areas such as 'KAZ'")
    return area


def _of_area(
    work: Work, table: Reference, column: str, argument: str, on_missing: OnMissing, allow_entities: bool
) -> list[Check]:
    """Build the checks that each row is about an area of which there is a value for its year."""
    helper = {"population": "per_capita", "gdp": "share_of_gdp"}[argument]
    found = _whole_areas(work, helper, allow_entities)
    if on_missing == "ignore":
        return found
    lacking = work.engine.missing(work.engine.number(column)) & ~work.periods.is_undated()
    remedy = (
        f"leave those rows out, give a table of your own as {argument}=, or say on_missing='ignore' to get "
        "rows without a result; areas are named by three letters, such as KAZ"
    )
    warns = on_missing == "warn"
    return [
        *found,
        work.periods.dated(table.what)._replace(warns=warns),
        table.missing(lacking, str(work.names.area), remedy)._replace(warns=warns),
    ]


def _are_of_a_year(work: Work, measure: Measure | None) -> list[Check]:
    """Build the checks that rows are dollars of a calendar year, or stocks if the caller says so."""
    engine, periods = work.engine, work.periods
    periods.add_months()
    is_year = engine.known(engine.number(MONTHS) == 12) & ~periods.of_two_years()
    is_stock = engine.constant(value=measure == "stock")
    return [
        *_flows_or_stocks(work, measure),
        Check(
            WrongUnitError,
            ~engine.among(str(work.names.unit), ["USD"]),
            "the gross domestic product is in current US dollars",
            "keep or make current US dollars: convert_currency(frame, to='USD'), then "
            "value_column='converted'",
        ),
        *periods.in_order(),
        Check(
            WrongPeriodError,
            ~is_year & ~is_stock & ~periods.is_undated(),
            "the gross domestic product is of the twelve months of a calendar year",
            "keep flows from January to December; money that stands at a date is related to the product of "
            "its year with measure='stock'",
        ),
    ]


def _flows_or_stocks(work: Work, measure: Measure | None) -> list[Check]:
    """Build the checks that rows are flows, or stocks if the caller says so."""
    found = work.measures.only("share_of_gdp", "stock" if measure == "stock" else "flow")
    remedy = "leave other rows out; if they are stocks, and are meant, say measure='stock'"
    return [one if measure else one._replace(allowed=remedy) for one in found]


def _whole_areas(work: Work, helper: str, allow_entities: bool) -> list[Check]:
    """Build the check that no row is about one entity, unless that is meant."""
    if allow_entities or work.names.entity is None:
        return []
    return [
        Check(
            EntityRowError,
            ~work.engine.among(work.names.entity, [""]),
            f"{helper} relates a whole area, and these rows are about one entity in it",
            "leave them out, or say allow_entities=True if the area is what they serve",
        )
    ]


def _known_choice(argument: str, choice: str, allowed: tuple[str, ...]) -> None:
    if choice not in allowed:
        raise UnknownNameError(argument, choice, list(allowed))
