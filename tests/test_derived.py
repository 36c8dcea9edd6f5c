"""Series that nobody prints and that are worked out, beside printed ones."""

import csv

import pandas as pd
import pytest

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data._catalogue import Catalogue, installed
from kz_bri_data._series.identity import read_series_id
from kz_bri_data._series.index import open_index
from kz_bri_data._series.relations import DERIVATIONS, MIRRORS
from kz_bri_data.errors import BrokenSeriesError, ConflictError, RefusedError
from kz_bri_data.helpers import growth

pytestmark = pytest.mark.filterwarnings("ignore::kz_bri_data.errors.ConflictWarning")

OBSERVATIONS = kbd.load("observations").set_index("observation_id")
OVERVIEW = kbd.overview()
DERIVED = OVERVIEW[OVERVIEW["derived"] == "yes"]
BY_KAZAKHSTAN = {"area": "KAZ", "partner": "CHN", "basis": "kazakh_stats", "frequency": "A"}


def by_year(*arguments, **choices):
    frame = kbd.series(*arguments, **choices)
    return frame.set_index(frame["period_end"].dt.year)


# What is worked out


def test_turnover_is_exports_and_imports():
    turnover = by_year("goods_trade_turnover", **BY_KAZAKHSTAN, derived=True)
    exports, imports = (
        by_year(f"goods_{way}", breakdown="", **BY_KAZAKHSTAN) for way in ("exports", "imports")
    )
    assert turnover.index.tolist() == [2013, *range(2020, 2026)]
    # Of 2013 it is over; in billion US dollars 2020 to 2025 as the bureau prints both ways.
    by_hand = [22.527, 15.799, 18.001, 24.204, 30.055, 30.158, 34.166]
    assert (turnover["value"] / 1e9).round(3).tolist() == by_hand
    assert turnover["value"].tolist() == pytest.approx((exports["value"] + imports["value"]).tolist())


def test_the_balance_may_be_below_zero():
    """Kazakhstan bought more from China than it sold in 2025, and less in 2020."""
    balance = by_year("goods_trade_balance", **BY_KAZAKHSTAN)
    assert (balance["value"] / 1e9).round(2).loc[[2020, 2025]].tolist() == [3.04, -3.77]
    assert set(balance["derived"]) == {"yes"}


def test_a_partners_share_is_of_all_trade():
    share = by_year("goods_trade_partner_share", partner="CHN", breakdown="exports", basis="imf_dots")
    exports = by_year("goods_exports/KAZ/CHN/imf_dots/USD/A")["value"]
    everywhere = by_year("goods_exports/KAZ/imf_dots/USD/A")["value"]
    assert share["value"].tolist() == pytest.approx((100 * exports / everywhere).tolist())
    assert share.loc[2020, "value"] == pytest.approx(19.2, abs=0.05)


def test_a_share_of_the_world_agrees_with_the_printed_one():
    share = by_year("uranium_world_share", entity="", definition="", basis="wna", derived=True)
    assert share.loc[2022, "value"] == pytest.approx(100 * 21227 / 49355)
    said = {2013: "yes", 2015: "yes", 2021: "no", 2022: "yes", 2024: "yes"}
    assert share["agrees"].dropna().to_dict() == said
    printed = by_year("uranium_world_share", entity="", definition="", basis="wna", derived=False)
    assert printed["agrees"].to_dict() == said


def test_shares_of_the_world_lie_between_none_and_all():
    for call in DERIVED["call"][DERIVED["series_id"].str.contains("world_share")]:
        assert eval(call)["value"].between(0, 100).all(), call


def test_bounds_follow_from_those_of_the_rows():
    row = by_year("goods_trade_turnover", **BY_KAZAKHSTAN, derived=True).loc[2013]
    # Over 14.334 billion and 8.193 billion, which is 8.1925 at least.
    assert row["value_low"] == 14.334e9 + 8.1925e9
    assert pd.isna(row["value_high"])
    part = kbd.series(
        "goods_trade_turnover", area="KAZ", partner="CHN", frequency="none of these", derived=True
    )
    # 4.2 and 4 billion, which is 3.5 to 4.5.
    assert part[["value_low", "value_high", "qualifier"]].to_numpy().tolist() == [[7.65e9, 8.75e9, "range"]]
    assert part["agrees"].tolist() == ["yes"]


# Beside what is printed


def test_every_figure_rests_on_rows_of_one_count_and_period():
    index = open_index(installed())
    for key in [read_series_id(series_id) for series_id in DERIVED["series_id"]]:
        for row in index.rows(key):
            cells = [index.observations[one] for one in row.cells["rests_on"].split()]
            assert len(cells) > 1
            for column in ("basis", "definition", "counted_from", "period_start", "period_end"):
                assert {one[column] for one in cells} == {row.cells[column]}, key.id
            assert not any(
                row.cells[column] for column in ("observation_id", "source_id", "figure_as_printed")
            )


def test_what_is_worked_out_has_no_verdict():
    frame = kbd.series("uranium_world_share", entity="", definition="", basis="wna", derived=True)
    assert frame[["observation_id", "verdict", "source_title"]].isna().all(axis=None)


def test_nothing_worked_out_stands_in_a_printed_series():
    index = open_index(installed())
    for key in list(index.keys()):
        assert {"rests_on" in row.cells for row in index.rows(key)} == {bool(key.derived)}


def test_a_printed_course_is_preferred():
    frame = kbd.series("goods_trade_turnover")
    assert set(frame["derived"]) == {"no"}
    assert frame["rests_on"].isna().all()
    chosen = OVERVIEW[OVERVIEW["preferred"] == "yes"].set_index("series_id")
    assert (
        chosen.loc["goods_trade_turnover/KAZ/CHN/kazakh_stats/USD/A", "rule"] == "printed before worked out"
    )


def test_what_is_worked_out_answers_where_a_single_part_of_a_year_is_printed():
    assert set(kbd.series("goods_trade_partner_share", partner="CHN", breakdown="")["derived"]) == {"yes"}
    printed = kbd.series("goods_trade_partner_share", partner="CHN", breakdown="", derived=False)
    assert printed["value"].tolist() == [21.3]


def test_conflicts_of_the_rows_are_conflicts():
    """Two figures of Kazakh exports in 2022 are further apart than rounding."""
    frame = by_year("goods_trade_turnover", **BY_KAZAKHSTAN, derived=True)
    assert frame.index[frame["outcome"] == "conflict"].tolist() == [2022]
    with pytest.raises(ConflictError, match="in 2022"):
        kbd.series("goods_trade_turnover", **BY_KAZAKHSTAN, derived=True, on_conflict="raise")


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"indicator": "oil_reserves", "derived": True}, "nothing of oil_reserves .* is worked out"),
        (
            {"indicator": "goods_trade_balance", "derived": False},
            "nothing of goods_trade_balance .* is printed",
        ),
        ({"indicator": "goods_trade_balance", "derived": "yes"}, "allowed: True, False"),
        (
            {"indicator": "goods_trade_balance/KAZ/CHN/imf_dots/USD/derived=yes/A", "derived": False},
            "derived=False contradicts",
        ),
    ],
)
def test_what_is_refused(choices, message):
    with pytest.raises(kbd.KzBriDataError, match=message):
        kbd.series(**choices)


# Other calls


@pytest.mark.parametrize("backend", ["polars", "pyarrow"])
def test_backends_say_the_same(backend):
    pytest.importorskip(backend)
    expected = kbd.series("goods_trade_turnover", **BY_KAZAKHSTAN, derived=True)
    other = kbd.series("goods_trade_turnover", **BY_KAZAKHSTAN, derived=True, backend=backend)
    columns = other.to_pydict() if backend == "pyarrow" else other.to_dict(as_series=False)
    assert columns["value"] == expected["value"].tolist()
    assert columns["rests_on"] == expected["rests_on"].tolist()


def test_other_calls_take_it():
    balance = "goods_trade_balance/KAZ/CHN/imf_dots/USD/derived=yes/A"
    assert kbd.latest(balance)["period_end"].dt.year.tolist() == [2020]
    assert balance in kbd.wide([balance, "goods_exports/KAZ/CHN/imf_dots/USD/A"]).columns
    assert kbd.find("balance of trade")[0].id == "goods_trade_balance"
    assert len(growth(kbd.series("goods_trade_turnover/KAZ/CHN/imf_dots/USD/derived=yes/A"))) == 28
    shares = kbd.ratio(kbd.series(balance), "goods_trade_turnover/KAZ/CHN/imf_dots/USD/derived=yes/A")
    assert len(shares["numerator_id"].iloc[0].split()) == 2


def test_a_mirror_takes_it_where_one_basis_prints_nothing():
    found = kbd.mirror("goods_trade_turnover", "KAZ", "CHN", basis="un_comtrade").set_index("period")
    assert found.loc["2015", "ratio"] == pytest.approx(14.290 / 10.568, rel=1e-3)
    assert len(found.loc["2015", "area_id"].split()) == 2


def test_the_command_chooses_it(capsys):
    words = ["series", "goods_trade_turnover", "--area", "KAZ", "--partner", "CHN", "--basis", "un_comtrade"]
    assert cli.main([*words, "--derived"]) == 0
    assert "goods-exports-kazakhstan-to-china-2024 " in capsys.readouterr().out
    assert cli.main([*words, "--no-derived"]) == 2
    assert cli.main(["series", "goods_trade_balance"]) == 0


def test_its_indicators_are_declared():
    known = set(kbd.load("indicators")["indicator_id"])
    for one in DERIVATIONS:
        assert {one.indicator, *one.inputs} <= known
    assert {*MIRRORS, *MIRRORS.values()} <= known


# Made-up rows


@pytest.fixture
def table(monkeypatch, tmp_path):
    """Let `series` read made-up trade, and further tables."""
    real = Catalogue.csv_file
    made_up = {}
    monkeypatch.setattr(Catalogue, "csv_file", lambda self, name: str(made_up.get(name) or real(self, name)))

    def put(*rows, **tables):
        for name, some in {"observations": rows, **tables}.items():
            made_up[name] = tmp_path / f"{name}.csv"
            with made_up[name].open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(
                    file, [column.name for column in kbd.describe(name).columns], restval=""
                )
                writer.writeheader()
                writer.writerows(some)

    return put


def trade(way, value, year=2020, **cells):
    """A row of goods_exports or goods_imports."""
    row = {"indicator_id": f"goods_{way}", "ref_area": "KAZ", "partner_area": "CHN", "basis": "kazakh_stats"}
    row |= {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31", "period_basis": "stated"}
    row |= {"value": value, "value_low": value, "value_high": value, "qualifier": "exact", "unit": "USD"}
    row |= {"status": "actual", "source_id": "imf-dots-world-bank", "figure_as_printed": value}
    row |= {"observation_id": f"a/{way}-{value}-{year}", "resolution": "1", "confidence": "high"}
    return row | cells


def values(**choices):
    return kbd.series("goods_trade_turnover", derived=True, **choices)["value"].tolist()


def test_both_ways_are_needed(table):
    table(trade("exports", 5), trade("imports", 3), trade("exports", 6, 2021))
    assert values() == [8]


@pytest.mark.parametrize(
    "cells",
    [
        {"basis": "imf_dots"},
        {"basis": ""},
        {"unit": "CNY"},
        {"definition": "first_release"},
        {"breakdown": "chemicals"},
        {"status": "projection"},
        {"period_start": "2020-07-01"},
        {"period_start": "", "period_end": "", "period_basis": "undated"},
    ],
)
def test_what_is_counted_otherwise_is_not_added(table, cells):
    table(trade("exports", 5), trade("imports", 3, **cells))
    assert "goods_trade_turnover" not in set(kbd.overview()["series_id"].str.split("/").str[0])


def test_who_counts_has_to_be_known(table):
    table(trade("exports", 5, basis=""), trade("imports", 3, basis=""))
    assert not (kbd.overview()["derived"] == "yes").any()


def test_the_world_has_no_trade_with_anyone(table):
    table(*(trade(way, 5, ref_area="WLD", partner_area="") for way in ("exports", "imports")))
    assert not (kbd.overview()["derived"] == "yes").any()


def test_an_estimate_makes_an_estimate(table):
    table(trade("exports", 5, status="estimate"), trade("imports", 3))
    assert kbd.series("goods_trade_balance")["status"].tolist() == ["estimate"]


def test_a_range_has_bounds_alone(table):
    table(
        trade("exports", "", value_low=4, value_high=6, qualifier="range", observation_id="a/range"),
        trade("imports", 3, resolution=""),
    )
    frame = kbd.series("goods_trade_balance")
    assert frame["value"].isna().all()
    assert frame[["value_low", "value_high"]].to_numpy().tolist() == [[0.5, 3.5]]


def test_nothing_is_divided_by_a_total_that_is_known_to_be_incomplete(table):
    rows = [trade("exports", 5), trade("exports", 20, partner_area="")]
    share = {"indicator": "goods_trade_partner_share", "breakdown": "exports"}
    table(*rows)
    assert kbd.series(**share)["value"].tolist() == [25]
    incomplete = {"series_id": "goods_exports/KAZ/kazakh_stats/USD/A", "rank": "normal", "incomplete": "yes"}
    table(*rows, series=[{**incomplete, "reason": "Oil is not in it."}])
    with pytest.raises(RefusedError, match="no observations of goods_trade_partner_share"):
        kbd.series("goods_trade_partner_share")


def test_a_break_of_a_row_breaks_what_rests_on_it(table):
    rows = [trade(way, 5, year) for way in ("exports", "imports") for year in (2020, 2021, 2022)]
    broken = {"break_id": "b", "indicator_id": "goods_imports", "ref_area": "KAZ", "partner_area": "CHN"}
    broken |= {"basis": "kazakh_stats", "date": "2021-01-01", "reason": "Counted otherwise."}
    table(*rows, breaks=[broken])
    with pytest.raises(BrokenSeriesError, match="from 2021-01-01 on"):
        values()
    assert values(start="2021") == [10, 10]
    assert len(kbd.series("goods_exports")) == 3


def test_a_package_whose_indicators_do_not_have_it_works_nothing_out(table):
    table(
        *(trade(way, 5) for way in ("exports", "imports")),
        indicators=[{"indicator_id": f"goods_{way}", "name": way} for way in ("exports", "imports")],
    )
    assert not (kbd.overview()["derived"] == "yes").any()


@pytest.mark.parametrize(
    ("printed", "cells", "agrees"),
    [
        (8, {}, "yes"),
        (9, {}, "no"),
        (10, {"resolution": "10"}, "yes"),
        (8, {"value_high": "", "qualifier": "over"}, "yes"),
        (5, {"value_high": "", "qualifier": "over"}, "no"),
        (9, {"value_high": "", "qualifier": "over"}, "no"),
        (8, {"basis": "imf_dots"}, None),
    ],
)
def test_whether_both_agree(table, printed, cells, agrees):
    total = trade("", printed, **{"indicator_id": "goods_trade_turnover", **cells})
    table(trade("exports", 5, resolution=""), trade("imports", 3, resolution=""), total)
    for derived in (True, False):
        frame = kbd.series("goods_trade_turnover", derived=derived)
        assert [one if pd.notna(one) else None for one in frame["agrees"]] == [agrees]


def test_a_hedge_may_leave_it_open(table):
    """Over 5 and 3 may be 9."""
    total = trade("", 9, indicator_id="goods_trade_turnover")
    table(trade("exports", 5, value_high="", qualifier="over"), trade("imports", 3), total)
    assert kbd.series("goods_trade_turnover", derived=False)["agrees"].isna().all()


# Conflicts below what is worked out


def test_the_remedy_of_a_conflict_gives_the_rows_that_conflict():
    with pytest.raises(ConflictError) as refused:
        kbd.series("goods_trade_balance", **BY_KAZAKHSTAN, on_conflict="raise")
    calls = refused.value.allowed.removeprefix("every row: ").partition("; the best")[0].split(" and ")
    assert calls == ['kbd.series("goods_exports/KAZ/CHN/kazakh_stats/USD/A", sources="all")']
    rows = eval(calls[0], {"kbd": kbd}).query("outcome == 'conflict'")
    assert set(rows["period_end"].dt.year) == {2022}
    assert len(rows) == 2


@pytest.mark.parametrize("command", ["series goods_trade_balance", "mirror goods_exports KAZ CHN"])
def test_the_command_names_the_series_whose_sources_conflict(capsys, command):
    cli.main(command.split())
    call = "kz-bri-data series goods_exports/KAZ/CHN/kazakh_stats/USD/A --sources all"
    assert capsys.readouterr().err.endswith(f"conflict beyond rounding in 2022; every row: {call}\n")
    cli.main(call.split()[1:])
    assert capsys.readouterr().out.count("conflict") == 2
