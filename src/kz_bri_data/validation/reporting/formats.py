"""What was found, as text for people and as data for machines; each written as it is found.

A format is a function from problems, and what gives the totals once they are all through, to pieces of
text. Nothing in a stranger's cells can steer what reads the output: terminals get escapes, Markdown gets
code, workflow commands are stopped, JSON is ASCII.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from itertools import chain, islice
from pathlib import Path, PureWindowsPath
from typing import Any
from urllib.parse import quote as percent_encoded

from kz_bri_data._catalogue import installed
from kz_bri_data._text_safety import (
    escape,
    for_annotation,
    for_annotation_property,
    for_markdown,
    for_sarif,
    json_text,
)
from kz_bri_data.validation.reporting.explanations import Explanation, explanations
from kz_bri_data.validation.reporting.problems import Problem
from kz_bri_data.validation.reporting.text import Totals, sentence, summary, text, text_line

Format = Callable[[Iterable[Problem], Totals], Iterator[str]]

# GitHub shows no more annotations of a kind for one step.
ANNOTATIONS = 10
# GitHub shows no more results of a run, and refuses a file with five times as many.
RESULTS = 5000
# Enough for anybody to begin with, and within the size of a comment or a job summary.
MARKDOWN_ROWS = 100
# The name by which code scanners know the root of the repository.
_BASE = "%SRCROOT%"


def as_json(problems: Iterable[Problem], totals: Totals) -> Iterator[str]:
    """One JSON object; its totals stand after the problems, because only then they are known."""
    yield '{\n"problems": ['
    yield from _joined(json_text(problem._asdict()) for problem in problems)
    report = totals()
    rest = {
        **{"valid": report.valid, "files": report.files, "rows": report.rows, "counts": report.counts},
        "accepted": [problem._asdict() for problem in report.accepted],
    }
    yield "\n]," + json_text(rest, indent=0)[1:] + "\n"


def github(problems: Iterable[Problem], totals: Totals) -> Iterator[str]:
    """All problems as text, with workflow commands stopped, and the first few as annotations."""
    import secrets

    first: dict[str, list[Problem]] = {"error": [], "warning": []}
    # Cells and file names must not be taken for commands; nobody can guess the word that ends this.
    token = secrets.token_hex(16)
    yield f"::stop-commands::{token}\n"
    shown = 0
    try:
        for problem in problems:
            shown += problem.occurrences
            if len(first[problem.severity]) < ANNOTATIONS:
                first[problem.severity].append(problem)
            yield text_line(problem) + "\n"
    except Exception:
        # Whoever says in a command why the run failed must be heard.
        yield f"::{token}::\n"
        raise
    yield f"::{token}::\n"
    for problem in [*first["error"], *first["warning"]]:
        yield _annotation(problem)
    yield summary(totals(), shown) + "\n"


def _annotation(problem: Problem) -> str:
    file, code = (for_annotation_property(one) for one in (escape(_from_root(problem.path)), problem.code))
    what = for_annotation(sentence(problem))
    return f"::{problem.severity} file={file},line={problem.line},title={code}::{what}\n"


def _root() -> str:
    """Where paths begin: the checkout in a workflow, or the repository around this folder, or it."""
    given = os.environ.get("GITHUB_WORKSPACE")
    if given:
        return given
    here = Path.cwd()
    return str(next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here))


def _from_root(path: str) -> str:
    """Give a path as GitHub wants it: as it is in the repository, wherever we were called from.

    A file that is not in the repository keeps its whole path.
    """
    whole = path if PureWindowsPath(path).drive else str(Path.cwd() / path)
    root = _root()
    folder, name = os.path.split(whole)
    # The root may be named by way of a link, as on macOS, where temporary folders are behind one.
    for start, file in ((root, whole), (os.path.realpath(root), f"{os.path.realpath(folder)}/{name}")):
        with suppress(ValueError):  # which on Windows is another drive
            found = os.path.relpath(file, start).replace(os.sep, "/")
            if found.split("/")[0] != os.pardir:
                return found
    return whole.replace(os.sep, "/")


def markdown(problems: Iterable[Problem], totals: Totals) -> Iterator[str]:
    """Write a table for a comment or a job summary, of the first hundred problems at most."""
    rows: list[str] = []
    shown = 0
    for problem in problems:
        if len(rows) < MARKDOWN_ROWS:
            shown += problem.occurrences
            place = f"{problem.path}:{problem.line}:{problem.column}"
            rows.append(f"| {for_markdown(place)} | {for_markdown(sentence(problem))} |\n")
    report = totals()
    yield f"**{summary(report, shown)}**\n"
    if rows:
        yield "\n| where | what |\n| --- | --- |\n"
        yield from rows


def sarif(problems: Iterable[Problem], totals: Totals) -> Iterator[str]:
    """SARIF 2.1.0, as code scanners show it."""
    descriptor = installed().descriptor
    rules = [_sarif_rule(one, descriptor) for one in explanations().values()]
    driver = {"name": "kz-bri-data", "semanticVersion": descriptor["version"], "rules": rules}
    yield '{\n"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"version": "2.1.0",\n"runs": [{\n'
    yield f'"tool": {json_text({"driver": driver})},\n'
    root = Path(_root()).absolute().as_uri() + "/"
    yield f'"originalUriBaseIds": {json_text({_BASE: {"uri": root}})},\n"results": ['
    artifact = cache(_artifact)
    shown, between = 0, "\n"
    for problem in _most_severe(problems, totals):
        yield between + json_text(_result(problem, artifact(problem.path)))
        shown, between = shown + problem.occurrences, ",\n"
    report = totals()
    left_out = sum(report.counts.values()) + len(report.accepted) - shown
    yield f'\n],\n"invocations": {json_text([_invocation(left_out)])}'
    yield f',\n"properties": {json_text({"counts": report.counts})}\n}}]\n}}\n'


def _invocation(left_out: int) -> dict[str, object]:
    """Say that the run went through, and how many results are left out."""
    text = f"{left_out:,} more are left out; at most {RESULTS:,} results are shown, and all are counted"
    notes = [{"level": "note", "message": {"text": text}}] if left_out else []
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}


def _sarif_rule(explanation: Explanation, descriptor: dict[str, Any]) -> dict[str, object]:
    rule: dict[str, object] = {
        "id": explanation.code,
        "shortDescription": {"text": explanation.what},
        "fullDescription": {"text": f"{explanation.what} {explanation.why}"},
        "help": {"text": f"Bad: {explanation.bad}\nGood: {explanation.good}"},
        "defaultConfiguration": {"level": explanation.severity},
    }
    home = descriptor.get("homepage", "")
    if home.startswith("https://github.com/"):
        rule["helpUri"] = f"{home}/blob/v{descriptor['version']}/docs/rules.md"
    elif home:
        rule["helpUri"] = home
    return rule


def _most_severe(problems: Iterable[Problem], totals: Totals) -> Iterator[Problem]:
    """Give as many problems as are shown: errors, then warnings, then those that are accepted."""
    shown = 0
    warnings: list[Problem] = []
    for problem in problems:
        if problem.severity == "error" and shown < RESULTS:
            shown += 1
            yield problem
        elif problem.severity == "warning" and len(warnings) < RESULTS:
            warnings.append(problem)
    yield from islice(chain(warnings, totals().accepted), RESULTS - shown)


def _result(problem: Problem, artifact: dict[str, str]) -> dict[str, object]:
    place = {"artifactLocation": artifact, "region": {"startLine": problem.line}}
    result: dict[str, object] = {
        "ruleId": problem.code,
        "level": problem.severity,
        "message": {"text": for_sarif(sentence(problem))},
        "locations": [{"physicalLocation": place}],
        "occurrenceCount": problem.occurrences,
        "properties": {
            **{"column": problem.column, "field": problem.field, "cell": problem.cell},
            "lines": list(problem.lines),
        },
    }
    if problem.accepted:
        reason = for_sarif(problem.accepted)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return result


def _artifact(path: str) -> dict[str, str]:
    """Name a file for SARIF: from the root, or by its whole address if it is not in the repository."""
    path = _from_root(path)
    uri = percent_encoded(os.fsencode(path))
    drive, colon, rest = path.partition(":")
    if len(drive) == 1 and colon and rest.startswith("/"):
        return {"uri": f"file:///{path[:2]}{percent_encoded(os.fsencode(rest))}"}
    return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": _BASE}


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
