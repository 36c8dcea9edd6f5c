"""What would come out wrong is refused, with the series at fault and what would be allowed."""

import re
import warnings
from datetime import date, datetime
from pathlib import Path

import pytest
from helpers_frames import columns_of, make, rows, year

from kz_bri_data import errors
from kz_bri_data.helpers import (
    convert_currency,
    convert_unit,
    deflate,
    growth,
    index_to,
    per_capita,
    share_change,
    share_of_gdp,
    target_progress,
    to_international_dollars,
)


def row(period=None, value=10.0, **more):
    period = year(2021) if period is None else period
    return {"indicator_id": "trade", "ref_area": "KAZ", **period, "value": value, "unit": "USD", **more}


def days(first, last):
    return {"period_start": date.fromisoformat(first), "period_end": date.fromisoformat(last)}


def without_unit(value, number):
    return {name: cell for name, cell in row(year(number), value=value).items() if name != "unit"}


JANUARY = days("2021-01-01", "2021-01-31")
SHARE = {"unit": "percent"}
IN_TWO_YEARS = days("2020-07-01", "2021-06-30")
LONG = days("2020-01-01", "2021-01-01")
UNDATED = {"period_start": None, "period_end": None}


def grow(frame):
    return growth(frame, measure="flow")


def change(frame):
    return share_change(frame, measure="share")


def each(frame):
    return per_capita(frame, measure="flow")


def of_gdp(frame):
    return share_of_gdp(frame, measure="flow")


def dollars(frame):
    return convert_currency(frame, measure="flow")


def constant(frame):
    return deflate(frame, base_year=2015, measure="flow")


def international(frame):
    return to_international_dollars(frame, measure="flow")


def index(frame):
    return index_to(frame, base_period=2021, measure="flow")


def progress(frame):
    return target_progress(frame, measure="flow")


HEDGED = {
    "growth": grow,
    "index": index,
    "per capita": each,
    "product": of_gdp,
    "currency": dollars,
    "unit": lambda frame: convert_unit(frame, to="USD"),
    "prices": constant,
    "target": lambda frame: target_progress(frame, target=5, target_year=2030, measure="flow"),
}
# name -> helper, rows, error, what the message has to say: the series and what would be allowed
REFUSALS = {
    "two rows of a period": (
        grow,
        [row(), row(value=11.0), row(year(2020))],
        errors.DuplicatePeriodError,
        ["indicator_id=trade, ref_area=KAZ, period_start=2021-01-01", "series_columns"],
    ),
    "two hours of a day": (
        lambda frame: growth(frame, measure="stock"),
        [
            row({"period_end": datetime(2021, 12, 31, 6)}),
            row({"period_end": datetime(2021, 12, 31, 18)}, 11.0),
            row({"period_end": datetime(2022, 12, 31)}),
        ],
        errors.DuplicatePeriodError,
        ["ref_area=KAZ", "two rows of one series"],
    ),
    "a day that two periods share": (
        lambda frame: growth(frame, measure="stock"),
        [
            row({"period_start": datetime(2021, 1, 1), "period_end": datetime(2021, 12, 31, 6)}),
            row({"period_start": datetime(2021, 12, 31, 7), "period_end": datetime(2022, 12, 31)}),
        ],
        errors.OverlappingPeriodsError,
        ["period_end=2022-12-31", "overlap"],
    ),
    "a month within a year": (
        change,
        [row(**SHARE), row(JANUARY, **SHARE)],
        errors.OverlappingPeriodsError,
        ["period_end=2021-12-31", "whole years"],
    ),
    "a year that overlaps the next": (
        grow,
        [row(), row(IN_TWO_YEARS)],
        errors.OverlappingPeriodsError,
        ["ref_area=KAZ", "keep periods of one kind"],
    ),
    "two units": (
        grow,
        [row(), row(year(2022), unit="KZT")],
        errors.MixedUnitError,
        ["unit=KZT", "convert_currency"],
    ),
    "no unit after one": (
        grow,
        [row(unit="t"), row(year(2022), unit=None)],
        errors.MixedUnitError,
        ["period_end=2022-12-31", "keep one unit"],
    ),
    "no unit before one": (
        grow,
        [row(unit=None), row(year(2022), unit="t")],
        errors.MixedUnitError,
        ["unit=t", "keep one unit"],
    ),
    "no unit between two": (
        grow,
        [row(unit="t"), row(year(2022), unit=None), row(year(2023), unit="kg")],
        errors.MixedUnitError,
        ["unit=kg", "keep one unit"],
    ),
    "running totals counted from different days": (
        growth,
        [
            row(indicator_id="payment_cards_issued", counted_from=date(1991, 1, 1)),
            row(year(2022), indicator_id="payment_cards_issued", counted_from=date(2005, 1, 1)),
        ],
        errors.MixedMeasureError,
        ["period_end=2022-12-31", "counted from different days", "counted from one day"],
    ),
    "running totals from different first days": (
        lambda frame: growth(frame, measure="cumulative"),
        [row(days("2021-01-01", "2021-12-31")), row(days("2021-06-01", "2022-06-30"), 12.0)],
        errors.OverlappingPeriodsError,
        ["period_end=2022-06-30", "overlap"],
    ),
    "two rows of a period without a first day": (
        lambda frame: growth(frame, measure="stock"),
        [
            row(days("2020-01-01", "2020-12-31")),
            row({"period_start": None, "period_end": date(2021, 12, 31)}),
            row({"period_start": None, "period_end": date(2021, 12, 31)}, 11.0),
        ],
        errors.DuplicatePeriodError,
        ["period_end=2021-12-31", "two rows of one series"],
    ),
    "a text of which nobody said what it is": (
        grow,
        [row(product="oil"), row(year(2022), product="gas")],
        errors.MixedSeriesError,
        ["period_end=2022-12-31", "several kinds of product", "name product in series_columns"],
    ),
    "publications that do not say on which basis": (
        grow,
        [row(basis=None, source_id="xinhua"), row(year(2022), basis="", source_id="kazinform")],
        errors.MixedBasisError,
        [
            "period_end=2022-12-31",
            "source_id=kazinform",
            "several publications",
            "name source_id in series_columns",
        ],
    ),
    "publications without a basis": (
        index,
        [row(source_id="xinhua"), row(year(2022), source_id="kazinform")],
        errors.MixedBasisError,
        ["source_id=kazinform", "into a column basis"],
    ),
    "a publication and none": (
        lambda frame: growth(frame, measure="stock", between="ends"),
        [row(source_id="xinhua"), row(year(2022), source_id=None)],
        errors.MixedBasisError,
        ["period_end=2022-12-31", "several publications"],
    ),
    "numbers that are no years": (
        lambda frame: growth(frame, end_column="month", measure="stock"),
        [row(month=202312), row(month=202401)],
        errors.WrongPeriodError,
        ["month holds numbers that are no calendar years", "or dates"],
    ),
    "a number before all years": (
        grow,
        [row({"period_end": 1899}), row({"period_end": 1900})],
        errors.WrongPeriodError,
        ["period_end=1899", "no calendar years"],
    ),
    "a number after all years": (
        grow,
        [row({"period_end": 2100}), row({"period_end": 2101})],
        errors.WrongPeriodError,
        ["period_end=2101", "no calendar years"],
    ),
    # From one middle of a month to another: two months long, but of no calendar months.
    "months that begin in their middle": (
        grow,
        [row(days("2018-02-15", "2018-04-15")), row(days("2019-02-15", "2019-04-15"))],
        errors.UnequalPeriodsError,
        ["period_end=2019-04-15", "no whole calendar months"],
    ),
    "shares as fractions": (
        change,
        [without_unit(0.034, 2021), without_unit(0.39, 2022)],
        errors.WrongMeasureError,
        ["these may be fractions", "multiply fractions by 100"],
    ),
    "fractions up to the whole": (
        change,
        [without_unit(0.4, 2021), without_unit(1.0, 2022)],
        errors.WrongMeasureError,
        ["these may be fractions", "multiply fractions by 100"],
    ),
    "a measure that contradicts the indicator": (
        lambda frame: growth(frame, measure="stock"),
        [row(indicator_id="goods_trade_turnover"), row(year(2022), indicator_id="goods_trade_turnover")],
        errors.WrongMeasureError,
        ["measure='stock' contradicts the table of indicators", "leave measure= out"],
    ),
    "a step over a declared break": (
        growth,
        [
            row(one, indicator_id="companies_with_foreign_capital", partner_area="CHN", unit="count")
            for one in (year(2020), year(2023))
        ],
        errors.BrokenSeriesError,
        [
            "a step over 2023-01-01, from which companies_with_foreign_capital is counted",
            "keep the rows before",
        ],
    ),
    "persons of nobody knows what": (
        per_capita,
        [row()],
        errors.WrongMeasureError,
        ["may be anything", "measure='flow'"],
    ),
    "a fiscal year as a share of a calendar year": (
        of_gdp,
        [row(days("2020-07-01", "2021-06-30"))],
        errors.WrongPeriodError,
        ["calendar year", "January to December"],
    ),
    "growth of nobody knows what": (
        growth,
        [row(indicator_id=None), row(year(2022), indicator_id=None)],
        errors.WrongMeasureError,
        ["period_end=2021-12-31", "say measure="],
    ),
    "points of nobody knows what": (
        share_change,
        [row(indicator_id="uranium_world_share", **SHARE), row(year(2022), indicator_id=None, **SHARE)],
        errors.WrongMeasureError,
        ["period_end=2022-12-31", "say measure="],
    ),
    "a target that may be of another basis": (
        progress,
        [row(basis="customs", status="actual"), row(year(2030), basis=None, status="target")],
        errors.MixedBasisError,
        ["only one says on which basis", "target_basis="],
    ),
    "a period that ends before it begins": (
        lambda frame: growth(frame, measure="stock"),
        [row(), row(days("2022-12-31", "2022-01-01"))],
        errors.WrongPeriodError,
        ["period_start=2022-12-31", "ends before it begins", "correct period_start or period_end"],
    ),
    "persons of a period that ends before it begins": (
        each,
        [row(), row(days("2022-12-31", "2022-01-01"))],
        errors.WrongPeriodError,
        ["period_start=2022-12-31", "ends before it begins"],
    ),
    "money of a period that ends before it begins": (
        dollars,
        [row(), row(days("2022-12-31", "2022-01-01"))],
        errors.WrongPeriodError,
        ["period_start=2022-12-31", "ends before it begins"],
    ),
    "prices of a period that ends before it begins": (
        constant,
        [row(days("2021-12-31", "2021-01-01"))],
        errors.WrongPeriodError,
        ["period_start=2021-12-31", "ends before it begins"],
    ),
    "a target without a date": (
        lambda frame: target_progress(frame, measure="stock"),
        [row(status="actual"), row(UNDATED, status="target")],
        errors.WrongPeriodError,
        ["a target without period_end", "leave it out"],
    ),
    "a number without facts": (
        lambda frame: target_progress(frame, target=5, target_year=2030, measure="flow"),
        [row(status="planned")],
        errors.RefusedError,
        ["no row is a fact", "actual or estimate"],
    ),
    **{
        f"bounds the wrong way round, {name}": (
            helper,
            [row(value_low=9.0, value_high=11.0), row(year(2022), value_low=11.0, value_high=9.0)],
            errors.RefusedError,
            ["period_end=2022-12-31", "a low bound above the high one"],
        )
        for name, helper in HEDGED.items()
    },
    **{
        f"a hedge nobody knows, {name}": (
            helper,
            [row(qualifier="over"), row(year(2022), qualifier="ca.")],
            errors.RefusedError,
            ["period_end=2022-12-31", "a hedge nobody knows", "exact, about, nearly"],
        )
        for name, helper in HEDGED.items()
    },
    "no date": (
        grow,
        [row(), row({"period_start": None, "period_end": None})],
        errors.WrongPeriodError,
        ["a row without period_end", "leave out what is not dated"],
    ),
    "a year and a month": (
        grow,
        [row(), row(days("2022-01-01", "2022-01-31"))],
        errors.UnequalPeriodsError,
        ["period_end=2022-01-31", "whole years"],
    ),
    "weeks": (
        grow,
        [row(days("2021-03-01", "2021-03-07")), row(days("2021-03-08", "2021-03-14"))],
        errors.UnequalPeriodsError,
        ["period_start=2021-03-08", "whole calendar months"],
    ),
    "a flow without its first day": (
        grow,
        [row(), row({"period_start": None, "period_end": date(2022, 12, 31)})],
        errors.UnequalPeriodsError,
        ["period_end=2022-12-31"],
    ),
    "growth of a share": (
        growth,
        [row(indicator_id="uranium_world_share"), row(year(2022), indicator_id="uranium_world_share")],
        errors.WrongMeasureError,
        ["indicator_id=uranium_world_share", "growth works on flow"],
    ),
    "points of an amount": (
        share_change,
        [row(indicator_id="oil_reserves"), row(year(2022), indicator_id="oil_reserves")],
        errors.WrongMeasureError,
        ["indicator_id=oil_reserves", "share_change works on share only"],
    ),
    "an indicator nobody knows": (
        growth,
        [row(), row(year(2022))],
        errors.WrongMeasureError,
        ["indicator_id=trade", "say measure="],
    ),
    "a share above the whole": (
        change,
        [row(**SHARE), row(year(2022), 101.0, **SHARE)],
        errors.WrongMeasureError,
        ["period_end=2022-12-31", "between 0 and 100"],
    ),
    "a share per person": (
        per_capita,
        [row(indicator_id="uranium_world_share")],
        errors.WrongMeasureError,
        ["indicator_id=uranium_world_share", "share, duration, rate, price"],
    ),
    "percent per person": (
        lambda frame: per_capita(frame, indicator_column="indicator_id", series_columns=[]),
        [row(indicator_id="uranium_world_share", **SHARE)],
        errors.WrongMeasureError,
        ["unit=percent"],
    ),
    "percent of nobody knows what per person": (
        per_capita,
        [row(indicator_id="trade"), row(indicator_id="trade", **SHARE)],
        errors.WrongMeasureError,
        ["unit=percent", "share, duration, rate, price"],
    ),
    "percent of no indicator per person": (
        per_capita,
        [row(indicator_id="oil_reserves"), row(indicator_id=None, **SHARE)],
        errors.WrongMeasureError,
        ["unit=percent", "share, duration, rate, price"],
    ),
    "trains of a port per person": (
        each,
        [row(entity_id="horgos-railway-port")],
        errors.EntityRowError,
        ["entity_id=horgos-railway-port", "allow_entities=True"],
    ),
    "a period of more than a year": (
        each,
        [row(LONG)],
        errors.WrongPeriodError,
        ["period_start=2020-01-01", "a year or less"],
    ),
    "no population of the year": (
        each,
        [row(year(1959))],
        errors.MissingReferenceError,
        [
            "ref_area=KAZ",
            "no population for these areas and years",
            "there is: KAZ 1960-2025\n",
            "population=",
        ],
    ),
    "no population of the area": (
        each,
        [row(ref_area="UZB")],
        errors.MissingReferenceError,
        ["ref_area=UZB", "CHN 1960-2025; KAZ 1960-2025; WLD 1960-2025"],
    ),
    "no population of no area": (
        each,
        [row(), row(ref_area=None)],
        errors.MissingReferenceError,
        ["indicator_id=trade", "CHN 1960-2025"],
    ),
    "no population without a date": (
        each,
        [row(), row(UNDATED)],
        errors.WrongPeriodError,
        ["ref_area=KAZ", "a row without period_end", "no population"],
    ),
    "no product without a date": (
        of_gdp,
        [row(), row(UNDATED)],
        errors.WrongPeriodError,
        ["ref_area=KAZ", "a row without period_end"],
    ),
    "no rate without a date": (
        convert_currency,
        [row(indicator_id="project_cost"), row(UNDATED, indicator_id="project_cost", unit="KZT")],
        errors.WrongPeriodError,
        ["unit=KZT", "a row without period_end"],
    ),
    "tenge as a share of dollars": (
        of_gdp,
        [row(unit="KZT")],
        errors.WrongUnitError,
        ["unit=KZT", "convert_currency(frame, to='USD')", "value_column='converted'"],
    ),
    "nobody knows what as a share of dollars": (
        of_gdp,
        [row(), row(unit=None)],
        errors.WrongUnitError,
        ["ref_area=KAZ", "current US dollars"],
    ),
    "the product of no area": (
        of_gdp,
        [row(), row(ref_area=None)],
        errors.MissingReferenceError,
        ["unit=USD"],
    ),
    "a month as a share of a year": (
        of_gdp,
        [row(JANUARY)],
        errors.WrongPeriodError,
        ["period_end=2021-01-31", "twelve months"],
    ),
    "a stock as a share of a flow": (
        share_of_gdp,
        [row(indicator_id="oil_reserves")],
        errors.WrongMeasureError,
        ["share_of_gdp works on flow only", "measure='stock'"],
    ),
    "no product of the year": (
        of_gdp,
        [row(year(1989))],
        errors.MissingReferenceError,
        ["no gross domestic product for these", "there is: KAZ 1990-2025\n", "gdp="],
    ),
    "a port's turnover as a share": (
        of_gdp,
        [row(entity_id="horgos-railway-port")],
        errors.EntityRowError,
        ["entity_id=horgos-railway-port"],
    ),
    "dollars of 2021": (
        dollars,
        [row(unit="USD_2021")],
        errors.WrongUnitError,
        ["constant prices", "CNY, EUR, KZT, USD"],
    ),
    "tonnes of money": (dollars, [row(unit="t")], errors.WrongUnitError, ["unit=t", "CNY, EUR, KZT, USD"]),
    "money of no currency": (
        dollars,
        [row(), row(unit=None)],
        errors.WrongUnitError,
        ["ref_area=KAZ", "CNY, EUR, KZT, USD"],
    ),
    "money of no currency at the rate of a year": (
        lambda frame: convert_currency(frame, rate_year=2021),
        [row(), row(unit=None)],
        errors.WrongUnitError,
        ["ref_area=KAZ", "CNY, EUR, KZT, USD"],
    ),
    "money that stands": (
        lambda frame: convert_currency(frame, measure="stock"),
        [row(unit="KZT")],
        errors.WrongMeasureError,
        ["unit=KZT", "rate_year=2024"],
    ),
    "money of nobody knows what": (
        convert_currency,
        [row(), row(unit="KZT")],
        errors.WrongMeasureError,
        ["unit=KZT", "rate_year=2024", "say measure='flow'"],
    ),
    "money of no indicator": (
        convert_currency,
        [row(), row(indicator_id=None, unit="KZT")],
        errors.WrongMeasureError,
        ["unit=KZT", "say measure='flow'"],
    ),
    "money without indicators": (
        lambda frame: convert_currency(frame, value_column="amount"),
        [{**year(2021), "amount": 10.0, "unit": "KZT"}],
        errors.WrongMeasureError,
        ["unit=KZT", "say measure='flow'"],
    ),
    "money of two years": (
        dollars,
        [row(IN_TWO_YEARS, unit="KZT")],
        errors.WrongPeriodError,
        ["period_end=2021-06-30", "rate_year="],
    ),
    "no rate of the year": (
        dollars,
        [row(year(1993), unit="KZT")],
        errors.MissingReferenceError,
        ["no exchange rate into USD for these currencies", "there is: KZT 1994-2025", "rate_year="],
    ),
    "no rate of the year into tenge": (
        lambda frame: convert_currency(frame, to="KZT", measure="flow"),
        [row(year(1993)), row(year(1993), unit="CNY")],
        errors.MissingReferenceError,
        ["no exchange rate into KZT", "CNY 1994-2025; USD 1994-2025\n"],
    ),
    "tonnes at the prices of a year": (
        constant,
        [row(unit="t")],
        errors.WrongUnitError,
        ["unit=t", "CNY, KZT, USD at current prices", "convert_currency(frame, to='CNY')"],
    ),
    "prices of 2021 at those of 2015": (
        constant,
        [row(unit="USD_2021")],
        errors.WrongUnitError,
        ["USD_2021"],
    ),
    "a stock at the prices of a year": (
        lambda frame: deflate(frame, base_year=2015),
        [row(indicator_id="fdi_stock")],
        errors.WrongMeasureError,
        ["deflate works on flow, price only", "measure='stock'"],
    ),
    "two years at the prices of one": (
        constant,
        [row(IN_TWO_YEARS)],
        errors.WrongPeriodError,
        ["period_end=2021-06-30", "no one price index gdp"],
    ),
    "no prices without a date": (
        constant,
        [row(), row(UNDATED)],
        errors.WrongPeriodError,
        ["a row without period_end", "no price index gdp"],
    ),
    "no prices of the year": (
        constant,
        [row(), row(year(2024))],
        errors.MissingReferenceError,
        ["no price index gdp for these currencies and years", "there is: USD 1990-2023\n", "period_end=2024"],
    ),
    "dollars in China": (
        international,
        [row()],
        errors.WrongUnitError,
        ["unit=USD", "CNY, KZT at current prices", "convert_currency(frame, to='CNY')"],
    ),
    "no parity of the year": (
        international,
        [row(year(1989), unit="KZT")],
        errors.MissingReferenceError,
        ["no purchasing power parity", "there is: KZT 1990-2025\n"],
    ),
    "tonnes into kilometres": (
        lambda frame: convert_unit(frame, to="km"),
        [row(unit="t")],
        errors.WrongUnitError,
        ["unit=t", "dimension length are km, m"],
    ),
    "no unit into kilometres": (
        lambda frame: convert_unit(frame, to="km"),
        [row(unit="m"), row(unit=None)],
        errors.WrongUnitError,
        ["ref_area=KAZ", "dimension length are km, m"],
    ),
    "tenge into dollars as units": (
        lambda frame: convert_unit(frame, to="USD"),
        [row(unit="KZT")],
        errors.WrongUnitError,
        ["unit=KZT", "use convert_currency"],
    ),
    "no base": (index, [row(year(2022)), row(year(2023))], errors.WrongPeriodError, ["2021", "ref_area=KAZ"]),
    "several bases": (
        index,
        [row(JANUARY), row(days("2021-02-01", "2021-02-28"))],
        errors.WrongPeriodError,
        ["'2015-06'"],
    ),
    "a base of another length": (
        index,
        [row(), row(days("2022-01-01", "2022-06-30"))],
        errors.UnequalPeriodsError,
        ["period_end=2022-06-30"],
    ),
    "an index of nobody knows what": (
        lambda frame: index_to(frame, base_period=2021),
        [row()],
        errors.WrongMeasureError,
        ["may be anything", "measure='flow'", "name their indicator"],
    ),
    "an index of a rate": (
        lambda frame: index_to(frame, base_period=2021, measure="rate"),
        [row()],
        errors.WrongMeasureError,
        ["index_to makes no sense of rate"],
    ),
    "a target in another unit": (
        progress,
        [row(status="actual"), row(year(2030), unit="KZT", status="target")],
        errors.MixedUnitError,
        ["ref_area=KAZ", "convert_currency"],
    ),
    "a target without a unit": (
        progress,
        [row(status="actual"), row(year(2030), unit=None, status="target")],
        errors.MixedUnitError,
        ["ref_area=KAZ", "convert_currency"],
    ),
    "a target of what has no unit": (
        progress,
        [row(status="actual", unit=None), row(year(2030), status="target")],
        errors.MixedUnitError,
        ["ref_area=KAZ", "convert_currency"],
    ),
    "a target for another length": (
        progress,
        [row(JANUARY, status="actual"), row(year(2030), status="target")],
        errors.UnequalPeriodsError,
        ["period_end=2021-01-31", "as that of the target"],
    ),
    "a target of something else": (
        progress,
        [row(status="actual"), row(year(2030), indicator_id="other", status="target")],
        errors.RefusedError,
        ["no target", "target= and target_year="],
    ),
}


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb", "pyspark"])
@pytest.mark.parametrize("name", REFUSALS)
def test_it_is_refused(name, library):
    helper, given, error, words = REFUSALS[name]
    with pytest.raises(error) as caught:
        helper(make(library, columns_of(given)))
    assert type(caught.value) is error
    assert not [word for word in words if word not in str(caught.value)], str(caught.value)


@pytest.mark.parametrize("name", REFUSALS)
def test_every_refusal_can_be_told_apart(name):
    _, _, error, _ = REFUSALS[name]
    assert issubclass(error, errors.RefusedError)
    assert issubclass(error, errors.KzBriDataError)
    assert issubclass(error, ValueError)


def test_there_is_a_case_for_every_refusal_that_helpers_make():
    raised = {
        name
        for path in Path(errors.__file__).with_name("helpers").glob("*.py")
        for name in re.findall(r"\b\w+Error\b", path.read_text(encoding="utf-8"))
        if issubclass(getattr(errors, name, ValueError), errors.RefusedError)
    }
    assert {error.__name__ for _, _, error, _ in REFUSALS.values()} == raised


def test_an_error_says_to_programs_what_it_says_to_people():
    with pytest.raises(errors.MissingReferenceError) as caught:
        each(make("pandas", columns_of([row(year(1959), observation_id=None)])))
    assert caught.value.years == {"KAZ": list(range(1960, 2026))}
    (shown,) = caught.value.series
    assert (shown["ref_area"], shown["period_end"]) == ("KAZ", date(1959, 12, 31))
    assert isinstance(caught.value, LookupError)


@pytest.mark.parametrize("kind", ["string", "category", "object"])
def test_what_is_missing_in_any_kind_of_pandas_is_not_shown(kind):
    frame = make("pandas", columns_of([row(ref_area=None, entity_id="port", indicator_id=None)]))
    with pytest.raises(errors.EntityRowError) as caught:
        each(frame.astype({"ref_area": kind, "indicator_id": kind}))
    (shown,) = caught.value.series
    assert (shown["ref_area"], shown["indicator_id"]) == (None, None)
    assert "ref_area" not in str(caught.value)


def test_a_number_that_is_missing_is_not_shown():
    frame = make("pandas", columns_of([row({"period_end": 2021}), row({"period_end": 2022})]))
    frame["period_end"] = [2021.0, float("nan")]
    with pytest.raises(errors.WrongPeriodError) as caught:
        grow(frame)
    (shown,) = caught.value.series
    assert shown["period_end"] is None
    assert "nan" not in str(caught.value)


def test_at_most_three_rows_are_shown():
    with pytest.raises(errors.EntityRowError) as caught:
        each(make("polars", columns_of([row(year(2000 + n), entity_id="port") for n in range(9)])))
    assert len(caught.value.series) == 3


@pytest.mark.parametrize("library", ["pandas", "polars", "duckdb"])
def test_what_is_missing_can_be_warned_of_or_ignored(library):
    frame = make(library, columns_of([row(), row(year(1959))]))
    with pytest.warns(UserWarning, match="KAZ 1960-2025") as caught:
        found = rows(per_capita(frame, measure="flow", on_missing="warn"))
    assert caught[0].filename == __file__, "it points to the call"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert rows(per_capita(frame, measure="flow", on_missing="ignore")) == found
    assert [one["per_capita"] is None for one in found] == [False, True]
    assert [one["value"] for one in found] == [10, 10], "nothing is dropped"


@pytest.mark.parametrize("library", ["pandas", "polars lazy", "duckdb"])
def test_what_is_undated_is_warned_of_once(library):
    frame = make(library, columns_of([row(), row(UNDATED)]))
    with pytest.warns(UserWarning, match="a row without period_end") as caught:
        found = rows(per_capita(frame, measure="flow", on_missing="warn"))
    assert len(caught) == 1
    assert sorted(one["per_capita"] is None for one in found) == [False, True]


UNCHECKED = {
    grow: lambda frame: growth(frame, measure="flow", check=False),
    change: lambda frame: share_change(frame, measure="share", check=False),
    each: lambda frame: per_capita(frame, measure="flow", check=False),
    of_gdp: lambda frame: share_of_gdp(frame, measure="flow", check=False),
    dollars: lambda frame: convert_currency(frame, measure="flow", check=False),
    constant: lambda frame: deflate(frame, base_year=2015, measure="flow", check=False),
    international: lambda frame: to_international_dollars(frame, measure="flow", check=False),
    index: lambda frame: index_to(frame, base_period=2021, measure="flow", check=False),
    progress: lambda frame: target_progress(frame, measure="flow", check=False),
}
LEFT = [
    name
    for name, (helper, *_) in REFUSALS.items()
    if helper in UNCHECKED and "of something else" not in name and "without facts" not in name
]


@pytest.mark.parametrize("name", LEFT)
def test_without_checks_nothing_is_refused(name):
    helper, given, _, _ = REFUSALS[name]
    rows(UNCHECKED[helper](make("polars", columns_of(given))))


# -- what is not refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb", "pyspark"])
def test_a_basis_may_change_publications(library):
    given = [
        row(basis="customs", source_id="xinhua"),
        row(year(2022), basis="customs", source_id="kazinform"),
    ]
    assert len(rows(grow(make(library, columns_of(given))))) == 1
    apart = [{**one, "basis": None} for one in given]
    assert rows(growth(make(library, columns_of(apart)), measure="flow", series_columns=["source_id"])) == []


def test_progress_takes_the_latest_figure_of_any_publication():
    given = [row(source_id="xinhua"), row(year(2022), 12.0, source_id="kazinform")]
    found = target_progress(make("polars", columns_of(given)), target=15, target_year=2030, measure="flow")
    assert [one["gap"] for one in rows(found)] == [3]


def test_an_index_of_percent_needs_no_more_words():
    given = [{**year(end), "value": 10.0, "unit": "percent"} for end in (2021, 2022)]
    assert len(rows(index_to(make("polars", columns_of(given)), base_period=2021))) == 2


def test_two_bases_are_two_series():
    frame = columns_of(
        [row(year(2020 + n), 10.0 + n, basis=basis) for n in range(3) for basis in ("kazakh_stats", None)]
    )
    found = rows(grow(make("polars", frame)))
    assert [(one["basis"], one["change"]) for one in found] == [("kazakh_stats", 1), (None, 1)] * 2


def test_facts_and_plans_are_two_series():
    given = [
        row(status="actual"),
        row(year(2022), 12.0, status="estimate"),
        row(year(2023), 99.0, status="target"),
    ]
    (one,) = rows(grow(make("polars", columns_of(given))))
    assert one["change"] == 2


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb", "pyspark"])
def test_a_fact_a_plan_and_what_has_no_status_are_no_step(library):
    given = [
        row(year(2020 + n), status=status) for n, status in enumerate(["actual", "planned", None, "target"])
    ]
    assert rows(grow(make(library, columns_of(given)))) == []
    given = [row(year(2020 + n), status=status) for n, status in enumerate(["actual", "planned", "estimate"])]
    (one,) = rows(grow(make(library, columns_of(given))))
    assert (one["from_period_end"], one["period_end"]) == (date(2020, 12, 31), date(2022, 12, 31))


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb", "pyspark"])
def test_what_has_no_unit_or_basis_in_any_row_is_of_one(library):
    given = [
        row(year(2020), basis=None, unit=None),
        row(basis=None, unit=None),
        row(year(2030), basis=None, unit=None, status="target"),
    ]
    facts = make(library, columns_of(given[:2]))
    assert len(rows(growth(facts, measure="flow", series_columns=["ref_area"]))) == 1
    given = [{**one, "status": one.get("status", "actual")} for one in given]
    assert len(rows(progress(make(library, columns_of(given))))) == 1


def test_stocks_may_stand_at_any_days():
    given = [row(days("2021-06-30", "2021-06-30")), row(year(2022), 20.0)]
    (one,) = rows(growth(make("polars", columns_of(given)), measure="stock"))
    assert (one["change_percent"], one["years"]) == (100, 1.5)


def test_only_running_totals_are_counted_from_a_day():
    given = [row(counted_from=date(1991, 1, 1)), row(year(2022), counted_from=date(2005, 1, 1))]
    assert len(rows(growth(make("polars", columns_of(given)), measure="stock"))) == 1


@pytest.mark.parametrize("library", ["pandas", "polars lazy"])
def test_the_first_and_the_last_of_all_years_are_years(library):
    frame = make(library, columns_of([row({"period_end": 1900}), row({"period_end": 2100})]))
    assert [one["years"] for one in rows(grow(frame))] == [200]


def test_only_first_and_last_have_to_be_equally_long_between_ends():
    given = [row(), row(days("2022-01-01", "2022-06-30")), row(year(2023), 30.0)]
    (one,) = rows(growth(make("polars", columns_of(given)), measure="flow", between="ends"))
    assert one["change"] == 20


def test_an_entity_may_be_allowed():
    frame = make("polars", columns_of([row(entity_id="unionpay")]))
    assert rows(per_capita(frame, measure="flow", allow_entities=True))[0]["per_capita"]


def test_a_year_named_allows_any_money():
    frame = make(
        "polars", columns_of([row(LONG, unit="KZT"), row({"period_start": None, "period_end": None})])
    )
    found = rows(convert_currency(frame, to="CNY", rate_year=2024, measure="cumulative"))
    assert found[0]["exchange_rate"] != found[1]["exchange_rate"]


def test_what_is_in_the_currency_needs_no_rate():
    frame = make("polars", columns_of([row(year(1901)), row(LONG), row(UNDATED)]))
    found = rows(convert_currency(frame, measure="stock"))
    assert [(one["converted"], one["exchange_rate"]) for one in found] == [(10, 1)] * 3


def test_a_population_of_ones_own():
    frame = make("polars", columns_of([row(ref_area="UZB")]))
    own = {"area": ["UZB"], "year": [2021], "persons": [34_915_100]}
    for library in ("pandas", "polars", "duckdb", "pyarrow"):
        (one,) = rows(per_capita(frame, population=make(library, own), measure="flow"))
        assert one["per_capita"] == 10 / 34_915_100
    twice = {name: values * 2 for name, values in own.items()}
    with pytest.raises(errors.DuplicatePeriodError, match="area and year twice"):
        per_capita(frame, population=make("pandas", twice), measure="flow")
    with pytest.raises(errors.UnknownNameError, match="people"):
        per_capita(
            frame, population=make("pandas", {**own, "people": [1]}).drop(columns="persons"), measure="flow"
        )


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb", "pyarrow", "pyspark"])
@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("area", [None, "KAZ"]),
        ("area", ["", "KAZ"]),
        ("area", [398]),
        ("year", [None, 2021]),
        ("year", [2021.5, 2021.0]),
        ("year", ["year"]),
        ("persons", [None, 5.0]),
        ("persons", [float("nan"), 5.0]),
        ("persons", [float("inf"), 5.0]),
        ("persons", [0, 5]),
        ("persons", [-5.0, 5.0]),
        ("persons", ["5"]),
    ],
)
def test_a_population_that_cannot_be_used_is_refused(library, column, cells):
    own = {"area": ["KAZ", "KAZ"], "year": [2020, 2021], "persons": [5, 5]}
    own = {name: values[: len(cells)] for name, values in own.items()} | {column: cells}
    with pytest.raises(errors.RefusedError) as caught:
        each_of(make("polars", columns_of([row()])), make(library, own))
    assert type(caught.value) is errors.RefusedError
    assert "your population has rows that can't be used" in str(caught.value)
    assert "'KAZ', a whole year, and persons above 0" in str(caught.value)
    assert len(caught.value.series) == 1


def each_of(frame, population):
    return per_capita(frame, population=population, measure="flow")


@pytest.mark.parametrize("library", ["pandas", "polars", "duckdb"])
def test_at_most_three_rows_of_a_population_are_shown(library):
    frame = make("polars", columns_of([row()]))
    own = {"area": ["KAZ"] * 5, "year": list(range(2017, 2022)), "persons": [0.0, 0.0, 0.0, 0.0, 5.0]}
    with pytest.raises(errors.RefusedError, match="area=KAZ, year=2017, persons=0") as caught:
        each_of(frame, make(library, own))
    assert len(caught.value.series) == 3
    own = make("polars", {name: values[-1:] for name, values in own.items()})
    assert rows(each_of(frame, own))[0]["per_capita"] == 2
    with pytest.raises(errors.RefusedError, match="your population has no rows"):
        each_of(frame, own.clear())


def test_a_product_of_ones_own():
    frame = make("pandas", columns_of([row(ref_area="UZB", value=5.0)]))
    own = make("polars", {"area": ["UZB"], "year": [2021], "gdp_usd": [50.0]})
    assert rows(share_of_gdp(frame, gdp=own, measure="flow"))[0]["share_of_gdp"] == 10


# -- names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda frame: growth(frame, valuecolumn="value"), ["argument 'valuecolumn'", '"value_column"']),
        (lambda frame: growth(frame, value_column="valu"), ["column for value_column 'valu'", '"value"']),
        (lambda frame: growth(frame, unit_column="einheit"), ["unit_column 'einheit'", "allowed: "]),
        (lambda frame: growth(frame, series_columns=["area"]), ["series_columns 'area'"]),
        (lambda frame: growth(frame, end_column="year"), ["end_column 'year'"]),
        (lambda frame: growth(frame, low_column="value"), ["high_column 'value_high'"]),
        (lambda frame: growth(frame, between="all"), ["between 'all'", "neighbours, ends"]),
        (lambda frame: growth(frame, measure="flows"), ["measure 'flows'", '"flow"']),
        (lambda frame: growth(frame, resolution_column="digit"), ["resolution_column 'digit'"]),
        (lambda frame: per_capita(frame, area_column="area"), ["area_column 'area'"]),
        (lambda frame: per_capita(frame, on_missing="warm"), ["on_missing 'warm'", '"warn"']),
        (lambda frame: convert_currency(frame, to="RUB"), ["currency 'RUB'", "CNY, EUR, KZT, USD"]),
        (lambda frame: deflate(frame, base_year=2015, index="cpi"), ["index 'cpi'", "consumer_prices, gdp"]),
        (lambda frame: convert_unit(frame, to="kilo"), ["unit 'kilo'"]),
        (lambda frame: convert_unit(frame, to=["kg"]), ["unit ['kg']"]),
        (lambda frame: convert_currency(frame, to=["USD"]), ["currency ['USD']"]),
        (lambda frame: target_progress(frame), ["status_column 'status'"]),
    ],
)
def test_wrong_names_are_named(call, words):
    with pytest.raises(errors.UnknownNameError) as caught:
        call(make("pandas", columns_of([row()])))
    assert not [word for word in words if word not in str(caught.value)], str(caught.value)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        *(
            (lambda frame, per=per: per_capita(frame, per=per, measure="flow"), f"per={per!r} is not a whole")
            for per in (0, -1, 0.5, "1000", None, float("nan"), float("inf"), True, [1000])
        ),
        *(
            (
                lambda frame, target=target: target_progress(frame, target=target, target_year=2030),
                f"target={target!r} is not a number",
            )
            for target in ("x", float("nan"), float("inf"), [5])
        ),
        *(
            (
                lambda frame, year=year: target_progress(frame, target=5, target_year=year),
                f"target_year={year!r} is not a whole number",
            )
            for year in ("2030", 2030.5, date(2030, 12, 31))
        ),
        *(
            (lambda frame, year=year: convert_currency(frame, rate_year=year), f"rate_year={year!r} is not a")
            for year in ("2020", 2020.5, [2020])
        ),
        *(
            (
                lambda frame, names=names: growth(frame, series_columns=names, measure="flow"),
                f"series_columns={names!r} names no column\ngive text; leave the argument out",
            )
            for names in (None, 5, [5])
        ),
        (lambda frame: growth(frame, value_column=None), "value_column=None names no column"),
        (lambda frame: growth(frame, unit_column=["unit"]), "unit_column=['unit'] names no column"),
        (
            lambda frame: growth(frame.with_columns(value_low="unit", value_high="unit"), measure="flow"),
            "value_low holds text, not numbers",
        ),
        (
            lambda frame: convert_unit(frame.with_columns(resolution="unit"), to="USD", rounding=True),
            "resolution holds text, not numbers",
        ),
        (lambda frame: index_to(frame, base_period="2015-13"), "'2015-13' is no period"),
        (lambda frame: index_to(frame, base_period="2023-02-30"), "'2023-02-30' is no period"),
        (lambda frame: index_to(frame, base_period="2023-00"), "'2023-00' is no period"),
        (lambda frame: index_to(frame, base_period="0000"), "'0000' is no period"),
        (lambda frame: target_progress(frame, target=5), "target and target_year belong together"),
        (lambda frame: growth(frame, value_column="unit", measure="flow"), "unit holds text, not numbers"),
        (lambda frame: growth(frame, end_column="unit", measure="flow"), "unit holds text, neither dates"),
        (lambda frame: convert_currency(frame, rate_year=1959), "no exchange rate of USD for 1959"),
        (
            lambda frame: convert_currency(frame, rate_year=1959),
            "CNY 1960-2025; EUR 1999-2025; KZT 1994-2025",
        ),
        (
            lambda frame: convert_currency(frame, to="KZT", rate_year=1990),
            "there are rates of KZT 1994-2025",
        ),
        (lambda frame: deflate(frame, base_year="2015"), "base_year='2015' is not a whole number"),
        (lambda frame: deflate(frame, base_year=1959), "no price index gdp for 1959"),
        (lambda frame: deflate(frame, base_year=1959), "CNY 1990-2022; KZT 1990-2024; USD 1990-2023"),
    ],
)
def test_wrong_arguments_are_explained(call, words):
    with pytest.raises(errors.RefusedError) as caught:
        call(make("polars", columns_of([row()])))
    assert words in str(caught.value)


def test_results_do_not_overwrite():
    frame = make("polars", columns_of([row()]))
    with pytest.raises(errors.RefusedError, match="already has population, per_capita"):
        each(each(frame))


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb", "pyspark"])
@pytest.mark.parametrize(
    ("helper", "taken"), [(grow, "Change"), (grow, "YEARS"), (each, "PER_CAPITA"), (each, "Population")]
)
def test_what_differs_in_case_alone_is_one_name_to_some_libraries(helper, taken, library):
    frame = make(library, columns_of([row(**{taken: 1.0}), row(year(2022), **{taken: 2.0})]))
    with pytest.raises(errors.RefusedError, match=f"already has {taken}\n.*upper and lower case"):
        helper(frame)


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb", "pyspark"])
@pytest.mark.parametrize("names", [{}, {"series_columns": ["source"]}])
@pytest.mark.parametrize("helper", [per_capita, share_of_gdp])
def test_the_area_without_a_value_is_shown(helper, names, library):
    frame = {"land": ["KAZ", "UZB"], "source": ["one", "two"], "jahr": [2019, 2020], "menge": [100.0, 120]}
    frame = make(library, {**frame, "unit": ["USD", "USD"]})
    given = {"value_column": "menge", "end_column": "jahr", "area_column": "land", "measure": "flow", **names}
    with pytest.raises(errors.MissingReferenceError, match="land=UZB"):
        helper(frame, **given)
    with pytest.warns(UserWarning, match="land=UZB"):
        helper(frame, **given, on_missing="warn")
    frame = make(library, columns_of([row(entity_id="port")]))
    with pytest.raises(errors.EntityRowError, match="ref_area=KAZ, entity_id=port"):
        helper(frame, measure="flow", series_columns=["indicator_id"])


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb", "pyspark"])
def test_of_a_row_only_what_it_has_is_shown(library):
    frame = {"partner": [None, None], "jahr": [2020, 2020], "value": [1.0, 2.0]}
    names = {"end_column": "jahr", "series_columns": ["partner"]}
    with pytest.raises(errors.DuplicatePeriodError, match="\n  jahr=2020\n"):
        growth(make(library, frame), measure="flow", **names)


def test_relative_results_are_in_no_unit_of_the_figures():
    """10 % of dollars are no dollars, no dollars per person, and don't grow by percent."""
    given = [row(year(2020), indicator_id="retail_trade_turnover"), row(indicator_id="retail_trade_turnover")]
    money = make("polars", columns_of(given))
    grown, indexed = growth(money), index_to(money, base_period=2020)
    for frame, value in [(grown, "change_percent"), (grown, "cagr_percent"), (grown, "years")]:
        for convert in (convert_currency, convert_unit):
            with pytest.raises(errors.UnknownNameError, match=f"unit_column '{value}_unit'"):
                convert(frame, value_column=value, to="KZT")
        for helper in (per_capita, share_of_gdp):
            with pytest.raises((errors.WrongMeasureError, errors.UnknownNameError)):
                helper(frame, value_column=value)
    with pytest.raises(errors.WrongUnitError, match="not a currency"):
        convert_currency(indexed, value_column="index", to="KZT")
    for value in ("index", "exchange_rate"):
        with pytest.raises(errors.WrongMeasureError):
            per_capita(indexed.with_columns(exchange_rate=1.0), value_column=value)
    assert len(rows(growth(indexed, value_column="index"))) == 1, "an index grows as what it is made of"
    with pytest.raises(errors.WrongMeasureError):
        share_change(indexed, value_column="index")
    assert rows(per_capita(grown, value_column="change"))[0]["per_capita_unit"] == "USD per person"


def test_a_share_of_the_product_is_a_share():
    given = [row(year(2020), indicator_id="retail_trade_turnover"), row(indicator_id="retail_trade_turnover")]
    shares = share_of_gdp(make("polars", columns_of(given)))
    for helper in (growth, per_capita):
        with pytest.raises(errors.WrongMeasureError):
            helper(shares, value_column="share_of_gdp")
    (one,) = rows(share_change(shares, value_column="share_of_gdp"))
    assert one["change_points"] < 0
    changes = share_change(shares, value_column="share_of_gdp", measure="share")
    for value in ("change_points", "ratio", "change_percent"):
        with pytest.raises(errors.WrongMeasureError):
            per_capita(changes.drop("gdp_usd"), value_column=value)


def test_frames_without_an_indicator_have_to_say_what_they_hold():
    columns = {"year": [2021, 2022], "value": [1.0, 2.0]}
    for helper in (growth, share_change, share_of_gdp):
        with pytest.raises((errors.WrongMeasureError, errors.UnknownNameError)):
            helper(make("polars", columns), end_column="year")
    percent = make("polars", {**columns, "unit": ["percent"] * 2})
    assert rows(share_change(percent, end_column="year"))[0]["change_points"] == 1
