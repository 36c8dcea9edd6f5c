"""How a command ends: its exit status, and a line that says why it could not run."""

from __future__ import annotations

import os
import sys

from kz_bri_data._terminal import say
from kz_bri_data._text_safety import escape, lines_for_log

CLEAN, FINDINGS, COULD_NOT_RUN = 0, 1, 2

# What may put an end to any command, through no fault of its own.
STOPS = (OSError, MemoryError, KeyboardInterrupt)


def give_up(message: str) -> int:
    """Say on the standard error why a command could not run.

    Returns
    -------
    int
        The exit status.
    """
    note(message)
    return COULD_NOT_RUN


def note(message: str) -> None:
    """Write a line to the person at the terminal, apart from what the command prints."""
    say(f"kz-bri-data: {lines_for_log(message)}")


def as_commands(message: str) -> str:
    """Name the command where a message names a call that does the same.

    Examples
    --------
    >>> as_commands('to search: kbd.find("rail freight")')
    "to search: kz-bri-data find 'rail freight'"
    >>> as_commands('such as kbd.entity("horgos-port")')
    'such as kz-bri-data entity horgos-port'
    >>> as_commands('kbd.series("oil_reserves", area="KAZ", breakdown="")')
    "kz-bri-data series oil_reserves --area KAZ --breakdown ''"
    """
    if "kbd." not in message:
        return message
    import json
    import re
    import shlex

    def command(call: re.Match[str]) -> str:
        name, what, choices = call.groups()
        words = [name, shlex.quote(json.loads(what))]
        words += [
            f"--{one} {shlex.quote(value)}" for one, value in re.findall(r', (\w++)="([^"]*+)"', choices)
        ]
        if "derived=" in choices:
            words.append("--derived" if choices.endswith("True") else "--no-derived")
        return f"kz-bri-data {' '.join(words)}"

    what, choices = r'"(?:[^"\\]++|\\.)*+"', r'(?:, \w++="[^"]*+")*+(?:, derived=(?:True|False))?+'
    return re.sub(rf"kbd\.(find|entity|series)\(({what})({choices})\)", command, message)


def reason(error: BaseException) -> str:
    """Say what put an end to a command."""
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    if isinstance(error, BrokenPipeError):
        # What is left must not be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return "the output was closed before everything was written"
    assert isinstance(error, OSError)
    where = f"{escape(str(error.filename))}: " if error.filename else ""
    return f"{where}{error.strerror or error}"
