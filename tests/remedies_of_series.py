"""What helpers refuse of series, periods, kinds and numbers, and what follows each remedy that is named."""

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd
import polars as pl
from helpers_frames import columns_of, make, year

from kz_bri_data.helpers import (
    convert_currency,
    convert_unit,
    growth,
    index_to,
    per_capita,
    share_change,
    target_progress,
)


class Case(NamedTuple):
    """Something that is refused, and how the message says to get on.

    Attributes
    ----------
    refused
        The call.
    remedies
        What to do by the words of the message: each part of it, with a call that follows it.
    """

    refused: Callable[[], Any]
    remedies: dict[str, Callable[[], Any]]


def row(period=None, value=10.0, **more):
    period = year(2021) if period is None else period
    return {"ref_area": "KAZ", **period, "value": value, "unit": "USD", **more}


def table(*given, library="polars"):
    return make(library, columns_of(list(given)))


def ends(last, first=None):
    return {"period_start": first and datetime.date.fromisoformat(first), "period_end": day(last)}


def day(text):
    return datetime.date.fromisoformat(text)


def grown(*given, **more):
    return growth(table(*given), **{"measure": "flow", **more})


def at(value=1.0, end=2021, **more):
    """A row of a table of one's own, with calendar years."""
    return {"what": "a", "period_end": end, "value": value, **more}


TWO = row(), row(year(2022))
KNOWN = {"indicator_id": "goods_trade_turnover"}
SHARE = {"indicator_id": "uranium_world_share", "unit": "percent"}
WORD = {"measure": "stock", "entity_column": "what"}
MONTHS = [ends(f"2021-{n:02}-28" if n == 2 else f"2021-{n:02}-31", f"2021-{n:02}-01") for n in (1, 2, 3)]
TONS = table(row(unit="t"), row(year(2022), unit="t"), row(year(2023), unit="kt"))
MONEY = table(row(), row(year(2022), unit="KZT"))
LISTS = [[1.0, 2021, 1], [2.0, 2022, 2]]


def firms(*years):
    """Rows of an indicator that a break of our own table divides."""
    of = {"indicator_id": "companies_with_foreign_capital", "partner_area": "CHN", "unit": "count"}
    return table(*(row(year(one), **of) for one in years))


def in_one_unit(frame, **to):
    """The way that is named for several units: convert, and go on with what is converted."""
    convert = convert_unit if to["to"] == "t" else convert_currency
    more = {"measure": "flow"} if convert is convert_currency else {}
    return growth(convert(frame, **to, **more), value_column="converted", measure="flow")


SERIES = {
    "two rows of a period": Case(
        lambda: grown(row(), row(value=11.0, n=1.0)),
        {
            "keep one row per series and period": lambda: grown(row(), row(year(2022))),
            "name the column in which the two differ in series_columns": lambda: grown(
                row(source_id="a"), row(source_id="b"), series_columns=["source_id"]
            ),
        },
    ),
    "periods that overlap": Case(
        lambda: grown(row(), row(MONTHS[0]), measure="stock"),
        {"keep periods of one kind": lambda: grown(*TWO, measure="stock")},
    ),
    "several units": Case(
        lambda: growth(TONS, measure="flow"),
        {
            "keep one unit or currency": lambda: growth(TONS.filter(pl.col("unit") == "t"), measure="flow"),
            "bring all to one with convert_unit": lambda: in_one_unit(TONS, to="t"),
        },
    ),
    "several currencies": Case(
        lambda: growth(MONEY, measure="flow"),
        {"or convert_currency first": lambda: in_one_unit(MONEY, to="USD")},
    ),
    "several kinds": Case(
        lambda: grown(row(product="oil"), row(year(2022), product="gas")),
        {
            "name product in series_columns": lambda: grown(
                row(product="oil"), row(year(2022), product="gas"), series_columns=["product"]
            ),
            "or drop it": lambda: growth(
                table(row(product="oil"), row(year(2022), product="gas")).drop("product"), measure="flow"
            ),
        },
    ),
    "several publications": Case(
        lambda: grown(row(source_id="a"), row(year(2022), source_id="b")),
        {
            "name source_id in series_columns": lambda: grown(
                row(source_id="a"), row(year(2022), source_id="b"), series_columns=["source_id"]
            ),
            "write the same text for each into a column basis": lambda: grown(
                row(source_id="a", basis="customs"), row(year(2022), source_id="b", basis="customs")
            ),
        },
    ),
    "running totals": Case(
        lambda: grown(row(counted_from="2005"), row(year(2022), counted_from="2006"), measure="cumulative"),
        {
            "counted from one day": lambda: grown(
                row(counted_from="2005"), row(year(2022), counted_from="2005"), measure="cumulative"
            )
        },
    ),
    "no date": Case(
        lambda: grown(*TWO, row({"period_start": None, "period_end": None})),
        {"leave out what is not dated": lambda: grown(*TWO)},
    ),
    "the wrong way round": Case(
        lambda: grown(row(ends("2021-01-01", "2021-12-31")), row(year(2022)), measure="stock"),
        {"correct period_start or period_end": lambda: grown(*TWO)},
    ),
    "flows of other lengths": Case(
        lambda: grown(row(), row(ends("2022-03-31", "2022-01-01"))),
        {"keep periods of one length, such as whole years": lambda: grown(*TWO)},
    ),
    "flows without a first day": Case(
        lambda: grown(
            {"period_end": day("2021-12-31"), "value": 1.0}, {"period_end": day("2022-12-31"), "value": 2.0}
        ),
        {
            "give start_column": lambda: grown(
                {"from": day("2021-01-01"), "period_end": day("2021-12-31"), "value": 1.0},
                {"from": day("2022-01-01"), "period_end": day("2022-12-31"), "value": 2.0},
                start_column="from",
            ),
            "or calendar years as whole numbers": lambda: grown(at(), at(2.0, 2022), entity_column="what"),
        },
    ),
    "a step over a declared break": Case(
        lambda: growth(firms(2020, 2021, 2023)),
        {
            "keep the rows before 2023-01-01": lambda: growth(firms(2020, 2021)),
            "or those from then on": lambda: growth(firms(2023, 2024)),
        },
    ),
}

PERIODS = {
    "numbers that are no years": Case(
        lambda: grown(at(end=202112), at(end=202212), **WORD),
        {
            "give calendar years as whole numbers": lambda: grown(at(), at(end=2022), **WORD),
            "or dates, in pandas with pd.to_datetime": lambda: growth(
                pd.DataFrame([at(end=202112), at(end=202212)]).assign(
                    period_end=lambda frame: pd.to_datetime(frame["period_end"].astype(str), format="%Y%m")
                ),
                **WORD,
            ),
            "and then the first days too, as start_column": lambda: growth(
                pd.DataFrame([at(end="2021-12-31"), at(end="2022-12-31")]).assign(
                    first=pd.to_datetime(["2021-01-01", "2022-01-01"]),
                    period_end=lambda frame: pd.to_datetime(frame["period_end"]),
                ),
                measure="flow",
                entity_column="what",
                start_column="first",
            ),
        },
    ),
    "text that is neither": Case(
        lambda: grown(at(end="31.12.2021"), at(end="31.12.2022"), **WORD),
        {
            "or dates, in pandas with pd.to_datetime": lambda: growth(
                pd.DataFrame([at(end="31.12.2021"), at(end="31.12.2022")]).assign(
                    period_end=lambda frame: pd.to_datetime(frame["period_end"], dayfirst=True)
                ),
                **WORD,
            )
        },
    ),
    "no such column": Case(
        lambda: grown({"when": 2021, "value": 1.0}, {"when": 2022, "value": 1.0}),
        {
            "end_column": lambda: grown(
                {"when": 2021, "value": 1.0}, {"when": 2022, "value": 1.0}, end_column="when"
            )
        },
    ),
    "more than a year": Case(
        lambda: per_capita(table(row(ends("2021-12-31", "2019-01-01"))), measure="flow"),
        {"keep periods of a year or less": lambda: per_capita(table(row()), measure="flow")},
    ),
    "no base": Case(
        lambda: index_to(table(*TWO), base_period="2021-13", measure="flow"),
        {
            "give a year such as 2015": lambda: index_to(table(*TWO), base_period=2021, measure="flow"),
            "or '2015-06'": lambda: index_to(table(*TWO), base_period="2021-12", measure="flow"),
            "or '2015-06-30'": lambda: index_to(table(*TWO), base_period="2021-12-31", measure="flow"),
        },
    ),
    "a base that a series lacks": Case(
        lambda: index_to(table(*TWO, row(year(2022), ref_area="CHN")), base_period=2021, measure="flow"),
        {
            "name a period that each series has once": lambda: index_to(
                table(*TWO, row(year(2022), ref_area="CHN")), base_period=2022, measure="flow"
            ),
            "leave out the series that lack it": lambda: index_to(
                table(*TWO), base_period=2021, measure="flow"
            ),
        },
    ),
    "a base that a series has twice": Case(
        lambda: index_to(table(*map(row, MONTHS)), base_period=2021, measure="flow"),
        {
            "such as '2015-06' where there are months": lambda: index_to(
                table(*map(row, MONTHS)), base_period="2021-01", measure="flow"
            )
        },
    ),
    "a base of another length": Case(
        lambda: index_to(
            table(row(), row(ends("2022-03-31", "2022-01-01"))), base_period=2021, measure="flow"
        ),
        {"keep periods of one length": lambda: index_to(table(*TWO), base_period=2021, measure="flow")},
    ),
}

MEASURES = {
    "growth of what may be anything": Case(
        lambda: growth(table(*TWO)), {"such as measure='flow'": lambda: grown(*TWO)}
    ),
    "growth of an indicator that nobody knows": Case(
        lambda: growth(table(row(indicator_id="mine"), row(year(2022), indicator_id="mine"))),
        {
            "say measure=": lambda: grown(row(indicator_id="mine"), row(year(2022), indicator_id="mine")),
            "leave other rows out": lambda: growth(table(row(**KNOWN), row(year(2022), **KNOWN))),
        },
    ),
    "growth of shares": Case(
        lambda: grown(row(**SHARE), row(year(2022), **SHARE), measure="share"),
        {"take another helper": lambda: share_change(table(row(**SHARE), row(year(2022), **SHARE)))},
    ),
    "an index of rates": Case(
        lambda: index_to(table(*TWO), base_period=2021, measure="rate"),
        {
            "take another helper": lambda: target_progress(
                table(*TWO), target=5, target_year=2030, measure="rate"
            )
        },
    ),
    "an index of what may be anything": Case(
        lambda: index_to(table(*TWO), base_period=2021),
        {
            "such as measure='flow'": lambda: index_to(table(*TWO), base_period=2021, measure="flow"),
            "or name their indicator": lambda: index_to(
                table(row(**KNOWN), row(year(2022), **KNOWN)), base_period=2021
            ),
        },
    ),
    "persons of a share": Case(
        lambda: per_capita(table(row(**KNOWN), row(**SHARE))),
        {"leave these rows out": lambda: per_capita(table(row(**KNOWN)))},
    ),
    "a measure that is contradicted": Case(
        lambda: grown(row(**KNOWN), row(year(2022), **KNOWN), measure="stock"),
        {
            "leave measure= out": lambda: growth(table(row(**KNOWN), row(year(2022), **KNOWN))),
            "an indicator of their own": lambda: grown(
                row(indicator_id="mine"), row(year(2022), indicator_id="mine"), measure="stock"
            ),
        },
    ),
    "no share": Case(
        lambda: share_change(table(row(**SHARE), row(year(2022), 120.0, **SHARE))),
        {
            "give shares in percent": lambda: share_change(
                table(row(**SHARE), row(year(2022), 12.0, **SHARE))
            ),
            "leave out what is no share": lambda: share_change(table(row(**SHARE))),
        },
    ),
    "fractions": Case(
        lambda: share_change(table(at(0.1), at(0.2, 2022)), measure="share", entity_column="what"),
        {
            "multiply fractions by 100": lambda: share_change(
                table(at(0.1), at(0.2, 2022)).with_columns(value=pl.col("value") * 100),
                measure="share",
                entity_column="what",
            ),
            "say what they are in a column unit: percent": lambda: share_change(
                table(at(0.1, unit="percent"), at(0.2, 2022, unit="percent")),
                measure="share",
                entity_column="what",
            ),
        },
    ),
}

NUMBERS = {
    "text": Case(
        lambda: growth(table(at(), at(end=2022)).with_columns(pl.col("value").cast(pl.String)), **WORD),
        {"make numbers of it first": lambda: growth(table(at(), at(end=2022)), **WORD)},
    ),
    "bounds the wrong way round": Case(
        lambda: grown(row(value_low=11.0, value_high=9.0), row(year(2022), value_low=9.0, value_high=11.0)),
        {
            "correct the two": lambda: grown(
                row(value_low=9.0, value_high=11.0), row(year(2022), value_low=9.0, value_high=11.0)
            ),
            "leave open what is not known": lambda: grown(
                row(value_low=9.0, value_high=None), row(year(2022), value_low=9.0, value_high=11.0)
            ),
        },
    ),
    "a hedge nobody knows": Case(
        lambda: grown(row(qualifier="ca."), row(year(2022), qualifier="over")),
        {"about": lambda: grown(row(qualifier="about"), row(year(2022), qualifier="over"))},
    ),
    "results that are there": Case(
        lambda: grown(row(change=1.0), row(year(2022), change=1.0)),
        {
            "rename": lambda: growth(
                table(row(change=1.0), row(year(2022), change=1.0)).rename({"change": "old"}), measure="flow"
            ),
            "or drop these columns": lambda: grown(*TWO),
        },
    ),
    "one bound": Case(
        lambda: grown(row(least=1.0, most=20.0), row(year(2022), least=1.0, most=20.0), low_column="least"),
        {
            "high_column": lambda: grown(
                row(least=1.0, most=20.0),
                row(year(2022), least=1.0, most=20.0),
                low_column="least",
                high_column="most",
            )
        },
    ),
    "no column": Case(
        lambda: grown(*TWO, unit_column=None),
        {
            "give text": lambda: grown(*TWO, unit_column="unit"),
            "leave the argument out": lambda: grown(*TWO),
        },
    ),
    "a misspelt argument": Case(
        lambda: grown(*TWO, valuecolumn="value"),
        {'did you mean "value_column"': lambda: grown(*TWO, value_column="value")},
    ),
    "a misspelt measure": Case(
        lambda: grown(*TWO, measure="flows"), {'did you mean "flow"': lambda: grown(*TWO, measure="flow")}
    ),
    "another way to step": Case(
        lambda: grown(*TWO, between="all"), {"ends": lambda: grown(*TWO, between="ends")}
    ),
    "columns of one name": Case(
        lambda: growth(pd.DataFrame(LISTS, columns=["value", "period_end", "value"]), measure="stock"),
        {
            "give each a name of its own": lambda: growth(
                pd.DataFrame(LISTS, columns=["value", "period_end", "n"]), measure="stock"
            )
        },
    ),
    "columns whose names are no text": Case(
        lambda: growth(pd.DataFrame(LISTS, columns=["value", "period_end", 5]), measure="stock"),
        {
            "name each column by one text": lambda: growth(
                pd.DataFrame(LISTS, columns=["value", "period_end", 5]).rename(columns=str), measure="stock"
            )
        },
    ),
    "no frame": Case(
        lambda: growth([at(), at(end=2022)], **WORD),
        {"takes a dataframe of pandas, Polars": lambda: growth(pd.DataFrame([at(), at(end=2022)]), **WORD)},
    ),
}
