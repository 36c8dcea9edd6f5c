"""What a person sees at a terminal."""

from unicodedata import combining

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data._terminal import align, fit_table


def test_chinese_takes_two_columns():
    assert fit_table(["name", "x"], [["霍尔果斯", "1"], ["a", "2"]], width=80)[0] == [
        "name      x",
        "霍尔果斯  1",
        "a         2",
    ]


def test_long_cells_are_cut_to_fit_but_never_the_first():
    lines, left_out = fit_table(["id", "note"], [["x" * 30, "y" * 100]], width=60)
    assert lines[1] == "x" * 30 + "  " + "y" * 27 + "…"
    assert left_out == []


def test_columns_without_room_are_named():
    rows = [["a" * 30, "b" * 30, "c" * 30, "d" * 30]]
    lines, left_out = fit_table(["a", "b", "c", "d"], rows, width=59)
    assert lines[1] == "a" * 30 + "  " + "b" * 11 + "…" + "  " + "c" * 11 + "…"
    assert left_out == ["d"]
    assert lines[0].split() == ["a", "b", "c"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("width", [0, 1, 5, 30, 39])
def test_the_first_column_may_pass_the_edge(width):
    lines, left_out = fit_table(["id", "note"], [["x" * 30, "y" * 100]], width)
    assert lines == (["id", "x" * 30])
    assert left_out == ["note"]


@given(
    st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=4),
    st.integers(min_value=0, max_value=200),
)
def test_a_table_never_passes_the_edge_but_for_its_first_column(rows, width):
    lines, left_out = fit_table(["a", "b", "c"], rows, width=width)
    assert len(lines) == len(rows) + 1
    assert lines[0].split() + left_out == ["a", "b", "c"]
    assert all(line.isprintable() for line in lines)
    if left_out != ["b", "c"]:
        # A mark that stands above the letter before it takes no room; a command that is broken takes more.
        bare = ["".join(char for char in line if not combining(char)) for line in lines]
        assert all(len(line) <= width for line in bare if "\\x" not in line)


@given(st.lists(st.integers(), min_size=1, max_size=4), st.integers(min_value=0, max_value=90))
def test_a_number_is_never_cut(numbers, width):
    """Half a number would be another number."""
    rows = [["x", "text " * 9, str(number), "more text " * 9] for number in numbers]
    lines, left_out = fit_table(["id", "a", "number", "b"], rows, width, whole={"number"})
    assert "number" in left_out or all(
        str(number) in line for number, line in zip(numbers, lines[1:], strict=True)
    )


def test_columns_as_wide_as_their_cells():
    assert list(align([["a", "long", "x"], ["bcd", "y"]])) == ["a    long  x", "bcd  y"]
    assert list(align([])) == []
