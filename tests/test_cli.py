"""The command: what it prints, how it exits, and that no traceback reaches a person."""

import contextlib
import csv
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import kz_bri_data as kbd
from kz_bri_data import cli, commands

COMMANDS = [
    "list",
    "show",
    "describe",
    "find",
    "entity",
    "claims",
    "overview",
    "series",
    "latest",
    "mirror",
    "plot",
    "cite",
    "validate",
    "explain",
    "trace",
    "fix",
    "diff",
    "template",
    "import",
    "export",
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
    assert list(commands.COMMANDS) == COMMANDS


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


@pytest.mark.parametrize(("command", "words"), [("find", "Horgos trains"), ("entity", "Bright Road")])
def test_words_need_no_quotes(command, words, capsys):
    assert cli.main([command, words]) == 0
    quoted = capsys.readouterr().out
    assert cli.main([command, *words.split()]) == 0
    assert capsys.readouterr().out == quoted


def test_find_says_what_there_is_and_the_call(capsys):
    assert cli.main(["find", "Horgos trains", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    match = kbd.find("Horgos trains")[0]
    assert found[0] == {
        **{"id": match.id, "name": match.name, "n_periods": match.n_periods, "first": match.first},
        **{"last": match.last, "call": match.call, "matched": match.matched, "table": match.table},
    }
    assert len(found) == len(kbd.find("Horgos trains"))


def test_an_entity_is_a_page(capsys):
    assert cli.main(["entity", "icbc-khorgos"]) == 0
    assert capsys.readouterr().out == f"{kbd.entity('icbc-khorgos')}\n"


def test_an_entity_for_a_program(capsys):
    found = json.loads(in_pipe("entity", "ICBC", "--format", "json"))
    assert found["entity_id"] == "icbc-khorgos"
    of_python = kbd.entity("icbc-khorgos")
    assert len(found["observations"]) == len(of_python.observations) > 40
    assert (len(found["events"]), found["projects"]) == (len(of_python.events), [])
    assert all(isinstance(row["value"], int | float | None) for row in found["observations"])
    blocks = in_pipe("entity", "cnpc", "--format", "tsv").split("\n\n")
    assert "name\tChina National Petroleum Corporation\n" in blocks[0]
    assert [block.split("\t")[0] for block in blocks] == [
        *("field", "entity_id", "entity_id", "observation_id", "project_id", "record_id")
    ]
    assert cli.main(["entity", "cnpc", "--format", "csv"]) == 2
    assert "an entity is not one table" in capsys.readouterr().err


def test_an_entity_that_is_several_names_the_command(capsys):
    assert cli.main(["entity", "Хоргос"]) == 2
    assert "such as kz-bri-data entity horgos-port" in capsys.readouterr().err
    assert cli.main(["entity", "horgos port of old"]) == 2
    assert "to search: kz-bri-data find 'horgos port of old'" in capsys.readouterr().err


def test_find_nothing_is_a_finding(capsys):
    assert cli.main(["find", "no such thing anywhere"]) == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err[:13]) == ("", "kz-bri-data: ")
    assert 'nothing is named or defined like "no such thing anywhere"' in printed.err
    assert cli.main(["find", "no such thing anywhere", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "observation"], 'did you mean "observations"?'),
        (["describe", "x"], "allowed: areas, dimensions, units"),
        (["validate", "no-such-folder"], "no-such-folder"),
        (["trace", "liu-belt-and-road", "no-such-file.txt"], "no-such-file.txt"),
        (["trace", "liu", "no-such-file.txt"], "liu"),
        (["lst"], 'did you mean "list"?'),
        (["series", "uranium_word_share"], 'did you mean "uranium_world_share"?'),
        (["entity", "icbc-horgos"], 'did you mean "icbc-khorgos"?'),
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


@pytest.mark.parametrize("words", [["validate", "--max=3"], ["validate", "--form", "json"], ["--vers"]])
def test_options_are_written_in_full(words, capsys):
    """What is abbreviated would become a name that nobody chose."""
    with pytest.raises(SystemExit, match="2"):
        cli.main(words)
    assert "usage: kz-bri-data" in capsys.readouterr().err


def test_series_that_compete_are_told_apart_by_options(capsys):
    assert cli.main(["series", "renewables_share_of_electricity", "--area=KAZ"]) == 2
    refusal = capsys.readouterr().err
    command = next(line for line in refusal.splitlines() if line.endswith("--definition with_large_hydro"))
    options = [*command.split()[3:], "--basis", "ember"]
    assert cli.main(["series", "renewables_share_of_electricity", *options]) == 0
    assert "ember-owid-electricity" in capsys.readouterr().out


def test_series_and_latest_name_columns_as_python_does():
    header, *rows = rows_of(in_pipe("series", "brand_share_of_new_car_sales", "--format", "csv"))
    assert header[1:] == [
        name for name in header if name in kbd.series("brand_share_of_new_car_sales").columns
    ]
    assert header[0] == "period"
    assert [row[header.index("verdict")] for row in rows] == ["supported", "dated", ""]
    assert rows_of(in_pipe("latest", "brand_share_of_new_car_sales", "--format", "csv")) == [header, rows[-1]]


def test_a_refusal_of_latest_names_latest(capsys):
    assert cli.main(["latest", "uranium_production"]) == 2
    (line, *_) = [line for line in capsys.readouterr().err.splitlines() if "--area KAZ" in line]
    assert line.startswith("  kz-bri-data latest uranium_production")
    assert cli.main(shlex.split(line)[1:]) == 0


def test_bars_are_drawn_at_a_terminal_alone():
    shown, said = printed_at(80, "series", "goods_exports")
    title, header = shown.splitlines()[:2]
    assert title == "Kazakhstan's exports to China, by Kazakh statistics"
    assert header.split()[:3] == ["period", "value", "bar"]
    assert all(len(line) <= 80 for line in shown.splitlines())
    lines = {line[:4]: line for line in shown.splitlines()}
    assert "█>" in lines["2013"].replace("▋>", "█>")
    assert "█!" in lines["2022"]
    assert "in the bars: > at least or over, ! sources conflict" in said
    assert "bar" not in in_pipe("series", "goods_exports", "--on-conflict=ignore").splitlines()[0]
    assert "█" not in printed_at(80, "series", "goods_exports", "--format", "table")[0]


def test_programs_are_told_whose_figure_it_is_and_how_sure():
    (found,) = json.loads(in_pipe("latest", "population", "--format", "json"))
    assert found["series_id"] == "population/CHN/world_bank/count/A"
    (first, *_) = json.loads(in_pipe("series", "goods_trade_balance", "--end", "2013", "--format", "json"))
    assert (first["figure_as_printed"], first["value_low"], first["value_high"]) == (None, 6140500000.0, None)


def test_a_screen_shows_the_hedge_of_what_nobody_prints():
    shown, _ = printed_at(160, "series", "goods_trade_balance", "--on-conflict=ignore")
    assert "worked out" in shown.splitlines()[0]
    assert "qualifier" in shown.splitlines()[1]


# What is printed, and where.

ROWS = [
    *(["list"], ["find", "Horgos"], ["claims"], ["show", "observations"], ["show", "entity_names"]),
    *(["series", "renewables_share_of_electricity", "--basis=ember", "--status=observed"], ["show", "gdp"]),
]


def printed_at(width, *words):
    """What a terminal of so many columns gets."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    with (
        ThreadPoolExecutor(1) as reader,
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stderr(io.StringIO()) as said,
    ):
        patch.setenv("COLUMNS", str(width))
        shown = reader.submit(read_until_closed, ours)
        with os.fdopen(theirs, "w", encoding="utf-8") as terminal, contextlib.redirect_stdout(terminal):
            assert cli.main(words) == 0
        return shown.result().decode().replace("\r\n", "\n"), said.getvalue()


def read_until_closed(terminal):
    pieces = []
    with contextlib.suppress(OSError):  # which is how Linux says that the other end is closed
        while piece := os.read(terminal, 1 << 16):
            pieces.append(piece)
    os.close(terminal)
    return b"".join(pieces)


def in_pipe(*words, encoding="utf-8"):
    """What a pipe gets; that a real one gets the same is shown below."""
    return bytes_in_pipe(words, encoding).decode(encoding)


def bytes_in_pipe(words, encoding):
    with (
        contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding=encoding)) as printed,
        contextlib.redirect_stderr(io.StringIO()) as said,
    ):
        assert (cli.main(words), said.getvalue()) == (0, "")
        printed.flush()
        return printed.buffer.getvalue()


def rows_of(text, **how):
    return list(csv.reader(io.StringIO(text, newline=""), **how))


@pytest.mark.parametrize("words", ROWS, ids=" ".join)
def test_a_pipe_gets_one_row_a_line_uncut(words):
    lines = in_pipe(*words).splitlines()
    cells = [line.split("\t") for line in lines]
    assert {len(row) for row in cells} == {len(cells[0])}
    assert cells == rows_of(in_pipe(*words, "--format", "csv"))
    assert "…" not in "".join(lines)


def _plainly(cell):
    return f"{cell:.12f}".rstrip("0") if isinstance(cell, float) and 0 < cell < 1e-4 else str(cell)


@pytest.mark.parametrize("words", ROWS, ids=" ".join)
def test_json_says_what_csv_says(words):
    header, *rows = rows_of(in_pipe(*words, "--format", "csv"))
    found = json.loads(in_pipe(*words, "--format", "json"))
    assert [list(one) for one in found] == [header] * len(rows)
    as_text = [["" if cell is None else _plainly(cell) for cell in one.values()] for one in found]
    assert [[cell.removesuffix(".0") for cell in row] for row in as_text] == [
        [cell.removesuffix(".0") for cell in row] for row in rows
    ]


@pytest.mark.parametrize("words", ROWS, ids=" ".join)
def test_records_and_markdown_have_every_row(words):
    rows = rows_of(in_pipe(*words, "--format", "csv"))[1:]
    assert in_pipe(*words, "--format", "records").count("\n\n") == len(rows) - 1
    assert in_pipe(*words, "--format", "markdown").count("\n") == len(rows) + 2


@pytest.mark.parametrize("table", ["areas", "entity_names", "gdp"])
def test_csv_is_the_file(table):
    text = in_pipe("show", table, "--format", "csv")
    assert text.encode() == kbd.data_path(table).read_bytes()


@pytest.mark.parametrize("words", [["list"], ["claims"], ["find", "Horgos"]], ids=" ".join)
def test_a_terminal_gets_a_table_that_fits(words):
    """What `find` says first fits; the call and where the words were found need a wider screen."""
    shown, said = printed_at(80, *words)
    lines = shown.splitlines()
    assert all(len(line) <= 80 for line in lines)
    found = in_pipe(*words).splitlines()
    if words[0] == "find":
        assert len(lines) == 26
        assert f"and {len(found) - 26} more are there; all of them: --all" in said
        assert printed_at(80, *words, "--all")[0].count("\n") == len(found)
    else:
        assert len(lines) == len(found)
    left_out = "no room for call, matched, table;" if words[0] == "find" else ""
    assert left_out in said
    assert bool(said) == bool(left_out)
    # The name of a row is never cut; that of the one source that claims are of is left out.
    first = [line.split("\t")[0].removeprefix("liu-belt-and-road/") for line in found]
    assert all(line.startswith(name) for line, name in zip(lines, first, strict=False))


def test_a_terminal_is_told_which_columns_have_no_room():
    shown, said = printed_at(70, "show", "sources")
    assert said.startswith("kz-bri-data: no room for ")
    assert "--format records" in said
    assert shown.split("\n")[0].startswith("source_id")


def test_a_screen_too_narrow_for_a_second_column_gets_records():
    shown, said = printed_at(40, "claims")
    records = shown.split("\n\n")
    assert records[3].split("\n")[1] == "verdict    dated"
    assert len(records) == in_pipe("claims").count("\n") - 1
    assert "too narrow for a table" in said
    # So it is with identifiers that are as wide as the screen.
    assert "\nfigure_as_printed  " in printed_at(80, "show", "observations")[0]


def test_claims_can_be_searched_by_verdict():
    lines = [line for line in in_pipe("claims").splitlines() if "\tsupported\t" in line]
    assert "uranium-world-share" in in_pipe("claims")
    assert len(lines) > 10
    for identifier in [line.split("\t")[0] for line in lines[:2]]:
        assert "verdict\tsupported\n" in in_pipe("claims", identifier)


def test_claims_of_some_verdicts():
    lines = in_pipe("claims", "--verdict=dated", "--verdict=contradicted").splitlines()[1:]
    assert [line.split("\t")[0] for line in lines] == [*kbd.claims(["dated", "contradicted"])["claim_id"]]
    lines = in_pipe("claims", "--text=uranium", "--verdict=dated").splitlines()
    assert lines[0].split("\t") == ["claim_id", "verdict", "printed", "period", "n_origins"]
    assert [line.split("\t")[0] for line in lines[1:]] == [*kbd.claims("dated", text="uranium")["claim_id"]]
    assert "uranium-world-share" in in_pipe("claims", "--verdict", "dated")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["claims", "--verdict", "differ"], 'did you mean "differs"?'),
        (["claims", "uranium-world-share", "--verdict", "dated"], "leave out them or the ID"),
    ],
)
def test_claims_refuse_what_is_no_verdict(words, message, capsys):
    assert cli.main(words) == 2
    assert message in capsys.readouterr().err


def test_a_claim_with_its_evidence():
    found = json.loads(in_pipe("claims", "uranium-world-share", "--format", "json"))
    assert found["verdict"] == "dated"
    assert found["value"] == 43
    header, *rows = in_pipe("claims", "uranium-world-share").split("\n\n")[1].splitlines()
    assert len(found["evidence"]) == len(rows) > 0
    assert header.split("\t") == list(found["evidence"][0])
    assert "| verdict | dated |" in in_pipe("claims", "uranium-world-share", "--format", "markdown")
    assert cli.main(["claims", "uranium-world-share", "--format", "csv"]) == 2


def test_a_table_described_for_a_program():
    found = json.loads(in_pipe("describe", "areas", "--format", "json"))
    assert [column["name"] for column in found["columns"]] == ["area", "name", "kind", "part_of"]
    assert rows_of(in_pipe("describe", "areas", "--format", "csv"))[1][:3] == ["area", "string", "yes"]
    # All that Python has: keys, rules and unique lists too.
    found = json.loads(in_pipe("describe", "observations", "--format", "json"))
    table = kbd.describe("observations")
    assert list(found) == list(table._fields)
    assert [rule["name"] for rule in found["rules"]] == [rule.name for rule in table.rules]
    assert found["rules"][0]["text"]["why"] == table.rules[0].text.why
    assert found["unique"] == [list(names) for names in table.unique]


ENCODINGS = ["cp1252", "cp1251", "ascii", "utf-8"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("format", [None, *(["tsv", "csv", "json", "markdown", "records", "table"])])
def test_no_encoding_of_a_pipe_ends_in_a_traceback(encoding, format, monkeypatch):
    """As on Windows; and a format that was asked for is the same everywhere."""
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    monkeypatch.setenv("COLUMNS", "300")
    printed = bytes_in_pipe(["find", "中欧班列", *([] if format is None else ["--format", format])], encoding)
    assert b"\r" not in printed
    if format in (None, "table") or format == "records":
        printed.decode(encoding)
    elif format != "json":
        assert "中欧班列" in printed.decode("utf-8")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "words", [["find", "中欧班列"], ["show", "entity_names", "--format", "csv"]], ids=" ".join
)
def test_a_process_prints_the_same(words, encoding, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    monkeypatch.setenv("PYTHONUTF8", "0")
    command = [sys.executable, "-m", "kz_bri_data", *words]
    result = subprocess.run(command, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout == bytes_in_pipe(words, encoding)


@pytest.mark.parametrize("chosen", ["", "cp1251"])
def test_pipes_have_utf_8_unless_another_encoding_was_chosen(monkeypatch, chosen):
    """On Windows too, where they would have cp1252."""
    monkeypatch.setenv("PYTHONIOENCODING", chosen)
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=chosen or "cp1252", newline="") for _ in range(2)]
    for name, stream in zip(("stdout", "stderr"), streams, strict=True):
        monkeypatch.setattr(sys, name, stream)
    with pytest.raises(SystemExit, match="2"):
        cli.main(["list", "Ёж"])
    assert cli.main(["entity", "horgos-port"]) == 0
    out, err = (stream.buffer.getvalue().decode(chosen or "utf-8") for stream in streams)
    assert "Ёж" in err
    assert ("霍尔果斯" in out) == (not chosen)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "words", [["show", "nosuch"], ["validate", "areas.csv"], ["fix", "gdp.csv", "--check"]]
)
@pytest.mark.parametrize("errors", ["2>/dev/full", "2>&-"])
def test_nobody_to_talk_to_changes_no_exit_status_and_no_output(words, errors, tmp_path):
    (tmp_path / "areas.csv").write_text("area,name,kind,part_of\nKAZ, Kazakhstan,country,\n")
    (tmp_path / "gdp.csv").write_text("area,year,gdp_usd,source_id\nKAZ,2020,many,x\n")
    command = [sys.executable, "-m", "kz_bri_data", *words]
    heard = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path)
    assert heard.stderr
    shell = ["sh", "-c", f'exec "$@" {errors}', "sh", *command]
    unheard = subprocess.run(shell, capture_output=True, check=False, cwd=tmp_path)
    assert (unheard.returncode, unheard.stdout) == (heard.returncode, heard.stdout)


def test_a_trace_of_nothing_is_no_success(tmp_path, capsys):
    (tmp_path / "text.txt").write_text("Words alone.\n")
    assert cli.main(["trace", "world-bank-wdi-2024-united-states", str(tmp_path / "text.txt")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "nothing to check: no row cites world-bank-wdi-2024-united-states" in printed.err


# Another package than the installed one.


@pytest.fixture
def changed(tmp_path):
    """A copy of the package in which Kazakhstan has another name, and a share another value."""
    folder = tmp_path / "copy"
    shutil.copytree(kbd.data_dir(), folder)
    for table, old, new in [
        ("areas", ",Kazakhstan,", ",Qazaqstan,"),
        ("observations", ",12.73,12.73,12.73,", ",12.74,12.74,12.74,"),
        ("entity_names", "Bright Road Plan", "Shining Road Plan"),
        ("assessments", "The World Nuclear Association has 43 %", "The WNA has 43 %"),
    ]:
        path = folder / "data" / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["list"], "areas\t"),
        (["show", "areas"], "KAZ\tQazaqstan\tcountry"),
        (["describe", "areas"], "copy"),
        (["find", "Shining Road"], "nurly-zhol"),
        (["entity", "nurly-zhol"], "Shining Road Plan"),
        (["claims", "uranium-world-share"], "The WNA has 43 %"),
        (["series", "renewables_share_of_electricity", "--basis=ember", "--status=observed"], "2023\t12.74"),
    ],
)
def test_another_package(changed, words, expected, capsys):
    assert cli.main([*words, "--package", str(changed)]) == 0
    assert expected in capsys.readouterr().out


def test_trace_reads_the_rows_of_another_package(changed, tmp_path, capsys):
    """Rows that were just added are checked against the source before they are installed anywhere."""
    path = changed / "data" / "observations.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",43%,", ",44%,"), encoding="utf-8")
    copy = tmp_path / "copy.txt"
    copy.write_text("Kazakhstan accounts for 44% of uranium.", encoding="utf-8")
    words = ["trace", "liu-belt-and-road", str(copy)]
    cli.main(words)
    installed = capsys.readouterr().out
    cli.main([*words, "--package", str(changed)])
    assert '"44%"' not in installed
    assert capsys.readouterr().out != installed


@pytest.mark.parametrize("words", [*ROWS, ["describe", "areas"]], ids=" ".join)
@pytest.mark.parametrize("folder", ["", "nowhere", "."])
def test_no_package(words, folder, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main([*words, "--package", folder]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "fault" not in printed.err


def test_explain(capsys):
    assert cli.main(["explain", "type"]) == 0
    printed = capsys.readouterr().out
    for words in ("what\tA cell that is not a plain number", "why\t", "bad\t`48,000`\n", "good\t`48000`\n"):
        assert words in printed
    assert cli.main(["explain", "[date-order]", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["tables"] == ["entity_relations", "events"]
    assert cli.main(["explain", "tpye"]) == 2
    assert 'did you mean "type"?' in capsys.readouterr().err


def test_every_code_is_explained():
    header, *rows = rows_of(in_pipe("explain", "--format", "csv"))
    assert header == ["code", "severity", "what"]
    assert {"type", "date-order", "off-by-powers"} <= {row[0] for row in rows}
    assert all(map(all, rows))


def test_a_problem_leads_to_its_explanation(tmp_path):
    (tmp_path / "areas.csv").write_text("area,name,kind,part_of\nCHN, China,country,\n")
    result = run("validate", "areas.csv", cwd=tmp_path)
    assert result.stderr == "kz-bri-data: what a code means: kz-bri-data explain blanks\n"


class Panic(BaseException):
    """As code in Rust panics, that of Polars among it."""


@pytest.mark.parametrize("error", [TypeError, Panic])
def test_a_fault_of_the_program_is_a_line(error, monkeypatch, capsys):
    def fail(_):
        raise error("x\n::error::y")

    monkeypatch.setattr("kz_bri_data.commands.list_.run", fail)
    assert cli.main(["list"]) == 2
    said = capsys.readouterr().err
    assert "a fault of this program" in said
    assert error.__name__ in said
    assert "test_cli.py" in said
    assert not any(line.startswith("::") for line in said.splitlines())


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
