"""Numbers that a caller gives, checked before they are computed with."""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Real

from kz_bri_data.errors import RefusedError


def as_number(value: object) -> float | None:
    """Read a number of any kind; None for what is none, such as text, and for what is not finite."""
    if isinstance(value, bool) or not isinstance(value, (Real, Decimal)):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def whole(argument: str, value: object, remedy: str) -> int:
    """Read a whole number above 0, and refuse all else."""
    number = as_number(value)
    if number is None or number != int(number) or number <= 0:
        raise RefusedError(f"{argument}={value!r} is not a whole number above 0", remedy)
    return int(number)


def as_year(value: object) -> int | None:
    """Read a calendar year of any kind, as a number or as text; None for what is none."""
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    number = as_number(value)
    return int(number) if number is not None and number == int(number) else None
