"""The map of the projects: points of projects and lines of routes over the outlines of countries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from site_pages.book import Book, Row
from site_pages.outlines import Frame, Outlines, Point, outlines, path

# From the Caucasus to the Yellow Sea, so that the routes to either end are on it.
FRAME = Frame(centre=(80.5, 45.6), parallels=(34, 52), width=2000, height=860, radius=1800)

# Cities by which a reader finds the way, and where there is room for the name.
_CITIES = {
    "aktau": "left",
    "aktobe": "right",
    "almaty": "above",
    "astana": "right",
    "atyrau": "right",
    "baku": "below",
    "kashgar": "right",
    "lanzhou": "below",
    "lianyungang": "left",
    "oskemen": "right",
    "shymkent": "below",
    "urumqi": "right",
    "xian": "below",
    "zhengzhou": "below",
}

# Side of a point -> how far right and down of it a name stands, and which end of the name that is.
_SIDES = {
    "above": (0, -20, "middle"),
    "below": (0, 36, "middle"),
    "left": (-12, -10, "end"),
    "right": (12, -10, "start"),
}

# Where on the globe the names of countries have room.
_AREAS = {
    "AZE": (46.9, 40.4),
    "CHN": (93.0, 36.0),
    "GEO": (42.5, 42.9),
    "KAZ": (65.3, 49.6),
    "KGZ": (78.2, 41.7),
    "RUS": (86.0, 55.5),
    "TKM": (58.5, 38.4),
    "UZB": (61.0, 42.8),
}

# How far apart the points of projects stand that are at one place.
_APART = 22


class Marker(NamedTuple):
    """A project at its point, with where that is drawn."""

    row: Row
    x: int
    y: int


class Route(NamedTuple):
    """A route: its entity, the line, and the parts of it that pass a place without a point."""

    entity: Row
    line: str
    gaps: str


class City(NamedTuple):
    """A city at its point, and on which side of it the name stands."""

    place: Row
    x: int
    y: int
    side: tuple[int, int, str]


class Map(NamedTuple):
    """All that is drawn."""

    frame: Frame
    outlines: Outlines
    routes: list[Route]
    markers: list[Marker]
    cities: list[City]
    areas: list[tuple[Row, Point]]


def draw(book: Book) -> Map:
    """Draw the map of the projects and routes of a book."""
    places = {row["place_id"]: row for row in book.rows("places")}
    return Map(
        FRAME,
        outlines(FRAME),
        list(_routes(book, places)),
        list(_markers(book.rows("projects"))),
        [City(places[name], *_at(places[name]), _SIDES[side]) for name, side in _CITIES.items()],
        [(row, FRAME.project(_AREAS[row["area"]])) for row in book.rows("areas") if row["area"] in _AREAS],
    )


def _at(row: Row) -> tuple[int, int]:
    x, y = FRAME.project((float(row["longitude"]), float(row["latitude"])))
    return round(x), round(y)


def _markers(projects: list[Row]) -> Iterator[Marker]:
    """Put projects at one point side by side, so that each can be seen and reached."""
    at: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in projects:
        if row["latitude"]:
            at[_at(row)].append(row)
    for (x, y), rows in at.items():
        first = x - (len(rows) - 1) * _APART // 2
        for place, row in enumerate(rows):
            yield Marker(row, first + place * _APART, y)


def _routes(book: Book, places: dict[str, Row]) -> Iterator[Route]:
    for entity, rows in groupby(book.rows("routes"), key=lambda row: row["entity_id"]):
        stops = [places[row["place_id"]] for row in sorted(rows, key=lambda row: int(row["position"]))]
        known = [(number, _at(stop)) for number, stop in enumerate(stops) if stop["latitude"]]
        steps = {True: "", False: ""}
        for next_to, part in groupby(pairwise(known), lambda step: step[1][0] - step[0][0] == 1):
            found = list(part)
            steps[next_to] += path([found[0][0][1], *(after for _, (_, after) in found)])
        yield Route(book.about.entities[entity], steps[True], steps[False])
