"""What machine-learning tools load the tables by: the descriptor as Croissant, which extends schema.org.

No file has a checksum here, which Croissant asks for unless a data set is live, as one is that people add
rows to: a committed checksum would set every two contributions against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kz_bri_data._citations.bibtex import bibtex
from kz_bri_data._citations.items import package_item
from kz_bri_data.descriptor.schema_org import dataset

_TYPES = {"string": "sc:Text", "number": "sc:Float", "integer": "sc:Integer", "date": "sc:Date"}

# As the specification prescribes it, word by word.
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Render croissant.json from the descriptor.

    Parameters
    ----------
    descriptor
        The datapackage.json beside it.

    Returns
    -------
    dict
        Croissant 1.0: a Dataset of schema.org with a file and a record set for each table.

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> croissant(installed().descriptor)["recordSet"][0]["key"]
    [{'@id': 'areas/area'}]
    """
    resources = descriptor["resources"]
    return {
        "@context": _CONTEXT,
        **dataset(descriptor),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "citeAs": bibtex([package_item(descriptor)]),
        "isLiveDataset": True,
        "distribution": [_file(one) for one in resources],
        "recordSet": [_record_set(one) for one in resources],
    }


def _file(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "encodingFormat": resource["mediatype"],
        "contentUrl": resource["path"],
    }


def _record_set(resource: Mapping[str, Any]) -> dict[str, Any]:
    name, schema = resource["name"], resource["schema"]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": resource["title"],
        "description": resource["description"],
        "key": [{"@id": f"{name}/{column}"} for column in schema["primaryKey"]],
        "field": [_field(resource, one) for one in schema["fields"]],
    }


def _field(resource: Mapping[str, Any], field: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{resource['name']}/{field['name']}",
        "name": field["title"],
        "description": field["description"] + _reference(resource, field["name"]),
        "dataType": _TYPES["integer" if _is_digits(field) else field["type"]],
        "source": {"fileObject": {"@id": resource["path"]}, "extract": {"column": field["name"]}},
    }


def _reference(resource: Mapping[str, Any], column: str) -> str:
    """Say in words which table a column refers to.

    By what Croissant has for it, mlcroissant 1.1 joins the tables, and gives no record of a table that was
    read before.
    """
    keys = resource["schema"].get("foreignKeys", [])
    tables = [key["reference"]["resource"] or resource["name"] for key in keys if key["fields"] == [column]]
    return "".join(f" A key of {table}." for table in tables)


def _is_digits(field: Mapping[str, Any]) -> bool:
    """Say whether all text is a whole number, which mlcroissant reads as 12.0 where some cells are empty."""
    return bool(field["constraints"].get("pattern") == "^(?:[1-9][0-9]*)$")
