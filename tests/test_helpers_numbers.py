"""The numbers are right: against exact fractions, and by the algebra that they have to obey."""

import math
import re
from datetime import date
from fractions import Fraction

import pytest
from helpers_frames import columns_of, make, rows, year
from hypothesis import example, given
from hypothesis import strategies as st

from kz_bri_data._catalogue import installed
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

POPULATION = {(row["area"], int(row["year"])): int(row["persons"]) for row in installed().rows("population")}
GDP = {(row["area"], int(row["year"])): Fraction(row["gdp_usd"]) for row in installed().rows("gdp")}
RATES = {
    (row["currency"], int(row["year"])): Fraction(row["units_per_usd"])
    for row in installed().rows("exchange_rates")
}
LEVELS = {
    index: {
        (row["area"], int(row["year"])): Fraction(row["value"])
        for row in installed().rows("deflators")
        if row["index"] == index
    }
    for index in ("gdp", "consumer_prices")
}
PARITIES = {
    (row["area"], int(row["year"])): Fraction(row["units_per_international_dollar"])
    for row in installed().rows("purchasing_power")
}
REAL = list(installed().rows("gdp_constant"))
ISSUERS = {"CNY": "CHN", "KZT": "KAZ", "USD": "USA"}


def printed(least=0, greatest=10**9, places=6):
    """Numbers as people print them: decimals of a few places."""
    return st.integers(0, places).flatmap(
        lambda n: st.integers(least * 10**n, greatest * 10**n).map(lambda digits: Fraction(digits, 10**n))
    )


shares = printed(0, 100)
amounts = printed()


def series(values, first_year=2000, **more):
    """One series of yearly values, newest first."""
    found = [
        {"series": "one", **year(first_year + n), "value": float(value), **more}
        for n, value in enumerate(values)
    ]
    return columns_of(found[::-1])


def by_year(frame):
    return sorted(rows(frame), key=lambda one: one["period_end"])


ONE = {"series_columns": ["series"]}


@given(st.lists(shares, min_size=2, max_size=5))
def test_points_are_what_the_printed_shares_give(values):
    found = by_year(share_change(make("polars", series(values, unit="percent")), measure="share", **ONE))
    for one, before, after in zip(found, values[:-1], values[1:], strict=True):
        assert one["change_points"] == float(after - before)
        if before:
            assert one["ratio"] == pytest.approx(float(after / before), rel=1e-15)
            percent = float((after - before) / before * 100) if after else None
            assert one["change_percent"] == (percent and pytest.approx(percent, rel=1e-14))
        else:
            assert one["ratio"] is one["change_percent"] is None
    assert len(found) == len(values) - 1


def test_the_share_of_the_paper_rose_by_exactly_what_is_printed():
    (one,) = rows(share_change(make("polars", series([3.4, 39.0])), measure="share", **ONE))
    assert one["change_points"] == 35.6
    (one,) = rows(share_change(make("pandas", series([10.3, 12.1])), measure="share", **ONE))
    assert one["change_points"] == 1.8 != 12.1 - 10.3


@given(st.lists(st.floats(0, 1e15), min_size=2, max_size=2))
def test_paper_arithmetic_touches_nothing_but_noise(values):
    before, after = values
    (one,) = rows(growth(make("polars", series(values)), measure="stock", **ONE))
    assert abs(one["change"] - (after - before)) <= 2e-15 * (after + before)


@pytest.mark.parametrize("library", ["pandas", "polars", "duckdb"])
def test_whole_numbers_stay_whole(library):
    """Also where they are so great that rounding to six decimals would move them."""
    pairs = [(n * 7_654_321_987, n * 98_765_432_101 + 1) for n in range(1, 200)]
    columns = {
        "series": [n for n in range(len(pairs)) for _ in range(2)],
        "period_end": [2020, 2021] * len(pairs),
        "value": [float(value) for pair in pairs for value in pair],
    }
    found = rows(growth(make(library, columns), measure="stock", **ONE))
    assert {one["series"]: one["change"] for one in found} == {
        n: after - before for n, (before, after) in enumerate(pairs)
    }


@given(st.lists(amounts, min_size=2, max_size=5))
def test_growth_is_what_the_printed_amounts_give(values):
    found = by_year(growth(make("polars", series(values)), measure="flow", **ONE))
    for one, before, after in zip(found, values[:-1], values[1:], strict=True):
        assert one["change"] == pytest.approx(float(after - before), rel=1e-12, abs=1e-9)
        if before and after:
            percent = float((after - before) / before * 100)
            assert one["change_percent"] == pytest.approx(percent, rel=1e-9, abs=1e-9)
            assert one["cagr_percent"] == one["change_percent"], "over one year they are the same"
        else:
            assert one["change_percent"] is one["cagr_percent"] is None


@given(printed(1), printed(1), st.integers(1, 600), st.integers(0, 11))
@example(Fraction(4999999791, 10), Fraction(1), 186, 0)  # a fall of nearly all
def test_yearly_growth_over_the_years_is_the_growth(before, after, months, month):
    ends = [(2000 * 12 + month + 1 + n) for n in (0, months)]
    days = [date.fromordinal(date(n // 12, n % 12 + 1, 1).toordinal() - 1) for n in ends]
    frame = make("polars", {"period_end": days[::-1], "value": [float(after), float(before)]})
    (one,) = rows(growth(frame, measure="stock"))
    assert one["years"] == months / 12
    yearly = (math.exp(math.log(after / before) / one["years"]) - 1) * 100
    if months < 12:
        assert one["cagr_percent"] is None, "of less than a year there is no yearly growth"
    else:
        assert one["cagr_percent"] == pytest.approx(yearly, rel=1e-9, abs=1e-9)


@given(st.lists(shares, min_size=2, max_size=6))
def test_changes_add_up_to_last_minus_first(values):
    frame = make("polars", series(values, unit="percent"))
    steps = rows(share_change(frame, measure="share", **ONE))
    (whole,) = rows(share_change(frame, measure="share", between="ends", **ONE))
    assert sum(one["change_points"] for one in steps) == pytest.approx(
        float(values[-1] - values[0]), abs=1e-9
    )
    assert whole["change_points"] == float(values[-1] - values[0])
    assert whole["years"] == len(values) - 1 == sum(one["years"] for one in steps)
    if all(values):
        assert math.prod(one["ratio"] for one in steps) == pytest.approx(whole["ratio"], rel=1e-12)


@given(st.lists(amounts, min_size=1, max_size=5), st.data())
def test_the_base_is_exactly_100(values, data):
    base = data.draw(st.integers(0, len(values) - 1))
    found = by_year(index_to(make("polars", series(values)), base_period=2000 + base, measure="flow", **ONE))
    assert found[base]["index"] == (100 if values[base] else None)
    for one, value in zip(found, values, strict=True):
        if values[base]:
            assert one["index"] == pytest.approx(float(value / values[base] * 100), rel=1e-14)
        elif one is not found[base]:
            assert one["index"] is None
        assert one["index_unit"] == f"{2000 + base} = 100"


@pytest.mark.parametrize("library", ["pandas", "polars lazy"])
@pytest.mark.parametrize(
    ("base", "ends", "index"),
    [
        ("2015-06", ["2015-05-31", "2015-06-30", "2015-07-31"], [50, 100, 150]),
        ("2015-06-29", ["2015-06-28", "2015-06-29", "2015-06-30"], [50, 100, 150]),
        ("2015-06-30", ["2015-06-29", "2015-06-30", "2015-07-01"], [50, 100, 150]),
        (2015, ["2014-12-31", "2015-01-01", "2016-01-01"], [50, 100, 150]),
    ],
)
def test_a_base_has_what_ends_in_it_and_nothing_beside(library, base, ends, index):
    frame = make(library, {"period_end": list(map(date.fromisoformat, ends)), "value": [1.0, 2.0, 3.0]})
    found = sorted(rows(index_to(frame, base_period=base, measure="stock")), key=lambda one: one["value"])
    assert [one["index"] for one in found] == index


@given(amounts, st.sampled_from(sorted(POPULATION)), st.integers(1, 10**6))
def test_per_capita_times_population_gives_the_value(value, key, per):
    area, of_year = key
    columns = {"ref_area": [area], "period_end": [of_year], "value": [float(value)], "unit": ["km"]}
    (one,) = rows(per_capita(make("polars", columns), per=per, measure="length"))
    assert one["population"] == POPULATION[key]
    assert one["per_capita"] == pytest.approx(float(value * per / POPULATION[key]), rel=1e-15)
    assert one["per_capita"] * one["population"] / per == pytest.approx(float(value), rel=1e-12)
    assert one["per_capita_unit"] == ("km per person" if per == 1 else f"km per {per:,} persons")


@given(amounts, st.sampled_from(sorted(GDP)))
def test_share_of_gdp_is_in_percent(value, key):
    area, of_year = key
    columns = {"ref_area": [area], "period_end": [of_year], "value": [float(value)], "unit": ["USD"]}
    (one,) = rows(share_of_gdp(make("polars", columns), measure="flow"))
    assert one["share_of_gdp"] == pytest.approx(float(value * 100 / GDP[key]), rel=1e-15)
    assert one["share_of_gdp_unit"] == "percent of GDP"


@given(amounts, st.sampled_from(sorted(RATES)), st.sampled_from(["USD", "KZT", "CNY", "EUR"]))
def test_money_there_and_back(value, key, to):
    currency, of_year = key
    if to != "USD" and (to, of_year) not in RATES:
        to = "USD"
    columns = {"period_end": [of_year], "value": [float(value)], "unit": [currency]}
    there = convert_currency(make("polars", columns), to=to, measure="flow")
    (one,) = rows(there)
    rate = RATES.get((to, of_year), Fraction(1)) / RATES[key]
    assert one["converted"] == pytest.approx(float(value * rate), rel=1e-14)
    assert one["exchange_rate"] == pytest.approx(float(rate), rel=1e-14)
    assert one["converted_unit"] == to
    there = there.rename({"exchange_rate": "rate", "converted": "x", "converted_unit": "x_unit"})
    (back,) = rows(convert_currency(there, to=currency, value_column="x", measure="flow"))
    assert back["converted"] == pytest.approx(float(value), rel=1e-12)


@given(amounts, st.sampled_from(sorted(ISSUERS)), st.sampled_from(sorted(LEVELS)), st.data())
def test_prices_there_and_back(value, currency, index, data):
    years = sorted(year for area, year in LEVELS[index] if area == ISSUERS[currency])
    of_year, base = (data.draw(st.sampled_from(years)) for _ in range(2))
    columns = {"period_end": [of_year], "value": [float(value)], "unit": [currency]}
    (one,) = rows(deflate(make("polars", columns), base_year=base, index=index, measure="flow"))
    ratio = LEVELS[index][ISSUERS[currency], base] / LEVELS[index][ISSUERS[currency], of_year]
    assert one["deflated"] == pytest.approx(float(value * ratio), rel=1e-14)
    assert one["price_ratio"] == pytest.approx(float(ratio), rel=1e-14)
    assert one["deflated_unit"] == f"{currency}_{base}"
    if of_year == base:
        assert one["deflated"] == pytest.approx(float(value), rel=1e-15)


@given(amounts, st.sampled_from(sorted(PARITIES)))
def test_a_parity_gives_international_dollars(value, key):
    area, of_year = key
    currency = next(name for name, issuer in ISSUERS.items() if issuer == area)
    columns = {"period_end": [of_year], "value": [float(value)], "unit": [currency]}
    (one,) = rows(to_international_dollars(make("polars", columns), measure="flow"))
    assert one["international_dollars"] == pytest.approx(float(value / PARITIES[key]), rel=1e-14)
    assert one["international_dollars"] * one["parity"] == pytest.approx(float(value), rel=1e-12)
    assert one["international_dollars_unit"] == "INT_USD"


def test_growth_at_constant_prices_is_that_of_the_statisticians():
    # Output at current prices in dollars, turned into tenge, over the price index of output.
    frame = make("polars", {"period_end": [2015, 2024], "value": [1.0, 1.0], "unit": ["USD"] * 2})
    tenge = convert_currency(frame, to="KZT", measure="price")["converted"].to_list()
    output = [float(GDP["KAZ", year]) * rate for year, rate in zip([2015, 2024], tenge, strict=True)]
    current = make("polars", {"period_end": [2015, 2024], "value": output, "unit": ["KZT"] * 2})
    before, after = deflate(current, base_year=2015, measure="flow")["deflated"].to_list()
    real = {int(row["year"]): float(row["gdp_usd"]) for row in REAL if row["area"] == "KAZ"}
    assert after / before == pytest.approx(real[2024] / real[2015], rel=0.03)


@given(amounts, st.sampled_from([("t", "kg"), ("km", "m"), ("day", "h")]))
def test_units_there_and_back(value, units):
    columns = {"value": [float(value)], "unit": [units[0]]}
    there = convert_unit(make("polars", columns), to=units[1]).rename(
        {"converted": "x", "converted_unit": "y"}
    )
    (back,) = rows(convert_unit(there, to=units[0], value_column="x", unit_column="y"))
    factor = {"t": 1000, "km": 1000, "day": 24}[units[0]]
    assert back["x"] == pytest.approx(float(value * factor), rel=1e-15)
    assert back["converted"] == pytest.approx(float(value), rel=1e-15)


@given(st.lists(shares, min_size=1, max_size=4), shares, st.integers(1, 40))
def test_the_yearly_step_leads_to_the_target(values, target, years):
    frame = make("polars", series(values, status="actual", unit="percent"))
    target_year = 2000 + len(values) - 1 + years
    (one,) = rows(
        target_progress(frame, target=float(target), target_year=target_year, measure="share", **ONE)
    )
    assert one["value"] == float(values[-1]), "the latest"
    assert one["gap"] == float(target - values[-1])
    assert (one["years_left"], one["target_year"]) == (years, target_year)
    assert one["reached"] == (values[-1] >= target)
    if one["reached"]:
        assert one["yearly_step"] is None
    else:
        assert one["value"] + one["yearly_step"] * years == pytest.approx(float(target), abs=1e-9)


@pytest.mark.parametrize(
    ("of_target", "met"),
    [
        ("ember", ["ember", None]),
        ("irena", [None]),
        (None, ["ember", "ministry", None]),
        ("", ["ember", "ministry", None]),
    ],
)
@pytest.mark.parametrize("library", ["pandas", "polars", "duckdb"])
def test_a_target_meets_the_series_of_its_basis(library, of_target, met):
    facts = [
        {**year(2024), "series": "one", "basis": basis, "status": "actual", "value": 10.0}
        for basis in ("ember", "ministry", None)
    ]
    target = {**year(2030), "series": "one", "basis": of_target, "status": "target", "value": 50.0}
    frame = make(library, columns_of([*facts, target]))
    found = rows(target_progress(frame, measure="share", target_basis="any", **ONE))
    assert sorted(map(str, met)) == sorted(str(one["basis"]) for one in found)


@pytest.mark.parametrize("between", ["neighbours", "ends"])
def test_a_series_of_one_period_has_not_changed(between):
    frame = make("polars", columns_of([{**year(2021), "series": name, "value": 1.0} for name in "ab"]))
    assert rows(growth(frame, measure="flow", between=between, **ONE)) == []


@given(st.permutations(range(8)))
def test_permuting_rows_permutes_the_result(order):
    """Every helper but those of several rows keeps each row in its place; these follow the later row."""
    import polars as pl

    ordered = pl.concat(
        [
            make("polars", series([10, 12.5, 11, 30], series=name, ref_area="KAZ", unit="t", row=name))
            for name in "ab"
        ]
    ).with_row_index("place")
    shuffled = ordered[list(order)]
    calls = [
        lambda frame: share_change(frame, measure="share", **ONE),
        lambda frame: growth(frame, measure="flow", between="ends", **ONE),
        lambda frame: per_capita(frame, measure="flow"),
        lambda frame: index_to(frame, base_period=2001, measure="flow", **ONE),
    ]
    for call in calls:
        expected = {one["place"]: one for one in rows(call(ordered))}
        found = rows(call(shuffled))
        assert [one["place"] for one in found] == [n for n in order if n in expected]
        assert all(one == expected[one["place"]] for one in found)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2020, 12, 31), date(2024, 12, 31), 4),
        (date(2023, 6, 30), date(2024, 6, 30), 1),  # one of them a leap year
        (date(2024, 2, 29), date(2025, 2, 28), 1),  # both are ends of February
        (date(2015, 6, 30), date(2024, 12, 31), 9.5),
        (date(2023, 3, 15), date(2024, 3, 15), 1),
        (date(2023, 1, 31), date(2023, 2, 28), 1 / 12),
        (date(2023, 1, 31), date(2023, 2, 14), 0.5 / 12),  # half of February
        (date(2000, 12, 31), date(2100, 2, 28), 99 + 2 / 12),  # 2100 is no leap year
    ],
)
@pytest.mark.parametrize("library", ["pandas", "polars", "duckdb"])
def test_years_are_counted_by_the_calendar(library, first, last, years):
    frame = make(library, {"period_end": [last, first], "value": [2.0, 1.0]})
    (one,) = rows(growth(frame, measure="stock"))
    assert one["years"] == pytest.approx(years, abs=1e-12)
    assert one["change_percent"] == 100
    yearly = pytest.approx((2 ** (1 / years) - 1) * 100) if years >= 1 else None
    assert one["cagr_percent"] == yearly


def test_every_month_end_is_whole():
    days = [
        date.fromordinal(date(n // 12, n % 12 + 1, 1).toordinal() - 1) for n in range(1990 * 12, 2030 * 12)
    ]
    frame = make("polars", {"period_end": days, "value": [1.0] * len(days)})
    assert {one["years"] for one in rows(growth(frame, measure="stock"))} == {1 / 12}


COVERED = {
    per_capita: {"KAZ", "CHN", "WLD"},
    share_of_gdp: {"KAZ", "CHN", "WLD"},
    convert_currency: {"CNY", "EUR", "KZT"},
    deflate: {"CHN", "KAZ", "USA"},
    to_international_dollars: {"CHN", "KAZ"},
}


@pytest.mark.parametrize(
    ("helper", "years", "key", "words"),
    [
        (per_capita, POPULATION, "KAZ", "Kazakhstan, China and the world, 1960 to 2025"),
        (per_capita, POPULATION, "CHN", "Kazakhstan, China and the world, 1960 to 2025"),
        (per_capita, POPULATION, "WLD", "Kazakhstan, China and the world, 1960 to 2025"),
        (share_of_gdp, GDP, "KAZ", "Kazakhstan 1990 to 2025"),
        (share_of_gdp, GDP, "CHN", "China and the world 1960 to 2025"),
        (share_of_gdp, GDP, "WLD", "China and the world 1960 to 2025"),
        (convert_currency, RATES, "CNY", "CNY 1960 to 2025"),
        (convert_currency, RATES, "EUR", "EUR 1999 to 2025"),
        (convert_currency, RATES, "KZT", "KZT 1994 to 2025"),
        (deflate, LEVELS["gdp"], "CHN", "CNY 1990 to 2022"),
        (deflate, LEVELS["gdp"], "KAZ", "KZT 1990 to 2024"),
        (deflate, LEVELS["gdp"], "USA", "USD 1990 to 2023"),
        (deflate, LEVELS["consumer_prices"], "CHN", "CNY 1986 to 2024"),
        (deflate, LEVELS["consumer_prices"], "KAZ", "KZT 1993 to 2024"),
        (deflate, LEVELS["consumer_prices"], "USA", "USD 1960 to 2024"),
        (to_international_dollars, PARITIES, "CHN", "CNY and KZT 1990 to 2025"),
        (to_international_dollars, PARITIES, "KAZ", "CNY and KZT 1990 to 2025"),
    ],
)
def test_the_years_that_a_docstring_names_are_those_there_are(helper, years, key, words):
    assert words in " ".join(helper.__doc__.split())
    first, last = (int(word) for word in re.findall(r"[0-9]{4}", words))
    assert sorted(year for name, year in years if name == key) == list(range(first, last + 1))
    assert {name for name, _ in years} == COVERED[helper]
