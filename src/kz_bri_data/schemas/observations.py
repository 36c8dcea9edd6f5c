"""Figures that sources print."""

import pandas as pd

from kz_bri_data._table import Day, Table, column
from kz_bri_data.schemas._observation_rules import OBSERVATION_RULES, SERIES
from kz_bri_data.schemas._patterns import PARTIAL_DATE, SLUG
from kz_bri_data.schemas._statuses import DATE_BASES, STATUSES
from kz_bri_data.schemas.counts import Bases, Breakdowns, Definitions
from kz_bri_data.schemas.entities import Entities
from kz_bri_data.schemas.reference import Areas, Indicators, Sources, Units

QUALIFIERS = {
    "exact": "Without a hedge: the words allow this one number, as far as it is printed.",
    "about": "Around this, on either side.",
    "nearly": "A little less than this.",
    "at_most": "This or less.",
    "over": "More than this.",
    "at_least": "This or more.",
    "range": "Between two numbers.",
}

CONFIDENCES = {
    "low": "Unclear whether it was read right or means what the columns say.",
    "medium": "Second-hand, or the source leaves something open.",
    "high": "Read at the source and clear.",
}


class Observations(
    Table,
    name="observations",
    title="Observations",
    key=["observation_id"],
    rules=OBSERVATION_RULES,
    unique=[(*SERIES, "counted_from", "period_start", "period_end", "source_id")],
    series=(*SERIES, "counted_from"),
):
    """One row per figure that one source prints: what it says, of what, when, how sure, and where."""

    observation_id: str = column(
        "Observation",
        "The source_id, a slash, and words that tell the row from the source's others. Assigned once.",
        example="liu-belt-and-road/oil-reserves",
        pattern=rf"{SLUG}/{SLUG}",
    )
    indicator_id: str = column(
        "Indicator", "What is observed.", example="oil_reserves", references=Indicators
    )
    ref_area: str = column(
        "Reference area",
        "Area that the figure is of: where it lies, whose total or denominator it is, or who reports; empty "
        "for an entity that spans several.",
        example="KAZ",
        references=Areas,
        required=False,
    )
    partner_area: str = column(
        "Partner area",
        "Other area of a figure between two: trade partner, destination, origin.",
        example="CHN",
        references=Areas,
        required=False,
    )
    entity_id: str = column(
        "Entity",
        "Port, plant, brand or other entity that the figure is of, if it is of one.",
        example="horgos-railway-port",
        references=Entities,
        required=False,
    )
    breakdown: str = column(
        "Breakdown",
        "Part of the whole that is counted; empty for the whole.",
        example="imports",
        references=Breakdowns,
        required=False,
    )
    definition: str = column(
        "Definition",
        "What exactly is counted, where there are several ways; empty if not stated.",
        example="proven",
        references=Definitions,
        required=False,
    )
    basis: str = column(
        "Basis",
        "Who counts; empty if not stated.",
        example="usgs",
        references=Bases,
        required=False,
    )
    period_start: Day = column(
        "First day",
        "First day of a flow's period, or of the window that holds the day of a stock; empty for a running "
        "total.",
        example="2024-01-01",
        required=False,
    )
    period_end: Day = column(
        "Last day",
        "Last day of the period or window, or the day as of which a running total stands.",
        example="2024-12-31",
        required=False,
    )
    period_basis: pd.CategoricalDtype = column(
        "Basis of the period", "How the period is known.", example="stated", categories=DATE_BASES
    )
    counted_from: str = column(
        "Counted from",
        "Since when a running total is counted, as exact as the source says: YYYY, YYYY-MM or YYYY-MM-DD.",
        example="2022-12",
        pattern=PARTIAL_DATE,
        required=False,
    )
    value: float = column(
        "Value",
        "The number as printed, in its unit, at its scale; empty for a range.",
        example="4400000000",
        unit="unit",
        required=False,
    )
    value_low: float = column(
        "Low bound",
        "Least value that the words allow; empty if they set none.",
        example="2000",
        unit="unit",
        required=False,
    )
    value_high: float = column(
        "High bound",
        "Greatest value that the words allow; empty if they set none.",
        example="4400000000",
        unit="unit",
        required=False,
    )
    resolution: float = column(
        "Resolution",
        "Size of the last significant digit that is printed, at the scale of the words: the zeros at the end "
        "of a whole number count as rounded, unless it has no hedge and the publication prints the like to a "
        "finer digit; a data file has the digits of its cells, unless its publisher rounds them, as the note "
        "says; empty if unknown.",
        example="100000000",
        unit="unit",
        ge=1e-12,
        required=False,
    )
    qualifier: pd.CategoricalDtype = column(
        "Qualifier", "The hedge before the number.", example="nearly", categories=QUALIFIERS
    )
    unit: str = column("Unit", "Unit of the value.", example="t", references=Units)
    status: pd.CategoricalDtype = column(
        "Status", "Whether it is a fact, a plan or something else.", example="actual", categories=STATUSES
    )
    source_id: str = column(
        "Source", "Publication that prints the figure.", example="liu-belt-and-road", references=Sources
    )
    attributed_to: str = column(
        "Attributed to",
        "Whom the publication names as having counted; empty if nobody else.",
        example="Horgos Customs",
        required=False,
    )
    locator: str = column(
        "Locator",
        "Where in the source: the sentence of a text, counted from 1 with title and all, lines and pages "
        "joined, as `kz_bri_data.trace` divides it; the table, line or column of a data set.",
        example="sentence 8",
        required=False,
    )
    figure_as_printed: str = column(
        "Figure as printed",
        "The number as the source prints it, with its hedge and unit.",
        example="nearly 4.4 billion tons",
    )
    confidence: pd.CategoricalDtype = column(
        "Confidence",
        "How sure it is that the figure was read right and means what the columns say.",
        example="high",
        categories=CONFIDENCES,
        ordered=True,
    )
    note: str = column(
        "Note",
        "What had to be decided to fill the row.",
        example="No date in the text; the year is that of publication.",
        required=False,
    )
