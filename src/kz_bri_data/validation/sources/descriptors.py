"""What is wrong with a stranger's datapackage.json, and which files it names.

Nothing in it is obeyed but the paths of its tables, and those only below its own folder: rules and
patterns come from the descriptor that ships with the package, and no address is ever opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kz_bri_data._catalogue import NAME, installed, is_file_name, is_safe
from kz_bri_data._text_safety import quote
from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.sources.files import UnsafeFileError, open_plain

LARGEST = 1 << 22

_MOST_MISSES = 100
_NEAR = 1 << 16

# Properties of a resource that may hold a path or an address.
_PATHS = ("path", "extrapaths", "schema", "dialect", "profile", "$schema")
_REMOTE = ("https://", "http://")
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


_RIGHT_RESOURCE = (
    "take the resource from the datapackage.json that ships: "
    "python -c 'import kz_bri_data; print(kz_bri_data.data_dir())' prints its folder"
)

# What people say in words of their own, and no program goes by.
_WORDS = frozenset(("title", "description", "example", "label", "message", "text"))

_HINT = "write a JSON object with a list of resources; kz-bri-data build does it"


class Descriptor(NamedTuple):
    """What was found in a descriptor.

    Attributes
    ----------
    tables
        Paths of the tables that the rules know, by name, relative to the folder.
    lines
        Where each of these tables is named.
    findings
        What is wrong in the descriptor.
    named
        Every path that it names, those of other resources included.
    """

    tables: dict[str, str]
    lines: dict[str, int]
    findings: list[Finding]
    named: frozenset[str]


def read_descriptor(folder: Path) -> Descriptor:
    """Read and judge the datapackage.json of a folder.

    Parameters
    ----------
    folder
        The package folder. If the package is called like ours, it must hold all of our tables and no
        others.

    Returns
    -------
    Descriptor
        If the file cannot be read, the tables are looked for where they belong.
    """
    found: list[Finding] = []
    tables: dict[str, str] = {}
    text = ""
    try:
        with open_plain(folder / NAME, inside=folder) as file:
            raw = file.read(LARGEST + 1)
        text = raw.decode("utf-8", "replace")
        content = _parse(raw, found)
    except UnsafeFileError as error:
        found.append(
            Finding(1, 1, Violation("path-unsafe", f"the descriptor {error}", "put the file itself there"))
        )
        content = None
    if content is None:
        tables = {
            name: table.path for name, table in installed().tables.items() if (folder / table.path).exists()
        }
    else:
        found += _judge(content, tables, _Places(text), folder)
    lines = {name: _Places(text).line(0, name, "") for name in tables}
    return Descriptor(tables, lines, found, frozenset(_named(content)))


def _parse(raw: bytes, found: list[Finding]) -> dict[str, Any] | None:
    """Parse a descriptor, and collect what is wrong with it; None if it cannot be read."""

    def refuse(message: str, hint: str = _HINT, *, code: str = "descriptor", line: int = 1) -> None:
        found.append(Finding(line, 1, Violation(code, message, hint)))

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for name, value in pairs:
            if name in content:
                message = f"an object has the property {quote(name)} twice"
                refuse(message, "keep one of them", code="name-duplicate")
            content[name] = value
        return content

    def constant(word: str) -> None:
        refuse(f"{word} is not JSON, though Python writes it", "write a number or null")

    if len(raw) > LARGEST:
        refuse(f"the file has more than {LARGEST:,} bytes")
        return None
    if raw.startswith(b"\xef\xbb\xbf"):
        refuse("the file begins with a byte order mark", "save it as UTF-8 without BOM")
        raw = raw[3:]
    try:
        # Of bytes, Python would take UTF-16 as well.
        content = json.loads(raw.decode(), object_pairs_hook=unique, parse_constant=constant)
    except json.JSONDecodeError as error:
        refuse(f"this is not JSON: {error.msg}", line=error.lineno)
        return None
    except (ValueError, RecursionError):
        refuse("this is not JSON that can be read")
        return None
    if not isinstance(content, dict) or not isinstance(content.get("resources"), list):
        refuse("this is not a data package")
        return None
    return content


def _named(content: dict[str, Any] | None) -> Iterator[str]:
    """List every path in a parsed descriptor, whatever it leads to."""
    for resource in content["resources"] if content else ():
        if isinstance(resource, dict):
            for key in _PATHS:
                yield from (value for value in _listed(resource.get(key)) if isinstance(value, str))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _judge(
    content: dict[str, Any], tables: dict[str, str], places: _Places, folder: Path
) -> Iterator[Finding]:
    """Judge a parsed descriptor, and collect the paths of the tables that the rules know."""
    is_ours = content.get("name") == installed().descriptor["name"]
    names = [resource.get("name") for resource in content["resources"] if isinstance(resource, dict)]
    for table in installed().resources if is_ours else ():
        if table not in names:
            message = f"the resource {quote(table)} is missing"
            violation = Violation("drift", message, "run kz-bri-data build")
            yield Finding(places.line(-1, "", ""), 1, violation)
    seen: set[str] = set()
    for number, resource in enumerate(content["resources"]):
        name = resource.get("name") if isinstance(resource, dict) else None
        if not isinstance(name, str):
            name = ""
            found = [("", Violation("descriptor", "a resource has no name", "give it one"))]
        elif name in seen:
            message = f"two resources have the name {quote(name)}"
            found = [("", Violation("name-duplicate", message, "rename or delete one of them"))]
        else:
            seen.add(name)
            found = list(_judge_resource(resource, name, tables, folder, is_ours=is_ours))
        for value, violation in found:
            yield Finding(places.line(number, name, value), 1, violation)


def _judge_resource(
    resource: dict[str, Any], name: str, tables: dict[str, str], folder: Path, *, is_ours: bool
) -> Iterator[tuple[str, Violation]]:
    """Judge a resource: what is wrong, each with the value that is, if it is one."""
    right = installed().resources.get(name)
    # A resource of another project may lie anywhere on the web: nobody fetches it here.
    unsafe = list(_unsafe(resource, may_be_remote=right is None and not is_ours))
    yield from unsafe
    for violation in _duplicate_fields(resource, name):
        yield "", violation
    if right is None:
        if is_ours:
            message = f"the schemas have no table {quote(name)}"
            yield "", Violation("drift", message, "declare it in the schemas, or delete it")
        return
    path = resource.get("path")
    if not isinstance(path, str):
        message = f"the resource {name} has no path, or several"
        yield "", Violation("descriptor", message, f'write "path": "{right["path"]}"')
    elif not unsafe:
        tables[name] = path
    if not is_ours:
        resource = {**resource, "schema": _schema(resource.get("schema"), folder)}
    if where := _drift(right, resource, is_ours=is_ours):
        message = f"the resource {name} has drifted from the schemas at {where}"
        yield "", Violation("drift", message, "run kz-bri-data build" if is_ours else _RIGHT_RESOURCE)


def _schema(schema: Any, folder: Path) -> Any:
    """Give a schema, read from the file below the folder that stands in its place; None if it cannot be."""
    if not isinstance(schema, str):
        return schema
    if not is_safe(schema):
        return None
    try:
        with open_plain(folder / schema, inside=folder) as file:
            return json.loads(file.read(LARGEST))
    except (UnsafeFileError, FileNotFoundError, ValueError, RecursionError):
        return None


def _unsafe(resource: dict[str, Any], *, may_be_remote: bool) -> Iterator[tuple[str, Violation]]:
    """Find values that lead elsewhere."""
    for key in _PATHS:
        allowed = _REMOTE if may_be_remote and key == "path" else _SAFE_ADDRESSES
        for value in _listed(resource.get(key)):
            if isinstance(value, str) and not is_safe(value) and not value.startswith(allowed):
                reason = "leads out of the package folder" if is_file_name(value) else "is no name of a file"
                message = f"the {key} {quote(value)} {reason}"
                hint = "give a path below the folder, such as data/areas.csv"
                yield value, Violation("path-unsafe", message, hint)


def _duplicate_fields(resource: dict[str, Any], name: str) -> Iterator[Violation]:
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    seen: set[str] = set()
    for field in fields if isinstance(fields, list) else []:
        column = field.get("name") if isinstance(field, dict) else None
        if isinstance(column, str) and column in seen:
            message = f"the resource {quote(name)} has two fields {quote(column)}"
            yield Violation("name-duplicate", message, "rename or delete one of them")
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
        one, another = right.get(key), other.get(key)
        if not is_ours:
            one, another = _without_words(one), _without_words(another)
        if one != another:
            return _difference(one, another, key if key in right else quote(key))
    return ""


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_words(each) for key, each in value.items() if key not in _WORDS}
    return [_without_words(each) for each in value] if isinstance(value, list) else value


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
