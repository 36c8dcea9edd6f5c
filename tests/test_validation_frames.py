"""A dataframe is judged as its CSV would be, row by row, with the same words."""

import csv
import datetime
import io
import math
import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from good_package import GOOD
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data.errors import CannotRunError, RefusedError, UnknownNameError, UnsupportedBackendError
from kz_bri_data.numbers import NUMBER
from kz_bri_data.validation.reading.dataframe import cell_text

BAD = Path(__file__).parent / "bad"
# What only a file can have: its form, and what follows from it.
OF_FORM = {"quote-needless", "quote-stray", "line-end", "bom", "separator", "header-again", "header-late"}
OF_FORM |= {"not-csv", "row-quoted", "merge-conflict"}
PEOPLE = {
    "area": ["KAZ", "KAZ"],
    "year": [2024, 2025],
    "persons": [1.0, 2.0],
    "source_id": ["world-bank-population"] * 2,
}


def people(**columns):
    return pd.DataFrame({**PEOPLE, **columns})


def found(report, *, first=0):
    """Where each problem is, from the first row, and what is said of it."""
    return [
        (problem.line - first, problem.field, problem.code, problem.message.replace("line", "row"))
        for problem in report.problems
        if problem.code not in {*OF_FORM, "order"}
    ]


# Each bad file that is a table of text with one line a row.


def tables():
    for path in sorted(BAD.glob("*.csv")):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeError:
            continue
        header, *rows = csv.reader(io.StringIO(text)) if text else [[]]
        one_line_each = len(rows) + 1 == len(text.splitlines())
        if (
            one_line_each
            and rows
            and all(len(row) == len(set(header)) for row in [header, *rows])
            and all(map(any, rows))
        ):
            yield pytest.param(path, header, rows, id=path.stem)


@pytest.mark.parametrize(("path", "header", "rows"), list(tables()))
def test_a_frame_is_judged_as_its_csv(path, header, rows, tmp_path):
    table = path.stem.split("-")[0]
    (tmp_path / "data").mkdir()
    for one in GOOD.iterdir():
        (tmp_path / "data" / one.name).write_bytes(one.read_bytes())
    (tmp_path / "data" / f"{table}.csv").write_bytes(path.read_bytes())
    (tmp_path / "datapackage.json").write_bytes((kbd.data_dir() / "datapackage.json").read_bytes())
    package = kbd.Package(tmp_path)
    in_file = kbd.validate(tmp_path / "data" / f"{table}.csv")
    in_frame = package.validate(pd.DataFrame(rows, columns=header), table)
    assert not in_frame.counts.keys() & OF_FORM
    if in_file.counts.keys() & OF_FORM:
        return
    if not any(re.search(r"lines? \d", problem.message) for problem in in_file.problems):
        assert found(in_frame) == found(in_file, first=2)
    assert [one[:3] for one in found(in_frame)] == [one[:3] for one in found(in_file, first=2)]


def test_every_table_that_ships_is_right_as_a_frame():
    for table in ("observations", "assessments", "entities", "routes", "sources"):
        report = kbd.validate(kbd.load(table), table, strict=True)
        assert (report.valid, report.rows, report.files) == (True, len(kbd.load(table)), 0), str(report)


# Values.


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2024.0, "2024"),
        (-0.25, "-0.25"),
        (1e22, "10000000000000000000000"),
        (1e-7, "0.0000001"),
        (math.inf, "Infinity"),
        (Decimal("4.40"), "4.4"),
        (10**30, "1" + "0" * 30),
        (True, "true"),
        (datetime.date(2024, 2, 29), "2024-02-29"),
        (datetime.datetime(2024, 2, 29), "2024-02-29"),
        (datetime.datetime(2024, 2, 29, 12, 30), "2024-02-29 12:30:00"),
        (pd.Timestamp("2024-02-29"), "2024-02-29"),
        ("  ", "  "),
        (b"x", "b'x'"),
    ],
)
def test_a_value_is_written_as_in_our_csvs(value, text):
    assert cell_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_written_plainly_and_is_the_same_number(value):
    text = cell_text(value)
    assert NUMBER.fullmatch(text)
    assert float(text) == value


@pytest.mark.parametrize("empty", [None, math.nan, pd.NA, pd.NaT, ""])
def test_what_is_missing_is_an_empty_cell(empty):
    (problem,) = kbd.validate(people(area=pd.Series(["KAZ", empty], dtype=object)), "population").problems
    assert (problem.line, problem.field, problem.code) == (1, "area", "required")


def test_whole_numbers_may_stand_among_missing_ones():
    """Which makes floats of them in pandas."""
    frame = people(year=[2024.0, math.nan])
    assert [(one.field, one.code) for one in kbd.validate(frame, "population").problems] == [
        ("year", "required")
    ]


# Rows and columns.


@pytest.mark.parametrize("index", [[7, 7], ["a", "b"], pd.MultiIndex.from_tuples([(1, "x"), (0, "y")])])
def test_rows_are_numbered_by_position_whatever_the_index(index):
    frame = people(persons=[1, -2]).set_axis(index)
    report = kbd.validate(frame, "population")
    (problem,) = report.problems
    assert (problem.path, problem.line, problem.column, problem.field) == ("", 1, 3, "persons")
    assert frame["persons"].iloc[problem.line] == -2
    assert str(report).splitlines() == [
        'row 1: persons: "-2" is less than 1; allowed: 1 or more [bounds]',
        "1 problem in 2 rows",
    ]


def test_rows_may_stand_in_any_order():
    report = kbd.validate(people().iloc[::-1], "population", strict=True)
    assert (report.valid, str(report)) == (True, "no problems in 2 rows")


def test_messages_speak_of_rows():
    frame = pd.concat([people(), people()])
    report = kbd.validate(frame, "population")
    assert [problem.message for problem in report.problems] == [
        '"KAZ", "2024" is already on row 0',
        '"KAZ", "2025" is already on row 1',
    ]
    same = kbd.validate(people(source_id="nosuch"), "population")
    assert "also on row 1 [reference]" in str(same)


def test_columns_that_are_missing_are_said():
    frame = people().drop(columns="persons").assign(people=1)
    shown = str(kbd.validate(frame, "population")).splitlines()
    assert shown[0].startswith('columns: the column "persons" is missing')
    assert shown[1].startswith('columns: people: "people" is not a column of population')


def test_columns_may_have_names_that_are_no_text():
    assert kbd.validate(people().rename(columns={"year": 5}), "population").counts["column-extra"] == 1


@pytest.mark.parametrize("backend", ["polars", "pyarrow"])
def test_each_library_gives_the_same(backend):
    module = pytest.importorskip(backend)
    observations = kbd.load("observations").head(300)
    wrong = observations.assign(ref_area="KZ", value=observations["value"] * 1000)
    twice = pd.concat([wrong, wrong.tail(2)], ignore_index=True)
    frame = module.from_pandas(twice) if backend == "polars" else module.Table.from_pandas(twice)
    theirs = kbd.validate(frame, "observations")
    assert theirs == kbd.validate(twice, "observations")
    assert {"reference", "primary-key"} <= theirs.counts.keys()


# What is looked up where.


def test_rows_may_refer_to_each_other_and_to_those_of_the_package():
    areas = pd.DataFrame(
        {"area": ["KZ-1", "KZ-2"], "name": ["One", "Two"], "kind": "subdivision", "part_of": ["KAZ", "KZ-1"]}
    )
    codes = kbd.validate(areas, "areas").counts
    assert "reference" not in codes
    assert kbd.validate(areas.assign(part_of="KAS"), "areas").counts["reference"] == 2


def test_a_package_looks_up_in_its_own_tables(tmp_path):
    (tmp_path / "data").mkdir()
    for one in GOOD.iterdir():
        (tmp_path / "data" / one.name).write_bytes(one.read_bytes())
    (tmp_path / "datapackage.json").write_bytes((kbd.data_dir() / "datapackage.json").read_bytes())
    frame = people(source_id="customs-2025")
    assert kbd.Package(tmp_path).validate(frame, "population").valid
    assert kbd.validate(frame, "population").counts == {"reference": 2}


# What is refused.


def test_what_is_no_frame_is_refused():
    for thing in (5, [], {"area": []}, pd.Series([1])):
        with pytest.raises(UnsupportedBackendError, match="is neither a path nor an eager dataframe"):
            kbd.validate(thing, "areas")
    polars = pytest.importorskip("polars")
    with pytest.raises(UnsupportedBackendError, match=r"of a lazy one what its collect\(\) gives"):
        kbd.validate(polars.LazyFrame(PEOPLE), "population")
    assert kbd.validate(polars.LazyFrame(PEOPLE).collect(), "population").rows == 2


def test_the_table_of_a_frame_has_to_be_said():
    for call in (kbd.validate, kbd.Package().validate):
        with pytest.raises(RefusedError, match="table"):
            call(people())
        with pytest.raises(UnknownNameError, match='did you mean "population"'):
            call(people(), "populations")
        for table in ("population", kbd.schemas.Population):
            assert call(people(), table).rows == call(people(), table=table).rows == 2
    with pytest.raises(RefusedError, match="one table has to be said"):
        kbd.validate(people(), "population", "areas")


def test_a_frame_with_two_columns_of_one_name_is_refused():
    frame = people().set_axis(["area", "year", "area", "source_id"], axis=1)
    with pytest.raises(RefusedError, match="several columns of one name"):
        kbd.validate(frame, "population")


def test_a_frame_without_rows_is_not_right():
    with pytest.raises(CannotRunError, match="no row was there to be checked in the frame"):
        kbd.validate(people().head(0), "population")


def test_a_report_prints_the_first_problems_and_counts_all():
    frame = pd.DataFrame(
        {
            "area": "KAZ",
            "year": range(1901, 2000),
            "persons": range(-99, 0),
            "source_id": "world-bank-population",
        }
    )
    *lines, last = str(kbd.validate(frame, "population")).splitlines()
    assert len(lines) == 50
    assert last == "99 problems in 99 rows, the first 50 shown"
