"""The sources of a figure, a table or a dataframe, written as a list of references."""

from __future__ import annotations

import datetime
from typing import Any, Literal, TypeAlias, get_args

from kz_bri_data._catalogue import Catalogue
from kz_bri_data._citations.bibtex import bibtex
from kz_bri_data._citations.cited import sources_of
from kz_bri_data._citations.items import package_item, source_item
from kz_bri_data._citations.references import apa, csl_json, text
from kz_bri_data.errors import RefusedError, UnknownNameError

Style: TypeAlias = Literal["apa", "bibtex", "csl-json", "text"]

_WRITERS = {"apa": apa, "bibtex": bibtex, "csl-json": csl_json, "text": text}


def cite(catalogue: Catalogue, what: Any, style: str, accessed: Any) -> str:
    """Write the references of what was used; see `Package.cite`."""
    if style not in get_args(Style):
        raise UnknownNameError("style", style, list(get_args(Style)))
    day = _day(accessed)
    items = [source_item(row) for row in sources_of(catalogue, what)]
    return _WRITERS[style]([package_item(catalogue.descriptor, day), *items])


def _day(accessed: Any) -> str:
    """Read the day of access: today if none is given."""
    if accessed is None:
        return datetime.date.today().isoformat()
    try:
        return datetime.date.fromisoformat(str(accessed)).isoformat()
    except ValueError:
        raise RefusedError(
            f"accessed={str(accessed)!r} is no day", 'give a date, or a text such as accessed="2026-11-27"'
        ) from None
