"""The bars beside the values of a series."""

from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data.commands._bars import LEAST, draw_bars, legend


def drawn(*rows, width=9, encoding="utf-8", conflicts=None):
    rows = [dict(zip(("value", "qualifier", "value_low", "value_high"), row, strict=False)) for row in rows]
    return draw_bars(rows, conflicts or [False] * len(rows), width, encoding)


def test_the_longest_bar_is_that_of_the_highest_value():
    assert drawn(("7",), ("3.5",), ("0",)) == ["███████", "███▌", ""]
    assert drawn(("7",), ("3.5",), ("0",), encoding="ascii") == ["#######", "####", ""]


def test_values_below_zero_go_to_the_left():
    assert drawn(("-3",), ("4",), ("0",)) == ["███", "   ████", ""]
    assert drawn(("-5",), ("-1",)) == ["███████", "      █"]


def test_a_range_is_lighter_between_its_bounds():
    assert drawn(("", "range", "2", "7")) == ["██░░░░░"]
    assert drawn(("", "range", "-2", "5")) == ["░░░░░░░"]
    assert drawn(("", "range", "-7", "-2")) == ["░░░░░██"]


def test_hedges_and_conflicts_stand_behind_the_bar():
    rows = [
        ("7", "exact"),
        ("7", "over"),
        ("7", "at_least"),
        ("7", "nearly"),
        ("7", "at_most"),
        ("7", "about"),
    ]
    bars = drawn(*rows, conflicts=[False, True, False, False, False, False])
    assert [bar.lstrip("█") for bar in bars] == ["", ">!", ">", "<", "<", "~"]
    assert legend(bars) == "> at least or over, < at most or nearly, ~ about, ! sources conflict"
    assert legend(bars[:1]) == legend([]) == ""


def test_what_has_no_number_has_no_bar():
    assert drawn(("", "over", "", ""), ("", "range", "2", ""), ("inf",), ("1",)) == ["", "", "", "███████"]


numbers = st.floats(allow_nan=False, allow_infinity=False).map(str)
rows = st.one_of(
    st.tuples(numbers),
    st.tuples(st.just(""), st.just("range"), numbers, numbers),
    st.tuples(numbers, st.sampled_from(["over", "about"])),
)


@given(
    st.lists(rows, max_size=5), st.integers(LEAST, 30), st.sampled_from(["utf-8", "ascii", "cp1252", "none"])
)
def test_a_bar_is_never_wider_than_its_room(rows, width, encoding):
    bars = drawn(*rows, width=width, encoding=encoding, conflicts=[True] * len(rows))
    assert all(len(bar) <= width for bar in bars)
    assert encoding == "utf-8" or all(bar.isascii() for bar in bars)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=6))
def test_what_is_more_has_no_shorter_bar(values):
    bars = drawn(*[(str(value),) for value in values], encoding="ascii")
    reach = [len(bar) if value > 0 else -bar.count("#") for value, bar in zip(values, bars, strict=True)]
    assert reach == sorted(reach) if values == sorted(values) else True
    both = sorted(zip(values, reach, strict=True))
    assert [end for _, end in both] == sorted(end for _, end in both)
