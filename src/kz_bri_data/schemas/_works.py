"""The columns of works that projects and finance records share."""

from typing import Any

from kz_bri_data._rules import CodeText
from kz_bri_data._table import column, rule
from kz_bri_data.schemas.observations import CONFIDENCES
from kz_bri_data.schemas.reference import Units

PROJECT_KINDS = {
    "power_plant": "Wind farm, solar plant or other plant that generates electricity.",
    "grid": "Lines and substations.",
    "industrial_plant": "Factory or refinery.",
    "mine": "Mine with its works.",
    "pipeline": "Oil or gas pipeline.",
    "road": "Road or motorway.",
    "railway": "Railway or light railway.",
    "port": "Seaport, dry port or terminal.",
    "dam": "Dam or waterworks.",
    "facility": "Built place that is none of the other kinds.",
    "institution": "School, university, clinic, museum or centre.",
    "equipment": "Vehicles, machines or other equipment that is supplied.",
    "acquisition": "Company that is bought, or a share of one.",
    "finance": "Money for a bank or company, without a single work.",
    "donation": "Gift to a town, a region or an institution.",
    "programme": "Programme or service without a single place.",
}

YEAR_ORDER = rule(
    "year-order",
    "put the earlier year into start_year",
    then=["start_year <= completion_year"],
    text=CodeText(
        "It is completed before it begins.",
        "No time lies between the two years.",
        "`2022,2019`",
        "`2019,2022`",
    ),
)
CAPACITY_HAS_UNIT = rule(
    "capacity-has-unit",
    "give capacity and capacity_unit together",
    when=["capacity is present"],
    then=["capacity_unit is present"],
    text=CodeText(
        "A capacity has no unit.",
        "A number without a unit says nothing.",
        "`60,`",
        "`60,MW`",
    ),
)


def start_year() -> Any:
    """Declare a column of the year in which work begins."""
    return column(
        "Year of start",
        "Year in which work began, or is to begin.",
        example="2019",
        ge=1900,
        le=2100,
        required=False,
    )


def completion_year() -> Any:
    """Declare a column of the year in which work is done."""
    return column(
        "Year of completion",
        "Year in which it was completed, or is to be.",
        example="2021",
        ge=1900,
        le=2100,
        required=False,
    )


def capacity() -> Any:
    """Declare a column of capacities."""
    return column(
        "Capacity",
        "What it can make, carry or generate, or is to.",
        example="100",
        unit="capacity_unit",
        ge=0,
        required=False,
    )


def capacity_unit() -> Any:
    """Declare a column of the units of capacities."""
    return column(
        "Unit of the capacity", "Unit of the capacity.", example="MW", references=Units, required=False
    )


def confidence() -> Any:
    """Declare a column that says how sure a row is."""
    return column(
        "Confidence",
        "How sure it is that the row was read right and means what the columns say.",
        example="high",
        categories=CONFIDENCES,
        ordered=True,
    )
