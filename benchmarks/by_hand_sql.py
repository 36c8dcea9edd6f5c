"""The work of two helpers, with their columns, bounds and words, and with their checks, written in SQL.

In what DuckDB and Spark both understand, of a table `given`.
"""

from kz_bri_data._catalogue import installed

KEY = ["indicator_id", "ref_area", "breakdown"]
EARLIER = ["period_start", "period_end", "value"]
HEDGES = ["value_low", "value_high", "qualifier"]
WORDS = "'exact', 'about', 'nearly', 'at_most', 'over', 'at_least', 'range', 'unknown'"
FAULTS_OF_HEDGES = [
    "bool_or(value_low > value_high)",
    f"bool_or(qualifier NOT IN ({WORDS}))",
]


def share_change(hedged):
    """Query the result."""
    over = f"OVER (PARTITION BY {', '.join(KEY)} ORDER BY period_end)"
    earlier = [f"lag({name}) {over} AS from_{name}" for name in [*EARLIER, *(HEDGES if hedged else [])]]
    found = {
        "years": f"({months('period_end')} - {months('from_period_end')}) / 12",
        "change_points": "value - from_value",
        "change_percent": "CASE WHEN from_value > 0 THEN (value - from_value) * 100 / from_value END",
        "ratio": "CASE WHEN from_value > 0 THEN value / from_value END",
    }
    names = list(found)[1:]
    if hedged:
        found |= {
            "change_points_low": "coalesce(value_low, 0) - from_value_high",
            "change_points_high": "value_high - coalesce(from_value_low, 0)",
            "change_percent_low": "(value_low - from_value_high) * 100 / from_value_high",
            "change_percent_high": "(value_high - from_value_low) * 100 / from_value_low",
            "ratio_low": "value_low / from_value_high",
            "ratio_high": "value_high / from_value_low",
        }
    columns = ", ".join(f"{what} AS {name}" for name, what in found.items())
    query = (
        f"SELECT *, {columns} FROM (SELECT *, {', '.join(earlier)} FROM given) AS beside "
        "WHERE from_period_end IS NOT NULL"
    )
    return with_words(query, names, ["qualifier", "from_qualifier"]) if hedged else query


def faults_of_share_change(hedged):
    """Query what is wrong with the table."""
    over = f"OVER (PARTITION BY {', '.join(KEY)} ORDER BY period_end)"
    found = [
        "bool_or(period_end IS NULL)",
        "bool_or(period_end = before AND period_start = began)",
        "bool_or(period_start <= before OR period_end = before)",
        "bool_or(period_start > period_end)",
        "bool_or(unit <> was_in)",
        "bool_or(value < 0 OR value > 100)",
        *(FAULTS_OF_HEDGES if hedged else []),
    ]
    return f"""SELECT {", ".join(found)} FROM (SELECT *, lag(period_end) {over} AS before,
        lag(period_start) {over} AS began, lag(unit) {over} AS was_in FROM given) AS beside"""


def per_capita(hedged):
    """Query the result."""
    factor = "* 1000 / population"
    found = {"per_capita": f"value {factor}"}
    if hedged:
        found |= {"per_capita_low": f"value_low {factor}", "per_capita_high": f"value_high {factor}"}
    columns = ", ".join(f"{what} AS {name}" for name, what in found.items())
    unit = "unit || ' per 1,000 persons' AS per_capita_unit"
    query = f"SELECT given.*, population, {columns}, {unit} {with_population()}"
    return with_words(query, ["per_capita"], ["qualifier"]) if hedged else query


def faults_of_per_capita(hedged):
    """Query what is wrong with the table."""
    found = [
        "bool_or(population IS NULL)",
        "bool_or(period_start > period_end)",
        "bool_or(period_end >= period_start + INTERVAL '1' YEAR)",
        *(FAULTS_OF_HEDGES if hedged else []),
    ]
    return f"SELECT {', '.join(found)} {with_population()}"


def with_population():
    """Join the population of the area and year."""
    rows = ((row["area"], int(row["year"]), float(row["persons"])) for row in installed().rows("population"))
    values = ", ".join(f"('{area}', {year}, CAST({persons} AS DOUBLE))" for area, year, persons in rows)
    people = f"(SELECT * FROM (VALUES {values}) AS people(area, year, population)) AS people"
    return f"""FROM given LEFT JOIN {people}
        ON ref_area = area AND year(period_end) = year"""


def months(day):
    """Count months up to the end of a day."""
    return f"(year({day}) * 12 + month({day}) - 1 + day({day}) / day(last_day({day})))"


def with_words(query, names, words):
    """Find the words for what bounds leave open."""
    return f"SELECT *, {', '.join(_word(name, words) for name in names)} FROM ({query}) AS bounded"


def _word(name, words):
    low, high = f"{name}_low", f"{name}_high"
    over, nearly = (" OR ".join(f"{word} = '{said}'" for word in words) for said in ("over", "nearly"))
    about = " AND ".join(f"{word} = 'about'" for word in words)
    return f"""CASE WHEN {low} = {high} THEN 'exact'
        WHEN {low} IS NOT NULL AND {high} IS NOT NULL THEN 'range'
        WHEN {high} IS NULL AND {name} = {low} AND ({over}) THEN 'over'
        WHEN {high} IS NULL AND {name} = {low} THEN 'at_least'
        WHEN {low} IS NULL AND {name} = {high} AND ({nearly}) THEN 'nearly'
        WHEN {low} IS NULL AND {name} = {high} THEN 'at_most'
        WHEN {low} IS NULL AND {high} IS NULL AND {name} IS NOT NULL AND {about} THEN 'about'
        ELSE 'unknown' END AS {name}_qualifier"""
