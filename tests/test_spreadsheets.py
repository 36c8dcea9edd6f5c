"""A template has drop-downs and leaves text alone; what was typed comes back, and nothing else."""

import csv
import datetime
import io
import re
import shutil
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import cli, loaders
from kz_bri_data.errors import CannotRunError, MissingExtraError, UnknownNameError
from kz_bri_data.spreadsheets import read_spreadsheet, reading, write_template
from kz_bri_data.validation import validate

openpyxl = pytest.importorskip("openpyxl")
GOOD = Path(__file__).parent / "good"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(path, rows, *, table="areas", first=2):
    """Type rows of text into a template."""
    if not path.exists():
        write_template(table, path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook[table]
    for line, row in enumerate(rows, start=first):
        for number, text in enumerate(row, start=1):
            if text is not None:
                cell = sheet.cell(line, number)
                cell.value = text
                if isinstance(text, str):
                    cell.data_type = "s"
    workbook.save(path)
    return path


def cells(path):
    return [list(row.values()) for row in read_spreadsheet(path)[1]]


# The template.


@pytest.mark.parametrize("table", kbd.list_tables())
def test_template_says_what_the_columns_are(table, folder):
    write_template(table, "x.xlsx")
    sheet = openpyxl.load_workbook("x.xlsx")[table]
    columns = kbd.describe(table).columns
    assert [cell.value for cell in sheet[1]] == [column.name for column in columns]
    for cell, column in zip(sheet[1], columns, strict=True):
        assert column.description in cell.comment.text
        assert sheet.column_dimensions[cell.column_letter].number_format == "@"
        assert all(code in cell.comment.text for code in column.categories)


@pytest.mark.parametrize("table", kbd.list_tables())
def test_template_offers_codes_and_references(table, folder):
    write_template(table, "x.xlsx")
    workbook = openpyxl.load_workbook("x.xlsx")
    assert workbook["lists"].sheet_state == "hidden"
    offered = {}
    for choice in workbook[table].data_validations.dataValidation:
        assert choice.type == "list"
        (cells,) = choice.sqref.ranges
        assert (cells.min_row, cells.max_row) == (2, 1_048_576)
        _, _, where = choice.formula1.partition("!")
        words = [cell.value for (cell,) in workbook["lists"][where.replace("$", "")]]
        offered[workbook[table].cell(1, cells.min_col).value] = (words, choice.errorStyle)
    for column in kbd.describe(table).columns:
        if column.categories:
            assert offered.pop(column.name) == (list(column.categories), "stop")
        elif column.references:
            key = kbd.describe(column.references).primary_key[0]
            keys = [row[key] for row in loaders.rows(column.references)]
            assert offered.pop(column.name) == (keys, "warning")
    assert not offered


def test_template_never_overwrites(folder):
    (folder / "areas.xlsx").write_text("hours of work")
    with pytest.raises(CannotRunError, match="already exists"):
        write_template("areas", "areas.xlsx")
    assert (folder / "areas.xlsx").read_text() == "hours of work"


def test_template_of_no_table(folder):
    with pytest.raises(UnknownNameError, match='did you mean "areas"'):
        write_template("area", "x.xlsx")
    assert not list(folder.iterdir())


def test_without_openpyxl(folder, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    for call in (lambda: write_template("areas", "x.xlsx"), lambda: read_spreadsheet("x.xlsx")):
        with pytest.raises(MissingExtraError, match=r"kz-bri-data\[excel\]"):
            call()


# There and back.


@pytest.mark.parametrize("table", kbd.list_tables())
def test_every_table_comes_back_byte_by_byte(table, folder, capsys):
    text = kbd.data_path(table).read_text(encoding="utf-8")
    _, *rows = csv.reader(io.StringIO(text))
    fill(folder / "x.xlsx", rows, table=table)
    assert cli.main(["import", "x.xlsx"]) == 0
    assert capsys.readouterr().out == text


# Control characters have no place in the file format.
_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n"), max_size=12)
_TYPED = st.one_of(
    _TEXT,
    st.sampled_from(
        ["001", "1E5", "=1+1", "+1", "-", "@x", "2024-01-01", "1/2", "TRUE", "#N/A", "48,000", "39%", " x "]
    ),
    st.sampled_from(["霍尔果斯", "Қорғас", "Хоргос", "'quoted", '"', "a\nb", "1" * 20, "0.1", "NA"]),
)


@given(st.lists(st.tuples(_TYPED, _TYPED, _TYPED).filter(any), max_size=4))
def test_text_comes_back_as_it_was_typed(tmp_path_factory, rows):
    path = fill(tmp_path_factory.mktemp("sheet") / "x.xlsx", rows)
    assert cells(path) == [list(row) for row in rows]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        *((2024, "General", "2024"), (48000.0, "General", "48000"), (0.1, "General", "0.1")),
        *((1e21, "General", "1" + "0" * 21), (1.5e-7, "General", "0.00000015"), (-3, "0.00", "-3")),
        *((0.39, "0%", "39%"), (0.395, "0.0%", "39.5%"), (True, "General", "TRUE")),
        # A percent sign that is only shown.
        *((2.3, '0.0"%"', "2.3"), (2.3, r"0\%", "2.3"), (2.3, "0_%", "2.3"), (2.3, '0.0" % of "', "2.3")),
        *((0.39, '0.0%" of all"', "39%"), (0.39, r"\(0%\)", "39%")),
        (datetime.datetime(2024, 3, 5), "yyyy-mm-dd", "2024-03-05"),
        (datetime.date(2024, 3, 5), "dd/mm/yyyy", "2024-03-05"),
        (datetime.datetime(2024, 3, 5, 12, 30), "yyyy-mm-dd", "2024-03-05 12:30:00"),
    ],
)
def test_what_the_program_made_a_number_or_a_date_is_written_plainly(value, form, text, folder):
    path = fill(folder / "x.xlsx", [["KAZ", value, "country"]])
    workbook = openpyxl.load_workbook(path)
    workbook["areas"]["B2"].number_format = form
    workbook.save(path)
    assert cells(path)[0][1] == text


def test_columns_in_another_order_and_blank_rows(folder):
    path = fill(folder / "x.xlsx", [["kind", " area ", None, None], [None], ["country", "KAZ"]], first=1)
    workbook = openpyxl.load_workbook(path)
    workbook["areas"]["C1"].value = None
    workbook.save(path)
    assert cells(path) == [["KAZ", "", "country"]]


def test_line_breaks_of_excel(folder):
    assert cells(fill(folder / "x.xlsx", [["a_x000D_\nb", "c_x000D_d", ""]])) == [["a\nb", "c\nd", ""]]


# What is refused.


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["KAZ", None, "country"], ["CHN", "=A2", "x"]], "cell B3 holds a formula"),
        ([["KAZ", None, "country", "stray"]], "cell D2 stands under no heading"),
        ([["KAZ", None, "country", *[None] * 400, "stray"]], "cell ON2 stands under no heading"),
    ],
)
def test_cells_that_cannot_be_taken(rows, message, folder):
    path = fill(folder / "x.xlsx", rows)
    workbook = openpyxl.load_workbook(path)
    if "formula" in message:
        workbook["areas"]["B3"].data_type = "f"
    workbook.save(path)
    with pytest.raises(CannotRunError, match=message):
        read_spreadsheet(path)


def test_error_values_are_refused(folder):
    path = fill(folder / "x.xlsx", [["KAZ", "#N/A", "x"]])
    workbook = openpyxl.load_workbook(path)
    workbook["areas"]["B2"].data_type = "e"
    workbook.save(path)
    with pytest.raises(CannotRunError, match='cell B2 holds the error "#N/A"'):
        read_spreadsheet(path)


@pytest.mark.parametrize(
    ("heading", "message"),
    [("Name", 'did you mean "name"'), ("area", "is there twice"), ("comment", "not a column of areas")],
)
def test_headings_that_are_no_columns(heading, message, folder):
    with pytest.raises(CannotRunError, match=f"heading 2: .*{message}"):
        read_spreadsheet(fill(folder / "x.xlsx", [["area", heading]], first=1))


def test_sheets_are_named_like_tables(folder):
    path = fill(folder / "x.xlsx", [])
    workbook = openpyxl.load_workbook(path)
    workbook.create_sheet("units")
    workbook.save("two.xlsx")
    workbook["areas"].title, workbook["units"].title = "Sheet1", "Sheet2"
    workbook.save("none.xlsx")
    with pytest.raises(CannotRunError, match="more than one sheet"):
        read_spreadsheet("two.xlsx")
    with pytest.raises(CannotRunError, match=r'no sheet that is named like a table .*"Sheet1"'):
        read_spreadsheet("none.xlsx")


def part(path, name, content):
    """Replace one part of an xlsx."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, old in {**parts, name: content}.items():
            archive.writestr(one, old)


def test_bomb_ends_in_a_line_before_it_is_unpacked(folder, monkeypatch):
    path = fill(folder / "x.xlsx", [])
    part(path, "xl/media/image1.png", b"\0" * (reading.LARGEST + 1))
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(CannotRunError, match="unpacks to more than 8 MiB"):
        read_spreadsheet(path)


def sheet_of(path, rows):
    """Replace the sheet of a template by some XML for its rows."""
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    name = "xl/worksheets/sheet1.xml"
    part(path, name, sheet.replace("</sheetData>", f"{rows}</sheetData>").encode())


def test_more_tags_than_a_sheet_needs_are_not_parsed(folder, monkeypatch):
    path = fill(folder / "x.xlsx", [])
    sheet_of(path, "<row/>" * reading.MOST_TAGS)
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: pytest.fail("parsed"))
    with pytest.raises(CannotRunError, match="more than 400,000 tags, too many to import; split it"):
        read_spreadsheet(path)


def test_all_that_ships_has_half_the_tags_at_most(folder):
    _, *rows = csv.reader(io.StringIO(kbd.data_path("observations").read_text(encoding="utf-8")))
    path = fill(folder / "x.xlsx", rows, table="observations")
    with zipfile.ZipFile(path) as archive:
        assert sum(archive.read(one).count(b"<") for one in archive.namelist()) < reading.MOST_TAGS / 2


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c r="XFD1"/></row>' * 100,
        "<row><c/></row>" * 10 + '<row><c r="ZZZ1"/></row>' * 100,
        # One text of a hundred thousand letters in a hundred cells.
        '<row><c t="s"><v>0</v></c></row>' * 100,
    ],
)
def test_reading_stops_where_cells_are_too_many_or_too_long(folder, rows):
    path = fill(folder / "x.xlsx", [])
    sheet_of(path, rows)
    main = "openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    kind = f'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.{main}"/>'
    with zipfile.ZipFile(path) as archive:
        kinds = archive.read("[Content_Types].xml").decode()
    part(path, "[Content_Types].xml", kinds.replace("</Types>", f"{kind}</Types>").encode())
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<sst xmlns="{space}"><si><t>{"x" * 100_000}</t></si></sst>'
    part(path, "xl/sharedStrings.xml", text.encode())
    with pytest.raises(CannotRunError, match="too much in its cells"):
        read_spreadsheet(path)


def test_blank_rows_are_not_kept(folder):
    path = fill(folder / "x.xlsx", [["KAZ", "x", "country"]])
    sheet_of(path, "<row/>" * 50_000 + '<row><c t="str"><v>CHN</v></c></row>' + "<row><c/></row>" * 10_000)
    tracemalloc.start()
    try:
        assert cells(path) == [["KAZ", "x", "country"], ["CHN", "", ""]]
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_a_declared_size_counts_for_nothing(folder):
    path = fill(folder / "x.xlsx", [["KAZ", "x", "country"]])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    for size in ("A1:A1", "A1:XFD1048576"):
        part(
            path,
            "xl/worksheets/sheet1.xml",
            re.sub('dimension ref="[^"]*"', f'dimension ref="{size}"', sheet).encode(),
        )
        assert cells(path) == [["KAZ", "x", "country"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(folder, encoding):
    path = fill(folder / "x.xlsx", [])
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    part(path, "xl/sharedStrings.xml", bomb.encode(encoding))
    with pytest.raises(CannotRunError, match="declares entities"):
        read_spreadsheet(path)


def test_row_far_beyond_the_sheet_takes_no_time(folder, monkeypatch):
    path = fill(folder / "x.xlsx", [["KAZ", "x", "country"]])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    far = re.sub("<dimension[^>]*>", "", sheet).replace("</sheetData>", '<row r="9999999999"/></sheetData>')
    part(path, "xl/worksheets/sheet1.xml", far.encode())
    read, text = [], reading._text
    monkeypatch.setattr(reading, "_text", lambda cell, path: read.append(cell) or text(cell, path))
    assert cells(path) == [["KAZ", "x", "country"]]
    assert len(read) < 1000


@pytest.mark.parametrize("content", [b"", b"area,name\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 100])
def test_no_xlsx(folder, content):
    (folder / "x.xlsx").write_bytes(content)
    with pytest.raises(CannotRunError, match="is not an xlsx file"):
        read_spreadsheet("x.xlsx")


def test_nothing_there(folder):
    with pytest.raises(CannotRunError, match="does not exist"):
        read_spreadsheet("x.xlsx")
    with pytest.raises(CannotRunError, match="not a plain file"):
        read_spreadsheet(folder)


@given(data=st.data())
def test_damaged_xlsx_ends_in_a_line(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("sheet")
    path = fill(folder / "x.xlsx", [["KAZ", "x", "country"]])
    with zipfile.ZipFile(path) as archive:
        name = data.draw(st.sampled_from(sorted(archive.namelist())))
        content = bytearray(archive.read(name))
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start, min(start + 30, len(content))))
    content[start:end] = data.draw(st.sampled_from([b"", b"<", b"-1", b"99999999999", b"&x;", b'r="x"']))
    part(path, name, bytes(content))
    try:
        message = str(cells(path))
    except CannotRunError as error:
        message = str(error)
    assert "\n" not in message


# Adding to a table.


@pytest.fixture
def package(folder):
    shutil.copytree(GOOD, folder / "datapackage" / "data")
    shutil.copy(loaders.data_dir() / "datapackage.json", folder / "datapackage")
    return folder / "datapackage"


def test_rows_are_added_mended_and_sorted(package, folder, capsys):
    fill(folder / "x.xlsx", [["FRA", " France ", "country"], ["XAA", "Somewhere", "group"]])
    assert cli.main(["import", "x.xlsx", "datapackage"]) == 0
    printed = capsys.readouterr().out
    assert "\n+FRA,France,country\n" in printed
    assert printed.endswith("areas.csv: rows added; next: kz-bri-data validate datapackage\n")
    lines = (package / "data" / "areas.csv").read_text().splitlines()
    assert "FRA,France,country" in lines
    assert lines[1:] == sorted(lines[1:])
    assert validate("datapackage").valid


def test_importing_twice_changes_nothing(package, folder, capsys):
    header, *rows = csv.reader((GOOD / "observations.csv").open(encoding="utf-8"))
    new = dict(zip(header, rows[-1], strict=True), observation_id="", period_end="2024-12-31", locator="p 1")
    fill(folder / "x.xlsx", [list(new.values())], table="observations")
    assert cli.main(["import", "x.xlsx", "datapackage"]) == 0
    once = (package / "data" / "observations.csv").read_bytes()
    assert b"rail-2025/total-trains-horgos-port-2024-12-31," in once
    assert validate("datapackage").valid
    assert cli.main(["import", "x.xlsx", "datapackage"]) == 0
    assert capsys.readouterr().out.endswith("all these rows are there already\n")
    assert (package / "data" / "observations.csv").read_bytes() == once


def test_rows_without_an_identifier_are_told_of(package, folder, capsys):
    header, *rows = csv.reader((GOOD / "observations.csv").open(encoding="utf-8"))
    new = dict(zip(header, rows[-1], strict=True), observation_id="", source_id="rail-2052")
    fill(folder / "x.xlsx", [list(new.values())], table="observations")
    assert cli.main(["import", "x.xlsx", "datapackage"]) == 0
    assert "left to you: required: no observation_id is made of" in capsys.readouterr().err
    assert b"\n,total_trains," in (package / "data" / "observations.csv").read_bytes()


def test_another_row_with_the_same_key_is_refused(package, folder, capsys):
    before = (package / "data" / "areas.csv").read_bytes()
    for rows in ([["KAZ", "Qazaqstan", "country"]], [["XAA", "a", "group"], ["XAA", "b", "group"]]):
        fill(folder / "x.xlsx", rows)
        assert cli.main(["import", "x.xlsx", "datapackage"]) == 2
        assert f'another row with the key "{rows[0][0]}"' in capsys.readouterr().err
    assert (package / "data" / "areas.csv").read_bytes() == before


@pytest.mark.parametrize("into", ["nowhere", "datapackage/data/units.csv", "mine.csv", "broken.csv"])
def test_where_rows_cannot_be_added(package, folder, into, capsys):
    (folder / "broken.csv").write_text('area,name,kind\nKAZ,"x\n')
    fill(folder / "x.xlsx", [["FRA", "France", "country"]])
    assert cli.main(["import", "x.xlsx", into]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_rows_can_be_added_to_one_csv(folder):
    (folder / "mine.csv").write_text("area,name,kind\n")
    fill(folder / "x.xlsx", [["FRA", "France", "country"]])
    assert cli.main(["import", "x.xlsx", "mine.csv"]) == 0
    assert (folder / "mine.csv").read_text() == "area,name,kind\nFRA,France,country\n"


def test_command_writes_a_template(folder, capsys):
    assert cli.main(["template", "areas"]) == 0
    assert "areas.xlsx" in capsys.readouterr().out
    assert cli.main(["template", "areas"]) == 2
    assert cli.main(["template", "areas", "other.xlsx"]) == 0
    assert cells("other.xlsx") == []
