"""Points in the country that their row names, outside it, and with the two numbers swapped."""

import pytest

import kz_bri_data as kbd
from kz_bri_data._catalogue import installed
from kz_bri_data.validation.engine.engines import Engines
from kz_bri_data.validation.engine.references import References
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.rules.coordinates import judge_points
from kz_bri_data.validation.rules.row_set import RowSet
from kz_bri_data.validation.sources.packages import Package

TABLES = installed().tables
SHIPPED = References(TABLES, Package([], {}, [], 0), Engines("python", Limits()), Limits())


def hints(latitude, longitude, area):
    cells = {"latitude": [latitude], "longitude": [longitude], "area": [area]}
    return [found[2].hint for found in judge_points(RowSet(TABLES["places"], cells, SHIPPED.get))]


@pytest.mark.parametrize(
    ("latitude", "longitude", "area"),
    [
        ("43.25", "76.91", "KAZ"),  # Almaty
        ("44.21", "80.41", "CHN"),  # Horgos
        ("43.65", "51.17", "KAZ"),  # Aktau, on the coast
        ("55.75", "37.62", "RUS"),
        ("51.5", "-0.1", "GBR"),  # of which there is no box
        ("43.25", "", "KAZ"),
        ("43.25", "76.91", ""),
    ],
)
def test_points_that_may_be_right(latitude, longitude, area):
    assert hints(latitude, longitude, area) == []


def test_points_that_are_not():
    assert hints("76.91", "43.25", "KAZ") == ["write latitude 43.25 and longitude 76.91, which are swapped"]
    assert hints("43.25", "76.91", "UZB") == ["check the point and the area"]
    assert hints("-43.25", "76.91", "KAZ") == ["check the point and the area"]


def test_every_country_with_places_has_a_box():
    boxes = {row["area"] for row in installed().rows("bounding_boxes")}
    assert {row["area"] for row in installed().rows("places") if row["latitude"]} <= boxes
    kazakhstan = kbd.load("bounding_boxes").set_index("area").loc["KAZ"]
    assert (round(kazakhstan["south"], 2), round(kazakhstan["east"], 2)) == (40.61, 87.32)
