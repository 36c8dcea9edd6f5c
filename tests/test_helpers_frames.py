"""Frames as people have them: any index, any type of column, years and days in any form."""

from datetime import date

import pytest
from helpers_frames import columns_of, make, rows, year

import kz_bri_data as kbd
from kz_bri_data._series import SERIES_COLUMNS
from kz_bri_data.errors import (
    BrokenSeriesError,
    MixedBasisError,
    MixedSeriesError,
    RefusedError,
    WrongMeasureError,
)
from kz_bri_data.helpers import (
    _breaks,
    _reference,
    convert_currency,
    convert_unit,
    growth,
    index_to,
    per_capita,
    share_change,
    share_of_gdp,
    target_progress,
)

LIBRARIES = ["pandas", "polars", "polars lazy", "duckdb", "pyspark"]


def test_filtered_rows_of_our_own_tables():
    persons = kbd.load("population").query("area == 'KAZ'")
    found = growth(persons, value_column="persons", end_column="year", area_column="area", measure="stock")
    assert found["from_year"].tolist() == persons["year"].tolist()[:-1]
    assert list(found.index) == list(persons.index[1:])


INDEXES = {
    "permuted": lambda frame: frame.sample(frac=1, random_state=3),
    "duplicate": lambda frame: frame.set_axis([7] * len(frame)),
    "text": lambda frame: frame.set_axis([f"row {n}" for n in range(len(frame))]),
    "multi": lambda frame: frame.set_index(["iso3", "year"], drop=False),
    "dates": lambda frame: frame.set_axis([date(2000, 1, n + 1) for n in range(len(frame))]),
}
TYPES = ["int64", "Int64", "float64", "Float64", "float32", "int64[pyarrow]", "double[pyarrow]", "object"]
CALLS = {
    "growth": lambda frame, **names: growth(frame, measure="stock", **names),
    "index_to": lambda frame, **names: index_to(frame, measure="stock", base_period=2019, **names),
    "target_progress": lambda frame, **names: target_progress(
        frame, measure="stock", target=500, target_year=2030, **names
    ),
}


def panel():
    import pandas as pd

    return pd.DataFrame(
        {
            "iso3": ["KAZ", "CHN", "KAZ", "CHN"],
            "year": [2019, 2019, 2021, 2022],
            "trade": [100, 5000, 150, 6000],
        }
    )


NAMES = {"value_column": "trade", "end_column": "year", "area_column": "iso3"}


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize("call", CALLS)
def test_no_index_and_no_type_matters(call, index, kind):
    frame = INDEXES[index](panel().astype({"trade": kind}))
    found = CALLS[call](frame, **NAMES)
    expected = {(one["iso3"], one["year"]): one for one in rows(CALLS[call](panel(), **NAMES))}
    assert {(one["iso3"], one["year"]): one for one in rows(found)} == expected
    assert set(found.index) <= set(frame.index)


@pytest.mark.parametrize(
    "years",
    [
        lambda year: year.astype(str),
        lambda year: year.astype(str).astype("category"),
        lambda year: year.astype("category"),
        lambda year: year.astype("float64"),
        lambda year: year.astype("Int64"),
        lambda year: year.astype(object),
        lambda year: year.astype(str).astype("string[pyarrow]"),
    ],
)
def test_years_in_any_form(years):
    frame = panel().assign(year=lambda frame: years(frame["year"]))
    found = rows(growth(frame, measure="stock", **NAMES))
    assert [(one["iso3"], one["change_percent"], one["years"]) for one in found] == [
        ("KAZ", 50, 2),
        ("CHN", 20, 3),
    ]


@pytest.mark.parametrize(
    "days",
    [
        lambda ends: ends,
        lambda ends: ends.dt.date,
        lambda ends: ends.dt.strftime("%Y-%m-%d"),
        lambda ends: ends.dt.tz_localize("Asia/Almaty"),
        lambda ends: ends.dt.to_pydatetime(),
        lambda ends: ends.dt.to_period("Y"),
        lambda ends: ends.astype("datetime64[s]"),
        lambda ends: ends.astype("category"),
    ],
)
def test_days_in_any_form(days):
    import pandas as pd

    ends = pd.to_datetime(["2019-12-31", "2019-12-31", "2021-12-31", "2022-12-31"])
    frame = panel().assign(year=days(pd.Series(ends)))
    found = rows(growth(frame, measure="stock", **NAMES))
    assert [(one["iso3"], one["change_percent"], one["years"]) for one in found] == [
        ("KAZ", 50, 2),
        ("CHN", 20, 3),
    ]


def test_periods_of_pandas_have_a_first_day_too():
    import pandas as pd

    frame = panel().assign(year=pd.PeriodIndex(["2021-01", "2021-01", "2021-02", "2021-02"], freq="M"))
    found = rows(growth(frame, measure="flow", **NAMES))
    assert [one["years"] for one in found] == [pytest.approx(1 / 12)] * 2


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    "argument", ["area", "partner", "entity", "indicator", "breakdown", "definition", "basis"]
)
def test_every_named_column_is_part_of_what_a_series_is(library, argument):
    given = [
        {"what": what, "period_end": end, "value": value, "kind": "goods"}
        for what, end, value in [("KAZ", 2019, 100.0), ("CHN", 2020, 5000.0), ("KAZ", 2021, 150.0)]
    ]
    names = {f"{argument}_column": "what", "series_columns": ["kind"]}
    (one,) = rows(growth(make(library, columns_of(given)), measure="stock", **names))
    assert (one["what"], one["change_percent"]) == ("KAZ", 50)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("argument", ["area", "partner", "entity", "indicator", "breakdown", "definition"])
def test_a_target_of_something_else_meets_no_fact(library, argument):
    given = [
        {"what": what, "period_end": end, "value": 1.0, "status": status}
        for what, end, status in [("a", 2024, "actual"), ("b", 2024, "actual"), ("b", 2030, "target")]
    ]
    frame = make(library, columns_of(given))
    (one,) = rows(target_progress(frame, measure="stock", **{f"{argument}_column": "what"}))
    assert (one["what"], one["years_left"]) == ("b", 6)


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_has_no_identifier_comes_from_none(library):
    given = [
        {"observation_id": name, "period_end": end, "value": 1.0}
        for name, end in [(None, 2019), ("x", 2020), ("y", 2021)]
    ]
    (one,) = rows(growth(make(library, columns_of(given)), measure="stock", between="ends"))
    assert (one["from_observation_id"], one["observation_id"]) == (None, "y")


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_frame_without_rows_has_no_changes(library):
    frame = make(library, {"period_end": [], "value": []})
    assert rows(share_change(frame, measure="share")) == []


def test_years_are_written_down_in_short():
    years = {"CNY": [2000], "KZT": [2000, 2005, 2006, 2010, 2011, 2012]}
    assert _reference.spans(years) == "CNY 2000; KZT 2000, 2005-2006, 2010-2012"


BREAK = dict.fromkeys(SERIES_COLUMNS.values(), "") | {
    **{"indicator_id": "trips", "ref_area": "KAZ", "date": "2021-01-01", "reason": "Why."},
}


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    ("first", "last", "day", "more", "refused"),
    [
        (2020, 2021, "2021-01-01", {}, True),
        (2019, 2022, "2021-01-01", {}, True),
        (2021, 2022, "2021-01-01", {}, False),
        (2019, 2020, "2021-01-01", {}, False),
        # A year that holds the day is of neither count.
        (2020, 2021, "2021-07-01", {}, True),
        (2021, 2022, "2021-07-01", {}, True),
        (2020, 2021, "2021-01-01", {"ref_area": "CHN"}, False),
        (2020, 2021, "2021-01-01", {"indicator_id": "others"}, False),
        (2020, 2021, "2021-01-01", {"partner_area": "CHN"}, False),
        (2020, 2021, "2021-01-01", {"partner_area": ""}, True),
    ],
)
@pytest.mark.parametrize("in_years", [True, False])
def test_no_helper_steps_over_a_declared_break(
    library, first, last, day, more, refused, in_years, monkeypatch
):
    monkeypatch.setattr(_breaks, "_shipped", lambda: {"trips": [BREAK | {"date": day}]})
    given = [
        {
            **{"indicator_id": "trips", "ref_area": "KAZ", "value": 10.0 + number, **more},
            **({"period_end": number} if in_years else year(number)),
        }
        for number in (first, last)
    ]
    frame = make(library, columns_of(given))
    if refused:
        with pytest.raises(BrokenSeriesError, match=f"a step over {day}, from which trips is counted"):
            rows(growth(frame, measure="stock"))
    else:
        assert len(rows(growth(frame, measure="stock"))) == 1


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_break_of_a_breakdown_is_none_of_the_total(library, monkeypatch):
    monkeypatch.setattr(_breaks, "_shipped", lambda: {"trips": [BREAK | {"breakdown": "cars"}]})
    given = [{"indicator_id": "trips", "ref_area": "KAZ", **year(n), "value": 1.0} for n in (2020, 2021)]
    assert len(rows(growth(make(library, columns_of(given)), measure="stock"))) == 1
    given = [one | {"breakdown": "cars"} for one in given]
    with pytest.raises(BrokenSeriesError):
        growth(make(library, columns_of(given)), measure="stock")


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_text_that_nobody_named_is_refused_and_its_remedies_work(library):
    given = [{"iso3": name, "period_end": 2019 + n, "value": 10.0 + n} for n, name in enumerate("AB")]
    given += [{"iso3": name, "period_end": 2025 + n, "value": 20.0} for n, name in enumerate("AB")]
    frame = make(library, columns_of(given))
    with pytest.raises(MixedSeriesError, match="name iso3 in series_columns"):
        growth(frame, measure="stock")
    assert len(rows(growth(frame, measure="stock", series_columns=["iso3"]))) == 2
    dropped = make(library, columns_of([{k: v for k, v in one.items() if k != "iso3"} for one in given]))
    assert len(rows(growth(dropped, measure="stock"))) == 3


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_running_total_goes_on_from_its_first_day(library):
    start = {"period_start": date(2021, 1, 1)}
    given = [
        {**start, "period_end": date(2021, 6, 30), "value": 5.0},
        {**start, "period_end": date(2021, 12, 31), "value": 8.0},
    ]
    (one,) = rows(growth(make(library, columns_of(given)), measure="cumulative"))
    assert one["change"] == 3


def row(value, period, **more):
    return {"ref_area": "KAZ", **period, "value": value, "unit": "USD", **more}


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_stock_is_a_share_of_the_product_only_when_asked_for(library):
    end = {"period_end": date(2022, 12, 31)}
    frame = make(library, columns_of([row(1e11, end)]))
    with pytest.raises(WrongMeasureError):
        share_of_gdp(frame)
    (one,) = rows(share_of_gdp(frame, measure="stock"))
    assert one["share_of_gdp"] == 1e13 / one["gdp_usd"]


@pytest.mark.parametrize("library", LIBRARIES)
def test_tables_of_ones_own(library):
    rates = make("pandas", {"currency": ["RUB"], "year": [2022], "units_per_usd": [70.0]})
    frame = make(library, columns_of([row(700.0, year(2022), unit="RUB")]))
    assert rows(convert_currency(frame, to="USD", measure="flow", rates=rates))[0]["converted"] == 10
    units = make("polars", {"unit": ["lb"], "dimension": ["mass"], "factor": [0.45359237]})
    frame = make(library, columns_of([row(1000.0, year(2022), unit="lb")]))
    assert rows(convert_unit(frame, to="kg", units=units))[0]["converted"] == pytest.approx(453.59237)
    for area in ("KAZ", "Côte d'Ivoire"):
        persons = make("pandas", {"area": [area], "year": ["2022"], "persons": [20]})
        frame = make(library, columns_of([row(100.0, year(2022)) | {"ref_area": area}]))
        assert rows(per_capita(frame, measure="flow", population=persons))[0]["per_capita"] == 5


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"unit": ["lb"], "dimension": ["mass"], "factor": [0.0]}, "factor above 0"),
        ({"unit": ["t"], "dimension": ["mass"], "factor": [907.0]}, "give yours another name"),
    ],
)
def test_units_that_cannot_be_used_are_refused(columns, words):
    with pytest.raises(RefusedError, match=words):
        convert_unit(
            make("polars", columns_of([row(1.0, year(2022))])), to="t", units=make("polars", columns)
        )


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_target_of_no_basis_meets_the_one_that_is_named(library):
    facts = [
        row(value, year(2024), basis=basis, status="actual") for value, basis in [(14.9, "a"), (6.4, "b")]
    ]
    frame = make(library, columns_of([*facts, row(15.0, year(2030), basis=None, status="target")]))
    with pytest.raises(MixedBasisError, match="target_basis="):
        target_progress(frame, measure="stock")
    (one,) = rows(target_progress(frame, measure="stock", target_basis="b"))
    assert (one["basis"], one["target_basis"], one["gap"], one["reached"]) == ("b", None, 8.6, False)
    assert len(rows(target_progress(frame, measure="stock", target_basis="any"))) == 2


@pytest.mark.parametrize(
    ("measure", "reached"), [("stock", [False, True, True]), ("duration", [True, True, False])]
)
def test_a_target_is_reached_from_the_side_that_is_worse(measure, reached):
    found = [
        rows(
            target_progress(
                make("polars", columns_of([row(value, year(2024))])),
                target=10,
                target_year=2030,
                measure=measure,
            )
        )[0]
        for value in (8.0, 10.0, 12.0)
    ]
    assert [one["reached"] for one in found] == reached
    assert [one["yearly_step"] is None for one in found] == reached


@pytest.mark.parametrize(
    ("unit", "to", "factor"),
    [
        ("kt", "t", 1000),
        ("Mt", "t", 10**6),
        ("bcm", "m3", 10**9),
        ("GW", "MW", 1000),
        ("GWh", "kWh", 10**6),
        ("TWh", "kWh", 10**9),
        ("TWh", "MWh", 10**6),
        ("million_USD", "USD", 10**6),
        ("thousand_barrel/day", "barrel/day", 1000),
    ],
)
def test_units_that_people_have(unit, to, factor):
    frame = make("pandas", columns_of([row(3.0, year(2022), unit=unit)]))
    assert rows(convert_unit(frame, to=to))[0]["converted"] == 3 * factor
    frame = make("pandas", columns_of([row(3.0 * factor, year(2022), unit=to)]))
    assert rows(convert_unit(frame, to=unit))[0]["converted"] == 3


def test_millions_are_brought_to_dollars_first():
    frame = make("pandas", columns_of([row(3.0, year(2022), unit="million_USD")]))
    with pytest.raises(RefusedError, match="with convert_unit first"):
        convert_currency(frame, to="KZT", measure="flow")
    dollars = convert_unit(frame, to="USD")
    tenge = convert_currency(
        dollars.drop(columns="unit").rename(columns={"converted": "dollars", "converted_unit": "unit"}),
        value_column="dollars",
        to="KZT",
        measure="flow",
    )
    assert rows(tenge)[0]["converted"] == 3e6 * rows(tenge)[0]["exchange_rate"]


@pytest.mark.parametrize("text", [True, False])
def test_a_wide_table_is_refused_with_the_melt_to_write(text):
    import pandas as pd

    names = [str(one) if text else one for one in (2019, 2021)]
    wide = pd.DataFrame({"iso3": ["KAZ", "CHN"], names[0]: [100.0, 5000.0], names[1]: [150.0, 6000.0]})
    with pytest.raises(RefusedError, match=r"frame\.melt\(id_vars=\['iso3'\]") as caught:
        growth(wide, measure="stock")
    code = caught.value.allowed.partition("in pandas ")[2].partition(", in Polars")[0]
    long = eval(code, {"frame": wide})  # the remedy, as it is named
    found = growth(long, value_column="value", end_column="year", area_column="iso3", measure="stock")
    assert sorted(found["change_percent"]) == [20, 50]


def test_all_years_that_there_are_make_a_table_wide():
    with pytest.raises(RefusedError, match="a wide table, with a column for each of 2 years"):
        growth(make("polars", {"iso3": ["KAZ"], "1900": [100.0], "2100": [150.0]}), measure="stock")


def test_a_wide_table_of_polars_too():
    wide = make("polars", {"iso3": ["KAZ"], "2019": [100.0], "2021": [150.0]})
    with pytest.raises(RefusedError) as caught:
        growth(wide, value_column="2021", measure="stock")
    long = eval(caught.value.allowed.partition("in Polars ")[2], {"frame": wide})
    assert (
        rows(growth(long, end_column="year", area_column="iso3", measure="stock"))[0]["change_percent"] == 50
    )


# -- edges that are easily lost ------------------------------------------------------------------------------


@pytest.mark.parametrize("library", LIBRARIES)
def test_decimals_beyond_the_sixth_are_kept(library):
    frame = make(library, {"period_end": [2020, 2021], "value": [0.0, 5000000.1234567]})
    (one,) = rows(growth(frame, measure="stock"))
    assert one["change"] == 5000000.1234567


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_year_ends_on_the_day_before_its_anniversary(library):
    def days(last):
        return {"period_start": date(2020, 7, 2), "period_end": last}

    assert rows(per_capita(make(library, columns_of([row(1.0, days(date(2021, 7, 1)))])), measure="flow"))
    with pytest.raises(RefusedError, match="more than a year"):
        per_capita(make(library, columns_of([row(1.0, days(date(2021, 7, 2)))])), measure="flow")


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_flow_whose_first_day_is_missing_is_converted(library):
    given = [row(1.0, year(2022)), row(1.0, {"period_start": None, "period_end": date(2022, 12, 31)})]
    found = rows(convert_currency(make(library, columns_of(given)), to="KZT", measure="flow"))
    assert found[0]["converted"] == found[1]["converted"]


@pytest.mark.parametrize("library", LIBRARIES)
def test_where_no_years_are_left_there_is_no_yearly_step(library):
    frame = make(library, columns_of([row(1.0, year(2030))]))
    (one,) = rows(target_progress(frame, target=5, target_year=2030, measure="stock"))
    assert (one["years_left"], one["gap"], one["yearly_step"]) == (0, 4, None)


def test_prices_have_the_rate_of_their_year():
    frame = make("polars", columns_of([row(1.0, year(2022))]))
    (one,) = rows(convert_currency(frame, to="KZT", measure="price"))
    assert one["converted"] == one["exchange_rate"] > 1


def test_an_allowance_has_no_share_per_person():
    with pytest.raises(WrongMeasureError, match="allowance"):
        per_capita(make("polars", columns_of([row(1.0, year(2022))])), measure="allowance")


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_is_undated_may_be_ignored(library):
    given = [row(1.0, year(2022)), row(1.0, {"period_start": None, "period_end": None})]
    found = rows(per_capita(make(library, columns_of(given)), measure="flow", on_missing="ignore"))
    assert [one["per_capita"] is None for one in found] == [False, True]


def test_upper_and_lower_case_are_one_name():
    with pytest.raises(RefusedError, match="already has Per_Capita"):
        per_capita(make("polars", columns_of([row(1.0, year(2022), Per_Capita=1.0)])), measure="flow")


LAZY = {"polars lazy": "polars", "duckdb": "duckdb", "pyspark": "pyspark"}


@pytest.mark.parametrize("form", ["years", "days"])
@pytest.mark.parametrize("library", LAZY)
def test_text_of_a_lazy_frame_is_cast_by_the_remedy(library, form):
    import polars as pl

    years = [str(end) for end in (2019, 2021)]
    ends = years if form == "years" else [f"{end}-12-31" for end in years]
    frame = make(library, {"what": ["a", "a"], "end": ends, "value": [100.0, 150.0]})
    names = {"measure": "stock", "end_column": "end", "entity_column": "what"}
    with pytest.raises(RefusedError, match="holds text") as caught:
        growth(frame, check=False, **names)
    code = caught.value.allowed.partition(f"if it holds {form}, give ")[2].partition("; if it holds")[0]
    (one,) = rows(growth(eval(code, {"frame": frame, "pl": pl}), **names))  # the remedy, as it is named
    assert (one["change_percent"], one["years"]) == (50, 2)


def test_text_of_a_large_frame_of_polars_is_read_too():
    import polars as pl

    number = 200_002
    frame = pl.DataFrame({"value": [1.0] * number, "end": [str(1950 + n % 100) for n in range(number)]})
    frame = frame.with_columns(part=pl.Series([str(n // 100) for n in range(number)]))
    found = growth(frame, end_column="end", measure="stock", series_columns=["part"])
    assert len(found) == number - 2001


def test_rows_of_a_large_frame_of_polars_stay_in_place():
    import polars as pl

    number = 300_000
    frame = pl.DataFrame(
        {
            "ref_area": [["KAZ", "CHN", "XYZ"][n * 7919 % 3] for n in range(number)],
            "period_end": [2000 + n * 104_729 % 25 for n in range(number)],
            "value": [float(n) for n in range(number)],
        }
    )
    found = per_capita(frame, measure="stock", on_missing="ignore")
    assert found["value"].equals(frame["value"])


def test_a_frame_of_polars_is_computed_alike_however_large():
    import polars as pl

    number = 210_000
    frame = pl.DataFrame(
        {
            "ref_area": [["KAZ", "CHN", ""][n % 3] for n in range(number)],
            "part": [str(n // 30) for n in range(number)],
            "period_end": [2000 + n // 3 % 10 for n in range(number)],
            "value": [float(n * 7919 % 1000) for n in range(number)],
        }
    )
    large = growth(frame, measure="stock", series_columns=["part"])
    small = growth(frame[:90_000], measure="stock", series_columns=["part"])
    assert large[: len(small)].equals(small)
    assert large.schema == small.schema
