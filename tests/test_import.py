"""Rows come into a package once, correct those that are there, and are validated before they are written."""

import csv
import io
import shutil
import time

import pytest
from good_package import GOOD

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data.fixing import Adding
from kz_bri_data.spreadsheets.headings import headings_in
from kz_bri_data.validation import validate

AREAS = ["area", "name", "kind", "part_of"]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package in a folder in which there is nothing else."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(GOOD, tmp_path / "datapackage" / "data")
    shutil.copy(kbd.data_dir() / "datapackage.json", tmp_path / "datapackage")
    return tmp_path / "datapackage" / "data"


def sheet(table, *rows):
    """Write a CSV as a spreadsheet in Russian settings does."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    with open(f"{table}.csv", "w", encoding="utf-8-sig", newline="") as file:  # noqa: PTH123
        file.write(text.getvalue())
    return f"{table}.csv"


def area(*cells):
    return sheet("areas", dict(zip(AREAS, cells, strict=False)))


def contents(package):
    return {path.name: path.read_bytes() for path in package.iterdir()}


def rows_of(table):
    with (GOOD / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def observation(**cells):
    """A row like the last one, of another period and without an identifier."""
    changed = {"observation_id": "", "period_end": "2024-12-31", "locator": "p 1"}
    return {**rows_of("observations")[-1], **changed, **cells}


def test_rows_are_added_fixed_and_sorted(package, capsys):
    file = sheet(
        "areas",
        dict(zip(AREAS, ["FRA", " France ", "country"], strict=False)),
        dict(zip(AREAS, ["XAA", "Somewhere", "Group"], strict=False)),
    )
    assert cli.main(["import", file, "datapackage"]) == 0
    printed = capsys.readouterr().out
    assert "\n+FRA,France,country,\n" in printed
    assert "areas.csv: 2 rows added\nnext: kz-bri-data validate datapackage\n" in printed
    lines = (package / "areas.csv").read_text().splitlines()
    assert lines[1:] == sorted(lines[1:])
    assert validate("datapackage").valid


def test_a_date_and_a_number_of_russian_settings(package):
    names = ("value", "value_low", "value_high")
    file = sheet("observations", observation(period_end="31.12.2024", **dict.fromkeys(names, "48000,5")))
    assert cli.main(["import", file, "datapackage"]) == 0
    assert b",2024-12-31,stated,2016,48000.5,48000.5,48000.5," in (package / "observations.csv").read_bytes()


def test_importing_twice_changes_nothing(package, capsys):
    file = sheet("observations", observation())
    assert cli.main(["import", file, "datapackage"]) == 0
    once = contents(package)
    assert b"rail-2025/total-trains-horgos-port-2024-12-31," in once["observations.csv"]
    assert validate("datapackage").valid
    assert cli.main(["import", file, "datapackage"]) == 0
    assert capsys.readouterr().out.endswith("all these rows are there already\n")
    assert contents(package) == once


def test_the_corrected_sheet_replaces(package, capsys):
    assert cli.main(["import", sheet("observations", observation()), "datapackage"]) == 0
    capsys.readouterr()
    corrected = observation(value="47000", value_low="47000", value_high="47000", figure_as_printed="47,000")
    assert cli.main(["import", sheet("observations", corrected), "datapackage"]) == 0
    assert "observations.csv: 1 row corrected\n" in capsys.readouterr().out
    written = (package / "observations.csv").read_text()
    assert written.count("rail-2025/total-trains-horgos-port-2024-12-31,") == 1
    assert (
        '"48,000",high,\n'
        not in written.partition("total-trains-horgos-port-2024-12-31")[2].partition("\n")[0]
    )


def test_a_row_whose_key_would_be_another_by_what_was_corrected_is_told_of(package, capsys):
    assert cli.main(["import", sheet("observations", observation()), "datapackage"]) == 0
    assert "but for one column" not in capsys.readouterr().err
    corrected = observation(period_end="2024-11-30")
    assert cli.main(["import", sheet("observations", corrected), "datapackage"]) == 0
    key = "rail-2025/total-trains-horgos-port-2024-12-31"
    assert f"row 2 differs from {key} in period_end; to correct that one" in capsys.readouterr().err
    # The remedy.
    corrected = observation(period_end="2024-10-31", observation_id=key)
    assert cli.main(["import", sheet("observations", corrected), "datapackage"]) == 0
    assert "1 row corrected" in capsys.readouterr().out


def test_an_encoding_that_was_told_by_its_letters_is_said(package, capsys):
    with open("areas.csv", "wb") as file:  # noqa: PTH123
        file.write("area;name;kind\nXAB;Восточный берег моря;group\n".encode("cp1251"))
    assert cli.main(["import", "areas.csv", "datapackage"]) == 0
    assert "read as cp1251, by the look of its letters" in capsys.readouterr().err
    assert "XAB,Восточный берег моря,group," in (package / "areas.csv").read_text(encoding="utf-8")


def test_a_row_with_a_key_corrects_that_row(package, capsys):
    assert cli.main(["import", area("KAZ", "Qazaqstan", "country"), "datapackage"]) == 0
    printed = capsys.readouterr().out
    assert "-KAZ,Kazakhstan,country,\n+KAZ,Qazaqstan,country,\n" in printed
    assert "1 row corrected" in printed


def test_two_rows_with_one_key_are_refused(package, capsys):
    before = contents(package)
    rows = [dict(zip(AREAS, ["XAA", name, "group"], strict=False)) for name in "ab"]
    assert cli.main(["import", sheet("areas", *rows), "datapackage"]) == 2
    said = (
        'rows 2 and 3 of the sheet are both the row "XAA" of datapackage/data/areas.csv; delete one of them'
    )
    assert said in capsys.readouterr().err
    assert contents(package) == before
    # The same row twice, once it is there.
    assert cli.main(["import", sheet("observations", observation()), "datapackage"]) == 0
    assert cli.main(["import", sheet("observations", observation(), observation()), "datapackage"]) == 2
    assert 'rows 2 and 3 of the sheet are both the row "rail-2025/total-' in capsys.readouterr().err


@pytest.mark.parametrize("note", ["", 'see "line 2'])
def test_rows_of_the_sheet_that_say_the_same_are_named_by_their_numbers(package, note, capsys):
    others = [observation(period_end=f"{year}-12-31", locator=f"p {year}") for year in (2022, 2023)]
    file = sheet("observations", others[0], observation(), others[1], observation(note=note))
    assert cli.main(["import", file, "datapackage"]) == 1
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("observations, ")]
    assert len(said) == 1
    assert said[0].startswith("observations, row 5: indicator_id: row 3 has the same indicator_id")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("a", 'the row "rail-2025/trains": indicator_id: row 2'),
        ("z", 'row 2: indicator_id: the row "rail-2025/trains"'),
    ],
)
def test_a_row_that_says_what_one_says_that_is_there_is_refused(package, key, said, capsys):
    """The later of the two is wrong, whichever is the new one."""
    before = contents(package)
    there = rows_of("observations")[-1]
    assert there["observation_id"] == "rail-2025/trains"
    file = sheet("observations", {**there, "observation_id": f"rail-2025/{key}"})
    assert cli.main(["import", file, "datapackage"]) == 1
    assert f"observations, {said} has the same indicator_id" in capsys.readouterr().out
    assert contents(package) == before


def test_why_no_identifier_was_made_up_is_said_as_fix_says_it(package, capsys):
    event = {**rows_of("events")[0], "event_id": ""}
    file = sheet("events", {**event, "name": "Открытие"})
    assert cli.main(["import", file, "datapackage"]) == 1
    said = "events, row 2: event_id: the cell is empty; no word of the row is in Latin letters"
    assert said in capsys.readouterr().out


def test_rows_with_errors_are_not_written_unless_that_is_asked_for(package, capsys):
    before = contents(package)
    file = sheet("observations", observation(source_id="rail-2052"), observation(locator="p 2"))
    assert cli.main(["import", file, "datapackage"]) == 1
    printed = capsys.readouterr().out
    assert 'observations, row 2: source_id: "rail-2052" is not in sources.csv' in printed
    # What follows from it is not said.
    assert "nothing was written: 1 error in these rows" in printed
    assert contents(package) == before
    assert cli.main(["import", file, "datapackage", "--allow-errors"]) == 1
    assert b"\n,total_trains," in (package / "observations.csv").read_bytes()


def test_a_row_without_a_key_takes_the_place_of_no_other(package, capsys):
    for name in ("rail-2052", "rail-2053"):
        file = sheet("observations", observation(source_id=name))
        assert cli.main(["import", file, "datapackage", "--allow-errors"]) == 1
        assert "observations.csv: 1 row added\n" in capsys.readouterr().out
    written = (package / "observations.csv").read_text()
    assert all(f",{name}," in written for name in ("rail-2052", "rail-2053"))


def test_what_is_wrong_with_other_rows_is_no_matter(package, capsys):
    areas = package / "areas.csv"
    areas.write_text(areas.read_text().replace("Kazakhstan,country", "Kazakhstan,land"))
    assert cli.main(["import", area("FRA", "France", "country"), "datapackage"]) == 0
    assert "land" not in capsys.readouterr().out.partition("rows added")[2]


def in_russian(names):
    labels = headings_in("ru", "areas")
    return [labels[name] for name in names]


@pytest.mark.parametrize("first", [AREAS, in_russian(AREAS)])
@pytest.mark.parametrize("again", [AREAS, in_russian(AREAS)])
def test_headings_that_stand_again_are_no_row(package, first, again, capsys):
    rows = [first, again, ["XAA", "Somewhere", "group", ""], again]
    with open("areas.csv", "w", encoding="utf-8") as file:  # noqa: PTH123
        csv.writer(file).writerows(rows)
    assert cli.main(["import", "areas.csv", "datapackage"]) == 0
    said = capsys.readouterr()
    assert "rows 2, 4: the headings again, left out\n" in said.err
    assert "areas.csv: 1 row added\n" in said.out
    assert validate("datapackage").valid


def test_a_row_of_blanks_is_no_row(package, capsys):
    blank = {"area": " ", "name": "\u00a0", "kind": ""}
    file = sheet("areas", blank, {"area": "XAA", "name": "Somewhere", "kind": "group"})
    assert cli.main(["import", file, "datapackage"]) == 0
    assert "areas.csv: 1 row added\n" in capsys.readouterr().out
    assert cli.main(["import", sheet("areas", blank), "datapackage"]) == 2
    assert "the sheet areas has no row that is filled in" in capsys.readouterr().err


def test_dry_run_writes_nothing(package, capsys):
    before = contents(package)
    assert cli.main(["import", area("FRA", "France", "country"), "datapackage", "--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert "+FRA,France,country," in printed
    assert printed.endswith("nothing was written, as --dry-run asks\n")
    assert contents(package) == before


def test_a_source_and_its_rows_come_together(package, capsys):
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook()
    workbook.active.title = "observations"
    row = observation(source_id="rail-2026")
    workbook.active.append(list(row))
    workbook.active.append(list(row.values()))
    source = rows_of("sources")[-1] | {"source_id": "rail-2026", "url": "https://rail.example/2026"}
    sources = workbook.create_sheet("sources")
    sources.append(list(source))
    sources.append(list(source.values()))
    workbook.save("both.xlsx")
    assert cli.main(["import", "both.xlsx", "datapackage"]) == 0
    printed = capsys.readouterr().out
    assert printed.index("sources.csv: 1 row added") < printed.index("observations.csv: 1 row added")
    assert b"rail-2026/total-trains" in (package / "observations.csv").read_bytes()
    assert validate("datapackage").valid
    assert cli.main(["import", "both.xlsx", "datapackage/data/sources.csv"]) == 2
    assert "has no file of the table observations" in capsys.readouterr().err


def test_what_refers_to_nothing_corrects_what_refers_to_something(package):
    row = next(row for row in rows_of("assessments") if row["observation_id"])
    adding = Adding("datapackage")
    addition = adding.add("assessments", {2: {**row, "observation_id": ""}})
    assert (addition.added, addition.corrected, addition.same) == (0, 1, 0)


@pytest.mark.parametrize("into", ["nowhere", "datapackage/data/units.csv", "mine.csv", "broken.csv"])
def test_where_rows_cannot_be_added(package, into, capsys):
    with open("broken.csv", "w") as file:  # noqa: PTH123
        file.write('area,name,kind,part_of\nKAZ,"x\n')
    assert cli.main(["import", area("FRA", "France", "country"), into]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_rows_can_be_added_to_one_csv(package):
    mine = package.parent.parent / "mine.csv"
    mine.write_text("area,name,kind,part_of\n")
    assert cli.main(["import", area("FRA", "France", "country"), "mine.csv"]) == 0
    assert mine.read_text() == "area,name,kind,part_of\nFRA,France,country,\n"


def test_a_file_that_is_open_in_excel_is_named(package, capsys, monkeypatch):
    def refuse(self, target):
        raise PermissionError(13, "Access is denied", str(self), 5, str(target))

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    assert cli.main(["import", area("FRA", "France", "country"), "datapackage"]) == 2
    said = capsys.readouterr().err
    assert "datapackage/data/areas.csv cannot be replaced" in said
    assert "is it open in Excel?" in said
    assert not [path for path in package.iterdir() if path.name.startswith(".")]


def test_thousands_of_rows_take_few_lines_and_seconds(package, capsys):
    years = range(1, 4501)
    rows = [
        observation(locator=f"p {year}", period_end=f"{2000 + year % 20}-01-{year % 28 + 1:02}")
        for year in years
    ]
    rows = [row | {"definition": "", "attributed_to": f"Customs {number}"} for number, row in enumerate(rows)]
    file = sheet("observations", *rows)
    start = time.process_time()
    cli.main(["import", file, "datapackage", "--allow-errors"])
    assert time.process_time() - start < 15  # some 3 on an idle machine
    printed = capsys.readouterr()
    assert printed.out.count("\n") + printed.err.count("\n") < 60
    assert "rows added" in printed.out
