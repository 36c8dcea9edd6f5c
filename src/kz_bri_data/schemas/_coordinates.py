"""The columns of a point on the map, and the rules that tables with them share."""

from typing import Any

from kz_bri_data._rules import CodeText
from kz_bri_data._table import column, rule

PRECISIONS = {
    "region": "Point of the main town of the region in which it is.",
    "district": "Point of the main town of the district in which it is.",
    "locality": "Point of the town or village in or near which it is.",
    "line_end": "One end of a line.",
    "map_view": "Middle of the map to which the source links; the site is about there.",
    "site": "The site itself.",
}

LATITUDE_HAS_LONGITUDE = rule(
    "latitude-has-longitude",
    "give latitude and longitude together",
    when=["latitude is present"],
    then=["longitude is present"],
    text=CodeText(
        "A latitude stands alone.",
        "One coordinate is not a place on a map.",
        "`43.25,,`",
        "`43.25,76.91`",
    ),
)
LONGITUDE_HAS_LATITUDE = rule(
    "longitude-has-latitude",
    "give latitude and longitude together",
    when=["longitude is present"],
    then=["latitude is present"],
    text=CodeText(
        "A longitude stands alone.",
        "One coordinate is not a place on a map.",
        "`,76.91`",
        "`43.25,76.91`",
    ),
)
COORDINATES_HAVE_PRECISION = rule(
    "coordinates-have-precision",
    "say in precision what the coordinates are the point of",
    when=["latitude is present"],
    then=["precision is present"],
    text=CodeText(
        "Coordinates do not say what they are the point of.",
        "The middle of a town would be taken for the site.",
        "`43.25,76.91,`",
        "`43.25,76.91,locality`",
    ),
)


def latitude() -> Any:
    """Declare a column of latitudes."""
    return column(
        "Latitude",
        "Degrees north of the equator, WGS 84.",
        example="43.25249",
        unit="degree",
        ge=-90,
        le=90,
        required=False,
    )


def longitude() -> Any:
    """Declare a column of longitudes."""
    return column(
        "Longitude",
        "Degrees east of Greenwich, WGS 84.",
        example="76.9115",
        unit="degree",
        ge=-180,
        le=180,
        required=False,
    )


def precision() -> Any:
    """Declare a column that says what coordinates are the point of."""
    return column(
        "Precision",
        "What the coordinates are the point of.",
        example="locality",
        categories=PRECISIONS,
        required=False,
    )
