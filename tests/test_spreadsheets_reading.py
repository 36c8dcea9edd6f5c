"""What a spreadsheet program made of what was typed is taken back, said or refused, never guessed."""

import datetime
import io
import zipfile

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kz_bri_data._catalogue import installed
from kz_bri_data.errors import CannotRunError
from kz_bri_data.spreadsheets import read_spreadsheet
from kz_bri_data.spreadsheets.number_formats import date_parts, is_date

openpyxl = pytest.importorskip("openpyxl")

COUNTRY = ["KAZ", "Kazakhstan", "country", ""]
AREAS = ["area", "name", "kind", "part_of"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def workbook(rows, title="areas", forms=None, change=None):
    """Write a workbook as somebody would type it, without a template: nothing is formatted as text."""
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    for place, form in (forms or {}).items():
        made.active[place].number_format = form
    if change:
        change(made)
    made.save("x.xlsx")
    return "x.xlsx"


def read(path="x.xlsx", there=None):
    return [list(row.values()) for row in read_spreadsheet(path, there)[0].rows]


def refused(path="x.xlsx"):
    with pytest.raises(CannotRunError) as caught:
        read_spreadsheet(path)
    return str(caught.value)


def in_column(table, column, value, form):
    """Type one value into a column of a table whose other cells are the examples of their columns."""
    columns = installed().describe(table).columns
    row = [value if one.name == column else one.example for one in columns]
    place = f"{openpyxl.utils.get_column_letter([one.name for one in columns].index(column) + 1)}2"
    workbook([[one.name for one in columns], row], table, {place: form})
    return place


def taken(table, column):
    return read_spreadsheet("x.xlsx")[0].rows[0][column]


# Numbers and dates.


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        *((2024, "General", "2024"), (48000.0, "#,##0", "48000"), (0.1, "General", "0.1")),
        *((1e21, "General", "1" + "0" * 21), (1.5e-7, "General", "0.00000015"), (-3, "0.00", "-3")),
        *((0.39, "0%", "39%"), (0.395, "0.0%", "39.5%"), (True, "General", "TRUE")),
        # A percent sign that is only shown.
        *((2.3, '0.0"%"', "2.3"), (2.3, r"0\%", "2.3"), (2.3, "0_%", "2.3"), (2.3, '0.0" % of "', "2.3")),
        *((0.39, '0.0%" of all"', "39%"), (0.39, r"\(0%\)", "39%"), (3, '[Red]0" days"', "3")),
    ],
)
def test_numbers_are_written_plainly(value, form, text, folder):
    in_column("observations", "value", value, form)
    assert taken("observations", "value") == text


@pytest.mark.parametrize(
    ("form", "text"),
    [
        *(("yyyy-mm-dd", "2024-03-05"), ("dd/mm/yyyy", "2024-03-05"), ("[$-419]d mmmm yyyy;@", "2024-03-05")),
        *(
            ("dddd, d mmm yy", "2024-03-05"),
            ("mmm-yy", "2024-03"),
            ("mmmm yyyy", "2024-03"),
            ("yyyy", "2024"),
        ),
        *(("dddd mmmm yyyy", "2024-03"), ('yyyy"年"m"月"', "2024-03"), ('yyyy"年"m"月"d"日"', "2024-03-05")),
    ],
)
def test_a_date_is_as_exact_as_it_is_shown(form, text, folder):
    for table, column in (("events", "date_start"), ("sources", "published")):
        in_column(table, column, datetime.datetime(2024, 3, 5), form)
        assert taken(table, column) == text


def test_a_time_of_day_is_kept_for_a_person_to_see(folder):
    in_column("events", "date_start", datetime.datetime(2024, 3, 5, 12, 30), "yyyy-mm-dd h:mm")
    assert taken("events", "date_start") == "2024-03-05 12:30:00"


def test_days_of_workbooks_that_count_from_1904(folder):
    def from_1904(made):
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    columns = installed().describe("events").columns
    row = [datetime.date(2024, 3, 5) if one.name == "date_start" else one.example for one in columns]
    workbook([[one.name for one in columns], row], "events", change=from_1904)
    assert taken("events", "date_start") == "2024-03-05"


@pytest.mark.parametrize(
    ("column", "value", "form", "why"),
    [
        ("locator", datetime.datetime(2025, 3, 2), "d-mmm", "is a date, and locator holds text"),
        ("value", datetime.datetime(2026, 5, 1), "dd.mmm", "is a date, and value holds numbers"),
        ("period_start", datetime.datetime(2025, 3, 2), "d-mmm", "is a date of which no year is shown"),
        ("period_start", datetime.time(12, 30), "h:mm", "is a date of which no year is shown"),
        ("figure_as_printed", 40_000_000, "#,##0", 'such as "nearly 4.4 billion tons"'),
        ("figure_as_printed", 40_000_000, "General", "with its marks and zeros"),
        ("locator", 2.1, "General", "zeros at its end may be lost"),
        ("note", 48000, "#,##0", "zeros at its end may be lost"),
    ],
)
def test_what_was_typed_is_lost(column, value, form, why, folder):
    place = in_column("observations", column, value, form)
    assert f"cell {place}: " in refused()
    assert why in refused()


def test_a_whole_number_in_a_column_of_text_is_what_was_typed(folder):
    in_column("observations", "locator", 12, "General")
    assert taken("observations", "locator") == "12"


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        *(
            ("h:mm", ""),
            ("[h]:mm:ss", ""),
            ("mm:ss.0", ""),
            ("yyyy", "y"),
            ("m/d", "md"),
            ("d/m/yy h:mm", "ymd"),
        ),
        *(
            ("General", None),
            ("0.00", None),
            ('0" days"', None),
            ("[Red]0", None),
            ("@", None),
            ("# ?/?", None),
        ),
    ],
)
def test_what_formats_show(form, parts):
    assert is_date(form) == (parts is not None)
    assert parts is None or date_parts(form) == parts


# What a person did to the sheet.


@pytest.mark.parametrize(
    ("typed", "taken_as"),
    [
        (["48.500"], None),
        # A number has one reading, and so has a text beside one whose point stands before decimals.
        ([48.125], ["48.125"]),
        (["0.125"], ["0.125"]),
        (["48.500", 12.5], None),
        (["48.500", "12.5"], ["48.500", "12.5"]),
    ],
)
def test_a_point_of_a_text_that_may_divide_thousands(typed, taken_as, folder):
    columns = installed().describe("units").columns
    rows = [[one if column.name == "factor" else column.example for column in columns] for one in typed]
    workbook([[column.name for column in columns], *rows], "units")
    if taken_as:
        assert [row["factor"] for row in read_spreadsheet("x.xlsx")[0].rows] == taken_as
    else:
        readings = "write 48500 if the point divides thousands, 48,5 if it stands before decimals"
        assert f"{readings}, or type it again in a cell that is formatted as a number" in refused()


def test_merged_cells_are_refused(folder):
    workbook([AREAS, COUNTRY, COUNTRY], change=lambda made: made.active.merge_cells("B2:B3"))
    assert "the cells B2:B3 are merged; split them" in refused()


def test_rows_that_are_struck_out_are_refused(folder):
    def strike(made):
        made.active["B3"].font = openpyxl.styles.Font(strike=True)

    workbook([AREAS, COUNTRY, ["CHN", "China", "country"]], change=strike)
    assert "row 3: struck out" in refused()


def test_hidden_rows_and_comments_are_said(folder):
    def hide(made):
        made.active.row_dimensions[3].hidden = True
        made.active["A1"].comment = openpyxl.comments.Comment("of the template", "x")
        made.active["B2"].comment = openpyxl.comments.Comment("not sure", "x")

    workbook([AREAS, COUNTRY, ["CHN", "China", "country"]], change=hide)
    (sheet,) = read_spreadsheet("x.xlsx")
    assert [row["area"] for row in sheet.rows] == ["KAZ", "CHN"]
    assert [note.partition(":")[0] for note in sheet.notes] == ["row 3", "comment B2"]


def test_formulas_and_errors_are_refused_and_all_are_named(folder):
    def break_cells(made):
        made.active["B3"].value = "=A2"
        for row in range(4, 12):
            made.active.cell(row, 2).value = "#REF!"
            made.active.cell(row, 2).data_type = "e"

    workbook([AREAS, *[COUNTRY] * 10], change=break_cells)
    assert "cell B3: holds a formula; put its value there" in refused()
    assert 'cells B4, B5, B6, B7, B8 and 3 more: holds the error "#REF!"' in refused()


@pytest.mark.parametrize("place", ["E2", "OO2"])
def test_a_cell_under_no_heading_is_refused(place, folder):
    def stray(made):
        made.active[place].value = "stray"

    workbook([AREAS, COUNTRY], change=stray)
    assert f"cell {place}: under no heading; move or delete it" in refused()


def test_characters_by_their_numbers(folder):
    workbook([AREAS, ["KAZ", "a_x000B_b_x000D_\nc_x005F_x0041_", "country"]])
    assert read()[0][1] == "a\nb\nc_x0041_"


# Headings.


@pytest.mark.parametrize(
    ("headings", "why"),
    [
        (["Area", "Name", "Kind"], 'heading A1 "Area" is not a column of areas; did you mean "area"?'),
        (["area", "naem", "kind"], 'heading B1 "naem" is not a column of areas; did you mean "name"?'),
        (["area", "name", "kind", "name"], 'heading D1 "name" is there twice'),
        (["area", "name"], "there is no heading kind; every row of areas needs it"),
        (
            ["Наименование", "страна", "тип"],
            'heading A1 "Наименование" is not a column of areas; allowed: area',
        ),
    ],
)
def test_headings_that_are_no_columns(headings, why, folder):
    workbook([headings, COUNTRY[: len(headings)]])
    assert why in refused()


@pytest.mark.parametrize(
    "headings",
    [
        ["Территория", "Название", "Вид", "Часть чего"],
        ["АУМАҚ ", "атауы", " Түрі", "Неге кіреді"],
        ["地区", "名称", "类型", "所属"],
        ["地区", "name", "Вид", "Неге  кіреді"],
    ],
)
def test_headings_in_the_languages_of_the_region(headings, folder):
    workbook([headings, COUNTRY])
    assert read() == [COUNTRY]


def test_a_title_above_the_headings(folder):
    workbook([["Countries of the region"], [], AREAS, COUNTRY])
    assert "the headings are in row 3; delete the rows above them" in refused()


# Sheets.


@pytest.mark.parametrize("title", ["Areas", "areas ", "AREAS", "Территории", "参考地区"])
def test_names_of_sheets_with_one_reading(title, folder):
    workbook([AREAS, COUNTRY], title)
    assert read() == [COUNTRY]


def test_a_sheet_of_another_name_is_known_by_its_headings(folder):
    columns = [column.name for column in installed().describe("observations").columns]
    workbook([columns, [column.example for column in installed().describe("observations").columns]], "Лист1")
    assert read_spreadsheet("x.xlsx")[0].table == "observations"
    workbook([["Итого", "x"], ["1", "2"]], "Лист1")
    assert 'has no sheet that is named like a table ("Лист1"); rename the sheet' in refused()


def test_several_tables_come_with_those_that_are_referred_to_first(folder):
    def add(made):
        sources = made.create_sheet("Sources")
        sources.append(["source_id", "kind", "title", "language"])
        sources.append(["rail-2026", "news", "New figures", "en"])
        made.create_sheet("for myself").append(["remember"])

    columns = installed().describe("observations").columns
    rows = [[column.name for column in columns], [column.example for column in columns]]
    workbook(rows, "observations", change=add)
    assert [sheet.table for sheet in read_spreadsheet("x.xlsx")] == ["sources", "observations"]


def test_two_sheets_for_one_table(folder):
    workbook([AREAS, COUNTRY], change=lambda made: made.copy_worksheet(made.active))
    one = openpyxl.load_workbook("x.xlsx")
    one.worksheets[1].title = "Areas "
    one.save("x.xlsx")
    assert 'two sheets for areas, "areas" and "Areas "' in refused()


# Files of other kinds.


def ods(rows, name="areas", extra=""):
    """Write the spreadsheet that rows of XML for cells make."""
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{extra}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile("x.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return "x.ods"


def string(text, more=""):
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def typed(kind, attribute, value, shown):
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}"><text:p>{shown}</text:p>'
        "</table:table-cell>"
    )


HEADER = "".join(map(string, AREAS))
ROW = "".join(map(string, COUNTRY[:3]))


def test_ods(folder):
    blank = '<table:table-cell table:number-columns-repeated="16380"/>'
    ods([HEADER + blank, blank, string("KAZ") + string("a<text:s text:c='2'/>b") + string("country")])
    assert read("x.ods") == [["KAZ", "a  b", "country", ""]]


@pytest.mark.parametrize(
    ("shown", "text"),
    [("05.03.24", "2024-03-05"), ("5 марта 2024 г.", "2024-03-05"), ("Mar 24", "2024-03"), ("2024", "2024")],
)
def test_a_date_of_ods_is_as_exact_as_it_is_shown(shown, text, folder):
    columns = [column.name for column in installed().describe("sources").columns if column.required]
    row = [string("x")] * len(columns) + [typed("date", "date-value", "2024-03-05", shown)]
    ods(["".join(map(string, [*columns, "published"])), "".join(row)], "sources")
    assert taken_of("x.ods", "published") == text


def taken_of(path, column):
    return read_spreadsheet(path)[0].rows[0][column]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (typed("date", "date-value", "2026-03-02", "02.03."), "is a date, and name holds text"),
        (typed("float", "value", "2.1", "2,1"), "zeros at its end may be lost"),
        (typed("float", "value", "0", "#REF!"), 'holds the error "#REF!"'),
        (string("x", ' table:formula="of:=A1"'), "holds a formula"),
        (string("x", ' table:number-rows-spanned="2"'), "the cells B2:B3 are merged"),
        (string("x", ' table:style-name="s"'), "row 2: struck out"),
    ],
)
def test_what_is_refused_in_ods(cell, why, folder):
    looks = '<style:text-properties style:text-line-through-style="solid"/>'
    struck = f'<style:style style:name="s">{looks}</style:style>'
    ods([HEADER, string("KAZ") + cell + string("country")], extra=struck)
    assert why in refused("x.ods")


def test_hidden_rows_and_comments_of_ods_are_said(folder):
    note = "<office:annotation><text:p>not sure</text:p></office:annotation>"
    commented = string("KAZ").replace("<text:p>", f"{note}<text:p>") + string("x") + string("country")
    ods([HEADER, commented])
    content = io.BytesIO((folder / "x.ods").read_bytes())
    with zipfile.ZipFile(content) as archive:
        text = archive.read("content.xml").decode()
    hidden = text[::-1].replace(
        "<table:table-row>"[::-1], '<table:table-row table:visibility="filter">'[::-1], 1
    )
    with zipfile.ZipFile("x.ods", "w") as archive:
        archive.writestr("content.xml", hidden[::-1])
    (sheet,) = read_spreadsheet("x.ods")
    assert sheet.rows[0]["area"] == "KAZ"
    assert [note.partition(":")[0] for note in sheet.notes] == ["row 2", "comment A2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_ods_are_refused(encoding, folder):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile("x.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", bomb.encode(encoding))
    assert "declares entities" in refused("x.ods")


def test_tags_within_tags_end_in_a_line(folder):
    ods([HEADER, string("<text:span>" * 50_000 + "</text:span>" * 50_000)])
    assert "cannot be read" in refused("x.ods")


def test_rows_and_columns_repeated_without_end(folder):
    for repeated in (
        string("x", ' table:number-columns-repeated="999999999999"'),
        '<table:table-cell table:number-columns-repeated="999999999999"/>',
    ):
        path = ods([HEADER, ROW, repeated])
        try:
            assert read(path) == [COUNTRY]
        except CannotRunError as error:
            assert "too much in its cells" in str(error)  # noqa: PT017 - either is right


@pytest.mark.parametrize("separator", [";", "\t", "|", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_any_settings(separator, encoding, folder):
    rows = [
        AREAS,
        ["KAZ", "Қазақстан", "country", ""],
        ["CHN", "中国", "country", ""],
    ]
    text = "".join(separator.join(row) + "\r\n" for row in rows)
    (folder / "areas.csv").write_bytes(text.encode(encoding))
    assert read("areas.csv") == rows[1:]


def test_csv_with_a_line_for_excel(folder):
    (folder / "areas.csv").write_text("sep=;\narea;name;kind\nKAZ;a,b;country\n")
    assert read("areas.csv") == [["KAZ", "a,b", "country", ""]]


@pytest.mark.parametrize(
    ("separator", "text", "read_as"),
    [
        (";", "01.03.2021", "2021-03-01"),
        (";", "31.12.2021", "2021-12-31"),
        # Where commas divide, some write the month first; a slash may be from anywhere.
        (",", "01.03.2021", "01.03.2021"),
        (";", "03/04/2016", "03/04/2016"),
        (";", "32.03.2021", "32.03.2021"),
    ],
)
def test_the_day_comes_first_where_semicolons_divide(separator, text, read_as, folder):
    columns = [column.name for column in installed().describe("events").columns]
    row = {**dict.fromkeys(columns, "x"), "date_start": text}
    lines = [separator.join(columns), separator.join(row.values())]
    (folder / "events.csv").write_text("\n".join(lines))
    assert taken_of("events.csv", "date_start") == read_as


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100, r"Excel 97 to 2003 \(.xls\)"),
        (b"%PDF-1.7", 'is no spreadsheet: it begins with "%PDF-"'),
        (b"<!DOCTYPE html><html>", "begins as a web page does"),
    ],
)
def test_files_of_other_kinds_are_named(content, why, folder):
    (folder / "x.xlsx").write_bytes(content)
    with pytest.raises(CannotRunError, match=why):
        read_spreadsheet("x.xlsx")


@pytest.mark.parametrize(
    ("part", "why"), [("xl/workbook.bin", "binary workbook"), ("Index/Document.iwa", "Apple Numbers")]
)
def test_zips_of_other_kinds_are_named(part, why, folder):
    with zipfile.ZipFile("x.xlsx", "w") as archive:
        archive.writestr(part, b"x")
    assert why in refused()


def test_the_strict_form_is_read(folder):
    workbook([AREAS, COUNTRY])
    with zipfile.ZipFile("x.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    with zipfile.ZipFile("x.xlsx", "w") as archive:
        for name, content in parts.items():
            strict = content.replace(old + b"spreadsheetml/2006/", new + b"spreadsheetml/")
            archive.writestr(name, strict.replace(old + b"officeDocument/2006/", new + b"officeDocument/"))
    assert read() == [COUNTRY]


# A whole table that comes back.


def there(table):
    (key,) = installed().describe(table).primary_key
    return {(row[key],): row for row in installed().rows(table)}


def test_a_cell_that_says_what_is_there_is_left_alone(folder):
    """As a program in Russian settings makes it: 367,000 is a number with three decimals."""
    columns = [column.name for column in installed().describe("observations").columns]
    same = next(row for row in installed().rows("observations") if row["figure_as_printed"] == "367,000")
    day = datetime.date.fromisoformat(same["period_end"])
    workbook([columns, [*({**same, "period_end": day, "figure_as_printed": 367}.values())]], "observations")
    (sheet,) = read_spreadsheet("x.xlsx", there)
    assert sheet.rows == [same]
    assert sheet.notes[0].startswith("1 cell that the program's settings changed")


def with_decimals(count):
    rows = installed().rows("observations")
    return [row for row in rows if len(row["value"].partition(".")[2]) == 3][:count]


def test_thousandfold_values_are_left_only_where_the_settings_explain_them(folder):
    columns = [column.name for column in installed().describe("observations").columns]

    def sheet_of(rows, factor):
        names = ("value", "value_low", "value_high")
        return [
            [
                round(float(cell) * factor(number)) if name in names and "." in cell else cell
                for name, cell in row.items()
            ]
            for number, row in enumerate(rows)
        ]

    rows = [{**row, "value_low": "", "value_high": ""} for row in with_decimals(3)]

    def known(table):
        return {(row["observation_id"],): row for row in rows}

    workbook([columns, *sheet_of(rows, lambda _: 1000)], "observations")
    assert read_spreadsheet("x.xlsx", known)[0].rows == rows
    # One alone may have been corrected, and so may one of which the others show what the settings are.
    for several in (rows[:1], rows):
        made = sheet_of(several, lambda number: 1000 if number == 0 else 1)
        for number, row in enumerate(several[1:], start=1):
            made[number][columns.index("value")] = float(row["value"])
        workbook([columns, *made], "observations")
        with pytest.raises(CannotRunError, match="says 1,000 times what the table has"):
            read_spreadsheet("x.xlsx", known)


def test_columns_that_a_sheet_lacks_stay_as_they_are(folder):
    workbook([["area", "name", "kind"], ["KAZ", "Qazaqstan", "country"]])
    before = {"area": "KAZ", "name": "Kazakhstan", "kind": "country", "part_of": "XYZ"}
    rows = read("x.xlsx", lambda table: {("KAZ",): before})
    assert rows == [["KAZ", "Qazaqstan", "country", "XYZ"]]


@given(st.floats(-1e12, 1e12).map(lambda number: f"{number:.3f}"), st.sampled_from("., "))
def test_no_number_is_taken_for_another(text, mark):
    """What is read of a number is the number, or the text of which the program made it."""
    from kz_bri_data.spreadsheets.cells import comes_from
    from kz_bri_data.spreadsheets.sheets import Cell

    other = Cell(1, 1, "number", "", float(text) * 1.5 + 1)
    assume(other.number != float(text))  # -2 is the one number that this leaves as it was
    assert comes_from(Cell(1, 1, "number", "", float(text)), text) == "same"
    assert comes_from(other, text.replace(".", mark)) == ""
