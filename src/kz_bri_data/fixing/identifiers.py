"""Making up identifiers: of words that tell a row from the others of its table.

They are made of what all rows say together, so they do not depend on the order of the rows.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kz_bri_data.dates import ends_of
from kz_bri_data.validation.rules.suggestions import DATE

_Row = Mapping[str, str]

_LONGEST_NAME = 60


class Recipe(NamedTuple):
    """What the identifiers of a table are made of, in this order.

    Attributes
    ----------
    key
        Column of the identifier.
    words
        Columns that it names.
    always
        Those that it names in any case; the others only where rows would have the same words without them.
    period
        Columns of the first and the last day that stand at its end.
    in_source
        Whether it begins with the source and a slash.
    group
        Columns that are the same in rows that have to be told apart.
    """

    key: str
    words: tuple[str, ...]
    always: frozenset[str]
    period: tuple[str, ...] = ()
    in_source: bool = False
    group: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that an identifier is made of."""
        return (*(["source_id"] if self.in_source else []), *self.words, *self.period)


_SERIES = ("indicator_id", "ref_area", "partner_area", "entity_id", "breakdown", "definition", "basis")
_SERIES_ALWAYS = frozenset({"indicator_id", "entity_id", "breakdown", "definition"})


def _named(key: str, *words: str, in_source: bool = False) -> Recipe:
    group = ("source_id",) if in_source else ()
    return Recipe(key, words, frozenset(words), in_source=in_source, group=group)


# By table. A code that other tables have to name, such as a source, is for a person to choose.
RECIPES = {
    "observations": Recipe(
        "observation_id",
        (*_SERIES, "counted_from", "unit", "status"),
        _SERIES_ALWAYS,
        ("period_start", "period_end"),
        in_source=True,
        group=("source_id", "indicator_id"),
    ),
    "breaks": Recipe("break_id", _SERIES, _SERIES_ALWAYS, ("date",), group=("indicator_id",)),
    "events": Recipe(
        "event_id",
        ("name", "entity_id", "status", "date_end"),
        frozenset({"name"}),
        in_source=True,
        group=("source_id",),
    ),
    "statements": _named("statement_id", "name", in_source=True),
    "places": _named("place_id", "name"),
    "entities": _named("entity_id", "name"),
    "projects": _named("project_id", "name"),
    "project_finance": Recipe(
        "record_id", ("name", "lender", "instrument", "year"), frozenset({"name"}), group=()
    ),
    "twin_pairs": _named("pair_id", "kazakh_side", "chinese_side"),
}


def new_identifiers(recipe: Recipe, there: Iterable[_Row], new: Sequence[_Row]) -> list[str]:
    """Make an identifier for each of some rows that have none.

    Parameters
    ----------
    recipe
        What they are made of.
    there
        Rows that have an identifier.
    new
        Rows that get one.

    Returns
    -------
    list of str
        Empty for a row that says in all its words the same as another one, or has no word in Latin letters.

    Examples
    --------
    >>> row = {"source_id": "cr", "indicator_id": "rail_trade", "period_start": "2024-01-01"}
    >>> row["period_end"] = "2024-12-31"
    >>> rows = [{**row, "ref_area": area} for area in ("KAZ", "CHN")]
    >>> new_identifiers(RECIPES["observations"], [], rows)
    ['cr/rail-trade-kaz-2024', 'cr/rail-trade-chn-2024']
    >>> new_identifiers(RECIPES["observations"], [], [row])
    ['cr/rail-trade-2024']
    """
    there = list(there)
    taken = {row[recipe.key] for row in there}
    told = _told_apart_by(recipe, [*there, *new])
    short = [_identifier(recipe, row, told[_group(recipe, row)]) for row in new]
    repeated = _repeated(short, taken)
    full = [
        _identifier(recipe, row, set(recipe.words)) if one in repeated else one
        for row, one in zip(new, short, strict=True)
    ]
    repeated = _repeated(full, taken)
    return ["" if one in repeated else one for one in full]


def _group(recipe: Recipe, row: _Row) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in recipe.group)


def _told_apart_by(recipe: Recipe, rows: Iterable[_Row]) -> dict[tuple[str, ...], set[str]]:
    """Say by which columns the rows of each group are told apart."""
    groups = defaultdict(list)
    for row in rows:
        groups[_group(recipe, row)].append(row)
    return {group: _needed(recipe, some) for group, some in groups.items()}


def _needed(recipe: Recipe, rows: list[_Row]) -> set[str]:
    needed = set(recipe.always)
    for name in recipe.words:
        said: dict[str, str] = {}
        if name not in needed and any(
            said.setdefault(_identifier(recipe, row, needed), slug(row.get(name, "")))
            != slug(row.get(name, ""))
            for row in rows
        ):
            needed.add(name)
    return needed


def _repeated(identifiers: list[str], taken: set[str]) -> set[str]:
    """Give the identifiers that are made up twice, or are there."""
    return {one for one, count in Counter(identifiers).items() if count > 1 or one in taken}


def _identifier(recipe: Recipe, row: _Row, names: set[str]) -> str:
    words = [*(row.get(name, "") for name in recipe.words if name in names), *_period(recipe, row)]
    said = "-".join(part for word in words if (part := slug(word)))
    return f"{row.get('source_id', '')}/{said}" if recipe.in_source and said else said


def _period(recipe: Recipe, row: _Row) -> list[str]:
    """Name a period as short as it can be: a year, a quarter, a month, or by its ends."""
    days = [row.get(name, "") for name in recipe.period]
    if len(days) < 2:
        return [day[:4] for day in days]
    start, end = days
    if not (_is_day(start) and _is_day(end)):
        return list(dict.fromkeys(days))
    quarters = [f"{start[:4]}-Q{number}" for number in range(1, 5)]
    for period in (start[:4], *quarters, start[:7]):
        if ends_of(period) == (start, end):
            return [period]
    for length in (len("2024"), len("2024-12")):
        if ends_of(start[:length])[0] == start and ends_of(end[:length])[1] == end:
            return [start[:length], end[:length]]
    return list(dict.fromkeys(days))


def _is_day(text: str) -> bool:
    try:
        return bool(DATE.fullmatch(text) and datetime.date.fromisoformat(text))
    except ValueError:
        return False


def slug(text: str) -> str:
    """Write a text in small Latin letters and digits, cut after a word where it is long."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    words = re.sub("[^a-z0-9]+", "-", plain.lower()).strip("-")
    if len(words) <= _LONGEST_NAME:
        return words
    return words[: _LONGEST_NAME + 1].rpartition("-")[0] or words[:_LONGEST_NAME]
