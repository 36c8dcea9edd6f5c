"""Independent judges: pandera runs the same rules on frames, frictionless the standard's on files."""

import csv
import functools
import io
import shutil
from pathlib import Path

import pandas as pd
import pandera.errors
import pytest
from good_package import GOOD
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data._catalogue import installed
from kz_bri_data.schemas import TABLES
from kz_bri_data.validation import validate

HERE = Path(__file__).parent
ROWS = 40  # enough for every rule to meet rows that keep it, few enough to be quick

# What each judge calls the same thing.
PANDERA_CODES = {
    "not_nullable": "required",
    "str_matches": "pattern",
    "isin": "enum",
    "greater_than_or_equal_to": "bounds",
    "less_than_or_equal_to": "bounds",
}
CELL_CODES = set(PANDERA_CODES.values())
FRICTIONLESS_CODES = {"required", "pattern", "enum", "bounds", "type", "reference", "row-short", "row-long"}
# What the standard allows and we do not; frictionless must not be asked about it.
STRICTER = {
    *("sources-type-date-part", "gdp-bounds-huge", "population-bounds-huge", "observations-type-nan"),
    "labels-reference",  # what a label is of depends on its kind, which no foreign key can say
}

ODDITIES = {
    "string": ["", "no such thing", "Ünïcode", "a", "123"],
    "number": ["", "0", "-5", "100.5", "1000000000000"],
    "integer": ["", "0", "-5", "3000"],
    "date": ["", "1999-12-31", "2031-06-30"],
}


@functools.cache
def shipped(table):
    with kbd.data_path(table).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows[:ROWS]


def to_csv(header, rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


@st.composite
def broken_tables(draw):
    """A table that ships, with some cells changed and some rows made alike."""
    table = draw(st.sampled_from([name for name in sorted(TABLES) if shipped(name)[1]]))
    header, rows = shipped(table)
    rows = [list(row) for row in rows]
    types = {column.name: column.type for column in kbd.describe(table).columns}
    places = st.integers(0, len(rows) - 1)
    for _ in range(draw(st.integers(1, 8))):
        row, name = draw(places), draw(st.sampled_from(header))
        column = header.index(name)
        kind = draw(st.sampled_from(["odd", "other row", "same row"]))
        if kind == "odd":
            rows[row][column] = draw(st.sampled_from(ODDITIES[types[name]]))
        elif kind == "other row":
            rows[row][column] = rows[draw(places)][column]
        else:  # all but the first cell, which is the key or a part of it
            rows[row][1:] = rows[draw(places)][1:]
    return table, header, rows


def by_pandera(table, header, rows):
    """What pandera finds: wrong cells, and rows that break a rule by its words, both by line."""
    frame = pd.DataFrame(rows, columns=header, dtype="str")
    frame = frame.mask(frame == "")
    try:
        TABLES[table].validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        found = errors.failure_cases
    else:
        return set(), set()
    cells, whole = set(), set()
    for one in found.to_dict("records"):
        code = PANDERA_CODES.get(str(one["check"]).partition("(")[0])
        if one["schema_context"] == "Column" and code:
            cells.add((int(one["index"]) + 2, one["column"], code))
        elif one["schema_context"] == "DataFrameSchema":
            whole.add((int(one["index"]) + 2, one["check"]))
    return cells, whole


@given(broken_tables())
def test_pandera_and_the_validator_agree(tmp_path_factory, broken):
    table, header, rows = broken
    path = tmp_path_factory.mktemp("judge") / "table.csv"
    path.write_text(to_csv(header, rows), encoding="utf-8")
    # What is said once of several lines.
    found = [
        one._replace(line=line)
        for one in validate(path, table=table).problems
        for line in one.lines or (one.line,)
    ]
    cells, whole = by_pandera(table, header, rows)
    # Of several mistakes in a cell, we name the first.
    ours = {(one.line, one.field): one.code for one in found if one.code in CELL_CODES}
    assert {(line, field) for line, field, _ in cells} == ours.keys()
    assert all((*place, code) in cells for place, code in ours.items())
    # What a wrong cell means for its row, each decides in its own way.
    spoilt = {one.line for one in found if one.code in {*CELL_CODES, "reference", "type"}}
    rules = {rule.name: rule.message for rule in TABLES[table].info().rules}
    our_rules = {(one.line, rules[one.code]) for one in found if one.code in rules}
    our_rules |= {(one.line, one.code) for one in found if one.code in ("unique", "primary-key")}
    their_rules = {(line, "unique" if words.startswith("two rows") else words) for line, words in whole}
    # pandera blames every row of a repeated key, we only the later ones.
    keys = [tuple(row[header.index(name)] for name in TABLES[table].info().key) for row in rows]
    their_rules = {
        (line, words.replace("multiple_fields_uniqueness", "primary-key"))
        for line, words in their_rules
        if words != "multiple_fields_uniqueness" or keys[line - 2] in keys[: line - 2]
    }
    # Of a row whose key another row has, we say nothing more.
    their_rules -= {(line, "unique") for line, words in our_rules if words == "primary-key"}
    assert {one for one in our_rules if one[0] not in spoilt} == {
        one for one in their_rules if one[0] not in spoilt
    }


def messages(table):
    """What each row rule of a table says, by its name."""
    return {rule.name: rule.message for rule in TABLES[table].info().rules}


ROW_RULES = [(table, name) for table in TABLES for name in messages(table)]


@pytest.mark.parametrize(("table", "rule"), ROW_RULES)
def test_pandera_rejects_the_bad_file_of_every_row_rule(table, rule, tmp_path, monkeypatch):
    def good(target, column):
        with (GOOD / f"{target.info().name}.csv").open(encoding="utf-8", newline="") as file:
            return {row[target.info().key[0]]: row[column] for row in csv.DictReader(file) if row[column]}

    monkeypatch.setattr("kz_bri_data._table._shipped", good)
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    bad = HERE / "bad" / f"{table}-{rule}.csv"
    shutil.copy(bad, tmp_path / f"{table}.csv")
    found = {
        (one.line, messages(table)[one.code])
        for one in validate(tmp_path / f"{table}.csv").problems
        if one.code in messages(table)
    }
    header, *rows = csv.reader(io.StringIO(bad.read_text(encoding="utf-8")))
    assert found == by_pandera(table, header, rows)[1]
    assert messages(table)[rule] in {message for _, message in found}


# Files in which something is wrong that frictionless knows about.
FOR_FRICTIONLESS = [
    path.with_suffix(".csv")
    for path in sorted((HERE / "bad").glob("*.txt"))
    if any(f"[{code}]" in path.read_text(encoding="utf-8") for code in FRICTIONLESS_CODES)
]


def descriptor_of(table):
    """Give our descriptor with a table and those that it refers to, as frictionless opens all there are."""
    resources = {one["name"]: one for one in installed().descriptor["resources"]}
    keys = resources[table]["schema"].get("foreignKeys", [])
    names = {key["reference"]["resource"] for key in keys} - {"", table}
    others = [resources[name] for name in sorted(names)]
    without_keys = [{**one, "schema": {"fields": one["schema"]["fields"]}} for one in others]
    return {**installed().descriptor, "resources": [resources[table], *without_keys]}


@pytest.mark.parametrize("bad", FOR_FRICTIONLESS, ids=lambda path: path.name)
def test_frictionless_and_the_validator_agree(bad, tmp_path, monkeypatch):
    frictionless = pytest.importorskip("frictionless")
    monkeypatch.chdir(tmp_path)
    table = bad.name.partition("-")[0]
    shutil.copytree(GOOD, tmp_path / "data")
    shutil.copy(bad, tmp_path / "data" / f"{table}.csv")
    shutil.copy(kbd.data_dir() / "datapackage.json", tmp_path)
    package = frictionless.Package(descriptor_of(table))
    (task,) = package.get_resource(table).validate().tasks
    errors = [error.to_dict() for error in task.errors]
    path = f"data/{table}.csv"
    ours = [one for one in validate(".").problems if one.path == path]
    assert bool(errors) <= bool(ours)
    lines = {error["rowNumber"] for error in errors if "rowNumber" in error}
    assert lines <= {one.line for one in ours}
    cells = {
        (error["rowNumber"], error["fieldName"])
        for error in errors
        if error["type"] in ("type-error", "constraint-error")
    }
    # Of a row that is too short or too long, frictionless judges the cells as well.
    whole_rows = {one.line for one in ours if not one.field}
    assert {cell for cell in cells if cell[0] not in whole_rows} <= {(one.line, one.field) for one in ours}
    if bad.stem not in STRICTER:
        assert {one.line for one in ours if one.code in FRICTIONLESS_CODES} <= lines
