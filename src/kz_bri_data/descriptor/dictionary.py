"""The data dictionary: every table, column, code and rule for people."""

from __future__ import annotations

from typing import Any

from kz_bri_data._table import ColumnInfo, Table
from kz_bri_data.schemas import TABLES


def dictionary(schemas: dict[str, dict[str, Any]]) -> str:
    """Render the data dictionary from the Table Schema of every table."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from the table models; change those, not this page. One CSV per table in `data/`: UTF-8,",
        'comma, LF, rows in order of the key, "" the only missing value. `datapackage.json` says the same to',
        "machines, and `croissant.json` to those that learn. Of a row rule, what to do comes first, and in",
        "brackets the condition as machines read it;",
        "[docs/rules.md](../docs/rules.md) has examples. The licence is in [LICENSE.md](LICENSE.md).",
        "",
        "| table | one row per |",
        "|---|---|",
    ]
    lines += [f"| [{name}](#{name}) | {one_row(table)} |" for name, table in TABLES.items()]
    for name, schema in schemas.items():
        lines += ["", f"## {name}", "", TABLES[name].info().description, ""]
        lines += [f"Key: {', '.join(f'`{column}`' for column in schema['primaryKey'])}.", ""]
        lines += ["| column | type | required | what it holds | example |", "|---|---|---|---|---|"]
        lines += [_dictionary_row(field, TABLES[name].columns()) for field in schema["fields"]]
        for field in schema["fields"]:
            if "categories" in field:
                order = ", from least to most" if field["categoriesOrdered"] else ""
                lines += ["", f"Codes of `{field['name']}`{order}:", ""]
                lines += [f"- `{one['value']}`: {one['label']}" for one in field["categories"]]
        if "kzbri:rowRules" in schema:
            lines += ["", "Row rules:", ""]
            lines += [_dictionary_rule(row_rule) for row_rule in schema["kzbri:rowRules"]]
        for unique in schema.get("kzbri:uniqueKeys", []):
            if len(unique) == 1:
                lines += ["", f"No two rows have the same `{unique[0]}`; any number may have none."]
                continue
            lines += ["", "No two rows have the same values in all of these (empty equals empty): "]
            lines[-1] += ", ".join(f"`{part}`" for part in unique) + "."
        if "kzbri:series" in schema:
            parts = ", ".join(f"`{part}`" for part in schema["kzbri:series"])
            lines += ["", f"Rows of one series are equal in all of: {parts}."]
        for backing in schema.get("kzbri:backings", []):
            lines += ["", _dictionary_backing(backing, TABLES[name].columns())]
    return "\n".join(lines) + "\n"


def one_row(table: type[Table]) -> str:
    """Say what one row of a table is, as the end of "one row per"."""
    return table.info().description.removeprefix("One row per ").rstrip(".")


def _dictionary_row(field: dict[str, Any], columns: dict[str, ColumnInfo]) -> str:
    column = columns[field["name"]]
    what = field["description"]
    if column.references:
        target = column.references.info().name
        what += f" Key of [{target}](#{target})."
    if column.unit:
        what += f" Unit: {f'that of the column `{column.unit}`' if column.unit in columns else column.unit}."
    least, greatest = column.bounds
    if least is not None:
        what += f" At least {least}."
    if greatest is not None:
        what += f" At most {greatest}."
    if column.pattern:
        what += f" Pattern: `{column.pattern}`."
    required = "yes" if column.required else ""
    cells = (f"`{field['name']}`", field["type"], required, what, f"`{field['example']}`")
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _dictionary_rule(row_rule: dict[str, Any]) -> str:
    when = " and ".join(f"`{clause}`" for clause in row_rule["when"])
    then = " and ".join(f"`{clause}`" for clause in row_rule["then"])
    condition = f"where {when}: " if when else ""
    return f"- `{row_rule['name']}`: {row_rule['message']} ({condition}{then})."


def _dictionary_backing(backing: dict[str, Any], columns: dict[str, ColumnInfo]) -> str:
    target = columns[backing["column"]].references
    assert target is not None, "a backing that references no table is refused when its schema is made"
    when = " and ".join(f"`{clause}`" for clause in backing["when"])
    then = " and ".join(f"`{clause}`" for clause in backing["then"])
    return (
        f"`{backing['name']}`: {backing['message']} (each row of `{target.info().name}` where {when} needs a "
        f"row here where {then})."
    )
