"""Where the figures of a frame end: by expressions where a figure is plain, one by one where it is not."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from kz_bri_data.numbers import LastDigit
from kz_bri_data.validation.engine.points import Digits
from kz_bri_data.validation.engine.prefilter import AS_NUMBER, LETTER_OF_SCALE, MAY_SCALE, POWERS
from kz_bri_data.validation.rules.printed import FRACTION, LONGEST
from kz_bri_data.validation.rules.resolution import HEDGES, digit_of_row
from kz_bri_data.validation.rules.unit_words import SCALED_UNIT

_PLAIN = (
    r"^\P{Nd}*(?<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,20}|0)(?<decimals>\.[0-9]{1,20})?"
    rf"(?: ?(?<scale>{'|'.join(POWERS)}))?(?<rest>\P{{Nd}}*)$"
)


def digits_of(rows: pl.DataFrame) -> Digits:
    """Say where the figures of rows end that have no errors.

    Parameters
    ----------
    rows
        Columns of `kz_bri_data.validation.rules.resolution.PRINTED` as text, the value as a number, "group",
        a hash of source, indicator and unit, and "line".
    """
    rows = rows.with_columns(
        pl.col("resolution").cast(pl.Float64, strict=False).fill_null(math.nan),
        ((pl.col("source_id.kind") == "dataset") | _in_statistics()).alias("cell"),
        pl.col("figure_as_printed").str.extract_groups(_PLAIN).alias("parts"),
    ).unnest("parts")
    scale = pl.col("scale").replace_strict(POWERS, default=None, return_dtype=pl.Float64)
    rows = rows.with_columns(
        pl.col("whole").str.replace_all(",", "", literal=True),
        pl.col("decimals").fill_null(""),
        scale.fill_null(1.0),
    )
    plain = rows.select(_is_plain()).to_series()
    digits = Digits()
    _extend(
        digits,
        rows.filter(plain).with_columns(_printed()).with_columns(_significant()).with_columns(_hedged()),
    )
    _extend(digits, _judged(rows.filter(~plain)))
    return digits


def _in_statistics() -> pl.Expr:
    return (pl.col("source_id.kind") == "official_statistics") & (pl.col("locator") != "")


def _is_plain() -> pl.Expr:
    """Whether a figure is one number with at most a scale word, and together they give the value."""
    figure, value = pl.col("figure_as_printed"), pl.col("value" + AS_NUMBER)
    digits = pl.col("whole") + pl.col("decimals")
    number = digits.cast(pl.Float64, strict=False) * pl.col("scale")
    return pl.all_horizontal(
        (number - value).abs() <= value.abs() * 1e-9,
        ~figure.str.contains(rf"(?i){FRACTION.pattern}"),
        ~pl.col("rest").str.contains(rf"(?i){MAY_SCALE}|^{LETTER_OF_SCALE}"),
        pl.col("scale").eq(1.0) | ~pl.col("unit").str.contains(SCALED_UNIT),
        figure.str.len_chars() <= LONGEST,
    ).fill_null(value=False)


def _printed() -> pl.Expr:
    places = (pl.col("decimals").str.len_chars().cast(pl.Int64) - 1).clip(0)
    return (pl.col("scale").log10().round().cast(pl.Int64) - places).alias("printed")


def _significant() -> pl.Expr:
    whole = pl.col("whole")
    zeros = whole.str.len_chars().cast(pl.Int64) - whole.str.strip_chars_end("0").str.len_chars()
    counted = pl.col("cell") | (pl.col("decimals") != "") | (whole == "0")
    return (pl.col("printed") + pl.when(counted).then(0).otherwise(zeros)).alias("significant")


def _hedged() -> pl.Expr:
    """Where the figure ends behind a hedge: its zeros are never printed."""
    hedged = pl.col("qualifier").is_in(list(HEDGES)) & ~pl.col("cell")
    return pl.when(hedged).then("significant").otherwise("printed").alias("printed")


def _judged(rows: pl.DataFrame) -> pl.DataFrame:
    names = ("figure_as_printed", "unit", "value", "value_low", "value_high", "qualifier", "cell")
    ends = [digit_of_row(*texts, cell=cell) for *texts, cell in rows.select(names).iter_rows()]
    columns = {
        name: pl.Series([None if end is None else getattr(end, name) for end in ends], dtype=pl.Int64)
        for name in LastDigit._fields
    }
    return rows.with_columns(**columns).drop_nulls("printed")


def _extend(digits: Digits, rows: pl.DataFrame) -> None:
    kinds = {"printed": np.int8, "significant": np.int8}
    digits.extend(
        {name: np.ascontiguousarray(rows[name].to_numpy(), dtype=kinds.get(name)) for name in digits.columns}
    )
