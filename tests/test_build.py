"""What is generated is what the models say; a table that says too little cannot be written."""

import json
import re
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest

from kz_bri_data import descriptor, loaders
from kz_bri_data._rules import parse_clause
from kz_bri_data._table import Table, column, rule
from kz_bri_data.errors import CannotRunError, InvalidTableError
from kz_bri_data.schemas import TABLES, Areas

ROOT = Path(__file__).parents[1]


def test_nothing_has_drifted():
    assert descriptor.drift(ROOT) == ""


def test_rendering_is_deterministic():
    assert descriptor.render("1.0.0") == descriptor.render("1.0.0")


def test_generated_text_ends_in_one_line_break_and_knows_no_carriage_return():
    for path, text in descriptor.render("1.0.0").items():
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert "\r" not in text, path


DICTIONARY = descriptor.render("1.0.0")["datapackage/README.md"]


@pytest.mark.parametrize(
    "said",
    [
        "Unit: that of the column `unit`.",
        "Unit: degree. At least -180. At most 180. |",
        r"Pattern: `^(?:[A-Z]{3}\|[0-9]{3})$`. |",
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
    rows = list(loaders.rows(table.info().name))
    for name, info in table.columns().items():
        if info.categories or info.references or info.pattern:
            assert info.example in {row[name] for row in rows}, name


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


def test_rule_about_a_column_that_is_not_there_is_refused():
    class Typo(
        Table, name="typo", title="Typo", key=["a"], rules=[rule("r", "mend it", then=["b is present"])]
    ):
        """One row per a."""

        a: str = column("A", "An a.", example="x")

    with pytest.raises(InvalidTableError, match="rule 'r' names no column 'b'"):
        descriptor.table_schema(Typo)


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
