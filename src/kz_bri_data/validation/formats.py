"""What was found, as text for people and as data for machines; each written as it is found.

A format is a function from problems, and what gives the totals once they are all through, to pieces of
text. Nothing in a stranger's cells can steer what reads the output: terminals get escapes, Markdown gets
code, workflow commands are stopped, JSON is ASCII.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote as percent_encoded

from kz_bri_data import loaders
from kz_bri_data.validation.codes import CODES, WARNINGS
from kz_bri_data.validation.problems import Problem, escape
from kz_bri_data.validation.text import Totals, sentence, summary, text, text_line

Format = Callable[[Iterable[Problem], Totals], Iterator[str]]

# GitHub shows no more annotations of a kind for one step.
ANNOTATIONS = 10
# Enough for anybody to begin with, and within the size of a comment or a job summary.
MARKDOWN_ROWS = 100


def as_json(problems: Iterable[Problem], totals: Totals) -> Iterator[str]:
    """One JSON object; its totals stand after the problems, because only then they are known."""
    yield '{\n"problems": ['
    yield from _joined(json.dumps(problem._asdict()) for problem in problems)
    report = totals()
    rest = {"valid": report.valid, "files": report.files, "rows": report.rows, "counts": report.counts}
    yield "\n]," + json.dumps(rest, indent=0)[1:] + "\n"


def github(problems: Iterable[Problem], totals: Totals) -> Iterator[str]:
    """All problems as text, with workflow commands stopped, and the first few as annotations."""
    import secrets

    first: dict[str, list[Problem]] = {"error": [], "warning": []}
    # Cells and file names must not be taken for commands; nobody can guess the word that ends this.
    token = secrets.token_hex(16)
    yield f"::stop-commands::{token}\n"
    shown = 0
    for problem in problems:
        shown += 1
        if len(first[problem.severity]) < ANNOTATIONS:
            first[problem.severity].append(problem)
        yield text_line(problem) + "\n"
    yield f"::{token}::\n"
    for problem in [*first["error"], *first["warning"]]:
        yield _annotation(problem)
    yield summary(totals(), shown) + "\n"


def _annotation(problem: Problem) -> str:
    # GitHub wants paths as they are in the repository, wherever we were called from.
    root = os.environ.get("GITHUB_WORKSPACE", os.curdir)
    path = os.path.relpath(problem.path, root).replace(os.sep, "/")
    properties = f"file={_property(escape(path))},line={problem.line},title={_property(problem.code)}"
    return f"::{problem.severity} {properties}::{_data(sentence(problem))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def markdown(problems: Iterable[Problem], totals: Totals) -> Iterator[str]:
    """Write a table for a comment or a job summary, of the first hundred problems at most."""
    rows = []
    shown = 0
    for problem in problems:
        shown += 1
        if shown <= MARKDOWN_ROWS:
            place = f"{escape(problem.path)}:{problem.line}:{problem.column}"
            rows.append(f"| {_code(place)} | {_code(sentence(problem))} |\n")
    report = totals()
    yield f"**{summary(report, min(shown, MARKDOWN_ROWS))}**\n"
    if rows:
        yield "\n| where | what |\n| --- | --- |\n"
        yield from rows


def _code(text: str) -> str:
    """Write text as code in a table: nobody is mentioned, nothing is linked, no tag is opened."""
    longest = max(map(len, "".join(one if one == "`" else " " for one in text).split()), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text.replace('|', chr(92) + '|')} {fence}"


def sarif(problems: Iterable[Problem], totals: Totals) -> Iterator[str]:
    """SARIF 2.1.0, as code scanners show it."""
    descriptor = loaders.descriptor()
    schemas = [resource["schema"] for resource in descriptor["resources"]]
    row_rules = [rule for schema in schemas for rule in schema.get("kzbri:rowRules", [])]
    texts = CODES | {rule["name"]: rule["message"] for rule in row_rules}
    rules = [
        {"id": code, "shortDescription": {"text": what}, "defaultConfiguration": {"level": _level(code)}}
        for code, what in texts.items()
    ]
    driver = {"name": "kz-bri-data", "semanticVersion": descriptor["version"], "rules": rules}
    yield '{\n"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"version": "2.1.0",\n"runs": [{\n'
    yield f'"tool": {json.dumps({"driver": driver})},\n"results": ['
    yield from _joined(json.dumps(_result(problem)) for problem in problems)
    yield f'\n],\n"properties": {json.dumps({"counts": totals().counts})}\n}}]\n}}\n'


def _level(code: str) -> str:
    return "warning" if code in WARNINGS else "error"


def _result(problem: Problem) -> dict[str, object]:
    # In a message, brackets would make a link, and braces a placeholder.
    message = re.sub(r"[\\\[\]]", r"\\\g<0>", sentence(problem))
    message = re.sub("[{}]", r"\g<0>\g<0>", message)
    place = {
        "artifactLocation": {"uri": percent_encoded(os.fsencode(problem.path))},
        "region": {"startLine": problem.line},
    }
    return {
        "ruleId": problem.code,
        "level": problem.severity,
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
        "properties": {"column": problem.column, "field": problem.field, "cell": problem.cell},
    }


def _joined(items: Iterable[str]) -> Iterator[str]:
    between = "\n"
    for item in items:
        yield between + item
        between = ",\n"


FORMATS: dict[str, Format] = {
    "text": text,
    "json": as_json,
    "github": github,
    "markdown": markdown,
    "sarif": sarif,
}
