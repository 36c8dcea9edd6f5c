"""Every table of the package as one pandera model, referenced tables first.

The models are the one place that says what a table is. `schemas/`, the descriptor and the data
dictionary are rendered from them, and other projects can validate their own frames with them::

    from kz_bri_data.schemas import Observations

    Observations.validate(frame, lazy=True)

References to other tables aren't checked by the models, and a rule that looks up a unit, indicator or source
knows only those that ship; `kz-bri-data validate` checks both.
"""

import pandas as pd

from kz_bri_data._table import Table, column, rule

__all__ = [
    "TABLES",
    "Areas",
    "AssessmentEvidence",
    "Assessments",
    "Entities",
    "EntityNames",
    "EntityRelations",
    "Events",
    "ExchangeRates",
    "Gdp",
    "Indicators",
    "Observations",
    "Omissions",
    "Places",
    "Population",
    "Sources",
    "Table",
    "Units",
]

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
WORDS = r"[a-z0-9]+(?:_[a-z0-9]+)*"
PATH = rf"{WORDS}(?:/[A-Za-z0-9_]+)?"
LANGUAGE = r"[a-z]{2}"
# A date as exact as it is known: a year, a month or a day.
PARTIAL_DATE = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"

AREA_KINDS = {
    "country": "A country of ISO 3166-1.",
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
    "count": "How many of a thing are named, where neither a date nor a period belongs to it.",
    "allowance": "What a rule lets a person have.",
    "rate": "A change or a relation that 0 and 100 do not bound.",
}

DIMENSIONS = {
    "count": "Whole things or events.",
    "ratio": "Parts of a whole or relative changes.",
    "length": "Lengths.",
    "mass": "Masses of goods and materials.",
    "uranium_mass": "Masses of uranium metal contained.",
    "volume": "Volumes of gas at the conditions of the source.",
    "barrel": "Volumes of crude oil in barrels, which no fixed factor turns into tonnes.",
    "time": "Lengths of time.",
    "power": "Electric power.",
    "electricity": "Electric energy.",
    "energy_content": "Energy content of fuels.",
    "containers": "Standard containers.",
    "count_per_time": "Things per unit of time.",
    "mass_per_time": "Mass per unit of time.",
    "years": "Lengths of time in calendar years, which no fixed factor turns into hours.",
    "money": "Any current currency; a unit of money has the dimension money/ and the currency's code.",
    "constant_money": "Money at the prices of a base year; a unit adds / and currency and year.",
}

ENTITY_KINDS = {
    "port": "Border port, seaport or border crossing.",
    "facility": "Built place that is none of the other kinds, such as a transhipment yard or a centre.",
    "road": "Road or motorway.",
    "railway": "Railway line.",
    "pipeline": "Oil or gas pipeline.",
    "corridor": "Transport corridor across several countries.",
    "train_service": "Scheduled freight or passenger trains under one name.",
    "power_plant": "Wind farm, solar plant or other plant that generates electricity.",
    "industrial_plant": "Factory or refinery.",
    "deposit": "Ore body, field or basin.",
    "programme": "Initiative, strategy, plan or scheme.",
    "agreement": "Treaty or agreement.",
    "company": "Company or group of companies.",
    "brand": "Brand of goods, or a group of brands.",
    "platform": "Online platform or payment system.",
    "institution": "University, museum, clinic, broadcaster, bookshop, team or authority.",
    "monument": "Monument, street or other work of memory.",
    "film": "Film or series.",
    "person": "Person.",
}

RELATIONS = {
    "built_by": "The other built it.",
    "invested_by": "The other put money into it.",
    "owned_by": "The other owns it or a part of it.",
    "operated_by": "The other runs it.",
    "issued_by": "The other issues or grants it.",
    "hosted_by": "It stands or works within the other.",
    "part_of": "It is a part or a member of the other.",
    "partner_of": "The two work together.",
    "aligned_with": "The two policies are coordinated.",
    "participates_in": "It takes part in the other.",
    "connects": "It leads to, from or through the other.",
    "serves": "It works for the other, or for the traffic of the other.",
    "commemorates": "It keeps the memory of the other.",
    "about": "It tells of the other.",
}

NAME_KINDS = {
    "official": "The name by law or by the owner.",
    "short": "A shorter name or an abbreviation.",
    "alias": "Another name or spelling in use.",
    "as_printed": "The name as a source prints it, where that is not the right one.",
}

STATUSES = {
    "actual": "Happened or was counted.",
    "estimate": "Happened; the source calls its number an estimate.",
    "projection": "Expected by somebody who does not decide it.",
    "planned": "Decided or intended by somebody who can bring it about.",
    "target": "Set as an aim.",
    "rule": "Laid down by a rule.",
}

DATE_BASES = {
    "stated": "The source says it.",
    "inferred": "Worked out from other words of the source; the note says from which.",
    "undated": "The source gives no date.",
}

QUALIFIERS = {
    "exact": "No hedge: just this.",
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


VERDICTS = {
    "supported": "Other sources say the same of the same time, or of about the time of writing where the "
    "claim has none.",
    "dated": "Other sources say the same of another time than the claim's, and none of its own; or it is no "
    "longer true, where the claim has none.",
    "differs": "Other sources say something else under another definition or of another scope.",
    "contradicted": "Other sources say something else of the same thing.",
    "not_found": "No other source here speaks of it.",
}

EVIDENCE_RELATIONS = {
    "supports": "It agrees with the claim.",
    "contradicts": "It conflicts with the claim.",
    "context": "It says of what the claim can be true, or how the series goes on.",
}


class Areas(Table, name="areas", title="Reference areas", key=["area"]):
    """One row per country or group of countries that a figure can be about."""

    area: str = column(
        "Area",
        "ISO 3166-1 alpha-3 code of a country; for a group its World Bank or UN M49 code, or, where "
        "neither exists, a code of the range XAA to XZZ that ISO 3166-1 leaves to users.",
        example="KAZ",
        pattern="[A-Z]{3}|[0-9]{3}",
    )
    name: str = column("Name", "English name.", example="Kazakhstan")
    kind: pd.CategoricalDtype = column(
        "Kind", "Whether it is one country or a group.", example="country", categories=AREA_KINDS
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
        pattern=PATH,
    )
    factor: float = column(
        "Factor",
        "How many base units of the dimension one such unit is.",
        example="1000",
        ge=1e-12,
    )


class Sources(Table, name="sources", title="Sources", key=["source_id"]):
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
        "Where it was read, if elsewhere than at the publisher: a mirror, a copy, a repository.",
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
        "Web address at which it was read.",
        example="https://www.geonames.org/",
        pattern=r"https?://\S+",
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
    dimension: pd.CategoricalDtype = column(
        "Dimension",
        "Dimension that the units of its observations have.",
        example="ratio",
        categories=DIMENSIONS,
    )
    measure: pd.CategoricalDtype = column(
        "Measure", "How its values behave in time.", example="share", categories=MEASURES
    )


class Places(
    Table,
    name="places",
    title="Places",
    key=["place_id"],
    rules=[
        rule(
            "latitude-has-longitude",
            "give latitude and longitude together",
            when=["latitude is present"],
            then=["longitude is present"],
        ),
        rule(
            "longitude-has-latitude",
            "give latitude and longitude together",
            when=["longitude is present"],
            then=["latitude is present"],
        ),
    ],
):
    """One row per town, city, region or other place where an entity is."""

    place_id: str = column("Place", "Identifier of the place.", example="almaty", pattern=SLUG)
    name: str = column("Name", "English name.", example="Almaty")
    area: str = column("Area", "Country that the place lies in.", example="KAZ", references=Areas)
    latitude: float = column(
        "Latitude",
        "Degrees north of the equator, WGS 84.",
        example="43.25249",
        unit="degree",
        ge=-90,
        le=90,
        required=False,
    )
    longitude: float = column(
        "Longitude",
        "Degrees east of Greenwich, WGS 84.",
        example="76.9115",
        unit="degree",
        ge=-180,
        le=180,
        required=False,
    )
    source_id: str = column(
        "Source",
        "Publication that the coordinates were read from, or, without them, that names the place.",
        example="geonames",
        references=Sources,
    )


class Entities(Table, name="entities", title="Entities", key=["entity_id"]):
    """One row per named thing: facility, corridor, programme, company, brand, institution, monument, film."""

    entity_id: str = column(
        "Entity", "Identifier of the entity.", example="horgos-railway-port", pattern=SLUG
    )
    name: str = column("Name", "English name in its usual right form.", example="Horgos railway port")
    kind: pd.CategoricalDtype = column(
        "Kind", "What kind of thing it is.", example="port", categories=ENTITY_KINDS
    )
    sector: pd.CategoricalDtype = column(
        "Sector", "Field of cooperation it belongs to.", example="transport", categories=SECTORS
    )
    area: str = column(
        "Area",
        "Country or group it lies in or belongs to; empty if it spans several that are no group here.",
        example="CHN",
        references=Areas,
        required=False,
    )
    place_id: str = column(
        "Place", "Place where it is, if it is at one.", example="almaty", references=Places, required=False
    )
    description: str = column(
        "Description",
        "What it is, in a sentence of our own.",
        example="Rail side of the border port of Horgos.",
    )
    source_id: str = column(
        "Source", "Publication that names it.", example="liu-belt-and-road", references=Sources
    )
    locator: str = column(
        "Locator", "Where in the source it is first named.", example="sentence 17", required=False
    )


class EntityNames(
    Table, name="entity_names", title="Names of entities", key=["entity_id", "name", "language"]
):
    """One row per further name of an entity: other languages, short forms, misnamings as printed."""

    entity_id: str = column(
        "Entity", "Entity that the name is for.", example="horgos-railway-port", references=Entities
    )
    name: str = column("Name", "The name, in its own script.", example="霍尔果斯铁路口岸")
    language: str = column("Language", "Language of the name, ISO 639-1.", example="zh", pattern=LANGUAGE)
    kind: pd.CategoricalDtype = column(
        "Kind", "What kind of name it is.", example="official", categories=NAME_KINDS
    )


# What happened, counted or estimated, beside what is to happen.
IS_FACT = "status in actual estimate"

HAS_BEGUN = rule(
    "actual-has-begun",
    "what had not begun when the source was published is planned, or a target",
    when=[IS_FACT],
    then=["date_start by source_id.published"],
)


class EntityRelations(
    Table,
    name="entity_relations",
    title="Relations between entities",
    key=["entity_id", "relation", "other_entity_id"],
    rules=[
        rule("date-order", "put the earlier date into date_start", then=["date_start <= date_end"]),
        HAS_BEGUN,
    ],
):
    """One row per relation that a source states between two entities."""

    entity_id: str = column(
        "Entity", "Entity that the relation is told of.", example="luban-workshop-ektu", references=Entities
    )
    relation: pd.CategoricalDtype = column(
        "Relation", "How it relates to the other.", example="hosted_by", categories=RELATIONS
    )
    other_entity_id: str = column(
        "Other entity", "The entity at the other end.", example="ektu", references=Entities
    )
    status: pd.CategoricalDtype = column(
        "Status", "Whether the relation holds or is intended.", example="actual", categories=STATUSES
    )
    date_start: pd.Timestamp = column(
        "From", "First day of the window in which it began.", example="2018-01-01", required=False
    )
    date_end: pd.Timestamp = column(
        "To", "Last day of the window in which it ended.", example="2022-12-31", required=False
    )
    source_id: str = column(
        "Source", "Publication that states it.", example="liu-belt-and-road", references=Sources
    )
    locator: str = column("Locator", "Where in the source.", example="sentence 52", required=False)


# Who is observed, of what, by which count: what has to be equal for two observations to be of one series.
SERIES = (
    "indicator_id",
    "ref_area",
    "partner_area",
    "entity_id",
    "breakdown",
    "basis",
    "unit.dimension",
    IS_FACT,
)

OBSERVATION_RULES = [
    rule(
        "id-begins-with-source",
        "begin the observation_id with the source_id and a slash",
        then=["observation_id within source_id"],
    ),
    rule(
        "unit-of-dimension",
        "take a unit of the indicator's dimension",
        then=["unit.dimension within indicator_id.dimension"],
    ),
    rule("period-order", "put the earlier day into period_start", then=["period_start <= period_end"]),
    rule(
        "dated-has-end",
        "give period_end, or call the period undated",
        when=["period_basis in stated inferred"],
        then=["period_end is present"],
    ),
    rule(
        "undated-has-none",
        "leave period_start and period_end empty where the period is undated",
        when=["period_basis in undated"],
        then=["period_start is empty", "period_end is empty"],
    ),
    rule(
        "inferred-is-explained",
        "say in the note which words the period was worked out from",
        when=["period_basis in inferred"],
        then=["note is present"],
    ),
    rule(
        "cumulative-has-no-start",
        "leave period_start empty for a running total and say in counted_from since when it runs",
        when=["indicator_id.measure in cumulative"],
        then=["period_start is empty"],
    ),
    rule(
        "period-has-start",
        "give period_start, the first day of the period or of the window that holds the day",
        when=["period_end is present", "indicator_id.measure not in cumulative"],
        then=["period_start is present"],
    ),
    rule(
        "counted-from-is-cumulative",
        "leave counted_from empty where nothing is counted up since a start",
        when=["indicator_id.measure not in cumulative"],
        then=["counted_from is empty"],
    ),
    rule(
        "range-has-bounds",
        "give a range both bounds and no value",
        when=["qualifier in range"],
        then=["value is empty", "value_low is present", "value_high is present", "value_low < value_high"],
    ),
    rule(
        "value-is-there",
        "give the value; only a range has none",
        when=["qualifier not in range"],
        then=["value is present"],
    ),
    rule(
        "exact-bounds",
        "give an exact value both bounds, equal to it",
        when=["qualifier in exact"],
        then=["value_low is present", "value_high is present", "value_low = value", "value_high = value"],
    ),
    rule(
        "low-bound-only",
        "give value_low, equal to the value, and leave value_high empty",
        when=["qualifier in over at_least"],
        then=["value_low is present", "value_low = value", "value_high is empty"],
    ),
    rule(
        "high-bound-only",
        "give value_high, equal to the value, and leave value_low empty",
        when=["qualifier in nearly at_most"],
        then=["value_high is present", "value_high = value", "value_low is empty"],
    ),
    rule(
        "about-has-no-bounds",
        'leave both bounds empty: "about" does not say how far',
        when=["qualifier in about"],
        then=["value_low is empty", "value_high is empty"],
    ),
    rule(
        "share-within-0-100",
        "a share lies between 0 and 100 percent",
        when=["indicator_id.measure in share"],
        then=["value >= 0", "value <= 100", "value_low >= 0", "value_high <= 100"],
    ),
    rule(
        "actual-has-begun",
        "what had not begun when the source was published is a projection, a plan or a target",
        when=[IS_FACT],
        then=["period_start by source_id.published"],
    ),
    rule(
        "partner-is-another",
        "name another area as the partner, or none",
        when=["partner_area = ref_area"],
        then=["partner_area is empty"],
    ),
]


class Observations(
    Table,
    name="observations",
    title="Observations",
    key=["observation_id"],
    rules=OBSERVATION_RULES,
    unique=[(*SERIES, "period_start", "period_end", "source_id")],
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
        "Area that the figure is of: where it lies, whose total or denominator it is, or who reports.",
        example="KAZ",
        references=Areas,
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
        "Which part or kind, where the indicator has several; empty for the whole.",
        example="import_after",
        pattern=WORDS,
        required=False,
    )
    basis: str = column(
        "Basis",
        "Who counts or by which definition, where that makes a series of its own; empty if not stated.",
        example="usgs",
        pattern=WORDS,
        required=False,
    )
    period_start: pd.Timestamp = column(
        "First day",
        "First day of a flow's period, or of the window that holds the day of a stock; empty for a running "
        "total.",
        example="2024-01-01",
        required=False,
    )
    period_end: pd.Timestamp = column(
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
        "Size of the last printed digit; empty if unknown.",
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
    )
    note: str = column(
        "Note",
        "What had to be decided to fill the row.",
        example="No date in the text; the year is that of publication.",
        required=False,
    )


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
        ),
        rule("date-order", "put the earlier date into date_start", then=["date_start <= date_end"]),
        HAS_BEGUN,
        rule(
            "dated-has-dates",
            "give date_start and date_end, or call the event undated",
            when=["date_basis in stated inferred"],
            then=["date_start is present", "date_end is present"],
        ),
        rule(
            "undated-has-none",
            "leave date_start and date_end empty where the event is undated",
            when=["date_basis in undated"],
            then=["date_start is empty", "date_end is empty"],
        ),
        rule(
            "inferred-is-explained",
            "say in the note which words the date was worked out from",
            when=["date_basis in inferred"],
            then=["note is present"],
        ),
    ],
):
    """One row per event, plan or target that a source tells of."""

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
    date_start: pd.Timestamp = column(
        "First day",
        "First day of the window that holds the event, or of the event if it lasted.",
        example="2013-01-01",
        required=False,
    )
    date_end: pd.Timestamp = column(
        "Last day", "Last day of that window or of the event.", example="2013-12-31", required=False
    )
    date_basis: pd.CategoricalDtype = column(
        "Basis of the date", "How the date is known.", example="stated", categories=DATE_BASES
    )
    status: pd.CategoricalDtype = column(
        "Status", "Whether it happened, is planned or is an aim.", example="actual", categories=STATUSES
    )
    source_id: str = column(
        "Source", "Publication that tells of it.", example="liu-belt-and-road", references=Sources
    )
    locator: str = column("Locator", "Where in the source.", example="sentence 7", required=False)
    note: str = column("Note", "What had to be decided.", example="Only the year is printed.", required=False)


class Omissions(Table, name="omissions", title="Omissions", key=["source_id", "locator", "token"]):
    """One row per number of a source's text that is no observation, with the reason."""

    source_id: str = column(
        "Source", "Publication that prints it.", example="liu-belt-and-road", references=Sources
    )
    locator: str = column("Locator", "Where in the source.", example="sentence 1")
    token: str = column("Token", "Number or number word as printed.", example="050040")
    reason: str = column(
        "Reason",
        "Why it is no observation.",
        example="Postal code in the address of the author's university.",
    )


class Assessments(
    Table,
    name="assessments",
    title="Assessments",
    key=["assessment_id"],
    rules=[
        rule(
            "one-claim-not-two",
            "give observation_id or event_id, not both",
            when=["observation_id is present"],
            then=["event_id is empty"],
        ),
        rule(
            "one-claim",
            "give the observation_id or the event_id of the claim",
            when=["event_id is empty"],
            then=["observation_id is present"],
        ),
    ],
):
    """One row per claim of a source, with our verdict on it in the light of what other sources say."""

    assessment_id: str = column(
        "Assessment",
        "Identifier of the assessment: that of the claim. Assigned once.",
        example="liu-belt-and-road/uranium-world-share",
        pattern=rf"{SLUG}/{SLUG}",
    )
    observation_id: str = column(
        "Observation",
        "The claim, if it is a figure.",
        example="liu-belt-and-road/uranium-world-share",
        references=Observations,
        required=False,
    )
    event_id: str = column(
        "Event",
        "The claim, if it is an event, a plan or a target.",
        example="liu-belt-and-road/belt-and-road-proposed",
        references=Events,
        required=False,
    )
    verdict: pd.CategoricalDtype = column(
        "Verdict", "What the evidence says of the claim.", example="dated", categories=VERDICTS
    )
    reason: str = column(
        "Reason",
        "Why, in one or two sentences that give the deciding values and who printed them.",
        example="The World Nuclear Association has 43 % for 2022, but 45 % for 2021 and 39 % for 2024.",
    )


class AssessmentEvidence(
    Table, name="assessment_evidence", title="Evidence of assessments", key=["assessment_id", "evidence_id"]
):
    """One row per observation that an assessment rests on."""

    assessment_id: str = column(
        "Assessment",
        "Assessment that rests on it.",
        example="liu-belt-and-road/uranium-world-share",
        references=Assessments,
    )
    evidence_id: str = column(
        "Evidence",
        "Observation of another source.",
        example="wna-2023-uranium-mining/uranium-share-2022",
        references=Observations,
    )
    relation: pd.CategoricalDtype = column(
        "Relation", "What it does to the claim.", example="supports", categories=EVIDENCE_RELATIONS
    )


class Population(Table, name="population", title="Population", key=["area", "year"]):
    """One row per area and year: people living in the area at mid-year."""

    area: str = column("Area", "Country or group.", example="KAZ", references=Areas)
    year: pd.Int64Dtype = column("Year", "Calendar year.", example="2024", ge=1900, le=2100)
    persons: pd.Int64Dtype = column(
        "Persons", "People living in the area at mid-year.", example="20592571", unit="person", ge=1
    )
    source_id: str = column(
        "Source", "Publication that it was read from.", example="world-bank-population", references=Sources
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
        "Source", "Publication that it was read from.", example="world-bank-gdp", references=Sources
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
        example="world-bank-exchange-rate",
        references=Sources,
    )


TABLES: dict[str, type[Table]] = {
    table.info().name: table
    for table in (
        Areas,
        Units,
        Sources,
        Indicators,
        Places,
        Entities,
        EntityNames,
        EntityRelations,
        Observations,
        Events,
        Omissions,
        Assessments,
        AssessmentEvidence,
        Population,
        Gdp,
        ExchangeRates,
    )
}
