"""Dates in text, in the languages of the sources; what has two readings keeps both."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data.dates import ends_of, read_date

ONE = {
    "2024-03-05": [
        *("2024/3/5", "2024.03.05", "20240305", "2024-03-05 00:00:00", "2024-03-05T00:00"),
        *("5 March 2024", "5th March 2024", "Mar 5, 2024", "March 5th, 2024", "2024 March 5", "5-Mar-2024"),
        *("5 марта 2024", "5 марта 2024 г.", "05 марта 2024 года", "5 мар. 2024", "5 Марта 2024"),
        *("2024 жылғы 5 наурыз", "2024 жылдың 5 наурызы", "2024 ж. 5 наурызда", "5 наурыз 2024 ж."),
        *(
            "5. März 2024",
            "5. Mär. 2024",
            "2024年3月5日",
            "２０２４年３月５日",
            "2024 年 3 月 5 號",
            "2024年三月5日",
        ),
        *("5.III.2024", "5 III 2024", "05/iii/2024 г."),
        *("5\u00a0марта\u00a02024", "05.мар.2024", "2024–03–05"),
    ],
    "2024-12-31": ["31.12.2024", "12/31/2024", "31-12-2024", "31. Dezember 2024", "31 желтоқсан 2024"],
    "2024-10": [
        "October 2024",
        "10/2024",
        "2024/10",
        "2024.10",
        "октябрь 2024 г.",
        "2024 жылғы қазан",
        "2024年10月",
    ],
    "2024-Q1": [
        *("Q1 2024", "2024Q1", "2024-Q1", "1Q2024", "1Q 2024", "Q1/2024", "1st quarter 2024"),
        *("first quarter of 2024", "1. Quartal 2024", "I квартал 2024 года", "1-й квартал 2024 г."),
        *("1 кв. 2024 г.", "первый квартал 2024", "2024 жылғы 1-тоқсан", "2024 жылғы бірінші тоқсан"),
        *("2024年第一季度", "2024年1季度", "２０２４年第１季度"),
    ],
    "2024-H2": ["H2 2024", "2. Halbjahr 2024", "второе полугодие 2024", "2024年下半年"],
    "2023-11": ["2023M11", "2023-M11", "2023年十一月", "2023年11月"],
    "2021-03": ["2021/3", "2021-3", "3/2021", "наурыз 2021", "2021年3月", "März 2021"],
    "2016": ["2016", "2016 г.", "2016 год", "2016年", "2016 жыл", "２０１６"],
}
TWO = {"03/04/2024": ("2024-03-04", "2024-04-03"), "03.04.2024": ("2024-03-04", "2024-04-03")}
DOUBT = {
    "42430": "serial",
    "42430.0": "serial",
    "5/3/24": "short year",
    "5-Mar-24": "short year",
    "5 марта 24": "short year",
    "2024-03-05 12:30": "time",
    "2024-03-05T00:00:00Z": "time",
    "2024-03-05T00:00+05:00": "time",
}


@pytest.mark.parametrize(("text", "date"), [(text, date) for date, texts in ONE.items() for text in texts])
def test_dates_with_one_reading(text, date):
    assert read_date(text) == ((date,), "")


@pytest.mark.parametrize(("text", "dates"), TWO.items())
def test_day_and_month_that_may_be_swapped(text, dates):
    assert read_date(text) == (dates, "")


@pytest.mark.parametrize(("text", "doubt"), DOUBT.items())
def test_dates_in_doubt(text, doubt):
    assert read_date(text).doubt == doubt


@pytest.mark.parametrize(
    "text",
    [
        *(
            "soon",
            "",
            "2024-02-30",
            "31/31/2024",
            "2024-03/05",
            "5 Marsh 2024",
            "5.IIII.2024",
            "III.2024",
            "0000-01-01",
            "2024.1",
        ),
        *(
            "32 марта 2024",
            "Q5 2024",
            "3. Halbjahr 2024",
            "123456",
            "5",
            "99.99.2024",
            "5 маршрут 2024",
            "1" * 1_000_000,
        ),
    ],
)
def test_no_dates(text):
    assert read_date(text) == ((), "")


def test_days_of_a_spreadsheet():
    assert read_date("44823").readings == ("2022-09-19", "2026-09-20")


MONTHS_RU = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
MONTHS_KK = (
    *("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым"),
    *("шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
)
MONTHS_DE = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_day_is_read_in_every_language(day):
    month = day.month - 1
    for text in (
        day.strftime("%d %B %Y"),
        f"{day.day} {MONTHS_RU[month]} {day.year} г.",
        f"{day.year} жылғы {day.day} {MONTHS_KK[month]}",
        f"{day.day}. {MONTHS_DE[month]} {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert read_date(text) == ((day.isoformat(),), ""), text
    for form in ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y"):
        assert day.isoformat() in read_date(day.strftime(form)).readings


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        *(("2024", "2024-01-01", "2024-12-31"), ("2023-02", "2023-02-01", "2023-02-28")),
        *(("2024-Q1", "2024-01-01", "2024-03-31"), ("2024-Q2", "2024-04-01", "2024-06-30")),
        *(("2024-H1", "2024-01-01", "2024-06-30"), ("2024-H2", "2024-07-01", "2024-12-31")),
    ],
)
def test_first_and_last_day(period, first, last):
    assert ends_of(period) == (first, last)
