"""What `validate` would say of rows that are to be added, before anything is written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from kz_bri_data._catalogue import NAME
from kz_bri_data.fixing.adding import Addition
from kz_bri_data.fixing.identifiers import RECIPES
from kz_bri_data.validation.reporting.problems import Problem
from kz_bri_data.validation.run import Validator
from kz_bri_data.validation.sources.files import UnsafeFileError
from kz_bri_data.validation.sources.packages import Package


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
        Those of rows that are added or corrected, at their lines in the files as they will be. What is
        wrong with other rows was so before.
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
            if problem.line in own.get(path, ()):
                found.append(problem._replace(path=path))
    made_up = {one.fix.path: RECIPES[one.table].key for one in additions if one.table in RECIPES}
    others = {(one.path, one.line) for one in found if one.field != made_up.get(one.path)}
    # An identifier is made up once the other cells are right.
    told = [one for one in found if one.field != made_up.get(one.path) or (one.path, one.line) not in others]
    return sorted(told, key=lambda one: (one.path, one.line, one.column))


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
