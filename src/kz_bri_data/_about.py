"""The texts about what a figure is about: areas, entities in every language, places and codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from kz_bri_data._catalogue import Catalogue
from kz_bri_data._kept import keep
from kz_bri_data._series.identity import TOGETHER, SeriesKey

if TYPE_CHECKING:
    from kz_bri_data._names import TableName

# How much a text counts, and the text.
Texts: TypeAlias = list[tuple[float, str]]

# What a word counts where it is found: in what names the thing itself, in the name of what a figure is about,
# in where that is or who counts, in the label of an indicator in another language, and in a definition. What
# has a name of its own in that language, such as a port, comes before the indicators that mention it.
NAME, ABOUT, WHERE, LABEL, DEFINITION = 4.0, 3.0, 2.0, 2.0, 1.0

# Tables that the names are in.
TABLES = (
    *("areas", "labels", "places", "entities", "entity_names", "entity_relations"),
    *("breakdowns", "definitions", "bases"),
)


def open_about(catalogue: Catalogue) -> About:
    """Give the names and definitions of a package, as its files are now."""
    return keep(catalogue, "about", TABLES, lambda: About(catalogue))


class About:
    """The names and definitions in a package by what they are of.

    Parameters
    ----------
    catalogue
        The package.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.areas = {row["area"]: row["name"] for row in catalogue.rows_referred_to("areas")}
        # Kind and identifier -> what it is called in other languages than English, whose names are elsewhere.
        self.labels: dict[tuple[str, str], list[str]] = {}
        for row in catalogue.rows_referred_to("labels"):
            if row["kind"] in ("area", "indicator", "breakdown", "place") and row["language"] != "en":
                self.labels.setdefault((row["kind"], row["id"]), []).append(row["text"])
        self.places = {row["place_id"]: row["name"] for row in catalogue.rows_referred_to("places")}
        self.entities = {row["entity_id"]: row for row in catalogue.rows_referred_to("entities")}
        # Every name of an entity with its kind, the English one first.
        self.names = {identifier: [(row["name"], "official")] for identifier, row in self.entities.items()}
        for row in catalogue.rows_referred_to("entity_names"):
            self.names.setdefault(row["entity_id"], []).append((row["name"], row["kind"]))
        self._relations: dict[str, list[str]] = {}
        for row in catalogue.rows_referred_to("entity_relations"):
            for side in ("entity_id", "other_entity_id"):
                self._relations.setdefault(row[side], []).append(row["relation"])
        # Argument of `series` -> code -> its name and definition.
        self._codes = {
            "breakdown": _codes(catalogue, "breakdowns", "breakdown", "definition"),
            "definition": _codes(catalogue, "definitions", "definition", "description"),
            # What an office counts besides says nothing of this series.
            "basis": {row["basis"]: (row["name"], "") for row in catalogue.rows_referred_to("bases")},
        }

    def entity_texts(self, identifier: str, weight: float = NAME) -> Texts:
        """Give the texts about an entity.

        Examples
        --------
        >>> from kz_bri_data._catalogue import installed
        >>> (4.0, "霍尔果斯口岸") in About(installed()).entity_texts("horgos-port")
        True
        """
        row = self.entities.get(identifier)
        if row is None:
            return []
        names = [*(name for name, _ in self.names[identifier]), identifier]
        return [
            *((weight, name) for name in names),
            *self.where_texts(row),
            (DEFINITION, row["description"]),
        ]

    def relation_texts(self, identifier: str) -> Texts:
        """Give the kinds of relation that an entity has to others, such as owned_by."""
        return [(DEFINITION, relation) for relation in self._relations.get(identifier, [])]

    def where(self, identifier: str) -> list[str]:
        """Give the names of the place and the area of an entity, if they are known."""
        row = self.entities[identifier]
        known = (self.places.get(row["place_id"]), self.areas.get(row["area"]))
        return [name for name in known if name]

    def where_texts(self, row: Mapping[str, str]) -> Texts:
        """Give the names of the place and the area of any row, in every language."""
        sides = [("place", row.get("place_id", "")), ("area", row.get("area", ""))]
        return [(WHERE, name) for kind, identifier in sides for name in self._called(kind, identifier)]

    def _called(self, kind: str, identifier: str) -> list[str]:
        """Give the names of a place or an area."""
        english = {"place": self.places, "area": self.areas}[kind].get(identifier)
        return [english, *self.labels.get((kind, identifier), ())] if english else []

    def sides(self, key: SeriesKey) -> str:
        """Name the area of a series and its partner."""
        area, partner = (self.areas.get(code, code) for code in (key.area, key.partner))
        return f"{area}, with {partner}"

    def series_texts(self, key: SeriesKey) -> Texts:
        """Give the texts about a series, but for those about its indicator."""
        texts = self.entity_texts(key.entity, ABOUT)
        for area in (key.area, key.partner):
            texts += [(ABOUT, name) for name in (*self._called("area", area), area)] if area else []
        for argument, weight in (("breakdown", ABOUT), ("definition", WHERE), ("basis", WHERE)):
            code = getattr(key, argument)
            name, definition = self._codes[argument].get(code, ("", ""))
            # Labels count half of names, as those of an indicator do.
            labels = [(weight / 2, label) for label in self.labels.get((argument, code), ())]
            texts += [(weight, name), (weight, code), *labels, (DEFINITION, definition)] if code else []
        # That figures are observed is usual, and no word to search by.
        return texts if key.status == TOGETHER else [*texts, (WHERE, key.status)]


def _codes(catalogue: Catalogue, table: TableName, key: str, description: str) -> dict[str, tuple[str, str]]:
    return {row[key]: (row["name"], row[description]) for row in catalogue.rows_referred_to(table)}
