"""The long series: what their sources print, without gaps, and parts that add up to their wholes."""

import re
from collections import defaultdict
from decimal import Decimal

import pytest

from kz_bri_data._catalogue import installed
from kz_bri_data.numbers import find_numbers

ROWS = list(installed().rows("observations"))
KINDS = {row["source_id"]: row["kind"] for row in installed().rows("sources")}
KAZ_CHN = {"KAZ", "CHN"}


def chosen(**wanted):
    return [row for row in ROWS if all(row[name] == value for name, value in wanted.items())]


def years(rows):
    """Values of calendar years."""
    return {
        int(row["period_end"][:4]): Decimal(row["value"])
        for row in rows
        if row["period_start"][5:] == "01-01" and row["period_end"][5:] == "12-31"
    }


def test_cells_of_data_files_give_the_value_digit_by_digit():
    """The value is the digits of the cell, moved by a power of ten alone: nothing is rounded.

    Of more digits than a float has, it is the float that they stand for.
    """
    cells = [row for row in ROWS if KINDS[row["source_id"]] == "dataset" and row["locator"]]
    assert len(cells) > 1000
    wrong = []
    for row in cells:
        value = abs(Decimal(row["value"]))
        printed = re.sub(r"e-?\d+$", "", row["figure_as_printed"].partition(" ")[0])
        numbers = [Decimal(text) for one in find_numbers(printed) for text in one.readings]
        moved = [
            number.scaleb((value / number).log10().to_integral()) for number in numbers if number and value
        ]
        if float(value) not in map(float, moved) and not (value == 0 and 0 in numbers):
            wrong.append((row["observation_id"], row["figure_as_printed"], row["value"]))
    assert not wrong


@pytest.mark.parametrize("direction", [("KAZ", "CHN"), ("CHN", "KAZ")])
def test_each_direction_of_trade_each_year_on_some_basis(direction):
    seller, buyer = direction
    found = defaultdict(set)
    for indicator, area, partner in (
        ("goods_exports", seller, buyer),
        ("goods_imports", buyer, seller),
    ):
        rows = chosen(indicator_id=indicator, ref_area=area, partner_area=partner, breakdown="", entity_id="")
        for row in rows:
            if row["basis"]:
                found[row["basis"], area] |= set(years([row]))
    assert set().union(*found.values()) >= set(range(1992, 2026))
    assert all(len(of) < 34 for of in found.values()), "no basis has them all"


def test_no_row_of_the_incomplete_edition():
    """UN Comtrade as reported by Kazakhstan lacks most trade of 2020 to 2022 in that edition."""
    rows = chosen(basis="un_comtrade", ref_area="KAZ", breakdown="", indicator_id="goods_exports")
    assert rows
    assert not {2020, 2021, 2022} & set(years(rows))


def test_trains_from_2011_to_2025_on_one_count():
    rows = chosen(
        indicator_id="train_service_trips",
        entity_id="china-europe-freight-trains",
        basis="crct",
        breakdown="",
    )
    yearly = years(rows)
    assert sorted(yearly) == list(range(2011, 2026))
    assert [yearly[year] for year in sorted(yearly)] == sorted(yearly.values())
    assert (yearly[2011], yearly[2023], yearly[2024], yearly[2025]) == (17, 17523, 19392, 20022)


def test_trains_of_both_directions_are_all_trains():
    parts = defaultdict(dict)
    for row in chosen(basis="crct", source_id="new-silkroad-discovery-2024-trains-2011-2023"):
        if row["indicator_id"] == "train_service_trips" and row["period_end"][:4] == "2023":
            parts[row["period_start"], row["period_end"]][row["breakdown"]] = Decimal(row["value"])
    assert len(parts) == 13
    for period, found in parts.items():
        assert found["westbound"] + found["eastbound"] == found[""], period
    year = parts.pop(("2023-01-01", "2023-12-31"))
    assert sum(found[""] for found in parts.values()) == year[""]


def test_sections_of_trade_add_up_to_all_products():
    totals = defaultdict(dict)
    for row in chosen(basis="unctad", indicator_id="goods_exports"):
        totals[row["ref_area"], row["period_end"]][row["breakdown"]] = Decimal(row["value"])
    assert len(totals) == 6
    for key, found in totals.items():
        whole = found.pop("")
        assert sum(found.values()) == pytest.approx(whole, rel=Decimal("0.005")), key


@pytest.mark.parametrize("indicator", ["fdi_net_inflow", "fdi_stock", "fdi_stock_partner_share"])
def test_direct_investment_is_two_series(indicator):
    for definition, first, last in (("before_bpm6", 2003, 2012), ("bpm6", 2013, 2021)):
        rows = chosen(indicator_id=indicator, basis="wiiw", partner_area="CHN", definition=definition)
        assert sorted(years(rows)) == list(range(first, last + 1))


def test_the_share_of_the_stock_is_that_of_the_stocks():
    stocks = {
        (row["partner_area"], row["period_end"]): Decimal(row["value"])
        for row in chosen(indicator_id="fdi_stock", basis="wiiw")
    }
    for row in chosen(indicator_id="fdi_stock_partner_share", basis="wiiw"):
        share = 100 * stocks["CHN", row["period_end"]] / stocks["", row["period_end"]]
        assert Decimal(row["value"]) == pytest.approx(share, abs=Decimal("0.0001")), row["observation_id"]


REFERENCE = {
    "population": ("area",),
    "gdp": ("area",),
    "gdp_constant": ("area",),
    "exchange_rates": ("currency",),
    "deflators": ("area", "index"),
    "purchasing_power": ("area",),
}


@pytest.mark.parametrize("table", REFERENCE)
def test_reference_tables_have_no_gap_and_one_edition_each(table):
    found, editions = defaultdict(list), defaultdict(set)
    for row in installed().rows(table):
        key = tuple(row[name] for name in REFERENCE[table])
        found[key].append(int(row["year"]))
        editions[key].add((row["source_id"], row.get("base_year")))
    for key, there in found.items():
        assert there == list(range(there[0], there[-1] + 1)), key
        assert len(editions[key]) == 1, key


def test_price_indexes_are_100_in_their_base_year():
    levels = [row for row in installed().rows("deflators") if row["year"] == row["base_year"]]
    assert len(levels) == 6
    assert {row["value"] for row in levels} == {"100"}


def test_sixty_series_of_eight_periods_beside_the_background():
    """What the World Bank and the Energy Institute tell of one country alone is background."""
    background = {"world_bank", "wto", "energy_institute", "clio_infra", "bgs"}
    periods = defaultdict(set)
    identity = ("indicator_id", "ref_area", "partner_area", "entity_id", "breakdown", "definition", "basis")
    for row in ROWS:
        if row["basis"] and row["basis"] not in background and row["status"] in ("actual", "estimate"):
            periods[tuple(row[name] for name in (*identity, "unit"))].add(
                (row["period_start"], row["period_end"])
            )
    assert sum(len(found) >= 8 for found in periods.values()) >= 60
