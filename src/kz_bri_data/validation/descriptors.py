"""What is wrong with a stranger's datapackage.json, and which files it names.

Nothing in it is obeyed but the paths of its tables, and those only below its own folder: rules and
patterns come from the descriptor that ships with the package, and no address is ever opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kz_bri_data.validation.files import UnsafeFileError, open_plain
from kz_bri_data.validation.problems import Problem, Verdict, quote
from kz_bri_data.validation.rules import TableRules

NAME = "datapackage.json"
LARGEST = 1 << 24

# Properties of a resource that may hold a path or an address.
_PATHS = ("path", "extrapaths", "schema", "dialect", "profile", "$schema")
_SAFE_ADDRESSES = ("https://datapackage.org/", "https://specs.frictionlessdata.io/", "tabular-data-resource")


class Descriptor(NamedTuple):
    """What was found in a descriptor.

    Attributes
    ----------
    tables
        Paths of the tables that the rules know, by name, relative to the folder.
    lines
        Where each of these tables is named.
    problems
        What is wrong.
    """

    tables: dict[str, str]
    lines: dict[str, int]
    problems: list[Problem]


def read_descriptor(folder: Path, rules: dict[str, TableRules], package: str) -> Descriptor:
    """Read and judge the datapackage.json of a folder.

    Parameters
    ----------
    folder
        The package folder.
    rules
        Rules of every table.
    package
        Name of the package that must hold all of these tables and no others.

    Returns
    -------
    Descriptor
        If the file cannot be read, the tables are looked for where they belong.
    """
    path = folder / NAME
    found: list[tuple[int, Verdict]] = []
    tables: dict[str, str] = {}
    text = ""
    try:
        with open_plain(path, inside=folder) as file:
            raw = file.read(LARGEST + 1)
        text = raw.decode("utf-8", "replace")
        content = _parse(raw, found)
    except UnsafeFileError as error:
        found.append((1, Verdict("path-unsafe", f"the descriptor {error}", "put the file itself there")))
        content = None
    if content is None:
        tables = {name: table.path for name, table in rules.items() if (folder / table.path).exists()}
    else:
        for needle, verdict in _judge(content, rules, package, tables):
            found.append((_line_of(text, needle), verdict))
    problems = [
        Problem(path.as_posix(), line, 1, "", verdict.code, "error", "", verdict.message, verdict.hint)
        for line, verdict in found
    ]
    lines = {name: _line_of(text, _needle(name)) for name in tables}
    return Descriptor(tables, lines, problems)


def _parse(raw: bytes, found: list[tuple[int, Verdict]]) -> dict[str, Any] | None:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        content = dict(pairs)
        if len(content) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            message = f"an object has the property {quote(twice)} twice"
            found.append((1, Verdict("name-duplicate", message, "keep one of them")))
        return content

    hint = "write a JSON object with a list of resources; kz-bri-data build does it"
    if len(raw) > LARGEST:
        found.append((1, Verdict("descriptor", f"the file has more than {LARGEST:,} bytes", hint)))
        return None
    try:
        content = json.loads(raw, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        found.append((error.lineno, Verdict("descriptor", f"this is not JSON: {error.msg}", hint)))
        return None
    except (ValueError, RecursionError):
        found.append((1, Verdict("descriptor", "this is not JSON that can be read", hint)))
        return None
    if not isinstance(content, dict) or not isinstance(content.get("resources"), list):
        found.append((1, Verdict("descriptor", "this is no data package", hint)))
        return None
    return content


def _judge(
    content: dict[str, Any], rules: dict[str, TableRules], package: str, tables: dict[str, str]
) -> Iterator[tuple[str, Verdict]]:
    """Judge a parsed descriptor, collecting the paths of known tables; a needle says where."""
    seen: set[str] = set()
    for resource in content["resources"]:
        name = resource.get("name") if isinstance(resource, dict) else None
        if not isinstance(name, str):
            yield '"resources"', Verdict("descriptor", "a resource has no name", "give it one")
            continue
        needle = _needle(name)
        if name in seen:
            message = f"two resources have the name {quote(name)}"
            yield needle, Verdict("name-duplicate", message, "rename or delete one of them")
            continue
        seen.add(name)
        unsafe = list(_unsafe(resource))
        yield from unsafe
        yield from _duplicate_fields(resource, name, needle)
        if name in rules:
            path = resource.get("path")
            if isinstance(path, str) and not unsafe:
                tables[name] = path
            if resource.get("schema") != rules[name].schema:
                where = _difference(rules[name].schema, resource.get("schema"), "schema")
                message = f"the resource {name} has drifted from the schemas at {where}"
                yield needle, Verdict("drift", message, "run kz-bri-data build")
        elif content.get("name") == package:
            message = f"the schemas have no table {quote(name)}"
            yield needle, Verdict("drift", message, "declare it in the schemas, or delete it")
    if content.get("name") == package:
        for name in rules:
            if name not in seen:
                message = f"the resource {quote(name)} is missing"
                yield '"resources"', Verdict("drift", message, "run kz-bri-data build")


def _unsafe(resource: dict[str, Any]) -> Iterator[tuple[str, Verdict]]:
    for key in _PATHS:
        values = resource.get(key)
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, str) and not is_safe(value) and not value.startswith(_SAFE_ADDRESSES):
                message = f"the {key} {quote(value)} leads out of the package folder"
                hint = "give a path below the folder, such as data/areas.csv"
                yield json.dumps(value, ensure_ascii=False), Verdict("path-unsafe", message, hint)


def is_safe(path: str) -> bool:
    """Say whether a path stays below its folder, on any system."""
    parts = path.split("/")
    return not (":" in path or "\\" in path or "\0" in path or path[:1] in ("", "/", "~") or ".." in parts)


def _duplicate_fields(resource: dict[str, Any], name: str, needle: str) -> Iterator[tuple[str, Verdict]]:
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    seen: set[str] = set()
    for field in fields if isinstance(fields, list) else []:
        column = field.get("name") if isinstance(field, dict) else None
        if isinstance(column, str) and column in seen:
            message = f"the resource {quote(name)} has two fields {quote(column)}"
            yield needle, Verdict("name-duplicate", message, "rename or delete one of them")
        elif isinstance(column, str):
            seen.add(column)


def _difference(right: Any, other: Any, where: str) -> str:
    """Say where another value first differs from the right one."""
    if isinstance(right, dict) and isinstance(other, dict):
        for key in right:
            if right[key] != other.get(key):
                return _difference(right[key], other.get(key), f"{where}.{key}")
    elif isinstance(right, list) and isinstance(other, list):
        for index, (one, another) in enumerate(zip(right, other, strict=False)):
            if one != another:
                return _difference(one, another, f"{where}[{index}]")
    return where


def _needle(name: str) -> str:
    return f'"name": {json.dumps(name, ensure_ascii=False)}'


def _line_of(text: str, needle: str) -> int:
    position = text.find(needle)
    return text.count("\n", 0, position) + 1 if position >= 0 else 1
