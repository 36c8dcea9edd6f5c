"""The page of the entities: what each is and is called, its relations, and what is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kz_bri_data._calls import years
from kz_bri_data._entities import Parts, parts_of
from kz_bri_data._periods import Window
from site_pages.book import Book, Row
from site_pages.page import Page


class Related(NamedTuple):
    """What stands in one relation to an entity.

    Attributes
    ----------
    relation
        As in entity_relations.
    is_its
        Whether the relation is the entity's own, such as that it is part of the others, and not theirs.
    others
        Identifier of each other with the row that says so.
    """

    relation: str
    is_its: bool
    others: list[tuple[str, Row]]


class Figures(NamedTuple):
    """How many figures of an indicator an entity has, and the years that they are of."""

    indicator: Row
    years: str
    number: int


class Entity(NamedTuple):
    """An entity with what the page shows of it.

    Attributes
    ----------
    parts
        All that the tables have of it.
    related, events, figures
        Its relations by kind, its events in order of time with the period of each, and its figures.
    sources
        What all this but the figures was read from, each once.
    """

    parts: Parts
    related: list[Related]
    events: list[tuple[str, Row]]
    figures: list[Figures]
    sources: list[str]


def pages(book: Book) -> Iterator[Page]:
    """Give the page."""
    kinds: dict[str, list[Entity]] = {}
    for row in sorted(book.about.entities.values(), key=lambda one: one["name"].casefold()):
        kinds.setdefault(row["kind"], []).append(_entity(book, row["entity_id"]))
    columns = book.columns("entities")
    sectors = Counter(row["sector"] for row in book.about.entities.values())
    yield Page(
        "entities",
        "Entities",
        "entities.html",
        {
            "kinds": dict(sorted(kinds.items(), key=lambda one: -len(one[1]))),
            "counts": {
                "kind": {code: len(kinds[code]) for code in columns["kind"].categories if code in kinds},
                "sector": {code: sectors[code] for code in columns["sector"].categories if sectors[code]},
            },
            "total": len(book.about.entities),
            "entities": book.about.entities,
            "places": book.about.places,
            "areas": book.about.areas,
            "cited": book.sources,
            "names": book.names,
        },
        f"{len(book.about.entities)} companies, institutions, roads, ports, plants and other named things.",
    )


def _entity(book: Book, identifier: str) -> Entity:
    parts = parts_of(book.catalogue, identifier)
    events = [(Window(row["date_start"], row["date_end"]).text, row) for row in parts.events]
    rows = [parts.row, *parts.relations, *parts.events, *parts.routes]
    return Entity(
        parts,
        _related(parts),
        sorted(events, key=lambda one: (one[1]["date_end"], one[1]["event_id"])),
        list(_figures(book, identifier)),
        [one for one in dict.fromkeys(row["source_id"] for row in rows) if one],
    )


def _related(parts: Parts) -> list[Related]:
    """Group the relations of an entity by kind and direction, its own first."""
    found: dict[tuple[bool, str], list[tuple[str, Row]]] = {}
    for row in parts.relations:
        is_its = row["entity_id"] == parts.row["entity_id"]
        other = row["other_entity_id"] if is_its else row["entity_id"]
        found.setdefault((not is_its, row["relation"]), []).append((other, row))
    return [Related(relation, not theirs, others) for (theirs, relation), others in sorted(found.items())]


def _figures(book: Book, identifier: str) -> Iterator[Figures]:
    for name, indicator in book.indicators.items():
        rows = [
            answer.row
            for series in book.series[name]
            if series.key.entity == identifier and not series.key.derived
            for answer in series.answers
        ]
        if rows:
            first, last = years([row.period() for row in rows if row.period()[1]])
            span = "undated" if first is None else f"{first}" if first == last else f"{first}–{last}"
            yield Figures(indicator, span, len(rows))
