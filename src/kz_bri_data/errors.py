"""The errors that people meet: what is wrong, where, what is allowed, what to do next."""

import copyreg
from typing import Any, cast


class KzBriDataError(Exception):
    """Base of every error that this package raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Copied, and handed over by another process, without its __init__: that takes other arguments.
        kind, args, *state = cast("tuple[Any, ...]", super().__reduce__())
        return copyreg.__newobj__, (kind, *args), *state  # type: ignore[attr-defined]


class UnknownNameError(KzBriDataError, KeyError):
    """A table, column, backend or identifier that does not exist.

    Parameters
    ----------
    kind
        What the name should have been, such as "table".
    name
        The name as given.
    allowed
        Every name that would have been right.

    Attributes
    ----------
    name, allowed
        As given, for a program that wants to react.
    """

    def __init__(self, kind: str, name: object, allowed: list[str]) -> None:
        self.name = name
        self.allowed = allowed
        super().__init__(f"there is no {kind} {name!r}{suggestion(str(name), allowed)}")

    def __str__(self) -> str:
        # KeyError would print the message's repr, with quotes around it.
        return str(self.args[0])


class MissingExtraError(KzBriDataError, ImportError):
    """An optional library that a call needs is not installed.

    Parameters
    ----------
    library
        Name of the library as imported.
    extra
        Name of the extra of kz-bri-data that brings it.

    Attributes
    ----------
    library, extra
        As given, for a program that wants to react.
    """

    def __init__(self, library: str, extra: str) -> None:
        self.library = library
        self.extra = extra
        super().__init__(
            f"this needs {library}, which is not installed; run: pip install 'kz-bri-data[{extra}]'",
            name=library,
        )


class InvalidTableError(KzBriDataError, ValueError):
    """A table declaration that says too little about itself, or contradicts itself."""


class CannotRunError(KzBriDataError, ValueError):
    """A command that cannot start: a path that is not there, a folder of the wrong kind."""


class UnsupportedBackendError(KzBriDataError, TypeError):
    """Something that is no dataframe, or a dataframe that lacks what a helper needs."""


class RefusedError(KzBriDataError, ValueError):
    """A computation that a helper refuses, because its result would be wrong.

    Parameters
    ----------
    problem
        What is wrong.
    allowed
        What would be allowed.
    series
        Rows that show it, each by the columns that name its series and its period.

    Attributes
    ----------
    problem, allowed, series
        As given, for a program that wants to react.
    """

    def __init__(self, problem: str, allowed: str, series: list[dict[str, object]] | None = None) -> None:
        self.problem = problem
        self.allowed = allowed
        self.series = series or []
        shown = [
            ", ".join(f"{name}={value}" for name, value in row.items() if value is not None)
            for row in self.series
        ]
        super().__init__(problem + "".join(f"\n  {row}" for row in shown) + f"\n{allowed}")


class CompetingRowsError(RefusedError):
    """More than one row, or more than one series, where one was asked for."""


class MixedBasisError(RefusedError):
    """One series holds figures of several bases, which nobody may chain."""


class MixedUnitError(RefusedError):
    """One series holds figures in several units or currencies."""


class MixedMeasureError(RefusedError):
    """One series holds figures that behave differently in time, such as flows and stocks."""


class OverlappingPeriodsError(RefusedError):
    """Two periods of one series overlap, or one lies within the other."""


class DuplicatePeriodError(RefusedError):
    """Two rows are of one series and one period."""


class UnequalPeriodsError(RefusedError):
    """Flows of periods that differ in length, or that are no whole calendar months."""


class WrongPeriodError(RefusedError):
    """A period that the computation has no use for: none at all, too long, or across years."""


class WrongMeasureError(RefusedError):
    """A kind of figure that the computation makes no sense of, such as a share per inhabitant."""


class WrongUnitError(RefusedError):
    """A unit that cannot be converted, or not into that one."""


class EntityRowError(RefusedError):
    """A figure about one entity, where the computation is about a whole area."""


class MissingReferenceError(RefusedError, LookupError):
    """A reference table has no value for an area or a currency in a year.

    Parameters
    ----------
    problem, allowed, series
        As of every refusal.
    years
        The years there are, by area or currency.

    Attributes
    ----------
    years
        As given, for a program that wants to react.
    """

    def __init__(
        self,
        problem: str,
        allowed: str,
        series: list[dict[str, object]] | None = None,
        years: dict[str, list[int]] | None = None,
    ) -> None:
        self.years = years or {}
        super().__init__(problem, allowed, series)


def suggestion(name: str, allowed: list[str]) -> str:
    """Say which allowed name is nearest to a wrong one, or list what is allowed.

    Parameters
    ----------
    name
        The wrong name.
    allowed
        Every right name.

    Returns
    -------
    str
        A clause that begins with "; ", to be put after the complaint.

    Examples
    --------
    >>> suggestion("observation", ["areas", "observations"])
    '; did you mean "observations"?'
    >>> suggestion("x", ["areas", "observations"])
    '; allowed: areas, observations'
    """
    import difflib

    close = difflib.get_close_matches(name, allowed, n=1, cutoff=0.6)
    if close:
        return f'; did you mean "{close[0]}"?'
    shown = ", ".join(allowed[:20])
    return f"; allowed: {shown}" + (f" and {len(allowed) - 20} more" if len(allowed) > 20 else "")
