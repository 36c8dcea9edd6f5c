"""What a person sees at a terminal."""

from unicodedata import combining

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


def test_long_cells_are_cut_to_fit_but_never_the_first():
    text = as_text(["id", "note"], [["x" * 30, "y" * 100]], width=60)
    assert text.splitlines()[1] == "x" * 30 + "  " + "y" * 27 + "…"


@given(
    st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=4),
    st.integers(min_value=60, max_value=200),
)
def test_a_table_never_passes_the_edge(rows, width):
    text = as_text(["a", "b", "c"], rows, width=width)
    if text.splitlines()[0].split() == ["a", "b", "c"]:
        # A mark that stands above the letter before it takes no room.
        lines = ["".join(char for char in line if not combining(char)) for line in text.splitlines()]
        assert all(len(line) <= width for line in lines)
