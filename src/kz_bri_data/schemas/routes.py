"""What ties places together: the way of routes, and pairs of twin places."""

import pandas as pd

from kz_bri_data._table import Table, column
from kz_bri_data.schemas._patterns import PARTIAL_DATE, SLUG
from kz_bri_data.schemas._works import confidence
from kz_bri_data.schemas.entities import Entities, Places
from kz_bri_data.schemas.reference import Sources

TWIN_KINDS = {
    "city": "City.",
    "municipality": "City of the rank of a province.",
    "district": "District.",
    "county": "County, autonomous counties too.",
    "autonomous_prefecture": "Autonomous prefecture.",
    "region": "Region.",
    "province": "Province.",
    "autonomous_region": "Autonomous region.",
}


class TwinPairs(Table, name="twin_pairs", title="Twin places", key=["pair_id"]):
    """One row per pair of a place of Kazakhstan and one of China that are twins or partners."""

    pair_id: str = column(
        "Pair", "Identifier of the pair. Assigned once.", example="almaty-urumqi", pattern=SLUG
    )
    kazakh_side: str = column("Kazakh side", "English name of the place.", example="Almaty")
    kazakh_kind: pd.CategoricalDtype = column(
        "Kazakh kind", "What kind of place it is.", example="city", categories=TWIN_KINDS
    )
    kazakh_place_id: str = column(
        "Kazakh place",
        "The Kazakh side, if it is in places.",
        example="almaty",
        references=Places,
        required=False,
    )
    chinese_side: str = column("Chinese side", "English name of the place.", example="Ürümqi")
    chinese_kind: pd.CategoricalDtype = column(
        "Chinese kind", "What kind of place it is.", example="city", categories=TWIN_KINDS
    )
    chinese_place_id: str = column(
        "Chinese place",
        "The Chinese side, if it is in places.",
        example="urumqi",
        references=Places,
        required=False,
    )
    since: str = column(
        "Since",
        "Date of the agreement as exact as it is known: YYYY, YYYY-MM or YYYY-MM-DD.",
        example="2023-05-17",
        pattern=PARTIAL_DATE,
        required=False,
    )
    source_id: str = column(
        "Source",
        "Publication that says so.",
        example="china-daily-2025-12-24-urumqi-almaty",
        references=Sources,
    )
    locator: str = column("Locator", "Where in the source.", example="Astana", required=False)
    confidence: pd.CategoricalDtype = confidence()
    note: str = column(
        "Note", "What had to be decided.", example="A memorandum of understanding.", required=False
    )


class Routes(
    Table, name="routes", title="Routes", key=["entity_id", "position"], unique=[("entity_id", "place_id")]
):
    """One row per place on a road, railway, pipeline or corridor, in order."""

    entity_id: str = column(
        "Entity", "Road, railway, pipeline or corridor.", example="titr", references=Entities
    )
    position: pd.Int64Dtype = column(
        "Position", "Which place on the way it is, counted from 1.", example="3", ge=1
    )
    place_id: str = column("Place", "The place.", example="moyynty", references=Places)
    source_id: str = column(
        "Source", "Publication that names the order.", example="kazinform-titr", references=Sources
    )
    note: str = column("Note", "What had to be decided.", example="Our reading of the line.", required=False)
