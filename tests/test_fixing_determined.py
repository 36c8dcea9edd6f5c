"""What the other cells of a row determine is filled in; what is left is named with its line."""

import csv
import random
import shutil
from functools import cache

import pytest
from good_package import GOOD
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data import cli
from kz_bri_data._catalogue import installed
from kz_bri_data._csv_writing import csv_text
from kz_bri_data.fixing import Tables, diff, fix_csv, plan
from kz_bri_data.fixing.identifiers import RECIPES, new_identifiers
from kz_bri_data.validation import validate
from kz_bri_data.validation.reporting.text import text_line
from kz_bri_data.validation.rules.code_forms import CodeForms
from kz_bri_data.validation.rules.suggestions import MADE_UP

TABLES = installed().tables


@cache
def good(table):
    with (GOOD / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def file_of(table, *rows):
    """A file of the table: good rows, each with some cells changed."""
    header = list(TABLES[table].by_name)
    return csv_text([header, *([row[name] for name in header] for row in rows)])


def fixed_row(table, row):
    """The row as it is fixed, and what was fixed."""
    fix = fix_csv(file_of(table, row).encode(), TABLES[table], f"{table}.csv", Tables(good))
    return next(csv.DictReader(fix.after.decode().splitlines())), fix.fixed


FREIGHT = next(row for row in good("observations") if row["observation_id"] == "rail-2025/freight")
OPENED = good("events")[0]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of good CSVs, in which we are."""
    for path in GOOD.glob("*.csv"):
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Bounds.


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        *(("exact", "41", "41"), ("over", "41", ""), ("at_least", "41", ""), ("nearly", "", "41")),
        *(("at_most", "", "41"), ("about", "", ""), ("range", "", ""), ("almost", "", "")),
    ],
)
def test_a_hedge_gives_the_bounds(qualifier, low, high):
    empty = {**FREIGHT, "qualifier": qualifier, "value": "41", "value_low": "", "value_high": ""}
    row, _ = fixed_row("observations", empty)
    assert (row["value_low"], row["value_high"]) == (low, high)


@pytest.mark.parametrize(
    ("qualifier", "value", "low", "high"),
    [("exact", "41", "40", ""), ("over", "41", "", "42"), ("exact", "4,100", "", ""), ("exact", "", "", "")],
)
def test_bounds_that_something_contradicts_are_not_filled_in(qualifier, value, low, high):
    empty = {**FREIGHT, "qualifier": qualifier, "value": value, "value_low": low, "value_high": high}
    row, _ = fixed_row("observations", empty)
    assert (row["value_low"], row["value_high"]) == (low, high)


def test_a_bound_is_of_the_value_as_it_is_fixed():
    row, counts = fixed_row(
        "observations",
        {**FREIGHT, "qualifier": "Over", "value": "41,5 млн", "value_low": "", "value_high": ""},
    )
    assert (row["qualifier"], row["value"], row["value_low"]) == ("over", "41500000", "41500000")
    assert counts["low-bound-only"] == 1


@pytest.mark.parametrize(
    ("unit", "text", "figure", "plain"),
    [
        ("Mt", "78 million", "78 million tons", None),
        ("TWh", "3 billion", "3 billion kWh", None),
        ("million_USD", "43.8 million", "43.8 million", None),
        ("USD", "43,8 млн", "43,8 млн теңге", None),
        ("t", "78 million", "78 million kg", None),
        ("KZT", "43,8 млн", "43,8 млн теңге", "43800000"),
        ("USD", "43.8 million", "43.8 million", "43800000"),
        ("t", "78 million", "78 million tons", "78000000"),
    ],
)
def test_a_scale_word_is_left_to_a_person_where_the_unit_has_a_scale_or_another_is_printed(
    unit, text, figure, plain
):
    row, _ = fixed_row("observations", {**FREIGHT, "value": text, "unit": unit, "figure_as_printed": figure})
    assert row["value"] == (plain or text)


# Periods.


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        *(("2024", "2024", "2024-01-01", "2024-12-31"), ("2024", "", "2024-01-01", "2024-12-31")),
        *(("", "2024", "2024-01-01", "2024-12-31"), ("2021-03", "", "2021-03-01", "2021-03-31")),
        *(("2021-02", "2021-02", "2021-02-01", "2021-02-28"), ("2024", "2025", "2024-01-01", "2025-12-31")),
        *(("2021/3", "", "2021-03-01", "2021-03-31"), ("наурыз 2021", "", "2021-03-01", "2021-03-31")),
        *(("Q2 2021", "", "2021-04-01", "2021-06-30"), ("2021年第二季度", "", "2021-04-01", "2021-06-30")),
        *(("2024-01-01", "2024-03", "2024-01-01", "2024-03-31"), ("2024-01-01", "", "2024-01-01", "")),
        *(("03/04/2016", "", "03/04/2016", ""), ("42430", "", "42430", "")),
    ],
)
def test_a_period_gives_its_first_and_last_day(start, end, first, last):
    row, _ = fixed_row("observations", {**FREIGHT, "period_start": start, "period_end": end})
    assert (row["period_start"], row["period_end"]) == (first, last)
    row, _ = fixed_row("events", {**OPENED, "date_start": start, "date_end": end, "date_basis": "stated"})
    assert (row["date_start"], row["date_end"]) == (first, last)


@pytest.mark.parametrize("indicator", ["total_trains", "unknown"])
def test_a_running_total_stands_at_a_day_that_its_year_does_not_give(indicator):
    total = {**FREIGHT, "indicator_id": indicator, "period_start": "", "period_end": "2024"}
    row, _ = fixed_row("observations", total)
    assert (row["period_start"], row["period_end"]) == ("", "2024")


def test_nothing_is_filled_in_where_there_is_no_date():
    undated = {**FREIGHT, "period_start": "2024", "period_end": "", "period_basis": "undated"}
    assert fixed_row("observations", undated)[0]["period_end"] == ""


# Codes.


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        *(("status", "Actual", "actual"), ("qualifier", "At least", "at_least"), ("ref_area", "kaz", "KAZ")),
        *(("source_id", "Rail 2025", "rail-2025"), ("indicator_id", "Total Trains", "total_trains")),
        *(("ref_area", "ＫＡＺ", "KAZ"), ("unit", "Percent", "percent"), ("status", "ac-tual", "actual")),
        *(("status", "actuel", "actuel"), ("ref_area", "Kazakhstan", "Kazakhstan")),
    ],
)
def test_a_code_is_written_as_the_one_that_it_is(column, text, code):
    assert fixed_row("observations", {**FREIGHT, column: text})[0][column] == code


def test_of_two_codes_none_is_taken():
    forms = CodeForms(["westbound", "west_bound", "mWh", "MWh", "Mt", "transit"])
    assert [forms.find(text) for text in ("West bound", "mwh", "mt", "Transit", "x" * 300, "")] == [
        *(None, None, None, "transit", None, None)
    ]


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=4))
def test_a_code_that_is_found_is_one_of_them(text, codes):
    assert CodeForms(codes).find(text) in {None, *codes}


# Identifiers.


@pytest.mark.parametrize(
    ("table", "column", "changes", "identifier"),
    [
        ("events", "event_id", {"name": "Dry port opened"}, "/dry-port-opened"),
        ("statements", "statement_id", {"name": "Kazakhstan is the largest."}, "/kazakhstan-is-the-largest"),
        ("places", "place_id", {"name": "Öskemen"}, "oskemen"),
        ("entities", "entity_id", {"name": "Bridge of Friendship"}, "bridge-of-friendship"),
        ("projects", "project_id", {"name": "Zhanatas wind farm II"}, "zhanatas-wind-farm-ii"),
        ("twin_pairs", "pair_id", {"kazakh_side": "Semey", "chinese_side": "Xi'an"}, "semey-xi-an"),
    ],
)
def test_identifiers_of_other_tables(table, column, changes, identifier):
    first = next(iter(good(table)), dict.fromkeys(TABLES[table].by_name, ""))
    row = {**first, **changes, column: ""}
    made, counts = fixed_row(table, row)
    source = row["source_id"] if identifier.startswith("/") else ""
    assert (made[column], counts["required"]) == (source + identifier, 1)


def test_a_name_without_latin_letters_gives_no_identifier(folder, capsys):
    row = {**good("events")[0], "event_id": "", "name": "Құрғақ порт ашылды"}
    (folder / "events.csv").write_text(file_of("events", row), encoding="utf-8")
    assert cli.main(["fix", "events.csv"]) == 1
    assert "no word of the row is in Latin letters; write a few that tell it from" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        *(("2021-03-01", "2021-03-31", "2021-03"), ("2021-01-01", "2021-12-31", "2021")),
        *(("2021-04-01", "2021-06-30", "2021-q2"), ("2021-01-01", "2021-05-31", "2021-01-2021-05")),
        *(("2019-01-01", "2021-12-31", "2019-2021"), ("2021-03-05", "2021-03-05", "2021-03-05")),
        *(("2021-03-01", "2021-03-30", "2021-03-01-2021-03-30"), ("", "2021-03-31", "2021-03-31")),
        *(("2021-W0-01", "2021-13-31", "2021-w0-01-2021-13-31"),),
    ],
)
def test_periods_are_short_in_identifiers(start, end, words):
    row = {"source_id": "cr", "indicator_id": "trade", "period_start": start, "period_end": end}
    assert new_identifiers(RECIPES["observations"], [], [row]) == [f"cr/trade-{words}"]


def test_validate_promises_the_identifiers_that_are_made_up():
    assert {recipe.key for recipe in RECIPES.values()} == MADE_UP
    for table, recipe in RECIPES.items():
        assert TABLES[table].primary_key == (recipe.key,)
        assert set(recipe.columns) <= TABLES[table].by_name.keys()


# What is fixed is no longer found, and fixed again is not changed.

_SLIPS = {
    "qualifier": ["exact", "Over", "almost", "range"],
    "value": ["41", "41,5 млн", "48,000", "4.38E+10", ""],
    "value_low": ["", "41"],
    "value_high": ["", "41"],
    "period_start": ["2024", "2024-03", "Q1 2024", "", "03/04/2016", "42430"],
    "period_end": ["2024", "", "31.12.2024"],
    "indicator_id": ["rail_freight", "Total trains", "freight"],
    "unit": ["t", "T", "train"],
    "status": ["Actual", "planned"],
    "observation_id": ["", "rail-2025/freight"],
    "resolution": ["", "1"],
}


@given(
    st.lists(
        st.fixed_dictionaries({name: st.sampled_from(texts) for name, texts in _SLIPS.items()}),
        min_size=1,
        max_size=3,
    )
)
def test_what_is_fixed_once_is_fixed(slips):
    raw = file_of("observations", *({**FREIGHT, **slip} for slip in slips)).encode()
    once = fix_csv(raw, TABLES["observations"], "observations.csv", Tables(good))
    again = fix_csv(once.after, TABLES["observations"], "observations.csv", Tables(good))
    assert (again.after, again.fixed) == (once.after, {})
    assert [one.problem for one in again.unresolved] == [one.problem for one in once.unresolved]


def test_validate_finds_in_the_fixed_file_what_fix_left_and_nothing_that_it_fixed(folder):
    slips = [
        {"qualifier": "Over", "value": "41,5", "value_low": "", "status": "almost"},
        {"period_start": "2024"},
    ]
    rows = [
        {**FREIGHT, **slip, "observation_id": f"rail-2025/x-{number}"} for number, slip in enumerate(slips)
    ]
    (folder / "observations.csv").write_text(file_of("observations", *rows), encoding="utf-8")
    (fix,) = plan("observations.csv")
    fix.write()
    found = [problem for problem in validate("observations.csv").problems if problem.severity == "error"]
    left = [text_line(one.problem) for one in fix.unresolved]
    assert [text_line(problem) for problem in found if problem.code == "enum"] == left


# The command.


def many(number, change):
    """So many new rows of one source, each of another month."""
    return [
        {
            **FREIGHT,
            "observation_id": "",
            "period_start": f"{1600 + place // 12}-{place % 12 + 1:02}",
            "period_end": "",
            **change(place),
        }
        for place in range(number)
    ]


def test_many_rows_are_shown_in_few_lines(folder, capsys):
    rows = many(4500, lambda place: {"qualifier": "almost"} if place % 9 == 0 else {"status": "Actual"})
    random.Random(1).shuffle(rows)
    (folder / "observations.csv").write_text(file_of("observations", *rows), encoding="utf-8")
    assert cli.main(["fix", "observations.csv"]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) + len(err.splitlines()) < 60
    assert "more lines; all of them: --all\n" in out
    (head, enum) = err.splitlines()
    assert head == "observations.csv: left to you: 500 cells"
    assert enum.endswith(" and 494 more")
    assert cli.main(["fix", "--all", "observations.csv"]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 501)
    lines = (folder / "observations.csv").read_text(encoding="utf-8").splitlines()
    for line in err.splitlines()[1:]:
        assert ",almost," in lines[int(line.split(":")[1]) - 1]


def test_lines_are_those_of_the_file_as_the_reader_finds_it(folder, capsys):
    rows = [good("areas")[1], {**good("areas")[0], "kind": "land"}]
    (folder / "areas.csv").write_text(file_of("areas", *rows), encoding="utf-8")
    assert cli.main(["fix", "--check", "areas.csv"]) == 1
    assert capsys.readouterr().err.splitlines()[1].startswith('areas.csv:3:3: kind: "land" is not a kind')
    assert cli.main(["fix", "areas.csv"]) == 1
    assert capsys.readouterr().err.splitlines()[1].startswith('areas.csv:2:3: kind: "land" is not a kind')


def test_a_row_that_moves_is_one_line_of_the_diff(folder):
    rows = good("observations")
    text = file_of("observations", *rows[1:], rows[0])
    (folder / "observations.csv").write_text(text, encoding="utf-8")
    (fix,) = plan("observations.csv")
    assert diff(fix)[2:] == [f"1 row moved: line {len(rows) + 1} to 2"]
    assert fix.after == (GOOD / "observations.csv").read_bytes()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: raw.replace(b"\n", b"\r\n"), "all {n} lines: CR LF becomes LF"),
        (lambda raw: raw.replace(b"\n", b"\r\n", 1), "1 of {n} lines: CR LF becomes LF"),
        (lambda raw: raw.replace(b"\n", b"\r"), "all {n} lines: CR becomes LF"),
        (lambda raw: b"\xef\xbb\xbf" + raw, "the byte order mark is left out"),
        (lambda raw: raw[:-1], "the last line gets a line end"),
        (lambda raw: raw.replace(b"country", b'"country"'), "quotes that are not needed are left out"),
        (lambda raw: raw + b"\n\n", "2 blank rows left out"),
    ],
)
def test_what_changes_in_every_line_is_said_once(folder, change, said):
    raw = (GOOD / "areas.csv").read_bytes()
    (folder / "areas.csv").write_bytes(change(raw))
    (fix,) = plan("areas.csv")
    assert diff(fix)[2:] == [said.format(n=raw.count(b"\n"))]


def test_a_file_that_cannot_be_fixed_does_not_end_the_run(folder, capsys):
    for name in ("areas.csv", "units.csv", "sources.csv"):
        path = folder / name
        path.write_bytes(path.read_bytes() + b"\n")
    (folder / "areas.csv").write_bytes((folder / "areas.csv").read_bytes().replace(b"country", b"land", 1))
    (folder / "areas.csv").chmod(0o444)
    (folder / "units.csv").unlink()
    (folder / "units.csv").symlink_to("definitions.csv")
    assert cli.main(["fix", "areas.csv", "units.csv", "sources.csv"]) == 2
    out, err = capsys.readouterr()
    assert "areas.csv: to fix: row-blank" in out
    assert "areas.csv: left to you: 1 cell" in err
    assert "areas.csv is read-only, so it was not changed; make it writable first" in err
    assert "units.csv is a symbolic link" in err
    assert (folder / "areas.csv").read_bytes().endswith(b"\n\n")
    assert (folder / "sources.csv").read_bytes() == (GOOD / "sources.csv").read_bytes()
