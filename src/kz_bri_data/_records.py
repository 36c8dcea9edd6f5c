"""What `find` finds beside indicators and entities: areas, places, projects, finance, events and claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from kz_bri_data._about import ABOUT, DEFINITION, NAME, WHERE, About, Texts
from kz_bri_data._about import TABLES as NAMED_IN
from kz_bri_data._calls import quoted
from kz_bri_data._catalogue import Catalogue
from kz_bri_data._claims import list_claims
from kz_bri_data._kept import keep
from kz_bri_data._series.index import TABLES as SERIES_IN

if TYPE_CHECKING:
    from kz_bri_data._names import TableName


class Record(NamedTuple):
    """A row of a table, and the call that gives it."""

    table: str
    id: str
    name: str
    call: str


class _Searched(NamedTuple):
    """A table, its key, and the columns whose texts are looked through with what each counts."""

    table: TableName
    key: str
    columns: dict[str, float]


_TABLES = (
    _Searched("areas", "area", {"name": NAME, "area": NAME}),
    _Searched("places", "place_id", {"name": ABOUT, "place_id": ABOUT}),
    _Searched(
        "projects",
        "project_id",
        {
            **dict.fromkeys(("name", "name_zh", "name_ru", "project_id"), ABOUT),
            **dict.fromkeys(("sector", "kind", "status"), WHERE),
        },
    ),
    _Searched(
        "project_finance",
        "record_id",
        {
            **dict.fromkeys(("name", "record_id", "lender", "recipient"), ABOUT),
            **dict.fromkeys(("sector", "kind", "instrument", "status"), WHERE),
        },
    ),
    _Searched("events", "event_id", {"name": ABOUT, "event_id": DEFINITION, "status": WHERE}),
)

# Tables of numbers by year, which are no observations, and the column that says of what each row is.
_BY_YEAR: dict[TableName, str] = {
    "population": "area",
    "gdp": "area",
    "gdp_constant": "area",
    "deflators": "area",
    "purchasing_power": "area",
    "exchange_rates": "currency",
}

# Every table that something is found in, or named by.
TABLES = (
    *(one.table for one in _TABLES),
    *_BY_YEAR,
    *NAMED_IN,
    *SERIES_IN,
    *("project_parties", "units", "statements", "assessment_evidence"),
)

# Tables that others refer to, which another's package takes from the installed one.
_REFERRED_TO = ("areas", "places")


def list_records(catalogue: Catalogue, about: About) -> list[tuple[Record, Texts]]:
    """List the rows that can be found, each with its texts; not to be changed by the caller.

    Parameters
    ----------
    catalogue
        The package; one without projects, events or claims has none.
    about
        Its names.

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> records = list_records(installed(), About(installed()))
    >>> next(record.call for record, texts in records if record.id == "aiddata-39556")
    'kbd.entity("atyrau-refinery")'
    """
    return keep(catalogue, "records", TABLES, lambda: list(_records(catalogue, about)))


def _records(catalogue: Catalogue, about: About) -> Iterator[tuple[Record, Texts]]:
    parties = _parties(catalogue)
    for one in _TABLES:
        if one.table in catalogue.resources or one.table in _REFERRED_TO:
            for row in catalogue.rows_referred_to(one.table):
                texts = [(weight, row[column]) for column, weight in one.columns.items()]
                record = Record(one.table, row[one.key], row["name"], _call(one, row))
                named = parties.get(row[one.key], []) if one.table == "projects" else []
                kind = {"areas": "area", "places": "place"}.get(one.table, "")
                # Who names a town mostly means what is there.
                weight = WHERE if kind == "place" else NAME
                labels = about.labels.get((kind, row[one.key]), [])
                texts += [*((weight, label) for label in labels), (DEFINITION, one.table)]
                yield record, [*texts, *_where(about, row), *((WHERE, name) for name in named)]
    yield from _by_year(catalogue, about)
    if "assessments" in catalogue.resources:
        for claim in list_claims(catalogue):
            short = claim.id.partition("/")[2]
            texts = [(ABOUT, claim.said), (ABOUT, short), (WHERE, claim.verdict), (DEFINITION, claim.reason)]
            record = Record("assessments", claim.id, claim.said, f"kbd.claims(text={quoted(short)})")
            yield record, texts + _where(about, claim.row)


def _parties(catalogue: Catalogue) -> dict[str, list[str]]:
    """Give who takes part in each project, with the entity_id, which is mostly what is short for a name."""
    found: dict[str, list[str]] = {}
    if "project_parties" in catalogue.resources:
        for row in catalogue.rows("project_parties"):
            found.setdefault(row["project_id"], []).extend((row["party"], row["entity_id"]))
    return found


def _by_year(catalogue: Catalogue, about: About) -> Iterator[tuple[Record, Texts]]:
    """Give the tables of numbers by year as a whole, each with the names of what its rows are of."""
    names = about.areas | {row["unit"]: row["name"] for row in catalogue.rows_referred_to("units")}
    for table, column in _BY_YEAR.items():
        if table not in catalogue.resources:
            continue
        described = catalogue.describe(table)
        codes = dict.fromkeys(row[column] for row in catalogue.rows_referred_to(table))
        texts = [(NAME, table), (NAME, described.title), (DEFINITION, described.description)]
        texts += [(ABOUT, text) for code in codes for text in (code, names.get(code, code))]
        yield Record(table, table, described.title, f"kbd.load({quoted(table)})"), texts


def _call(searched: _Searched, row: dict[str, str]) -> str:
    if searched.table == "areas":
        return f"kbd.overview(area={quoted(row['area'])})"
    if entity := row.get("entity_id"):
        return f"kbd.entity({quoted(entity)})"
    condition = f"{searched.key} == '{row[searched.key]}'"
    return f"kbd.load({quoted(searched.table)}).query({quoted(condition)})"


def _where(about: About, row: dict[str, str]) -> Texts:
    """Give the texts about the entity, the place and the area of a row."""
    return about.entity_texts(row.get("entity_id", ""), WHERE) + about.where_texts(row)
