"""Measure what starting costs: import, list, describe, load, each against its yardstick.

Whole processes in turn, A B A B, so that a machine that slows down slows both. Prints the median of the
pairwise ratios of wall time beside the limit that the project sets itself.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

PASS = [sys.executable, "-c", "pass"]
PATHS = "import kz_bri_data as kbd; print(*map(kbd.data_path, kbd.list_tables()), sep='\\n')"
LOAD_ONE = "import kz_bri_data as kbd; print(kbd.load('observations'))"
LOAD_ALL = "import kz_bri_data as kbd; tables = [kbd.load(name) for name in kbd.list_tables()]"
READ_ONE = "import pandas; print(pandas.read_csv({path!r}))"
READ_ALL = "import pandas; tables = [pandas.read_csv(path) for path in {paths!r}]"


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def ratio(command: list[str], yardstick: list[str], runs: int) -> float:
    seconds(command), seconds(yardstick)  # warm the file cache
    return statistics.median(seconds(command) / seconds(yardstick) for _ in range(runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    paths = subprocess.run(
        [sys.executable, "-c", PATHS], capture_output=True, text=True, check=True
    ).stdout.split()
    one = next(path for path in paths if path.endswith("observations.csv"))
    python = [sys.executable, "-c"]
    cli = [str(Path(sys.executable).with_name("kz-bri-data"))]
    for name, limit, command, yardstick in [
        ("import kz_bri_data / python -c pass", 3.0, [*python, "import kz_bri_data"], PASS),
        ("kz-bri-data list / python -c pass", 4.0, [*cli, "list"], PASS),
        ("kz-bri-data describe observations / python -c pass", 4.0, [*cli, "describe", "observations"], PASS),
        (
            "load and print one table / pandas.read_csv",
            1.15,
            [*python, LOAD_ONE],
            [*python, READ_ONE.format(path=one)],
        ),
        (
            "load all tables / pandas.read_csv",
            1.3,
            [*python, LOAD_ALL],
            [*python, READ_ALL.format(paths=paths)],
        ),
    ]:
        print(f"{ratio(command, yardstick, runs):5.2f} (limit {limit:g})  {name}", flush=True)


if __name__ == "__main__":
    main()
