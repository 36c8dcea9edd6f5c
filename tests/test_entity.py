"""All about one entity: in the package that ships and in made-up ones, on every backend."""

import dataclasses
import time

import pytest
from test_claims import BACKENDS, package, rows_of  # noqa: F401  a fixture is used by its name

import kz_bri_data as kbd
from kz_bri_data._catalogue import installed
from kz_bri_data._entities import parts_of
from kz_bri_data._entity_page import page

PARTS = ["names", "relations", "events", "observations", "routes"]
OTHERS = ["names", "relations", "events", "projects", "parties", "finance", "routes", "claims"]
TABLES = {"names": "entity_names", "relations": "entity_relations"}


@pytest.mark.parametrize("backend", BACKENDS)
def test_an_entity_is_what_the_tables_say(backend):
    pytest.importorskip(backend)
    found = kbd.entity("cnpc", backend=backend)
    assert rows_of(found.row)[0]["name"] == "China National Petroleum Corporation"
    for part in PARTS:
        table = kbd.load(TABLES.get(part, part))
        about = table["entity_id"] == "cnpc"
        if part == "relations":
            about |= table["other_entity_id"] == "cnpc"
        frame = getattr(found, part)
        assert type(frame) is type(kbd.load("areas", backend=backend))
        assert len(rows_of(frame)) == about.sum()
        columns = frame.column_names if backend == "pyarrow" else list(frame.columns)
        assert columns == list(table.columns)
    assert {"relation": "owned_by", "other_entity_id": "cnpc"}.items() <= rows_of(found.relations)[0].items()


def test_frames_have_the_types_of_the_tables():
    found = kbd.entity("icbc-khorgos")
    assert (found.observations.dtypes == kbd.load("observations").dtypes).all()
    assert (found.events.dtypes == kbd.load("events").dtypes).all()
    assert len(found.observations) > 40
    assert "Kazakh side of the Khorgos cooperation centre to reopen" in set(found.events["name"])
    assert set(found.names["language"]) == {"en", "ru", "zh"}


def test_projects_are_those_that_it_is_and_those_that_it_takes_part_in():
    parties, projects = kbd.load("project_parties"), kbd.load("projects")
    found = kbd.entity("cnpc").projects
    expected = parties[parties["entity_id"] == "cnpc"]
    assert list(found.columns) == ["project_id", "name", "status", "role"]
    assert list(zip(found["project_id"], found["role"], strict=True)) == list(
        zip(expected["project_id"], expected["role"], strict=True)
    )
    itself = kbd.entity("shymkent-refinery").projects
    assert itself["project_id"].tolist() == (
        projects[projects["entity_id"] == "shymkent-refinery"]["project_id"].tolist()
    )
    assert itself["role"].isna().all()


def test_parties_are_those_of_the_projects_that_it_is():
    pipeline = kbd.entity("kazakhstan-china-oil-pipeline")
    own = set(pipeline.projects.loc[pipeline.projects["role"].isna(), "project_id"])
    parties = kbd.load("project_parties")
    assert set(pipeline.parties["party"]) == set(parties[parties["project_id"].isin(own)]["party"])
    assert {"KazMunayGas", "KazTransOil"} <= set(pipeline.parties["party"])
    # What it takes part in has parties of its own.
    assert kbd.entity("cnpc").parties.empty


def test_finance_is_about_it_about_its_projects_or_names_it():
    """CNPC is named as the lender by its full name, Kazakhtelecom as the recipient."""
    lender, recipient = kbd.entity("cnpc").finance, kbd.entity("kazakhtelecom").finance
    assert set(lender["lender"]) == {"China National Petroleum Corporation"}
    assert set(recipient["recipient"]) == {"Kazakhtelecom"}
    refinery = kbd.entity("atyrau-refinery").finance
    assert set(refinery["lender"]) == {"Export-Import Bank of China"}
    assert refinery["year"].tolist() == [2012, 2009, 2012]


def test_a_route_is_its_places_in_order():
    route = kbd.entity("kazakhstan-china-oil-pipeline").routes
    assert route["position"].tolist() == list(range(1, len(route) + 1))
    assert route["place_id"].iloc[0] == "atyrau"
    page = str(kbd.entity("kazakhstan-china-oil-pipeline"))
    assert page.index("1  Atyrau") < page.index("2  Kumkol")


def test_claims_about_it_have_their_verdicts():
    every = kbd.claims().set_index("claim_id")
    found = kbd.entity("icbc-khorgos").claims.set_index("claim_id")
    assert "liu-belt-and-road/duty-free-value-chinese-tourists" in found.index
    assert found.equals(every.loc[found.index])
    assert "8,000 yuan" in str(kbd.entity("icbc-khorgos"))


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("Қорғас", "horgos-port"),
        ("Horgos Port", "horgos-port"),
        ("horgos port", "horgos-port"),
        ("霍尔果斯口岸", "horgos-port"),
        ("ICBC", "icbc-khorgos"),
        ("МЦПС", "icbc-khorgos"),
        ("CNPC", "cnpc"),
        ("中国石油", "cnpc"),
        ("Nurly Zhol", "nurly-zhol"),
    ],
)
def test_other_names_are_understood(name, identifier):
    assert kbd.entity(name).id == identifier


@pytest.mark.parametrize("name", ["Хоргос", "霍尔果斯", "Horgos"])
def test_a_name_of_several_says_of_which(name):
    with pytest.raises(kbd.RefusedError, match="is in the names of") as caught:
        kbd.entity(name)
    listed = [row["entity_id"] for row in caught.value.series]
    assert {"horgos-port", "icbc-khorgos"} <= set(listed)
    assert listed[0] == "horgos-port"
    assert kbd.entity(listed[0]).id == listed[0]
    assert f'kbd.entity("{listed[0]}")' in caught.value.allowed


def test_an_unknown_entity_is_refused_with_the_nearest_and_how_to_search():
    with pytest.raises(kbd.UnknownNameError) as caught:
        kbd.entity("icbc-horgos")
    assert 'did you mean "icbc-khorgos"?' in str(caught.value)
    assert 'to search: kbd.find("icbc-horgos")' in str(caught.value)
    for nothing in ("", "  ", "no such thing"):
        with pytest.raises(kbd.UnknownNameError):
            kbd.entity(nothing)
    with pytest.raises(kbd.RefusedError, match="entity takes text, not int"):
        kbd.entity(5)
    with pytest.raises(kbd.UnknownNameError, match='did you mean "polars"'):
        kbd.entity("cnpc", backend="polar")


def test_an_entity_reads_well():
    found = kbd.entity("icbc-khorgos")
    lines = str(found).splitlines()
    assert repr(found) == str(found)
    assert lines[0] == "Khorgos International Center for Boundary Cooperation (icbc-khorgos)"
    assert any("МЦПС «Хоргос»" in line for line in lines)
    assert any(line.startswith(f"{len(found.observations)} figures in ") for line in lines)
    assert any('kbd.series("visitors"' in line for line in lines)
    # Of what there is nothing, nothing is said.
    assert "projects" not in lines


def test_an_entity_is_frozen():
    found = kbd.entity("cnpc")
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.id = "other"


@pytest.mark.parametrize("identifier", sorted(kbd.load("entities")["entity_id"]))
def test_every_entity_has_a_page(identifier):
    lines = page(installed(), parts_of(installed(), identifier)).splitlines()
    assert lines[0].endswith(f"({identifier})")


def test_an_entity_of_a_package_of_ones_own(package):  # noqa: F811
    catalogue = package(
        entities=[{"entity_id": "a"}, {"entity_id": "b", "name": "Another"}],
        observations=[
            {"observation_id": "s/one", "entity_id": "a", "period_end": "2020-12-31"},
            {"observation_id": "s/two", "entity_id": "b"},
        ],
        indicators=[{"indicator_id": "trips"}],
    )
    found = kbd.Package(catalogue.folder).entity("A company")
    assert found.id == "a"
    assert found.observations["observation_id"].tolist() == ["s/one"]
    # What the package lacks is not taken from another.
    assert [len(getattr(found, part)) for part in OTHERS] == [0] * len(OTHERS)
    assert 'Trips  2020  1  kbd.series("trips", entity="a")' in str(found)


def test_an_entity_is_fast_once_the_tables_are_read():
    kbd.entity("cnpc")
    start = time.process_time()
    kbd.entity("icbc-khorgos")
    assert time.process_time() - start < 0.3


def test_an_undated_figure_counts_as_in_overview():
    call = kbd.overview("books_on_sale", entity="shans-bookstore")["call"][0]
    (line,) = [line for line in str(kbd.entity("shans-bookstore")).splitlines() if call in line]
    assert line.split("undated")[1].split()[0] == "1"
