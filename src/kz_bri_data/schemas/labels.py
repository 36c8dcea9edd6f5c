"""What tables, columns, codes and more are called in the languages of the region."""

import pandas as pd

from kz_bri_data._table import Table, column
from kz_bri_data.schemas._patterns import LANGUAGE

LABEL_KINDS = {
    "table": "Title of a table, by its name.",
    "column": "Title of a column, by the names of the table and the column.",
    "code": "Name of a code, by the names of the table and the column and the code itself.",
    "area": "Short name of an area, by its code.",
    "unit": "Name of a unit, by its code.",
    "basis": "Name of a basis, by its code.",
    "indicator": "Name of an indicator, by its identifier.",
    "breakdown": "Name of a breakdown, by its code.",
    "place": "Name of a place, by its identifier.",
    "phrase": "Words that stand in charts, by where they stand and a name.",
}

REVIEWED = {
    "yes": "A native reader has checked it.",
    "no": "No native reader has checked it yet.",
}


class Labels(
    Table,
    name="labels",
    title="Labels",
    key=["kind", "id", "language"],
):
    """One row per label: what a table, a column, a code or a thing with a code is called in one language."""

    kind: pd.CategoricalDtype = column(
        "Kind", "What kind of thing the label is for.", example="column", categories=LABEL_KINDS
    )
    id: str = column(
        "Identifier",
        "The thing that is called so: the key of its table, or the name of a table; a column has the table "
        "before it, and a code the table and the column.",
        example="observations.value",
        pattern=r"[A-Za-z0-9][A-Za-z0-9_./-]*",
    )
    language: str = column(
        "Language",
        "Language of the label, ISO 639-1. What has none in a language is called by its English one, and "
        "what has no label at all by its `name`.",
        example="ru",
        pattern=LANGUAGE,
    )
    text: str = column("Text", "What it is called, in its own script.", example="Значение")
    reviewed: pd.CategoricalDtype = column(
        "Reviewed", "Whether a native reader has checked the label.", example="no", categories=REVIEWED
    )
