"""The command `kz-bri-data`: find the wanted command, run it, and never show a traceback.

Exit status 0 is clean, 1 means findings, 2 that the command could not run.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from kz_bri_data import __version__
from kz_bri_data._terminal import screen_width
from kz_bri_data._text_safety import escape
from kz_bri_data.commands import COMMANDS
from kz_bri_data.commands._exit import CLEAN, STOPS, as_commands, give_up, reason
from kz_bri_data.errors import KzBriDataError, UnknownNameError

# Commands that only print what ships.
_READING = (
    *("list", "show", "describe", "find", "entity", "claims"),
    *("overview", "series", "latest", "mirror", "cite", "explain"),
)

_EPILOG = """\
examples:
  kz-bri-data find uranium
  kz-bri-data claims uranium-world-share
  kz-bri-data validate datapackage

Exit status: 0 clean, 1 findings, 2 could not run."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        Words after the command's name; those of the process if None.

    Returns
    -------
    int
        Exit status: 0 clean, 1 findings, 2 could not run.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    _speak_utf8()
    if sys.stdout is None:
        return give_up("there is no standard output to write to")
    try:
        if words and not words[0].startswith("-") and words[0] not in COMMANDS:
            raise UnknownNameError("command", words[0], list(COMMANDS))
        options = make_parser(words[0] if words else None).parse_args(words)
        status: int = options.run(options)
        sys.stdout.flush()
    except KzBriDataError as error:
        return give_up(as_commands(str(error)))
    except STOPS as error:
        why = reason(error)
        # Nothing is wrong if the reader has seen enough: `claims | head`.
        enough = isinstance(error, BrokenPipeError) and words[0] in _READING
        return CLEAN if enough else give_up(why)
    except SystemExit:  # after --help, or an argument that is not known
        raise
    except BaseException as error:  # as Polars panics
        return give_up(_fault(error))
    return status


def _speak_utf8() -> None:
    """Let pipes and files have UTF-8, on Windows too, unless the user chose another encoding for them.

    A terminal keeps its own, and one that lacks a letter shows an escape for it rather than an error.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_ours = not (stream.isatty() or os.environ.get("PYTHONIOENCODING"))
            stream.reconfigure(encoding="utf-8" if is_ours else None, errors="backslashreplace")


def _fault(error: BaseException) -> str:
    """Say in a line what would be a traceback: nobody but us can do something about it."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    file = at.tb_frame.f_code.co_filename.replace(os.sep, "/").rpartition("/")[2] if at else ""
    where = f", {file} line {at.tb_lineno}" if at else ""
    what = f"{type(error).__name__}{where}: {escape(str(error))}"
    return f"a fault of this program, not of your data; please report it ({what})"


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the screen, measured without shutil, which argparse would import at every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=screen_width() - 2)


def make_parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """Make the parser of the command line.

    Parameters
    ----------
    wanted
        The one command whose arguments it knows; the others would cost time unused.
    """
    version = argparse.ArgumentParser(add_help=False, formatter_class=_Formatter)
    version.add_argument("--version", action="version", version=f"kz-bri-data {__version__}")
    parser = argparse.ArgumentParser(
        prog="kz-bri-data",
        description="China-Kazakhstan cooperation under the Belt and Road Initiative as data.",
        epilog=_EPILOG,
        parents=[version],
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="kz-bri-data")
    for name in [wanted] if wanted in COMMANDS else COMMANDS:
        module, what = COMMANDS[name]
        command = commands.add_parser(
            name,
            help=what,
            description=f"{what[0].upper()}{what[1:]}.",
            parents=[version],
            formatter_class=_Formatter,
            allow_abbrev=False,
        )
        if name == wanted:
            found = _import(module)
            found.add_arguments(command)
            command.set_defaults(run=found.run)
    return parser


def _import(module: str) -> ModuleType:
    # importlib would cost time at every start.
    return __import__(f"kz_bri_data.commands.{module}", fromlist=["run"])
