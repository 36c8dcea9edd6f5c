"""What there is: one row a series, the call that gives it, its last period, and several side by side."""

import json
import re
import time

import pandas as pd
import pytest

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data._catalogue import installed
from kz_bri_data._series.choosing import select
from kz_bri_data._series.identity import read_series_id
from kz_bri_data._series.index import open_index

EVERYTHING = kbd.overview()
TURNOVER = "goods_trade_turnover/KAZ/CHN/kazakh_stats/USD/A"
TURNOVER_BY_CHINA = "goods_trade_turnover/CHN/KAZ/chinese_customs/USD/A"


class Calls:
    """Stands for the package in a call that is pasted: gives the series that `series` chooses."""

    def series(self, indicator, **choices):
        return select(open_index(installed()), indicator, {**choices, "on_conflict": "ignore"})


def rows_of(answers):
    return {row.position for one in answers for row in [one.row, *one.alternatives]}


def test_every_call_gives_its_series():
    """All its rows, and no other."""
    index = open_index(installed())
    for call, series_id in zip(EVERYTHING["call"], EVERYTHING["series_id"], strict=True):
        found = eval(call, {"kbd": Calls()})
        assert rows_of(found) == {row.position for row in index.rows(read_series_id(series_id))}, call


@pytest.mark.filterwarnings("ignore::kz_bri_data.errors.ConflictWarning")
@pytest.mark.parametrize("number", range(0, len(EVERYTHING), 40))
def test_a_call_can_be_pasted(number):
    row = EVERYTHING.iloc[number]
    frame = eval(row["call"], {"kbd": kbd})
    assert set(frame["series_id"]) == {row["series_id"]}
    assert len(frame) == row["n_periods"]
    assert (frame["outcome"] == "conflict").sum() == row["n_conflicts"]
    assert kbd.series(row["series_id"]).equals(frame)


def test_a_call_has_no_argument_that_tells_nothing_apart():
    for indicator, rows in EVERYTHING.assign(indicator=EVERYTHING["series_id"].str.split("/").str[0]).groupby(
        "indicator"
    ):
        calls = [dict(re.findall(r'(\w+)="([^"]*)"', call.partition(",")[2])) for call in rows["call"]]
        if len(rows) == 1:
            assert calls == [{}], indicator
        for one in calls:
            for name in set(one) - {"start", "end"}:
                assert len({read_series_id(other)._asdict()[name] for other in rows["series_id"]}) > 1


def test_identifiers_are_read_back_and_are_of_one_series():
    keys = list(open_index(installed()).keys())
    assert len({key.id for key in keys}) == len(keys) == len(EVERYTHING)
    assert [read_series_id(key.id) for key in keys] == keys


@pytest.mark.parametrize("text", ["", "oil_reserves", "oil_reserves/KAZ", "a/KAZ/other=1/t/A", "a/b/c/d/t/A"])
def test_what_is_no_identifier_is_not_read(text):
    with pytest.raises(ValueError, match=r".*"):
        read_series_id(text)


def test_every_row_of_observations_is_in_one_series():
    index = open_index(installed())
    positions = [row.position for key in list(index.keys()) for row in index.rows(key) if not key.derived]
    assert sorted(positions) == list(range(len(kbd.load("observations"))))


def test_one_series_of_a_subject_is_preferred():
    keys = EVERYTHING["series_id"].map(read_series_id)
    preferred = EVERYTHING["preferred"] == "yes"
    assert preferred.groupby(keys.map(lambda key: key.subject)).any().all()
    # Both sides of a day on which the count changes are one count.
    assert (
        not EVERYTHING.assign(
            count=keys.map(lambda key: key[:11]), subject=keys.map(lambda key: key.subject)
        )[preferred]
        .groupby("subject")["count"]
        .nunique()
        .gt(1)
        .any()
    )
    assert (EVERYTHING["rule"].notna() == preferred).all()


def test_what_an_overview_says():
    row = EVERYTHING.set_index("series_id").loc[TURNOVER]
    assert row["unit"] == "USD"
    assert row["title"] == "Trade between Kazakhstan and China, by Kazakh statistics"
    debt = EVERYTHING[EVERYTHING["series_id"] == "external_debt/KAZ/CHN/kazakh_national_bank/USD/Q"]
    assert debt["title"].item() == ("External debt: Kazakhstan, with China, National Bank of Kazakhstan")
    assert (row["first"], row["last"], row["n_periods"], row["gaps"]) == ("2013", "2024", 8, 4)
    assert (row["preferred"], row["rule"]) == ("yes", "printed before worked out")
    assert kbd.latest(TURNOVER)["value"].tolist() == [30.1e9]


def test_a_series_is_found_by_the_names_that_its_title_leaves_out():
    found = kbd.overview("goods_trade_turnover", text="Bureau with China")
    assert found.query("frequency == 'A' and derived == 'no'")["series_id"].tolist() == [TURNOVER]


def test_filters():
    horgos = kbd.overview(entity="horgos-railway-port")
    assert len(horgos) > 3
    assert horgos["series_id"].str.contains("entity=horgos-railway-port").all()
    assert set(kbd.overview("oil_reserves")["series_id"].str.split("/").str[0]) == {"oil_reserves"}
    areas = kbd.overview("goods_trade_turnover", area="143")["series_id"].map(read_series_id)
    assert {"143"} == {one.partner if one.area == "CHN" else one.area for one in areas}
    worded = kbd.overview(text="HORGOS trains")
    assert 0 < len(worded) < len(EVERYTHING)
    assert len(kbd.overview(text="no such words anywhere")) == 0


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"indicator": "oil_reserve"}, 'no indicator .* did you mean "oil_reserves"'),
        ({"entity": "horgos-railway-por"}, 'did you mean "horgos-railway-port"'),
        ({"area": "KAS"}, 'did you mean "KAZ"'),
        ({"text": 5}, "text is int\ngive words"),
        ({"backend": "polar"}, 'did you mean "polars"'),
    ],
)
def test_refusals_of_overview(choices, message):
    with pytest.raises(kbd.KzBriDataError, match=message):
        kbd.overview(**choices)


@pytest.mark.parametrize("backend", ["polars", "pyarrow"])
def test_backends_agree(backend):
    pytest.importorskip(backend)
    frame = kbd.overview("oil_reserves", backend=backend)
    expected = kbd.overview("oil_reserves").astype("object")
    rows = frame.to_pylist() if backend == "pyarrow" else frame.to_dicts()
    assert rows == expected.where(expected.notna(), None).to_dict("records")


def test_overview_of_everything_takes_less_than_a_second():
    kbd.overview()
    times = []
    for _ in range(3):
        begin = time.process_time()
        kbd.overview()
        times.append(time.process_time() - begin)
    assert min(times) < 1


def test_the_declared_series_are_there():
    known = set(EVERYTHING["series_id"])
    assert set(kbd.load("series")["series_id"]) <= known


# The last period, and series side by side


def test_latest_is_the_last_period():
    frame = kbd.latest("renewables_share_of_electricity", definition="with_large_hydro", basis="ember")
    assert frame["period_end"].dt.year.tolist() == [2025]
    assert frame["value"].tolist() == [14.86]
    series = kbd.series("goods_trade_turnover")
    assert kbd.latest("goods_trade_turnover").equals(series.tail(1).reset_index(drop=True))
    assert kbd.latest("goods_trade_turnover", end="2019")["period_end"].dt.year.tolist() == [2019]


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_latest_of_a_frame(backend):
    pytest.importorskip(backend)
    frame = kbd.latest(kbd.series(TURNOVER, backend=backend))
    assert list(map(float, frame["value"].to_numpy())) == [30.1e9]


def test_latest_of_several_series_is_of_each():
    both = pd.concat([kbd.series(TURNOVER, end="2022"), kbd.series(TURNOVER_BY_CHINA, on_conflict="ignore")])
    assert kbd.latest(both)["period_end"].dt.year.tolist() == [2022, 2024]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: kbd.latest(5), "int is neither a series_id nor an eager dataframe"),
        (lambda: kbd.latest(pd.DataFrame({"value": [1.0]})), "no column in the frame"),
        (lambda: kbd.latest(kbd.series(TURNOVER), basis="wna"), "basis cannot choose in a frame"),
        (lambda: kbd.latest(kbd.series(TURNOVER), backend="polars"), "leave out backend="),
        (lambda: kbd.latest(TURNOVER, on_conflict="rise"), 'did you mean "raise"'),
    ],
)
def test_refusals_of_latest(call, message):
    with pytest.raises(kbd.KzBriDataError, match=message):
        call()


def test_series_costs_no_more_than_half_as_much_again_as_a_table():
    def least(call):
        call()
        times = []
        for _ in range(5):
            begin = time.process_time()
            call()
            times.append(time.process_time() - begin)
        return min(times)

    assert least(lambda: kbd.series(TURNOVER)) < 1.5 * least(lambda: kbd.load("observations"))


def test_the_command_lists_what_the_function_lists(capsys):
    assert cli.main(["overview", "oil_reserves", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    expected = kbd.overview("oil_reserves").astype("object")
    expected = expected.where(expected.notna(), None).to_dict("records")
    assert [{name: row[name] for name in expected[0]} for row in rows] == expected
    assert cli.main(["overview", "--entity", "horgos-railway-port", "--text", "trains"]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 3
    assert cli.main(["overview", "oil_reserve"]) == 2
    assert 'did you mean "oil_reserves"' in capsys.readouterr().err


def test_wide_sets_series_side_by_side():
    frames = [kbd.series(TURNOVER), TURNOVER_BY_CHINA]
    wide = kbd.wide([frames[0], kbd.series(TURNOVER_BY_CHINA, on_conflict="ignore")])
    assert wide.columns.tolist() == ["period", "period_start", "period_end", TURNOVER, TURNOVER_BY_CHINA]
    assert wide["period"].is_monotonic_increasing
    by_year = wide.set_index("period")
    assert by_year.loc["2024", [TURNOVER, TURNOVER_BY_CHINA]].tolist() == [30.1e9, 43.82e9]
    assert pd.isna(by_year.loc["1992", TURNOVER])
    alone = kbd.wide([TURNOVER])
    assert alone[TURNOVER].tolist() == frames[0]["value"].tolist()
    assert alone["period_end"].tolist() == frames[0]["period_end"].tolist()


@pytest.mark.parametrize("backend", ["polars", "pyarrow"])
def test_wide_takes_frames_of_every_library(backend):
    pytest.importorskip(backend)
    frame = kbd.wide([kbd.series(TURNOVER, backend=backend)])
    assert frame.equals(kbd.wide([TURNOVER]))


@pytest.mark.parametrize(
    ("series", "message"),
    [
        ([], "wide takes a list of series"),
        (TURNOVER, "wide takes a list of series"),
        ([5], "int is neither a series_id nor an eager dataframe"),
        ([pd.DataFrame({"value": [1.0]})], "no column in the frame, which series returns: 'series_id'"),
        ([TURNOVER, "electric_vehicles_stock/KAZ/breakdown=passenger_cars/kazakh_stats/count/D"], "A, D\n"),
        ([TURNOVER, "goods_trade_turnover/KAZ/CHN/kazakh_stats/USD/B"], "did you mean"),
        ([kbd.series(TURNOVER).assign(series_id="trade")], "no series_id, of the form that overview lists"),
        ([kbd.series(TURNOVER), kbd.series(TURNOVER_BY_CHINA, on_conflict="ignore").head(0)], "has no rows"),
    ],
)
def test_refusals_of_wide(series, message):
    with pytest.raises(kbd.KzBriDataError, match=message):
        kbd.wide(series)


def test_wide_takes_one_figure_a_period():
    every = kbd.series("goods_exports", area="KAZ", partner="CHN", sources="all", on_conflict="ignore")
    with pytest.raises(kbd.RefusedError, match="has two figures of 2022"):
        kbd.wide([every])


@pytest.mark.parametrize("series_id", [TURNOVER, "uranium_world_share/KAZ/wna/percent/A"])
def test_wide_takes_a_series_as_text_and_as_a_frame_at_once(series_id):
    assert kbd.wide([series_id, kbd.series(series_id)]).equals(kbd.wide([series_id]))


def test_the_lengths_that_wide_refuses_can_be_mended_as_it_says():
    with pytest.raises(kbd.RefusedError, match=r'frames of series\(\.\.\., frequency="A"\)'):
        kbd.wide([TURNOVER, "external_debt/KAZ/world_bank/USD/D"])
    yearly = [kbd.series(one, frequency="A", on_conflict="ignore") for one in (TURNOVER, "goods_exports")]
    assert len(kbd.wide(yearly).columns) == 5


def test_the_warning_of_wide_names_what_gives_every_row():
    in_conflict = EVERYTHING["series_id"][EVERYTHING["n_conflicts"] > 0].iloc[0]
    with pytest.warns(
        kbd.errors.ConflictWarning, match=rf'every row: kbd.series\("{in_conflict}", sources="all"\)$'
    ):
        kbd.wide([in_conflict])


@pytest.mark.parametrize(
    ("choice", "meant"),
    [
        ({"area": "Kazakhstan"}, "KAZ"),
        ({"entity": "Horgos Port"}, "horgos-port"),
        ({"entity": "Horgoss"}, "horgos-port"),
        ({"indicator": "Exports of goods"}, "goods_exports"),
    ],
)
def test_overview_names_what_is_called_so(choice, meant):
    with pytest.raises(kbd.UnknownNameError, match=f'did you mean "{meant}"'):
        kbd.overview(**choice)


def test_overview_refuses_lists():
    with pytest.raises(kbd.UnknownNameError, match=r"there is no area \['KAZ'\]"):
        kbd.overview(area=["KAZ"])


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_latest_keeps_what_is_undated(backend):
    pytest.importorskip(backend)
    undated = kbd.series("uranium_world_share/KAZ/percent/other", backend=backend)
    assert len(kbd.latest(undated)) == len(undated) == 1


def test_latest_keeps_what_is_undated_beside_what_is_dated():
    frames = [kbd.series("uranium_world_share/KAZ/percent/other"), kbd.series(TURNOVER)]
    assert kbd.latest(pd.concat(frames))["value"].tolist() == [frames[0]["value"][0], 30.1e9]


def test_latest_of_a_series_with_a_break_is_of_its_last_side():
    frame = kbd.latest("internet_users_share", area="CHN")
    assert frame["series_id"].tolist() == ["internet_users_share/CHN/world_bank/percent/A/start=2023-01-01"]
    assert len(kbd.latest("port_train_routes", frequency="M", basis="", breakdown="")) == 1


URANIUM = "uranium_world_share/KAZ/wna/percent/A"


@pytest.mark.parametrize("choice", [{"basis": ""}, {"area": "CHN"}, {"frequency": "M"}, {"status": "target"}])
def test_a_choice_that_contradicts_the_identifier_is_refused(choice):
    (name,) = choice
    with pytest.raises(kbd.RefusedError, match=f"contradicts {URANIUM}, .*\n?leave out {name}="):
        kbd.series(URANIUM, **choice)


def test_a_choice_within_the_identifier_narrows_it():
    whole = kbd.series(URANIUM)
    assert kbd.series(URANIUM, basis="wna", status="observed").equals(whole)
    assert 0 < len(kbd.series(URANIUM, status="actual", start="2020")) < len(whole)
    side = "internet_users_share/CHN/world_bank/percent/A/end=2022-12-31"
    assert kbd.series(side, end="2024").equals(kbd.series(side))
    with pytest.raises(kbd.RefusedError, match="no observation"):
        kbd.series(side, start="2023", end="2024")
