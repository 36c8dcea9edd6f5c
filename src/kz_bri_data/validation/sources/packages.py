"""Which files there are to check: those of a package folder, or single CSVs."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

from kz_bri_data import _catalogue
from kz_bri_data._catalogue import NAME, is_safe
from kz_bri_data._file_kinds import START, file_kind
from kz_bri_data._paths import as_path
from kz_bri_data._text_safety import as_unicode, escape, quote
from kz_bri_data.errors import CannotRunError, UnknownNameError
from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.sources.descriptors import read_descriptor
from kz_bri_data.validation.sources.files import UnsafeFileError, list_csvs, open_named, open_plain, spool

_WHAT = "the folder of a data package, or CSV files"
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".numbers")


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
    copy
        What came out of it, if it is a pipe; that can be read only once.
    """

    table: str
    path: Path
    inside: Path | None
    named: int = 1
    copy: IO[bytes] | None = None

    def open(self) -> BinaryIO:
        """Open the file; of those that a package names, only a plain one inside of it.

        Raises
        ------
        UnsafeFileError
            If it is not of that kind.
        FileNotFoundError
            If there is nothing.
        CannotRunError
            If the system does not let us read it.
        """
        if self.copy is not None:
            return Path(self.copy.name).open("rb")
        return open_named(self.path) if self.inside is None else open_plain(self.path, inside=self.inside)


class Package(NamedTuple):
    """What a path stands for.

    Attributes
    ----------
    files
        CSVs to check.
    beside
        CSVs that references lead to, by name of the table.
    findings
        What is wrong with the folder and its descriptor, each with the file.
    checked
        How many files were checked for that.
    """

    files: list[DataFile]
    beside: dict[str, DataFile]
    findings: list[tuple[str, Finding]]
    checked: int

    @property
    def is_folder(self) -> bool:
        """Whether the path stands for a package, and not for one CSV."""
        return self.checked > 0


def package_here(otherwise: str) -> str:
    """Find the folder of a data package: the current one, `datapackage` below it, or the nearest above.

    In each folder above, `datapackage` is looked for as well. The search ends at the root of the repository.

    Parameters
    ----------
    otherwise
        What to do if there is none, as the end of a sentence.

    Returns
    -------
    str
        Its path from the current folder.

    Raises
    ------
    CannotRunError
        If there is none.
    """
    here = Path()
    for _ in Path.cwd().parts:
        for folder in (here, here / "datapackage"):
            if (folder / NAME).is_file():
                return str(folder)
        if (here / ".git").exists():
            break
        here /= ".."
    where = f"neither this folder, nor one above it, nor a folder datapackage in one of them has a {NAME}"
    raise CannotRunError(f"there is no data package here: {where}; {otherwise}")


def open_package(path: str | os.PathLike[str], table: str | None) -> Package:
    """Find out what a path stands for.

    Parameters
    ----------
    path
        Folder with a datapackage.json, that file itself, or a CSV.
    table
        Name of the table that a CSV holds; by default the file is named like it.

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
    path = as_path(path)
    tables = _catalogue.installed().tables
    if table is not None and table not in tables:
        raise UnknownNameError("table", table, list(tables))
    name = escape(str(path))
    if path.is_dir():
        # A link to the descriptor counts: it is there, and will be refused with its reason.
        if (path / NAME).exists() or (path / NAME).is_symlink():
            return _read_folder(path)
        raise CannotRunError(f"{name} holds no {NAME}{_other_descriptor(path)}; give {_WHAT}")
    if not path.exists():
        raise CannotRunError(f"{name} does not exist; give {_WHAT}")
    if path.name == NAME:
        return _read_folder(path.parent)
    _refuse_other_kinds(path)
    table = table or path.stem
    if table not in tables:
        near = path.stem.lower()
        rename = f"rename it to {near}.csv, or " if near in tables else ""
        raise CannotRunError(f"{name} is not named like a table; {rename}say which it holds with --table")
    beside = {other: DataFile(other, path.with_name(f"{other}.csv"), path.parent) for other in tables}
    file = DataFile(table, path, None, copy=spool(path))
    return Package([file], {**beside, table: file}, [], 0)


def _other_descriptor(folder: Path) -> str:
    """Say that a descriptor is there in another language than JSON; empty if it is not."""
    found = [name for name in ("datapackage.yaml", "datapackage.yml") if (folder / name).exists()]
    return f", and {found[0]} is not read; write the same as JSON" if found else ""


def _refuse_other_kinds(path: Path) -> None:
    """Refuse a file that is no table of text and does not claim to be one, with what to do with it."""
    if path.suffix.lower() == ".csv" or not path.is_file():
        return
    with open_named(path) as file:
        kind = file_kind(file.read(START)).kind
    suffix = path.suffix.lower()
    name, quoted = escape(str(path)), shlex.quote(escape(str(path)))
    if suffix in _WORKBOOKS or kind in ("xlsx", "xlsb", "ods", "xls", "encrypted", "numbers"):
        hint = f"bring its rows into a package: kz-bri-data import {quoted} datapackage"
        raise CannotRunError(f"{name} is a workbook, not a CSV; {hint}")
    if kind in ("zip", "gzip"):
        raise CannotRunError(f"{name} is an archive; unpack it, and give the folder or the CSVs in it")
    if kind not in ("table", "empty") or suffix in (".yaml", ".yml", ".json"):
        raise CannotRunError(f"{name} is neither a CSV nor a {NAME}; give {_WHAT}")


def _read_folder(folder: Path) -> Package:
    paths, lines, found, named = read_descriptor(folder)
    findings = [((folder / NAME).as_posix(), one) for one in found]
    known_tables = _catalogue.installed().list_tables()
    files: dict[str, DataFile] = {
        name: DataFile(name, folder / paths[name], folder, lines[name])
        for name in known_tables
        if name in paths
    }
    known = {file.path for file in files.values()} | {folder / path for path in named if is_safe(path)}
    try:
        there = list_csvs(folder / "data")
    except UnsafeFileError as error:
        there = []
        violation = Violation("path-unsafe", f"the folder data {error}", "put the folder itself there")
        findings.append(_whole(folder / NAME, violation))
    not_there = {file.path.as_posix().lower(): name for name, file in files.items() if file.path not in there}
    others = [path for path in there if path not in known]
    for path in others:
        name = not_there.get(path.as_posix().lower())
        if name is not None:  # which some systems take for the same
            right = files[name].path.name
            files[name] = files[name]._replace(path=path)
            message = f"the descriptor names {quote(right)}, which is another file where case counts"
            violation = Violation("file-missing", message, f"rename it to {right}")
        else:
            message = "no resource of the descriptor names this file"
            violation = Violation("file-unregistered", message, "name it, or delete it")
        findings.append(_whole(path, violation))
    if not files and not findings:
        raise CannotRunError(
            f"{escape(str(folder / NAME))} names none of our tables, so there is nothing to check; they are: "
            f"{', '.join(known_tables)}"
        )
    return Package(list(files.values()), files, findings, 1 + len(others))


def _whole(path: Path, violation: Violation) -> tuple[str, Finding]:
    return as_unicode(path.as_posix(), 4096), Finding(1, 1, violation)
