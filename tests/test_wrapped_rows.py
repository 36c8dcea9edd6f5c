"""Rows that a spreadsheet quoted as a whole, because it divides cells by semicolons."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data._wrapped_rows import row_in_cell, unwrapped

DATA = Path(kbd.data_path("areas")).parent
WRAPPED = ("observations", "sources", "entity_names", "units")  # tables with quotes or semicolons in cells


def saved_with_semicolons(text, *typed):
    """Open a text and save it, as Excel does with Russian settings, after somebody typed some rows."""
    rows = [*csv.reader(io.StringIO(text, newline=""), delimiter=";"), *typed]
    width = max(map(len, rows)) if typed else 0
    saved = io.StringIO()
    csv.writer(saved, delimiter=";").writerows([*row, *[""] * (width - len(row))] for row in rows)
    return "\ufeff" + saved.getvalue()


@pytest.mark.parametrize("table", WRAPPED)
def test_a_table_is_as_it_was_before_excel_saved_it(table):
    text = (DATA / f"{table}.csv").read_text(encoding="utf-8")
    columns = text.partition("\n")[0].split(",")
    saved = saved_with_semicolons(text)
    assert saved.count('\n"') > 0
    assert unwrapped(saved, columns) == text


@pytest.mark.parametrize("table", ["areas", *WRAPPED])
def test_a_row_typed_into_its_cells_is_one_of_the_rows(table):
    text = (DATA / f"{table}.csv").read_text(encoding="utf-8")
    columns = text.partition("\n")[0].split(",")
    typed = ["new, or not", *["x"] * (len(columns) - 1)]
    line = '"new, or not"' + ",x" * (len(columns) - 1)
    assert unwrapped(saved_with_semicolons(text, typed), columns) == f"{text}{line}\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "area,name,kind\nCHN,China,country\n",
        'area,name,kind\nCHN,"China, the",country\n',
        '"a, b",name,kind\n',
        'area,name,kind\n"CHN, KAZ",China; Kazakhstan,country\n',
        "area;name;kind\nCHN;China;country\n",
        'area,name,kind\n"CHN\n',
    ],
)
def test_other_tables_are_left(text):
    assert unwrapped(text, ["area", "name", "kind"]) is None


@given(st.lists(st.text('a,;"\n Б', max_size=6), min_size=2, max_size=4))
def test_what_a_row_holds_comes_back_from_one_cell(row):
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(row)
    if "\n" not in written.getvalue():
        assert row_in_cell(written.getvalue(), len(row)) == row


@given(st.text('a,;"\r\n Б', max_size=60))
def test_any_text_is_taken(text):
    unwrapped(text, ["a", "Б"])
    row_in_cell(text, 2)
