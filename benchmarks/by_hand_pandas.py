"""The work of each helper, with its columns, bounds and words, written with pandas alone.

For amounts above 0 whose bounds are below 0 nowhere. With `hedged`, a frame has bounds and words.
"""

import numpy as np
import pandas as pd

KEY = ["indicator_id", "ref_area", "breakdown"]
HEDGES = ["value_low", "value_high", "qualifier"]
CURRENCIES = {"CHN": "CNY", "KAZ": "KZT", "USA": "USD"}


def share_change(frame, hedged):
    return _changes(frame, hedged, ["change_points", "change_percent", "ratio"])


def growth(frame, hedged):
    return _changes(frame, hedged, ["change", "change_percent", "cagr_percent"])


def index_to(frame, hedged, base_period="2001-03"):
    ends = pd.Period(base_period).end_time.normalize()
    base = frame.loc[frame["period_end"] == ends, [*KEY, "value", *(HEDGES if hedged else [])]]
    found = frame.merge(base, on=KEY, how="left", suffixes=("", "_of_base"))
    is_base, whole = found["period_end"] == ends, found["value_of_base"]
    new = {"index": (found["value"] * 100 / whole).where(~is_base, 100)}
    if hedged:
        low = (found["value_low"] * 100 / found["value_high_of_base"]).where(~is_base, 100)
        high = (found["value_high"] * 100 / found["value_low_of_base"]).where(~is_base, 100)
        new |= bounded("index", new["index"], low, high, [found["qualifier"], found["qualifier_of_base"]])
    return found[frame.columns].assign(**new, index_unit=f"{base_period} = 100")


def per_capita(frame, hedged, table):
    found = frame.assign(year=frame["period_end"].dt.year).merge(
        table.rename(columns={"area": "ref_area", "persons": "population"}),
        on=["ref_area", "year"],
        how="left",
    )
    new = scaled(found, hedged, "per_capita", 1000 / found["population"])
    return found.drop(columns="year").assign(**new, per_capita_unit=frame["unit"] + " per 1,000 persons")


def share_of_gdp(frame, hedged, table):
    found = frame.assign(year=frame["period_end"].dt.year).merge(
        table.rename(columns={"area": "ref_area"}), on=["ref_area", "year"], how="left"
    )
    new = scaled(found, hedged, "share_of_gdp", 100 / found["gdp_usd"])
    return found.drop(columns="year").assign(**new, share_of_gdp_unit="percent of GDP")


def convert_currency(frame, hedged, table):
    rates = table.assign(exchange_rate=1 / table["units_per_usd"]).drop(columns="units_per_usd")
    found = frame.assign(year=frame["period_end"].dt.year).merge(
        rates.rename(columns={"currency": "unit"}), on=["unit", "year"], how="left"
    )
    new = scaled(found, hedged, "converted", found["exchange_rate"])
    return found.drop(columns="year").assign(**new, converted_unit="USD")


def deflate(frame, hedged, table, base_year=2015):
    prices = table[table["index"] == "consumer_prices"].drop(columns="index")
    of_base = prices.loc[prices["year"] == base_year, ["area", "value"]].rename(columns={"value": "of_base"})
    prices = prices.merge(of_base, on="area")
    ratios = pd.DataFrame(
        {
            "unit": prices["area"].astype("str").map(CURRENCIES),
            "year": prices["year"],
            "price_ratio": prices["of_base"] / prices["value"],
        }
    )
    found = frame.assign(year=frame["period_end"].dt.year).merge(ratios, on=["unit", "year"], how="left")
    new = scaled(found, hedged, "deflated", found["price_ratio"])
    return found.drop(columns="year").assign(**new, deflated_unit=frame["unit"] + f"_{base_year}")


def to_international_dollars(frame, hedged, table):
    parities = table.assign(unit=table["area"].astype("str").map(CURRENCIES)).drop(columns="area")
    found = frame.assign(year=frame["period_end"].dt.year).merge(
        parities.rename(columns={"units_per_international_dollar": "parity"}), on=["unit", "year"], how="left"
    )
    new = scaled(found, hedged, "international_dollars", 1 / found["parity"])
    return found.drop(columns="year").assign(**new, international_dollars_unit="INT_USD")


def convert_unit(frame, hedged, table):
    factor = frame["unit"].map(table)
    return frame.assign(**scaled(frame, hedged, "converted", factor), converted_unit="m")


def target_progress(frame, hedged, target=500, year=2030):
    found = frame.loc[frame.groupby(KEY, sort=False)["period_end"].idxmax()]
    value = found["value"]
    left = (year * 12 + 12 - months(found["period_end"])) / 12
    reached, is_not = value >= target, value < target
    if hedged:
        reached, is_not = found["value_low"] >= target, found["value_high"] < target
    gap, ahead = target - value, left.where((left > 0) & ~reached)
    reached = reached.astype("boolean").where(reached | is_not)
    new = {"target_value": target, "target_year": year, "years_left": left, "gap": gap}
    new |= {"yearly_step": gap / ahead, "reached": reached}
    if hedged:
        words = [found["qualifier"], pd.Series("exact", index=found.index)]
        low, high = target - found["value_high"], target - found["value_low"].fillna(0)
        new |= {"target_value_low": target, "target_value_high": target, "target_qualifier": "exact"}
        new |= bounded("gap", gap, low, high, words)
        new |= bounded("yearly_step", gap / ahead, low / ahead, high / ahead, words)
    return found.assign(**new)


def _changes(frame, hedged, names):
    """From each period of a series to the next."""
    earlier = ["period_start", "period_end", "value", *(HEDGES if hedged else [])]
    before = frame.sort_values("period_end").groupby(KEY, sort=False)[earlier].shift(1)
    found = frame.join(before.add_prefix("from_"))
    found = found[found["from_period_end"].notna()]
    value, was = found["value"], found["from_value"]
    years = (months(found["period_end"]) - months(found["from_period_end"])) / 12
    ratio, difference = value / was, value - was
    sides = {"": (difference, difference * 100 / was, ratio)}
    if hedged:
        low, high = found["value_low"], found["value_high"]
        was_low, was_high = found["from_value_low"], found["from_value_high"]
        sides["_low"] = low.fillna(0) - was_high, (low - was_high) * 100 / was_high, low / was_high
        sides["_high"] = high - was_low.fillna(0), (high - was_low) * 100 / was_low, high / was_low
    if names[2] == "cagr_percent":
        for side, three in sides.items():
            yearly = ((three[2] ** (1 / years) - 1) * 100).where(years >= 1)
            sides[side] = *three[:2], yearly
    new = {"years": years} | dict(zip(names, sides[""], strict=True))
    if hedged:
        words = [found["qualifier"], found["from_qualifier"]]
        for i, name in enumerate(names):
            new |= bounded(name, new[name], sides["_low"][i], sides["_high"][i], words)
    return found.assign(**new)


def months(day):
    """Count months up to the end of a day."""
    return day.dt.year * 12 + day.dt.month - 1 + day.dt.day / day.dt.days_in_month


def scaled(found, hedged, name, factor):
    """Multiply values and bounds."""
    new = {name: found["value"] * factor}
    if hedged:
        low, high = found["value_low"] * factor, found["value_high"] * factor
        new |= bounded(name, new[name], low, high, [found["qualifier"]])
    return new


def bounded(name, value, low, high, words):
    """Name bounds, and find the word for what they leave open."""
    open_low, open_high = low.isna(), high.isna()
    over = np.logical_or.reduce([word == "over" for word in words])
    nearly = np.logical_or.reduce([word == "nearly" for word in words])
    about = np.logical_and.reduce([word == "about" for word in words])
    cases = [
        (low == high, "exact"),
        (~open_low & ~open_high, "range"),
        (open_high & (value == low) & over, "over"),
        (open_high & (value == low), "at_least"),
        (open_low & (value == high) & nearly, "nearly"),
        (open_low & (value == high), "at_most"),
        (open_low & open_high & value.notna() & about, "about"),
    ]
    qualifier = np.select([case for case, _ in cases], [word for _, word in cases], "unknown")
    return {f"{name}_low": low, f"{name}_high": high, f"{name}_qualifier": qualifier}
