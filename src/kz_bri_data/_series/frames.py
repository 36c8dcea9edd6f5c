"""Answers as frames: rows of `observations` with what is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kz_bri_data._backends import make
from kz_bri_data._catalogue import Column
from kz_bri_data._series.best import Answer
from kz_bri_data._series.derived import agreement
from kz_bri_data._series.rows import Index


def describe(name: str, type: str, description: str, example: str = "") -> Column:
    """Say what a column of a result is."""
    title = name.replace("_", " ").capitalize()
    return Column(name, type, title, description, example, None, False, None, {})


ADDED = (
    describe("series_id", "string", "Identifier of the series."),
    describe("n_origins", "integer", "How many independent origins have a figure of the period."),
    describe("outcome", "string", "Whether the other figures of the period agree."),
    describe("alternatives", "string", "Identifiers of the other rows of the period, separated by spaces."),
    describe("verdict", "string", "What was found of the row, if it is a claim that was assessed."),
    describe("source_title", "string", "Title of the source."),
    describe("derived", "string", "Whether it is worked out of other rows, and not printed: yes or no."),
    describe("rests_on", "string", "Identifiers of the rows that it is worked out of, separated by spaces."),
    describe("agrees", "string", "Whether the printed figure and the one worked out agree: yes or no."),
)


def ids_of(cells: Mapping[str, str]) -> str:
    """Give the identifier of an observation, or those of all that a figure is worked out of."""
    return cells["observation_id"] or cells.get("rests_on", "")


def as_frame(index: Index, found: Sequence[Answer], backend: str) -> Any:
    """Give rows with all their columns, and those that say how each was chosen."""
    columns = index.catalogue.describe("observations").columns
    names = [column.name for column in columns]
    rows = ([*(one.row.cells[name] for name in names), *_added(index, one)] for one in found)
    return make([*columns, *ADDED], rows, backend)


def _added(index: Index, answer: Answer) -> tuple[object, ...]:
    cells = answer.row.cells
    return (
        index.series_of(cells).id,
        answer.n_origins,
        answer.outcome,
        " ".join(one.cells["observation_id"] for one in answer.alternatives),
        index.verdicts.get(cells["observation_id"]),
        index.sources.get(cells["source_id"], {}).get("title"),
        "yes" if "rests_on" in cells else "no",
        cells.get("rests_on"),
        agreement(index, answer.row),
    )
