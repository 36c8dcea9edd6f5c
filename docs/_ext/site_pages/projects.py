"""The page of the projects: a map, a list that can be filtered, and who gives money for what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from site_pages.book import Book, Row
from site_pages.page import Page
from site_pages.project_map import draw

# Column of projects -> what is said of the year in it.
_YEARS = {
    "commitment_year": "agreed or announced in",
    "start_year": "work from",
    "completion_year": "complete in",
}


class Project(NamedTuple):
    """A project with all that is known of it.

    Attributes
    ----------
    row
        It in projects.
    years
        What is known of when it was agreed, begun and completed, or is to be.
    parties
        Each party with the roles that it has.
    finance
        The records of money for it, by year.
    sources
        What all this was read from, each once.
    """

    row: Row
    years: str
    parties: list[tuple[Row, list[Row]]]
    finance: list[Row]
    sources: list[str]


def pages(book: Book) -> Iterator[Page]:
    """Give the page."""
    projects = list(_projects(book))
    other = [row for row in _by_year(book.rows("project_finance")) if not row["project_id"]]
    cited = {source for project in projects for source in project.sources} | {
        row["source_id"] for row in other
    }
    yield Page(
        "projects",
        "Projects",
        "projects.html",
        {
            "map": draw(book),
            "sectors": _grouped(projects),
            "counts": {column: _counted(book, projects, column) for column in ("sector", "status")},
            "projects": projects,
            "other": other,
            "cited": {one: book.sources[one] for one in sorted(cited)},
            "names": book.names,
            "places": book.about.places,
            "areas": book.about.areas,
            "units": {row["unit"]: row["name"] for row in book.rows("units")},
        },
        f"{len(projects)} projects of Kazakhstan and China: with parties, money, years and sources.",
    )


def _projects(book: Book) -> Iterator[Project]:
    parties, finance = (_by_project(book.rows(table)) for table in ("project_parties", "project_finance"))
    for row in book.rows("projects"):
        key = row["project_id"]
        by_name: dict[str, list[Row]] = defaultdict(list)
        for party in parties[key]:
            by_name[party["party"]].append(party)
        yield Project(
            row,
            ", ".join(f"{text} {row[column]}" for column, text in _YEARS.items() if row[column]),
            [(rows[0], rows) for rows in by_name.values()],
            _by_year(finance[key]),
            list(dict.fromkeys(one["source_id"] for one in [row, *parties[key], *finance[key]])),
        )


def _by_project(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["project_id"]].append(row)
    return found


def _by_year(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["year"], row["record_id"]))


def _grouped(projects: list[Project]) -> dict[str, list[Project]]:
    """Give the projects by sector, the largest first."""
    found: dict[str, list[Project]] = defaultdict(list)
    for project in sorted(projects, key=lambda one: one.row["name"]):
        found[project.row["sector"]].append(project)
    return dict(sorted(found.items(), key=lambda one: -len(one[1])))


def _counted(book: Book, projects: list[Project], column: str) -> dict[str, int]:
    """Count the projects by a code, in the order in which the codes are listed."""
    counts = Counter(project.row[column] for project in projects)
    return {code: counts[code] for code in book.columns("projects")[column].categories if code in counts}
