"""What the search of the site can find: all that `find` finds, and what the site has besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kz_bri_data._about import ABOUT, DEFINITION, LABEL, NAME, WHERE, Texts
from kz_bri_data._calls import Offer, list_offers, quoted
from kz_bri_data._directions import Direction
from kz_bri_data._records import Record, list_records
from kz_bri_data._series.identity import SeriesKey
from kz_bri_data._series.preferred import prefer
from kz_bri_data._words import wanted
from kz_bri_data.search import preference_of, texts_of
from kz_bri_data.validation.reporting.explanations import explanations
from site_pages.book import Book, Row


class Way(NamedTuple):
    """One of several sets of texts by which a thing is found: of an indicator, those about one of its series.

    Attributes
    ----------
    texts
        Weight of each text, and the text.
    order
        Of two ways that fit alike, the one with the greater order is meant first.
    place
        What a thing that is found this way is sorted by, after its score.
    subject, rank
        Of the ways to one subject that fit alike, the one of the least rank answers.
    """

    texts: Texts
    order: tuple[float, ...] = ()
    place: tuple[float, ...] = ()
    subject: int = 0
    rank: int = 0


class Entry(NamedTuple):
    """A thing that can be found.

    Attributes
    ----------
    kind
        What it is, in a word or two.
    group
        0, 1 and 2 as `find` sorts indicators, entities and rows; 3 for what the site has besides.
    name, about
        Its name, and what it is, in a sentence.
    target
        The page to go to, from the root.
    call
        What gives it in Python; empty if nothing does.
    label
        Kind and identifier by which `labels` may name it; empty if it does not.
    wholes
        Its names as words to search by: what is a whole name comes before what is a part of one.
    texts
        Texts that are about it in every way.
    ways
        At least one.
    """

    kind: str
    group: int
    name: str
    about: str
    target: str
    call: str
    label: str
    wholes: list[str]
    texts: Texts
    ways: list[Way]


class Heading(NamedTuple):
    """A heading of the prose, or a name of the library: where it stands, and the title of the page."""

    text: str
    target: str
    page: str


def entries(book: Book, headings: Iterable[Heading]) -> Iterator[Entry]:
    """Give all that can be found."""
    yield from _indicators(book)
    yield from _entities(book)
    yield from _records(book)
    yield from _tables(book)
    for one in headings:
        # A page that explains is found by fewer words than a thing that is called so.
        yield _besides("Page", one.text, one.page, one.target, [(ABOUT, one.text), (WHERE, one.page)])
    for code, told in explanations().items():
        texts: Texts = [(NAME, code), (DEFINITION, told.what)]
        yield _besides("Rule", code, told.what, f"rules#{code}", texts)
    for source, row in book.sources.items():
        texts = [(ABOUT, row["title"]), (ABOUT, row["publisher"]), (WHERE, source)]
        about = ", ".join(part for part in (row["publisher"], row["published"]) if part)
        yield _besides("Source", row["title"], about, f"sources#{source}", texts)


def _besides(kind: str, name: str, about: str, target: str, texts: Texts, label: str = "") -> Entry:
    return Entry(kind, 3, name, about, target, "", label, _wholes([name]), texts, [Way([])])


def _wholes(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(wanted(name)) for name in names if name))


def _indicators(book: Book) -> Iterator[Entry]:
    offers = list_offers(book.catalogue)
    for identifier, row in sorted(book.indicators.items()):
        labels = book.about.labels.get(("indicator", identifier), [])
        texts: Texts = [(NAME, row["name"]), (NAME, identifier), (DEFINITION, row["definition"])]
        texts += [(LABEL, label) for label in labels]
        yield Entry(
            "Indicator",
            0,
            row["name"],
            row["definition"],
            f"indicators/{identifier}",
            f"kbd.series({quoted(identifier)})",
            f"indicator:{identifier}",
            _wholes([row["name"], *labels]),
            texts,
            list(_ways(book, offers[identifier])),
        )


def _ways(book: Book, offers: list[Offer]) -> Iterator[Way]:
    by_subject: dict[tuple[str, ...], list[SeriesKey]] = {}
    for offer in offers:
        by_subject.setdefault(offer.key.subject, []).append(offer.key)
    ranks = {
        key: rank for alike in by_subject.values() for rank, key in enumerate(_preferred(offers[0], alike))
    }
    subjects = {subject: number for number, subject in enumerate(by_subject)}
    for offer in offers:
        order = preference_of(offer, Direction())
        place = (*(-one for one in order[:2]), bool(offer.key.derived), -len(offer.periods))
        yield Way(texts_of(offer, book.about), order, place, subjects[offer.key.subject], ranks[offer.key])


def _preferred(offer: Offer, alike: list[SeriesKey]) -> Iterator[SeriesKey]:
    """Give the series of a subject, first the one that answers, then the one that would without it."""
    while alike:
        best = prefer(offer.home, alike).key
        yield best
        alike = [key for key in alike if key != best]


def _entities(book: Book) -> Iterator[Entry]:
    periods: dict[str, set[tuple[str, str]]] = {}
    for offer in (offer for series in list_offers(book.catalogue).values() for offer in series):
        periods.setdefault(offer.key.entity, set()).update(offer.periods)
    for identifier, row in book.about.entities.items():
        texts = book.about.entity_texts(identifier) + book.about.relation_texts(identifier)
        yield Entry(
            book.names["code", f"entities.kind.{row['kind']}"],
            1,
            row["name"],
            row["description"],
            f"entities#{identifier}",
            f"kbd.entity({quoted(identifier)})",
            "",
            _wholes(text for weight, text in texts if weight == NAME),
            texts,
            [Way([], (), (-len(periods.get(identifier, ())),))],
        )


# Table -> what a row of it is called.
_KINDS = {
    "areas": "Area",
    "places": "Place",
    "projects": "Project",
    "project_finance": "Money",
    "events": "Event",
    "assessments": "Claim",
}


def _records(book: Book) -> Iterator[Entry]:
    rows = {table: {row[key]: row for row in book.rows(table)} for table, key in _ROWS.items()}
    for order, (record, texts) in enumerate(list_records(book.catalogue, book.about)):
        row = rows.get(record.table, {}).get(record.id, {})
        yield Entry(
            _KINDS.get(record.table, "Table"),
            2,
            record.name,
            _about(book, record, row),
            _target(book, record, row),
            record.call,
            f"area:{record.id}" if record.table == "areas" else "",
            _wholes(text for weight, text in texts if weight == NAME),
            texts,
            [Way([], (), (order,))],
        )


# Tables whose rows lead to a page that depends on the row, and their keys.
_ROWS = {"events": "event_id", "project_finance": "record_id"}


def _target(book: Book, record: Record, row: Row) -> str:
    """Say where a row is shown."""
    claim = record.id.partition("/")[2]
    if record.id in book.claims:
        return f"claims/{claim}"
    if record.table == "events":
        return f"entities#{row['entity_id']}" if row["entity_id"] else "data/events"
    if record.table in ("projects", "project_finance"):
        return f"projects#{row.get('project_id') or record.id}"
    return f"data/{record.table}"


def _about(book: Book, record: Record, row: Row) -> str:
    if record.table == "assessments":
        return book.claims[record.id].reason
    if record.table == "events":
        return " ".join(part for part in (row["date_end"], row["note"]) if part)
    return book.catalogue.describe(record.table).title if record.table not in _KINDS else ""


def _tables(book: Book) -> Iterator[Entry]:
    for name in book.catalogue.resources:
        table = book.catalogue.describe(name)
        texts: Texts = [(NAME, name), (NAME, table.title), (DEFINITION, table.description)]
        texts += [(LABEL, label) for label in book.labels("table", name)]
        yield _besides("Table", table.title, table.description, f"data/{name}", texts, f"table:{name}")
        for column in table.columns:
            texts = [
                (ABOUT, column.name),
                (ABOUT, column.title),
                (DEFINITION, column.description),
                (WHERE, name),
            ]
            texts += [(LABEL, label) for label in book.labels("column", f"{name}.{column.name}")]
            title = f"{name}.{column.name}"
            yield _besides("Column", title, column.description, f"data/{name}#{column.name}", texts)
