"""Render everything that is said about tables from the one place that says it, the models.

`render` gives every generated file as text, in a fixed order and without time stamps, counts or
hashes, so that the same models always give the same bytes and two contributions never collide in it.
`build` writes the files, `drift` says how they differ from what they should be.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from pathlib import Path
from typing import Any, get_type_hints

import pandas as pd

from kz_bri_data._rules import parse_clause
from kz_bri_data._table import ColumnInfo, Table
from kz_bri_data.errors import CannotRunError, InvalidTableError
from kz_bri_data.schemas import TABLES

_TYPES: dict[Any, str] = {
    str: "string",
    float: "number",
    pd.Int64Dtype: "integer",
    pd.Timestamp: "date",
    pd.CategoricalDtype: "string",
}

_PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"

_TITLE = "China-Kazakhstan cooperation under the Belt and Road Initiative"
_PAPER = (
    "“Belt and Road”: China and Kazakhstan Join Hands to Forge a New Chapter of Prosperity, by Liu Tingting"
)

_FACTS: dict[str, Any] = {
    "title": _TITLE,
    "description": (
        "What one paper on China-Kazakhstan cooperation states, and what other publications say of the same "
        "things, as tables: every figure with its source, period, unit and hedge."
    ),
    "keywords": ["Belt and Road Initiative", "China", "Kazakhstan", "statistics", "trade", "transport"],
    "contributors": [{"title": "kz-bri-data contributors", "roles": ["dataCurator"]}],
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0 International, for the compilation; what a source "
            "allows is in sources.licence",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
    "sources": [{"title": _PAPER}],
}


def render(version: str) -> dict[str, str]:
    """Render every generated file.

    Parameters
    ----------
    version
        Version of the package, code and data alike.

    Returns
    -------
    dict of str to str
        Text by path from the top of the checkout, with forward slashes.

    Raises
    ------
    InvalidTableError
        If a model says something that a descriptor cannot.

    Examples
    --------
    >>> render("1.2.3")["src/kz_bri_data/_version.py"].splitlines()[-1]
    '__version__ = "1.2.3"'
    """
    schemas = {name: table_schema(table) for name, table in TABLES.items()}
    files = {"datapackage/datapackage.json": _json(_descriptor(version, schemas))}
    for name, schema in schemas.items():
        files[f"schemas/{name}.json"] = _json({"$schema": _SCHEMA_PROFILE, **schema})
    files["datapackage/README.md"] = _dictionary(schemas)
    files["src/kz_bri_data/_names.py"] = _names()
    files["src/kz_bri_data/_version.py"] = f'"""Generated: the version."""\n\n__version__ = "{version}"\n'
    files["CITATION.cff"] = _citation(version)
    return files


def build(root: Path) -> list[str]:
    """Write every generated file that is not up to date.

    Parameters
    ----------
    root
        Top of a checkout of kz-bri-data.

    Returns
    -------
    list of str
        Paths of the files written.

    Raises
    ------
    CannotRunError
        If `root` is not the top of a checkout.
    """
    written = []
    for path, text in render(_version(root)).items():
        target = root / path
        if not target.exists() or target.read_bytes() != text.encode():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
            written.append(path)
    return written


def drift(root: Path) -> str:
    """Say how the generated files differ from what the models render.

    Parameters
    ----------
    root
        Top of a checkout of kz-bri-data.

    Returns
    -------
    str
        A unified diff; empty if everything is up to date.

    Raises
    ------
    CannotRunError
        If `root` is not the top of a checkout.
    """
    lines: list[str] = []
    files = render(_version(root))
    for path, text in files.items():
        target = root / path
        found = target.read_text(encoding="utf-8") if target.exists() else ""
        lines += difflib.unified_diff(
            found.splitlines(keepends=True), text.splitlines(keepends=True), path, f"{path} (rendered)"
        )
    for stray in sorted({f"schemas/{path.name}" for path in (root / "schemas").glob("*")} - set(files)):
        lines.append(f"{stray}: no table has this name; delete the file\n")
    return "".join(lines)


def table_schema(table: type[Table]) -> dict[str, Any]:
    """Render the Table Schema of a model.

    Parameters
    ----------
    table
        The model.

    Returns
    -------
    dict
        Table Schema, version 2, with `kzbri:` properties for units, row rules and unique lists.

    Raises
    ------
    InvalidTableError
        If a column has a type that has no Table Schema type here, or a rule names no column.

    Examples
    --------
    >>> from kz_bri_data.schemas import Units
    >>> table_schema(Units)["primaryKey"]
    ['unit']
    """
    info, columns, hints = table.info(), table.columns(), get_type_hints(table)
    schema: dict[str, Any] = {
        "fields": [_field(info.name, name, column, hints[name]) for name, column in columns.items()],
        "primaryKey": list(info.key),
    }
    if info.unique:
        schema["uniqueKeys"] = [[_plain_column(part) for part in unique] for unique in info.unique]
    foreign_keys = [
        _foreign_key(name, column.references) for name, column in columns.items() if column.references
    ]
    if foreign_keys:
        schema["foreignKeys"] = foreign_keys
    schema["missingValues"] = [""]
    if info.rules:
        for row_rule in info.rules:
            _check_names(table, row_rule.name, row_rule.names())
        schema["kzbri:rowRules"] = [
            {
                "name": row_rule.name,
                "message": row_rule.message,
                "when": list(row_rule.when),
                "then": list(row_rule.then),
            }
            for row_rule in info.rules
        ]
    if info.unique:
        schema["kzbri:uniqueKeys"] = [list(unique) for unique in info.unique]
    return schema


def _field(table: str, name: str, column: ColumnInfo, annotation: Any) -> dict[str, Any]:
    if annotation not in _TYPES:
        raise InvalidTableError(
            f"{table}.{name}: type {annotation!r} has no Table Schema type; use one of "
            + ", ".join(known.__name__ for known in _TYPES)
        )
    constraints: dict[str, Any] = {"required": column.required}
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.categories:
        constraints["enum"] = list(column.categories)
    for word, bound in zip(("minimum", "maximum"), column.bounds, strict=True):
        if bound is not None:
            constraints[word] = bound
    field: dict[str, Any] = {
        "name": name,
        "type": _TYPES[annotation],
        "title": column.title,
        "description": column.description,
        "example": column.example,
        "constraints": constraints,
    }
    if column.categories:
        field["categories"] = [{"value": value, "label": label} for value, label in column.categories.items()]
        field["categoriesOrdered"] = True
    if column.unit:
        field["kzbri:unit"] = column.unit
    return field


def _foreign_key(name: str, target: type[Table]) -> dict[str, Any]:
    info = target.info()
    if len(info.key) != 1:
        raise InvalidTableError(f"{name} cannot reference {info.name}: its key has {len(info.key)} columns")
    return {"fields": [name], "reference": {"resource": info.name, "fields": list(info.key)}}


def _plain_column(part: str) -> str:
    """Column of a member of a unique list: Table Schema knows neither look-ups nor clauses."""
    return parse_clause(part).left if " " in part else part.partition(".")[0]


def _check_names(table: type[Table], rule_name: str, names: list[str]) -> None:
    for name in names:
        own, _, looked_up = name.partition(".")
        column = table.columns().get(own)
        target = column.references if column else None
        if column is None or (looked_up and (target is None or looked_up not in target.columns())):
            raise InvalidTableError(f"{table.info().name}: rule {rule_name!r} names no column {name!r}")


def _descriptor(version: str, schemas: dict[str, dict[str, Any]]) -> dict[str, Any]:
    resources = [
        {
            "name": name,
            "type": "table",
            # R's frictionless reads no table without the profile of version 1.
            "profile": "tabular-data-resource",
            "path": f"data/{name}.csv",
            "title": TABLES[name].info().title,
            "description": TABLES[name].info().description,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema,
        }
        for name, schema in schemas.items()
    ]
    return {
        "$schema": _PACKAGE_PROFILE,
        "id": "urn:uuid:6b1c4a0e-8f0c-4f0d-9a53-2d8b6f3f7c11",
        "name": "kz-bri-data",
        "version": version,
        **_FACTS,
        "resources": resources,
    }


def _dictionary(schemas: dict[str, dict[str, Any]]) -> str:
    lines = [
        "# Data dictionary",
        "",
        "Generated from the table models; change those, not this page. One CSV per table in `data/`: UTF-8,",
        'comma, LF, rows in order of the key, "" the only missing value. `datapackage.json` says the same to',
        "machines. Of a row rule, what to do comes first, and in brackets the condition as machines read it;",
        "[docs/rules.md](../docs/rules.md) has examples. The licence is in [LICENSE.md](LICENSE.md).",
        "",
        "| table | one row per |",
        "|---|---|",
    ]
    lines += [f"| [{name}](#{name}) | {_one_row(table)} |" for name, table in TABLES.items()]
    for name, schema in schemas.items():
        lines += ["", f"## {name}", "", TABLES[name].info().description, ""]
        lines += [f"Key: {', '.join(f'`{column}`' for column in schema['primaryKey'])}.", ""]
        lines += ["| column | type | required | what it holds | example |", "|---|---|---|---|---|"]
        lines += [_dictionary_row(field, TABLES[name].columns()) for field in schema["fields"]]
        for field in schema["fields"]:
            if "categories" in field:
                lines += ["", f"Codes of `{field['name']}`, in order:", ""]
                lines += [f"- `{one['value']}`: {one['label']}" for one in field["categories"]]
        if "kzbri:rowRules" in schema:
            lines += ["", "Row rules:", ""]
            lines += [_dictionary_rule(row_rule) for row_rule in schema["kzbri:rowRules"]]
        for unique in schema.get("kzbri:uniqueKeys", []):
            lines += ["", "No two rows are alike, empty equal to empty, in all of: "]
            lines[-1] += ", ".join(f"`{part}`" for part in unique) + "."
    return "\n".join(lines) + "\n"


def _one_row(table: type[Table]) -> str:
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


def _names() -> str:
    names = "".join(f'    "{name}",\n' for name in TABLES)
    return (
        '"""Generated: names that type checkers know."""\n\n'
        "from typing import Literal, TypeAlias\n\n"
        f"TableName: TypeAlias = Literal[\n{names}]\n"
    )


def _citation(version: str) -> str:
    return f"""\
cff-version: 1.2.0
message: If you use these data, please cite them, and the source of each figure you use.
type: dataset
title: "kz-bri-data: {_TITLE}"
version: {version}
license:
  - CC-BY-4.0
  - MIT
authors:
  - name: kz-bri-data contributors
references:
  - type: article
    title: "“Belt and Road”: China and Kazakhstan Join Hands to Forge a New Chapter of Prosperity"
    authors:
      - family-names: Liu
        given-names: Tingting
"""


def _version(root: Path) -> str:
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    except (OSError, tomllib.TOMLDecodeError, KeyError):
        project = {}
    if project.get("name") != "kz-bri-data":
        raise CannotRunError(
            f"{root} is not the top of a checkout of kz-bri-data: its pyproject.toml is not there or is "
            "another project's; change to the checkout first"
        )
    return str(project["version"])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
