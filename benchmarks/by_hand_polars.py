"""The work of each helper, with its columns, bounds and words, written with Polars alone.

For amounts above 0 whose bounds are below 0 nowhere, in frames that are eager or lazy. With `hedged`, they
have bounds and words; most of the works are only for such.
"""

from datetime import date

import polars as pl

KEY = ["indicator_id", "ref_area", "breakdown"]
CURRENCIES = {"CHN": "CNY", "KAZ": "KZT", "USA": "USD"}
EARLIER = ["period_start", "period_end", "value", "value_low", "value_high", "qualifier"]

VALUE, LOW, HIGH, END = pl.col("value"), pl.col("value_low"), pl.col("value_high"), pl.col("period_end")


def share_change(frame, hedged=True):
    return _changes(frame, hedged, ["change_points", "change_percent", "ratio"])


def growth(frame):
    return _changes(frame, True, ["change", "change_percent", "cagr_percent"])


def index_to(frame, base=date(2001, 3, 31), name="2001-03"):
    of_base = ["value", "value_low", "value_high", "qualifier"]
    bases = frame.filter(pl.col("period_end") == base).select(
        *KEY, *(pl.col(column).alias(f"base_{column}") for column in of_base)
    )
    whole, least, most = (pl.col(f"base_{column}") for column in of_base[:3])
    is_base = pl.col("period_end") == base
    index, low, high = (
        pl.when(is_base).then(100.0).otherwise(side)
        for side in (VALUE * 100 / whole, LOW * 100 / most, HIGH * 100 / least)
    )
    found = frame.join(bases, on=KEY, how="left", maintain_order="left").with_columns(
        index=index, index_low=low, index_high=high, index_unit=pl.lit(f"{name} = 100")
    )
    found = found.with_columns(qualifier("index", "qualifier", "base_qualifier"))
    return found.drop(f"base_{column}" for column in of_base)


def per_capita(frame, table, hedged=True):
    table = table.select("year", ref_area="area", population="persons")
    found = frame.with_columns(year=END.dt.year()).join(
        table, on=["ref_area", "year"], how="left", maintain_order="left"
    )
    found = scaled(found.drop("year"), "per_capita", 1000 / pl.col("population"), hedged)
    return found.with_columns(per_capita_unit=pl.col("unit") + " per 1,000 persons")


def share_of_gdp(frame, table):
    table = table.select("year", "gdp_usd", ref_area="area")
    found = frame.with_columns(year=END.dt.year()).join(
        table, on=["ref_area", "year"], how="left", maintain_order="left"
    )
    found = scaled(found.drop("year"), "share_of_gdp", 100 / pl.col("gdp_usd"))
    return found.with_columns(share_of_gdp_unit=pl.lit("percent of GDP"))


def convert_currency(frame, table):
    table = table.select("year", unit="currency", exchange_rate=1 / pl.col("units_per_usd"))
    found = frame.with_columns(year=END.dt.year()).join(
        table, on=["unit", "year"], how="left", maintain_order="left"
    )
    found = scaled(found.drop("year"), "converted", pl.col("exchange_rate"))
    return found.with_columns(converted_unit=pl.lit("USD"))


def deflate(frame, table, base_year=2015):
    prices = table.filter(pl.col("index").cast(pl.String) == "consumer_prices")
    of_base = prices.filter(pl.col("year") == base_year).select("area", of_base="value")
    ratios = prices.join(of_base, on="area").select(
        "year", unit=_currency(), price_ratio=pl.col("of_base") / pl.col("value")
    )
    found = frame.with_columns(year=END.dt.year()).join(
        ratios, on=["unit", "year"], how="left", maintain_order="left"
    )
    found = scaled(found.drop("year"), "deflated", pl.col("price_ratio"))
    return found.with_columns(deflated_unit=pl.col("unit") + f"_{base_year}")


def to_international_dollars(frame, table):
    parities = table.select("year", unit=_currency(), parity="units_per_international_dollar")
    found = frame.with_columns(year=END.dt.year()).join(
        parities, on=["unit", "year"], how="left", maintain_order="left"
    )
    found = scaled(found.drop("year"), "international_dollars", 1 / pl.col("parity"))
    return found.with_columns(international_dollars_unit=pl.lit("INT_USD"))


def _currency():
    return pl.col("area").cast(pl.String).replace_strict(CURRENCIES, default=None)


def convert_unit(frame, table):
    factor = pl.col("unit").replace_strict(table, default=None, return_dtype=pl.Float64)
    return scaled(frame, "converted", factor).with_columns(converted_unit=pl.lit("m"))


def target_progress(frame, target=500, year=2030):
    left = (year * 12 + 12 - months("period_end")) / 12
    is_reached = (target <= LOW).fill_null(value=False)
    reached = pl.when(is_reached | (target > HIGH)).then(is_reached)
    ahead = pl.when((pl.col("years_left") > 0) & ~is_reached).then(pl.col("years_left"))
    gap = {"gap": target - VALUE, "gap_low": target - HIGH, "gap_high": target - LOW.fill_null(0)}
    goal = dict.fromkeys(["target_value", "target_value_low", "target_value_high"], pl.lit(float(target)))
    word = {"target_qualifier": pl.lit("exact"), "target_year": pl.lit(year, pl.Int64)}
    return (
        frame.filter(pl.col("period_end") == END.max().over(KEY))
        .with_columns(**goal, **word, years_left=left, reached=reached, **gap)
        .with_columns(pl.col(side).truediv(ahead).alias(side.replace("gap", "yearly_step")) for side in gap)
        .with_columns(qualifier(name, "qualifier", "target_qualifier") for name in ("gap", "yearly_step"))
    )


def _changes(frame, hedged, names):
    """From each period of a series to the next."""
    found = frame.with_columns(
        pl.col(name).shift(1).over(KEY, order_by="period_end").alias(f"from_{name}")
        for name in (EARLIER if hedged else EARLIER[:3])
    ).filter(pl.col("from_period_end").is_not_null())
    years = (months("period_end") - months("from_period_end")) / 12
    was, was_low, was_high = (pl.col(f"from_{name}") for name in ("value", "value_low", "value_high"))
    sides = {"": (VALUE - was, (VALUE - was) * 100 / was, VALUE / was)}
    if hedged:
        low, high = LOW.fill_null(0) - was_high, HIGH - was_low.fill_null(0)
        sides["_low"] = low, (LOW - was_high) * 100 / was_high, LOW / was_high
        sides["_high"] = high, (HIGH - was_low) * 100 / was_low, HIGH / was_low
    if names[2] == "cagr_percent":
        yearly = {
            side: pl.when(years >= 1).then((three[2] ** (1 / years) - 1) * 100)
            for side, three in sides.items()
        }
        sides = {side: (*three[:2], yearly[side]) for side, three in sides.items()}
    columns = {
        name + side: one for side, three in sides.items() for name, one in zip(names, three, strict=True)
    }
    found = found.with_columns(years=years, **columns)
    words = [qualifier(name, "qualifier", "from_qualifier") for name in names if hedged]
    return found.with_columns(words)


def months(name):
    """Count months up to the end of a day."""
    day = pl.col(name).dt
    return day.year() * 12 + day.month() - 1 + day.day() / day.days_in_month()


def scaled(found, name, factor, hedged=True):
    """Multiply values and bounds, and find the word for what they leave open."""
    if not hedged:
        return found.with_columns((VALUE * factor).alias(name))
    sides = {name: VALUE * factor, f"{name}_low": LOW * factor, f"{name}_high": HIGH * factor}
    return found.with_columns(**sides).with_columns(qualifier(name, "qualifier"))


def qualifier(name, *words):
    """Find the word for what bounds leave open."""
    value, low, high = (pl.col(name + side) for side in ("", "_low", "_high"))
    open_low, open_high = low.is_null(), high.is_null()
    over = pl.any_horizontal(pl.col(word) == "over" for word in words)
    nearly = pl.any_horizontal(pl.col(word) == "nearly" for word in words)
    about = pl.all_horizontal(pl.col(word) == "about" for word in words)
    return (
        pl.when(low == high)
        .then(pl.lit("exact"))
        .when(~open_low & ~open_high)
        .then(pl.lit("range"))
        .when(open_high & (value == low) & over)
        .then(pl.lit("over"))
        .when(open_high & (value == low))
        .then(pl.lit("at_least"))
        .when(open_low & (value == high) & nearly)
        .then(pl.lit("nearly"))
        .when(open_low & (value == high))
        .then(pl.lit("at_most"))
        .when(open_low & open_high & value.is_not_null() & about)
        .then(pl.lit("about"))
        .otherwise(pl.lit("unknown"))
        .alias(f"{name}_qualifier")
    )
