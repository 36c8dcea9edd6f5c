"""Which version number a change asks for, by the Data Package version recipe.

Major: a field is removed, renamed, added, moved or of another type, a constraint is tighter, a row is
gone that others refer to. Minor: more tables or rows, a looser constraint, another reference. Patch: a
corrected value or text. Before 1.0.0 anything may change, and a minor number is enough for a major
change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from kz_bri_data._text_safety import quote

LEVELS = ("none", "patch", "minor", "major")

_Properties = dict[str, Any]


class Change(NamedTuple):
    """A change that counts for the version.

    Attributes
    ----------
    level
        "patch", "minor" or "major".
    what
        What changed, in words.
    about
        "schema" if it is how the data are described, "rows" if it is the data.
    """

    level: str
    what: str
    about: str = "schema"


def highest(changes: list[Change]) -> str:
    """Give the level that a list of changes asks for together."""
    return max((change.level for change in changes), key=LEVELS.index, default="none")


def next_version(version: str, level: str) -> str | None:
    """Give the lowest version that is enough for changes of a level; None if it has no such form.

    Examples
    --------
    >>> next_version("1.4.2", "minor"), next_version("1.4.2", "major"), next_version("0.4.2", "major")
    ('1.5.0', '2.0.0', '0.5.0')
    """
    numbers = parse_version(version)
    if numbers is None:
        return None
    major, minor, patch = numbers
    if level == "major" and major:
        return f"{major + 1}.0.0"
    if level in ("major", "minor"):
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}" if level == "patch" else f"{major}.{minor}.{patch}"


def is_sufficient(base: str, head: str, level: str) -> bool:
    """Say whether the step from one version to another is large enough for changes of a level."""
    needed = parse_version(next_version(base, level) or "")
    reached = parse_version(head)
    return level == "none" if needed is None or reached is None else reached >= needed


def parse_version(version: object) -> tuple[int, int, int] | None:
    """Read MAJOR.MINOR.PATCH; None if it is something else."""
    found = re.fullmatch(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})", str(version), re.ASCII)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def schema_changes(
    base: _Properties, head: _Properties, old: dict[str, _Properties], new: dict[str, _Properties]
) -> list[Change]:
    """Judge how two descriptors differ.

    Parameters
    ----------
    base, head
        The parsed descriptors.
    old, new
        Their resources by name.

    Returns
    -------
    list of Change
    """
    changes = []
    for key in ("name", "id"):
        if base.get(key) != head.get(key):
            changes.append(Change("major", f"the package has another {key}"))
    if _without(base, "name", "id", "version", "resources") != _without(
        head, "name", "id", "version", "resources"
    ):
        changes.append(Change("patch", "the description of the package changed"))
    changes += [Change("major", f"the table {quote(name)} is gone") for name in old if name not in new]
    changes += [Change("minor", f"the table {quote(name)} is new") for name in new if name not in old]
    for name in old:
        if name in new and old[name] != new[name]:
            for change in _resource(old[name], new[name]):
                changes.append(change._replace(what=f"{quote(name)}: {change.what}"))
    return changes


def _resource(old: _Properties, new: _Properties) -> Iterator[Change]:
    for key in ("type", "format", "encoding", "dialect"):
        if old.get(key) != new.get(key):
            yield Change("major", f"the {key} of the file changed")
    # The recipe asks nothing for data that only moved.
    rest = ("type", "format", "encoding", "dialect", "schema", "path")
    if _without(old, *rest) != _without(new, *rest):
        yield Change("patch", "its description changed")
    before, after = _dict(old.get("schema")), _dict(new.get("schema"))
    yield from _schema(before, after)


def _schema(old: _Properties, new: _Properties) -> Iterator[Change]:
    before, after = _by_name(old.get("fields")), _by_name(new.get("fields"))
    for name in before:
        if name not in after:
            yield Change("major", f"the column {quote(name)} is gone")
    for name in after:
        if name not in before:
            yield Change("major", f"the column {quote(name)} is new")
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield Change("major", "the columns are in another order")
    for name in before:
        if name in after and before[name] != after[name]:
            for change in _field(before[name], after[name]):
                yield change._replace(what=f"{quote(name)} {change.what}")
    for key, what in (("primaryKey", "the primary key"), ("missingValues", "what stands for nothing")):
        if old.get(key) != new.get(key):
            yield Change("major", f"{what} is another")
    rules_before, rules_after = _by_name(old.get("kzbri:rowRules")), _by_name(new.get("kzbri:rowRules"))
    yield from _limits(_conditions(rules_before), _conditions(rules_after), "a row rule")
    if _conditions(rules_before) == _conditions(rules_after) and rules_before != rules_after:
        yield Change("patch", "the words of a row rule changed")
    yield from _limits(_uniques(old), _uniques(new), "a rule of what is unique")
    references = _listed(old.get("foreignKeys")), _listed(new.get("foreignKeys"))
    columns_before, columns_after = ({_reference_columns(one) for one in each} for each in references)
    yield from _limits(dict.fromkeys(columns_before), dict.fromkeys(columns_after), "a reference")
    if columns_before == columns_after and references[0] != references[1]:
        yield Change("minor", "a reference leads elsewhere")
    known = {"fields", "primaryKey", "missingValues", "kzbri:rowRules", "uniqueKeys", "kzbri:uniqueKeys"}
    known |= {"foreignKeys", "$schema"}
    if _without(old, *known) != _without(new, *known):
        yield Change("major", "the schema has other properties")


def _field(old: _Properties, new: _Properties) -> Iterator[Change]:
    # This format is what no format means.
    if old.get("format", "default") != new.get("format", "default"):
        yield Change("major", "has another format")
    for key in ("type", "kzbri:unit", "missingValues", *_SPELLINGS):
        if old.get(key) != new.get(key):
            yield Change("major", f"has another {key.removeprefix('kzbri:')}")
    before, after = _dict(old.get("constraints")), _dict(new.get("constraints"))
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            yield from _constraint(name, before.get(name), after.get(name))
    codes_before, codes_after = _codes(old), _codes(new)
    shared = set(codes_before) & set(codes_after)
    if [code for code in codes_before if code in shared] != [code for code in codes_after if code in shared]:
        yield Change("major", "has its codes in another order")
    known = ("type", "format", "kzbri:unit", "missingValues", *_SPELLINGS, "constraints")
    if _without(old, *known) != _without(new, *known):
        yield Change("patch", "is described in other words")


# How numbers and booleans are written.
_SPELLINGS = ("decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues", "delimiter")

# Whether a bound that was changed lets more through than before.
_LOOSER: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda old, new: bool(new < old),
    "exclusiveMinimum": lambda old, new: bool(new < old),
    "minLength": lambda old, new: bool(new < old),
    "maximum": lambda old, new: bool(new > old),
    "exclusiveMaximum": lambda old, new: bool(new > old),
    "maxLength": lambda old, new: bool(new > old),
    "enum": lambda old, new: set(new) >= set(old),
}


def _constraint(name: str, old: Any, new: Any) -> Iterator[Change]:
    # "required": false says no more than nothing at all.
    old, new = (None if one is False else one for one in (old, new))
    if old == new or (name == "enum" and sorted(map(str, _listed(old))) == sorted(map(str, _listed(new)))):
        return
    if old is None or new is None:
        looser = new is None
    else:
        try:
            # Of two patterns nobody can say which is the tighter, so a new one counts as tighter.
            looser = name in _LOOSER and _LOOSER[name](old, new)
        except TypeError:
            looser = False
    if looser:
        yield Change("minor", f"allows more ({quote(name)})")
    else:
        yield Change("major", f"allows less ({quote(name)})")


def _codes(field: _Properties) -> list[str]:
    """Codes of a field whose order means something."""
    categories = field.get("categories") if field.get("categoriesOrdered") else None
    values = [one.get("value") if isinstance(one, dict) else one for one in _listed(categories)]
    return [value for value in values if isinstance(value, str)]


def _limits(before: dict[Any, Any], after: dict[Any, Any], what: str) -> Iterator[Change]:
    for one in before:
        if one not in after:
            yield Change("minor", f"{what} is gone ({quote(_spoken(one))})")
        elif before[one] != after[one]:
            yield Change("major", f"{what} is another ({quote(_spoken(one))})")
    for one in after:
        if one not in before:
            yield Change("major", f"{what} is new ({quote(_spoken(one))})")


def _spoken(one: object) -> str:
    return ", ".join(map(str, one)) if isinstance(one, tuple) else str(one)


def _conditions(rules: dict[str, _Properties]) -> dict[str, Any]:
    return {name: (rule.get("when"), rule.get("then")) for name, rule in rules.items()}


def _uniques(schema: _Properties) -> dict[tuple[str, ...], None]:
    # The own property says all that the plain one says, and more.
    keys = schema.get("kzbri:uniqueKeys") or schema.get("uniqueKeys")
    return {tuple(map(str, one)): None for one in _listed(keys) if isinstance(one, list)}


def _reference_columns(reference: Any) -> tuple[str, ...]:
    fields = _dict(reference).get("fields")
    return tuple(map(str, fields)) if isinstance(fields, list) else (str(fields),)


def _without(properties: _Properties, *names: str) -> _Properties:
    return {name: value for name, value in properties.items() if name not in names}


def _by_name(things: Any) -> dict[str, _Properties]:
    return {one["name"]: one for one in _listed(things) if isinstance(_dict(one).get("name"), str)}


def _listed(things: Any) -> list[Any]:
    return things if isinstance(things, list) else []


def _dict(thing: Any) -> _Properties:
    return thing if isinstance(thing, dict) else {}
