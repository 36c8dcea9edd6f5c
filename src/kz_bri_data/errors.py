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
        The name as given. What indicators and entities are called is searched by `find`, which is then named.
    allowed
        Every name that would have been right.
    meant
        The one that was meant, if that is known; by default the nearest is looked for.

    Attributes
    ----------
    name, allowed
        As given, for a program that wants to react.
    """

    def __init__(self, kind: str, name: object, allowed: list[str], meant: str | None = None) -> None:
        self.name = name
        self.allowed = allowed
        search = ""
        if kind in ("indicator", "entity") and isinstance(name, str):
            import json

            search = f"; to search: kbd.find({json.dumps(name, ensure_ascii=False)})"
        near = suggestion(str(name), allowed) if meant is None else f'; did you mean "{meant}"?'
        super().__init__(f"there is no {kind} {name!r}{near}{search}")

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
        Name of the extra of kz-bri-data that brings it, or None if every installation should have it.

    Attributes
    ----------
    library, extra
        As given, for a program that wants to react.
    """

    def __init__(self, library: str, extra: str | None = None) -> None:
        self.library = library
        self.extra = extra
        wanted = f"'kz-bri-data[{extra}]'" if extra else library
        super().__init__(
            f"this needs {library}, which is not installed; run: pip install {wanted}", name=library
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


class AmbiguousSeriesError(RefusedError):
    """More than one row, or more than one series, where one was asked for."""


class ConflictError(RefusedError):
    """Sources of one series say of one period what cannot both be right, whatever was rounded."""


class ConflictWarning(KzBriDataError, UserWarning):  # noqa: N818 - it is a warning
    """Sources of one series conflict, and the best of them stands in the result."""


class BrokenSeriesError(RefusedError):
    """A series goes over a day from which it is counted in another way, and nothing is set across it."""


class MixedBasisError(RefusedError):
    """One series holds figures that are, or may be, of several bases, which nobody may chain."""


class MixedSeriesError(RefusedError):
    """One series holds rows that differ in a text that no argument explains."""


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
    >>> suggestion("kaz", ["CHN", "KAZ"])
    '; did you mean "KAZ"?'
    >>> suggestion("x", ["areas", "observations"])
    '; allowed: areas, observations'
    >>> suggestion("x", ["", "ember"])
    '; allowed: "", ember'
    """
    import difflib

    # Capitals make no name another one; of two that differ in them alone, the first is named.
    folded = {one.casefold(): one for one in reversed(allowed)}
    words = name.casefold().split("_")
    for close in difflib.get_close_matches(name.casefold(), folded, n=5, cutoff=0.6):
        # Of several words most are in the right name, but for a slip; "share" alone makes none near.
        shared = [difflib.get_close_matches(word, close.split("_"), cutoff=0.7) for word in words]
        if len(words) == 1 or 2 * sum(map(bool, shared)) > len(words):
            return f'; did you mean "{folded[close]}"?'
    shown = ", ".join(name or '""' for name in allowed[:20])
    return f"; allowed: {shown}" + (f" and {len(allowed) - 20} more" if len(allowed) > 20 else "")
