"""What search engines read of the package: a Dataset of schema.org, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from kz_bri_data._catalogue import Catalogue
from kz_bri_data.descriptor.package import COUNTRIES

Row: TypeAlias = Mapping[str, str]

_CONTEXT = "https://schema.org/"


def dataset(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Say what the package is, by its descriptor alone and without its files.

    Parameters
    ----------
    descriptor
        Its datapackage.json.

    Returns
    -------
    dict
        Properties of a Dataset of schema.org.

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> dataset(installed().descriptor)["license"]
    ['https://creativecommons.org/licenses/by/4.0/']
    """
    found = {
        "@type": "Dataset",
        "name": f"{descriptor['name']}: {descriptor['title']}",
        "alternateName": descriptor["name"],
        "description": f"{descriptor['description']} {_terms(descriptor)}",
        "identifier": descriptor["id"],
        "url": descriptor.get("homepage"),
        "version": descriptor["version"],
        "license": [one["path"] for one in descriptor["licenses"]],
        "creator": [{"@type": "Organization", "name": one["title"]} for one in descriptor["contributors"]],
        "isBasedOn": [{"@type": "CreativeWork", "name": one["title"]} for one in descriptor["sources"]],
        "keywords": descriptor["keywords"],
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "spatialCoverage": [
            {"@type": "Country", "name": name, "identifier": code} for code, name in COUNTRIES.items()
        ],
    }
    return {name: value for name, value in found.items() if value}


def package_dataset(catalogue: Catalogue, folder: str) -> dict[str, Any]:
    """Say on a page what the package is, which years and indicators it has, and where its files are.

    Parameters
    ----------
    catalogue
        The package.
    folder
        Address of the folder of its datapackage.json, relative to the page or whole.

    Returns
    -------
    dict
        JSON-LD.

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> found = package_dataset(installed(), "files/datapackage")
    >>> found["distribution"][0]["contentUrl"]
    'files/datapackage/data/areas.csv'
    """
    return {
        "@context": _CONTEXT,
        **dataset(catalogue.descriptor),
        **_years(catalogue.rows("observations")),
        "variableMeasured": [_variable(row) for row in catalogue.rows("indicators")],
        "distribution": [
            _file(one["title"], f"{folder}/{one['path']}") for one in catalogue.descriptor["resources"]
        ],
    }


def indicator_dataset(
    descriptor: Mapping[str, Any], indicator: Row, observations: Iterable[Row], csv: str
) -> dict[str, Any]:
    """Say on the page of an indicator what its figures are, as a part of the package.

    Parameters
    ----------
    descriptor
        The datapackage.json.
    indicator, observations
        Its row, and those of its figures.
    csv
        Address of the figures, relative to the page or whole.

    Returns
    -------
    dict
        JSON-LD.

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> row = {"indicator_id": "visitors", "name": "Visitors", "definition": "Persons who come."}
    >>> indicator_dataset(installed().descriptor, row, [], "visitors.csv")["isPartOf"]["name"]
    'kz-bri-data: China-Kazakhstan cooperation under the Belt and Road Initiative'
    """
    whole = dataset(descriptor)
    shared = ("version", "license", "creator", "inLanguage", "isAccessibleForFree")
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": indicator["name"],
        "description": f"{indicator['definition']} {_terms(descriptor)}",
        **{name: whole[name] for name in shared},
        **_years(observations),
        "variableMeasured": _variable(indicator),
        "distribution": [_file(indicator["name"], csv)],
        "isPartOf": {name: whole[name] for name in ("@type", "name", "identifier", "url") if name in whole},
    }


def script(found: Mapping[str, Any]) -> str:
    r"""Write JSON-LD so that it can stand in a script element of HTML, which no text in it may end.

    Examples
    --------
    >>> print(script({"name": "</script>"}))
    {"name": "\u003c/script>"}
    """
    return json.dumps(found, ensure_ascii=False).replace("<", "\\u003c")


def _terms(descriptor: Mapping[str, Any]) -> str:
    return " ".join(f"Licence: {one['title']}." for one in descriptor["licenses"])


def _years(observations: Iterable[Row]) -> dict[str, str]:
    """Say from when to when there are figures of what was, not of what is planned."""
    dated = [row for row in observations if row["status"] == "actual"]
    years = [row[name][:4] for row in dated for name in ("period_start", "period_end") if row[name]]
    return {"temporalCoverage": f"{min(years)}/{max(years)}"} if years else {}


def _variable(indicator: Row) -> dict[str, str]:
    return {
        "@type": "PropertyValue",
        "propertyID": indicator["indicator_id"],
        "name": indicator["name"],
        "description": indicator["definition"],
    }


def _file(name: str, address: str) -> dict[str, str]:
    return {"@type": "DataDownload", "name": name, "encodingFormat": "text/csv", "contentUrl": address}
