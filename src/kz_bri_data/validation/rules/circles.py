"""Circles among things that are parts of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

Edge = tuple[str, str, int]


def closing_edges(edges: Sequence[Edge]) -> list[Edge]:
    """Find the edges that close a circle, each circle once; in order of lines.

    Parameters
    ----------
    edges
        Part, whole and line.

    Examples
    --------
    >>> closing_edges([("yard", "port", 2), ("port", "zone", 3), ("zone", "yard", 4)])
    [('zone', 'yard', 4)]
    """
    wholes: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        wholes[edge[0]].append(edge)
    found: list[Edge] = []
    done: set[str] = set()
    for start in list(wholes):
        found += _closing_from(start, wholes, done)
    return sorted(found, key=lambda edge: edge[2])


def _closing_from(start: str, wholes: dict[str, list[Edge]], done: set[str]) -> list[Edge]:
    """Walk from one thing to its wholes, and note the edges that lead back to where the walk has been."""
    found: list[Edge] = []
    path, way = {start}, [(start, iter(wholes.get(start, ())))]
    while way and start not in done:
        thing, rest = way[-1]
        edge = next(rest, None)
        if edge is None:
            way.pop()
            path.discard(thing)
            done.add(thing)
        elif edge[1] in path:
            found.append(edge)
        elif edge[1] not in done:
            path.add(edge[1])
            way.append((edge[1], iter(wholes.get(edge[1], ()))))
    return found
