"""Measure the validator: a small package against frictionless, large tables against reading them in DuckDB.

Whole processes in turn, so that a machine that slows down slows all of them. The small packages are the one
that ships, as it is and with five times its observations, judged by both command lines. The large tables
have 10 million rows: `figures`, made up, of 12 columns with two keys and three references, valid and with
one row in a hundred spoilt in one of seven ways; and `observations`, by the rules that ship, with and
without the warnings that need judgement. The yardstick is DuckDB reading every column of the same file with
its type. Prints the median ratios, of processor time for the small packages and of wall time for the large
tables, beside the limits that the project sets itself, the peak memory, and whether just the spoilt rows
were found.
"""

import argparse
import csv
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

KEYS = {
    "areas": ("area", [f"AREA-{number:02}" for number in range(20)]),
    "entities": ("entity_id", [f"entity-{number:04}" for number in range(1000)]),
    "sources": ("source_id", [f"source-{number}" for number in range(50)]),
}
UNITS = ["t", "km", "USD", "percent", "TEU"]
STATUSES = ["actual", "estimate", "planned", "target"]
NOTES = [None, "as printed", "from the text", "table 3, column 2"]
FIGURES = {  # name -> type and constraints
    "observation_id": ("string", {"pattern": "^(?:figure/[0-9]{9})$"}),
    "area": ("string", {}),
    "entity_id": ("string", {}),
    "year": ("integer", {"minimum": 1, "maximum": 2500}),
    "month": ("integer", {"minimum": 1, "maximum": 12}),
    "period_start": ("date", {}),
    "value": ("number", {"minimum": 0}),
    "resolution": ("number", {"minimum": 1e-12}),
    "unit": ("string", {"enum": UNITS}),
    "status": ("string", {"enum": STATUSES}),
    "source_id": ("string", {}),
    "note": ("string", {"required": False}),
}
SPOILT = {  # code -> column, and what its cell becomes, given the key of a row before
    "enum": (9, lambda cell, key: "bogus"),
    "bounds": (4, lambda cell, key: "13"),
    "pattern": (0, lambda cell, key: cell.upper()),
    "reference": (2, lambda cell, key: "entity-1000"),
    "type": (5, lambda cell, key: "2024-02-30"),
    "type of a number": (6, lambda cell, key: "12 345"),
    "primary-key": (0, lambda cell, key: key),
}
SQL_TYPES = {"string": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "date": "DATE"}
LIMITS = {"as it ships": 0.2, "five times": 0.3, "valid": 4.2, "spoilt": 1.5}


def schema_of_figures():
    """A descriptor of `figures` and of the tables that it points to."""

    def resource(name, fields, **keys):
        return {
            "name": name,
            "title": name,
            "description": name,
            "path": name,
            "schema": {"fields": fields, **keys},
        }

    def field(name, kind="string", **constraints):
        words = dict.fromkeys(("name", "title", "description", "example"), name)
        categories = [{"value": code, "label": code} for code in constraints.get("enum", ())]
        coded = {"categories": categories} if categories else {}
        return words | coded | {"type": kind, "constraints": {"required": True} | constraints}

    references = [
        {"fields": [key], "reference": {"resource": table, "fields": [key]}}
        for table, (key, _) in KEYS.items()
    ]
    return {
        "resources": [
            *(resource(table, [field(key)], primaryKey=[key]) for table, (key, _) in KEYS.items()),
            resource(
                "figures",
                [field(name, kind, **constraints) for name, (kind, constraints) in FIGURES.items()],
                primaryKey=["observation_id"],
                foreignKeys=references,
                **{"kzbri:uniqueKeys": [["area", "entity_id", "year", "month"]]},
            ),
        ]
    }


def write_figures(path, rows):
    """Write valid rows of `figures`, in no order: every area and entity, month after month."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(20131)
    number = rng.permutation(rows)

    def some(words):
        return pl.Series(words, dtype=pl.String).gather(rng.integers(0, len(words), rows))

    month = pl.col("number") // 20_000
    pl.DataFrame({"number": number}).select(
        pl.format("figure/{}", pl.col("number").cast(pl.String).str.zfill(9)).alias("observation_id"),
        pl.Series(KEYS["areas"][1]).gather(number % 20).alias("area"),
        pl.Series(KEYS["entities"][1]).gather(number // 20 % 1000).alias("entity_id"),
        (1980 + month // 12).alias("year"),
        (1 + month % 12).alias("month"),
        pl.date(1980 + month // 12, 1 + month % 12, 1).alias("period_start"),
        pl.Series("value", rng.integers(100, 10**8, rows)) / 100,
        pl.Series("resolution", rng.choice([1, 10, 100], rows)),
        some(UNITS).alias("unit"),
        some(STATUSES).alias("status"),
        some(KEYS["sources"][1]).alias("source_id"),
        some(NOTES).alias("note"),
    ).with_columns(pl.col("value").cast(pl.String).str.strip_suffix(".0")).write_csv(path)


def write_spoilt(path, valid):
    """Write the same rows with one in a hundred spoilt; gives the lines of each way to spoil."""
    dice = random.Random(20131)
    lines = defaultdict(list)
    ways = list(SPOILT)
    earlier = ""
    with valid.open(encoding="utf-8") as old, path.open("w", encoding="utf-8") as new:
        new.write(old.readline())
        for line, row in enumerate(old, start=2):
            if earlier and dice.random() < 0.01:
                way = ways[line % len(ways)]
                column, spoil = SPOILT[way]
                cells = row.split(",")
                cells[column] = spoil(cells[column], earlier)
                row = ",".join(cells)
                lines[way.split()[0]].append(line)
            elif not earlier or dice.random() < 0.001:
                earlier = row.partition(",")[0]
            new.write(row)
    return lines


def write_observations(path, rows):
    """Write valid observations in order: yearly series of tonnes, of the areas and sources that ship."""
    import numpy as np
    import polars as pl

    from kz_bri_data._catalogue import installed

    def ids(table, key, **where):
        return [row[key] for row in installed().rows(table) if where.items() <= row.items()]

    rng = np.random.default_rng(20131)
    number = np.arange(rows)
    series = number // 36
    # None that was published before the end of the last year.
    late = [row["source_id"] for row in installed().rows("sources") if row["published"] >= "2024"]
    sources = pl.Series(late).sort()
    indicators = pl.Series(ids("indicators", "indicator_id", measure="flow", dimension="mass"))
    areas, breakdowns = pl.Series(ids("areas", "area")), pl.Series(ids("breakdowns", "breakdown"))
    # Each series is of its own indicator, area, part and partner, who is never the area itself.
    of_areas = series // len(indicators)
    of_parts = of_areas // len(areas)
    partner = of_areas + 1 + of_parts // len(breakdowns) % (len(areas) - 1)
    value, qualifier = pl.col("value"), pl.col("qualifier")
    values = (1e6 * 1.05 ** (number % 36) * rng.uniform(0.9, 1.1, rows)).astype("int64")
    # Behind a hedge, a last digit of 0 is none that was printed.
    values += values % 10 == 0
    figure = pl.concat_str(
        qualifier.replace_strict({"exact": "", "about": "about ", "over": "over "}), value.cast(pl.String)
    )
    cells = {
        "observation_id": pl.format(
            "{}/row-{}", pl.col("source_id"), pl.col("number").cast(pl.String).str.zfill(9)
        ),
        "period_start": pl.format("{}-01-01", pl.col("year")),
        "period_end": pl.format("{}-12-31", pl.col("year")),
        "period_basis": pl.lit("stated"),
        "value_low": pl.when(qualifier != "about").then(value),
        "value_high": pl.when(qualifier == "exact").then(value),
        "resolution": pl.lit(1),
        "unit": pl.lit("t"),
        "status": pl.lit("actual"),
        "locator": pl.format("table 3, row {}", pl.col("number")),
        "figure_as_printed": figure,
        "confidence": pl.lit("high"),
        "note": pl.when(pl.col("number") % 4 == 0).then(pl.lit("Грузы, всего")),
    }
    given = pl.DataFrame(
        {
            "number": number,
            "series": series,
            "year": 1988 + number % 36,
            "value": values,
            "qualifier": pl.Series(["exact", "exact", "about", "over"]).gather(rng.integers(0, 4, rows)),
            "source_id": sources.gather(series * len(sources) // (series[-1] + 1)),
            "indicator_id": indicators.gather(series % len(indicators)),
            "ref_area": areas.gather(of_areas % len(areas)),
            "partner_area": areas.gather(partner % len(areas)),
            "breakdown": breakdowns.gather(of_parts % len(breakdowns)),
        }
    )
    columns = [column.name for column in installed().describe("observations").columns]
    given.select(
        (cells[name] if name in cells else pl.col(name) if name in given.columns else pl.lit(None)).alias(
            name
        )
        for name in columns
    ).write_csv(path)


def judge(path, table):
    """Judge a file in this process: rows, and lines by code."""
    from kz_bri_data._catalogue import installed, read_tables
    from kz_bri_data.validation.engine.engines import Engines
    from kz_bri_data.validation.engine.references import References
    from kz_bri_data.validation.engine.table import TableValidator
    from kz_bri_data.validation.limits import Limits
    from kz_bri_data.validation.reporting.reporter import Reporter
    from kz_bri_data.validation.rules.reference import Reference
    from kz_bri_data.validation.sources.packages import Package

    engines = Engines("polars", Limits())
    if table == "figures":
        rules = read_tables(schema_of_figures())
        tables = {name: Reference(rules[name], {key: cells}) for name, (key, cells) in KEYS.items()}
        reference = tables.__getitem__
    else:
        rules = installed().tables
        reference = References(rules, Package([], {}, [], 0), engines, Limits()).get
    chosen = rules["observations" if table == "unjudged" else table]
    if table == "unjudged":
        # What needs judgement is asked of observations only, and they are known by their name.
        chosen = chosen._replace(name="unjudged")
    lines = defaultdict(list)
    with path.open("rb") as file:
        engine = engines.for_file(file, [column.name for column in chosen.columns])
        validator = TableValidator(chosen, reference, engine, Limits())
        for problem in Reporter(path.name).report(validator.run(file, path.name)):
            lines[problem.code].append(problem.line)
    return validator.rows, lines


def read(path, table):
    """Read every column of a file with its type, and count what is there."""
    import duckdb

    from kz_bri_data._catalogue import installed

    if table == "figures":
        kinds = {name: kind for name, (kind, _) in FIGURES.items()}
    else:
        kinds = {column.name: column.type for column in installed().describe("observations").columns}
    columns = {name: SQL_TYPES[kind] for name, kind in kinds.items()}
    counts = ", ".join(f"count({name})" for name in columns)
    relation = duckdb.sql(f"SELECT {counts} FROM read_csv('{path}', header=true, columns={columns})")
    return relation.fetchall()[0][0], {}


WORKS = {"judge": judge, "read": read}


def measure(work, path, table):
    """Do one piece of work as a process of its own: seconds, peak MiB, rows and lines by code."""
    start = time.perf_counter()
    command = [sys.executable, __file__, "--work", work, "--table", table, "--data", str(path)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return time.perf_counter() - start, found["peak"], found["rows"], found["lines"]


def in_turn(works, runs):
    """Do some pieces of work in turn, in another order every time; gives what each measured."""
    found = {name: [] for name in works}
    order = list(works)
    for _ in range(runs):
        random.shuffle(order)
        for name in order:
            found[name].append(measure(*works[name]))
    return found


def ratio(found, one, other):
    """Median ratio of seconds."""
    pairs = zip(found[one], found[other], strict=True)
    return statistics.median(mine[0] / theirs[0] for mine, theirs in pairs)


def report(words, found, one, other, limit):
    seconds = [statistics.median(run[0] for run in found[name]) for name in (one, other)]
    peak = max(run[1] for run in found[one])
    print(
        f"{ratio(found, one, other):5.2f} (limit {limit:g})  {words}"
        f"  {seconds[0]:.1f} s against {seconds[1]:.1f} s, {peak:,.0f} MiB",
        flush=True,
    )


def write_five_times(folder):
    """Write the package that ships with five times its observations, each with keys of its own."""
    import kz_bri_data as kbd

    shutil.copytree(kbd.data_dir(), folder)
    path = folder / "data" / "observations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    key, part, locator = map(header.index, ("observation_id", "breakdown", "locator"))
    more, parts = list(rows), set()
    for number in range(1, 5):
        for row in rows:
            other = list(row)
            other[key] += f"-again-{number}"
            other[part] = f"{row[part] or 'total'}_{number}"
            parts.add(other[part])
            other[locator] = f"{row[locator] or row[key]} ({number})"
            more.append(other)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *sorted(more, key=lambda row: row[key])])
    path = folder / "data" / "breakdowns.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    lines += [f"{part},Part of its own,What is counted once more." for part in parts]
    path.write_text("\n".join([header, *sorted(lines)]) + "\n", encoding="utf-8", newline="\n")


def small(folder, runs):
    """Compare the processor time of the two command lines on small packages."""
    import kz_bri_data as kbd

    write_five_times(folder / "five")
    scripts = Path(sys.executable).parent
    # What is installed has its bytecode; a checkout may be told not to write it. The first runs do.
    environment = os.environ | {
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }

    def seconds(name, package):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [str(scripts / name), "validate", str(package / "datapackage.json")]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    for words, package in {"as it ships": kbd.data_dir(), "five times": folder / "five"}.items():
        both = [[seconds(name, package) for name in ("kz-bri-data", "frictionless")] for _ in range(1 + runs)]
        found = statistics.median(ours / theirs for ours, theirs in both[1:])
        print(f"{found:5.2f} (limit {LIMITS[words]:g})  kz-bri-data / frictionless, {words}", flush=True)


def large(folder, rows, runs):
    """Compare judging large tables with reading them."""
    sizes = [rows // 10, rows]
    paths = {size: folder / f"figures-{size}.csv" for size in sizes}
    for size, path in paths.items():
        write_apart("figures", path, size)
    spoilt, lines = folder / "spoilt.csv", folder / "lines.json"
    write_apart("spoilt", spoilt, rows)
    expected = json.loads(lines.read_text())
    works = {
        **{f"judge {size}": ("judge", path, "figures") for size, path in paths.items()},
        "spoilt": ("judge", spoilt, "figures"),
        "read": ("read", paths[rows], "figures"),
    }
    found = in_turn(works, runs)
    report(f"figures, {rows:,} rows / DuckDB", found, f"judge {rows}", "read", LIMITS["valid"])
    report("one row in 100 spoilt / valid", found, "spoilt", f"judge {rows}", LIMITS["spoilt"])
    report(f"{rows:,} rows / {sizes[0]:,} rows", found, f"judge {rows}", f"judge {sizes[0]}", 10)
    for _, _, _, told in found["spoilt"]:
        told.pop("order")  # rows are in no order, which is told once
        assert told == expected, "not just the spoilt rows were found"
    print(f"      every one of {sum(map(len, expected.values())):,} spoilt rows was found at its line")

    path = folder / "observations.csv"
    write_apart("observations", path, rows)
    works = {name: ("judge", path, name) for name in ("observations", "unjudged")}
    found = in_turn(works | {"read": ("read", path, "observations")}, runs)
    report(f"observations, {rows:,} rows, no warnings / DuckDB", found, "unjudged", "read", LIMITS["valid"])
    both = zip(found["observations"], found["unjudged"], found["read"], strict=True)
    apart = statistics.median((all_of_it[0] - less[0]) / floor[0] for all_of_it, less, floor in both)
    peak = max(run[1] for run in found["observations"])
    print(f"{apart:5.2f}  the warnings that need judgement, on top / DuckDB; {peak:,.0f} MiB with them")
    assert not any(run[3] for name in works for run in found[name]), "valid rows were found wanting"


def write_apart(table, path, rows):
    """Write a file in a process of its own, or those started later would begin with its peak of memory."""
    command = [sys.executable, __file__, "--write", table, "--data", str(path), "--rows", str(rows)]
    if not path.exists():
        subprocess.run(command, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=int, default=10_000_000, help="0 for the small package alone")
    parser.add_argument("--data", type=Path, help="folder to keep the rows in; a temporary one without")
    parser.add_argument("--write", help=argparse.SUPPRESS)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--table", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write == "spoilt":
        lines = write_spoilt(given.data, given.data.with_name(f"figures-{given.rows}.csv"))
        given.data.with_name("lines.json").write_text(json.dumps(lines))
    elif given.write:
        {"figures": write_figures, "observations": write_observations}[given.write](given.data, given.rows)
    elif given.work:
        rows, lines = WORKS[given.work](given.data, given.table)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"rows": rows, "lines": lines, "peak": peak}))
    else:
        with tempfile.TemporaryDirectory() as folder:
            small(Path(folder), given.runs)
            if given.rows:
                large(given.data or Path(folder), given.rows, given.runs)


if __name__ == "__main__":
    main()
