"""Whether a source is of any use: a package whose rows never cite it need not have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kz_bri_data._catalogue import TableDescription
from kz_bri_data._text_safety import quote
from kz_bri_data.validation.engine.batch import Batch
from kz_bri_data.validation.engine.layout import Layout
from kz_bri_data.validation.findings import Finding, Violation

SOURCES = "sources"


class SourceUses:
    """Keeps which sources no row has cited so far.

    Parameters
    ----------
    tables
        Every table by name.
    """

    def __init__(self, tables: Mapping[str, TableDescription]) -> None:
        self._columns = {
            name: [column.name for column in table.columns if column.references == SOURCES]
            for name, table in tables.items()
        }
        self._lines: dict[str, int] = {}

    def citing(self) -> set[str]:
        """Give the tables that cite sources."""
        return {name for name, columns in self._columns.items() if columns}

    def see(self, batch: Batch, layout: Layout) -> None:
        """Note the next rows of a table; the sources come before those that cite them."""
        name = layout.table.name
        if name == SOURCES and layout.has(layout.table.primary_key):
            for row, source in enumerate(batch.texts(layout.table.primary_key[0])):
                self._lines[source] = batch.line(row)
        for column in self._columns[name]:
            if column in layout.names and self._lines:
                for source in batch.distinct(column):
                    self._lines.pop(source, None)

    def unused(self) -> Iterator[Finding]:
        """Say which sources no row has cited, in order of lines."""
        for source, line in sorted(self._lines.items(), key=lambda item: item[1]):
            violation = Violation(
                "unused",
                f"{quote(source)} is cited by no row",
                "add the rows that were read from it, or delete it",
            )
            yield Finding(line, 1, violation, "source_id", source)
