"""A page about one entity for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kz_bri_data._about import open_about
from kz_bri_data._calls import list_offers, years
from kz_bri_data._catalogue import Catalogue
from kz_bri_data._periods import Window
from kz_bri_data._terminal import align

if TYPE_CHECKING:
    from kz_bri_data._entities import Parts, Row


def page(catalogue: Catalogue, parts: Parts) -> str:
    """Write the page.

    Parameters
    ----------
    catalogue
        The package.
    parts
        What it has of the entity.

    Returns
    -------
    str
        Lines: what it is, then what there is of names, relations, events, series of figures with the call
        that gives each, projects with parties and money, places on the way, and claims with verdicts.
    """
    row, about = parts.row, open_about(catalogue)
    events = sorted(parts.events, key=lambda one: (one["date_end"], one["event_id"]))
    names = {key: one["name"] for key, one in about.entities.items()}
    projects = {one["project_id"]: one["name"] for one in parts.projects}
    series = list(_series(catalogue, row["entity_id"]))
    blocks = {
        "names": [[one["name"], one["language"], one["kind"]] for one in parts.names],
        "relations": [_relation(one, names) for one in parts.relations],
        "events": [[_period(one), one["name"], one["status"]] for one in events],
        f"{len(parts.observations)} figures in {len(series)} series": series,
        "projects": [[one["name"], one["status"], one["role"]] for one in parts.projects],
        "who takes part": [_party(one, projects) for one in parts.parties],
        "money lent, given or promised": [_finance(one) for one in sorted(parts.finance, key=_year)],
        "on the way": [[one["position"], about.places.get(one["place_id"], "")] for one in parts.routes],
        "claims of the paper": [
            [one["printed"], one["period"], one["verdict"], one["claim_id"]] for one in parts.claims
        ],
    }
    lines = [
        f"{row['name']} ({row['entity_id']})",
        ", ".join([row["kind"], row["sector"], *about.where(row["entity_id"])]),
        row["description"],
    ]
    for title, rows in blocks.items():
        if rows:
            lines += ["", title, *(f"  {line}" for line in align(rows))]
    return "\n".join(lines)


def _relation(row: Row, names: dict[str, str]) -> list[str]:
    ends = [names.get(row[end], row[end]) for end in ("entity_id", "other_entity_id")]
    return [ends[0], row["relation"], ends[1], row["status"]]


def _party(row: Row, projects: dict[str, str]) -> list[str]:
    share = f"{row['share']} %" if row["share"] else ""
    return [projects[row["project_id"]], row["party"], row["role"], share]


def _finance(row: Row) -> list[str]:
    amount = f"{float(row['amount']):,.0f} {row['unit']}" if row["amount"] else ""
    return [row["year"], row["name"], row["lender"], row["recipient"], amount, row["status"]]


def _year(row: Row) -> str:
    return row["year"]


def _period(row: Row) -> str:
    return Window(row["date_start"], row["date_end"]).text


def _series(catalogue: Catalogue, identifier: str) -> Iterator[list[str]]:
    """Give name, years, number of periods and call of each series about an entity, by name."""
    names = {row["indicator_id"]: row["name"] for row in catalogue.rows_referred_to("indicators")}
    for indicator, offers in sorted(list_offers(catalogue).items()):
        for offer in offers:
            if offer.key.entity == identifier:
                first, last = years(offer.periods)
                span = "" if first is None else f"{first}" if first == last else f"{first}-{last}"
                yield [
                    names.get(indicator, indicator),
                    span or "undated",
                    # What is undated is one figure without a period, which overview counts as one.
                    str(len(offer.periods) or 1),
                    offer.call,
                ]
