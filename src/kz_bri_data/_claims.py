"""The claims of a source with our verdicts: as a frame, and as rows of text for a person to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from kz_bri_data._catalogue import Catalogue, Column, installed
from kz_bri_data._origins import Origins
from kz_bri_data._periods import Window
from kz_bri_data._series.index import open_index
from kz_bri_data._words import look_for, wanted
from kz_bri_data.errors import CannotRunError, RefusedError, UnknownNameError

if TYPE_CHECKING:
    from kz_bri_data._names import TableName

Row: TypeAlias = dict[str, str]

# Column that holds the key of a claim or of evidence -> the table that it is of. A claim that is a figure
# and an event is shown as the figure.
TABLES: dict[str, TableName] = {
    "observation_id": "observations",
    "event_id": "events",
    "statement_id": "statements",
}


# Columns of the result of `claims`; the verdict is as in the table of assessments.
_COLUMNS = {
    **dict.fromkeys(("claim_id", "printed", "period", "verdict", "reason"), "string"),
    **{"n_evidence": "integer", "evidence": "string", "n_origins": "integer"},
}


class Claim(NamedTuple):
    """A claim that was assessed.

    Attributes
    ----------
    id
        Its observation_id, event_id or statement_id, which is the assessment_id too.
    said
        The figure as printed, or the name of the event or statement.
    period
        What it is about in time, as text; empty for a statement.
    verdict, reason
        As in the assessments.
    origins
        How many independent origins support it, by the evidence that is linked.
    table, row
        The observation, event or statement, and the table that it is of.
    """

    id: str
    said: str
    period: str
    verdict: str
    reason: str
    origins: int
    table: str
    row: Row


class Evidence(NamedTuple):
    """An observation or event that an assessment rests on.

    Attributes
    ----------
    id
        The observation_id or event_id.
    relation
        As in assessment_evidence.
    said, period, status
        The figure as printed or the name of the event, what it is about in time, and whether it is a fact or
        a plan.
    source
        Who published it, and who counted, if the source names them.
    origin
        Whose statement it is; evidence of one origin is one independent support.
    """

    id: str
    relation: str
    said: str
    period: str
    status: str
    source: str
    origin: str


def claims(catalogue: Catalogue, verdict: str | Sequence[str] | None, text: str | None, backend: str) -> Any:
    """Give the claims of a package as a frame; see `Package.claims`."""
    from kz_bri_data._backends import make

    rows = as_rows(catalogue, choose_claims(catalogue, verdict, text))
    return make(columns_of_claims(catalogue), ([*row.values()] for row in rows), backend)


def columns_of_claims(catalogue: Catalogue) -> list[Column]:
    """Give the columns of what `claims` lists."""
    known = catalogue.describe("assessments").by_name
    return [
        known.get(name) or Column(name, kind, "", "", "", None, False, None, {})
        for name, kind in _COLUMNS.items()
    ]


def as_rows(catalogue: Catalogue, claims: Iterable[Claim]) -> list[Row]:
    """Give claims as rows of text, each by the names of `columns_of_claims`."""
    linked = defaultdict(list)
    if "assessment_evidence" in catalogue.resources:
        for link in catalogue.rows("assessment_evidence"):
            linked[link["assessment_id"]].append(link["evidence_id"])
    return [
        {
            "claim_id": claim.id,
            "printed": claim.said,
            "period": claim.period,
            "verdict": claim.verdict,
            "reason": claim.reason,
            "n_evidence": str(len(linked[claim.id])),
            "evidence": " ".join(linked[claim.id]),
            "n_origins": str(claim.origins),
        }
        for claim in claims
    ]


def choose_claims(
    catalogue: Catalogue, verdict: str | Sequence[str] | None = None, text: str | None = None
) -> list[Claim]:
    """List the claims with one of some verdicts, and with all words of a text.

    Parameters
    ----------
    catalogue
        The package.
    verdict
        A verdict or several; all by default.
    text
        Words that are in the identifier, the figure or name, the reason or the indicator of a claim.

    Returns
    -------
    list of Claim
        In the order of `list_claims`.

    Raises
    ------
    UnknownNameError
        If there is no such verdict.
    RefusedError
        If an empty list of verdicts is given, or the text is none.

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> [claim.said for claim in choose_claims(installed(), "dated", "uranium")]
    ['43%']
    """
    there = list(catalogue.describe("assessments").by_name["verdict"].categories)
    if verdict is not None and not isinstance(verdict, Iterable):
        raise UnknownNameError("verdict", verdict, there)
    chosen = there if verdict is None else [verdict] if isinstance(verdict, str) else list(verdict)
    if not chosen:
        raise RefusedError("no verdict is given", f"leave it out, or give some of: {', '.join(there)}")
    for one in chosen:
        if one not in there:
            raise UnknownNameError("verdict", one, there)
    if text is not None and not isinstance(text, str):
        raise RefusedError(f"text={text!r} is no text", "give words such as text='uranium'")
    words = wanted(text or "")
    return [claim for claim in list_claims(catalogue) if claim.verdict in chosen and _has_words(claim, words)]


def _has_words(claim: Claim, words: list[str]) -> bool:
    texts = (claim.id.partition("/")[2], claim.said, claim.reason, claim.row.get("indicator_id", ""))
    return look_for(words, [(1, text) for text in texts]) is not None


def list_claims(catalogue: Catalogue) -> list[Claim]:
    """List every claim that was assessed: figures, events, statements, each in the order of the source.

    Parameters
    ----------
    catalogue
        The package.

    Returns
    -------
    list of Claim

    Raises
    ------
    CannotRunError
        If an assessment is of a claim that is not there.

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> [claim.said for claim in list_claims(installed()) if claim.id.endswith("/chinese-brands-share-2021")]
    ['3.4%']
    """
    rows = _rows_by_key(catalogue)
    supporting = _supporting_origins(catalogue, rows)
    claims = []
    for assessment in catalogue.rows("assessments"):
        key = next((key for key in TABLES if assessment[key]), "observation_id")
        row = _referred_to(rows[key], assessment[key], TABLES[key])
        said, period = _said(key, row)
        identifier = assessment["assessment_id"]
        verdict, reason = assessment["verdict"], assessment["reason"]
        origins = len(supporting[identifier])
        claims.append(Claim(identifier, said, period, verdict, reason, origins, TABLES[key], row))
    order: list[str] = list(TABLES.values())
    return sorted(
        claims, key=lambda claim: (order.index(claim.table), _place(claim.row["locator"]), claim.id)
    )


def find_claim(catalogue: Catalogue, identifier: str) -> Claim:
    """Find one claim.

    Parameters
    ----------
    catalogue
        The package.
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
    >>> from kz_bri_data._catalogue import installed
    >>> find_claim(installed(), "chinese-brands-share-2021").said
    '3.4%'
    """
    claims = list_claims(catalogue)
    for claim in claims:
        if identifier in (claim.id, claim.id.partition("/")[2]):
            return claim
    raise UnknownNameError("claim", identifier, [claim.id.partition("/")[2] for claim in claims])


def evidence_of(catalogue: Catalogue, claim: Claim) -> list[Evidence]:
    """List the evidence that the assessment of a claim rests on.

    Parameters
    ----------
    catalogue
        The package.
    claim
        The claim.

    Returns
    -------
    list of Evidence
        What supports it first, then what contradicts it, then context; each in order of time.

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> claim = find_claim(installed(), "chinese-brands-share-2021")
    >>> evidence_of(installed(), claim)[0].relation
    'supports'
    """
    return evidence_by_claim(catalogue).get(claim.id, [])


def evidence_by_claim(catalogue: Catalogue) -> dict[str, list[Evidence]]:
    """List the evidence of every claim that has some, each in the order of `evidence_of`, by the claim's id.

    Parameters
    ----------
    catalogue
        The package.

    Returns
    -------
    dict of str to list of Evidence

    Examples
    --------
    >>> from kz_bri_data._catalogue import installed
    >>> evidence_by_claim(installed())["liu-belt-and-road/chinese-brands-share-2021"][0].relation
    'supports'
    """
    rows = _rows_by_key(catalogue)
    sources = {row["source_id"]: row for row in catalogue.rows_referred_to("sources")}
    origins = Origins(catalogue)
    order = list(catalogue.describe("assessment_evidence").by_name["relation"].categories)
    found = defaultdict(list)
    for link in catalogue.rows("assessment_evidence"):
        key, row = _evidence_row(link, rows)
        said, period = _said(key, row)
        source = _publisher(_referred_to(sources, row["source_id"], "sources"))
        if row.get("attributed_to"):
            source += f", citing {row['attributed_to']}"
        relation = link["relation"]
        one = Evidence(link["evidence_id"], relation, said, period, row["status"], source, origins.of(row))
        end = row.get("period_end") or row.get("date_end") or ""
        found[link["assessment_id"]].append(((order.index(relation), end, one.id), one))
    return {claim: [one for _, one in sorted(evidence)] for claim, evidence in found.items()}


def _rows_by_key(catalogue: Catalogue) -> dict[str, dict[str, Row]]:
    """Give the rows that can be claims or evidence, by the column of their key and by their key."""
    found = {
        key: {row[key]: row for row in catalogue.rows_referred_to(table)}
        for key, table in TABLES.items()
        if table != "observations"
    }
    home = catalogue if "observations" in catalogue.resources else installed()
    return {"observation_id": open_index(home).observations} | found


def _supporting_origins(catalogue: Catalogue, rows: dict[str, dict[str, Row]]) -> dict[str, set[str]]:
    """Give the origins of what supports each assessment."""
    found: dict[str, set[str]] = defaultdict(set)
    if "assessment_evidence" in catalogue.resources:
        origins = Origins(catalogue)
        for link in catalogue.rows("assessment_evidence"):
            if link["relation"] == "supports":
                found[link["assessment_id"]].add(origins.of(_evidence_row(link, rows)[1]))
    return found


def _evidence_row(link: Row, rows: dict[str, dict[str, Row]]) -> tuple[str, Row]:
    """Give the row of a piece of evidence, and the column of its key."""
    key = "event_id" if link["event_id"] else "observation_id"
    return key, _referred_to(rows[key], link[key], TABLES[key])


def _said(key: str, row: Row) -> tuple[str, str]:
    """Say what a row says, and of what time."""
    if key == "observation_id":
        return row["figure_as_printed"], Window(row["period_start"], row["period_end"]).text
    if key == "event_id":
        return row["name"], Window(row["date_start"], row["date_end"]).text
    return row["name"], ""


def _referred_to(rows: dict[str, Row], identifier: str, table: str) -> Row:
    """Give the row of an identifier; only a package that was not validated can lack it."""
    if identifier not in rows:
        raise CannotRunError(f"{identifier!r} is not in {table}; kz-bri-data validate says where it stands")
    return rows[identifier]


def _publisher(source: Row) -> str:
    return source["publisher"] or source["title"]


def _place(locator: str) -> int:
    """Read the ordinal in a locator, so that sentence 9 comes before sentence 10."""
    digits = "".join(char for char in locator if char.isdigit())
    return int(digits) if digits else 0
