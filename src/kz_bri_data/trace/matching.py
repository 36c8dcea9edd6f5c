"""Match rows with the sentences and numbers of a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kz_bri_data._catalogue import Catalogue
from kz_bri_data._paths import as_path
from kz_bri_data.errors import UnknownNameError
from kz_bri_data.trace.patterns import TOKEN, YEAR, date_pattern, figure_pattern
from kz_bri_data.trace.records import By, Figure, Token, Trace, Unmatched
from kz_bri_data.trace.text import read_text, sentences

Row = Mapping[str, str]


def trace(catalogue: Catalogue, source_id: str, path: str | Path) -> Trace:
    """Check a copy of a source against the rows of a package.

    Parameters
    ----------
    catalogue
        The package.
    source_id
        Identifier of the source, as in sources.csv.
    path
        The source as UTF-8 text or as PDF; a PDF needs the extra `pdf`.

    Returns
    -------
    Trace

    Raises
    ------
    UnknownNameError
        If there is no such source.
    CannotRunError
        If the file is missing, unreadable or without text.
    MissingExtraError
        If the file is a PDF and pypdf is not installed.
    """
    sources = [row["source_id"] for row in catalogue.rows_referred_to("sources")]
    if source_id not in sources:
        raise UnknownNameError("source", source_id, sources)
    return trace_text(
        source_id,
        read_text(as_path(path)),
        observations=catalogue.rows_referred_to("observations"),
        events=catalogue.rows_referred_to("events"),
        omissions=catalogue.rows_referred_to("omissions"),
    )


def trace_text(
    source_id: str,
    text: str,
    *,
    observations: Iterable[Row] = (),
    events: Iterable[Row] = (),
    omissions: Iterable[Row] = (),
) -> Trace:
    r"""Check a text against rows.

    Parameters
    ----------
    source_id
        The source; rows of other sources are left aside.
    text
        Its text, pages divided by form feeds.
    observations, events, omissions
        Rows of these tables, as text.

    Returns
    -------
    Trace

    Examples
    --------
    >>> omission = {"source_id": "a", "locator": "sentence 1", "token": "both", "reason": "No figure."}
    >>> result = trace_text("a", "On both roads. In all,\nthree cars.", omissions=[omission])
    >>> [(token.locator, token.token, token.by) for token in result.tokens]
    [('sentence 1', 'both', 'omission'), ('sentence 2', 'three', '')]
    """
    texts = {f"sentence {n}": sentence for n, sentence in enumerate(sentences(text), start=1)}
    observed = _by_locator(source_id, observations)
    happened = _by_locator(source_id, events)
    omitted = _by_locator(source_id, omissions)
    figures: list[Figure] = []
    tokens: list[Token] = []
    unmatched: list[Unmatched] = []
    for locator in dict.fromkeys([*texts, *observed, *happened, *omitted]):
        sentence = texts.get(locator, "")
        spans = _spans(sentence, observed[locator])
        dates = [*_dates(observed[locator]), *_dates(happened[locator])]
        reasons = {row["token"]: row["reason"] for row in omitted[locator]}
        here = [Token(locator, *account) for account in _accounts(sentence, spans, dates, reasons)]
        tokens += here
        figures += [_figure(row, texts, row["observation_id"] in spans) for row in observed[locator]]
        unmatched += [
            Unmatched("events", row["event_id"], locator, "its date is not printed there")
            for row in happened[locator]
            if not _has_years(row, sentence)
        ]
        used = {token.token for token in here if token.by == "omission"}
        unmatched += [
            Unmatched("omissions", token, locator, "no number is left there that it could be")
            for token in reasons
            if token not in used
        ]
    return Trace(source_id, len(texts), tuple(figures), tuple(tokens), tuple(unmatched))


def _by_locator(source_id: str, rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["source_id"] == source_id:
            grouped[row["locator"]].append(row)
    return grouped


def _figure(observation: Row, texts: Mapping[str, str], found: bool) -> Figure:
    figure = observation["figure_as_printed"]
    pattern = figure_pattern(figure)
    elsewhere = [] if found else [locator for locator, words in texts.items() if pattern.search(words)]
    return Figure(observation["observation_id"], observation["locator"], figure, found, tuple(elsewhere))


def _spans(sentence: str, observations: list[Row]) -> dict[str, tuple[int, int]]:
    """Say where in a sentence each observation's figure is printed, if it is.

    Where a figure is printed twice, each observation takes one of the two, longer figures first, so
    that a second figure without a row of its own stays unaccounted for. Observations share a place
    only where there is none left.
    """
    spans: dict[str, tuple[int, int]] = {}
    for row in sorted(observations, key=lambda row: -len(row["figure_as_printed"])):
        places = [match.span() for match in figure_pattern(row["figure_as_printed"]).finditer(sentence)]
        free = [
            (start, end)
            for start, end in places
            if all(end <= first or last <= start for first, last in spans.values())
        ]
        if places:
            spans[row["observation_id"]] = (free or places)[0]
    return spans


def _dates(rows: list[Row]) -> Iterator[tuple[str, str]]:
    """Every date of the rows, with the identifier of its row."""
    for row in rows:
        for column in ("period_start", "period_end", "counted_from", "date_start", "date_end"):
            if row.get(column):
                yield row[column], row.get("observation_id") or row["event_id"]


def _accounts(
    sentence: str,
    spans: Mapping[str, tuple[int, int]],
    dates: list[tuple[str, str]],
    reasons: Mapping[str, str],
) -> Iterator[tuple[str, By, str]]:
    """Say of every number of a sentence what kind of row accounts for it, and which."""
    for match in TOKEN.finditer(sentence):
        token = match[0]
        of_figure = [
            row for row, (start, end) in spans.items() if start <= match.start() <= match.end() <= end
        ]
        pattern = date_pattern(token)
        of_date = [row for date, row in dates if pattern and pattern.match(date)]
        if of_figure:
            yield token, "figure", of_figure[0]
        elif of_date:
            yield token, "date", of_date[0]
        elif token in reasons:
            yield token, "omission", reasons[token]
        else:
            yield token, "", ""


def _has_years(event: Row, sentence: str) -> bool:
    """Say whether a sentence prints the years of an event that it is said to date."""
    years = {event["date_start"][:4], event["date_end"][:4]}
    return event["date_basis"] != "stated" or years <= set(re.findall(YEAR, sentence))
