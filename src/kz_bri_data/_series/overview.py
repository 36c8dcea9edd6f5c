"""One row a series: what there is, how well it is covered, and the call that gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from unicodedata import normalize

from kz_bri_data._backends import make
from kz_bri_data._catalogue import Catalogue
from kz_bri_data._series.best import answers, conflicts
from kz_bri_data._series.frames import describe
from kz_bri_data._series.identity import OTHER, TOGETHER, SeriesKey, call, tell_apart
from kz_bri_data._series.index import open_index
from kz_bri_data._series.preferred import prefer, runs
from kz_bri_data._series.rows import Index
from kz_bri_data.errors import RefusedError

COLUMNS = (
    describe("call", "string", "Call that gives the series."),
    describe("title", "string", "What is counted, in words."),
    describe("unit", "string", "Unit of the values."),
    describe("frequency", "string", "Length of the periods."),
    describe("first", "string", "First period; empty if undated."),
    describe("last", "string", "Last period; empty if undated."),
    describe("n_periods", "integer", "How many periods have a figure."),
    describe("gaps", "integer", "How many periods between first and last have none."),
    describe("n_origins", "integer", "How many independent origins its figures have."),
    describe("n_conflicts", "integer", "In how many periods sources conflict beyond rounding."),
    describe("preferred", "string", "Whether it is the series that answers for its subject: yes or no."),
    describe("rule", "string", "Rule that chose the preferred series."),
    describe("derived", "string", "Whether it is worked out of other series: yes or no."),
    describe("basis", "string", "Who counts; empty if no source says."),
    describe("definition", "string", "What exactly is counted; empty if no source says."),
    describe("caveat", "string", "What a reader has to know of all its figures."),
    describe("series_id", "string", "Identifier, which series takes too."),
)


def overview(
    catalogue: Catalogue,
    indicator: str | None,
    entity: str | None,
    area: str | None,
    text: str | None,
    backend: str,
) -> Any:
    """List the series of a package; see `Package.overview`."""
    rows = list_series(open_index(catalogue), indicator, entity, area, text)
    return make(COLUMNS, ([row[column.name] for column in COLUMNS] for row in rows), backend)


def list_series(
    index: Index,
    indicator: str | None = None,
    entity: str | None = None,
    area: str | None = None,
    text: str | None = None,
) -> Iterator[dict[str, str]]:
    """List series as text: by indicator and subject, the preferred one first."""
    for part, value in (("indicator", indicator), ("entity", entity), ("area", area)):
        if value is not None:
            index.refuse_unknown(part, value)
    if not (text is None or isinstance(text, str)):
        raise RefusedError(f"text is {type(text).__name__}", "give words such as 'uranium production'")
    words = _folded(text or "").split()
    return (
        row
        for key, rule, is_preferred in _in_order(index, indicator)
        if (entity is None or key.entity == entity) and (area is None or area in (key.area, key.partner))
        for row in [_described(index, key, rule, is_preferred=is_preferred)]
        if _has(words, [*row.values(), _names_of(index, key)])
    )


def title_of(index: Index, key: SeriesKey) -> str:
    """Say in words what a series counts.

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> from kz_bri_data._series.identity import read_series_id
    >>> title_of(open_index(installed()), read_series_id("oil_reserves/KAZ/barrel/A"))
    'Oil reserves: Kazakhstan'
    """
    return index.declared.get(key.id, {}).get("title") or _names_of(index, key)


def _names_of(index: Index, key: SeriesKey) -> str:
    """Make a title of the names of the parts of a series."""
    parts = ("area", "partner", "entity", "breakdown", "definition", "basis")
    words = [index.names[part].get(getattr(key, part), getattr(key, part)) for part in parts]
    if key.partner:
        words[1] = f"with {words[1]}"
    words.append("worked out" if key.derived else "")
    words.append(key.status if key.status != TOGETHER else "")
    words.append(f"since {key.counted_from}" if key.counted_from else "")
    words.append(f"from {key.start} on" if key.start else "")
    words.append(f"up to {key.end}" if key.end else "")
    name = index.names["indicator"].get(key.indicator, key.indicator)
    return f"{name}: {', '.join(filter(None, words))}".removesuffix(": ")


def _in_order(index: Index, indicator: str | None) -> Iterator[tuple[SeriesKey, str, bool]]:
    """Give every series with the rule that chose among those of its subject, and whether it was chosen."""
    for name in sorted(index.by_indicator) if indicator is None else [indicator]:
        subjects: dict[tuple[str, ...], list[SeriesKey]] = {}
        for key in sorted(index.by_indicator.get(name, {})):
            subjects.setdefault(key.subject, []).append(key)
        for keys in subjects.values():
            best, rule = prefer(index, keys)
            # Both sides of a break are one count.
            chosen = {key for key in keys if key.without_side == best.without_side}
            for key in sorted(keys, key=lambda key: (key not in chosen, key)):
                yield key, rule, key in chosen


def _described(index: Index, key: SeriesKey, rule: str, *, is_preferred: bool) -> dict[str, str]:
    rows = index.rows(key)
    found = answers(index, rows)
    dated = [one.row.period_text for one in found if one.row.period()[1]]
    return {
        "call": call(key.indicator, tell_apart(key, index.by_indicator[key.indicator])),
        "title": title_of(index, key),
        "unit": key.unit,
        "frequency": key.frequency,
        "first": dated[0] if dated else "",
        "last": dated[-1] if dated else "",
        "n_periods": str(len(found)),
        "gaps": "" if key.frequency == OTHER else str(runs(key, rows)[1]),
        "n_origins": str(_count(index.origins.of(row.cells) for row in rows)),
        "n_conflicts": str(len(conflicts(found))),
        "preferred": "yes" if is_preferred else "no",
        "rule": rule if is_preferred else "",
        "derived": key.derived or "no",
        "basis": index.names["basis"].get(key.basis, key.basis),
        "definition": index.names["definition"].get(key.definition, key.definition),
        "caveat": index.declared.get(key.id, {}).get("caveat", ""),
        "series_id": key.id,
    }


def _has(words: list[str], texts: list[str]) -> bool:
    """Say whether some texts together have every word."""
    if not words:
        return True
    text = _folded(" ".join(texts))
    return all(word in text for word in words)


def _count(values: Iterable[str]) -> int:
    return len(set(values))


def _folded(text: str) -> str:
    return normalize("NFC", text.casefold())
