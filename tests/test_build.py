"""What is generated is what the models say; a table that says too little cannot be written."""

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest

import kz_bri_data as kbd
from kz_bri_data import descriptor
from kz_bri_data._catalogue import installed
from kz_bri_data._rules import Backing, CodeText, parse_clause
from kz_bri_data._table import Table, column, rule
from kz_bri_data.descriptor import Project
from kz_bri_data.errors import CannotRunError, InvalidTableError
from kz_bri_data.schemas import TABLES, Areas

ROOT = Path(__file__).parents[1]


def test_nothing_has_drifted():
    assert descriptor.drift(ROOT) == ""


def test_rendering_is_deterministic():
    assert descriptor.render(Project("1.0.0")) == descriptor.render(Project("1.0.0"))


def test_generated_text_ends_in_one_line_break_and_knows_no_carriage_return():
    for path, text in descriptor.render(Project("1.0.0")).items():
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert "\r" not in text, path


DICTIONARY = descriptor.render(Project("1.0.0"))["datapackage/README.md"]


@pytest.mark.parametrize(
    "said",
    [
        "Unit: that of the column `unit`.",
        "Unit: degree. At least -180. At most 180. |",
        r"Pattern: `^(?:[A-Z]{3}\|[0-9]{3}\|[A-Z]{2}-[A-Z0-9]{1,3})$`. |",
        "- `unit-of-dimension`: take a unit of the indicator's dimension "
        "(`unit.dimension within indicator_id.dimension`).",
        "(where `period_basis in inferred`: `note is present`).",
    ],
)
def test_dictionary_says_units_bounds_patterns_and_rules(said):
    assert said in DICTIONARY


def test_dictionary_links_lead_somewhere():
    headings = set(re.findall(r"^## (\w+)$", DICTIONARY, re.MULTILINE))
    for target in set(re.findall(r"\]\(([^)]+)\)", DICTIONARY)):
        assert target[1:] in headings if target.startswith("#") else (ROOT / "datapackage" / target).exists()


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "kz-bri-data"\nversion = "7.8.9"\n')
    for name in ("README.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, tmp_path)
    others = shutil.ignore_patterns("node_modules", "__pycache__")
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=others)
    shutil.copytree(ROOT / "datapackage/data", tmp_path / "datapackage/data")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=others)
    return tmp_path


def test_build_writes_once(checkout):
    written = descriptor.build(checkout)
    assert "datapackage/datapackage.json" in written
    assert json.loads((checkout / "datapackage/datapackage.json").read_text())["version"] == "7.8.9"
    assert descriptor.build(checkout) == []
    assert descriptor.drift(checkout) == ""


def test_drift_shows_the_line(checkout):
    descriptor.build(checkout)
    path = checkout / "schemas/areas.json"
    path.write_text(path.read_text().replace("English name.", "A name."))
    (checkout / "schemas/old.json").write_text("{}")
    drift = descriptor.drift(checkout)
    assert '-      "description": "A name.",' in drift
    assert "schemas/old.json: no table has this name" in drift


def test_drift_shows_what_was_changed_by_hand_in_a_page(checkout):
    descriptor.build(checkout)
    path = checkout / "README.md"
    path.write_text(path.read_text().replace("| [areas]", "| [regions]"))
    assert "-| [regions](datapackage/README.md#areas)" in descriptor.drift(checkout)
    assert descriptor.build(checkout) == ["README.md"]


def test_page_keeps_what_people_wrote(checkout):
    path = checkout / "docs" / "rules.md"
    before = path.read_text()
    path.write_text("By hand.\n" + re.sub(r"(?<=codes -->\n).*(?=<!-- end)", "", before, flags=re.DOTALL))
    descriptor.build(checkout)
    assert path.read_text() == "By hand.\n" + before


@pytest.mark.parametrize("line", ["<!-- rendered: codes -->\n", "<!-- end of codes -->\n"])
def test_page_without_the_place_of_a_part(checkout, line):
    path = checkout / "docs" / "rules.md"
    path.write_text(path.read_text().replace(line, ""))
    with pytest.raises(
        CannotRunError, match=r"docs/rules\.md must have the lines '<!-- rendered: codes -->'"
    ):
        descriptor.build(checkout)


def test_page_that_is_not_there(checkout):
    (checkout / "README.md").unlink()
    with pytest.raises(CannotRunError, match=r"README\.md: cannot read it"):
        descriptor.drift(checkout)


def texts(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_nothing_invents_an_address_of_the_repository(checkout):
    descriptor.build(checkout)
    for path, text in texts(checkout).items():
        assert "OWNER" not in text, path
    assert "no public address yet" in texts(checkout)["README.md"]
    assert "homepage" not in json.loads(texts(checkout)["datapackage/datapackage.json"])


@pytest.mark.parametrize("address", ["https://github.com/someone/data", "https://git.example/someone/data"])
def test_address_of_the_repository_is_said_once(checkout, address):
    with (checkout / "pyproject.toml").open("a") as file:
        file.write(f'[project.urls]\nRepository = "{address}/"\n')
    descriptor.build(checkout)
    found = texts(checkout)
    assert json.loads(found["datapackage/datapackage.json"])["homepage"] == address
    assert f"\nrepository-code: {address}\n" in found["CITATION.cff"]
    assert f"The repository is <{address}>." in found["README.md"]
    assert f"= {{{address}}}" in found["docs/citing.md"]
    assert f"  - repo: {address}\n" in found["CONTRIBUTING.md"]
    action = "someone/data@v7.8.9" if "github.com" in address else "./kz-bri-data"
    assert f"- uses: {action}\n" in found["CONTRIBUTING.md"]
    assert descriptor.drift(checkout) == ""


def test_build_needs_a_checkout(tmp_path):
    with pytest.raises(CannotRunError, match="not the top of a checkout"):
        descriptor.build(tmp_path)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_documents_itself(table):
    assert table.info().description.startswith("One row per ")
    for name, info in table.columns().items():
        assert info.title, name
        assert info.description.endswith("."), name


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_example_is_allowed(table):
    """An example that its own column refuses would mislead."""
    schema = table.to_schema()
    for name, info in table.columns().items():
        alone = pa.DataFrameSchema({name: schema.columns[name]}, coerce=True)
        alone.validate(pd.DataFrame({name: [info.example]}), lazy=True)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_example_of_a_code_is_of_a_row(table):
    """A reader looks an example up in the table; free text may change without the model."""
    rows = list(installed().rows(table.info().name))
    for name, info in table.columns().items():
        cells = {row[name] for row in rows} - {""}
        # A column that nobody has filled in yet has no row to look at.
        if cells and (info.categories or info.references or info.pattern):
            assert info.example in cells, name


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_rule_parses_and_has_a_name_of_its_own(table):
    rules = table.info().rules
    assert len({one.name for one in rules}) == len(rules)
    for one in rules:
        for clause in one.when + one.then:
            parse_clause(clause)


@pytest.mark.parametrize(
    ("argument", "word"),
    [({"title": " "}, "title"), ({"description": ""}, "description"), ({"example": ""}, "example")],
)
def test_column_without_documentation_is_refused(argument, word):
    facts = {"title": "Title", "description": "A sentence.", "example": "x", **argument}
    with pytest.raises(InvalidTableError, match=f"has no {word}"):
        column(facts["title"], facts["description"], example=facts["example"])


def test_description_is_a_sentence():
    with pytest.raises(InvalidTableError, match="must be sentences"):
        column("Title", "no sentence", example="x")


def test_table_without_grain_is_refused():
    with pytest.raises(InvalidTableError, match="has no docstring"):

        class Silent(Table, name="silent", title="Silent", key=["a"]):
            a: str = column("A", "An a.", example="x")


TEXT = CodeText("What is wrong.", "Why it matters.", "bad", "good")


@pytest.mark.parametrize("part", CodeText._fields)
def test_rule_without_documentation_is_refused(part):
    with pytest.raises(InvalidTableError, match=f"rule 'r' has no '{part}'"):
        rule("r", "fix it", then=["a is present"], text=TEXT._replace(**{part: " "}))


def test_rules_of_one_name_have_one_text():
    rules = [one for table in TABLES.values() for one in table.info().rules]
    assert len({(one.name, one.text) for one in rules}) == len({one.name for one in rules})


def table_with_rule(clause):
    class Ruled(
        Table, name="ruled", title="Ruled", key=["a"], rules=[rule("r", "fix it", then=[clause], text=TEXT)]
    ):
        """One row per a."""

        a: str = column("A", "An a.", example="x")
        area: str = column("Area", "An area.", example="KAZ", references=Areas)

    return Ruled


def table_with_backing(column_name="area", when="kind in group", then="a is present"):
    backing = Backing("b", "fix it", column_name, (when,), (then,), TEXT)

    class Backed(Table, name="backed", title="Backed", key=["a"], backings=[backing]):
        """One row per a."""

        a: str = column("A", "An a.", example="x")
        area: str = column("Area", "An area.", example="KAZ", references=Areas)

    return Backed


def test_a_backing_is_rendered_whole():
    (found,) = descriptor.table_schema(table_with_backing())["kzbri:backings"]
    assert (found["name"], found["column"]) == ("b", "area")
    assert (found["when"], found["then"]) == (["kind in group"], ["a is present"])


@pytest.mark.parametrize(
    "wrong", [{"column_name": "a"}, {"when": "colour in red"}, {"then": "kind in group"}]
)
def test_a_backing_that_names_what_is_not_there_is_refused(wrong):
    with pytest.raises(InvalidTableError, match=r"references no table|names no column"):
        descriptor.table_schema(table_with_backing(**wrong))


@pytest.mark.parametrize("clause", ["area.name is present", "area.kind in group", "a is present"])
def test_rule_may_look_up_a_column_of_the_table_that_is_referenced(clause):
    assert descriptor.table_schema(table_with_rule(clause))["kzbri:rowRules"][0]["then"] == [clause]


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("area.nosuch is present", "area.nosuch"),
        ("a.name is present", "a.name"),
        ("b.name is present", "b.name"),
        ("a < area.population", "area.population"),
        ("name is present", "name"),
    ],
)
def test_rule_that_looks_up_what_is_not_there_is_refused(clause, name):
    with pytest.raises(InvalidTableError, match=rf"ruled: rule 'r' names no column '{name}'"):
        descriptor.table_schema(table_with_rule(clause))


@pytest.mark.parametrize("part", ["b", "area.nosuch", "b in x y"])
@pytest.mark.parametrize("lists", [{"unique": [["a"], ["area", "PART"]]}, {"series": ["area", "PART"]}])
def test_series_or_unique_list_about_what_is_not_there_is_refused(lists, part):
    replaced = json.loads(json.dumps(lists).replace("PART", part))

    class Listed(Table, name="listed", title="Listed", key=["a"], **replaced):
        """One row per a."""

        a: str = column("A", "An a.", example="x")
        area: str = column("Area", "An area.", example="KAZ", references=Areas)

    with pytest.raises(InvalidTableError, match=f"listed: rule '{part}' names no column"):
        descriptor.table_schema(Listed)


def test_series_is_named_on_the_model_and_read_back():
    series = TABLES["observations"].info().series
    assert descriptor.table_schema(TABLES["observations"])["kzbri:series"] == list(series)
    assert kbd.describe("observations").series == series
    assert "period_start" not in series
    assert kbd.describe("areas").series == ()


def test_rule_about_a_column_that_is_not_there_is_refused():
    table = table_with_rule("b is present")
    with pytest.raises(InvalidTableError, match="rule 'r' names no column 'b'"):
        descriptor.table_schema(table)


def test_type_that_json_cannot_say_is_refused():
    class Odd(Table, name="odd", title="Odd", key=["a"]):
        """One row per a."""

        a: pd.Float32Dtype = column("A", "An a.", example="1")

    with pytest.raises(InvalidTableError, match=r"odd\.a: type .* has no Table Schema type"):
        descriptor.table_schema(Odd)


def test_reference_to_a_composite_key_is_refused():
    class Pairs(Table, name="pairs", title="Pairs", key=["a", "b"]):
        """One row per pair."""

        a: str = column("A", "An a.", example="x")
        b: str = column("B", "A b.", example="x")

    class Points(Table, name="points", title="Points", key=["p"]):
        """One row per point."""

        p: str = column("P", "A p.", example="x", references=Pairs)

    with pytest.raises(InvalidTableError, match="its key has 2 columns"):
        descriptor.table_schema(Points)


def test_reference_becomes_a_foreign_key():
    class Points(Table, name="points", title="Points", key=["p"]):
        """One row per point."""

        p: str = column("P", "A p.", example="KAZ", references=Areas)

    assert descriptor.table_schema(Points)["foreignKeys"] == [
        {"fields": ["p"], "reference": {"resource": "areas", "fields": ["area"]}}
    ]
