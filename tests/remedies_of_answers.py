"""What `series`, `compare`, `find` and `claims` refuse, and what follows each remedy that is named."""

import datetime

import polars as pl
from remedies_of_series import Case

import kz_bri_data as kbd
from kz_bri_data._catalogue import installed
from kz_bri_data._claims import find_claim

TURNOVER = "goods_trade_turnover"
SHIPPED = kbd.load("observations")
CLAIM = SHIPPED[SHIPPED["observation_id"] == "liu-belt-and-road/chinese-brands-share-2021"]
SOME = SHIPPED.head(3)
NOTHING = dict.fromkeys(["value", "value_low", "value_high", "qualifier"])
EVERY = {"period": "all"}
RETAIL = {"area": "KAZ", "basis": "", "unit": "KZT"}


def compared(**cells):
    return kbd.compare(CLAIM.astype("object").assign(**cells))


BY_IMF, BY_WTO = "goods_exports/KAZ/imf_dots/USD/A", "goods_exports/KAZ/wto/USD/A"
URANIUM = "uranium_production/WLD/wna/tU/A"
FIRST_RELEASE = "uranium_production/WLD/definition=first_release/wna/tU/A"

SELECTION = {
    "a misspelt indicator": Case(
        lambda: kbd.series("retail_trade_turnove"),
        {
            'did you mean "retail_trade_turnover"': lambda: kbd.series(
                "retail_trade_turnover", sources=["naryk-retail-2022"], on_conflict="ignore"
            )
        },
    ),
    "a misspelt argument": Case(
        lambda: kbd.series("retail_trade_turnover", basi=""),
        {'did you mean "basis"': lambda: kbd.series("retail_trade_turnover", basis="")},
    ),
    "no such frequency": Case(
        lambda: kbd.series("retail_trade_turnover", frequency="Y"),
        {
            "allowed: A, S, Q, M, D": lambda: kbd.series(
                "retail_trade_turnover", sources=["naryk-retail-2022"], on_conflict="ignore", frequency="A"
            )
        },
    ),
    "no frequency at all": Case(
        lambda: kbd.series("plant_jobs", frequency="A"),
        {"none of these": lambda: kbd.series("plant_jobs", frequency="none of these", status="planned")},
    ),
    "a value that is not there": Case(
        lambda: kbd.series("retail_trade_turnover", sources=["naryk-retail"]),
        {
            'did you mean "naryk-retail-2022"': lambda: kbd.series(
                "retail_trade_turnover", sources=["naryk-retail-2022"], on_conflict="ignore"
            )
        },
    ),
    "no source": Case(
        lambda: kbd.series("brand_share_of_new_car_sales", sources=[]),
        {
            "or list source_ids": lambda: kbd.series(
                "brand_share_of_new_car_sales", sources=["liu-belt-and-road"]
            )
        },
    ),
    "a declared break": Case(
        lambda: kbd.series("companies_with_foreign_capital", definition="", breakdown=""),
        {
            'start="2023-01-01"': lambda: kbd.series(
                "companies_with_foreign_capital", definition="", breakdown="", start="2023-01-01"
            ),
            'end="2022-12-31"': lambda: kbd.series(
                "companies_with_foreign_capital", definition="", breakdown="", end="2022-12-31"
            ),
        },
    ),
    "a backend": Case(
        lambda: kbd.load("areas", backend="polar"), {"polars": lambda: kbd.load("areas", backend="polars")}
    ),
}

COMPARISON = {
    "another way to match": Case(
        lambda: kbd.compare(CLAIM, period="any"),
        {"allowed: exact, nearest, all": lambda: kbd.compare(CLAIM, **EVERY)},
    ),
    "a misspelt observation": Case(
        lambda: kbd.compare("liu-belt-and-road/chinese-brands-share-202"),
        {
            'did you mean "liu-belt-and-road/chinese-brands-share-202': lambda: kbd.compare(
                "liu-belt-and-road/chinese-brands-share-2021"
            )
        },
    ),
    "no unit": Case(
        lambda: compared(unit=None), {"give every row one of the units": lambda: compared(unit="percent")}
    ),
    "a misspelt unit": Case(
        lambda: compared(unit="percents"), {'did you mean "percent"': lambda: compared(unit="percent")}
    ),
    "a name for a code": Case(
        lambda: compared(ref_area="Kazakhstan"), {'did you mean "KAZ"': lambda: compared(ref_area="KAZ")}
    ),
    "a column that is not there": Case(
        lambda: kbd.compare(CLAIM.drop(columns="period_start")),
        {
            "period_start, period_end, value, unit, value_low, value_high (empty where unknown)": lambda: (
                kbd.compare(CLAIM.drop(columns="period_start").assign(period_start=None), **EVERY)
            )
        },
    ),
    "a year as a day": Case(
        lambda: compared(period_start="2021", period_end="2021"),
        {
            "a year goes from its first day to its last": lambda: compared(
                period_start="2021-01-01", period_end="2021-12-31"
            )
        },
    ),
    "a number with its unit": Case(
        lambda: compared(value="3.4 %"),
        {
            "give numbers alone, such as 39 with the unit percent": lambda: compared(
                value="3.4", unit="percent"
            ),
            "leave empty what is not known": lambda: compared(value=None, value_low=3.4, value_high=None),
        },
    ),
    "a hedge nobody knows": Case(
        lambda: compared(qualifier="abut"),
        {'did you mean "about"': lambda: compared(qualifier="about", value_low=None, value_high=None)},
    ),
    "bounds that the hedge contradicts": Case(
        lambda: compared(qualifier="over"),
        {
            "correct qualifier": lambda: compared(qualifier="exact"),
            "or leave value_low and value_high empty": lambda: compared(
                qualifier="over", value_low=None, value_high=None
            ),
        },
    ),
    "neither value nor bounds": Case(
        lambda: compared(**NOTHING),
        {
            "give its value": lambda: compared(**NOTHING | {"value": 3.4}),
            "or value_low and value_high": lambda: compared(
                **NOTHING | {"value_low": 3.3, "value_high": 3.5}
            ),
        },
    ),
    "a range without bounds": Case(
        lambda: compared(**NOTHING | {"value": 3.4, "qualifier": "range"}),
        {
            "give value_low and value_high": lambda: compared(
                value_low=3.3, value_high=3.5, qualifier="range"
            ),
            "or correct qualifier": lambda: compared(**NOTHING | {"value": 3.4, "qualifier": "exact"}),
        },
    ),
    "a value outside its bounds": Case(
        lambda: compared(**NOTHING | {"value": 3.2, "value_low": 3.3, "value_high": 3.5}),
        {
            "value lies between value_low and value_high": lambda: compared(
                **NOTHING | {"value": 3.4, "value_low": 3.3, "value_high": 3.5}
            ),
            "what is not known is empty": lambda: compared(**NOTHING | {"value_low": 3.3, "value_high": 3.5}),
        },
    ),
    "a lazy frame": Case(
        lambda: kbd.compare(pl.from_pandas(CLAIM).lazy()),
        {"give one of pandas, Polars or PyArrow": lambda: kbd.compare(pl.from_pandas(CLAIM))},
    ),
}

TOGETHER = {
    "a basis that does not count both sides": Case(
        lambda: kbd.mirror("goods_exports", "KAZ", "CHN", basis="wto"),
        {
            'say basis="imf_dots"': lambda: kbd.mirror("goods_exports", "KAZ", "CHN", basis="imf_dots"),
            "or leave out basis= for the two national counts": lambda: kbd.mirror(
                "goods_trade_turnover", "KAZ", "CHN"
            ),
        },
    ),
    "nothing that is counted from both ends": Case(
        lambda: kbd.mirror("uranium_production", "KAZ", "CHN"),
        {"mirror takes goods_exports": lambda: kbd.mirror("goods_exports", "CHN", "KAZ")},
    ),
    "one area twice": Case(
        lambda: kbd.mirror("goods_exports", "KAZ", "KAZ"),
        {"name two areas, such as KAZ and CHN": lambda: kbd.mirror("goods_exports", "CHN", "KAZ")},
    ),
    "two bases": Case(
        lambda: kbd.ratio(BY_IMF, BY_WTO),
        {
            "give series of one basis, which overview lists": lambda: kbd.ratio(BY_WTO, BY_WTO),
            "say allow_bases=True": lambda: kbd.ratio(BY_IMF, BY_WTO, allow_bases=True),
        },
    ),
    "two definitions": Case(
        lambda: kbd.ratio(URANIUM, FIRST_RELEASE),
        {
            "give series by one definition": lambda: kbd.ratio(URANIUM, URANIUM),
            "say allow_definitions=True": lambda: kbd.ratio(URANIUM, FIRST_RELEASE, allow_definitions=True),
        },
    ),
    "two lengths of periods": Case(
        lambda: kbd.ratio("goods_imports/KAZ/CHN/kazakh_stats/USD/S", BY_IMF),
        {"give series_ids of one length": lambda: kbd.ratio(BY_IMF, BY_IMF)},
    ),
    "no period in common": Case(
        lambda: kbd.ratio(kbd.series(URANIUM, end="2010"), kbd.series(URANIUM, start="2011")),
        {"give series of the same periods": lambda: kbd.ratio(URANIUM, URANIUM)},
    ),
    "several series in a frame": Case(
        lambda: kbd.ratio(pl.concat(kbd.series(one, backend="polars") for one in (URANIUM, BY_WTO)), URANIUM),
        {"give each as a frame of one series": lambda: kbd.ratio(kbd.series(URANIUM), URANIUM)},
    ),
    "nothing that is worked out": Case(
        lambda: kbd.series("oil_reserves", derived=True),
        {
            "leave out derived=": lambda: kbd.series("oil_reserves", breakdown="", definition="proven"),
            'see kbd.overview("oil_reserves")': lambda: kbd.overview("oil_reserves"),
        },
    ),
}

SEARCH = {
    "several entities of a name": Case(
        lambda: kbd.entity("Хоргос"), {'kbd.entity("horgos-port")': lambda: kbd.entity("horgos-port").names}
    ),
    "no entity": Case(
        lambda: kbd.entity("icbc-horgos"),
        {
            'did you mean "icbc-khorgos"': lambda: kbd.entity("icbc-khorgos").names,
            'kbd.find("icbc-horgos")': lambda: kbd.find("icbc khorgos"),
        },
    ),
    "no indicator, but a word": Case(
        lambda: kbd.series("trade"), {'kbd.find("trade")': lambda: kbd.find("trade")}
    ),
    "no verdict": Case(
        lambda: kbd.claims("differ"), {'did you mean "differs"': lambda: kbd.claims("differs")}
    ),
    "no verdicts": Case(lambda: kbd.claims([]), {"leave it out": kbd.claims}),
    "no text": Case(lambda: kbd.find(5), {"give words such as 'Nurly Zhol'": lambda: kbd.find("Nurly Zhol")}),
    "a misspelt claim": Case(
        lambda: find_claim(installed(), "chinese-brands-share-202"),
        {
            'did you mean "chinese-brands-share-202': lambda: find_claim(
                installed(), "chinese-brands-share-2021"
            )
        },
    ),
    "a misspelt table": Case(
        lambda: kbd.load("observation"), {'did you mean "observations"': lambda: kbd.load("observations")}
    ),
}

CITING = {
    "no column that names a source": Case(
        lambda: kbd.cite(SOME.set_index("source_id")[["value"]]),
        {
            "keep the column source_id": lambda: kbd.cite(SOME[["source_id", "value"]]),
            "reset_index() makes a column of an index": lambda: kbd.cite(
                SOME.set_index("source_id")[["value"]].reset_index()
            ),
        },
    ),
    "a lazy frame to cite": Case(
        lambda: kbd.cite(pl.from_pandas(SOME).lazy()),
        {"what its collect() gives": lambda: kbd.cite(pl.from_pandas(SOME).lazy().collect())},
    ),
    "no rows to cite": Case(
        lambda: kbd.cite(SOME.head(0)), {"give the rows that you use": lambda: kbd.cite(SOME.head(1))}
    ),
    "rows without a source": Case(
        lambda: kbd.cite(SOME.assign(source_id=None)),
        {"give rows whose source_id is filled in": lambda: kbd.cite(SOME)},
    ),
    "a call with a variable": Case(
        lambda: kbd.cite("kbd.series(indicator)"),
        {
            'give a call such as kbd.series("goods_trade_turnover")': lambda: kbd.cite(
                'kbd.series("goods_trade_turnover")'
            )
        },
    ),
    "a day that is none": Case(
        lambda: kbd.cite(accessed="yesterday"),
        {
            "give a date": lambda: kbd.cite(accessed=datetime.date(2026, 11, 27)),
            'accessed="2026-11-27"': lambda: kbd.cite(accessed="2026-11-27"),
        },
    ),
    "no style": Case(
        lambda: kbd.cite(SOME, "bibtext"), {'did you mean "bibtex"': lambda: kbd.cite(SOME, "bibtex")}
    ),
    "a misspelt source": Case(
        lambda: kbd.cite("liu-belt-and-rod"),
        {'did you mean "liu-belt-and-road"': lambda: kbd.cite("liu-belt-and-road")},
    ),
}
