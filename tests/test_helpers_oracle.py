"""Every helper on random frames of every kind, beside what plain Python says of the same rows."""

import datetime
import math
from fractions import Fraction
from typing import Any, NamedTuple

import helpers_oracle as oracle
import pandas as pd
import pytest
from helpers_frames import columns_of, make, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from kz_bri_data import helpers

LIBRARIES = ["pandas", "polars", "polars lazy", "duckdb", "pyspark", "pyarrow"]
EAGER = ("pandas", "polars", "pyarrow")
# How many frames are tried, as a part of what the profile says: some libraries take a second for one, and
# Polars is the quickest.
SHARE = {"polars": 4, "duckdb": 0.4, "polars lazy": 0.7, "pyarrow": 0.5, "pyspark": 0.2}

PRINTED = st.integers(-500, 50_000).map(lambda n: n / 100)
SHARES = st.integers(1, 10_000).map(lambda n: n / 100)
# Few of them, so that some are alike and some are nothing; and short enough for 32 bits.
QUARTERS = st.integers(-4, 20).map(lambda n: n / 4)
WORDS = ["exact", "exact", "exact", "about", "nearly", "at_most", "over", "at_least", "range"]
MISSING = st.sampled_from([None, float("nan"), float("inf")])
EMPTY = st.sampled_from(["", None])
OPEN = {"low": [None, -math.inf], "high": [None, math.inf]}

YEARS = list(range(2015, 2022))
DAYS = ["2015-12-31", "2016-02-29", "2017-02-28", "2018-07-15", "2018-07-16", "2020-01-31", "2021-12-31"]
INDICATORS = {
    "flow": ["goods_trade_turnover", "retail_trade_turnover"],
    "stock": ["payment_cards_in_circulation", "oil_reserves"],
    "share": ["uranium_world_share", "renewables_share_of_electricity"],
}
PERSONS = {(area, year): 10**6 + year for area in ("KAZ", "CHN") for year in YEARS if year != 2018}
RATES = {("KZT", year): year - 1500 for year in YEARS} | {("CNY", year): 7 for year in YEARS}
LEVELS = {("KAZ", year): year - 1900 for year in YEARS} | {("CHN", year): 2100 - year for year in YEARS}
FACTORS = {"kg": Fraction(1), "t": Fraction(1000), "pud": Fraction("16.38")}


def period(kind: str, n: int) -> dict[str, Any]:
    if kind == "years":
        return {"period_end": YEARS[n]}
    if kind == "days":
        return {"period_end": datetime.date.fromisoformat(DAYS[n])}
    if kind == "whole years":
        first, last = datetime.date(YEARS[n], 1, 1), datetime.date(YEARS[n], 12, 31)
    else:
        first = datetime.date(2016, n + 1, 1)
        last = datetime.date(2016, n + 2, 1) - datetime.timedelta(days=1)
    return {"period_start": first, "period_end": last}


@st.composite
def hedged(draw, numbers: Any, columns: frozenset[str]) -> dict[str, Any]:
    """A number as a row has it: value, bounds and word, as far as there are such columns."""
    value = draw(numbers | MISSING if draw(st.integers(0, 5)) == 0 else numbers)
    word = draw(st.sampled_from(WORDS))
    low = value if word in ("exact", "over", "at_least") else draw(st.sampled_from(OPEN["low"]))
    high = value if word in ("exact", "nearly", "at_most") else draw(st.sampled_from(OPEN["high"]))
    if word == "range":
        value, (low, high) = None, sorted([draw(numbers), draw(numbers)])
    cells = {"value": value, "value_low": low, "value_high": high, "qualifier": word}
    if draw(st.integers(0, 7)) == 0:
        cells |= {
            "value_low": None,
            "value_high": None,
            "qualifier": draw(st.sampled_from(["", None, "unknown"])),
        }
    cells["resolution"] = draw(st.sampled_from([None, 0.0, 0.5, 1.0, 100.0]))
    return {name: cell for name, cell in cells.items() if name in columns}


@st.composite
def frames(draw, *, measures: list[str], kinds: list[str], units: list[str], statuses: list[str]) -> Any:
    """Rows of several series, each period once, in any order; columns that a frame may lack are drawn."""
    measure = draw(st.sampled_from(measures))
    kind = draw(st.sampled_from([k for k in kinds if measure != "flow" or k != "days"]))
    hedge = draw(st.sampled_from(["", "qualifier", "value_low value_high", "qualifier value_low value_high"]))
    columns = frozenset(["value", *hedge.split(), *draw(st.sampled_from([[], ["resolution"]]))])
    has = {
        name: draw(st.booleans()) for name in ("indicator_id", "partner_area", "basis", "product", "status")
    }
    has["indicator_id"] = has["indicator_id"] and measure in INDICATORS
    texts = {
        "indicator_id": st.sampled_from(INDICATORS.get(measure, [""])),
        "ref_area": st.sampled_from(["KAZ", "CHN"]) | EMPTY,
        "partner_area": st.sampled_from(["KAZ"]) | EMPTY,
        "basis": st.sampled_from(["customs", "mirror"]) | EMPTY,
        "product": st.sampled_from(["oil", "gas"]) | EMPTY,
    }
    texts = {name: text for name, text in texts.items() if has.get(name, True)}
    numbers = SHARES if measure == "share" else draw(st.sampled_from([PRINTED, QUARTERS]))
    unit = draw(st.sampled_from(units))
    series = draw(st.lists(st.fixed_dictionaries(texts), min_size=1, max_size=3))
    chosen: dict[Any, Any] = {}
    for _ in range(draw(st.integers(1, 14))):
        row = {name: text or draw(EMPTY) for name, text in draw(st.sampled_from(series)).items()}
        if has["status"]:
            row["status"] = draw(st.sampled_from(statuses))
        if row.get("status") == "target" and has["basis"]:
            row["basis"] = draw(texts["basis"])
        n = draw(st.integers(0, len(YEARS) - 1))
        status = row.get("status") or ""
        key = (
            [row.get(name) or "" for name in oracle.KEYS],
            "fact" if status in oracle.OBSERVED else status,
            n,
        )
        row |= {"unit": unit, **period(kind, n), **draw(hedged(numbers, columns))}
        chosen.setdefault(repr(key), row)
    found = draw(st.permutations(list(chosen.values())))
    found = [{"n": n, **row} for n, row in enumerate(found)]
    return oracle.Frame(found, measure, draw(st.booleans()))


# -- frames of the libraries --------------------------------------------------------------------------------

INDEXES = {
    "as it is": lambda frame: frame,
    "filtered": lambda frame: frame.set_axis([3 * n + 33 for n in range(len(frame))]),
    "duplicate": lambda frame: frame.set_axis([7] * len(frame)),
    "text": lambda frame: frame.set_axis([f"row {n}" for n in range(len(frame))]),
    "multi": lambda frame: frame.set_index(["ref_area", "n"], drop=False),
}
NUMBERS = ["float64", "Float64", "float32", "double[pyarrow]", "object"]
# The "str" of pandas 2 makes a text "None" of what is missing.
TEXTS = [*(["str"] if pd.__version__ >= "3" else []), "category", "object", "string", "string[pyarrow]"]
ENDS = ["int64", "Int64", "float64", "int64[pyarrow]", "str", "category", "object"]
DATES = {
    "datetimes": lambda days: days,
    "dates": lambda days: days.dt.date,
    "text": lambda days: days.dt.strftime("%Y-%m-%d"),
    "a time zone": lambda days: days.dt.tz_localize("Asia/Almaty"),
}


@st.composite
def of_pandas(draw, frame: oracle.Frame) -> tuple[Any, bool]:
    """A frame of pandas with any index and types, and whether its numbers are short."""
    made = make("pandas", columns_of(frame.rows))
    number, text, end = (draw(st.sampled_from(kinds)) for kinds in (NUMBERS, TEXTS, ENDS))
    printed = [
        row[name] for row in frame.rows for name in ("value", "value_low", "value_high") if name in row
    ]
    known = [one for one in printed if one is not None and math.isfinite(one)]
    if number == "float32" and not all(one * 4 == int(one * 4) for one in known):
        number = "float64"
    for name in made.columns:
        if name.startswith("value") or name == "resolution":
            made[name] = made[name].astype("float64").astype(number)
        elif name == "period_end" and isinstance(frame.rows[0][name], int):
            made[name] = made[name].astype(end)
        elif name.startswith("period"):
            made[name] = DATES[draw(st.sampled_from(list(DATES)))](made[name])
        elif name != "n":
            made[name] = made[name].astype(text)
    if number != "float32" and known == printed and all(one == int(one) for one in known):
        made["value"] = made["value"].astype(draw(st.sampled_from(["int64", "Int64", "int64[pyarrow]"])))
    return INDEXES[draw(st.sampled_from(list(INDEXES)))](made), number == "float32"


@st.composite
def of_polars(draw, frame: oracle.Frame, library: str) -> tuple[Any, bool]:
    """A frame of Polars with any types that hold the same; years as text are read in eager ones."""
    import polars as pl

    made = make("polars", columns_of(frame.rows))
    text = draw(st.sampled_from([pl.String, pl.Categorical]))
    end = draw(st.sampled_from([pl.Int64, pl.Int32, pl.UInt16, pl.Float64, pl.Float32]))
    if library == "polars":
        end = draw(st.sampled_from([end, pl.String]))
    for name, kind in made.schema.items():
        if kind == pl.String:
            made = made.with_columns(pl.col(name).cast(text))
        elif name == "period_end" and kind == pl.Int64:
            made = made.with_columns(pl.col(name).cast(end))
    return made if library == "polars" else made.lazy(), False


def of_library(library: str, frame: oracle.Frame, data: Any) -> tuple[Any, bool]:
    if library == "pandas":
        return data.draw(of_pandas(frame))
    if library.startswith("polars"):
        return data.draw(of_polars(frame, library))
    return make(library, columns_of(frame.rows)), False


class Case(NamedTuple):
    """A helper to try.

    Attributes
    ----------
    frames
        Frames that it takes.
    choices
        Arguments to draw, beside those of the frame.
    expected
        What the oracle says of a frame and the arguments.
    """

    frames: dict[str, Any]
    choices: dict[str, Any]
    expected: Any


def table(library: str, values: dict[tuple[str, int], Any], key: str, value: str) -> Any:
    names, years = zip(*values, strict=True)
    return make(
        library, {key: list(names), "year": list(years), value: [float(one) for one in values.values()]}
    )


def indexes() -> Any:
    """Make a table of price indexes; the one that is not asked for is another."""
    rows = [
        {"area": area, "index": index, "year": year, "value": value * factor}
        for (area, year), value in LEVELS.items()
        for index, factor in (("gdp", 1.0), ("consumer_prices", float(year)))
    ]
    return make("pandas", columns_of(rows))


FACTS = ["actual", "actual", "estimate", "planned", "", None, "projection"]
ALL = ["years", "whole years", "months", "days"]
BETWEEN = {"between": st.sampled_from(["neighbours", "ends"])}
MISSES = {"on_missing": st.just("ignore")}
CASES = {
    "growth": Case(
        {"measures": ["flow", "stock", "price"], "kinds": ALL, "units": ["t", ""], "statuses": FACTS},
        BETWEEN,
        oracle.growth,
    ),
    "share_change": Case(
        {"measures": ["share"], "kinds": ALL, "units": ["percent"], "statuses": FACTS},
        BETWEEN,
        oracle.share_change,
    ),
    "index_to": Case(
        {"measures": ["flow", "stock", "share"], "kinds": ALL, "units": ["t", ""], "statuses": FACTS},
        {"base_period": st.sampled_from([2016, 2018])},
        lambda frame, base_period: oracle.index_to(frame, base_period),
    ),
    "per_capita": Case(
        {"measures": ["flow", "stock"], "kinds": ALL, "units": ["t", ""], "statuses": FACTS},
        {"per": st.sampled_from([1, 1000]), **MISSES},
        lambda frame, per, on_missing: oracle.per_capita(frame, PERSONS, per),
    ),
    "share_of_gdp": Case(
        {"measures": ["flow"], "kinds": ["years", "whole years"], "units": ["USD"], "statuses": FACTS},
        MISSES,
        lambda frame, on_missing: oracle.share_of_gdp(frame, PERSONS),
    ),
    "convert_currency": Case(
        {"measures": ["flow", "price"], "kinds": ALL, "units": ["USD", "KZT", "CNY"], "statuses": FACTS},
        {"to": st.sampled_from(["USD", "KZT"]), "rate_year": st.sampled_from([None, 2017])},
        lambda frame, to, rate_year: oracle.convert_currency(frame, RATES, to, rate_year),
    ),
    "deflate": Case(
        {"measures": ["flow", "price"], "kinds": ALL, "units": ["KZT", "CNY"], "statuses": FACTS},
        {"base_year": st.sampled_from([2016, 2018])},
        lambda frame, base_year: oracle.deflate(frame, LEVELS, base_year),
    ),
    "to_international_dollars": Case(
        {"measures": ["flow", "price"], "kinds": ALL, "units": ["KZT", "CNY"], "statuses": FACTS},
        {},
        lambda frame: oracle.to_international_dollars(frame, LEVELS),
    ),
    "convert_unit": Case(
        {"measures": ["flow", "stock"], "kinds": ALL, "units": list(FACTORS), "statuses": FACTS},
        {"to": st.sampled_from(list(FACTORS))},
        lambda frame, to: oracle.convert_unit(frame, FACTORS, to),
    ),
    "target_progress": Case(
        {
            "measures": ["flow", "stock", "duration"],
            "kinds": ["years"],
            "units": ["t"],
            "statuses": [*FACTS, "target"],
        },
        {"target": st.sampled_from([None, 12.5])},
        lambda frame, target: oracle.target_progress(frame, target, None if target is None else 2019),
    ),
}


def usable(name: str, frame: oracle.Frame, choices: dict[str, Any]) -> oracle.Frame | None:
    """Leave out the series that a helper would refuse; None if that leaves nothing."""
    if name == "index_to":
        begin = choices["base_period"] * 12
        series = [
            one for one in frame.series() if sum(begin < oracle.clock(row) <= begin + 12 for row in one) == 1
        ]
        kept = [row for row in frame.rows if any(row in one for one in series)]
        return frame._replace(rows=kept) if kept else None
    if name == "target_progress" and (choices["target"] is None and not frame.has("status")):
        return None
    if name == "target_progress" and not oracle.target_progress(frame, choices["target"], 2019):
        return None
    return frame


def call(name: str, made: Any, frame: oracle.Frame, choices: dict[str, Any]) -> Any:
    """Call a helper with what the caller of such a frame would say."""
    more = {"rounding": frame.rounding, **choices}
    if not frame.has("indicator_id"):
        more["measure"] = frame.measure
    if frame.has("product"):
        more["series_columns"] = ["product"]
    own = {
        "per_capita": {"population": table("pandas", PERSONS, "area", "persons")},
        "share_of_gdp": {"gdp": table("polars", PERSONS, "area", "gdp_usd")},
        "convert_currency": {"rates": table("pandas", RATES, "currency", "units_per_usd")},
        "deflate": {"deflators": indexes()},
        "to_international_dollars": {
            "parities": table("polars", LEVELS, "area", "units_per_international_dollar")
        },
        "convert_unit": {
            "units": make("pandas", {"unit": ["pud"], "dimension": ["mass"], "factor": [16.38]})
        },
    }
    if name == "target_progress":
        more |= {"target_year": 2019} if choices["target"] is not None else {"target_basis": "any"}
    return getattr(helpers, name)(made, **more, **own.get(name, {}))


def assert_equal(found: Any, expected: Any, what: Any, short: bool) -> None:
    """Numbers within rounding, all else to the letter."""
    if isinstance(expected, (Fraction, float)) or isinstance(found, float):
        assert (found is None) == (expected is None), what
        if expected is not None:
            size = 1e-4 if short else 1e-9
            assert math.isclose(found, float(expected), rel_tol=size, abs_tol=size), (what, found, expected)
    else:
        assert found == expected, (what, found, expected)


def in_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    def key(one: dict[str, Any]) -> list[Any]:
        shown = [one.get(name) for name in ("target_year", "target_value", "target_basis")]
        return [one["n"], *(repr(None if cell in ("", None) else cell) for cell in shown)]

    return sorted(found, key=key)


def test_there_is_a_case_for_every_helper():
    assert set(CASES) == set(helpers.__all__) - {"Columns", "Measure"}


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("name", CASES)
def test_a_helper_gives_what_plain_python_says(name, library):
    pytest.importorskip(library.split()[0])
    case = CASES[name]
    arguments = st.fixed_dictionaries(case.choices)
    number = max(2, round(min(settings().max_examples, 30) * SHARE.get(library, 1)))

    @settings(max_examples=number)
    @given(frame=frames(**case.frames), choices=arguments, data=st.data())
    def try_one(frame, choices, data):
        taken = usable(name, frame, choices)
        if taken is None:
            return
        made, short = of_library(library, taken, data)
        found = rows(call(name, made, taken, choices))
        expected = case.expected(taken, **choices)
        if library in EAGER:
            order = [one["n"] for one in found]
            assert order == sorted(order, key=[row["n"] for row in taken.rows].index), "rows stay in place"
        assert len(found) == len(expected)
        for one, other in zip(in_order(found), in_order(expected), strict=True):
            for column, value in other.items():
                if column in ("from_value", "target_value"):
                    assert oracle.exact(one[column]) == oracle.exact(value)
                elif not column.startswith(("from_", "target_")) or column == "target_year":
                    assert_equal(one[column], value, (one["n"], column), short)

    try_one()
