"""What helpers refuse to take for more than it is, and how much of a result they are sure of."""

import pytest
from helpers_frames import columns_of, make, rows, year

from kz_bri_data import errors
from kz_bri_data.helpers import growth, index_to, per_capita, share_change, target_progress

LIBRARIES = ["pandas", "polars", "polars lazy", "duckdb", "pyspark"]


def row(value, period, **more):
    return {"ref_area": "KAZ", **period, "value": value, "unit": "USD", **more}


@pytest.mark.parametrize("library", LIBRARIES)
def test_whether_a_target_is_reached_is_as_sure_as_the_bounds(library):
    cases = [
        ({"value_low": 16.0, "value_high": 20.0, "qualifier": "range"}, True),
        ({"value_low": 10.0, "value_high": 14.0, "qualifier": "range"}, False),
        ({"value_low": 10.0, "value_high": 20.0, "qualifier": "range"}, None),
        ({"value": 14.0, "value_low": 14.0, "qualifier": "over"}, None),
        ({"value": 16.0, "value_low": 16.0, "qualifier": "over"}, True),
        ({"value": 15.0, "value_high": 15.0, "qualifier": "nearly"}, None),
        ({"qualifier": "unknown"}, None),
    ]
    empty = {"value": None, "value_low": None, "value_high": None}
    given = [
        row(**{"period": year(2024), "entity_id": str(i), **empty, **case})
        for i, (case, _) in enumerate(cases)
    ]
    frame = make(library, columns_of(given))
    found = rows(target_progress(frame, target=15, target_year=2030, measure="share"))
    found.sort(key=lambda one: one["entity_id"])
    assert [one["reached"] for one in found] == [reached for _, reached in cases]
    assert [one["yearly_step_low"] is None for one in found if one["reached"]] == [True, True]


@pytest.mark.parametrize("unit", [None, "", "fraction"])
@pytest.mark.parametrize("library", LIBRARIES)
def test_fractions_are_no_percent_by_any_other_unit(library, unit):
    frame = make(library, {"value": [0.034, 0.39], "year": [2021, 2025], "unit": [unit] * 2})
    of_years = {"measure": "share", "end_column": "year"}
    for call in (
        lambda: share_change(frame, **of_years),
        lambda: target_progress(frame, target=50, target_year=2030, **of_years),
    ):
        with pytest.raises(errors.WrongMeasureError, match="these may be fractions"):
            call()


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_is_in_percent_is_no_amount(library):
    frame = make(library, columns_of([{"ref_area": "KAZ", **year(2021), "value": 4.3, "unit": "percent"}]))
    with pytest.raises(errors.WrongMeasureError, match="contradicts the unit percent"):
        per_capita(frame, measure="flow")


@pytest.mark.parametrize(
    ("column", "codes"),
    [("reporterCode", [398, 156, 398, 156]), ("is_export", [True, False, True, False])],
)
@pytest.mark.parametrize("library", LIBRARIES)
def test_codes_and_truths_tell_series_apart(library, column, codes):
    values = {"year": [2019, 2020, 2021, 2022], "value": [8.0, 12.0, 9.8, 16.0]}
    frame = make(library, {**values, column: codes})
    with pytest.raises(errors.MixedSeriesError, match=column):
        growth(frame, end_column="year", measure="flow")
    found = rows(growth(frame, end_column="year", measure="flow", series_columns=[column]))
    assert sorted(one["from_value"] for one in found) == [8.0, 12.0]


def test_categories_of_numbers_tell_series_apart():
    import pandas as pd

    frame = pd.DataFrame({"value": [10.0, 20.0, 30.0, 80.0], "year": [2020, 2021, 2022, 2023]})
    frame["hs"] = pd.Categorical([27, 84, 27, 84])
    with pytest.raises(errors.MixedSeriesError, match="hs"):
        growth(frame, end_column="year", measure="flow")


@pytest.mark.parametrize("helper", [growth, per_capita, share_change])
def test_a_series_or_a_group_is_no_frame(helper):
    import pandas as pd

    frame = pd.DataFrame({"value": [1.0], "year": [2020], "k": ["a"]})
    for given in (frame["value"], frame.groupby("k")):
        with pytest.raises(errors.UnsupportedBackendError, match="takes a dataframe"):
            helper(given, end_column="year", measure="flow")


@pytest.mark.parametrize("between", ["neighbours", "ends"])
@pytest.mark.parametrize("library", LIBRARIES)
def test_a_change_says_what_was_said_of_both_its_ends(library, between):
    said = {"outcome": "conflict", "verdict": "differs"}, {"outcome": "single", "verdict": None}
    frame = make(
        library, columns_of([row(v, year(2020 + v), **one) for v, one in zip((1, 2), said, strict=True)])
    )
    (one,) = rows(growth(frame, measure="flow", between=between))
    told = one["from_outcome"], one["from_verdict"], one["outcome"], one["verdict"]
    assert told == ("conflict", "differs", "single", None)
    found = rows(index_to(frame, base_period=2021, measure="flow"))
    assert [(one["base_outcome"], one["base_verdict"]) for one in found] == [("conflict", "differs")] * 2
