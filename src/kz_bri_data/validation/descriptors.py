"""What is wrong with a stranger's datapackage.json, and which files it names.

Nothing in it is obeyed but the paths of its tables, and those only below its own folder: rules and
patterns come from the descriptor that ships with the package, and no address is ever opened.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kz_bri_data.validation.files import UnsafeFileError, open_plain
from kz_bri_data.validation.problems import Problem, Verdict, quote
from kz_bri_data.validation.rules import TableRules

NAME = "datapackage.json"
LARGEST = 1 << 22

_MOST_MISSES = 100
_NEAR = 1 << 16

# Properties of a resource that may hold a path or an address.
_PATHS = ("path", "extrapaths", "schema", "dialect", "profile", "$schema")
_SAFE_ADDRESSES = ("https://datapackage.org/", "https://specs.frictionlessdata.io/", "tabular-data-resource")


# How we read a CSV, in the words of a Table Dialect.
_DIALECT = {
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "escapeChar": None,
    "header": True,
    "headerRows": [1],
    "skipInitialSpace": False,
    "commentChar": None,
    "commentRows": [],
    "nullSequence": None,
}


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
        places = _Places(text)
        for mark in _judge(content, rules, package, tables):
            found.append((places.line(mark.number, mark.name, mark.value), mark.verdict))
    problems = [
        Problem(path.as_posix(), line, 1, "", verdict.code, "error", "", verdict.message, verdict.hint)
        for line, verdict in found
    ]
    lines = {name: _Places(text).line(0, name, "") for name in tables}
    return Descriptor(tables, lines, problems)


def _parse(raw: bytes, found: list[tuple[int, Verdict]]) -> dict[str, Any] | None:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for name, value in pairs:
            if name in content:
                message = f"an object has the property {quote(name)} twice"
                found.append((1, Verdict("name-duplicate", message, "keep one of them")))
            content[name] = value
        return content

    def refused(constant: str) -> None:
        message = f"{constant} is not JSON, though Python writes it"
        found.append((1, Verdict("descriptor", message, "write a number or null")))

    hint = "write a JSON object with a list of resources; kz-bri-data build does it"
    if len(raw) > LARGEST:
        found.append((1, Verdict("descriptor", f"the file has more than {LARGEST:,} bytes", hint)))
        return None
    if raw.startswith(b"\xef\xbb\xbf"):
        message = "the file begins with a byte order mark"
        found.append((1, Verdict("descriptor", message, "save it as UTF-8 without BOM")))
        raw = raw[3:]
    try:
        # Of bytes, Python would take UTF-16 as well.
        content = json.loads(raw.decode(), object_pairs_hook=unique, parse_constant=refused)
    except json.JSONDecodeError as error:
        found.append((error.lineno, Verdict("descriptor", f"this is not JSON: {error.msg}", hint)))
        return None
    except (ValueError, RecursionError):
        found.append((1, Verdict("descriptor", "this is not JSON that can be read", hint)))
        return None
    if not isinstance(content, dict) or not isinstance(content.get("resources"), list):
        found.append((1, Verdict("descriptor", "this is not a data package", hint)))
        return None
    return content


class _Mark(NamedTuple):
    """A verdict on a resource: its number, its name, and the value in it that is wrong, if it is one."""

    number: int
    name: str
    value: str
    verdict: Verdict


def _judge(
    content: dict[str, Any], rules: dict[str, TableRules], package: str, tables: dict[str, str]
) -> Iterator[_Mark]:
    """Judge a parsed descriptor, and collect the paths of the tables that the rules know."""
    is_ours = content.get("name") == package
    names = [resource.get("name") for resource in content["resources"] if isinstance(resource, dict)]
    for table in rules if is_ours else ():
        if table not in names:
            message = f"the resource {quote(table)} is missing"
            yield _Mark(-1, "", "", Verdict("drift", message, "run kz-bri-data build"))
    seen: set[str] = set()
    for number, resource in enumerate(content["resources"]):
        name = resource.get("name") if isinstance(resource, dict) else None
        if not isinstance(name, str):
            yield _Mark(number, "", "", Verdict("descriptor", "a resource has no name", "give it one"))
            continue
        if name in seen:
            message = f"two resources have the name {quote(name)}"
            hint = "rename or delete one of them"
            yield _Mark(number, name, "", Verdict("name-duplicate", message, hint))
            continue
        seen.add(name)
        unsafe = list(_unsafe(resource))
        for value, verdict in unsafe:
            yield _Mark(number, name, value, verdict)
        for verdict in _duplicate_fields(resource, name):
            yield _Mark(number, name, "", verdict)
        if name in rules:
            path = resource.get("path")
            if not isinstance(path, str):
                message = f"the resource {name} has no path, or several"
                hint = f'write "path": "{rules[name].path}"'
                yield _Mark(number, name, "", Verdict("descriptor", message, hint))
            elif not unsafe:
                tables[name] = path
            if where := _drift(rules[name].resource, resource, is_ours=is_ours):
                message = f"the resource {name} has drifted from the schemas at {where}"
                yield _Mark(number, name, "", Verdict("drift", message, "run kz-bri-data build"))
        elif is_ours:
            message = f"the schemas have no table {quote(name)}"
            yield _Mark(
                number, name, "", Verdict("drift", message, "declare it in the schemas, or delete it")
            )


def _unsafe(resource: dict[str, Any]) -> Iterator[tuple[str, Verdict]]:
    """Find values that lead elsewhere."""
    for key in _PATHS:
        values = resource.get(key)
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, str) and not is_safe(value) and not value.startswith(_SAFE_ADDRESSES):
                reason = "leads out of the package folder" if _is_name(value) else "is no name of a file"
                message = f"the {key} {quote(value)} {reason}"
                hint = "give a path below the folder, such as data/areas.csv"
                yield value, Verdict("path-unsafe", message, hint)


def is_safe(path: str) -> bool:
    """Say whether a path stays below its folder, on any system."""
    parts = path.split("/")
    leads_out = ":" in path or "\\" in path or path[:1] in ("", "/", "~") or ".." in parts
    return _is_name(path) and not leads_out


def _is_name(path: str) -> bool:
    """Say whether the system could have a file of this name, such as none with a lone surrogate."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def _duplicate_fields(resource: dict[str, Any], name: str) -> Iterator[Verdict]:
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    seen: set[str] = set()
    for field in fields if isinstance(fields, list) else []:
        column = field.get("name") if isinstance(field, dict) else None
        if isinstance(column, str) and column in seen:
            message = f"the resource {quote(name)} has two fields {quote(column)}"
            yield Verdict("name-duplicate", message, "rename or delete one of them")
        elif isinstance(column, str):
            seen.add(column)


def _drift(right: dict[str, Any], other: dict[str, Any], *, is_ours: bool) -> str:
    """Say where the resource of a table first differs from the right one; empty if it does not.

    All of our own descriptor is rendered but the path, which may be any. That of another project may say
    what it likes beside the schema, unless its file were then to be read in another way than we read it.
    """
    if is_ours:
        keys = [key for key in {**right, **other} if key != "path"]
    else:
        keys = ["schema"]
        if str(other.get("encoding", "utf-8")).lower() not in ("utf-8", "utf8"):
            keys.append("encoding")
        dialect = other.get("dialect")
        if isinstance(dialect, dict) and any(dialect.get(key, use) != use for key, use in _DIALECT.items()):
            keys.append("dialect")
    for key in keys:
        if right.get(key) != other.get(key):
            return _difference(right.get(key), other.get(key), key if key in right else quote(key))
    return ""


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


class _Places:
    """Finds the lines of a JSON text at which resources stand, one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._number = -2
        self._position = 0
        self._line = 1
        self._misses = 0

    def line(self, number: int, name: str, value: str) -> int:
        """Line of a resource, or of a value in it; an earlier line if it can't be found."""
        if number != self._number:
            self._number = number
            needle = f'"name": {_written(name)}' if name else '"resources"'
            # Names may be written in more ways than one, and looking in vain for many would take long.
            found = self._text.find(needle, self._position + 1) if self._misses < _MOST_MISSES else -1
            if found < 0:
                self._misses += 1
            else:
                self._line += self._text.count("\n", self._position, found)
                self._position = found
        near = self._position + _NEAR
        found = self._text.find(_written(value), self._position, near) if value else -1
        return self._line + self._text.count("\n", self._position, max(found, self._position))


def _written(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
