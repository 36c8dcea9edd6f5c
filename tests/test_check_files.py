"""What judges the files that somebody drops on the page of the site: here on the Python that runs the tests.

tests/site runs the same in the browser.
"""

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import cli

sys.path.insert(0, str(Path(__file__).parents[1] / "docs" / "_static" / "check"))

from check_files import Dropped, check  # type: ignore[import-not-found]

BAD = Path(__file__).parent / "bad"
AREAS = b"area,name,kind,part_of\nCHN,China,country,\nKAZ,Kazakhstan,country,\n"
STARTS = [b"", AREAS, b"PK\x03\x04xl/", b"\xff\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
TABLES = kbd.list_tables()


def judged(name: str, content: bytes, table: str = "") -> dict:
    (one,) = json.loads(json.dumps(check([Dropped(name, content, table)])))["checks"]
    return one


@pytest.mark.parametrize("table", TABLES)
def test_what_ships_has_no_problem(table):
    one = judged("copy.csv", kbd.data_path(table).read_bytes())
    assert (one["table"], one["problems"], one["refused"]) == (table, [], "")
    assert one["summary"].startswith("no problems in ")


@pytest.mark.parametrize(
    "bad", ["areas-look-alike.csv", "areas-separator.csv", "population-type-integer.csv"]
)
def test_the_command_finds_the_same(bad, tmp_path, monkeypatch, capsys):
    content = (BAD / bad).read_bytes()
    table = bad.partition("-")[0]
    monkeypatch.chdir(tmp_path)
    Path(f"{table}.csv").write_bytes(content)
    cli.main(["validate", f"{table}.csv", "--format", "json"])
    assert judged(bad, content)["problems"] == json.loads(capsys.readouterr().out)["problems"] != []


def test_what_fix_corrects_can_be_saved(tmp_path, monkeypatch, capsys):
    content = (BAD / "areas-separator.csv").read_bytes()
    corrected = judged("areas.csv", content)["corrected"]
    monkeypatch.chdir(tmp_path)
    Path("areas.csv").write_bytes(content)
    cli.main(["fix", "areas.csv"])
    assert corrected == {"number": 1, "text": Path("areas.csv").read_text(encoding="utf-8")}
    assert judged("areas.csv", corrected["text"].encode())["corrected"] is None


def test_where_only_a_person_can_correct_nothing_is_offered():
    one = judged("areas.csv", AREAS + b"KAZ,Kazakhstan,country,\n")
    assert [problem["code"] for problem in one["problems"]] == ["primary-key"]
    assert one["corrected"] is None


def test_files_stand_in_the_order_in_which_they_were_dropped():
    files = [Dropped("x.csv", b"item\n"), Dropped("areas.csv", AREAS), Dropped("y.csv", b"item\n")]
    assert [one["file"] for one in check(files)["checks"]] == ["x.csv", "areas.csv", "y.csv"]


def test_the_table_that_was_chosen_is_the_one():
    one = judged("areas.csv", AREAS, "units")
    assert one["table"] == "units"
    assert {problem["code"] for problem in one["problems"]} >= {"column-missing"}


def test_a_file_that_is_named_like_a_table_holds_it_whatever_its_header():
    one = judged("units.csv", AREAS)
    assert one["table"] == "units"


def test_a_file_of_which_no_row_can_be_read():
    assert judged("areas.csv", (BAD / "areas-separator.csv").read_bytes())["summary"] == "1 problem"


def test_a_file_of_no_table():
    one = judged("shopping.csv", b"item,price\nmilk,1\n")
    assert one["table"] == ""
    assert "choose the table" in one["refused"]


def test_two_files_of_one_table_are_not_mixed():
    first, second = sorted(
        check([Dropped("areas.csv", AREAS), Dropped("areas (1).csv", AREAS)])["checks"],
        key=lambda one: bool(one["refused"]),
    )
    assert first["refused"] == ""
    assert second["refused"] == "areas.csv holds the table areas, too; check one after the other"


def test_rows_refer_to_what_is_dropped_with_them():
    events = kbd.data_path("events").read_text(encoding="utf-8")
    source = kbd.load("events")["source_id"].iloc[0]
    renamed = Dropped("events.csv", events.replace(str(source), "a-new-source").encode())
    sources = kbd.data_path("sources").read_text(encoding="utf-8").replace(str(source), "a-new-source")
    alone = check([renamed])["checks"][0]
    together, _ = check([renamed, Dropped("sources.csv", sources.encode())])["checks"]
    assert "reference" in {problem["code"] for problem in alone["problems"]}
    assert "reference" not in {problem["code"] for problem in together["problems"]}


def test_codes_are_explained_as_the_command_does():
    found = check([Dropped("areas-look-alike.csv", (BAD / "areas-look-alike.csv").read_bytes())])
    assert list(found["meanings"]) == ["look-alike"]
    assert found["tables"]["areas"] == "Reference areas"


def workbook(tmp_path, table, row):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = table
    names = [column.name for column in kbd.describe(table).columns]
    sheet.append(names)
    sheet.append([row.get(name, "") for name in names])
    path = tmp_path / "rows.xlsx"
    book.save(path)
    return path.read_bytes()


def test_rows_of_a_workbook_are_judged_by_their_numbers(tmp_path):
    content = workbook(tmp_path, "areas", {"area": "KGZ2", "name": "Kyrgyzstan", "kind": "land"})
    one = judged("rows.xlsx", content)
    assert (one["kind"], one["table"], one["refused"]) == ("sheet", "areas", "")
    assert {problem["line"] for problem in one["problems"]} == {2}
    assert one["summary"].endswith(" in 1 row: 1 new")


def test_rows_of_a_workbook_that_are_there(tmp_path):
    row = {name: str(cell) for name, cell in kbd.load("areas").astype("string").fillna("").iloc[0].items()}
    assert judged("rows.xlsx", workbook(tmp_path, "areas", row))["summary"] == (
        "no problems in 1 row: 1 there already"
    )


def test_a_workbook_under_another_name_is_read(tmp_path):
    content = workbook(tmp_path, "areas", {"area": "MNG", "name": "Mongolia", "kind": "country"})
    assert judged("areas.csv", content)["kind"] == "sheet"


def test_a_damaged_workbook_is_refused_in_words():
    one = judged("rows.xlsx", b"PK\x03\x04 xl/workbook.xml and nothing more")
    assert (one["kind"], one["summary"]) == ("sheet", "not checked")
    assert one["refused"].startswith("is no spreadsheet: ")


@given(
    st.text(max_size=20), st.one_of(st.binary(max_size=200), st.text(max_size=50).map(str.encode)), st.data()
)
def test_any_file_gets_an_answer(name, content, data):
    start = data.draw(
        st.sampled_from([b"", AREAS, b"PK\x03\x04xl/", b"\xff\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
    )
    assert judged(name, start + content, data.draw(st.sampled_from(["", "areas"])))["file"] == name
