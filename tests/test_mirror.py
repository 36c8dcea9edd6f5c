"""What two areas say of one flow, beside ratios worked out by hand."""

import json
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data._series.arithmetic import Interval

INF = math.inf
TURNOVER = kbd.mirror("goods_trade_turnover", "KAZ", "CHN").set_index("period")
SIDE = ["value", "low", "high", "qualifier", "id", "series_id"]


@pytest.mark.parametrize(
    ("period", "by_hand"),
    [
        ("2013", 28.5 / 22.53),
        ("2018", 19.88 / 12),
        ("2021", 25.25 / 18),
        ("2022", 31.2 / 24.1),
        ("2023-01-01/2023-10-31", 32.7 / 24.3),
        ("2023", 41.02 / 31.5),
        ("2024", 43.82 / 30.1),
    ],
)
def test_china_counts_more_than_kazakhstan(period, by_hand):
    row = TURNOVER.loc[period]
    assert row["ratio"] == pytest.approx(by_hand)
    assert row["ratio_low"] < by_hand < row["ratio_high"]
    assert row["ratio_qualifier"] == "range"


def test_hedges_are_carried():
    """Over 20 billion beside nearly 14.5 billion."""
    row = TURNOVER.loc["2019"]
    assert [row["area_qualifier"], row["partner_qualifier"]] == ["nearly", "over"]
    assert row["ratio"] == row["ratio_low"] == pytest.approx(20 / 14.5)
    assert math.isnan(row["ratio_high"])
    assert row["ratio_qualifier"] == "over"


def test_half_of_the_last_digit_is_allowed_for():
    """19.88 billion beside 12 billion."""
    row = TURNOVER.loc["2018"]
    assert row["ratio_low"] == pytest.approx(19.875 / 12.5)
    assert row["ratio_high"] == pytest.approx(19.885 / 11.5)


def test_what_one_side_has_alone_is_said():
    alone = TURNOVER[TURNOVER["ratio"].isna()]
    assert alone.loc["1992", "partner_value"] == 368e6
    assert alone.loc["1992", [f"area_{name}" for name in SIDE]].isna().all()
    assert alone.loc["2020", "area_value"] == 15e9
    assert alone.loc["2020", [f"partner_{name}" for name in SIDE]].isna().all()


def test_a_side_is_the_row_that_series_takes():
    for side, area in (("area", "KAZ"), ("partner", "CHN")):
        rows = kbd.series("goods_trade_turnover", area=area, frequency="A", status="observed", breakdown="")
        of_years = TURNOVER[(TURNOVER["frequency"] == "A") & TURNOVER[f"{side}_id"].notna()]
        assert of_years[f"{side}_id"].tolist() == rows["observation_id"].tolist()
        assert of_years[f"{side}_value"].tolist() == rows["value"].tolist()
        assert set(of_years[f"{side}_series_id"]) == set(rows["series_id"])


def test_years_and_parts_of_them_are_told_apart_and_in_order():
    assert TURNOVER["period_end"].is_monotonic_increasing
    assert TURNOVER.loc["2023-01-01/2023-06-30", "frequency"] == "S"
    assert TURNOVER.loc["2023-01-01/2023-10-31", "frequency"] == "none of these"


def test_exports_meet_imports():
    both = kbd.mirror("goods_exports", "KAZ", "CHN", basis="un_comtrade").set_index("period")
    back = kbd.mirror("goods_imports", "CHN", "KAZ", basis="un_comtrade").set_index("period")
    assert both.loc["2015", "area_series_id"] == "goods_exports/KAZ/CHN/un_comtrade/USD/A"
    assert both.loc["2015", "partner_series_id"] == "goods_imports/CHN/KAZ/un_comtrade/USD/A"
    assert both.loc["2015", "ratio"] == pytest.approx(5848947000 / 5480137000, rel=1e-6)
    assert (both["ratio"] * back["ratio"]).dropna().to_list() == pytest.approx([1] * 22)


@pytest.mark.parametrize("backend", ["polars", "pyarrow"])
def test_backends_say_the_same(backend):
    other = kbd.mirror("goods_trade_turnover", "KAZ", "CHN", backend=backend)
    columns = other.to_pydict() if backend == "pyarrow" else other.to_dict(as_series=False)
    assert columns["period"] == TURNOVER.index.tolist()
    known = [one for one in columns["ratio"] if one is not None]
    assert known == TURNOVER["ratio"].dropna().tolist()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("goods_export", "KAZ", "CHN"), 'did you mean "goods_exports"?'),
        (("goods_exports", "KAZ", "CHM"), "there is no area 'CHM'; did you mean \"CHN\"?"),
        (("goods_exports", "KAZ", ["CHN"]), "there is no area"),
        (("goods_exports", "Kazakhstan", "China"), "there is no area 'Kazakhstan'; did you mean \"KAZ\"?"),
        (("goods_exports", "KAZ", "chn"), "there is no area 'chn'; did you mean \"CHN\"?"),
        (("goods_exports", "KAZ", "KAZ"), "given twice"),
        (("uranium_production", "KAZ", "CHN"), "mirror takes goods_exports, goods_imports"),
        (("goods_exports", "KAZ", "RUS"), "RUS has of goods_imports with KAZ:\n  nothing"),
    ],
)
def test_what_does_not_meet_is_refused(arguments, message):
    with pytest.raises(kbd.KzBriDataError) as caught:
        kbd.mirror(*arguments)
    assert message in str(caught.value)


def test_an_unknown_basis_is_refused():
    with pytest.raises(kbd.UnknownNameError, match='did you mean "un_comtrade"'):
        kbd.mirror("goods_exports", "KAZ", "CHN", basis="un_comtrad")


@pytest.mark.filterwarnings("ignore::kz_bri_data.errors.ConflictWarning")
def test_the_bases_of_a_refusal_meet():
    with pytest.raises(kbd.RefusedError) as caught:
        kbd.mirror("goods_exports", "KAZ", "CHN", basis="wto")
    assert caught.value.allowed.startswith('say basis="imf_dots", or say basis="un_comtrade", or leave out')
    assert kbd.mirror("goods_exports", "KAZ", "CHN", basis="imf_dots")["ratio"].notna().any()
    assert kbd.mirror("goods_exports", "KAZ", "CHN")["ratio"].notna().any()


def test_the_command_prints_a_row_a_period(capsys):
    assert cli.main(["mirror", "goods_trade_turnover", "KAZ", "CHN", "--format", "json"]) == 0
    found = {row["period"]: row for row in json.loads(capsys.readouterr().out)}
    assert list(found) == TURNOVER.index.tolist()
    assert (found["2024"]["ratio"], found["2020"]["ratio"]) == (1.4558, None)


def test_the_command_names_its_own_options(capsys):
    assert cli.main(["mirror", "goods_exports", "KAZ", "CHN", "--basis", "wto"]) == 2
    said = capsys.readouterr().err
    assert "kz-bri-data series goods_exports --area KAZ --partner CHN --breakdown '' --basis unctad" in said
    assert "say --basis imf_dots, or say --basis un_comtrade, or leave out --basis for" in said


# Arithmetic


def between(low, high):
    return Interval(Fraction(low + high) / 2, Fraction(low), Fraction(high), frozenset(["exact"]))


bounds = st.tuples(*[st.integers(0, 10**6)] * 2).map(sorted)
inside = st.fractions(0, 1)


def at(one, share):
    return one.low + (one.high - one.low) * share


@given(bounds, bounds, inside, inside)
def test_bounds_hold_whatever_the_true_numbers_are(first, second, share, other_share):
    one, two = between(*first), between(*second)
    true, other = at(one, share), at(two, other_share)
    for found, number in ((one.plus(two), true + other), (one.minus(two), true - other)):
        assert found.low <= number <= found.high
    if other > 0:
        found = one.over(two)
        assert found.low <= true / other <= found.high


@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        (Interval(5, 5, INF, frozenset(["over"])), between(2, 2), Fraction(5, 2), INF),
        (Interval(5, -INF, 5, frozenset(["nearly"])), between(2, 2), -INF, Fraction(5, 2)),
        (between(5, 5), Interval(2, 2, INF, frozenset(["over"])), -INF, Fraction(5, 2)),
        (between(5, 5), Interval(2, -INF, 2, frozenset(["nearly"])), Fraction(5, 2), INF),
        (between(5, 5), between(0, 4), Fraction(5, 4), INF),
        (between(0, 0), Interval(2, 2, INF, frozenset(["over"])), 0, 0),
        (between(-4, -2), between(1, 2), -4, -1),
        (between(5, 5), between(-4, -2), -INF, INF),
    ],
)
def test_what_does_not_follow_is_open(one, two, low, high):
    found = one.over(two)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("low", "high", "words", "word"),
    [
        (5, 5, {"exact"}, "exact"),
        (4, 6, {"exact"}, "range"),
        (5, INF, {"exact", "over"}, "over"),
        (5, INF, {"at_least"}, "at_least"),
        (-INF, 5, {"nearly"}, "nearly"),
        (-INF, 5, {"at_most"}, "at_most"),
        (4, INF, {"over"}, "unknown"),
        (-INF, INF, {"about"}, "about"),
        (-INF, INF, {"about", "exact"}, "unknown"),
    ],
)
def test_a_hedge_says_what_the_bounds_do(low, high, words, word):
    assert Interval(5, low, high, frozenset(words)).qualifier == word
