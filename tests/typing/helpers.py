"""Never run: mypy and pyright read it. A helper gives back the kind of frame that it was given."""

from typing import Unpack, assert_type

import pandas as pd
import polars as pl

import kz_bri_data as kbd
from kz_bri_data.helpers import (
    convert_currency,
    convert_unit,
    deflate,
    growth,
    index_to,
    per_capita,
    share_change,
    share_of_gdp,
    target_progress,
    to_international_dollars,
)
from kz_bri_data.schemas import Observations
from kz_bri_data.typing import Between, Columns, Measure, OnMissing

pandas = kbd.load("observations")
polars = kbd.load("observations", backend="polars")

assert_type(share_change(pandas), pd.DataFrame)
assert_type(share_change(polars), pl.DataFrame)
assert_type(growth(polars.lazy(), between="ends"), pl.LazyFrame)
assert_type(per_capita(pandas, per=1000, population=polars, on_missing="warn"), pd.DataFrame)
assert_type(share_of_gdp(pandas, gdp=pandas), pd.DataFrame)
assert_type(deflate(polars, base_year=2015, index="consumer_prices"), pl.DataFrame)
assert_type(to_international_dollars(pandas), pd.DataFrame)
assert_type(convert_currency(polars, to="KZT", rate_year=2024), pl.DataFrame)
assert_type(convert_unit(polars, to="kg", value_column="x"), pl.DataFrame)
assert_type(index_to(pandas, base_period="2015-06", series_columns=["ref_area"]), pd.DataFrame)
assert_type(target_progress(polars.lazy(), target=50, target_year=2050), pl.LazyFrame)


def pass_on(
    frame: pd.DataFrame,
    between: Between,
    measure: Measure,
    on_missing: OnMissing,
    **columns: Unpack[Columns],
) -> None:
    """What others write around ours, annotated by our names of types."""
    growth(frame, between=between, measure=measure, **columns)
    per_capita(frame, on_missing=on_missing)


pass_on(pandas, "ends", "flow", "warn", value_column="x")
pass_on(pandas, "end", "flow", "warn")  # type: ignore[arg-type]
pass_on(pandas, "ends", "flows", "warn")  # type: ignore[arg-type]
pass_on(pandas, "ends", "flow", "warm")  # type: ignore[arg-type]
pass_on(pandas, "ends", "flow", "warn", valu_column="x")  # type: ignore[call-arg]

# Results are no observations, whatever went in.
assert_type(growth(kbd.load(Observations)), pd.DataFrame)

growth([1, 2])  # type: ignore[call-overload]
growth(pandas, valu_column="x")  # type: ignore[call-overload]
growth(pandas, measure="flows")  # type: ignore[call-overload]
growth(pandas, between="all")  # type: ignore[call-overload]
growth(pandas, True)  # type: ignore[call-overload]
per_capita(pandas, on_missing="warm")  # type: ignore[call-overload]
