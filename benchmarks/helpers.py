"""Measure helpers on 10 million rows of 100,000 series against the same work written by hand.

Whole processes in turn, so that a machine that slows down slows all of them: start, read Parquet, compute,
hold the result in memory (Spark and lazy frames of Polars: throw it away). The work by hand uses what each
library is best at and gives the same columns, bounds and words, which is seen to first on a few rows; with
checks, it makes the same checks. Prints the median processor time of each call against that of the work by
hand, beside the limit that the project sets itself, and the peak memory of both.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import by_hand_sql

KEY = ["indicator_id", "ref_area", "breakdown"]
PLAIN = [*KEY, "period_start", "period_end", "value", "unit"]
HEDGED = [*PLAIN, "value_low", "value_high", "qualifier"]
CASES = {  # name -> limit on the ratio to the work by hand, whether it checks, whether it has hedges
    "check=False": (1.25, False, False),
    "checks": (2.0, True, False),
    "hedges": (2.5, True, True),
}
LIBRARIES = ["polars", "lazy", "duckdb"]
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
        pl.lit("t").alias("unit"),
        "qualifier",
    ).with_columns(
        pl.when(pl.col("qualifier").is_in(["exact", "over"])).then(value).alias("value_low"),
        pl.when(pl.col("qualifier").is_in(["exact", "nearly"])).then(value).alias("value_high"),
    ).write_parquet(path)


def ours(helper, check):
    """Make the call that is measured."""
    from kz_bri_data import helpers

    if helper == "share_change":
        return lambda frame: helpers.share_change(frame, measure="share", check=check)
    return lambda frame: helpers.per_capita(frame, per=1000, measure="flow", check=check)


def polars_by_hand(helper, check, hedges):
    """Make the same of Polars alone, for eager frames and lazy ones."""
    import by_hand_polars
    import polars as pl

    from kz_bri_data._catalogue import installed

    end, start, value = pl.col("period_end"), pl.col("period_start"), pl.col("value")
    of_hedges = {
        "inverted": (pl.col("value_low") > pl.col("value_high")).any(),
        "words": (~pl.col("qualifier").is_in(by_hand_sql.WORDS.strip("'").split("', '"))).any(),
    }

    def refuse(frame, **faults):
        found = frame.lazy().select(**faults, **(of_hedges if hedges else {})).collect(engine="streaming")
        assert not any(found.row(0))

    def share_change(frame):
        if check:
            over = {"partition_by": KEY, "order_by": "period_end"}
            before, began, was_in = (
                pl.col(name).shift(1).over(**over) for name in ("period_end", "period_start", "unit")
            )
            refuse(
                frame.with_columns(before=before, began=began, was_in=was_in),
                undated=end.is_null().any(),
                backward=(start > end).any(),
                twice=((end == pl.col("before")) & (start == pl.col("began"))).any(),
                overlap=((start <= pl.col("before")) | (end == pl.col("before"))).any(),
                units=(pl.col("unit") != pl.col("was_in")).any(),
                bounds=((value < 0) | (value > 100)).any(),
            )
        return by_hand_polars.share_change(frame, hedged=hedges)

    def per_capita(frame):
        rows = list(installed().rows("population"))
        table = pl.DataFrame(
            {
                "area": [row["area"] for row in rows],
                "year": [int(row["year"]) for row in rows],
                "persons": [float(row["persons"]) for row in rows],
            },
            schema_overrides={"year": pl.Int32},
        )
        found = by_hand_polars.per_capita(
            frame, table.lazy() if isinstance(frame, pl.LazyFrame) else table, hedged=hedges
        )
        if check:
            refuse(
                found,
                missing=pl.col("population").is_null().any(),
                backward=(start > end).any(),
                long=(end >= start.dt.offset_by("1y")).any(),
            )
        return found

    return share_change if helper == "share_change" else per_capita


def sql_by_hand(helper, check, hedges):
    """Make the same of SQL alone, for a relation of DuckDB and a frame of Spark."""

    def work(frame):
        if hasattr(frame, "sparkSession"):
            frame.createOrReplaceTempView("given")
            query, rows = frame.sparkSession.sql, lambda found: found.collect()
        else:
            query, rows = lambda text: frame.query("given", text), lambda found: found.fetchall()
        if check:
            faults = getattr(by_hand_sql, f"faults_of_{helper}")(hedges)
            assert not any(rows(query(faults))[0])
        return query(getattr(by_hand_sql, helper)(hedges))

    return work


def opened(data, library, columns):
    """Open the rows in a library."""
    if library in ("polars", "lazy"):
        import polars as pl

        return (
            pl.read_parquet(data, columns=columns)
            if library == "polars"
            else pl.scan_parquet(data).select(columns)
        )
    if library == "duckdb":
        import duckdb

        return duckdb.connect().sql(f"SELECT {', '.join(columns)} FROM '{data}'")
    # Spark makes small tables by a Python of its own, or by the first on the PATH, which may be another.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.memory": "8g",
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark.read.parquet(str(data)).select(*columns)


def finished(result, library):
    """Let a library compute what it put off."""
    if library == "lazy":
        result.collect(engine="streaming")
    elif library == "duckdb":
        result.create("result")
    elif library == "spark":
        result.write.format("noop").mode("overwrite").save()


def one(data, library, helper, who, check, hedges):
    """Do one piece of work in this process and print what it took."""
    frame = opened(data, library, HEDGED if hedges else PLAIN)
    by_hand = polars_by_hand if library in ("polars", "lazy") else sql_by_hand
    hand, mine = by_hand(helper, check, hedges), ours(helper, check)
    if who == "both":
        refuse_other(*(in_pandas(work(frame), library) for work in (mine, hand)))
        print("{}")
        return
    finished((mine if who == "ours" else hand)(frame), library)
    if library == "spark":
        # Its work is done by a process of its own, whose time is known once it has ended.
        java = frame.sparkSession.sparkContext._gateway.proc
        frame.sparkSession.stop()
        java.stdin.close()
        java.wait()
    used = [resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    print(json.dumps({"cpu": cpu, "peak": max(one.ru_maxrss for one in used) / 1024}))


def in_pandas(result, library):
    if library == "lazy":
        return result.collect().to_pandas()
    return getattr(result, {"polars": "to_pandas", "duckdb": "df", "spark": "toPandas"}[library])()


def refuse_other(mine, other):
    """Stop if the work by hand gives something else."""
    import pandas as pd

    mine, other = (frame.sort_values([*KEY, "period_end"], ignore_index=True) for frame in (mine, other))
    assert sorted(mine.columns) == sorted(other.columns), set(mine.columns) ^ set(other.columns)
    pd.testing.assert_frame_equal(mine, other[mine.columns], check_dtype=False)


def measure(data, *case):
    """Run one piece of work as a process of its own: seconds of processor, and peak MiB."""
    command = [sys.executable, __file__, "--one", json.dumps(case), "--data", str(data)]
    found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return found.get("cpu"), found.get("peak")


def compare(data, few, library, helper, runs):
    """Measure a helper in one library, its cases and the works by hand in turn."""
    for _, check, hedges in CASES.values():
        measure(few, library, helper, "both", check, hedges)
    if not runs:
        return
    order = [(who, *case[1:]) for case in CASES.values() for who in ("by hand", "ours")]
    works = {work: [] for work in order}
    for _ in range(runs):
        random.shuffle(order)
        for who, check, hedges in order:
            works[who, check, hedges].append(measure(data, library, helper, who, check, hedges))
    for name, (limit, check, hedges) in CASES.items():
        mine, hand = works["ours", check, hedges], works["by hand", check, hedges]
        cpu, peak = ([statistics.median(one[n] for one in found) for found in (mine, hand)] for n in range(2))
        print(
            f"{library:7} {helper:13} {name:12} {cpu[0] / cpu[1]:5.2f} (limit {limit:g})"
            f"  {cpu[0]:.1f} s against {cpu[1]:.1f} s"
            f"  memory {peak[0]:,.0f} MiB against {peak[1]:,.0f} MiB",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="0 only compares the results")
    parser.add_argument("--series", type=int, default=100_000, help="of 100 rows each")
    parser.add_argument(
        "--library", choices=[*LIBRARIES, "spark"], action="append", help="all but Spark without"
    )
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
        data, few = given.data or Path(folder) / "rows.parquet", Path(folder) / "few.parquet"
        for path, series in ((data, given.series), (few, 30)):
            if not path.exists():
                # In a process of its own, or those started later would begin with its peak of memory.
                command = [sys.executable, __file__, "--write", "--series", str(series), "--data", str(path)]
                subprocess.run(command, check=True)
        for library in given.library or LIBRARIES:
            for helper in HELPERS:
                compare(data, few, library, helper, given.runs)


if __name__ == "__main__":
    main()
