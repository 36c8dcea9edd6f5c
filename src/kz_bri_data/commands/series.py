"""Print one series."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from kz_bri_data._terminal import screen_width
from kz_bri_data._text_safety import escape
from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN, as_commands, note
from kz_bri_data.commands._rows import format_argument, is_for_a_screen, print_rows
from kz_bri_data.errors import AmbiguousSeriesError, KzBriDataError

if TYPE_CHECKING:
    from kz_bri_data._series.best import Answer
    from kz_bri_data._series.rows import Index

_NUMBERS = {"value", "n_origins", "value_low", "value_high"}

# Columns that say for a program what a screen says by a title, and by the figure as it is printed.
_FOR_PROGRAMS = {"qualifier", "value_low", "value_high", "series_id"}

_CHOICES = {
    "area": "reference area, such as KAZ",
    "partner": "partner area, such as CHN",
    "entity": 'an entity_id, such as horgos-railway-port; "" for figures of no entity',
    "breakdown": 'a part or kind; "" for the whole',
    "definition": 'what exactly is counted, such as proven; "" if not stated',
    "basis": "who counts, such as ember",
    "unit": "a unit, such as USD",
    "counted_from": "since when a running total is counted, such as 2016",
    "sources": '"best" (default), "all", or a source_id to prefer, several times in order of preference',
    "on_conflict": "warn (default), raise or ignore where sources conflict",
    "status": "a status, such as actual or target",
    "frequency": "length of the periods: A year, S half-year, Q quarter, M month, D day",
    "start": "first day, month or year, such as 2010-07",
    "end": "last day, month or year",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument("indicator", metavar="INDICATOR", help="an indicator_id, or a series_id of overview")
    choice_arguments(parser)
    package_argument(parser)
    format_argument(parser)


def choice_arguments(parser: argparse.ArgumentParser, without: Collection[str] = ()) -> None:
    """Declare what chooses one series of an indicator."""
    for choice, what in _CHOICES.items():
        if choice not in without:
            action = "append" if choice == "sources" else "store"
            name = choice.replace("_", "-")
            parser.add_argument(f"--{name}", metavar=name.upper(), help=what, action=action)
    parser.add_argument(
        "--derived",
        action=argparse.BooleanOptionalAction,
        help="a series that is worked out of others, or one that is printed",
    )


def chosen(options: argparse.Namespace) -> Any:
    """Give what the arguments choose."""
    choices = {name: getattr(options, name, None) for name in (*_CHOICES, "derived")}
    return {name: value for name, value in choices.items() if value is not None}


def run(options: argparse.Namespace) -> int:
    """Print the rows of the one series, and a bar beside each value at a terminal."""
    from kz_bri_data._series.choosing import select

    return print_series(options, "series", select)


def print_series(
    options: argparse.Namespace, command: str, select: Callable[[Index, str, Any], list[Answer]]
) -> int:
    """Print what is selected of the one series that the arguments choose."""
    from textwrap import fill

    from kz_bri_data._catalogue import open_catalogue
    from kz_bri_data._series.choosing import describe_conflicts
    from kz_bri_data._series.index import open_index
    from kz_bri_data._series.overview import title_of

    index = open_index(open_catalogue(options.package))
    given = chosen(options)
    if given.get("sources") in (["best"], ["all"]):
        (given["sources"],) = given["sources"]
    how = given.pop("on_conflict", "warn")
    try:
        given["on_conflict"] = "ignore" if how == "warn" else how
        found = select(index, options.indicator, given)
    except AmbiguousSeriesError as error:
        raise KzBriDataError(as_commands_of(command, options.indicator, error)) from None
    rows = [_row(index, one) for one in found]
    if is_for_a_screen(options.format):
        title = title_of(index, index.series_of(found[0].row.cells))
        print(fill(escape(title), screen_width()))
        _print_with_bars(rows, found)
    else:
        print_rows(list(rows[0]), [[*row.values()] for row in rows], options.format, _NUMBERS)
    if how == "warn" and (said := describe_conflicts(index, found, options.indicator)):
        note(as_commands("; ".join(said)))
    return CLEAN


def _row(index: Index, answer: Answer) -> dict[str, str]:
    """Give a row as `kbd.series` names it; the columns for which a narrow screen has no room stand last."""
    from kz_bri_data._series.derived import agreement

    cells = answer.row.cells
    return {
        "period": answer.row.period_text,
        **{name: cells[name] for name in ("value", "unit", "figure_as_printed")},
        "outcome": answer.outcome,
        "verdict": index.verdicts.get(cells["observation_id"], ""),
        "n_origins": str(answer.n_origins),
        **{name: cells[name] for name in ("status", "source_id")},
        "rests_on": cells.get("rests_on", ""),
        "agrees": agreement(index, answer.row),
        **{name: cells[name] for name in ("qualifier", "value_low", "value_high")},
        "series_id": index.series_of(cells).id,
    }


def _print_with_bars(rows: list[dict[str, str]], found: list[Answer]) -> None:
    """Print a table with a bar behind each value, as long as there is room for it."""
    from kz_bri_data.commands import _bars

    # What is worked out has no printed figure to say its hedge.
    hidden = _FOR_PROGRAMS - ({"qualifier"} if any(row["rests_on"] for row in rows) else set())
    # What is empty in every row needs no room.
    shown = [name for name in rows[0] if name not in hidden and any(row[name] for row in rows)]
    others = sum(2 + max(len(text) for text in (name, *(row[name] for row in rows))) for name in shown)
    width = max(_bars.LEAST, min(_bars.MOST, screen_width() - others))
    conflicts = [one.outcome == "conflict" for one in found]
    bars = _bars.draw_bars([one.row.cells for one in found], conflicts, width, sys.stdout.encoding)
    at = shown.index("unit")
    header = [*shown[:at], "bar", *shown[at:]]
    table = [
        [*(row[name] for name in shown[:at]), bar, *(row[name] for name in shown[at:])]
        for row, bar in zip(rows, bars, strict=True)
    ]
    print_rows(header, table, None, _NUMBERS, {"bar", "verdict"})
    if said := _bars.legend(bars):
        sys.stdout.flush()
        note(f"in the bars: {said}")


def as_commands_of(command: str, indicator: str, error: AmbiguousSeriesError) -> str:
    """Write as commands the calls that a refusal lists."""
    lines = [
        " ".join(
            [
                f"  kz-bri-data {command}",
                indicator,
                *(_option(name, value) for name, value in one.items()),
            ]
        )
        for one in error.series
    ]
    return "\n".join([f"{error.problem}; run one of", *lines])


def _option(name: str, value: object) -> str:
    if isinstance(value, bool):
        return f"--{name}" if value else f"--no-{name}"
    return f"--{name} {shlex.quote(str(value))}"
