"""What differs between two versions of a package, and which version number that asks for."""

import copy
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from good_package import GOOD
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data import _git, cli
from kz_bri_data._catalogue import installed
from kz_bri_data._csv_writing import csv_text
from kz_bri_data.differences import difference, render_json, render_markdown, render_text, versions
from kz_bri_data.differences.semver import is_sufficient, next_version, schema_changes
from kz_bri_data.errors import CannotRunError


def make(folder, version="1.2.3", **tables):
    """Write a package of good files, with the text of some tables changed, and edits of its descriptor."""
    (folder / "data").mkdir(parents=True)
    for path in GOOD.glob("*.csv"):
        shutil.copy(path, folder / "data")
    for table, text in tables.items():
        (folder / "data" / f"{table}.csv").write_text(text, encoding="utf-8")
    descriptor = {**installed().descriptor, "version": version}
    (folder / "datapackage.json").write_text(json.dumps(descriptor))
    return folder


def good(table):
    return (GOOD / f"{table}.csv").read_text(encoding="utf-8")


@pytest.fixture
def base(tmp_path):
    return make(tmp_path / "base")


def compare(base, version="1.2.3", **tables):
    return difference(base, make(base.parent / "head", version, **tables))


# Rows.


def test_nothing_differs(base):
    result = compare(base)
    assert (result.tables, result.changes, result.required_bump, result.is_sufficient) == (
        (),
        (),
        "none",
        True,
    )
    assert render_text(result) == f"{base} -> {base.parent / 'head'}\nnothing differs"
    assert render_text(result, release=True).splitlines()[1].startswith("nothing in ")


def test_added_row_with_a_new_source_is_minor(base):
    added = "KAZ,2019,18513930,stat-2023\n"
    source = "stat-2023,dataset,Population,,Bureau,,2024,https://stat.example/x,,,,en,,\n"
    result = compare(base, population=good("population") + added, sources=good("sources") + source)
    (population,) = [table for table in result.tables if table.name == "population"]
    assert population.added == (
        {"area": "KAZ", "year": "2019", "persons": "18513930", "source_id": "stat-2023"},
    )
    assert [row["source_id"] for row in result.new_sources] == ["stat-2023"]
    assert (result.required_bump, result.next_version, result.is_sufficient) == ("minor", "1.3.0", False)
    text = render_text(result)
    assert 'population: 1 added\n  + KAZ / 2019: persons "18513930", source_id "stat-2023"\n' in text
    assert "new sources: 1\n  stat-2023; Population; Bureau; https://stat.example/x" in text
    assert "version" not in text
    release = render_text(result, release=True)
    assert release.endswith("not enough; these changes ask for a minor version, at least 1.3.0")


def test_changed_value_is_a_patch_with_its_percent(base):
    result = compare(base, "1.2.4", observations=good("observations").replace(",39,39,39,", ",40,40,40,"))
    (change,) = result.tables[0].changed
    assert change.key == ("customs-2025/brand-share",)
    assert [(cell.column, cell.old, cell.new) for cell in change.cells] == [
        (name, "39", "40") for name in ("value", "value_low", "value_high")
    ]
    assert change.cells[0].percent == pytest.approx(100 / 39)
    assert (result.required_bump, result.is_sufficient) == ("patch", True)
    assert 'value: "39" -> "40" (+2.6 %)' in render_text(result)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [("200", "100", "-50.0 %"), ("0", "5", ""), ("100000", "100001", "+0.001 %"), ("100", "x", "")],
)
def test_percent(base, old, new, shown):
    population = "area,year,persons,source_id\nKAZ,2023,{},rail-2025\n"
    (base / "data" / "population.csv").write_text(population.format(old))
    result = compare(base, population=population.format(new))
    assert (
        render_text(result).splitlines()[3]
        == f'      persons: "{old}" -> "{new}"{f" ({shown})" if shown else ""}'
    )


def test_text_has_no_percent(base):
    result = compare(base, areas=good("areas").replace("China", "PRC"))
    assert result.tables[0].changed[0].cells[0].percent is None


def test_removed_row_that_others_refer_to_is_major(base):
    result = compare(base, sources=good("sources").replace("customs-2025,", "customs-2026,"))
    assert {change.level for change in result.changes} == {"major", "minor"}
    assert '"sources": 1 row removed that other rows referred to' in [
        change.what for change in result.changes
    ]


def test_removed_row_that_nothing_refers_to_is_minor(base):
    lines = good("exchange_rates").splitlines(keepends=True)
    result = compare(base, exchange_rates="".join(lines[:-1]))
    assert result.required_bump == "minor"
    assert len(result.tables[0].removed) == 1
    assert "  - " in render_text(result)


def test_order_quotes_and_line_ends_are_no_difference(base):
    header, *lines = good("areas").splitlines()
    text = "\r\n".join([header, *reversed(lines)]).replace("China", '"China"')
    assert compare(base, areas=text).tables == ()


def test_rows_that_cannot_be_compared_are_counted(base):
    broken = good("areas") + 'XXX,short\nKAZ,twice,country,\nYYY,"open,country,\n'
    result = compare(base, areas=broken)
    assert result.tables[0].unread == 3
    assert "3 rows could not be compared (run validate)" in render_text(result)


@pytest.mark.parametrize(
    "line",
    [
        "CHN",
        "CHN,P. R.,China,country,",
        'CHN,"China,country,',
        '"CHN",Ch"ina,country,',
        "CHN," + "x" * (1 << 20),
    ],
)
def test_a_row_that_cannot_be_read_is_neither_added_nor_removed(base, line):
    broken = good("areas").replace("CHN,China,country,", line)
    result = compare(base, areas=broken)
    (table,) = result.tables
    assert (table.added, table.removed, table.unread) == ((), (), 1)
    assert result.required_bump == "none"
    (table,) = difference(base.parent / "head", base).tables
    assert (table.added, table.removed, table.unread) == ((), (), 1)


@pytest.mark.parametrize(
    ("conflict", "unread"),
    [
        ("<<<<<<< HEAD\nCHN,PRC,country,\n=======\nCHN,P.R.C.,country,\n>>>>>>> other\n", 2),
        ("<<<<<<< a\nCHN,PRC,country,\n||||||| b\nCHN,,,\n=======\nCHN,,country,\n>>>>>>> c\n", 3),
        ("<<<<<<< HEAD\n=======\nCHN,China,country,\n<<<<<<< HEAD\n=======\n>>>>>>> other\n", 2),
        ("<<<<<<< HEAD\n=======\nCHN,China,country,\n", 3),  # with the rows behind it
    ],
)
def test_a_row_between_the_marks_of_a_merge_is_neither_added_nor_removed(base, conflict, unread):
    broken = good("areas").replace("CHN,China,country,\n", conflict)
    result = compare(base, areas=broken)
    for table in (*result.tables, *difference(base.parent / "head", base).tables):
        assert (table.added, table.removed, table.changed, table.unread) == ((), (), (), unread)
    assert result.required_bump == "none"


def with_schema(folder, schema, text=None):
    """Write a package whose one resource has a schema, or the path of one."""
    folder.mkdir()
    (folder / "areas.csv").write_text(good("areas"), encoding="utf-8")
    resource = {"name": "areas", "path": "areas.csv", "schema": schema}
    (folder / "datapackage.json").write_text(json.dumps({"name": "x", "resources": [resource]}))
    if text is not None:
        (folder / "schema.json").write_text(text)
    return folder


def test_a_schema_in_a_file_is_that_of_the_resource(tmp_path):
    schema = installed().resources["areas"]["schema"]
    inline = with_schema(tmp_path / "inline", schema)
    in_file = with_schema(tmp_path / "file", "schema.json", json.dumps(schema))
    assert (difference(inline, in_file).tables, difference(inline, in_file).changes) == ((), ())


@pytest.mark.parametrize("text", [None, "{", "[1]", "[" * 100_000])
@pytest.mark.parametrize("path", ["schema.json", "../schema.json", "https://example.org/schema.json"])
def test_a_schema_that_may_not_or_cannot_be_read_is_not_known(tmp_path, path, text):
    (tmp_path / "schema.json").write_text(json.dumps(installed().resources["areas"]["schema"]))
    base = with_schema(tmp_path / "base", path, text)
    head = with_schema(tmp_path / "head", path, text)
    (head / "areas.csv").write_text(good("areas").replace("China", "PRC"), encoding="utf-8")
    result = difference(base, head)
    assert "areas: 6 rows could not be compared (no primary key is known)" in render_text(result)
    assert "run validate" not in render_text(result, release=True)


def test_schemas_in_files_are_bounded(tmp_path):
    folder = with_schema(tmp_path / "base", "schema.json", " " * (1 << 22) + "{}")
    with pytest.raises(CannotRunError, match="bytes of schemas"):
        difference(folder, folder)


def test_a_column_of_the_file_alone_is_major(base):
    rows = [line.split(",") for line in good("areas").splitlines()]
    fewer = csv_text([row[:2] + row[3:] for row in rows])
    result = compare(base, areas=fewer)
    (table,) = result.tables
    assert (table.columns_removed, table.columns_added) == (("kind",), ())
    assert [(change.level, change.what) for change in result.changes] == [
        ("major", '"areas": the column "kind" is gone')
    ]
    assert not result.is_sufficient
    assert "areas: 1 column removed" in render_text(result)
    back = difference(base.parent / "head", base)
    assert [change.what for change in back.changes] == ['"areas": the column "kind" is new']
    json.loads(render_json(result))


def test_a_column_that_the_descriptor_drops_too_is_told_once(base):
    rows = [line.split(",") for line in good("areas").splitlines()]
    head = make(base.parent / "head", areas=csv_text([row[:2] for row in rows]))
    descriptor = json.loads((head / "datapackage.json").read_text())
    next(one for one in descriptor["resources"] if one["name"] == "areas")["schema"]["fields"].pop()
    (head / "datapackage.json").write_text(json.dumps(descriptor))
    changes = [change.what for change in difference(base, head).changes]
    assert changes.count('"areas": the column "kind" is gone') == 1


_CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=5)
# A row with nothing in it is none.
_ROWS = st.tuples(_CELLS, _CELLS, _CELLS).filter(any)
_TABLES = st.lists(_ROWS, max_size=6).map(lambda rows: {key: tuple(cells) for key, *cells in rows})


@given(_TABLES, _TABLES)
def test_difference_leads_from_one_table_to_the_other(tmp_path_factory, old, new):
    folder = tmp_path_factory.mktemp("pair")
    for name, rows in (("old", old), ("new", new)):
        (folder / name).mkdir()
        schema = {"fields": [{"name": one} for one in "kab"], "primaryKey": "k"}
        descriptor = {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
        (folder / name / "datapackage.json").write_text(json.dumps(descriptor))
        text = csv_text([["k", "a", "b"], *([key, *cells] for key, cells in rows.items())])
        (folder / name / "t.csv").write_bytes(text.encode())
    result = difference(folder / "old", folder / "new")
    assert bool(result.tables) == (old != new)
    for table in result.tables:
        assert table.unread == 0
        for row in table.removed:
            del old[row["k"]]
        for row in table.added:
            old[row["k"]] = (row["a"], row["b"])
        for change in table.changed:
            cells = dict(zip("ab", old[change.key[0]], strict=True))
            cells.update({cell.column: cell.new for cell in change.cells})
            old[change.key[0]] = (cells["a"], cells["b"])
    assert old == new
    for render in (render_text, render_markdown, render_json):
        shown = render(result)
        assert all(line.isprintable() for line in shown.split("\n"))
    json.loads(render_json(result))


# Schemas and versions.


def edited(edit):
    """Changes between the descriptor that ships and one that is edited."""
    before, after = installed().descriptor, copy.deepcopy(installed().descriptor)
    edit(after, {resource["name"]: resource for resource in after["resources"]})
    return schema_changes(
        before, after, *({one["name"]: one for one in each["resources"]} for each in (before, after))
    )


def field(resources, table, name):
    return next(one for one in resources[table]["schema"]["fields"] if one["name"] == name)


def _fields(resources, table="areas"):
    return resources[table]["schema"]["fields"]


@pytest.mark.parametrize(
    ("level", "edit"),
    [
        ("major", lambda d, r: _fields(r).pop()),
        ("major", lambda d, r: _fields(r).append({"name": "new", "type": "string"})),
        ("major", lambda d, r: _fields(r).reverse()),
        ("major", lambda d, r: _fields(r)[0].update(name="code")),
        ("major", lambda d, r: _fields(r)[0].update(type="integer")),
        ("none", lambda d, r: _fields(r)[0].update(format="default")),
        ("major", lambda d, r: _fields(r)[0].update(format="email")),
        ("major", lambda d, r: field(r, "population", "persons").update({"kzbri:unit": "thousand"})),
        ("major", lambda d, r: field(r, "sources", "url")["constraints"].update(required=True)),
        ("minor", lambda d, r: field(r, "sources", "title")["constraints"].update(required=False)),
        ("minor", lambda d, r: field(r, "sources", "title")["constraints"].pop("required")),
        ("major", lambda d, r: field(r, "areas", "kind")["constraints"]["enum"].pop()),
        ("minor", lambda d, r: field(r, "areas", "kind")["constraints"]["enum"].append("sea")),
        ("major", lambda d, r: field(r, "observations", "confidence")["categories"].reverse()),
        ("patch", lambda d, r: field(r, "areas", "kind")["categories"].reverse()),
        ("patch", lambda d, r: field(r, "areas", "kind")["categories"][0].update(label="x")),
        ("major", lambda d, r: field(r, "gdp", "year")["constraints"].update(minimum=1950)),
        ("minor", lambda d, r: field(r, "gdp", "year")["constraints"].update(minimum=1800)),
        ("minor", lambda d, r: field(r, "gdp", "year")["constraints"].update(maximum=2200)),
        ("major", lambda d, r: field(r, "gdp", "year")["constraints"].update(maximum="x")),
        ("minor", lambda d, r: field(r, "gdp", "year")["constraints"].pop("maximum")),
        ("major", lambda d, r: field(r, "areas", "area")["constraints"].update(pattern="^(?:[A-Z]+)$")),
        ("minor", lambda d, r: field(r, "areas", "area")["constraints"].pop("pattern")),
        ("major", lambda d, r: field(r, "areas", "name")["constraints"].update(pattern="^(?:[A-Z]+)$")),
        ("major", lambda d, r: r["gdp"]["schema"].update(primaryKey=["area"])),
        ("major", lambda d, r: r["places"]["schema"]["kzbri:rowRules"][0].update(when=[])),
        ("major", lambda d, r: r["areas"]["schema"].update({"kzbri:rowRules": [{"name": "x"}]})),
        ("minor", lambda d, r: r["places"]["schema"].pop("kzbri:rowRules")),
        ("patch", lambda d, r: r["places"]["schema"]["kzbri:rowRules"][0].update(message="x")),
        ("minor", lambda d, r: r["gdp"]["schema"]["foreignKeys"].pop()),
        ("minor", lambda d, r: r["gdp"]["schema"]["foreignKeys"][0]["reference"].update(resource="x")),
        ("major", lambda d, r: r["areas"]["schema"].update(uniqueKeys=[["name"]])),
        ("major", lambda d, r: r["areas"]["schema"].update(missingValues=["-"])),
        ("major", lambda d, r: r["areas"].update(name="lands")),
        ("major", lambda d, r: r["areas"].update(encoding="latin-1")),
        ("none", lambda d, r: r["areas"].update(path="data/lands.csv")),
        ("patch", lambda d, r: r["areas"].update(title="Lands")),
        ("patch", lambda d, r: field(r, "areas", "name").update(description="x")),
        ("major", lambda d, r: d["resources"].pop()),
        ("minor", lambda d, r: d["resources"].append({"name": "new"})),
        ("major", lambda d, r: d.update(name="other")),
        ("patch", lambda d, r: d.update(keywords=[])),
        ("none", lambda d, r: d.update(version="9.9.9")),
        ("none", lambda d, r: d["resources"].reverse()),
    ],
)
def test_schema_change_asks_for(level, edit):
    levels = {change.level for change in edited(edit)}
    assert levels == ({level} if level != "none" else set()) or (level == "major" and "major" in levels)


@pytest.mark.parametrize(
    ("name", "low", "high", "more"),
    [
        *(("minimum", 1, 2, "low"), ("exclusiveMinimum", 1, 2, "low"), ("minLength", 1, 2, "low")),
        *(("maximum", 1, 2, "high"), ("exclusiveMaximum", 1, 2, "high"), ("maxLength", 1, 2, "high")),
        *(
            ("required", False, True, "low"),
            ("unique", False, True, "low"),
            ("enum", ["a"], ["a", "b"], "high"),
        ),
        *(("pattern", None, "^a$", "low"), ("something", None, 1, "low")),
    ],
)
def test_constraints(name, low, high, more):
    def level(old, new):
        resources = [
            {"t": {"schema": {"fields": [{"name": "f", "constraints": {name: each}}]}}} for each in (old, new)
        ]
        return [change.level for change in schema_changes({}, {}, *resources)]

    looser = (high, low) if more == "low" else (low, high)
    assert level(*looser) == ["minor"]
    assert level(*reversed(looser)) == ["major"]
    assert level(high, high) == []


@pytest.mark.parametrize(
    ("base", "head", "level", "enough"),
    [
        *(("1.2.3", "1.2.4", "patch", True), ("1.2.3", "1.2.3", "patch", False)),
        *(("1.2.3", "1.2.9", "minor", False), ("1.2.3", "1.3.0", "minor", True)),
        *(("1.2.3", "1.9.0", "major", False), ("1.2.3", "2.0.0", "major", True)),
        *(("1.2.3", "1.10.0", "minor", True), ("1.10.0", "1.9.9", "minor", False)),
        *(("0.1.0", "0.1.1", "minor", False), ("0.1.0", "0.2.0", "major", True)),
        *(("0.1.0", "0.1.1", "major", False), ("1.2.3", "1.2.3", "none", True)),
        *(("1.2.3", "1.2.2", "none", False), ("", "", "none", True), ("", "1.0.0", "patch", False)),
        ("1.2.3", "1.3", "minor", False),
    ],
)
def test_version_is_enough(base, head, level, enough):
    assert is_sufficient(base, head, level) is enough


def test_next_version_of_something_else():
    assert next_version("2024a", "minor") is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "x", "areas", "name"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "schema",
                    "fields",
                    "constraints",
                    "enum",
                    "minimum",
                    "pattern",
                    "primaryKey",
                    "path",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON, _JSON)
def test_any_descriptor_can_be_judged(one, other):
    resources = [{"a": {"name": "a", "schema": each}} for each in (one, other)]
    changes = schema_changes({"x": one}, {"x": other}, *resources)
    assert {change.level for change in changes} <= {"major", "minor", "patch"}
    assert not schema_changes({"x": one}, {"x": one}, resources[0], resources[0])


# Where packages come from.


def git(folder, *words):
    environment = {
        f"GIT_{who}_{what}": "x@y" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, env={**os.environ, **environment}
    )


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A checkout with the package in `datapackage`, changed since its one commit; we are in it."""
    if not shutil.which("git"):
        pytest.skip("needs git")
    make(tmp_path / "datapackage")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=x")
    areas = tmp_path / "datapackage" / "data" / "areas.csv"
    areas.write_text(areas.read_text().replace("China", "PRC"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_revision_and_the_package_here(repository):
    result = difference("main")
    assert (result.base, result.head) == ("main", "datapackage")
    assert [change.key for change in result.tables[0].changed] == [("CHN",)]
    git(repository, "commit", "--quiet", "--all", "--message=y")
    assert difference("main").tables == ()
    assert difference("HEAD~1", "HEAD").tables == result.tables


def test_a_schema_in_a_file_is_read_at_its_commit(repository):
    schema = installed().resources["areas"]["schema"]
    folder = with_schema(repository / "other", "schema.json", json.dumps(schema))
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message=other")
    (folder / "schema.json").write_text(json.dumps({**schema, "primaryKey": "name"}))
    (folder / "areas.csv").write_text(good("areas") + "UZB,Uzbekistan,country,\n", encoding="utf-8")
    result = difference("HEAD", folder)
    (table,) = result.tables
    assert (table.key, len(table.added), table.unread) == (("name",), 1, 0)
    assert "areas: the primary key is another" in [change.what.replace('"', "") for change in result.changes]


def test_nothing_can_be_put_in_the_place_of_a_commit(repository):
    commit = subprocess.check_output(["git", "rev-parse", "HEAD"], text=True).strip()
    tables = difference("HEAD").tables
    shutil.copytree("datapackage", commit)
    assert difference(commit, "datapackage").tables == tables
    shutil.rmtree(commit)
    Path(commit).write_text("x")
    assert difference(commit, "datapackage").tables == tables


def test_a_folder_may_be_called_like_a_commit_that_is_not_there(repository):
    shutil.copytree("datapackage", "0" * 40)
    assert difference("0" * 40, "datapackage").tables == ()


def test_revision_of_a_package_elsewhere_in_the_repository(repository):
    git(repository, "mv", "datapackage", "data")
    git(repository, "commit", "--quiet", "--all", "--message=y")
    assert difference("HEAD", "data").tables == ()


def test_links_in_a_revision_are_not_followed(repository):
    areas = repository / "datapackage" / "data" / "areas.csv"
    areas.unlink()
    areas.symlink_to("area,name,kind,part_of\nXAA,secret,group,")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message=y")
    for head in ("HEAD", "datapackage"):
        (table,) = difference("HEAD~1", head).tables
        assert (table.added, table.removed, table.unread_in) == ((), (), ("head",))


@pytest.mark.parametrize(
    "revision",
    [
        "--output=x",
        "-h",
        "--upload-pack=touch x",
        "a\nb",
        "\x1b[2J",
        "nosuch",
        "main:datapackage",
        "a b;id",
    ],
)
def test_no_revision(repository, revision):
    before = sorted(repository.iterdir())
    with pytest.raises(CannotRunError, match="is neither a folder nor a wheel") as error:
        difference(revision)
    assert str(error.value).isprintable()
    assert sorted(repository.iterdir()) == before


def test_nothing_is_no_version(repository, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("asked"))
    with pytest.raises(CannotRunError, match="a path is empty"):
        difference("")


@pytest.mark.parametrize("revision", ["--output=x", "-h", "a\nb", "main..main", "main...main"])
def test_git_is_not_asked_for_what_is_no_revision(repository, revision, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("asked"))
    with pytest.raises(CannotRunError, match="cannot be a git revision"):
        difference(revision)


@pytest.mark.skipif(os.name == "nt", reason="a program is made otherwise there")
def test_git_has_only_so_much_time(tmp_path, monkeypatch):
    # A stranger's repository may be made so that git is busy for ever.
    (tmp_path / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(CannotRunError, match=r"git log took more than 0\.1 seconds"):
        _git.run(tmp_path, "log", seconds=0.1)


def test_no_repository(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(CannotRunError, match=r"git says|git is not installed"):
        difference("main", tmp_path)


def pack(folder, target, place="kz_bri_data/datapackage/"):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path in folder.rglob("*.*"):
            wheel.write(path, place + path.relative_to(folder).as_posix())
    return target


def test_wheels(base):
    wheel = pack(base, base.parent / "kz_bri_data-1.2.3-py3-none-any.whl")
    assert difference(wheel, base).tables == ()
    assert difference(base / "datapackage.json", wheel).required_bump == "none"


@pytest.mark.parametrize("limit", ["LARGEST", "LARGEST_PACKAGE"])
@pytest.mark.parametrize("kind", ["folder", "wheel", "revision"])
def test_what_is_too_large_is_refused(base, monkeypatch, limit, kind):
    other = base
    monkeypatch.chdir(base)
    if kind == "wheel":
        other = pack(base, base.parent / "x.whl")
    elif kind == "revision":
        for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message=x"]):
            git(base, *words)
        other = "HEAD"
    monkeypatch.setattr(versions, limit, 100)
    with pytest.raises(CannotRunError, match="has more than 0 MiB"):
        difference(other, other)


def test_bomb_in_a_wheel_ends_in_a_line(base):
    wheel = base.parent / "bomb.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("datapackage/datapackage.json", b" " * (versions.LARGEST + 1))
    with pytest.raises(CannotRunError, match="too much to compare"):
        difference(wheel, base)


def refusal(base, head):
    """Why two packages cannot be compared; empty if they can."""
    try:
        difference(base, head)
    except CannotRunError as error:
        return str(error)
    return ""


@given(st.data())
def test_damaged_wheel_ends_in_a_line(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("wheel")
    wheel = folder / "x.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as good_wheel:
        good_wheel.writestr("datapackage.json", json.dumps({"resources": [{"name": "a", "path": "a.csv"}]}))
        good_wheel.writestr("a.csv", "a\n" * 50)
    content = bytearray(wheel.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    wheel.write_bytes(
        content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content
    )
    message = refusal(wheel, wheel)
    assert "\n" not in message


@pytest.mark.parametrize(
    "content", ["[", "[]", "[" * 100_000, "\xff", '{"resources": 5}', '{"resources": [{"name": [1]}, 3]}']
)
def test_hostile_descriptor_ends_in_a_line(base, content):
    head = make(base.parent / "head")
    (head / "datapackage.json").write_bytes(content.encode("latin-1"))
    message = refusal(base, head)
    if content.startswith("{"):
        assert difference(base, head).required_bump == "major"
    else:
        assert "cannot be read" in message or "not a data package" in message


@pytest.mark.parametrize(
    "path", ["../secret.csv", "/etc/passwd", "file:///etc/passwd", "https://x.example/a.csv", 5]
)
def test_nothing_outside_is_read(base, path):
    (base.parent / "secret.csv").write_text(good("areas").replace("China", "secret"))
    head = make(base.parent / "head")
    descriptor = json.loads((head / "datapackage.json").read_text())
    descriptor["resources"][0]["path"] = path
    (head / "datapackage.json").write_text(json.dumps(descriptor))
    result = difference(base, head)
    (table,) = result.tables
    assert (table.name, table.removed, table.added, table.unread_in) == ("areas", (), (), ("head",))


def test_nothing_there(tmp_path):
    with pytest.raises(CannotRunError, match=r"holds no datapackage\.json"):
        difference(tmp_path)


# What is shown.

NASTY = [
    *("a|b", "`x`", "<img src=x onerror=alert(1)>", "@maintainer", "[l](https://x.example)", "**x**"),
    *("https://x.example", "www.x.example", "a@x.example", "#1", "&lt;", "\\|", "::error::x"),
    *("##[error]x", "  ::x"),
    *("\x1b[31mred", "a\nb", "\u202eabc"),
]


@pytest.mark.parametrize("text", NASTY)
def test_markdown_cells_say_what_they_say_and_nothing_else(base, text):
    markdown_it = pytest.importorskip("markdown_it")
    areas = csv_text([["area", "name", "kind"], ["CHN", text, text], [text, "x", ""]])
    shown = render_markdown(compare(base, areas=areas))
    tokens = markdown_it.MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(shown)
    inlines = [token for token in tokens if token.type == "inline"]
    kinds = {child.type for token in inlines for child in token.children}
    assert kinds <= {"text", "html_inline", "text_special"}
    tags = {child.content for token in inlines for child in token.children if child.type == "html_inline"}
    assert tags <= {"<code>", "</code>", "<br>"}
    said = ["".join(one.content for one in token.children if one.type != "html_inline") for token in inlines]
    escaped = text if text.isprintable() else text.encode("unicode_escape").decode()
    assert escaped in said
    assert max(_columns(tokens)) == 5
    assert "\x1b" not in shown
    assert not [line for line in shown.splitlines() if line.lstrip().startswith("::")]


def _columns(tokens):
    """Cells of every row of every table."""
    cells = 0
    for token in tokens:
        cells = 0 if token.type == "tr_open" else cells + (token.type in ("td_open", "th_open"))
        if token.type == "tr_close":
            yield cells


def test_markdown_is_bounded(base):
    rows = "".join(f"X{number:02},{'x' * 500},country,\n" for number in range(99))
    shown = render_markdown(compare(base, areas=good("areas") + rows))
    assert len(shown) < 30_000
    assert shown.count("<code>X") == 50
    assert "\nand 49 more" in shown


@pytest.mark.parametrize("text", NASTY)
def test_terminal_gets_nothing_but_text(base, text):
    shown = render_text(compare(base, areas=csv_text([["area", "name", "kind"], [text, text, text]])))
    assert all(line.isprintable() for line in shown.split("\n"))


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("render", [render_text, render_json, render_markdown])
def test_workflow_gets_no_commands(base, text, render):
    head = make(base.parent / "head", areas=csv_text([["area", "name", "kind"], [text, text, text]]))
    descriptor = json.loads((head / "datapackage.json").read_text())
    descriptor["resources"].append({"name": text, "path": "data/areas.csv", "schema": {"primaryKey": "area"}})
    (head / "datapackage.json").write_text(json.dumps(descriptor))
    shown = render(difference(base, head))
    assert not [line for line in shown.split("\n") if line.strip().startswith("::") or "##[" in line]


# The command.


def test_command(base, capsys):
    head = make(base.parent / "head", "1.2.4", areas=good("areas").replace("China", "PRC"))
    assert cli.main(["diff", str(base), str(head), "--format", "json", "--require-bump"]) == 0
    parsed = json.loads(capsys.readouterr().out)
    assert parsed["tables"][0]["changed"] == [
        {"key": ["CHN"], "cells": [{"column": "name", "old": "China", "new": "PRC", "percent": None}]}
    ]
    assert parsed["is_sufficient"] is True
    descriptor = json.loads((head / "datapackage.json").read_text())
    (head / "datapackage.json").write_text(json.dumps({**descriptor, "version": "1.2.3"}))
    assert cli.main(["diff", str(base), str(head), "--format", "markdown"]) == 0
    assert cli.main(["diff", str(base), str(head), "--require-bump"]) == 1
    assert cli.main(["diff", str(base / "nowhere")]) == 2


# Renamed codes.


def with_more_rows(text):
    """Observations with a second one of the same indicator and another that stays as it is."""
    row = next(line for line in text.splitlines() if line.startswith("rail-2025/freight,"))
    return text.replace(row, f"{row}\n{row.replace('rail-2025/freight,', 'rail-2025/freight-again,')}")


def test_a_renamed_code_is_one_line(base):
    observations, indicators = with_more_rows(good("observations")), good("indicators")
    (base / "data" / "observations.csv").write_text(observations, encoding="utf-8")
    result = compare(
        base,
        observations=observations.replace(",freight,", ",rail_freight,"),
        indicators=indicators.replace("\nfreight,Freight", "\nrail_freight,Freight by rail"),
    )
    (table,) = result.tables
    (renamed,) = table.renamed
    assert (table.name, renamed.old, renamed.new) == ("indicators", "freight", "rail_freight")
    assert renamed.cells == observations.count(",freight,")
    assert (table.added, table.removed) == ((), ())
    ((key, cells, _),) = table.changed
    assert (key, [cell.column for cell in cells]) == (("rail_freight",), ["name"])
    assert [(change.level, change.what) for change in result.changes] == [
        ("major", '"indicators": 1 code renamed'),
        ("patch", '"indicators": 1 row changed'),
    ]
    lines = render_text(result).splitlines()[1:]
    assert lines[0] == "indicators: 1 changed, 1 renamed"
    assert lines[1] == f'  renamed "freight" -> "rail_freight" ({renamed.cells} cells moved along)'
    cells = f"| <code>freight</code> | <code>rail_freight</code> | {renamed.cells} |"
    assert cells in render_markdown(result).replace("&#95;", "_")
    found = json.loads(render_json(result))["tables"][0]["renamed"]
    assert found == [{"old": "freight", "new": "rail_freight", "cells": renamed.cells}]


def test_codes_that_are_joined_are_renamed_each(base):
    result = compare(
        base,
        observations=good("observations")
        .replace(",freight,", ",trade,")
        .replace(",total_trains,", ",trade,"),
        indicators="".join(
            line
            for line in good("indicators").splitlines(keepends=True)
            if not line.startswith(("freight,", "total_trains,"))
        ),
    )
    (table,) = result.tables
    assert [(one.old, one.new) for one in table.renamed] == [("freight", "trade"), ("total_trains", "trade")]
    assert (table.added, table.removed, table.changed) == ((), (), ())


def test_rows_that_only_changed_are_no_rename(base):
    """The code is still there, or its rows went two ways."""
    observations = with_more_rows(good("observations"))
    (base / "data" / "observations.csv").write_text(observations, encoding="utf-8")
    result = compare(base, observations=observations.replace(",freight,", ",trade,"))
    (table,) = result.tables
    assert (table.name, table.renamed) == ("observations", ())
    assert len(table.changed) == observations.count(",freight,")
    two_ways = observations.replace("freight-again,freight,", "freight-again,trade,")
    head = make(
        base.parent / "other",
        observations=two_ways.replace(",freight,", ",rail_freight,"),
        indicators=good("indicators").replace("\nfreight,", "\nrail_freight,"),
    )
    assert not [table.name for table in difference(base, head).tables if table.renamed]


def test_codes_of_a_table_that_is_new(base):
    """What was a word without a table is a code of one: those that are in the table have not been renamed."""
    before, after = (
        good("observations").replace(",freight,CHN,,horgos-port,,,", f",freight,CHN,,horgos-port,{code},,")
        for code in ("by_rail", "rail")
    )
    (base / "data" / "observations.csv").write_text(before, encoding="utf-8")
    descriptor = json.loads((base / "datapackage.json").read_text())
    descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] != "breakdowns"]
    (base / "datapackage.json").write_text(json.dumps(descriptor))
    codes = good("breakdowns") + "rail,Rail,Carried by rail.\n"
    head = make(base.parent / "head", observations=after, breakdowns=codes)
    by_name = {table.name: table for table in difference(base, head).tables}
    assert [(one.old, one.new) for one in by_name["breakdowns"].renamed] == [("by_rail", "rail")]
    assert "rail" in {row["breakdown"] for row in by_name["breakdowns"].added}
    assert "observations" not in by_name


def test_a_new_column_is_no_change_of_every_row(base):
    path = base / "data" / "observations.csv"
    rows = [line.split(",") for line in good("observations").splitlines()]
    place = rows[0].index("definition")
    (base / "data" / "observations.csv").write_text(
        "\n".join(",".join(row[:place] + row[place + 1 :]) for row in rows) + "\n", encoding="utf-8"
    )
    assert path.read_text(encoding="utf-8") != good("observations")
    (table,) = compare(base).tables
    assert (table.columns_added, table.changed, table.added, table.removed) == (("definition",), (), (), ())
