"""The command: what it prints, how it exits, and that no traceback reaches a person."""

import contextlib
import io
import os
import subprocess
import sys

import pytest

import kz_bri_data as kbd
from kz_bri_data import cli

COMMANDS = [
    "list",
    "show",
    "describe",
    "find",
    "claims",
    "series",
    "validate",
    "trace",
    "fix",
    "diff",
    "template",
    "import",
    "build",
]


def run(*arguments, cwd=None, **options):
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kz_bri_data", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        **options,
    )


@pytest.mark.parametrize("command", [[], *([command] for command in COMMANDS)])
@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version_everywhere(command, flag, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main([*command, flag])
    assert stop.value.code == 0
    printed = capsys.readouterr().out
    assert printed == f"kz-bri-data {kbd.__version__}\n" if flag == "--version" else "usage:" in printed


def test_every_command_is_tested():
    assert list(cli._COMMANDS) == COMMANDS


def test_list(capsys):
    assert cli.main(["list"]) == 0
    first_words = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert first_words == ["table", *kbd.list_tables()]


@pytest.mark.parametrize("table", kbd.list_tables())
def test_show_and_describe(table, capsys):
    assert cli.main(["show", table]) == 0
    assert cli.main(["describe", table]) == 0
    printed = capsys.readouterr().out
    for column in kbd.describe(table).columns:
        assert f"\n{column.name} (" in printed


def test_find(capsys):
    assert cli.main(["find", "霍尔果斯"]) == 0
    assert "horgos" in capsys.readouterr().out


def test_find_nothing_is_a_finding(capsys):
    assert cli.main(["find", "no such thing anywhere"]) == 1
    assert "nothing is named" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "observation"], 'did you mean "observations"?'),
        (["describe", "x"], "allowed: areas, units"),
        (["validate", "no-such-folder"], "no-such-folder"),
        (["trace", "liu-belt-and-road", "no-such-file.txt"], "no-such-file.txt"),
        (["trace", "liu", "no-such-file.txt"], "liu"),
        (["lst"], 'did you mean "list"?'),
        (["series", "uranium_word_share"], 'did you mean "uranium_world_share"?'),
        (["series", "trade"], "to search: kz-bri-data find trade"),
        (["series", "uranium_world_share", "--area", "KAS"], "KAS"),
    ],
)
def test_what_cannot_run_says_so_in_a_line(arguments, message, capsys):
    assert cli.main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("kz-bri-data: ")
    assert printed.err.count("\n") == 1
    assert message in printed.err


def test_series_that_compete_are_told_apart_by_options(capsys):
    assert cli.main(["series", "renewables_share_of_electricity"]) == 2
    refusal = capsys.readouterr().err
    assert "  --basis=ember, --status=observed\n" in refusal
    options = ["--basis=ember", "--status=observed"]
    assert cli.main(["series", "renewables_share_of_electricity", *options]) == 0
    assert "ember-owid-electricity" in capsys.readouterr().out


def test_build_outside_a_checkout(tmp_path):
    result = run("build", cwd=tmp_path)
    assert result.returncode == 2
    assert "not the top of a checkout" in result.stderr
    assert "Traceback" not in result.stderr


def test_output_may_be_any_stream():
    """As in a notebook, or where somebody catches it."""
    with contextlib.redirect_stdout(io.StringIO()) as caught:
        assert cli.main(["list"]) == 0
    assert "observations" in caught.getvalue()


def test_a_terminal_without_chinese():
    result = run("find", "中欧班列", env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert result.returncode == 0
    assert "\\u4e2d" in result.stdout
