"""README's examples are run: what it shows as output is what they print."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kz_bri_data import loaders

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def blocks(language):
    return [text for name, text in BLOCK.findall(README.read_text(encoding="utf-8")) if name == language]


def same(expected, got):
    return doctest.OutputChecker().check_output(expected, got, FLAGS)


def expected_after(text, mark):
    """What a block shows below its code: the lines of comment that begin with the mark and `=>`."""
    start = f"{mark} => "
    return [line.removeprefix(start).strip() for line in text.splitlines() if line.startswith(start)]


def test_python_examples():
    examples = "\n".join(blocks("python"))
    test = doctest.DocTestParser().get_doctest(examples, {}, "README", "README.md", 0)
    assert test.examples
    results = doctest.DocTestRunner(optionflags=FLAGS).run(test)
    assert results.failed == 0


def commands():
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            yield tuple(part.split("\n", 1))


@pytest.mark.parametrize(("command", "expected"), list(commands()), ids=lambda text: text[:40])
def test_commands(command, expected):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    result = subprocess.run(
        command,
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        cwd=README.parent,
        env={**os.environ, "PATH": path, "COLUMNS": "110"},
    )
    printed = result.stdout + result.stderr
    assert same(expected, printed), printed


@pytest.mark.parametrize("query", blocks("sql"))
def test_duckdb_query(query, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(README.parent)
    rows = duckdb.sql(query).fetchall()
    assert [" | ".join(map(str, row)) for row in rows] == expected_after(query, "--")


@pytest.mark.parametrize("program", blocks("js"))
@pytest.mark.skipif(not shutil.which("node"), reason="needs Node.js")
def test_javascript(program):
    result = subprocess.run(
        ["node", "--input-type=module", "-e", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=README.parent,
    )
    assert result.stdout.splitlines() == expected_after(program, "//"), result.stderr


@pytest.mark.parametrize("program", blocks("r"))
@pytest.mark.skipif(not shutil.which("Rscript"), reason="needs R")
def test_r(program):
    result = subprocess.run(
        ["Rscript", "-e", program], capture_output=True, text=True, check=False, cwd=README.parent
    )
    assert result.stdout.splitlines() == expected_after(program, "#"), result.stderr


def test_every_table_is_listed():
    import kz_bri_data as kbd

    text = README.read_text(encoding="utf-8")
    assert re.findall(r"^\| \[(\w+)\]\(datapackage/README\.md#\1\)", text, re.MULTILINE) == kbd.list_tables()


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", README.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (README.parent / target).exists(), target


def test_covered_years_are_as_said():
    import kz_bri_data as kbd

    def span(table, key, name):
        years = kbd.load(table).query(f"{key} == @name")["year"]
        return int(years.min()), int(years.max())

    for area in ("KAZ", "CHN", "WLD"):
        assert span("population", "area", area) == (1991, 2024)
        assert span("gdp", "area", area) == (1991, 2023)
    for currency in ("CNY", "EUR"):
        assert span("exchange_rates", "currency", currency) == (2000, 2025)
    tenge = kbd.load("exchange_rates").query("currency == 'KZT'")["year"]
    assert list(tenge) == [2000, 2005, *range(2010, 2025)]
    text = " ".join(README.read_text(encoding="utf-8").split())
    assert "population from 1991 to 2024" in text
    assert "gross domestic product from 1991 to 2023" in text
    assert "CNY and EUR from 2000 to 2025, and KZT for 2000, 2005 and from 2010 to 2024" in text


def test_citations_have_the_version():
    import kz_bri_data as kbd

    versions = re.findall(r"Data set, version ([\d.]+\d)", README.read_text(encoding="utf-8"))
    assert versions == [kbd.__version__] * 2


def test_in_another_project(tmp_path):
    """The steps of the workflow that are ours, and the test that it runs."""
    yaml = pytest.importorskip("yaml")
    (workflow,), (test,) = blocks("yaml"), blocks("py")
    (tmp_path / "data").mkdir()
    shutil.copy(loaders.csv_file("observations"), tmp_path / "data")
    name = re.match(r"# (\w+\.py)\n", test)[1]
    (tmp_path / name).write_text(test)
    steps = [step["run"] for step in yaml.safe_load(workflow)["jobs"]["data"]["steps"] if "run" in step]
    install, *checks = steps
    assert install.startswith("pip install kz-bri-data")
    assert len(checks) == 2
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for broken in (False, True):
        if broken:
            csv = tmp_path / "data" / "observations.csv"
            csv.write_text(csv.read_text(encoding="utf-8").replace(",stated,", ",state,"), encoding="utf-8")
        for check in checks:
            result = subprocess.run(
                check,
                shell=True,
                capture_output=True,
                check=False,
                cwd=tmp_path,
                env={**os.environ, "PATH": path},
            )
            assert (result.returncode != 0) == broken, result.stdout[-2000:]
