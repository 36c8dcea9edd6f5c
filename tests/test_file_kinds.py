"""What a file is, by its first bytes and lines."""

import gzip
import io
import json
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data._file_kinds import START, file_kind
from kz_bri_data._mojibake import lost_letters, undone

COLUMNS = ["area", "name", "kind"]
TABLE = "area,name,kind\nKAZ,Казахстан,country\nCHN,中国,country\n"


def packed(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GITHUB = b'\n\n\n<!DOCTYPE html>\n<html lang="en">\n<head><title>areas.csv at main, GitHub</title>'

KINDS = {
    "xlsx": packed(**{"[Content_Types].xml": "<Types/>", "_rels/.rels": "", "xl/workbook.xml": ""}),
    "xlsb": packed(**{"[Content_Types].xml": "<Types/>", "xl/workbook.bin": ""}),
    "ods": packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": ""}),
    "numbers": packed(**{"Index/Document.iwa": ""}),
    "zip": packed(**{"datapackage.json": "{}", "data/areas.csv": TABLE}),
    "xls": OLE + bytes(600) + "Workbook".encode("utf-16-le"),
    "encrypted": OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    "gzip": gzip.compress(TABLE.encode()),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "parquet": b"PAR1\x15\x04",
    "sqlite": b"SQLite format 3\0\x10\0",
    "binary": b"\x00\x01\x02\xff\xfe\x80" * 20,
    "html": GITHUB,
    "xml": b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    "json": json.dumps([{"area": "KAZ", "name": "Kazakhstan", "kind": "country"}]).encode(),
    "yaml": b"name: my-package\nresources:\n- name: areas\n  path: data/areas.csv\n",
    "lfs-pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 54793\n",
    "empty": b"\xef\xbb\xbf\r\n \n",
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_table_is_told_by_its_content(kind):
    found = file_kind(KINDS[kind], COLUMNS)
    assert found.kind == kind
    assert found.evidence


def test_nul_bytes_are_no_text_but_below_a_header_a_wrong_cell():
    assert file_kind(bytes(4096), COLUMNS).kind == "binary"
    assert file_kind(b"abc\0def\nxyz\n", COLUMNS).kind == "binary"
    assert file_kind(TABLE.replace("Kazakhstan", "Kazakh\0stan").encode(), COLUMNS).kind == "table"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030"]
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_is_one_in_any_unicode(encoding, mark):
    content = (mark * encoding.startswith("utf-") + TABLE).encode(encoding)
    found = file_kind(content, COLUMNS)
    right = "utf-8-sig" if mark and encoding == "utf-8" else encoding
    assert (found.kind, found.encoding, found.header_line) == ("table", right, 1)


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1251", "Казахстан,Алматинская область,станция Достык"),
        ("cp1251", "Хоргос"),
        ("koi8-r", "Казахстан,Алматинская область,станция Достык"),
        ("cp866", "Казахстан,Алматинская область,станция Достык"),
        ("cp1252", "Kasachstan,Ürümqi,Größe,São Paulo"),
        ("gb18030", "哈萨克斯坦,霍尔果斯口岸,中欧班列"),
        ("gb18030", "中国"),
    ],
)
def test_an_encoding_before_unicode_is_guessed_by_its_letters(encoding, names):
    assert file_kind(f"area,name,kind\n{names}\n".encode(encoding), COLUMNS).encoding == encoding


@pytest.mark.parametrize("encoding", ["gb18030", "cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize("table", ["entity_names", "observations", "sources"])
def test_an_encoding_is_guessed_of_tables_with_many_scripts(encoding, table):
    content = (
        (kbd.data_dir() / "data" / f"{table}.csv").read_text(encoding="utf-8").encode(encoding, "ignore")
    )
    assert file_kind(content).encoding == encoding


def test_an_encoding_of_which_nothing_is_sure_is_not_known():
    assert file_kind("area,name,kind\nKAZ,«Юг»,\n".encode("cp1251"), COLUMNS).encoding == "unknown"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("above", ["", "Table 1. Areas\n", 'Areas, by name\n\n"Source: us"\n'])
def test_the_header_is_found_by_its_names_below_titles(separator, above):
    found = file_kind((above + TABLE.replace(",", separator)).encode(), COLUMNS)
    assert (found.kind, found.separator, found.header_line) == ("table", separator, above.count("\n") + 1)
    assert not found.separator_line
    assert found.decimal_comma is False


def test_the_line_that_names_the_separator_is_seen():
    found = file_kind(b"sep=;\r\narea;name;kind\r\nKAZ;Kazakhstan;country\r\n", COLUMNS)
    assert (found.separator_line, found.header_line, found.separator) == (True, 2, ";")
    assert found.line_end == "\r\n"


def test_a_comma_before_decimals_is_seen_where_no_comma_divides():
    table = b"place_id;latitude\nalmaty;43,25\n"
    assert file_kind(table, ["place_id", "latitude"]).decimal_comma
    assert not file_kind(table.replace(b"43,25", b"43.25"), ["place_id", "latitude"]).decimal_comma


def test_headings_in_another_language_are_found_when_asked_for():
    table = "Область;Название;Вид\r\nKAZ;Казахстан;country\r\n".encode("cp1251")
    found = file_kind(table, ["Область", "Название", "Вид"])
    assert (found.encoding, found.header_line, found.separator) == ("cp1251", 1, ";")


def test_lines_that_end_with_cr_alone_are_seen():
    assert file_kind(TABLE.replace("\n", "\r").encode(), COLUMNS).line_end == "\r"


def test_a_table_of_others_is_one_without_header():
    found = file_kind(b"iso3;label\nKAZ;Kazakhstan\n", COLUMNS)
    assert (found.kind, found.header_line, found.separator) == ("table", 0, ";")


@given(st.binary(max_size=400), st.lists(st.sampled_from(COLUMNS), unique=True))
def test_any_bytes_are_something(content, columns):
    assert file_kind(content, columns)


@given(st.text(), st.integers(0, 3))
def test_a_letter_cut_at_the_end_of_the_sample_is_no_other_encoding(text, missing):
    content = ("area,name,kind\n" + text.replace("\0", "") + "中").encode()
    assert file_kind(content[: len(content) - missing], COLUMNS).encoding == "utf-8"


def test_more_than_the_start_makes_no_difference():
    content = TABLE.encode() + b"x,y,z\n" * START
    assert file_kind(content + b"\xff\0", COLUMNS) == file_kind(content[:START], COLUMNS)


@pytest.mark.parametrize("encoding", ["cp1251", "cp1252", "latin-1"])
@pytest.mark.parametrize(
    "text", ["Казахстан", "Алтынкөл порты", "哈萨克斯坦", "São Paulo", "Қазақ – “Хоргос”"]
)
def test_text_read_in_one_byte_letters_is_read_back(encoding, text):
    seen = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())
    assert undone(seen) == text


@pytest.mark.parametrize("encoding", ["cp866", "mac_cyrillic", "mac_roman"])
@pytest.mark.parametrize("text", ["Казахстан", "Алтынкөл порты", "Китай 哈萨克斯坦", "Қазақ – “Хоргос”"])
def test_text_read_in_letters_of_dos_or_the_mac_is_read_back(encoding, text):
    assert undone(text.encode().decode(encoding)) == text


@pytest.mark.parametrize(
    "text", ["Казахстан", "Алтынкөл порты", "哈萨克斯坦铁道部", "СНГ", "Семей", "中国", "«Хоргос»"]
)
def test_text_read_in_chinese_settings_is_read_back(text):
    assert undone(text.encode().decode("gb18030")) == text


@pytest.mark.parametrize("encoding", ["gb18030", "cp1251", "cp1252"])
def test_text_that_lost_letters_when_it_was_read_is_known(encoding):
    seen = "Казахстан, 哈萨克斯坦, И".encode().decode(encoding, "replace")
    assert "\ufffd" in seen
    assert (undone(seen), lost_letters(seen)) == (None, True)


def test_no_chinese_is_taken_for_another_text():
    """No part of any Chinese in the tables that ship."""
    cells = {
        run
        for path in (kbd.data_dir() / "data").glob("*.csv")
        for run in re.findall("[\u4e00-\u9fff]+", path.read_text(encoding="utf-8"))
    }
    parts = {run[start : start + size] for run in cells for start in range(len(run)) for size in range(1, 12)}
    assert len(parts) > 5_000
    assert [part for part in parts if undone(part) or lost_letters(part + "\ufffd")] == []


@given(
    st.text(st.sampled_from("的一是了小学校谢写效些协新西要也药没每美国中新疆霍尔果斯口岸鐵路銀行長複雜薩")),
    st.sampled_from(["", "\ufffd", "《", "（KTZ）", "A股"]),
)
def test_no_chinese_sentence_is_taken_for_another(text, end):
    assert not undone(text + end)
    assert not lost_letters(text + end)


@pytest.mark.parametrize(
    "text",
    [
        "Казахстан",
        "Алтынкөл",
        "哈萨克斯坦",
        "谢谢",
        "小写一些",
        "每股没有",
        "カザフスタンの自動車",
        "카자흐스탄",
        "A股",
        "чей шаг",
        "GDP цен",
        "цен чем шаг",
        "Kazakhstan–Österreich",
        "Paris–Évry",
        "Plan–Б",
        "Китай–Казахстан, “КТЖ” — цены",
        "ГУВД–МВД",
        "‘Öl’ – …",
        "中国",
        "São Paulo",
        "Г№5",
        "CAFÉ»",
        "«É»",
        "",
        "KAZ",
        "5 °C",
        "联通",
    ],
)
def test_text_that_is_right_is_left(text):
    assert undone(text) is None


@given(
    st.text(st.sampled_from("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕРСТУӘҒҚҢӨҰҮҺІәғқңөұүһі №«»–"), min_size=1)
)
def test_no_word_in_cyrillic_is_taken_for_another(text):
    assert undone(text) is None
