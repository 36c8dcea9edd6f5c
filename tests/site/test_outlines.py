"""The map is an equal-area one: what is drawn is as large as the countries are, and lies where they lie."""

import json

import pytest

pytestmark = pytest.mark.site

RADIUS = 6371.0  # of the Earth, km


@pytest.fixture
def outlines():
    from site_pages import outlines

    return outlines


def area(ring):
    ends = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in ends)) / 2


def rings_of(outlines, country, project):
    """Draw the rings of a country."""
    atlas = json.loads(outlines._ATLAS.read_text(encoding="utf-8"))
    arcs = [[project(point) for point in outlines._degrees(arc, atlas["transform"])] for arc in atlas["arcs"]]
    shapes = atlas["objects"]["countries"]["geometries"]
    shape = next(one for one in shapes if one["properties"]["name"] == country)
    return [outlines._join(ring, arcs) for ring in outlines._rings(shape)]


@pytest.mark.parametrize(
    ("country", "square_kilometres"),
    [("Kazakhstan", 2_724_900), ("Mongolia", 1_564_116), ("Uzbekistan", 448_978)],
)
def test_countries_are_as_large_as_they_are(outlines, country, square_kilometres):
    frame = outlines.Frame((80.5, 45.6), (34, 52), 2000, 860, RADIUS)
    drawn = sum(area(ring) for ring in rings_of(outlines, country, frame.project))
    # Natural Earth leaves the Caspian Sea to nobody, and rounds small turns off.
    assert drawn == pytest.approx(square_kilometres, rel=0.02)


def test_what_is_clipped_stays_inside_and_keeps_its_area(outlines):
    frame = outlines.Frame((0, 0), (30, 60), 100, 50, 10)
    # A square of 40 about the corner at 100, 50: a quarter of it is in the frame.
    ring = outlines._clip([(80, 30), (120, 30), (120, 70), (80, 70)], frame)
    assert all(frame.shows(point) for point in ring)
    assert area(ring) == 20 * 20
    assert outlines._clip([(200, 10), (210, 10), (210, 20)], frame) == []


def test_parts_of_a_line_that_are_in_the_frame_are_kept(outlines):
    frame = outlines.Frame((0, 0), (30, 60), 100, 50, 10)
    line = [(-20, 10), (-10, 10), (10, 10), (20, 10), (20, 90), (20, 95), (50, 95), (50, 40)]
    assert list(outlines._inside(line, frame)) == [
        [(-10, 10), (10, 10), (20, 10), (20, 90)],
        [(50, 95), (50, 40)],
    ]
