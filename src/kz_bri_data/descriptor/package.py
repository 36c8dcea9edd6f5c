"""What is said of the package as a whole: its descriptor and how to cite it."""

from __future__ import annotations

from typing import Any, NamedTuple

from kz_bri_data.schemas import TABLES

_PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

TITLE = "China-Kazakhstan cooperation under the Belt and Road Initiative"
_PAPER = (
    "“Belt and Road”: China and Kazakhstan Join Hands to Forge a New Chapter of Prosperity, by Liu Tingting"
)

# Whom the title names; a row of another country does not change it.
COUNTRIES = {"KAZ": "Kazakhstan", "CHN": "China"}

_FACTS: dict[str, Any] = {
    "title": TITLE,
    "description": (
        "What one paper on China-Kazakhstan cooperation states, and what other publications say of the same "
        "things, as tables: every figure with its source, period, unit and hedge."
    ),
    "keywords": ["Belt and Road Initiative", "China", "Kazakhstan", "statistics", "trade", "transport"],
    "contributors": [{"title": "kz-bri-data contributors", "roles": ["dataCurator"]}],
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0 International, for the compilation; what a source "
            "allows is in sources.licence",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
    "sources": [{"title": _PAPER}],
}


class Project(NamedTuple):
    """What pyproject.toml says of the project.

    Attributes
    ----------
    version
        Version of code and data alike.
    repository
        Address of the repository, from `[project.urls]`; empty where there is none.
    """

    version: str
    repository: str = ""

    @property
    def github(self) -> str:
        """Owner and name on GitHub; empty if it is elsewhere."""
        prefix = "https://github.com/"
        return self.repository.removeprefix(prefix) if self.repository.startswith(prefix) else ""


def package_descriptor(project: Project, schemas: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Render datapackage.json from the Table Schema of every table."""
    resources = [
        {
            "name": name,
            "type": "table",
            # R's frictionless reads no table without the profile of version 1.
            "profile": "tabular-data-resource",
            "path": f"data/{name}.csv",
            "title": TABLES[name].info().title,
            "description": TABLES[name].info().description,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": schema,
        }
        for name, schema in schemas.items()
    ]
    return {
        "$schema": _PACKAGE_PROFILE,
        "id": "urn:uuid:6b1c4a0e-8f0c-4f0d-9a53-2d8b6f3f7c11",
        "name": "kz-bri-data",
        "version": project.version,
        **({"homepage": project.repository} if project.repository else {}),
        **_FACTS,
        "resources": resources,
    }


def citation(project: Project) -> str:
    """Render CITATION.cff."""
    repository = f"repository-code: {project.repository}\n" if project.repository else ""
    return f"""\
cff-version: 1.2.0
message: If you use these data, please cite them, and the source of each figure you use.
type: dataset
title: "kz-bri-data: {TITLE}"
version: {project.version}
{repository}license:
  - CC-BY-4.0
  - MIT
authors:
  - name: kz-bri-data contributors
references:
  - type: article
    title: "“Belt and Road”: China and Kazakhstan Join Hands to Forge a New Chapter of Prosperity"
    authors:
      - family-names: Liu
        given-names: Tingting
"""
