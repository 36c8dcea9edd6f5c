"""What a reader of the paper knows, written from the paper and not from the tables."""

import pandas as pd
import pytest

import kz_bri_data as kbd

PAPER = "liu-belt-and-road"

# What each figure of the paper says: which row it has to be, and what the row has to say.
# "low" and "high" are the bounds; None means that the words set none.
FIGURES = [
    (
        "nearly 4.4 billion tons of oil are a bound from above, known to 0.1 billion",
        {"indicator_id": "oil_reserves"},
        {"value": 4.4e9, "low": None, "high": 4.4e9, "resolution": 1e8, "unit": "t", "ref_area": "KAZ",
         "qualifier": "nearly", "period_basis": "undated"},
    ),
    (
        "about 3.8 trillion cubic metres of gas set no bound",
        {"indicator_id": "gas_reserves"},
        {"value": 3.8e12, "low": None, "high": None, "resolution": 1e11, "unit": "m3", "qualifier": "about"},
    ),
    (
        "43 % of the world's uranium is mined in Kazakhstan",
        {"indicator_id": "uranium_world_share"},
        {"value": 43, "ref_area": "KAZ", "unit": "percent", "qualifier": "exact", "resolution": 1},
    ),
    (
        "copper reserves 'reaching' 20 million tons are not hedged",
        {"indicator_id": "copper_reserves"},
        {"value": 2e7, "low": 2e7, "high": 2e7, "qualifier": "exact", "resolution": 1e7},
    ),
    (
        "2-3 days before, in days and as a range without a value",
        {"indicator_id": "port_clearance_time", "breakdown": "imports", "definition": "before_change"},
        {"value": None, "low": 2, "high": 3, "unit": "day", "qualifier": "range", "ref_area": "CHN"},
    ),
    (
        "within 16 hours after, at most",
        {"indicator_id": "port_clearance_time", "breakdown": "imports", "definition": "after_change"},
        {"value": 16, "low": None, "high": 16, "unit": "h", "qualifier": "at_most"},
    ),
    (
        "an average of 2 hours a train: a mean, not a hedge",
        {"indicator_id": "port_transshipment_time"},
        {"value": 2, "unit": "h", "qualifier": "exact", "definition": "mean"},
    ),
    (
        "48,000 trains in total, as of the first half of 'this year'",
        {"indicator_id": "port_freight_trains_cumulative"},
        {"value": 48_000, "period_start": None, "period_end": "2025-06-30", "period_basis": "inferred",
         "counted_from": None, "entity_id": "horgos-railway-port", "qualifier": "exact", "resolution": 1e3},
    ),
    (
        "reaching 46 cities",
        {"indicator_id": "port_cities_reached"},
        {"value": 46, "qualifier": "exact", "period_end": "2025-06-30", "period_basis": "inferred"},
    ),
    (
        "in 18 countries",
        {"indicator_id": "port_countries_reached"},
        {"value": 18, "qualifier": "exact", "period_end": "2025-06-30", "period_basis": "inferred"},
    ),
    (
        "the 4,395 km of expressway run across China, not Kazakhstan",
        {"indicator_id": "road_length"},
        {"value": 4395, "unit": "km", "ref_area": "CHN", "entity_id": "g30-expressway"},
    ),
    (
        "over 2,000 km of roads built by China in Kazakhstan",
        {"indicator_id": "roads_built_by_partner"},
        {"value": 2000, "low": 2000, "high": None, "ref_area": "KAZ", "partner_area": "CHN",
         "period_basis": "undated", "qualifier": "over", "unit": "km"},
    ),
    (
        "Chinese brands at 3.4 % in 2021",
        {"indicator_id": "brand_share_of_new_car_sales", "period_end": "2021-12-31"},
        {"value": 3.4, "period_start": "2021-01-01", "period_basis": "stated", "resolution": 0.1,
         "entity_id": "chinese-car-brands"},
    ),
    (
        "and at 39 % in 2024",
        {"indicator_id": "brand_share_of_new_car_sales", "period_end": "2024-12-31"},
        {"value": 39, "period_start": "2024-01-01", "period_basis": "stated", "resolution": 1,
         "entity_id": "chinese-car-brands"},
    ),
    (
        "six of the ten best-selling brands",
        {"indicator_id": "brands_among_top_ten"},
        {"value": 6, "figure_as_printed": "six of the top ten", "period_end": "2024-12-31",
         "period_basis": "inferred", "entity_id": "chinese-car-brands"},
    ),
    (
        "90,000 cars a year are expected, and 2025 is not the year of such output",
        {"indicator_id": "vehicle_plant_capacity"},
        {"value": 90_000, "unit": "count/year", "status": "projection", "period_basis": "undated"},
    ),
    (
        "60 % of them for the CIS countries",
        {"indicator_id": "vehicle_plant_export_share"},
        {"value": 60, "partner_area": "XCI", "status": "projection", "period_basis": "undated"},
    ),
    (
        "exceeding $30 billion is a hedge in meaning",
        {"indicator_id": "oil_gas_investment_cumulative"},
        {"value": 3e10, "low": 3e10, "high": None, "unit": "USD", "resolution": 1e10, "qualifier": "over",
         "entity_id": "chinese-big-three-oil-companies", "period_basis": "undated", "partner_area": "CHN"},
    ),
    (
        "50 % renewable generation by 2050 is a target",
        {"indicator_id": "renewables_share_of_electricity"},
        {"value": 50, "status": "target", "period_start": "2050-01-01", "period_end": "2050-12-31"},
    ),
    (
        "over 4 million bank cards issued, an undated total",
        {"indicator_id": "payment_cards_issued"},
        {"value": 4e6, "low": 4e6, "high": None, "resolution": 1e6, "entity_id": "unionpay",
         "period_basis": "undated"},
    ),
    (
        "more than 300,000 jobs from 2018 to 2022",
        {"indicator_id": "programme_jobs"},
        {"value": 300_000, "low": 300_000, "high": None, "period_start": "2018-01-01",
         "period_end": "2022-12-31", "period_basis": "stated", "status": "actual",
         "entity_id": "digital-kazakhstan"},
    ),
    (
        "the Chinese tourists' quota is 8,000 yuan",
        {"indicator_id": "duty_free_allowance_value", "ref_area": "CHN"},
        {"value": 8000, "unit": "CNY", "status": "rule", "entity_id": "icbc-khorgos",
         "definition": "per_day"},
    ),
    (
        "the Kazakh tourists' quota is 1,500 euros",
        {"indicator_id": "duty_free_allowance_value", "ref_area": "KAZ"},
        {"value": 1500, "unit": "EUR", "status": "rule", "entity_id": "icbc-khorgos"},
    ),
    (
        "3,500 merchants in the centre",
        {"indicator_id": "merchants"},
        {"value": 3500, "qualifier": "exact", "period_basis": "undated", "entity_id": "icbc-khorgos"},
    ),
    (
        "fruit and vegetables reach Almaty within 6 hours",
        {"indicator_id": "delivery_time_of_produce"},
        {"value": 6, "definition": "to_almaty", "low": None, "high": 6, "unit": "h", "qualifier": "at_most"},
    ),
    (
        "over 300,000 tons exported to Kazakhstan from January to July 'this year'",
        {"indicator_id": "produce_exports"},
        {"value": 300_000, "low": 300_000, "high": None, "ref_area": "CHN", "partner_area": "KAZ",
         "unit": "t", "period_start": "2025-01-01", "period_end": "2025-07-31", "period_basis": "inferred"},
    ),
    (
        "15 % of retail sales expected by 2025",
        {"indicator_id": "ecommerce_share_of_retail_trade"},
        {"value": 15, "status": "projection", "period_end": "2025-12-31", "period_basis": "stated"},
    ),
    (
        "200 Kazakh enterprises with the qualification",
        {"indicator_id": "platform_qualified_suppliers"},
        {"value": 200, "qualifier": "exact", "entity_id": "gold-supplier", "ref_area": "KAZ"},
    ),
    (
        "their sales of 167.7 million US dollars",
        {"indicator_id": "platform_sales_cumulative"},
        {"value": 167_700_000, "unit": "USD", "resolution": 100_000, "qualifier": "exact", "ref_area": "KAZ"},
    ),
    (
        "the 1.4 billion people are China's",
        {"indicator_id": "population"},
        {"value": 1.4e9, "ref_area": "CHN", "resolution": 1e8},
    ),
    (
        "67.4 % without cash in 2020",
        {"indicator_id": "noncash_share_of_transactions", "period_end": "2020-12-31"},
        {"value": 67.4, "period_basis": "stated", "resolution": 0.1},
    ),
    (
        "90 % without cash in 2024",
        {"indicator_id": "noncash_share_of_transactions", "period_end": "2024-12-31"},
        {"value": 90, "period_basis": "stated", "resolution": 1},
    ),
    (
        "80 % through online banking",
        {"indicator_id": "online_banking_share_of_transactions"},
        {"value": 80, "qualifier": "exact", "period_basis": "inferred"},
    ),
    (
        "26 pairs of provinces and cities between the two countries",
        {"indicator_id": "sister_city_pairs"},
        {"value": 26, "ref_area": "KAZ", "partner_area": "CHN", "period_basis": "undated"},
    ),
    (
        "nearly 8,000 patients since December 2022",
        {"indicator_id": "patients_cumulative"},
        {"value": 8000, "low": None, "high": 8000, "qualifier": "nearly", "counted_from": "2022-12",
         "entity_id": "tcm-center-astana", "period_start": None, "period_end": None,
         "period_basis": "undated"},
    ),
    (
        "over 200 remote consultations since December 2022",
        {"indicator_id": "remote_consultations_cumulative"},
        {"value": 200, "low": 200, "high": None, "counted_from": "2022-12", "period_end": None,
         "entity_id": "tcm-center-astana"},
    ),
    (
        "over a thousand books, in words",
        {"indicator_id": "books_on_sale"},
        {"value": 1000, "low": 1000, "high": None, "qualifier": "over", "entity_id": "shans-bookstore",
         "partner_area": "CHN"},
    ),
    (
        "five Confucius Institutes, in words",
        {"indicator_id": "confucius_institutes"},
        {"value": 5, "low": 5, "high": 5, "qualifier": "exact", "ref_area": "KAZ"},
    ),
]  # fmt: skip

# Every event, plan and target: entity, first and last day, status.
EVENTS = {
    "belt-and-road-proposed": ("belt-and-road-initiative", "2013-01-01", "2013-12-31", "actual"),
    "belt-and-road-aligned-with-nurly-zhol": ("nurly-zhol", None, None, "actual"),
    "transshipment-yard-built": ("horgos-transshipment-yard", None, None, "actual"),
    "lianyungang-horgos-expressway-built": ("g30-expressway", None, None, "actual"),
    "cku-railway-construction": ("cku-railway", None, None, "actual"),
    "car-plant-production-start": ("astana-motors-plant", "2025-01-01", "2025-12-31", "planned"),
    "big-three-in-kazakhstan": ("chinese-big-three-oil-companies", None, None, "actual"),
    "zhanatas-wind-farm-built": ("zhanatas-wind-farm", None, None, "actual"),
    "turkestan-photovoltaic-project-built": ("turkestan-photovoltaic-project", None, None, "actual"),
    "renewables-target-2050": (None, "2050-01-01", "2050-12-31", "target"),
    "uranium-exploration-planned": ("ili-basin", None, None, "planned"),
    "nuclear-cooperation-planned": (None, None, None, "planned"),
    "unionpay-full-coverage": ("unionpay", None, None, "actual"),
    "digital-kazakhstan-carried-out": ("digital-kazakhstan", "2018-01-01", "2022-12-31", "actual"),
    "huawei-alibaba-in-kazakhstan": ("huawei", None, None, "actual"),
    "icbc-visa-free-entry": ("icbc-khorgos", None, None, "rule"),
    "ecommerce-expectation-2025": (None, "2025-01-01", "2025-12-31", "projection"),
    "visa-free-travel": (None, None, None, "rule"),
    "the-composer-produced": ("the-composer", None, None, "actual"),
    "tcm-center-inaugurated": ("tcm-center-astana", "2022-12-01", "2022-12-31", "actual"),
    "npu-branch-opened": ("npu-kazakhstan-branch", None, None, "actual"),
    "luban-workshop-opened": ("luban-workshop-ektu", None, None, "actual"),
    "archaeological-framework": ("sino-kazakh-archaeological-team", None, None, "actual"),
    "oil-by-caspian-pipeline": ("caspian-pipeline", None, None, "actual"),
    "agricultural-fast-lane-opened": ("agricultural-fast-lane", None, None, "actual"),
    "museum-shows-instruments": ("almaty-musical-instrument-museum", None, None, "actual"),
    "astana-tv-shows-chinese-series": ("astana-tv", None, None, "actual"),
    "kazakh-crews-at-hengdian": ("hengdian-world-studios", None, None, "actual"),
}

# Every named thing, by the name that the paper prints.
NAMED = {
    "Belt and Road": "belt-and-road-initiative",
    "Belt and Road Initiative": "belt-and-road-initiative",
    "Nurly Zhol New Economic Policy": "nurly-zhol",
    "Bright Road Plan": "nurly-zhol",
    "Al-Farabi Kazakh National University": "kaznu",
    "Ali Farabi National University": "kaznu",
    "National University of Kazakhstan": "kaznu",
    "Farabi International Business School": "farabi-international-business-school",
    "Horgos Port": "horgos-port",
    "Horgos railway port": "horgos-railway-port",
    "Horgos railway transshipment yard": "horgos-transshipment-yard",
    "China-Europe freight trains": "china-europe-freight-trains",
    "Caspian oil pipeline": "caspian-pipeline",
    "Lianyungang-Horgos Expressway": "g30-expressway",
    "China-Kyrgyzstan-Uzbekistan Railway": "cku-railway",
    "Middle Corridor": "titr",
    "Chery": "chery",
    "JAC": "jac",
    "Chinese Big Three oil companies": "chinese-big-three-oil-companies",
    "Zhanatas wind farm": "zhanatas-wind-farm",
    "Turkestan photovoltaic project": "turkestan-photovoltaic-project",
    "Ili Basin": "ili-basin",
    "Digital Kazakhstan": "digital-kazakhstan",
    "China UnionPay": "unionpay",
    "Huawei": "huawei",
    "Alibaba": "alibaba",
    "Alibaba platform": "alibaba-com",
    "Gold Supplier": "gold-supplier",
    "Horgos International Border Cooperation Center": "icbc-khorgos",
    "Rapid customs clearance channel for agricultural products": "agricultural-fast-lane",
    "Silk Road": "silk-road",
    "Silk Road Economic Belt": "silk-road-economic-belt",
    "Xian Xinghai": "xian-xinghai",
    "Xian Xinghai Street": "xian-xinghai-street",
    "Xian Xinghai Monument": "xian-xinghai-monument",
    "The Musician": "the-composer",
    "China-Kazakhstan Traditional Medicine Center": "tcm-center-astana",
    "Almaty Musical Instrument Museum": "almaty-musical-instrument-museum",
    "Astana TV": "astana-tv",
    "Hengdian": "hengdian-world-studios",
    "Shangsi Bookstore": "shans-bookstore",
    "Northwest Polytechnical University": "npu",
    "Northwest Polytechnical University branch": "npu-kazakhstan-branch",
    "Luban Workshop": "luban-workshop-ektu",
    "East Kazakhstan Technical University": "ektu",
    "Confucius Institutes in Kazakhstan": "confucius-institutes-kazakhstan",
    "Sino-Kazakh joint archaeological team": "sino-kazakh-archaeological-team",
}

MISNAMED = {
    "Bright Road Plan": "Nurly Zhol New Economic Policy",
    "Ali Farabi National University": "Al-Farabi Kazakh National University",
    "Northwest Polytechnical University": "Northwestern Polytechnical University",
    "Caspian oil pipeline": "Caspian Pipeline Consortium pipeline",
    "The Musician": "The Composer",
    "Shangsi Bookstore": "Shans Bookstore",
    "Almaty Musical Instrument Museum": "Ykhlas Museum of Folk Musical Instruments",
    "East Kazakhstan Technical University": "D. Serikbayev East Kazakhstan Technical University",
}

RELATIONS = [
    ("nurly-zhol", "aligned_with", "belt-and-road-initiative"),
    ("horgos-railway-port", "part_of", "horgos-port"),
    ("g30-expressway", "connects", "horgos-port"),
    ("horgos-transshipment-yard", "hosted_by", "horgos-port"),
    ("gold-supplier", "issued_by", "alibaba-com"),
    ("xian-xinghai-street", "commemorates", "xian-xinghai"),
    ("xian-xinghai-monument", "commemorates", "xian-xinghai"),
    ("the-composer", "about", "xian-xinghai"),
    ("npu-kazakhstan-branch", "hosted_by", "kaznu"),
    ("luban-workshop-ektu", "hosted_by", "ektu"),
    ("farabi-international-business-school", "part_of", "kaznu"),
]

OMITTED = [
    "050040",
    "5G",
    "Three",
    "millennium",
    "one",
    "half",
    "first",
    "once",
    "single",
    "two",
    "both",
    "Both",
]


def of_paper(table: str) -> pd.DataFrame:
    frame = kbd.load(table)
    return frame[frame["source_id"] == PAPER]


def cell(row: pd.Series, column: str) -> object:
    """Value of a cell as the facts above write it: dates as text, None for empty."""
    value = row[{"low": "value_low", "high": "value_high"}.get(column, column)]
    if pd.isna(value):
        return None
    return str(value.date()) if isinstance(value, pd.Timestamp) else value


def select(which: dict[str, object]) -> list[pd.Series]:
    rows = [row for _, row in of_paper("observations").iterrows()]
    return [row for row in rows if all(cell(row, column) == wanted for column, wanted in which.items())]


@pytest.mark.parametrize(("words", "which", "facts"), FIGURES, ids=[words for words, _, _ in FIGURES])
def test_the_figure_says_what_the_paper_says(words, which, facts):
    (row,) = select(which)
    assert {column: cell(row, column) for column in facts} == facts


def test_no_figure_is_lost_and_none_is_made_up():
    known = [row["observation_id"] for _, which, _ in FIGURES for row in select(which)]
    assert sorted(known) == sorted(of_paper("observations")["observation_id"])


def test_no_event_plan_or_target_is_lost_or_made_up():
    rows = {
        row["event_id"].removeprefix(f"{PAPER}/"): tuple(
            cell(row, column) for column in ("entity_id", "date_start", "date_end", "status")
        )
        for _, row in of_paper("events").iterrows()
    }
    assert rows == EVENTS


@pytest.mark.parametrize(("printed", "entity"), NAMED.items())
def test_every_named_thing_is_an_entity(printed, entity):
    entities, names = of_paper("entities"), kbd.load("entity_names")
    own = set(entities.loc[entities["name"] == printed, "entity_id"])
    other = set(names.loc[(names["name"] == printed) & (names["language"] == "en"), "entity_id"])
    assert own | other == {entity}


@pytest.mark.parametrize(
    ("name", "language", "entity"),
    [
        ("一带一路倡议", "zh", "belt-and-road-initiative"),
        ("Нұрлы жол", "kk", "nurly-zhol"),
        ("霍尔果斯口岸", "zh", "horgos-port"),
        ("Khorgos Port", "en", "horgos-port"),
        ("中欧班列", "zh", "china-europe-freight-trains"),
        ("Транскаспийский международный транспортный маршрут", "ru", "titr"),
        ("西北工业大学", "zh", "npu"),
        ("音乐家", "zh", "the-composer"),
        ("冼星海", "zh", "xian-xinghai"),
        ("Әл-Фараби атындағы Қазақ ұлттық университеті", "kk", "kaznu"),
    ],
)
def test_a_name_in_another_language_leads_to_the_entity(name, language, entity):
    names = kbd.load("entity_names")
    found = names[(names["name"] == name) & (names["language"] == language)]
    assert set(found["entity_id"]) == {entity}


def test_no_entity_is_there_that_the_paper_does_not_tell_of():
    """It names all but one, the car plant of 2025."""
    assert set(of_paper("entities")["entity_id"]) == {*NAMED.values(), "astana-motors-plant"}


@pytest.mark.parametrize(("printed", "right"), MISNAMED.items())
def test_a_misnaming_stands_beside_the_right_name(printed, right):
    names = kbd.load("entity_names")
    row = names[(names["name"] == printed) & (names["kind"] == "as_printed")].squeeze()
    entities = kbd.load("entities").set_index("entity_id")
    assert entities.loc[row["entity_id"], "name"] == right


@pytest.mark.parametrize("relation", RELATIONS, ids="-".join)
def test_what_the_paper_says_of_two_things_is_a_relation(relation):
    relations = of_paper("entity_relations")
    keys = relations[["entity_id", "relation", "other_entity_id"]].itertuples(index=False, name=None)
    assert relation in list(keys)


def test_numbers_that_are_no_figures_are_omitted_with_a_reason():
    omissions = of_paper("omissions")
    assert set(omissions["token"]) == set(OMITTED)
    assert omissions["reason"].str.len().min() > 10


def test_what_this_year_was_read_from_is_said():
    observations = of_paper("observations")
    this_year = observations[observations["period_start"] == "2025-01-01"]
    inferred = this_year[this_year["period_basis"] == "inferred"]
    assert len(inferred)
    assert inferred["note"].str.contains('"this year" is taken as 2025', regex=False).all()


def test_nothing_undated_has_a_date():
    for table, columns in (
        ("observations", ["period_start", "period_end"]),
        ("events", ["date_start", "date_end"]),
    ):
        frame = of_paper(table)
        basis = "period_basis" if table == "observations" else "date_basis"
        assert frame.loc[frame[basis] == "undated", columns].isna().all(axis=None)


def test_the_paper_prints_no_date_of_its_own():
    source = kbd.load("sources").set_index("source_id").loc[PAPER]
    assert source["authors"] == "Liu, Tingting"
    assert pd.isna(source["published"])


@pytest.mark.parametrize(
    ("table", "which", "value"),
    [
        ("population", {"area": "KAZ", "year": 2024}, 20592571),
        ("population", {"area": "WLD", "year": 1991}, None),
        ("gdp", {"area": "CHN", "year": 1991}, 384510452961.672),
        ("exchange_rates", {"currency": "CNY", "year": 2000}, 8.27850416666666),
        ("exchange_rates", {"currency": "KZT", "year": 2024}, 468.9625),
        ("exchange_rates", {"currency": "EUR", "year": 2024}, None),
    ],
)
def test_reference_series_are_there(table, which, value):
    frame = kbd.load(table)
    for column, wanted in which.items():
        frame = frame[frame[column] == wanted]
    (found,) = frame.iloc[:, 2]
    assert found > 0
    assert value is None or found == value


def test_a_euro_buys_more_than_a_dollar_and_a_yuan_less():
    rates = kbd.load("exchange_rates").set_index(["currency", "year"])["units_per_usd"]
    assert 0.5 < rates["EUR", 2024] < 1
    assert 6 < rates["CNY", 2024] < 8


@pytest.mark.parametrize(
    ("place", "latitude", "longitude"),
    [
        ("almaty", 43, 77),
        ("astana", 51, 71),
        ("horgos", 44, 80),
        ("lianyungang", 35, 119),
        ("hengdian", 29, 120),
    ],
)
def test_places_are_where_a_map_has_them(place, latitude, longitude):
    row = kbd.load("places").set_index("place_id").loc[place]
    assert (round(row["latitude"]), round(row["longitude"])) == (latitude, longitude)
