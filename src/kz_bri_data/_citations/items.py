"""Sources as items of CSL-JSON, the format in which reference managers exchange them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Item: TypeAlias = dict[str, Any]

# What kind of source is of which type of CSL.
_TYPES = {
    "paper": "article-journal",
    "official_statistics": "report",
    "dataset": "dataset",
    "company": "webpage",
    "news": "article-newspaper",
    "plan": "report",
    "other": "webpage",
}

# Who publishes these is not their author. What else a body publishes is its own work, if nobody is named.
_BY_OTHERS = ("news", "paper")


def source_item(row: Mapping[str, str]) -> Item:
    """Give a row of `sources` as an item; what is empty there is left out.

    Examples
    --------
    >>> row = dict.fromkeys(("carrier", "read_at", "licence", "accessed", "language"), "")
    >>> row |= {"source_id": "x", "kind": "news", "title": "T", "authors": "Liu, Tingting"}
    >>> source_item(row | {"publisher": "P", "published": "2025-06", "url": ""})
    {'id': 'x', 'type': 'article-newspaper', 'author': [{'family': 'Liu', 'given': 'Tingting'}],
    'title': 'T', 'container-title': 'P', 'issued': {'date-parts': [[2025, 6]]}}
    """
    kind, publisher = row["kind"], _line(row["publisher"])
    authors = [_name(one) for one in row["authors"].split(";") if one.strip()]
    if not authors and publisher and kind not in _BY_OTHERS:
        authors, publisher = [{"literal": publisher}], ""
    place = ", ".join(_line(row[name]) for name in ("carrier", "read_at") if row[name])
    found = {
        "id": row["source_id"],
        "type": _TYPES[kind],
        "author": authors,
        "title": _line(row["title"]),
        "container-title" if kind == "news" else "publisher": publisher,
        "issued": _date(row["published"]),
        "URL": row["url"],
        "accessed": _date(row["accessed"]),
        "language": row["language"],
        "note": f"Read from: {place}" if place else "",
        "custom": _licence(row["licence"]),
    }
    return {name: value for name, value in found.items() if value}


def package_item(descriptor: Mapping[str, Any], accessed: str = "") -> Item:
    """Give a data package itself as an item.

    Parameters
    ----------
    descriptor
        Its datapackage.json. What is of another type than the specification has it is left out.
    accessed
        Day of access; empty in what is printed once for all.
    """
    name = _text(descriptor.get("name")) or "data-package"
    title = _text(descriptor.get("title"))
    version = _text(descriptor.get("version"))
    homepage = _text(descriptor.get("homepage"))
    licences = _texts(descriptor.get("licenses"), "name")
    found = {
        "id": name,
        "type": "dataset",
        "author": [{"literal": one} for one in _texts(descriptor.get("contributors"), "title")],
        "title": f"{name}: {title}" if title else name,
        "version": version,
        "URL": homepage if homepage.startswith(("https://", "http://")) else "",
        "accessed": _date(accessed),
        "custom": _licence(", ".join(licences)),
    }
    return {key: value for key, value in found.items() if value}


def _licence(text: str) -> dict[str, str]:
    """Give a licence, for which CSL has no field, as a custom one."""
    return {"licence": _line(text)} if text else {}


def _name(text: str) -> dict[str, str]:
    """Read the name of a person, or of a body, which has no comma."""
    family, comma, given = (_line(part) for part in text.partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": family}


def _date(text: str) -> dict[str, list[list[int]]] | None:
    """Give a date as exact as it is known; None if it is none."""
    parts = text.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts):
        return None
    return {"date-parts": [[int(part) for part in parts]]}


def _texts(listed: object, name: str) -> list[str]:
    """Give one member of each object in a list."""
    objects = listed if isinstance(listed, list) else []
    found = [_text(one.get(name)) for one in objects if isinstance(one, dict)]
    return [one for one in found if one]


def _text(value: object) -> str:
    return _line(value) if isinstance(value, str) else ""


def _line(text: str) -> str:
    return " ".join(text.split())
