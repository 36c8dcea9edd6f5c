"""What a reader of the sources would know, and what holds of every figure, judged without the row rules.

The facts were written from the sources, not from the tables: a row is looked up by the address it was
read at, the figure as printed there and its last day.
"""

import csv
import datetime
import re
import struct
from decimal import Decimal
from typing import NamedTuple

import pytest

import kz_bri_data as kbd
from kz_bri_data import data_dir
from kz_bri_data._series.relations import DERIVATIONS

PAPER = "liu-belt-and-road"


def read(table):
    with (data_dir() / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OBSERVATIONS = read("observations")
SOURCES = {row["source_id"]: row for row in read("sources")}
INDICATORS = {row["indicator_id"]: row for row in read("indicators")}
ENTITIES = {row["entity_id"]: row for row in read("entities")}
UNITS = {row["unit"]: row for row in read("units")}
BREAKS = read("breaks")
EVIDENCE = [row for row in OBSERVATIONS if row["source_id"] != PAPER]

# What is said of a host that nobody should be led to.
CHANGED_HANDS = "a copy on a host that has since changed hands"


def wide(row):
    """An observation with its source, and the names of what it is about."""
    source, indicator = SOURCES[row["source_id"]], INDICATORS[row["indicator_id"]]
    return {
        **{name: source[name] for name in ("publisher", "carrier", "published")},
        # Where it was read, whether that is the publisher's address or a copy.
        "read_where": " ".join(source[name] for name in ("source_id", "url", "read_at", "carrier")),
        "measure": indicator["measure"],
        "sector": indicator["sector"],
        "dimension": UNITS[row["unit"]]["dimension"],
        "entity": ENTITIES[row["entity_id"]]["name"] if row["entity_id"] else "",
        "entity_kind": ENTITIES[row["entity_id"]]["kind"] if row["entity_id"] else "",
        **row,
    }


WIDE = [wide(row) for row in OBSERVATIONS]


class Fact(NamedTuple):
    """Where a figure is printed, how, of which last day, and what is to be known of it."""

    at: str
    printed: str
    end: str
    known: dict[str, object]


def lookup(at, printed, end, **more):
    found = [
        row
        for row in WIDE
        if at in row["read_where"]
        and row["figure_as_printed"] == printed
        and row["period_end"] == end
        and all(row[name] == value for name, value in more.items())
    ]
    assert len(found) == 1, [row["observation_id"] for row in found]
    return found[0]


def fact(at, printed, end, value, unit, **known):
    return Fact(at, printed, end, {"value": value, "unit": unit, **known})


HORGOS = {"ref_area": "CHN", "entity_kind": "port"}
XINHUA = {"publisher": "Xinhua", "carrier": "People's Daily Online"}
MINISTRY_OF_TRANSPORT = {
    "attributed_to": "Ministry of Transport of Kazakhstan",
    "basis": "kazakh_transport_ministry",
}
KAZAKH = {"ref_area": "KAZ", "partner_area": "CHN", "basis": "kazakh_stats", "unit": "USD"}
CHINESE = {"ref_area": "CHN", "partner_area": "KAZ", "basis": "chinese_customs", "unit": "USD"}
CUSTOMS = "General Administration of Customs of China"
EMBER = {"publisher": "Ember", "basis": "ember", "ref_area": "KAZ", "status": "actual"}
IRENA = {
    "publisher": "International Renewable Energy Agency (IRENA)",
    "basis": "irena",
    "measure": "capacity",
}
AKAB = "Association of Kazakhstan Automobile Business (AKAB)"
BNS = "Bureau of National Statistics of Kazakhstan"
BANK = "National Bank of Kazakhstan"
AIDDATA = {
    "publisher": "AidData at William & Mary",
    "dimension": "constant_money/USD_2021",
    "ref_area": "KAZ",
    "partner_area": "CHN",
    "status": "estimate",
}

# fmt: off
FACTS = [
    # Trains and ports
    fact(
        "c_1310252932.htm", "4,722", "2020-12-31", 4722, "count", **HORGOS, entity="Horgos railway port",
        attributed_to="Horgos Customs", publisher="Xinhua", carrier="", published="2021-10-18",
        period_start="2020-01-01", qualifier="exact", measure="flow",
    ),
    fact(
        "tdaily.news", "exceeded 4,720", "2020-12-31", 4720, "count", **HORGOS,
        attributed_to="Horgos Customs", qualifier="over", value_low=4720, value_high="",
    ),
    fact("c90000-9932610", "over 6,000", "2021-12-14", 6000, "count", **HORGOS, **XINHUA, qualifier="over"),
    fact("german.cri.cn", "2.545", "2024-04-30", 2545, "count", **HORGOS, resolution=1),
    fact(
        "c90000-20261984", "8,730", "2024-12-31", 8730, "count", **HORGOS, **XINHUA,
        attributed_to="Horgos Customs", published="2025-01-04",
    ),
    fact("seanews.ru/2026/01/14", "9 882", "2025-12-31", 9882, "count", **HORGOS, period_start="2025-01-01"),
    fact(
        "srwlw.com", "超4.8万列", "2025-08-08", 48000, "count", **HORGOS, measure="cumulative",
        qualifier="over", resolution=1000, period_start="", publisher="Xinhua", carrier="srwlw.com",
        period_basis="inferred",
    ),
    fact(
        "china-railway-2020-11-27-horgos-trains",
        "10699列", "2020-11-23", 10699, "count", measure="cumulative",
        counted_from="2016-06-07", publisher="China Railway", carrier=CHANGED_HANDS,
    ),
    fact(
        "news.cgtn.com/news/2023-06-28", "6,211", "2022-12-31", 6211, "count",
        entity="Alashankou railway port", ref_area="CHN",
    ),
    fact(
        "newscentralasia.net/2025/10/13", "within 16 hours", "2025-10-31", 16, "h", qualifier="at_most",
        period_start="2025-10-01", value_low="", value_high=16, measure="duration", breakdown="imports",
        definition="after_change", attributed_to="Global Times",
    ),
    fact(
        "newscentralasia.net/2025/10/13", "two to three days", "", "", "day", qualifier="range", value_low=2,
        value_high=3, breakdown="imports", definition="before_change", period_basis="undated",
    ),
    fact(
        "imsilkroad.com/news/p/538453", "634.06万吨", "2025-06-15", 6340600, "t",
        entity="Horgos railway port", resolution=100,
    ),
    fact(
        "news.qq.com/rain/a/20241101A04HG700", "3426.2万吨", "2024-09-30", 34262000, "t",
        attributed_to="Horgos Customs", ref_area="CHN",
    ),
    fact(
        "udn.com", "3.4萬列", "2025-12-31", 34000, "count",
        entity="China-Europe and China-Asia freight trains", publisher="United Daily News",
        attributed_to="China State Railway Group", qualifier="exact",
    ),
    fact(
        "udn.com", "超過2萬列", "2025-12-31", 20000, "count", entity="China-Europe freight trains",
        qualifier="over", resolution=10000,
    ),
    fact("index1520.com", "2,077,216 TEUs", "2024-12-31", 2077216, "TEU", dimension="containers"),
    fact(
        "urdu.cri.cn", "1.399 ملین ٹی ای یو", "2024-08-31", 1399000, "TEU", period_start="2024-01-01",
        resolution=1000,
    ),
    fact("report.az", "1.485 million tons", "2022-12-31", 1485000, "t", **MINISTRY_OF_TRANSPORT),
    fact(
        "report.az", "300,000 TEUs", "2029-12-31", 300000, "TEU", status="target", period_start="2029-01-01",
        ref_area="",
    ),
    fact(
        "kt.kz/eng/international_affair", "13 979 tons", "2018-12-31", 13_979_000, "t", partner_area="CHN",
        ref_area="KAZ", resolution=1000, confidence="medium",
    ),
    fact(
        "menafn.com/1110124018", "35 million tons", "2025-12-31", 35_000_000, "t", status="planned",
        publisher="Trend News Agency", carrier="MENAFN", attributed_to="Kazakhstan Temir Zholy",
    ),
    fact(
        "shanghai-summit", "US$ 22.53 billion", "2013-12-31", 22_530_000_000, "USD", ref_area="KAZ",
        partner_area="CHN", basis="kazakh_stats", resolution=10_000_000,
    ),
    fact(
        "shanghai-summit", "US$ 28.5 billion", "2013-12-31", 28_500_000_000, "USD", ref_area="CHN",
        partner_area="KAZ", basis="chinese_customs", attributed_to=CUSTOMS,
    ),
    fact(
        "xinhua-2024-kazakhstan-background",
        "410.2亿美元", "2023-12-31", 41_020_000_000, **CHINESE, publisher="Xinhua",
        carrier=CHANGED_HANDS,
    ),
    fact(
        "vb.kg", "30,1 миллиарда долларов", "2024-12-31", 30_100_000_000, **KAZAKH,
        attributed_to="Eurasian Development Bank", published="2025-08-13",
    ),
    fact(
        "chinesetoday.com", "674.15 billion yuan", "2024-12-31", 674_150_000_000, "CNY", ref_area="CHN",
        partner_area="143", dimension="money/CNY", attributed_to=CUSTOMS,
    ),
    fact(
        "xinhua-2009-07-21-horgos-produce",
        "接近20万噸", "2009-07-20", 200_000, "t", period_start="2008-01-01", qualifier="nearly",
        value_high=200_000, value_low="", partner_area="143", carrier=CHANGED_HANDS, publisher="Xinhua",
    ),
    fact(
        "china-news-2025-02-21-horgos-produce", "6个小时", "2025-02-28", 6, "h", period_start="2025-02-01",
        publisher="China News Service", ref_area="KAZ",
    ),
    # Roads and railways
    fact(
        "int-l-transit-corridor-457-km", "2,787 kilometers", "2016-04-30", 2787, "km", ref_area="KAZ",
        period_start="2016-04-01",         publisher="Kazinform", measure="length",
    ),
    fact(
        "western-europe-western-china-annual", "8,445km", "2019-04-30", 8445, "km", ref_area="",
        period_start="2019-04-01",
    ),
    fact(
        "hk.crntt.com/doc/202_11693", "1130公里", "2025-11-30", 1130, "km", attributed_to="Xinhua",
        status="actual",
    ),
    fact(
        "peoples-daily-2024-10-14-road-projects",
        "362.6公里", "2024-10-31", 362.6, "km", status="planned", period_start="2024-10-01",
        entity="Karaganda-Balkhash road", publisher="People's Daily", resolution=0.1,
    ),
    fact(
        "tengritimes.com", "304.94 kilometers", "2025-12-31", 304.94, "km", ref_area="KGZ", status="planned",
        period_start="2025-12-01",
    ),
    fact(
        "menafn.com/1109741630", "$4.7 billion", "2025-06-30", 4_700_000_000, "USD", ref_area="KGZ",
        status="estimate",
    ),
    # Energy and minerals
    fact("owid/energy-data", "9.704", "2010-12-31", 9.704, "percent", **EMBER, measure="share"),
    fact(
        "owid/energy-data", "123.690", "2025-12-31", 123.69, "TWh", **EMBER, breakdown="",
        confidence="medium",
    ),
    fact(
        "owid/energy-data", "286.738", "2011-12-31", 286.738, "TWh_fuel", publisher="Energy Institute",
        dimension="energy_content",
    ),
    fact(
        "wang34", "0.071755", "2015-12-31", 71.755, "MW", **IRENA, breakdown="wind",
        period_start="2015-01-01",
    ),
    fact("wang34", "0.057056002", "2015-12-31", 57.056002, "MW", **IRENA, breakdown="solar"),
    fact(
        "elektrovesti.net", "0,77%", "2015-12-31", 0.77, "percent", basis="kazakh_energy_ministry",
        definition="without_large_hydro", ref_area="KAZ",
    ),
    fact(
        "silkwaytv.kz/en/kazakhstan-to-commission-9", "approached 7%", "2024-12-31", 7, "percent",
        qualifier="nearly", attributed_to="Ministry of Energy of Kazakhstan",
        basis="kazakh_energy_ministry", definition="without_large_hydro",
    ),
    fact(
        "kt.kz/eng/economy/share_of_renewables", "at least 50% by 2050", "2050-12-31", 50, "percent",
        status="target", qualifier="at_least", value_low=50, value_high="",
    ),
    fact("50-mw-solar-plant-capsule", "50 MW", "2020-12-31", 50, "MW", status="planned"),
    fact(
        "sasac.gov.cn/2021/06/23", "100 MW", "2021-06-20", 100, "MW", entity="Zhanatas wind farm",
        status="actual", publisher="China Daily", carrier="SASAC",
    ),
    fact(
        "c90000-9766301", "approximately 319 GWh per year", "", 0.319, "TWh", status="planned",
        qualifier="about", dimension="electricity", attributed_to="China Power International",
    ),
    fact(
        "world-nuclear.org/information-library/nuclear-fuel", "21,227 tonnes U", "2022-12-31", 21227, "tU",
        basis="wna", entity="", attributed_to="",
    ),
    fact(
        "menafn.com/1107816682", "21,112 tons", "2023-12-31", 21112, "tU", attributed_to="Kazatomprom",
        entity="Kazatomprom", basis="kazatomprom", definition="full_output",
    ),
    fact(
        "baimedia.kz", "20,9 тысячи тонн", "2023-12-31", 20900, "tU",
        attributed_to="Ministry of Energy of Kazakhstan", basis="kazakh_energy_ministry",
        publisher="Kazinform",
    ),
    fact(
        "cosmoschronicle.com", "43% of the world supply", "2022-12-31", 43, "percent",
        attributed_to="World Nuclear Association", basis="wna", publisher="Cosmos Chronicle",
    ),
    fact(
        "astanatimes.com/2023/08", "42% of global production", "2022-12-31", 42, "percent",
        attributed_to="Samruk-Kazyna", basis="samruk_kazyna", entity="",
    ),
    fact("astanatimes.com/2023/08", "22%", "2022-12-31", 22, "percent", entity="Kazatomprom"),
    fact(
        "en.trend.az/casia/kazakhstan/3857738", "21,000 – 22,500 tons", "2024-12-31", "", "tU",
        qualifier="range", value_low=21000, value_high=22500, status="planned",
    ),
    fact(
        "it.marketscreener.com", "25.000 – 25.500 tU", "2024-12-31", "", "tU", value_low=25000,
        value_high=25500, status="planned", published="2022",
    ),
    fact(
        "astanatimes.com/2024/04/kazakhstan-advances", "4.4 billion tons", "2024-04-04", 4_400_000_000, "t",
        attributed_to="Committee of Geology of Kazakhstan", basis="kazakh_geology_committee",
        definition="state_balance", resolution=100_000_000,
    ),
    fact(
        "factbook/factbook.json", "30 billion bbl", "2018-01-01", 30_000_000_000, "barrel",
        publisher="Central Intelligence Agency", dimension="barrel", status="estimate",
    ),
    fact(
        "factbook/factbook.json", "2.407 trillion cu m", "2018-01-01", 2_407_000_000_000, "m3",
        status="estimate",
    ),
    fact(
        "ooi-darren", "20000", "2024-12-31", 20_000_000, "t", publisher="U.S. Geological Survey",
        basis="usgs", status="estimate", ref_area="KAZ",
    ),
    fact(
        "metalukraine.com", "over 40 years", "2024-12-31", 40, "year", qualifier="over", dimension="years",
        period_start="2024-12-01",
    ),
    fact(
        "oilgas.gov.tm", "174 billion 259 million cubic meters", "2017-03-31", 174_259_000_000, "m3",
        measure="cumulative",
    ),
    fact(
        "china-uz-friendship.com", "15 млн 14 тыс тонн", "2016-07-31", 15_014_000, "t",
        entity="Central Asia-China gas pipeline", measure="flow", dimension="mass",
    ),
    fact(
        "ar2024.kmg.kz", "18,789 thous. tonnes", "2024-12-31", 18_789_000, "t",
        entity="Kazakhstan-China oil pipeline", breakdown="", publisher="KazMunayGas", attributed_to="",
    ),
    fact("ar2024.kmg.kz", "20 mln tonnes p.a.", "2024-12-31", 20_000_000, "t/year", measure="capacity"),
    fact(
        "trend.az/casia/kazakhstan/4158233", "12 million tons per year", "", 12_000_000, "t/year",
        status="planned",
    ),
    fact(
        "tass.com/economy/1817549", "37.1 bln cubic meters", "2024-12-31", 37_100_000_000, "m3",
        status="planned", partner_area="CHN", publisher="TASS",
    ),
    # Money
    fact(
        "odadata", "5132913.45759056", "2000-12-31", 5132913.45759056, "USD_2021", **AIDDATA,
        breakdown="official_development_assistance",
    ),
    fact(
        "odadata", "10949769035.636402", "2012-12-31", 10949769035.636402, "USD_2021", **AIDDATA,
        breakdown="other_official_flows",
    ),
    fact(
        "odadata", "553547615.704244", "2014-12-31", 553547615.704244, "USD_2021", **AIDDATA,
        breakdown="vague_official_finance",
    ),
    fact(
        "astanatimes.com/2025/12/edb", "$11.4 billion", "2025-06-30", 11_400_000_000, "USD",
        attributed_to="Eurasian Development Bank", status="estimate", measure="stock",
    ),
    fact(
        "kjsh.people.cn", "420多億美元", "2017-09-07", 42_000_000_000, "USD",
        entity="China National Petroleum Corporation", measure="cumulative", qualifier="over",
    ),
    fact(
        "uz.kursiv.media/en/2025-07-19", "$23 bn", "2025-06-30", 23_000_000_000, "USD",
        period_start="2025-01-01", status="estimate",
    ),
    # Cars
    fact(
        "fbc.de/?p=392766", "3.4%", "2021-12-31", 3.4, "percent", attributed_to=AKAB,
        publisher="FBC Business Consulting", measure="share",
    ),
    fact(
        "auto.rambler.ru", "39%", "2025-12-31", 39, "percent", attributed_to="Autostat",
        published="2026-03-10",
    ),
    fact(
        "fbc.de/ost/ost34930", "2万7,162台", "2018-06-30", 27162, "count", attributed_to=AKAB,
        period_start="2018-01-01",
    ),
    fact(
        "fbc.de/?p=366191", "3万2,014台", "2019-06-30", 32014, "count", confidence="low",
        period_basis="inferred",
    ),
    fact(
        "jetro.go.jp/biz/areareports", "20万5,133台", "2024-12-31", 205133, "count", attributed_to=AKAB,
        entity="",
    ),
    fact(
        "jetro.go.jp/biz/areareports", "14,883", "2024-12-31", 14883, "count", entity="Chery",
        entity_kind="brand",
    ),
    fact(
        "jetro.go.jp/biz/areareports", "44,218", "2024-12-31", 44218, "count", entity="Hyundai",
        attributed_to=AKAB,
    ),
    fact(
        "dasfazit.at", "7.612 Einheiten", "2024-02-29", 7612, "count", entity="Hyundai",
        attributed_to="Kazakhstan Automobile Union",
    ),
    fact(
        "qazinform.com/news/kazakhstans-automobile", "209,000 vehicles", "2026-12-31", 209000, "count",
        status="projection",
    ),
    fact(
        "president-tokayev-launches-construct", "at least 90,000 vehicles annually", "2024-12-31", 90000,
        "count/year", status="planned", qualifier="at_least", publisher="The Astana Times",
    ),
    fact(
        "president-tokayev-launches-construct", "more than 100 billion tenge", "2022-11-15", 1e11, "KZT",
        status="planned", qualifier="over",
    ),
    fact(
        "astanatimes.com/2024/03/number-of-electric", "8,366 units", "2024-02-01", 8366, "count",
        attributed_to=BNS, period_start="2024-02-01",
    ),
    # Cards and shops
    fact(
        "trend.az/casia/kazakhstan/4162552", "1.28 million cards", "2025-02-01", 1_280_000, "count",
        entity="China UnionPay", attributed_to=BANK, measure="stock",
    ),
    fact(
        "trend.az/casia/kazakhstan/4162552", "789,400 cards", "2026-02-01", 789_400, "count",
        entity="China UnionPay", resolution=100,
    ),
    fact(
        "worksmartasia", "over 1.3 million", "2017-05-12", 1_300_000, "count", measure="cumulative",
        entity="China UnionPay", ref_area="KAZ", qualifier="over", attributed_to="UnionPay International",
    ),
    fact(
        "yybnet.net", "近七成ATM", "2016-09-30", 70, "percent", qualifier="nearly", breakdown="cash_machines",
        resolution=10,
    ),
    fact(
        "nationalbank.kz", "12 757,0 billion tenge", "2020-06-30", 12_757_000_000_000, "KZT",
        attributed_to="", publisher=BANK, measure="flow",
    ),
    fact(
        "nurtoday.com", "86.7%", "2024-12-31", 86.7, "percent",
        attributed_to="Association of Financiers of Kazakhstan",
    ),
    fact(
        "digital-kazakhstan-program-to-create", "up to 300 thousand jobs", "2022-12-31", 300_000, "count",
        status="target", qualifier="at_most", published="2017-12",
    ),
    fact(
        "naryk.kz", "15 триллион 763,8 миллиард теңге", "2022-12-31", 15_763_800_000_000, "KZT",
        resolution=100_000_000,
    ),
    # The cooperation centre, visitors, learning, health
    fact(
        "reportify.cn/news/1189287157647413248", "突破900万人次", "2025-11-19", 9_000_000, "count",
        entity="Khorgos International Center for Boundary Cooperation", qualifier="over", publisher="Xinhua",
        carrier="reportify.cn",
    ),
    fact(
        "china-news-2017-04-02-icbc-first-quarter",
        "8000元", "2017-04-30", 8000, "CNY", status="rule", measure="allowance",
        ref_area="CHN",
    ),
    fact(
        "daz.asia", "bis zu 1.000 Euro", "2023-04-24", 1000, "EUR", status="rule", qualifier="at_most",
        ref_area="KAZ", dimension="money/EUR",
    ),
    fact(
        "daz.asia", "bis zu einem Gewicht von 31 kg", "2023-04-24", 31, "kg", status="rule",
        measure="allowance",
    ),
    fact(
        "astanatimes.com/2024/04/kazakhstan-welcomes", "30 calendar days", "2023-11-10", 30, "day",
        status="rule", period_start="2023-11-10",
    ),
    fact(
        "astanatimes.com/2025/02/tourist-numbers", "655,000 Chinese tourists", "2024-12-31", 655_000, "count",
        ref_area="KAZ", partner_area="CHN", definition="border_entries",
    ),
    fact(
        "astanatimes.com/2024/03/kazakhstan-anticipates", "up to 500,000 tourists", "2024-12-31", 500_000,
        "count", status="target", qualifier="at_most",
    ),
    fact(
        "people.cn/n3/2025/0614/c90000-20327643", "more than 30,000 patient visits", "2025-06-14", 30_000,
        "count", measure="cumulative", definition="visits",
        entity="China-Kazakhstan Traditional Medicine Center",
    ),
    fact(
        "dev.msmunify.com", "11,784", "2018-12-31", 11784, "count", ref_area="CHN", partner_area="KAZ",
        publisher="Ministry of Education of China", carrier="dev.msmunify.com",
    ),
    fact(
        "studium.uw.edu.pl", "45 984", "2023-12-31", 45984, "count", partner_area="CHN",
        attributed_to="State Revenue Committee of Kazakhstan",
    ),
    fact(
        "rus.baq.kz/kitayskie", "5,3 тысячи", "2025-10-01", 5300, "count",
        attributed_to="First Credit Bureau", definition="operating",
    ),
    fact(
        "datasets/world-development-indicators", "2.74013333333333", "2007-12-31", 2.74013333333333, "score",
        indicator_id="logistics_performance_index", ref_area="WLD", basis="world_bank",
    ),
    fact(
        "datasets/world-development-indicators", "3650.54759330848 kg of oil equivalent", "2023-12-31",
        3650.54759330848, "kgoe", ref_area="KAZ", attributed_to="International Energy Agency",
    ),
    fact(
        "datasets/world-development-indicators", "5145.57131631004 kWh", "2023-12-31", 5145.57131631004,
        "kWh", ref_area="KAZ",
    ),
    fact(
        "datasets/world-development-indicators", "40890.9317694408 international $", "2024-12-31",
        40890.9317694408, "INT_USD", ref_area="KAZ",
    ),
    fact(
        "KazPaper", "302156.1 million ton-km", "2020-12-31", 302_156_100_000, "t_km", ref_area="KAZ",
        attributed_to="International Union of Railways",
    ),
    fact(
        "ddf--bp--energy", "3.0004648521914 exajoules", "2024-12-31", 3.0004648521914, "EJ", ref_area="KAZ",
        basis="energy_institute",
    ),
    fact(
        "ddf--bp--energy", "406.069983606557 thousand barrels daily", "2024-12-31", 406069.983606557,
        "barrel/day", ref_area="KAZ",
    ),
]
# fmt: on


@pytest.mark.parametrize("known", FACTS, ids=lambda one: f"{one.at} {one.printed}"[:60])
def test_fact(known):
    row = lookup(known.at, known.printed, known.end)
    for name, value in known.known.items():
        there = row[name]
        if isinstance(value, (int, float)) and there != "":
            there = float(there)
        assert there == value, (name, row["observation_id"])


def test_the_facts_cover_every_unit():
    assert {one.known["unit"] for one in FACTS} == {row["unit"] for row in EVIDENCE}


def test_the_facts_cover_every_hedge_status_and_measure():
    rows = [lookup(*one[:3]) for one in FACTS]
    for column in ("qualifier", "status", "period_basis", "confidence"):
        assert {row[column] for row in rows} == {row[column] for row in EVIDENCE}, column


# What is one series and what is not

IDENTITY = ("indicator_id", "ref_area", "partner_area", "entity_id", "breakdown", "definition", "basis")


def series_of(*where, **more):
    """Give the series of a figure, and how many of its breaks lie before it."""
    row = lookup(*where, **more)
    breaks = [
        one
        for one in BREAKS
        if all(one[name] == row[name] for name in IDENTITY) and one["date"] <= row["period_end"]
    ]
    return (*(row[name] for name in IDENTITY), row["dimension"], len(breaks))


CROSSINGS = ("reportify.cn/news/1189287157647413248", "突破900万人次", "2025-11-19")
ONE_SERIES = {
    "two reports of one count of trains": [
        ("c_1310252932.htm", "4,722", "2020-12-31"),
        ("tdaily.news", "exceeded 4,720", "2020-12-31"),
        ("c90000-20261984", "8,730", "2024-12-31"),
    ],
    "trains as the railway counts them": [
        ("seanews.ru/2026/01/14", "9 882", "2025-12-31"),
        ("c90000-9932610", "over 6,000", "2021-12-14"),
    ],
    "years of one table": [
        ("report.az", "4.484 million tons", "2024-12-31"),
        ("report.az", "759,000 tons", "2019-12-31"),
    ],
    "containers of one association": [
        ("middlecorridor.com", "25.2 thousand", "2021-12-31"),
        ("en.trend.az/casia/kazakhstan/3905398", "20,500 TEUs", "2023-12-31"),
        ("transport-route-plans-2-5-million-tons", "56,500 TEUs", "2024-12-31"),
    ],
    "what the state counts of renewables, by the ministry and by who tells of it": [
        ("elektrovesti.net", "0,77%", "2015-12-31"),
        ("en.trend.az/casia/kazakhstan/3898029", "5.92 percent", "2023-12-31"),
    ],
    "editions of the association's table": [
        ("wna-", "6637 tonnes U", "2007-12-31"),
        ("wna-", "21,227 tonnes U", "2022-12-31"),
        ("api.newsfilecorp.com", "23,270", "2024-12-31"),
    ],
    "a share and who repeats it": [
        ("nedra.kz", "43%", "2022-12-31"),
        ("cosmoschronicle.com", "43% of the world supply", "2022-12-31"),
        ("kun.uz/en/news/2022/07/07", "45%", "2021-12-31"),
    ],
    "brands by one table": [
        ("jetro.go.jp/biz/areareports", "14,883", "2024-12-31"),
        ("jetro.go.jp/biz/areareports", "59", "2021-12-31"),
    ],
    "the Chinese count of trade": [
        ("shanghai-summit", "US$ 28.5 billion", "2013-12-31"),
        ("xinhua-2024-kazakhstan-background", "410.2亿美元", "2023-12-31"),
        ("news.cn/world/2022-09/13", "3.68亿美元", "1992-12-31"),
    ],
}
APART = {
    "trains through Horgos by the customs and by the railway": [
        ("c90000-20261984", "8,730", "2024-12-31"),
        ("seanews.ru/2026/01/14", "9 882", "2025-12-31"),
    ],
    "Chinese and Kazakh statistics": [
        ("shanghai-summit", "US$ 28.5 billion", "2013-12-31"),
        ("shanghai-summit", "US$ 22.53 billion", "2013-12-31"),
        ("chinesetoday.com", "312.04 billion yuan", "2013-12-31"),
    ],
    "trains to Europe, and to Central Asia too": [
        ("udn.com", "超過2萬列", "2025-12-31"),
        ("udn.com", "3.4萬列", "2025-12-31"),
        ("astanatimes.com/2025/07/china-central-asia", "7,349", "2025-06-30"),
    ],
    "routes before and after the way of counting changed": [
        ("c90000-9932610", "29 routes", "2021-12-31"),
        ("shine.cn/news/nation/2212314620", "76 routes", "2022-12-31"),
        ("tdaily.news", "21 lines", "2021-12-31"),
        ("dzen.ru/news/story", "44", "2021-10-31"),
    ],
    "a port by rail, and the whole port": [
        ("imsilkroad.com/news/p/538453", "634.06万吨", "2025-06-15"),
        ("news.qq.com", "3426.2万吨", "2024-09-30"),
        ("c_1310252932.htm", "3.68 million tonnes", "2020-12-31"),
    ],
    "containers by the ministry, and by the association of the corridor": [
        ("report.az", "approximately 77,000 TEUs", "2025-12-31"),
        ("transport-route-plans-2-5-million-tons", "56,500 TEUs", "2024-12-31"),
    ],
    "rail freight before and after 2016": [
        ("en.tengrinews.kz", "19.4 million tons", "2013-12-31"),
        ("kazpravda.kz", "8,3 млн тонн", "2016-12-31"),
    ],
    "uranium of the country, of the company, of the first release": [
        ("wna-", "23,607 tonnes U", "2015-12-31"),
        ("wna-", "23800 tonnes U", "2015-12-31"),
        ("menafn.com/1107816682", "21,112 tons", "2023-12-31"),
        ("baimedia.kz", "20,9 тысячи тонн", "2023-12-31"),
        ("businessinvestorguide.com", "22,548tU", "2013-12-31"),
    ],
    "oil in tonnes by two classifications, and in barrels": [
        ("astanatimes.com/2024/04/kazakhstan-advances", "4.4 billion tons", "2024-04-04"),
        ("wang34", "4092000000", "2020-12-31"),
        ("factbook/factbook.json", "30 billion bbl", "2018-01-01"),
    ],
    "gas by volume, by mass, and as energy": [
        ("caspianbarrel.org", "38.7 billion cubic meters", "2017-12-31"),
        ("china-uz-friendship.com", "15 млн 14 тыс тонн", "2016-07-31"),
        ("owid/energy-data", "286.738", "2011-12-31"),
        ("kznews.kz", "115.4亿标方", "2019-03-31"),
    ],
    "renewables with and without large hydro": [
        ("owid/energy-data", "12.730", "2023-12-31"),
        ("en.trend.az/casia/kazakhstan/3898029", "5.92 percent", "2023-12-31"),
    ],
    "what the ministry counts and what IRENA counts": [
        ("en.trend.az/casia/kazakhstan/3898029", "1,409.55 MW", "2024-05-31"),
        ("wang34", "1.44", "2023-12-31"),
    ],
    "cars by two associations": [
        ("fbc.de/ost/ost34930", "2万7,162台", "2018-06-30"),
        ("kazakhstanis-spent-over-650m", "25,989 cars", "2018-06-30"),
    ],
    "cards issued so far, in circulation, and used": [
        ("worksmartasia", "over 1.3 million", "2017-05-12"),
        ("trend.az/casia/kazakhstan/4162552", "1.28 million cards", "2025-02-01"),
        ("inbusiness.kz/ru/last/v-aprele", "20,5 млн", "2020-05-01"),
        ("inbusiness.kz/ru/last/v-aprele", "37,8 млн", "2020-05-01"),
    ],
    "crossings, visitors, merchants and arrivals of the centre": [
        CROSSINGS,
        ("mcps-khorgos.kz", "671 thousand", "2016-12-31"),
        ("2016cn.siluxgc.com", "超过3200家", "2016-10-31"),
        ("global.chinadaily.com.cn", "more than 4,000 tenants", "2017-04-12"),
        ("news.mail.ru", "Свыше 5000 магазинов", "2026-02-28"),
    ],
    "border entries and nights": [
        ("astanatimes.com/2025/02/tourist-numbers", "655,000 Chinese tourists", "2024-12-31"),
        ("translation1.mil-osi.com", "174,000", "2024-12-31"),
        ("timesca.com/?p=26076", "69,918", "2024-06-30"),
    ],
    "investment as a stock by two methods, and as flows added up": [
        ("astanatimes.com/2025/12/edb", "$11.4 billion", "2025-06-30"),
        ("oreanda-news.com", "USD 22.57 billion", "2013-12-31"),
        ("newscentralasia.net/2023/11/07", "US$24 billion", "2023-11-04"),
        ("24.kz/kz/", "1,81 миллиард доллар", "2023-12-31"),
    ],
    "one growth rate by two offices": [
        ("kz.kursiv.media/2024-06-27", "79%", "2023-12-31"),
        ("kz.kursiv.media/2024-06-27", "24%", "2023-12-31"),
    ],
}


@pytest.mark.parametrize("places", ONE_SERIES.values(), ids=ONE_SERIES)
def test_one_series(places):
    assert len({series_of(*place) for place in places}) == 1


@pytest.mark.parametrize("places", APART.values(), ids=APART)
def test_never_chained(places):
    assert len({series_of(*place) for place in places}) == len(places)


def test_a_reading_is_never_taken_for_its_source():
    """Who printed it, where it was read, and who is quoted are three things."""
    for row in WIDE:
        assert row["publisher"] != row["carrier"] or not row["carrier"], row["source_id"]
        assert row["attributed_to"] != row["publisher"] or not row["attributed_to"], row["observation_id"]


def test_what_was_left_out():
    """Figures whose period or meaning contradicts their own page are not here."""
    printed = {(row["read_where"], row["figure_as_printed"]) for row in WIDE}
    for at, figure in [
        ("old.qazaqtv.com", "8 million 300 thousand"),
        ("ice.it", "22.3 trillion tenge"),
        ("daryo.uz/en/2023/07/28", "73.5%"),
        ("mil-osi.com", "approximately 344,000"),
        ("neweurope.eu", "100-megawatt solar stations"),
    ]:
        assert not [one for one in printed if at in one[0] and one[1] == figure]


# Any figure: the number as printed, read in a small grammar of numbers and scale words

COMMA_IS_DECIMAL = {"de", "es", "fr", "it", "kk", "ky", "pl", "pt", "ru", "tr", "uk", "vi"}
SCALES = {
    **{"万亿": 12, "trillion": 12, "триллион": 12, "trln": 12, "трлн": 12},
    **{"mil millones": 9, "billion": 9, "milliards": 9, "milliard": 9, "миллиард": 9, "млрд": 9},
    **{"bln": 9, "mld": 9, "bn": 9, "亿": 8, "億": 8, "억": 8},
    **{
        "miliardi": 9,
        "million": 6,
        "mio": 6,
        "milyon": 6,
        "milhões": 6,
        "миллион": 6,
        "млн": 6,
        "mln": 6,
        "triệu": 6,
        "ملین": 6,
    },
    **{"万": 4, "萬": 4, "thousand": 3, "thous": 3, "thou": 3, "тысяч": 3, "тыс": 3, "мың": 3},
    **{"mil": 3, "kt": 3, "成": 1},
}
WORDS = {
    **{"one": 1, "two": 2, "three": 3, "five": 5, "six": 6, "seven": 7, "sixty": 60},
    **{"пять": 5, "алты": 6, "五": 5, "七": 7},
}
DIGITS = r"\d+(?:\s\d{3})*(?:[.,·]\d+)*"
PART = re.compile(
    rf"({DIGITS}|\b(?:{'|'.join(WORDS)})\b|[五七])(?:-ти)?[\s-]?[多余]?"
    rf"(?:({'|'.join(sorted(SCALES, key=len, reverse=True))})[^\W\d_]*\.?)?",
    re.IGNORECASE,
)
# What follows a figure and is no part of it: "by 2050", "in 11 months".
DEADLINE = re.compile(r"\s(?:by|in|by the end)\s\d+(?:\s\w+)?$")
# Units that are a power of ten of the unit of the row.
PRINTED_UNITS = [
    (re.compile(r"k(?:ilo)?w(?:att)?-?s?(?:-| per )?h|кВт|kilovat", re.IGNORECASE), "TWh", -9),
    (re.compile("GWh"), "TWh", -3),
    (re.compile("gigawatt"), "MW", 3),
]
IN_THOUSAND_TONNES = ("usgs-2025-mineral-commodity-summaries", "reuters-2010-04-06-copper-reserves")
# Files of numbers; test_long_series compares their cells digit by digit.
DATA_FILES = {
    identifier
    for identifier, source in SOURCES.items()
    if source["kind"] == "dataset" or identifier.startswith("world-bank-wdi-")
}

SHANGHAI = "shanghai-securities-news-2023-07-06-trains-first-half"
NOT_READABLE = {
    "kazakhstan-today-2019-02-24-rail-freight-2018/rail-freight-with-china-2018": "tons for thousand tons",
    "bizmedia-2023-gas-export/gas-exports-to-china-a-year": "two numbers under one hedge: up to 4.5 to 5",
    "silk-way-tv-power-sector-2025/renewables-share-2025": "thirteen and a half, the half in words",
    "liu-belt-and-road/shans-bookstore-books": "a thousand",
    "china-news-2025-02-24-icbc-medicine/border-crossings-2025-01-01-to-2025-02-14": "a million in a sign",
    f"{SHANGHAI}/train-service-containers-cumulative-to-2023-06-30": "trains and containers under one hedge",
    "kazinform-2018-08-01-ktz-first-half/transit-freight-2017-h1": "the scale stands behind the next number",
    "lok-report-2022-transit-2021/rail-transit-containers-2021": "1 million 66 thousand in German",
    "rakhimzhanov-students-in-china/foreign-students-2008": "thousands by a comma in a Russian text",
}


def one_number(text, language):
    """Give a number and the size of its last digit; the language says what a lone comma or point is."""
    if text.lower() in WORDS:
        return Decimal(WORDS[text.lower()]), Decimal(1)
    text = re.sub(r"\s", "", text).replace("·", ".")
    marks = [mark for mark in text if mark in ",."]
    point = "," if language in COMMA_IS_DECIMAL else "."
    if len(set(marks)) == 2 or (marks and not re.fullmatch(r"\d{1,3}([.,]\d{3})+", text)):
        point = marks[-1]
    digits = "".join(mark for mark in text if mark not in ",." or mark == point)
    number = Decimal(digits.replace(point, "."))
    return number, Decimal(1).scaleb(number.as_tuple().exponent)


def numbers(printed, language):
    """Give every number of a printed figure; "15 million 14 thousand" is one."""
    found, end = [], 0
    printed = DEADLINE.sub("", printed)
    for match in PART.finditer(printed):
        number, last = one_number(match[1], language)
        scale = Decimal(10) ** SCALES[match[2].lower()] if match[2] else Decimal(1)
        if found and found[-1][2] > scale and not printed[end : match.start()].strip():
            found[-1] = (found[-1][0] + number * scale, last * scale, scale)
        else:
            found.append((number * scale, last * scale, scale))
        end = match.end()
    return found


@pytest.mark.parametrize(
    ("printed", "language", "expected"),
    [
        ("25,989 cars", "en", [(25989, 1)]),
        ("7.612 Einheiten", "de", [(7612, 1)]),
        ("9.704", "en", [(Decimal("9.704"), Decimal("0.001"))]),
        ("13,7mln", "en", [(13_700_000, 100_000)]),
        ("20 271,3 bln. tenge", "en", [(20_271_300_000_000, 100_000_000)]),
        ("2万7,162台", "ja", [(27162, 1)]),
        ("约2.7万亿坚戈", "zh", [(2_700_000_000_000, 100_000_000_000)]),
        ("15 млн 14 тыс тонн", "ru", [(15_014_000, 1000)]),
        ("6-8 hours", "en", [(6, 1), (8, 1)]),
        ("over five billion kilowatt-hours", "en", [(5_000_000_000, 1_000_000_000)]),
        ("50% by 2050", "en", [(50, 1)]),
        ("近七成ATM", "zh", [(70, 10)]),
    ],
)
def test_the_grammar(printed, language, expected):
    assert [(number, last) for number, last, _ in numbers(printed, language)] == expected


def shift(row):
    """How many powers of ten lie between the printed unit and the row's."""
    if row["source_id"] in IN_THOUSAND_TONNES:
        return 3
    powers = [
        power
        for words, unit, power in PRINTED_UNITS
        if unit == row["unit"] and words.search(row["figure_as_printed"])
    ]
    return powers[0] if powers else 0


def readings(row):
    """Give the numbers of a row as read from its printed figure, in its unit."""
    found = numbers(row["figure_as_printed"], SOURCES[row["source_id"]]["language"])
    # "Six of the top ten" tells the six.
    found = found[:1] if row["value"] else found
    return [(number.scaleb(shift(row)), last.scaleb(shift(row))) for number, last, _ in found]


def stated(row):
    return [Decimal(row[name]) for name in (("value",) if row["value"] else ("value_low", "value_high"))]


READABLE = [
    row
    for row in OBSERVATIONS
    if row["observation_id"] not in NOT_READABLE and row["source_id"] not in DATA_FILES
]


def test_values_are_what_is_printed():
    wrong = [
        (row["observation_id"], row["figure_as_printed"], stated(row))
        for row in READABLE
        if [number for number, _ in readings(row)] != stated(row)
    ]
    assert not wrong


def last_digits(row):
    """Give the last digit of a figure as printed, and the last one that is no nought of a whole number."""
    printed = min(last for _, last in readings(row))
    source = SOURCES[row["source_id"]]
    cell = source["kind"] == "dataset" or (source["kind"] == "official_statistics" and row["locator"])
    figures = numbers(row["figure_as_printed"], source["language"])[: 1 if row["value"] else 2]
    if cell or any(last < scale for _, last, scale in figures):
        return printed, printed
    powers = [number.normalize().as_tuple().exponent for number, _ in readings(row)]
    return printed, max(printed, Decimal(1).scaleb(min(powers)))


UNHEDGED = ("exact", "range")


def test_resolutions_are_the_last_digit_that_is_meant():
    """Noughts round a whole number, unless without a hedge the source is finer on the indicator elsewhere."""
    excepted = {row["row"] for row in read("exceptions") if row["code"] == "resolution"}
    finest = {}
    for row in READABLE:
        series = row["source_id"], row["indicator_id"], row["unit"]
        finest[series] = min(last_digits(row)[1], finest.get(series, Decimal("Infinity")))
    wrong = []
    for row in READABLE:
        printed, meant = last_digits(row)
        series = row["source_id"], row["indicator_id"], row["unit"]
        right = max(printed, min(meant, finest[series])) if row["qualifier"] in UNHEDGED else meant
        if Decimal(row["resolution"]) != right and row["observation_id"] not in excepted:
            wrong.append((row["observation_id"], row["figure_as_printed"], row["resolution"]))
    assert not wrong


def test_only_data_files_leave_the_resolution_open():
    for row in OBSERVATIONS:
        assert row["resolution"] or row["source_id"] in DATA_FILES, row["observation_id"]


def test_every_exception_is_needed():
    for row in OBSERVATIONS:
        if row["observation_id"] in NOT_READABLE:
            assert [number for number, _ in readings(row)] != stated(row), row["observation_id"]
    assert set(NOT_READABLE) <= {row["observation_id"] for row in OBSERVATIONS}


def test_constant_dollars_are_as_the_file_has_them():
    rows = [row for row in OBSERVATIONS if row["source_id"] == "aiddata-2023-gcdf-3"]
    assert rows
    for row in rows:
        cell = Decimal(row["figure_as_printed"])
        assert Decimal(row["value"]) == cell, row["observation_id"]
        assert Decimal(row["resolution"]) == Decimal(1).scaleb(cell.as_tuple().exponent)


def test_capacities_are_the_file_s_single_precision_gigawatts():
    """0.057056002 is what 0.057056 becomes in four bytes: the cell is kept, and tells nothing else."""
    rows = [row for row in OBSERVATIONS if row["source_id"].startswith("irena-2024-owid")]
    assert rows
    for row in rows:
        gigawatts = Decimal(row["value"]) / 1000
        # One unit in the last place may come from the file's own arithmetic.
        (there,) = struct.unpack("i", struct.pack("f", float(row["figure_as_printed"])))
        (ours,) = struct.unpack("i", struct.pack("f", float(gigawatts)))
        assert abs(there - ours) <= 1, row["observation_id"]


HEDGES = {
    "at_least": "at least",
    "at_most": r"up to|within|under|not more than|\bдо\b|bis zu|nicht mehr als",
    "over": r"\bover\b|more than|mehr als|superiore"
    "|exceed|surpass|超|突破|逾|多|余|свыше|более|превы|асты|астам|ашык|ашкан"
    "|ponad|mais de",
    "nearly": "nearly|almost|approach|近|почти|жуық",
    "about": r"about|around|approx|roughly|\bsome\b|около|порядка|шамамен|约|yaklaşık",
}


def test_hedges_are_what_is_printed():
    def hedge(row):
        printed = row["figure_as_printed"].lower()
        return next((name for name, words in HEDGES.items() if re.search(words, printed)), "")

    wrong = [
        (row["observation_id"], row["figure_as_printed"], row["qualifier"])
        for row in OBSERVATIONS
        if (hedge(row) or ("exact" if row["value"] else "range")) != row["qualifier"]
    ]
    assert not wrong


# Any figure: where it comes from and what it is about


def test_every_figure_has_an_address_or_a_full_citation():
    for identifier in {row["source_id"] for row in OBSERVATIONS}:
        source = SOURCES[identifier]
        cited = (source["authors"] or source["publisher"]) and source["title"]
        # The paper prints no date, and says so in its note.
        dated = source["published"] or (identifier == PAPER and "no date" in source["note"])
        # Of some copies only that they are such may be said.
        named = source["url"] or source["read_at"] or source["carrier"].startswith("a copy ")
        assert named or (cited and dated), identifier


def test_every_source_tells_who_published_it():
    """Or where it was read, where nobody is named."""
    for source in SOURCES.values():
        assert source["publisher"] or source["authors"] or source["carrier"], source["source_id"]


def test_titles_not_shown_are_in_brackets():
    for source in SOURCES.values():
        assert "not shown" not in source["title"], source["source_id"]
        assert "from address" not in source["title"], source["source_id"]
        assert source["title"].startswith("[") == source["title"].endswith("]"), source["source_id"]


# Breakdowns that say a nation because both sides of a border or both kinds of trains are meant.
NATIONS = {
    "chinese_side",
    "kazakh_side",
    "chinese_and_kazakh_citizens",
    "china_europe_trains",
    "china_europe_and_central_asia_trains",
    "china_europe_route",
    "china_russia_route",
}


def test_no_partner_and_no_entity_hides_in_a_breakdown():
    names = {row["name"].lower().replace(" ", "_") for row in (*ENTITIES.values(), *read("areas"))}
    names |= {identifier.replace("-", "_") for identifier in ENTITIES}
    names |= {row["name"].lower().replace(" ", "_") for row in read("entity_names")}
    for breakdown in {row["breakdown"] for row in OBSERVATIONS} - {""}:
        assert breakdown not in names
        if breakdown not in NATIONS:
            assert not re.search(
                "china|chinese|kazakh|russia|pakistan|brand|unionpay|visa|mastercard", breakdown
            )
    assert {row["breakdown"] for row in OBSERVATIONS} >= NATIONS


def test_constant_prices_are_units_of_their_own():
    for row in WIDE:
        indicator = INDICATORS[row["indicator_id"]]
        kind = row["dimension"].partition("/")[0]
        prices = ("constant_money", "international_money")
        assert (kind in prices) == (indicator["dimension"] in prices), row["observation_id"]
        if indicator["dimension"] == "money":
            assert row["dimension"] == f"money/{row['unit']}", row["observation_id"]
        elif kind in prices:
            assert kind == indicator["dimension"], row["observation_id"]
        else:
            assert row["dimension"] == indicator["dimension"], row["observation_id"]


def test_periods_are_of_the_years_that_the_identifiers_name():
    for row in EVIDENCE:
        name = row["observation_id"].partition("/")[2]
        # "Since 2005" says where a running total begins.
        named = set(re.findall(r"(?<!since-)(?<!\d)(?:19|20)\d\d(?!\d)(?!-to-\d{4})", name))
        if row["period_end"]:
            assert named <= {row["period_start"][:4], row["period_end"][:4]}, row["observation_id"]
        else:
            assert not named, row["observation_id"]


def test_a_publication_dates_what_it_prints_to_the_month():
    """The day of a figure is one that was printed as its own, or as that of an event or a statement."""
    dated = 0
    for row in WIDE:
        if row["measure"] not in ("flow", "cumulative"):
            assert not re.search(
                "(?i)the day is that of (publication|the dateline)|dated by its publication", row["note"]
            ), row["observation_id"]
        if re.search("(?i)the month is that of (publication|the dateline)", row["note"]):
            end = datetime.date.fromisoformat(row["period_end"])
            assert row["period_basis"] == "inferred", row["observation_id"]
            assert row["period_start"] == f"{end:%Y-%m}-01", row["observation_id"]
            assert (end + datetime.timedelta(days=1)).day == 1, row["observation_id"]
            dated += 1
    assert dated


def test_nothing_is_counted_before_it_happened():
    """What adds up ends by the day of publication, and a window that holds a day begins by then."""
    for row in WIDE:
        published = row["published"]
        if published and row["period_end"] and row["status"] in ("actual", "estimate"):
            adds_up = row["measure"] in ("flow", "cumulative")
            known = row["period_end"] if adds_up else row["period_start"]
            assert known[: len(published)] <= published, row["observation_id"]


def test_a_running_total_never_falls():
    """Within one source or several, as long as it is one series: a later total is no smaller."""
    series = {}
    for row in WIDE:
        if row["measure"] == "cumulative" and row["value"] and row["period_end"]:
            series.setdefault(tuple(row[name] for name in IDENTITY), []).append(row)
    for rows in series.values():
        exact = sorted(
            (row["period_end"], Decimal(row["value"])) for row in rows if row["qualifier"] == "exact"
        )
        assert [value for _, value in exact] == sorted(value for _, value in exact), rows[0]["indicator_id"]


def test_parts_add_up_to_the_whole():
    """KazMunayGas prints export, transit and domestic oil of the line to China, and their sum."""
    for end in ("2022-12-31", "2023-12-31", "2024-12-31"):
        parts = {
            row["breakdown"]: Decimal(row["value"])
            for row in WIDE
            if "ar2024.kmg.kz" in row["read_where"] and row["period_end"] == end and row["measure"] == "flow"
        }
        whole = parts.pop("")
        assert set(parts) == {"exports", "transit", "domestic"}
        assert abs(sum(parts.values()) - whole) <= 1000


def referred_to(target):
    """Give every key of a table that a row of another refers to; a name alone is no use of a thing."""
    return {
        row[column.name]
        for table in kbd.list_tables()
        if table not in (target, "entity_names")
        for column in kbd.describe(table).columns
        if column.references == target
        for row in read(table)
    }


def test_nothing_is_held_that_nothing_refers_to():
    """Unless the paper itself names it."""
    codes = {"bases": "basis", "breakdowns": "breakdown", "definitions": "definition"}
    used = {
        name: referred_to(name)
        for name in ("indicators", "units", "areas", "places", "entities", "sources", *codes)
    }
    bases = {row["unit"] for row in UNITS.values() if Decimal(row["factor"]) == 1}
    # Multiples that people's own figures are in, and that convert into a unit that is used or a base.
    dimensions = {UNITS[unit]["dimension"] for unit in (used["units"] & UNITS.keys()) | bases}
    bases |= {unit for unit, row in UNITS.items() if row["dimension"] in dimensions}
    spare = {
        "indicators": INDICATORS.keys() - used["indicators"] - {each.indicator for each in DERIVATIONS},
        "units": UNITS.keys() - used["units"] - bases,
        "areas": {row["area"] for row in read("areas")} - used["areas"],
        "places": {row["place_id"] for row in read("places")} - used["places"],
        "entities": {identifier for identifier, row in ENTITIES.items() if row["source_id"] != PAPER}
        - used["entities"],
        "sources": SOURCES.keys() - used["sources"],
        **{name: {row[code] for row in read(name)} - used[name] for name, code in codes.items()},
    }
    assert not any(spare.values()), spare


def test_as_the_paper_says_where_both_mean_the_same():
    """Paper and evidence meet: most figures of the paper have evidence of the same thing."""
    paper = {row["observation_id"] for row in OBSERVATIONS if row["source_id"] == PAPER}
    met = set(kbd.compare(kbd.load("observations").query("source_id == @PAPER"), period="all")["claim_id"])
    assert len(met) > len(paper) / 2
