"""Areas, dimensions, units, sources and indicators: what the other tables refer to."""

import pandas as pd

from kz_bri_data._rules import CodeText
from kz_bri_data._table import Table, column, rule
from kz_bri_data.schemas._patterns import ADDRESS, LANGUAGE, PARTIAL_DATE, PATH, SLUG, WORDS

AREA_KINDS = {
    "country": "A country of ISO 3166-1.",
    "subdivision": "A region, province or city of a country, of ISO 3166-2.",
    "group": "A group of countries, or the world.",
}

SOURCE_KINDS = {
    "paper": "A scholarly paper.",
    "official_statistics": "A statistical office, central bank, customs service or ministry giving figures.",
    "dataset": "A data set compiled by somebody else than the office that counted.",
    "company": "A company writing about itself, its reports included.",
    "news": "A news item.",
    "plan": "A law, strategy, programme or plan.",
    "other": "Anything else, such as an encyclopaedia or a web page of an association.",
}

SECTORS = {
    "transport": "Ports, roads, railways, corridors, freight.",
    "trade": "Goods across borders, customs, duty-free shopping.",
    "energy": "Oil, gas, electricity, renewables.",
    "minerals": "Uranium, copper and other ores.",
    "automotive": "Vehicles: making, selling, owning.",
    "digital": "Telecommunications, online trade, digital programmes.",
    "finance": "Payments, cards, banking.",
    "investment": "Direct investment and development finance.",
    "tourism": "Travel and visitors.",
    "health": "Medicine and care.",
    "education": "Schools, universities, training, research.",
    "culture": "Museums, books, film, music, memory.",
    "policy": "Initiatives, strategies and agreements between states.",
    "economy": "The economy or the population as a whole.",
}

MEASURES = {
    "flow": "Adds up over a period: trains in a year.",
    "stock": "Stands at a date: cards in circulation.",
    "cumulative": "Adds up from a start to a date: trains since the port opened.",
    "share": "Part of a whole, in percent.",
    "duration": "How long something takes or lasts.",
    "length": "How long something is in space.",
    "capacity": "What something can carry, make or generate.",
    "price": "What one thing costs or cost.",
    "count": "How many of a thing are named, where they neither add up over a period nor stand at a date.",
    "allowance": "What a rule lets a person have.",
    "rate": "A change or a relation that 0 and 100 do not bound.",
}


class Areas(
    Table,
    name="areas",
    title="Reference areas",
    key=["area"],
    rules=[
        rule(
            "subdivision-has-country",
            "name in part_of the country that the subdivision belongs to",
            when=["kind in subdivision"],
            then=["part_of is present"],
            text=CodeText(
                "A subdivision does not say of which country it is.",
                "Its figures could not be set beside those of the country.",
                "`CN-XJ,Xinjiang,subdivision,`",
                "`CN-XJ,Xinjiang,subdivision,CHN`",
            ),
        ),
    ],
):
    """One row per country, part of a country or group of countries that a figure can be about."""

    area: str = column(
        "Area",
        "ISO 3166-1 alpha-3 code of a country; ISO 3166-2 code of a subdivision; for a group its World Bank "
        "or UN M49 code, or, where neither exists, a code of the range XAA to XZZ that ISO 3166-1 leaves to "
        "users.",
        example="KAZ",
        pattern="[A-Z]{3}|[0-9]{3}|[A-Z]{2}-[A-Z0-9]{1,3}",
    )
    name: str = column("Name", "English name.", example="Kazakhstan")
    kind: pd.CategoricalDtype = column(
        "Kind",
        "Whether it is a country, a part of one, or a group.",
        example="country",
        categories=AREA_KINDS,
    )
    part_of: str = column(
        "Part of", "Country that a subdivision belongs to.", example="CHN", references="self", required=False
    )


class Dimensions(Table, name="dimensions", title="Dimensions", key=["dimension"]):
    """One row per dimension: what units measure, so that those of one can be converted into each other."""

    dimension: str = column(
        "Dimension",
        "Code of the dimension. A currency and a price base are dimensions of their own, which begin with "
        "money/, constant_money/ or international_money/.",
        example="length",
        pattern=PATH,
    )
    name: str = column("Name", "English name.", example="Length")
    description: str = column(
        "Description", "What its units measure, in a sentence.", example="How long something is in space."
    )


class Units(Table, name="units", title="Units", key=["unit"]):
    """One row per unit of measurement."""

    unit: str = column(
        "Unit",
        "Code of the unit: an SI symbol, an ISO 4217 currency, or a word.",
        example="km",
        pattern="[A-Za-z0-9]+(?:[_/][A-Za-z0-9]+)*",
    )
    name: str = column("Name", "English name, in the plural.", example="kilometres")
    dimension: str = column(
        "Dimension",
        "What the unit measures. Units of one dimension can be converted into each other, units of two "
        "cannot. Every currency and every price base is a dimension of its own, such as money/USD.",
        example="length",
        references=Dimensions,
    )
    factor: float = column(
        "Factor",
        "How many base units of the dimension one such unit is.",
        example="1000",
        ge=1e-12,
    )


SOURCE_RULES = [
    rule(
        "read-at-has-carrier",
        "say in the carrier whose copy it is",
        when=["read_at is present"],
        then=["carrier is present"],
        text=CodeText(
            "The address of a copy is given, but not whose copy it is.",
            "A reader has to know whom to trust before following an address.",
            "`https://mirror.example/1` and no carrier",
            "`Mirror of the railways` and `https://mirror.example/1`",
        ),
    ),
]


class Sources(
    Table,
    name="sources",
    title="Sources",
    key=["source_id"],
    rules=SOURCE_RULES,
    unique=[("url",)],
):
    """One row per publication that a figure, a name or an event was read from."""

    source_id: str = column(
        "Source", "Identifier of the publication.", example="liu-belt-and-road", pattern=SLUG
    )
    kind: pd.CategoricalDtype = column(
        "Kind", "What kind of publication it is.", example="paper", categories=SOURCE_KINDS
    )
    title: str = column(
        "Title",
        "Title in its own language and script; in square brackets our description where no title is shown.",
        example="Mineral Commodity Summaries 2025, world data release",
    )
    authors: str = column(
        "Authors",
        "Family name, comma, given name; several are divided by semicolons. Empty if none is named.",
        example="Liu, Tingting",
        required=False,
    )
    publisher: str = column(
        "Publisher",
        "Who issued the publication.",
        example="U.S. Geological Survey",
        required=False,
    )
    carrier: str = column(
        "Carrier",
        "Where it was read, if elsewhere than at the publisher: the host of a copy, a repository, or words "
        "where the address of the copy must not be given.",
        example="docslib.org",
        required=False,
    )
    published: str = column(
        "Published",
        "Date of publication as exact as it is known: YYYY, YYYY-MM or YYYY-MM-DD.",
        example="2025-01",
        pattern=PARTIAL_DATE,
        required=False,
    )
    url: str = column(
        "Address",
        "Web address of the original publication on a host of its publisher, without utm_ parameters; empty "
        "if none is known. A bare IP address is none.",
        example="https://www.geonames.org/",
        pattern=ADDRESS,
        required=False,
    )
    read_at: str = column(
        "Read at",
        "Web address of the copy at which it was read, if the original was not; not a link to follow. A bare "
        "IP address, or a host that changed hands, is described in the carrier instead.",
        example="https://github.com/datasets/population",
        pattern=ADDRESS,
        required=False,
    )
    accessed: str = column(
        "Accessed",
        "Date of access as exact as it is known: YYYY, YYYY-MM or YYYY-MM-DD.",
        example="2026-11",
        pattern=PARTIAL_DATE,
        required=False,
    )
    origin: str = column(
        "Origin",
        "Body or source_id whose statement the whole publication repeats. Publications of one origin are one "
        "independent support, not several.",
        example="xinhua",
        pattern=SLUG,
        required=False,
    )
    language: str = column(
        "Language", "Language of the publication, ISO 639-1.", example="en", pattern=LANGUAGE, required=False
    )
    licence: str = column(
        "Licence",
        "SPDX identifier or name of the licence under which the source gives its data; empty if it names "
        "none.",
        example="CC-BY-4.0",
        required=False,
    )
    note: str = column(
        "Note",
        "What a reader has to know about the source.",
        example="The year of publication was worked out from the text.",
        required=False,
    )


class BoundingBoxes(
    Table,
    name="bounding_boxes",
    title="Bounding boxes",
    key=["area"],
    rules=[
        rule(
            "south-of-north",
            "put the smaller latitude into south",
            then=["south < north"],
            text=CodeText(
                "The southern side of a box is not south of the northern one.",
                "No point lies in such a box.",
                "`KAZ,55.39,46.61,40.61,87.32`",
                "`KAZ,40.61,46.61,55.39,87.32`",
            ),
        ),
    ],
):
    """One row per country: the least and greatest latitude and longitude of what belongs to it."""

    area: str = column("Area", "The country.", example="KAZ", references=Areas)
    south: float = column("South", "Least latitude.", example="40.6086425781", unit="degree", ge=-90, le=90)
    west: float = column(
        "West",
        "Least longitude; -180 for a country on both sides of the 180th meridian.",
        example="46.6091796875",
        unit="degree",
        ge=-180,
        le=180,
    )
    north: float = column(
        "North", "Greatest latitude.", example="55.3895996094", unit="degree", ge=-90, le=90
    )
    east: float = column(
        "East",
        "Greatest longitude; 180 for a country on both sides of the 180th meridian.",
        example="87.3228515625",
        unit="degree",
        ge=-180,
        le=180,
    )
    source_id: str = column(
        "Source",
        "Data set that it was worked out from.",
        example="natural-earth-map-subunits",
        references=Sources,
    )


class Indicators(Table, name="indicators", title="Indicators", key=["indicator_id"]):
    """One row per quantity that is observed."""

    indicator_id: str = column(
        "Indicator", "Identifier of the indicator.", example="uranium_world_share", pattern=WORDS
    )
    name: str = column("Name", "Name for a heading or an axis.", example="Share of world uranium output")
    definition: str = column(
        "Definition",
        "What is counted, in a sentence or two.",
        example="Uranium mined in the area as a share of the uranium mined in the world.",
    )
    sector: pd.CategoricalDtype = column(
        "Sector", "Field of cooperation it belongs to.", example="minerals", categories=SECTORS
    )
    dimension: str = column(
        "Dimension",
        "Dimension that the units of its observations have, or a part of which they are.",
        example="ratio",
        references=Dimensions,
    )
    measure: pd.CategoricalDtype = column(
        "Measure", "How its values behave in time.", example="share", categories=MEASURES
    )
