"""Whether a point lies in the country that its row names."""

from __future__ import annotations

from collections.abc import Iterator

from kz_bri_data._text_safety import quote
from kz_bri_data.numbers import as_number
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.row_set import RowSet

POINT = ["latitude", "longitude", "area"]
BOXES, SIDES = "bounding_boxes", ("south", "north", "west", "east")

# Degrees by which coasts and borders are drawn coarsely.
_COARSE = 0.1


def judge_points(columns: RowSet) -> Iterator[tuple[int, str, Violation]]:
    """Find points outside the box of their country: gives the row, the field and what is wrong."""
    areas = columns.texts("area")
    boxes = zip(*(columns.target(BOXES).look_up(areas, side) for side in SIDES), strict=True)
    for row, ((latitude, longitude, area), sides) in enumerate(zip(columns.parts(POINT), boxes, strict=True)):
        north, east = as_number(latitude), as_number(longitude)
        box = [number for side in sides if (number := as_number(side)) is not None]
        if north is None or east is None or len(box) < len(SIDES) or _is_inside(north, east, *box):
            continue
        message = f"{latitude}, {longitude} is not in {quote(area)}"
        hint = "check the point and the area"
        if _is_inside(east, north, *box):
            hint = f"write latitude {longitude} and longitude {latitude}, which are swapped"
        yield row, "latitude", Violation("point-outside-area", message, hint)


def _is_inside(
    latitude: float, longitude: float, south: float, north: float, west: float, east: float
) -> bool:
    return south - _COARSE <= latitude <= north + _COARSE and west - _COARSE <= longitude <= east + _COARSE
