"""What days a text may mean, however somebody has written them: the one reader of dates.

Years, their halves and quarters, months and days, in figures or with the names of months in English,
Russian, Kazakh, German and Chinese; each is read as exactly as it is written: "March 2024" is a month.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple

from kz_bri_data.numbers import plain_signs

_KAZAKH_ENDINGS = (
    *("", "ы", "і", "да", "де", "та", "те", "ында", "інде", "дан", "ден", "тан", "тен", "нан", "нен"),
    *("дың", "дің", "тың", "тің", "ның", "нің", "ға", "ге", "қа", "ке"),
)
_KAZAKH = (
    *("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым"),
    *("шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
)
_WORDS = {
    1: "january jan januar jänner январь января янв 一",
    2: "february feb februar февраль февраля фев февр 二",
    3: "march mar märz maerz mär mrz март марта мар 三",
    4: "april apr апрель апреля апр 四",
    5: "may mai май мая 五",
    6: "june jun juni июнь июня июн 六",
    7: "july jul juli июль июля июл 七",
    8: "august aug август августа авг 八",
    9: "september sep sept сентябрь сентября сен сент 九",
    10: "october oct oktober okt октябрь октября окт 十",
    11: "november nov ноябрь ноября ноя нояб 十一",
    12: "december dec dezember dez декабрь декабря дек 十二",
}
_MONTHS = {word: number for number, words in _WORDS.items() for word in words.split()} | {
    name + ending: number for number, name in enumerate(_KAZAKH, 1) for ending in _KAZAKH_ENDINGS
}

# With a day alone: "II 2016" may be a quarter.
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")

_YEAR, _MONTH, _DAY = "(?P<year>[0-9]{4})", "(?P<month>[0-9]{1,2})", "(?P<day>[0-9]{1,2})"
_NAME = r"(?P<name>[^\W\d_]{3,13})\.?"
_OF_YEAR = r"(?: ?(?:г|ж|года?|жыл\w{0,4})\.?)?"
_ORDINAL = r"(?:st|nd|rd|th|\.)?"
# A quarter or a half of a year.
_ORDINALS = {
    **{"i": 1, "ii": 2, "iii": 3, "iv": 4, "first": 1, "second": 2, "third": 3, "fourth": 4},
    **{"первый": 1, "второй": 2, "третий": 3, "четвёртый": 4, "четвертый": 4, "первое": 1, "второе": 2},
    **{
        "бірінші": 1,
        "екінші": 2,
        "үшінші": 3,
        "төртінші": 4,
        "erstes": 1,
        "zweites": 2,
        "drittes": 3,
        "viertes": 4,
    },
    **{"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2},
}
_PART = rf"(?P<number>[1-4]|{'|'.join(_ORDINALS)})(?:-?(?:й|ый|ое|е|ші|шы|st|nd|rd|th))?\.?"
_KIND = (
    r"(?P<kind>quarter|quartal|квартал\w{0,2}|кв|тоқсан\w{0,4}"
    r"|half|halbjahr|полугоди\w{1,2}|жартыжылды\w{1,5})\.?"
)
_TIME = r"(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9:]{2,6})?)"
_GAP = r"[ ./-]{1,2}"
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}([-/.]){_MONTH}\2{_DAY}",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        rf"{_YEAR}-{_MONTH}-{_DAY}[ T]{_TIME}",
        rf"{_YEAR} ?年(?: ?{_MONTH} ?月(?: ?{_DAY} ?[日号號])?)?",
        rf"{_YEAR} ?年 ?(?P<name>[一二三四五六七八九十]{{1,2}}) ?月(?: ?{_DAY} ?[日号號])?",
        rf"{_DAY}{_ORDINAL}{_GAP}{_NAME},?{_GAP}{_YEAR}{_OF_YEAR}",
        rf"{_DAY}(?P<gap>[ ./-]{{1,2}})(?P<roman>[IVX]{{1,4}})(?P=gap){_YEAR}{_OF_YEAR}",
        rf"{_NAME} {_DAY}{_ORDINAL},? {_YEAR}",
        rf"{_YEAR}{_OF_YEAR}{_GAP}{_DAY}{_GAP}{_NAME}",
        rf"{_YEAR}{_OF_YEAR}{_GAP}{_NAME}(?:{_GAP}{_DAY})?",
        rf"{_NAME},?{_GAP}{_YEAR}{_OF_YEAR}",
        rf"(?P<one>[0-9]{{1,2}})([-/.])(?P<other>[0-9]{{1,2}})\2{_YEAR}{_OF_YEAR}",
        rf"{_YEAR}[ -]?M{_MONTH}",
        rf"{_YEAR}[ -]?(?P<kind>[QH])(?P<number>[1-4])",
        rf"(?P<kind>[QH])(?P<number>[1-4])[ /-]?{_YEAR}",
        rf"(?P<number>[1-4])(?P<kind>[QH])[ /-]?{_YEAR}",
        rf"{_PART}[ -]{_KIND}(?:,| of)? {_YEAR}{_OF_YEAR}",
        rf"{_YEAR}{_OF_YEAR},? {_PART}[ -]{_KIND}",
        rf"{_YEAR} ?年 ?第? ?(?P<number>[1-4一二三四]) ?(?P<kind>季)度?",
        rf"{_YEAR} ?年 ?(?P<number>[上下])(?P<kind>半)年",
        # "2024.1" may be what a spreadsheet left of 2024.10.
        rf"{_YEAR}(?:[-/]{_MONTH}|\.(?P<full>[0-9]{{2}}))",
        rf"{_MONTH}[-/.]{_YEAR}",
        rf"{_YEAR}{_OF_YEAR}",
    )
]
_SHORT_YEAR = re.compile(rf"[0-9]{{1,2}}([-/. ])(?:[0-9]{{1,2}}|{_NAME})\1[0-9]{{2}}")
_SERIAL = re.compile(r"([1-9][0-9]{4})(?:\.0+)?")
_LONGEST = 60


class DateReading(NamedTuple):
    """What a text may mean as a date.

    Attributes
    ----------
    readings
        Years, their halves and quarters, months or days in order, as 2024, 2024-H1, 2024-Q1, 2024-03 or
        2024-03-05.
    doubt
        Why none of them may be written for it: "" for no such reason; "time" for a time of day beside it;
        "short year" for a year of two digits, which gives no reading; "serial" for a spreadsheet's number
        of a day, which gives the days that it has if days are counted from 1900, and from 1904.
    """

    readings: tuple[str, ...] = ()
    doubt: str = ""


def read_date(text: str) -> DateReading:
    """Find what a text may mean as a date: nothing, one thing, or two if day and month may be swapped.

    Examples
    --------
    >>> [read_date(text).readings for text in ("1 марта 2016 г.", "03/04/2024", "March 2024", "soon")]
    [('2016-03-01',), ('2024-03-04', '2024-04-03'), ('2024-03',), ()]
    >>> read_date("42430")
    DateReading(readings=('2016-03-01', '2020-03-02'), doubt='serial')
    """
    if len(text) > _LONGEST:
        return DateReading()
    text = plain_signs(text)
    if serial := _SERIAL.fullmatch(text):
        return DateReading(tuple(_from_serial(int(serial[1]))), "serial")
    if _SHORT_YEAR.fullmatch(text):
        return DateReading(doubt="short year")
    found = [match.groupdict() for form in _FORMS if (match := form.fullmatch(text))]
    readings = sorted({reading for parts in found for reading in _readings(parts)})
    has_time = any((parts.get("time") or "0").strip("0:.") for parts in found)
    return DateReading(tuple(readings), "time" if readings and has_time else "")


def ends_of(period: str) -> tuple[str, str]:
    """Give the first and the last day of a reading.

    Examples
    --------
    >>> ends_of("2024-02"), ends_of("2024-Q4"), ends_of("2024-03-05")
    (('2024-02-01', '2024-02-29'), ('2024-10-01', '2024-12-31'), ('2024-03-05', '2024-03-05'))
    """
    if len(period) == len("2024-03-05"):
        return period, period
    year, _, part = period.partition("-")
    if part[:1] in ("Q", "H"):
        months = 3 if part[0] == "Q" else 6
        last = int(part[1]) * months
        first = last - months + 1
    else:
        first, last = (int(part), int(part)) if part else (1, 12)
    return f"{year}-{first:02}-01", f"{year}-{last:02}-{monthrange(int(year), last)[1]}"


def _from_serial(number: int) -> Iterator[str]:
    # Spreadsheets take 1900 for a leap year, so that their days from March 1900 on are one too many.
    for epoch in (datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)):
        yield (epoch + datetime.timedelta(number)).isoformat()


def _readings(parts: dict[str, str | None]) -> Iterator[str]:
    year, day = parts["year"], parts.get("day")
    if kind := parts.get("kind"):
        yield from _part_of_year(str(year), kind.casefold(), str(parts["number"]).casefold())
        return
    month = parts.get("month") or parts.get("full")
    if name := parts.get("name"):
        month = str(_MONTHS.get(name.casefold(), 0))
    if roman := (parts.get("roman") or "").casefold():
        month = str(_ROMAN.index(roman) if roman in _ROMAN else 0)
    if parts.get("one"):
        pairs = [(parts["one"], parts["other"]), (parts["other"], parts["one"])]
    else:
        pairs = [(month, day)]
    for of_year, of_month in pairs:
        try:
            exact = datetime.date(int(year or 0), int(of_year or 1), int(of_month or 1)).isoformat()
        except ValueError:
            continue
        yield exact[: 10 if of_month else 7 if of_year else 4]


def _part_of_year(year: str, kind: str, number: str) -> Iterator[str]:
    half = kind[0] in "h半п" or kind.startswith("жарты")
    which = _ORDINALS.get(number) or int(number)
    if year > "0000" and which <= (2 if half else 4):
        yield f"{year}-{'H' if half else 'Q'}{which}"
