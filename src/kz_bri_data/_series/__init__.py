"""What makes two rows figures of one series; the one place that decides it."""

# Part of what a series is -> the column of `observations` that holds it. The status is one too: see below.
SERIES_COLUMNS = {
    "indicator": "indicator_id",
    "area": "ref_area",
    "partner": "partner_area",
    "entity": "entity_id",
    "breakdown": "breakdown",
    "definition": "definition",
    "basis": "basis",
}

# Statuses that together make one series; each of the others makes one of its own.
OBSERVED = ("actual", "estimate")
