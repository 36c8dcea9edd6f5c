"""What catalogues of data are told: the same as the descriptor says, and in its version."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

import kz_bri_data as kbd
from kz_bri_data._catalogue import installed
from kz_bri_data.descriptor.croissant import croissant
from kz_bri_data.descriptor.datacite import datacite
from kz_bri_data.descriptor.schema_org import dataset, indicator_dataset, package_dataset, script
from kz_bri_data.schemas import TABLES

ROOT = Path(__file__).parents[1]
DESCRIPTOR = installed().descriptor
CROISSANT = croissant(DESCRIPTOR)
RECORD_SETS = {one["@id"]: one for one in CROISSANT["recordSet"]}


def read(name):
    return json.loads((kbd.data_dir() / name).read_text(encoding="utf-8"))


def test_every_file_names_one_version():
    (of_log,) = re.findall(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[
        :1
    ]
    assert {
        of_log,
        tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"],
        yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"],
        *(read(name)["version"] for name in ("datapackage.json", "croissant.json", "datacite.json")),
    } == {kbd.__version__}


@pytest.mark.parametrize("table", TABLES)
def test_croissant_has_every_column_and_the_key(table):
    found = RECORD_SETS[table]
    assert [one["source"]["extract"]["column"] for one in found["field"]] == list(TABLES[table].columns())
    assert [one["@id"] for one in found["key"]] == [f"{table}/{name}" for name in TABLES[table].info().key]
    assert {one["source"]["fileObject"]["@id"] for one in found["field"]} == {f"data/{table}.csv"}


def test_croissant_has_every_file_and_nothing_that_changes_with_a_row():
    files = {one["contentUrl"]: one for one in CROISSANT["distribution"]}
    assert {(kbd.data_dir() / path).name for path in files} == {
        path.name for path in (kbd.data_dir() / "data").glob("*.csv")
    }
    assert not {"sha256", "md5", "contentSize", "dateModified"} & {
        key for one in files.values() for key in one
    }
    assert CROISSANT["isLiveDataset"] is True


def test_croissant_gives_no_identifier_twice():
    fields = [field["@id"] for one in RECORD_SETS.values() for field in one["field"]]
    ids = [*RECORD_SETS, *fields, *(one["@id"] for one in CROISSANT["distribution"])]
    assert len(ids) == len(set(ids))


def field(name):
    (found,) = (one for one in RECORD_SETS[name.split("/")[0]]["field"] if one["@id"] == name)
    return found


@pytest.mark.parametrize(
    ("name", "data_type"),
    [
        ("observations/value", "sc:Float"),
        ("observations/period_end", "sc:Date"),
        ("population/year", "sc:Integer"),
        ("areas/area", "sc:Text"),
        ("places/geonames_id", "sc:Integer"),
    ],
)
def test_croissant_says_what_a_column_holds(name, data_type):
    assert field(name)["dataType"] == data_type


@pytest.mark.parametrize(
    ("name", "table"), [("observations/source_id", "sources"), ("areas/part_of", "areas")]
)
def test_croissant_says_what_a_column_refers_to(name, table):
    assert field(name)["description"].endswith(f" A key of {table}.")


def test_licence_of_the_compilation_is_not_said_to_be_that_of_the_sources():
    (rights,) = datacite(DESCRIPTOR)["rightsList"]
    assert (rights["rightsIdentifier"], "sources.licence" in rights["rights"]) == ("CC-BY-4.0", True)
    assert "for the compilation; what a source allows is in sources.licence" in CROISSANT["description"]


def test_address_is_said_where_there_is_one():
    assert "url" not in dataset(DESCRIPTOR)
    address = "https://git.example/someone/data"
    assert croissant(DESCRIPTOR | {"homepage": address})["url"] == address


def test_start_page_says_which_indicators_and_years_there_are():
    found = package_dataset(installed(), "files/datapackage")
    indicators = kbd.load("indicators")
    assert [one["propertyID"] for one in found["variableMeasured"]] == indicators["indicator_id"].tolist()
    observations = kbd.load("observations").query("status == 'actual'")
    days = [observations[name].dropna().dt.year for name in ("period_start", "period_end")]
    assert found["temporalCoverage"] == f"{min(map(min, days))}/{max(map(max, days))}"
    assert {one["contentUrl"] for one in found["distribution"]} == {
        f"files/datapackage/data/{name}.csv" for name in TABLES
    }


def test_page_of_an_indicator_says_whose_part_it_is_and_counts_no_plan():
    row = {"indicator_id": "visitors", "name": "Visitors", "definition": "Persons who come."}
    periods = [("2012", "2013", "actual"), ("2019", "", "actual"), ("2030", "2030", "target")]
    observations = [
        {"period_start": start and f"{start}-01-01", "period_end": end and f"{end}-12-31", "status": status}
        for start, end, status in periods
    ]
    found = indicator_dataset(DESCRIPTOR, row, observations, "visitors.csv")
    assert found["temporalCoverage"] == "2012/2019"
    assert found["variableMeasured"]["description"] == "Persons who come."
    assert found["isPartOf"]["identifier"] == DESCRIPTOR["id"]
    assert found["distribution"][0]["contentUrl"] == "visitors.csv"
    assert "temporalCoverage" not in indicator_dataset(DESCRIPTOR, row, [], "visitors.csv")


def test_no_text_ends_the_script_that_holds_it():
    found = {"name": "</script><!-- 哈萨克斯坦"}
    assert "<" not in script(found)
    assert json.loads(script(found)) == found
