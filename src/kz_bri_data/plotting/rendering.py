"""Charts as SVG and PNG, drawn without a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from kz_bri_data._text_safety import json_text
from kz_bri_data.errors import CannotRunError, MissingExtraError
from kz_bri_data.plotting.themes import THEMES

_SVG = re.compile(r'<svg [^>]*(viewBox="0 0 ([0-9.]+) [0-9.]+")>')
# What the converter says of single marks, which an image as a whole has no use for.
_SAID_OF_PARTS = re.compile(r' (?:(?:role|class|aria-[a-z]+|pointer-events)="[^"]*"|opacity="1")')
# Frames that are not seen, as they have neither a line nor a ground.
_FRAMES = re.compile(r'<path d="(?:" display="none|M0,0h[0-9.]+v[0-9.]+h-?[0-9.]+Z)"/>')
_PLACES = re.compile(r' (?:transform|d)="[^"]*"')
# From the first digit on, or each digit of a long number would begin a search of its own.
_LONG = re.compile(r"(?<![0-9])[0-9]+\.[0-9]{3,}")
_PIXELS = 2  # of a PNG, by pixel of the chart

# Colour of the light theme -> name of the property by which a page sets it.
_PROPERTIES = {
    **{colour: name for name, colour in THEMES["light"]._asdict().items() if isinstance(colour, str)},
    **{colour: f"series-{number}" for number, colour in enumerate(THEMES["light"].lines, start=1)},
}


def svg(chart: Any) -> str:
    """Draw a chart as SVG that fits into its place, and says to a screen reader what it shows.

    Parameters
    ----------
    chart
        What `plot` or `specification` gives.

    Returns
    -------
    str
        One element, without scripts, styles, identifiers, or anything that is fetched.
    """
    spec = _spec(chart)
    drawn = _converter().vegalite_to_svg(spec)
    found = _SVG.match(drawn)
    assert found, "the converter begins with the size of the image"
    view, width = found.groups()
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {view} role="img" '
        f'style="width:100%;max-width:{width}px;height:auto"><title>{escape(spec["description"])}</title>'
    )
    marks = _FRAMES.sub("", _SAID_OF_PARTS.sub("", drawn[found.end() :]))
    return head + _PLACES.sub(_shorter, marks)


def _shorter(place: re.Match[str]) -> str:
    """Round numbers to a hundredth of a pixel."""
    return _LONG.sub(lambda number: f"{float(number[0]):.2f}", place[0])


def themed(image: str) -> str:
    """Let a page choose the colours of an SVG of the light theme, by properties such as --plot-text.

    Parameters
    ----------
    image
        What `svg` gives.

    Returns
    -------
    str
        The same image. A page that sets no properties shows it in the colours of the light theme.

    Examples
    --------
    >>> themed('<rect fill="#ffffff"/>')
    '<rect fill="var(--plot-background, #ffffff)"/>'
    """

    def property_of(found: re.Match[str]) -> str:
        name = _PROPERTIES.get(found[1])
        return f'"var(--plot-{name}, {found[1]})"' if name else found[0]

    return re.sub(r'"(#[0-9a-f]{6})"', property_of, image)


def properties(theme: str) -> dict[str, str]:
    """Give the properties that `themed` names, with the colours of a theme."""
    colours = THEMES[theme]
    plain = {name: colour for name, colour in colours._asdict().items() if isinstance(colour, str)}
    series = {f"series-{number}": colour for number, colour in enumerate(colours.lines, start=1)}
    return {f"--plot-{name}": colour for name, colour in {**plain, **series}.items()}


def file_content(chart: Any, path: Path) -> bytes:
    """Draw a chart in the format that the name of a file says.

    Raises
    ------
    CannotRunError
        If it is no format that a chart can be written in.
    """
    write = {".svg": _svg_file, ".png": _png, ".json": _json}.get(path.suffix.lower())
    if write is None:
        raise CannotRunError(
            f"a chart is written as .svg, .png or .json (its specification in Vega-Lite), not as "
            f"{path.suffix or path.name!r}; give the file such a name"
        )
    return write(chart)


def _svg_file(chart: Any) -> bytes:
    return f"{svg(chart)}\n".encode()


def _png(chart: Any) -> bytes:
    return bytes(_converter().vegalite_to_png(_spec(chart), scale=_PIXELS))


def _json(chart: Any) -> bytes:
    return f"{json_text(_spec(chart), indent=2)}\n".encode()


def _spec(chart: Any) -> dict[str, Any]:
    return dict(chart) if isinstance(chart, Mapping) else chart.to_dict()


def _converter() -> Any:
    try:
        import vl_convert
    except ModuleNotFoundError as error:
        raise MissingExtraError("vl_convert", "plot") from error
    return vl_convert
