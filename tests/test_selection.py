"""One series or a refusal: made-up tables for the rules, real series for what they are for."""

import contextlib
import csv
import datetime
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data._catalogue import Catalogue, installed
from kz_bri_data._series.choosing import select
from kz_bri_data._series.identity import key_of
from kz_bri_data._series.index import open_index
from kz_bri_data.errors import BrokenSeriesError, ConflictError, ConflictWarning

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
SOURCES = """source_id,kind,title,publisher,published,origin
a,news,A,A,2020,
b,news,B,B,2021-05,
c,news,C,C,,
office,official_statistics,Office,Office,2019,
firm,company,Firm,Firm,2019,
data,dataset,Data,Data,2019,
nobody,news,Nobody,Nobody,2019,
"""
# Argument of `series`, the column that it chooses by, and two values of it.
COLUMNS = [
    ("area", "ref_area", "KAZ", "CHN"),
    ("partner", "partner_area", "RUS", ""),
    ("entity", "entity_id", "cnpc", ""),
    ("breakdown", "breakdown", "export", ""),
    ("definition", "definition", "proven", ""),
    ("unit", "unit", "USD", "CNY"),
    ("basis", "basis", "wna", ""),
    ("counted_from", "counted_from", "2016", "2011-03"),
    ("status", "status", "planned", "target"),
]
ADDED = ["series_id", "n_origins", "outcome", "alternatives", "verdict", "source_title"]
ADDED += ["derived", "rests_on", "agrees"]
each_column = pytest.mark.parametrize(("argument", "column", "one", "other"), COLUMNS)


@pytest.fixture
def table(monkeypatch, tmp_path):
    """Let `series` read made-up observations of one indicator."""

    real = Catalogue.csv_file
    made_up = {name: tmp_path / f"{name}.csv" for name in ("observations", "indicators", "sources")}
    made_up["indicators"].write_text("indicator_id,name\ntrips,Trips\n", encoding="utf-8")
    made_up["sources"].write_text(SOURCES, encoding="utf-8")
    monkeypatch.setattr(Catalogue, "csv_file", lambda self, name: str(made_up.get(name) or real(self, name)))

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
    with pytest.raises(kbd.AmbiguousSeriesError) as caught:
        kbd.series("trips", **choices)
    return caught.value


# One series


def test_order_is_that_of_time(table):
    table(year(2022), year(2020), period("2021-01-01", "2021-06-30"), period("2021-07-01", "2021-12-31"))
    assert found() == ["a/row-1", "a/row-0"]
    assert found(frequency="S") == ["a/row-2", "a/row-3"]


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


@pytest.mark.parametrize("kind", [list, tuple, dict.fromkeys])
def test_sources_are_preferred_in_the_order_given(table, kind):
    table(year(2020, source_id="a"), year(2020, source_id="b"), year(2021, source_id="c"))
    assert found(sources=kind(["a", "c"])) == ["a/row-0", "a/row-2"]
    assert found(sources=kind(["b", "a"])) == ["a/row-1", "a/row-2"]


def test_a_preferred_source_need_not_have_a_row(table):
    """Where it has none, the others stand: no year is lost by a preference."""
    table(year(2020, source_id="a"), year(2020, source_id="b"), year(2021, source_id="c"))
    assert found(sources=["nobody", "b"]) == ["a/row-1", "a/row-2"]
    assert found(sources=["nobody"]) == found()


def test_all_sources_give_every_row(table):
    table(year(2020, source_id="a"), year(2020, source_id="b"), year(2021, source_id="c"))
    frame = kbd.series("trips", sources="all")
    assert frame["observation_id"].tolist() == ["a/row-0", "a/row-1", "a/row-2"]
    assert frame["alternatives"].fillna("").tolist() == ["a/row-1", "a/row-0", ""]
    assert frame["outcome"].tolist() == ["agreement", "agreement", "single"]


# The rank of rows of one period: what stands first, and what it is set beside.
BETTER = [
    ({"qualifier": "exact"}, {"qualifier": "range", "value": ""}),
    ({"qualifier": "range", "value": ""}, {"qualifier": "about", "value_low": "", "value_high": ""}),
    ({"qualifier": "about", "value_low": "", "value_high": ""}, {"qualifier": "over", "value_high": ""}),
    ({"status": "actual", "resolution": "10"}, {"status": "estimate", "resolution": "1"}),
    ({"source_id": "office"}, {"source_id": "firm", "resolution": "1"}),
    ({"source_id": "firm"}, {"source_id": "data", "resolution": "1"}),
    ({"source_id": "data"}, {"source_id": "a", "resolution": "1"}),
    ({"resolution": "1", "confidence": "low"}, {"resolution": "10"}),
    ({"resolution": "10"}, {"resolution": ""}),
    ({"confidence": "medium", "source_id": "c"}, {"confidence": "low", "source_id": "b"}),
    ({"source_id": "b"}, {"source_id": "a"}),
    ({"source_id": "a"}, {"source_id": "c"}),
    ({}, {}),
]


@pytest.mark.parametrize(("better", "worse"), BETTER)
def test_the_better_row_of_a_period_stands(table, better, worse):
    table(year(2020, **better, note="better"), year(2020, **worse))
    frame = kbd.series("trips")
    assert frame["note"].tolist() == ["better"]
    assert frame["alternatives"].tolist() == ["a/row-1"]
    if better:
        table(year(2020, **worse), year(2020, **better, note="better"))
        assert kbd.series("trips")["note"].tolist() == ["better"]


def row_of(value, **cells):
    return {"value": value, "value_low": value, "value_high": value, "resolution": "1", **cells}


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        (["10"], "single"),
        (["10", "10"], "agreement"),
        (["10", "11"], "agreement"),  # within half of the last digit of each
        (["10", "12"], "conflict"),
        (["10", "10", "12"], "conflict"),
    ],
)
def test_outcomes(table, values, outcome):
    table(
        *(year(2020, **row_of(value), source_id=source) for value, source in zip(values, "abc", strict=False))
    )
    frame = kbd.series("trips", on_conflict="ignore")
    assert frame["outcome"].tolist() == [outcome]
    assert frame["n_origins"].tolist() == [len(values)]
    assert len(str(frame["alternatives"].fillna("")[0]).split()) == len(values) - 1


def test_what_a_hedge_leaves_open_is_undecided(table):
    said, over = row_of("12"), row_of("10", qualifier="over", value_high="")
    table(year(2020, **said), year(2020, **over))
    assert kbd.series("trips")["outcome"].tolist() == ["undecided"]
    table(year(2020, **said), year(2020, **said), year(2020, **over))
    assert kbd.series("trips")["outcome"].tolist() == ["undecided"], "though two of them agree"
    table(year(2020, **said), year(2020, **over), year(2020, **row_of("20")))
    found = kbd.series("trips", on_conflict="ignore")
    assert found["outcome"].tolist() == ["conflict"], "though one of them leaves it open"


def test_two_publications_of_one_counter_are_one_origin(table):
    table(*(year(2020, source_id=source, basis="wna") for source in "ab"))
    assert kbd.series("trips")["n_origins"].tolist() == [1]


def test_a_conflict_is_told_in_a_line_and_never_hidden(table):
    rows = [
        year(n, **row_of(value), source_id=source) for n in (2020, 2022) for value, source in ("1a", "9b")
    ]
    table(*rows, year(2021))
    with pytest.warns(ConflictWarning, match=r"^sources of trips conflict .* in 2020, 2022; ") as caught:
        frame = kbd.series("trips")
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert frame["outcome"].tolist() == ["conflict", "single", "conflict"]
    assert kbd.series("trips", on_conflict="ignore").equals(frame)
    with pytest.raises(ConflictError, match="in 2020, 2022") as refused:
        kbd.series("trips", on_conflict="raise")
    assert isinstance(refused.value, ValueError)
    with pytest.warns(ConflictWarning):
        assert len(kbd.series("trips", sources="all")) == 5
    assert kbd.series("trips", start="2021", end="2021")["outcome"].tolist() == ["single"]


def test_a_change_of_the_file_is_seen(table):
    table(year(2020))
    assert len(found()) == 1
    table(year(2020), year(2021))
    assert len(found()) == 2


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


# Series of one subject, and subjects


SUBJECT = ("area", "partner", "entity", "breakdown", "definition")


@pytest.mark.parametrize(
    ("argument", "column", "one", "other"), [one for one in COLUMNS if one[0] in SUBJECT]
)
def test_subjects_are_listed_with_the_calls_that_choose(table, argument, column, one, other):
    table({column: one}, {column: other}, {column: other, **year(2021)})
    error = refused()
    assert isinstance(error, ValueError)
    assert error.problem == "2 things are counted as trips"
    assert sorted(map(str, error.series)) == sorted(map(str, ({argument: one}, {argument: other})))
    for value, count in ((one, 1), (other, 2)):
        assert f'\n  kbd.series("trips", {argument}="{value}")' in str(error)
        assert len(found(**{argument: value})) == count


@pytest.mark.parametrize(
    ("argument", "column", "one", "other"), [one for one in COLUMNS if one[0] not in SUBJECT]
)
def test_nothing_is_chained_across_what_a_series_is(table, argument, column, one, other):
    table({column: one}, {column: other}, {column: other, **year(2021)})
    assert kbd.series("trips")[column].nunique(dropna=False) == 1
    for value, count in ((one, 1), (other, 2)):
        assert len(found(**{argument: value})) == count


KAZ, CHN = {"ref_area": "KAZ", "partner_area": "CHN"}, {"ref_area": "CHN", "partner_area": "KAZ"}


@pytest.mark.parametrize(
    ("rows", "taken"),
    [
        ([KAZ, {}, {"partner_area": "RUS"}], "a/row-0"),
        ([CHN, KAZ, {}], "a/row-1"),
        ([{}, CHN, {"ref_area": "CHN"}], "a/row-1"),
        ([{**KAZ, "breakdown": "export"}, KAZ], "a/row-1"),
        ([{**KAZ, "entity_id": "cnpc"}, KAZ], "a/row-1"),
        ([{**KAZ, "breakdown": "export"}, CHN, {}], "a/row-0"),
        ([KAZ, {**KAZ, "definition": "proven"}], None),
        ([{**KAZ, "breakdown": "export"}, {**KAZ, "breakdown": "import"}, CHN], None),
        ([{}, {"partner_area": "RUS"}], None),
    ],
)
def test_the_subject_between_the_two_is_taken(table, rows, taken):
    table(*rows)
    if taken:
        assert found() == [taken]
    else:
        refused()


def test_a_refusal_keeps_what_was_chosen(table):
    table(*({"entity_id": entity, "basis": basis} for entity in ("cnpc", "visa") for basis in ("wna", "")))
    error = refused(basis="wna", start="2020")
    assert error.series[0] == {"entity": "cnpc", "basis": "wna", "start": "2020"}


def test_many_subjects_are_listed_by_overview(table):
    table(*({"entity_id": f"entity-{number}"} for number in range(25)))
    error = refused()
    assert len(error.series) == 25
    assert str(error).endswith('and 5 more, which kbd.overview("trips") lists')


# Rows of the preferred series, and rows of another of the same subject.
PREFERRED = [
    ("figures before plans", [{}], [{"status": "target", "basis": "kazakh_stats"}]),
    (
        "three periods before the kind of counter",
        [year(n) for n in (2019, 2020, 2021)],
        [year(n, basis="kazakh_stats") for n in (2020, 2022)],
    ),
    (
        "months before one half-year",
        [period(f"{n}-01-01", f"{n}-01-31") for n in (2018, 2019, 2020)],
        [period("2022-01-01", "2022-06-30")],
    ),
    (
        "odd periods are not counted",
        [year(2020, basis="kazakh_stats")],
        [period(f"{n}-01-01", f"{n}-10-31") for n in (2021, 2022, 2023)],
    ),
    ("national before body", [{"basis": "kazakh_stats"}], [{"basis": "akab"}, year(2021, basis="akab")]),
    ("body before compiler", [{"basis": "akab"}], [{"basis": "aiddata"}, year(2021, basis="aiddata")]),
    ("compiler before none", [{"basis": "aiddata"}], [{}, year(2021)]),
    ("longest run", [year(2018), year(2019)], [{"unit": "USD"}]),
    ("without a gap", [year(2018), year(2019)], [year(n, unit="USD") for n in (2020, 2022)]),
    ("years before parts", [{}], [period(f"{n}-01-01", f"{n}-10-31") for n in (2021, 2022, 2023)]),
    ("years before a year of months", [{}, year(2021)], [period("2022-01-01", "2022-01-31")]),
    ("later", [{"unit": "USD", **year(2021)}], [{}]),
]


@pytest.mark.parametrize(("rule", "better", "worse"), PREFERRED, ids=[one[0] for one in PREFERRED])
def test_the_preferred_series_is_taken(table, rule, better, worse):
    for rows in ([*better, *worse], [*worse, *better]):
        table(*({**row, "note": "better" if row in better else ""} for row in rows))
        assert kbd.series("trips")["note"].tolist() == ["better"] * len(better)
        assert kbd.overview("trips")["preferred"].tolist() == ["yes", "no"]


@pytest.mark.parametrize(
    ("indicator", "choices", "preferred"),
    [
        ("brand_share_of_new_car_sales", {"entity": "chinese-car-brands"}, "percent/A"),
        ("electricity_generation", {"area": "KAZ", "breakdown": ""}, "energy_institute/TWh/A"),
        ("electricity_generation", {"area": "KAZ", "breakdown": "wind"}, "ember/TWh/A"),
        ("external_debt", {"area": "KAZ", "partner": ""}, "world_bank/USD/D"),
        ("renewable_capacity", {"area": "KAZ", "breakdown": "solar"}, "irena/MW/A"),
        ("goods_trade_partner_share", {"breakdown": "imports"}, "un_comtrade/percent/A"),
        ("uranium_world_share", {"area": "KAZ", "definition": "", "entity": ""}, "wna/percent/A"),
        ("uranium_production", {"area": "KAZ", "definition": "", "entity": ""}, "wna/tU/A"),
        ("goods_exports", {"area": "CHN", "partner": "KAZ", "breakdown": ""}, "un_comtrade/USD/A"),
        (
            "card_transactions_number",
            {"definition": "kazakh_issuers", "breakdown": ""},
            "kazakh_national_bank/count/M",
        ),
    ],
)
def test_one_old_year_is_no_answer_where_there_is_a_course(indicator, choices, preferred):
    frame = kbd.series(indicator, on_conflict="ignore", **choices)
    assert frame["series_id"].str.endswith(preferred).all()
    assert len(frame) >= 3


@pytest.fixture
def declared(monkeypatch, tmp_path):
    """Declare something of series of trips."""

    def put(*rows):
        header = [column.name for column in kbd.describe("series").columns]
        path = tmp_path / "series.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="")
            writer.writeheader()
            writer.writerows({"rank": "normal", "reason": "Why.", **row} for row in rows)
        made_up = Catalogue.csv_file
        monkeypatch.setattr(
            Catalogue, "csv_file", lambda self, name: str(path) if name == "series" else made_up(self, name)
        )

    return put


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ({"series_id": "trips/KAZ/count/A", "rank": "preferred"}, "chosen in the table series"),
        ({"series_id": "trips/KAZ/kazakh_stats/count/A", "rank": "deprecated"}, "chosen in the table series"),
        ({"series_id": "trips/KAZ/kazakh_stats/count/A", "incomplete": "yes"}, "kind of counter"),
    ],
)
def test_a_declared_choice_goes_first(table, declared, row, rule):
    table({}, {"basis": "kazakh_stats"})
    declared(row)
    assert found() == ["a/row-1" if row.get("incomplete") else "a/row-0"]
    assert kbd.overview("trips")["rule"][0].startswith(rule)


def test_what_is_incomplete_stands_back(table, declared):
    table({"unit": "USD"}, {}, year(2021))
    assert len(found()) == 2
    declared({"series_id": "trips/KAZ/count/A", "incomplete": "yes", "caveat": "A part is missing."})
    assert len(found()) == 1
    there = kbd.overview("trips")
    assert there["rule"][0] == "not known to be incomplete"
    assert there["caveat"][1] == "A part is missing."


def test_parts_of_a_year_never_stand_among_years(table):
    months = [period("2021-01-01", "2021-10-31"), period("2021-01-01", "2021-07-31")]
    table(year(2020), year(2021), *months, period("2021-01-01", "2021-01-31"))
    assert found() == ["a/row-0", "a/row-1"]
    assert found(frequency="M") == ["a/row-4"]
    assert found(frequency="none of these") == ["a/row-3", "a/row-2"]


def test_whole_years_come_before_parts_of_a_year(table):
    """However few they are: four months in a row are no answer where there is a year."""
    days = {1: 31, 2: 28, 3: 31, 4: 30}
    months = [period(f"2021-0{number}-01", f"2021-0{number}-{last}") for number, last in days.items()]
    table(*months)
    assert len(found()) == 4
    table(*months, year(2019))
    assert found() == ["a/row-4"]
    assert kbd.overview("trips")["rule"][0] == "whole years before other periods"


@pytest.mark.parametrize("breakdown", ["eastbound", "westbound"])
def test_trains_each_way_are_by_year(breakdown):
    trains = kbd.series("train_service_trips", entity="china-europe-freight-trains", breakdown=breakdown)
    assert trains["period_end"].dt.year.tolist() == [2023, 2025]


def test_what_is_undated_stands_apart(table):
    table(year(2020), period("", ""))
    assert found() == ["a/row-0"]
    assert found(frequency="none of these") == ["a/row-1"]


day = st.dates(datetime.date(2020, 1, 1), datetime.date(2020, 2, 10))


@given(st.lists(st.tuples(day, day).map(sorted), min_size=1, max_size=5, unique_by=tuple))
def test_periods_of_one_length_share_no_day(periods):
    keys: dict[str, list[set[datetime.date]]] = {}
    for start, end in periods:
        row = {**dict.fromkeys(HEADER, ""), "period_start": str(start), "period_end": str(end)}
        days = {start + datetime.timedelta(number) for number in range((end - start).days + 1)}
        keys.setdefault(key_of(row).frequency, []).append(days)
    keys.pop("none of these", None)
    for found in keys.values():
        assert not any(one & other for one, other in itertools.combinations(found, 2))


# Wrong names


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: kbd.series("trip"), "there is no indicator 'trip'; did you mean \"trips\""),
        (lambda: found(area="KAS"), "no observation of trips.* with the area 'KAS'; did you mean \"KAZ\""),
        (lambda: found(area="kazakhstan"), "with the area 'kazakhstan'; did you mean \"KAZ\""),
        (lambda: found(area="kaz"), "with the area 'kaz'; did you mean \"KAZ\""),
        (lambda: kbd.series(["trips"]), r"there is no indicator \['trips'\]"),
        (lambda: found(areas="KAZ"), "there is no argument 'areas'; did you mean \"area\""),
        (lambda: found(frequency="Y"), "there is no frequency 'Y'; allowed: A, S, Q, M, D"),
        (lambda: found(frequency="M"), "with the frequency 'M'; allowed: A"),
        (lambda: found(status="observer"), 'did you mean "observed"'),
        (
            lambda: found(sources=["a", "anybody"]),
            "there is no source 'anybody'; did you mean \"nobody\"",
        ),
        (lambda: found(partner="CHN"), "with the partner 'CHN'"),
        (lambda: found(area=None), "with the area None"),
        (lambda: found(on_conflict="warning"), 'did you mean "warn"'),
        (lambda: found(sources="all of them"), "there is no choice of sources 'all of them'"),
        (lambda: found(country="KAZ"), 'there is no argument .country.; did you mean "area"'),
        (lambda: kbd.series("trips/KAZ/cont/A"), 'did you mean "trips/KAZ/count/A"'),
        (lambda: kbd.series("trips", backend="polar"), 'did you mean "polars"'),
    ],
)
def test_wrong_names(table, call, message):
    table({})
    with pytest.raises(kbd.UnknownNameError, match=message):
        call()


@pytest.mark.parametrize("nothing", [[], ()])
def test_no_source_at_all_is_refused(nothing):
    """A list that came out empty is a mistake, not a series without rows."""
    with pytest.raises(kbd.RefusedError, match=r"no source is given\nleave sources out"):
        kbd.series("brand_share_of_new_car_sales", sources=nothing)


@pytest.mark.parametrize("sources", [5, {"a", "b"}, pd.Series(["a", "b"])])
def test_sources_without_an_order_are_refused(sources):
    with pytest.raises(kbd.RefusedError, match="no list in order of preference\nleave sources out"):
        kbd.series("brand_share_of_new_car_sales", sources=sources)


@pytest.mark.parametrize("day", ["2022-13", "2022-02-31", "0000", "20-20"])
@pytest.mark.parametrize("argument", ["start", "end"])
def test_a_day_that_there_is_not_is_refused(argument, day):
    with pytest.raises(kbd.RefusedError, match=f"{argument}='{day}' is no date\ngive a text such as"):
        kbd.series("brand_share_of_new_car_sales", **{argument: day})


def test_an_empty_choice_is_shown():
    with pytest.raises(kbd.UnknownNameError, match='with the basis 5; allowed: "", akab_kau'):
        kbd.series("brand_share_of_new_car_sales", basis=5)


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
        (
            "payment_cards_issued",
            {"area": "KAZ", "sources": ["worksmart-asia-2017-unionpay"], "entity": "unionpay"},
        ),
        ("copper_reserve_life", {}),
    ],
)
def test_backends_agree(indicator, choices, backend):
    pytest.importorskip(backend)
    frame = kbd.series(indicator, backend=backend, **choices)
    assert type(frame) is type(kbd.load("observations", backend=backend))
    expected = kbd.series(indicator, **choices)
    given_rows = frame.to_pylist() if backend == "pyarrow" else frame.to_dicts()
    for column in [*HEADER, *ADDED]:
        there = [row[column] for row in given_rows]
        wanted = [None if pd.isna(value) else value for value in expected[column]]
        assert there == [value.date() if isinstance(value, pd.Timestamp) else value for value in wanted]


def test_the_result_is_as_loaded():
    frame = kbd.series("renewables_share_of_electricity", basis="ember")
    loaded = kbd.load("observations")
    assert frame[HEADER].dtypes.equals(loaded.dtypes)
    assert frame.columns.tolist() == [*HEADER, *ADDED]
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
        {"area": "KAZ", "basis": "wna", "entity": "", "definition": ""},
        years(
            2002,
            *(
                2800,
                3300,
                3719,
                4357,
                5279,
                6637,
                8521,
                14020,
                17803,
                19451,
                21317,
                22451,
                23127,
                23607,
                24689,
            ),
            *(23321, 21705, 22808, 19477, 21819, 21227, 21109, 23270),
        ),
    ),
    (
        "uranium_production",
        {"area": "WLD", "basis": "wna", "definition": ""},
        years(
            2002,
            *(
                36063,
                35613,
                40251,
                41719,
                39444,
                41282,
                43764,
                50772,
                53671,
                53493,
                58489,
                59331,
                56041,
                60304,
                63207,
            ),
            *(60514, 54154, 54742, 47731, 47808, 49355, 54433, 60213),
        ),
    ),
    (
        "renewable_capacity",
        {"area": "KAZ", "basis": "irena", "breakdown": "wind"},
        years(
            2012,
            *(1.5, 4, 52.810002, 71.755, 98.160006, 112.40001),
            *(121.45, 283.8, 486.30002, 683.95007, 1107.75, 1440),
        ),
    ),
    (
        "corridor_cargo",
        {"basis": "kazakh_transport_ministry"},
        years(2019, 759e3, 783e3, 586e3, 1485e3, 2764e3, 4484e3, 4119e3),
    ),
    (
        "goods_trade_turnover",
        {},
        years(2013, 22.53e9, *[None] * 4, 12e9, 14.5e9, 15e9, 18e9, 24.1e9, 31.5e9, 30.1e9),
    ),
    (
        "goods_trade_turnover",
        {"area": "CHN", "partner": "KAZ", "basis": "chinese_customs"},
        {
            "1992": 0.368e9,
            "2013": 28.5e9,
            "2018": 19.88e9,
            "2019": 20e9,
            "2021": 25.25e9,
            "2022": 31.2e9,
            "2023": 41.02e9,
            "2024": 43.82e9,
        },
    ),
    (
        "goods_trade_turnover",
        {"area": "CHN", "partner": "143", "unit": "USD", "frequency": "A"},
        years(2022, 70.2e9, 89.4e9, 94.82e9, 106.3e9),
    ),
    (
        "goods_exports",
        {"basis": "kazakh_stats"},
        years(
            2013,
            *(14.334e9, *[None] * 6, 9420579060.64, 9772505633.04, 13060205479.11, 14666158300.1),
            *(14891441474.78, 15196007831.55),
        ),
    ),
    (
        "new_car_sales",
        {"entity": "hyundai"},
        years(2019, 14852, None, 22736, 28864, 46725, 44218),
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
        "programme_economic_effect",
        {"frequency": "A"},
        years(2018, 218.2e9, 496.1e9),
    ),
    (
        "electric_vehicles_stock",
        {"breakdown": "passenger_cars", "basis": "kazakh_stats", "frequency": "D"},
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
        {"entity": "unionpay", "basis": "kazakh_national_bank"},
        {"2025-02-01": 1_280_000, "2026-02-01": 789_400},
    ),
]


@pytest.mark.parametrize(("indicator", "choices", "expected"), REAL)
def test_real_series(indicator, choices, expected):
    frame = kbd.series(indicator, on_conflict="ignore", **choices)
    days = frame["period_end"].dt.strftime("%Y-%m-%d")
    precision = len(next(iter(expected)))
    assert dict(zip(days.str[:precision], frame["value"], strict=True)) == expected
    assert len(frame) == len(expected)
    assert frame["period_end"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("indicator", "choices", "told"),
    [
        ("renewables_share_of_electricity", {}, 'definition="without_large_hydro"'),
        ("uranium_production", {}, 'kbd.series("uranium_production", area="KAZ", entity="kazatomprom")'),
        ("uranium_production", {"area": "KAZ", "entity": ""}, 'definition="first_release"'),
        ("new_car_sales", {}, 'kbd.series("new_car_sales", entity="chery"'),
    ],
)
def test_real_refusals(indicator, choices, told):
    with pytest.raises(kbd.AmbiguousSeriesError) as caught:
        kbd.series(indicator, **choices)
    assert told in str(caught.value)


def test_the_papers_figures_come_with_our_verdict():
    frame = kbd.series("brand_share_of_new_car_sales", basis="", end="2024")
    assert frame[["value", "verdict"]].to_numpy().tolist() == [[3.4, "supported"], [39.0, "dated"]]


@pytest.mark.parametrize("indicator", sorted({row["indicator_id"] for row in installed().rows("indicators")}))
def test_a_refusal_lists_what_can_be_chosen(indicator):
    """Each listed call gives one series, or one that is counted in two ways."""
    index = open_index(installed())
    listed = []
    with contextlib.suppress(BrokenSeriesError):
        try:
            select(index, indicator, {"on_conflict": "ignore"})
        except kbd.AmbiguousSeriesError as error:
            listed = error.series
    for one in listed:
        with contextlib.suppress(BrokenSeriesError):
            assert select(index, indicator, {**one, "on_conflict": "ignore"})
    assert len(listed) != 1


# Times, and days from which a series is counted in another way.


def years_found(**choices):
    return [day.year for day in kbd.series("trips", **choices)["period_end"]]


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ({"start": "2021"}, [2021, 2022]),
        ({"start": "2020-01-02"}, [2021, 2022]),
        ({"end": "2021"}, [2020, 2021]),
        ({"end": "2021-12-30"}, [2020]),
        ({"start": "2021-01-01", "end": "2021-12"}, [2021]),
        ({"start": 2021}, [2021, 2022]),
        ({"end": np.int64(2021)}, [2020, 2021]),
        ({"start": datetime.date(2020, 1, 2), "end": datetime.date(2021, 12, 31)}, [2021]),
        ({"start": datetime.datetime(2021, 1, 1, 9)}, [2021, 2022]),
        ({"end": pd.Timestamp("2021-12-30")}, [2020]),
    ],
)
def test_start_and_end_keep_whole_periods(table, choice, kept):
    table(*map(year, (2020, 2021, 2022)))
    assert years_found(**choice) == kept


@pytest.mark.parametrize("choice", [{"end": "2021"}, {"start": "2020"}])
def test_what_is_undated_lies_between_no_dates(table, choice):
    table(year(2020), period("", ""))
    assert years_found(**choice) == [2020]
    table(period("", ""))
    with pytest.raises(kbd.RefusedError, match="none of its periods is known"):
        found(**choice)


@pytest.mark.parametrize("value", ["21", "2021-1", "2021-01-01T00", "", 21, 20210101, True, 2021.5, pd.NaT])
def test_what_is_no_date_is_refused(table, value):
    table(year(2020))
    with pytest.raises(kbd.RefusedError, match='is no date\ngive a text such as "2010"'):
        found(start=value)


def test_a_date_that_is_no_text_narrows_a_side_of_a_break_and_stays_on_it(table, break_of_trips):
    table(*map(year, (2019, 2020, 2021, 2022, 2023)))
    (after,) = (one for one in kbd.overview("trips")["series_id"] if "start=2021-07-01" in one)
    days = [*kbd.series(after, start=datetime.date(2020, 1, 1))["period_end"]]
    assert [day.year for day in days] == [2022, 2023]
    assert len(kbd.series(after, start=2023)) == 1


def test_a_refusal_writes_a_date_so_that_its_calls_can_be_pasted(table):
    table({"basis": "wna", "entity_id": "cnpc"}, {"entity_id": "knpc"})
    with pytest.raises(kbd.AmbiguousSeriesError, match='start="2020-01-01"'):
        found(start=datetime.date(2020, 1, 1))


def test_dates_that_leave_nothing_say_what_there_is(table):
    table(*map(year, (2020, 2021)))
    with pytest.raises(kbd.RefusedError, match="its periods end from 2020-12-31 to 2021-12-31"):
        found(start="2022")


@pytest.fixture
def break_of_trips(monkeypatch, tmp_path):
    """Declare that from the middle of 2021 on, trips are counted in another way."""
    header = [column.name for column in kbd.describe("breaks").columns]
    row = {
        "break_id": "b",
        "indicator_id": "trips",
        "ref_area": "KAZ",
        "date": "2021-07-01",
        "reason": "Why.",
    }
    path = tmp_path / "breaks.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerow(row)
    made_up = Catalogue.csv_file
    monkeypatch.setattr(
        Catalogue, "csv_file", lambda self, name: str(path) if name == "breaks" else made_up(self, name)
    )


def test_no_series_goes_over_a_break_and_both_remedies_work(table, break_of_trips):
    table(*map(year, (2019, 2020, 2021, 2022, 2023)))
    with pytest.raises(kbd.BrokenSeriesError, match="counted in another way from 2021-07-01 on: Why"):
        found()
    assert years_found(start="2021-07-01") == [2022, 2023]
    assert years_found(end="2021-06-30") == [2019, 2020]
    # One row is no step, whatever its period holds.
    assert len(found(start="2021", end="2021")) == 1


def test_the_day_of_a_break_is_the_first_of_the_new_count(table, break_of_trips):
    def days(*ends):
        table(*(period(end, end) for end in ends))

    days("2021-06-30", "2021-07-01")
    with pytest.raises(kbd.BrokenSeriesError, match="from 2021-07-01 on"):
        found()
    days("2021-06-29", "2021-06-30")
    assert len(found()) == 2
    days("2021-07-01", "2021-07-02")
    assert len(found()) == 2


@pytest.mark.parametrize("column", ["partner_area", "entity_id", "breakdown", "definition", "basis"])
def test_a_break_is_of_one_series(table, break_of_trips, column):
    table(*(year(one, **{column: "a"}) for one in (2019, 2023)))
    assert len(found()) == 2
