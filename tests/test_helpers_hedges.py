"""Hedges come out as they went in: by interval arithmetic, against an oracle that tries every corner."""

from fractions import Fraction
from itertools import product

import pytest
from helpers_frames import columns_of, make, rows, year
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data.helpers import (
    convert_currency,
    convert_unit,
    deflate,
    growth,
    index_to,
    per_capita,
    share_change,
    share_of_gdp,
    target_progress,
)

INFINITE = float("inf")
ONE = {"series_columns": ["series"]}
WORDS = ["exact", "about", "nearly", "at_most", "over", "at_least", "range"]


def hedged(word, value, high=None):
    """A number with its hedge, as observations hold it."""
    low = value if word in ("exact", "over", "at_least", "range") else None
    if word != "range":
        high = value if word in ("exact", "nearly", "at_most") else None
    return {
        "value": None if word == "range" else value,
        "value_low": low,
        "value_high": high,
        "qualifier": word,
    }


def frame(*numbers, library="polars", **more):
    """One series of yearly numbers."""
    return frame_of([numbers], library=library, **more)


def frame_of(lists, library="polars", **more):
    """Series of yearly numbers, named by their place in the list; the first is called one."""
    found = [
        {"series": "one" if not n else f"series {n}", **year(2021 + i), **number, **more}
        for n, numbers in enumerate(lists)
        for i, number in enumerate(numbers)
    ]
    for one in found:
        for name in ("value", "value_low", "value_high"):
            one[name] = None if one[name] is None else float(one[name])
    return make(library, columns_of(found))


def told(one, name):
    return tuple(one[name + side] for side in ("_low", "_high", "_qualifier"))


SCALES = {
    "per_capita": lambda data: per_capita(data, measure="flow"),
    "share_of_gdp": lambda data: share_of_gdp(data, measure="flow"),
    "converted": lambda data: convert_currency(data, to="KZT", measure="flow"),
    "deflated": lambda data: deflate(data, base_year=2015, measure="flow"),
}


@pytest.mark.parametrize("name", SCALES)
@pytest.mark.parametrize("word", WORDS)
def test_a_scale_keeps_the_hedge(name, word):
    (one,) = rows(SCALES[name](frame(hedged(word, 2000, 3000), ref_area="KAZ", unit="USD")))
    factor = {
        "per_capita": lambda: 1 / one["population"],
        "share_of_gdp": lambda: 100 / one["gdp_usd"],
        "converted": lambda: one["exchange_rate"],
        "deflated": lambda: one["price_ratio"],
    }[name]()
    low, high, qualifier = told(one, name)
    assert qualifier == word
    assert low == (pytest.approx(2000 * factor) if one["value_low"] else None)
    assert high == (pytest.approx(one["value_high"] * factor) if one["value_high"] else None)


def test_over_2000_km_per_million_people_is_still_over():
    roads = frame(hedged("over", 2000), ref_area="KAZ", unit="km")
    (one,) = rows(per_capita(roads, per=1_000_000, measure="length"))
    assert (one["per_capita_qualifier"], one["per_capita_high"]) == ("over", None)
    assert one["per_capita"] == one["per_capita_low"] == 2000 * 1_000_000 / one["population"]
    assert one["per_capita_unit"] == "km per 1,000,000 persons"


def test_from_3_4_to_39_is_exactly_35_6():
    (one,) = rows(share_change(frame(hedged("exact", 3.4), hedged("exact", 39)), measure="share", **ONE))
    assert told(one, "change_points") == (35.6, 35.6, "exact")
    assert one["change_percent_low"] == one["change_percent"] == one["change_percent_high"]
    assert one["ratio_low"] == one["ratio"] == one["ratio_high"] == 39 / 3.4


# before, after -> change, relative change: (low, high, qualifier). 5 and 10, a range from 8 to 10.
TABLE = [
    ("exact", "exact", (5, 5, "exact"), (100, 100, "exact")),
    ("exact", "over", (5, None, "over"), (100, None, "over")),
    ("exact", "at_least", (5, None, "at_least"), (100, None, "at_least")),
    # What is nearly 10 may be anything from 0, and the change anything from -5.
    ("exact", "nearly", (-5, 5, "range"), (None, 100, "nearly")),
    ("exact", "at_most", (-5, 5, "range"), (None, 100, "at_most")),
    ("exact", "about", (-5, None, "unknown"), (None, None, "unknown")),
    ("exact", "range", (3, 5, "range"), (60, 100, "range")),
    # From more than 5 to 10: at most 5 more. Nothing was nearly, so it is at_most.
    ("over", "exact", (None, 5, "at_most"), (None, 100, "at_most")),
    ("over", "over", (None, None, "unknown"), (None, None, "unknown")),
    ("over", "nearly", (None, 5, "nearly"), (None, 100, "nearly")),
    ("nearly", "exact", (5, 10, "range"), (100, None, "at_least")),
    ("nearly", "over", (5, None, "over"), (100, None, "over")),
    ("nearly", "nearly", (-5, 10, "range"), (None, None, "unknown")),
    ("at_most", "at_least", (5, None, "at_least"), (100, None, "at_least")),
    ("about", "exact", (None, 10, "unknown"), (None, None, "unknown")),
    ("about", "about", (None, None, "about"), (None, None, "about")),
    ("about", "over", (None, None, "unknown"), (None, None, "unknown")),
]


@pytest.mark.parametrize("word", ["exact", "about", "nearly", "at_most", "over", "at_least", "range"])
@pytest.mark.parametrize("value", [92.48, 86.68, 3.4, 0.07])
def test_there_is_no_percentage_to_nothing(word, value):
    numbers = hedged(word, value, value + 1), hedged("exact", 0)
    (one,) = rows(growth(frame(*numbers), measure="flow", **ONE))
    for name in ("change_percent", "cagr_percent"):
        assert (one[name], *told(one, name)) == (None, None, None, "unknown")
    (one,) = rows(share_change(frame(*numbers, unit="percent"), measure="share", **ONE))
    assert (one["change_percent"], *told(one, "change_percent")) == (None, None, None, "unknown")
    assert told(one, "ratio") == (0, 0, "exact")


def test_nothing_of_nothing_is_no_share_of_it():
    numbers = frame(hedged("exact", 0), hedged("exact", 0))
    (one,) = rows(growth(numbers, measure="flow", **ONE))
    assert (one["change_percent"], *told(one, "change_percent")[:2]) == (None, None, None)


@pytest.mark.parametrize(("before", "after", "change", "percent"), TABLE)
def test_hedges_of_a_change(before, after, change, percent):
    numbers = hedged(before, 5), hedged(after, 8 if after == "range" else 10, 10)
    (one,) = rows(growth(frame(*numbers), measure="flow", **ONE))
    assert told(one, "change") == change
    assert told(one, "change_percent") == percent == told(one, "cagr_percent")
    (one,) = rows(share_change(frame(*numbers), measure="share", **ONE))
    assert told(one, "change_points") == change
    assert told(one, "change_percent") == percent
    ratio = tuple(side and 1 + side / 100 for side in percent[:2])
    assert told(one, "ratio") == (*ratio, percent[2])


def test_what_may_be_negative_has_no_floor():
    numbers = frame(hedged("nearly", 5), hedged("exact", 10))
    (one,) = rows(growth(numbers, measure="rate", check=False, **ONE))
    assert told(one, "change") == (5, None, "at_least")
    assert told(one, "change_percent") == (None, None, "unknown")
    (one,) = rows(growth(frame(hedged("nearly", -5), hedged("exact", 10)), measure="flow", **ONE))
    assert told(one, "change") == (15, None, "at_least"), "a net flow below zero has no floor at zero"


def test_bounds_of_what_fell_below_zero():
    numbers = frame(hedged("range", 8, 10), hedged("exact", -5), hedged("exact", 10))
    found = rows(growth(numbers, measure="flow", **ONE))
    assert told(found[0], "change") == (-15, -13, "range")
    assert told(found[0], "change_percent") == (None, None, "unknown"), "no percentage leads below nothing"
    assert told(found[1], "change_percent") == (None, None, "unknown"), "nothing is a percentage of a loss"


def test_what_may_have_fallen_to_nothing_or_below_it():
    numbers = frame(hedged("exact", 10), hedged("range", 0, 20), hedged("exact", 10), hedged("range", -5, 20))
    found = rows(growth(numbers, measure="flow", **ONE))
    for name in ("change_percent", "cagr_percent"):
        assert told(found[0], name) == (-100, 100, "range")
        assert told(found[2], name) == (None, None, "unknown"), "no percentage leads below nothing"


def test_no_yearly_growth_leads_below_zero():
    fell = growth(frame(hedged("exact", 10), hedged("exact", -5)), measure="flow", **ONE)
    assert fell["change_percent"].to_list() == [None]
    assert fell["cagr_percent"].to_list() == fell["cagr_percent_low"].to_list() == [None], "missing, not NaN"


# -- an oracle that tries every corner ----------------------------------------------------------------------

decimals = st.integers(0, 10_000).map(lambda digits: Fraction(digits, 100))
numbers = st.one_of(
    st.builds(hedged, st.sampled_from(WORDS[:-1]), decimals),
    st.builds(lambda low, width: hedged("range", low, low + width), decimals, decimals.filter(bool)),
)
pairs = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=40)
# Each example is a frame of many series, so these are a thousand and more.


def interval(number):
    """Least and greatest value that a level may have."""
    low = Fraction(0) if number["value_low"] is None else number["value_low"]
    return low, INFINITE if number["value_high"] is None else number["value_high"]


def quotient(above, below):
    """Above over below; in the limit, where one of them is infinite or the base becomes zero."""
    if below == INFINITE:
        return None if above == INFINITE else Fraction(0)
    if below == 0:
        return None if above == 0 else INFINITE
    return above if above == INFINITE else above / below


def truths(number, draw):
    """A value that the hedged number may really have."""
    low, high = interval(number)
    return draw(st.fractions(low, low + 1000 if high == INFINITE else high, max_denominator=1000))


def assert_bounds(one, name, least, greatest, *, level):
    """Bounds as tight as can be: a missing one is infinite, or the 0 that every level has."""
    low, high, qualifier = told(one, name)
    if low is None:
        assert least == -INFINITE or (level and least == 0), (name, least)
    else:
        assert low == pytest.approx(float(least), rel=1e-9, abs=1e-9), name
    if high is None:
        assert greatest == INFINITE, (name, greatest)
    else:
        assert high == pytest.approx(float(greatest), rel=1e-9, abs=1e-9), name
    shape = {(True, True): ("exact", "range"), (True, False): ("over", "at_least")}
    shape |= {(False, True): ("nearly", "at_most"), (False, False): ("unknown", "about")}
    words = shape[low is not None, high is not None]
    if (low is None) != (high is None) and one[name] != (high if low is None else low):
        words = ("unknown",)  # what is at least 5 points is no change of 10 that may be 5
    assert qualifier in words
    assert (qualifier == "exact") == (low is not None and low == high)


@given(pairs, st.data())
def test_bounds_of_changes_are_tight_and_hold_the_truth(given_pairs, data):
    found = rows(growth(frame_of(given_pairs), measure="flow", **ONE))
    for one, (before, after) in zip(found, given_pairs, strict=True):
        (a_low, a_high), (b_low, b_high) = interval(before), interval(after)
        assert_bounds(one, "change", b_low - a_high, b_high - a_low, level=False)
        a, b = truths(before, data.draw), truths(after, data.draw)
        assert_holds(one, "change", b - a)
        if a:
            assert_holds(one, "change_percent", (b - a) / a * 100)
            assert_holds(one, "cagr_percent", (b - a) / a * 100)


def assert_holds(one, name, truth):
    low, high, _ = told(one, name)
    margin = 1e-9 * (1 + abs(float(truth)))
    assert low is None or low <= float(truth) + margin, name
    assert high is None or high >= float(truth) - margin, name


@given(pairs)
def test_bounds_of_ratios_are_tight(given_pairs):
    found = rows(share_change(frame_of(given_pairs, unit="percent"), measure="share", **ONE))
    for one, (before, after) in zip(found, given_pairs, strict=True):
        corners = [quotient(b, a) for b, a in product(interval(after), interval(before))]
        if interval(before)[1] == 0:
            assert told(one, "ratio") == (None, None, one["ratio_qualifier"]), (
                "nothing is a multiple of nothing"
            )
        elif None not in corners:  # 0 over 0, or infinite over infinite: these are in the table
            assert_bounds(one, "ratio", min(corners), max(corners), level=True)


@given(pairs, st.sampled_from([0, 1]), st.data())
def test_bounds_of_an_index_hold_the_truth(given_pairs, base, data):
    found = rows(index_to(frame_of(given_pairs), base_period=2021 + base, measure="stock", **ONE))
    for two, numbers in zip(zip(found[::2], found[1::2], strict=True), given_pairs, strict=True):
        if numbers[base]["value"]:
            assert two[base]["index"] == 100
            assert told(two[base], "index") == (100, 100, "exact"), "however uncertain the base"
        else:
            assert two[base]["index"] is two[1 - base]["index"] is None
        truth = [truths(number, data.draw) for number in numbers]
        if truth[base]:
            assert_holds(two[1 - base], "index", truth[1 - base] / truth[base] * 100)


@given(pairs)
def test_bounds_of_the_gap_to_a_target(given_pairs):
    with_status = [
        ({**now, "status": "actual"}, {**target, "status": "target"}) for now, target in given_pairs
    ]
    found = rows(target_progress(frame_of(with_status, unit="percent"), measure="share", **ONE))
    for one, (now, target) in zip(found, given_pairs, strict=True):
        (low, high), (target_low, target_high) = interval(now), interval(target)
        assert_bounds(one, "gap", target_low - high, target_high - low, level=False)
        if not one["reached"]:
            assert told(one, "yearly_step") == told(one, "gap"), "one year is left"
        else:
            assert told(one, "yearly_step")[:2] == (None, None)


# -- rounding, and frames that say less ---------------------------------------------------------------------


def test_rounding_widens_by_half_of_the_last_digit():
    before, after = {**hedged("exact", 3.4), "resolution": 0.1}, {**hedged("exact", 39), "resolution": 1.0}
    (one,) = rows(share_change(frame(before, after), measure="share", rounding=True, **ONE))
    low, high, qualifier = told(one, "change_points")
    assert (low, high, qualifier) == (pytest.approx(35.05), pytest.approx(36.15), "range")
    assert one["change_points"] == 35.6
    assert "from_value_low" not in one, "the widened bounds are no bounds of the frame"


@pytest.mark.parametrize(
    ("word", "low", "high"),
    [("exact", 1999.5, 2000.5), ("over", 2000, None), ("nearly", None, 2000), ("about", None, None)],
)
def test_rounding_leaves_alone_what_has_an_open_side(word, low, high):
    """Over two thousand was not rounded up; so it is in `compare` too."""
    numbers = frame({**hedged(word, 2000), "resolution": 1.0}, unit="t")
    (one,) = rows(convert_unit(numbers, to="t", rounding=True))
    assert told(one, "converted")[:2] == (low, high)


def test_rounding_does_not_go_below_zero_where_nothing_can():
    nothing = {**hedged("exact", 0), "resolution": 1.0}
    assert told(
        rows(convert_unit(frame(nothing, unit="t"), to="t", rounding=True, measure="flow"))[0], "converted"
    )[:2] == (0, 0.5)
    assert rows(convert_unit(frame(nothing, unit="t"), to="t", rounding=True))[0]["converted_low"] == -0.5


@pytest.mark.parametrize("library", ["pandas", "polars lazy"])
def test_rounding_widens_to_both_sides_what_is_below_zero(library):
    frame = make(library, {"value": [-5.0, -0.25], "resolution": [1.0, 1.0], "unit": ["t", "t"]})
    found = rows(convert_unit(frame, to="kg", measure="flow"))
    assert [(one["converted_low"], one["converted_high"]) for one in found] == [(-5500, -4500), (-750, 250)]


def test_what_has_no_resolution_is_not_widened():
    numbers = frame(
        {**hedged("exact", 10), "resolution": None}, {**hedged("exact", 12), "resolution": 2.0}, unit="t"
    )
    found = rows(convert_unit(numbers, to="t", rounding=True))
    assert [told(one, "converted") for one in found] == [(10, 10, "exact"), (11, 13, "range")]


@pytest.mark.parametrize(
    ("before", "after", "change", "percent"), [row for row in TABLE if "range" not in row[:2]]
)
def test_a_qualifier_alone_says_the_bounds(before, after, change, percent):
    numbers = frame(hedged(before, 5), hedged(after, 10)).drop("value_low", "value_high")
    (one,) = rows(growth(numbers, measure="flow", **ONE))
    assert (told(one, "change"), told(one, "change_percent")) == (change, percent)


def test_bounds_alone_say_no_more_than_bounds():
    numbers = frame(hedged("over", 5), hedged("exact", 10), hedged("about", 10)).drop("qualifier")
    found = rows(growth(numbers, measure="flow", **ONE))
    assert [told(one, "change") for one in found] == [(None, 5, "at_most"), (-10, None, "unknown")]


def test_resolution_alone_can_be_rounded_by():
    columns = {"value": [10.0], "resolution": [1.0], "unit": ["t"]}
    (one,) = rows(convert_unit(make("polars", columns), to="t", rounding=True))
    assert told(one, "converted") == (9.5, 10.5, "range")


def test_a_result_is_the_next_input():
    """What is made of a result knows its hedges by the names alone."""
    money = frame(hedged("over", 100), hedged("exact", 300), ref_area="KAZ", unit="KZT")
    dollars = convert_currency(money, measure="flow")
    each = per_capita(dollars, value_column="converted", per=1000, measure="flow")
    (one,) = rows(growth(each, value_column="per_capita", measure="flow", **ONE))
    assert one["per_capita_unit"] == "USD per 1,000 persons"
    assert one["from_per_capita_qualifier"] == "over"
    assert one["change_qualifier"] == "at_most"
    assert one["change_high"] == one["change"]


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb", "pyspark"])
@pytest.mark.parametrize("open_side", [None, float("nan"), INFINITE])
def test_what_is_no_finite_number_is_missing(library, open_side):
    """NaN and infinity say of a bound that it is open, and of a value that there is none."""
    below = None if open_side is None else -open_side
    over = {**hedged("over", 5), "value_high": open_side}
    nearly = {**hedged("nearly", 10), "value_low": below}
    none = {**hedged("about", open_side), "value_low": below, "value_high": open_side}
    data = frame(over, nearly, none, library=library, unit="t", ref_area="KAZ")
    one, two = sorted(rows(growth(data, measure="flow", **ONE)), key=lambda found: found["period_end"])
    assert (one["change"], *told(one, "change")) == (5, None, 5, "nearly")
    assert (one["change_percent"], *told(one, "change_percent")) == (100, None, 100, "nearly")
    assert two["change"] is two["change_percent"] is two["change_high"] is None
    assert two["change_qualifier"] == "unknown"
    (one,) = rows(growth(data, measure="flow", between="ends", **ONE))
    assert one["change"] is one["change_low"] is one["change_high"] is None
    shares = rows(share_change(data, measure="share", **ONE))
    assert sorted(str(one["change_points"]) for one in shares) == ["5.0", "None"]
    found = sorted(rows(convert_unit(data, to="kg")), key=lambda found: found["period_end"])
    assert [told(one, "converted")[:2] for one in found] == [(5000, None), (None, 10000), (None, None)]
    assert found[2]["converted"] is None
    found = sorted(
        rows(index_to(data, base_period=2021, measure="flow", **ONE)), key=lambda found: found["period_end"]
    )
    assert [one["index"] for one in found] == [100, 200, None]
    found = rows(index_to(data, base_period=2023, measure="flow", **ONE))
    assert {(one["index"], one["index_high"]) for one in found} == {(None, None)}
    found = rows(target_progress(data, target=20, target_year=2030, measure="flow", **ONE))
    assert (found[0]["gap"], found[0]["gap_low"]) == (None, None)


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb", "pyspark"])
@pytest.mark.parametrize("base", [0, -5, None])
def test_nothing_is_an_index_of_a_base_that_is_not_above_zero(library, base):
    plain = make(library, columns_of([{**year(2021 + n), "value": v} for n, v in enumerate([base, 10.0])]))
    assert [one["index"] for one in rows(index_to(plain, base_period=2021, measure="flow"))] == [None, None]
    if base is not None:
        data = frame(hedged("exact", base), hedged("exact", 10), library=library)
        for one in rows(index_to(data, base_period=2021, measure="flow", **ONE)):
            assert (one["index"], one["index_low"], one["index_high"]) == (None, None, None)


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb", "pyspark"])
def test_an_index_of_a_range_has_bounds_alone(library):
    data = frame(hedged("range", 8, 10), hedged("exact", 20), library=library)
    found = rows(index_to(data, base_period=2021, measure="flow", **ONE))
    found = sorted(found, key=lambda one: one["period_end"])
    assert [(one["index"], *told(one, "index")) for one in found] == [
        (None, 80, 125, "range"),
        (None, 200, 250, "range"),
    ]
