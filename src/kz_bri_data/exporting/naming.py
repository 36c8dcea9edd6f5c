"""What tables, columns and codes are called in another language, as far as the table `labels` has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kz_bri_data._catalogue import Column, TableDescription, installed
from kz_bri_data.errors import UnknownNameError


class Naming:
    """The titles of tables and columns, and the names of codes, in one language.

    Parameters
    ----------
    language
        A language of `labels`. Descriptions, and what has no label, stay English.

    Raises
    ------
    UnknownNameError
        If no label is in the language.
    """

    def __init__(self, language: str) -> None:
        rows = [row for row in installed().rows("labels") if row["kind"] in ("table", "column", "code")]
        languages = sorted({row["language"] for row in rows})
        if language not in languages:
            raise UnknownNameError("language", language, languages)
        self._labels = {
            (row["kind"], row["id"]): row["text"] for row in rows if row["language"] == language != "en"
        }

    def table(self, table: TableDescription) -> TableDescription:
        """Name a table and its columns.

        Examples
        --------
        >>> Naming("zh").table(installed().describe("areas")).title
        '参考地区'
        """
        columns = tuple(self._column(table.name, column) for column in table.columns)
        return table._replace(title=self._title("table", table.name, table.title), columns=columns)

    def resource(self, resource: Mapping[str, Any]) -> dict[str, Any]:
        """Name a resource of a descriptor and its fields."""
        table, schema = resource["name"], resource["schema"]
        fields = [self._field(table, field) for field in schema["fields"]]
        title = self._title("table", table, resource["title"])
        return {**resource, "title": title, "schema": {**schema, "fields": fields}}

    def _column(self, table: str, column: Column) -> Column:
        place = f"{table}.{column.name}"
        meanings = {code: self._meaning(place, code, meaning) for code, meaning in column.categories.items()}
        return column._replace(title=self._title("column", place, column.title), categories=meanings)

    def _field(self, table: str, field: Mapping[str, Any]) -> dict[str, Any]:
        place = f"{table}.{field['name']}"
        named = {**field, "title": self._title("column", place, field["title"])}
        if "categories" in field:
            named["categories"] = [
                {**one, "label": self._meaning(place, one["value"], one["label"])}
                for one in field["categories"]
            ]
        return named

    def _title(self, kind: str, identifier: str, english: str) -> str:
        return self._labels.get((kind, identifier), english)

    def _meaning(self, place: str, code: str, english: str) -> str:
        """Put the name of a code before what it means, which is there in English alone."""
        label = self._labels.get(("code", f"{place}.{code}"))
        return f"{label}. {english}".removesuffix(". ") if label else english
