"""Our verdicts on claims, and what they rest on."""

import pandas as pd

from kz_bri_data._rules import Backing, CodeText
from kz_bri_data._table import Table, column, rule
from kz_bri_data.schemas._patterns import SLUG
from kz_bri_data.schemas.events import Events, Statements
from kz_bri_data.schemas.observations import Observations

VERDICTS = {
    "supported": "Other sources say the same of the same time, or of about the time of writing where the "
    "claim has none.",
    "understated": "It is true, but what is counted is well above what it says.",
    "dated": "Other sources confirm it for another time, but none for the time of the claim; or the claim "
    "has no time, and is no longer true.",
    "mixed": "Of the same thing, some other sources say the same and others something else.",
    "differs": "Other sources say something different, but by another definition or of another scope.",
    "contradicted": "Other sources say something else of the same thing.",
    "not_found": "No other source here mentions it.",
}

EVIDENCE_RELATIONS = {
    "supports": "It agrees with the claim.",
    "contradicts": "It conflicts with the claim.",
    "context": "It says of what the claim can be true, or how the series goes on.",
}


class Assessments(
    Table,
    name="assessments",
    title="Assessments",
    key=["assessment_id"],
    rules=[
        rule(
            "one-claim",
            "give the observation_id, event_id or statement_id of the claim",
            when=["observation_id is empty", "event_id is empty"],
            then=["statement_id is present"],
            text=CodeText(
                "An assessment is of no claim.",
                "A verdict needs something that it judges.",
                "`rail-2025/busy,,,,`",
                "`rail-2025/busy,,,rail-2025/busy,`",
            ),
        ),
        rule(
            "words-alone",
            "leave observation_id and event_id empty where the claim is of words alone",
            when=["statement_id is present"],
            then=["observation_id is empty", "event_id is empty"],
            text=CodeText(
                "A claim of words alone is a figure or an event too.",
                "What is a figure or an event is judged as such, and only once.",
                "`rail-2025/trains,rail-2025/trains,,rail-2025/busy`",
                "`rail-2025/trains,rail-2025/trains,,`",
            ),
        ),
        rule(
            "id-of-figure",
            "take the observation_id as assessment_id",
            then=["assessment_id = observation_id"],
            text=CodeText(
                "The assessment has another identifier than the figure that it judges.",
                "An assessment is found by its claim, and a claim that is a figure has that identifier.",
                "`rail-2025/verdict,rail-2025/trains,,`",
                "`rail-2025/trains,rail-2025/trains,,`",
            ),
        ),
        rule(
            "id-of-claim",
            "take the event_id or statement_id as assessment_id",
            when=["observation_id is empty"],
            then=["assessment_id = event_id", "assessment_id = statement_id"],
            text=CodeText(
                "The assessment has another identifier than the event or statement that it judges.",
                "An assessment is found by its claim.",
                "`rail-2025/verdict,,rail-2025/opened,`",
                "`rail-2025/opened,,rail-2025/opened,`",
            ),
        ),
    ],
    unique=[("observation_id",), ("event_id",), ("statement_id",)],
):
    """One row per claim of a source, with our verdict on it by what other sources say."""

    assessment_id: str = column(
        "Assessment",
        "Identifier of the assessment: that of the claim, and of the figure where it is recorded as an event "
        "too. Assigned once.",
        example="liu-belt-and-road/uranium-world-share",
        pattern=rf"{SLUG}/{SLUG}",
    )
    observation_id: str = column(
        "Observation",
        "The claim, if it is a figure.",
        example="liu-belt-and-road/uranium-world-share",
        references=Observations,
        required=False,
    )
    event_id: str = column(
        "Event",
        "The claim, if it is an event, a plan or a target.",
        example="liu-belt-and-road/belt-and-road-proposed",
        references=Events,
        required=False,
    )
    statement_id: str = column(
        "Statement",
        "The claim, if it is of words alone.",
        example="liu-belt-and-road/largest-landlocked-country",
        references=Statements,
        required=False,
    )
    verdict: pd.CategoricalDtype = column(
        "Verdict", "What the evidence says of the claim.", example="dated", categories=VERDICTS
    )
    reason: str = column(
        "Reason",
        "Why, in one or two sentences that give the deciding values and who printed them.",
        example="The World Nuclear Association has 43 % for 2022, but 45 % for 2021 and 39 % for 2024.",
    )


class AssessmentEvidence(
    Table,
    name="assessment_evidence",
    title="Evidence of assessments",
    key=["assessment_id", "evidence_id"],
    rules=[
        rule(
            "evidence-is-one",
            "give the observation_id or the event_id of the evidence, not both",
            when=["observation_id is present"],
            then=["event_id is empty"],
            text=CodeText(
                "The evidence is an observation and an event.",
                "Each piece of evidence has a row of its own.",
                "`rail-2025/trains,rail-2025/freight,rail-2025/freight,rail-2025/opened`",
                "`rail-2025/trains,rail-2025/freight,rail-2025/freight,`",
            ),
        ),
        rule(
            "id-of-evidence",
            "take the observation_id or event_id as evidence_id",
            then=["evidence_id = observation_id", "evidence_id = event_id"],
            text=CodeText(
                "The evidence has another identifier than the observation or event that it is.",
                "By its identifier one piece of evidence stands once in an assessment.",
                "`rail-2025/trains,rail-2025/evidence,rail-2025/freight,`",
                "`rail-2025/trains,rail-2025/freight,rail-2025/freight,`",
            ),
        ),
        rule(
            "evidence-is-there",
            "give the observation_id or the event_id of the evidence",
            when=["observation_id is empty"],
            then=["event_id is present"],
            text=CodeText(
                "The row names no observation and no event.",
                "A verdict cannot rest on what is not there.",
                "`rail-2025/trains,rail-2025/freight,,`",
                "`rail-2025/trains,rail-2025/freight,rail-2025/freight,`",
            ),
        ),
    ],
    backings=[
        Backing(
            "supported-has-evidence",
            "link in assessment_evidence what supports the claim, or give another verdict",
            column="assessment_id",
            when=("verdict in supported",),
            then=("relation in supports",),
            text=CodeText(
                "A claim is called supported, but nothing in assessment_evidence supports it.",
                "A reader could not see on what the verdict stands.",
                "`supported` and no row of assessment_evidence that supports it",
                "`supported` and such a row",
            ),
        ),
    ],
):
    """One row per observation or event that an assessment rests on."""

    assessment_id: str = column(
        "Assessment",
        "Assessment that rests on it.",
        example="liu-belt-and-road/uranium-world-share",
        references=Assessments,
    )
    evidence_id: str = column(
        "Evidence",
        "Identifier of the evidence: that of the observation or event.",
        example="wna-2023-uranium-mining/uranium-share-2022",
        pattern=rf"{SLUG}/{SLUG}",
    )
    observation_id: str = column(
        "Observation",
        "The evidence, if it is a figure.",
        example="wna-2023-uranium-mining/uranium-share-2022",
        references=Observations,
        required=False,
    )
    event_id: str = column(
        "Event",
        "The evidence, if it is an event.",
        example="motoram-2025-09-16-astana-motors-plant/almaty-plant-production-start",
        references=Events,
        required=False,
    )
    relation: pd.CategoricalDtype = column(
        "Relation", "What it does to the claim.", example="supports", categories=EVIDENCE_RELATIONS
    )
