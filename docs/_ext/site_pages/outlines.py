"""Outlines of countries from Natural Earth, by the npm package world-atlas, as paths of SVG."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby, pairwise
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

_ATLAS = Path(__file__).parents[2] / "node_modules" / "world-atlas" / "countries-50m.json"

# Degrees east and north; on the map, to the right and down.
Point: TypeAlias = tuple[float, float]


class Frame(NamedTuple):
    """What of the world a map shows: an equal-area projection on a cone, and how large it is drawn.

    Attributes
    ----------
    centre
        The middle of the map.
    parallels
        Where the cone cuts the globe, at which nothing is stretched.
    width, height
        Of the map, in units of its own.
    radius
        Of the globe, in the same units.
    """

    centre: Point
    parallels: tuple[float, float]
    width: int
    height: int
    radius: float

    def project(self, point: Point) -> Point:
        """Give where a point is drawn.

        Examples
        --------
        >>> Frame((80, 44), (32, 54), 200, 100, 90).project((80, 44))
        (100.0, 50.0)
        """
        south, north = (sin(radians(one)) for one in self.parallels)
        cone = (south + north) / 2
        constant = 1 + south * north

        def distance(latitude: float) -> float:
            return self.radius / cone * sqrt(constant - 2 * cone * sin(radians(latitude)))

        angle = cone * radians(point[0] - self.centre[0])
        away, middle = distance(point[1]), distance(self.centre[1])
        return self.width / 2 + away * sin(angle), self.height / 2 - middle + away * cos(angle)

    def shows(self, point: Point) -> bool:
        """Say whether a point of the map lies on it."""
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


class Outlines(NamedTuple):
    """Paths of a map: the land, and the lines between countries."""

    land: str
    borders: str


def outlines(frame: Frame) -> Outlines:
    """Draw what of the world is in a frame.

    Raises
    ------
    FileNotFoundError
        If the outlines are not there; `make site` gets them.
    """
    atlas = json.loads(_ATLAS.read_text(encoding="utf-8"))
    arcs = [list(_degrees(arc, atlas["transform"])) for arc in atlas["arcs"]]
    drawn = [[frame.project(point) for point in arc] for arc in arcs]
    rings = [_join(ring, drawn) for ring in _rings(atlas["objects"]["land"]) if _is_near(ring, arcs, frame)]
    countries = Counter(_arc(one) for ring in _rings(atlas["objects"]["countries"]) for one in ring)
    shared = [drawn[arc] for arc, times in countries.items() if times > 1]
    return Outlines(
        "".join(f"{path(ring)}z" for ring in (_clip(ring, frame) for ring in rings) if len(ring) > 2),
        "".join(path(line) for border in shared for line in _inside(border, frame)),
    )


def path(points: Iterable[Point]) -> str:
    """Write a line as SVG has it, in whole units, each point from the one before.

    Examples
    --------
    >>> path([(1.2, 3.4), (1.4, 3.3), (11, 3)])
    'M1,3l10,0'
    """
    whole = [point for point, _ in groupby((round(x), round(y)) for x, y in points)]
    steps = " ".join(f"{after[0] - before[0]},{after[1] - before[1]}" for before, after in pairwise(whole))
    return f"M{whole[0][0]},{whole[0][1]}" + (f"l{steps}" if steps else "")


def _degrees(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """Decode an arc of TopoJSON, in which each point is written as the step from the one before."""
    (stretch_x, stretch_y), (left, low) = transform["scale"], transform["translate"]
    for x, y in accumulate(arc, lambda before, step: [before[0] + step[0], before[1] + step[1]]):
        yield left + x * stretch_x, low + y * stretch_y


def _rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """Give the rings of a geometry of TopoJSON, each as numbers of arcs; ~n is arc n read backwards."""
    for part in geometry.get("geometries", []):
        yield from _rings(part)
    if geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def _arc(number: int) -> int:
    return number if number >= 0 else ~number


def _join(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Put the arcs of a ring together; each begins where the one before ends."""
    return [point for one in ring for point in (arcs[one] if one >= 0 else arcs[~one][::-1])[:-1]]


def _is_near(ring: list[int], arcs: list[list[Point]], frame: Frame) -> bool:
    """Say whether a ring comes near: the projection tears what lies on the other side of the world."""
    east, north = frame.centre
    return any(abs(x - east) < 60 and abs(y - north) < 40 for one in ring for x, y in arcs[_arc(one)])


def _clip(ring: list[Point], frame: Frame) -> list[Point]:
    """Cut off what of a ring is out of the frame, one side after the other (Sutherland and Hodgman)."""
    for axis, limit, sign in ((0, 0, 1), (0, frame.width, -1), (1, 0, 1), (1, frame.height, -1)):
        kept: list[Point] = []
        for before, after in zip(ring[-1:] + ring[:-1], ring, strict=True):
            ends = [sign * (point[axis] - limit) for point in (before, after)]
            if (ends[0] < 0) != (ends[1] < 0):
                share = ends[0] / (ends[0] - ends[1])
                kept.append(
                    (
                        before[0] + share * (after[0] - before[0]),
                        before[1] + share * (after[1] - before[1]),
                    )
                )
            if ends[1] >= 0:
                kept.append(after)
        ring = kept
    return ring


def _inside(line: list[Point], frame: Frame) -> Iterator[list[Point]]:
    """Give the parts of a line that are in the frame; the frame hides the rest of their last steps."""
    steps = groupby(pairwise(line), lambda step: frame.shows(step[0]) or frame.shows(step[1]))
    for shown, part in steps:
        if shown:
            found = list(part)
            yield [found[0][0], *(after for _, after in found)]
