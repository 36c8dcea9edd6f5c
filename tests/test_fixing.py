"""What has one right fix is fixed, seen, and whole; all else stays as it was written."""

import csv
import difflib
import errno
import io
import json
import os
import random
import shutil
import stat
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from good_package import GOOD
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import _csv_writing, cli
from kz_bri_data._catalogue import installed
from kz_bri_data.errors import CannotRunError
from kz_bri_data.fixing import Tables, diff, fix_csv, plan, unresolved
from kz_bri_data.fixing.figures import mark_divides, things_of
from kz_bri_data.fixing.identifiers import RECIPES, new_identifiers
from kz_bri_data.fixing.rows import TableFixer
from kz_bri_data.validation import validate
from kz_bri_data.validation.reading.csv_reader import read_chunks
from kz_bri_data.validation.rules.suggestions import suggest

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.csv"))
RULES = installed().tables


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of good CSVs, in which we are."""
    for path in GOOD.glob("*.csv"):
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fixed_csv(table, text, path="x.csv"):
    raw = text if isinstance(text, bytes) else text.encode()
    return fix_csv(raw, RULES[table], path, good_tables())


@cache
def good_tables():
    return Tables(good_rows)


def good_rows(table):
    with (GOOD / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def changes_of(fix):
    """Lines that go and that come, in order."""
    return [line for line in diff(fix)[2:] if line[0] in "+-"]


def areas(*rows, end="\n"):
    return "".join(row + end for row in ("area,name,kind,part_of", *rows))


def written(field, text):
    """What is written for a cell by itself."""
    suggestion = suggest(field, text)
    is_settled = suggestion and len(suggestion.readings) == 1 and not suggestion.percent
    return suggestion.readings[0] if is_settled else text


def plain_number(text, *, whole):
    return written(RULES["population"].by_name["persons"] if whole else RULES["gdp"].by_name["gdp_usd"], text)


def plain_date(text):
    return written(RULES["events"].by_name["date_start"], text)


def left_of(fix):
    """How many cells are left to a person, by code."""
    return Counter(one.problem.code for one in fix.unresolved)


def cells(raw):
    return [row for chunk in read_chunks(io.BytesIO(raw)) for row in chunk.rows]


# What each kind of mistake becomes.

GOOD_AREAS = areas("CHN,China,country,", "KAZ,Kazakhstan,country,")


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (b"\xef\xbb\xbf" + GOOD_AREAS.encode(), "bom"),
        (GOOD_AREAS.replace("\n", "\r\n"), "line-end"),
        (GOOD_AREAS.replace("\n", "\r"), "line-end"),
        (GOOD_AREAS[:-1], "line-end"),
        (GOOD_AREAS.replace("KAZ", " KAZ\u00a0"), "blanks"),
        (GOOD_AREAS.replace("area,", "area ,"), "blanks"),
        (GOOD_AREAS.replace("KAZ", '"KAZ"'), "quote-needless"),
        (GOOD_AREAS.replace("\n", "\n\n"), "row-blank"),
        (GOOD_AREAS + " , , ,\n", "row-blank"),
        (areas("KAZ,Kazakhstan,country,", "CHN,China,country,"), "order"),
        ("kind,area,part_of,name\ncountry,CHN,,China\ncountry,KAZ,,Kazakhstan\n", "column-order"),
    ],
)
def test_form_is_fixed(broken, code):
    fix = fixed_csv("areas", broken)
    assert fix.after.decode() == GOOD_AREAS
    assert code in fix.fixed
    assert diff(fix)[:2] == ["--- x.csv", "+++ x.csv (fixed)"]
    assert len(diff(fix)) > 2


def test_a_header_among_the_rows_is_left_out_and_rows_keep_their_lines():
    again = "\ufeffarea,name,kind,part_of"
    fix = fixed_csv("areas", areas(again, "KAZ,Kazakhstan,country,", again, "CHN,,country,"))
    assert fix.after.decode() == areas("CHN,,country,", "KAZ,Kazakhstan,country,")
    assert fix.fixed == {"header-again": 2, "order": 1}
    assert [(one.line_before, one.problem.line) for one in fix.unresolved] == [(5, 2)]
    assert "the header is left out where it stands again (2 lines)" in diff(fix)


@pytest.mark.parametrize("encoding", ["cp1251", "latin-1"])
@given(name=st.text(st.sampled_from("Казахстнйгород哈"), min_size=3))
def test_text_in_the_wrong_encoding_is_what_it_was(encoding, name):
    wrong = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in name.encode())
    fix = fixed_csv("areas", areas(f"KAZ,{wrong},country,"))
    assert fix.after.decode() == areas(f"KAZ,{name},country,")
    assert fix.fixed == {"mojibake": 1}


def test_whole_numbers_in_a_key_are_sorted_by_size():
    header = "entity_id,position,place_id,source_id,note\n"
    rows = [f"titr,{position},place-{position},source,\n" for position in (1, 9, 10)]
    assert fixed_csv("routes", header + rows[2] + rows[0] + rows[1]).after.decode() == header + "".join(rows)


def test_accents_are_joined():
    assert fixed_csv("areas", areas("FRA,Cafe\u0301,country,")).after.decode() == areas("FRA,Café,country,")


@pytest.mark.parametrize("accents", ["\u0301\u0316" * 16, "\u0301\u0316" * 200_000])
def test_accents_beyond_all_measure_are_left(accents):
    text = areas(f"FRA,Cafe{accents},country,")
    assert not fixed_csv("areas", text).changes


def test_accents_in_many_places_are_joined():
    joined = areas(f"FRA,{'é' * 100},country,")
    assert fixed_csv("areas", areas("FRA," + "e\u0301" * 100 + ",country,")).after.decode() == joined


@pytest.mark.parametrize(
    "cell",
    ['"a\r\r\r\nb"', "a\rb", '"a\rb"', "a\r" + "\r" * 400_000 + "b"],
    ids=["crlf", "cr", "quoted", "many"],
)
def test_carriage_returns_in_a_cell_are_one_line_break(cell):
    """The reader takes them for a part of the cell, other readers for the end of the row."""
    fix = fixed_csv("areas", areas(f"KAZ,{cell},country,"))
    assert fix.after.decode() == areas('KAZ,"a\nb",country,')
    assert set(fix.fixed) == {"line-end"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024/3/5", "2024-03-05"),
        ("2024.03.05", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("2024-03-05 00:00:00", "2024-03-05"),
        ("2024-03-05T00:00", "2024-03-05"),
        ("31.12.2024", "2024-12-31"),
        ("12/31/2024", "2024-12-31"),
        ("05.05.2024", "2024-05-05"),
        ("5 March 2024", "2024-03-05"),
        ("Mar 5, 2024", "2024-03-05"),
    ],
)
def test_dates_with_one_reading(written, meant):
    assert plain_date(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("03/04/2024", "03.04.2024", "5/3/24", "2024-02-30", "31/31/2024"),
        *("2024-03-05 12:30", "2024-03/05", "5 Marsh 2024", "0000-01-01", "45356"),
    ],
)
def test_dates_with_two_readings_or_none_stay(text):
    assert plain_date(text) == text


@given(st.dates(), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m-%d-%Y"]))
def test_no_date_becomes_another(day, form):
    """Whatever the writer's convention, the date that he meant or his own text comes out."""
    text = day.strftime(form) if day.year >= 1000 else "x"
    assert plain_date(text) in (day.isoformat(), text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("48 000", "48000"), ("48\u00a0000,5", "48000.5"), ("1,234,567", "1234567")),
        *(("1,234.50", "1234.50"), ("1.234.567,8", "1234567.8"), ("1.234,5", "1234.5")),
        *(("39,5", "39.5"), ("0,125", "0.125"), ("1'234.50", "1234.50"), ("007", "7"), ("00", "0")),
        *(("0.1 million", "100000"), ("4,4 млрд", "4400000000"), ("2.9亿", "290000000"), ("５０", "50")),
        *((".5", "0.5"), ("5.", "5"), ("5.0", "5"), ("+7", "7"), ("\N{MINUS SIGN}5.20", "-5.20")),
    ],
)
def test_numbers_with_one_reading(written, meant):
    assert plain_number(written, whole=False) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("48,000", "48.000,", "1E+9", "1e5", ".", "+", "", "-", "1,2,3", "1 2", "(5)", "5 mil"),
        *("12,34,567", "1_000", "٣", "nan", "inf", "0x10", "1,234,56", "39%", "--5", "5 tons"),
    ],
)
def test_numbers_with_two_readings_or_none_stay(text):
    assert plain_number(text, whole=False) == text


@pytest.mark.parametrize("text", ["48.000", "1.000", "-500.000", "+20.000"])
@pytest.mark.parametrize("whole", [True, False])
def test_a_dot_before_three_zeros_may_divide_thousands(text, whole):
    assert plain_number(text, whole=whole) == text


def test_a_dot_before_zeros_that_can_only_be_decimals():
    assert [plain_number(text, whole=False) for text in ("0.000", "2024.000", "48.00", "48.0000")] == [
        *("0", "2024", "48", "48")
    ]


def test_command_says_which_numbers_are_left_to_a_person(folder, capsys):
    changes = dict.fromkeys(("value", "value_low", "value_high"), "48.000")
    text = observation(**changes, figure_as_printed="48.000 Züge", resolution="1,000")
    (folder / "observations.csv").write_text(text, encoding="utf-8")
    assert cli.main(["fix", "observations.csv"]) == 1
    out, err = capsys.readouterr()
    hint = "write 48000 if the point divides thousands, 48 if it stands before decimals [number-form]"
    comma = "write 1000 if the comma divides thousands, 1 if it stands before decimals [type]"
    assert (out, err) == (
        "",
        "observations.csv: left to you: 4 cells\n"
        f'observations.csv:2:13: value: "48.000" is not written plainly; {hint}\n'
        f'observations.csv:2:14: value_low: "48.000" is not written plainly; {hint}\n'
        f'observations.csv:2:15: value_high: "48.000" is not written plainly; {hint}\n'
        f'observations.csv:2:16: resolution: "1,000" is not a number; {comma}\n',
    )
    assert (folder / "observations.csv").read_text(encoding="utf-8") == text


def test_whole_numbers_lose_only_zeros():
    assert plain_number("2024.0", whole=True) == "2024"
    assert plain_number("2024.5", whole=True) == "2024.5"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_grouped_numbers_keep_their_value(number):
    for text in (f"{number:,}", f"{number:,}".replace(",", " "), f"{number}"):
        plain = plain_number(text, whole=False)
        assert plain == text or float(plain) == float(number)


@pytest.mark.parametrize(
    ("number", "printed", "divides"),
    [
        ("48,000", "48,000 trains", True),
        ("48,000", "48,000\N{NO-BREAK SPACE}Trains", True),
        ("-1,234", "-1,234 trains", True),
        # The heading of a table may say millions, whatever its language.
        ("13,725", "13,725", False),
        ("13,725", "13,725 (trains, mln)", False),
        ("13,725", "13,725 trains, millions", False),
        ("13,725", "13,725 mln trains", False),
        ("13,725", "13,725 Tausend", False),
        ("13,725", "13,725 total", False),
        ("48,000", "48,000 jobs", False),
        ("48,000", "48,000 поездов", False),
        # Another number tells what the commas are for.
        ("48,000", "48,000 of 1,048,000", True),
        ("48,000", "48,000 of 1,048.5", True),
        ("48,000", "48,000 of 1,048", False),
        ("48,000", "48,000 mln of 1,048,000", False),
        # Other forms of the same number.
        ("48,000", "48 thousand", True),
        ("48,000", "48 тыс. поездов", True),
        ("48,000", "4.8万", True),
        ("48,000", "4,8万", True),
        ("48,000", "48 000", True),
        ("48,000", "48000", True),
        ("48,000", "48", False),
        ("48,000", "48 or 48000", False),
        ("48,000", "48.000", False),
        ("48,000", "about 49,000 trains", False),
        ("1,234", "1,234 million tons", False),
        ("48,000", "", False),
        ("48,000", "48,000 trains " * 1000, False),
        # The word beside the number is another one than the scale word it contains, or more of it.
        ("2,000", "2千万", False),
        ("3,000", "3千亿", False),
        ("5,000", "5 thousandths", False),
        ("2,000", "2千列", True),
        ("2,000", "2 thousand million", False),
        # A point may divide thousands as well.
        ("48.000", "48 thousand", True),
        ("48.000", "48.000 trains", True),
        ("48.000", "48.000 of 1.048.000", True),
        ("48.000", "48.000 of 1,048,000", False),
        ("48.000", "48.000", False),
    ],
)
def test_what_settles_a_comma(number, printed, divides):
    things = things_of({"unit": "train", "indicator_id": "total_trains"})
    assert mark_divides(number, printed, things) is divides


def observation(**changes):
    """One observation as a file, with some cells changed."""
    header, *rows = cells((GOOD / "observations.csv").read_bytes())
    row = dict(zip(header, rows[-1], strict=True), **changes)
    return _csv_writing.csv_text([header, [row[name] for name in header]])


def fixed_cell(name, **changes):
    header, row = cells(fixed_csv("observations", observation(**changes)).after)
    return dict(zip(header, row, strict=True))[name]


def test_thousands_need_the_printed_figure():
    assert fixed_cell("value", value="48,000", figure_as_printed="48,000 trains") == "48000"
    assert fixed_cell("value", value="48,000", figure_as_printed="48 тыс.") == "48000"
    assert fixed_cell("value", value="48,000", figure_as_printed="48,000") == "48,000"
    assert fixed_cell("value_low", value_low="48,001", figure_as_printed="48,000 trains") == "48,001"


@pytest.mark.parametrize("unit", ["t", "kg", "percent", "USD", "nosuch", ""])
@pytest.mark.parametrize("printed", ["48 thousand kg", "48 000 kg", "48,000 of 1,048,000 kg", "48,000 t"])
def test_thousands_of_what_is_measured_are_left(unit, printed):
    """48 thousand kilograms are 48 tonnes, and 48,000 may well mean that."""
    assert fixed_cell("value", value="48,000", unit=unit, figure_as_printed=printed) == "48,000"


def test_a_date_of_digits_alone_counts_as_a_date():
    assert fixed_csv("observations", observation(period_end="31.01.2025")).fixed == {"type": 1}


def test_percent_needs_the_unit():
    assert fixed_cell("value", value="39%", unit="percent") == "39"
    assert fixed_cell("value", value="39.50 %", unit=" percent ") == "39.50"
    assert fixed_cell("value", value="39%", unit="t") == "39%"
    assert fixed_cell("value", value="39,5%", unit="percent") == "39.5"
    assert fixed_cell("value", value="39,5%", unit="t") == "39,5%"
    assert fixed_cell("value", value="39,500%", unit="percent") == "39,500%"
    assert fixed_cell("value", value="39.000%", unit="percent") == "39.000%"
    assert fixed_cell("value", value="x%", unit="percent") == "x%"


def test_units_come_from_the_table_beside(folder):
    text = observation(value="48,000", figure_as_printed="48,000 trains")
    (folder / "observations.csv").write_text(text, encoding="utf-8")
    assert next(plan("observations.csv")).changes
    units = (folder / "units.csv").read_text(encoding="utf-8")
    (folder / "units.csv").write_text(units.replace(",count,", ",mass,"), encoding="utf-8")
    assert not next(plan("observations.csv")).changes


def test_missing_identifier_is_made_of_what_the_row_is_about():
    assert fixed_cell("observation_id", observation_id="") == "rail-2025/total-trains-horgos-port-2025-01-31"
    whole_year = {"period_start": "2024-01-01", "period_end": "31.12.2024", "breakdown": "export"}
    assert fixed_cell("observation_id", observation_id=" ", **whole_year) == (
        "rail-2025/total-trains-horgos-port-export-2024"
    )


@pytest.mark.parametrize(
    ("column", "text"),
    [
        *(("source_id", ""), ("source_id", "Rails 2025"), ("source_id", "rail-2052")),
        *(("indicator_id", ""), ("indicator_id", "total_trians"), ("entity_id", "horgos-prot")),
        *(("period_end", "01.02.2019"), ("period_end", "2025-02-30"), ("period_end", "2025")),
        *(("period_start", "2025-1"), ("breakdown", "To Chin"), ("ref_area", "CNH"), ("unit", "trians")),
    ],
)
def test_no_identifier_is_made_of_what_is_wrong(column, text):
    """An identifier never changes again, so a mistake in it would stay."""
    fix = fixed_csv("observations", observation(observation_id="", **{column: text}))
    header, row = cells(fix.after)
    assert row[header.index("observation_id")] == ""
    (said,) = [line for line in unresolved(fix, every=True) if "observation_id: " in line]
    assert f"while a cell that it is made of is wrong or empty: {column} [required]" in said


@pytest.mark.parametrize("broken", [b"", b'source_id\n"rail-2025'])
def test_no_identifier_without_sources_that_can_be_read(folder, broken):
    (folder / "sources.csv").write_bytes(broken)
    (folder / "observations.csv").write_text(observation(observation_id=""), encoding="utf-8")
    assert left_of(next(plan("observations.csv"))) == {"required": 1, "reference-unread": 1}


def test_a_table_that_cannot_be_read_is_said_once_for_each_file_that_points_to_it(folder):
    (folder / "entities.csv").write_bytes(b"")
    fix = next(plan("entity_relations.csv"))
    assert left_of(fix) == {"reference-unread": 1}
    (line,) = unresolved(fix, every=True)
    assert "fix entities.csv first" in line


@pytest.mark.parametrize("broken", [b'KAZ,"Kazakhstan,country,', b"<<<<<<< HEAD\nKAZ,K,country,\n>>>>>>> x"])
def test_rows_that_can_be_read_are_there_for_those_that_refer_to_them(folder, broken):
    table = folder / "areas.csv"
    right = b"\n".join(row for row in table.read_bytes().splitlines() if not row.startswith(b"KAZ,"))
    table.write_bytes(right + b"\n" + broken + b"\n")
    header = "place_id,name,area,latitude,longitude,geonames_id,source_id,note"
    places = [
        f"{name},{name.title()},{area},,,,rail-2025,"
        for name, area in (("altynkol", "KAZ"), ("horgos", "CHN"), ("khorgos", "KAZ"))
    ]
    (folder / "places.csv").write_text("\n".join([header, *places, ""]), encoding="utf-8")
    assert [one.problem.line for one in next(plan("places.csv")).unresolved] == [2]
    found = [problem for problem in validate("places.csv").problems if problem.severity == "error"]
    assert [(problem.line, problem.code) for problem in found] == [(2, "reference-unread")]


def test_what_is_not_utf8_is_said_as_validate_says_it(folder):
    kept = (folder / "areas.csv").read_bytes()
    (folder / "areas.csv").write_bytes(
        kept + "KGZ,Қырғызстан,country,\n".encode() + "RUS,Россия,country,\n".encode("cp1251")
    )
    blocked = next(plan("areas.csv")).blocked_by
    (found,) = [problem for problem in validate("areas.csv").problems if problem.code == "encoding"]
    assert (blocked.line, blocked.column, blocked.message, blocked.hint) == (
        found.line,
        found.column,
        found.message,
        found.hint,
    )


def test_a_country_in_place_of_a_language_is_put_right():
    fix = fixed_csv("entity_names", (HERE / "bad" / "entity_names-pattern-language.csv").read_bytes())
    header, row = cells(fix.after)[:2]
    assert row[header.index("language")] == "kk"


def test_without_tables_beside_those_that_ship_count(folder):
    for path in folder.glob("*.csv"):
        path.unlink()
    shipped = next(iter(installed().rows("observations")))
    rows = [list(shipped), [*{**shipped, "observation_id": ""}.values()]]
    (folder / "observations.csv").write_text(_csv_writing.csv_text(rows), encoding="utf-8")
    assert next(plan("observations.csv")).fixed == {"required": 1}


def test_no_identifier_tells_rows_apart_that_say_the_same():
    """A number by the order of rows would be another one tomorrow."""
    header, row = cells(observation(observation_id="").encode())
    taken = ["rail-2025/total-trains-horgos-port-2025-01-31", *row[1:]]
    fix = fixed_csv("observations", _csv_writing.csv_text([header, taken, row, row]))
    assert [row[0] for row in cells(fix.after)[1:]] == ["", "", taken[0]]
    (said,) = unresolved(fix)
    assert "another row says the same; delete one of them, or fill in what tells them apart" in said
    assert said.endswith("; 1 more like it, line 3")


def made_up(*rows, there=()):
    """Identifiers that are made up for rows of one source, without the source."""
    new = [{"source_id": "cr", **row} for row in rows]
    old = [{"source_id": "cr", **row} for row in there]
    found = new_identifiers(RECIPES["observations"], old, new)
    return [one.removeprefix("cr/") for one in found]


TRADE = {"indicator_id": "rail_trade", "ref_area": "KAZ", "period_end": "2024-06-30"}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([TRADE], ["rail-trade-2024-06-30"]),
        (
            [TRADE, {**TRADE, "ref_area": "CHN"}, {**TRADE, "period_end": "2025"}],
            ["rail-trade-kaz-2024-06-30", "rail-trade-chn-2024-06-30", "rail-trade-kaz-2025"],
        ),
        (
            [TRADE, {**TRADE, "partner_area": "CHN"}],
            ["rail-trade-2024-06-30", "rail-trade-chn-2024-06-30"],
        ),
        (
            [{**TRADE, "breakdown": "export"}, {**TRADE, "breakdown": "import"}],
            ["rail-trade-export-2024-06-30", "rail-trade-import-2024-06-30"],
        ),
        (
            [{**TRADE, "definition": "proven"}, {**TRADE, "entity_id": "horgos"}],
            ["rail-trade-proven-2024-06-30", "rail-trade-horgos-2024-06-30"],
        ),
        (
            [{**TRADE, "basis": "un"}, {**TRADE, "basis": "imf", "status": "target"}],
            ["rail-trade-un-2024-06-30", "rail-trade-imf-2024-06-30"],
        ),
        (
            [{**TRADE, "unit": "t"}, {**TRADE, "unit": "USD"}],
            ["rail-trade-t-2024-06-30", "rail-trade-usd-2024-06-30"],
        ),
    ],
)
def test_identifiers_say_what_tells_rows_apart(rows, words):
    assert made_up(*rows) == words


def test_rows_that_are_there_are_told_apart_too():
    there = [{**TRADE, "observation_id": "cr/by-hand", "ref_area": "CHN"}]
    assert made_up(TRADE, there=there) == ["rail-trade-kaz-2024-06-30"]
    there = [{**TRADE, "observation_id": "cr/rail-trade-2024-06-30", "indicator_id": "else"}]
    assert made_up(TRADE, there=there) == ["rail-trade-kaz-2024-06-30"]


_CELLS = st.sampled_from(["", "a", "b", "a-b"])
_ABOUT = st.fixed_dictionaries(
    {
        **{"source_id": st.just("cr"), "indicator_id": st.sampled_from(["a", "b", "a_b"])},
        **dict.fromkeys(["ref_area", "entity_id", "breakdown", "definition", "basis", "unit"], _CELLS),
    }
)


@given(new=st.lists(_ABOUT, max_size=8), there=st.lists(_ABOUT, max_size=3), random=st.randoms())
def test_identifiers_do_not_depend_on_the_order_of_rows(new, there, random):
    old = [{**row, "observation_id": f"cr/a-{number}"} for number, row in enumerate(there)]
    taken = {row["observation_id"] for row in old}
    recipe = RECIPES["observations"]
    made = new_identifiers(recipe, old, new)
    told = [one for one in made if one]
    assert len(set(told)) == len(told)
    assert not taken & set(told)
    order = list(range(len(new)))
    random.shuffle(order)
    again = new_identifiers(recipe, old[::-1], [new[place] for place in order])
    assert again == [made[place] for place in order]


@pytest.mark.parametrize(
    "text",
    [
        "area,name,kind,part_of,,\nCHN,China,country,,,\nKAZ,Kazakhstan,country,,, \n",
        "area,,name, ,kind,part_of\nCHN,,China,,country,\nKAZ,,Kazakhstan,,country,\n",
    ],
)
def test_columns_with_no_name_and_nothing_in_them_are_dropped(text):
    fix = fixed_csv("areas", text)
    assert fix.after.decode() == GOOD_AREAS
    assert fix.fixed["column-extra"] == 2


@pytest.mark.parametrize(
    "text",
    ["area,name,kind,part_of,\nCHN,China,country,,x\n", "area,name,kind,part_of,more\nCHN,China,country,,\n"],
)
def test_columns_with_a_name_or_something_in_them_stay(text):
    fix = fixed_csv("areas", text)
    assert (fix.changes, fix.blocked_by.code) == (False, "column-extra")


# What is left alone.


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_nothing_is_written_if_the_reader_lost_something(monkeypatch, end):
    def reads_less(file):
        for chunk in read_chunks(file):
            yield chunk._replace(rows=[[cell[:10] for cell in row] for row in chunk.rows])

    monkeypatch.setattr("kz_bri_data.fixing.content.read_chunks", reads_less)
    assert fixed_csv("areas", areas("CHN,China,country,")).fixed == {}
    with pytest.raises(CannotRunError, match="was not read completely, so it was not changed;"):
        fixed_csv("areas", areas("CHN,China,country,") + f"KAZ,Kazakhstan the land,country,{end}")


def test_right_files_have_nothing_to_fix_and_nothing_that_is_left():
    """In some tables an observation is only referred to, and many of their rows refer to none."""
    assert [(fix.path, fix.unresolved) for fix in plan(kbd.data_dir()) if fix.changes or fix.unresolved] == []


@pytest.mark.parametrize("large", [False, True])
def test_a_name_in_a_package_writes_no_line_of_its_own(large, tmp_path, capsys):
    name = "areas\nno problems in 17 files"
    resources = [{"name": "areas", "path": f"{name}.csv"}]
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "x", "resources": resources}))
    path = tmp_path / f"{name}.csv"
    try:
        path.write_bytes(b"x" * (9 << 20)) if large else path.symlink_to(tmp_path / "nowhere")
    except OSError:
        pytest.skip("needs names with line breaks")
    assert cli.main(["fix", str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "areas\\nno problems" in line


def test_nothing_is_written_if_nothing_was_fixed(monkeypatch):
    monkeypatch.setattr(TableFixer, "complete", lambda *_: [])
    with pytest.raises(CannotRunError, match="would change for no reason, so it was not changed;"):
        fixed_csv("areas", GOOD_AREAS)


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (areas('KAZ,"Kazakhstan,country,'), 2, "quote-unclosed"),
        (areas('KAZ,Kaz"akh"stan,country,'), 2, "quote-stray"),
        (areas("CHN,China,country,", "KAZ,Kazakhstan"), 3, "row-short"),
        (areas("KAZ,Astana, Kazakhstan,country,"), 2, "row-long"),
        (areas("KAZ," + "x" * (1 << 20) + ",country,"), 2, "row-too-long"),
        ("area,label,kind,part_of\nKAZ, Kazakhstan ,country,\n", 1, "column-extra"),
        ("area,area,kind,part_of\nKAZ,KAZ,country,\n", 1, "column-duplicate"),
        ("nothing,of,it\n 1,2,3\n", 1, "column-missing"),
        ("", 1, "file-empty"),
        (areas("KAZ,Қазақстан,country,", "KGZ,K\udce9z,,").encode("utf-8", "surrogateescape"), 3, "encoding"),
        ("\ufeff".encode("utf-16"), 1, "encoding"),
    ],
)
def test_file_that_cannot_be_cut_is_left_alone(text, line, code):
    fix = fixed_csv("areas", text)
    assert not fix.changes
    assert (fix.blocked_by.line, fix.blocked_by.code) == (line, code)


def test_cells_that_only_a_person_can_fix_stay():
    text = areas("KAZ,=1+1,Country", "kaz,x\u200by,")
    assert not fixed_csv("areas", text).changes


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.name)
def test_bad_files_never_get_worse(bad, folder):
    """What is fixed makes no problem of another kind, and every fix takes its problems away."""
    table = bad.name.partition("-")[0]
    shutil.copy(bad, folder / f"{table}.csv")
    before = validate(f"{table}.csv").counts
    (fix,) = plan(f"{table}.csv")
    (folder / f"{table}.csv").write_bytes(fix.after)
    after = validate(f"{table}.csv").counts
    assert sum(after.values()) <= sum(before.values())
    # A cell that holds only a blank is an empty one.
    assert set(after) <= {*before, *(["required"] if "blanks-only" in bad.name else [])}
    assert bool(fix.changes) == (after != before)


def test_what_ships_needs_no_fix():
    assert not [one.path for one in plan(kbd.data_dir()) if one.changes or one.blocked_by]


# For any input: the same again changes nothing, no cell is lost.

_TEXT = st.text(
    st.one_of(st.sampled_from("a1,.\"%-/ \n\r\t\u00a0\u0301é中'"), st.characters(codec="utf-8")), max_size=8
)
_FILES = st.one_of(
    st.lists(st.tuples(_TEXT, _TEXT, _TEXT), max_size=5).map(
        lambda rows: _csv_writing.csv_text([["area", "name", "kind"], *rows]).encode()
    ),
    st.lists(_TEXT, max_size=8).map(lambda lines: "\n".join(["area,name,kind,part_of", *lines]).encode()),
    st.binary(max_size=40),
)


@given(_FILES)
def test_fixing_twice_is_fixing_once(raw):
    once = fixed_csv("areas", raw)
    twice = fixed_csv("areas", once.after)
    assert twice.after == once.after
    assert not twice.fixed or twice.blocked_by
    assert once.changes == bool(diff(once))


@given(st.lists(st.tuples(_TEXT, _TEXT, _TEXT), max_size=6))
def test_only_blanks_accents_and_line_ends_of_text_change(rows):
    def bare(cell):
        return fixed_csv("areas", _csv_writing.csv_text([["area", "name", "kind"], ["x", cell, "y"]]))

    raw = _csv_writing.csv_text([["area", "name", "kind"], *rows]).encode()
    fix = fixed_csv("areas", raw)
    if not fix.blocked_by:
        kept = cells(fix.after)[1:]
        expected = [tuple(cells(bare(cell).after)[1][1] for cell in row) for row in rows]
        assert sorted(map(tuple, kept)) == sorted(row for row in expected if any(row))


@given(st.data())
def test_observations_fixed_twice(data):
    header, row = cells(observation().encode())
    texts = st.one_of(_TEXT, st.sampled_from(["39%", "48,000", "1 234", "", "1/2/2024", "percent", "5.0"]))
    rows = [[data.draw(texts) if data.draw(st.booleans()) else cell for cell in row] for _ in range(3)]
    once = fixed_csv("observations", _csv_writing.csv_text([header, *rows]))
    assert fixed_csv("observations", once.after).after == once.after


# The diff.


@given(st.lists(st.sampled_from("abcdef"), max_size=12), st.lists(st.sampled_from("abcdef"), max_size=12))
def test_diff_leads_from_one_text_to_the_other(old, new):
    """Applied by hand as `patch` would, hunk by hunk at the lines that it names."""
    before, after = "".join(f"{x}\n" for x in old), "".join(f"{x}\n" for x in new)
    result, done = [], 0
    for line in _csv_writing.unified_diff(before, after, "x").splitlines()[2:]:
        if line.startswith("@@"):
            start, _, length = line.split()[1][1:].partition(",")
            first = int(start) - (length != "0")
            result += old[done:first]
            done = first
            continue
        if line[0] != "+":
            assert old[done] == line[1:]
            done += 1
        if line[0] != "-":
            result.append(line[1:])
    assert result + old[done:] == new


@pytest.mark.parametrize("apart", range(1, 12))
def test_hunks_are_those_of_difflib(apart):
    old = [f"{number}\n" for number in range(30)]
    new = [*old]
    new[8], new[8 + apart] = "x\n", "y\n"
    expected = list(difflib.unified_diff(old, new))[2:]
    assert (
        _csv_writing.unified_diff("".join(old), "".join(new), "x").splitlines(keepends=True)[2:] == expected
    )


def test_diff_of_a_shuffled_file_takes_no_time():
    lines = [f"{number}\n" for number in range(50_000)]
    shuffled = random.Random(1).sample(lines, len(lines))
    diff = _csv_writing.unified_diff("".join(shuffled), "".join(lines), "x")
    assert diff.count("\n+") < len(lines)


def test_diff_shows_escapes():
    fix = fixed_csv("areas", areas(" \x1b[31mKAZ,\u202eKazakhstan,country,"), path="\x1b[2J.csv")
    shown = "\n".join(diff(fix))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert r"- \x1b[31mKAZ" in shown


COMMANDS = [
    "::stop-commands::pwn",
    "\t ::error::x",
    "\u3000::x",
    "##[error]x",
    "a ##[group]",
    "###[x",
    "::::x",
]


def commands_in(text):
    """Lines that GitHub would carry out, as its runner finds them."""
    return [line for line in text.split("\n") if line.strip().startswith("::") or "##[" in line]


@pytest.mark.parametrize("command", COMMANDS)
def test_diff_carries_no_workflow_commands(command):
    before, after = f"a\n {command}\n{command}\nb\n", f"b\n {command}\n{command}\nc\n"
    diff = _csv_writing.unified_diff(before, after, command)
    assert commands_in(diff) == []
    assert diff.count("stop-commands") == before.count("stop-commands") + 2 * command.count("stop-commands")


@pytest.mark.parametrize("command", COMMANDS)
def test_command_prints_no_workflow_commands(folder, command, capsys):
    names = [f"{command.strip()}.csv".replace("/", ""), "areas.csv"]
    (folder / names[0]).write_text(areas('KAZ,"x'), encoding="utf-8")
    text = areas(f'AAA,"\n  {command}\n{command}\n",country,', " KAZ,Kazakhstan,country,")
    (folder / names[1]).write_text(text, encoding="utf-8")
    for path in names:
        cli.main(["fix", path, "--table", "areas"])
    captured = capsys.readouterr()
    assert "+KAZ,Kazakhstan,country," in captured.out
    assert commands_in(captured.out) == []
    assert command.strip() in (folder / names[1]).read_text(encoding="utf-8")


# The file is whole at every moment.


@pytest.fixture
def broken(folder):
    path = folder / "areas.csv"
    path.write_text(areas(" KAZ,Kazakhstan,country,"))
    path.chmod(0o640)
    return path


def test_write_keeps_the_mode(broken):
    next(plan("areas.csv")).write()
    assert broken.read_text() == areas("KAZ,Kazakhstan,country,")
    assert stat.S_IMODE(broken.stat().st_mode) == 0o640


@pytest.mark.parametrize("function", ["write", "fsync", "chmod", "replace"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_crash_leaves_the_old_file(broken, function, error, monkeypatch):
    def fail(*_):
        raise error

    before, names, fix = broken.read_bytes(), sorted(broken.parent.iterdir()), next(plan("areas.csv"))
    if function == "write":
        opened = os.fdopen
        monkeypatch.setattr(_csv_writing.os, "fdopen", lambda *args: _Failing(opened(*args), error))
    elif function == "fsync":
        monkeypatch.setattr(_csv_writing.os, "fsync", fail)
    else:
        monkeypatch.setattr(_csv_writing.Path, function, fail)
    with pytest.raises(type(error)):
        fix.write()
    monkeypatch.undo()
    assert broken.read_bytes() == before
    assert sorted(broken.parent.iterdir()) == names


class _Failing:
    """A file that takes half of what it is given."""

    def __init__(self, file, error):
        self.file, self.error = file, error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, content):
        self.file.write(content[: len(content) // 2])
        raise self.error


def test_somebody_elses_change_is_not_lost(broken):
    fix = next(plan("areas.csv"))
    broken.write_text("theirs")
    with pytest.raises(CannotRunError, match="changed by somebody else"):
        fix.write()
    assert broken.read_text() == "theirs"


# The command.


def test_command_shows_and_fixes(broken, capsys):
    assert cli.main(["fix", "--check", "areas.csv"]) == 1
    shown = capsys.readouterr().out
    assert "- KAZ,Kazakhstan,country,\n+KAZ,Kazakhstan,country,\n" in shown
    assert shown.endswith("areas.csv: to fix: blanks\n")
    assert broken.read_text() == areas(" KAZ,Kazakhstan,country,")
    assert cli.main(["fix", "areas.csv"]) == 0
    assert capsys.readouterr().out.endswith("areas.csv: fixed: blanks\n")
    assert cli.main(["fix", "--check", "areas.csv"]) == 0
    assert capsys.readouterr().out == ""


def test_command_says_what_it_leaves_alone(broken, capsys):
    broken.write_text(areas(' KAZ,"Kazakhstan,country,'))
    assert cli.main(["fix", "areas.csv"]) == 1
    assert capsys.readouterr().out == (
        "areas.csv:2:2: a quote is opened and never closed; close it, or write it twice [quote-unclosed]\n"
        "areas.csv: not changed; fix that line first\n"
    )


def test_command_fixes_a_package(folder, capsys):
    (folder / "data").mkdir()
    for path in folder.glob("*.csv"):
        (folder / "data" / path.name).write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    shutil.copy(kbd.data_dir() / "datapackage.json", folder)
    assert cli.main(["fix", "."]) == 0
    assert capsys.readouterr().out.count(": fixed: line-end") == len(list(GOOD.glob("*.csv")))
    for path in GOOD.glob("*.csv"):
        assert (folder / "data" / path.name).read_bytes() == path.read_bytes()


def test_command_with_another_name(folder, capsys):
    (folder / "mine.csv").write_text(areas(" KAZ,Kazakhstan,country,"))
    assert cli.main(["fix", "mine.csv", "--table", "areas"]) == 0
    assert cli.main(["fix", "mine.csv"]) == 2
    assert "--table" in capsys.readouterr().err


def test_links_are_refused(folder, capsys):
    (folder / "elsewhere").write_text(areas(" KAZ,Kazakhstan,country,"))
    (folder / "areas.csv").unlink()
    (folder / "areas.csv").symlink_to("elsewhere")
    assert cli.main(["fix", "areas.csv"]) == 2
    assert "symbolic link" in capsys.readouterr().err
    assert (folder / "elsewhere").read_text() == areas(" KAZ,Kazakhstan,country,")


def test_interrupted_says_how_far_it_came(broken, capsys, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("kz_bri_data.fixing.files.replace_file", interrupt)
    assert cli.main(["fix", "areas.csv"]) == 2
    assert "files corrected until then: 0" in capsys.readouterr().err


def test_large_file_is_refused(folder):
    (fix,) = plan("areas.csv", largest=10)
    assert (fix.changes, "a file is fixed in memory; split it" in fix.error) == (False, True)
