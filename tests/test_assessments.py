"""The verdicts on the paper's claims: complete, consistent with `compare`, and made of cited numbers.

How the numbers of a reason are read. A date is a year from 1900 to 2099 in plain digits, with or
without a month in words and a day before it; it has to be a first or last day, or a `counted_from`, of
the claim or of a row that the assessment cites, no more exact than that row has it. Any other
number is written in digits, with commas between thousands, and times the scale word after it; it has
to be `value`, `value_low` or `value_high` of such a row exactly, under the hedge of that row. Numbers
in words are not allowed, so that none escapes.
"""

import calendar
import datetime
import functools
import re
from decimal import Decimal

import pytest

from kz_bri_data import compare
from kz_bri_data._catalogue import installed

PAPER = "liu-belt-and-road"

MONTHS = list(calendar.month_name)[1:]
DATE = re.compile(rf"(?:(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) )?\b((?:19|20)\d\d)\b(?![,.]\d)")
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
NUMBER = re.compile(rf"(?<![\w.,])(\d{{1,3}}(?:,\d{{3}})*(?:\.\d+)?)(?: ({'|'.join(SCALES)})\b)?")
WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty-\w+|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|twice|double[ds]?|half(?!-year)|thirds?|quarters?|"
    r"(?<!\d )(?:thousands?|millions?|billions?|trillions?))\b"
)

HEDGES = {
    "over": "over",
    "more than": "over",
    "at least": "at_least",
    "nearly": "nearly",
    "up to": "at_most",
    "within": "at_most",
    "under": "at_most",
    "no more than": "at_most",
    "about": "about",
}


@functools.cache
def table(name):
    keys = {"observations": "observation_id", "events": "event_id", "statements": "statement_id"}
    key = {**keys, "sources": "source_id"}.get(name, "assessment_id")
    return {row[key]: row for row in installed().rows(name)}


ASSESSMENTS = table("assessments")
CITED: dict[str, dict[str, str]] = {identifier: {} for identifier in ASSESSMENTS}
for _row in installed().rows("assessment_evidence"):
    CITED[_row["assessment_id"]][_row["evidence_id"]] = _row["relation"]
FIGURES = [identifier for identifier, row in ASSESSMENTS.items() if row["observation_id"]]
EVENTS = [
    identifier for identifier, row in ASSESSMENTS.items() if row["event_id"] and identifier not in FIGURES
]

each = pytest.mark.parametrize("identifier", ASSESSMENTS)
each_figure = pytest.mark.parametrize("identifier", FIGURES)
each_undated = pytest.mark.parametrize(
    "identifier",
    [
        identifier
        for identifier in FIGURES
        if ASSESSMENTS[identifier]["verdict"] in ("supported", "dated")
        and not table("observations")[identifier]["period_end"]
    ],
)
each_event = pytest.mark.parametrize("identifier", EVENTS)


@functools.cache
def outcomes(identifier, period):
    """Give the outcome for each observation that `compare` sets beside the claim."""
    pairs = compare(identifier, period=period)
    return dict(zip(pairs["evidence_id"], pairs["outcome"], strict=True))


def with_outcome(identifier, outcome, period="exact"):
    return {evidence for evidence, found in outcomes(identifier, period).items() if found == outcome}


def cited(identifier, relation):
    return {evidence for evidence, kind in CITED[identifier].items() if kind == relation}


def claim(identifier):
    """Give the claim; one that is recorded as a figure and as an event is shown as the figure."""
    return {**table("statements"), **table("events"), **table("observations")}[identifier]


def row_of(evidence):
    return {**table("events"), **table("observations")}[evidence]


def is_observed(row):
    return row["status"] in ("actual", "estimate")


def quantities(text):
    """Give the numbers of a text that are no dates, each with its hedge as a qualifier or ""."""
    text = DATE.sub("", text)
    found = []
    for match in NUMBER.finditer(text):
        number = Decimal(match[1].replace(",", "")) * SCALES.get(match[2], 1)
        before = text[: match.start()].rstrip().lower()
        hedges = [hedge for hedge in HEDGES if re.search(rf"\b{hedge}$", before)]
        found.append((number, HEDGES[max(hedges, key=len)] if hedges else ""))
    return found


def dates(text):
    """Give the dates of a text as YYYY, YYYY-MM or YYYY-MM-DD."""
    return [
        "-".join(
            [year]
            + ([f"{MONTHS.index(month) + 1:02}"] if month else [])
            + ([f"{int(day):02}"] if day else [])
        )
        for day, month, year in DATE.findall(text)
    ]


def says(row, number, hedge):
    qualifiers = (hedge,) if hedge else ("exact", "range")
    numbers = [Decimal(row[name]) for name in ("value", "value_low", "value_high") if row[name]]
    return row["qualifier"] in qualifiers and number in numbers


def is_share_of_two(percent, rows):
    """Say whether a percentage is what two rows of one source and period give, rounded as it is written."""
    return any(
        part["source_id"] == whole["source_id"]
        and part["period_end"] == whole["period_end"]
        and round(100 * Decimal(part["value"]) / Decimal(whole["value"]), 1) == percent
        for part in rows
        for whole in rows
    )


def days(row):
    """Give the days that a row or an event has, whole months without their days."""
    start, end = (row.get(f"period_{side}", row.get(f"date_{side}")) for side in ("start", "end"))
    if start and start.endswith("-01") and start != end:
        last = datetime.date.fromisoformat(end)
        if last.day == calendar.monthrange(last.year, last.month)[1]:
            start, end = start[:7], end[:7]
    return [day for day in (start, end, row.get("counted_from")) if day]


def has_date(row, date):
    return any(day.startswith(date) for day in days(row))


def shown(identifier):
    """Give the claim and the rows that its assessment cites."""
    return [claim(identifier), *(row_of(evidence) for evidence in CITED[identifier])]


@pytest.mark.parametrize(
    ("text", "numbers", "when"),
    [
        ("1.28 million cards on 1 February 2025", [(1280000, "")], ["2025-02-01"]),
        ("no more than 500 from 2019", [(500, "at_most")], ["2019"]),
        ("more than 2,000 km, 4,395 km in May 2021.", [(2000, "over"), (4395, "")], ["2021-05"]),
        ("2 to 3 days", [(2, ""), (3, "")], []),
        ("category C1, 43 % for 2022, but 0.5 %", [(43, ""), (Decimal("0.5"), "")], ["2022"]),
    ],
)
def test_how_numbers_are_read(text, numbers, when):
    assert (quantities(text), dates(text)) == (numbers, when)


def test_every_figure_event_and_statement_of_the_paper_is_assessed_once_and_nothing_else():
    for name, key in (
        ("observations", "observation_id"),
        ("events", "event_id"),
        ("statements", "statement_id"),
    ):
        claims = [row[key] for row in installed().rows(name) if row["source_id"] == PAPER]
        assessed = [row[key] for row in ASSESSMENTS.values() if row[key]]
        assert sorted(assessed) == sorted(claims)
    assert len(ASSESSMENTS) == len(list(installed().rows("assessments")))


@pytest.mark.parametrize(
    ("figure", "event"),
    [
        ("renewables-share-target-2050", "renewables-target-2050"),
        ("ecommerce-share-of-retail-2025", "ecommerce-expectation-2025"),
    ],
)
def test_one_claim_as_figure_and_as_event_is_judged_once(figure, event):
    assert ASSESSMENTS[f"{PAPER}/{figure}"]["event_id"] == f"{PAPER}/{event}"
    assert f"{PAPER}/{event}" not in ASSESSMENTS


@each
def test_evidence_is_of_other_sources_and_no_more_than_a_reader_can_check(identifier):
    assert len(CITED[identifier]) <= 7
    for evidence in CITED[identifier]:
        assert row_of(evidence)["source_id"] != claim(identifier)["source_id"]


@each
def test_a_verdict_has_the_evidence_that_it_needs(identifier):
    verdict = ASSESSMENTS[identifier]["verdict"]
    if verdict == "supported":
        assert cited(identifier, "supports")
    elif verdict == "contradicted":
        assert cited(identifier, "contradicts")
    elif verdict == "not_found":
        assert set(CITED[identifier].values()) <= {"context"}
    else:
        assert CITED[identifier]


@each
def test_a_reason_is_short_and_has_all_numbers_in_digits(identifier):
    reason = ASSESSMENTS[identifier]["reason"]
    assert reason.endswith(".")
    assert len(re.findall(r"(?<!\bU\.S)\.(?= [A-Z]|$)", reason)) <= 2
    assert not WORDS.search(reason)


@each
def test_the_numbers_of_a_reason_stand_in_the_claim_or_in_what_it_cites(identifier):
    reason, rows = ASSESSMENTS[identifier]["reason"], shown(identifier)
    figures = [row for row in rows if "value" in row]
    for number, hedge in quantities(reason):
        if f"which is {number} %" in reason:
            assert is_share_of_two(number, figures), number
        else:
            assert any(says(row, number, hedge) for row in figures), (number, hedge)
    for date in dates(reason):
        assert any(has_date(row, date) for row in rows), date


@each
def test_a_reason_names_who_published_each_cited_row_and_quotes_it(identifier):
    reason = ASSESSMENTS[identifier]["reason"]
    for evidence in CITED[identifier]:
        row = row_of(evidence)
        assert table("sources")[row["source_id"]]["publisher"] in reason, evidence
        quoted = "value" in row and any(says(row, number, hedge) for number, hedge in quantities(reason))
        of_event = identifier in EVENTS or "value" not in row
        told = of_event and any(has_date(row, date) for date in dates(reason))
        # An event without a date has nothing that could be quoted.
        assert quoted or told or not days(row), evidence


@each_figure
def test_relations_are_what_compare_finds(identifier):
    said = claim(identifier)
    assert cited(identifier, "supports") <= with_outcome(identifier, "agreement")
    assert cited(identifier, "contradicts") <= with_outcome(identifier, "conflict")
    for evidence in cited(identifier, "supports") | cited(identifier, "contradicts"):
        assert is_observed(row_of(evidence)) == is_observed(said), "a plan is no fact"


@each_figure
def test_verdicts_are_consistent_with_compare(identifier):
    verdict, undated = ASSESSMENTS[identifier]["verdict"], not claim(identifier)["period_end"]
    if verdict == "supported":
        assert with_outcome(identifier, "agreement")
    elif verdict == "contradicted":
        assert with_outcome(identifier, "conflict")
        assert not with_outcome(identifier, "agreement")
    elif verdict == "not_found":
        assert not with_outcome(identifier, "agreement", "all")
    elif verdict == "dated":
        assert set(CITED[identifier]) & with_outcome(identifier, "agreement", "all")
        assert undated or not with_outcome(identifier, "agreement")


@each_undated
def test_an_undated_claim_is_supported_until_the_same_count_says_otherwise(identifier):
    rows = table("observations")

    def is_superseded(evidence):
        old = rows[evidence]
        # Pairs are a table of their own, and a pair that is signed is one more.
        if old["indicator_id"] == "sister_city_pairs" and any(
            pair["since"] > old["period_end"] and pair["confidence"] == "high"
            for pair in installed().rows("twin_pairs")
        ):
            return True
        return any(
            rows[later]["basis"] == old["basis"]
            # What came about supersedes a plan, and no plan what was counted.
            and (is_observed(rows[later]) or not is_observed(old))
            and rows[later]["period_end"] > old["period_end"] > ""
            for later in with_outcome(identifier, "conflict")
        )

    superseded = [is_superseded(evidence) for evidence in cited(identifier, "supports")]
    assert superseded
    if ASSESSMENTS[identifier]["verdict"] == "dated":
        assert all(superseded)
    else:
        assert not any(superseded)


@each_event
def test_what_supports_an_event_is_of_it_and_of_its_time(identifier):
    event = claim(identifier)
    for evidence in cited(identifier, "supports"):
        row = row_of(evidence)
        assert event["entity_id"] in ("", row["entity_id"])
        assert is_observed(row) or not is_observed(event)
        if event["date_end"]:
            start = row.get("counted_from") or row.get("period_start", row.get("date_start"))
            end = row.get("counted_from") or row.get("period_end", row.get("date_end"))
            assert event["date_start"] <= start + "-01" * (start.count("-") == 1)
            assert end <= event["date_end"]
    assert not cited(identifier, "contradicts")


def test_the_world_bank_says_the_same_in_both_tables():
    population = {(row["area"], row["year"]): row["persons"] for row in installed().rows("population")}
    row = table("observations")["world-bank-population/population-china-2024"]
    assert row["value"] == population["CHN", "2024"]
