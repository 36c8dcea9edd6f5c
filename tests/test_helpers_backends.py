"""One call, every library, the same result."""

from datetime import date
from functools import cache

import pytest
from helpers_frames import EAGER, MAKERS, ORDERED, columns_of, make, rows, year

from kz_bri_data.errors import RefusedError, UnsupportedBackendError
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
    to_international_dollars,
)


def row(indicator, value, period, qualifier="exact", unit="count", **more):
    low = value if qualifier in ("exact", "over", "at_least") else None
    high = value if qualifier in ("exact", "nearly", "at_most") else None
    return {
        "indicator_id": indicator,
        "ref_area": "KAZ",
        "partner_area": None,
        "basis": None,
        **period,
        "value": value,
        "value_low": low,
        "value_high": high,
        "qualifier": qualifier,
        "resolution": 1.0,
        "unit": unit,
        "status": "actual",
        **more,
    }


# Not in the order of time: no helper may count on the order of rows.
SHARES = columns_of(
    [
        row("made_up_share", 39.0, year(2024), unit="percent"),
        row("made_up_share", 3.4, year(2021), unit="percent"),
        row("made_up_share", 12.1, year(2022), "over", unit="percent"),
        row("made_up_share", 50.0, year(2030), unit="percent", status="target"),
        row("made_up_share", 10.0, year(2023), "nearly", unit="percent", partner_area="CHN"),
        row("made_up_share", 20.0, year(2024), "about", unit="percent", partner_area="CHN", basis="customs"),
        row("made_up_share", 30.0, year(2021), "about", unit="percent", partner_area="CHN"),
    ]
)
AMOUNTS = columns_of(
    [
        row("made_up_total", 110.0, year(2022), "over"),
        row("made_up_total", 100.0, year(2021)),
        row("made_up_total", 121.0, year(2023), "nearly"),
        row("made_up_total", 7.0, year(2022), "about", partner_area="CHN"),
        row("made_up_total", 0.0, year(2021), partner_area="CHN"),
        row("made_up_total", 3.0, year(2023), "at_most", partner_area="CHN"),
    ]
)
MONEY = columns_of(
    [
        row("made_up_money", 1000.0, year(2022), "over", unit="KZT"),
        row("made_up_money", 50.0, year(2021), unit="USD"),
        row("made_up_money", 7.0, year(2023), "about", unit="CNY", partner_area="CHN"),
    ]
)
DOLLARS = {**MONEY, "unit": ["USD"] * 3}
TENGE = {**MONEY, "unit": ["KZT", "CNY", "KZT"]}
MASSES = {**AMOUNTS, "unit": ["t", "t", "t", "kg", "kg", "kg"]}
CUMULATIVE = columns_of(
    [
        row("made_up_count", 10.0, {"period_end": date(2024, 6, 30)}),
        row("made_up_count", 4.0, {"period_end": date(2023, 3, 15)}),
    ]
)

SERIES_CALLS = {
    "share_change": (SHARES, lambda frame: share_change(frame, measure="share")),
    "share_change ends": (SHARES, lambda frame: share_change(frame, measure="share", between="ends")),
    "share_change rounding": (SHARES, lambda frame: share_change(frame, measure="share", rounding=True)),
    "growth": (AMOUNTS, lambda frame: growth(frame, measure="flow")),
    "growth ends": (AMOUNTS, lambda frame: growth(frame, measure="flow", between="ends")),
    "growth of a running total": (CUMULATIVE, lambda frame: growth(frame, measure="cumulative")),
    "index_to": (AMOUNTS, lambda frame: index_to(frame, measure="flow", base_period=2021)),
    "target_progress": (SHARES, lambda frame: target_progress(frame, measure="share")),
    "target_progress of a number": (
        AMOUNTS,
        lambda frame: target_progress(frame, measure="stock", target=200, target_year=2030),
    ),
}
ROW_CALLS = {
    "per_capita": (AMOUNTS, lambda frame: per_capita(frame, per=1000, measure="flow")),
    "per_capita rounding": (AMOUNTS, lambda frame: per_capita(frame, measure="flow", rounding=True)),
    "share_of_gdp": (DOLLARS, lambda frame: share_of_gdp(frame, measure="flow")),
    "convert_currency": (MONEY, lambda frame: convert_currency(frame, to="CNY", measure="flow")),
    "convert_currency of a year": (MONEY, lambda frame: convert_currency(frame, to="EUR", rate_year=2020)),
    "deflate": (MONEY, lambda frame: deflate(frame, base_year=2015, index="consumer_prices", measure="flow")),
    "to_international_dollars": (TENGE, lambda frame: to_international_dollars(frame, measure="flow")),
    "convert_unit": (MASSES, lambda frame: convert_unit(frame, to="kg")),
}
CALLS = SERIES_CALLS | ROW_CALLS


def in_order(found):
    return sorted(found, key=lambda one: repr((one["partner_area"], one["basis"], one["period_end"])))


def assert_same(found, expected):
    assert len(found) == len(expected)
    for one, other in zip(in_order(found), in_order(expected), strict=True):
        assert list(one) == list(other)
        for name, value in one.items():
            if isinstance(value, float):
                assert value == pytest.approx(other[name], rel=1e-12), name
            else:
                assert value == other[name], name


# Where narwhals has no ordered windows, series are refused, which is tested below.
@pytest.mark.parametrize(
    ("library", "call"),
    [(library, call) for library in MAKERS for call in (CALLS if library in ORDERED else ROW_CALLS)],
)
def test_every_library_gives_the_same(library, call):
    columns, helper = CALLS[call]
    expected = rows(helper(make("polars", columns)))
    assert_same(rows(helper(make(library, columns))), expected)
    assert expected


def without_hedges(columns):
    kept = ["indicator_id", "partner_area", "basis", "period_end", "value"]
    return {name: columns[name] for name in kept}


def in_years(columns):
    """As tables of other people often are: whole years instead of dates, no hedges, no units."""
    found = without_hedges(columns)
    return {**found, "period_end": [day.year for day in found["period_end"]]}


@pytest.mark.parametrize("form", [without_hedges, in_years])
@pytest.mark.parametrize("between", ["neighbours", "ends"])
@pytest.mark.parametrize("library", ORDERED)
def test_frames_of_other_people(library, between, form):
    columns = {name: values[:3] for name, values in form(AMOUNTS).items()}
    found = in_order(rows(growth(make(library, columns), measure="stock", between=between)))
    assert [one["change"] for one in found] == ([10.0, 11.0] if between == "neighbours" else [21.0])
    assert [one["from_value"] for one in found] == ([100.0, 110.0] if between == "neighbours" else [100.0])
    assert not {"change_low", "change_qualifier"} & set(found[0])


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb", "pyspark"])
def test_the_kind_of_the_frame_stays(library, call):
    columns, helper = CALLS[call]
    frame = make(library, columns)
    assert type(helper(frame)) is type(frame)


@pytest.mark.parametrize("call", SERIES_CALLS)
@pytest.mark.parametrize("library", ["dask"])
def test_libraries_without_ordered_windows_say_so(library, call):
    columns, helper = CALLS[call]
    with pytest.raises(UnsupportedBackendError, match=r"pandas, Polars .*, DuckDB and PySpark"):
        helper(make(library, columns))


@pytest.mark.parametrize("library", ["pyarrow", "dask"])
def test_what_needs_no_order_works_without_it(library):
    def helper(frame):
        return share_change(frame, measure="share", between="ends", check=False)

    assert_same(rows(helper(make(library, SHARES))), rows(helper(make("polars", SHARES))))


@pytest.mark.parametrize("thing", [[1, 2], {"value": [1]}, "observations", None])
def test_what_is_no_frame_is_refused(thing):
    with pytest.raises(
        UnsupportedBackendError, match=f"share_change takes a dataframe .*{type(thing).__name__}"
    ):
        share_change(thing)


@pytest.mark.parametrize("call", CALLS)
def test_checks_of_a_lazy_frame_are_one_query(call, monkeypatch):
    import polars as pl

    columns, helper = CALLS[call]
    queries = []
    collect = pl.LazyFrame.collect
    monkeypatch.setattr(
        pl.LazyFrame, "collect", lambda self, *args, **kw: queries.append(self) or collect(self, *args, **kw)
    )
    assert isinstance(helper(make("polars lazy", columns)), pl.LazyFrame)
    # Targets are only put beside facts that are known to belong together.
    assert len(queries) == (2 if call.startswith("target_progress") else 1)


@pytest.mark.parametrize("helper", [share_change, growth, per_capita, index_to, target_progress])
def test_without_checks_a_lazy_frame_stays_lazy(helper, monkeypatch):
    import polars as pl

    more = {"base_period": 2021} if helper is index_to else {}
    frame = make("polars lazy", SHARES)
    collect = pl.LazyFrame.collect
    monkeypatch.setattr(pl.LazyFrame, "collect", lambda *_, **__: pytest.fail("something was computed"))
    result = helper(frame, measure="share" if helper is share_change else "stock", check=False, **more)
    monkeypatch.setattr(pl.LazyFrame, "collect", collect)
    assert rows(result)


@pytest.mark.parametrize("call", ROW_CALLS)
@pytest.mark.parametrize("library", EAGER)
def test_rows_stay_in_place(library, call):
    columns, helper = CALLS[call]
    frame = make(library, columns)
    found = rows(helper(frame))
    assert [one["value"] for one in found] == columns["value"]
    again = rows(frame)
    assert list(again[0]) == list(columns), "the caller's frame is untouched"


@pytest.mark.parametrize("call", CALLS)
def test_the_index_of_pandas_stays(call):
    columns, helper = CALLS[call]
    frame = make("pandas", columns).set_axis([f"row {n}" for n in range(len(columns["value"]))])
    result = helper(frame)
    if call.startswith("target_progress"):
        return  # a series may have several targets, and then several rows
    for name, value in result["value"].items():
        assert value == frame.loc[name, "value"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("days", ["timestamp", "date32"])
def test_pandas_may_be_backed_by_arrow(call, days):
    import pandas as pd
    import pyarrow as pa

    columns, helper = CALLS[call]
    frame = make("pandas", columns).convert_dtypes(dtype_backend="pyarrow")
    kind = pd.ArrowDtype(pa.timestamp("us") if days == "timestamp" else pa.date32())
    frame = frame.astype({name: kind for name in columns if name in ("period_start", "period_end")})
    assert_same(rows(helper(frame)), rows(helper(make("polars", columns))))


def test_categories_are_as_good_as_text():
    import polars as pl

    frame = make("pandas", SHARES).astype({"qualifier": "category", "status": "category", "unit": "category"})
    expected = rows(share_change(make("polars", SHARES), measure="share"))
    assert_same(rows(share_change(frame, measure="share")), expected)
    qualifiers = pl.Enum(["exact", "about", "nearly", "at_most", "over", "at_least", "range"])
    frame = make("polars", SHARES).cast({"qualifier": qualifiers, "indicator_id": pl.Categorical})
    assert_same(rows(share_change(frame, measure="share")), expected)
    assert_same(
        rows(share_change(frame, measure="share", between="ends")),
        rows(SERIES_CALLS["share_change ends"][1](make("polars", SHARES))),
    )


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("index", [["ref_area"], ["period_end", "indicator_id"]])
def test_an_index_of_pandas_may_bear_the_names_of_columns(call, index):
    columns, helper = CALLS[call]
    frame = make("pandas", columns).set_index(index, drop=False)
    assert_same(rows(helper(frame)), rows(helper(make("polars", columns))))
    assert list(frame.index.names) == index, "the caller's frame is untouched"


def test_an_index_of_pandas_keeps_a_name_of_its_own():
    frame = make("pandas", AMOUNTS).rename_axis("row")
    assert growth(frame, measure="flow").index.name == "row"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda frame: frame.set_axis(range(len(frame.columns)), axis=1), "names are not text: 0, 1"),
        (lambda frame: frame.set_axis([(1, name) for name in frame], axis=1), "names are not text"),
        (lambda frame: frame.rename(columns={"basis": "value"}), "several columns of one name"),
        (
            lambda frame: frame.assign(period_end=frame["period_end"].dt.strftime("%d.%m.%Y")),
            "neither dates nor .*\n.*pandas with pd.to_datetime",
        ),
    ],
)
@pytest.mark.parametrize("call", ["growth", "index_to", "per_capita"])
def test_frames_of_pandas_that_cannot_be_read(call, spoil, words):
    columns, helper = CALLS[call]
    with pytest.raises(RefusedError, match=words):
        helper(spoil(make("pandas", columns)))


@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy", "duckdb"])
def test_columns_may_hold_several_things(library):
    """One column as first and last day is a day; one as both bounds says that numbers are exact."""
    names = {"start_column": "period_end", "low_column": "value", "high_column": "value"}
    columns = {name: CUMULATIVE[name] for name in ("period_end", "value")}
    (one,) = rows(growth(make(library, columns), measure="stock", **names))
    assert (one["change"], one["change_low"], one["change_qualifier"]) == (6, 6, "exact")
    (one,) = rows(target_progress(make(library, columns), target=20, target_year=2030, **names))
    assert (one["gap"], one["gap_high"]) == (10, 10)


@cache
def of_an_empty_column(helper, empty):
    """Give what comes out of a frame with a column that has a type and is empty."""
    given = {name: values[:3] for name, values in AMOUNTS.items()}
    return rows(helper(make("duckdb", {**given, empty: [None] * 3}), measure="stock"))


# Those of one column one after the other, so that what is expected is computed once.
@pytest.mark.parametrize("library", ["pandas", "polars", "polars lazy"])
@pytest.mark.parametrize("empty", ["period_start", "value", "value_low", "unit", "partner_area"])
def test_empty_columns_of_no_type(library, empty):
    """An empty first day is as good as none; without values there are results, which are empty."""
    import polars as pl

    given = {name: values[:3] for name, values in AMOUNTS.items()}
    if library == "pandas":
        frame = make("pandas", given).assign(**{empty: None})
    else:
        frame = make(library, given).with_columns(pl.lit(None).alias(empty))
    for helper in (growth, per_capita):
        found = rows(helper(frame, measure="stock"))
        expected = of_an_empty_column(helper, empty)
        assert len(found) == len(expected)
        for name in set(expected[0]) - {"from_period_start" if empty == "period_start" else ""}:
            assert {one[name] for one in found} == {one[name] for one in expected}, name


def test_columns_that_hold_nothing_are_said_to():
    import polars as pl

    for frame in (
        make("pandas", AMOUNTS).assign(period_end=None),
        make("polars", AMOUNTS).with_columns(pl.lit(None).alias("period_end")),
    ):
        with pytest.raises(RefusedError, match="period_end holds nothing, neither dates nor"):
            per_capita(frame, measure="stock")
    with pytest.raises(RefusedError, match="ref_area holds nothing, not text"):
        per_capita(make("polars", AMOUNTS).with_columns(ref_area=pl.lit(None)), measure="stock")


@pytest.mark.parametrize("library", MAKERS)
def test_areas_are_text(library):
    frame = make(library, {**AMOUNTS, "ref_area": [398] * 6})
    with pytest.raises(RefusedError, match=r"ref_area holds .*, not text"):
        per_capita(frame, measure="flow")


def test_a_time_zone_of_one_end_does_not_matter():
    frame = make("pandas", AMOUNTS)
    zoned = frame.assign(period_end=frame["period_end"].dt.tz_localize("Asia/Almaty"))
    assert growth(zoned, measure="flow")["change"].equals(growth(frame, measure="flow")["change"])


def test_a_whole_number_of_persons_may_be_a_float():
    (one, *_) = rows(per_capita(make("polars", AMOUNTS), per=1e6, measure="flow"))
    assert one["per_capita_unit"] == "count per 1,000,000 persons"
