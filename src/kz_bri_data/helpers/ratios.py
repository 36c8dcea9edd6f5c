"""Figures in relation to an area: per inhabitant, and as a share of what it produces."""

from __future__ import annotations

from typing import Any, Unpack, get_args

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from kz_bri_data.errors import (
    EntityRowError,
    RefusedError,
    UnknownNameError,
    WrongPeriodError,
    WrongUnitError,
)
from kz_bri_data.helpers import _reference
from kz_bri_data.helpers._arguments import whole
from kz_bri_data.helpers._columns import Columns, Measure, Names, refuse_columns, resolve
from kz_bri_data.helpers._frame import (
    Check,
    Frame,
    close,
    filled,
    fused,
    is_text,
    kind_of,
    opened,
    refuse,
    text,
)
from kz_bri_data.helpers._hedges import add, consistent, number_of, result_columns, scaled
from kz_bri_data.helpers._measures import Measures
from kz_bri_data.helpers._periods import Periods
from kz_bri_data.helpers._reference import OnMissing
from kz_bri_data.helpers._typing import helper


@helper
def per_capita(
    frame: IntoFrameT,
    *,
    per: int = 1,
    population: Any = None,
    on_missing: OnMissing = "raise",
    allow_entities: bool = False,
    measure: Measure | None = None,
    rounding: bool = False,
    check: bool = True,
    **columns: Unpack[Columns],
) -> IntoFrameT:
    """Divide figures by the population of their area in the year of their period.

    Parameters
    ----------
    frame
        Amounts with their reference area.
    per
        Per how many persons.
    population
        A table of your own, in any library, with the columns area, year and persons (in persons). None takes
        the one that ships: Kazakhstan, China and the world, 1991 to 2024, World Bank.
    on_missing
        What to do about rows for whose area and year there is no population: "raise" an error that names
        the years there are, "warn", or "ignore". Unless it raises, such rows come without a result.
    allow_entities
        Let rows be about one entity, where the area is what it serves.
    measure
        What kind of numbers all rows hold, such as "flow". None looks it up by each row's indicator; without
        one, what is in percent is a share.
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

        population : persons of the area in the year of period_end
        per_capita : value times `per` over population

        with `per_capita_low`, `_high` and `_qualifier` if the frame has hedges, and `per_capita_unit` if it
        has a unit: a text such as "count per 1,000 persons".

    Raises
    ------
    RefusedError
        Of these classes: WrongMeasureError for shares, durations, rates, prices and allowances,
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
    >>> cards = kbd.series("payment_cards_in_circulation", source="trend-2024-05-15-mastercard-cards")
    >>> per_capita(cards)[["value", "per_capita", "per_capita_unit"]].round(2).to_dict("records")
    [{'value': 75800000.0, 'per_capita': 3.68, 'per_capita_unit': 'count per person'}]
    """
    per = whole("per", per, "say per how many persons, such as per=1000")
    _known_choice("on_missing", on_missing, get_args(OnMissing))
    if population is None:
        persons = _reference.shipped("population", "population", "area", "persons")
    else:
        persons = _reference.own("population", population, "per_capita", "area", "persons")
    with opened(frame, "per_capita") as data:
        present = data.collect_schema().names()
        names = resolve(present, columns, needs=["area_column"])
        periods, measures = Periods(data, names), Measures(data, names, measure)
        data, number = number_of(data, names, rounding=rounding, level=measures.level())
        new = ["population", *result_columns(number, "per_capita")]
        unit = ["per_capita_unit"] if names.unit else []
        refuse_columns(present, [*new, *unit])
        area = _area_of(data, names)
        data = persons.attach(data, text(data, area), periods.year(), "population")
        if check:
            found = [
                *measures.none_of("per_capita", "share", "duration", "rate", "price", "allowance"),
                *consistent(data, number),
                *_whole_areas(names, "per_capita", allow_entities),
                *_dated(periods, "population", on_missing),
                *periods.within_a_year("population"),
                *persons.missing(
                    nw.col("population").is_null() & ~periods.is_undated(),
                    area,
                    "leave those rows out, give a table of your own as population=, or say "
                    "on_missing='ignore' to get rows without a result",
                    on_missing,
                ),
            ]
            refuse([(data, found)], names.shown())
        data = add(fused(data), [scaled("per_capita", number, per, nw.col("population"))], [number])
        if names.unit:
            each = "per person" if per == 1 else f"per {per:,} persons"
            data = data.with_columns(
                nw.concat_str(text(data, names.unit), nw.lit(" " + each)).alias("per_capita_unit")
            )
        return close(data, [*present, *new, *unit], frame)


@helper
def share_of_gdp(
    frame: IntoFrameT,
    *,
    gdp: Any = None,
    on_missing: OnMissing = "raise",
    allow_entities: bool = False,
    measure: Measure | None = None,
    rounding: bool = False,
    check: bool = True,
    **columns: Unpack[Columns],
) -> IntoFrameT:
    """Divide yearly flows of money by the gross domestic product of their area in the same year.

    Parameters
    ----------
    frame
        Flows of twelve months in current US dollars, with their reference area. Other currencies go
        through `convert_currency` first.
    gdp
        A table of your own, in any library, with the columns area, year and gdp_usd (at current prices).
        None takes the one that ships: Kazakhstan, China and the world, 1991 to 2023, World Bank.
    on_missing
        What to do about rows for whose area and year there is no product: "raise" an error that names the
        years there are, "warn", or "ignore". Unless it raises, such rows come without a result.
    allow_entities
        Let rows be about one entity, where the area is what it serves.
    measure
        What kind of numbers all rows hold, such as "flow". None looks it up by each row's indicator.
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

        gdp_usd : gross domestic product of the area in the year of period_end
        share_of_gdp : value over gdp_usd, percent

        with `share_of_gdp_low`, `_high` and `_qualifier` if the frame has hedges, and `share_of_gdp_unit`,
        which is "percent of GDP". Turnover counts what passes through, so it may be above 100.

    Raises
    ------
    RefusedError
        Of these classes: WrongMeasureError for what is no flow, WrongUnitError for other than current US
        dollars, EntityRowError for rows about one entity, WrongPeriodError for other than twelve months or
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
    >>> trade = kbd.series("goods_trade_turnover", source="kazinform-2024-urumqi-trade-mission")
    >>> share_of_gdp(trade)[["value", "share_of_gdp", "share_of_gdp_unit"]].round(1).to_dict("records")
    [{'value': 31500000000.0, 'share_of_gdp': 12.0, 'share_of_gdp_unit': 'percent of GDP'}]
    """
    _known_choice("on_missing", on_missing, get_args(OnMissing))
    if gdp is None:
        product = _reference.shipped("gross domestic product", "gdp", "area", "gdp_usd")
    else:
        product = _reference.own("gross domestic product", gdp, "share_of_gdp", "area", "gdp_usd")
    with opened(frame, "share_of_gdp") as data:
        present = data.collect_schema().names()
        names = resolve(present, columns, needs=["area_column", "unit_column"])
        periods, measures = Periods(data, names), Measures(data, names, measure)
        data, number = number_of(data, names, rounding=rounding, level=measures.level())
        new = ["gdp_usd", *result_columns(number, "share_of_gdp"), "share_of_gdp_unit"]
        refuse_columns(present, new)
        area = _area_of(data, names)
        data = product.attach(data, text(data, area), periods.year(), "gdp_usd")
        if check:
            is_year = (periods.months() == 12).fill_null(value=False)
            found = [
                *measures.only("share_of_gdp", "flow"),
                *consistent(data, number),
                *_whole_areas(names, "share_of_gdp", allow_entities),
                Check(
                    WrongUnitError,
                    filled(data, str(names.unit)) != "USD",
                    "the gross domestic product is in current US dollars",
                    "keep or make current US dollars: convert_currency(frame, to='USD'), then "
                    "value_column='converted'",
                ),
                *_dated(periods, "gross domestic product", on_missing),
                Check(
                    WrongPeriodError,
                    ~is_year & ~periods.is_undated(),
                    "the gross domestic product is of a whole year",
                    "keep flows of twelve months",
                ),
                *product.missing(
                    nw.col("gdp_usd").is_null() & ~periods.is_undated(),
                    area,
                    "leave those rows out, give a table of your own as gdp=, or say on_missing='ignore' to "
                    "get rows without a result",
                    on_missing,
                ),
            ]
            refuse([(data, found)], names.shown())
        data = add(fused(data), [scaled("share_of_gdp", number, 100, nw.col("gdp_usd"))], [number])
        data = data.with_columns(nw.lit("percent of GDP").alias("share_of_gdp_unit"))
        return close(data, [*present, *new], frame)


def _area_of(data: Frame, names: Names) -> str:
    """Find the column of areas."""
    area = str(names.area)
    if not is_text(data, area):
        raise RefusedError(f"{area} holds {kind_of(data, area)}, not text", "give areas such as 'KAZ'")
    return area


def _whole_areas(names: Names, helper: str, allow_entities: bool) -> list[Check]:
    """Build the check that no row is about one entity, unless that is meant."""
    if allow_entities or names.entity is None:
        return []
    return [
        Check(
            EntityRowError,
            ~nw.col(names.entity).is_null(),
            f"{helper} relates a whole area, and these rows are about one entity in it",
            "leave them out, or say allow_entities=True if the area is what they serve",
        )
    ]


def _dated(periods: Periods, lacking: str, on_missing: OnMissing) -> list[Check]:
    """Build the check that every row has a period, as strict as that of the values of its year."""
    return [] if on_missing == "ignore" else [periods.dated(lacking)._replace(warns=on_missing == "warn")]


def _known_choice(argument: str, choice: str, allowed: tuple[str, ...]) -> None:
    if choice not in allowed:
        raise UnknownNameError(argument, choice, list(allowed))
