"""Packages of other projects: their own resources, words and files, and what is no package at all."""

import gzip
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from good_package import GOOD

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation import validate


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of another project with our table of areas, in whose folder we are."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    shutil.copy(GOOD / "areas.csv", tmp_path / "data")
    shipped = json.loads((Path(kbd.data_dir()) / "datapackage.json").read_text(encoding="utf-8"))
    areas = next(one for one in shipped["resources"] if one["name"] == "areas")
    write({"name": "corridor", "resources": [areas]})
    return tmp_path


def write(content):
    Path("datapackage.json").write_text(json.dumps(content, indent=1))


def read():
    return json.loads(Path("datapackage.json").read_text())


def add(*resources):
    content = read()
    write({**content, "resources": [*content["resources"], *resources]})


def test_files_of_resources_of_their_own_are_theirs(package):
    for name in ("prices", "notes-1", "notes-2", "old"):
        (package / "data" / f"{name}.csv").write_text("a;b\n")
    add(
        {"name": "prices", "path": "data/prices.csv"},
        {"name": "notes", "path": ["data/notes-1.csv", "data/notes-2.csv"]},
        {"name": "packed", "path": "data/packed.csv.gz", "compression": "gz"},
        {"name": "remote", "path": "https://example.org/remote.csv"},
        {"name": "remote-parts", "path": ["http://example.org/1.csv", "http://example.org/2.csv"]},
    )
    report = validate(".")
    assert [(one.path, one.code) for one in report.problems] == [("data/old.csv", "file-unregistered")]


def test_a_path_that_leads_out_is_told_of_any_resource(package):
    add({"name": "prices", "path": "../prices.csv"})
    assert validate(".").counts == {"path-unsafe": 1}


def test_a_table_of_ours_is_not_fetched(package):
    content = read()
    content["resources"][0]["path"] = "https://example.org/areas.csv"
    write(content)
    assert "path-unsafe" in validate(".").counts


def test_words_of_their_own_are_no_drift(package):
    content = read()
    schema = content["resources"][0]["schema"]
    schema["fields"][0] |= {"description": "In our own words.", "title": "Land", "example": "CHN"}
    schema["fields"][2]["categories"][0]["label"] = "A country."
    write(content)
    assert validate(".").valid
    schema["fields"][0]["constraints"]["pattern"] = ".*"
    write(content)
    [problem] = validate(".").problems
    assert problem.message.endswith("schema.fields[0].constraints.pattern")
    assert "build" not in problem.hint
    assert "kz_bri_data.data_dir()" in problem.hint


@pytest.mark.parametrize(
    ("spoil", "drifts"),
    [(lambda text: text, 0), (lambda text: text.replace("A-Z", "a-z"), 1), (lambda _: "{", 1)],
)
def test_a_schema_may_stand_in_a_file(package, spoil, drifts):
    content = read()
    schema = json.dumps(content["resources"][0]["schema"])
    (package / "areas.json").write_text(spoil(schema))
    content["resources"][0]["schema"] = "areas.json"
    write(content)
    assert validate(".").counts == ({"drift": drifts} if drifts else {})


def test_a_file_renamed_in_case_only_is_one_finding_and_is_read(package):
    shutil.move("data/areas.csv", "data/AREAS.csv")
    Path("data/AREAS.csv").write_text(Path("data/AREAS.csv").read_text().replace("China", " China"))
    found = validate(".").problems
    assert sorted((one.path, one.code) for one in found) == [
        ("data/AREAS.csv", "blanks"),
        ("data/AREAS.csv", "file-missing"),
    ]
    assert {one.hint for one in found if one.code == "file-missing"} == {"rename it to areas.csv"}
    shutil.move("data/AREAS.csv", "data/areas.csv")
    assert validate(".").counts == {"blanks": 1}


def test_a_packed_table_is_named_as_one(package):
    content = read()
    content["resources"][0]["path"] = "data/areas.csv.gz"
    write(content)
    Path("data/areas.csv.gz").write_bytes(gzip.compress(Path("data/areas.csv").read_bytes()))
    Path("data/areas.csv").unlink()
    assert validate(".").counts == {"not-csv": 1}


@pytest.mark.parametrize("command", ["validate", "fix"])
def test_what_is_no_package_is_refused_with_a_way_on(package, command, capsys):
    with zipfile.ZipFile("p.zip", "w") as archive:
        archive.write("data/areas.csv")
    Path("observations.xlsx").write_bytes(b'PK\x03\x04"\n')
    Path("y").mkdir()
    Path("y/datapackage.yaml").write_text("name: x\n")
    Path("p.json").write_text("{}")
    ways = {
        "p.zip": "p.zip is an archive; unpack it, and give the folder or the CSVs in it",
        "observations.xlsx": "observations.xlsx is a workbook, not a CSV; bring its rows into a package: "
        "kz-bri-data import observations.xlsx datapackage",
        "y": "y holds no datapackage.json, and datapackage.yaml is not read; write the same as JSON; "
        "give the folder of a data package, or CSV files",
        "y/datapackage.yaml": "y/datapackage.yaml is neither a CSV nor a datapackage.json; give the folder "
        "of a data package, or CSV files",
        "p.json": "p.json is neither a CSV nor a datapackage.json; give the folder of a data package, or CSV "
        "files",
    }
    for path, way in ways.items():
        assert cli.main([command, path]) == 2
        assert capsys.readouterr().err == f"kz-bri-data: {way}\n"


def test_a_csv_named_in_capitals_is_told_its_name(package):
    shutil.copy("data/areas.csv", "Areas.csv")
    with pytest.raises(CannotRunError, match=r"rename it to areas\.csv, or say which it holds with --table"):
        validate("Areas.csv")
