"""What helpers refuse of areas, currencies, units and targets, and what follows each remedy that is named."""

import polars as pl
from helpers_frames import year
from remedies_of_series import KNOWN, TWO, Case, day, ends, row, table

from kz_bri_data.helpers import (
    convert_currency,
    convert_unit,
    deflate,
    per_capita,
    share_of_gdp,
    target_progress,
)

OLD = table(row(), row(year(1950)))
PORT = table(row(entity_id="horgos-railway-port"))
PERSONS = pl.DataFrame({"area": ["KAZ", "KAZ"], "year": [1950, 2021], "persons": [10**7, 2 * 10**7]})
WRONG = pl.DataFrame({"area": ["KAZ", "KAZ"], "year": ["1950", "then"], "persons": [0, 2 * 10**7]})
PRODUCT = PERSONS.rename({"persons": "gdp_usd"})
TENGE = table(row(unit="KZT"))
LEVELS = pl.DataFrame({"area": ["USA"] * 2, "index": ["gdp"] * 2, "year": [2021, 2024], "value": [9.0, 10.0]})
HERE = {"indicator_id": "direct_investment_stock", "measure": "stock"}
POUNDS = pl.DataFrame({"unit": ["lb"], "dimension": ["mass"], "factor": [0.45359237]})
FACT = row(status="actual")
TARGET = row(year(2030), 20.0, status="target")


def each(frame, **more):
    return per_capita(frame, **{"measure": "flow", **more})


def of_gdp(frame, **more):
    return share_of_gdp(frame, **{"measure": "flow", **more})


def dollars(frame, **more):
    return convert_currency(frame, **{"measure": "flow", **more})


def constant(frame, base_year, **more):
    return deflate(frame, **{"base_year": base_year, "measure": "flow", **more})


def progress(*given, **more):
    return target_progress(table(*given), **{"measure": "stock", **more})


AREAS = {
    "no population": Case(
        lambda: each(OLD),
        {
            "leave those rows out": lambda: each(OLD.head(1)),
            "give a table of your own as population=": lambda: each(OLD, population=PERSONS),
            "on_missing='ignore'": lambda: each(OLD, on_missing="ignore"),
            "there is: KAZ 1960-2025": lambda: each(table(row(year(1960)), row(year(2025)))),
        },
    ),
    "an area by its name": Case(
        lambda: each(table(row(ref_area="Kazakhstan"))),
        {"areas are named by three letters, such as KAZ": lambda: each(table(row()))},
    ),
    "no product": Case(
        lambda: of_gdp(OLD),
        {
            "leave those rows out": lambda: of_gdp(OLD.head(1)),
            "give a table of your own as gdp=": lambda: of_gdp(OLD, gdp=PRODUCT),
            "on_missing='ignore'": lambda: of_gdp(OLD, on_missing="ignore"),
        },
    ),
    "a population that cannot be used": Case(
        lambda: each(OLD, population=WRONG),
        {
            "give each row its area as text such as 'KAZ', a whole year, and persons above 0": lambda: each(
                OLD, population=WRONG.with_columns(year=pl.Series(["1950", "2021"]), persons=pl.lit(5))
            )
        },
    ),
    "a population twice": Case(
        lambda: each(OLD, population=pl.concat([PERSONS, PERSONS])),
        {"keep one row of each": lambda: each(OLD, population=PERSONS)},
    ),
    "a population without a column": Case(
        lambda: each(OLD, population=PERSONS.rename({"persons": "person"})),
        {
            "column in your population 'persons'; did you mean \"person\"": lambda: each(
                OLD, population=PERSONS
            )
        },
    ),
    "a population of no rows": Case(
        lambda: each(OLD, population=PERSONS.clear()),
        {"leave out years of which nothing is known": lambda: each(OLD, population=PERSONS)},
    ),
    "areas as numbers": Case(
        lambda: each(table(row()).with_columns(ref_area=pl.lit(398))),
        {"give areas such as 'KAZ'": lambda: each(table(row()))},
    ),
    "one entity": Case(
        lambda: each(PORT),
        {
            "leave them out": lambda: each(table(row())),
            "say allow_entities=True": lambda: each(PORT, allow_entities=True),
        },
    ),
    "per nobody": Case(lambda: each(OLD, per=0), {"such as per=1000": lambda: each(OLD.head(1), per=1000)}),
    "another way with what is missing": Case(
        lambda: each(OLD, on_missing="warm"),
        {'did you mean "warn"': lambda: each(OLD.head(1), on_missing="warn")},
    ),
    "prices of a base year that one currency alone has": Case(
        lambda: constant(pl.concat([table(row()), TENGE]), 2024),
        {
            "no price index gdp of these currencies for 2024": lambda: constant(TENGE, 2024),
            "there is: USD 1990-2023": lambda: constant(table(row()), 2023),
            "take one of these years as base_year": lambda: constant(pl.concat([table(row()), TENGE]), 2020),
            "leave those rows out": lambda: constant(TENGE, 2024),
            "give a table of your own": lambda: constant(table(row()), 2024, deflators=LEVELS),
        },
    ),
    "other money over the product": Case(
        lambda: of_gdp(TENGE),
        {
            "convert_currency(frame, to='USD'), then value_column='converted'": lambda: of_gdp(
                dollars(TENGE, to="USD"), value_column="converted"
            )
        },
    ),
    "a month over a year": Case(
        lambda: of_gdp(table(row(ends("2021-01-31", "2021-01-01")))),
        {
            "keep flows from January to December": lambda: of_gdp(table(row())),
            "with measure='stock'": lambda: of_gdp(
                table(row(ends("2021-01-31", "2021-01-01"))), measure="stock"
            ),
        },
    ),
    "a stock over a year": Case(
        lambda: share_of_gdp(table(row(indicator_id="mine"))),
        {
            "leave other rows out": lambda: share_of_gdp(table(row(**KNOWN))),
            "and are meant, say measure='stock'": lambda: share_of_gdp(
                table(row(indicator_id="mine")), measure="stock"
            ),
        },
    ),
}

MONEY = {
    "no such currency": Case(
        lambda: dollars(TENGE, to="USS"), {'did you mean "USD"': lambda: dollars(TENGE, to="USD")}
    ),
    "a year that is none": Case(
        lambda: dollars(TENGE, rate_year="2024"), {"rate_year=2024": lambda: dollars(TENGE, rate_year=2024)}
    ),
    "a year without rates": Case(
        lambda: dollars(TENGE, to="KZT", rate_year=1990),
        {"there are rates of KZT 1994-2025": lambda: dollars(table(row()), to="KZT", rate_year=2005)},
    ),
    "a row without a rate": Case(
        lambda: dollars(table(row(unit="KZT"), row(year(1990), unit="KZT"))),
        {
            "leave those rows out": lambda: dollars(TENGE),
            "name the year of the rate, such as rate_year=2024": lambda: dollars(
                table(row(unit="KZT"), row(year(1990), unit="KZT")), rate_year=2024
            ),
        },
    ),
    "money of nobody knows what": Case(
        lambda: convert_currency(TENGE),
        {
            "rate_year=2024": lambda: convert_currency(TENGE, rate_year=2024),
            "say measure='flow'": lambda: convert_currency(TENGE, measure="flow"),
        },
    ),
    "money of two years": Case(
        lambda: dollars(table(row(ends("2021-06-30", "2020-07-01"), unit="KZT"))),
        {
            "keep periods within a calendar year": lambda: dollars(TENGE),
            "rate_year=2024": lambda: dollars(
                table(row(ends("2021-06-30", "2020-07-01"), unit="KZT")), rate_year=2024
            ),
        },
    ),
    "what is no money": Case(
        lambda: dollars(table(row(unit="million_USD")), to="KZT"),
        {
            "currencies with exchange rates are CNY, EUR, KZT, USD": lambda: dollars(table(row()), to="KZT"),
            "bring multiples such as million_USD to one of them with convert_unit first": lambda: dollars(
                convert_unit(table(row(unit="million_USD")), to="USD")
                .drop("unit")
                .rename({"converted": "dollars", "converted_unit": "dollars_unit"}),
                to="KZT",
                value_column="dollars",
            ),
        },
    ),
    "rates that cannot be used": Case(
        lambda: dollars(
            TENGE, rates=pl.DataFrame({"currency": ["KZT"], "year": [2021], "units_per_usd": [0.0]})
        ),
        {
            "units_per_usd above 0": lambda: dollars(
                TENGE, rates=pl.DataFrame({"currency": ["KZT"], "year": [2021], "units_per_usd": [426.0]})
            )
        },
    ),
}

UNITS = {
    "no such unit": Case(
        lambda: convert_unit(table(row(unit="t")), to="kgs"),
        {'did you mean "kg"': lambda: convert_unit(table(row(unit="t")), to="kg")},
    ),
    "another dimension": Case(
        lambda: convert_unit(table(row(unit="lb")), to="kg"),
        {
            "units of the dimension mass are Mt, kg, kt, t": lambda: convert_unit(
                table(row(unit="kt")), to="kg"
            ),
            "give others as units=": lambda: convert_unit(table(row(unit="lb")), to="kg", units=POUNDS),
        },
    ),
    "currencies": Case(
        lambda: convert_unit(TENGE, to="USD"),
        {"between currencies use convert_currency": lambda: dollars(TENGE, to="USD")},
    ),
    "units that cannot be used": Case(
        lambda: convert_unit(table(row(unit="lb")), to="kg", units=POUNDS.with_columns(factor=pl.lit(0.0))),
        {
            "give each row a unit and its dimension as text, and a factor above 0": lambda: convert_unit(
                table(row(unit="lb")), to="kg", units=POUNDS
            )
        },
    ),
    "units that are others here": Case(
        lambda: convert_unit(table(row(unit="t")), to="kg", units=POUNDS.with_columns(unit=pl.lit("t"))),
        {
            "give yours another name": lambda: convert_unit(
                table(row(unit="my t")), to="kg", units=POUNDS.with_columns(unit=pl.lit("my t"))
            )
        },
    ),
}

TARGETS = {
    "half a target": Case(
        lambda: progress(FACT, target=5),
        {
            "give both": lambda: progress(FACT, target=5, target_year=2030),
            "or neither": lambda: progress(FACT, TARGET),
        },
    ),
    "a target that is no number": Case(
        lambda: progress(FACT, target="50", target_year=2030),
        {"give one such as target=50": lambda: progress(FACT, target=50, target_year=2030)},
    ),
    "a target of no year": Case(
        lambda: progress(FACT, target=50, target_year="2030"),
        {"give the year of the target, such as 2030": lambda: progress(FACT, target=50, target_year=2030)},
    ),
    "a target of another length": Case(
        lambda: progress(row(ends("2021-01-31", "2021-01-01"), status="actual"), TARGET, measure="flow"),
        {
            "keep flows of periods as long as that of the target": lambda: progress(
                FACT, TARGET, measure="flow"
            )
        },
    ),
    "a target without a date": Case(
        lambda: progress(FACT, {**TARGET, "period_start": None, "period_end": None}, TARGET),
        {
            "give its period_end": lambda: progress(
                FACT, {**TARGET, "period_end": day("2050-12-31")}, TARGET
            ),
            "or leave it out": lambda: progress(FACT, TARGET),
        },
    ),
    "a target in another unit": Case(
        lambda: progress({**FACT, "unit": "t"}, {**TARGET, "unit": "kt"}),
        {
            "bring both to one unit with convert_unit": lambda: target_progress(
                convert_unit(table({**FACT, "unit": "t"}, {**TARGET, "unit": "kt"}), to="t"),
                value_column="converted",
                measure="stock",
            )
        },
    ),
    "a target in other money": Case(
        lambda: progress(FACT, {**TARGET, "unit": "KZT"}),
        {
            "or convert_currency first": lambda: target_progress(
                convert_currency(
                    table(FACT, {**TARGET, "unit": "KZT"}), to="USD", rate_year=2021, measure="stock"
                ),
                value_column="converted",
                measure="stock",
            )
        },
    ),
    "a target of another basis": Case(
        lambda: progress({**FACT, "basis": "ember"}, TARGET | {"basis": None}),
        {
            "name the basis of the series that the target is for as target_basis=": lambda: progress(
                {**FACT, "basis": "ember"}, TARGET | {"basis": None}, target_basis="ember"
            ),
            "target_basis='any'": lambda: progress(
                {**FACT, "basis": "ember"}, TARGET | {"basis": None}, target_basis="any"
            ),
        },
    ),
    "no target": Case(
        lambda: progress(FACT, {**TARGET, "ref_area": "CHN"}),
        {
            "keep rows with the status target beside the facts": lambda: progress(FACT, TARGET),
            "or give target= and target_year=": lambda: progress(FACT, target=5, target_year=2030),
        },
    ),
    "no fact": Case(
        lambda: progress(row(status="planned"), target=5, target_year=2030),
        {
            "keep rows with the status actual or estimate": lambda: progress(
                row(status="estimate"), target=5, target_year=2030
            )
        },
    ),
    "no status": Case(
        lambda: progress(*TWO),
        {
            "status_column": lambda: progress(
                {**row(), "kind": "actual"}, {**row(year(2030)), "kind": "target"}, status_column="kind"
            )
        },
    ),
}
