"""Generated: names that type checkers know."""

from typing import Literal, TypeAlias

TableName: TypeAlias = Literal[
    "areas",
    "units",
    "sources",
    "indicators",
    "places",
    "entities",
    "entity_names",
    "entity_relations",
    "observations",
    "events",
    "omissions",
    "assessments",
    "assessment_evidence",
    "population",
    "gdp",
    "exchange_rates",
]
