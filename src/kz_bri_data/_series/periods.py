"""Answers by period: the last one of a series, and several series side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kz_bri_data._backends import make
from kz_bri_data._catalogue import Catalogue
from kz_bri_data._periods import Window
from kz_bri_data._series.choosing import Choices, select, select_last
from kz_bri_data._series.frames import as_frame, describe
from kz_bri_data._series.identity import SeriesKey, read_series_id
from kz_bri_data._series.index import open_index
from kz_bri_data._series.rows import Index
from kz_bri_data.errors import RefusedError, UnknownNameError, UnsupportedBackendError

_NEEDED = ("series_id", "period_start", "period_end", "value")


def latest(catalogue: Catalogue, series: Any, backend: str | None, choices: Choices) -> Any:
    """Give the last period of a series; see `Package.latest`."""
    if isinstance(series, str):
        index = open_index(catalogue)
        return as_frame(index, select_last(index, series, choices), backend or "pandas")
    if backend is not None:
        raise RefusedError(
            f"backend={backend!r} cannot change the library of a frame",
            "leave out backend=, or choose it in series",
        )
    if choices:
        raise RefusedError(
            f"{', '.join(choices)} cannot choose in a frame", "choose in series, or filter the frame"
        )
    return _last_of_frame(series)


def _last_of_frame(frame: Any) -> Any:
    import narwhals.stable.v2 as nw

    end = nw.col("period_end")
    last = end.max().over("series_id")
    # Of a series that is not dated at all, what there is is the last.
    return opened(frame).filter((end == last) | last.is_null()).to_native()


def wide(catalogue: Catalogue, series: Sequence[Any], backend: str) -> Any:
    """Set series side by side; see `Package.wide`."""
    if isinstance(series, str) or not isinstance(series, Sequence) or not series:
        raise RefusedError(
            "wide takes a list of series", "give series_ids, indicators, or frames that series returned"
        )
    index = open_index(catalogue)
    columns: dict[str, dict[tuple[str, str], str]] = {}
    for one in series:
        for series_id, window, value in _cells(index, one):
            column = columns.setdefault(series_id, {})
            if column.setdefault(window, value) != value:
                raise RefusedError(
                    f"{series_id} has two figures of {Window(*window).text}",
                    'give series with sources="best"',
                )
    frequencies = {read_series_id(series_id).frequency for series_id in columns}
    if len(frequencies) > 1:
        raise RefusedError(
            f"the periods of these series are of several lengths: {', '.join(sorted(frequencies))}",
            'give series_ids of one length, which overview lists, or frames of series(..., frequency="A")',
        )
    windows = sorted({window for column in columns.values() for window in column}, key=lambda one: one[::-1])
    header = [
        describe("period", "string", "The period as text."),
        describe("period_start", "date", "First day."),
        describe("period_end", "date", "Last day."),
        *(describe(series_id, "number", "Values of the series.") for series_id in columns),
    ]
    rows = ([Window(*one).text, *one, *(cells.get(one) for cells in columns.values())] for one in windows)
    return make(header, rows, backend)


def _cells(index: Index, one: Any) -> list[tuple[str, tuple[str, str], str]]:
    """Give the series, the period and the value of each row of what `wide` takes."""
    if not isinstance(one, str):
        return _of_frame(index, one)
    rows = [answer.row.cells for answer in select(index, one, {})]
    return [
        (
            index.series_of(row).id,
            (row["period_start"], row["period_end"]),
            _number(row["value"]),
        )
        for row in rows
    ]


def _of_frame(index: Index, frame: Any) -> list[tuple[str, tuple[str, str], str]]:
    data = opened(frame)
    if data.is_empty():
        raise RefusedError(
            "a frame has no rows, so no column can be made of it",
            "leave it out, or give the series_id; overview lists those there are",
        )
    for series_id in data["series_id"].unique().to_list():
        key_of_frame(index, series_id)
    cells = [
        ["" if empty else value for value, empty in zip(data[name], data[name].is_null(), strict=True)]
        for name in _NEEDED
    ]
    return [
        (str(series_id), (str(start)[:10], str(end)[:10]), _number(value))
        for series_id, start, end, value in zip(*cells, strict=True)
    ]


def key_of_frame(index: Index, series_id: Any) -> SeriesKey:
    """Read the series_id of a frame, or refuse what is none."""
    try:
        return read_series_id(str(series_id))
    except ValueError as error:
        known = [key.id for key in list(index.keys())]
        raise UnknownNameError(
            "series_id, of the form that overview lists,", str(series_id), known
        ) from error


def _number(value: Any) -> str:
    """Write a value in one way, whether it is read from the table or stands in a frame."""
    return "" if value == "" else repr(float(value))


def opened(frame: Any, needed: Sequence[str] = _NEEDED) -> Any:
    """Open a frame that `series` returned, or refuse what is none."""
    import narwhals.stable.v2 as nw

    try:
        data: Any = nw.from_native(frame, eager_only=True)
    except TypeError as error:
        raise UnsupportedBackendError(
            f"{type(frame).__name__} is neither a series_id nor an eager dataframe"
        ) from error
    if missing := [name for name in needed if name not in data.columns]:
        raise UnknownNameError("column in the frame, which series returns:", missing[0], list(data.columns))
    return data
