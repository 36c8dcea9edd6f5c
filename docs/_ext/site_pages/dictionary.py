"""The data dictionary: a list of the tables, and a page a table with every column, code and rule."""

from __future__ import annotations

from collections.abc import Iterator

from kz_bri_data._catalogue import TableDescription
from site_pages.book import Book
from site_pages.page import Page

# Rows that show what a table looks like.
_SHOWN = 5


def pages(book: Book) -> Iterator[Page]:
    """Give the list of tables, and the page of each."""
    tables = book.catalogue.tables
    yield Page(
        "data",
        "Data",
        "tables.html",
        {"tables": tables, "sizes": {name: len(book.rows(name)) for name in tables}},
        f"The {len(tables)} tables: what one row of each is, how many there are, and the files.",
    )
    for table in tables.values():
        yield _table(book, table)


def _table(book: Book, table: TableDescription) -> Page:
    rows = book.rows(table.name)
    return Page(
        f"data/{table.name}",
        table.title,
        "table.html",
        {
            "table": table,
            "size": len(rows),
            "shown": rows[:_SHOWN],
            "names": book.names,
            "needed_by": [
                other
                for other in book.catalogue.tables.values()
                if any(column.references == table.name for column in other.columns)
                and other.name != table.name
            ],
        },
        table.description,
    )
