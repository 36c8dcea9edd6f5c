"""Which sources a name or a dataframe rests on."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, cast

from kz_bri_data._catalogue import Catalogue
from kz_bri_data._series.choosing import Choices, select
from kz_bri_data._series.index import open_index
from kz_bri_data.errors import RefusedError, UnknownNameError, UnsupportedBackendError

Row: TypeAlias = dict[str, str]

_SOURCE = "source_id"

# Keys of the rows that name a source -> their tables.
_KEYS = {"observation_id": "observations", "event_id": "events", "statement_id": "statements"}

# Columns of our results that hold such keys, several of them separated by spaces.
_POINTING = (
    *("claim_id", "evidence_id", "evidence", "rests_on", "alternatives"),
    *("assessment_id", "area_id", "partner_id", "numerator_id", "denominator_id"),
    *("from_observation_id", "target_observation_id"),
)

# A longer text is no call that anybody pastes.
_LONGEST_CALL = 1000

_KINDS = "table, source, observation, event, statement, indicator or series"


def sources_of(catalogue: Catalogue, what: Any) -> list[Row]:
    """Give the rows of `sources` that something rests on, each once, in order of their identifiers.

    Parameters
    ----------
    catalogue
        The package.
    what
        As in `Package.cite`.

    Raises
    ------
    KzBriDataError
        As in `Package.cite`.
    """
    known = {row[_SOURCE]: row for row in catalogue.rows_referred_to("sources")}
    if what is None:
        return []
    if hasattr(what, "__table__") or (isinstance(what, str) and what in catalogue.resources):
        found = _of_columns(catalogue, _by_column(catalogue.rows(catalogue.table_name(what))))
    elif isinstance(what, str):
        found = {what} if what in known else _of_text(catalogue, what, list(known))
    else:
        found = _of_columns(catalogue, _columns(what))
        if not found:
            raise RefusedError("no row of the frame names a source", "give rows whose source_id is filled in")
    if unknown := sorted(found - known.keys()):
        raise UnknownNameError("source", unknown[0], list(known))
    return [known[one] for one in sorted(found)]


def _of_text(catalogue: Catalogue, text: str, known: list[str]) -> set[str]:
    """Give the sources of one row by its key, or of a series."""
    rows = _rows_by_key(catalogue)
    if text in rows:
        return rows[text]
    choices: Choices = {}
    indicator = text
    if text.startswith("kbd."):
        indicator, choices = _read_call(text)
    choices["on_conflict"] = "ignore"
    index = open_index(catalogue)
    is_series = "/" in text or text in index.names["indicator"]
    if indicator == text and not (is_series and _is_known_series(index.keys(), text)):
        series = [key.id for key in index.keys()]  # noqa: SIM118 - an index is no mapping
        indicators = list(index.by_indicator)
        raise UnknownNameError(_KINDS, text, [*catalogue.resources, *known, *rows, *indicators, *series])
    cells: dict[str, list[str]] = {_SOURCE: [], "rests_on": [], "alternatives": []}
    for answer in select(index, indicator, choices):
        cells[_SOURCE].append(answer.row.cells[_SOURCE])
        cells["rests_on"].append(answer.row.cells.get("rests_on", ""))
        cells["alternatives"] += [one.cells["observation_id"] for one in answer.alternatives]
    return _of_columns(catalogue, cells)


def _is_known_series(keys: Iterable[Any], text: str) -> bool:
    return any(text in (key.id, key.indicator) for key in keys)


def _read_call(text: str) -> tuple[str, Choices]:
    """Read the call of a series, as `overview` and `find` give it; nothing in it is executed."""
    try:
        if len(text) > _LONGEST_CALL:
            raise ValueError
        call = ast.parse(text, mode="eval").body
        if not isinstance(call, ast.Call) or ast.unparse(call.func) != "kbd.series":
            raise ValueError
        (indicator,) = (ast.literal_eval(one) for one in call.args)
        choices = {one.arg: ast.literal_eval(one.value) for one in call.keywords if one.arg != "backend"}
        if not isinstance(indicator, str) or None in choices:
            raise ValueError
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        raise RefusedError(
            f"this is no call of a series: {text[:100]}",
            'give a call such as kbd.series("goods_trade_turnover"), whose arguments are written out',
        ) from None
    return indicator, cast("Choices", choices)


def _of_columns(catalogue: Catalogue, columns: Mapping[str, Iterable[str]]) -> set[str]:
    """Give the sources that columns name, and those of the rows that they point to."""
    found = {one for one in columns.get(_SOURCE, ()) if one}
    pointing = [*_POINTING, *([] if _SOURCE in columns else _KEYS)]
    pointed_to = {one for name in pointing for cell in columns.get(name, ()) for one in cell.split()}
    if pointed_to:
        rows = _rows_by_key(catalogue)
        if unknown := sorted(pointed_to - rows.keys()):
            raise UnknownNameError("observation, event or statement", unknown[0], list(rows))
        found.update(*(rows[one] for one in pointed_to))
    return found


def _rows_by_key(catalogue: Catalogue) -> dict[str, set[str]]:
    """Give the sources of every observation, event and statement; a claim may be a figure and an event."""
    found: dict[str, set[str]] = {}
    for key, table in _KEYS.items():
        for row in catalogue.rows_referred_to(table):  # type: ignore[arg-type]
            found.setdefault(row[key], set()).add(row[_SOURCE])
    return found


def _by_column(rows: Iterable[Row]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        for name in (_SOURCE, *_KEYS, *_POINTING):
            if name in row:
                found.setdefault(name, set()).add(row[name])
    return found


def _columns(frame: Any) -> dict[str, set[str]]:
    """Read the columns of a frame that name sources, or rows that do."""
    import narwhals.stable.v2 as nw
    from narwhals.exceptions import DuplicateError

    try:
        data: Any = nw.from_native(frame, eager_only=True)
        names = [name for name in (_SOURCE, *_KEYS, *_POINTING) if name in data.columns]
    except TypeError as error:
        raise UnsupportedBackendError(
            f"{type(frame).__name__} is neither a name nor an eager dataframe; give one of pandas, Polars or "
            "PyArrow, and of a lazy one what its collect() gives"
        ) from error
    except DuplicateError as error:
        raise RefusedError("several columns of one name", "give each a name of its own") from error
    if data.is_empty():
        raise RefusedError("a frame without rows has no sources", "give the rows that you use")
    # In a comparison the evidence is a number.
    texts = [name for name in names if not data[name].dtype.is_numeric()]
    if not texts:
        raise RefusedError(
            "no column of the frame says where its rows come from",
            f"keep the column source_id, or one of {', '.join([*_KEYS, *_POINTING])}; reset_index() "
            "makes a column of an index",
        )
    return {name: {str(one) for one in data[name].drop_nulls().unique().to_list()} for name in texts}
