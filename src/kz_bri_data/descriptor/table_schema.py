"""The Table Schema of a model."""

from __future__ import annotations

from typing import Any, get_type_hints

import pandas as pd

from kz_bri_data._rules import Backing, parse_clause
from kz_bri_data._table import ColumnInfo, Day, Table
from kz_bri_data.errors import InvalidTableError

_TYPES: dict[Any, str] = {
    str: "string",
    float: "number",
    pd.Int64Dtype: "integer",
    Day: "date",
    pd.CategoricalDtype: "string",
}


def table_schema(table: type[Table]) -> dict[str, Any]:
    """Render the Table Schema of a model.

    Parameters
    ----------
    table
        The model.

    Returns
    -------
    dict
        Table Schema, version 2, with `kzbri:` properties for units, row rules, unique lists and series.

    Raises
    ------
    InvalidTableError
        If a column has a type that has no Table Schema type here, or a rule names no column.

    Examples
    --------
    >>> from kz_bri_data.schemas import Units
    >>> table_schema(Units)["primaryKey"]
    ['unit']
    """
    info, columns, hints = table.info(), table.columns(), get_type_hints(table)
    schema: dict[str, Any] = {
        "fields": [_field(info.name, name, column, hints[name]) for name, column in columns.items()],
        "primaryKey": list(info.key),
    }
    if info.unique:
        schema["uniqueKeys"] = [[_plain_column(part) for part in unique] for unique in info.unique]
    foreign_keys = [
        _foreign_key(table, name, column.references) for name, column in columns.items() if column.references
    ]
    if foreign_keys:
        schema["foreignKeys"] = foreign_keys
    schema["missingValues"] = [""]
    if info.rules:
        for row_rule in info.rules:
            _check_names(table, row_rule.name, row_rule.names())
        schema["kzbri:rowRules"] = [
            {
                "name": row_rule.name,
                "message": row_rule.message,
                "when": list(row_rule.when),
                "then": list(row_rule.then),
                **(row_rule.text._asdict() if row_rule.text else {}),
            }
            for row_rule in info.rules
        ]
    if info.unique:
        schema["kzbri:uniqueKeys"] = [list(unique) for unique in info.unique]
    for part in (part for parts in (*info.unique, info.series) for part in parts):
        _check_names(table, part, parse_clause(part).names() if " " in part else [part])
    if info.series:
        schema["kzbri:series"] = list(info.series)
    if info.backings:
        schema["kzbri:backings"] = [_backing(table, one) for one in info.backings]
    return schema


def _backing(table: type[Table], backing: Backing) -> dict[str, Any]:
    target = table.columns()[backing.column].references
    if target is None:
        raise InvalidTableError(f"{backing.name}: {backing.column} references no table")
    for clauses, judged in ((backing.when, target), (backing.then, table)):
        _check_names(judged, backing.name, [name for one in clauses for name in parse_clause(one).names()])
    return {
        "name": backing.name,
        "message": backing.message,
        "column": backing.column,
        "when": list(backing.when),
        "then": list(backing.then),
        **backing.text._asdict(),
    }


def _field(table: str, name: str, column: ColumnInfo, annotation: Any) -> dict[str, Any]:
    if annotation not in _TYPES:
        raise InvalidTableError(
            f"{table}.{name}: type {annotation!r} has no Table Schema type; use one of "
            + ", ".join(known.__name__ for known in _TYPES)
        )
    constraints: dict[str, Any] = {"required": column.required}
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.categories:
        constraints["enum"] = list(column.categories)
    for word, bound in zip(("minimum", "maximum"), column.bounds, strict=True):
        if bound is not None:
            constraints[word] = bound
    field: dict[str, Any] = {
        "name": name,
        "type": _TYPES[annotation],
        "title": column.title,
        "description": column.description,
        "example": column.example,
        "constraints": constraints,
    }
    if column.categories:
        field["categories"] = [{"value": value, "label": label} for value, label in column.categories.items()]
        field["categoriesOrdered"] = column.ordered
    if column.unit:
        field["kzbri:unit"] = column.unit
    return field


def _foreign_key(table: type[Table], name: str, target: type[Table]) -> dict[str, Any]:
    info = target.info()
    if len(info.key) != 1:
        raise InvalidTableError(f"{name} cannot reference {info.name}: its key has {len(info.key)} columns")
    # As the specification has it, a table refers to itself by an empty name.
    resource = "" if target is table else info.name
    return {"fields": [name], "reference": {"resource": resource, "fields": list(info.key)}}


def _plain_column(part: str) -> str:
    """Column of a member of a unique list: Table Schema knows neither look-ups nor clauses."""
    return parse_clause(part).left if " " in part else part.partition(".")[0]


def _check_names(table: type[Table], rule_name: str, names: list[str]) -> None:
    for name in names:
        own, _, looked_up = name.partition(".")
        column = table.columns().get(own)
        target = column.references if column else None
        if column is None or (looked_up and (target is None or looked_up not in target.columns())):
            raise InvalidTableError(f"{table.info().name}: rule {rule_name!r} names no column {name!r}")
