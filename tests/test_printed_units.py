"""Words beside a figure that its unit contradicts, and a scale in the heading that its value lost."""

import pytest

from kz_bri_data._catalogue import installed
from kz_bri_data.validation.engine.engines import Engines
from kz_bri_data.validation.engine.references import References
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.rules.blanks import judge_blanks
from kz_bri_data.validation.rules.certain import judge_for_certain
from kz_bri_data.validation.rules.printed_units import judge_units
from kz_bri_data.validation.rules.row_set import RowSet
from kz_bri_data.validation.sources.packages import Package

TABLES = installed().tables
SHIPPED = References(TABLES, Package([], {}, [], 0), Engines("python", Limits()), Limits())


def codes(figure, value, unit, locator=""):
    cells = {"figure_as_printed": [figure], "locator": [locator], "value": [value], "unit": [unit]}
    return [found[2].code for found in judge_units(RowSet(TABLES["observations"], cells, SHIPPED.get))]


@pytest.mark.parametrize(
    ("figure", "value", "unit", "locator"),
    [
        ("39.2 billion yuan", "39200000000", "USD", ""),
        ("5 млрд тенге", "5000000000", "USD", ""),
        ("43.8 billion US dollars", "43800000000", "CNY", ""),
        ("500", "500", "CNY", "column Export, USD"),
        ("100亿美元", "10000000000", "CNY", ""),
        ("$19.7 billion", "19700000000", "KZT", ""),
        ("19,7 млрд долл.", "19700000000", "CNY", ""),
        ("19,7 Milliarden Dollar", "19700000000", "EUR", ""),
        ("197亿元", "19700000000", "USD", ""),
        ("1.2 GW", "1.2", "MW", ""),
        ("48 km", "48", "m", ""),
        ("48,000 kg", "48000", "t", ""),
        ("60 megawatts", "60", "GW", ""),
    ],
)
def test_another_unit_than_the_words_say(figure, value, unit, locator):
    assert codes(figure, value, unit, locator) == ["printed-unit"]


@pytest.mark.parametrize(
    ("figure", "value", "unit", "locator"),
    [
        ("197亿美元", "19700000000", "USD", ""),
        ("HK$5 billion", "5000000000", "HKD", ""),
        ("19,700 (19.7 thousand)", "19700", "USD", ""),
        ("half a million, or 500,000", "500000", "USD", ""),
        ("5 of 20 million", "5", "count", ""),
        ("990.8 international $", "990.8", "INT_USD", ""),
        ("312 billion yuan (43 billion US dollars)", "43000000000", "USD", ""),
        ("5 million dollars", "5000000", "USD", ""),
        ("5 billion", "5000000000", "KZT", ""),
        ("43.25 percent of all dollars", "43.25", "percent", ""),
        ("1.2 GW", "1200", "MW", ""),
        ("146 MW", "146", "MW", ""),
        ("740", "740000", "t", "column PROD in thousand metric tons"),
        ("740", "740", "kt", "column PROD in thousand metric tons"),
        ("740", "740", "million_USD", "column Export, million USD"),
        ("thousand", "1000", "count", "thousands of trains"),
    ],
)
def test_what_goes_together(figure, value, unit, locator):
    assert codes(figure, value, unit, locator) == []


def test_containers_are_no_unit_with_a_scale():
    assert codes("740", "740", "TEU", "column Containers, thousand TEU") == ["printed-scale"]


@pytest.mark.parametrize("heading", ["US$ Thousand", "млн долларов", "万元", "million tenge"])
def test_a_scale_that_was_lost(heading):
    unit = {"万元": "CNY", "million tenge": "KZT"}.get(heading, "USD")
    assert codes("3896752.48", "3896752.48", unit, f"column 5 ({heading})") == ["printed-scale"]


@pytest.mark.parametrize("figure", ["US$ million 19700", "19700 (million USD)", "19700, млн долл."])
def test_a_scale_that_stands_with_the_unit(figure):
    assert codes(figure, "19700", "USD") == ["printed-scale"]
    assert codes(figure, "19700000000", "USD") == []


@pytest.mark.parametrize(
    ("dimension", "hint"),
    [
        ("money/USD", None),
        ("constant_money/USD_2021", None),
        ("length", None),
        ("money/INT_USD", 'write "international_money/USD"'),
        ("constant_money/RMB_2015", 'write "constant_money/CNY_2015"'),
        ("money/usd", 'write "money/USD"'),
        ("money/KTZ", 'write "money/KZT"'),
        ("money/ABC", "take the code of ISO 4217, such as KZT"),
    ],
)
def test_currencies_of_iso_4217(dimension, hint):
    rows = RowSet(TABLES["dimensions"], {"dimension": [dimension]}, SHIPPED.get)
    assert [found[2].hint for found in judge_for_certain("dimensions", rows)] == ([hint] if hint else [])


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("China\u00a0proper", "China proper"),
        ("China  proper", "China proper"),
        ("哈萨克\u3000斯坦", "哈萨克 斯坦"),
        ("China proper", None),
        ("two\nlines", None),
    ],
)
def test_blanks_inside_names(name, right):
    found = judge_blanks("name", RowSet(TABLES["areas"], {"name": [name]}, SHIPPED.get))
    assert [violation.hint for _, _, violation in found] == ([f'write "{right}"'] if right else [])
