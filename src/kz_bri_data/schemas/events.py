"""What happened or is to happen, claims of words alone, and the numbers of a text that are no figures."""

import pandas as pd

from kz_bri_data._rules import CodeText
from kz_bri_data._table import Day, Table, column, rule
from kz_bri_data.schemas._patterns import SLUG
from kz_bri_data.schemas._statuses import (
    DATE_BASES,
    DATE_ORDER,
    HAS_BEGUN,
    ID_BEGINS_WITH_SOURCE,
    INFERRED_IS_EXPLAINED,
    STATUSES,
    UNDATED_HAS_NONE,
)
from kz_bri_data.schemas.entities import Entities
from kz_bri_data.schemas.reference import Indicators, Sources


class Events(
    Table,
    name="events",
    title="Events",
    key=["event_id"],
    rules=[
        rule(
            "id-begins-with-source",
            "begin the event_id with the source_id and a slash",
            then=["event_id within source_id"],
            text=ID_BEGINS_WITH_SOURCE,
        ),
        DATE_ORDER,
        HAS_BEGUN,
        rule(
            "dated-has-dates",
            "give date_start and date_end, or call the event undated",
            when=["date_basis in stated inferred"],
            then=["date_start is present", "date_end is present"],
            text=CodeText(
                "An event whose date is known lacks a day.",
                "A year is the window from its first to its last day.",
                "`,2016-03-31,stated`",
                "`2016-03-01,2016-03-31,stated`",
            ),
        ),
        rule(
            "undated-has-none",
            "leave date_start and date_end empty where the event is undated",
            when=["date_basis in undated"],
            then=["date_start is empty", "date_end is empty"],
            text=UNDATED_HAS_NONE,
        ),
        rule(
            "inferred-is-explained",
            "say in the note which words the date was worked out from",
            when=["date_basis in inferred"],
            then=["note is present"],
            text=INFERRED_IS_EXPLAINED,
        ),
    ],
):
    """One row per event, plan or target that a source reports."""

    event_id: str = column(
        "Event",
        "The source_id, a slash, and words that tell the event from the source's others. Assigned once.",
        example="liu-belt-and-road/belt-and-road-proposed",
        pattern=rf"{SLUG}/{SLUG}",
    )
    name: str = column(
        "Name",
        "What happened or is to happen, in a few words.",
        example="Belt and Road Initiative proposed in Kazakhstan",
    )
    entity_id: str = column(
        "Entity",
        "Entity that it happened to.",
        example="belt-and-road-initiative",
        references=Entities,
        required=False,
    )
    date_start: Day = column(
        "First day",
        "First day of the window that holds the event, or of the event if it lasted.",
        example="2013-01-01",
        required=False,
    )
    date_end: Day = column(
        "Last day", "Last day of that window or of the event.", example="2013-12-31", required=False
    )
    date_basis: pd.CategoricalDtype = column(
        "Basis of the date", "How the date is known.", example="stated", categories=DATE_BASES
    )
    status: pd.CategoricalDtype = column(
        "Status", "Whether it happened, is planned or is an aim.", example="actual", categories=STATUSES
    )
    source_id: str = column(
        "Source", "Publication that reports it.", example="liu-belt-and-road", references=Sources
    )
    locator: str = column("Locator", "Where in the source.", example="sentence 7", required=False)
    note: str = column("Note", "What had to be decided.", example="Only the year is printed.", required=False)


class Statements(
    Table,
    name="statements",
    title="Statements",
    key=["statement_id"],
    rules=[
        rule(
            "id-begins-with-source",
            "begin the statement_id with the source_id and a slash",
            then=["statement_id within source_id"],
            text=ID_BEGINS_WITH_SOURCE,
        ),
    ],
):
    """One row per claim of a source in words alone, which is neither a figure nor an event."""

    statement_id: str = column(
        "Statement",
        "The source_id, a slash, and words that tell the statement from the source's others. Assigned once.",
        example="liu-belt-and-road/largest-landlocked-country",
        pattern=rf"{SLUG}/{SLUG}",
    )
    name: str = column(
        "Name", "The claim in our own words.", example="Kazakhstan is the largest landlocked country"
    )
    entity_id: str = column(
        "Entity", "Entity that it is about.", example="chery", references=Entities, required=False
    )
    indicator_id: str = column(
        "Indicator",
        "Indicator whose figures bear on it.",
        example="new_car_sales",
        references=Indicators,
        required=False,
    )
    source_id: str = column(
        "Source", "Publication that makes it.", example="liu-belt-and-road", references=Sources
    )
    locator: str = column("Locator", "Where in the source.", example="sentence 7", required=False)
    note: str = column(
        "Note", "What had to be decided.", example="By area, of countries without a coast.", required=False
    )


class Omissions(Table, name="omissions", title="Omissions", key=["source_id", "locator", "token"]):
    """One row per number of a source's text that is not an observation, with the reason."""

    source_id: str = column(
        "Source", "Publication that prints it.", example="liu-belt-and-road", references=Sources
    )
    locator: str = column("Locator", "Where in the source.", example="sentence 1")
    token: str = column("Token", "Number or number word as printed.", example="050040")
    reason: str = column(
        "Reason",
        "Why it is not an observation.",
        example="Postal code in the address of the author's university.",
    )
