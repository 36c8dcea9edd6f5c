"""What kind of number a row holds: said by the caller, or looked up by its indicator."""

from __future__ import annotations

from functools import cache
from typing import get_args

from kz_bri_data._catalogue import installed
from kz_bri_data.errors import UnknownNameError, WrongMeasureError
from kz_bri_data.helpers._columns import RELATIVE, Measure, Names
from kz_bri_data.helpers._engine import Check, Engine, Value

LEVELS: tuple[Measure, ...] = tuple(measure for measure in get_args(Measure) if measure != "rate")


class Measures:
    """The measure of each row.

    Parameters
    ----------
    engine
        The frame.
    names
        Its columns.
    given
        Measure of all rows, or None to look each up in the indicators that ship. Without an indicator,
        what is in percent counts as a share. A relative result of a helper is what it is.
    """

    def __init__(self, engine: Engine, names: Names, given: Measure | None) -> None:
        if given is not None and given not in get_args(Measure):
            raise UnknownNameError("measure", given, list(get_args(Measure)))
        self._engine, self._names, self._said = engine, names, given
        self.given = given or RELATIVE.get(names.value)

    def among(self, *measures: Measure) -> Value:
        """Whether a row is of one of these measures."""
        found = self._among(*measures)
        return self._engine.constant(found) if isinstance(found, bool) else found

    def _among(self, *measures: Measure) -> Value | bool:
        if self.given is not None:
            return self.given in measures
        if self._names.indicator is not None:
            return self._engine.among(self._names.indicator, _indicators(measures))
        if "share" in measures and self._names.unit is not None:
            return self._engine.among(self._names.unit, ["percent"])
        return False

    def level(self) -> Value:
        """Whether a row holds a level, which can't be negative."""
        return self.among(*LEVELS)

    def only(self, helper: str, *allowed: Measure) -> list[Check]:
        """Build the checks that all rows are of measures that a helper makes sense of."""
        problem = f"{helper} works on {', '.join(allowed)} only"
        found = self._among(*allowed)
        if self.given is None and not isinstance(found, bool):
            remedy = (
                "leave other rows out; where an indicator is not in the table of indicators, say measure="
            )
            return [Check(WrongMeasureError, ~found, problem, remedy)]
        if self.given not in allowed:
            raise WrongMeasureError(
                problem if self.given else f"{problem}; these may be anything",
                f"say which they are, such as measure={allowed[0]!r}, or take another helper",
            )
        return self.not_contradicted()

    def none_of(self, helper: str, *refused: Measure) -> list[Check]:
        """Build the checks that no row is of a measure that a helper makes no sense of."""
        found = self._among(*refused)
        problem = f"{helper} makes no sense of {', '.join(refused)}"
        if isinstance(found, bool):
            if found:
                raise WrongMeasureError(problem, "take another helper")
            return self.not_contradicted()
        if "share" in refused and self._names.indicator and self._names.unit:
            # What is in percent isn't divided by anything, even if nobody knows of what it is the share.
            unknown = ~self._engine.among(self._names.indicator, list(_shipped()))
            found = found | (unknown & self._engine.among(self._names.unit, ["percent"]))
        return [Check(WrongMeasureError, found, problem, "leave these rows out")]

    def not_unknown(self, helper: str) -> list[Check]:
        """Build the check that somebody says of each row what kind of number it holds."""
        if self.given is not None:
            return []
        value = self._engine.missing(self._engine.number(self._names.value))
        unknown = value | ~value
        if self._names.indicator:
            unknown = ~self._engine.among(self._names.indicator, list(_shipped()))
        elif self._names.unit:
            unknown = ~self.among("share")
        problem = f"{helper} has to know what these are, and they may be anything"
        remedy = "say measure=, such as measure='flow' or measure='stock', or name their indicator"
        return [Check(WrongMeasureError, unknown, problem, remedy)]

    def not_fractions(self) -> list[Check]:
        """Build the check that shares of which nobody says that they are in percent are not all below 1."""
        engine, unit = self._engine, self._names.unit
        if self._names.value in RELATIVE:
            return []
        value = engine.number(self._names.value)
        small = engine.missing(value) | engine.known(value <= 1)
        if unit:
            small = small & ~engine.among(unit, ["percent"])
        return [
            Check(
                WrongMeasureError,
                self.among("share") & small,
                "no share is above 1, and no unit says percent: these may be fractions",
                "multiply fractions by 100, or say what they are in a column unit: percent",
                every=True,
            )
        ]

    def not_contradicted(self) -> list[Check]:
        """Build the checks that neither the unit nor the table of indicators says else than the caller."""
        if self._said is None or self._names.value in RELATIVE:
            return []
        found = []
        if self._names.unit and self._said not in ("share", "rate", "price"):
            found.append(
                Check(
                    WrongMeasureError,
                    self._engine.among(self._names.unit, ["percent"]),
                    f"measure={self._said!r} contradicts the unit percent",
                    "say measure='share' or measure='rate', or give the unit that these are in",
                )
            )
        if self._names.indicator:
            found.append(self._as_indicators_say())
        return found

    def _as_indicators_say(self) -> Check:
        others = [name for name, measure in _shipped().items() if measure != self._said]
        return Check(
            WrongMeasureError,
            self._engine.among(str(self._names.indicator), others),
            f"measure={self._said!r} contradicts the table of indicators",
            "leave measure= out, so that each row's indicator says it; figures that are of another "
            "kind need an indicator of their own",
        )


@cache
def _shipped() -> dict[str, str]:
    return {row["indicator_id"]: row["measure"] for row in installed().rows("indicators")}


@cache
def _indicators(measures: tuple[Measure, ...]) -> list[str]:
    return [name for name, measure in _shipped().items() if measure in measures]
