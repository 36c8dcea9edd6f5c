"""One series divided by another, period by period."""

import pandas as pd
import pytest

import kz_bri_data as kbd
from kz_bri_data.errors import MixedBasisError, MixedSeriesError, RefusedError, UnequalPeriodsError

URANIUM, OF_THE_WORLD = "uranium_production/KAZ/wna/tU/A", "uranium_production/WLD/wna/tU/A"
TO_CHINA, TO_ALL = "goods_exports/KAZ/CHN/imf_dots/USD/A", "goods_exports/KAZ/imf_dots/USD/A"
BY_KAZAKHSTAN = "goods_exports/KAZ/CHN/kazakh_stats/USD/A"
HALF_YEARS = "goods_trade_turnover/KAZ/CHN/kazakh_stats/USD/S"


def by_period(*arguments, **choices):
    return kbd.ratio(*arguments, **choices).set_index("period")


def test_the_share_of_uranium_is_that_which_is_printed():
    """The World Nuclear Association prints 43 % for 2022 and 39 % for 2024."""
    share = by_period(URANIUM, OF_THE_WORLD)
    assert share.loc[["2022", "2024"], "ratio"].round().tolist() == [43, 39]
    assert share.loc["2022", "ratio"] == pytest.approx(100 * 21227 / 49355)
    assert set(share["ratio_unit"]) == {"percent"}


def test_bounds_allow_for_the_last_digit():
    row = by_period(URANIUM, OF_THE_WORLD).loc["2022"]
    assert row["ratio_low"] == pytest.approx(100 * 21226.5 / 49355.5)
    assert row["ratio_high"] == pytest.approx(100 * 21227.5 / 49354.5)
    assert row["ratio_qualifier"] == "range"


def test_rows_are_named():
    found = by_period(TO_CHINA, TO_ALL)
    rows = kbd.load("observations").set_index("observation_id")
    assert rows.loc[found["numerator_id"], "value"].tolist() == found["numerator"].tolist()
    assert rows.loc[found["denominator_id"], "value"].tolist() == found["denominator"].tolist()
    assert set(found["numerator_series_id"]) == {TO_CHINA}
    assert set(found["denominator_series_id"]) == {TO_ALL}


def test_periods_are_those_that_both_have():
    found = kbd.ratio(kbd.series(URANIUM, start="2010"), kbd.series(OF_THE_WORLD, end="2012"))
    assert found["period"].tolist() == ["2010", "2011", "2012"]


def test_frames_and_identifiers_say_the_same():
    frames = kbd.ratio(kbd.series(URANIUM), kbd.series(OF_THE_WORLD, backend="polars"))
    assert frames.equals(kbd.ratio(URANIUM, OF_THE_WORLD))


def test_units_of_one_kind_give_percent_whichever_they_are():
    solar = kbd.series("electricity_generation/KAZ/breakdown=solar/ember/TWh/A")
    numbers = ["value", "value_low", "value_high", "resolution"]
    in_gwh = solar.assign(series_id="electricity_generation/KAZ/breakdown=solar/ember/GWh/A")
    in_gwh[numbers] *= 1000
    found = by_period(in_gwh, solar).loc["2024"]
    assert (found["ratio"], found["ratio_unit"]) == (pytest.approx(100), "percent")


def test_units_of_two_kinds_are_written_side_by_side():
    """Exports for each tonne of uranium: no share, but so many dollars."""
    found = by_period("goods_exports/KAZ/wto/USD/A", URANIUM, allow_bases=True)
    assert set(found["ratio_unit"]) == {"USD per tU"}
    exports = kbd.series("goods_exports/KAZ/wto/USD/A", start="2022", end="2022")["value"].item()
    assert found.loc["2022", "ratio"] == pytest.approx(exports / 21227)


@pytest.mark.parametrize("backend", ["polars", "pyarrow"])
def test_backends_say_the_same(backend):
    pytest.importorskip(backend)
    other = kbd.ratio(URANIUM, OF_THE_WORLD, backend=backend)
    columns = other.to_pydict() if backend == "pyarrow" else other.to_dict(as_series=False)
    assert columns["ratio"] == kbd.ratio(URANIUM, OF_THE_WORLD)["ratio"].tolist()


def test_two_bases_are_refused_unless_that_is_meant():
    with pytest.raises(MixedBasisError, match="by imf_dots and by wto"):
        kbd.ratio(TO_CHINA, "goods_exports/KAZ/wto/USD/A")
    assert len(kbd.ratio(TO_CHINA, "goods_exports/KAZ/wto/USD/A", allow_bases=True)) == 29


def test_two_definitions_are_refused_unless_that_is_meant():
    first = "uranium_production/WLD/definition=first_release/wna/tU/A"
    with pytest.raises(MixedSeriesError, match="none and first_release"):
        kbd.ratio(URANIUM, first)
    assert kbd.ratio(URANIUM, first, allow_definitions=True)["period"].tolist() == ["2015", "2022"]


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: kbd.ratio(HALF_YEARS, TO_ALL), UnequalPeriodsError, "S and A"),
        (
            lambda: kbd.ratio(kbd.series(URANIUM, end="2010"), kbd.series(OF_THE_WORLD, start="2011")),
            RefusedError,
            "no period in common: 2002 to 2010, and 2011 to 2024",
        ),
        (
            lambda: kbd.ratio(
                kbd.series(TO_CHINA.replace("imf_dots", "kazakh_stats"), sources="all"), TO_ALL
            ),
            RefusedError,
            'give series with sources="best"',
        ),
        (
            lambda: kbd.ratio(pd.concat([kbd.series(URANIUM), kbd.series(OF_THE_WORLD)]), OF_THE_WORLD),
            MixedSeriesError,
            "a frame has 2 series",
        ),
        (lambda: kbd.ratio(kbd.series(URANIUM).head(0), URANIUM), MixedSeriesError, "has 0 series"),
        (lambda: kbd.ratio("uranium_productio", URANIUM), kbd.UnknownNameError, "did you mean"),
        (lambda: kbd.ratio(5, URANIUM), kbd.UnsupportedBackendError, "int is neither"),
        (
            lambda: kbd.ratio(kbd.series(URANIUM).drop(columns="qualifier"), URANIUM),
            kbd.UnknownNameError,
            "no column in the frame",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::kz_bri_data.errors.ConflictWarning")
def test_what_is_refused(call, kind, message):
    with pytest.raises(kind, match=message):
        call()


def test_nothing_is_divided_by_what_is_known_to_be_incomplete(monkeypatch):
    from kz_bri_data._catalogue import installed
    from kz_bri_data._series.index import open_index

    declared = {OF_THE_WORLD: {"incomplete": "yes"}}
    monkeypatch.setitem(open_index(installed()).__dict__, "declared", declared)
    with pytest.raises(RefusedError, match="known to leave something out"):
        kbd.ratio(URANIUM, OF_THE_WORLD)
    assert len(kbd.ratio(OF_THE_WORLD, URANIUM)) == 23


def test_a_denominator_that_is_not_above_zero_leaves_no_ratio():
    below = kbd.series(URANIUM).assign(value=0.0, value_low=0.0, value_high=0.0)
    assert kbd.ratio(OF_THE_WORLD, below)["ratio"].isna().all()
