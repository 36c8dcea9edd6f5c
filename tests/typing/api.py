"""Never run: mypy and pyright read it, so the types are under test.

Each `ignore` marks a line that must be an error; an ignore that is not needed fails the run.
"""

import datetime
from pathlib import Path
from typing import Unpack, assert_type

import pandas as pd
import polars as pl
from pandera.typing import DataFrame

import kz_bri_data as kbd
from kz_bri_data.schemas import Observations, Population
from kz_bri_data.typing import Choices, Frequency, Period, TableName

assert_type(kbd.load(Observations), DataFrame[Observations])
assert_type(kbd.load(Observations, backend="pandas"), DataFrame[Observations])
assert_type(kbd.load("observations"), pd.DataFrame)
assert_type(kbd.load("observations", backend="polars"), pl.DataFrame)
assert_type(kbd.load(Population, backend="polars"), pl.DataFrame)
kbd.load("gdp", backend="pyarrow").schema.field("year")
assert_type(kbd.data_path("areas"), Path)
assert_type(kbd.data_dir(), Path)
assert_type(kbd.describe(Observations).primary_key, tuple[str, ...])
assert_type(kbd.find("Horgos"), list[kbd.Match])
assert_type(kbd.claims(), pd.DataFrame)
assert_type(kbd.claims(["dated", "differs"], backend="polars"), pl.DataFrame)
kbd.claims("dated", text="uranium", backend="pyarrow").schema.field("verdict")
assert_type(kbd.find("Horgos")[0].first, int | None)
assert_type(kbd.entity("cnpc"), kbd.Entity[pd.DataFrame])
assert_type(kbd.entity("cnpc").events, pd.DataFrame)
assert_type(kbd.entity("cnpc", backend="polars").names, pl.DataFrame)
kbd.entity("cnpc", backend="pyarrow").row.schema.field("name")
assert_type(kbd.__version__, str)
package = kbd.Package("datapackage")
assert_type(package.load(Observations), DataFrame[Observations])
assert_type(package.load("observations", backend="polars"), pl.DataFrame)
assert_type(package.series("oil_reserves"), pd.DataFrame)
assert_type(package.compare(pl.DataFrame()), pl.DataFrame)
assert_type(package.validate(), kbd.Report)
assert_type(package.export("sqlite", Path("out"), overwrite=True), list[Path])
kbd.export("excel", "out")  # type: ignore[arg-type]
assert_type(package.validate(pl.DataFrame(), "areas", strict=True), kbd.Report)
assert_type(kbd.validate(), kbd.Report)
assert_type(kbd.validate("a.csv", "b.csv", table=Observations, strict=True), kbd.Report)
assert_type(kbd.validate(pd.DataFrame(), "observations"), kbd.Report)
assert_type(kbd.validate(pl.DataFrame(), Observations, strict=True), kbd.Report)
kbd.validate(pd.DataFrame())  # type: ignore[call-overload]
kbd.validate(pd.DataFrame(), "observation")  # type: ignore[call-overload]
assert_type(kbd.series("oil_reserves", backend="polars"), pl.DataFrame)
assert_type(kbd.compare(pd.DataFrame()), pd.DataFrame)
assert_type(kbd.overview("oil_reserves"), pd.DataFrame)
assert_type(kbd.overview(entity="cnpc", backend="polars"), pl.DataFrame)
assert_type(kbd.latest("oil_reserves", area="KAZ"), pd.DataFrame)
assert_type(kbd.latest(pl.DataFrame()), pl.DataFrame)
assert_type(package.wide(["oil_reserves"], backend="polars"), pl.DataFrame)
kbd.series("oil_reserves", sources=["liu-belt-and-road"], on_conflict="ignore")
kbd.series("oil_reserves", start=2010, end=datetime.date(2020, 12, 31))
kbd.series("oil_reserves", start=2010.5)  # type: ignore[call-overload]
kbd.series("oil_reserves", on_conflict="silent")  # type: ignore[call-overload]
assert_type(kbd.errors.MixedBasisError, type[kbd.errors.MixedBasisError])
assert_type(package.claims("dated"), pd.DataFrame)
assert_type(package.entity("cnpc").projects, pd.DataFrame)
kbd.entity("cnpc").id = "other"  # type: ignore[misc]
kbd.claims(5)  # type: ignore[call-overload]
kbd.Package(5)  # type: ignore[arg-type]
package.load("observation")  # type: ignore[call-overload]


def needs_observations(frame: DataFrame[Observations]) -> None: ...


needs_observations(kbd.load(Observations))
needs_observations(kbd.load(Population))  # type: ignore[arg-type]
needs_observations(pd.DataFrame())  # type: ignore[arg-type]
kbd.load("observation")  # type: ignore[call-overload]
kbd.load(pd.DataFrame)  # type: ignore[type-var]
kbd.load("observations", backend="polar")  # type: ignore[call-overload]
kbd.describe("observation")  # type: ignore[arg-type]
kbd.data_path("observation")  # type: ignore[arg-type]
_ = kbd.lod  # type: ignore[attr-defined]

for name in kbd.list_tables():
    kbd.load(name)


def pass_on(table: TableName, frequency: Frequency, period: Period) -> None:
    """What others write around ours, annotated by our names of types."""
    kbd.load(table)
    kbd.series("oil_reserves", frequency=frequency)
    kbd.compare("liu-belt-and-road", period=period)


pass_on("gdp", "A", "nearest")
pass_on("gdps", "A", "nearest")  # type: ignore[arg-type]
pass_on("gdp", "yearly", "nearest")  # type: ignore[arg-type]
pass_on("gdp", "A", "near")  # type: ignore[arg-type]


def choose(**choices: Unpack[Choices]) -> None:
    kbd.series("oil_reserves", **choices)


choose(area="KAZ")
choose(country="KAZ")  # type: ignore[call-arg]
