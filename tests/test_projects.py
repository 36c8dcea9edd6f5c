"""What a reader of the sources knows of projects, their money, twin places and routes."""

import pandas as pd
import pytest

import kz_bri_data as kbd

# Least and greatest latitude and longitude, rounded outwards from maps of the countries.
BOXES = {
    "KAZ": (40.5, 55.5, 46.4, 87.4),
    "CHN": (18.0, 53.6, 73.4, 134.8),
    "KGZ": (39.1, 43.3, 69.2, 80.3),
    "UZB": (37.1, 45.6, 55.9, 73.2),
    "RUS": (41.1, 82.0, 19.6, 180.0),
    "AZE": (38.3, 41.9, 44.7, 50.6),
    "GEO": (41.0, 43.6, 39.9, 46.8),
}


def by_key(table, key):
    return kbd.load(table).set_index(key)


def test_the_zhanatas_wind_farm_has_owners_builder_cost_and_money():
    project = by_key("projects", "project_id").loc["zhanatas-wind"]
    assert (project["capacity"], project["capacity_unit"], project["completion_year"]) == (100, "MW", 2021)
    assert (project["cost"], project["cost_unit"], project["cost_qualifier"]) == (150e6, "USD", "about")
    parties = by_key("project_parties", "project_id").loc["zhanatas-wind"]
    shares = parties[parties["role"] == "owner"].set_index("party")["share"].to_dict()
    assert shares == {"China Power International Holding": 80, "Visor Kazakhstan": 20}
    assert parties.set_index("role").loc["builder", "entity_id"] == "powerchina"
    money = by_key("project_finance", "project_id").loc[["zhanatas-wind"]]
    assert list(money["lender"]) == ["Industrial and Commercial Bank of China"]


def test_the_records_on_a_map_add_up_to_39_billion_of_the_64_that_the_data_set_counts():
    records = kbd.load("project_finance")
    mapped = records[records["source_id"] == "aidata-2023-gcdf-3-osm-input"]
    assert len(mapped) == 85
    assert mapped["amount"].sum() == pytest.approx(39.1e9, abs=5e7)
    dictionary = {column.name: column.description for column in kbd.describe("project_finance").columns}
    assert "do not add up" in dictionary["amount"]
    assert "do not add up" in kbd.describe("project_finance").description
    assert (
        "do not add up"
        in {column.name: column.description for column in kbd.describe("projects").columns}["cost"]
    )


@pytest.mark.parametrize(
    ("record", "word"), [("53930", "313 million"), ("72399", "lent"), ("72865", "54524 and 54527")]
)
def test_what_must_not_be_added_says_why(record, word):
    row = by_key("project_finance", "record_id").loc[f"aiddata-{record}"]
    assert row["summable"] == "no"
    assert word in row["note"]


def test_what_may_be_added_is_at_one_price_base():
    records = kbd.load("project_finance")
    assert set(records.loc[records["summable"] == "yes", "unit"]) == {"USD_2021"}
    assert (records["summable"].isna() == records["amount"].isna()).all()


@pytest.mark.parametrize(
    ("project", "records"),
    [
        ("aktogay-mine", {"39557", "41941", "53580", "88341"}),
        ("atyrau-refinery", {"39556", "54066", "54798"}),
        ("beineu-bozoy-shymkent", {"39562", "40362", "73384"}),
        ("shieli-cement", {"53795", "70845"}),
        ("shymkent-refinery-modernisation", {"53576", "72399"}),
    ],
)
def test_a_project_has_all_its_records(project, records):
    frame = kbd.load("project_finance")
    named = frame.loc[frame["project_id"] == project, "record_id"]
    assert set(named) == {f"aiddata-{record}" for record in records}


def test_a_loan_to_a_bank_and_a_gift_are_no_projects():
    records = by_key("project_finance", "record_id")
    for record in ("39555", "73467", "96016"):
        assert pd.isna(records.loc[f"aiddata-{record}", "project_id"])


def test_the_agreement_on_the_dry_port_gives_half_of_the_share_to_each():
    parties = kbd.load("project_parties")
    buyers = parties[(parties["project_id"] == "khorgos-gateway-stake") & (parties["role"] == "buyer")]
    assert buyers["share"].tolist() == [24.5, 24.5]
    assert by_key("projects", "project_id").loc["khorgos-gateway-stake", "status"] == "planned"


def test_shares_of_owners_and_buyers_do_not_exceed_the_whole():
    parties = kbd.load("project_parties")
    held = parties[parties["role"].isin(["owner", "buyer"])]
    assert held.groupby("project_id")["share"].sum().max() <= 100


def test_no_name_holds_several_parties():
    assert not kbd.load("project_parties")["party"].str.contains(";").any()


@pytest.mark.parametrize("table", ["places", "projects", "project_finance"])
def test_coordinates_lie_in_their_country(table):
    frame = kbd.load(table).dropna(subset=["latitude"])
    for row in frame.itertuples():
        south, north, west, east = BOXES[row.area]
        assert south <= row.latitude <= north, row
        assert west <= row.longitude <= east, row


@pytest.mark.parametrize("table", ["projects", "project_finance"])
def test_a_point_of_a_town_is_that_of_its_place(table):
    frame = kbd.load(table)
    frame = frame[frame["precision"].isin(["locality", "district", "region"])]
    points = frame.merge(kbd.load("places"), on="place_id", suffixes=("", "_of_place"), how="left")
    assert len(points)
    assert (points["latitude"] == points["latitude_of_place"]).all()
    assert (points["longitude"] == points["longitude_of_place"]).all()


def test_both_sides_of_the_border_at_horgos_are_places_of_their_own():
    places = by_key("places", "place_id")
    assert places.loc["horgos", ["area", "geonames_id"]].tolist() == ["CHN", "1529377"]
    assert places.loc["khorgos", ["area", "geonames_id"]].tolist() == ["KAZ", "1522684"]
    assert "Qarasu" in places.loc["horgos", "note"]


def test_routes_run_from_one_without_a_gap():
    routes = kbd.load("routes")
    assert routes["entity_id"].nunique() == 11
    for _, stations in routes.groupby("entity_id"):
        assert stations["position"].tolist() == list(range(1, len(stations) + 1))


def test_no_route_jumps_back():
    """Every one of them leads east, west, north or south; by half a degree it may bend."""
    points = kbd.load("routes").merge(kbd.load("places"), on="place_id", how="left")
    for route, stations in points.groupby("entity_id"):
        steps = [stations[axis].diff().dropna() for axis in ("longitude", "latitude")]
        assert any((step * way > -0.5).all() for step in steps for way in (1, -1)), route
        assert max(step.abs().max() for step in steps) < 17, route


def test_the_expressway_runs_from_lianyungang_to_horgos():
    routes = by_key("routes", "entity_id").loc["g30-expressway", "place_id"].tolist()
    assert (routes[0], routes[-1], len(routes)) == ("lianyungang", "horgos", 21)


def test_stations_that_are_our_reading_say_so():
    titr = by_key("routes", ["entity_id", "place_id"]).loc["titr"]
    for place in ("aktogay", "moyynty", "zhezkazgan", "shalkar", "beyneu"):
        assert "our reading" in titr.loc[place, "note"].lower()


def test_a_pair_has_a_side_in_each_country():
    pairs, places = kbd.load("twin_pairs"), by_key("places", "place_id")["area"]
    assert len(pairs) == 20
    assert not pairs.duplicated(["kazakh_side", "chinese_side"]).any()
    assert set(pairs["kazakh_place_id"].dropna().map(places)) == {"KAZ"}
    assert set(pairs["chinese_place_id"].dropna().map(places)) == {"CHN"}


def test_oskemen_and_tacheng_are_twins():
    pairs = by_key("twin_pairs", "pair_id")
    assert pairs.loc["almaty-urumqi", "chinese_side"] == "Ürümqi"
    assert pairs.loc["shymkent-xian", "since"] == "2023-05-17"
    assert pairs.loc["oskemen-tacheng", "confidence"] == "medium"


@pytest.mark.parametrize(
    ("institution", "host", "since"),
    [
        ("confucius-institute-enu", "enu", "2007-12-01"),
        ("confucius-institute-kaznu", "kaznu", "2009-02-23"),
        ("blcu-kazakhstan", "astana-international-university", "2024-07-03"),
        ("kazakhstan-centre-shisu", "shisu", "2015-11-16"),
    ],
)
def test_institutions_have_host_and_day(institution, host, since):
    relations = by_key("entity_relations", ["entity_id", "relation", "other_entity_id"])
    row = relations.loc[(institution, "hosted_by", host)]
    assert (row["status"], row["date_start"]) == ("actual", pd.Timestamp(since))


def test_relations_are_told_by_other_sources_than_the_paper():
    sources = kbd.load("entity_relations")["source_id"]
    assert sources[sources != "liu-belt-and-road"].nunique() >= 20


def test_entities_that_the_paper_names_are_in_a_relation_or_an_event():
    relations, events = kbd.load("entity_relations"), kbd.load("events")
    used = {*relations["entity_id"], *relations["other_entity_id"], *events["entity_id"].dropna()}
    assert {"caspian-pipeline", "huawei", "astana-tv", "hengdian-world-studios"} <= used
    assert "lianyungang" in set(kbd.load("routes")["place_id"])
