"""Series that are worked out of others, beside the printed ones and never among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import NamedTuple, TypeAlias

from kz_bri_data._quantities import judge
from kz_bri_data._series.arithmetic import Interval, interval_of
from kz_bri_data._series.best import Answer, answers
from kz_bri_data._series.identity import TOGETHER, SeriesKey
from kz_bri_data._series.relations import DERIVATIONS, Derivation
from kz_bri_data._series.rows import Index, Row
from kz_bri_data._stated import quantity_of

_WORLD = "WLD"
_WHOLE = {"all partners": {"partner": ""}, "the world": {"area": _WORLD}}

_Window: TypeAlias = tuple[str, str]


class _Figure(NamedTuple):
    """A number, and the rows that it rests on."""

    number: Interval
    rests_on: tuple[Answer, ...]


# Figures by period, by what they are about and who counts; the indicator and the side of a break are open.
_Figures: TypeAlias = dict[SeriesKey, dict[_Window, _Figure]]


def add_derived(index: Index) -> None:
    """Add to an index every series that can be worked out of its rows."""
    wanted = {name for one in DERIVATIONS for name in one.inputs}
    printed = {name: _printed(index, name) for name in wanted}
    for derivation in DERIVATIONS:
        if derivation.indicator in index.names["indicator"]:
            for key, figures in _work_out(derivation, printed):
                _add(index, key, figures)


def agreement(index: Index, row: Row) -> str:
    """Say whether a printed figure and the one worked out for its period agree: yes, no, or empty.

    Empty is what has no counterpart, and what hedges leave open. The counterpart has the same basis.
    """
    key = index.series_of(row.cells)
    other = key._replace(derived="" if key.derived else "yes")
    found = [one for one in index.by_indicator[key.indicator].get(other, []) if one.period() == row.period()]
    if not found or not row.period()[1]:
        return ""
    counterpart = answers(index, found)[0].row
    printed, derived = (counterpart, row) if key.derived else (row, counterpart)
    outcome = judge(quantity_of(printed.cells), quantity_of(derived.cells))
    if outcome == "undecided" and not any(quantity_of(one.cells).is_open() for one in (printed, derived)):
        # Both are closed, and they overlap.
        return "yes"
    return {"agreement": "yes", "conflict": "no"}.get(outcome, "")


def _printed(index: Index, indicator: str) -> _Figures:
    """Give what is printed of an indicator: the best row a period, where it is known who counts."""
    rows: dict[SeriesKey, list[Row]] = {}
    left_out = set()
    for key, some in index.by_indicator.get(indicator, {}).items():
        about = key._replace(indicator="", start="", end="")
        if key.basis and key.status == TOGETHER:
            rows.setdefault(about, []).extend(row for row in some if row.period()[1])
        if index.declared.get(key.id, {}).get("incomplete") == "yes":
            left_out.add(about)
    return {
        about: {
            one.row.period(): _Figure(interval_of(one.row.cells), (one,))
            for one in answers(index, sorted(some, key=Row.period))
        }
        for about, some in rows.items()
        if about not in left_out
    }


def _work_out(
    derivation: Derivation, printed: Mapping[str, _Figures]
) -> Iterator[tuple[SeriesKey, dict[_Window, _Figure]]]:
    """Give the figures of each series of a derivation."""
    inputs = [printed[name] for name in derivation.inputs]
    combine = Interval.plus if derivation.operation == "sum" else Interval.minus
    totals: _Figures = {
        about: {
            window: _Figure(
                reduce(combine, (one[about][window].number for one in inputs)),
                tuple(answer for one in inputs for answer in one[about][window].rests_on),
            )
            for window in inputs[0][about]
            if all(window in one[about] for one in inputs)
        }
        for about in inputs[0]
        if all(about in one for one in inputs)
    }
    for about, figures in totals.items():
        key = about._replace(indicator=derivation.indicator, derived="yes")
        if derivation.share_of:
            key = key._replace(breakdown=derivation.breakdown, unit="percent")
            figures = _shares(about, figures, totals, _WHOLE[derivation.share_of])
        elif about.area == _WORLD:
            # Nothing goes out of the world.
            continue
        if figures:
            yield key, figures


def _shares(
    about: SeriesKey, figures: Mapping[_Window, _Figure], totals: _Figures, whole: Mapping[str, str]
) -> dict[_Window, _Figure]:
    """Give figures in percent of a whole by the same count; none if they are the whole, or a part of it."""
    of_all = about._replace(**whole)
    if about == of_all or about.entity or about.breakdown:
        return {}
    found = totals.get(of_all, {})
    pairs = {window: (one, found[window]) for window, one in figures.items() if window in found}
    return {
        window: _Figure(part.number.over(of.number).times(100), part.rests_on + of.rests_on)
        for window, (part, of) in pairs.items()
    }


def _add(index: Index, key: SeriesKey, figures: Mapping[_Window, _Figure]) -> None:
    """Add one series to the index."""
    cells = [_cells(key, figure) for figure in figures.values()]
    breaks = [
        one
        for figure in figures.values()
        for answer in figure.rests_on
        for one in index.breaks_of(answer.row.cells)
    ]
    if breaks:
        index.add_breaks(cells[0], breaks)
    index.add_derived(cells, [_outcome(figure) for figure in figures.values()])


def _cells(key: SeriesKey, figure: _Figure) -> dict[str, str]:
    """Write a figure as a row of `observations`, which says what it rests on."""
    first, *others = (answer.row.cells for answer in figure.rests_on)
    kept = ("period_start", "period_end", "period_basis", "counted_from", "status")
    alike = {name: first[name] for name in kept if all(row[name] == first[name] for row in others)}
    value, low, high, qualifier = figure.number.cells()
    rests_on = dict.fromkeys(answer.row.cells["observation_id"] for answer in figure.rests_on)
    return {
        **dict.fromkeys(first, ""),
        "status": "estimate",
        **alike,
        "indicator_id": key.indicator,
        "ref_area": key.area,
        "partner_area": key.partner,
        "entity_id": key.entity,
        "breakdown": key.breakdown,
        "definition": key.definition,
        "basis": key.basis,
        "value": value,
        "value_low": low,
        "value_high": high,
        "qualifier": "" if qualifier == "unknown" else qualifier,
        "unit": key.unit,
        "rests_on": " ".join(rests_on),
    }


def _outcome(figure: _Figure) -> str:
    """Say whether sources are at odds over a row that the figure rests on."""
    outcomes = {answer.outcome for answer in figure.rests_on}
    return next((word for word in ("conflict", "undecided") if word in outcomes), "single")
