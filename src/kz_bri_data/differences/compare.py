"""Comparing two versions of a data package."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kz_bri_data import _git
from kz_bri_data._catalogue import NAME, installed
from kz_bri_data._paths import path_text
from kz_bri_data._series.identity import COLUMNS, key_of
from kz_bri_data._text_safety import quote
from kz_bri_data.differences.renames import columns, references, with_renames
from kz_bri_data.differences.rows import Key, Row, Rows, TableDifference, compare_rows
from kz_bri_data.differences.semver import Change, highest, is_sufficient, next_version, schema_changes
from kz_bri_data.differences.versions import Version, open_version
from kz_bri_data.errors import CannotRunError, UnknownNameError
from kz_bri_data.validation.reporting.problems import counted
from kz_bri_data.validation.sources.packages import package_here

# The tables in which publications and figures are, by their names in any package.
SOURCES = "sources"
OBSERVATIONS = "observations"
_PERIOD = ("period_start", "period_end")


class Difference(NamedTuple):
    """How two versions of a data package differ.

    Attributes
    ----------
    base, head
        What the two were called.
    base_commit, head_commit
        The commits that they were read from, by their names in full; empty if they are none.
    base_version, head_version
        Their version numbers; empty if they have none.
    parted_at
        The commit at which the two parted, if the base has commits of its own since then; else empty.
    tables
        Tables whose rows differ, in order of the newer package.
    changes
        What counts for the version number: of schemas and of rows.
    new_sources
        Rows of the table `sources` that were added.
    required_bump
        "none", "patch", "minor" or "major": what the changes ask for.
    next_version
        The lowest version number that would be enough; None if the base has none.
    is_sufficient
        Whether the version was raised enough.
    """

    base: str
    head: str
    base_commit: str
    head_commit: str
    base_version: str
    head_version: str
    parted_at: str
    tables: tuple[TableDifference, ...]
    changes: tuple[Change, ...]
    new_sources: tuple[Row, ...]
    required_bump: str
    next_version: str | None
    is_sufficient: bool

    @property
    def is_complete(self) -> bool:
        """Whether every row of both versions could be compared."""
        return all(table.is_complete for table in self.tables)


def difference(
    base: str | os.PathLike[str],
    head: str | os.PathLike[str] | None = None,
    *,
    table: str | None = None,
    merge_base: bool = False,
) -> Difference:
    """Compare two versions of a data package, or of one of its CSVs, row by row.

    Parameters
    ----------
    base, head
        Each a folder that holds a datapackage.json, a checkout, a wheel, or else a git revision. What git
        calls a commit in full is that commit, even if there is a folder of this name. The head is by
        default the package in or below the current folder, or that which the folder is in. It may be a CSV
        as well; the base is then another one, or a revision that has a file of this name there.
    table
        Table that the CSV holds; by default it is named like it.
    merge_base
        Whether to take for the base the last commit from which both come, so that what others changed in the
        base since then is left out.

    Returns
    -------
    Difference

    Raises
    ------
    CannotRunError
        If one of them is nothing of that kind, or too large.
    UnknownNameError
        If there is no such table.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> folder = kbd.data_path("areas").parents[1]
    >>> difference(folder, folder).required_bump
    'none'
    """
    newer = path_text(head) if head is not None else package_here("give the newer version as head")
    older = path_text(base)
    holds = _table_of(newer, table)
    # A revision is one of the repository in which that is that it is compared with.
    beside = Path(newer) if holds is not None or Path(newer).is_dir() else Path()
    folder = beside if holds is None else beside.parent
    if merge_base:
        older = _merge_base(folder, older, newer)
    try:
        old, new = open_version(older, beside, holds), open_version(newer, beside, holds)
        return _compare(old, new, _parted_at(folder, old, new))
    except RecursionError:
        raise CannotRunError(f"the {NAME} of {base} or {newer} is nested too deeply") from None


def _table_of(path: str, table: str | None) -> str | None:
    """Give the table that a CSV holds; None if it is a package."""
    if table is not None and table not in installed().tables:
        raise UnknownNameError("table", table, list(installed().tables))
    if not (path.lower().endswith(".csv") and Path(path).is_file()):
        if table is not None:
            raise CannotRunError(f"a table is given, but {quote(path)} is no CSV; leave the table out")
        return None
    holds = table or Path(path).stem
    if holds not in installed().tables:
        raise CannotRunError(f"{quote(path)} is not named like a table; say which it holds with --table")
    return holds


def _merge_base(folder: Path, base: str, head: str) -> str:
    """Find the commit at which the head left the base."""
    try:
        newer = "HEAD" if Path(head).exists() else head
        return _git.merge_base(folder, _git.commit(folder, base), _git.commit(folder, newer))
    except _git.NoRevisionError as error:
        raise CannotRunError(f"there is no merge base: {quote(base)} {error}") from None


def _parted_at(folder: Path, old: Version, new: Version) -> str:
    """Find the commit at which a commit and what is compared with it parted; empty if that is the commit."""
    if not old.commit:
        return ""
    with suppress(_git.NoRevisionError):
        found = _git.merge_base(folder, old.commit, new.commit or _git.commit(folder, "HEAD"))
        return found if found != old.commit else ""
    return ""


def _compare(old: Version, new: Version, parted_at: str) -> Difference:
    if not old.resources and not new.resources:
        raise CannotRunError(f"nothing to compare: neither {old.label} nor {new.label} names a table")
    changes = schema_changes(old.descriptor, new.descriptor, old.resources, new.resources)
    compared = (_table(name, old, new) for name in {**new.resources, **old.resources})
    tables = with_renames([table for table in compared if table is not None], old, new)
    for table in tables:
        changes += [*_column_changes(table), *_row_changes(table, old)]
    changes = list(dict.fromkeys(changes))  # what the descriptors differ in, the files differ in as well
    needed = highest(changes)
    before, after = (str(one.descriptor.get("version", "")) for one in (old, new))
    return Difference(
        old.label,
        new.label,
        old.commit,
        new.commit,
        before,
        after,
        parted_at,
        tuple(tables),
        tuple(changes),
        next((table.added for table in tables if table.name == SOURCES), ()),
        needed,
        next_version(before, needed),
        is_sufficient(before, after, needed),
    )


def _table(name: str, old: Version, new: Version) -> TableDifference | None:
    before = old.content(name) if name in old.resources else b""
    after = new.content(name) if name in new.resources else b""
    schemas = [one.resources[name].get("schema") for one in (old, new) if name in one.resources]
    key = _key(schemas[-1])
    if before == after and all(_key(schema) == key for schema in schemas):
        return None
    olds, news = Rows(before, key), Rows(after, key)
    sides = (("base", old, olds), ("head", new, news))
    unread = tuple(side for side, one, rows in sides if name in one.resources and not rows.is_read)
    if unread:
        return TableDifference(name, key, (), (), (), 0, (), (), unread_in=unread)
    of_series = name == OBSERVATIONS and _has_series(olds.header) and _has_series(news.header)
    table = compare_rows(name, key, _numbers(schemas[-1]), olds, news, _series if of_series else None)
    return table if table.differs else None


def _has_series(header: list[str]) -> bool:
    return {*COLUMNS.values(), *_PERIOD} <= set(header)


def _series(row: Row) -> object:
    """Say which series a row of observations is of, as far as its cells are what they should be."""
    try:
        return key_of(row)
    except ValueError:  # of a date that is none
        return [row[name] for name in (*COLUMNS.values(), *_PERIOD)]


def _column_changes(table: TableDifference) -> list[Change]:
    shown = quote(table.name)
    return [
        *(Change("major", f"{shown}: the column {quote(name)} is gone") for name in table.columns_removed),
        *(Change("major", f"{shown}: the column {quote(name)} is new") for name in table.columns_added),
    ]


def _row_changes(table: TableDifference, old: Version) -> list[Change]:
    changes = []
    shown = quote(table.name)
    if table.renamed:
        changes.append(Change("major", f"{shown}: {counted(len(table.renamed), 'code')} renamed"))
    if table.added:
        changes.append(Change("minor", f"{shown}: {counted(len(table.added), 'row')} added"))
    moved = sum(change.moved for change in table.changed)
    if moved:
        # Each series that is concerned has a row more or less.
        changes.append(Change("minor", f"{shown}: {counted(moved, 'row')} moved to another series"))
    if len(table.changed) > moved:
        changes.append(Change("patch", f"{shown}: {counted(len(table.changed) - moved, 'row')} changed"))
    if table.removed:
        gone = {tuple(row[name] for name in table.key) for row in table.removed}
        used = gone & _referenced(table.name, table.key, old)
        if used:
            what = f"{shown}: {counted(len(used), 'row')} removed that other rows referred to"
            changes.append(Change("major", what))
        if len(gone) > len(used):
            changes.append(Change("minor", f"{shown}: {counted(len(gone) - len(used), 'row')} removed"))
    return [change._replace(about="rows") for change in changes]


def _referenced(name: str, key: Key, version: Version) -> set[Key]:
    """Keys of a table that rows of a version refer to."""
    used: set[Key] = set()
    for other, resource in version.resources.items():
        for fields, target, target_key in references(resource):
            if target == name and len(fields) == len(key) and target_key == key:
                used |= Rows(version.content(other), fields).by_key.keys()
    return used


def _key(schema: object) -> Key:
    # A column that is named twice tells no more than once, and might be named a million times.
    return tuple(dict.fromkeys(columns(schema.get("primaryKey")))) if isinstance(schema, dict) else ()


def _numbers(schema: object) -> set[str]:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    return {
        field["name"]
        for field in (fields if isinstance(fields, list) else [])
        if isinstance(field, dict)
        and isinstance(field.get("name"), str)
        and field.get("type") in ("number", "integer")
    }
