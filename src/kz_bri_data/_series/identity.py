"""What a series is: its parts, its identifier, and the call that gives it; the one place that decides it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from kz_bri_data._periods import Window
from kz_bri_data._series import OBSERVED, SERIES_COLUMNS

Frequency = Literal["A", "S", "Q", "M", "D", "none of these"]

# The name by which `series` chooses the statuses that make one series.
TOGETHER = "observed"

# Where an identifier says that the periods are of another length.
OTHER: Frequency = "none of these"
_OTHER_IN_ID = "other"

# A slash stands between the parts of an identifier, and in units such as t/year.
_PER = "-per-"

# An area is written as ISO 3166 or UN M49 has it, a basis in small letters.
_AREA = re.compile("[A-Z0-9-]+")

# Part of a key -> column of `observations` that holds it; the other parts are worked out.
COLUMNS = {**SERIES_COLUMNS, "unit": "unit", "status": "status", "counted_from": "counted_from"}


class SeriesKey(NamedTuple):
    """What is equal in all rows of one series; every part is text, empty where there is none.

    Attributes
    ----------
    indicator, area, partner, entity, breakdown, definition, basis, unit, counted_from
        As in `observations`.
    status
        "observed" for actual figures and estimates, else the status.
    frequency
        Length of the periods, "none of these" for another.
    derived
        "yes" if it is worked out of other series.
    start, end
        Side of a day from which the series is counted in another way: the first day after one such day, the
        last day before the next.
    """

    indicator: str
    area: str
    partner: str
    entity: str
    breakdown: str
    definition: str
    basis: str
    unit: str
    status: str
    counted_from: str
    frequency: str
    derived: str = ""
    start: str = ""
    end: str = ""

    @property
    def subject(self) -> tuple[str, ...]:
        """What the series is about: all but who counts, in which unit, how often and as what."""
        return self[:_OF_A_SUBJECT]

    @property
    def without_side(self) -> tuple[str, ...]:
        """What it is but for the side of a break: both sides are one count."""
        return self[: -len(_SIDE)]

    @property
    def id(self) -> str:
        """Identifier of the series, made of the parts that are there.

        Examples
        --------
        >>> SeriesKey("turnover", "KAZ", "CHN", "", "", "", "customs", "USD", "observed", "", "A").id
        'turnover/KAZ/CHN/customs/USD/A'
        """
        parts = [self.indicator, self.area, self._named("partner") if not self.area else self.partner]
        parts += [self._named(name) for name in ("entity", "breakdown", "definition")]
        parts += [self.basis, self.unit.replace("/", _PER)]
        parts += [self._named("status") if self.status != TOGETHER else "", self._named("counted_from")]
        parts.append(self._named("derived"))
        parts.append(_OTHER_IN_ID if self.frequency == OTHER else self.frequency)
        parts += [self._named("start"), self._named("end")]
        return "/".join(filter(None, parts))

    def _named(self, part: str) -> str:
        value = getattr(self, part)
        return f"{part}={value}" if value else ""


_PARTS = SeriesKey._fields
_SIDE = ("start", "end")
_OF_A_SUBJECT = _PARTS.index("basis")

# Parts by which `series` chooses, and those of them that are not of a subject; dates choose beside them.
CHOICES = tuple(part for part in _PARTS[1:] if part not in _SIDE)
NOT_OF_A_SUBJECT = _PARTS[_OF_A_SUBJECT:]


def key_of(row: Mapping[str, str], breaks: Sequence[str] = ()) -> SeriesKey:
    """Say which series a row of `observations` is of.

    Parameters
    ----------
    row
        Its cells as text. One that is worked out has the cell `rests_on`.
    breaks
        First days, in order, from which its series is counted in another way.
    """
    start, end = row["period_start"], row["period_end"]
    cells = {part: row[column] for part, column in COLUMNS.items()}
    if cells["status"] in OBSERVED:
        cells["status"] = TOGETHER
    side = _side(start or end, end, breaks) if breaks else ("", "")
    derived = "yes" if row.get("rests_on") else ""
    return SeriesKey(**cells, frequency=frequency_of(start, end), derived=derived, start=side[0], end=side[1])


def read_series_id(series_id: str) -> SeriesKey:
    """Read an identifier back, the opposite of `SeriesKey.id`.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> read_series_id("turnover/KAZ/CHN/customs/USD/A").basis
    'customs'
    """
    indicator, *rest = series_id.split("/")
    parts = dict.fromkeys(_PARTS, "") | {"indicator": indicator, "status": TOGETHER}
    parts |= {name: value for name, is_named, value in (one.partition("=") for one in rest) if is_named}
    *plain, parts["unit"], frequency = [one for one in rest if "=" not in one]
    parts["frequency"] = OTHER if frequency == _OTHER_IN_ID else frequency
    areas = [one for one in plain if _AREA.fullmatch(one)]
    parts |= zip(("area", "partner"), areas, strict=False)
    parts |= zip(("basis",), (one for one in plain if one not in areas), strict=False)
    parts["unit"] = parts["unit"].replace(_PER, "/")
    key = SeriesKey(**{part: parts[part] for part in _PARTS})
    # What is not written back as it was read was no identifier.
    if key.id != series_id:
        raise ValueError(series_id)
    return key


def tell_apart(key: SeriesKey, others: Iterable[SeriesKey]) -> dict[str, str | bool]:
    """Give the arguments of `series` that tell a series from the others of its indicator, and no more."""
    left = list(others)
    found: dict[str, str | bool] = {}
    for part in _PARTS[1:]:
        value = getattr(key, part)
        alike = [one for one in left if getattr(one, part) == value]
        # A day that is open chooses nothing.
        if len(alike) < len(left) and (value or part not in _SIDE):
            found[part] = value == "yes" if part == "derived" else value
            left = alike
    return found


def tell_subject_apart(key: SeriesKey, others: Iterable[SeriesKey]) -> dict[str, str | bool]:
    """Give the arguments of `series` that tell what a series is about from what the others are about."""
    open_parts = dict.fromkeys(NOT_OF_A_SUBJECT, "")
    return tell_apart(key._replace(**open_parts), {one._replace(**open_parts) for one in others})


def call(indicator: str, arguments: Mapping[str, str | bool]) -> str:
    """Write a call of `series` that can be pasted.

    Examples
    --------
    >>> call("oil_reserves", {"area": "KAZ"})
    'kbd.series("oil_reserves", area="KAZ")'
    >>> call("goods_trade_turnover", {"derived": True})
    'kbd.series("goods_trade_turnover", derived=True)'
    """
    words = [f'"{indicator}"', *(f"{name}={_written(value)}" for name, value in arguments.items())]
    return f"kbd.series({', '.join(words)})"


def _written(value: str | bool) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


@cache
def frequency_of(start: str, end: str) -> str:
    """Say of which length a period is."""
    return Window(start, end).frequency or OTHER


def _side(first: str, last: str, breaks: Sequence[str]) -> tuple[str, str]:
    """Say between which breaks a period lies; one that goes over a break is a side of its own."""
    if any(first < one <= last for one in breaks):
        return first, last
    after = [one for one in breaks if one <= first]
    before = [one for one in breaks if one > last]
    return max(after, default=""), day_before(min(before)) if before else ""


def day_before(day: str) -> str:
    """Give the day before a day.

    Examples
    --------
    >>> day_before("2023-01-01")
    '2022-12-31'
    """
    import datetime

    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()
