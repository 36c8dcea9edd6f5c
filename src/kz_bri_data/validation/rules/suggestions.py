"""What to write for a number, date or code that is not plain: `validate` says it, `fix` writes it.

Both ask here, so that they never differ. A suggestion with one reading is written, if need be for the unit
or the period that it asks for; one with two readings is left to a person with the same words, unless the
printed figure settles which of the two it is; one with none says why.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kz_bri_data._catalogue import Column
from kz_bri_data._text_safety import quote
from kz_bri_data.numbers import (
    INTEGER,
    LOOSE_NUMBER,
    NUMBER,
    CellNumber,
    find_numbers,
    plain_signs,
    read_cell,
)
from kz_bri_data.validation.rules.code_forms import CodeForms

if TYPE_CHECKING:
    from kz_bri_data.dates import DateReading

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# Identifiers that `fix` makes up where they are missing.
MADE_UP = {
    *("observation_id", "break_id", "event_id", "statement_id", "place_id", "entity_id", "project_id"),
    *("record_id", "pair_id"),
}

# What people write for a language that has another code: most often that of its country.
_LANGUAGES = {
    **{"kz": "kk", "kaz": "kk", "cn": "zh", "chi": "zh", "zho": "zh", "rus": "ru", "eng": "en", "jp": "ja"},
    **{"kr": "ko", "ua": "uk", "uzb": "uz", "kg": "ky", "tj": "tg", "gb": "en", "us": "en", "cz": "cs"},
}

_IN_PARENTHESES = re.compile(r"[(（](.{1,40})[)）]%?")
_LONGEST_WORDS = 100
_CURRENCY_SIGNS = "$€£¥₸₽"


class Suggestion(NamedTuple):
    """What to do about a cell.

    Attributes
    ----------
    code
        "number-form", "type", "pattern", "enum" or "reference": the code of the violation.
    reason
        A word for what is the matter, the same for all cells of its kind.
    hint
        What to do, for people.
    readings
        What may be written: nothing if that is open, one thing, or two.
    percent
        Whether it may be written only where the unit is percent.
    period
        Whether it may be written only where the whole year, quarter or month is meant.
    scaled
        Whether it has a scale word, and may be written only where the unit has no scale of its own and is the
        one that is printed.
    """

    code: str
    reason: str
    hint: str
    readings: tuple[str, ...] = ()
    percent: bool = False
    period: bool = False
    scaled: bool = False


def suggest(column: Column, text: str) -> Suggestion | None:
    """Say what to write for a cell of a column of numbers or dates.

    Parameters
    ----------
    column
        What the cells of the column must be.
    text
        The cell, not empty.

    Returns
    -------
    Suggestion or None
        None if the cell is written as it must be, or if the column is of another kind.
    """
    if column.type in ("number", "integer"):
        form = INTEGER if column.type == "integer" else NUMBER
        return None if form.fullmatch(text) else _suggest_number(column, text)
    if column.type == "date":
        return None if DATE.fullmatch(text) else _suggest_day(column, _read_date(text))
    if takes_part_of_date(column) and not re.fullmatch(str(column.pattern), text):
        return _suggest_part_of_date(column, _read_date(text))
    if column.name == "language" and (meant := _LANGUAGES.get(text.casefold())):
        return Suggestion("pattern", "", f'write "{meant}"', (meant,))
    return None


def suggest_code(code: str, forms: CodeForms, text: str) -> Suggestion | None:
    """Say which code to write for a text that is one but for case, blanks, dashes and full-width letters.

    Parameters
    ----------
    code
        Code of the violation.
    forms
        What is right.
    text
        A text that is not.

    Returns
    -------
    Suggestion or None
        None if it is no code, or may be several.
    """
    meant = forms.find(text)
    return Suggestion(code, "", f"write {quote(meant)}", (meant,)) if meant else None


def takes_part_of_date(column: Column) -> bool:
    """Say whether a column takes a year, a month or a day, each as exact as it is known."""
    if column.pattern is None or re.fullmatch(column.pattern, "words"):
        return False
    return all(re.fullmatch(column.pattern, text) for text in ("2024", "2024-12", "2024-12-31"))


def holds_dates(column: Column) -> bool:
    """Say whether a column holds dates, whole or in part."""
    return column.type == "date" or takes_part_of_date(column)


def _suggest_number(column: Column, text: str) -> Suggestion:
    whole = column.type == "integer"
    is_form = LOOSE_NUMBER.fullmatch(text) and (not whole or text.lstrip("+-").isdigit())
    code = "number-form" if is_form else "type"
    bare = text.removesuffix("%").rstrip()
    if "e" in bare.lower() and LOOSE_NUMBER.fullmatch(bare):
        # As spreadsheets show long numbers, the last digits cut off.
        return Suggestion(code, "exponent", "write all the digits that the source prints")
    if year := _year(column, text):
        return Suggestion(code, "", f"write {year}", (year,))
    cell = read_cell(text)
    if cell is None:
        return Suggestion(code, *_no_number(column, text))
    readings = tuple(one for one in cell.readings if not whole or "." not in one)
    if not readings:
        return Suggestion(code, "not whole", f"write a whole number, such as {column.example}")
    if len(readings) > 2:
        return Suggestion(code, "many readings", f"write digits only, such as {column.example}")
    hint = f"write {readings[0]}" if len(readings) == 1 else _two_readings(cell, readings)
    reason = "two readings" if len(readings) == 2 else "percent sign" if cell.percent else ""
    if cell.percent:
        hint += ", and percent as the unit"
    elif cell.number.scaled and len(readings) == 1 and column.unit and column.unit.endswith("unit"):
        hint += ", if that is in the unit of the row"
    return Suggestion(code, reason, hint, readings, cell.percent, scaled=cell.number.scaled)


def _year(column: Column, text: str) -> str | None:
    """Give the year that a text with a word for it means, as in "2024 г." and "2024年"."""
    found = _read_date(text).readings if column.name.endswith("year") else ()
    return found[0] if len(found) == 1 and re.fullmatch("[0-9]{4}", found[0]) else None


def _no_number(column: Column, text: str) -> tuple[str, str]:
    if LOOSE_NUMBER.fullmatch(text):
        return "too long", "check the digits, there are more than a source prints"
    inside = _IN_PARENTHESES.fullmatch(text)
    cell = inside and read_cell(inside[1])
    if cell and len(cell.readings) == 1:
        plain = cell.readings[0].removeprefix("-")
        return "parentheses", f"write -{plain} if the parentheses stand for a minus, else {plain}"
    bare = text.strip(f"{_CURRENCY_SIGNS} \u00a0\u202f")
    cell = read_cell(bare) if bare != text else None
    if cell and 1 <= len(cell.readings) <= 2 and not cell.percent:
        which = f"write {cell.readings[0]}" if len(cell.readings) == 1 else _two_readings(cell, cell.readings)
        return "currency sign", f"{which}; the currency belongs in the unit of the row"
    if among_words := _number_among_words(text):
        return "words", f"write {among_words} alone, if it is in the unit of the row"
    return "no number", f"write digits only, such as {column.example}"


def _number_among_words(text: str) -> str | None:
    """Give the one number of a text that has a scale word and other words, as in "43.8 million tenge"."""
    if len(text) > _LONGEST_WORDS or any(sign in plain_signs(text) for sign in "-()%"):
        return None
    numbers = list(find_numbers(text))
    if len(numbers) != 1 or not numbers[0].scaled or len(numbers[0].readings) != 1:
        return None
    if re.search(r"kt\b", text, re.IGNORECASE):  # a unit of its own
        return None
    return numbers[0].readings[0]


def _two_readings(cell: CellNumber, readings: tuple[str, ...]) -> str:
    one, other = readings
    marks = [mark for mark in cell.number.digits if mark in ",."]
    if cell.number.scaled and float(one) < float(other):
        return f"write {one} if the word means thousand, {other} if it means million"
    name = "point" if marks == ["."] else "comma"
    return f"write {one} if the {name} divides thousands, {other} if it stands before decimals"


def _read_date(text: str) -> DateReading:
    from kz_bri_data.dates import read_date  # takes a while, and only cells that are wrong need it

    return read_date(text)


def _suggest_day(column: Column, reading: DateReading) -> Suggestion:
    if suggestion := _in_doubt("type", reading):
        return suggestion
    readings = reading.readings
    if not readings:
        return Suggestion("type", "no date", "write year-month-day, such as 2024-12-31")
    if len(readings[0]) < len("2024-12-31"):
        return _suggest_end_of_period(column, readings[0])
    return _suggest_readings("type", readings)


def _suggest_part_of_date(column: Column, reading: DateReading) -> Suggestion | None:
    if suggestion := _in_doubt("pattern", reading):
        return suggestion
    readings = tuple(one for one in reading.readings if re.fullmatch(str(column.pattern), one))
    return _suggest_readings("pattern", readings) if readings else None


def _in_doubt(code: str, reading: DateReading) -> Suggestion | None:
    if reading.doubt == "serial":
        one, other = reading.readings
        hint = (
            f"it looks like a spreadsheet's number of a day, {one}, or {other} if it counts from 1904; "
            "write the day that the source prints"
        )
        return Suggestion(code, "serial", hint)
    if reading.doubt == "short year":
        return Suggestion(code, "short year", "write the year with four digits, as in 2024-12-31")
    if reading.doubt == "time":
        return Suggestion(code, "time", f"write {reading.readings[0]} alone, if that is the day there")
    return None


def _suggest_readings(code: str, readings: tuple[str, ...]) -> Suggestion:
    if len(readings) == 1:
        return Suggestion(code, "", f"write {readings[0]}", readings)
    hint = f"write {' or '.join(readings)}, whichever the source says"
    return Suggestion(code, "day and month", hint, readings)


def _suggest_end_of_period(column: Column, period: str) -> Suggestion:
    from kz_bri_data.dates import ends_of

    first, last = ends_of(period)
    if column.name.endswith("_start"):
        hint = f"write {first}, the first day of {period}"
        return Suggestion("type", "first day", hint, (first,), period=True)
    if column.name.endswith("_end"):
        return Suggestion("type", "last day", f"write {last}, the last day of {period}", (last,), period=True)
    return Suggestion("type", "no day", f"write a day, such as {first} or {last}")
