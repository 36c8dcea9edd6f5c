"""References as BibTeX entries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kz_bri_data._citations.items import Item

# BibTeX has these as macros, which each style prints in its own language.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# What TeX would take for a command. BibTeX counts braces even behind a backslash, so they have names.
_ESCAPES = str.maketrans(
    {
        **{letter: f"\\{letter}" for letter in "%&#_$"},
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
    }
)
# An address stands in an entry as it is; only what would end the field is written in percent.
_ADDRESS_ESCAPES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def bibtex(items: Sequence[Item]) -> str:
    r"""Write items as entries of the type `misc`, which every BibTeX style has and which needs no field.

    A title stands in two pairs of braces, and so does the name of a body: neither is to be taken apart.

    Examples
    --------
    >>> print(bibtex([{"id": "a", "title": "R&D", "issued": {"date-parts": [[2025, 6, 7]]}}]))
    @misc{a,
      title = {{R\&D}},
      year = {2025},
      month = jun,
      day = {7}
    }
    """
    return "\n\n".join(_entry(item) for item in items)


def _entry(item: Item) -> str:
    fields = {
        "author": " and ".join(_author(one) for one in item.get("author", [])),
        "title": f"{{{_escaped(item['title'])}}}",
        "howpublished": _escaped(_published(item)),
        **_date(item),
        "url": item.get("URL", "").translate(_ADDRESS_ESCAPES),
        "urldate": "-".join(f"{part:02}" for part in _parts(item, "accessed")),
        "note": _escaped(item.get("note", "")),
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'}"
        for name, value in fields.items()
        if value
    ]
    key = re.sub(r"[^A-Za-z0-9:./_-]", "-", item["id"])
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def _published(item: Item) -> str:
    """Say who published it; of a data set with a version, which version it is."""
    version = f"Data set, version {item['version']}" if "version" in item else ""
    return str(item.get("container-title") or item.get("publisher") or version)


def _author(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return f"{{{_escaped(name['literal'])}}}"
    return f"{_part(name['family'])}, {_part(name['given'])}"


def _part(text: str) -> str:
    """Write a part of a name; one that BibTeX would take apart stands in braces."""
    is_apart = "," in text or "and" in text.casefold().split()
    return f"{{{_escaped(text)}}}" if is_apart else _escaped(text)


def _date(item: Item) -> dict[str, str]:
    year, month, day = (*_parts(item, "issued"), 0, 0, 0)[:3]
    return {
        "year": f"{year:04}" if year else "",
        "month": _MONTHS[month - 1] if 1 <= month <= len(_MONTHS) else "",
        "day": str(day or ""),
    }


def _parts(item: Item, name: str) -> list[Any]:
    return list(item.get(name, {}).get("date-parts", [[]])[0])


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
