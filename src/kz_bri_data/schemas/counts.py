"""What tells series of one indicator apart: who counts, what exactly, and which part."""

import pandas as pd

from kz_bri_data._table import Table, column
from kz_bri_data.schemas._patterns import WORDS
from kz_bri_data.schemas.reference import Areas

BASIS_KINDS = {
    "national": "An office of a state that counts.",
    "body": "An international body, an association, a company or another body that counts its own.",
    "compiler": "Compiles or republishes the counts of others.",
}


class Bases(Table, name="bases", title="Bases", key=["basis"]):
    """One row per basis: an office, a body or a data set that counts."""

    basis: str = column("Basis", "Code of the basis.", example="chinese_customs", pattern=WORDS)
    name: str = column("Name", "English name.", example="General Administration of Customs of China")
    definition: str = column(
        "Definition",
        "How it counts, in a sentence or two.",
        example="Goods that cross the customs border of China, by country of origin or destination.",
    )
    kind: pd.CategoricalDtype = column(
        "Kind", "What kind of body counts.", example="national", categories=BASIS_KINDS
    )
    area: str = column("Area", "Area whose office it is.", example="CHN", references=Areas, required=False)
    counter: str = column(
        "Counter",
        "Basis whose count this one republishes for everything; empty if it counts itself, or republishes "
        "the counts of several, which relayed_counts names.",
        example="kazakh_national_bank",
        references="self",
        required=False,
    )


class RelayedCounts(Table, name="relayed_counts", title="Relayed counts", key=["basis", "area"]):
    """One row per data set and reporting area: whose count the data set republishes there."""

    basis: str = column("Basis", "Data set that republishes.", example="un_comtrade", references=Bases)
    area: str = column("Area", "Area that reports.", example="CHN", references=Areas)
    counter: str = column(
        "Counter", "Basis whose count it republishes.", example="chinese_customs", references=Bases
    )
    note: str = column(
        "Note",
        "What a reader has to know about it.",
        example="As reported, without estimates.",
        required=False,
    )


class Breakdowns(Table, name="breakdowns", title="Breakdowns", key=["breakdown"]):
    """One row per part of a whole that a figure can be about."""

    breakdown: str = column("Breakdown", "Code of the part.", example="exports", pattern=WORDS)
    name: str = column("Name", "English name.", example="Exports")
    definition: str = column(
        "Definition",
        "Which part it is, in a sentence.",
        example="Goods that leave the reference area for the partner.",
    )


class Definitions(Table, name="definitions", title="Definitions", key=["definition"]):
    """One row per way of saying what exactly is counted."""

    definition: str = column("Definition", "Code of the definition.", example="proven", pattern=WORDS)
    name: str = column("Name", "English name.", example="Proven reserves")
    description: str = column(
        "Description",
        "What is counted by it, in a sentence or two.",
        example="What can be recovered with reasonable certainty at the prices of the time.",
    )
