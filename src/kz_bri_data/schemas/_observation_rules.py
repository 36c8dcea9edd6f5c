"""What the cells of an observation say together."""

from kz_bri_data._rules import CodeText
from kz_bri_data._table import rule
from kz_bri_data.schemas._statuses import (
    ACTUAL_HAS_BEGUN,
    ID_BEGINS_WITH_SOURCE,
    INFERRED_IS_EXPLAINED,
    IS_FACT,
    UNDATED_HAS_NONE,
)

# Who is observed, of what, by which count: what has to be equal for two observations to be of one series.
SERIES = (
    "indicator_id",
    "ref_area",
    "partner_area",
    "entity_id",
    "breakdown",
    "definition",
    "basis",
    "unit.dimension",
    IS_FACT,
)

OBSERVATION_RULES = [
    rule(
        "id-begins-with-source",
        "begin the observation_id with the source_id and a slash",
        then=["observation_id within source_id"],
        text=ID_BEGINS_WITH_SOURCE,
    ),
    rule(
        "unit-of-dimension",
        "take a unit of the indicator's dimension",
        then=["unit.dimension within indicator_id.dimension"],
        text=CodeText(
            "The unit is of another dimension than the indicator.",
            "Values of one indicator must be comparable; trains are not kilograms.",
            "trains in `kg`",
            "trains in `train`",
        ),
    ),
    rule(
        "period-order",
        "put the earlier day into period_start",
        then=["period_start <= period_end"],
        text=CodeText(
            "The period ends before it begins.",
            "No day lies within such a period.",
            "`2024-12-31,2024-01-01`",
            "`2024-01-01,2024-12-31`",
        ),
    ),
    rule(
        "dated-has-end",
        "give period_end, or call the period undated",
        when=["period_basis in stated inferred"],
        then=["period_end is present"],
        text=CodeText(
            "A period that is known has no last day.",
            "Series are put in order by their last day.",
            "`2024-01-01,,stated`",
            "`2024-01-01,2024-12-31,stated`",
        ),
    ),
    rule(
        "undated-has-none",
        "leave period_start and period_end empty where the period is undated",
        when=["period_basis in undated"],
        then=["period_start is empty", "period_end is empty"],
        text=UNDATED_HAS_NONE,
    ),
    rule(
        "inferred-is-explained",
        "say in the note which words the period was worked out from",
        when=["period_basis in inferred"],
        then=["note is present"],
        text=INFERRED_IS_EXPLAINED,
    ),
    rule(
        "cumulative-has-no-start",
        "leave period_start empty for a running total and say in counted_from since when it runs",
        when=["indicator_id.measure in cumulative"],
        then=["period_start is empty"],
        text=CodeText(
            "A running total has a first day.",
            "With a first day it would read as the flow of that period.",
            "`2024-01-01,2025-01-31,stated,2016`",
            "`,2025-01-31,stated,2016`",
        ),
    ),
    rule(
        "period-has-start",
        "give period_start, the first day of the period or of the window that holds the day",
        when=["period_end is present", "indicator_id.measure not in cumulative"],
        then=["period_start is present"],
        text=CodeText(
            "A period has no first day.",
            "Without it a year and a day would look the same.",
            "`,2024-12-31,stated`",
            "`2024-01-01,2024-12-31,stated`",
        ),
    ),
    rule(
        "counted-from-is-cumulative",
        "leave counted_from empty where nothing is counted up since a start",
        when=["indicator_id.measure not in cumulative"],
        then=["counted_from is empty"],
        text=CodeText(
            "`counted_from` is filled in, but the row is not a running total.",
            "Only a running total has a day since when it is counted.",
            "`stated,2020,39`",
            "`stated,,39`",
        ),
    ),
    rule(
        "range-has-bounds",
        "give a range both bounds and no value",
        when=["qualifier in range"],
        then=["value is empty", "value_low is present", "value_high is present", "value_low < value_high"],
        text=CodeText(
            "A range has a value, lacks a bound, or has them the wrong way round.",
            "Any one value in a range would be made up.",
            "`,50000000,45000000`",
            "`,45000000,50000000`",
        ),
    ),
    rule(
        "value-is-there",
        "give the value; only a range has none",
        when=["qualifier not in range"],
        then=["value is present"],
        text=CodeText(
            "The value is missing; only a range has none.",
            "Without it the row says nothing to compute with.",
            "`stated,,,,`",
            "`stated,,43800000000,,`",
        ),
    ),
    rule(
        "exact-bounds",
        "give an exact value both bounds, equal to it",
        when=["qualifier in exact"],
        then=["value_low is present", "value_high is present", "value_low = value", "value_high = value"],
        text=CodeText(
            "An exact value has bounds that differ from it.",
            "Without a hedge the words allow this one value.",
            "`39,38.5,39.5`",
            "`39,39,39`",
        ),
    ),
    rule(
        "low-bound-only",
        "give value_low, equal to the value, and leave value_high empty",
        when=["qualifier in over at_least"],
        then=["value_low is present", "value_low = value", "value_high is empty"],
        text=CodeText(
            '"Over" and "at least" set a low bound, equal to the value, and no high one.',
            "The words say how small the number can be, and nothing of how large.",
            "`41000000,41000000,41000000`",
            "`41000000,41000000,`",
        ),
    ),
    rule(
        "high-bound-only",
        "give value_high, equal to the value, and leave value_low empty",
        when=["qualifier in nearly at_most"],
        then=["value_high is present", "value_high = value", "value_low is empty"],
        text=CodeText(
            '"Nearly" and "at most" set a high bound, equal to the value, and no low one.',
            "The words say how large the number can be, and nothing of how small.",
            "`4400000000,,,`",
            "`4400000000,,4400000000`",
        ),
    ),
    rule(
        "about-has-no-bounds",
        'leave both bounds empty: "about" does not say how far',
        when=["qualifier in about"],
        then=["value_low is empty", "value_high is empty"],
        text=CodeText(
            '"About" sets no bounds.',
            'How far "about" goes, the source does not say.',
            "`43800000000,43800000000,`",
            "`43800000000,,`",
        ),
    ),
    rule(
        "share-within-0-100",
        "a share lies between 0 and 100 percent",
        when=["indicator_id.measure in share"],
        then=["value >= 0", "value <= 100", "value_low >= 0", "value_high <= 100"],
        text=CodeText(
            "A share is more than 100 or less than 0.",
            "A part is not larger than the whole; a change in percent is a rate.",
            "`139`",
            "`39`",
        ),
    ),
    rule(
        "actual-has-begun",
        "what had not begun when the source was published is a projection, a plan or a target",
        when=[IS_FACT],
        then=["period_start by source_id.published"],
        text=ACTUAL_HAS_BEGUN,
    ),
    rule(
        "actual-has-ended",
        "end the period where the source does, or call the figure an estimate, a projection or a plan",
        when=[
            *("status in actual", "indicator_id.measure in flow"),
            "period_start by source_id.published",
        ],
        then=["period_end by source_id.published"],
        text=CodeText(
            "A flow is marked actual, but its period ends after its source was published.",
            "What is still to come cannot have been counted; usually the source counts a part of the year.",
            "`2025-01-01,2025-12-31,stated,,41000000`",
            "`2024-01-01,2024-12-31,stated,,41000000`",
        ),
    ),
    rule(
        "area-or-entity",
        "give ref_area, or the entity_id of what spans several areas",
        when=["ref_area is empty"],
        then=["entity_id is present"],
        text=CodeText(
            "The figure is of no area and of no entity.",
            "Nobody could say what it is a figure of.",
            "`reserves,,,,`",
            "`reserves,KAZ,,,`",
        ),
    ),
    rule(
        "partner-is-another",
        "name another area as the partner, or none",
        when=["partner_area = ref_area"],
        then=["partner_area is empty"],
        text=CodeText(
            "The partner is the reference area itself.",
            "A figure between two areas needs two.",
            "`KAZ,KAZ`",
            "`KAZ,CHN`",
        ),
    ),
]
