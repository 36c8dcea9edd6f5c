"""One rule says how fine a printed figure is, whatever its language and whoever asks."""

import pytest
from good_package import GOOD
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data._catalogue import installed
from kz_bri_data.fixing import Tables, fix_csv
from kz_bri_data.numbers import LastDigit, find_numbers
from kz_bri_data.validation.rules.printed import last_digit
from kz_bri_data.validation.rules.resolution import is_cell, power_text, resolutions

ROW = {
    **{"source_id": "rail", "indicator_id": "trips", "unit": "count", "locator": "", "qualifier": "exact"},
    **{"value": "", "value_low": "", "value_high": ""},
}


def resolution(figure, value, unit="count", kind="news", locator=""):
    row = {**ROW, "figure_as_printed": figure, "value": value, "unit": unit, "locator": locator}
    return resolutions([row], {"rail": kind})[0]


@pytest.mark.parametrize(
    ("figure", "value", "size"),
    [
        ("48,000 trains", "48000", "1000"),
        ("48 thousand trains", "48000", "1000"),
        ("48 000 поездов", "48000", "1000"),
        ("48 тыс. поездов", "48000", "1000"),
        ("48 мың пойыз", "48000", "1000"),
        ("4.8万列", "48000", "1000"),
        ("４.８萬列", "48000", "1000"),
        ("4.80万列", "48000", "100"),
        ("12,400", "12400", "100"),
        ("12 400", "12400", "100"),
        ("12.400 Züge", "12400", "100"),
        ("15,183", "15183", "1"),
        ("20 thousand", "20000", "10000"),
        ("20,000", "20000", "10000"),
        ("2万", "20000", "10000"),
        ("143 million", "143000000", "1000000"),
        ("23.0 million", "23000000", "100000"),
        ("1.5 trln tenge", "1500000000000", "100000000000"),
        ("1,5 трлн теңге", "1500000000000", "100000000000"),
        ("712亿美元", "71200000000", "100000000"),
        ("3千亿", "300000000000", "100000000000"),
        ("15 млн 14 тыс.", "15014000", "1000"),
        ("2万7,162", "27162", "1"),
        ("$17bn in 11 months", "17000000000", "1000000000"),
        ("3.50", "3.5", "0.01"),
        ("39%", "39", "1"),
        ("0", "0", "1"),
        ("0.00", "0", "0.01"),
        ("−2.5%", "-2.5", "0.1"),
        ("420", "420000", "10000"),
    ],
)
def test_last_digit_that_is_no_rounded_zero(figure, value, size):
    assert resolution(figure, value) == size


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("two hundred", "200"),
        ("近七成", "70"),
        ("2 and a half million", "2500000"),
        ("48,000", "47000"),
        ("", "1"),
    ],
)
def test_what_holds_no_number_of_the_row_has_none(figure, value):
    assert resolution(figure, value) == ""


def test_a_prefix_of_the_unit_moves_the_point():
    assert resolution("3.15 billion kilowatt-hours", "3.15", "TWh") == "0.01"
    assert resolution("0.057056002", "57.056002", "MW", "dataset") == "0.000001"


def test_a_range_is_as_fine_as_the_finer_of_its_numbers():
    row = {**ROW, "figure_as_printed": "45 to 50 million", "value_low": "45000000", "value_high": "50000000"}
    assert resolutions([row], {}) == ["1000000"]


@pytest.mark.parametrize(
    ("figure", "value", "size"),
    [("9.990", "9.99", "0.001"), ("143", "143000000", "1000000"), ("2257115400000", "2257115400000", "1")],
)
def test_a_cell_has_the_digits_that_stand_in_it(figure, value, size):
    assert resolution(figure, value, kind="dataset") == size
    assert resolution(figure, value, kind="official_statistics", locator="table 2") == size
    assert is_cell("dataset", "")
    assert not is_cell("official_statistics", "")


def test_noise_of_a_computer_is_no_resolution():
    assert resolution("0.30000000000000004", "0.3", kind="dataset") == ""
    assert float(power_text(-12)) == installed().describe("observations").by_name["resolution"].minimum


def rows_of(*figures, **changes):
    return [{**ROW, "figure_as_printed": one, "value": one.replace(",", ""), **changes} for one in figures]


def test_zeros_count_where_the_source_prints_finer_digits():
    rows = rows_of("15,000", "15,183", "17,520") + rows_of("15,000", indicator_id="containers")
    rows += rows_of("15,000", source_id="other") + rows_of("15,000", unit="t")
    assert resolutions(rows, {}) == ["1", "1", "1", "1000", "1000", "1000"]
    (thousand,) = [{**ROW, "figure_as_printed": "15 thousand", "value": "15000"}]
    assert resolutions([thousand, *rows], {})[0] == "1000"  # its zeros are not printed


@pytest.mark.parametrize("qualifier", ["about", "nearly", "at_most", "over", "at_least"])
def test_zeros_behind_a_hedge_are_rounded_whatever_else_the_source_prints(qualifier):
    rows = rows_of("15,000", qualifier=qualifier) + rows_of("15,183")
    assert resolutions(rows, {}) == ["1000", "1"]
    assert resolutions(rows, {"rail": "dataset"}) == ["1", "1"]  # but for a cell of a data file


WORDS = {
    3: ["thousand", "тыс.", "мың", "тысяч"],
    6: ["million", "млн", "миллион", "mln"],
    9: ["billion", "млрд"],
}


@given(
    digits=st.integers(1, 9999),
    power=st.sampled_from([3, 6, 9]),
    zeros=st.integers(0, 3),
    data=st.data(),
)
def test_every_language_and_form_has_the_same(digits, power, zeros, data):
    """A whole number is as fine written out as with a word for its scale, in any language."""
    whole = digits * 10**zeros
    size = 10 ** (power + len(str(whole)) - len(str(whole).rstrip("0")))
    value = str(whole * 10**power)
    word = data.draw(st.sampled_from(WORDS[power]))
    forms = [f"{whole} {word}", f"{whole * 10**power:,}", f"{whole * 10**power}"]
    for form in forms:
        assert resolution(form, value) == str(size), form


@given(whole=st.integers(0, 10**9), decimals=st.text("0123456789", min_size=1, max_size=2))
def test_decimals_keep_their_zeros(whole, decimals):
    (found,) = find_numbers(f"{whole}.{decimals}")
    assert found.last_digits == (LastDigit(-len(decimals), -len(decimals)),)
    value = f"{whole}.{decimals}".rstrip("0").removesuffix(".")
    assert resolution(f"{whole}.{decimals}", value) == power_text(-len(decimals))


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.sampled_from("ab")), min_size=1, max_size=8), st.randoms()
)
def test_order_of_rows_is_all_the_same(numbers, random):
    rows = [row for number, source in numbers for row in rows_of(f"{number:,}", source_id=source)]
    sizes = resolutions(rows, {})
    order = list(range(len(rows)))
    random.shuffle(order)
    assert resolutions([rows[place] for place in order], {}) == [sizes[place] for place in order]
    for row, size in zip(rows, sizes, strict=True):
        assert int(row["value"]) % int(size) == 0  # no digit is rounded away


def test_last_digit_of_a_mark_that_may_be_either():
    assert last_digit("48,000", 48000, "t") == LastDigit(0, 3)
    assert last_digit("48,000", 48, "t") == LastDigit(-3, -3)


# `fix` fills it in.


def fixed(text, kind="news"):
    def rows(table):
        return [{"source_id": "rail-2025", "kind": kind}] if table == "sources" else []

    return fix_csv(text.encode(), installed().describe("observations"), "observations.csv", Tables(rows))


def test_fix_fills_what_is_empty_and_nothing_else():
    header, *lines = (GOOD / "observations.csv").read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if line.startswith("rail-2025/freight,"))
    assert ",1000000,over," in row
    fix = fixed(f"{header}\n{row.replace(',1000000,over,', ',,over,')}\n")
    assert (fix.after.decode(), fix.fixed) == (f"{header}\n{row}\n", {"resolution": 1})
    assert not fixed(f"{header}\n{row.replace(',1000000,over,', ',5,over,')}\n").changes
    # Without its source nobody knows whether the figure stands in a data file.
    assert not fixed(
        f"{header}\n{row.replace(',1000000,over,', ',,over,').replace('rail-2025', 'x')}\n"
    ).changes
