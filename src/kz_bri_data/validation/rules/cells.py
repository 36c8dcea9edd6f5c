"""What is wrong with one cell, as text, by itself."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial

from kz_bri_data._catalogue import Column
from kz_bri_data._mojibake import lost_letters, undone
from kz_bri_data._text_safety import escape, quote
from kz_bri_data.numbers import INTEGER, NUMBER
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.code_forms import CodeForms
from kz_bri_data.validation.rules.invisible import first_invisible
from kz_bri_data.validation.rules.look_alikes import as_latin, mixed_word, name_of
from kz_bri_data.validation.rules.nearest import LONGEST, Nearest
from kz_bri_data.validation.rules.other_words import other_codes
from kz_bri_data.validation.rules.plain_texts import is_plain, takes_any
from kz_bri_data.validation.rules.reference import Reference
from kz_bri_data.validation.rules.suggestions import DATE, MADE_UP, suggest, suggest_code, takes_part_of_date

# Written in place of a letter by a program that did not know it.
_LOST = "\N{REPLACEMENT CHARACTER}"
_MISREAD = "{} is UTF-8 that was read in another encoding and saved again"
_FOR_NOTHING = (
    *("na", "n/a", "nan", "null", "none", "nil", "unknown", "-", "–", "—", "..", "...", "?"),
    *("нет", "н/д", "нет данных", "неизвестно", "жоқ", "белгісіз", "无", "不详"),
)
# What stands between words.
_DIVIDING = "\t\v\f\u2028\u2029"
# What a program that did not know letters wrote in their place, within a word or as one: "?аза?стан", "????".
# "?year=2024" is a part of an address.
_LOST_LETTERS = re.compile(r"(?<!\?)\?++(?![A-Za-z_]++=)[^\W\d_]|(?<!\S)\?{2,}+(?!\S)")
SURROGATE = re.compile("[\ud800-\udfff]")

# What a spreadsheet writes where it could not compute, in English and in Russian.
_SPREADSHEET_ERRORS = {
    *("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"),
    *("#ПУСТО!", "#ДЕЛ/0!", "#ЗНАЧ!", "#ССЫЛКА!", "#ИМЯ?", "#ЧИСЛО!", "#Н/Д", "#ПЕРЕНОС!", "#ВЫЧИСЛ!"),
}

# A spreadsheet runs a cell that begins like this; "-5.2", "+3 %" and "-$5 million" are figures.
FORMULA = re.compile(r"[=@＝＠]|[-+](?!\Z|\s?[^\w\s(|!=]?[0-9][^(|!=]*\Z)")

# Keys of which all are listed; and what `kz-bri-data find` searches.
_FEW = 20
_FOUND = {"entities": "entities", "indicators": "indicators"}

_LARGEST_INTEGER = 2**63 - 1

Check = Callable[[str], "Violation | None"]


def cell_check(column: Column, reference: Reference | None) -> Check:
    """Make the function that judges the cells of a column.

    Parameters
    ----------
    column
        What the cells must be.
    reference
        Table that the cells point to, or None.

    Returns
    -------
    callable
        From the text of a cell to the first thing that is wrong with it, or None.
    """
    is_right, closely = _quick_look(column, reference), close_check(column, reference)

    def check(text: str) -> Violation | None:
        return None if text and is_right(text) else closely(text)

    return check


def close_check(column: Column, reference: Reference | None) -> Check:
    """Make the function that judges the cells of a column without a quick look before; see `cell_check`."""
    checks = _form_checks(column)
    if column.type in ("number", "integer"):
        checks.append(partial(_bounds, column))
    if column.categories or column.pattern or reference is not None:
        checks.append(partial(_look_alike_in_code, _is_code(column, reference)))
    else:
        checks.append(_look_alike)
    if column.categories:
        # The codes are listed, so that no guess is needed: "protection" is no slip for "projection".
        near = Nearest(_forms_of_codes(column), long=LONGEST)
        checks.append(partial(_enum, column, CodeForms(column.categories), near))
    if column.pattern:
        checks.append(partial(_pattern, re.compile(column.pattern), column))
        if takes_part_of_date(column):
            checks.append(_day)
    if reference is not None:
        checks.append(partial(judge_reference, reference))
    required = Violation("required", "the cell is empty", _how_to_fill(column)) if column.required else None
    return _first_of(checks, required, column)


def _quick_look(column: Column, reference: Reference | None) -> Callable[[str], bool]:
    """Make what tells at a glance of most right texts that nothing is wrong with them."""
    if column.type == "string" and not takes_part_of_date(column):
        if not column.categories and not column.pattern and reference is None:
            return is_plain
        is_code = _is_code(column, reference)
        if column.pattern and not takes_any(column.pattern):
            return is_code
        return lambda text: is_code(text) and is_plain(text)
    if column.type == "number":
        low = -1e300 if column.minimum is None else column.minimum
        high = 1e300 if column.maximum is None else column.maximum
        return lambda text: NUMBER.fullmatch(text) is not None and low <= float(text) <= high
    return lambda _: False


def _is_code(column: Column, reference: Reference | None) -> Callable[[str], bool]:
    """Make what says whether a column takes a text as a code."""
    codes, keys = column.categories, {} if reference is None else reference.keys
    fits = re.compile(column.pattern or "").fullmatch

    def is_code(text: str) -> bool:
        return (
            (not codes or text in codes)
            and (not column.pattern or fits(text) is not None)
            and (reference is None or text in keys)
        )

    return is_code


def _form_checks(column: Column) -> list[Check]:
    checks: list[Check] = [_text]
    if column.type == "string":
        checks.append(_formula)
    if column.type in ("number", "integer"):
        checks.append(partial(_number, column, INTEGER if column.type == "integer" else NUMBER))
    if column.type == "date":
        checks.append(partial(_date, column))
    return checks


def _first_of(checks: list[Check], required: Violation | None, column: Column) -> Check:
    def check(text: str) -> Violation | None:
        if not text:
            return required
        for one in checks:
            if violation := one(text):
                return _where_nothing_is_known(violation, text, column)
        return None

    return check


def _where_nothing_is_known(violation: Violation, text: str, column: Column) -> Violation:
    """Say of words for nothing, such as "n/a", that nothing is to be written."""
    if text.casefold() not in _FOR_NOTHING:
        return violation
    if not column.required and violation.code in ("type", "pattern", "enum", "reference"):
        return violation._replace(hint="leave the cell empty where nothing is known")
    if column.required and violation.code == "type":
        return violation._replace(hint="leave the row out where nothing is known")
    return violation


def _how_to_fill(column: Column) -> str:
    title = column.title.lower()
    what = f"identifier of the {title}" if column.name.endswith("_id") else title
    hint = f"write the {what}, such as {column.example}"
    is_made_up = column.name in MADE_UP and column.references is None
    return f"{hint}; kz-bri-data fix makes one up" if is_made_up else hint


def not_utf8(text: str) -> Violation:
    """Say that a cell holds bytes that are not UTF-8."""
    return Violation("encoding", f"{quote(text)} is not UTF-8", "save the file as UTF-8")


def _text(text: str) -> Violation | None:
    if text in _SPREADSHEET_ERRORS:
        hint = "a spreadsheet could not compute this; write what the source prints"
        return Violation("spreadsheet-error", f"{quote(text)} is the error of a formula", hint)
    if text.isascii() and text.isprintable():
        if text[0] != " " and text[-1] != " " and "?" not in text:
            return None
    elif SURROGATE.search(text):
        return not_utf8(text)
    elif "\0" in text:
        return Violation("nul", f"{quote(text)} holds a NUL byte", "write the cell again")
    elif before := undone(text):
        hint = f"write {quote(before)}, as kz-bri-data fix does, or take the file as it was before that"
        return Violation("mojibake", _MISREAD.format(quote(text)), hint)
    elif lost_letters(text):
        hint = "letters were lost; take the file as it was before that"
        return Violation("mojibake", _MISREAD.format(quote(text)), hint)
    elif _LOST in text:
        message = f"{quote(text)} has lost a character (U+FFFD)"
        return Violation("character-lost", message, "write it again, and save the file as UTF-8")
    if (bare := text.strip()) != text:
        hint = f"write {quote(bare)}" if bare else "leave the cell empty"
        return Violation("blanks", f"{quote(text)} has blanks around it", hint)
    if letter := first_invisible(text):
        name = unicodedata.name(letter, "").lower() or f"U+{ord(letter):04X}"
        message = f"{quote(text)} holds a character that does not show ({name})"
        return Violation("invisible", message, _instead_of(letter))
    if not unicodedata.is_normalized("NFC", text):
        return Violation(
            "nfc", f"{quote(text)} has letters and accents apart", "write them as one (Unicode NFC)"
        )
    if "?" in text and "://" not in text and (lost := _LOST_LETTERS.search(text)):
        message = f"{quote(text)} has {quote(lost[0])} where letters were lost"
        return Violation("character-lost", message, "write it again, and save the file as UTF-8")
    return None


def _instead_of(invisible: str) -> str:
    if invisible == "\r":
        return "write a line feed in its place"
    if invisible in _DIVIDING:
        return "write a blank in its place"
    if "\x80" <= invisible <= "\x9f":
        return "write the text again, and save the file as UTF-8; this was a part of a letter"
    return "delete it"


def _look_alike(text: str) -> Violation | None:
    found = None if text.isascii() else mixed_word(text)
    if found is None:
        return None
    word, letter, right = found
    message = f"{quote(word)} has a {name_of(letter)} {quote(letter)} among letters that are not"
    return Violation("look-alike", message, f"write {quote(right)}, all in one script")


def _look_alike_in_code(is_code: Callable[[str], bool], text: str) -> Violation | None:
    if text.isascii():
        return None
    latin = as_latin(text)
    if latin == text or is_code(text) or not is_code(latin):
        return None
    letter = next(one for one, other in zip(text, latin, strict=True) if one != other)
    message = f"{quote(text)} has a {name_of(letter)} {quote(letter)} that looks like a Latin letter"
    return Violation("look-alike", message, f"write {quote(latin)} in Latin letters")


def _formula(text: str) -> Violation | None:
    if FORMULA.match(text):
        return Violation(
            "formula", f"{quote(text)} is run as a formula by a spreadsheet", "begin with a word"
        )
    return None


def _number(column: Column, form: re.Pattern[str], text: str) -> Violation | None:
    if form.fullmatch(text):
        return None
    return _as_suggested(column, text, "a whole number" if form is INTEGER else "a number")


def _as_suggested(column: Column, text: str, kind: str) -> Violation | None:
    suggestion = suggest(column, text)
    if suggestion is None:
        return None
    what = "written plainly" if suggestion.code == "number-form" else kind
    return Violation(suggestion.code, f"{quote(text)} is not {what}", suggestion.hint)


def _bounds(column: Column, text: str) -> Violation | None:
    number = float(text)
    low, high = column.minimum, column.maximum
    if column.type == "integer" and (len(text) > 20 or abs(int(text)) > _LARGEST_INTEGER):
        return Violation(
            "bounds", f"{quote(text)} is larger than a whole number can be here", "check the digits"
        )
    if abs(number) == float("inf"):
        return Violation("bounds", f"{quote(text)} is larger than a number can be here", "check the digits")
    if low is not None and number < low:
        return Violation("bounds", f"{quote(text)} is less than {low:g}", _allowed(low, high))
    if high is not None and number > high:
        return Violation("bounds", f"{quote(text)} is more than {high:g}", _allowed(low, high))
    return None


def _allowed(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"allowed: {low:g} to {high:g}"
    return f"allowed: {low:g} or more" if low is not None else f"allowed: {high:g} or less"


def _date(column: Column, text: str) -> Violation | None:
    return _day(text) if DATE.fullmatch(text) else _as_suggested(column, text, "a date")


def _day(text: str) -> Violation | None:
    if not DATE.fullmatch(text):
        return None
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return Violation("type", f"{quote(text)} is not a day of the calendar", "check the month and the day")
    return None


def _enum(column: Column, forms: CodeForms, near: Nearest, text: str) -> Violation | None:
    if text in column.categories:
        return None
    if same := suggest_code("enum", forms, text):
        hint = same.hint
    else:
        meant = near.find(text)
        guess = f'did you mean "{meant}"? ' if meant else ""
        hint = f"{guess}allowed: {', '.join(column.categories)}"
    return Violation("enum", f"{quote(text)} is not {_with_article(column.title)}", hint)


def _forms_of_codes(column: Column) -> Iterator[tuple[str, str]]:
    """Give what may be written for the codes of a column, each with the code."""
    yield from ((code, code) for code in column.categories)
    yield from ((word, code) for word, code in other_codes() if code in column.categories)


def _pattern(pattern: re.Pattern[str], column: Column, text: str) -> Violation | None:
    # fullmatch, because "$" alone would let a line break pass at the end.
    if pattern.fullmatch(text):
        return None
    suggestion = suggest(column, text)
    like = f"write it like {column.example} ({column.description.rstrip('.')})"
    hint = suggestion.hint if suggestion else like
    return Violation("pattern", f"{quote(text)} does not have the form of this column", hint)


def judge_reference(reference: Reference, text: str) -> Violation | None:
    """Say what is wrong with a key that must be in another table; None if it is there."""
    if text in reference.keys:
        return None
    file = f"{reference.table.name}.csv"
    if not reference.complete:
        message = f"{quote(text)} is not found in {file}, of which not every row could be read"
        return Violation("reference-unread", message, f"fix {file} first; there may be more like this")
    return Violation("reference", f"{quote(text)} is not in {file}", _how_to_refer(reference, text))


def _how_to_refer(reference: Reference, text: str) -> str:
    if same := suggest_code("reference", reference.forms, text):
        return same.hint
    if meant := reference.nearest.find(text):
        return f"did you mean {quote(meant)}?"
    name = reference.table.name
    there = "one that is there"
    if len(reference.keys) <= _FEW:
        there = f"one of {', '.join(sorted(map(escape, reference.keys)))}"
    elif name in _FOUND:
        there += f" (kz-bri-data find looks for {_FOUND[name]} by any of their names)"
    return f"take {there}, or add the {reference.noun} there first"


def _with_article(title: str) -> str:
    return f"{'an' if title[0] in 'AEIOU' else 'a'} {title.lower()}"
