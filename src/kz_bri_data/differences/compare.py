"""Comparing two versions of a data package."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from kz_bri_data.differences.packages import Package, open_package
from kz_bri_data.differences.rows import Key, Row, Rows, TableDifference, compare_rows
from kz_bri_data.differences.versions import Change, highest, is_enough, next_version, schema_changes
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.descriptors import NAME
from kz_bri_data.validation.packages import find_package, installed
from kz_bri_data.validation.problems import counted, quote

# The table in which publications are registered, by its name in any package.
SOURCES = "sources"


class Difference(NamedTuple):
    """How two versions of a data package differ.

    Attributes
    ----------
    base, head
        What the two were called.
    base_version, head_version
        Their version numbers; empty if they have none.
    tables
        Tables whose rows differ, in order of the newer package.
    changes
        What counts for the version number: of schemas and of rows.
    new_sources
        Rows of the table `sources` that were added.
    needed
        "none", "patch", "minor" or "major": what the changes ask for.
    next_version
        The lowest version number that would be enough; None if the base has none.
    enough
        Whether the version was raised enough.
    """

    base: str
    head: str
    base_version: str
    head_version: str
    tables: tuple[TableDifference, ...]
    changes: tuple[Change, ...]
    new_sources: tuple[Row, ...]
    needed: str
    next_version: str | None
    enough: bool


def difference(base: str | os.PathLike[str], head: str | os.PathLike[str] | None = None) -> Difference:
    """Compare two versions of a data package, row by row.

    Parameters
    ----------
    base, head
        Each a folder that holds a datapackage.json, a checkout, a wheel, or else a git revision. What git
        calls a commit in full is that commit, even if there is a folder of this name. The head is by
        default the package in or below the current folder, and where there is none, the package that is
        installed.

    Returns
    -------
    Difference

    Raises
    ------
    CannotRunError
        If one of them is nothing of that kind, or too large.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> folder = kbd.data_path("areas").parents[1]
    >>> difference(folder, folder).needed
    'none'
    """
    newer = os.fspath(head) if head is not None else find_package() or installed()
    # A revision is one of the repository in which the folder is that it is compared with.
    beside = Path(newer) if Path(newer).is_dir() and newer != installed() else Path()
    try:
        return _compare(open_package(os.fspath(base), beside), open_package(newer, beside))
    except RecursionError:
        raise CannotRunError(f"the {NAME} of {base} or {newer} is nested too deeply") from None


def _compare(old: Package, new: Package) -> Difference:
    changes = schema_changes(old.descriptor, new.descriptor, old.resources, new.resources)
    tables = []
    for name in {**new.resources, **old.resources}:
        table = _table(name, old, new)
        if table is not None:
            tables.append(table)
            # What the descriptors differ in as well is told already.
            changes += [change for change in _column_changes(table) if change not in changes]
            changes += _row_changes(table, old)
    needed = highest(changes)
    before, after = (str(one.descriptor.get("version", "")) for one in (old, new))
    return Difference(
        old.label,
        new.label,
        before,
        after,
        tuple(tables),
        tuple(changes),
        next((table.added for table in tables if table.name == SOURCES), ()),
        needed,
        next_version(before, needed),
        is_enough(before, after, needed),
    )


def _table(name: str, old: Package, new: Package) -> TableDifference | None:
    before = old.content(name) if name in old.resources else b""
    after = new.content(name) if name in new.resources else b""
    schemas = [one.resources[name].get("schema") for one in (old, new) if name in one.resources]
    key = _key(schemas[-1])
    if before == after and all(_key(schema) == key for schema in schemas):
        return None
    table = compare_rows(name, key, _numbers(schemas[-1]), Rows(before, key), Rows(after, key))
    # All that follows the name and the key is what differs.
    return table if any(table[2:]) else None


def _column_changes(table: TableDifference) -> list[Change]:
    shown = quote(table.name)
    return [
        *(Change("major", f"{shown}: the column {quote(name)} is gone") for name in table.columns_removed),
        *(Change("major", f"{shown}: the column {quote(name)} is new") for name in table.columns_added),
    ]


def _row_changes(table: TableDifference, old: Package) -> list[Change]:
    changes = []
    shown = quote(table.name)
    if table.added:
        changes.append(Change("minor", f"{shown}: {counted(len(table.added), 'row')} added"))
    if table.changed:
        changes.append(Change("patch", f"{shown}: {counted(len(table.changed), 'row')} changed"))
    if table.removed:
        gone = {tuple(row[name] for name in table.key) for row in table.removed}
        used = gone & _referenced(table.name, table.key, old)
        if used:
            what = f"{shown}: {counted(len(used), 'row')} removed that other rows referred to"
            changes.append(Change("major", what))
        if len(gone) > len(used):
            changes.append(Change("minor", f"{shown}: {counted(len(gone) - len(used), 'row')} removed"))
    return changes


def _referenced(name: str, key: Key, package: Package) -> set[Key]:
    """Keys of a table that rows of the package refer to."""
    used: set[Key] = set()
    for other, resource in package.resources.items():
        schema = resource.get("schema")
        references = schema.get("foreignKeys") if isinstance(schema, dict) else None
        for reference in references if isinstance(references, list) else []:
            target = reference.get("reference") if isinstance(reference, dict) else None
            if not isinstance(target, dict) or target.get("resource") != name:
                continue
            columns = _columns(reference.get("fields"))
            if columns and _columns(target.get("fields")) == key:
                used |= Rows(package.content(other), columns).by_key.keys()
    return used


def _key(schema: object) -> Key:
    return _columns(schema.get("primaryKey")) if isinstance(schema, dict) else ()


def _columns(value: object) -> Key:
    names = value if isinstance(value, list) else [value]
    return tuple(name for name in names if isinstance(name, str))


def _numbers(schema: object) -> set[str]:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return {
        field["name"]
        for field in (fields if isinstance(fields, list) else [])
        if isinstance(field, dict)
        and isinstance(field.get("name"), str)
        and field.get("type") in ("number", "integer")
    }
