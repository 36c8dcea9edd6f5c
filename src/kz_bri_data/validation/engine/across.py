"""What only several rows of a small table show: codes and addresses that are nearly alike, and circles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Protocol

from kz_bri_data._text_safety import quote
from kz_bri_data.validation.engine.batch import Batch
from kz_bri_data.validation.engine.layout import Layout
from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.rules.addresses import plain_address
from kz_bri_data.validation.rules.circles import closing_edges
from kz_bri_data.validation.rules.nearest import forms, is_slip

# Rows of which so much is kept; what is larger is no table of codes, and is not compared.
MOST_ROWS = 100_000
PART_OF = "part_of"
_CODES = ("bases", "breakdowns", "definitions", "dimensions", "indicators")


class Check(Protocol):
    """Sees all rows of a table, batch by batch."""

    def see(self, batch: Batch) -> Iterator[Finding]:
        """Judge the next rows beside those before them."""

    def rest(self) -> Iterator[Finding]:
        """Judge what only all rows show."""


class NearlyAlike:
    """Finds cells that are nearly equal to an earlier one, of codes by their letters, else by a plain form.

    Parameters
    ----------
    layout
        Which columns there are.
    column
        Column of the cells.
    """

    def __init__(self, layout: Layout, column: str) -> None:
        self._number = layout.numbers[column]
        self._column = column
        self._is_address = column == "url"
        self._seen: dict[str, tuple[str, int]] = {}
        self._rows = 0

    def see(self, batch: Batch) -> Iterator[Finding]:
        """Judge the next rows beside those before them."""
        self._rows += len(batch)
        if self._rows > MOST_ROWS:
            return
        for row, text in enumerate(batch.texts(self._column)):
            line = batch.line(row)
            alike = [plain_address(text)] if self._is_address else forms(text)
            known = (self._seen[one] for one in alike if text and one in self._seen)
            for other, before in known:
                if other != text and (self._is_address or is_slip(text, other)):
                    yield Finding(
                        line, self._number, self._violation(text, other, before), self._column, text
                    )
                    break
            for one in alike if text else ():
                self._seen.setdefault(one, (text, line))

    def rest(self) -> Iterator[Finding]:
        """Give nothing more."""
        return iter(())

    def _violation(self, text: str, other: str, line: int) -> Violation:
        if self._is_address:
            message = f"line {line} has the same address, written {quote(other)}"
            return Violation(
                "address-again", message, "take the source that is there, or give the address of the page"
            )
        message = f"{quote(text)} is nearly {quote(other)} on line {line}"
        return Violation(
            "near-code", message, "take that one if they are one thing, else a code that nobody mistakes"
        )


class Circles:
    """Finds things that are in the end parts of themselves.

    Parameters
    ----------
    layout
        Which columns there are.
    part, whole
        Columns of the thing and of what it is a part of; in a table of relations, where they are `part_of`.
    """

    def __init__(self, layout: Layout, part: str, whole: str) -> None:
        self._number = layout.numbers[whole]
        self._part, self._whole = part, whole
        self._is_relation = whole != PART_OF
        self._edges: list[tuple[str, str, int]] = []

    def see(self, batch: Batch) -> Iterator[Finding]:
        """Keep what is a part of what."""
        parts, wholes = batch.texts(self._part), batch.texts(self._whole)
        relations = batch.texts("relation") if self._is_relation else repeat(PART_OF)
        for row, (part, whole, relation) in enumerate(zip(parts, wholes, relations, strict=False)):
            # That a relation is one to another thing is said of its row.
            counts = relation == PART_OF and part != whole if self._is_relation else whole != ""
            if counts and len(self._edges) < MOST_ROWS:
                self._edges.append((part, whole, batch.line(row)))
        return iter(())

    def rest(self) -> Iterator[Finding]:
        """Say which rows close a circle."""
        hint = (
            "delete the row that has part and whole the wrong way round"
            if self._is_relation
            else "correct the row that has part and whole the wrong way round"
        )
        for _, whole, line in closing_edges(self._edges):
            message = f"by this row and those before it, {quote(whole)} is a part of itself"
            yield Finding(line, self._number, Violation("part-of-circle", message, hint), self._whole, whole)


def checks_across(layout: Layout) -> list[Check]:
    """Give what has to see all rows of a table."""
    name = layout.table.name
    if name in _CODES and layout.has(layout.table.primary_key):
        return [NearlyAlike(layout, layout.table.primary_key[0])]
    if name == "sources" and layout.has(["url"]):
        return [NearlyAlike(layout, "url")]
    if name == "entity_relations" and layout.has(["entity_id", "relation", "other_entity_id"]):
        return [Circles(layout, "entity_id", "other_entity_id")]
    if name == "areas" and layout.has(["area", PART_OF]):
        return [Circles(layout, "area", PART_OF)]
    return []
