"""Every format says the same, and nothing in a cell can steer what reads it."""

import csv
import gzip
import io
import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from random import Random

import pytest
from good_package import GOOD
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation import validate
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reporting import formats
from kz_bri_data.validation.reporting.explanations import explain
from kz_bri_data.validation.reporting.formats import FORMATS
from kz_bri_data.validation.reporting.ordering import Limited, in_order
from kz_bri_data.validation.reporting.problems import Problem
from kz_bri_data.validation.reporting.report import Report
from kz_bri_data.validation.run import Validator
from kz_bri_data.validation.sources.changes import Changes

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
        "column": 13,
        "field": "value",
        "code": "type",
        "severity": "error",
        "cell": "48,000",
        "message": '"48,000" is not a number',
        "hint": "write 48000 if the comma divides thousands, 48 if it stands before decimals",
        "accepted": "",
        "occurrences": 1,
        "lines": [7],
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
    assert cli.main(["validate", "areas.csv", "--changed-since", "a..b"]) == 2
    assert capsys.readouterr().err.startswith("kz-bri-data: nowhere does not exist; give ")


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
    assert printed.out.splitlines()[0].split(":")[0] == units.as_posix()


# Nothing to read is never success.


def refused(capsys, *arguments):
    """Why the command could not run, in one line."""
    assert cli.main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("kz-bri-data: ")
    assert printed.err.count("\n") == 1
    return printed.err


@pytest.mark.parametrize("command", [["validate"], ["validate", "--table", "areas"], ["diff", "HEAD"]])
def test_without_any_package_here_it_says_which_path_to_give(folder, capsys, command):
    reason = refused(capsys, *command)
    assert "there is no data package here" in reason
    assert ("validate DIR" in reason and "--installed" in reason) or "give the newer version" in reason


@pytest.mark.parametrize("place", ["", "datapackage"])
def test_from_a_folder_below_it_is_the_package_above(tmp_path, monkeypatch, capsys, place):
    package = tmp_path / "checkout" / place
    shutil.copytree(GOOD, package / "data")
    shutil.copy(kbd.data_dir() / "datapackage.json", package)
    areas = package / "data" / "areas.csv"
    areas.write_text(areas.read_text().replace("China", " China"))
    (tmp_path / "checkout" / "docs" / "more").mkdir(parents=True)
    for folder in (tmp_path / "checkout" / "docs" / "more", package / "data"):
        monkeypatch.chdir(folder)
        assert cli.main(["validate"]) == 1
        printed = capsys.readouterr()
        found = os.path.relpath(package)
        assert printed.out.startswith(f"{found}/data/areas.csv:2:2: ")
        assert printed.err.startswith(f"kz-bri-data: checking {found}\n")


def test_no_package_is_looked_for_above_the_repository(tmp_path, monkeypatch, capsys):
    shutil.copytree(GOOD, tmp_path / "data")
    shutil.copy(kbd.data_dir() / "datapackage.json", tmp_path)
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repository")
    assert "there is no data package here" in refused(capsys, "validate")


def test_the_installed_package_is_checked_on_request_alone(folder, capsys):
    assert run(capsys, "--installed") == (0, run(capsys, str(kbd.data_path("areas").parents[1]))[1])
    assert "either --installed or paths" in refused(capsys, "validate", "--installed", "areas.csv")


@pytest.mark.parametrize("command", ["validate", "fix", "diff"])
def test_an_empty_path_is_no_path(tmp_path, monkeypatch, capsys, command):
    """As where a variable of the shell is not set; though there is a package here."""
    shutil.copytree(kbd.data_path("areas").parents[1], tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    assert cli.main([command, *["."] * (command == "diff"), ""]) == 2
    assert "kz-bri-data: " in capsys.readouterr().err


@pytest.mark.parametrize("command", ["validate", "fix"])
def test_a_package_without_a_table_of_ours(folder, capsys, command):
    resources = [{"name": "cars", "path": "cars.csv"}]
    (folder / "datapackage.json").write_text(json.dumps({"name": "x", "resources": resources}))
    assert "names none of our tables" in refused(capsys, command, ".")


def test_versions_without_a_table(folder, capsys):
    (folder / "datapackage.json").write_text('{"name": "x", "resources": []}')
    assert "nothing to compare" in refused(capsys, "diff", ".", ".")


def test_no_row_at_all(folder, capsys):
    (folder / "areas.csv").write_text("area,name,kind,part_of\n")
    assert "no row" in refused(capsys, "validate", "areas.csv")
    with pytest.raises(CannotRunError, match="no row"):
        kbd.validate("areas.csv")
    assert run(capsys, "areas.csv", "units.csv")[0] == 0


@pytest.mark.parametrize("format", ["json", "sarif"])
def test_no_half_of_a_document(folder, capsys, monkeypatch, format):
    """What is found out too late leaves nothing that a program would try to read."""
    (folder / "areas.csv").write_text("area,name,kind,part_of\n")
    assert "no row" in refused(capsys, "validate", "areas.csv", "--format", format)
    different = "".join(f"{number:03},World {number},country,\n" for number in range(Limits().problems + 1))
    (folder / "areas.csv").write_text(f"area,name,kind,part_of\n{different}")

    def fail(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("kz_bri_data.validation.engine.references.References.store", fail)
    assert "Permission denied" in refused(capsys, "validate", "areas.csv", "--format", format)


def test_a_document_larger_than_what_is_held_in_memory(folder, capsys, monkeypatch):
    spoil(folder, "areas", ("China", " China"), ("World", " World"))
    status, whole = run(capsys, "areas.csv", "--format", "json")
    monkeypatch.setattr("kz_bri_data.commands.validate._IN_MEMORY", 7)
    assert run(capsys, "areas.csv", "--format", "json") == (status, whole)
    assert json.loads(whole)["counts"] == {"blanks": 2}


def test_no_row_in_one_of_two_packages(folder, capsys):
    empty = folder / "empty"
    shutil.copytree(kbd.data_dir(), empty)
    for path in (empty / "data").iterdir():
        path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    assert "no row was there to be checked in empty" in refused(capsys, "validate", "units.csv", "empty")


def test_no_path_at_all():
    with pytest.raises(CannotRunError, match="no path was given"):
        Validator([])


def test_without_a_path_python_takes_the_package_here_as_the_command_does(folder, tmp_path, monkeypatch):
    for paths in ([], [None]):
        with pytest.raises(CannotRunError, match="there is no data package here"):
            kbd.validate(*paths)
    shutil.copytree(GOOD, tmp_path / "datapackage" / "data")
    shutil.copy(kbd.data_dir() / "datapackage.json", tmp_path / "datapackage")
    assert kbd.validate() == kbd.validate("datapackage") == kbd.Package("datapackage").validate()


def test_strict_counts_warnings_in_python_too(folder):
    spoil(folder, "observations", ("39%", "93%"))
    lenient, strict = (kbd.validate("observations.csv", strict=one) for one in (False, True))
    assert (lenient.valid, strict.valid) == (True, False)
    assert lenient.counts == strict.counts == {"printed-value": 1}
    assert str(strict).startswith("observations.csv:2:13: warning: ")
    assert kbd.validate("observations.csv", table=kbd.schemas.Observations) == lenient


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
    return Problem(path, line, 1, "", "type", "error", "", f"m{line}", "")


def test_order_holds_as_far_as_memory_goes():
    found = [problem(line) for line in (5, 1, 3, 2, 4)]
    assert [one.line for one in in_order(found, most=3)] == [1, 3, 5, 2, 4]
    assert [one.line for one in in_order(found[:2])] == [1, 5]
    assert next(iter(in_order([problem(1, "b.csv"), problem(1, "a.csv")]))).path == "b.csv"
    first = Limited(found, 2)
    assert (len(list(first)), first.left) == (2, 3)


@pytest.fixture
def missing(folder):
    """A table in which one source is missing, in 600 rows."""
    keys = [(area, year) for area in ("CHN", "KAZ", "WLD") for year in range(1900, 2100)]
    rows = "".join(f"{area},{year},{1000 + year % 7},no-such-source\n" for area, year in keys)
    (folder / "population.csv").write_text("area,year,persons,source_id\n" + rows)
    return folder


def test_what_is_the_same_on_many_lines_is_said_once(missing, capsys):
    status, out = run(capsys, "population.csv")
    assert status == 1
    assert out.splitlines() == [
        'population.csv:2:4: source_id: "no-such-source" is not in sources.csv; take one of customs-2025, '
        "rail-2025, or add the source there first; also in 599 other places: lines 3, 4, 5, 6, 7, … "
        "[reference]",
        "600 problems in 1 of 1 file",
    ]


def test_every_format_counts_what_is_said_once(missing, capsys):
    def printed(format):
        return run(capsys, "population.csv", "--format", format)[1]

    [found] = json.loads(printed("json"))["problems"]
    assert (found["occurrences"], found["lines"]) == (600, list(range(2, 102)))
    log = printed("github").splitlines()
    assert len([line for line in log if line.startswith("::error ")]) == 1
    assert "599 other places" in log[1]
    assert log[-1] == "600 problems in 1 of 1 file"
    [result] = json.loads(printed("sarif"))["runs"][0]["results"]
    assert result["occurrenceCount"] == 600
    assert printed("markdown").startswith("**600 problems in 1 of 1 file**")


def test_what_is_the_same_is_still_told_on_changed_lines_first(missing, capsys):
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "before")
    rows = (missing / "population.csv").read_text().replace("KAZ,1950,1004,", "KAZ,1950,1003,")
    (missing / "population.csv").write_text(rows)
    found = json.loads(run(capsys, "population.csv", "--format", "json", "--changed-since", "HEAD")[1])
    assert [one["occurrences"] for one in found["problems"]] == [1, 599]
    assert found["problems"][0]["lines"] == [252]


def test_a_terminal_gets_no_more_than_a_person_reads(folder, capsys):
    rows = "".join(f"{row:03}, x{row},group,\n" for row in range(150))  # each is another cell
    (folder / "areas.csv").write_text("area,name,kind,part_of\n" + rows)
    assert cli.main(["validate", "areas.csv"]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 51
    assert out.endswith("150 problems in 1 of 1 file, the first 50 shown\n")
    assert "100 more are not printed; all of them: kz-bri-data validate --all" in err
    assert cli.main(["validate", "areas.csv", "--all"]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 151


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


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
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


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(HARM), min_size=1, max_size=4).map("".join))
def test_keys_that_are_suggested_do_no_harm(tmp_path_factory, monkeypatch, key):
    folder = tmp_path_factory.mktemp("harm")
    monkeypatch.chdir(folder)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["area", "name", "kind"], [key, "Atlantis", "country"]])
    (folder / "areas.csv").write_bytes(text.getvalue().encode(errors="surrogatepass"))
    (folder / "gdp.csv").write_text((GOOD / "gdp.csv").read_text().replace("KAZ", "Atlantis"))
    report = validate("gdp.csv")
    assert report.problems[0].hint.startswith("take one of ")
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
    shutil.copy(kbd.data_dir() / "datapackage.json", tmp_path)
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

    monkeypatch.setattr("kz_bri_data.commands.list_.run", fail)
    assert cli.main(["list"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        *("kz-bri-data: two", r"  \x3a:error::lines", r"\x3a:debug::\x1b\x23#[error]\r\u2028")
    ]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_file_names_that_are_not_utf_8(folder, capsys):
    path = os.fsdecode(b"areas\xff.csv")
    try:
        Path(path).write_text("area,name,kind,part_of\n")
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


def test_commands_are_heard_again_after_a_failure():
    def fails():
        yield problem(1)
        raise CannotRunError("x")

    written = formats.FORMATS["github"](fails(), lambda: None)
    start, _, end = (next(written) for _ in range(3))
    assert end == f"::{start.strip().removeprefix('::stop-commands::')}::\n"
    with pytest.raises(CannotRunError):
        next(written)


def test_markdown_has_a_hundred_rows_and_all_counts(folder, capsys):
    (folder / "areas.csv").write_text(
        "area,name,kind,part_of\n" + "".join(f"{row:03}, x{row},group,\n" for row in range(150))
    )
    _, out = run(capsys, "areas.csv", "--format", "markdown")
    assert out.startswith("**150 problems in 1 of 1 file, the first 100 shown**\n\n| where | what |\n")
    assert len(out.splitlines()) == 2 + 2 + 100
    assert out.splitlines()[-1].startswith("| <code>areas&#46;csv&#58;101&#58;2</code> | <code>name&#58; ")


def test_annotations_name_files_from_the_root_of_the_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    (tmp_path / "datapackage").mkdir()
    monkeypatch.chdir(tmp_path / "datapackage")
    report = validate(GOOD / "areas.csv")
    written = "".join(FORMATS["github"]([problem(3, "data/a.csv")], lambda: report))
    assert "::error file=datapackage/data/a.csv,line=3,title=type::m3 [type]\n" in written


def test_sarif_names_files_from_the_root_of_the_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    report = validate(GOOD / "areas.csv")
    (run,) = json.loads("".join(FORMATS["sarif"]([problem(3, "data/a.csv")], lambda: report)))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "sub/data/a.csv", "uriBaseId": "%SRCROOT%"}
    assert run["originalUriBaseIds"] == {"%SRCROOT%": {"uri": f"{tmp_path.as_uri()}/"}}


def names(path):
    """How the annotation and SARIF name a file."""
    report = Report(False, (), {"type": 1}, 1, 1, 1)
    annotation = "".join(FORMATS["github"]([problem(3, path)], lambda: report))
    (run,) = json.loads("".join(FORMATS["sarif"]([problem(3, path)], lambda: report)))["runs"]
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    return re.search("file=([^,]*),", annotation)[1].replace("%3A", ":"), artifact


@pytest.mark.parametrize("given", [True, False])
def test_both_name_a_file_alike_from_one_root(tmp_path, monkeypatch, given):
    """The checkout of a workflow, or the repository around."""
    (tmp_path / "checkout" / "sub").mkdir(parents=True)
    (tmp_path / "checkout" / ".git").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "checkout")
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path / "checkout" / "sub")
    for root in ("checkout", "link"):
        if given:
            monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / root))
        for path in ("data/a.csv", str(tmp_path / root / "sub" / "data" / "a.csv")):
            name = "sub/data/a.csv"
            assert names(path) == (name, {"uri": name, "uriBaseId": "%SRCROOT%"})
        assert names("../b.csv")[1]["uri"] == "b.csv"


def test_a_file_outside_of_the_repository_has_its_whole_address(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    path = "/somewhere else/a.csv"
    assert names(path) == (path, {"uri": "file:///somewhere%20else/a.csv"})
    assert names("../a.csv")[1] == {"uri": f"{tmp_path.as_uri()}/../a.csv"}


def test_sarif_has_no_more_than_github_takes():
    """Errors before warnings, whatever their number and order; what is left out is counted."""
    warning = problem(1)._replace(severity="warning")
    accepted = (warning._replace(accepted="so it is"),)
    for errors, warnings in ((0, 0), (10, 4990), (10, 6000), (3, 4996), (6000, 6000)):
        found = [*[warning] * warnings, *(problem(line) for line in range(1, errors + 1))]
        report = Report(False, (), {"type": errors + warnings}, 1, 1, 1, accepted)
        text = "".join(FORMATS["sarif"](iter(found), lambda report=report: report))
        (run,) = json.loads(text)["runs"]
        levels = [result["level"] for result in run["results"]]
        total = errors + warnings + 1
        assert len(levels) == min(total, 5000)
        assert levels.count("error") == min(errors, 5000)
        (invocation,) = run["invocations"]
        left_out = [note["message"]["text"].split()[0] for note in invocation["toolExecutionNotifications"]]
        assert left_out == ([f"{total - 5000:,}"] if total > 5000 else [])


def test_sarif_is_small_enough_for_github():
    """Ten megabytes when compressed, even of cells that are long and have nothing in common."""
    random = Random(1)
    texts = ("".join(map(chr, random.choices(range(0x4E00, 0x9FFF), k=200))) for _ in range(5001))
    found = [problem(1)._replace(cell=text, message=text[:60]) for text in texts]
    report = Report(False, (), {"type": 5001}, 1, 1, 1)
    out = "".join(FORMATS["sarif"](found, lambda: report))
    assert len(gzip.compress(out.encode(), 1)) < 10_000_000
    (run,) = json.loads(out)["runs"]
    for rule in run["tool"]["driver"]["rules"]:
        assert (
            max(len(rule[name]["text"]) for name in ("shortDescription", "fullDescription", "help")) <= 1024
        )
    assert len(run["tool"]["driver"]["rules"]) < 25_000


def test_paths_on_another_drive_stay_as_they_are(monkeypatch):
    def fails(*_):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr("os.path.relpath", fails)
    report = validate(GOOD / "areas.csv")
    for format in ("github", "sarif"):
        assert "D:/a.csv" in "".join(FORMATS[format]([problem(1, "D:/a.csv")], lambda: report)).replace(
            "%3A", ":"
        )
    assert names("D:/a b.csv") == ("D:/a b.csv", {"uri": "file:///D:/a%20b.csv"})


@pytest.mark.parametrize(
    ("homepage", "expected"),
    [
        ({}, None),
        (
            {"homepage": "https://github.com/someone/data"},
            "https://github.com/someone/data/blob/v1.2.3/docs/rules.md",
        ),
        ({"homepage": "https://git.example/data"}, "https://git.example/data"),
    ],
)
def test_sarif_leads_to_the_rules_where_there_is_an_address(homepage, expected):
    rule = formats._sarif_rule(explain("type"), {"version": "1.2.3", **homepage})
    assert rule.get("helpUri") == expected
    assert rule["help"] == {"text": "Bad: `48,000`\nGood: `48000`"}
