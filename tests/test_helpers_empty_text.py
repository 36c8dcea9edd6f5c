"""An empty text says as little as a missing one: frames read with keep_default_na=False are full of them."""

from functools import cache

import pytest
from helpers_frames import MAKERS, ORDERED, columns_of, make, rows, year

from kz_bri_data.helpers import growth, index_to, per_capita, share_change, share_of_gdp, target_progress

TEXTS = ["partner_area", "entity_id", "breakdown", "basis"]


def row(value, period, empty, **more):
    return {
        "indicator_id": "made_up",
        "ref_area": "KAZ",
        **dict.fromkeys(TEXTS, empty),
        **period,
        "value": value,
        "unit": "USD",
        "status": "actual",
        **more,
    }


def two(first, second, **more):
    return columns_of([row(10.0, year(2020), first, **more), row(12.0, year(2021), second, **more)])


CALLS = {
    "share_change": lambda frame: share_change(frame, measure="share"),
    "share_change ends": lambda frame: share_change(frame, measure="share", between="ends"),
    "growth": lambda frame: growth(frame, measure="flow"),
    "index_to": lambda frame: index_to(frame, measure="flow", base_period=2020),
    "target_progress": lambda frame: target_progress(frame, measure="share", target=50, target_year=2030),
    "per_capita": lambda frame: per_capita(frame, measure="flow"),
    "share_of_gdp": lambda frame: share_of_gdp(frame, measure="flow"),
}
OF_ROWS = ("per_capita", "share_of_gdp")  # series take windows in order of a column


@pytest.mark.parametrize(("first", "second"), [("", None), (None, ""), ("", "")])
@pytest.mark.parametrize(
    ("library", "call"),
    [(library, call) for library in MAKERS for call in CALLS if library in ORDERED or call in OF_ROWS],
)
def test_empty_is_missing(library, call, first, second):
    found = rows(CALLS[call](make(library, two(first, second))))
    assert [blank(one) for one in found] == without_empty_text(library, call)
    assert found
    assert {one["basis"] for one in found} <= {first, second}


@cache
def without_empty_text(library, call):
    """Give what comes out where what is empty is missing."""
    return [blank(one) for one in rows(CALLS[call](make(library, two(None, None))))]


def blank(one):
    return {name: None if value == "" else value for name, value in one.items()}


@pytest.mark.parametrize("library", MAKERS)
def test_no_unit_is_no_unit_per_person(library):
    given = [row(10.0, year(2020), "", unit=unit) for unit in ("", None, "t")]
    found = rows(per_capita(make(library, columns_of(given)), measure="flow"))
    assert [one["per_capita_unit"] for one in found] == [None, None, "t per person"]


@pytest.mark.parametrize("library", ORDERED)
def test_a_target_with_an_empty_basis_is_one_without(library):
    given = two("", None) | {"status": ["actual", "target"], "basis": ["customs", ""]}
    (found,) = rows(target_progress(make(library, given), measure="share", target_basis="any"))
    assert found["gap"] == 2.0
