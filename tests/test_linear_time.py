"""What strangers write is read in time that grows with its length: no pattern, no loop goes back over it.

Every regular expression of the package is found, not listed: those that modules hold, those written where
they are used, and those of columns. Each is run as the package runs it on long texts made from the pattern
itself: each part that may repeat is repeated, and what follows is wrong.
"""

import ast
import importlib
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from re import _constants as constants  # type: ignore[attr-defined]  # there is no public way to take one apart
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import kz_bri_data
from kz_bri_data._catalogue import installed
from kz_bri_data._csv_writing import csv_text
from kz_bri_data.differences import difference
from kz_bri_data.numbers import NUMBER
from kz_bri_data.trace.patterns import figure_pattern
from kz_bri_data.validation import validate
from kz_bri_data.validation.limits import Limits

# How long the texts are with which the worst are found, and how long the worst then are. A quadratic pattern
# takes minutes to hours for the latter, a linear one milliseconds.
SHORT, LONG = 10_000, 1_000_000
pytestmark = pytest.mark.timeout(60)

SOURCE = Path(kz_bri_data.__file__).parent
WAYS = {"match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"}


def python_files() -> list[tuple[str, ast.Module]]:
    files = []
    for path in sorted(SOURCE.rglob("*.py")):
        if "_pyinstaller" in path.parts:  # a hook has no patterns, and runs in PyInstaller alone
            continue
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        files.append((name, ast.parse(path.read_text(encoding="utf-8"))))
    return files


def module(name: str) -> Any:
    return importlib.import_module(f"kz_bri_data.{name}".removesuffix(".__init__"))


def held(value: Any) -> Iterator[re.Pattern[Any]]:
    """Find the patterns in a module's variable."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from held(one)
    elif isinstance(value, dict):
        yield from held([*value, *value.values()])


def ways_of(name: str, tree: ast.Module, everywhere: dict[str, set[str]]) -> set[str]:
    """Say which methods of a pattern are called: of its variable, or else of any in its module."""
    if name in everywhere:
        return everywhere[name]
    calls = [
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WAYS - {"split"}
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re")
    ]
    return set(calls) or {"fullmatch"}


def patterns() -> dict[str, tuple[re.Pattern[Any], set[str]]]:
    """Every pattern of the package with the ways in which it is run, by a name for the report."""
    trees = python_files()
    everywhere: dict[str, set[str]] = defaultdict(set)
    for _, tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WAYS:
                receiver = node.func.value
                variable = receiver.id if isinstance(receiver, ast.Name) else getattr(receiver, "attr", "")
                everywhere[variable].add(node.func.attr)
    found: dict[str, tuple[re.Pattern[Any], set[str]]] = {}
    for name, tree in trees:
        for variable, value in vars(module(name)).items() if name != "__main__" else ():
            for number, pattern in enumerate(held(value)):
                key = f"{name}.{variable}" + (f"[{number}]" if number else "")
                found[key] = pattern, ways_of(variable, tree, everywhere)
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=way), args=[first, *_]) if (
                    way in WAYS
                ):
                    for pattern in written(first, name):
                        key = f"{name}:{node.lineno}"
                        found[key] = pattern, {way}
    for resource in installed().descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            if pattern := field["constraints"].get("pattern"):
                found[f"{resource['name']}.{field['name']}"] = re.compile(pattern), {"fullmatch"}
    # Several modules may hold the same one.
    unlike = {(pattern.pattern, *sorted(ways)): name for name, (pattern, ways) in reversed(found.items())}
    return {name: found[name] for name in sorted(unlike.values())}


def written(node: ast.expr, name: str) -> list[re.Pattern[Any]]:
    """Evaluate a pattern that stands in a call: a text, or one put together from a module's variables."""
    try:
        value = eval(compile(ast.Expression(node), name, "eval"), dict(vars(module(name))))
    except NameError:  # a local variable, whose values the module holds as patterns
        return []
    return [re.compile(value) if isinstance(value, (str, bytes)) else value]


def first_of(charset: list[Any]) -> list[str]:
    """Some characters that a set takes."""
    negated = charset[0][0] is constants.NEGATE
    if negated:
        return [letter for letter in 'a1 -.,"\u00a0x' if re.fullmatch(_as_set(charset), letter)][:4]
    letters = []
    for kind, value in charset:
        if kind is constants.LITERAL:
            letters.append(chr(value))
        elif kind is constants.RANGE:
            letters += [chr(value[0]), chr(value[1])]
        elif kind is constants.CATEGORY:
            letters += {"DIGIT": ["1"], "SPACE": [" "], "WORD": ["a", "1"]}.get(
                str(value).removeprefix("CATEGORY_"), ["a", "-"]
            )
    return letters[:8]


def _as_set(charset: list[Any]) -> str:
    inside = ""
    for kind, value in charset:
        if kind is constants.LITERAL:
            inside += re.escape(chr(value))
        elif kind is constants.RANGE:
            inside += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        elif kind is constants.CATEGORY:
            name = str(value).removeprefix("CATEGORY_")
            letter = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[name.removeprefix("NOT_")]
            inside += f"\\{letter.upper() if name.startswith('NOT_') else letter}"
    return f"[^{inside}]"


def samples(parsed: Any) -> list[str]:
    """Some short texts that a part of a pattern takes."""
    texts = [""]
    for kind, value in parsed:
        texts = [before + after for before in texts[:6] for after in _of_one(kind, value)[:8]]
    return texts


def _of_one(kind: Any, value: Any) -> list[str]:
    if kind is constants.LITERAL:
        return [chr(value)]
    if kind is constants.NOT_LITERAL:
        return ["a" if value != ord("a") else "b"]
    if kind is constants.ANY:
        return ["a"]
    if kind is constants.IN:
        return first_of(value)
    if kind in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
        least, _, body = value
        return [text * least for text in samples(body)] if least else ["", *samples(body)[:2]]
    if kind is constants.SUBPATTERN:
        return samples(value[-1])
    if kind is constants.ATOMIC_GROUP:
        return samples(value)
    if kind is constants.BRANCH:
        return [text for branch in value[1] for text in samples(branch)[:2]]
    return [""]  # what takes no room: an anchor, a look around, a group again


def pumped(parsed: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Find each part that may repeat without end, as what may stand before it and what to repeat."""
    for kind, value in parsed:
        if kind in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
            _, most, body = value
            yield from pumped(body, before)
            if most is constants.MAXREPEAT:
                yield from ((before, text) for text in samples(body) if text)
        elif kind is constants.SUBPATTERN:
            yield from pumped(value[-1], before)
        elif kind is constants.ATOMIC_GROUP:
            yield from pumped(value, before)
        elif kind in (constants.ASSERT, constants.ASSERT_NOT):
            yield from pumped(value[1], before)
        elif kind is constants.BRANCH:
            for branch in value[1]:
                yield from pumped(branch, before)
        before += _of_one(kind, value)[0]


def texts(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """Make texts for a pattern: what they begin with, what is repeated, and what they end with."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    pumps = set(pumped(parser.parse(source, pattern.flags & ~re.UNICODE)))
    pumps |= {
        ("", unit) for unit in ("1", "a", "a-", "a_", "aa-", " ", '"', ",", "1,", "1.", "111,", '","', "-")
    }
    pumps |= {("0.", "1"), ("0.", "0"), ('"', '""'), ("-", "1")}
    return [(before, unit, after) for before, unit in sorted(pumps) for after in ("\0x", "1x")]


def run(pattern: re.Pattern[Any], way: str, text: str | bytes) -> None:
    if way == "finditer":
        for _ in pattern.finditer(text):
            pass
    elif way in ("sub", "subn"):
        getattr(pattern, way)(text[:0], text)
    else:
        getattr(pattern, way)(text)


def run_text(pattern: re.Pattern[Any], way: str, text: tuple[str, str, str], length: int) -> float:
    """Run a pattern on a text of some length, and say how long that took."""
    before, unit, after = text
    whole = before + unit * (length // len(unit)) + after
    begun = time.process_time()
    run(pattern, way, whole if isinstance(pattern.pattern, str) else whole.encode())
    return time.process_time() - begun


ALL = patterns()


def test_patterns_are_found() -> None:
    assert {"trace.matching.TOKEN", "sources.source_id"} <= ALL.keys()
    assert len(ALL) > 60


@pytest.mark.parametrize("name", ALL)
def test_pattern_is_linear(name: str) -> None:
    pattern, ways = ALL[name]
    for way in sorted(ways):
        slowest = sorted(texts(pattern), key=lambda text: run_text(pattern, way, text, SHORT))[-2:]
        for text in slowest:
            run_text(pattern, way, text, LONG)


JUDGED = {
    f"{resource['name']}.{field['name']}": field["constraints"].get("pattern", NUMBER.pattern)
    for resource in installed().descriptor["resources"]
    for field in resource["schema"]["fields"]
    if "pattern" in field["constraints"] or field["type"] in ("number", "integer")
}


@pytest.mark.parametrize("name", JUDGED)
def test_a_cell_of_a_mebibyte_is_judged_at_once(name: str, tmp_path: Path) -> None:
    table, column = name.split(".")
    pattern = re.compile(JUDGED[name])
    slowest = max(texts(pattern), key=lambda text: run_text(pattern, "fullmatch", text, SHORT))
    before, unit, after = slowest
    # As it stands in the file: in UTF-8, and a quote written as two.
    size = len(unit.replace('"', '""').encode())
    cell = before + unit * ((Limits().longest_row - 1000) // size) + after.replace("\0", "!")
    columns = [field["name"] for field in descriptor_of(table)["schema"]["fields"]]
    rows = [columns, [cell if name == column else "" for name in columns]]
    (tmp_path / f"{table}.csv").write_text(csv_text(rows), "utf-8")
    report = validate(tmp_path / f"{table}.csv")
    assert report.rows == 1
    assert not report.valid


def descriptor_of(table: str) -> dict[str, Any]:
    return next(resource for resource in installed().descriptor["resources"] if resource["name"] == table)


def test_a_difference_of_many_columns_is_found_at_once(tmp_path: Path) -> None:
    columns = [f"c{number}" for number in range(60_000)]

    def package(name: str, columns: list[str]) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        fields = [{"name": column} for column in columns]
        schema = {"fields": fields, "primaryKey": "k"}
        resource = {"name": "t", "path": "t.csv", "schema": schema}
        described = {"name": "x", "version": "1.0.0", "resources": [resource]}
        (folder / "datapackage.json").write_text(json.dumps(described, separators=(",", ":")))
        (folder / "t.csv").write_text(csv_text([columns, ["1"] * len(columns)]))
        return folder

    found = difference(package("old", ["k"]), package("new", ["k", *columns]))
    assert len(found.changes) == len(columns)
    found = difference(tmp_path / "new", package("other", ["k", *(f"d{name}" for name in columns)]))
    assert len(found.changes) == 2 * len(columns)


@pytest.mark.parametrize("figure", ["1--2", "COVID-19", "-5", "1-2-3-4-5-6-7-8", "- - -x", "a" * 300])
def test_figures_are_looked_for_in_linear_time(figure: str) -> None:
    pattern = figure_pattern(figure)
    for unit in ("\u00ad", " \u00ad", "-", "1", "1-", "1\u00ad", "a", "a "):
        run(pattern, "finditer", "1" + unit * (LONG // len(unit)))
