"""What two areas say of one flow: each counts it from its own end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from kz_bri_data._backends import make
from kz_bri_data._catalogue import Catalogue
from kz_bri_data._periods import Window
from kz_bri_data._series.arithmetic import interval_of
from kz_bri_data._series.best import Answer, answers
from kz_bri_data._series.choosing import tell_conflicts
from kz_bri_data._series.frames import describe, ids_of
from kz_bri_data._series.identity import OTHER, TOGETHER, SeriesKey, call, tell_apart
from kz_bri_data._series.index import open_index
from kz_bri_data._series.preferred import prefer
from kz_bri_data._series.relations import MIRRORS
from kz_bri_data._series.rows import Index, Row
from kz_bri_data.errors import RefusedError

_SIDES = ("area", "partner")
_OF_A_SIDE = (
    ("value", "number", "What it says."),
    ("low", "number", "Least that its words allow; empty if open."),
    ("high", "number", "Greatest that its words allow; empty if open."),
    ("qualifier", "string", "Its hedge."),
    ("id", "string", "Identifier of the observation; of all that it rests on, if it is worked out."),
    ("series_id", "string", "Identifier of the series."),
)

COLUMNS = (
    describe("period", "string", "The period as text."),
    describe("period_start", "date", "First day."),
    describe("period_end", "date", "Last day."),
    describe("frequency", "string", "Length of the period."),
    describe("unit", "string", "Unit of the values of both."),
    *(describe(f"{side}_{name}", type, what) for side in _SIDES for name, type, what in _OF_A_SIDE),
    describe("ratio", "number", "What the partner says, divided by what the area says."),
    describe("ratio_low", "number", "Least that it can be."),
    describe("ratio_high", "number", "Greatest that it can be."),
    describe("ratio_qualifier", "string", "Hedge of the ratio."),
)


def mirror(
    catalogue: Catalogue, indicator: str, area: str, partner: str, basis: str | None, backend: str
) -> Any:
    """Set two counts of one flow side by side; see `Package.mirror`."""
    index = open_index(catalogue)
    found = find_mirror(index, indicator, area, partner, basis)
    for one, said in found.said.items():
        tell_conflicts(index, said, one, "warn")
    return make(COLUMNS, found.rows, backend)


class Mirror(NamedTuple):
    """Two counts of one flow.

    Attributes
    ----------
    rows
        Cells of `COLUMNS` as text, a row a period in order of time.
    said
        What each side says, by its name.
    """

    rows: list[list[str]]
    said: dict[str, list[Answer]]


def find_mirror(index: Index, indicator: str, area: str, partner: str, basis: str | None) -> Mirror:
    """Set two counts of one flow side by side."""
    _refuse_unknown(index, indicator, area, partner, basis)
    own = _keys(index, indicator, area, partner, basis)
    other = _keys(index, MIRRORS[indicator], partner, area, basis)
    alike = {_what(key) for key in own} & {_what(key) for key in other}
    if not alike:
        raise _no_pair(index, indicator, area, partner, basis)
    # Of several units or definitions that both have, that of the area's preferred series.
    what = _what(prefer(index, [key for key in own if _what(key) in alike]).key)
    counts = [_count(index, [key for key in keys if _what(key) == what]) for keys in (own, other)]
    windows = sorted({window for count in counts for window in count}, key=lambda one: one[::-1])
    rows = [_row(index, window, [count.get(window) for count in counts]) for window in windows]
    names = (f"{indicator} of {area}", f"{MIRRORS[indicator]} of {partner}")
    return Mirror(rows, {name: list(count.values()) for name, count in zip(names, counts, strict=True)})


def _keys(index: Index, indicator: str, area: str, partner: str, basis: str | None) -> list[SeriesKey]:
    """List the series by which an area counts the whole flow: by one basis, or by its national counters.

    What is worked out stands in only where nothing is printed.
    """
    found = [
        key
        for key in _whole(index, indicator, area, partner)
        if (key.basis == basis if basis is not None else index.basis_kinds.get(key.basis) == "national")
    ]
    return [key for key in found if not key.derived] or found


def _whole(index: Index, indicator: str, area: str, partner: str) -> list[SeriesKey]:
    """List the series of figures about the whole flow."""
    return [
        key
        for key in index.by_indicator.get(indicator, {})
        if (key.area, key.partner, key.entity, key.breakdown) == (area, partner, "", "")
        and key.status == TOGETHER
    ]


def _what(key: SeriesKey) -> tuple[str, str, str]:
    """Say what has to be one on both sides: what exactly is counted, in which unit, since when."""
    return key.definition, key.unit, key.counted_from


def _count(index: Index, keys: Sequence[SeriesKey]) -> dict[tuple[str, str], Answer]:
    """Give the best row of each period by the preferred of several bases, whatever the length."""
    basis = prefer(index, keys).key.basis
    rows = [row for key in keys if key.basis == basis for row in index.rows(key)]
    return {one.row.period(): one for one in answers(index, sorted(rows, key=Row.period))}


def _row(index: Index, window: tuple[str, str], sides: Sequence[Answer | None]) -> list[str]:
    """Write one period: what each side says, and how many times the one is the other."""
    own, other = sides
    said = next(one.row.cells for one in sides if one)
    cells = [Window(*window).text, *window, Window(*window).frequency or OTHER, said["unit"]]
    for one in sides:
        cells += _side(index, one.row) if one else [""] * len(_OF_A_SIDE)
    if own is None or other is None:
        return [*cells, "", "", "", ""]
    return [*cells, *interval_of(other.row.cells).over(interval_of(own.row.cells)).cells()]


def _side(index: Index, row: Row) -> list[str]:
    names = ("value", "value_low", "value_high", "qualifier")
    said = [row.cells[name] for name in names]
    return [*said, ids_of(row.cells), index.series_of(row.cells).id]


def _refuse_unknown(index: Index, indicator: str, area: str, partner: str, basis: str | None) -> None:
    """Refuse names that do not exist, and what is not counted from both ends."""
    for part, value in (("indicator", indicator), ("area", area), ("area", partner)):
        index.refuse_unknown(part, value)
    if basis is not None:
        index.refuse_unknown("basis", basis)
    if indicator not in MIRRORS:
        raise RefusedError(
            f"{indicator} is not known to be counted from both ends",
            f"mirror takes {', '.join(MIRRORS)}; set other series side by side with kbd.wide",
        )
    if area == partner:
        raise RefusedError(f"{area} is given twice", "name two areas, such as KAZ and CHN")


def _no_pair(index: Index, indicator: str, area: str, partner: str, basis: str | None) -> RefusedError:
    """Say what each side has instead of a pair, and which bases count both."""
    flows = ((indicator, area, partner), (MIRRORS[indicator], partner, area))
    by = f"by {basis}" if basis is not None else "by a national counter on each side"
    lines = [f"{indicator} of {area} and {MIRRORS[indicator]} of {partner} do not meet {by}"]
    for name, one, two in flows:
        calls = [
            call(name, tell_apart(key, index.by_indicator[name]))
            for key in sorted(_whole(index, name, one, two))
        ]
        lines += [f"{one} has of {name} with {two}:", *(f"  {text}" for text in calls or ["nothing"])]
    shared = set.intersection(*({key.basis for key in _whole(index, *flow)} for flow in flows)) - {""}
    remedies = [f'say basis="{one}"' for one in sorted(shared)]
    if basis is not None and all(_keys(index, *flow, None) for flow in flows):
        remedies.append("leave out basis= for the two national counts")
    nothing = "no basis counts both sides, so take one of the series above alone"
    return RefusedError("\n".join(lines), ", or ".join(remedies) or nothing)
