"""The layers of a chart, from back to front: what is drawn for each figure, in the terms of Vega-Lite."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from kz_bri_data._series.identity import OTHER, SeriesKey
from kz_bri_data._series.preferred import missing_between
from kz_bri_data.plotting.figures import Figure, lines_of
from kz_bri_data.plotting.themes import Theme
from kz_bri_data.plotting.times import days_of, middle_of
from kz_bri_data.plotting.words import Words

Spec: TypeAlias = dict[str, Any]

# Status -> the mark that stands for it.
SHAPES = {
    "actual": "circle",
    "estimate": "square",
    "projection": "cross",
    "planned": "triangle-right",
    "target": "diamond",
    "rule": "stroke",
}
STATUSES = list(SHAPES)
_POINT, _OTHER_POINT, _ARROWHEAD = 64, 26, 30
_ARROW = 18  # pixels from a figure to the head of the arrow at its open side


class Drawn(NamedTuple):
    """What the layers are made of.

    Attributes
    ----------
    figures
        Those that have a place in the chart.
    names
        What each series is called.
    words
        Words in the language of the chart.
    theme
        Its colours.
    breaks
        First days of new counts.
    """

    figures: Sequence[Figure]
    names: Mapping[SeriesKey, str]
    words: Words
    theme: Theme
    breaks: Sequence[date]

    def label(self, key: SeriesKey, status: str) -> str:
        """Name figures by their series and, unless they are actual ones, by their status."""
        said = self.words.code("status", status)
        if len(set(self.names.values())) == 1:
            return said
        return self.names[key] if status == "actual" else f"{self.names[key]} ({said.lower()})"

    def looks(self) -> dict[str, tuple[str, str]]:
        """Give the colour and the shape of each label, those of one series in one colour."""
        names = list(dict.fromkeys(self.names.values()))
        there = {
            (names.index(self.names[one.key]), STATUSES.index(one.row.cells["status"])): one
            for one in self.figures
        }
        return {
            self.label(one.key, STATUSES[status]): (self.theme.lines[name], SHAPES[STATUSES[status]])
            for (name, status), one in sorted(there.items(), key=lambda item: item[0])
        }


def layers(drawn: Drawn) -> dict[str, Spec]:
    """Give the layers by name; one that would be empty is not there."""
    figures, muted = drawn.figures, drawn.theme.muted
    y, y2, x2 = {"field": "low"}, {"field": "high"}, {"field": "until"}
    solid, dotted = _segments(drawn)
    found = {
        "breaks": _layer(
            [{"date": day.isoformat()} for day in drawn.breaks],
            {"type": "rule", "color": muted, "strokeDash": [6, 3]},
        ),
        "windows": _layer(_windows(drawn), {"type": "rule", "strokeWidth": 1.5}, x2=x2),
        "gaps": _layer(
            dotted, {"type": "line", "strokeDash": [1, 4], "strokeWidth": 1.5}, detail={"field": "line"}
        ),
        "lines": _layer(solid, {"type": "line", "strokeWidth": 2}, detail={"field": "line"}),
        "conflicts": _layer(
            _conflicts(drawn), {"type": "rule", "strokeDash": [2, 2], "strokeWidth": 1.5}, y=y, y2=y2
        ),
        "bounds": _layer(_bounds(drawn), {"type": "rule", "strokeWidth": 1.5}, y=y, y2=y2),
        "ranges": _layer(
            [_row(drawn, one) for one in figures if is_range(one)],
            {"type": "rule", "strokeWidth": 8},
            y=y,
            y2=y2,
        ),
    }
    found |= _arrows(drawn, "up", -_ARROW) | _arrows(drawn, "down", _ARROW)
    found |= {"figures": _points(drawn, hedged=False), "hedged": _points(drawn, hedged=True)}
    return {name: layer | {"name": name} for name, layer in found.items() if layer["data"]["values"]}


def _arrows(drawn: Drawn, side: str, length: int) -> dict[str, Spec]:
    """Give the arrows of the figures that are open on a side, as a shaft and a head."""
    rows = [_row(drawn, one) for one in drawn.figures if open_side(one) == side]
    shaft = {"type": "rule", "y2Offset": length, "strokeWidth": 1.5}
    head = {"shape": f"triangle-{side}", "size": _ARROWHEAD, "yOffset": length, "filled": True, "opacity": 1}
    return {
        f"open_{side}": _layer(rows, shaft, y2={"field": "value"}),
        f"arrow_{side}": _layer(rows, {"type": "point", **head}),
    }


def number_of(one: Figure) -> float | None:
    """Give the number at which a figure stands: its own, or the one bound that it has."""
    low, high = one.bounds
    if one.value is not None:
        return one.value
    if None in (low, high):
        return low if high is None else high
    return low if low == high else None


def is_range(one: Figure) -> bool:
    """Whether a figure has two bounds and no number of its own."""
    return number_of(one) is None


def open_side(one: Figure) -> str | None:
    """Say on which side a figure is open: "up", "down", or None."""
    low, high = one.bounds
    if (low is None) == (high is None):
        return None
    return "up" if high is None else "down"


def is_hedged(one: Figure) -> bool:
    """Whether the words leave a side of a figure open, or both."""
    return None in one.bounds


def _layer(values: list[Spec], mark: Spec, **encoding: Spec) -> Spec:
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _points(drawn: Drawn, *, hedged: bool) -> Spec:
    """Give a point for each figure that is a number: open where it has a hedge."""
    told = [
        {"field": field, "type": "nominal", "title": drawn.words.column(column)}
        for field, column in _TOLD.items()
    ]
    look = {"fill": drawn.theme.background, "strokeWidth": 1.75} if hedged else {"filled": True}
    return _layer(
        [_row(drawn, one) for one in drawn.figures if not is_range(one) and is_hedged(one) == hedged],
        {"type": "point", "opacity": 1, **look},
        shape={"field": "series"},
        size={"condition": {"test": "datum.stands", "value": _POINT}, "value": _OTHER_POINT},
        tooltip=told,  # type: ignore[arg-type]
    )


# Field of a row -> column of `observations` that it is named like, in what is shown beside the pointer.
_TOLD = {
    "series": "basis",
    "period": "period_end",
    "printed": "figure_as_printed",
    "hedge": "qualifier",
    "source": "source_id",
}


def _row(drawn: Drawn, one: Figure) -> Spec:
    low, high = one.bounds
    cells = one.row.cells
    return {
        "series": drawn.label(one.key, cells["status"]),
        "date": middle_of(one).isoformat(),
        "period": one.row.period_text,
        "value": number_of(one),
        "low": low,
        "high": high,
        "hedge": drawn.words.code("qualifier", cells["qualifier"]),
        "printed": cells["figure_as_printed"],
        "source": cells["source_id"] or cells["rests_on"],
        "stands": one.is_best,
    }


def _segments(drawn: Drawn) -> tuple[list[Spec], list[Spec]]:
    """Give the points of lines through periods without a gap, and of those over gaps."""
    runs: list[list[Figure]] = []
    gaps: list[list[Figure]] = []
    for figures in lines_of(drawn.figures):
        runs.append(figures[:1])
        for earlier, later in itertools.pairwise(figures):
            ends = (one.row.cells["period_end"] for one in (earlier, later))
            if missing_between(earlier.key, *ends):
                gaps.append([earlier, later])
                runs.append([])
            runs[-1].append(later)
    return _joined(drawn, (one for one in runs if len(one) > 1)), _joined(drawn, gaps)


def _joined(drawn: Drawn, lines: Iterable[Sequence[Figure]]) -> list[Spec]:
    """Give the points of lines, each line with a number and in the colour of its first figure."""
    return [
        _place(drawn, one) | {"series": _place(drawn, line[0])["series"], "line": number}
        for number, line in enumerate(lines)
        for one in line
    ]


def _place(drawn: Drawn, one: Figure) -> Spec:
    label = drawn.label(one.key, one.row.cells["status"])
    return {"series": label, "date": middle_of(one).isoformat(), "value": number_of(one)}


def _windows(drawn: Drawn) -> list[Spec]:
    """Give the days of figures whose periods are of no usual length."""
    return [
        {**_place(drawn, one), "date": first.isoformat(), "until": last.isoformat()}
        for one in drawn.figures
        for first, last in [days_of(one)]
        if one.key.frequency == OTHER and not is_range(one)
    ]


def _bounds(drawn: Drawn) -> list[Spec]:
    """Give the figures that have two bounds beside their number."""
    return [
        {**_place(drawn, one), "low": low, "high": high}
        for one in drawn.figures
        for low, high in [one.bounds]
        if not is_range(one) and not is_hedged(one) and low != high
    ]


def _conflicts(drawn: Drawn) -> list[Spec]:
    """Give the least and the greatest number of each period whose sources conflict."""
    return [
        {**_place(drawn, group[0]), "low": min(numbers), "high": max(numbers)}
        for group in _by_period(drawn.figures)
        for numbers in [
            [number for one in group for number in (one.value, *one.bounds) if number is not None]
        ]
        if group[0].is_conflict and len(group) > 1
    ]


def _by_period(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    for _, group in itertools.groupby(figures, lambda one: (one.key, one.row.period())):
        yield list(group)
