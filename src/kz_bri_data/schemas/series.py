"""What is said of a whole series."""

import pandas as pd

from kz_bri_data._table import Table, column

RANKS = {
    "preferred": "The answer of its subject, before every other series.",
    "normal": "Ranked by the rule.",
    "deprecated": "The answer only where there is no other series.",
}


class Series(Table, name="series", title="Choices among series", key=["series_id"]):
    """One row per series of which something is known that no rule can know."""

    series_id: str = column(
        "Series",
        "Identifier of the series, as overview lists it.",
        example="uranium_production/KAZ/wna/tU/A",
        pattern=r"[a-z0-9]+(?:_[a-z0-9]+)*(?:/[A-Za-z0-9_=-]+)+",
    )
    rank: pd.CategoricalDtype = column(
        "Rank", "Whether it is preferred as the answer of its subject.", example="preferred", categories=RANKS
    )
    incomplete: pd.CategoricalDtype = column(
        "Incomplete",
        "Whether its figures are known to leave something out.",
        example="yes",
        categories={"yes": "Its figures are known to leave something out, and nothing is divided by them."},
        required=False,
    )
    title: str = column(
        "Title",
        "Title to show, where the names of its parts make none.",
        example="Exports from Kazakhstan to China, by the customs of Kazakhstan",
        required=False,
    )
    caveat: str = column(
        "Caveat",
        "What a reader has to know of all its figures, in a sentence.",
        example="Deliveries by pipeline are not in it.",
        required=False,
    )
    reason: str = column(
        "Reason",
        "Why the row says so, in a sentence.",
        example="It has every year since 2002, and the ministry's own series single years from the news.",
    )
