"""Whether there is what a label is for: a table, a column, a code, or a row of another table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kz_bri_data._catalogue import installed
from kz_bri_data._text_safety import quote
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.cells import judge_reference
from kz_bri_data.validation.rules.look_ups import LABELLED
from kz_bri_data.validation.rules.nearest import Nearest
from kz_bri_data.validation.rules.row_set import RowSet


def judge_labels(columns: RowSet) -> Iterator[tuple[int, str, Violation]]:
    """Find labels of what is not there: gives the row, the field and what is wrong."""
    labels = columns.parts(["kind", "id"])
    violations = {(kind, one): _judge(kind, one, columns) for kind, one in dict.fromkeys(labels)}
    for row, (kind, one) in enumerate(labels):
        if violation := violations[kind, one]:
            yield row, "id", violation


def _judge(kind: str, identifier: str, columns: RowSet) -> Violation | None:
    if identifier and kind in LABELLED:
        return judge_reference(columns.target(LABELLED[kind]), identifier)
    names = _names(kind)
    if not identifier or not names or identifier in names:
        return None
    meant = Nearest((name, name) for name in names).find(identifier)
    table = identifier.partition(".")[0]
    listed = f"describe {table}" if table in installed().tables else "list"
    hint = f"did you mean {quote(meant)}?" if meant else f"take one that kz-bri-data {listed} names"
    return Violation("reference", f"{quote(identifier)} is no {kind}", hint)


@cache
def _names(kind: str) -> frozenset[str]:
    """Give all that is in the schemas of a kind, as labels name it; nothing of another kind."""
    tables = installed().tables.values()
    columns = [(f"{table.name}.{column.name}", column) for table in tables for column in table.columns]
    names = {
        "table": (table.name for table in tables),
        "column": (name for name, _ in columns),
        "code": (f"{name}.{code}" for name, column in columns for code in column.categories),
    }
    return frozenset(names.get(kind, ()))
