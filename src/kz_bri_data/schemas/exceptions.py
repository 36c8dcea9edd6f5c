"""Warnings that somebody looked at and accepted."""

from kz_bri_data._table import Table, column
from kz_bri_data.schemas._patterns import SLUG, WORDS


class Exceptions(Table, name="exceptions", title="Accepted warnings", key=["table", "row", "code"]):
    """One row per warning of the validator that was looked at and is right as it stands."""

    table: str = column("Table", "Table of the row.", example="observations", pattern=WORDS)
    row: str = column(
        "Row",
        "Key of the row; the parts of a key of several columns are joined by a space.",
        example="world-bank-wdi-2026-07/ores-and-metals-share-of-goods-exports-kazakhstan-2000",
    )
    code: str = column("Code", "Code of the warning.", example="off-by-powers", pattern=SLUG)
    reason: str = column(
        "Reason", "Why it is right as it stands.", example="The source prints a tenth of the years around it."
    )
