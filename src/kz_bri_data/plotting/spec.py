"""A chart as a specification of Vega-Lite: its layers, axes, legends, and the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kz_bri_data._series.rows import Index
from kz_bri_data.plotting.figures import Figure
from kz_bri_data.plotting.layers import Drawn, Spec, is_hedged, layers, number_of, open_side
from kz_bri_data.plotting.themes import Theme
from kz_bri_data.plotting.times import TimeAxis, days_of, time_axis
from kz_bri_data.plotting.words import FONTS, NUMBER_LOCALES, Words, width_of, wrapped

# Heights of letters in pixels, and how wide a letter is as part of its height: those of titles are bold.
_TITLE, _LETTERS, _SMALL = 16, 12, 11
_LETTER, _BOLD = 0.48, 0.55
# What is beside the plot, and what the name of a year takes.
_MARGIN, _YEAR = 64, 38
# What part of the height of the plot a point hides.
_HIDDEN = 0.03
_NOTHING: Spec = {"data": {"values": []}}
_LEAST_HEIGHT, _MOST_HEIGHT = 200, 320


def write_spec(
    index: Index, figures: Sequence[Figure], words: Words, theme: Theme, width: int, notes: Sequence[str]
) -> Spec:
    """Write the chart of some figures, all of which have a place in it.

    Parameters
    ----------
    index
        The package.
    figures
        What is drawn.
    words, theme, width
        Its language, colours, and width in pixels.
    notes
        What is to be said below it.
    """
    keys = list(dict.fromkeys(one.key for one in figures))
    # What is drawn later lies over what was before.
    backwards = sorted(figures, key=lambda one: -keys.index(one.key))
    drawn = Drawn(backwards, words.lines(keys), words, theme, _breaks(index, figures))
    parts = layers(drawn)
    domain = _domain(figures)
    exponent = words.exponent(keys[0].unit, max(map(abs, domain)))
    title, unit = words.title(keys), words.unit(keys[0].unit, exponent)
    below = [
        " · ".join([*_explained(parts, figures, words, domain), *notes]),
        " · ".join(words.credits(figures)),
    ]
    times = time_axis(figures, (width - _MARGIN) // _YEAR)
    x, y = _x(times, _lines(below, width, _SMALL)), _y(domain, exponent, theme)
    colour, shape = _looks(drawn, width)
    return {
        "title": {"text": _lines([title], width, _TITLE), "subtitle": _lines([unit], width, _LETTERS)},
        "description": f"{title} ({unit}), {_extent(figures)}",
        "width": width,
        "height": min(max(int(width * 0.45), _LEAST_HEIGHT), _MOST_HEIGHT),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": [_on_axes(layer, x, y, colour, shape) for layer in parts.values()],
        "config": _config(theme, words.language),
    }


def _on_axes(layer: Spec, x: Spec, y: Spec, colour: Spec, shape: Spec) -> Spec:
    """Give a layer the axes and looks of the chart; a break is of no number and no series."""
    shared = {"x": x} if layer["name"] == "breaks" else {"x": x, "y": y, "color": colour}
    own = layer["encoding"]
    shared |= {"shape": shape} if "shape" in own else {}
    return layer | {
        "encoding": own | {channel: one | own.get(channel, {}) for channel, one in shared.items()}
    }


def _breaks(index: Index, figures: Sequence[Figure]) -> list[date]:
    """List the days between figures from which their series are counted in another way."""
    days = [(one, *days_of(one)) for one in figures]
    found = {date.fromisoformat(row["date"]) for one in figures for row in index.breaks_of(one.row.cells)}
    first, last = min(start for _, start, _ in days), max(end for _, _, end in days)
    return sorted(day for day in found if first < day <= last)


def _explained(
    parts: dict[str, Spec], figures: Sequence[Figure], words: Words, domain: tuple[float, float]
) -> list[str]:
    """Say what the marks mean that are seen: a short bar is hidden by its point."""
    bars = [row["high"] - row["low"] for row in parts.get("bounds", _NOTHING)["data"]["values"]]
    is_there = {
        "hedged": any(map(is_hedged, figures)),
        "open_side": any(map(open_side, figures)),
        "bounds": "ranges" in parts or max(bars, default=0) > (domain[1] - domain[0]) * _HIDDEN,
        "window": "windows" in parts,
        "dotted": "gaps" in parts,
        "break": "breaks" in parts,
        "conflict": "conflicts" in parts,
    }
    return [words.phrase(name) for name, there in is_there.items() if there]


def _domain(figures: Sequence[Figure]) -> tuple[float, float]:
    """Give the least and the greatest number at the axis, 0 among them, with room for what is open."""
    numbers = [number for one in figures for number in (number_of(one), *one.bounds) if number is not None]
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    room = (high - low) / 10
    sides = {open_side(one) for one in figures}
    return low - room * (low < 0 and "down" in sides), high + room * ("up" in sides)


def _x(times: TimeAxis, below: list[str]) -> Spec:
    axis = {
        "values": [
            {"year": day.year, "month": day.month, "date": day.day, "utc": True} for day in times.written
        ],
        "labelExpr": f"utcFormat(datum.value, '{times.format}')",
        "ticks": False,
        "title": below,
    }
    domain = [day.isoformat() for day in times.domain]
    scale = {"type": "utc", "domain": domain, "padding": _LETTERS}
    return {"field": "date", "type": "temporal", "scale": scale, "axis": axis}


def _y(domain: tuple[float, float], exponent: int, theme: Theme) -> Spec:
    number = f"datum.value / {10**exponent}" if exponent else "datum.value"
    line = {"condition": {"test": "datum.value === 0", "value": theme.muted}, "value": theme.grid}
    axis = {"labelExpr": f"format({number}, ',.12~g')", "gridColor": line, "tickCount": 5, "title": None}
    scale = {"domain": list(domain), "nice": 5}
    return {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}


def _looks(drawn: Drawn, width: int) -> tuple[Spec, Spec]:
    """Give colours and shapes with the one legend of both: none where all is actual and of one series."""
    looks = drawn.looks()
    room = width - _MARGIN
    widest = max(map(width_of, looks)) * _LETTERS * _LETTER + 3 * _LETTERS
    legend = {"title": None, "labelLimit": room - 2 * _LETTERS, "columns": max(1, int(room // widest))}
    says = legend if looks.keys() != {drawn.words.code("status", "actual")} else None
    colours, shapes = zip(*looks.values(), strict=True)
    scales = ({"domain": list(looks), "range": list(one)} for one in (colours, shapes))
    colour, shape = ({"field": "series", "type": "nominal", "scale": one, "legend": says} for one in scales)
    return colour, shape


def _extent(figures: Sequence[Figure]) -> str:
    ordered = sorted(figures, key=lambda one: one.row.period()[::-1])
    return "–".join(dict.fromkeys((ordered[0].row.period_text, ordered[-1].row.period_text)))


def _lines(texts: Sequence[str], width: int, height: int) -> list[str]:
    """Break texts into the lines that there is room for."""
    letter = height * (_BOLD if height == _TITLE else _LETTER)
    return [line for text in texts if text for line in wrapped(text, (width - _MARGIN) / letter)]


def _config(theme: Theme, language: str) -> Spec:
    label = {"labelColor": theme.muted, "labelFontSize": _LETTERS}
    note = {"titleColor": theme.muted, "titleFontSize": _SMALL, "titleFontWeight": "normal"}
    return {
        "background": theme.background,
        "font": FONTS.get(language, "sans-serif"),
        "aria": False,
        "view": {"stroke": None},
        "padding": 8,
        "locale": {"number": NUMBER_LOCALES[language]} if language in NUMBER_LOCALES else {},
        "title": {
            **{"anchor": "start", "frame": "group", "color": theme.text, "fontSize": _TITLE, "offset": 10},
            **{"subtitleColor": theme.muted, "subtitleFontSize": _LETTERS},
        },
        "axis": {**label, "domain": False, "ticks": False, "grid": False},
        "axisX": {
            **note,
            "titleAnchor": "start",
            "titleAlign": "left",
            "titlePadding": 12,
            "labelPadding": 6,
        },
        "axisY": {"grid": True},
        "legend": {
            **{"labelColor": theme.text, "labelFontSize": _LETTERS, "orient": "top", "offset": 14},
            **{"symbolSize": 64, "rowPadding": 4, "columnPadding": 16},
        },
    }
