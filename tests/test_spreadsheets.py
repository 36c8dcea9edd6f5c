"""A template has drop-downs and leaves text alone; what was typed comes back, and nothing else."""

import csv
import io
import re
import shutil
import tracemalloc
import zipfile

import pytest
from good_package import GOOD
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data._catalogue import installed
from kz_bri_data.errors import CannotRunError, MissingExtraError, UnknownNameError
from kz_bri_data.spreadsheets import read_spreadsheet, reading, sheets, write_template
from kz_bri_data.spreadsheets.archive import MOST_TAGS

openpyxl = pytest.importorskip("openpyxl")


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
    (sheet,) = read_spreadsheet(path)
    return [list(row.values()) for row in sheet.rows]


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
            keys = [row[key] for row in installed().rows(column.references)]
            # Of a table without rows there is nothing to choose.
            assert offered.pop(column.name, ([], "warning")) == (keys, "warning")
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
    with pytest.raises(MissingExtraError, match=r"kz-bri-data\[excel\]"):
        write_template("areas", "x.xlsx")


def test_reading_needs_no_library(folder, monkeypatch):
    path = fill(folder / "x.xlsx", [["KAZ", "Kazakhstan", "country"]])
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    assert cells(path) == [["KAZ", "Kazakhstan", "country", ""]]


@pytest.mark.parametrize("language", ["kk", "ru", "zh"])
@pytest.mark.parametrize("table", ["observations", "sources", "twin_pairs"])
def test_template_in_a_language_comes_back(language, table, folder):
    write_template(table, "x.xlsx", language=language)
    columns = kbd.describe(table).columns
    heading = openpyxl.load_workbook("x.xlsx")[table]["A1"]
    assert heading.value not in [column.name for column in columns]
    assert heading.comment.text.startswith(columns[0].name)
    row = [column.example for column in columns]
    fill(folder / "x.xlsx", [row], table=table)
    assert cells("x.xlsx") == [row]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ru", "actual (Факт): Happened or was counted."),
        ("zh", "actual (实际): Happened or was counted."),
        ("en", "actual: Happened or was counted."),
    ],
)
def test_a_comment_says_what_codes_are_called(language, line, folder):
    write_template("observations", "x.xlsx", language=language)
    number = [column.name for column in kbd.describe("observations").columns].index("status") + 1
    comment = openpyxl.load_workbook("x.xlsx")["observations"].cell(1, number).comment
    assert line in comment.text.splitlines()


def test_template_in_a_language_that_has_no_labels(folder, capsys):
    assert cli.main(["template", "areas", "--lang", "fr"]) == 2
    assert "'fr'; allowed: en, kk, ru, zh" in capsys.readouterr().err
    assert not list(folder.iterdir())


# There and back.


@pytest.mark.parametrize("table", kbd.list_tables())
def test_every_table_comes_back_byte_by_byte(table, folder, capsys):
    text = kbd.data_path(table).read_text(encoding="utf-8")
    _, *rows = csv.reader(io.StringIO(text))
    fill(folder / "x.xlsx", rows, table=table)
    # Nothing to read is never success.
    assert cli.main(["import", "x.xlsx"]) == (0 if rows else 2)
    assert capsys.readouterr().out == (text if rows else "")


# Control characters have no place in the file format, and a carriage return is written in this way.
_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n"), max_size=12
).filter(lambda text: "_x000D_" not in text)
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
    assert cells(path) == [[*row, ""] for row in rows]


def test_columns_in_another_order_and_blank_rows(folder):
    path = fill(
        folder / "x.xlsx",
        [["kind", " area ", None, None, "name"], [None], ["country", "KAZ", None, None, "x"]],
        first=1,
    )
    workbook = openpyxl.load_workbook(path)
    workbook["areas"]["C1"].value = workbook["areas"]["D1"].value = None
    workbook.save(path)
    assert cells(path) == [["KAZ", "x", "country", ""]]


def test_line_breaks_of_excel(folder):
    assert cells(fill(folder / "x.xlsx", [["a_x000D_\nb", "c_x000D_d", "", ""]])) == [
        ["a\nb", "c\nd", "", ""]
    ]


# What is refused before it is parsed.


def part(path, name, content):
    """Replace one part of an xlsx."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, old in {**parts, name: content}.items():
            archive.writestr(one, old)


def test_bomb_ends_in_a_line_before_it_is_unpacked(folder, monkeypatch):
    path = fill(folder / "x.xlsx", [])
    part(path, "xl/media/image1.png", b"\0" * (sheets.LARGEST + 1))
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(CannotRunError, match="unpacks to more than 16 MiB"):
        read_spreadsheet(path)


def sheet_of(path, rows):
    """Replace the sheet of a template by some XML for its rows."""
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    name = "xl/worksheets/sheet1.xml"
    part(path, name, sheet.replace("</sheetData>", f"{rows}</sheetData>").encode())


def test_more_tags_than_a_sheet_needs_are_not_parsed(folder, monkeypatch):
    path = fill(folder / "x.xlsx", [])
    sheet_of(path, "<row/>" * MOST_TAGS)
    monkeypatch.setattr(reading, "xlsx_sheets", lambda *_: pytest.fail("parsed"))
    with pytest.raises(CannotRunError, match="more than 1,600,000 tags, too many to import; split it"):
        read_spreadsheet(path)


def test_all_that_ships_has_half_the_tags_at_most(folder):
    _, *rows = csv.reader(io.StringIO(kbd.data_path("observations").read_text(encoding="utf-8")))
    path = fill(folder / "x.xlsx", rows, table="observations")
    with zipfile.ZipFile(path) as archive:
        assert sum(archive.read(one).count(b"<") for one in archive.namelist()) < MOST_TAGS / 2


@pytest.mark.parametrize(
    "rows", ['<row><c r="XFD1"/></row>' * 100, "<row><c/></row>" * 10 + '<row><c r="ZZZ1"/></row>' * 100]
)
def test_cells_without_anything_in_them_take_no_room(folder, rows):
    path = fill(folder / "x.xlsx", [["KAZ", "x", "country"]])
    sheet_of(path, rows)
    assert cells(path) == [["KAZ", "x", "country", ""]]


def test_a_merged_range_takes_no_time(folder):
    path = fill(folder / "x.xlsx", [["KAZ", "x", "country"]])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    merged = '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    part(path, "xl/worksheets/sheet1.xml", sheet.replace("</sheetData>", merged).encode())
    with pytest.raises(CannotRunError, match="the cells A1:XFD1048576 are merged"):
        read_spreadsheet(path)


def test_reading_stops_where_cells_are_too_long(folder):
    """One text of a hundred thousand letters in two hundred cells."""
    path = fill(folder / "x.xlsx", [])
    with zipfile.ZipFile(path) as archive:
        related = archive.read("xl/_rels/workbook.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    more = f'<Relationship Id="t" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    part(path, "xl/_rels/workbook.xml.rels", related.replace("</Relationships>", more).encode())
    part(path, "xl/sharedStrings.xml", f"<sst><si><t>{'x' * 100_000}</t></si></sst>".encode())
    sheet_of(path, '<row><c t="s"><v>0</v></c></row>' * 200)
    with pytest.raises(CannotRunError, match="too much in its cells"):
        read_spreadsheet(path)


def test_blank_rows_are_not_kept(folder):
    path = fill(folder / "x.xlsx", [["KAZ", "x", "country"]])
    sheet_of(path, "<row/>" * 50_000 + '<row><c t="str"><v>CHN</v></c></row>' + "<row><c/></row>" * 10_000)
    tracemalloc.start()
    try:
        assert cells(path) == [["KAZ", "x", "country", ""], ["CHN", "", "", ""]]
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
        assert cells(path) == [["KAZ", "x", "country", ""]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(folder, encoding):
    path = fill(folder / "x.xlsx", [])
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    part(path, "xl/sharedStrings.xml", bomb.encode(encoding))
    with pytest.raises(CannotRunError, match="declares entities"):
        read_spreadsheet(path)


def test_row_far_beyond_the_sheet_takes_no_time(folder):
    path = fill(folder / "x.xlsx", [["KAZ", "x", "country"]])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    far = re.sub("<dimension[^>]*>", "", sheet).replace("</sheetData>", '<row r="9999999999"/></sheetData>')
    part(path, "xl/worksheets/sheet1.xml", far.encode())
    assert cells(path) == [["KAZ", "x", "country", ""]]


@pytest.mark.parametrize("content", [b"", b"area,name\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 100])
def test_no_xlsx(folder, content):
    (folder / "x.xlsx").write_bytes(content)
    with pytest.raises(
        CannotRunError, match=r"damaged|is no spreadsheet|is empty|Excel 97|named like a table"
    ):
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
    # Of several cells that are refused, each is a line below the first.
    assert all(line.startswith("  ") for line in message.splitlines()[1:])


def test_command_writes_a_template(folder, capsys):
    assert cli.main(["template", "areas"]) == 0
    assert "areas.xlsx" in capsys.readouterr().out
    assert cli.main(["template", "areas"]) == 2
    assert cli.main(["template", "areas", "other.xlsx"]) == 0
    assert cells("other.xlsx") == []


def test_template_offers_the_rows_of_the_package_here(folder, capsys):
    shutil.copytree(GOOD, folder / "datapackage" / "data")
    shutil.copy(kbd.data_dir() / "datapackage.json", folder / "datapackage")
    sources = folder / "datapackage" / "data" / "sources.csv"
    added = sources.read_text().replace(
        "rail-2025,", "rail-2024,news,New,,,,,,,,,en,,No address.\nrail-2025,", 1
    )
    sources.write_text(added)
    assert cli.main(["template", "observations"]) == 0
    assert "its lists are those of datapackage" in capsys.readouterr().out
    lists = openpyxl.load_workbook("observations.xlsx")["lists"]
    offered = {cell.value for column in lists.iter_cols() for cell in column}
    assert "rail-2024" in offered
    assert "liu-belt-and-road" not in offered
