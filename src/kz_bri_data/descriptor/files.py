"""Every generated file: as text, written to a checkout, and compared with what is there."""

from __future__ import annotations

import difflib
import json
import tomllib
from pathlib import Path

from kz_bri_data._catalogue import Catalogue
from kz_bri_data.descriptor.claims_page import claims_page
from kz_bri_data.descriptor.croissant import croissant
from kz_bri_data.descriptor.datacite import datacite
from kz_bri_data.descriptor.dictionary import dictionary
from kz_bri_data.descriptor.package import Project, citation, package_descriptor
from kz_bri_data.descriptor.pages import fill, sections
from kz_bri_data.descriptor.recipes import recipes
from kz_bri_data.descriptor.table_schema import table_schema
from kz_bri_data.errors import CannotRunError
from kz_bri_data.schemas import TABLES

_SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


def render(project: Project) -> dict[str, str]:
    """Render every file that is generated as a whole.

    Parameters
    ----------
    project
        Version and repository.

    Returns
    -------
    dict of str to str
        Text by path from the top of the checkout, with forward slashes.

    Raises
    ------
    InvalidTableError
        If a model says something that a descriptor cannot.

    Examples
    --------
    >>> render(Project("1.2.3"))["src/kz_bri_data/_version.py"].splitlines()[-1]
    '__version__ = "1.2.3"'
    """
    schemas = {name: table_schema(table) for name, table in TABLES.items()}
    descriptor = package_descriptor(project, schemas)
    files = {
        "datapackage/datapackage.json": _json(descriptor),
        "datapackage/croissant.json": _json(croissant(descriptor)),
        "datapackage/datacite.json": _json(datacite(descriptor)),
    }
    for name, schema in schemas.items():
        files[f"schemas/{name}.json"] = _json({"$schema": _SCHEMA_PROFILE, **schema})
    files["datapackage/README.md"] = dictionary(schemas)
    files["src/kz_bri_data/_names.py"] = _names()
    files["src/kz_bri_data/_version.py"] = (
        f'"""Generated: the version."""\n\n__version__ = "{project.version}"\n'
    )
    files["CITATION.cff"] = citation(project)
    return files


def build(root: Path) -> list[str]:
    """Write every generated file that is not up to date.

    Parameters
    ----------
    root
        Top of a checkout of kz-bri-data.

    Returns
    -------
    list of str
        Paths of the files written.

    Raises
    ------
    CannotRunError
        If `root` is not the top of a checkout.
    """
    written = []
    for path, text in _rendered(root).items():
        target = root / path
        if not target.exists() or target.read_bytes() != text.encode():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
            written.append(path)
    return written


def drift(root: Path) -> str:
    """Say how the generated files differ from what the models render.

    Parameters
    ----------
    root
        Top of a checkout of kz-bri-data.

    Returns
    -------
    str
        A unified diff; empty if everything is up to date.

    Raises
    ------
    CannotRunError
        If `root` is not the top of a checkout.
    """
    lines: list[str] = []
    files = _rendered(root)
    for path, text in files.items():
        target = root / path
        found = target.read_text(encoding="utf-8") if target.exists() else ""
        lines += difflib.unified_diff(
            found.splitlines(keepends=True), text.splitlines(keepends=True), path, f"{path} (rendered)"
        )
    for stray in sorted({f"schemas/{path.name}" for path in (root / "schemas").glob("*")} - set(files)):
        lines.append(f"{stray}: no table has this name; delete the file\n")
    return "".join(lines)


def _names() -> str:
    names = "".join(f'    "{name}",\n' for name in TABLES)
    return (
        '"""Generated: names that type checkers know."""\n\n'
        "from typing import Literal, TypeAlias\n\n"
        f"TableName: TypeAlias = Literal[\n{names}]\n"
    )


def _rendered(root: Path) -> dict[str, str]:
    """Render the files of a checkout, the pages with rendered parts among them."""
    project = _project(root)
    files = render(project)
    pages = {**sections(project), "docs/other-tools.md": recipes(root / "docs" / "recipes")}
    for path, parts in pages.items():
        try:
            text = (root / path).read_text(encoding="utf-8")
        except OSError as error:
            raise CannotRunError(f"{path}: cannot read it: {error.strerror}; restore the page") from error
        files[path] = fill(path, text, parts)
    catalogue = Catalogue(str(root / "datapackage"), ships=True)
    # As the models render it: what is written there may be out of date.
    catalogue.descriptor = json.loads(files["datapackage/datapackage.json"])
    files["docs/claims.md"] = claims_page(catalogue)
    return files


def _project(root: Path) -> Project:
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    except (OSError, tomllib.TOMLDecodeError, KeyError):
        project = {}
    if project.get("name") != "kz-bri-data":
        raise CannotRunError(
            f"{root} is not the top of a checkout of kz-bri-data: its pyproject.toml is not there or is "
            "another project's; change to the checkout first"
        )
    return Project(str(project["version"]), project.get("urls", {}).get("Repository", "").rstrip("/"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
