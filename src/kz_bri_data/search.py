"""Finding indicators, entities and rows of other tables by all that is said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from kz_bri_data._about import ABOUT, DEFINITION, LABEL, NAME, About, Texts, open_about
from kz_bri_data._about import TABLES as NAMED_IN
from kz_bri_data._calls import Offer, list_offers, quoted, years
from kz_bri_data._catalogue import Catalogue
from kz_bri_data._directions import Direction, read_direction
from kz_bri_data._kept import keep
from kz_bri_data._records import list_records
from kz_bri_data._series.identity import TOGETHER, SeriesKey
from kz_bri_data._series.index import TABLES as SERIES_IN
from kz_bri_data._series.preferred import prefer
from kz_bri_data._words import Found, look_for, wanted
from kz_bri_data.errors import RefusedError

# What is added where the words are a whole name.
_WHOLE = 2.0

# Whom the data are about: of series that fit alike, that between the two comes first.
_AREA, _PARTNER = "KAZ", "CHN"


class Match(NamedTuple):
    """An indicator, an entity or a row of another table that words were found in.

    Attributes
    ----------
    table
        Its table, such as "indicators"; "assessments" for a claim of the paper.
    id
        Its identifier there.
    name
        Its name; with the areas, where there are figures of both sides.
    matched
        The names, aliases or definitions that hold the words, with semicolons between.
    n_periods
        How many periods there are figures for: of an indicator in the series that the call gives, of an
        entity in all its series; 0 for others.
    first, last
        First and last year of these; None where no figure has a date.
    call
        What gives the series, the entity or the row; empty for an indicator without figures.
    """

    table: str
    id: str
    name: str
    matched: str
    n_periods: int
    first: int | None
    last: int | None
    call: str


# Score of a series, how much it is preferred to others, where the words were found, and the series.
_Hit = tuple[float, tuple[float, ...], Found, Offer | None]

# What to sort by, and the match.
_Ranked = tuple[tuple[object, ...], Match]


def find(catalogue: Catalogue, text: str) -> list[Match]:
    """Find what a package has by words; see `Package.find`."""
    if not isinstance(text, str):
        raise RefusedError(f"find takes text, not {type(text).__name__}", "give words such as 'Nurly Zhol'")
    words = wanted(text)
    if not words:
        return []
    about, offers = open_about(catalogue), list_offers(catalogue)
    direction = read_direction(text, about.areas)
    ranked = [
        *_indicators(catalogue, words, direction, about, offers),
        *_entities(words, about, offers),
        *_records(catalogue, words, about),
    ]
    return [match for _, match in sorted(ranked, key=lambda one: one[0])]


def _indicators(
    catalogue: Catalogue,
    words: list[str],
    direction: Direction,
    about: About,
    offers: dict[str, list[Offer]],
) -> Iterator[_Ranked]:
    """Find the indicators, each with the series that fits best, and with that of the other side."""
    texts = _texts_of_all(catalogue, about, offers)
    for row in catalogue.rows_referred_to("indicators"):
        identifier, name = row["indicator_id"], row["name"]
        labels = about.labels.get(("indicator", identifier), [])
        own: Texts = [(NAME, name), (NAME, identifier), (DEFINITION, row["definition"])]
        own += [(LABEL, label) for label in labels]
        hits: list[_Hit] = []
        for offer in offers.get(identifier, [None]):
            hit = look_for(words, [*own, *texts[offer.key]] if offer else own)
            hits += [(hit.score, preference_of(offer, direction), hit, offer)] if hit else []
        sides = _sides(hits, direction)
        for side, (score, preference, hit, best) in enumerate(sides):
            periods, call = (best.periods, best.call) if best else ([], "")
            if side == 0:
                # Observed figures between the two first, printed ones before others, then the longest series.
                place = (-score - _bonus(words, [name, *labels]), 0, *(-one for one in preference[:2]))
                place += (bool(best and best.key.derived), -len(periods))
            shown = f"{name}: {about.sides(best.key)}" if best and len(sides) > 1 else name
            yield (*place, identifier, side), _match("indicators", identifier, shown, hit, periods, call)


def _texts_of_all(
    catalogue: Catalogue, about: About, offers: dict[str, list[Offer]]
) -> dict[SeriesKey, Texts]:
    """Give the texts about every series; they take longer to make than to be looked through."""
    every = (offer for series in offers.values() for offer in series)
    return keep(
        catalogue,
        "texts of series",
        (*NAMED_IN, *SERIES_IN),
        lambda: {offer.key: texts_of(offer, about) for offer in every},
    )


def texts_of(offer: Offer, about: About) -> Texts:
    """Give the texts about a series, and the title that is declared of it; `find` and the site look there."""
    title = offer.home.declared.get(offer.key.id, {}).get("title", "")
    return [*about.series_texts(offer.key), (ABOUT, title)]


def _sides(hits: list[_Hit], direction: Direction) -> list[_Hit]:
    """Choose the series that fits best, and that of the other side if the text does not say which."""
    if not hits:
        return []
    best = _best(hits)
    offer = best[3]
    if offer is None or direction.is_said:
        return [best]
    there = offer.key._replace(area=offer.key.partner, partner=offer.key.area).subject
    others = [hit for hit in hits if hit[3] and hit[3].key.subject == there and there != offer.key.subject]
    return [best, _best(others)] if others else [best]


def _best(hits: list[_Hit]) -> _Hit:
    """Choose the series that fits best; of several about one subject that which `series` prefers."""
    best = max(hits, key=lambda one: one[:2])
    offer = best[3]
    if offer is None:
        return best
    alike = {
        one[3].key: one
        for one in hits
        if one[0] == best[0] and one[3] and one[3].key.subject == offer.key.subject
    }
    return alike[prefer(offer.home, alike).key]


def _entities(words: list[str], about: About, offers: dict[str, list[Offer]]) -> Iterator[_Ranked]:
    periods = defaultdict(set)
    for offer in (offer for series in offers.values() for offer in series):
        periods[offer.key.entity].update(offer.periods)
    for identifier, row in about.entities.items():
        texts = about.entity_texts(identifier) + about.relation_texts(identifier)
        hit = look_for(words, texts)
        if hit:
            names = [name for weight, name in texts if weight == NAME]
            score = hit.score + _bonus(words, names)
            dated = sorted(periods[identifier])
            call = f"kbd.entity({quoted(identifier)})"
            match = _match("entities", identifier, row["name"], hit, dated, call)
            yield (-score, 1, len(hit.texts[0]), -len(dated), identifier), match


def _records(catalogue: Catalogue, words: list[str], about: About) -> Iterator[_Ranked]:
    """Find rows of the other tables; what is about an entity comes behind it."""
    for order, (record, texts) in enumerate(list_records(catalogue, about)):
        hit = look_for(words, texts)
        if hit:
            score = hit.score + _bonus(words, [name for weight, name in texts if weight == NAME])
            match = _match(record.table, record.id, record.name, hit, [], record.call)
            yield (-score, 2, order), match


def _match(
    table: str, identifier: str, name: str, hit: Found, periods: list[tuple[str, str]], call: str
) -> Match:
    return Match(table, identifier, name, "; ".join(hit.texts), len(periods), *years(periods), call)


def _bonus(words: list[str], names: list[str]) -> float:
    return _WHOLE if any(words == wanted(name) for name in names) else 0.0


def preference_of(offer: Offer | None, direction: Direction) -> tuple[float, ...]:
    """Say which of several series that fit alike somebody means first; less than all if there is none."""
    if offer is None:
        return (-1, -1)
    key = offer.key
    sides = (key.area, key.partner)
    asked = sides == (_AREA, _PARTNER)
    if direction.is_said or direction.first:
        asked = set(sides) == {_AREA, _PARTNER} and direction.fits(key)
    return (
        key.status == TOGETHER,
        asked and not key.entity,
        _AREA in sides,
        not key.entity and not key.breakdown,
        key.frequency == "A",
        len(offer.periods),
    )
