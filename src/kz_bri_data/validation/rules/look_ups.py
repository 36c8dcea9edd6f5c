"""Which columns of other tables a table is judged by."""

from __future__ import annotations

from kz_bri_data._catalogue import TableDescription

# What the warnings look up, beyond what the rules look up.
_JUDGED = {"observations": {("unit", "factor"), ("indicator_id", "measure"), ("source_id", "kind")}}

# What is looked up in a table by the keys of another one, though no column points to it.
ASIDE = {"bounding_boxes": {"south", "north", "west", "east"}}

# Kind of a label -> table whose keys the labels of that kind name.
LABELLED = {
    "area": "areas",
    "unit": "units",
    "basis": "bases",
    "indicator": "indicators",
    "breakdown": "breakdowns",
    "place": "places",
}


def pointers(table: TableDescription, target: str) -> list[str]:
    """List the columns by which a table points to another; `labels` does by its kind and identifier."""
    of_labels = ["id"] if table.name == "labels" and target in LABELLED.values() else []
    return [column.name for column in table.columns if column.references == target] + of_labels


def look_ups(table: TableDescription) -> set[tuple[str, str]]:
    """List the look-ups that are made: own column, and column of the table that it points to."""
    names = [
        *(name for rule in table.rules for name in rule.names()),
        *(name for one in table.unique for name in one),
        *table.series,
    ]
    of_rules = {(own, column) for own, dot, column in (name.partition(".") for name in names) if dot}
    return of_rules | _JUDGED.get(table.name, set())
