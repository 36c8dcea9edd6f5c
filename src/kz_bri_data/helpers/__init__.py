"""Helpers that compute with figures: frame in, frame of the same library out, hedges carried along."""

from kz_bri_data.helpers._columns import Columns, Measure
from kz_bri_data.helpers.changes import growth, share_change
from kz_bri_data.helpers.conversions import convert_currency, convert_unit
from kz_bri_data.helpers.indexes import index_to
from kz_bri_data.helpers.prices import deflate, to_international_dollars
from kz_bri_data.helpers.ratios import per_capita, share_of_gdp
from kz_bri_data.helpers.targets import target_progress

__all__ = [
    "Columns",
    "Measure",
    "convert_currency",
    "convert_unit",
    "deflate",
    "growth",
    "index_to",
    "per_capita",
    "share_change",
    "share_of_gdp",
    "target_progress",
    "to_international_dollars",
]
