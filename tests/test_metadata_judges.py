"""Tools of catalogues judge what they are told: mlcroissant, DataCite's schema, and the terms of schema.org.

`make judges` has them all; elsewhere what is missing is skipped.
"""

import json

import pytest

import kz_bri_data as kbd
from kz_bri_data._catalogue import installed
from kz_bri_data.descriptor.schema_org import indicator_dataset, package_dataset
from kz_bri_data.schemas import TABLES

# Of what the tools call in one another, nobody can mend anything here.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

CROISSANT = kbd.data_dir() / "croissant.json"


@pytest.fixture(scope="module")
def croissant():
    """Open the file once: who loads one table may load another from what is open."""
    return pytest.importorskip("mlcroissant").Dataset(str(CROISSANT))


def test_mlcroissant_misses_nothing_but_the_day_of_publication(croissant):
    issues = croissant.metadata.ctx.issues
    assert not issues.errors
    (warning,) = issues.warnings
    assert "datePublished" in warning


def plain(value):
    """Give a cell as text, whoever read it; mlcroissant has text as bytes."""
    if value is None or value != value:
        return None
    if isinstance(value, bytes):
        return value.decode()
    return value.isoformat()[:10] if hasattr(value, "isoformat") else value


@pytest.mark.parametrize("table", TABLES)
def test_mlcroissant_loads_the_rows_that_load_gives(table, croissant):
    frame = kbd.load(table)
    ours = frame.astype(object).where(frame.notna(), None).to_dict("records")
    theirs = [
        {name.removeprefix(f"{table}/"): plain(value) for name, value in record.items()}
        for record in croissant.records(table)
    ]
    as_text = {
        one["name"] for one in installed().resources[table]["schema"]["fields"] if one["type"] == "string"
    }
    for row in theirs:
        row.update({name: str(row[name]) for name in as_text if row[name] is not None})
    assert theirs == [{name: plain(value) for name, value in row.items()} for row in ours]


def test_mlcroissant_reads_a_table_again(croissant):
    assert len(list(croissant.records("gdp"))) == len(list(croissant.records("gdp"))) == len(kbd.load("gdp"))


def test_datacite_misses_nothing_but_the_year_of_publication():
    schema = pytest.importorskip("datacite.schema45")
    found = json.loads((kbd.data_dir() / "datacite.json").read_text(encoding="utf-8"))
    assert [one.message for one in schema.validator.iter_errors(found)] == [
        "'publicationYear' is a required property"
    ]
    assert schema.validate(found | {"publicationYear": "2026"})


def said():
    """Give all that is JSON-LD, by a name."""
    catalogue = installed()
    (row, *_) = catalogue.rows("indicators")
    observations = [
        one for one in catalogue.rows("observations") if one["indicator_id"] == row["indicator_id"]
    ]
    return {
        "croissant.json": json.loads(CROISSANT.read_text(encoding="utf-8")),
        "start page": package_dataset(catalogue, "files/datapackage"),
        "page of an indicator": indicator_dataset(catalogue.descriptor, row, observations, "x.csv"),
    }


@pytest.mark.parametrize("where", ["croissant.json", "start page", "page of an indicator"])
def test_json_ld_expands_to_terms_of_schema_org(where, caplog):
    rdflib = pytest.importorskip("rdflib")
    found = said()[where]
    if found["@context"] == "https://schema.org/":
        found["@context"] = {"@vocab": "https://schema.org/"}  # what that address gives, without the network
    graph = rdflib.Graph().parse(data=json.dumps(found), format="json-ld", base="https://data.example/")
    (whole,) = (
        one
        for one in graph.subjects(rdflib.RDF.type, rdflib.SDO.Dataset)
        if (one, rdflib.SDO.distribution, None) in graph
    )
    assert str(graph.value(whole, rdflib.SDO.version)) == kbd.__version__
    terms = {*graph.predicates(), *graph.objects(predicate=rdflib.RDF.type)}
    ours = {str(one).removeprefix("https://schema.org/") for one in terms if "schema.org" in one}
    assert ours >= {"Dataset", "name", "description", "license", "creator", "distribution"}
    assert not [one for one in ours if one not in rdflib.SDO]
