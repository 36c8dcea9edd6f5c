"""A warning that somebody accepted is no finding, and nothing else is hidden with it."""

import json
import shutil

import pytest
from good_package import GOOD
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data.errors import CannotRunError
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reporting.codes import WARNINGS
from kz_bri_data.validation.reporting.text import render_text
from kz_bri_data.validation.rules.exceptions import ACCEPTABLE
from kz_bri_data.validation.run import Validator

ENGINES = ["python", "polars"]
REASON = "The source rounds everywhere else."
TRAINS = ("observations", "rail-2025/trains", "resolution", REASON)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package in whose folder we are, of good files but for a resolution of which a warning is given."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(GOOD, tmp_path / "data")
    shutil.copy(kbd.data_dir() / "datapackage.json", tmp_path)
    edit(tmp_path, "observations", "48000,48000,48000,1000,", "48000,48000,48000,1,")
    return tmp_path


def edit(package, table, old, new):
    path = package / "data" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def accept(package, *rows):
    lines = ["table,row,code,reason", *(",".join(row) for row in sorted(rows))]
    (package / "data" / "exceptions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def report(*paths, engine="python", strict=True, limits=None):
    if engine == "polars":
        pytest.importorskip("polars")
    return Validator(paths or ["."], strict=strict, engine=engine, limits=limits).report()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_accepted_warning_is_no_finding(package, engine):
    before = report(engine=engine)
    assert (before.valid, before.counts) == (False, {"resolution": 1})
    accept(package, TRAINS)
    after = report(engine=engine)
    assert (after.valid, after.counts, after.problems) == (True, {}, ())
    assert after.accepted == (before.problems[0]._replace(accepted=REASON),)
    assert render_text(after).endswith(" rows; 1 warning accepted")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("table", "code", "row", "old", "new"),
    [
        ("observations", "printed-value", "customs-2025/brand-share", ",39%,", ",93%,"),
        ("sources", "no-address", "customs-2025", "https://customs.example/2024,,,,en,CC-BY-4.0", ",,,,en,"),
    ],
)
def test_warnings_of_single_rows(package, engine, table, code, row, old, new):
    edit(package, table, old, new)
    accept(package, TRAINS, (table, row, code, "It is so."))
    after = report(engine=engine)
    assert after.valid, after.problems
    assert {one.code for one in after.accepted} == {"resolution", code}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("bad", ["off-by-powers", "cumulative-falls", "period-longer", "said-twice"])
def test_warnings_of_several_rows(package, engine, bad, request):
    shutil.copy(
        request.path.parent / "bad" / f"observations-{bad}.csv", package / "data" / "observations.csv"
    )
    (problem,) = report(engine=engine).problems
    line = (package / "data" / "observations.csv").read_text(encoding="utf-8").splitlines()[problem.line - 1]
    accept(package, ("observations", line.partition(",")[0], bad, "It is so."))
    after = report(engine=engine)
    assert (after.valid, after.accepted) == (True, (problem._replace(accepted="It is so."),))


@pytest.mark.parametrize("engine", ENGINES)
def test_other_rows_other_codes_and_errors_are_found(package, engine):
    others = [
        ("observations", "rail-2025/trains", "said-twice", "Another code."),
        ("observations", "rail-2025/freight", "resolution", "Another row."),
        ("events", "rail-2025/trains", "resolution", "Another table."),
    ]
    accept(package, *others)
    assert report(engine=engine).counts == {"resolution": 1, "exception-unused": 3}
    accept(package, TRAINS)
    edit(package, "observations", '"48,000",high', '"48,000",highly')
    assert report(engine=engine).counts == {"enum": 1}  # whether there is a warning, nobody knows


@pytest.mark.parametrize("engine", ENGINES)
def test_an_exception_that_no_longer_applies(package, engine):
    edit(package, "observations", "48000,48000,48000,1,", "48000,48000,48000,1000,")
    accept(package, TRAINS)
    (problem,) = report(engine=engine, strict=False).problems
    assert (problem.path, problem.line, problem.field) == ("data/exceptions.csv", 2, "row")
    assert (problem.code, problem.severity) == ("exception-unused", "warning")
    assert problem.message == '"rail-2025/trains" of observations has no warning resolution'
    assert not report(engine=engine).valid
    accept(package)
    assert report(engine=engine).valid


def test_what_is_not_checked_is_not_called_unused(package):
    accept(package, TRAINS)
    assert report("data/exceptions.csv").counts == {}
    assert report("data/observations.csv").counts == {}
    assert report("data/areas.csv").counts == {}
    (package / "data" / "exceptions.csv").unlink()
    assert report("data/observations.csv").counts == {"resolution": 1}


def test_a_key_of_several_columns(package):
    """Its parts are joined by a space, as in the table itself."""
    accept(package, TRAINS, ("population", "KAZ 2024", "no-address", "It is so."))
    (problem,) = report().problems
    assert problem.message == '"KAZ 2024" of population has no warning no-address'


def test_broken_rows_of_the_table_accept_nothing(package):
    path = package / "data" / "exceptions.csv"
    path.write_text("table,row,code,reason\nobservations,rail-2025/trains,resolution\n", encoding="utf-8")
    assert report().counts == {"resolution": 1, "row-short": 1}
    path.write_text("table,row,code\nobservations,rail-2025/trains,resolution\n", encoding="utf-8")
    assert report().counts == {"resolution": 1, "column-missing": 1}


def test_more_exceptions_than_anybody_can_have_looked_at(package):
    accept(package, TRAINS)
    with pytest.raises(CannotRunError, match="so many warnings are no exceptions, correct the rows"):
        report(limits=Limits(exceptions=10))


def test_every_warning_but_one_can_be_accepted():
    assert set(WARNINGS) - ACCEPTABLE == {"exception-unused"}


def test_formats(package, capsys):
    accept(package, TRAINS)
    assert cli.main(["validate", ".", "--strict"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("no problems in ")
    assert out.endswith("; 1 warning accepted\n")
    cli.main(["validate", ".", "--strict", "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["valid"], found["problems"], found["counts"]) == (True, [], {})
    assert [(one["code"], one["accepted"]) for one in found["accepted"]] == [("resolution", REASON)]
    cli.main(["validate", ".", "--strict", "--format", "sarif"])
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["ruleId"] == "resolution"
    assert result["suppressions"] == [{"kind": "external", "status": "accepted", "justification": REASON}]
    for name in ("github", "markdown"):
        cli.main(["validate", ".", "--strict", "--format", name])
        out = capsys.readouterr().out
        assert "1 warning accepted" in out
        assert "48,000" not in out


def test_a_summary_counts_both(package, capsys):
    accept(package, TRAINS)
    edit(package, "observations", ",39%,", ",93%,")
    assert cli.main(["validate", ".", "--strict"]) == 1
    (_, line) = capsys.readouterr().out.splitlines()
    assert line.startswith("no problems and 1 warning in 1 of ")
    assert line.endswith(" files; 1 warning accepted; --strict counts warnings")


@given(rows=st.lists(st.sampled_from(["rail-2025/trains", "rail-2025/freight", "x"]), unique=True))
def test_engines_agree(rows, tmp_path_factory):
    pytest.importorskip("polars")
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(GOOD, folder / "data")
    shutil.copy(kbd.data_dir() / "datapackage.json", folder)
    edit(folder, "observations", "48000,48000,48000,1000,", "48000,48000,48000,1,")
    accept(folder, *(("observations", row, "resolution", "It is so.") for row in rows))
    small = Limits(block=200, smallest_block=50, chunk=300)
    assert report(folder, engine="polars", limits=small) == report(folder)
