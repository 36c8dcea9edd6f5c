"""Which days a text may stand for, however somebody has written it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "(?P<name>[A-Za-z]{3,9})"
_FORMS = [
    re.compile(form)
    for form in (
        r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]",
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[ T]00:00(?::00(?:\.0+)?)?",
        rf"(?P<day>[0-9]{{1,2}}) {_MONTH}\.?,? (?P<year>[0-9]{{4}})",
        rf"{_MONTH}\.? (?P<day>[0-9]{{1,2}}),? (?P<year>[0-9]{{4}})",
        r"(?P<one>[0-9]{1,2})([-/.])(?P<other>[0-9]{1,2})\2(?P<year>[0-9]{4})",
    )
]


def possible_days(text: str) -> list[datetime.date]:
    """Find the days that a text may stand for, in order: none, one, or two if day and month may be swapped.

    Examples
    --------
    >>> [[day.isoformat() for day in possible_days(text)] for text in ("31.12.2024", "03/04/2024", "soon")]
    [['2024-12-31'], ['2024-03-04', '2024-04-03'], []]
    """
    found = (form.fullmatch(text) for form in _FORMS)
    return sorted({day for match in found if match for day in _readings(match.groupdict())})


def _readings(parts: dict[str, str]) -> Iterator[datetime.date]:
    if "name" in parts:
        name = parts["name"].lower()
        months = [number for number, month in enumerate(_MONTHS, 1) if name in (month, month[:3])]
        readings = [(month, int(parts["day"])) for month in months]
    elif "one" in parts:
        one, other = int(parts["one"]), int(parts["other"])
        readings = [(one, other), (other, one)]
    else:
        readings = [(int(parts["month"]), int(parts["day"]))]
    for month, day in readings:
        try:
            yield datetime.date(int(parts["year"]), month, day)
        except ValueError:
            continue
