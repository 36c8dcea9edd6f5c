"""Measure the helpers on 10 million rows of 100,000 series against the same work written by hand.

Whole processes in turn, so that a machine that slows down slows all of them: start, read Parquet, compute,
hold the result in memory. The work by hand uses what each library is best at and gives the same columns;
with checks, it makes the same checks. Prints the median ratio of each call to the work by hand beside the
limit that the project sets itself, and the peak memory of both.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

KEY = ["indicator_id", "ref_area", "breakdown"]
PLAIN = [*KEY, "period_start", "period_end", "value", "unit"]
HEDGED = [*PLAIN, "value_low", "value_high", "qualifier"]
CASES = {  # name -> limit on the ratio to the work by hand, whether it checks, whether it has hedges
    "check=False": (1.25, False, False),
    "checks": (2.0, True, False),
    "hedges": (2.5, True, True),
}
LIBRARIES = ["polars", "duckdb"]
HELPERS = ["share_change", "per_capita"]


def write_data(path, series):
    """Write quarters of 25 years for so many series, rows in no order."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(20131)
    number, quarter = np.divmod(rng.permutation(series * 100), 100)
    firsts = [date(2000 + q // 4, 1 + q % 4 * 3, 1) for q in range(101)]
    qualifiers = np.array(["exact"] * 7 + ["over", "nearly", "about"])[rng.integers(0, 10, series * 100)]
    frame = pl.DataFrame({"number": number, "quarter": quarter, "qualifier": qualifiers})
    value = pl.col("value")
    frame.select(
        pl.format("indicator_{}", pl.col("number") % 1000).alias("indicator_id"),
        pl.col("number").mod(3).replace_strict([0, 1, 2], ["CHN", "KAZ", "WLD"]).alias("ref_area"),
        pl.format("part_{}", pl.col("number") // 1000).alias("breakdown"),
        pl.Series(firsts[:-1]).gather(quarter).alias("period_start"),
        pl.Series([day - timedelta(days=1) for day in firsts[1:]]).gather(quarter).alias("period_end"),
        pl.Series("value", rng.integers(10, 1000, series * 100) / 10),
        pl.lit("percent").alias("unit"),
        "qualifier",
    ).with_columns(
        pl.when(pl.col("qualifier").is_in(["exact", "over"])).then(value).alias("value_low"),
        pl.when(pl.col("qualifier").is_in(["exact", "nearly"])).then(value).alias("value_high"),
    ).write_parquet(path)


def ours(helper, check):
    """The call that is measured."""
    from kz_bri_data import helpers

    if helper == "share_change":
        return lambda frame: helpers.share_change(frame, measure="share", check=check)
    return lambda frame: helpers.per_capita(frame, per=1000, measure="flow", check=check)


def polars_by_hand(helper, check):
    import polars as pl

    from kz_bri_data import loaders

    end, start, value = pl.col("period_end"), pl.col("period_start"), pl.col("value")

    def months(day):
        return day.dt.year() * 12 + day.dt.month() - 1 + day.dt.day() / day.dt.days_in_month()

    def share_change(frame):
        earlier = ["period_start", "period_end", "value", *(["unit"] if check else [])]
        frame = frame.with_columns(
            pl.col(name).shift(1).over(KEY, order_by="period_end").alias(f"from_{name}") for name in earlier
        )
        before, was = pl.col("from_period_end"), pl.col("from_value")
        if check:
            faults = frame.select(
                undated=end.is_null().any(),
                twice=((end == before) & (start == pl.col("from_period_start"))).any(),
                overlap=((start <= before) | (end == before)).any(),
                units=(pl.col("unit") != pl.col("from_unit")).any(),
                bounds=((value < 0) | (value > 100)).any(),
            )
            assert not any(faults.row(0))
            frame = frame.drop("from_unit")
        return frame.filter(before.is_not_null()).with_columns(
            years=(months(end) - months(before)) / 12,
            change_points=value - was,
            change_percent=pl.when(was > 0).then((value - was) * 100 / was),
            ratio=pl.when(was > 0).then(value / was),
        )

    def per_capita(frame):
        rows = list(loaders.rows("population"))
        population = pl.DataFrame(
            {
                "ref_area": [row["area"] for row in rows],
                "year": [int(row["year"]) for row in rows],
                "population": [float(row["persons"]) for row in rows],
            },
            schema_overrides={"year": pl.Int32},
        )
        frame = frame.with_columns(end.dt.year().alias("year")).join(
            population, on=["ref_area", "year"], how="left", maintain_order="left"
        )
        if check:
            faults = frame.select(
                missing=pl.col("population").is_null().any(), long=(end >= start.dt.offset_by("1y")).any()
            )
            assert not any(faults.row(0))
        return frame.drop("year").with_columns(
            per_capita=value * 1000 / pl.col("population"),
            per_capita_unit=pl.col("unit") + " per 1,000 persons",
        )

    return share_change if helper == "share_change" else per_capita


def duckdb_by_hand(helper, check):
    from kz_bri_data import loaders

    def months(day):
        return f"(year({day}) * 12 + month({day}) - 1 + day({day}) / day(last_day({day})))"

    def share_change(relation):
        over = f"lag({{}}) OVER (PARTITION BY {', '.join(KEY)} ORDER BY period_end)"
        earlier = {name: over.format(name) for name in ("period_start", "period_end", "value", "unit")}
        if check:
            faults = relation.query(
                "given",
                f"""SELECT bool_or(period_end IS NULL),
                    bool_or(period_end = before AND period_start = began),
                    bool_or(period_start <= before OR period_end = before), bool_or(unit <> was_in),
                    bool_or(value < 0 OR value > 100)
                FROM (SELECT *, {earlier["period_end"]} AS before, {earlier["period_start"]} AS began,
                    {earlier["unit"]} AS was_in FROM given)""",
            )
            assert not any(faults.fetchall()[0])
        return relation.query(
            "given",
            f"""SELECT *, ({months("period_end")} - {months("from_period_end")}) / 12 AS years,
                value - from_value AS change_points,
                CASE WHEN from_value > 0 THEN (value - from_value) * 100 / from_value END AS change_percent,
                CASE WHEN from_value > 0 THEN value / from_value END AS ratio
            FROM (SELECT *, {earlier["period_start"]} AS from_period_start,
                {earlier["period_end"]} AS from_period_end, {earlier["value"]} AS from_value FROM given)
            WHERE from_period_end IS NOT NULL""",
        )

    def per_capita(relation):
        rows = [(row["area"], int(row["year"]), float(row["persons"])) for row in loaders.rows("population")]
        joined = f"""FROM given LEFT JOIN (VALUES {", ".join(map(str, rows))})
            AS people(area, year, population) ON ref_area = area AND year(period_end) = year"""
        if check:
            faults = relation.query(
                "given",
                "SELECT bool_or(population IS NULL), bool_or(period_end >= period_start + INTERVAL 1 YEAR) "
                + joined,
            )
            assert not any(faults.fetchall()[0])
        return relation.query(
            "given",
            f"""SELECT given.*, population, value * 1000 / population AS per_capita,
                unit || ' per 1,000 persons' AS per_capita_unit {joined}""",
        )

    return share_change if helper == "share_change" else per_capita


def one(data, library, helper, who, check, hedges):
    """Do one piece of work in this process and print what it took."""
    columns = HEDGED if hedges else PLAIN
    by_hand = polars_by_hand if library == "polars" else duckdb_by_hand
    work = ours(helper, check) if who == "ours" else by_hand(helper, check)
    if library == "polars":
        import polars as pl

        rows = work(pl.read_parquet(data, columns=columns)).height
    else:
        import duckdb

        connection = duckdb.connect()
        work(connection.sql(f"SELECT {', '.join(columns)} FROM '{data}'")).create("result")
        rows = connection.sql("SELECT count(*) FROM result").fetchall()[0][0]
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"rows": rows, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}))


def measure(data, *case):
    """Run one piece of work as a process of its own: seconds, seconds of processor, and peak MiB."""
    start = time.perf_counter()
    command = [sys.executable, __file__, "--one", json.dumps(case), "--data", str(data)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return time.perf_counter() - start, found["cpu"], found["peak"]


def compare(data, library, helper, runs):
    """Measure a helper in one library, its cases and the works by hand in turn."""
    works = {("by hand", check, False): [] for check in (False, True)}
    works |= {("ours", check, hedges): [] for _, check, hedges in CASES.values()}
    order = list(works)
    for _ in range(runs):
        random.shuffle(order)
        for who, check, hedges in order:
            works[who, check, hedges].append(measure(data, library, helper, who, check, hedges))
    for name, (limit, check, hedges) in CASES.items():
        mine, hand = works["ours", check, hedges], works["by hand", check, False]
        wall, cpu, peak = (
            [statistics.median(one[n] for one in found) for found in (mine, hand)] for n in range(3)
        )
        print(
            f"{library:7} {helper:13} {name:12} {wall[0] / wall[1]:5.2f} (limit {limit:g})"
            f"  {wall[0]:.1f} s against {wall[1]:.1f} s"
            f"  processor {cpu[0] / cpu[1]:.2f}  memory {peak[0]:,.0f} MiB against {peak[1]:,.0f} MiB",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--series", type=int, default=100_000, help="of 100 rows each")
    parser.add_argument("--data", type=Path, help="file to keep the rows in; a temporary one without")
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        write_data(given.data, given.series)
        return
    if given.one:
        one(given.data, *json.loads(given.one))
        return
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or Path(folder) / "rows.parquet"
        if not data.exists():
            # In a process of its own, or those started later would begin with its peak of memory.
            command = [
                sys.executable,
                __file__,
                "--write",
                "--series",
                str(given.series),
                "--data",
                str(data),
            ]
            subprocess.run(command, check=True)
        for library in LIBRARIES:
            for helper in HELPERS:
                compare(data, library, helper, given.runs)


if __name__ == "__main__":
    main()
