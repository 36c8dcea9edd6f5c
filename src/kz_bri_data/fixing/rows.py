"""Fixing the rows of a table: what one cell says by itself, and with its neighbours' help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from kz_bri_data._catalogue import TableDescription
from kz_bri_data._mojibake import undone
from kz_bri_data.fixing.cells import fix_text
from kz_bri_data.fixing.figures import WHOLE, mark_divides, things_of
from kz_bri_data.fixing.filling import fill_bounds, fill_period
from kz_bri_data.fixing.identifiers import RECIPES, new_identifiers, slug
from kz_bri_data.fixing.tables import Row, Tables
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.cells import cell_check
from kz_bri_data.validation.rules.code_forms import CodeForms
from kz_bri_data.validation.rules.resolution import resolutions
from kz_bri_data.validation.rules.suggestions import Suggestion, suggest, suggest_code
from kz_bri_data.validation.rules.unit_words import is_scaled, prints_another

_WRONG = "none is made up while a cell that it is made of is wrong or empty: "
_SAME = "another row says the same; delete one of them, or fill in what tells them apart"
_NO_LATIN = "no word of the row is in Latin letters; write a few that tell it from the others"


class FileRow(NamedTuple):
    """A row of a file, as it is and as it is to be.

    Attributes
    ----------
    line
        Line at which it begins in the file as it is; 0 for a row that is added.
    before
        Its cells by column as they are; empty for a row that is added.
    cells
        Its cells by column as they are to be.
    """

    line: int
    before: Row
    cells: Row


class TableFixer:
    """Fixes the rows of one file of a table, where there is one right way to do it.

    Parameters
    ----------
    table
        The table.
    tables
        The tables that it refers to.

    Attributes
    ----------
    table
        As given.
    recipe
        What identifiers of its rows are made of; None where a person writes them.
    fixed
        What was fixed so far, by the code of the problem.
    """

    def __init__(self, table: TableDescription, tables: Tables) -> None:
        self.table = table
        self.recipe = RECIPES.get(table.name)
        self.fixed: Counter[str] = Counter()
        self._tables = tables
        self._columns = table.by_name
        self._checks: dict[str, Callable[[str], Violation | None]] = {}
        self._categories = {
            column.name: CodeForms(column.categories) for column in table.columns if column.categories
        }
        # Why a row has got no identifier.
        self._not_made: dict[tuple[str, ...], str] = {}

    def fix_row(self, row: Row) -> Row:
        """Fix what one cell says by itself, or with the help of its neighbours."""
        fixed = {name: self._fix_text(text) for name, text in row.items()}
        others = []
        for name in fixed:
            if self._columns[name].categories or self._columns[name].references:
                self._fix_cell(name, fixed)
            else:
                others.append(name)
        # What a number or a date means may depend on a code of the row.
        if self._has_periods(fixed) and (code := fill_period(fixed)):
            self.fixed[code] += 1
        for name in others:
            self._fix_cell(name, fixed)
        if code := fill_bounds(fixed):
            self.fixed[code] += 1
        return fixed

    def complete(self, rows: list[FileRow]) -> list[FileRow]:
        """Fill in what all rows say together: the resolution of observations, and identifiers."""
        cells = [row.cells for row in rows]
        if self.table.name == "observations":
            cells = self._with_resolutions(cells)
        if self.recipe:
            cells = self._with_identifiers(cells)
        return [row._replace(cells=one) for row, one in zip(rows, cells, strict=True)]

    def left(self, row: Row) -> Iterator[tuple[str, Violation]]:
        """Give what is wrong with the cells of a row, each with its column: a person has to settle it."""
        for name, text in row.items():
            if violation := self._check(name)(text):
                is_key = not text and self.recipe is not None and name == self.recipe.key
                hint = self._not_made.get(tuple(row.values())) if is_key else None
                yield name, violation._replace(hint=hint or violation.hint)

    def _check(self, name: str) -> Callable[[str], Violation | None]:
        """Give what judges the cells of a column, as `validate` does; few texts differ."""
        if name not in self._checks:
            target = self._columns[name].references
            reference = self._tables.reference(target) if target else None
            self._checks[name] = cache(cell_check(self._columns[name], reference))
        return self._checks[name]

    def _fix_text(self, text: str) -> str:
        if before := undone(text):
            self.fixed["mojibake"] += 1
            text = before
        fixed = fix_text(text)
        if fixed != text:
            code = "blanks" if text.strip() != text else "line-end" if "\r" in text else "nfc"
            self.fixed[code] += 1
        return fixed

    def _fix_cell(self, name: str, row: Row) -> None:
        text = row[name]
        violation = self._check(name)(text) if text else None
        if violation is None:
            return
        suggestion = self._suggestion(name, text, violation)
        plain = suggestion and self._settled(name, suggestion, row)
        if suggestion and plain:
            row[name] = plain
            self.fixed[suggestion.code] += 1

    def _suggestion(self, name: str, text: str, violation: Violation) -> Suggestion | None:
        column = self._columns[name]
        if violation.code == "enum":
            return suggest_code("enum", self._categories[name], text)
        if violation.code == "reference":
            return suggest_code("reference", self._tables.reference(str(column.references)).forms, text)
        suggestion = suggest(column, text)
        return suggestion if suggestion and suggestion.code == violation.code else None

    def _settled(self, name: str, suggestion: Suggestion, row: Row) -> str | None:
        """Give what is to be written, if the cell or its row leaves no choice."""
        if len(suggestion.readings) == 2 and suggestion.reason == "two readings" and not suggestion.percent:
            printed = row.get("figure_as_printed", "")
            counted = self._tables.cell("units", row.get("unit", ""), "dimension") in WHOLE
            return (
                suggestion.readings[0]
                if counted and mark_divides(row[name], printed, things_of(row))
                else None
            )
        if len(suggestion.readings) != 1 or (suggestion.percent and row.get("unit") != "percent"):
            return None
        if suggestion.period and not self._has_periods(row):
            return None
        if suggestion.scaled and self._has_other_scale(name, row):
            return None
        return suggestion.readings[0]

    def _has_other_scale(self, name: str, row: Row) -> bool:
        """Say whether the unit of a number has a scale of its own, or is not the one that is printed."""
        named = self._columns[name].unit or ""
        unit = row.get(named, named)
        dimension = self._tables.cell("units", unit, "dimension")
        return is_scaled(unit) or prints_another(row.get("figure_as_printed", ""), unit, dimension)

    def _has_periods(self, row: Row) -> bool:
        """Say whether a year in a row means its first and last day; a running total stands at one day."""
        if self.table.name != "observations":
            return True
        measure = self._tables.cell("indicators", row.get("indicator_id", ""), "measure")
        return measure not in ("", "cumulative")

    def _with_resolutions(self, rows: list[Row]) -> list[Row]:
        if all(row["resolution"] for row in rows):
            return rows
        kinds = {row["source_id"]: self._tables.cell("sources", row["source_id"], "kind") for row in rows}
        result = []
        for row, text in zip(rows, resolutions(rows, kinds), strict=True):
            fills = row["resolution"] == "" and text != "" and kinds[row["source_id"]] != ""
            self.fixed["resolution"] += fills
            result.append({**row, "resolution": text} if fills else row)
        return result

    def _with_identifiers(self, rows: list[Row]) -> list[Row]:
        """Give each row that has none an identifier; it is for ever, so none is made of what is wrong."""
        assert self.recipe is not None
        key = self.recipe.key
        sound = []
        for number, row in enumerate(rows):
            if not row[key]:
                wrong = next((name for name in self.recipe.columns if self._check(name)(row[name])), None)
                if wrong is None:
                    sound.append(number)
                else:
                    self._not_made[tuple(row.values())] = f"{_WRONG}{wrong}"
        made = new_identifiers(
            self.recipe, [row for row in rows if row[key]], [rows[number] for number in sound]
        )
        result = list(rows)
        for number, identifier in zip(sound, made, strict=True):
            row = rows[number]
            if identifier and self._check(key)(identifier) is None:
                result[number] = {**row, key: identifier}
                self.fixed["required"] += 1
            else:
                has_words = any(slug(row[name]) for name in self.recipe.always)
                self._not_made[tuple(row.values())] = _SAME if has_words else _NO_LATIN
        return result
