"""Check a reader's own copy of a source against the rows that cite it, figure by figure.

The text of a source is not in the package. Somebody who has it can check here that nothing was misread
or left out: every `figure_as_printed` has to be found at its locator, and every number of the text has
to belong to an observation, to a date or to an omission with its reason.

A locator is the ordinal of a sentence in the running text. All lines and pages are joined by single
spaces, so a footnote stays where it stands; the first or last line of a page is dropped if it is only
a number. A sentence ends at a full stop, question mark or exclamation mark, closing quotes and brackets
after it included, if a space follows and then an upper-case letter, a digit, an opening quote or an
opening bracket. Sentences are counted from 1 from the beginning of the text, title included. The count
depends on the words alone, so a text file and a PDF give the same.

Numbers are words with a digit (`4.4`, `48,000`, `5G`), dates with the English name of a month
(`December 2022`, `5 May`) and the words of `NUMBER_WORDS`. A number is accounted for by a figure that it
is printed within, else by a date of a row of its sentence, else by an omission.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Literal, NamedTuple

from kz_bri_data import loaders
from kz_bri_data.errors import CannotRunError, MissingExtraError, UnknownNameError

NUMBER_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
tens hundred hundreds thousand thousands million millions billion billions trillion trillions
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth
fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth millionth
half halves thirds quarter quarters fifths tenths once twice thrice both single double triple
pair pairs couple dozen dozens score scores decade decades century centuries millennium millennia
"""

_Row = Mapping[str, str]
_By = Literal["figure", "date", "omission", ""]

# A hyphen at the end of a line may belong to the word or only divide it; this stands for either.
_SOFT = "\N{SOFT HYPHEN}"
_DASHES = dict.fromkeys(map(ord, "\N{HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{MINUS SIGN}"), "-")
_LONGEST = 50_000_000  # bytes; no publication's text is longer

_SENTENCE_END = re.compile(r"""[.?!][”"’'»)\]]* (?=(.))""")
_MONTHS = "January February March April May June July August September October November December"
_MONTH = rf"\b(?:{_MONTHS.replace(' ', '|')})\b"
_DAY = r"\b\d{1,2}(?:st|nd|rd|th)?\b"
_YEAR = r"\b[12]\d{3}\b"
_TOKEN = re.compile(
    rf"{_DAY} {_MONTH}(?:,? {_YEAR})?|{_MONTH} {_DAY}(?:,? {_YEAR})?|{_MONTH},? {_YEAR}"
    r"|(?<![A-Za-z\d])[A-Za-z]*\d[A-Za-z\d]*(?:[.,]\d[A-Za-z\d]*)*"
    rf"|(?<![\w{_SOFT}])(?i:{'|'.join(NUMBER_WORDS.split())})(?![\w{_SOFT}])"
)


class Figure(NamedTuple):
    """A figure that a row says the source prints.

    Attributes
    ----------
    observation_id, locator, figure
        As in the row.
    found
        Whether it is printed in that sentence.
    elsewhere
        Locators of the sentences that print it, if that one does not.
    """

    observation_id: str
    locator: str
    figure: str
    found: bool
    elsewhere: tuple[str, ...]


class Token(NamedTuple):
    """A number of the source.

    Attributes
    ----------
    locator, token
        Its sentence, and the number as printed.
    by
        What accounts for it; empty if nothing does.
    account
        Identifier of the observation or event, or the reason of the omission.
    """

    locator: str
    token: str
    by: _By
    account: str


class Unmatched(NamedTuple):
    """An event or an omission that its sentence does not bear out.

    Attributes
    ----------
    table, name, locator
        Which row it is; an omission is named by its token.
    reason
        What its sentence lacks.
    """

    table: str
    name: str
    locator: str
    reason: str


class Trace(NamedTuple):
    """What a copy of a source says of the rows that cite it.

    Attributes
    ----------
    source_id
        The source.
    sentences
        How many sentences the copy has.
    figures, tokens, unmatched
        Every figure of the rows, every number of the copy, and the other rows that it does not bear out.
    """

    source_id: str
    sentences: int
    figures: tuple[Figure, ...]
    tokens: tuple[Token, ...]
    unmatched: tuple[Unmatched, ...]

    @property
    def clean(self) -> bool:
        """Whether every figure is found, every number accounted for, and no other row unmatched."""
        return (
            all(figure.found for figure in self.figures)
            and all(token.by for token in self.tokens)
            and not self.unmatched
        )


def trace(source_id: str, path: str | Path) -> Trace:
    """Check a copy of a source against the rows that ship with the package.

    Parameters
    ----------
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
    sources = [row["source_id"] for row in loaders.rows("sources")]
    if source_id not in sources:
        raise UnknownNameError("source", source_id, sources)
    return trace_text(
        source_id,
        read_text(Path(path)),
        observations=loaders.rows("observations"),
        events=loaders.rows("events"),
        omissions=loaders.rows("omissions"),
    )


def trace_text(
    source_id: str,
    text: str,
    *,
    observations: Iterable[_Row] = (),
    events: Iterable[_Row] = (),
    omissions: Iterable[_Row] = (),
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


def render(result: Trace) -> str:
    """Write a trace out in full, one line a figure, a number and an unmatched row.

    Parameters
    ----------
    result
        What `trace` gave.

    Returns
    -------
    str
        Text that ends in a line of summary.
    """
    figures = [
        ["found" if one.found else "NOT FOUND", one.locator, one.figure, one.observation_id]
        + ([f"printed in {', '.join(one.elsewhere)}"] if one.elsewhere else [])
        for one in result.figures
    ]
    tokens = [
        [one.by, one.locator, one.token, one.account]
        if one.by
        else ["NOTHING", one.locator, one.token, "add an observation, an event or an omission"]
        for one in result.tokens
    ]
    unmatched = [
        ["UNMATCHED", one.locator, one.name, f"{one.table}: {one.reason}"] for one in result.unmatched
    ]
    found = sum(one.found for one in result.figures)
    accounted = sum(bool(one.by) for one in result.tokens)
    return "\n".join(
        [
            f"{result.source_id}: {result.sentences} sentences",
            *_section("figures of our rows", figures),
            *_section("numbers of the text", tokens),
            *_section("rows without their number", unmatched),
            "",
            f"{found} of {len(figures)} figures found, {accounted} of {len(tokens)} numbers accounted for, "
            f"{len(unmatched)} rows without their number: {'clean' if result.clean else 'NOT CLEAN'}",
        ]
    )


def sentences(text: str) -> list[str]:
    r"""Divide a text into sentences by the rule of this module.

    Parameters
    ----------
    text
        The text, pages divided by form feeds.

    Returns
    -------
    list of str
        The sentences, lines joined, dashes as hyphens, characters in their plain forms.

    Examples
    --------
    >>> sentences("Trade grew by\n4.4 billion. 39% was rail.\n17\fIt rose to approx. that.")
    ['Trade grew by 4.4 billion.', '39% was rail.', 'It rose to approx. that.']
    """
    text = "\n".join(_without_page_number(page) for page in text.split("\f"))
    text = re.sub(r"(?<=\w)-[^\S\n]*\n\s*(?=\w)", _SOFT, text)
    running = " ".join(_plain(text).split())
    starts = [0] + [
        match.end()
        for match in _SENTENCE_END.finditer(running)
        if match[1].isupper() or match[1].isdigit() or match[1] in "“\"‘'«(["
    ]
    ends = [*starts[1:], len(running)]
    return [running[start:end].strip() for start, end in zip(starts, ends, strict=True) if running]


def read_text(path: Path) -> str:
    """Read the text of a publication.

    Parameters
    ----------
    path
        UTF-8 text or a PDF, told apart by what is in the file.

    Returns
    -------
    str
        Its text, pages of a PDF divided by form feeds.

    Raises
    ------
    CannotRunError
        If the file is missing, too large, neither of the two, encrypted, broken or without text.
    MissingExtraError
        If it is a PDF and pypdf is not installed.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST + 1)
    except OSError as error:
        raise CannotRunError(f"{path}: cannot read it: {error.strerror}; give the source's file") from error
    if len(content) > _LONGEST:
        raise CannotRunError(f"{path}: larger than {_LONGEST // 1_000_000} MB; give the text of one source")
    text = _pdf_text(path, content) if b"%PDF-" in content[:1024] else _decode(path, content)
    if not text.strip():
        raise CannotRunError(f"{path}: no text in it; if it is a scan, have its text recognised first")
    return text


def _pdf_text(path: Path, content: bytes) -> str:
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, FileNotDecryptedError
    except ModuleNotFoundError as error:
        raise MissingExtraError("pypdf", "pdf") from error
    try:
        return "\f".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    except (DependencyError, FileNotDecryptedError) as error:
        raise CannotRunError(f"{path}: encrypted; save it without a password and trace that") from error
    except Exception as error:  # on a broken file pypdf fails with errors of any kind
        raise CannotRunError(f"{path}: broken PDF ({error}); save its text and trace that") from error


def _decode(path: Path, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRunError(
            f"{path}: neither a PDF nor text in UTF-8 (byte {error.start}); save it as UTF-8 text"
        ) from error
    if "\0" in text:
        raise CannotRunError(f"{path}: neither a PDF nor text; save the source as UTF-8 text")
    return text


def _plain(text: str) -> str:
    """Bring ligatures, wide digits, no-break spaces, dashes and escaped dollars to their plain forms."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).replace(r"\$", "$")


def _without_page_number(page: str) -> str:
    lines = page.strip().splitlines()
    if lines and lines[0].strip().isdigit():
        lines = lines[1:]
    if lines and lines[-1].strip().isdigit():
        lines = lines[:-1]
    return "\n".join(lines)


def _by_locator(source_id: str, rows: Iterable[_Row]) -> defaultdict[str, list[_Row]]:
    grouped: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if row["source_id"] == source_id:
            grouped[row["locator"]].append(row)
    return grouped


def _figure(observation: _Row, texts: Mapping[str, str], found: bool) -> Figure:
    figure = observation["figure_as_printed"]
    pattern = _figure_pattern(figure)
    elsewhere = [] if found else [locator for locator, words in texts.items() if pattern.search(words)]
    return Figure(observation["observation_id"], observation["locator"], figure, found, tuple(elsewhere))


def _spans(sentence: str, observations: list[_Row]) -> dict[str, tuple[int, int]]:
    """Say where in a sentence each observation's figure is printed, if it is.

    Where a figure is printed twice, each observation takes one of the two, longer figures first, so
    that a second figure without a row of its own stays unaccounted for. Observations share a place
    only where there is none left.
    """
    spans: dict[str, tuple[int, int]] = {}
    for row in sorted(observations, key=lambda row: -len(row["figure_as_printed"])):
        places = [match.span() for match in _figure_pattern(row["figure_as_printed"]).finditer(sentence)]
        free = [
            (start, end)
            for start, end in places
            if all(end <= first or last <= start for first, last in spans.values())
        ]
        if places:
            spans[row["observation_id"]] = (free or places)[0]
    return spans


def _figure_pattern(figure: str) -> re.Pattern[str]:
    """Match a figure with white space ignored, but no part of a longer number or word."""
    characters = [char for char in _plain(figure) if not char.isspace()]
    inner = rf"[ {_SOFT}]*".join(f"[-{_SOFT}]" if char == "-" else re.escape(char) for char in characters)
    before = r"(?<!\d)(?<!\d[.,])" if characters[0].isdigit() else rf"(?<![A-Za-z0-9{_SOFT}])"
    after = r"(?!\d)(?![.,]\d)" if characters[-1].isdigit() else ""
    after = rf"(?![A-Za-z{_SOFT}])" if characters[-1].isalpha() else after
    return re.compile(before + inner + after)


def _dates(rows: list[_Row]) -> Iterator[tuple[str, str]]:
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
) -> Iterator[tuple[str, _By, str]]:
    """Say of every number of a sentence what kind of row accounts for it, and which."""
    for match in _TOKEN.finditer(sentence):
        token = match[0]
        of_figure = [
            row for row, (start, end) in spans.items() if start <= match.start() <= match.end() <= end
        ]
        pattern = _date_pattern(token)
        of_date = [row for date, row in dates if pattern and pattern.match(date)]
        if of_figure:
            yield token, "figure", of_figure[0]
        elif of_date:
            yield token, "date", of_date[0]
        elif token in reasons:
            yield token, "omission", reasons[token]
        else:
            yield token, "", ""


def _date_pattern(token: str) -> re.Pattern[str] | None:
    """Match the ISO dates that a token such as `2022`, `December 2022` or `5 May` can stand for."""
    if re.fullmatch(_YEAR, token):
        return re.compile(token)
    months = re.findall(_MONTH, token)
    if not months:
        return None
    month = f"{_MONTHS.split().index(months[0]) + 1:02}"
    year = "".join(re.findall(_YEAR, token)) or r"\d{4}"
    days = re.findall(_DAY, token)
    day = f"-{int(re.sub('[a-z]', '', days[0])):02}" if days else ""
    return re.compile(f"{year}-{month}{day}")


def _has_years(event: _Row, sentence: str) -> bool:
    """Say whether a sentence prints the years of an event that it is said to date."""
    years = {event["date_start"][:4], event["date_end"][:4]}
    return event["date_basis"] != "stated" or years <= set(re.findall(_YEAR, sentence))


def _section(title: str, lines: list[list[str]]) -> list[str]:
    """Lay lines out in columns under a title; the last two columns are ragged."""
    if not lines:
        return ["", title, "  none"]
    widths = [max(len(line[column]) for line in lines) for column in range(3)]
    padded = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), *line[3:]])
        for line in lines
    ]
    return ["", title, *(f"  {line}".rstrip() for line in padded)]
