"""What is wrong with one cell, as text, by itself."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable
from functools import partial

from kz_bri_data.validation.dates import possible_days
from kz_bri_data.validation.nearest import Nearest
from kz_bri_data.validation.problems import Verdict, quote
from kz_bri_data.validation.references import Reference
from kz_bri_data.validation.rules import Field

# Python's own int() and float() are too kind: they take "1_000", " 1 " and digits of any script.
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9][0-9]*)?")
INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# What does not show: control characters, line separators, bidirectional overrides, byte order marks.
INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
# Written in place of a letter by a program that did not know it.
_LOST = "\N{REPLACEMENT CHARACTER}"
SURROGATE = re.compile("[\ud800-\udfff]")

# What a spreadsheet writes where it could not compute, in English and in Russian.
_SPREADSHEET_ERRORS = {
    *("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"),
    *("#ПУСТО!", "#ДЕЛ/0!", "#ЗНАЧ!", "#ССЫЛКА!", "#ИМЯ?", "#ЧИСЛО!", "#Н/Д", "#ПЕРЕНОС!", "#ВЫЧИСЛ!"),
}

# A spreadsheet runs a cell that begins like this; "-5.2", "+3 %" and "-$5 million" are figures.
FORMULA = re.compile(r"[=@＝＠]|[-+](?!\Z|\s?[^\w\s(|!=]?[0-9][^(|!=]*\Z)")

_LOOSE_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_ONE_MARK = re.compile(r"\+?(-?[1-9][0-9]{0,2})([.,])([0-9]{3})")
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_LARGEST_INTEGER = 2**63 - 1

Check = Callable[[str], "Verdict | None"]


def as_number(text: str) -> float | None:
    """Give the number that a text writes plainly; None if it writes none, or one beyond what can be held."""
    value = float(text) if NUMBER.fullmatch(text) else math.inf
    return value if math.isfinite(value) else None


def cell_check(field: Field, reference: Reference | None) -> Check:
    """Make the function that judges the cells of a column.

    Parameters
    ----------
    field
        What the cells must be.
    reference
        Table that the cells point to, or None.

    Returns
    -------
    callable
        From the text of a cell to the first thing that is wrong with it, or None.
    """
    checks: list[Check] = [_text]
    if field.type == "string":
        checks.append(_formula)
    if field.type in ("number", "integer"):
        checks += [partial(_number, field), partial(_bounds, field)]
    if field.type == "date":
        checks.append(_date)
    if field.enum:
        near = Nearest((code, code) for code in field.enum)
        checks.append(partial(_enum, field, near))
    if field.pattern:
        checks.append(partial(_pattern, field))
    if reference is not None:
        checks.append(partial(_reference, reference))
    required = Verdict("required", "the cell is empty", _how_to_fill(field)) if field.required else None

    def check(text: str) -> Verdict | None:
        if not text:
            return required
        for one in checks:
            if verdict := one(text):
                return verdict
        return None

    return check


def _how_to_fill(field: Field) -> str:
    hint = f"write the {field.title.lower()}, such as {field.example}"
    return f"{hint}; kz-bri-data fix makes one up" if field.name == "observation_id" else hint


def _text(text: str) -> Verdict | None:
    if text in _SPREADSHEET_ERRORS:
        hint = "a spreadsheet could not compute this; write what the source prints"
        return Verdict("spreadsheet-error", f"{quote(text)} is the error of a formula", hint)
    if text.isascii() and text.isprintable():
        if text[0] != " " and text[-1] != " ":
            return None
    elif SURROGATE.search(text):
        return Verdict("encoding", f"{quote(text)} is not UTF-8", "save the file as UTF-8")
    elif "\0" in text:
        return Verdict("nul", f"{quote(text)} holds a NUL byte", "write the cell anew")
    if (bare := text.strip()) != text:
        hint = f"write {quote(bare)}" if bare else "leave the cell empty"
        return Verdict("blanks", f"{quote(text)} has blanks around it", hint)
    if found := INVISIBLE.search(text):
        name = unicodedata.name(found[0], "").lower() or f"U+{ord(found[0]):04X}"
        return Verdict(
            "invisible", f"{quote(text)} holds a character that does not show ({name})", "delete it"
        )
    if _LOST in text:
        message = f"{quote(text)} has lost a character (U+FFFD)"
        return Verdict("character-lost", message, "write it again, and save the file as UTF-8")
    if not unicodedata.is_normalized("NFC", text):
        return Verdict(
            "nfc", f"{quote(text)} has letters and accents apart", "write them as one (Unicode NFC)"
        )
    return None


def _formula(text: str) -> Verdict | None:
    if FORMULA.match(text):
        return Verdict("formula", f"{quote(text)} is run as a formula by a spreadsheet", "begin with a word")
    return None


def _number(field: Field, text: str) -> Verdict | None:
    form = INTEGER if field.type == "integer" else NUMBER
    if form.fullmatch(text):
        return None
    plain = _plain(text)
    kind = "whole number" if field.type == "integer" else "number"
    ambiguous = _two_readings(kind, text)
    if _LOOSE_NUMBER.fullmatch(text) and (kind == "number" or text.lstrip("+-").isdigit()):
        hint = f"write {plain}" if plain else f"write a plain number, such as {field.example}"
        if "e" in text.lower():  # as spreadsheets show long numbers, the last digits cut off
            hint = "write all the digits that the source prints"
        return Verdict("number-form", f"{quote(text)} is not written plainly", ambiguous or hint)
    if ambiguous:
        hint = ambiguous
    elif kind == "whole number" and plain and "." in plain:
        hint = f"write a whole number, such as {field.example}"
    elif plain:
        hint = f"write {plain}" + (", and percent as the unit" if "%" in text else "")
    elif text.casefold() in ("na", "n/a", "nan", "null", "none", "-", "–", "—", "..", "...", "?"):
        hint = "leave the cell empty where nothing is known"
    else:
        hint = f"write digits only, such as {field.example}"
    return Verdict("type", f"{quote(text)} is not a {kind}", hint)


def _two_readings(kind: str, text: str) -> str | None:
    """Say what to write for a number whose one mark may divide thousands or stand before decimals."""
    found = _ONE_MARK.fullmatch(text)
    if not found:
        return None
    before, mark, after = found.groups()
    thousands, decimal = f"{before}{after}", f"{before}.{after}" if after.strip("0") else before
    if kind == "whole number" and "." in decimal:
        return f"write {thousands}"
    name = "point" if mark == "." else "comma"
    return f"write {thousands} if the {name} divides thousands, {decimal} if it stands before decimals"


def _plain(text: str) -> str | None:
    """Write a number plainly, if it is plain what number it is."""
    text = text.replace("−", "-").removesuffix("%").strip()
    digits, _, scale = text.rpartition(" ")
    if power := _SCALES.get(scale.lower()):
        text = digits
    if re.fullmatch(r"[-+]?[0-9]{1,3}(?:[ \u00a0\u2009\u202f'’_][0-9]{3})+(?:[.,][0-9]+)?", text):
        text = re.sub(r"[^-+0-9.,]", "", text).replace(",", ".")
    elif re.fullmatch(r"[-+]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"[-+]?[0-9]{1,3}(?:\.[0-9]{3})*,[0-9]+", text):
        text = text.replace(".", "").replace(",", ".")
    if len(text) > 25 or not _LOOSE_NUMBER.fullmatch(text):
        return None
    from decimal import Decimal

    number = Decimal(text).scaleb(power or 0)
    if not -20 < number.adjusted() < 40:
        return None
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _bounds(field: Field, text: str) -> Verdict | None:
    number = float(text)
    low, high = field.minimum, field.maximum
    if field.type == "integer" and (len(text) > 20 or abs(int(text)) > _LARGEST_INTEGER):
        return Verdict(
            "bounds", f"{quote(text)} is larger than a whole number can be here", "check the digits"
        )
    if abs(number) == float("inf"):
        return Verdict("bounds", f"{quote(text)} is larger than a number can be here", "check the digits")
    if low is not None and number < low:
        return Verdict("bounds", f"{quote(text)} is less than {low:g}", _allowed(low, high))
    if high is not None and number > high:
        return Verdict("bounds", f"{quote(text)} is more than {high:g}", _allowed(low, high))
    return None


def _allowed(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"allowed: {low:g} to {high:g}"
    return f"allowed: {low:g} or more" if low is not None else f"allowed: {high:g} or less"


def _date(text: str) -> Verdict | None:
    if DATE.fullmatch(text):
        try:
            datetime.date.fromisoformat(text)
        except ValueError:
            return Verdict(
                "type", f"{quote(text)} is not a day of the calendar", "check the month and the day"
            )
        return None
    return Verdict("type", f"{quote(text)} is not a date", _date_hint(text))


def _date_hint(text: str) -> str:
    if re.fullmatch(r"[0-9]{4}", text):
        return f"write a day, such as {text}-01-01 or {text}-12-31"
    days = [day.isoformat() for day in possible_days(text)]
    if len(days) == 2:
        return f"write {days[0]} or {days[1]}, whichever the source says"
    if days:
        return f"write {days[0]}"
    return "write year-month-day, such as 2024-12-31"


def _enum(field: Field, near: Nearest, text: str) -> Verdict | None:
    if text in field.enum:
        return None
    meant = near.find(text)
    hint = f'did you mean "{meant}"?' if meant else f"allowed: {', '.join(field.enum)}"
    return Verdict("enum", f"{quote(text)} is not {_with_article(field.title)}", hint)


def _pattern(field: Field, text: str) -> Verdict | None:
    # fullmatch, because "$" alone would let a line break pass at the end.
    if field.pattern is None or field.pattern.fullmatch(text):
        return None
    message = f"{quote(text)} does not have the form of this column"
    return Verdict("pattern", message, f"write it like {field.example} ({field.description.rstrip('.')})")


def _reference(reference: Reference, text: str) -> Verdict | None:
    if text in reference.keys:
        return None
    file = f"{reference.rules.name}.csv"
    if not reference.whole:
        message = f"{quote(text)} is not found in {file}, of which not every row could be read"
        return Verdict("reference-unread", message, f"mend {file} first; there may be more like this")
    meant = reference.nearest.find(text)
    add = f"add the {reference.noun} there first"
    hint = f"did you mean {quote(meant)}? If not, {add}" if meant else f"take one that is there, or {add}"
    return Verdict("reference", f"{quote(text)} is not in {file}", hint)


def _with_article(title: str) -> str:
    return f"{'an' if title[0] in 'AEIOU' else 'a'} {title.lower()}"
