"""Choose one series of an indicator, or say which there are."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, TypedDict, get_args

from kz_bri_data._catalogue import Catalogue
from kz_bri_data._series import OBSERVED
from kz_bri_data._series.best import Answer, answers, conflicts, every
from kz_bri_data._series.frames import as_frame
from kz_bri_data._series.identity import (
    CHOICES,
    NOT_OF_A_SUBJECT,
    TOGETHER,
    Frequency,
    SeriesKey,
    call,
    day_before,
    read_series_id,
    tell_apart,
    tell_subject_apart,
)
from kz_bri_data._series.index import open_index
from kz_bri_data._series.limits import Limit, keep_between, read_limits
from kz_bri_data._series.preferred import prefer
from kz_bri_data._series.rows import Index, Row
from kz_bri_data.errors import (
    AmbiguousSeriesError,
    BrokenSeriesError,
    ConflictError,
    ConflictWarning,
    RefusedError,
    UnknownNameError,
)

OnConflict = Literal["warn", "raise", "ignore"]
Sources: TypeAlias = Literal["best", "all"] | Sequence[str]

_ARGUMENTS = (*CHOICES, "start", "end", "sources", "on_conflict")

# How many calls a refusal lists.
_MOST = 20


class Choices(TypedDict, total=False):
    """The arguments that choose one series of an indicator."""

    area: str
    partner: str
    entity: str
    breakdown: str
    definition: str
    basis: str
    unit: str
    counted_from: str
    status: str
    frequency: Frequency
    derived: bool
    start: Limit
    end: Limit
    sources: Sources
    on_conflict: OnConflict


def series(catalogue: Catalogue, indicator: str, backend: Any, choices: Choices) -> Any:
    """Select one series of a package; see `Package.series`."""
    index = open_index(catalogue)
    return as_frame(index, select(index, indicator, choices), backend)


def select(index: Index, indicator: str, choices: Choices) -> list[Answer]:
    """Select one series, and warn or refuse where sources conflict."""
    rows = select_sides(index, indicator, choices)
    _refuse_break(index, rows)
    return _answered(index, rows, indicator, choices)


def select_last(index: Index, indicator: str, choices: Choices) -> list[Answer]:
    """Select the last period of one series; a single period goes over no break."""
    rows = select_sides(index, indicator, choices)
    last = [row for row in rows if row.period() == rows[-1].period()]
    return _answered(index, last, indicator, choices)


def select_alike(index: Index, indicator: str, choices: Choices) -> dict[SeriesKey, list[Row]]:
    """Select one series on every side of its breaks, and those that count the same beside it.

    These are of the same thing, in the same unit and of the same length of periods, by whomever they are
    counted, and what is planned, aimed at or expected of it. The selected one stands first, then the longer.
    """
    indicator, choices, rows = _fitting(index, indicator, choices)
    key = _one_series(index, indicator, rows, choices)
    alike = [one for one in rows if _counts_the_same(one, key)]
    ordered = sorted(alike, key=lambda one: (one.without_side != key.without_side, -len(rows[one]), one))
    return {one: rows[one] for one in ordered}


def _counts_the_same(one: SeriesKey, key: SeriesKey) -> bool:
    parts = ("subject", "unit", "counted_from", "derived")
    is_as_long = one.frequency == key.frequency or one.status != TOGETHER
    return is_as_long and all(getattr(one, part) == getattr(key, part) for part in parts)


def select_sides(index: Index, indicator: str, choices: Choices) -> list[Row]:
    """Give the rows of one series, on every side of its breaks, in order of time."""
    indicator, choices, rows = _fitting(index, indicator, choices)
    key = _one_series(index, indicator, rows, choices)
    sides = [one for one in rows if one.without_side == key.without_side]
    return sorted((row for side in sides for row in rows[side]), key=Row.period)


def _fitting(
    index: Index, indicator: str, choices: Choices
) -> tuple[str, Choices, dict[SeriesKey, list[Row]]]:
    """Give the rows that fit the choices by series, with the indicator and the choices that were meant."""
    given: Any = read_limits(choices)
    choices = {**choices, **given}
    if isinstance(indicator, str) and "/" in indicator:
        indicator, choices = _of_identifier(index, indicator, choices)
    _refuse_unknown(index, indicator, choices)
    rows = dict(index.by_indicator.get(indicator, {}))
    for argument in CHOICES:
        if argument in choices:
            names, value = index.names.get(argument, {}), choices[argument]  # type: ignore[literal-required]
            rows = _chosen(rows, indicator, argument, value, names)
    # The side of a break, which an identifier may name, is among them by now.
    return indicator, choices, keep_between(rows, indicator, read_limits(choices))


def _answered(index: Index, rows: Sequence[Row], indicator: str, choices: Choices) -> list[Answer]:
    """Judge the rows of one series period by period."""
    sources = choices.get("sources", "best")
    if sources == "all":
        found = every(index, rows)
    else:
        found = answers(index, rows, () if sources == "best" else list(sources))
    tell_conflicts(index, found, indicator, choices.get("on_conflict", "warn"))
    return found


def _of_identifier(index: Index, series_id: str, choices: Choices) -> tuple[str, Choices]:
    """Read the identifier of a series, as `overview` lists it, as arguments."""
    try:
        key = read_series_id(series_id)
        series = index.by_indicator.get(key.indicator, {})
    except ValueError:
        series = {}
    if not series or key not in series:
        raise UnknownNameError("series", series_id, [one.id for one in series or index.keys()])
    for argument in CHOICES:
        own, chosen = getattr(key, argument), choices.get(argument)
        own = own == "yes" if argument == "derived" else own
        is_part = argument == "status" and own == TOGETHER and chosen in OBSERVED
        if argument in choices and chosen != own and not is_part:
            raise RefusedError(
                f"{argument}={chosen!r} contradicts {series_id}, whose {argument} is {own!r}",
                f"leave out {argument}=, or give the indicator {key.indicator!r} instead of the series_id",
            )
    arguments: Any = {**tell_apart(key, series), **choices}
    # A date that is chosen narrows the side of a break, and never leaves it.
    for argument, farthest in (("start", max), ("end", min)):
        own, chosen = getattr(key, argument), choices.get(argument)
        if own and isinstance(chosen, str):
            arguments[argument] = farthest(own, chosen)
    return key.indicator, arguments


def _refuse_unknown(index: Index, indicator: str, choices: Choices) -> None:
    """Refuse what no choice makes sense of."""
    index.refuse_unknown("indicator", indicator)
    if unknown := sorted(set(choices) - set(_ARGUMENTS)):
        meant = "area" if unknown[0] == "country" else None
        raise UnknownNameError("argument", unknown[0], list(_ARGUMENTS), meant)
    if not isinstance(choices.get("derived", False), bool):
        raise UnknownNameError("choice of what is derived", choices["derived"], ["True", "False"])
    on_conflict = choices.get("on_conflict", "warn")
    if on_conflict not in get_args(OnConflict):
        raise UnknownNameError("way to treat conflicts", on_conflict, list(get_args(OnConflict)))
    _refuse_sources(index, choices.get("sources", "best"))


def _refuse_sources(index: Index, sources: object) -> None:
    """Refuse what names no sources in an order."""
    if isinstance(sources, str):
        if sources in ("best", "all"):
            return
        listed = [f'["{sources}"]'] if sources in index.sources else list(index.sources)
        raise UnknownNameError("choice of sources", sources, ["best", "all", *listed])
    if not isinstance(sources, Sequence | Mapping):
        raise RefusedError(
            f"sources is {type(sources).__name__}, and no list in order of preference",
            'leave sources out for "best", or list source_ids',
        )
    if not sources:
        raise RefusedError("no source is given", 'leave sources out for "best", or list source_ids')
    for source in sources:
        if source not in index.sources:
            raise UnknownNameError("source", source, list(index.sources))


def _chosen(
    rows: Mapping[SeriesKey, list[Row]],
    indicator: str,
    argument: str,
    value: str,
    names: Mapping[str, str],
) -> dict[SeriesKey, list[Row]]:
    """Keep what has the value of an argument; a status chooses rows within a series too."""
    if argument == "frequency" and value not in get_args(Frequency):
        raise UnknownNameError("frequency", value, list(get_args(Frequency)))
    if argument == "derived":
        return _chosen_derived(rows, indicator, derived=bool(value))
    kept = {key: found for key, found in rows.items() if getattr(key, argument) == value}
    if argument == "status" and value in OBSERVED:
        some = {key: [row for row in found if row.cells["status"] == value] for key, found in rows.items()}
        kept = {key: found for key, found in some.items() if found}
    if not kept:
        there = {getattr(key, argument) for key in rows}
        if argument == "status" and TOGETHER in there:
            there |= {row.cells["status"] for found in rows.values() for row in found}
        kind = f"observation of {indicator} that fits the other choices, with the {argument}"
        # A name, such as China, stands for its code.
        named = str(value).casefold()
        meant = [code for code in there if names.get(code, "").casefold() == named]
        raise UnknownNameError(kind, value, sorted(there), meant[0] if meant else None)
    return kept


def _chosen_derived(
    rows: Mapping[SeriesKey, list[Row]], indicator: str, *, derived: bool
) -> dict[SeriesKey, list[Row]]:
    """Keep what is worked out, or what is printed."""
    kept = {key: found for key, found in rows.items() if bool(key.derived) == derived}
    if rows and not kept:
        how = "worked out" if derived else "printed"
        raise RefusedError(
            f"nothing of {indicator} that fits the other choices is {how}",
            f'leave out derived=, or see kbd.overview("{indicator}") for what there is',
        )
    return kept


def _one_series(
    index: Index, indicator: str, rows: Mapping[SeriesKey, list[Row]], choices: Choices
) -> SeriesKey:
    """Take the preferred series of the one subject, or of the one between Kazakhstan and China."""
    subjects: dict[tuple[str, ...], list[SeriesKey]] = {}
    for key in rows:
        subjects.setdefault(key.subject, []).append(key)
    keys = next(iter(subjects.values()), []) if len(subjects) == 1 else _of_the_two(subjects)
    if keys:
        return prefer(index, keys).key
    everything = index.by_indicator.get(indicator, {})
    if not subjects:
        raise RefusedError(
            f"there are no observations of {indicator}", f'search with kbd.find("{indicator}") for others'
        )
    kept: dict[str, Any] = {name: value for name, value in choices.items() if name in NOT_OF_A_SUBJECT}
    best = [prefer(index, keys).key for keys in subjects.values()]
    named = [tell_subject_apart(key, everything) for key in sorted(best)]
    raise _ambiguous(indicator, [{**arguments, **kept} for arguments in named])


def _of_the_two(subjects: Mapping[tuple[str, ...], list[SeriesKey]]) -> list[SeriesKey]:
    """Give the one subject between Kazakhstan and China: as Kazakhstan reports it, else as China does."""
    for two in (("KAZ", "CHN"), ("CHN", "KAZ")):
        between = [keys for subject, keys in subjects.items() if subject[1:3] == two]
        # What is of no entity and no part is the whole.
        whole = [keys for keys in between if not keys[0].entity and not keys[0].breakdown]
        if between:
            found = whole if whole else between
            return found[0] if len(found) == 1 else []
    return []


def _ambiguous(indicator: str, named: list[dict[str, Any]]) -> AmbiguousSeriesError:
    calls = [call(indicator, arguments) for arguments in named[:_MOST]]
    more = (
        [f'and {len(named) - _MOST} more, which kbd.overview("{indicator}") lists'] if named[_MOST:] else []
    )
    error = AmbiguousSeriesError(
        f"{len(named)} things are counted as {indicator}", "\n  ".join(["call one of", *calls, *more])
    )
    error.series = [dict(arguments) for arguments in named]
    return error


def _refuse_break(index: Index, rows: Sequence[Row]) -> None:
    """Refuse a series that goes on over a day from which it is counted in another way."""
    if len({row.period() for row in rows}) < 2:
        return
    first, last = rows[0].period()[0], rows[-1].period()[1]
    for one in index.breaks_of(rows[0].cells):
        if first < one["date"] <= last:
            raise BrokenSeriesError(
                f"the series is counted in another way from {one['date']} on: {one['reason']}",
                f'choose a side with start="{one["date"]}" or with end="{day_before(one["date"])}"',
            )


def tell_conflicts(index: Index, found: Sequence[Answer], what: str, on_conflict: OnConflict) -> None:
    """Name the periods in which sources conflict, in one line."""
    said = None if on_conflict == "ignore" else describe_conflicts(index, found, what)
    if said and on_conflict == "raise":
        raise ConflictError(said.problem, f'{said.remedy}; the best of each period: on_conflict "ignore"')
    if said:
        warnings.warn(ConflictWarning("; ".join(said)), stacklevel=_outside())


class Conflicts(NamedTuple):
    """In which periods sources conflict, and the calls that give every row of them."""

    problem: str
    remedy: str


def describe_conflicts(index: Index, found: Sequence[Answer], what: str) -> Conflicts | None:
    """Say in which periods sources of something conflict, or None."""
    periods = conflicts(found)
    if not periods:
        return None
    calls = [call(one, {"sources": "all"}) for one in _in_conflict(index, found)]
    problem = f"sources of {what} conflict beyond rounding in {', '.join(periods)}"
    return Conflicts(problem, f"every row: {' and '.join(calls)}")


def _in_conflict(index: Index, found: Sequence[Answer]) -> list[str]:
    """List the printed series whose sources conflict, also below what is worked out of them."""
    ids: dict[str, None] = {}
    for one in found:
        if one.outcome != "conflict":
            continue
        rests_on = one.row.cells.get("rests_on", "").split()
        if not rests_on:
            ids[index.series_of(one.row.cells).id] = None
        for cells in (index.observations[identifier] for identifier in rests_on):
            key = index.series_of(cells)
            if Row(0, cells).period_text in conflicts(answers(index, index.rows(key))):
                ids[key.id] = None
    return list(ids)


def _outside() -> int:
    """Count the calls up to the one that is not ours."""
    import sys

    frame, level = sys._getframe(1), 1
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("kz_bri_data."):
        frame, level = frame.f_back, level + 1
    return level
