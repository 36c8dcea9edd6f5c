"""All that the tables say of one entity: as frames, and as rows of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

from kz_bri_data._about import About, open_about
from kz_bri_data._calls import quoted
from kz_bri_data._catalogue import Catalogue, Column, installed
from kz_bri_data._claims import as_rows, columns_of_claims, list_claims
from kz_bri_data._series.index import open_index
from kz_bri_data._words import fold, look_for, wanted
from kz_bri_data.errors import RefusedError, UnknownNameError

if TYPE_CHECKING:
    from kz_bri_data._names import TableName

FrameT = TypeVar("FrameT")
Row: TypeAlias = dict[str, str]

# Part of an entity -> the table that its rows are of; projects and claims are of several.
_TABLES: dict[str, TableName] = {
    "names": "entity_names",
    "relations": "entity_relations",
    "events": "events",
    "observations": "observations",
    "parties": "project_parties",
    "finance": "project_finance",
    "routes": "routes",
}

# Parts of which a row names the entity that it is about.
_ABOUT_IT = ("names", "relations", "events", "observations", "routes")


@dataclass(frozen=True, eq=False, repr=False)
class Entity(Generic[FrameT]):
    """All that the tables say of one entity. Printed, it is a page to read.

    Attributes
    ----------
    id
        The entity_id.
    row
        Its row of `entities`.
    names
        Its rows of `entity_names`: what else it is called.
    relations
        Rows of `entity_relations` in which it stands at either end.
    events, observations
        Rows of these tables about it.
    projects
        Projects that it is, or takes part in: project_id, name, status and role, which is empty where the
        project is the entity itself.
    parties
        Rows of `project_parties` of the projects that it is: who takes part in them.
    finance
        Rows of `project_finance` about it or its projects, or in which it is named as lender or recipient.
    routes
        Rows of `routes`: the places on it, in order.
    claims
        Claims of the paper about it with our verdicts, as `claims` lists them.
    """

    id: str
    row: FrameT
    names: FrameT
    relations: FrameT
    events: FrameT
    observations: FrameT
    projects: FrameT
    parties: FrameT
    finance: FrameT
    routes: FrameT
    claims: FrameT
    _page: str

    def __repr__(self) -> str:
        return self._page


class Parts(NamedTuple):
    """What an entity has, as rows of text; see `Entity`."""

    row: Row
    names: list[Row]
    relations: list[Row]
    events: list[Row]
    observations: list[Row]
    projects: list[Row]
    parties: list[Row]
    finance: list[Row]
    routes: list[Row]
    claims: list[Row]


def entity(catalogue: Catalogue, name: str, backend: str) -> Entity[Any]:
    """Give all that a package says of an entity; see `Package.entity`."""
    from kz_bri_data._backends import make
    from kz_bri_data._entity_page import page

    parts = parts_of(catalogue, name)
    columns = columns_of_parts()
    frames = {
        part: make(columns[part], [list(row.values()) for row in rows], backend)
        for part, rows in zip(Parts._fields, ([parts.row], *parts[1:]), strict=True)
    }
    return Entity(parts.row["entity_id"], **frames, _page=page(catalogue, parts))


def columns_of_parts() -> dict[str, list[Column]]:
    """Give the columns of each part of an entity."""
    tables = installed().tables
    projects, parties = tables["projects"].by_name, tables["project_parties"].by_name
    return {
        "row": list(tables["entities"].columns),
        **{part: list(tables[table].columns) for part, table in _TABLES.items()},
        "projects": [*(projects[name] for name in ("project_id", "name", "status")), parties["role"]],
        "claims": columns_of_claims(installed()),
    }


def parts_of(catalogue: Catalogue, name: str) -> Parts:
    """Collect the rows about an entity.

    Parameters
    ----------
    catalogue
        The package.
    name
        The entity_id, or a name that no other entity has.

    Raises
    ------
    UnknownNameError
        If there is none.
    RefusedError
        If the name is that of several, or is no text.

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> parts_of(installed(), "Қорғас").row["entity_id"]
    'horgos-port'
    """
    about = open_about(catalogue)
    identifier = _identify(about, name)
    found = {
        part: [
            row
            for row in _rows(catalogue, _TABLES[part])
            if identifier in (row["entity_id"], row.get("other_entity_id"))
        ]
        for part in _ABOUT_IT
    }
    projects = list(_projects(catalogue, identifier))
    own = {row["project_id"] for row in projects if not row["role"]}
    names = {fold(name) for name, _ in about.names[identifier]}
    return Parts(
        row=about.entities[identifier],
        **found,
        projects=projects,
        parties=[row for row in _rows(catalogue, "project_parties") if row["project_id"] in own],
        finance=[
            row
            for row in _rows(catalogue, "project_finance")
            if row["entity_id"] == identifier
            or row["project_id"] in own
            or not names.isdisjoint((fold(row["lender"]), fold(row["recipient"])))
        ],
        claims=_claims(catalogue, identifier),
    )


def _rows(catalogue: Catalogue, table: TableName) -> Iterable[Row]:
    """Read a table; one that another's package lacks says nothing of its entities."""
    if table not in catalogue.resources:
        return ()
    # The largest table is read once, and kept.
    return open_index(catalogue).observations.values() if table == "observations" else catalogue.rows(table)


def _projects(catalogue: Catalogue, identifier: str) -> Iterator[Row]:
    projects = {row["project_id"]: row for row in _rows(catalogue, "projects")}
    roles = [(key, "") for key, row in projects.items() if row["entity_id"] == identifier]
    parties = _rows(catalogue, "project_parties")
    roles += [(row["project_id"], row["role"]) for row in parties if row["entity_id"] == identifier]
    for key, role in roles:
        row = projects.get(key, {})
        yield {
            "project_id": key,
            "name": row.get("name", ""),
            "status": row.get("status", ""),
            "role": role,
        }


def _claims(catalogue: Catalogue, identifier: str) -> list[Row]:
    if "assessments" not in catalogue.resources:
        return []
    about = [claim for claim in list_claims(catalogue) if claim.row.get("entity_id") == identifier]
    return as_rows(catalogue, about)


def _identify(about: About, name: str) -> str:
    """Give the entity_id of an entity by its identifier or by a name that it alone has."""
    if not isinstance(name, str):
        problem = f"entity takes text, not {type(name).__name__}"
        raise RefusedError(problem, "give an entity_id such as 'icbc-khorgos'")
    if name in about.entities:
        return name
    found = _full_name(about, name) or _part_of_name(about, name)
    if not found:
        raise UnknownNameError("entity", name, list(about.entities))
    if len(found) > 1:
        raise RefusedError(
            f"{name!r} is in the names of {len(found)} entities",
            f"give one of them, such as kbd.entity({quoted(found[0])})",
            [{"entity_id": key, "name": about.entities[key]["name"]} for key in found],
        )
    return found[0]


def _full_name(about: About, name: str) -> list[str]:
    """Find the entities of this name; what is short for one may be short for others too."""
    return [
        key
        for key in about.entities
        if any(fold(one) == fold(name.strip()) for one, kind in about.names[key] if kind != "short")
    ]


def _part_of_name(about: About, name: str) -> list[str]:
    """Find the entities whose names hold the words, those with the shortest first."""
    words = wanted(name)
    found = []
    for key in about.entities if words else ():
        hit = look_for(words, [(1.0, one) for one, _ in about.names[key]])
        found += [(len(hit.texts[0]), key)] if hit else []
    return [key for _, key in sorted(found)]
