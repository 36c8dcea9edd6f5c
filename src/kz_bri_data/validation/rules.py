"""The rules of every table, read from the descriptor that ships with the package."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from kz_bri_data._rules import Clause, RowRule

# What the warnings look up in other tables, beyond what the rules look up.
_JUDGED = {"observations": {("unit", "factor"), ("indicator_id", "measure")}}


class Field(NamedTuple):
    """What a cell of one column must be."""

    name: str
    title: str
    description: str
    type: str
    example: str
    required: bool
    enum: tuple[str, ...]
    pattern: re.Pattern[str] | None
    minimum: float | None
    maximum: float | None
    references: str | None


class ParsedRule(NamedTuple):
    """A row rule with its clauses parsed and the columns and look-ups that it reads."""

    rule: RowRule
    when: list[Clause]
    then: list[Clause]
    names: list[str]


class TableRules(NamedTuple):
    """What one table must be.

    Attributes
    ----------
    name, path
        Resource name, and file below the package folder.
    fields
        Columns in order, by name.
    key
        Columns of the primary key.
    rules
        Row rules, in order.
    unique
        Lists of columns, look-ups and clauses that together tell rows apart.
    resource
        The resource of the descriptor that all this was read from.
    """

    name: str
    path: str
    fields: dict[str, Field]
    key: list[str]
    rules: list[ParsedRule]
    unique: list[list[str]]
    resource: dict[str, Any]

    def look_ups(self) -> set[tuple[str, str]]:
        """Look-ups that are made: own column, and column of the table that it points to."""
        names = [
            *(name for rule in self.rules for name in rule.names),
            *(name for one in self.unique for name in one),
        ]
        of_rules = {(own, column) for own, dot, column in (name.partition(".") for name in names) if dot}
        return of_rules | _JUDGED.get(self.name, set())


def read_rules(descriptor: dict[str, Any]) -> dict[str, TableRules]:
    """Read the rules of every table of a descriptor.

    Parameters
    ----------
    descriptor
        A parsed datapackage.json that is trusted: its patterns will be run.

    Returns
    -------
    dict of str to TableRules
        By name of the table, referenced tables first, as the descriptor has them.
    """
    return {resource["name"]: _table(resource) for resource in descriptor["resources"]}


def _table(resource: dict[str, Any]) -> TableRules:
    schema = resource["schema"]
    references = {key["fields"][0]: key["reference"]["resource"] for key in schema.get("foreignKeys", [])}
    return TableRules(
        resource["name"],
        resource["path"],
        {field["name"]: _field(field, references.get(field["name"])) for field in schema["fields"]},
        schema["primaryKey"],
        [_rule(rule) for rule in schema.get("kzbri:rowRules", [])],
        schema.get("kzbri:uniqueKeys", []),
        resource,
    )


def _field(field: dict[str, Any], references: str | None) -> Field:
    constraints = field["constraints"]
    return Field(
        field["name"],
        field["title"],
        field["description"],
        field["type"],
        field["example"],
        constraints["required"],
        tuple(constraints.get("enum", ())),
        re.compile(constraints["pattern"]) if "pattern" in constraints else None,
        constraints.get("minimum"),
        constraints.get("maximum"),
        references,
    )


def _rule(rule: dict[str, Any]) -> ParsedRule:
    parsed = RowRule(rule["name"], rule["message"], tuple(rule["when"]), tuple(rule["then"]))
    return ParsedRule(parsed, *parsed.clauses(), parsed.names())
