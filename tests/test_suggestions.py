"""For every cell, `fix` writes the one reading that `validate` suggests, or both say what is left open."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data._catalogue import installed
from kz_bri_data._text_safety import quote
from kz_bri_data.fixing import Tables
from kz_bri_data.fixing.cells import fix_text
from kz_bri_data.fixing.rows import TableFixer
from kz_bri_data.numbers import SCALES
from kz_bri_data.validation.rules.cells import cell_check, close_check
from kz_bri_data.validation.rules.suggestions import suggest

RULES = installed().tables
COLUMNS = [
    *(("observations", "value"), ("population", "persons"), ("population", "year")),
    *(("events", "date_start"), ("events", "date_end"), ("breaks", "date"), ("sources", "published")),
    *(("observations", "counted_from"), ("observations", "qualifier"), ("observations", "unit")),
    *(("observations", "period_end"), ("areas", "name")),
]


def rows(table):
    path = Path(__file__).parent / "good" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TABLES = Tables(rows)

_DIGITS = st.text(st.sampled_from("0123456789"), min_size=1, max_size=5)
_PIECES = st.sampled_from(
    [
        *(",", ".", " ", "\u00a0", "'", "-", "\N{MINUS SIGN}", "–", "+", "%", "/", ":", "e", "E+", "(", ")"),
        *(
            "000",
            "48",
            "５",
            "，",
            "．",
            "٣",
            "年",
            "月",
            "日",
            "млн",
            "千",
            "万",
            " million",
            "mil",
            "T00:00",
        ),
        *(" марта ", " March ", " наурыз ", " г.", "NaN", "#N/A", "=1", "\u200b", "\ufffd", "e\u0301", "x"),
    ]
)
_NUMBERS = st.builds(
    lambda sign, groups, mark, decimals, end: sign + mark.join(groups) + decimals + end,
    st.sampled_from(["", "-", "+", "\N{MINUS SIGN}", "–", "(", "$"]),
    st.lists(st.sampled_from(["1", "0", "12", "234", "500", "000", "1234"]), min_size=1, max_size=4),
    st.sampled_from([",", ".", " ", "\u202f", "'", "’", ""]),
    st.sampled_from(["", ".5", ",5", ".00", ",250", ".", ",", "e5"]),
    st.sampled_from(["", "%", " %", ")", "%)", " тыс.", *(f" {word}" for word in SCALES), "千亿", "百万"]),
)
_DATES = st.dates().flatmap(
    lambda day: st.sampled_from(
        [
            day.strftime(form)
            for form in ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%y", "%d %b %Y", "%B %Y", "%Y", "%Y-%m")
        ]
        + [f"Q{day.month % 4 + 1} {day.year}", f"{day.year}年第{day.month % 4 + 1}季度"]
        + [f"{day.isoformat()} 00:00:00", f"{day.isoformat()}T10:00", str(day.toordinal() % 100_000)]
    )
)
_CODES = st.builds(
    lambda code, change: change(code),
    st.sampled_from(["at_least", "over", "exact", "train", "count", "percent", "t", "TEU"]),
    st.sampled_from([str.upper, str.title, lambda code: code.replace("_", " "), lambda code: f"{code}-"]),
)
CELLS = st.one_of(
    _NUMBERS,
    _DATES,
    _CODES,
    st.lists(st.one_of(_PIECES, _DIGITS), max_size=6).map("".join),
    st.text(max_size=6),
)


def fixed(table, row):
    """The row as `fix` leaves it, how often it fixed what, and what it leaves to a person."""
    fixer = fixer_of(table)
    fixer.fixed.clear()
    row = fixer.fix_row(row)
    return row, fixer.fixed, list(fixer.left(row))


@cache
def fixer_of(table):
    return TableFixer(RULES[table], TABLES)


@cache
def check_of(table, column):
    field = RULES[table].by_name[column]
    return cell_check(field, TABLES.reference(field.references) if field.references else None)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@given(text=CELLS)
def test_a_quick_look_lets_nothing_pass_that_a_close_one_finds(table, column, text):
    field = RULES[table].by_name[column]
    closely = close_check(field, TABLES.reference(field.references) if field.references else None)
    assert check_of(table, column)(text) == closely(text)
    assert check_of(table, column)(field.example) == closely(field.example)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@given(text=CELLS)
def test_fix_and_validate_agree(table, column, text):
    cell = fix_text(text)
    check = check_of(table, column)
    violation = check(cell)
    row, counts, left = fixed(table, {column: text})
    after = row[column]
    if violation is None:
        assert (after, left) == (cell, [])
    elif after == cell:
        assert not re.fullmatch(r'write ([-0-9.]+|"[^"]*")', violation.hint)
        assert left == [(column, violation)]
    else:
        assert violation.hint.partition(",")[0] in (f"write {after}", f"write {quote(after)}")
        assert counts[violation.code] == 1
        again = check(after)
        assert left == ([] if again is None else [(column, again)])
        # What a text was before it was read in another encoding may be wrong in its own way.
        assert again is None or again.code == "bounds" or violation.code == "mojibake"


@given(
    st.sampled_from(["48,000", "48.000", "1,234", "-2,000", "39%", "12,5%", "7,500%"]),
    st.sampled_from(["train", "percent", "t", ""]),
    st.lists(
        st.sampled_from(
            ["48,000", "48.000", "48 тыс.", " trains", "2千万", "2千", "1,048,000", " of ", "39"]
        ),
        max_size=3,
    ).map("".join),
)
def test_of_what_is_open_only_a_named_reading_is_written(text, unit, printed):
    row = {"value": text, "unit": unit, "figure_as_printed": printed, "indicator_id": "total_trains"}
    row, _, left = fixed("observations", row)
    suggestion = suggest(RULES["observations"].by_name["value"], text)
    hints = [violation.hint for column, violation in left if column == "value"]
    if row["value"] == text:
        assert hints == [suggestion.hint]
    else:
        assert row["value"] in suggestion.readings
        assert row["value"] in suggestion.hint
        assert not hints


@pytest.mark.parametrize(
    ("table", "column", "text", "hint"),
    [
        ("population", "persons", "２０，５９２，５７１", "write 20592571"),
        ("population", "year", "２０２４", "write 2024"),
        *(("population", "year", text, "write 2024") for text in ("2024 г.", "2024年", "２０２４ жыл")),
        ("population", "persons", "n/a", "leave the row out where nothing is known"),
        ("observations", "partner_area", "NA", "leave the cell empty where nothing is known"),
        ("observations", "counted_from", "нет", "leave the cell empty where nothing is known"),
        (
            *("gdp", "gdp_usd", "1.500 €"),
            "write 1500 if the point divides thousands, 1.500 if it stands before decimals; "
            "the currency belongs in the unit of the row",
        ),
        ("gdp", "gdp_usd", "₸ 1 500", "write 1500; the currency belongs in the unit of the row"),
        ("gdp", "gdp_usd", "€", "write digits only, such as 3500000000"),
        ("places", "latitude", "43,25", "write 43.25"),
        ("gdp", "gdp_usd", "1.234.567", "write 1234567"),
        ("gdp", "gdp_usd", "43.800.000.000", "write 43800000000"),
        ("gdp", "gdp_usd", "(5)", "write -5 if the parentheses stand for a minus, else 5"),
        ("gdp", "gdp_usd", "5 mil", "write 5000 if the word means thousand, 5000000 if it means million"),
        ("gdp", "gdp_usd", "0.0" + "0" * 99, "check the digits, there are more than a source prints"),
        ("gdp", "gdp_usd", "1.2E+3 %", "write all the digits that the source prints"),
        ("gdp", "gdp_usd", "43.8 million", "write 43800000"),
        ("observations", "value", "43.8 million", "write 43800000, if that is in the unit of the row"),
        ("gdp", "gdp_usd", "43,8 млн теңге", "write 43800000 alone, if it is in the unit of the row"),
        ("gdp", "gdp_usd", "逾438.2亿美元", "write 43820000000 alone, if it is in the unit of the row"),
        ("gdp", "gdp_usd", "минус -5 млн тенге", "write digits only, such as 3500000000"),
        ("gdp", "gdp_usd", "5 kt", "write digits only, such as 3500000000"),
        ("gdp", "gdp_usd", "4.38E+10", "write all the digits that the source prints"),
        ("gdp", "gdp_usd", "12,34,567", "write digits only, such as 3500000000"),
        ("events", "date_start", "1 марта 2016 г.", "write 2016-03-01"),
        ("events", "date_start", "March 2016", "write 2016-03-01, the first day of 2016-03"),
        ("events", "date_end", "наурыз 2016", "write 2016-03-31, the last day of 2016-03"),
        ("observations", "period_end", "2024 жылғы 1-тоқсан", "write 2024-03-31, the last day of 2024-Q1"),
        ("breaks", "date", "2016年3月", "write a day, such as 2016-03-01 or 2016-03-31"),
        ("observations", "qualifier", "At least", 'write "at_least"'),
        ("events", "date_start", "5/3/24", "write the year with four digits, as in 2024-12-31"),
        (
            "events",
            "date_start",
            "2016-03-01 10:30",
            "write 2016-03-01 alone, if that is the day there",
        ),
        (
            *("events", "date_start", "42430"),
            "it looks like a spreadsheet's number of a day, 2016-03-01, or 2020-03-02 if it counts from "
            "1904; write the day that the source prints",
        ),
        ("sources", "published", "Feb. 2025", "write 2025-02"),
        ("sources", "published", "2016 г.", "write 2016"),
        ("sources", "published", "03/04/2024", "write 2024-03-04 or 2024-04-03, whichever the source says"),
    ],
)
def test_hints(table, column, text, hint):
    found = check_of(table, column)(text)
    example = RULES["gdp"].by_name["gdp_usd"].example
    assert found.hint == hint.replace("3500000000", example)
