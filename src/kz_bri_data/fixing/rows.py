"""Mending the cells of a row: what one cell says by itself, and with its neighbours' help."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from kz_bri_data.fixing.cells import ONE_COMMA, is_open, mend_date, mend_number, mend_text
from kz_bri_data.fixing.figures import WHOLE, comma_divides, things_of
from kz_bri_data.validation.cells import DATE, NUMBER
from kz_bri_data.validation.rules import Field, TableRules

Row = dict[str, str]
# Gives the row of a table by its key; None if there is none.
LookUp = Callable[[str, str], "Row | None"]

_NUMBERS = ("number", "integer")

# The key that is made up where it is missing, and what it is made of.
ASSIGNED = "observation_id"
_TOLD_BY = ("indicator_id", "entity_id", "breakdown")


class Tally(NamedTuple):
    """What was done to a file, and what was left to a person, by the code of the problem."""

    mended: Counter[str]
    left: Counter[str]


def mend_row(row: Row, rules: TableRules, look_up: LookUp, tally: Tally) -> Row:
    """Mend what has one right mending in a row.

    Parameters
    ----------
    row
        Cells by column.
    rules
        Rules of the table.
    look_up
        Gives rows of other tables.
    tally
        Counts each mending, and each number that may be one of two.

    Returns
    -------
    dict of str to str
    """
    result = {}
    for name, text in row.items():
        result[name] = mend_text(text)
        if result[name] != text:
            tally.mended["blanks" if text.strip() != text else "line-end" if "\r\n" in text else "nfc"] += 1
    for name, text in list(result.items()):
        plain = _mend_value(rules.fields[name], result, look_up)
        if plain != text:
            result[name] = plain
            is_form = rules.fields[name].type != "date" and not text.strip("+-.0123456789")
            tally.mended["number-form" if is_form else "type"] += 1
        elif rules.fields[name].type in _NUMBERS and is_open(text):
            tally.left["type" if "," in text else "number-form"] += 1
    return result


def _mend_value(field: Field, row: Row, look_up: LookUp) -> str:
    text = row[field.name]
    if field.type == "date":
        return mend_date(text)
    if field.type not in _NUMBERS:
        return text
    bare = text
    if row.get("unit") == "percent":
        bare = text.removesuffix("%").rstrip()
    if ONE_COMMA.fullmatch(bare) and _comma_divides(bare, row, look_up):
        bare = bare.replace(",", "")
    plain = mend_number(bare, whole=field.type == "integer")
    # What is no number even so stays as it was written, percent sign and all.
    return plain if NUMBER.fullmatch(plain) else text


def _comma_divides(text: str, row: Row, look_up: LookUp) -> bool:
    unit = look_up("units", row.get("unit", "")) or {}
    printed = row.get("figure_as_printed", "")
    return unit.get("dimension") in WHOLE and comma_divides(text, printed, things_of(row))


def assign_ids(
    names: list[str], rows: list[list[str]], rules: TableRules, look_up: LookUp, tally: Tally
) -> None:
    """Give each observation that has none an identifier, made of what it is about.

    An identifier is for ever, so none is made of what is wrong.

    Parameters
    ----------
    names
        Names of the columns.
    rows
        Cells of the rows, changed in place.
    rules
        Rules of the table; nothing happens if it has no such column.
    look_up
        Gives rows of other tables.
    tally
        Counts what was done, and what was left.
    """
    pattern = rules.fields[ASSIGNED].pattern if ASSIGNED in names else None
    if pattern is None:
        return
    place = names.index(ASSIGNED)
    taken = {row[place] for row in rows}
    numbers: Counter[str] = Counter()
    for cells in rows:
        if cells[place]:
            continue
        row = dict(zip(names, cells, strict=True))
        if not _is_sound(row, rules, look_up):
            tally.left["required"] += 1
            continue
        words = [*(row.get(name, "") for name in _TOLD_BY), *_period(row)]
        stem = f"{row['source_id']}/{'-'.join(slug for word in words if (slug := _slug(word)))}"
        identifier = stem
        while identifier in taken:
            numbers[stem] += 1
            identifier = f"{stem}-{numbers[stem] + 1}"
        if pattern.fullmatch(identifier):
            cells[place] = identifier
            taken.add(identifier)
            tally.mended["required"] += 1


def _is_sound(row: Row, rules: TableRules, look_up: LookUp) -> bool:
    """Say whether what an identifier is made of is right."""
    breakdown, pattern = row.get("breakdown", ""), rules.fields["breakdown"].pattern
    return (
        look_up("sources", row.get("source_id", "")) is not None
        and look_up("indicators", row.get("indicator_id", "")) is not None
        and (not row.get("entity_id") or look_up("entities", row["entity_id"]) is not None)
        and (not breakdown or pattern is None or pattern.fullmatch(breakdown) is not None)
        and all(_is_day(row.get(name, "")) for name in ("period_start", "period_end"))
    )


def _is_day(text: str) -> bool:
    if not text:
        return True
    try:
        return bool(DATE.fullmatch(text) and datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _period(row: Row) -> list[str]:
    """Name a year by itself, any other period by the days at its ends."""
    start, end = row.get("period_start", ""), row.get("period_end", "")
    if start[:4] == end[:4] and start[4:] == "-01-01" and end[4:] == "-12-31":
        return [end[:4]]
    return list(dict.fromkeys([start, end]))


def _slug(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")
