"""What a person sees at a terminal."""

from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data._layout import as_text, printable


def test_chinese_takes_two_columns():
    assert as_text(["name", "x"], [["霍尔果斯", "1"], ["a", "2"]], width=80).splitlines() == [
        "name      x",
        "霍尔果斯  1",
        "a         2",
    ]


def test_records_where_the_table_is_too_wide():
    text = as_text(["name", "note"], [["a", ""], ["b", "c" * 100]], width=20)
    assert text == "name  a\n\nname  b\nnote  " + "c" * 100


@given(st.text())
def test_no_cell_can_move_the_cursor(text):
    shown = printable(text)
    assert shown.isprintable()
    assert "\x1b" not in shown
