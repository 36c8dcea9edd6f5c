"""Which files there are to check: those of a package folder, or single CSVs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kz_bri_data import loaders
from kz_bri_data.errors import CannotRunError, UnknownNameError
from kz_bri_data.validation.descriptors import NAME, read_descriptor
from kz_bri_data.validation.files import UnsafeFileError, list_csvs
from kz_bri_data.validation.problems import Problem, Verdict, escape, shown
from kz_bri_data.validation.rules import TableRules


class DataFile(NamedTuple):
    """A CSV of a table.

    Attributes
    ----------
    table
        Name of the table.
    path
        The file.
    inside
        Package folder that it must lie in; None if the user named the file.
    named
        Line of the descriptor that names it.
    """

    table: str
    path: Path
    inside: Path | None
    named: int = 1


class Package(NamedTuple):
    """What a path stands for.

    Attributes
    ----------
    files
        CSVs to check.
    beside
        CSVs that references lead to, by name of the table.
    problems
        What is wrong with the folder and its descriptor.
    checked
        How many files were checked for that.
    """

    files: list[DataFile]
    beside: dict[str, DataFile]
    problems: list[Problem]
    checked: int


def find_package() -> str | None:
    """Find the folder of a data package: the current one, or `datapackage` below it."""
    return next((str(folder) for folder in (Path(), Path("datapackage")) if (folder / NAME).is_file()), None)


def installed() -> str:
    """Give the folder of the data package that ships."""
    return str(loaders.data_dir())


def open_package(path: Path, table: str | None, rules: dict[str, TableRules], package: str) -> Package:
    """Find out what a path stands for.

    Parameters
    ----------
    path
        Folder with a datapackage.json, that file itself, or a CSV.
    table
        Name of the table that a CSV holds; by default the file is named like it.
    rules
        Rules of every table.
    package
        Name of the package that must hold every table.

    Returns
    -------
    Package

    Raises
    ------
    CannotRunError
        If there is nothing that could be checked.
    UnknownNameError
        If there is no such table.
    """
    if table is not None and table not in rules:
        raise UnknownNameError("table", table, list(rules))
    name = escape(str(path))
    if path.is_dir():
        # A link to the descriptor counts: it is there, and will be refused with its reason.
        if (path / NAME).exists() or (path / NAME).is_symlink():
            return _read_folder(path, rules, package)
        raise CannotRunError(f"{name} holds no {NAME}; give the folder of a data package, or CSV files")
    if not path.exists():
        raise CannotRunError(f"{name} does not exist")
    if path.name == NAME:
        return _read_folder(path.parent, rules, package)
    table = table or path.stem
    if table not in rules:
        raise CannotRunError(f"{name} is not named like a table; say which it holds with --table")
    beside = {other: DataFile(other, path.with_name(f"{other}.csv"), path.parent) for other in rules}
    file = DataFile(table, path, None)
    return Package([file], {**beside, table: file}, [], 0)


def _read_folder(folder: Path, rules: dict[str, TableRules], package: str) -> Package:
    tables, lines, problems = read_descriptor(folder, rules, package)
    files = [DataFile(name, folder / tables[name], folder, lines[name]) for name in rules if name in tables]
    known = {file.path for file in files}
    try:
        others = [path for path in list_csvs(folder / "data") if path not in known]
    except UnsafeFileError as error:
        others = []
        verdict = Verdict("path-unsafe", f"the folder data {error}", "put the folder itself there")
        problems.append(_problem(folder / NAME, verdict))
    for path in others:
        verdict = Verdict(
            "file-unregistered", "no resource of the descriptor names this file", "name it, or delete it"
        )
        problems.append(_problem(path, verdict))
    return Package(files, {file.table: file for file in files}, problems, 1 + len(others))


def _problem(path: Path, verdict: Verdict) -> Problem:
    return Problem(
        shown(path.as_posix(), 4096), 1, 1, "", verdict.code, "error", "", verdict.message, verdict.hint
    )
