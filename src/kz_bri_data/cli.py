"""The command `kz-bri-data`: parse, call, print, exit.

Exit status 0 is clean, 1 means findings, 2 that the command could not run.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import TypeAlias

from kz_bri_data import __version__
from kz_bri_data._layout import as_text, inert, printable
from kz_bri_data.errors import CompetingRowsError, KzBriDataError, UnknownNameError

CLEAN, FINDINGS, COULD_NOT_RUN = 0, 1, 2

_Run: TypeAlias = Callable[[argparse.Namespace], int]


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
    if sys.stdout is None:
        return _give_up("there is no standard output to write to")
    try:
        if words and not words[0].startswith("-") and words[0] not in _COMMANDS:
            raise UnknownNameError("command", words[0], list(_COMMANDS))
        options = _parser(words[0] if words else None).parse_args(words)
        # A terminal that lacks a letter shows an escape for it rather than an error.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        run: _Run = options.run
        status = run(options)
        sys.stdout.flush()
    except KzBriDataError as error:
        return _give_up(str(error))
    except _STOPS as error:
        reason = _reason(error)
        # Nothing is amiss if somebody has read enough: `claims | head`.
        enough = isinstance(error, BrokenPipeError) and words[0] in _READING
        return CLEAN if enough else _give_up(reason)
    return status


# Commands that only print what ships.
_READING = ("list", "show", "describe", "find", "claims", "series")

# What may put an end to any command, through no fault of its own.
_STOPS = (OSError, MemoryError, KeyboardInterrupt)


def _reason(error: BaseException) -> str:
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
    where = f"{printable(str(error.filename))}: " if error.filename else ""
    return f"{where}{error.strerror or error}"


def _give_up(message: str) -> int:
    if sys.stderr is not None:
        print(f"kz-bri-data: {_harmless(message)}", file=sys.stderr)
    return COULD_NOT_RUN


def _harmless(message: str) -> str:
    """Escape what would steer a terminal, and break what a workflow would take for a command."""
    return "\n".join(inert(printable(line)) for line in message.split("\n"))


_SERIES_CHOICES = {
    "area": "reference area, such as KAZ",
    "partner": "partner area, such as CHN",
    "entity": 'an entity_id, such as horgos-railway-port; "" for figures of no entity',
    "breakdown": 'a part or kind; "" for the whole',
    "basis": "who counts or by which definition, such as ember",
    "unit": "a unit, such as USD",
    "source": "a source_id; may be given several times",
    "status": "a status, such as actual or target",
    "frequency": "length of the periods: A year, S half-year, Q quarter, M month, D day",
}


_EPILOG = """\
examples:
  kz-bri-data find uranium
  kz-bri-data claims uranium-world-share
  kz-bri-data validate datapackage

Exit status: 0 clean, 1 findings, 2 could not run."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the screen, measured without shutil, which argparse would import at every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_screen_width() - 2)


def _parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """Build the parser, of the wanted command alone if there is one: the others would cost time unused."""
    version = argparse.ArgumentParser(add_help=False, formatter_class=_Formatter)
    version.add_argument("--version", action="version", version=f"kz-bri-data {__version__}")
    parser = argparse.ArgumentParser(
        prog="kz-bri-data",
        description="China-Kazakhstan cooperation under the Belt and Road Initiative as data.",
        epilog=_EPILOG,
        parents=[version],
        formatter_class=_Formatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="kz-bri-data")
    for name in [wanted] if wanted in _COMMANDS else _COMMANDS:
        run, add_arguments, what = _COMMANDS[name]
        command = commands.add_parser(
            name,
            help=what,
            description=f"{what[0].upper()}{what[1:]}.",
            parents=[version],
            formatter_class=_Formatter,
        )
        command.set_defaults(run=run)
        if name == wanted:
            add_arguments(command)
    return parser


def _no_arguments(_: argparse.ArgumentParser) -> None:
    pass


def _table_argument(command: argparse.ArgumentParser) -> None:
    command.add_argument("table", metavar="TABLE", help="name of a table")


def _find_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("text", metavar="TEXT", help="part of a name in any language, or of a definition")


def _claims_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "claim", metavar="ID", nargs="?", help="identifier of a claim: show it with its evidence"
    )


def _series_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("indicator", metavar="INDICATOR", help="an indicator_id")
    for choice, what in _SERIES_CHOICES.items():
        action = "append" if choice == "source" else "store"
        command.add_argument(f"--{choice}", metavar=choice.upper(), help=what, action=action)


def _validate_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help="folder with a datapackage.json, or a CSV named like its table (default: the package here, or "
        "else the one that is installed)",
    )
    command.add_argument("--table", metavar="TABLE", help="table of the CSVs, if they are not named like it")
    command.add_argument(
        "--format",
        choices=["text", "json", "github", "markdown", "sarif"],
        default="text",
        help="how to write what is found; github adds annotations in a workflow",
    )
    command.add_argument("--strict", action="store_true", help="let warnings count as errors")
    command.add_argument("--max-problems", metavar="N", type=_count, help="print at most N; all are counted")
    command.add_argument(
        "--changed-since", metavar="REV", help="put problems on lines changed since a git revision first"
    )


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 0 or more")
    return int(text)


def _trace_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("source_id", metavar="SOURCE_ID", help="identifier of the source, as in sources.csv")
    command.add_argument("file", metavar="FILE", help="the source as text or PDF")


def _fix_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "path", metavar="PATH", nargs="+", help="folder with a datapackage.json, or CSV files"
    )
    command.add_argument("--table", metavar="TABLE", help="table that the CSVs hold, if not named like it")
    command.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if something would change"
    )


def _diff_arguments(command: argparse.ArgumentParser) -> None:
    either = "folder of a data package, wheel, or git revision"
    command.add_argument("base", metavar="BASE", help=f"the older version: {either}")
    command.add_argument(
        "head", metavar="HEAD", nargs="?", help="the newer version (default: the package here)"
    )
    command.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="default: text"
    )
    command.add_argument(
        "--require-bump", action="store_true", help="exit 1 if the version number was not raised enough"
    )


def _template_arguments(command: argparse.ArgumentParser) -> None:
    _table_argument(command)
    command.add_argument("file", metavar="FILE.xlsx", nargs="?", help="what to write (default: TABLE.xlsx)")


def _import_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE.xlsx", help="a filled-in template")
    command.add_argument("into", metavar="INTO", nargs="?", help="package folder or CSV to add the rows to")


def _build_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--check", action="store_true", help="write nothing; print a diff if something is out of date"
    )


def _list(_: argparse.Namespace) -> int:
    from kz_bri_data import loaders

    tables = map(loaders.describe, loaders.list_tables())
    print(_as_text(["table", "title"], [[table.name, table.title] for table in tables]))
    return CLEAN


def _show(options: argparse.Namespace) -> int:
    from kz_bri_data import loaders

    columns = [column.name for column in loaders.describe(options.table).columns]
    print(_as_text(columns, [list(row.values()) for row in loaders.rows(options.table)]))
    return CLEAN


def _describe(options: argparse.Namespace) -> int:
    from kz_bri_data import loaders

    table = loaders.describe(options.table)
    names = [column.name for column in table.columns]
    print(f"{table.name}: {table.title}")
    print(table.description)
    print(f"key: {', '.join(table.primary_key)}")
    print(f"file: {loaders.csv_file(options.table)}")
    for column in table.columns:
        words = [column.type, *(["required"] if column.required else [])]
        in_unit = f"in what {column.unit} says" if column.unit in names else f"in {column.unit}"
        words += [in_unit] if column.unit else []
        words += [f"key of {column.references}"] if column.references else []
        print(f"\n{column.name} ({', '.join(words)})\n  {column.description}\n  example: {column.example}")
        for code, meaning in column.categories.items():
            print(f"  - {code}: {meaning}")
    return CLEAN


def _find(options: argparse.Namespace) -> int:
    from kz_bri_data import loaders

    matches = loaders.find(options.text)
    if not matches:
        print(f"nothing is named or defined like {options.text!r}")
        return FINDINGS
    rows = [
        [match.id, match.table, match.name, match.matched if match.matched != match.name else ""]
        for match in matches
    ]
    print(_as_text(["id", "table", "name", "found in"], rows))
    return CLEAN


def _claims(options: argparse.Namespace) -> int:
    from kz_bri_data import claims

    if options.claim is None:
        # All claims are of one source, so what follows the slash is enough to tell them apart.
        rows = [
            [claim.id.partition("/")[2], claim.verdict, claim.said, claim.period]
            for claim in claims.list_claims()
        ]
        print(_as_text(["claim", "verdict", "as printed", "period"], rows))
        return CLEAN
    claim = claims.find_claim(options.claim)
    shown = {**claim.row, "verdict": claim.verdict, "reason": claim.reason}
    print(as_text(list(shown), [list(shown.values())], width=0))
    evidence = [list(one) for one in claims.evidence_of(claim)]
    header = ["evidence", "relation", "as printed", "period", "status", "source"]
    print("\n" + _as_text(header, evidence) if evidence else "\nno evidence")
    return CLEAN


def _series(options: argparse.Namespace) -> int:
    from kz_bri_data import claims, loaders, selection

    choices = {name: getattr(options, name) for name in _SERIES_CHOICES}
    given = {name: value for name, value in choices.items() if value is not None}
    try:
        found = selection.series(options.indicator, **given)
    except UnknownNameError as error:
        if error.name != options.indicator:
            raise
        raise KzBriDataError(f"{error}; to search: kz-bri-data find {options.indicator}") from None
    except CompetingRowsError as error:
        # What are arguments in Python are options here.
        arguments = rf"\b({'|'.join(_SERIES_CHOICES)})="
        raise KzBriDataError(re.sub(arguments, r"--\1=", str(error))) from None
    by_id = {row["observation_id"]: row for row in loaders.rows("observations")}
    shown = ["value", "unit", "figure_as_printed", "status", "source_id"]
    rows = [
        [claims.period_text(row["period_start"], row["period_end"]), *(row[name] for name in shown)]
        for row in (by_id[identifier] for identifier in found["observation_id"])
    ]
    print(_as_text(["period", *shown], rows))
    return CLEAN


def _validate(options: argparse.Namespace) -> int:
    from kz_bri_data.validation.checks import Validation, in_order, limited
    from kz_bri_data.validation.formats import FORMATS
    from kz_bri_data.validation.progress import Progress

    changes = None
    if options.changed_since is not None:
        from kz_bri_data.validation.changes import Changes

        changes = Changes(options.changed_since)
    progress = Progress()
    paths = options.paths or [_package_here()]
    run = Validation(paths, options.table, strict=options.strict, progress=progress)
    problems = limited(in_order(run, changes), options.max_problems)
    try:
        for piece in FORMATS[options.format](problems, run.totals):
            progress.clear()
            sys.stdout.write(piece)
    finally:
        progress.clear()
    return CLEAN if run.totals().valid else FINDINGS


def _package_here() -> str:
    """Find the package in or below this folder; without one, say that it is the installed one that counts."""
    from kz_bri_data.validation.packages import find_package, installed

    found = find_package()
    if found is None:
        found = installed()
        print(f"kz-bri-data: no data package here; this is about the installed one, {found}", file=sys.stderr)
    return found


def _trace(options: argparse.Namespace) -> int:
    from pathlib import Path

    from kz_bri_data.trace import render, trace

    result = trace(options.source_id, Path(options.file))
    print(render(result))
    return CLEAN if result.clean else FINDINGS


def _fix(options: argparse.Namespace) -> int:
    from kz_bri_data.fixing import left, propose, summary

    status, written = CLEAN, 0
    try:
        for mending in propose(*options.path, table=options.table):
            if mending.changes:
                # Nothing is written that could not be shown.
                print(mending.diff(), end="", flush=True)
                if not options.check:
                    mending.write()
                    written += 1
            if mending.trouble or (mending.changes and options.check):
                status = FINDINGS
            if mending.trouble or mending.changes:
                print(summary(mending, written=not options.check))
            if mending.left:
                print(left(mending), file=sys.stderr)
    except (KzBriDataError, *_STOPS) as error:
        reason = str(error) if isinstance(error, KzBriDataError) else _reason(error)
        return _give_up(f"{reason}; files mended until then: {written}, the others are as they were")
    return status


def _diff(options: argparse.Namespace) -> int:
    from kz_bri_data import differences

    result = differences.difference(options.base, options.head)
    render = {
        "text": differences.render_text,
        "json": differences.render_json,
        "markdown": differences.render_markdown,
    }
    print(render[options.format](result))
    return FINDINGS if options.require_bump and not result.enough else CLEAN


def _template(options: argparse.Namespace) -> int:
    from kz_bri_data.spreadsheets import write_template

    path = options.file or f"{options.table}.xlsx"
    write_template(options.table, path)
    print(f"wrote {path}; fill it in, then: kz-bri-data import {path} datapackage")
    return CLEAN


def _import(options: argparse.Namespace) -> int:
    from kz_bri_data import loaders
    from kz_bri_data.fixing import add_rows, csv_text, left
    from kz_bri_data.spreadsheets import read_spreadsheet
    from kz_bri_data.validation.problems import escape

    table, rows = read_spreadsheet(options.file)
    if options.into is None:
        header = [column.name for column in loaders.describe(table).columns]
        print(csv_text([header, *(list(row.values()) for row in rows)]), end="")
        return CLEAN
    mending = add_rows(options.into, table, rows)
    if mending.changes:
        print(mending.diff(), end="", flush=True)
        mending.write()
        if mending.left:
            print(left(mending), file=sys.stderr)
        print(f"{inert(escape(mending.path))}: rows added; next: kz-bri-data validate {options.into}")
    else:
        print(f"{inert(escape(mending.path))}: all these rows are there already")
    return CLEAN


def _build(options: argparse.Namespace) -> int:
    from pathlib import Path

    from kz_bri_data import descriptor

    if options.check:
        differences = descriptor.drift(Path.cwd())
        print(differences or "everything that is generated is up to date", end="" if differences else "\n")
        return FINDINGS if differences else CLEAN
    for path in descriptor.build(Path.cwd()):
        print(f"wrote {path}")
    return CLEAN


def _as_text(header: list[str], rows: list[list[str]]) -> str:
    return as_text(header, rows, width=_screen_width())


def _screen_width() -> int:
    """Columns of the terminal, 80 where there is none."""
    if os.environ.get("COLUMNS", "").isdecimal():
        return int(os.environ["COLUMNS"])
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
    except (OSError, ValueError, AttributeError):
        return 80


_COMMANDS: dict[str, tuple[_Run, Callable[[argparse.ArgumentParser], None], str]] = {
    "list": (_list, _no_arguments, "list the tables"),
    "show": (_show, _table_argument, "print a table"),
    "describe": (_describe, _table_argument, "say what a table and its columns hold"),
    "find": (_find, _find_arguments, "find indicators and entities by a name, an alias or a definition"),
    "claims": (_claims, _claims_arguments, "list the claims of the paper with their verdicts, or show one"),
    "series": (_series, _series_arguments, "print one series of an indicator"),
    "validate": (
        _validate,
        _validate_arguments,
        "check data packages, or single CSVs, and print one line per problem",
    ),
    "trace": (
        _trace,
        _trace_arguments,
        "check your own copy of a source against the rows that cite it",
    ),
    "fix": (
        _fix,
        _fix_arguments,
        "correct what can only be corrected in one way, and show the change",
    ),
    "diff": (
        _diff,
        _diff_arguments,
        "compare two versions of the data, and say which version number the changes require",
    ),
    "template": (
        _template,
        _template_arguments,
        "write an empty spreadsheet for a table, with drop-downs",
    ),
    "import": (
        _import,
        _import_arguments,
        "bring a spreadsheet back: print it as CSV, or add its rows to a table",
    ),
    "build": (_build, _build_arguments, "render the descriptor, schemas and data dictionary in a checkout"),
}
