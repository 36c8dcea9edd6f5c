"""Where the sources can be read, and which of them repeat one statement."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest

import kz_bri_data as kbd

ROOT = Path(__file__).parent.parent

# Hosts of copies that serve somebody else by now, or pose as the host of a publisher.
CHANGED_HOSTS = {
    "58188",
    "666dongdong",
    "acosx",
    "ayoohadir",
    "bluewaveailabs",
    "cppjump",
    "dhirubhai",
    "fdffd",
    "feifmx",
    "handmsg",
    "hongxingpaper",
    "hrmad",
    "huawenzs",
    "jxbentu",
    "kfd",
    "mdbrecords",
    "msthinker",
    "opkks",
    "pfrwo1w",
    "shuzhiren",
    "swap1",
    "sz-shandao",
    "taiyangneng",
    "tsffgg",
    "u111vip",
    "woxindai",
    "yibaidns",
    "zaixianv",
    "zhentianmi",
    "zoetocados",
}

# Sources that publish one statement of one body, or of each other.
ONE_ORIGIN = {
    "World Nuclear Association": "cosmos-chronicle-2023-uranium-countries nedra-kz-largest-uranium-producer "
    "kun-uz-2022-07-07-uranium-miners wna-2022-uranium-mining",
    "briefing of 4 April 2024": "astana-times-2024-geological-industry "
    "vestnik-kavkaza-2024-04-04-oil-reserves",
    "Autostat": "rambler-2026-03-10-chinese-brands mosregtoday-2026-03-10-chinese-brands",
    "AKAB": "al-hassad-chinese-cars fbc-2022-car-sales-2021",
    "Ambassador Zhang": "azernews-2019-12-16-trade-2019 china-news-2020-01-11-ambassador-zhang",
    "Xinhua, January 2020": "xinhua-2020-01-09-crude-pipeline-2019 xinhua-2020-01-10-crude-pipeline-2019",
    "Xinhua, 31 July 2019": "xinhua-2019-07-31-gas-pipeline-ru xinhua-2019-07-31-gas-pipeline-zh",
    "Tengrinews, 2014": "tengrinews-2014-01-23-rail-freight-en tengrinews-2014-01-23-rail-freight-ru",
    "ministry on the transit of 2019": "astana-times-2020-01-23-transit fbc-2020-transit-2019",
    "UN Comtrade": "wits-comtrade-china-reported wits-comtrade-kazakhstan-reported "
    "comtrade-2026-china-mirror",
    "statistical review": "bp-2020-statistical-review energy-institute-2025-statistical-review "
    "energy-institute-owid-production",
    "one page of Xinhua": "xinhua-2024-06-04-icbc-two-million xinhua-silk-road-horgos-items",
}


@pytest.fixture(scope="module")
def sources() -> pd.DataFrame:
    return kbd.load("sources").astype("object").fillna("").set_index("source_id")


@pytest.fixture(scope="module")
def addresses(sources: pd.DataFrame) -> list[str]:
    return [text for column in ("url", "read_at") for text in sources[column] if text]


def test_every_host_has_a_name_and_no_address_counts_visitors(addresses):
    assert len(addresses) > 400
    for address in addresses:
        host = urlsplit(address).hostname or ""
        assert re.search(r"\.[^.\d][^.]*$", host), address
        assert "utm_" not in address


def test_no_address_leads_to_a_host_that_changed_hands(addresses):
    for address in addresses:
        labels = (urlsplit(address).hostname or "").split(".")
        assert not set(labels) & CHANGED_HOSTS, address


def test_no_address_is_that_of_a_test_host(addresses):
    for address in addresses:
        host = urlsplit(address).hostname or ""
        assert not host.startswith(("test.", "staging.")), address


def test_one_page_is_one_source(sources):
    pages = sources["url"].str.replace(r"^https?://(?:www\.)?", "", regex=True).str.rstrip("/")
    repeated = pages[(pages != "") & pages.duplicated(keep=False)]
    assert repeated.empty, repeated


def test_a_copy_is_named_and_is_not_the_original(sources):
    copies = sources[sources["read_at"] != ""]
    assert not copies.empty
    assert (copies["carrier"] != "").all()
    assert (copies["read_at"] != copies["url"]).all()


def test_a_source_read_at_a_copy_gives_no_address_of_that_host_as_its_own(sources):
    copies = sources[(sources["read_at"] != "") & (sources["url"] != "")]
    for own, copy in zip(copies["url"], copies["read_at"], strict=True):
        assert urlsplit(own).hostname != urlsplit(copy).hostname


@pytest.mark.parametrize("source_ids", ONE_ORIGIN.values(), ids=ONE_ORIGIN)
def test_one_statement_has_one_origin(sources, source_ids):
    origins = set(sources.loc[source_ids.split(), "origin"])
    assert len(origins) == 1
    assert origins != {""}


def test_data_sets_of_one_body_have_one_origin(sources):
    for publisher in ("World Bank", "International Monetary Fund", "World Nuclear Association", "Ember"):
        origins = set(sources.loc[sources["publisher"] == publisher, "origin"])
        assert len(origins) <= 1, publisher
        assert "" not in origins, publisher


def test_no_page_links_to_a_copy(sources):
    pages = [ROOT / "README.md", ROOT / "datapackage" / "README.md", *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    links = set(re.findall(r"\]\((https?://[^)\s]+)\)|<(https?://[^>\s]+)>", text))
    linked = {link for pair in links for link in pair if link}
    assert linked
    assert not linked & set(sources["read_at"])
