"""What is registered with a DOI: the descriptor in the words of DataCite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kz_bri_data.descriptor.package import COUNTRIES


def datacite(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Render datacite.json from the descriptor.

    Parameters
    ----------
    descriptor
        The datapackage.json beside it.

    Returns
    -------
    dict
        DataCite 4.5, but for `doi`, `url` and `publicationYear`, which nobody knows before it is published.

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> datacite(installed().descriptor)["types"]["resourceTypeGeneral"]
    'Dataset'
    """
    bodies = [one["title"] for one in descriptor["contributors"]]
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data package"},
        "creators": [{"name": one, "nameType": "Organizational"} for one in bodies],
        "titles": [{"title": f"{descriptor['name']}: {descriptor['title']}", "lang": "en"}],
        "publisher": {"name": bodies[0]},
        "version": descriptor["version"],
        "language": "en",
        "subjects": [{"subject": one, "lang": "en"} for one in descriptor["keywords"]],
        "descriptions": [
            {"description": descriptor["description"], "descriptionType": "Abstract", "lang": "en"}
        ],
        "rightsList": [_rights(one) for one in descriptor["licenses"]],
        "formats": sorted({one["mediatype"] for one in descriptor["resources"]}),
        "geoLocations": [{"geoLocationPlace": name} for name in COUNTRIES.values()],
        "alternateIdentifiers": [{"alternateIdentifier": descriptor["id"], "alternateIdentifierType": "URN"}],
        "relatedItems": [
            {"titles": [one], "relatedItemType": "Text", "relationType": "IsDerivedFrom"}
            for one in descriptor["sources"]
        ],
    }


def _rights(licence: Mapping[str, str]) -> dict[str, str]:
    return {
        "rights": licence["title"],
        "rightsUri": licence["path"],
        "rightsIdentifier": licence["name"],
        "rightsIdentifierScheme": "SPDX",
        "schemeUri": "https://spdx.org/licenses/",
    }
