"""The columns of status and dates that figures, events and relations share."""

from kz_bri_data._rules import CodeText
from kz_bri_data._table import rule

STATUSES = {
    "actual": "Happened or was counted.",
    "estimate": "Happened; the source calls its number an estimate.",
    "projection": "Expected by somebody who does not decide it.",
    "planned": "Decided or intended by somebody who can bring it about.",
    "target": "Set as an aim.",
    "rule": "Laid down by a rule.",
}

DATE_BASES = {
    "stated": "The source says it.",
    "inferred": "Worked out from other words of the source; the note says from which.",
    "undated": "The source gives no date.",
}


# What rules of one name say in every table that has them.
ID_BEGINS_WITH_SOURCE = CodeText(
    "The identifier does not begin with the source and a slash.",
    "So no two sources can give one identifier to two rows.",
    "`rail-2025x/freight` of `rail-2025`",
    "`rail-2025/freight`",
)
UNDATED_HAS_NONE = CodeText(
    "A row that is marked undated has a date.",
    "A guessed date would look like one that the source gives.",
    "`2024-12-31,undated`",
    "`,undated`",
)
INFERRED_IS_EXPLAINED = CodeText(
    "The note does not say from which words a date was worked out.",
    "A reader can check the date only with those words.",
    "`inferred` with an empty note",
    'a note such as `"This year" is 2025.`',
)
ACTUAL_HAS_BEGUN = CodeText(
    "A row is marked actual or estimate, but begins after its source was published.",
    "Nobody can count what has not begun; it is a plan or an expectation.",
    "`2025-01-21,2025-12-31`",
    "`2024-01-01,2024-12-31`",
)
# What happened, counted or estimated, beside what is to happen.
IS_FACT = "status in actual estimate"

HAS_BEGUN = rule(
    "actual-has-begun",
    "what had not begun when the source was published is planned, or a target",
    when=[IS_FACT],
    then=["date_start by source_id.published"],
    text=ACTUAL_HAS_BEGUN,
)

DATE_ORDER = rule(
    "date-order",
    "put the earlier date into date_start",
    then=["date_start <= date_end"],
    text=CodeText(
        "The earlier date stands in date_end.",
        "No day lies within such a window.",
        "`2016-04-01,2016-03-31`",
        "`2016-03-01,2016-03-31`",
    ),
)
