"""One call, every library, the same result."""

from datetime import date

import pytest
from helpers_frames import EAGER, MAKERS, ORDERED, columns_of, make, rows, year

from kz_bri_data.errors import UnsupportedBackendError
from kz_bri_data.helpers import (
    convert_currency,
    convert_unit,
    growth,
    index_to,
    per_capita,
    share_change,
    share_of_gdp,
    target_progress,
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


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("library", MAKERS)
def test_every_library_gives_the_same(library, call):
    columns, helper = CALLS[call]
    if call in SERIES_CALLS and library not in ORDERED:
        pytest.skip("narwhals has no ordered windows there; that this is said is tested below")
    expected = rows(helper(make("polars", columns)))
    assert_same(rows(helper(make(library, columns))), expected)
    assert expected
