"""Money that is lent or given for projects."""

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
from kz_bri_data.schemas.projects import Projects
from kz_bri_data.schemas.reference import SECTORS, Areas, Sources, Units

INSTRUMENTS = {
    "loan": "A loan.",
    "buyers_credit": "A loan to the buyer of goods or works of the lender's country.",
    "preferential_buyers_credit": "A buyer's credit on easier terms.",
    "grant": "Money, goods or services that are given.",
    "pledge": "A promise of money; whether it was ever lent is not known.",
}

FINANCE_STATUSES = {
    "announced": "Promised or agreed; that money was paid is not said.",
    "implementation": "Being carried out.",
    "completed": "Carried out.",
    "suspended": "Stopped before all was paid.",
}

SUMMABLE = {
    "yes": "It may be added to other records in the same unit.",
    "no": "It must not be added: another record holds the same money, it was not paid as recorded, or it is "
    "at other prices; the note says which.",
}


class ProjectFinance(
    Table,
    name="project_finance",
    title="Finance records",
    key=["record_id"],
    rules=[
        LATITUDE_HAS_LONGITUDE,
        LONGITUDE_HAS_LATITUDE,
        COORDINATES_HAVE_PRECISION,
        CAPACITY_HAS_UNIT,
        YEAR_ORDER,
        rule(
            "amount-has-unit",
            "give amount, unit and summable together",
            when=["amount is present"],
            then=["unit is present", "summable is present"],
            text=CodeText(
                "An amount has no unit, or does not say whether it adds up.",
                "A number without a currency says nothing, and the same money may stand in two records.",
                "`120000000,,2019,yes`",
                "`120000000,USD_2021,2019,yes`",
            ),
        ),
        rule(
            "not-summable-is-explained",
            "say in the note why the amount must not be added to others",
            when=["summable in no"],
            then=["note is present"],
            text=CodeText(
                "The note does not say why an amount must not be added to others.",
                "Somebody who needs the sum has to know what holds the same money.",
                "`no` with an empty note",
                "a note such as `Refinances record 54524.`",
            ),
        ),
    ],
):
    """One row per record of money lent, given or promised; they do not add up to what a country received."""

    record_id: str = column(
        "Record",
        "Data set or lender, and its number or a name. Assigned once.",
        example="aiddata-88650",
        pattern=SLUG,
    )
    project_id: str = column(
        "Project",
        "Project that it pays for, if that is in projects.",
        example="zhanatas-wind",
        references=Projects,
        required=False,
    )
    name: str = column(
        "Name", "What is paid for, in a few words.", example="Zhanatas wind farm: loan of ICBC"
    )
    sector: pd.CategoricalDtype = column(
        "Sector", "Field of cooperation it belongs to.", example="energy", categories=SECTORS
    )
    kind: pd.CategoricalDtype = column(
        "Kind", "What the money is for.", example="power_plant", categories=PROJECT_KINDS
    )
    entity_id: str = column(
        "Entity",
        "What the money is for, if it is in entities.",
        example="zhanatas-wind-farm",
        references=Entities,
        required=False,
    )
    area: str = column("Area", "Country that receives it.", example="KAZ", references=Areas)
    place_id: str = column(
        "Place", "Place that the record names.", example="zhanatas", references=Places, required=False
    )
    latitude: float = latitude()
    longitude: float = longitude()
    precision: pd.CategoricalDtype = precision()
    lender: str = column(
        "Lender or donor",
        "Who lends or gives; several that do so together are divided by semicolons, and the amount is that "
        "of all of them.",
        example="Industrial and Commercial Bank of China",
        required=False,
    )
    recipient: str = column(
        "Recipient",
        "Side in the area that the record names: who borrows or receives, or whose works or company it is "
        "for; several are divided by semicolons.",
        example="Development Bank of Kazakhstan",
        required=False,
    )
    instrument: pd.CategoricalDtype = column(
        "Instrument",
        "How it is paid; empty if the source does not say.",
        example="loan",
        categories=INSTRUMENTS,
        required=False,
    )
    amount: float = column(
        "Amount",
        "Money committed; empty if the source has none. The amounts do not add up to what a country "
        "received: of the 64.1 billion US dollars of 2021 that AidData counts for Kazakhstan, 25 billion "
        "stand in records without a point on the map, few of which are here. Add up only what is summable, "
        "and in one unit.",
        example="14853932.13",
        unit="unit",
        ge=0,
        required=False,
    )
    unit: str = column(
        "Unit", "Currency, and year of its prices.", example="USD_2021", references=Units, required=False
    )
    year: pd.Int64Dtype = column(
        "Year", "Year of the commitment.", example="2020", ge=1900, le=2100, required=False
    )
    summable: pd.CategoricalDtype = column(
        "Summable",
        "Whether the amount may be added to others; empty without an amount.",
        example="yes",
        categories=SUMMABLE,
        required=False,
    )
    start_year: pd.Int64Dtype = start_year()
    completion_year: pd.Int64Dtype = completion_year()
    capacity: float = capacity()
    capacity_unit: str = capacity_unit()
    status: pd.CategoricalDtype = column(
        "Status",
        "How far it is, by the record; empty if that does not say.",
        example="completed",
        categories=FINANCE_STATUSES,
        required=False,
    )
    source_id: str = column(
        "Source",
        "Publication that it was read from.",
        example="aidata-china-aiddata-org-pages",
        references=Sources,
    )
    locator: str = column("Locator", "Where in the source.", example="record 88650", required=False)
    confidence: pd.CategoricalDtype = confidence()
    note: str = column(
        "Note",
        "What had to be decided, and the amount in the money in which it was agreed.",
        example="Nominal amount: 120 million US dollars.",
        required=False,
    )
