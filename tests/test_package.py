"""`Package`: the same questions asked of the installed package, of a changed copy, of a stranger's folder."""

import csv
import gc
import itertools
import json
import pickle
import shutil
import weakref
from pathlib import Path

import pytest

import kz_bri_data as kbd
from kz_bri_data import _claims
from kz_bri_data._catalogue import open_catalogue

BACKENDS = ["pandas", "polars", "pyarrow"]


@pytest.fixture
def folder(tmp_path):
    """A copy of the installed package."""
    return Path(shutil.copytree(kbd.data_dir(), tmp_path / "copy"))


@pytest.fixture
def own(tmp_path):
    """Another project's package: two tables of ours at paths of its own, and things that are its own."""
    folder = tmp_path / "own"
    (folder / "figures").mkdir(parents=True)
    shutil.copy(kbd.data_path("areas"), folder / "figures" / "where.csv")
    header, row = kbd.data_path("observations").read_text(encoding="utf-8").splitlines()[:2]
    (folder / "figures" / "obs.csv").write_text(f"{header}\n{row}\n", encoding="utf-8", newline="\n")
    (folder / "figures" / "mine.csv").write_text("a\n1\n")
    resources = [
        {"name": "observations", "path": "figures/obs.csv", "schema": "https://example.org/evil.json"},
        {"name": "mine", "path": "figures/mine.csv", "schema": {"fields": [{"name": "a"}]}},
        {"name": "areas", "path": "figures/where.csv", "title": 5},
        {"path": "nameless.csv"},
        "no resource at all",
    ]
    write(folder, {"name": "own", "resources": resources})
    return folder


def write(folder, descriptor):
    text = descriptor if isinstance(descriptor, str) else json.dumps(descriptor)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_module_asks_the_installed_package():
    package = kbd.Package()
    for name in (
        "claims",
        "compare",
        "data_dir",
        "data_path",
        "describe",
        "entity",
        "find",
        "list_tables",
        "load",
        "series",
    ):
        function, method = getattr(kbd, name), getattr(package, name)
        assert function.__func__ is method.__func__
        assert function.__doc__ == method.__doc__
        assert repr(function.__self__) == repr(package) == "Package()"


@pytest.mark.parametrize("end", ["", "datapackage.json"])
@pytest.mark.parametrize("kind", [str, Path])
def test_copy_says_what_the_installed_package_says(folder, kind, end):
    package = kbd.Package(kind(folder / end))
    assert package.list_tables() == kbd.list_tables()
    assert [package.describe(name) for name in package.list_tables()] == list(
        map(kbd.describe, kbd.list_tables())
    )
    assert package.data_dir() == folder
    assert package.data_path("areas") == folder / "data" / "areas.csv"
    assert package.find("uranium") == kbd.find("uranium")
    there, here = package.validate(), kbd.Package().validate()
    assert there._replace(accepted=()) == here._replace(accepted=())
    assert [one.message for one in there.accepted] == [one.message for one in here.accepted]


def test_path_in_the_current_folder(folder, monkeypatch):
    monkeypatch.chdir(folder)
    for path in ("datapackage.json", "."):
        assert kbd.Package(path).data_path("areas") == folder / "data" / "areas.csv"


def test_relative_path_is_looked_up_once(folder, tmp_path, monkeypatch):
    """A notebook that changes its folder keeps the package that it opened."""
    monkeypatch.chdir(tmp_path)
    package = kbd.Package("copy")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    for one in (package, pickle.loads(pickle.dumps(package))):
        assert one.data_dir() == folder
        assert len(one.load("areas")) == len(kbd.load("areas"))
        assert one.validate().valid


def test_validate_judges_the_folder(folder):
    assert kbd.Package(folder).validate().counts == {}
    change(folder / "data" / "areas.csv", ",country,", ",countri,")
    assert kbd.Package(folder).validate().counts == {"enum": 1}
    assert kbd.Package().validate().valid


@pytest.mark.parametrize("backend", BACKENDS)
def test_copy_loads_as_the_installed_package_does(folder, backend):
    pytest.importorskip(backend)
    package = kbd.Package(folder)
    for name in package.list_tables():
        one, other = package.load(name, backend=backend), kbd.load(name, backend=backend)
        assert type(one) is type(other)
        assert one.equals(other)


def test_answers_are_those_of_the_folder(folder):
    """A figure that was just changed: each answer sees it."""
    package = kbd.Package(folder)
    observations = folder / "data" / "observations.csv"
    with observations.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    places = {name: number for number, name in enumerate(header)}
    claim = "liu-belt-and-road/chinese-brands-share-2021"
    row = next(row for row in rows if row[0] == claim)
    for name in ("value", "value_low", "value_high"):
        row[places[name]] = "4.5"
    row[places["figure_as_printed"]] = "4.5%"
    with observations.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])

    choice = {"basis": "", "end": "2024"}
    assert package.series("brand_share_of_new_car_sales", **choice)["value"].tolist() == [4.5, 39.0]
    assert kbd.series("brand_share_of_new_car_sales", **choice)["value"].tolist() == [3.4, 39.0]
    assert set(package.compare(claim)["claim"]) == {4.5}
    assert set(package.compare(claim)["outcome"]) == {"conflict"}
    assert set(kbd.compare(claim)["outcome"]) == {"agreement"}
    catalogue = open_catalogue(folder)
    found = _claims.find_claim(catalogue, claim)
    assert found.said == "4.5%"
    change(folder / "data" / "entity_names.csv", "中欧班列", "中欧快车")
    assert package.find("中欧班列") == []
    assert package.find("中欧快车")[0].id == "china-europe-freight-trains"


def test_claims_of_a_copy_are_those_of_the_folder(folder):
    catalogue = open_catalogue(folder)
    change(folder / "data" / "assessments.csv", ",supported,", ",contradicted,")
    assert len(_claims.list_claims(catalogue)) == len(_claims.list_claims(open_catalogue()))
    assert _claims.list_claims(catalogue) != _claims.list_claims(open_catalogue())


def test_another_projects_package(own):
    package = kbd.Package(own)
    assert package.list_tables() == ["areas", "observations"]  # in our order; what is its own is left alone
    assert package.data_path("areas") == own / "figures" / "where.csv"
    # What a table of ours is, is not for the descriptor of another to say.
    assert package.describe("areas") == kbd.describe("areas")._replace(path="figures/where.csv")
    assert package.load("areas").equals(kbd.load("areas"))
    frame = package.load("observations")
    assert len(frame) == 1
    # Indicators and units, which it lacks, are those of the installed package.
    indicator = frame["indicator_id"].item()
    assert package.series(indicator)["observation_id"].tolist() == frame["observation_id"].tolist()
    assert package.compare(frame["observation_id"].item()).empty
    # So are their names; how many periods there are is for its own figures to say.
    names = {match.id: match.name for match in kbd.find("uranium production")}
    found = package.find("uranium production")
    assert [(match.id, match.n_periods) for match in found[:1]] == [("uranium_production", 0)]
    assert all(names[match.id] == match.name for match in found)
    with pytest.raises(
        kbd.UnknownNameError, match=r"no table in .*own with the name 'mine'; allowed: areas, observations"
    ):
        package.load("mine")
    with pytest.raises(kbd.UnknownNameError, match="'gdp'"):
        package.load("gdp")


def test_frictionless_reads_every_resource(own):
    pytest.importorskip("frictionless")
    write(
        own,
        {
            "name": "own",
            "resources": [
                {"name": "mine", "path": "figures/mine.csv"},
                {"name": "areas", "path": "figures/where.csv"},
            ],
        },
    )
    assert kbd.Package(own).to_frictionless().resource_names == ["mine", "areas"]


@pytest.mark.parametrize("path", [b"folder", 5, ["folder"], object(), Path])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(kbd.CannotRunError, match=r"a path is text or a pathlib\.Path, not "):
        kbd.Package(path)


def test_a_name_in_a_package_writes_no_line_of_its_own(folder):
    path = folder / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace("data/areas.csv", "data/a\\nall is well.csv"))
    with pytest.raises(kbd.CannotRunError, match=r"a\\nall is well\.csv is not a file"):
        kbd.Package(folder).load("areas")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: folder / "nowhere", "nowhere does not exist"),
        (lambda folder: folder / "nowhere" / "datapackage.json", "does not exist"),
        (lambda folder: "nul\0", "is not a path: it holds a NUL character"),
        (lambda folder: "", "a path is empty"),
        (
            lambda folder: folder / "data" / "areas.csv",
            r"areas\.csv is not a folder; give the folder that",
        ),
        (lambda folder: folder / "data", r"data holds no datapackage\.json; did you mean .*copy\?"),
    ],
)
def test_what_is_no_package_is_refused(folder, make, message):
    with pytest.raises(kbd.CannotRunError, match=message):
        kbd.Package(make(folder))


def test_folder_above_says_the_one_below(folder, tmp_path):
    folder.rename(tmp_path / "datapackage")
    with pytest.raises(kbd.CannotRunError, match=r"did you mean .*datapackage"):
        kbd.Package(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("\ufeff{}", "is not JSON"),
        ("[]", "is not a data package"),
        ('"text"', "is not a data package"),
        ('{"resources": {}}', "is not a data package"),
        ('{"resources": []}', "has none of our tables"),
        ('{"resources": [{"name": "mine"}, {"name": 5}, 5, null]}', "has none of our tables"),
        ('{"resources": [{"name": "gdp"}, {"name": "gdp"}]}', "two resources named 'gdp'"),
        (" " * (1 << 22) + "{}", "more than 4 MiB"),
    ],
)
def test_what_is_no_descriptor_is_refused(tmp_path, text, message):
    write(tmp_path, text)
    with pytest.raises(kbd.CannotRunError, match=message):
        kbd.Package(tmp_path)


@pytest.mark.parametrize("raw", [b"\xff\xfe{\x00}\x00", b'{"resources": [{"name": "\xff"}]}'])
def test_descriptor_that_is_no_utf8_is_refused(tmp_path, raw):
    (tmp_path / "datapackage.json").write_bytes(raw)
    with pytest.raises(kbd.CannotRunError, match="is not JSON"):
        kbd.Package(tmp_path)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "../areas.csv",
            "/etc/passwd",
            "data/../../areas.csv",
            "http://localhost/areas.csv",
            "C:/areas.csv",
        ),
        *(
            "data\\areas.csv",
            "~/areas.csv",
            "",
            "data/\0.csv",
            "data/\ud800.csv",
            "data/areas.csv.gz",
            "data",
        ),
        *(None, 5, ["data/areas.csv"], {"path": "data/areas.csv"}),
    ],
)
@pytest.mark.parametrize("call", ["load", "data_path", "describe"])
def test_path_that_leads_elsewhere_is_refused(folder, path, call):
    write(folder, {"resources": [{"name": "areas", "path": path}]})
    with pytest.raises(kbd.CannotRunError, match=r"does not name one CSV below .*data/areas\.csv"):
        getattr(kbd.Package(folder), call)("areas")


def test_link_out_of_the_folder_is_refused(folder, tmp_path):
    areas = folder / "data" / "areas.csv"
    areas.rename(tmp_path / "areas.csv")
    try:
        areas.symlink_to(tmp_path / "areas.csv")
    except OSError:
        pytest.skip("no symbolic links here")
    with pytest.raises(kbd.CannotRunError, match="leads out of the package folder"):
        kbd.Package(folder).load("areas")
    # Within the folder, and of the folder itself, links are fine.
    areas.unlink()
    (folder / "areas.csv").write_bytes((tmp_path / "areas.csv").read_bytes())
    areas.symlink_to(folder / "areas.csv")
    (tmp_path / "link").symlink_to(folder)
    assert kbd.Package(tmp_path / "link").load("areas").equals(kbd.load("areas"))


def test_missing_file_is_refused(folder):
    (folder / "data" / "areas.csv").unlink()
    with pytest.raises(kbd.CannotRunError, match=r"areas\.csv is not a file; .*kz-bri-data validate .*copy"):
        kbd.Package(folder).load("areas")
    (folder / "data" / "areas.csv").mkdir()
    with pytest.raises(kbd.CannotRunError, match="is not a file"):
        kbd.Package(folder).load("areas")


YEARS = "area,year,persons,source_id"


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"population\.csv: there is no header; it must be area,year"),
        ("area,year\n", r'the header is "area,year"; it must be area,year,persons'),
        ("year,area,persons,source_id\n", 'the header is "year,area,'),
        (f"\ufeff{YEARS}\n", r'the header is "\\ufeffarea,year'),
        (f"{YEARS}\nKAZ,2020,5\n", "line 2: the row has 3 cells, the header 4"),
        (f"{YEARS}\nKAZ,2020,5,s,t\n", "line 2: the row has 5 cells, the header 4"),
        (f"{YEARS}\nKAZ,2020,5,s\n\n", "line 3: the row has 0 cells"),
        (f"{YEARS}\nKAZ,2020,many,s\n", "line 2: persons is 'many'"),
        (f"{YEARS}\nKAZ,2020,1e3,s\n", "line 2: persons is '1e3'"),
        (f"{YEARS}\nKAZ,2020,,s\n", "line 2: persons is empty"),
        (f"{YEARS}\nKAZ,202012,5,s\n", "line 2: year is '202012'"),
        (f"{YEARS}\nKAZ,99999999999999999999,5,s\n", "line 2: year is '99999999999999999999'"),
        (f"{YEARS}\nK\0Z,2020,5,s\n", "line 2: area is 'K.x00Z'"),
        (f'{YEARS}\n"KAZ,2020,5,s\n', "line "),
        (f'{YEARS}\n"K"AZ,2020,5,s\n', "line 2"),
    ],
    ids=itertools.count(),
)
def test_broken_csv_is_refused_with_its_line(folder, text, message, backend):
    pytest.importorskip(backend)
    assert [column.name for column in kbd.describe("population").columns] == YEARS.split(",")
    (folder / "data" / "population.csv").write_text(text, encoding="utf-8", newline="")
    with pytest.raises(kbd.CannotRunError, match=message) as caught:
        kbd.Package(folder).load("population", backend=backend)
    assert "kz-bri-data validate " in str(caught.value)


def test_csv_that_is_no_utf8_is_refused(folder):
    (folder / "data" / "population.csv").write_bytes(f"{YEARS}\nKAZ,2020,5,\xff\n".encode("latin-1"))
    with pytest.raises(kbd.CannotRunError, match=r"population\.csv is not UTF-8"):
        kbd.Package(folder).load("population")


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("observations", ",actual,", ",actually,", "status is 'actually'"),
        ("observations", "-12-31,", "-02-31,", "is '....-02-31'"),
        ("observations", ",exact,", ",exactly,", "qualifier is 'exactly'"),
        ("units", ",1\n", ",inf\n", "factor is 'inf'"),
    ],
)
@pytest.mark.parametrize("backend", BACKENDS)
def test_nothing_is_read_as_something_else(folder, table, old, new, message, backend):
    """A code that is not declared would be missing in pandas, and a day that is none would be text."""
    pytest.importorskip(backend)
    change(folder / "data" / f"{table}.csv", old, new)
    package = kbd.Package(folder)
    with pytest.raises(kbd.CannotRunError, match=message):
        package.load(table, backend=backend)
    if table == "observations":
        with pytest.raises(kbd.CannotRunError, match=message):
            package.series("oil_reserves")
    with pytest.raises(kbd.CannotRunError, match=message):
        package.compare("liu-belt-and-road/chinese-brands-share-2021")


def test_dangling_references_are_refused(folder):
    catalogue = open_catalogue(folder)
    claim = _claims.find_claim(catalogue, "chinese-brands-share-2021")
    source = next(iter(_claims.evidence_of(catalogue, claim))).id.partition("/")[0]
    change(folder / "data" / "sources.csv", f"\n{source},", "\nnobody,")
    with pytest.raises(kbd.CannotRunError, match=f"'{source}' is not in sources"):
        _claims.evidence_of(catalogue, claim)
    change(folder / "data" / "assessments.csv", f",{claim.id},", ",nobody/nothing,")
    with pytest.raises(kbd.CannotRunError, match="'nobody/nothing' is not in observations"):
        _claims.list_claims(catalogue)


def test_packages_travel_to_other_processes(folder):
    for package in (kbd.Package(), kbd.Package(folder)):
        again = pickle.loads(pickle.dumps(package))
        assert repr(again) == repr(package)
        assert again.list_tables() == package.list_tables()
    assert pickle.loads(pickle.dumps(kbd.load))("areas").equals(kbd.load("areas"))


def test_types_of_a_table_come_from_the_installed_package(folder):
    """Nothing of a stranger's descriptor is run or believed."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        resource["schema"] = {"fields": [{"name": "x", "constraints": {"pattern": "(a*)*b" * 10}}]}
    write(folder, descriptor)
    assert kbd.Package(folder).load("areas").equals(kbd.load("areas"))


@pytest.mark.parametrize("table", kbd.list_tables())
def test_description_says_what_the_model_says(table):
    from kz_bri_data.schemas import TABLES

    info, description = TABLES[table].info(), kbd.describe(table)
    assert description.primary_key == info.key
    assert description.unique == info.unique
    assert description.rules == info.rules
    assert description.backings == info.backings
    assert description.series == info.series
    for name, said in TABLES[table].columns().items():
        column = description.by_name[name]
        assert (column.minimum, column.maximum) == said.bounds
        assert (column.pattern, column.required, column.unit) == (said.pattern, said.required, said.unit)
        assert column.references == (said.references and said.references.info().name)
        assert (column.categories, column.ordered) == (dict(said.categories or {}), said.ordered)


def test_bounds_themselves_are_allowed_and_days_have_one_form(folder):
    year = kbd.describe("population").by_name["year"]
    population = folder / "data" / "population.csv"
    rows = [f"KAZ,{value},5,s\n" for value in (year.minimum, year.maximum)]
    population.write_text(f"{YEARS}\n{''.join(rows)}", encoding="utf-8")
    assert len(kbd.Package(folder).load("population")) == 2
    change(folder / "data" / "observations.csv", "-12-31,", "1231,")
    with pytest.raises(kbd.CannotRunError, match=r"is '[0-9]{8}'"):
        kbd.Package(folder).load("observations")


def test_a_package_that_is_dropped_is_freed(folder):
    package = kbd.Package(folder)
    package.series("oil_reserves", basis="energy_institute")
    package.find("oil")
    package.overview("oil_reserves")
    catalogue = weakref.ref(package._catalogue)
    del package
    gc.collect()
    assert catalogue() is None
