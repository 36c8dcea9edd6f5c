"""Numbers in text: what printed figures say in the languages of the sources, exactly and in linear time."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data.numbers import NUMBER, SCALES, find_numbers, has_scale, plain_signs, read_cell
from kz_bri_data.validation.rules.printed import FRACTION, is_consistent, last_digit

# Printed figure -> the one number in it.
FIGURES = {
    "en": {
        "48,000,000 trains": "48000000",
        "0.1 million": "100000",
        "4.40 billion tons": "4400000000",
        "US$43.8bn": "43800000000",
        "1.2 trillion cubic metres": "1200000000000",
        "102 thousand million": "102000000000",
        "5 hundred thousand": "500000",
        "10 thous. tonnes": "10000",
        "a 950-million-tonne mark": "950000000",
        "USD 75 mln": "75000000",
        "5 mills": "5",
        "15 millionaires": "15",
        "2 millimetres": "2",
        "3 trilateral agreements": "3",
        "5 thousandths": "5",
        "1·18": "1.18",
        "1,234.56": "1234.56",
    },
    "ru": {
        "41 млн тонн": "41000000",
        "4,4 млрд. долларов": "4400000000",
        "48 тыс. поездов": "48000",
        "21,5 тысячи тонн": "21500",
        "превысило 21 тысячу": "21000",
        "2 миллиона": "2000000",
        "3 миллиардами": "3000000000",
        "1,2 триллиона тенге": "1200000000000",
        "5 тысяч миллионов": "5000000000",
        "1 234 567,8": "1234567.8",
        "15 миллионеров": "15",
        "5 тысячных": "5",
    },
    "kk": {
        "29,7 мың": "29700",
        "6 мыңға жуық": "6000",
        "9 миллиард долларға жуық": "9000000000",
        "3 миллионнан астам": "3000000",
        "35,5 трлн теңге": "35500000000000",
        "43,8 млн теңге": "43800000",
        "12 млрд теңгеден астам": "12000000000",
        "48 мыңнан астам вагон": "48000",
        "17 мыңжылдық": "17",
    },
    "zh": {
        "5千列": "5000",
        "2.9亿吨": "290000000",
        "逾438.2亿美元": "43820000000",
        "4.8万标箱": "48000",
        "均超過500億美元": "50000000000",
        "4．8万": "48000",
        "2千万": "20000000",
        "3百万人次": "3000000",
        "3十万": "300000",
        "6十亿": "6000000000",
        "7百亿": "70000000000",
        "3千亿": "300000000000",
        "约1.2万亿坚戈": "1200000000000",
        "1萬億": "1000000000000",
        "５０万千瓦": "500000",
        "5千瓦": "5",
        "8千米": "8",
        "４９０００列": "49000",
    },
    "de": {
        "17 Tsd. Tonnen": "17000",
        "17 Tausend Tonnen": "17000",
        "1,5 Mio. Euro": "1500000",
        "7,5 Mrd. Euro": "7500000000",
        "43,8 Mrd. US-Dollar": "43800000000",
        "3,2 Mia. Franken": "3200000000",
        "2 Milliarden": "2000000000",
        "3 Billionen": "3000000000000",
        "1.234.567,89": "1234567.89",
        "1'234'567": "1234567",
        "1’234.50": "1234.50",
        "5 Millionäre": "5",
    },
    "es, pt, fr, tr": {
        "1,5 mil millones": "1500000000",
        "2 mil milhões": "2000000000",
        "36,52 milhões de toneladas": "36520000",
        "3 millones": "3000000",
        "4,2 milliards de dollars": "4200000000",
        "5 mille": "5000",
        "300 milyon dolar": "300000000",
        "2 bilhões de dólares": "2000000000",
        "5 lakh": "500000",
        "3 milyar": "3000000000",
    },
}


@pytest.mark.parametrize(
    ("figure", "number"), [pair for figures in FIGURES.values() for pair in figures.items()]
)
def test_figures_of_six_languages_and_more(figure, number):
    (found,) = find_numbers(figure)
    assert found.readings == (number,)
    assert is_consistent(figure, float(number), "USD")
    if found.scaled:  # else the heading of a table may have set any power of ten
        assert not is_consistent(figure, float(number) * 10, "USD")
        assert not is_consistent(figure, float(number) / 1000, "USD")


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        *(("1 Million 66 Tausend", 1_066_000), ("15 млн 14 тыс тонн", 15_014_000), ("2万7,162", 27_162)),
        *(("3亿2千万", 320_000_000), ("5·10⁶", 5_000_000), ("120 mil automóviles", 120_000)),
        ("half of 3 million", 1_500_000),
    ],
)
def test_parts_add_up(figure, value):
    assert is_consistent(figure, value, "USD")


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("48,000", ("48000", "48")),
        ("11.250", ("11250", "11.250")),
        ("-1,234", ("-1234", "-1.234")),
        ("0,125", ("0.125",)),
        ("12,5", ("12.5",)),
        ("2024.125", ("2024.125",)),
        ("1.234,567", ("1234.567",)),
        ("48\u202f000\u202f000", ("48000000",)),
        ("－１２，５％", ("-12.5",)),
        ("–7", ("-7",)),
        ("5 mil", ("5000", "5000000")),
        ("1,234 million", ("1234000000", "1234000")),
        ("12,34,567", None),  # as in India, and so in three ways
        ("1,234.567.890", None),
        ("1 2", None),
        ("012 345", None),
        ("٣", None),
        ("5 kt", None),
        ("5 tons", None),
        ("1 Million 66 Tausend", ("1066000",)),
        ("－15 млн 14 тыс.", ("-15014000",)),
        ("3亿2千万", ("320000000",)),
        ("2万7162", ("27162",)),
        ("1 млрд 200 млн 5 тыс", ("1200005000",)),
        ("4.4 billion 5", None),
        ("1 million 2 million", None),
        ("5 thousand 5000", None),
        ("5 0.5", None),
        ("1‘234‘567", ("1234567",)),
        ("1\u2009234\u2009567", ("1234567",)),
        ("--5", None),
        ("9" * 41, None),
    ],
)
def test_what_a_cell_may_mean(text, readings):
    cell = read_cell(text)
    assert (cell and cell.readings) == readings


@pytest.mark.parametrize(
    ("figure", "unit", "right"),
    [
        ("78 million tons", "Mt", 78),
        ("7800万吨", "Mt", 78),
        ("78 kt", "kt", 78),
        ("78 kt", "Mt", 0.078),
        ("5 thousand tons", "kg", 5e6),
        ("5 billion cubic meters", "bcm", 5),
        ("50亿立方米", "bcm", 5),
        ("5 млрд куб. м", "bcm", 5),
        ("43.8 million dollars", "million_USD", 43.8),
        ("3 billion kWh", "TWh", 3),
        ("30亿千瓦时", "TWh", 3),
        ("7,6 млрд кВт⋅ч", "TWh", 7.6),
        ("600万千瓦", "MW", 6000),
        ("0 million tons", "Mt", 0),
    ],
)
def test_the_printed_unit_says_the_size_in_a_unit_with_a_scale(figure, unit, right):
    assert is_consistent(figure, right, unit)
    for power in (3, 6, 9, -3):
        assert not right or not is_consistent(figure, right * 10.0**power, unit)


@pytest.mark.parametrize(
    ("figure", "value", "unit"),
    [
        ("78 million", 78, "Mt"),
        ("78 million", 78e6, "Mt"),
        ("228-million kilowatts per hour", 0.228, "TWh"),
        ("78 million tons, or 78 billion kg", 78, "Mt"),
        ("5 million", 5, "thousand_barrel/day"),
        ("5 million toe", 5, "Mtoe"),
    ],
)
def test_thousands_are_open_where_no_unit_or_two_are_printed(figure, value, unit):
    assert is_consistent(figure, value, unit)
    assert not is_consistent(figure, value * 10, unit)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("$43.8m", "43800000"),
        ("US$ 43.8B", "43800000000"),
        ("USD 5k", "5000"),
        ("£5 m", "5000000"),
        ("43.8m USD", "43800000"),
        ("5 k US$", "5000"),
        ("5m euros", "5000000"),
        ("$43.8bn", "43800000000"),
        ("43.8m", "43.8"),
        ("43.8 m wide", "43.8"),
        ("$5 km", "5"),
        ("$43.8 trains", "43.8"),
        ("5m eurosceptics", "5"),
    ],
)
def test_a_letter_is_a_scale_beside_a_currency_alone(text, reading):
    assert [number.readings for number in find_numbers(text)] == [(reading,)]


@pytest.mark.parametrize(
    ("figure", "unit", "right"),
    [
        ("4.8%", "percent", 4.8),
        ("48 %", "percent", 48),
        ("about 48％ of all", "percent", 48),
        ("48 percent", "percent", 48),
        ("48 процентов", "percent", 48),
        ("$43.8m", "USD", 43.8e6),
        ("43.8B USD", "USD", 43.8e9),
    ],
)
def test_a_percent_sign_or_a_letter_beside_a_currency_leaves_no_power_open(figure, unit, right):
    assert is_consistent(figure, right, unit)
    assert not any(is_consistent(figure, right * 10.0**power, unit) for power in (-3, -2, -1, 1, 3))


def test_no_scale_word_is_the_plural_of_a_thing():
    assert not {"mill", "mills", "thousandth", "t", "m", "bin"} & set(SCALES)
    assert [has_scale(text) for text in ("(trains, mln)", "млн.", "单位：万", "mills", "48 trains")] == [
        *(True, True, True, False, False)
    ]


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=0, max_value=10**9),
    st.sampled_from(sorted(word for word, powers in SCALES.items() if len(powers) == 1 and word != "kt")),
    st.sampled_from([" ", "\u00a0", "-"]),
    st.booleans(),
)
def test_scale_words_multiply_exactly(number, word, gap, upper):
    text = f"{number}{gap}{word.upper() if upper else word}"
    (found,) = find_numbers(text)
    right = number.scaleb(SCALES[word][0])
    assert right in {Decimal(one) for one in found.readings}
    assert all(NUMBER.fullmatch(one) for one in found.readings)


@given(st.text(st.sampled_from("01９,.' \u00a0-–%千万亿milontыңs()eE"), max_size=30))
def test_readings_are_plain_and_within_the_text(text):
    numbers = list(find_numbers(text))
    assert all(NUMBER.fullmatch(one) for number in numbers for one in number.readings)
    places = [place for number in numbers for place in (number.start, number.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert len(plain_signs(text)) == len(text)


@pytest.mark.parametrize(
    "worst",
    [
        "1",
        "1,",
        "1 000",
        "1'000 ",
        "0.",
        "1 million ",
        "1 -",
        "1 x",
        "千",
        "万 1",
        "1·",
        "mil ",
        "1 mil mil ",
    ],
)
def test_a_million_characters_take_no_time(worst):
    text = worst * (1_000_000 // len(worst))
    begin = time.process_time()
    assert sum(len(one) for number in find_numbers(text) for one in number.readings) <= 20 * len(text)
    has_scale(text)
    assert read_cell(text) is None
    assert is_consistent(text, 1, "t")
    assert time.process_time() - begin < 30


_WORDS = [
    *(
        "",
        "%",
        " US$",
        " million",
        "-million tonnes",
        " thousand million",
        " mil",
        " mills",
        "万",
        "千瓦",
        "千瓦时",
    ),
    *("万亿", " тыс. тонн", "\u00a0млн", " hundred", " half", "½", "·", "１", ",", " km²", " kt", " m"),
]


@given(
    st.from_regex(r"\A[0-9]{1,9}(?:\.[0-9]{1,6})?\Z"),
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=2).map("".join),
)
def test_a_figure_of_one_number_is_what_is_found_in_it(digits, words):
    found = list(find_numbers(digits + words))
    for number in found if len(found) == 1 and not FRACTION.search(words) else ():
        for reading, last in zip(number.readings, number.last_digits, strict=True):
            value = float(reading)
            assert is_consistent(digits + words, value, "USD")
            assert value == 0 or last_digit(digits + words, value, "USD") == last
            if number.scaled and value and len(number.readings) == 1:
                assert not is_consistent(digits + words, value * 1000, "USD")
    if FRACTION.search(words):
        assert last_digit(digits + words, float(digits), "USD") is None
