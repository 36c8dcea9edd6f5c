"""Population, gross domestic product, prices and exchange rates, to compute with."""

import pandas as pd

from kz_bri_data._table import Table, column
from kz_bri_data.schemas.reference import Areas, Sources, Units

PRICE_INDEXES = {
    "gdp": "Prices of all that is produced: gross domestic product at current by that at constant prices.",
    "consumer_prices": "Prices of what households buy.",
}


class Population(Table, name="population", title="Population", key=["area", "year"]):
    """One row per area and year: people living in the area at mid-year."""

    area: str = column("Area", "Country or group.", example="KAZ", references=Areas)
    year: pd.Int64Dtype = column("Year", "Calendar year.", example="2024", ge=1900, le=2100)
    persons: pd.Int64Dtype = column(
        "Persons", "People living in the area at mid-year.", example="20592571", unit="person", ge=1
    )
    source_id: str = column(
        "Source", "Publication that it was read from.", example="world-bank-wdi-2026-07", references=Sources
    )


class Gdp(Table, name="gdp", title="Gross domestic product", key=["area", "year"]):
    """One row per area and year: gross domestic product at current prices."""

    area: str = column("Area", "Country or group.", example="KAZ", references=Areas)
    year: pd.Int64Dtype = column("Year", "Calendar year.", example="2023", ge=1900, le=2100)
    gdp_usd: float = column(
        "GDP",
        "Gross domestic product at the prices and exchange rate of the year.",
        example="261421121086",
        unit="USD",
        ge=0,
    )
    source_id: str = column(
        "Source", "Publication that it was read from.", example="world-bank-wdi-2026-07", references=Sources
    )


class GdpConstant(
    Table, name="gdp_constant", title="Gross domestic product at constant prices", key=["area", "year"]
):
    """One row per area and year: gross domestic product at the prices of one base year."""

    area: str = column("Area", "Country or group.", example="KAZ", references=Areas)
    year: pd.Int64Dtype = column("Year", "Calendar year.", example="2023", ge=1900, le=2100)
    base_year: pd.Int64Dtype = column(
        "Base year", "Year whose prices and exchange rate are taken.", example="2015", ge=1900, le=2100
    )
    gdp_usd: float = column(
        "GDP",
        "Gross domestic product at the prices and exchange rate of the base year.",
        example="232848717043.771",
        unit="USD of base_year",
        ge=0,
    )
    source_id: str = column(
        "Source",
        "Publication that it was read from.",
        example="world-bank-wdi-2026-04-kazakhstan",
        references=Sources,
    )


class Deflators(Table, name="deflators", title="Price indexes", key=["area", "index", "year"]):
    """One row per area, index and year: the level of prices."""

    area: str = column("Area", "Country or group.", example="KAZ", references=Areas)
    index: pd.CategoricalDtype = column(
        "Index", "Which prices are meant.", example="gdp", categories=PRICE_INDEXES
    )
    year: pd.Int64Dtype = column("Year", "Calendar year.", example="2023", ge=1900, le=2100)
    value: float = column(
        "Value",
        "Level of the index, which is 100 in its base year.",
        example="732.430508649397",
        unit="index",
        ge=1e-12,
    )
    base_year: pd.Int64Dtype = column(
        "Base year", "Year in which the index is 100.", example="2005", ge=1900, le=2100
    )
    source_id: str = column(
        "Source",
        "Publication that it was read from.",
        example="world-bank-wdi-2026-04-kazakhstan",
        references=Sources,
    )


class PurchasingPower(
    Table, name="purchasing_power", title="Purchasing power parities", key=["area", "year"]
):
    """One row per area and year: what an international dollar buys, in the currency of the area."""

    area: str = column("Area", "Country or group.", example="KAZ", references=Areas)
    year: pd.Int64Dtype = column("Year", "Calendar year.", example="2023", ge=1900, le=2100)
    units_per_international_dollar: float = column(
        "Parity",
        "Units of the currency that buy in the area what one US dollar buys in the United States.",
        example="152.415361023158",
        unit="currency per international dollar",
        ge=1e-12,
    )
    source_id: str = column(
        "Source", "Publication that it was read from.", example="world-bank-wdi-2026-07", references=Sources
    )


class ExchangeRates(Table, name="exchange_rates", title="Exchange rates", key=["currency", "year"]):
    """One row per currency and year: average exchange rate against the US dollar."""

    currency: str = column("Currency", "ISO 4217 code.", example="KZT", pattern="[A-Z]{3}", references=Units)
    year: pd.Int64Dtype = column("Year", "Calendar year of the average.", example="2024", ge=1900, le=2100)
    units_per_usd: float = column(
        "Rate",
        "Units of the currency that bought one US dollar, on average over the year.",
        example="469",
        unit="currency per USD",
        ge=1e-6,
    )
    source_id: str = column(
        "Source",
        "Publication that it was read from.",
        example="world-bank-wdi-2026-07",
        references=Sources,
    )
