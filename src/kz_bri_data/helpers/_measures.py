"""What kind of number a row holds: said by the caller, or looked up by its indicator."""

from __future__ import annotations

from functools import cache
from typing import get_args

import narwhals.stable.v2 as nw

from kz_bri_data import loaders
from kz_bri_data.errors import UnknownNameError, WrongMeasureError
from kz_bri_data.helpers._columns import RELATIVE, Measure, Names
from kz_bri_data.helpers._frame import Check, Frame, text


class Measures:
    """Expressions about the measure of each row.

    Parameters
    ----------
    data
        The frame.
    names
        Its columns.
    given
        Measure of all rows, or None to look each up in the indicators that ship. Without an indicator,
        what is in percent counts as a share. A relative result of a helper is what it is.
    """

    def __init__(self, data: Frame, names: Names, given: Measure | None) -> None:
        if given is not None and given not in get_args(Measure):
            raise UnknownNameError("measure", given, list(get_args(Measure)))
        self.given = given or RELATIVE.get(names.value)
        self.indicator = text(data, names.indicator) if names.indicator else None
        self.unit = text(data, names.unit) if names.unit else None

    def among(self, *measures: Measure) -> nw.Expr:
        """Whether a row is of one of these measures."""
        found = self._among(*measures)
        return nw.lit(found) if isinstance(found, bool) else found

    def _among(self, *measures: Measure) -> nw.Expr | bool:
        if self.given is not None:
            return self.given in measures
        if self.indicator is not None:
            of_these = [name for name, kind in _shipped().items() if kind in measures]
            return self.indicator.is_in(of_these).fill_null(value=False)
        if "share" in measures and self.unit is not None:
            return (self.unit == "percent").fill_null(value=False)
        return False

    def level(self) -> nw.Expr:
        """Whether a row holds a level, which can't be negative."""
        return self.among(*(measure for measure in get_args(Measure) if measure != "rate"))

    def only(self, helper: str, *allowed: Measure) -> list[Check]:
        """Build the check that all rows are of measures that a helper makes sense of."""
        found = self._among(*allowed)
        problem = f"{helper} works on {', '.join(allowed)} only"
        if self.given in allowed:
            return []
        if isinstance(found, bool):
            raise WrongMeasureError(
                problem if self.given else f"{problem}; these may be anything",
                f"say which they are, such as measure={allowed[0]!r}, or take another helper",
            )
        remedy = "leave other rows out; where an indicator is not in the table of indicators, say measure="
        return [Check(WrongMeasureError, ~found, problem, remedy)]

    def none_of(self, helper: str, *refused: Measure) -> list[Check]:
        """Build the check that no row is of a measure that a helper makes no sense of."""
        found = self._among(*refused)
        problem = f"{helper} makes no sense of {', '.join(refused)}"
        if isinstance(found, bool):
            if found:
                raise WrongMeasureError(problem, "take another helper")
            return []
        if "share" in refused and self.indicator is not None and self.unit is not None:
            # What is in percent isn't divided by anything, even if nobody knows of what it is the share.
            unknown = ~self.indicator.is_in(list(_shipped())).fill_null(value=False)
            found |= unknown & (self.unit == "percent").fill_null(value=False)
        return [Check(WrongMeasureError, found, problem, "leave these rows out, or say measure= if wrong")]


@cache
def _shipped() -> dict[str, str]:
    return {row["indicator_id"]: row["measure"] for row in loaders.rows("indicators")}
