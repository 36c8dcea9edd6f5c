"""The errors that people meet: what is wrong, where, what is allowed, what to do next."""


class KzBriDataError(Exception):
    """Base of every error that this package raises on purpose."""


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
    """

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(
            f"this needs {library}, which is not installed; run: pip install 'kz-bri-data[{extra}]'",
            name=library,
        )


class InvalidTableError(KzBriDataError, ValueError):
    """A table declaration that says too little about itself, or contradicts itself."""


class CannotRunError(KzBriDataError, ValueError):
    """A command that cannot start: a path that is not there, a folder of the wrong kind."""


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
