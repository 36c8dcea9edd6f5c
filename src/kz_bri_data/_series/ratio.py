"""One series as a share of another, period by period."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from kz_bri_data._backends import make
from kz_bri_data._catalogue import Catalogue
from kz_bri_data._periods import Window
from kz_bri_data._series.arithmetic import interval_of
from kz_bri_data._series.choosing import select
from kz_bri_data._series.frames import describe, ids_of
from kz_bri_data._series.identity import SeriesKey
from kz_bri_data._series.index import open_index
from kz_bri_data._series.periods import key_of_frame, opened
from kz_bri_data._series.rows import Index
from kz_bri_data.errors import MixedBasisError, MixedSeriesError, RefusedError, UnequalPeriodsError

_PERIOD = ("period_start", "period_end")
_SAID = ("value", "value_low", "value_high", "qualifier", "resolution", "observation_id", "rests_on")

COLUMNS = (
    describe("period", "string", "The period as text."),
    describe("period_start", "date", "First day."),
    describe("period_end", "date", "Last day."),
    describe("numerator", "number", "Value of the first series."),
    describe("denominator", "number", "Value of the second series."),
    describe("ratio", "number", "The first divided by the second."),
    describe("ratio_low", "number", "Least that it can be; empty if open."),
    describe("ratio_high", "number", "Greatest that it can be; empty if open."),
    describe("ratio_qualifier", "string", "Hedge of the ratio."),
    describe("ratio_unit", "string", "Unit of the ratio."),
    describe("numerator_id", "string", "Identifier of the observation of the first series."),
    describe("denominator_id", "string", "Identifier of the observation of the second series."),
    describe("numerator_series_id", "string", "Identifier of the first series."),
    describe("denominator_series_id", "string", "Identifier of the second series."),
)


class _Side(NamedTuple):
    """One series, and the row of each period."""

    key: SeriesKey
    rows: dict[tuple[str, str], Mapping[str, str]]

    def span(self) -> str:
        """Say which periods there are."""
        texts = [Window(*window).text for window in self.rows]
        return texts[0] if len(texts) == 1 else f"{texts[0]} to {texts[-1]}"


def ratio(
    catalogue: Catalogue, a: Any, b: Any, backend: str, *, allow_bases: bool, allow_definitions: bool
) -> Any:
    """Divide one series by another; see `Package.ratio`."""
    index = open_index(catalogue)
    above, below = _side(index, a), _side(index, b)
    _refuse_unlike(above.key, below.key, allow_bases=allow_bases, allow_definitions=allow_definitions)
    if index.declared.get(below.key.id, {}).get("incomplete") == "yes":
        raise RefusedError(
            f"{below.key.id} is known to leave something out, so nothing is divided by it",
            f'take another series as the second; kbd.overview("{below.key.indicator}") lists those there are',
        )
    shared = [window for window in above.rows if window in below.rows]
    if not shared:
        raise RefusedError(
            f"the two have no period in common: {above.span()}, and {below.span()}",
            "give series of the same periods, which overview lists with first and last",
        )
    factor, unit = _unit(catalogue, above.key.unit, below.key.unit)
    return make(COLUMNS, (_row(above, below, window, factor, unit) for window in shared), backend)


def _row(above: _Side, below: _Side, window: tuple[str, str], factor: Fraction, unit: str) -> list[str]:
    one, two = above.rows[window], below.rows[window]
    found = interval_of(one).over(interval_of(two)).times(factor)
    ids = [ids_of(row) for row in (one, two)]
    cells = [Window(*window).text, *window, one["value"], two["value"]]
    return [*cells, *found.cells(), unit, *ids, above.key.id, below.key.id]


def _side(index: Index, series: Any) -> _Side:
    """Read one series: by its identifier, by its indicator, or out of a frame that `series` returned."""
    if isinstance(series, str):
        cells: list[Mapping[str, str]] = [answer.row.cells for answer in select(index, series, {})]
        key = index.series_of(dict(cells[0]))
    else:
        key, cells = _of_frame(index, series)
    rows: dict[tuple[str, str], Mapping[str, str]] = {}
    for row in cells:
        window = row["period_start"], row["period_end"]
        if window in rows:
            raise RefusedError(
                f"{key.id} has two figures of {Window(*window).text}", 'give series with sources="best"'
            )
        rows[window] = row
    return _Side(key, rows)


def _of_frame(index: Index, frame: Any) -> tuple[SeriesKey, list[Mapping[str, str]]]:
    """Read the one series of a frame as text."""
    names = ("series_id", *_PERIOD, *_SAID)
    data = opened(frame, names)
    ids = data["series_id"].unique().to_list()
    if len(ids) != 1:
        raise MixedSeriesError(
            f"a frame has {len(ids)} series, and ratio divides one by one",
            "give each as a frame of one series, or as its series_id",
        )
    cells = [
        ["" if empty else str(value) for value, empty in zip(data[name], data[name].is_null(), strict=True)]
        for name in names
    ]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]
    for row in rows:
        row |= {name: row[name][:10] for name in _PERIOD}
    return key_of_frame(index, ids[0]), list(rows)


def _refuse_unlike(one: SeriesKey, two: SeriesKey, *, allow_bases: bool, allow_definitions: bool) -> None:
    """Refuse two series that are not counted alike, unless that is meant."""
    if one.frequency != two.frequency:
        raise UnequalPeriodsError(
            f"the periods are of two lengths: {one.frequency} and {two.frequency}",
            "give series_ids of one length, which overview lists",
        )
    if one.basis != two.basis and not allow_bases:
        raise MixedBasisError(
            f"the two are counted by {one.basis or 'nobody named'} and by {two.basis or 'nobody named'}",
            "give series of one basis, which overview lists, or say allow_bases=True",
        )
    if one.definition != two.definition and not allow_definitions:
        raise MixedSeriesError(
            f"the two have different definitions: {one.definition or 'none'} and {two.definition or 'none'}",
            "give series by one definition, which overview lists, or say allow_definitions=True",
        )


def _unit(catalogue: Catalogue, one: str, two: str) -> tuple[Fraction, str]:
    """Say by what the quotient is multiplied, and in which unit it then is: percent of the same kind."""
    units = {row["unit"]: row for row in catalogue.rows_referred_to("units")}
    if units[one]["dimension"] != units[two]["dimension"]:
        return Fraction(1), f"{one} per {two}"
    return 100 * Fraction(units[one]["factor"]) / Fraction(units[two]["factor"]), "percent"
