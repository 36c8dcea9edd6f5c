"""A chart of what a caller gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from kz_bri_data._catalogue import Catalogue
from kz_bri_data._series.choosing import Choices
from kz_bri_data._series.index import open_index
from kz_bri_data.errors import AmbiguousSeriesError, MissingExtraError, RefusedError, UnknownNameError
from kz_bri_data.plotting.figures import Figure, figures_of
from kz_bri_data.plotting.layers import Spec
from kz_bri_data.plotting.spec import write_spec
from kz_bri_data.plotting.themes import MOST_LINES, THEMES
from kz_bri_data.plotting.words import Words

if TYPE_CHECKING:
    import altair as alt

ThemeName: TypeAlias = Literal["light", "dark"]
assert tuple(THEMES) == get_args(ThemeName)

LEAST_WIDTH, WIDTH, MOST_WIDTH = 280, 640, 2000


def plot(
    catalogue: Catalogue, what: Any, language: str, theme: str, width: int, choices: Choices
) -> alt.LayerChart:
    """Draw a chart; see `Package.plot`."""
    try:
        import altair as alt
    except ModuleNotFoundError as error:
        raise MissingExtraError("altair", "plot") from error
    spec = specification(catalogue, what, language, theme, width, choices)
    chart: alt.LayerChart = alt.LayerChart.from_dict(spec)
    return chart


def specification(
    catalogue: Catalogue,
    what: Any,
    language: str = "en",
    theme: str = "light",
    width: int = WIDTH,
    choices: Choices | None = None,
) -> Spec:
    """Write the specification of a chart; see `Package.plot`."""
    if theme not in THEMES:
        raise UnknownNameError("theme", theme, list(THEMES))
    if not (isinstance(width, int) and LEAST_WIDTH <= width <= MOST_WIDTH):
        raise RefusedError(f"width={width!r} is no width", f"give {LEAST_WIDTH} to {MOST_WIDTH} pixels")
    index = open_index(catalogue)
    words = Words(index, language)
    try:
        found = figures_of(index, what, choices or {})
    except AmbiguousSeriesError as error:
        ours = AmbiguousSeriesError(error.problem, error.allowed.replace("kbd.series(", "kbd.plot("))
        ours.series = error.series
        raise ours from None
    drawn = [one for one in found if one.has_place]
    notes = [words.phrase("undated", number=len(found) - len(drawn))] if len(drawn) < len(found) else []
    drawn, left_out = _told_apart(drawn, words, may_leave_out=isinstance(what, str))
    notes += [words.phrase("other_series", number=left_out)] if left_out else []
    return write_spec(index, drawn, words, THEMES[theme], width, notes)


def _told_apart(figures: list[Figure], words: Words, *, may_leave_out: bool) -> tuple[list[Figure], int]:
    """Keep the first series, as many as can be told apart, and say how many are left out."""
    names = words.lines(list(dict.fromkeys(one.key for one in figures)))
    kept = list(dict.fromkeys(names.values()))[:MOST_LINES]
    left_out = len(set(names.values())) - len(kept)
    if left_out and not may_leave_out:
        raise RefusedError(
            f"{len(kept) + left_out} series cannot be told apart in one chart",
            f"keep up to {MOST_LINES} of them, or draw several charts",
        )
    return [one for one in figures if names[one.key] in kept], left_out
