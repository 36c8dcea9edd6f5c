"""Which column a heading is for, in any language that the table `labels` has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from kz_bri_data._catalogue import TableDescription, installed
from kz_bri_data._text_safety import quote
from kz_bri_data.errors import suggestion
from kz_bri_data.spreadsheets.sheets import Cell


def known_headings() -> set[str]:
    """Give every name of a column, and every label of one."""
    names = {column.name for table in installed().tables.values() for column in table.columns}
    return names | {text for texts in _labels("column").values() for text in texts}


def named_table(sheet: str) -> str | None:
    """Give the table that a sheet is named like, whatever its case and the blanks around it; or None."""
    name = _folded(sheet)
    if name in installed().tables:
        return name
    found = [table for table, texts in _labels("table").items() if name in map(_folded, texts)]
    return found[0] if len(found) == 1 else None


def heading_languages() -> list[str]:
    """Give the languages that headings may be in."""
    return sorted({row["language"] for row in installed().rows("labels") if row["kind"] == "column"})


def headings_in(language: str, table: str) -> dict[str, str]:
    """Give the heading of each column of a table: in English its name, else its label."""
    names = {column.name: column.name for column in installed().describe(table).columns}
    if language == "en":
        return names
    labels = {
        row["id"]: row["text"]
        for row in installed().rows("labels")
        if (row["kind"], row["language"]) == ("column", language)
    }
    return {name: labels.get(f"{table}.{name}", name) for name in names}


def code_labels(language: str, table: str) -> dict[str, dict[str, str]]:
    """Give the label of each code in another language than English, by column and code."""
    found: dict[str, dict[str, str]] = {}
    for row in installed().rows("labels"):
        if row["kind"] == "code" and row["language"] == language != "en":
            of, column, code = row["id"].split(".", 2)
            if of == table:
                found.setdefault(column, {})[code] = row["text"]
    return found


def columns_of(headings: list[Cell], table: TableDescription) -> dict[int, str]:
    """Give the name of each column that has a heading for it, by its number in the sheet."""
    by_label = {
        _folded(text): column.name
        for column in table.columns
        for text in _labels("column").get(f"{table.name}.{column.name}", ())
    }
    names = {column.name for column in table.columns}
    found = {}
    for cell in headings:
        text = cell.text.strip()
        name = text if text in names else by_label.get(_folded(text))
        if name:
            found[cell.column] = name
    return found


def problems_of(headings: list[Cell], table: TableDescription) -> Iterator[str]:
    """Say what is wrong with the headings of a table, a line each."""
    found = columns_of(headings, table)
    names = [column.name for column in table.columns]
    seen: set[str] = set()
    wrong = False
    for cell in headings:
        name = found.get(cell.column)
        if name is None and cell.text.strip():
            wrong = True
            allowed = [one for one in names if one not in found.values()] or names
            near = suggestion(cell.text.strip().lower(), allowed)
            yield f"heading {cell.place} {quote(cell.text)} is not a column of {table.name}{near}"
        elif name in seen:
            yield f"heading {cell.place} {quote(cell.text)} is there twice; delete one of the two columns"
        seen.add(name or "")
    made_up = table.primary_key if len(table.primary_key) == 1 else ()
    missing = [
        column.name
        for column in table.columns
        if column.required and column.name not in seen and column.name not in made_up
    ]
    if missing and not wrong:  # else it may be one of them
        yield f"there is no heading {', '.join(missing)}; every row of {table.name} needs it"


@cache
def _labels(kind: str) -> dict[str, list[str]]:
    """Labels by what they are for; English ones are no headings, for the names are English."""
    found: dict[str, list[str]] = {}
    for row in installed().rows("labels"):
        if row["kind"] == kind and row["language"] != "en":
            found.setdefault(row["id"], []).append(row["text"])
    return found


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
