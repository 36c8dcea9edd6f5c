"""Rows put in order, and columns handed over, as plain Python would do it."""

import itertools

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pytest
from helpers_frames import columns_of, make
from helpers_frames import rows as rows_of
from hypothesis import example, given
from hypothesis import strategies as st

import kz_bri_data.helpers as helpers
from kz_bri_data.helpers._columns import resolve
from kz_bri_data.helpers._groups import Groups
from kz_bri_data.helpers._work import engine_of

SERIES = st.one_of(st.integers(0, 3), st.integers(0, 2**40))
# Days as numbers, parts of months, and what is missing.
ORDER = st.one_of(st.integers(20200101, 20200105), st.sampled_from([0.25, 1.5, 10.0**9, float("nan")]))


def groups_of(rows):
    codes, by = zip(*rows, strict=True) if rows else ((), ())
    return Groups(np.array(codes, "int64"), np.array(by, "float64"))


def in_order(rows):
    """Positions of rows by series and order, missing ones first, else as they are."""
    return sorted(
        range(len(rows)), key=lambda i: (rows[i][0], rows[i][1] if rows[i][1] == rows[i][1] else -1)
    )


@given(st.lists(st.tuples(SERIES, ORDER), max_size=30))
@example([(0, 0.25), (0, float("nan")), (0, 1.5), (1, 10.0**9)])
@example([(0, 20200102), (0, float("nan")), (0, 20200101)])
def test_the_row_before_is_the_one_before_it_in_its_series(rows):
    expected = [-1] * len(rows)
    order = in_order(rows)
    for before, row in itertools.pairwise(order):
        if rows[before][0] == rows[row][0]:
            expected[row] = before
    assert groups_of(rows).previous().tolist() == expected


@given(st.lists(st.tuples(SERIES, ORDER, st.one_of(st.none(), st.integers(-5, 5))), max_size=30))
def test_numbers_are_reduced_within_a_series(rows):
    groups = groups_of([row[:2] for row in rows])
    values = np.array([np.nan if value is None else value for *_, value in rows], "float64")
    there = [[v for other, _, v in rows if other == one and v is not None] for one, *_ in rows]
    for function, plain in ((np.fmax, max), (np.fmin, min)):
        found = groups.reduce(function, values).tolist()
        assert [None if value != value else value for value in found] == [
            plain(v, default=None) for v in there
        ]
    assert groups.count(~np.isnan(values)).tolist() == [len(v) for v in there]


@pytest.mark.parametrize("number", [0, 1, 7, 1000])
def test_rows_are_paired_with_all_of_their_series_in_the_order_of_both(number):
    codes = np.random.default_rng(number).integers(0, 1 + number // 10, number)
    lefts, rights = np.arange(0, number, 2), np.arange(1, number, 2)
    found = Groups(codes, codes).pairs(lefts, rights)
    expected = [(one, other) for one in lefts for other in rights if codes[one] == codes[other]]
    assert list(zip(*found, strict=True)) == expected


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb"])
def test_what_is_missing_is_no_word_of_its_own_series(library):
    """A series is told by each of its columns, also where one of them is empty."""
    given = [
        {"ref_area": area, "partner_area": partner, "period_end": end, "value": float(end)}
        for area, partner in itertools.product(["A", "B", "C", None], ["D", "E", None])
        for end in (2019, 2020)
    ]
    found = rows_of(helpers.growth(make(library, columns_of(given)), measure="stock"))
    assert [(one["from_value"], one["value"]) for one in found] == [(2019, 2020)] * 12
    assert len({(one["ref_area"], one["partner_area"]) for one in found}) == 12


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb"])
def test_texts_of_two_columns_differ_though_one_has_words_that_the_other_lacks(library):
    ones, others = ["A", "A", None, "", None, "A", "A"], ["A", "B", "", None, "B", None, ""]
    data = nw.from_native(make(library, {"one": ones, "other": others}))
    engine = engine_of(data, resolve(["one", "other"], {"value_column": "one"}))
    engine.define({"found": engine.differ("one", "other")})
    found = rows_of(engine.finish(["one", "other", "found"]))
    assert [one["found"] for one in found] == [False, True, False, False, True, True, True]


def test_more_columns_than_fit_into_one_number():
    """Sixteen columns of sixteen words, with what is missing, are as many series as 64 bits hold numbers."""
    places = [f"place_{n}" for n in range(16)]
    frame = pd.DataFrame({place: [f"word {n}" for n in range(15)] for place in places})
    frame = pd.concat([frame.assign(ref_area=area, period_end=end) for area in "AB" for end in (2019, 2020)])
    frame["value"] = np.where(frame["ref_area"] == "A", 1.0, 2.0) * frame["period_end"]
    found = helpers.growth(frame, measure="stock", series_columns=places)
    assert len(found) == 30
    assert found["change"].tolist() == [1.0] * 15 + [2.0] * 15


@pytest.mark.parametrize("days", [1, 70_000, 2**33])
def test_more_series_and_periods_than_one_digit_holds(days):
    rng = np.random.default_rng(1)
    codes, by = rng.integers(0, 200_000, 300_000), rng.integers(0, days, 300_000).astype("float64")
    order = np.lexsort((by, codes))
    expected = np.full(len(codes), -1)
    expected[order[1:]] = np.where(codes[order[1:]] == codes[order[:-1]], order[:-1], -1)
    assert (Groups(codes, by).previous() == expected).all()


def test_days_are_the_same_whether_they_lie_close_together_or_far_apart():
    year = pd.date_range("2023-03-01", "2024-02-29")
    close = pd.DataFrame({"ref_area": "A", "period_end": [*year, pd.NaT], "value": 1.0}).iloc[::-1]
    far = close[close["period_end"].isin([year[0], year[-1]])]
    more = {"measure": "stock", "between": "ends", "check": False}
    for frame in (close, far):
        step = helpers.growth(frame, **more)
        assert step["years"].tolist() == [pytest.approx((12 * 2024 + 2 - (12 * 2023 + 2 + 1 / 31)) / 12)]
        assert step["from_period_end"].tolist() == [pd.Timestamp("2023-03-01")]


@pytest.mark.parametrize("column", ["value", "converted", "converted_low", "converted_high"])
def test_no_column_of_a_result_is_the_memory_of_another(column):
    frame = pd.DataFrame(
        {"value": [1.0, 2.0], "value_low": [1.0, 2.0], "value_high": [1.0, 2.0], "unit": "m"}
    )
    before, result = frame.copy(), helpers.convert_unit(frame, to="m")
    others = result.drop(columns=column).copy()
    result.loc[result.index[0], column] = 99.0
    pd.testing.assert_frame_equal(result.drop(columns=column), others)
    pd.testing.assert_frame_equal(frame, before)
