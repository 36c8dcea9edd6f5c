"""Codes that were renamed: one line for each, and not one for every row that moved along."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kz_bri_data.differences.rows import CellChange, Rename, Row, RowChange, TableDifference
from kz_bri_data.differences.versions import Version

# For each code of a table the codes that stand in its place, with the number of cells.
_Moved = Mapping[str, Counter[str]]


def with_renames(tables: Sequence[TableDifference], old: Version, new: Version) -> list[TableDifference]:
    """Tell codes that were renamed from rows that came, went and changed.

    A code is renamed if it is gone from its table, and all rows that referred to it and are in both
    versions refer to one other code now.

    Parameters
    ----------
    tables
        How the rows of each table differ.
    old, new
        The versions.

    Returns
    -------
    list of TableDifference
        Those tables, without what the renames explain.
    """
    targets = _targets(old) | _targets(new)
    moved: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for table in tables:
        for cell in (cell for change in table.changed for cell in change.cells):
            target = targets.get((table.name, cell.column))
            if target is not None:
                moved[target][cell.old][cell.new] += 1
    renamed = {
        table.name: tuple(_renames(table, moved[table.name], was_there=table.name in old.resources))
        for table in tables
    }
    explained = [_explained(table, renamed, targets) for table in tables]
    return [table for table in explained if table.differs]


def _targets(version: Version) -> dict[tuple[str, str], str]:
    """Say to which table each column of each table refers, if it does so by itself."""
    targets = {}
    for name, resource in version.resources.items():
        for fields, target, key in references(resource):
            if len(fields) == len(key) == 1:
                targets[name, fields[0]] = target
    return targets


def references(resource: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """Give the columns of a table that refer to others, with the table and its columns."""
    schema = resource.get("schema")
    found = schema.get("foreignKeys") if isinstance(schema, dict) else None
    for one in found if isinstance(found, list) else []:
        target = one.get("reference") if isinstance(one, dict) else None
        if isinstance(target, dict) and isinstance(target.get("resource"), str):
            yield columns(one.get("fields")), target["resource"], columns(target.get("fields"))


def columns(value: object) -> tuple[str, ...]:
    """Give the names of columns that a descriptor gives as one or as several."""
    names = value if isinstance(value, list) else [value]
    return tuple(name for name in names if isinstance(name, str))


def _renames(table: TableDifference, moved: _Moved, *, was_there: bool) -> Iterator[Rename]:
    if len(table.key) != 1:
        return
    removed, added = ({row[table.key[0]] for row in rows} for rows in (table.removed, table.added))
    for code, codes in sorted(moved.items()):
        # Of a table that is new nobody knows which codes there were, but for those that it has.
        is_gone = code in removed if was_there else code not in added
        if code and is_gone and len(codes) == 1:
            ((name, cells),) = codes.items()
            if name:
                yield Rename(code, name, cells)


def _explained(
    table: TableDifference,
    renamed: Mapping[str, tuple[Rename, ...]],
    targets: Mapping[tuple[str, str], str],
) -> TableDifference:
    """Leave out what renames explain: cells that moved along, and rows under another key."""
    explains = {(target, one.old, one.new) for target, ones in renamed.items() for one in ones}
    changed = []
    for change in table.changed:
        others = tuple(
            cell
            for cell in change.cells
            if (targets.get((table.name, cell.column), ""), cell.old, cell.new) not in explains
        )
        # Where a code moved along, the series moved with it.
        moved = change.moved and others == change.cells
        changed += [RowChange(change.key, others, moved)] if others else []
    table = table._replace(changed=tuple(changed), renamed=renamed[table.name])
    return _under_new_keys(table) if table.renamed else table


def _under_new_keys(table: TableDifference) -> TableDifference:
    """Compare the rows of codes that were renamed, instead of calling them removed and added."""
    (key,) = table.key
    before, after = ({row[key]: row for row in rows} for rows in (table.removed, table.added))
    joined = Counter(one.new for one in table.renamed)
    alone = [one for one in table.renamed if joined[one.new] == 1 and one.old in before and one.new in after]
    changes = [RowChange((one.new,), _changes(before[one.old], after[one.new], key)) for one in alone]
    gone, come = {one.old for one in table.renamed}, {one.new for one in alone}
    return table._replace(
        added=tuple(row for row in table.added if row[key] not in come),
        removed=tuple(row for row in table.removed if row[key] not in gone),
        changed=tuple(sorted([*table.changed, *(one for one in changes if one.cells)])),
    )


def _changes(before: Row, after: Row, key: str) -> tuple[CellChange, ...]:
    shared = [name for name in before if name in after and name != key]
    return tuple(
        CellChange(name, before[name], after[name], None) for name in shared if before[name] != after[name]
    )
