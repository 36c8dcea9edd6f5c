"""Measure what each helper costs on the frames that people have: 25 rows, and a million of pandas.

Processor time within one process, the least of several turns, ours and code by hand in turn. Before they are
measured, both have to give the same columns with the same values, bounds and words. 25 rows are one series,
with hedges and checks, in pandas and in Polars; a million rows of pandas are 10,000 series of 100 quarters,
or 40,000 of 25 years, in no order: unchecked, checked, and checked with hedges.
"""

import argparse
import time
from functools import partial

import by_hand_pandas
import by_hand_polars
import numpy as np
import pandas as pd
import polars as pl
from by_hand_pandas import HEDGES

import kz_bri_data as kbd
from kz_bri_data import helpers

YEARS, QUARTERS = ("1999", "Y"), ("2000Q1", "Q")
# Helper: what is said of it, the unit of its figures, its periods, and the table that it takes.
HELPERS = {
    "share_change": ({"measure": "share"}, "percent", QUARTERS, None),
    "growth": ({"measure": "flow"}, "USD", YEARS, None),
    "index_to": ({"measure": "flow", "base_period": "2001-03"}, "USD", QUARTERS, None),
    "per_capita": ({"measure": "flow", "per": 1000}, "USD", QUARTERS, ("population", "area", "persons")),
    "share_of_gdp": ({"measure": "flow"}, "USD", YEARS, ("gdp", "area", "gdp_usd")),
    "convert_currency": (
        {"measure": "flow"},
        "CNY",
        QUARTERS,
        ("exchange_rates", "currency", "units_per_usd"),
    ),
    "deflate": (
        {"measure": "flow", "base_year": 2015, "index": "consumer_prices"},
        "CNY",
        QUARTERS,
        ("deflators", "area", "index", "value"),
    ),
    "to_international_dollars": (
        {"measure": "flow"},
        "CNY",
        QUARTERS,
        ("purchasing_power", "area", "units_per_international_dollar"),
    ),
    "convert_unit": ({"to": "m"}, "km", QUARTERS, ("units", "unit", "factor")),
    "target_progress": ({"measure": "share", "target": 500, "target_year": 2030}, "percent", QUARTERS, None),
}
# What a million rows of pandas may cost, against the work by hand.
LIMITS = {"unchecked": (1.5, False, False), "checked": (2.5, True, False), "hedges": (3, True, True)}


def frame_of(rows, unit, first, freq):
    """Make figures of so many rows, in no order, with hedges."""
    periods = 25 if freq == "Y" or rows == 25 else 100
    starts = pd.period_range(first, periods=periods, freq=freq)
    order = np.random.default_rng(20131).permutation(rows)
    number, period = np.divmod(order, periods)
    value = np.random.default_rng(7).integers(10, 1000, rows) / 10
    word = np.array(["exact"] * 7 + ["over", "nearly", "about"])[order % 10]
    return pd.DataFrame(
        {
            "indicator_id": np.char.add("indicator_", (number % 1000).astype(str)),
            "ref_area": np.array(["CHN", "KAZ", "WLD"])[number % 3],
            "breakdown": np.char.add("part_", (number // 1000).astype(str)),
            "period_start": starts.start_time.to_numpy()[period],
            "period_end": starts.end_time.normalize().to_numpy()[period],
            "value": value,
            "unit": unit,
            "qualifier": word,
            "value_low": np.where(np.isin(word, ["exact", "over"]), value, np.nan),
            "value_high": np.where(np.isin(word, ["exact", "nearly"]), value, np.nan),
        }
    )


def hands_of(name, table):
    """Build the works by hand of a helper: in pandas without hedges and with them, and in Polars."""
    more, more_in_polars = {}, {}
    if table:
        shipped = kbd.load(table[0]).astype({table[-1]: "float64"})
        shipped = shipped[[column for column in (*table[1:], "year") if column in shipped]]
        in_polars = pl.from_pandas(shipped)
        if name == "convert_unit":
            shipped = in_polars = dict(shipped.to_numpy().tolist())
        more, more_in_polars = {"table": shipped}, {"table": in_polars}
    in_pandas = getattr(by_hand_pandas, name)
    return (
        partial(in_pandas, hedged=False, **more),
        partial(in_pandas, hedged=True, **more),
        partial(getattr(by_hand_polars, name), **more_in_polars),
    )


def refuse_other(mine, other):
    """Stop if the work by hand gives something else."""
    if isinstance(mine, pl.DataFrame):
        mine, other = mine.to_pandas(), other.to_pandas()
    assert sorted(mine.columns) == sorted(other.columns), set(mine.columns) ^ set(other.columns)
    by = [*by_hand_pandas.KEY, "period_end"]
    mine, other = (frame.sort_values(by, ignore_index=True)[mine.columns] for frame in (mine, other))
    pd.testing.assert_frame_equal(mine, other, check_dtype=False, check_index_type=False)


def least(works, frame, turns):
    """Find the least processor time of each work, in milliseconds, taken in turn."""
    found = [[] for _ in works]
    for _ in range(turns):
        for work, times in zip(works, found, strict=True):
            begin = time.process_time()
            work(frame)
            times.append(time.process_time() - begin)
    return [min(times) * 1000 for times in found]


def compare(what, ours, hand, frame, turns, limit):
    refuse_other(ours(frame), hand(frame))
    mine, other = least([ours, hand], frame, turns)
    print(f"{what:38} {mine:8.1f} ms {other:8.1f} by hand {mine / other:6.2f} (limit {limit})", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=25, help="with 25 rows")
    parser.add_argument("--large-turns", type=int, default=3, help="with a million rows; 0 to leave them out")
    parser.add_argument("--helper", choices=HELPERS, action="append")
    given = parser.parse_args()
    for name in given.helper or HELPERS:
        said, unit, periods, table = HELPERS[name]
        ours = partial(getattr(helpers, name), **said)
        plain, hedged, in_polars = hands_of(name, table)
        small = frame_of(25, unit, *periods)
        compare(f"{name}, 25 rows, pandas", ours, hedged, small, given.turns, "25 ms, 2")
        compare(f"{name}, 25 rows, Polars", ours, in_polars, pl.from_pandas(small), given.turns, "15 ms, 8")
        if not given.large_turns:
            continue
        large = frame_of(1_000_000, unit, *periods)
        for case, (limit, check, has_hedges) in LIMITS.items():
            frame, hand = (large, hedged) if has_hedges else (large.drop(columns=HEDGES), plain)
            what = f"{name}, a million, {case}"
            compare(what, partial(ours, check=check), hand, frame, given.large_turns, limit)


if __name__ == "__main__":
    main()
