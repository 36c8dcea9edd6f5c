"""What has one right mending is mended, seen, and whole; all else stays as it was written."""

import csv
import difflib
import errno
import io
import os
import random
import shutil
import stat
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data import _files, cli, loaders
from kz_bri_data.errors import CannotRunError
from kz_bri_data.fixing import left, mend_csv, propose
from kz_bri_data.fixing.cells import mend_date, mend_number
from kz_bri_data.fixing.figures import comma_divides, things_of
from kz_bri_data.validation import validate
from kz_bri_data.validation.reading import read_chunks
from kz_bri_data.validation.rules import read_rules

HERE = Path(__file__).parent
GOOD = HERE / "good"
BAD = sorted((HERE / "bad").glob("*.csv"))
RULES = read_rules(loaders.descriptor())


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of good CSVs, in which we are."""
    for path in GOOD.glob("*.csv"):
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def mend(table, text, path="x.csv"):
    raw = text if isinstance(text, bytes) else text.encode()
    return mend_csv(raw, RULES[table], path, look_up)


@cache
def good_rows(table):
    with (GOOD / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[RULES[table].key[0]]: row for row in csv.DictReader(file)}


def look_up(table, key):
    return good_rows(table).get(key)


def areas(*rows, end="\n"):
    return "".join(row + end for row in ("area,name,kind", *rows))


def cells(raw):
    return [row for chunk in read_chunks(io.BytesIO(raw)) for row in chunk.rows]


# What each kind of mistake becomes.

GOOD_AREAS = areas("CHN,China,country", "KAZ,Kazakhstan,country")


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
        (GOOD_AREAS + " , ,\n", "row-blank"),
        (areas("KAZ,Kazakhstan,country", "CHN,China,country"), "order"),
        ("kind,area,name\ncountry,CHN,China\ncountry,KAZ,Kazakhstan\n", "column-order"),
    ],
)
def test_form_is_mended(broken, code):
    mending = mend("areas", broken)
    assert mending.after.decode() == GOOD_AREAS
    assert code in mending.mended
    assert mending.diff().startswith("--- x.csv\n+++ x.csv (mended)\n@@ ")


def test_accents_are_joined():
    assert mend("areas", areas("FRA,Cafe\u0301,country")).after.decode() == areas("FRA,Café,country")


@pytest.mark.parametrize("accents", ["\u0301\u0316" * 16, "\u0301\u0316" * 200_000])
def test_accents_beyond_all_measure_are_left(accents):
    text = areas(f"FRA,Cafe{accents},country")
    assert not mend("areas", text).changes


def test_accents_in_many_places_are_joined():
    joined = areas(f"FRA,{'é' * 100},country")
    assert mend("areas", areas("FRA," + "e\u0301" * 100 + ",country")).after.decode() == joined


def test_carriage_returns_take_no_time():
    text = areas('KAZ,"x' + "\r" * 400_000 + 'a\nb",country')
    assert not mend("areas", text).changes


def test_line_breaks_in_a_cell_become_one():
    once = mend("areas", areas('KAZ,"a\r\r\r\nb",country')).after
    assert once.decode() == areas('KAZ,"a\nb",country')


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
    assert mend_date(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("03/04/2024", "03.04.2024", "5/3/24", "2024", "2024-03", "2024-02-30", "31/31/2024"),
        *("2024-03-05 12:30", "2024-03/05", "5 Marsh 2024", "0000-01-01", "5 марта 2024"),
    ],
)
def test_dates_with_two_readings_or_none_stay(text):
    assert mend_date(text) == text


@given(st.dates(), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m-%d-%Y"]))
def test_no_date_becomes_another(day, form):
    """Whatever the writer's convention, the date that he meant or his own text comes out."""
    text = day.strftime(form) if day.year >= 1000 else "x"
    assert mend_date(text) in (day.isoformat(), text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("48 000", "48000"), ("48\u00a0000,5", "48000.5"), ("1,234,567", "1234567")),
        *(("1,234.50", "1234.50"), ("1.234.567,8", "1234567.8"), ("1.234,5", "1234.5")),
        *((".5", "0.5"), ("5.", "5"), ("5.0", "5"), ("+7", "7"), ("\N{MINUS SIGN}5.20", "-5.20")),
    ],
)
def test_numbers_with_one_reading(written, meant):
    assert mend_number(written, whole=False) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("48,000", "48.000,", "39,5", "1E+9", "1e5", "007", "00", ".", "+", "", "-", "1,2,3", "1 2"),
        *("12,34,567", "1_000", "٣", "nan", "inf", "0x10", "1,234,56", "39%", "--5", "5 tons"),
    ],
)
def test_numbers_with_two_readings_or_none_stay(text):
    assert mend_number(text, whole=False) == text


@pytest.mark.parametrize("text", ["48.000", "1.000", "-500.000", "+20.000"])
@pytest.mark.parametrize("whole", [True, False])
def test_a_dot_before_three_zeros_may_divide_thousands(text, whole):
    assert mend_number(text, whole=whole) == text


def test_a_dot_before_zeros_that_can_only_be_decimals():
    assert [mend_number(text, whole=False) for text in ("0.000", "2024.000", "48.00", "48.0000")] == [
        *("0", "2024", "48", "48")
    ]


def test_command_says_which_numbers_are_left_to_a_person(folder, capsys):
    changes = dict.fromkeys(("value", "value_low", "value_high"), "48.000")
    text = observation(**changes, figure_as_printed="48.000 Züge", resolution="1,000")
    (folder / "observations.csv").write_text(text, encoding="utf-8")
    assert cli.main(["fix", "observations.csv"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == (
        "",
        "observations.csv: left to you: number-form (3): one dot before 000 may divide thousands; "
        'for "48.000" write 48000 or 48\n'
        "observations.csv: left to you: type: one comma before three digits may divide thousands; "
        'for "48,000" write 48000 or 48\n',
    )
    assert (folder / "observations.csv").read_text(encoding="utf-8") == text


def test_whole_numbers_lose_only_zeros():
    assert mend_number("2024.0", whole=True) == "2024"
    assert mend_number("2024.5", whole=True) == "2024.5"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_grouped_numbers_keep_their_value(number):
    for text in (f"{number:,}", f"{number:,}".replace(",", " "), f"{number}"):
        plain = mend_number(text, whole=False)
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
    ],
)
def test_what_settles_a_comma(number, printed, divides):
    things = things_of({"unit": "train", "indicator_id": "total_trains"})
    assert comma_divides(number, printed, things) is divides


def observation(**changes):
    """One observation as a file, with some cells changed."""
    header, *rows = cells((GOOD / "observations.csv").read_bytes())
    row = dict(zip(header, rows[-1], strict=True), **changes)
    return _files.csv_text([header, [row[name] for name in header]])


def mended_cell(name, **changes):
    header, row = cells(mend("observations", observation(**changes)).after)
    return dict(zip(header, row, strict=True))[name]


def test_thousands_need_the_printed_figure():
    assert mended_cell("value", value="48,000", figure_as_printed="48,000 trains") == "48000"
    assert mended_cell("value", value="48,000", figure_as_printed="48 тыс.") == "48000"
    assert mended_cell("value", value="48,000", figure_as_printed="48,000") == "48,000"
    assert mended_cell("value_low", value_low="48,001", figure_as_printed="48,000 trains") == "48,001"


@pytest.mark.parametrize("unit", ["t", "kg", "percent", "USD", "nosuch", ""])
@pytest.mark.parametrize("printed", ["48 thousand kg", "48 000 kg", "48,000 of 1,048,000 kg", "48,000 t"])
def test_thousands_of_what_is_measured_are_left(unit, printed):
    """48 thousand kilograms are 48 tonnes, and 48,000 may well mean that."""
    assert mended_cell("value", value="48,000", unit=unit, figure_as_printed=printed) == "48,000"


def test_a_date_of_digits_alone_counts_as_a_date():
    assert mend("observations", observation(period_end="31.01.2025")).mended == {"type": 1}


def test_percent_needs_the_unit():
    assert mended_cell("value", value="39%", unit="percent") == "39"
    assert mended_cell("value", value="39.50 %", unit=" percent ") == "39.50"
    assert mended_cell("value", value="39%", unit="t") == "39%"
    assert mended_cell("value", value="39,5%", unit="percent") == "39,5%"
    assert mended_cell("value", value="39.000%", unit="percent") == "39.000%"
    assert mended_cell("value", value="x%", unit="percent") == "x%"


def test_units_come_from_the_table_beside(folder):
    text = observation(value="48,000", figure_as_printed="48,000 trains")
    (folder / "observations.csv").write_text(text, encoding="utf-8")
    assert next(propose("observations.csv")).changes
    units = (folder / "units.csv").read_text(encoding="utf-8")
    (folder / "units.csv").write_text(units.replace(",count,", ",mass,"), encoding="utf-8")
    assert not next(propose("observations.csv")).changes


def test_missing_identifier_is_made_of_what_the_row_is_about():
    assert mended_cell("observation_id", observation_id="") == "rail-2025/total-trains-horgos-port-2025-01-31"
    whole_year = {"period_start": "2024-01-01", "period_end": "31.12.2024", "breakdown": "to_china"}
    assert mended_cell("observation_id", observation_id=" ", **whole_year) == (
        "rail-2025/total-trains-horgos-port-to-china-2024"
    )


@pytest.mark.parametrize(
    ("column", "text"),
    [
        *(("source_id", ""), ("source_id", "Rail 2025"), ("source_id", "rail-2052")),
        *(("indicator_id", ""), ("indicator_id", "total_trians"), ("entity_id", "horgos-prot")),
        *(("period_end", "01.02.2019"), ("period_end", "2025-02-30"), ("period_end", "2025")),
        *(("period_start", "2025-1"), ("breakdown", "To China")),
    ],
)
def test_no_identifier_is_made_of_what_is_wrong(column, text):
    """An identifier never changes again, so a mistake in it would stay."""
    mending = mend("observations", observation(observation_id="", **{column: text}))
    header, row = cells(mending.after)
    assert row[header.index("observation_id")] == ""
    assert mending.left == {"required": 1}
    assert "left to you: required: no observation_id is made of" in left(mending)


@pytest.mark.parametrize("broken", [b"", b'source_id\n"rail-2025'])
def test_no_identifier_without_sources_that_can_be_read(folder, broken):
    (folder / "sources.csv").write_bytes(broken)
    (folder / "observations.csv").write_text(observation(observation_id=""), encoding="utf-8")
    assert next(propose("observations.csv")).left == {"required": 1}


def test_without_tables_beside_those_that_ship_count(folder):
    for path in folder.glob("*.csv"):
        path.unlink()
    shipped = next(iter(loaders.rows("observations")))
    rows = [list(shipped), [*{**shipped, "observation_id": ""}.values()]]
    (folder / "observations.csv").write_text(_files.csv_text(rows), encoding="utf-8")
    assert next(propose("observations.csv")).mended == {"required": 1}


def test_identifiers_are_unique():
    header, row = cells(observation(observation_id="").encode())
    taken = [["rail-2025/total-trains-horgos-port-2025-01-31", *row[1:]], row, row]
    _, *rows = cells(mend("observations", _files.csv_text([header, *taken])).after)
    assert [row[0] for row in rows] == [f"{taken[0][0]}{suffix}" for suffix in ("", "-2", "-3")]


@pytest.mark.parametrize(
    "text",
    [
        "area,name,kind,,\nCHN,China,country,,\nKAZ,Kazakhstan,country,, \n",
        "area,,name, ,kind\nCHN,,China,,country\nKAZ,,Kazakhstan,,country\n",
    ],
)
def test_columns_with_no_name_and_nothing_in_them_are_dropped(text):
    mending = mend("areas", text)
    assert mending.after.decode() == GOOD_AREAS
    assert mending.mended["column-extra"] == 2


@pytest.mark.parametrize(
    "text", ["area,name,kind,\nCHN,China,country,x\n", "area,name,kind,more\nCHN,China,country,\n"]
)
def test_columns_with_a_name_or_something_in_them_stay(text):
    mending = mend("areas", text)
    assert (mending.changes, mending.trouble.code) == (False, "column-extra")


# What is left alone.


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_nothing_is_written_if_the_reader_lost_something(monkeypatch, end):
    def reads_less(file):
        for chunk in read_chunks(file):
            yield chunk._replace(rows=[[cell[:10] for cell in row] for row in chunk.rows])

    monkeypatch.setattr("kz_bri_data.fixing.files.read_chunks", reads_less)
    assert mend("areas", areas("CHN,China,country")).mended == {}
    with pytest.raises(CannotRunError, match="was not read as a whole, so it is left;"):
        mend("areas", areas("CHN,China,country") + f"KAZ,Kazakhstan the land,country{end}")


def test_nothing_is_written_if_nothing_was_mended(monkeypatch):
    monkeypatch.setattr("kz_bri_data.fixing.files._written", lambda *_: b"area,name,kind\n")
    with pytest.raises(CannotRunError, match="would change for no reason, so it is left;"):
        mend("areas", GOOD_AREAS)


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (areas('KAZ,"Kazakhstan,country'), 2, "quote-unclosed"),
        (areas('KAZ,Kaz"akh"stan,country'), 2, "quote-stray"),
        (areas("CHN,China,country", "KAZ,Kazakhstan"), 3, "row-short"),
        (areas("KAZ,Astana, Kazakhstan,country"), 2, "row-long"),
        (areas("KAZ," + "x" * (1 << 20) + ",country"), 2, "row-too-long"),
        ("area,label,kind\nKAZ, Kazakhstan ,country\n", 1, "column-extra"),
        ("area,area,kind\nKAZ,KAZ,country\n", 1, "column-duplicate"),
        ("nothing,of,it\n 1,2,3\n", 1, "column-missing"),
        ("", 1, "file-empty"),
        (areas("KAZ, K\udce9z,country").encode("utf-8", "surrogateescape"), 2, "encoding"),
        ("\ufeff".encode("utf-16"), 1, "encoding"),
    ],
)
def test_file_that_cannot_be_cut_is_left_alone(text, line, code):
    mending = mend("areas", text)
    assert not mending.changes
    assert (mending.trouble.line, mending.trouble.code) == (line, code)


def test_cells_that_only_a_person_can_mend_stay():
    text = areas("KAZ,=1+1,Country", "kaz,x\u200by,")
    assert not mend("areas", text).changes


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.name)
def test_bad_files_never_get_worse(bad, folder):
    """What is mended makes no problem of another kind, and every mending takes its problems away."""
    table = bad.name.partition("-")[0]
    shutil.copy(bad, folder / f"{table}.csv")
    before = validate(f"{table}.csv").counts
    (mending,) = propose(f"{table}.csv")
    (folder / f"{table}.csv").write_bytes(mending.after)
    after = validate(f"{table}.csv").counts
    assert sum(after.values()) <= sum(before.values())
    # A cell that holds only a blank is an empty one.
    assert set(after) <= {*before, *(["required"] if "blanks-only" in bad.name else [])}
    assert bool(mending.changes) == (after != before)


def test_what_ships_needs_no_mending():
    assert not [one.path for one in propose(loaders.data_dir()) if one.changes or one.trouble]


# For any input: the same again changes nothing, no cell is lost.

_TEXT = st.text(
    st.one_of(st.sampled_from("a1,.\"%-/ \n\r\t\u00a0\u0301é中'"), st.characters(codec="utf-8")), max_size=8
)
_FILES = st.one_of(
    st.lists(st.tuples(_TEXT, _TEXT, _TEXT), max_size=5).map(
        lambda rows: _files.csv_text([["area", "name", "kind"], *rows]).encode()
    ),
    st.lists(_TEXT, max_size=8).map(lambda lines: "\n".join(["area,name,kind", *lines]).encode()),
    st.binary(max_size=40),
)


@given(_FILES)
def test_mending_twice_is_mending_once(raw):
    once = mend("areas", raw)
    twice = mend("areas", once.after)
    assert twice.after == once.after
    assert not twice.mended or twice.trouble
    assert once.changes == bool(once.diff())


@given(st.lists(st.tuples(_TEXT, _TEXT, _TEXT), max_size=6))
def test_only_blanks_accents_and_line_ends_of_text_change(rows):
    def bare(cell):
        return mend("areas", _files.csv_text([["area", "name", "kind"], ["x", cell, "y"]]))

    raw = _files.csv_text([["area", "name", "kind"], *rows]).encode()
    mending = mend("areas", raw)
    if not mending.trouble:
        kept = cells(mending.after)[1:]
        expected = [tuple(cells(bare(cell).after)[1][1] for cell in row) for row in rows]
        assert sorted(map(tuple, kept)) == sorted(row for row in expected if any(row))


@given(st.data())
def test_observations_mended_twice(data):
    header, row = cells(observation().encode())
    texts = st.one_of(_TEXT, st.sampled_from(["39%", "48,000", "1 234", "", "1/2/2024", "percent", "5.0"]))
    rows = [[data.draw(texts) if data.draw(st.booleans()) else cell for cell in row] for _ in range(3)]
    once = mend("observations", _files.csv_text([header, *rows]))
    assert mend("observations", once.after).after == once.after


# The diff.


@given(st.lists(st.sampled_from("abcdef"), max_size=12), st.lists(st.sampled_from("abcdef"), max_size=12))
def test_diff_leads_from_one_text_to_the_other(old, new):
    """Applied by hand as `patch` would, hunk by hunk at the lines that it names."""
    before, after = "".join(f"{x}\n" for x in old), "".join(f"{x}\n" for x in new)
    result, done = [], 0
    for line in _files.unified_diff(before, after, "x").splitlines()[2:]:
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
    assert _files.unified_diff("".join(old), "".join(new), "x").splitlines(keepends=True)[2:] == expected


def test_diff_of_a_shuffled_file_takes_no_time():
    lines = [f"{number}\n" for number in range(50_000)]
    shuffled = random.Random(1).sample(lines, len(lines))
    diff = _files.unified_diff("".join(shuffled), "".join(lines), "x")
    assert diff.count("\n+") < len(lines)


def test_diff_shows_escapes():
    diff = mend("areas", areas(" \x1b[31mKAZ,\u202eKazakhstan,country"), path="\x1b[2J.csv").diff()
    assert "\x1b" not in diff
    assert "\u202e" not in diff
    assert "-" in diff
    assert r"\x1b[31mKAZ" in diff


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
    diff = _files.unified_diff(before, after, command)
    assert commands_in(diff) == []
    assert diff.count("stop-commands") == before.count("stop-commands") + 2 * command.count("stop-commands")


@pytest.mark.parametrize("command", COMMANDS)
def test_command_prints_no_workflow_commands(folder, command, capsys):
    names = [f"{command.strip()}.csv".replace("/", ""), "areas.csv"]
    (folder / names[0]).write_text(areas('KAZ,"x'), encoding="utf-8")
    text = areas(f'AAA,"\n  {command}\n{command}\n",country', " KAZ,Kazakhstan,country")
    (folder / names[1]).write_text(text, encoding="utf-8")
    for path in names:
        cli.main(["fix", path, "--table", "areas"])
    captured = capsys.readouterr()
    assert "+KAZ,Kazakhstan,country" in captured.out
    assert commands_in(captured.out) == []
    assert command.strip() in (folder / names[1]).read_text(encoding="utf-8")


# The file is whole at every moment.


@pytest.fixture
def broken(folder):
    path = folder / "areas.csv"
    path.write_text(areas(" KAZ,Kazakhstan,country"))
    path.chmod(0o640)
    return path


def test_write_keeps_the_mode(broken):
    next(propose("areas.csv")).write()
    assert broken.read_text() == areas("KAZ,Kazakhstan,country")
    assert stat.S_IMODE(broken.stat().st_mode) == 0o640


@pytest.mark.parametrize("function", ["write", "fsync", "chmod", "replace"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_crash_leaves_the_old_file(broken, function, error, monkeypatch):
    def fail(*_):
        raise error

    before, names, mending = broken.read_bytes(), sorted(broken.parent.iterdir()), next(propose("areas.csv"))
    if function == "write":
        opened = os.fdopen
        monkeypatch.setattr(_files.os, "fdopen", lambda *args: _Failing(opened(*args), error))
    elif function == "fsync":
        monkeypatch.setattr(_files.os, "fsync", fail)
    else:
        monkeypatch.setattr(_files.Path, function, fail)
    with pytest.raises(type(error)):
        mending.write()
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
    mending = next(propose("areas.csv"))
    broken.write_text("theirs")
    with pytest.raises(CannotRunError, match="changed by somebody else"):
        mending.write()
    assert broken.read_text() == "theirs"


# The command.


def test_command_shows_and_mends(broken, capsys):
    assert cli.main(["fix", "--check", "areas.csv"]) == 1
    shown = capsys.readouterr().out
    assert "- KAZ,Kazakhstan,country\n+KAZ,Kazakhstan,country\n" in shown
    assert shown.endswith("areas.csv: to mend: blanks\n")
    assert broken.read_text() == areas(" KAZ,Kazakhstan,country")
    assert cli.main(["fix", "areas.csv"]) == 0
    assert capsys.readouterr().out.endswith("areas.csv: mended: blanks\n")
    assert cli.main(["fix", "--check", "areas.csv"]) == 0
    assert capsys.readouterr().out == ""


def test_command_says_what_it_leaves_alone(broken, capsys):
    broken.write_text(areas(' KAZ,"Kazakhstan,country'))
    assert cli.main(["fix", "areas.csv"]) == 1
    assert capsys.readouterr().out == (
        "areas.csv:2:2: a quote is opened and never closed; close it, or write it twice [quote-unclosed]\n"
        "areas.csv: left as it is; mend that line first\n"
    )


def test_command_mends_a_package(folder, capsys):
    (folder / "data").mkdir()
    for path in folder.glob("*.csv"):
        (folder / "data" / path.name).write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    shutil.copy(loaders.data_dir() / "datapackage.json", folder)
    assert cli.main(["fix", "."]) == 0
    assert capsys.readouterr().out.count(": mended: line-end") == len(list(GOOD.glob("*.csv")))
    for path in GOOD.glob("*.csv"):
        assert (folder / "data" / path.name).read_bytes() == path.read_bytes()


def test_command_with_another_name(folder, capsys):
    (folder / "mine.csv").write_text(areas(" KAZ,Kazakhstan,country"))
    assert cli.main(["fix", "mine.csv", "--table", "areas"]) == 0
    assert cli.main(["fix", "mine.csv"]) == 2
    assert "--table" in capsys.readouterr().err


def test_links_are_refused(folder, capsys):
    (folder / "elsewhere").write_text(areas(" KAZ,Kazakhstan,country"))
    (folder / "areas.csv").unlink()
    (folder / "areas.csv").symlink_to("elsewhere")
    assert cli.main(["fix", "areas.csv"]) == 2
    assert "symbolic link" in capsys.readouterr().err
    assert (folder / "elsewhere").read_text() == areas(" KAZ,Kazakhstan,country")


def test_interrupted_says_how_far_it_came(broken, capsys, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("kz_bri_data.fixing.files.replace_file", interrupt)
    assert cli.main(["fix", "areas.csv"]) == 2
    assert "files mended until then: 0" in capsys.readouterr().err


def test_large_file_is_refused(folder, monkeypatch, capsys):
    monkeypatch.setattr("kz_bri_data.fixing.files.LARGEST", 10)
    assert cli.main(["fix", "areas.csv"]) == 2
    assert "is mended in memory" in capsys.readouterr().err
