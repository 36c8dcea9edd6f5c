"""Named things, where they are, what else they are called and how they relate."""

import pandas as pd

from kz_bri_data._rules import CodeText
from kz_bri_data._table import Day, Table, column, rule
from kz_bri_data.schemas._coordinates import (
    LATITUDE_HAS_LONGITUDE,
    LONGITUDE_HAS_LATITUDE,
    latitude,
    longitude,
)
from kz_bri_data.schemas._patterns import LANGUAGE, SLUG
from kz_bri_data.schemas._statuses import DATE_ORDER, HAS_BEGUN, STATUSES
from kz_bri_data.schemas.reference import SECTORS, Areas, Sources

ENTITY_KINDS = {
    "port": "Border port, seaport or border crossing, or several counted together.",
    "facility": "Built place that is none of the other kinds, such as a transhipment yard or a centre.",
    "road": "Road or motorway, or several counted together.",
    "railway": "Railway line.",
    "pipeline": "Oil or gas pipeline.",
    "corridor": "Transport corridor or trade route across several countries.",
    "train_service": "Scheduled freight or passenger trains under one name.",
    "power_plant": "Wind farm, solar plant or other plant that generates electricity, or several together.",
    "industrial_plant": "Factory or refinery.",
    "deposit": "Ore body, field or basin.",
    "mine": "Mine with its works.",
    "programme": "Initiative, strategy, plan or scheme, such as a fast customs lane or a rank of suppliers.",
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
    "about": "It is about the other.",
}

# Kinds of entities that own, build and run nothing.
NO_AGENTS = (
    *("road", "railway", "pipeline", "corridor", "train_service", "deposit"),
    *("agreement", "monument", "film"),
)

NAME_KINDS = {
    "official": "The name by law or by the owner.",
    "short": "A shorter name or an abbreviation.",
    "alias": "Another name or spelling in use.",
    "as_printed": "The name as a source prints it, where that is not the right one.",
}


class Places(
    Table,
    name="places",
    title="Places",
    key=["place_id"],
    rules=[LATITUDE_HAS_LONGITUDE, LONGITUDE_HAS_LATITUDE],
):
    """One row per town, city, region or other place where an entity is."""

    place_id: str = column("Place", "Identifier of the place.", example="almaty", pattern=SLUG)
    name: str = column("Name", "English name.", example="Almaty")
    area: str = column("Area", "Country that the place lies in.", example="KAZ", references=Areas)
    latitude: float = latitude()
    longitude: float = longitude()
    geonames_id: str = column(
        "GeoNames",
        "Identifier of the place in GeoNames, if the coordinates are from there.",
        example="1526384",
        pattern="[1-9][0-9]*",
        required=False,
    )
    source_id: str = column(
        "Source",
        "Publication that the coordinates were read from, or, without them, that names the place.",
        example="geonames",
        references=Sources,
    )
    note: str = column(
        "Note",
        "What has to be known about the point, such as another name that GeoNames gives it.",
        example="GeoNames calls it Qarasu.",
        required=False,
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
        "Country or group it lies in or belongs to; empty if it spans several that are not a group here.",
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


class EntityRelations(
    Table,
    name="entity_relations",
    title="Relations between entities",
    key=["entity_id", "relation", "other_entity_id"],
    rules=[
        DATE_ORDER,
        HAS_BEGUN,
        rule(
            "relation-is-to-another",
            "name another entity, or delete the row",
            when=["entity_id = other_entity_id"],
            then=["other_entity_id is empty"],
            text=CodeText(
                "The relation leads from an entity to itself.",
                "Nothing is part of itself, or built by itself; usually one identifier is a slip.",
                "`horgos-port,part_of,horgos-port`",
                "`horgos-port,serves,chinese-brands`",
            ),
        ),
        rule(
            "agent-can-act",
            "name the company, institution or person that does it, or take another relation",
            when=["relation in built_by invested_by owned_by operated_by issued_by"],
            then=[f"other_entity_id.kind not in {' '.join(NO_AGENTS)}"],
            text=CodeText(
                "What builds, invests, owns, runs or issues is a thing that can do none of it: a film, a "
                "road, a deposit.",
                "Usually the two ends of the relation are swapped.",
                "`chinese-brands,owned_by,silk-road-film`",
                "`silk-road-film,owned_by,chinese-brands`",
            ),
        ),
    ],
):
    """One row per relation that a source states between two entities."""

    entity_id: str = column(
        "Entity", "Entity that the relation starts from.", example="luban-workshop-ektu", references=Entities
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
    date_start: Day = column(
        "From", "First day of the window in which it began.", example="2018-01-01", required=False
    )
    date_end: Day = column(
        "To", "Last day of the window in which it ended.", example="2022-12-31", required=False
    )
    source_id: str = column(
        "Source", "Publication that states it.", example="liu-belt-and-road", references=Sources
    )
    locator: str = column("Locator", "Where in the source.", example="sentence 52", required=False)
