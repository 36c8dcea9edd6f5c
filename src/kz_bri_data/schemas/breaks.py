"""Where series break."""

from kz_bri_data._table import Day, Table, column
from kz_bri_data.schemas._patterns import SLUG
from kz_bri_data.schemas.counts import Bases, Breakdowns, Definitions
from kz_bri_data.schemas.entities import Entities
from kz_bri_data.schemas.reference import Areas, Indicators, Sources


class Breaks(Table, name="breaks", title="Breaks in series", key=["break_id"]):
    """One row per day from which a series is counted in another way; nothing steps across it."""

    break_id: str = column(
        "Break", "Identifier of the break.", example="kazakh-rail-freight-with-china-2016", pattern=SLUG
    )
    indicator_id: str = column(
        "Indicator", "Indicator of the series.", example="cross_border_rail_freight", references=Indicators
    )
    ref_area: str = column(
        "Reference area",
        "As in the observations of the series; empty where it is empty there.",
        example="KAZ",
        references=Areas,
        required=False,
    )
    partner_area: str = column(
        "Partner area",
        "As in the observations of the series; empty where it is empty there.",
        example="CHN",
        references=Areas,
        required=False,
    )
    entity_id: str = column(
        "Entity",
        "As in the observations of the series; empty where it is empty there.",
        example="altynkol-khorgos-crossing",
        references=Entities,
        required=False,
    )
    breakdown: str = column(
        "Breakdown",
        "As in the observations of the series; empty where it is empty there.",
        example="noncash_payments",
        references=Breakdowns,
        required=False,
    )
    definition: str = column(
        "Definition",
        "As in the observations of the series; empty where it is empty there.",
        example="visits",
        references=Definitions,
        required=False,
    )
    basis: str = column(
        "Basis",
        "As in the observations of the series; empty where it is empty there.",
        example="ktz",
        references=Bases,
        required=False,
    )
    date: Day = column("Date", "First day of the new count.", example="2016-01-01")
    reason: str = column(
        "Reason",
        "What changed, in a sentence.",
        example="Up to 2014 the railway printed more than twice the level of 2016.",
    )
    source_id: str = column(
        "Source", "Publication that says so.", example="kazpravda-2017-03-05-rail-freight", references=Sources
    )
