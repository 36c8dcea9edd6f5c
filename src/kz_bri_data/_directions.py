"""From where to where somebody asks: the places that "from", "to" and "in" stand before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from kz_bri_data._series.identity import SeriesKey
from kz_bri_data._words import fold


class Direction(NamedTuple):
    """Areas by what a text says of them; each empty where it says nothing.

    Attributes
    ----------
    origin, destination
        The area after "from", and that after "to".
    place
        The area after "in", in which something is counted.
    first
        Of two areas that stand side by side, the first.
    """

    origin: str = ""
    destination: str = ""
    place: str = ""
    first: str = ""

    @property
    def is_said(self) -> bool:
        """Whether the text says from where, to where or in which area."""
        return any((self.origin, self.destination, self.place))

    def fits(self, key: SeriesKey) -> bool:
        """Say whether a series goes that way: exports go out of their area, all else comes into it."""
        goes_out = "export" in key.indicator or "export" in key.breakdown
        origin, destination = (key.area, key.partner) if goes_out else (key.partner, key.area)
        actual = Direction(origin, destination, key.area, key.area)
        return all(said in ("", area) for said, area in zip(self, actual, strict=True))


# What comes from a country -> the name of the country.
_PEOPLES = {"chinese": "china", "kazakh": "kazakhstan", "kazakhstani": "kazakhstan"}

_FIELDS = {"from": "origin", "to": "destination", "into": "destination", "in": "place"}


def read_direction(text: str, areas: Mapping[str, str]) -> Direction:
    """Read from where to where a text asks.

    Parameters
    ----------
    text
        What somebody searches with.
    areas
        Names of areas by code.

    Examples
    --------
    >>> read_direction("Exports from China to Kazakhstan", {"CHN": "China", "KAZ": "Kazakhstan"})
    Direction(origin='CHN', destination='KAZ', place='', first='')
    >>> read_direction("China Kazakhstan exports", {"CHN": "China", "KAZ": "Kazakhstan"}).first
    'CHN'
    """
    codes = {fold(name): code for code, name in areas.items()}
    folded = " ".join(re.findall(r"\w+", fold(text)))
    # The longest name is read: "china hong kong" is not China.
    names = "|".join(re.escape(name) for name in sorted(codes, key=len, reverse=True))
    if not names:
        return Direction()
    found = re.findall(rf"\b({'|'.join(_FIELDS)}) (?:the )?({names})\b", folded)
    said = {_FIELDS[word]: codes[name] for word, name in found}
    # "Chinese exports" are from China; whether "Chinese imports" are from or into China, nobody can tell.
    if exporter := re.search(rf"\b({names}|{'|'.join(_PEOPLES)}) exports\b", folded):
        said.setdefault("origin", codes.get(_PEOPLES.get(exporter[1], exporter[1]), ""))
    beside = re.search(rf"\b({names}) (?:{names})\b", folded)
    return Direction(**said, first=codes[beside[1]] if beside else "")
