"""What numbers, figures and dates look like in a sentence."""

from __future__ import annotations

import re

from kz_bri_data.trace.text import SOFT, plain

NUMBER_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
tens hundred hundreds thousand thousands million millions billion billions trillion trillions
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth
fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth millionth
half halves thirds quarter quarters fifths tenths once twice thrice both single double triple
pair pairs couple dozen dozens score scores decade decades century centuries millennium millennia
"""

_MONTHS = "January February March April May June July August September October November December"
_MONTH = rf"\b(?:{_MONTHS.replace(' ', '|')})\b"
_DAY = r"\b\d{1,2}(?:st|nd|rd|th)?\b"
YEAR = r"\b[12]\d{3}\b"
TOKEN = re.compile(
    rf"{_DAY} {_MONTH}(?:,? {YEAR})?|{_MONTH} {_DAY}(?:,? {YEAR})?|{_MONTH},? {YEAR}"
    r"|(?<![A-Za-z\d])[A-Za-z]*\d[A-Za-z\d]*(?:[.,]\d[A-Za-z\d]*)*"
    rf"|(?<![\w{SOFT}])(?i:{'|'.join(NUMBER_WORDS.split())})(?![\w{SOFT}])"
)


def figure_pattern(figure: str) -> re.Pattern[str]:
    """Match a figure with white space ignored, but no part of a longer number or word."""
    text = "".join(char for char in plain(figure) if not char.isspace() and char != SOFT)
    if not text:
        return re.compile("(?!)")
    # Nothing is given back once it is taken, or a run of hyphens could be read in very many ways.
    gap = rf"[ {SOFT}]*+"
    parts = re.findall("-+|[^-]+", text)

    def pattern_of(part: str) -> str:
        if part[0] != "-":
            return gap.join(map(re.escape, part))
        return rf"(?:(?:{gap}-){{{len(part)}}}{gap}|(?= *+{SOFT}){gap})"

    before = r"(?<!\d)(?<!\d[.,])" if text[0].isdigit() else rf"(?<![A-Za-z0-9{SOFT}])"
    if text[0] == "-":
        before += rf"(?<!{SOFT} )(?=[-{SOFT}])"
    after = r"(?!\d)(?![.,]\d)" if text[-1].isdigit() else ""
    after = rf"(?![A-Za-z{SOFT}])" if text[-1].isalpha() else after
    return re.compile(before + "".join(map(pattern_of, parts)) + after)


def date_pattern(token: str) -> re.Pattern[str] | None:
    """Match the ISO dates that a token such as `2022`, `December 2022` or `5 May` can stand for."""
    if re.fullmatch(YEAR, token):
        return re.compile(token)
    months = re.findall(_MONTH, token)
    if not months:
        return None
    month = f"{_MONTHS.split().index(months[0]) + 1:02}"
    year = "".join(re.findall(YEAR, token)) or r"\d{4}"
    days = re.findall(_DAY, token)
    day = f"-{int(re.sub('[a-z]', '', days[0])):02}" if days else ""
    return re.compile(f"{year}-{month}{day}")
