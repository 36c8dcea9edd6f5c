"""Every format says the same, and nothing in a cell can steer what reads it."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import cli, loaders
from kz_bri_data.validation import validate
from kz_bri_data.validation.changes import Changes
from kz_bri_data.validation.checks import in_order, limited
from kz_bri_data.validation.formats import FORMATS
from kz_bri_data.validation.problems import Problem

GOOD = Path(__file__).parent / "good"

HARM = [
    *("::error file=x::y", "\n::set-output name=a::b", "##[error]no", "::stop-commands::x", "%0A::debug::x"),
    *("| a | b |", "`", "``` x", "<script>alert(1)</script>", "[x](https://evil.example)", "@everyone", "#1"),
    *("\x1b[2J", "\r", "\u202e", "\ud800", '"', "\\", "https://evil.example", "[0](1)", "{0}", "&lt;", " "),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for path in GOOD.iterdir():
        shutil.copy(path, tmp_path)
    return tmp_path


def run(capsys, *arguments):
    """Exit status and output of the command."""
    status = cli.main(["validate", *arguments])
    return status, capsys.readouterr().out


def spoil(folder, table, *changes):
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def test_json(folder, capsys):
    spoil(folder, "observations", ("48000,48000,48000", '"48,000",48000,48000'), (",percent,", ",persent,"))
    status, out = run(capsys, "observations.csv", "areas.csv", "--format", "json")
    found = json.loads(out)
    assert status == 1
    assert found["valid"] is False
    assert (found["files"], found["rows"], found["counts"]) == (2, 9, {"reference": 1, "type": 1})
    assert found["problems"][1] == {
        "path": "observations.csv",
        "line": 7,
        "column": 12,
        "field": "value",
        "code": "type",
        "severity": "error",
        "cell": "48,000",
        "message": '"48,000" is not a number',
        "hint": "write 48000 if the comma divides thousands, 48 if it stands before decimals",
    }


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_of_a_clean_file(folder, capsys, format):
    status, out = run(capsys, "areas.csv", "--format", format)
    assert status == 0
    if format in ("json", "sarif"):
        assert "problems" not in json.loads(out) or json.loads(out)["problems"] == []
    else:
        assert "no problems in 1 file, 3 rows" in out


def test_braces_are_no_placeholders_in_sarif(folder, capsys):
    spoil(folder, "areas", ("KAZ", "{1}{{[x](0)"))
    _, out = run(capsys, "areas.csv", "--format", "sarif")
    result, *_ = json.loads(out)["runs"][0]["results"]
    assert result["message"]["text"].startswith(r'area: "{{1}}{{{{\[x\](0)" does not have the form')


def test_most_problems_are_printed_but_all_are_counted(folder, capsys):
    spoil(folder, "areas", ("China", " China"), ("Kazakhstan", " Kazakhstan"), ("World", " World"))
    status, out = run(capsys, "areas.csv", "--max-problems", "2")
    assert status == 1
    assert out.splitlines()[2:] == ["3 problems in 1 of 1 file, the first 2 shown"]
    assert json.loads(run(capsys, "areas.csv", "--max-problems", "0", "--format", "json")[1])["counts"] == {
        "blanks": 3
    }


def test_warnings_count_when_strict(folder, capsys):
    spoil(folder, "observations", ("39%", "93%"))
    assert run(capsys, "observations.csv")[0] == 0
    assert run(capsys, "observations.csv")[1].endswith("no problems and 1 warning in 1 of 1 file\n")
    status, out = run(capsys, "observations.csv", "--strict")
    assert status == 1
    assert out.endswith("no problems and 1 warning in 1 of 1 file; --strict counts warnings\n")
    status, out = run(capsys, "observations.csv", "--strict", "--format", "json")
    assert status == 1
    assert json.loads(out)["valid"] is False


def test_what_cannot_run(folder, capsys):
    assert cli.main(["validate", "nowhere"]) == 2
    assert cli.main(["validate", "areas.csv", "--changed-since", "nothing"]) == 2
    assert capsys.readouterr().err.startswith("kz-bri-data: nowhere does not exist\n")


def git(*arguments):
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.mark.parametrize("attributes", ["", "*.csv binary\n", "*.csv -diff\n"])
def test_changed_lines_come_first(folder, capsys, attributes):
    (folder / ".gitattributes").write_text(attributes)
    spoil(folder, "areas", ("China", " China"))
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "before")
    spoil(folder, "areas", ("World", " World"))
    spoil(folder, "units", ("trains", " trains"))
    (folder / "more").mkdir()
    shutil.copy(folder / "areas.csv", folder / "more" / "areas.csv")
    _, out = run(capsys, "areas.csv", "units.csv", "more/areas.csv", "--changed-since", "HEAD")
    assert [line.split(" ")[0] for line in out.splitlines()[:-1]] == [
        *("areas.csv:4:2:", "units.csv:8:2:", "more/areas.csv:2:2:", "more/areas.csv:4:2:"),
        "areas.csv:2:2:",
    ]


def test_changes_are_stretches_of_lines(folder):
    """Every problem is asked whether it stands in one of them, however many there are."""
    lines = [f"a{number}" for number in range(40)]
    (folder / "a.csv").write_text("\n".join(lines) + "\n")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "before")
    edited = {2, 3, 7, 20, 21, 22, 40}
    now = [f"{line}!" if number in edited else line for number, line in enumerate(lines, start=1)]
    (folder / "a.csv").write_text("\n".join(now) + "\n")
    changes = Changes("HEAD")
    assert {line for line in range(1, 42) if changes.has(problem(line))} == edited


def test_without_a_path_it_is_the_package_here(folder, tmp_path, monkeypatch, capsys):
    shutil.copytree(kbd.data_path("areas").parents[1], tmp_path / "checkout" / "datapackage")
    monkeypatch.chdir(tmp_path / "checkout")
    units = Path("datapackage/data/units.csv")
    units.write_text(units.read_text().replace("kilometres", " kilometres"))
    assert cli.main(["validate"]) == 1
    printed = capsys.readouterr()
    assert (printed.out.splitlines()[0].split(":")[0], printed.err) == (units.as_posix(), "")


def test_without_any_package_here_it_is_the_installed_one_and_says_so(folder, capsys):
    assert cli.main(["validate"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("no problems in ")
    assert printed.err.startswith("kz-bri-data: no data package here; ")


def test_nothing_is_not_valid():
    with pytest.raises(TypeError):
        kbd.validate()


@pytest.mark.parametrize("number", ["-1", "1.5", "many", "²"])
def test_a_number_of_problems_is_a_number(number, capsys):
    with pytest.raises(SystemExit, match="2"):
        cli.main(["validate", f"--max-problems={number}"])
    assert "is not a whole number of 0 or more" in capsys.readouterr().err


def test_text_commands_no_workflow(folder, capsys):
    """It may be printed in one, too; only annotations of our own making are commands there."""
    spoil(folder, "areas", ("China", " ##[error]China"))
    _, out = run(capsys, "areas.csv")
    assert r"\x23#[error]China" in out
    assert "##[" not in out


def test_a_revision_is_no_option(folder, capsys):
    git("init", "--quiet")
    assert cli.main(["validate", "areas.csv", "--changed-since=--output=stolen"]) == 2
    assert not (folder / "stolen").exists()


def problem(line, path="a.csv"):
    return Problem(path, line, 1, "", "type", "error", "", "m", "")


def test_order_holds_as_far_as_memory_goes(monkeypatch):
    monkeypatch.setattr("kz_bri_data.validation.checks.KEPT", 3)
    found = [problem(line) for line in (5, 1, 3, 2, 4)]
    assert [one.line for one in in_order(found)] == [1, 3, 5, 2, 4]
    assert [one.line for one in in_order(found[:2])] == [1, 5]
    assert next(iter(in_order([problem(1, "b.csv"), problem(1, "a.csv")]))).path == "b.csv"
    assert len(list(limited(found, 2))) == 2


class Markup(HTMLParser):
    """Collects the tags of a page, and its text outside of code."""

    def __init__(self):
        super().__init__()
        self.tags = set()
        self.outside = ""
        self.in_code = False

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.in_code = self.in_code or tag == "code"

    def handle_endtag(self, tag):
        self.in_code = self.in_code and tag != "code"

    def handle_data(self, data):
        self.outside += "" if self.in_code else data


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(HARM), min_size=1, max_size=4).map("".join))
def test_cells_and_names_do_no_harm(tmp_path_factory, monkeypatch, cell):
    folder = tmp_path_factory.mktemp("harm")
    monkeypatch.chdir(folder)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [["area", "name", "kind", cell], ["KAZ", cell, cell, cell]]
    )
    (folder / "areas.csv").write_bytes(text.getvalue().encode(errors="surrogatepass"))
    assert_harmless(validate("areas.csv"), "areas")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(HARM), min_size=1, max_size=4).map("".join))
def test_keys_that_are_suggested_do_no_harm(tmp_path_factory, monkeypatch, key):
    folder = tmp_path_factory.mktemp("harm")
    monkeypatch.chdir(folder)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["area", "name", "kind"], [key, "Atlantis", "country"]])
    (folder / "areas.csv").write_bytes(text.getvalue().encode(errors="surrogatepass"))
    (folder / "gdp.csv").write_text((GOOD / "gdp.csv").read_text().replace("KAZ", "Atlantis"))
    report = validate("gdp.csv")
    assert any(one.hint.startswith("did you mean ") for one in report.problems)
    assert_harmless(report, "gdp")


def test_what_a_message_forgot_to_escape_does_no_harm():
    harm = "".join(HARM)
    found = problem(1)._replace(message=harm, hint=harm, field=harm)
    report = validate(GOOD / "areas.csv")._replace(problems=(found,), counts={"type": 1})
    assert_harmless(report, "a")


def assert_harmless(report, name):
    """Write problems of the file of a name in every format, and look for what could steer a reader."""
    written = {format: "".join(form(report.problems, lambda: report)) for format, form in FORMATS.items()}
    for format in ("text", "github", "markdown"):
        assert written[format].replace("\n", "").isprintable()
    assert written["text"].count("\n") == len(report.problems) + 1
    json.loads(written["json"].encode("ascii"))
    json.loads(written["sarif"].encode("ascii"))
    # Commands are ours, or stand where commands are stopped.
    stop, *lines = written["github"].splitlines()
    token = stop.removeprefix("::stop-commands::")
    end = lines.index(f"::{token}::")
    assert not any(token in line for line in lines[:end])
    for line in lines[end + 1 : -1]:
        assert re.fullmatch(rf"::(error|warning) file={name}\.csv,line=\d+,title=[a-z-]+::[^\r\n]*", line)
    page = Markup()
    markdown = pytest.importorskip("markdown_it").MarkdownIt("gfm-like", {"linkify": False, "html": True})
    page.feed(markdown.render(written["markdown"]))
    assert page.tags <= {"p", "strong", "table", "thead", "tbody", "tr", "th", "td", "code"}
    assert not set("@#<[`") & set(page.outside)


def test_file_names_do_no_harm(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(GOOD, tmp_path / "data")
    shutil.copy(loaders.data_dir() / "datapackage.json", tmp_path)
    (tmp_path / "data" / "x\n::error::\x1b[2J`@a`.csv").write_text("a\n")
    report = validate(".")
    for form in FORMATS.values():
        written = "".join(form(report.problems, lambda: report))
        assert "\n::error::\x1b" not in written
        assert "\x1b" not in written


HARMFUL_NAME = "x\n::error::\x1b[31m##[error]\u202e.csv"


def test_file_names_do_no_harm_in_messages_that_nothing_could_be_checked(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path(HARMFUL_NAME).write_text("a\n")
    Path("areas.csv").mkdir()
    Path(f"folder{HARMFUL_NAME}").mkdir()
    (Path(f"folder{HARMFUL_NAME}") / "areas.csv").mkdir()
    for path in (
        f"no{HARMFUL_NAME}",
        HARMFUL_NAME,
        f"folder{HARMFUL_NAME}",
        f"folder{HARMFUL_NAME}/areas.csv",
    ):
        assert cli.main(["validate", path]) == 2
        written = capsys.readouterr().err
        assert written.count("\n") == 1
        assert written.rstrip("\n").isprintable()
        assert "##[" not in written


def test_what_an_error_forgot_to_escape_does_no_harm(monkeypatch, capsys):
    def fail(*_):
        raise cli.KzBriDataError("two\n  ::error::lines\n::debug::\x1b##[error]\r\u2028")

    monkeypatch.setitem(cli._COMMANDS, "list", (fail, *cli._COMMANDS["list"][1:]))
    assert cli.main(["list"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        *("kz-bri-data: two", r"  \x3a:error::lines", r"\x3a:debug::\x1b\x23#[error]\r\u2028")
    ]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_file_names_that_are_not_utf_8(folder, capsys):
    path = os.fsdecode(b"areas\xff.csv")
    try:
        Path(path).write_text("area,name,kind\n")
    except OSError:
        pytest.skip("the system has no such names")
    for format in FORMATS:
        assert cli.main(["validate", path, "--table", "gdp", "--format", format]) == 1
        out = capsys.readouterr().out
        if format == "sarif":
            result, *_ = json.loads(out)["runs"][0]["results"]
            place = result["locations"][0]["physicalLocation"]["artifactLocation"]
            assert place["uri"] == "areas%FF.csv"


def test_annotations_are_few_and_errors_come_first():
    warnings = [problem(line)._replace(severity="warning") for line in range(20)]
    errors = [problem(line) for line in range(20)]
    report = validate(GOOD / "areas.csv")
    lines = "".join(FORMATS["github"](warnings + errors, lambda: report)).splitlines()
    commands = [line.split(" ")[0] for line in lines if re.match("::(error|warning) ", line)]
    assert commands == ["::error"] * 10 + ["::warning"] * 10
    assert sum(line.startswith("a.csv:") for line in lines) == 40


def test_markdown_has_a_hundred_rows_and_all_counts(folder, capsys):
    (folder / "areas.csv").write_text(
        "area,name,kind\n" + "".join(f"{row:03}, x,group\n" for row in range(150))
    )
    _, out = run(capsys, "areas.csv", "--format", "markdown")
    assert out.startswith("**150 problems in 1 of 1 file, the first 100 shown**\n\n| where | what |\n")
    assert len(out.splitlines()) == 2 + 2 + 100
    assert out.splitlines()[-1].startswith("| ` areas.csv:101:2 ` | ` name: ")


def test_annotations_name_files_from_the_root_of_the_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    (tmp_path / "datapackage").mkdir()
    monkeypatch.chdir(tmp_path / "datapackage")
    report = validate(GOOD / "areas.csv")
    written = "".join(FORMATS["github"]([problem(3, "data/a.csv")], lambda: report))
    assert "::error file=datapackage/data/a.csv,line=3,title=type::m [type]\n" in written


def test_revision_of_no_repository(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(cli.KzBriDataError, match="git cannot tell what changed"):
        Changes("HEAD")
