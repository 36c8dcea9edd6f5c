"""What `validate` would say of rows that are to be added, before anything is written."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from kz_bri_data._catalogue import NAME
from kz_bri_data.fixing.adding import Addition
from kz_bri_data.fixing.identifiers import RECIPES
from kz_bri_data.validation.reporting.problems import Problem
from kz_bri_data.validation.run import Validator
from kz_bri_data.validation.sources.files import UnsafeFileError
from kz_bri_data.validation.sources.packages import Package

# How rules name the lines of other rows; what a cell says in quotes is left as it is.
_LINES = re.compile(r'"[^"]*"|\blines? ([0-9]+)(?: and ([0-9]+))?')


def problems_of(package: Package, additions: Sequence[Addition]) -> list[Problem]:
    """Validate a copy of a package with what is to be added.

    Parameters
    ----------
    package
        The package, or the CSV with those beside it.
    additions
        What is to be written.

    Returns
    -------
    list of Problem
        Those of rows that are added or corrected, or that name one, at their lines in the files as they
        will be; the rows that they name are rows of the sheet, or named by their keys. What else is wrong
        with other rows was so before.
    """
    own = {one.fix.path: one.lines for one in additions}
    with tempfile.TemporaryDirectory(prefix="kz-bri-data-") as folder:
        root = Path(folder)
        copied = _copy(package, {one.fix.path: one.fix.after for one in additions}, root)
        single = [copy for copy, path in copied.items() if path == additions[0].fix.path]
        validator = Validator([root]) if package.is_folder else Validator(single, additions[0].table)
        found = []
        for problem in validator:
            path = copied.get(problem.path, "")
            if not own.get(path, {}).keys().isdisjoint((problem.line, *_named(problem.message))):
                found.append(problem._replace(path=path))
    told = [one for addition in additions for one in _told(addition, found)]
    return sorted(told, key=lambda one: (one.path, one.line, one.column))


def _told(addition: Addition, found: Sequence[Problem]) -> Iterator[Problem]:
    """Give the problems of one file in words of the sheet, each cause once."""
    here = [one for one in found if one.path == addition.fix.path]
    made_up = RECIPES[addition.table].key if addition.table in RECIPES else None
    others = [one for one in here if one.field != made_up and one.severity == "error"]
    # An identifier is made up once the other cells are right, and no other row says the same.
    causes = {one.line for one in others} | {line for one in others for line in _named(one.message)}
    reasons = {
        one.problem.line: one.problem for one in addition.fix.unresolved if one.problem.field == made_up
    }
    for one in here:
        if one.field != made_up:
            yield one._replace(message=_LINES.sub(partial(_in_sheet, addition), one.message))
        elif one.line not in causes:
            yield reasons.get(one.line, one)


def _named(message: str) -> Iterator[int]:
    for found in _LINES.finditer(message):
        yield from (int(line) for line in found.groups() if line)


def _in_sheet(addition: Addition, found: re.Match[str]) -> str:
    """Name rows by their numbers in the sheet, and those that are not in it by their keys."""
    lines = [int(line) for line in found.groups() if line]
    # A stranger's text may have a quote of its own in it.
    known = lines and addition.keys.keys() >= set(lines)
    return " and ".join(map(addition.row_at, lines)) if known else found[0]


def _copy(package: Package, after: dict[str, bytes], root: Path) -> dict[str, str]:
    """Copy what a package has, with the new content of some files; name each original by its copy."""
    files = {file.path: file for file in (*package.files, *package.beside.values())}
    top = next((file.inside for file in package.files if file.inside), None)
    if package.is_folder and top is not None:
        shutil.copyfile(top / NAME, root / NAME)
    copied = {}
    for path, file in files.items():
        target = root / (path.relative_to(top) if top is not None else path.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.as_posix() in after:
            target.write_bytes(after[path.as_posix()])
        else:
            # What cannot be read is wrong with or without the new rows.
            with (
                suppress(FileNotFoundError, UnsafeFileError),
                file.open() as source,
                target.open("wb") as copy,
            ):
                shutil.copyfileobj(source, copy)
        copied[target.as_posix()] = path.as_posix()
    return copied
