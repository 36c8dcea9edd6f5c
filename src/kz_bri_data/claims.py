"""The claims of a source with our verdicts, as rows of text for a person to read."""

from __future__ import annotations

import calendar
import datetime
from typing import TYPE_CHECKING, NamedTuple

from kz_bri_data import loaders
from kz_bri_data.errors import UnknownNameError

if TYPE_CHECKING:
    from kz_bri_data._names import TableName


class Claim(NamedTuple):
    """A claim that was assessed.

    Attributes
    ----------
    id
        Its observation_id or event_id, which is the assessment_id too.
    said
        The figure as printed, or the name of the event.
    period
        What it is about in time, as text.
    verdict, reason
        As in the assessments.
    row
        The observation or event.
    """

    id: str
    said: str
    period: str
    verdict: str
    reason: str
    row: dict[str, str]


class Evidence(NamedTuple):
    """An observation that an assessment rests on.

    Attributes
    ----------
    id
        The observation_id.
    relation
        As in assessment_evidence.
    said, period, status
        The figure as printed, what it is about in time, and whether it is a fact or a plan.
    source
        Who published it, and whom that source names as having counted.
    """

    id: str
    relation: str
    said: str
    period: str
    status: str
    source: str


def list_claims() -> list[Claim]:
    """List every claim that was assessed, figures first, in order of where the source makes them.

    Returns
    -------
    list of Claim

    Examples
    --------
    >>> [claim.said for claim in list_claims() if claim.id.endswith("/chinese-brands-share-2021")]
    ['3.4%']
    """
    observations = {row["observation_id"]: row for row in loaders.rows("observations")}
    events = {row["event_id"]: row for row in loaders.rows("events")}
    claims = []
    for assessment in loaders.rows("assessments"):
        if identifier := assessment["observation_id"]:
            row = observations[identifier]
            said, period = row["figure_as_printed"], period_text(row["period_start"], row["period_end"])
        else:
            row = events[assessment["event_id"]]
            said, period = row["name"], period_text(row["date_start"], row["date_end"])
        claims.append(
            Claim(assessment["assessment_id"], said, period, assessment["verdict"], assessment["reason"], row)
        )
    return sorted(claims, key=lambda claim: ("event_id" in claim.row, _place(claim.row["locator"]), claim.id))


def find_claim(identifier: str) -> Claim:
    """Find one claim.

    Parameters
    ----------
    identifier
        Its identifier, or what follows the slash in it.

    Returns
    -------
    Claim

    Raises
    ------
    UnknownNameError
        If no claim has it.

    Examples
    --------
    >>> find_claim("chinese-brands-share-2021").said
    '3.4%'
    """
    claims = list_claims()
    for claim in claims:
        if identifier in (claim.id, claim.id.partition("/")[2]):
            return claim
    raise UnknownNameError("claim", identifier, [claim.id.partition("/")[2] for claim in claims])


def evidence_of(claim: Claim) -> list[Evidence]:
    """List the evidence that the assessment of a claim rests on.

    Parameters
    ----------
    claim
        The claim.

    Returns
    -------
    list of Evidence
        What supports it first, then what contradicts it, then context; each in order of time.

    Examples
    --------
    >>> {one.relation for one in evidence_of(find_claim("chinese-brands-share-2021"))} >= {"supports"}
    True
    """
    relations = {
        row["evidence_id"]: row["relation"]
        for row in loaders.rows("assessment_evidence")
        if row["assessment_id"] == claim.id
    }
    order = list(_categories("assessment_evidence", "relation"))
    rows = [row for row in loaders.rows("observations") if row["observation_id"] in relations]
    rows.sort(key=lambda row: (order.index(relations[row["observation_id"]]), row["period_end"]))
    publishers = {row["source_id"]: row["publisher"] or row["title"] for row in loaders.rows("sources")}
    return [
        Evidence(
            row["observation_id"],
            relations[row["observation_id"]],
            row["figure_as_printed"],
            period_text(row["period_start"], row["period_end"]),
            row["status"],
            publishers[row["source_id"]]
            + (f", citing {row['attributed_to']}" if row["attributed_to"] else ""),
        )
        for row in rows
    ]


def period_text(start: str, end: str) -> str:
    """Say a period as shortly as it can be said.

    Parameters
    ----------
    start, end
        First and last day, YYYY-MM-DD, or empty.

    Returns
    -------
    str
        A year, a month, a day, an interval as in ISO 8601, "to" a day for a running total, or "undated".

    Examples
    --------
    >>> period_text("2024-01-01", "2024-12-31"), period_text("2024-02-01", "2024-02-29")
    ('2024', '2024-02')
    >>> period_text("2025-01-01", "2025-07-31"), period_text("", "2025-06-30"), period_text("", "")
    ('2025-01-01/2025-07-31', 'to 2025-06-30', 'undated')
    """
    if not end:
        return "undated"
    if not start:
        return f"to {end}"
    if start == end:
        return start
    first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    if (
        first.day == 1
        and last.day == calendar.monthrange(last.year, last.month)[1]
        and first.year == last.year
    ):
        if (first.month, last.month) == (1, 12):
            return start[:4]
        if first.month == last.month:
            return start[:7]
    return f"{start}/{end}"


def _categories(table: TableName, name: str) -> dict[str, str]:
    return next(column.categories for column in loaders.describe(table).columns if column.name == name)


def _place(locator: str) -> int:
    """Read the ordinal in a locator, so that sentence 9 comes before sentence 10."""
    digits = "".join(char for char in locator if char.isdigit())
    return int(digits) if digits else 0
