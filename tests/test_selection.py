"""One series or a refusal: made-up tables for the rules, real series for what they are for."""

import contextlib
import csv
import datetime
import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import loaders, selection

HEADER = [column.name for column in kbd.describe("observations").columns]
ORDINARY = {
    "observation_id": "",
    "indicator_id": "trips",
    "ref_area": "KAZ",
    "period_start": "2020-01-01",
    "period_end": "2020-12-31",
    "period_basis": "stated",
    "value": "1",
    "value_low": "1",
    "value_high": "1",
    "qualifier": "exact",
    "unit": "count",
    "status": "actual",
    "source_id": "a",
    "figure_as_printed": "1",
    "confidence": "high",
}
# Argument of `series`, the column that it chooses by, and two values of it.
COLUMNS = [
    ("area", "ref_area", "KAZ", "CHN"),
    ("partner", "partner_area", "CHN", ""),
    ("entity", "entity_id", "cnpc", ""),
    ("breakdown", "breakdown", "export", ""),
    ("unit", "unit", "USD", "CNY"),
    ("basis", "basis", "wna", ""),
    ("status", "status", "planned", "target"),
]
each_column = pytest.mark.parametrize(("argument", "column", "one", "other"), COLUMNS)


@pytest.fixture
def table(monkeypatch, tmp_path):
    """Let `series` read made-up observations of one indicator."""

    real = loaders.csv_file
    made_up = {"observations": tmp_path / "observations.csv", "indicators": tmp_path / "indicators.csv"}
    made_up["indicators"].write_text("indicator_id\ntrips\n", encoding="utf-8")
    monkeypatch.setattr(loaders, "csv_file", lambda name: str(made_up.get(name) or real(name)))

    def put(*rows):
        with made_up["observations"].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADER, restval="")
            writer.writeheader()
            for number, row in enumerate(rows):
                writer.writerow({**ORDINARY, "observation_id": f"a/row-{number}", **row})

    return put


def year(number, **cells):
    return {"period_start": f"{number}-01-01", "period_end": f"{number}-12-31", **cells}


def period(start, end, **cells):
    return {"period_start": start, "period_end": end, **cells}


def found(**choices):
    return kbd.series("trips", **choices)["observation_id"].tolist()


def refused(**choices):
    with pytest.raises(kbd.CompetingRowsError) as caught:
        kbd.series("trips", **choices)
    return caught.value


# One series


def test_order_is_that_of_time(table):
    table(year(2022), year(2020), period("2021-01-01", "2021-06-30"), period("2021-07-01", "2021-12-31"))
    assert found() == ["a/row-1", "a/row-2", "a/row-3", "a/row-0"]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_order_of_rows_does_not_matter(table, order):
    table(*(year(2020 + number) for number in order))
    assert kbd.series("trips")["period_start"].dt.year.tolist() == [2020, 2021, 2022, 2023]


def test_publications_of_different_years_make_one_series(table):
    table(year(2020, source_id="a"), year(2021, source_id="b"))
    assert found() == ["a/row-0", "a/row-1"]


def test_actual_figures_and_estimates_make_one_series(table):
    table(year(2020), year(2021, status="estimate"))
    assert found() == ["a/row-0", "a/row-1"]
    assert found(status="estimate") == ["a/row-1"]
    assert found(status="actual") == ["a/row-0"]


def test_a_running_total_goes_by_its_day(table):
    table(period("", "2021-05-01"), period("", "2020-05-01"))
    assert found() == ["a/row-1", "a/row-0"]
    assert found(frequency="D") == ["a/row-1", "a/row-0"]


def test_a_single_row_needs_no_period(table):
    table(period("", "", period_basis="undated"))
    assert found() == ["a/row-0"]


@each_column
def test_each_argument_chooses(table, argument, column, one, other):
    table({column: one}, {column: other})
    assert found(**{argument: one}) == ["a/row-0"]
    assert found(**{argument: other}) == ["a/row-1"]


@pytest.mark.parametrize("kind", [list, tuple, set, dict.fromkeys])
def test_several_sources_may_come_in_any_collection(table, kind):
    table(year(2020, source_id="a"), year(2020, source_id="b"), year(2021, source_id="c"))
    assert found(source=kind(["a", "c"])) == ["a/row-0", "a/row-2"]


def test_a_source_or_several_choose(table):
    table(year(2020, source_id="a"), year(2020, source_id="b"), year(2021, source_id="c"))
    assert found(source="a") == ["a/row-0"]
    assert found(source=["b", "c"]) == ["a/row-1", "a/row-2"]


def test_observed_chooses_actual_figures_and_estimates(table):
    table(year(2020), year(2021, status="estimate"), year(2022, status="target"))
    assert found(status="observed") == ["a/row-0", "a/row-1"]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("2020-01-01", "2020-12-31", "A"),
        ("2020-01-01", "2020-06-30", "S"),
        ("2020-07-01", "2020-12-31", "S"),
        ("2020-10-01", "2020-12-31", "Q"),
        ("2020-02-01", "2020-02-29", "M"),
        ("2021-02-01", "2021-02-28", "M"),
        ("2020-02-29", "2020-02-29", "D"),
        ("2020-04-01", "2020-09-30", None),  # half a year, but neither half
        ("2019-10-01", "2020-09-30", None),  # a year of twelve months that is no calendar year
        ("2020-02-01", "2020-04-30", None),
        ("2020-02-01", "2020-02-28", None),  # one day short
        ("2020-01-02", "2020-12-31", None),
        ("2019-01-01", "2020-12-31", None),
        ("2020-01-01", "2020-11-30", None),
        ("", "", None),
    ],
)
def test_frequencies(table, start, end, code):
    table(period(start, end))
    for frequency in "ASQMD":
        if frequency == code:
            assert found(frequency=frequency) == ["a/row-0"]
        else:
            with pytest.raises(kbd.UnknownNameError) as caught:
                kbd.series("trips", frequency=frequency)
            assert caught.value.allowed == [code or "none of these"]


def test_frequency_leaves_out_what_overlaps(table):
    table(year(2020), period("2020-01-01", "2020-03-31"), period("2020-04-01", "2020-06-30"))
    assert found(frequency="Q") == ["a/row-1", "a/row-2"]
    assert found(frequency="A") == ["a/row-0"]


# Refusals


@each_column
def test_series_compete(table, argument, column, one, other):
    table({column: one}, {column: other}, {column: other, **year(2021)})
    error = refused()
    assert isinstance(error, ValueError)
    assert error.problem == "2 series of trips compete"
    assert error.series == [{argument: one}, {argument: other}]
    first, second = sorted([one, other])
    assert error.allowed == f'choose with {argument}=, one of "{first}", "{second}"'
    for value in error.series:
        assert found(**value)


def test_every_argument_that_chooses_is_named(table):
    table({"ref_area": "CHN"}, {"basis": "wna"}, {"status": "planned"}, {"status": "estimate"})
    error = refused()
    assert error.problem == "4 series of trips compete"
    assert error.series == [
        {"area": "CHN", "basis": "", "status": "observed"},
        {"area": "KAZ", "basis": "wna", "status": "observed"},
        {"area": "KAZ", "basis": "", "status": "planned"},
        {"area": "KAZ", "basis": "", "status": "observed"},
    ]
    named = [part.partition("=")[0] for part in error.allowed.removeprefix("choose with ").split("; ")]
    assert named == ["area", "basis", "status"]


def test_two_rows_of_one_period(table):
    table(year(2020, source_id="a"), year(2020, source_id="b"), year(2021))
    error = refused()
    assert error.problem == "two rows of one period compete"
    assert error.allowed == "choose with source="
    assert error.series == [
        {"observation_id": "a/row-0", "source_id": "a"},
        {"observation_id": "a/row-1", "source_id": "b"},
    ]


def test_an_actual_figure_and_an_estimate_of_one_period(table):
    table(year(2020), year(2020, status="estimate"))
    assert refused().allowed == "choose with status="
    assert refused(status="observed").allowed == "choose with status="
    assert found(status="actual") == ["a/row-0"]


@pytest.mark.parametrize(
    ("periods", "problem", "allowed"),
    [
        ([("2020-01-01", "2020-12-31"), ("2020-04-01", "2020-06-30")], "periods overlap", "frequency="),
        ([("2020-01-01", "2020-12-31"), ("2020-12-31", "2020-12-31")], "periods overlap", "frequency="),
        ([("2020-01-01", "2020-07-31"), ("2020-01-01", "2020-08-31")], "periods overlap", "frequency="),
        ([("2020-01-01", "2020-07-31"), ("2020-06-01", "2021-08-31")], "periods overlap", "frequency="),
        ([("", ""), ("2020-01-01", "2020-12-31")], "a row without a period competes", "frequency="),
        ([("", ""), ("", "")], "two rows of one period compete", "frequency="),
    ],
)
def test_periods_that_cannot_stand_together(table, periods, problem, allowed):
    table(*(period(*days) for days in reversed(periods)))
    error = refused()
    assert error.problem == problem
    assert error.allowed == f"choose with {allowed}"
    assert {row["observation_id"] for row in error.series} == {"a/row-0", "a/row-1"}


def test_overlap_across_a_third_row(table):
    """A long period overlaps a later one although a short one stands between them."""
    table(period("2020-01-01", "2022-12-31"), period("2019-01-01", "2019-12-31"), year(2022))
    assert refused().problem == "periods overlap"


def test_periods_that_touch_do_not_overlap(table):
    table(period("2020-01-01", "2020-06-30"), period("2020-07-01", "2020-07-01"))
    assert found() == ["a/row-0", "a/row-1"]


day = st.dates(datetime.date(2020, 1, 1), datetime.date(2020, 2, 10))


@given(st.lists(st.tuples(day, day).map(sorted), min_size=1, max_size=5))
def test_refuses_exactly_what_shares_a_day(periods):
    rows = [
        selection._Row(
            number, {**dict.fromkeys(HEADER, ""), "period_start": str(start), "period_end": str(end)}
        )
        for number, (start, end) in enumerate(periods)
    ]
    days = [
        {start + datetime.timedelta(number) for number in range((end - start).days + 1)}
        for start, end in periods
    ]
    shared = any(one & other for one, other in itertools.combinations(days, 2))
    rows.sort(key=selection._Row.period)
    if shared:
        with pytest.raises(kbd.CompetingRowsError):
            selection._refuse_overlaps(rows)
    else:
        selection._refuse_overlaps(rows)


# Wrong names


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: kbd.series("trip"), "there is no indicator 'trip'; did you mean \"trips\""),
        (lambda: found(area="KAS"), "no observation of trips.* with the area 'KAS'; did you mean \"KAZ\""),
        (lambda: found(areas="KAZ"), "there is no argument 'areas'; did you mean \"area\""),
        (lambda: found(frequency="Y"), "there is no frequency 'Y'; allowed: A, S, Q, M, D"),
        (lambda: found(frequency="M"), "with the frequency 'M'; allowed: A"),
        (lambda: found(status="observer"), 'did you mean "observed"'),
        (
            lambda: found(source=["a", "nobody"]),
            "with the source 'nobody'; allowed: a",
        ),
        (lambda: found(partner="CHN"), "with the partner 'CHN'"),
        (lambda: found(area=None), "with the area None"),
        (lambda: kbd.series("trips", backend="polar"), 'did you mean "polars"'),
    ],
)
def test_wrong_names(table, call, message):
    table({})
    with pytest.raises(kbd.UnknownNameError, match=message):
        call()


def test_what_is_left_shrinks_with_each_choice(table):
    table({"ref_area": "CHN", "basis": "wna"}, {"basis": "usgs"})
    with pytest.raises(kbd.UnknownNameError) as caught:
        found(area="CHN", basis="usgs")
    assert caught.value.allowed == ["wna"]


# Backends


@pytest.mark.parametrize("backend", ["polars", "pyarrow"])
@pytest.mark.parametrize(
    ("indicator", "choices"),
    [
        ("renewables_share_of_electricity", {"basis": "ember"}),
        ("payment_cards_issued", {"area": "KAZ", "source": "worksmart-asia-2017-unionpay"}),
        ("copper_reserve_life", {}),
    ],
)
def test_backends_agree(indicator, choices, backend):
    pytest.importorskip(backend)
    frame = kbd.series(indicator, backend=backend, **choices)
    assert type(frame) is type(kbd.load("observations", backend=backend))
    expected = kbd.series(indicator, **choices)
    given_rows = frame.to_pylist() if backend == "pyarrow" else frame.to_dicts()
    for column in HEADER:
        there = [row[column] for row in given_rows]
        wanted = [None if pd.isna(value) else value for value in expected[column]]
        assert there == [value.date() if isinstance(value, pd.Timestamp) else value for value in wanted]


def test_the_result_is_as_loaded():
    frame = kbd.series("renewables_share_of_electricity", basis="ember")
    loaded = kbd.load("observations")
    assert frame.dtypes.equals(loaded.dtypes)
    assert frame.index.tolist() == list(range(16))
    frame.loc[0, "value"] = 0.0
    assert kbd.series("renewables_share_of_electricity", basis="ember").loc[0, "value"] != 0


# Real series


def years(first, *values):
    return {str(first + number): value for number, value in enumerate(values) if value is not None}


REAL = [
    (
        "renewables_share_of_electricity",
        {"basis": "ember"},
        years(
            2010,
            *(9.704, 9.101, 8.431, 8.347, 8.738, 10.311, 12.66, 11.288),
            *(10.17, 10.415, 10.99, 10.94, 11.707, 12.73, 15.214, 14.86),
        ),
    ),
    (
        "electricity_generation",
        {"basis": "ember", "breakdown": "wind"},
        years(2010, 0, 0, 0, 0, 0.01, 0.13, 0.27, 0.34, 0.39, 0.71, 1.03, 1.75, 2.31, 3.78, 4.91, 5.83),
    ),
    (
        "uranium_production",
        {"area": "KAZ", "basis": "wna", "entity": ""},
        years(
            2007,
            *(6637, 8521, 14020, 17803, 19451, 21317, 22451, 23127, 23607, 24689),
            *(23321, 21705, 22808, 19477, 21819, 21227, 21109, 23270),
        ),
    ),
    (
        "uranium_production",
        {"area": "WLD", "basis": "wna"},
        years(
            2007,
            *(41282, 43764, 50772, 53671, 53493, 58489, 59331, 56041, 60304, 63207),
            *(60514, 54154, 54742, 47731, 47808, 49355, 54433, 60213),
        ),
    ),
    (
        "renewable_capacity",
        {"basis": "irena", "breakdown": "wind"},
        years(2012, 1.5, 4, 52.81, 71.755, 98.16, 112.4, 121.45, 283.8, 486.3, 683.95, 1107.75, 1440),
    ),
    (
        "corridor_cargo",
        {"basis": "ministry_of_transport", "source": "report-az-2026-03-10-middle-corridor"},
        years(2019, 759e3, 783e3, 586e3, 1485e3, 2764e3, 4484e3, 4119e3),
    ),
    (
        "goods_trade_turnover",
        {
            "area": "KAZ",
            "partner": "CHN",
            "basis": "kazakh_stats",
            "frequency": "A",
            "source": [
                "caci-2014-shanghai-summit",
                "qazaq-times-2019-chinese-investment",
                "kazinform-tokayev-china-relations",
                "kursiv-2022-02-02-trade-statistics-gap",
                "kazinform-2022-11-29-exports-135-items",
                "trend-2023-10-17-joint-projects",
                "kazinform-2024-urumqi-trade-mission",
            ],
        },
        years(2013, 22.53e9, *[None] * 4, 12e9, 14.5e9, 15e9, 18e9, 24.1e9, 31.5e9),
    ),
    (
        "goods_trade_turnover",
        {
            "area": "CHN",
            "partner": "KAZ",
            "basis": "chinese_stats",
            "frequency": "A",
            "breakdown": "",
            "status": "observed",
            "source": [
                "china-daily-2014-02-13-central-asia-trade-2013",
                "news-central-asia-2023-01-20-trade-2022",
                "intellinews-2024-02-04-stans-trade-2023",
                "astana-times-2025-central-asia-trade-2024",
            ],
        },
        years(2013, 28.6e9, *[None] * 8, 31.2e9, 41e9, 43.82e9),
    ),
    (
        "goods_trade_turnover",
        {"area": "CHN", "partner": "143", "unit": "USD", "frequency": "A"},
        years(2022, 70.2e9, 89.4e9, 94.82e9, 106.3e9),
    ),
    (
        "goods_exports",
        {"area": "KAZ", "frequency": "A"},
        years(2013, 14.334e9, *[None] * 8, 13.2e9, 14.7e9),
    ),
    (
        "new_car_sales",
        {"entity": "hyundai", "source": "jetro-2025-07-02-car-market"},
        years(2021, 22736, 28864, 46725, 44218),
    ),
    (
        "new_car_sales",
        {"entity": "chery", "frequency": "A"},
        years(2021, 59, 4464, 12229, 14883),
    ),
    (
        "oil_pipeline_transport",
        {"breakdown": "transit", "basis": "kazmunaygas"},
        years(2022, 9_980_000, 9_979_000, 9_979_000),
    ),
    (
        "digital_kazakhstan_economic_effect",
        {"frequency": "A"},
        years(2018, 218.2e9, 496.1e9),
    ),
    (
        "electric_vehicles_stock",
        {"breakdown": "passenger_cars", "basis": "bns", "frequency": "D"},
        {
            "2023-02-01": 914,
            "2023-12-01": 7383,
            "2024-02-01": 8366,
            "2024-12-01": 12119,
            "2025-02-01": 12655,
        },
    ),
    (
        "payment_cards_in_circulation",
        {"entity": "unionpay", "basis": "national_bank"},
        {"2025-02-01": 1_280_000, "2026-02-01": 789_400},
    ),
]


@pytest.mark.parametrize(("indicator", "choices", "expected"), REAL)
def test_real_series(indicator, choices, expected):
    frame = kbd.series(indicator, **choices)
    days = frame["period_end"].dt.strftime("%Y-%m-%d")
    precision = len(next(iter(expected)))
    assert dict(zip(days.str[:precision], frame["value"], strict=True)) == expected
    assert len(frame) == len(expected)
    assert frame["period_end"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("indicator", "choices", "told"),
    [
        (
            "goods_trade_turnover",
            {"partner": "CHN", "breakdown": "", "frequency": "A"},
            "two rows of one period",
        ),
        ("goods_trade_turnover", {"frequency": "A"}, 'area=, one of "CHN", "KAZ"'),
        ("renewables_share_of_electricity", {"status": "observed"}, "basis=, one of"),
        ("renewables_share_of_electricity", {"basis": "without_large_hydro"}, "frequency="),
        ("uranium_world_share", {"basis": "wna"}, "source="),
        ("port_freight_trains", {"entity": "horgos-railway-port"}, "periods overlap"),
        ("copper_reserves", {}, "basis=, one of"),
        ("population", {}, "compete"),
    ],
)
def test_real_refusals(indicator, choices, told):
    with pytest.raises(kbd.CompetingRowsError, match=told):
        kbd.series(indicator, **choices)


@pytest.mark.parametrize("indicator", sorted({row["indicator_id"] for row in loaders.rows("indicators")}))
def test_a_refusal_lists_what_can_be_chosen(indicator):
    """With any of the listed series chosen, no two series are left."""
    try:
        kbd.series(indicator)
    except kbd.CompetingRowsError as error:
        listed = error.series if "series of" in error.problem else []
    else:
        listed = []
    for one in listed:
        with contextlib.suppress(kbd.CompetingRowsError):
            kbd.series(indicator, **one)
            continue
        with pytest.raises(kbd.CompetingRowsError, match="period"):
            kbd.series(indicator, **one)
