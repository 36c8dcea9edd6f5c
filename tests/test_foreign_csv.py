"""A CSV that was saved over in other settings is fixed to what it was, and nothing else is changed in it."""

import csv
import io

import pytest
from good_package import GOOD
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data._foreign_csv import day_first, read_csv

HEADER = ["area", "name", "kind", "part_of"]
DATES = ("period_start", "period_end", "counted_from")
NUMBERS = ("value", "value_low", "value_high", "resolution")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Small good tables."""
    monkeypatch.chdir(tmp_path)
    for path in GOOD.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def written(rows, separator, end="\r\n"):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue()


def as_excel_wraps(text):
    """Save the one column that a program made of a CSV whose commas it took for text."""
    lines = text.splitlines()
    return "".join(
        '"' + line.replace('"', '""') + '"\r\n' if '"' in line else line + "\r\n" for line in lines
    )


@pytest.mark.parametrize("table", ["areas", "observations", "units", "entity_names"])
@pytest.mark.parametrize(
    "saved",
    [
        lambda rows, text: written(rows, ";").encode("utf-8-sig"),
        lambda rows, text: written(rows, "\t").encode("utf-16"),
        lambda rows, text: ("sep=;\r\n" + written(rows, ";")).encode(),
        lambda rows, text: written(rows, "|", "\n").encode(),
        lambda rows, text: written(rows, ",").encode("utf-16-le"),
        lambda rows, text: as_excel_wraps(text).encode("utf-8-sig"),
    ],
    ids=["semicolons", "unicode-text", "sep", "bars", "utf-16", "wrapped"],
)
def test_fix_writes_what_was_there(table, saved, folder, capsys):
    path = folder / f"{table}.csv"
    before = path.read_bytes()
    rows = list(csv.reader(io.StringIO(before.decode())))
    foreign = saved(rows, before.decode())
    path.write_bytes(foreign)
    assert foreign != before
    assert cli.main(["fix", str(path)]) == 0
    assert path.read_bytes() == before
    assert len(capsys.readouterr().out.splitlines()) < 10


def test_numbers_and_dates_of_russian_settings(folder):
    path = folder / "observations.csv"
    before = path.read_text(encoding="utf-8")
    header, *rows = csv.reader(io.StringIO(before))

    def as_shown(name, cell):
        if name in DATES and len(cell) == 10:
            return ".".join(reversed(cell.split("-")))
        return cell.replace(".", ",") if name in NUMBERS else cell

    shown = [[as_shown(name, cell) for name, cell in zip(header, row, strict=True)] for row in rows]
    path.write_text(written([header, *shown], ";"), encoding="utf-8-sig")
    assert cli.main(["fix", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1251", "Россия"), ("gb18030", "俄罗斯"), ("cp1252", "Rußland")]
)
def test_an_old_encoding_is_undone_whatever_divides_the_cells(separator, encoding, name, folder, capsys):
    rows = [
        ["area", "name", "kind", "part_of"],
        ["CHN", "China", "country", ""],
        ["RUS", name, "country", ""],
    ]
    (folder / "areas.csv").write_bytes(written(rows, separator).encode(encoding))
    assert cli.main(["fix", "areas.csv"]) == 0
    assert "by the look of its letters: see whether they are right" in capsys.readouterr().out
    assert (folder / "areas.csv").read_text(encoding="utf-8") == written(rows, ",", "\n")


@pytest.mark.parametrize("file", ["areas.csv", "places.csv"])
def test_references_to_a_table_with_semicolons_are_right(file, folder, capsys):
    rows = [["area", "name", "kind", "part_of"], ["CHN", "China", "country", ""]]
    table = written([*rows, ["CN-XJ", "Xinjiang", "subdivision", "CHN"]], ";")
    (folder / "areas.csv").write_text(table, encoding="utf-8", newline="")
    header = "place_id,name,area,latitude,longitude,geonames_id,source_id,note\n"
    (folder / "places.csv").write_text(f"{header}horgos,Horgos, CHN,,,,rail-2025,\n", encoding="utf-8")
    assert cli.main(["fix", file]) == 0
    assert "not in areas.csv" not in capsys.readouterr().err


def test_lines_above_a_header_with_semicolons_are_told_first_and_fix_works_then(folder, capsys):
    path = folder / "areas.csv"
    path.write_text("Our areas;;;\n\narea;name;kind;part_of\nCHN;China;country;\n", encoding="utf-8")
    for command in ("validate", "fix"):
        assert cli.main([command, "areas.csv"]) == 1
        assert "the header is on line 3; delete the 2 lines above it" in capsys.readouterr().out
    path.write_text(path.read_text(encoding="utf-8").partition("\n\n")[2], encoding="utf-8")
    assert cli.main(["fix", "areas.csv"]) == 0
    assert cli.main(["validate", "areas.csv"]) == 0


@pytest.mark.parametrize("day", ["03/04/2016", "3/4/16", "01.03.21"])
def test_a_date_with_two_readings_is_left_in_any_file(day, folder, capsys):
    path = folder / "events.csv"
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    rows[0][header.index("date_start")] = day
    path.write_text(written([header, *rows], ";"), encoding="utf-8-sig")
    assert cli.main(["fix", str(path)]) == 1
    assert f'date_start: "{day}"' in capsys.readouterr().err
    assert f",{day}," in path.read_text(encoding="utf-8")


def test_of_a_number_with_three_decimals_nothing_is_guessed(folder, capsys):
    path = folder / "places.csv"
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    rows[0][header.index("latitude")] = "43,250"
    path.write_text(written([header, *rows], ";"), encoding="utf-8-sig")
    assert cli.main(["fix", str(path)]) == 1
    assert 'latitude: "43,250" is not a number' in capsys.readouterr().err


def test_a_point_that_may_divide_thousands_is_never_taken_for_a_decimal_point(folder, capsys):
    path = folder / "places.csv"
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    north, east = header.index("latitude"), header.index("longitude")
    rows = [[cell.replace(".", ",") for cell in row] for row in rows]
    rows[0][north] = "1.500"
    saved = written([header, *rows], ";")
    path.write_text(saved, encoding="utf-8-sig", newline="")
    readings = "write 1500 if the point divides thousands, 1,5 if it stands before decimals"
    assert cli.main(["fix", str(path)]) == 1
    assert f':2:{north + 1}: latitude: "1.500" has two readings; {readings}' in capsys.readouterr().out
    assert path.read_text(encoding="utf-8-sig") == saved.replace("\r\n", "\n")
    assert cli.main(["import", str(path)]) == 2
    assert f"cell D2: {readings}" in capsys.readouterr().err
    # The remedy: 1,5 has one reading.
    path.write_text(saved.replace("1.500", "1,5"), encoding="utf-8-sig", newline="")
    assert cli.main(["fix", str(path)]) == 0
    assert ",1.5," in path.read_text(encoding="utf-8")
    # Beside a number that can only have a decimal point, a point is one here too.
    path.write_text(saved.replace(rows[0][east], "76.9"), encoding="utf-8-sig", newline="")
    assert cli.main(["fix", str(path)]) == 0
    assert ",1.500," in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'area;name;kind\n"KAZ;x;country\n', "cut into cells"),
        (b"area;name;kind\n\x81\x8d\x8f\xff", "encoding"),
    ],
)
def test_what_cannot_be_cut_is_said_and_left(content, why, folder, capsys):
    (folder / "areas.csv").write_bytes(content)
    assert cli.main(["fix", "areas.csv"]) != 0
    said = capsys.readouterr()
    assert why in said.out + said.err
    assert (folder / "areas.csv").read_bytes() == content


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\0\ufeff", exclude_categories=["Cs"]), max_size=6
)


@given(
    st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=4),
    st.sampled_from([";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_no_cell_is_lost_or_changed(rows, separator, encoding):
    content = written([HEADER, *rows], separator, "\n").encode(encoding)
    assert read_csv(content, HEADER).rows == [HEADER, *map(list, rows)]


@given(st.dates())
def test_days_that_come_first(day):
    if day.year > 999:
        assert day_first(f"{day:%d.%m.%Y}") == day.isoformat()
    assert day_first(f"{day:%d/%m/%Y}") is None


def test_every_table_comes_back_from_semicolons():
    for table in kbd.list_tables():
        rows = list(csv.reader(io.StringIO(kbd.data_path(table).read_text(encoding="utf-8"))))
        names = [column.name for column in kbd.describe(table).columns]
        assert read_csv(written(rows, ";").encode("utf-8-sig"), names).rows == rows
