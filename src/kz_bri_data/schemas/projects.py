"""Projects and who takes part in them."""

import pandas as pd

from kz_bri_data._rules import CodeText
from kz_bri_data._table import Table, column, rule
from kz_bri_data.schemas._coordinates import (
    COORDINATES_HAVE_PRECISION,
    LATITUDE_HAS_LONGITUDE,
    LONGITUDE_HAS_LATITUDE,
    latitude,
    longitude,
    precision,
)
from kz_bri_data.schemas._patterns import SLUG
from kz_bri_data.schemas._works import (
    CAPACITY_HAS_UNIT,
    PROJECT_KINDS,
    YEAR_ORDER,
    capacity,
    capacity_unit,
    completion_year,
    confidence,
    start_year,
)
from kz_bri_data.schemas.entities import Entities, Places
from kz_bri_data.schemas.observations import QUALIFIERS
from kz_bri_data.schemas.reference import SECTORS, Areas, Sources, Units

PROJECT_STATUSES = {
    "announced": "Interest, a memorandum or a framework agreement; nothing is decided.",
    "planned": "Decided or agreed, but not begun.",
    "under_construction": "Begun.",
    "completed": "Done; whether it works is not said.",
    "operating": "At work.",
    "suspended": "Stopped, to be taken up again or not.",
    "cancelled": "Given up.",
}

ROLES = {
    "lender": "Lends money for it.",
    "investor": "Puts its own money into it, or is to.",
    "donor": "Gives money or goods for it.",
    "owner": "Owns it or a part of it.",
    "buyer": "Buys it or a part of it.",
    "seller": "Sells it or a part of it.",
    "operator": "Runs it.",
    "builder": "Builds or designs it, or has the contract to.",
    "supplier": "Delivers machines, materials or licences.",
    "recipient": "Is given it, or has it built.",
    "partner": "Takes part in it; the source does not say how.",
}


class Projects(
    Table,
    name="projects",
    title="Projects",
    key=["project_id"],
    rules=[
        LATITUDE_HAS_LONGITUDE,
        LONGITUDE_HAS_LATITUDE,
        COORDINATES_HAVE_PRECISION,
        CAPACITY_HAS_UNIT,
        YEAR_ORDER,
        rule(
            "cost-has-unit",
            "give cost, cost_unit and cost_qualifier together",
            when=["cost is present"],
            then=["cost_unit is present", "cost_qualifier is present"],
            text=CodeText(
                "A cost has no unit or does not say its hedge.",
                "A number without a currency says nothing, and one without its hedge too much.",
                "`150000000,,`",
                "`150000000,USD,about`",
            ),
        ),
    ],
):
    """One row per project: something built, equipped, bought or set up with partners of both countries."""

    project_id: str = column(
        "Project", "Identifier of the project. Assigned once.", example="zhanatas-wind", pattern=SLUG
    )
    name: str = column("Name", "English name, often our own.", example="Zhanatas wind farm")
    name_zh: str = column(
        "Chinese name",
        "Chinese name of the project, or of the company whose it is, if a source has it.",
        example="哈萨克斯坦-中国输油管道",
        required=False,
    )
    name_ru: str = column(
        "Russian name", "Russian name, if a source has it.", example="Жанатасская ВЭС", required=False
    )
    sector: pd.CategoricalDtype = column(
        "Sector", "Field of cooperation it belongs to.", example="energy", categories=SECTORS
    )
    kind: pd.CategoricalDtype = column(
        "Kind", "What is built, bought or set up.", example="power_plant", categories=PROJECT_KINDS
    )
    status: pd.CategoricalDtype = column(
        "Status",
        "How far it was by the source, when that was published.",
        example="operating",
        categories=PROJECT_STATUSES,
    )
    entity_id: str = column(
        "Entity",
        "What the project builds, changes or buys, if it is in entities.",
        example="zhanatas-wind-farm",
        references=Entities,
        required=False,
    )
    area: str = column(
        "Area",
        "Country where it is; empty if it is in several.",
        example="KAZ",
        references=Areas,
        required=False,
    )
    place_id: str = column(
        "Place",
        "Place in or near which it is, if one is named.",
        example="zhanatas",
        references=Places,
        required=False,
    )
    latitude: float = latitude()
    longitude: float = longitude()
    precision: pd.CategoricalDtype = precision()
    commitment_year: pd.Int64Dtype = column(
        "Year of commitment",
        "Year in which it was agreed, announced or promised.",
        example="2018",
        ge=1900,
        le=2100,
        required=False,
    )
    start_year: pd.Int64Dtype = start_year()
    completion_year: pd.Int64Dtype = completion_year()
    cost: float = column(
        "Cost",
        "What the whole costs or is to cost, at current prices. Plans stand beside results, and one project "
        "can hold another: the costs do not add up to what was invested in the country.",
        example="150000000",
        unit="cost_unit",
        ge=0,
        required=False,
    )
    cost_unit: str = column(
        "Unit of the cost", "Currency of the cost.", example="USD", references=Units, required=False
    )
    cost_qualifier: pd.CategoricalDtype = column(
        "Hedge of the cost",
        "The hedge before the cost.",
        example="about",
        categories=QUALIFIERS,
        required=False,
    )
    capacity: float = capacity()
    capacity_unit: str = capacity_unit()
    capacity_qualifier: pd.CategoricalDtype = column(
        "Hedge of the capacity",
        "The hedge before the capacity.",
        example="exact",
        categories=QUALIFIERS,
        required=False,
    )
    length: float = column(
        "Length", "Length of the line that is built.", example="2228", unit="km", ge=0, required=False
    )
    source_id: str = column(
        "Source",
        "Publication that it was read from.",
        example="xinhua-2021-06-12-zhanatas",
        references=Sources,
    )
    locator: str = column("Locator", "Where in the source.", example="record 39557", required=False)
    confidence: pd.CategoricalDtype = confidence()
    note: str = column(
        "Note",
        "What had to be decided, and what other sources have.",
        example="The site is about 9 km south-west of the town.",
        required=False,
    )


class ProjectParties(
    Table, name="project_parties", title="Parties of projects", key=["project_id", "party", "role"]
):
    """One row per project, party and role; who lends is named in project_finance, where a record has it."""

    project_id: str = column(
        "Project", "Project that it takes part in.", example="zhanatas-wind", references=Projects
    )
    party: str = column("Party", "English name of the party.", example="China Power International Holding")
    role: pd.CategoricalDtype = column(
        "Role", "What the party does in the project.", example="owner", categories=ROLES
    )
    area: str = column(
        "Area", "Country that the party belongs to.", example="CHN", references=Areas, required=False
    )
    entity_id: str = column(
        "Entity", "The party in entities.", example="cnpc", references=Entities, required=False
    )
    share: float = column(
        "Share",
        "Share that it owns, buys or sells, where it is printed.",
        example="80",
        unit="percent",
        ge=0,
        le=100,
        required=False,
    )
    source_id: str = column(
        "Source", "Publication that names it.", example="xinhua-2021-06-12-zhanatas", references=Sources
    )
    note: str = column(
        "Note", "What had to be decided.", example="The two hold equal shares.", required=False
    )
