"""The examples of README and docs/ are run: what they show as output is what they print."""

import contextlib
import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import kz_bri_data as kbd
from kz_bri_data._catalogue import installed

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
# Pages that only the web site has; tests/site follows their links.
OF_THE_SITE = {DOCS / f"{name}.md" for name in ("changelog", "check", "contribute", "index", "library")}
# What is rendered has tests of its own.
PAGES = [README, *sorted(set(DOCS.glob("*.md")) - {DOCS / "rules.md"} - OF_THE_SITE)]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def text_of(page):
    return page.read_text(encoding="utf-8")


def blocks(language, pages=PAGES):
    return [text for page in pages for name, text in BLOCK.findall(text_of(page)) if name == language]


def expected_after(text, mark):
    """What a block shows below its code: the lines of comment that begin with the mark and `=>`."""
    start = f"{mark} => "
    return [line.removeprefix(start).strip() for line in text.splitlines() if line.startswith(start)]


@pytest.mark.parametrize(
    "page", [page for page in PAGES if blocks("python", [page])], ids=lambda page: page.stem
)
def test_python_examples(page):
    examples = "\n".join(blocks("python", [page]))
    test = doctest.DocTestParser().get_doctest(examples, {}, page.stem, page.name, 0)
    assert test.examples
    results = doctest.DocTestRunner(optionflags=FLAGS).run(test)
    assert results.failed == 0


def commands():
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            yield tuple(part.split("\n", 1))


def at_a_terminal(command):
    """What a terminal of 80 columns shows of a command; within a pipeline it is a pipe that commands see."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    environ = {name: text for name, text in os.environ.items() if name != "COLUMNS"}
    environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environ["PATH"]])
    process = subprocess.Popen(command, shell=True, stdout=theirs, stderr=theirs, cwd=ROOT, env=environ)
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # which is how Linux says that nobody writes any more
        while piece := os.read(ours, 1 << 16):
            shown += piece
    os.close(ours)
    process.wait()
    # A line that says how far a slow command is, and what rubs it out again, leaves nothing on the screen.
    return re.sub(r"(?:^|(?<=\n))(?:[^\n]*\r\x1b\[K)+", "", shown.decode().replace("\r\n", "\n"))


@pytest.mark.parametrize(("command", "expected"), list(commands()), ids=lambda text: text[:40])
def test_commands(command, expected):
    """Exactly as a reader sees it, but for numbers that change with the data."""
    shown = at_a_terminal(command)
    assert doctest.OutputChecker().check_output(expected, shown, doctest.ELLIPSIS), shown


def test_the_terminal_is_one_of_80_columns():
    python = f'"{sys.executable}" -c "import os; print(*os.get_terminal_size(1), os.isatty(1))"'
    assert at_a_terminal(python) == "80 24 True\n"


@pytest.mark.parametrize("query", blocks("sql", [README]))
def test_duckdb_query(query, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(ROOT)
    rows = duckdb.sql(query).fetchall()
    assert [" | ".join(map(str, row)) for row in rows] == expected_after(query, "--")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text_of(page)):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


def test_every_page_is_linked():
    for page in set(DOCS.glob("*.md")) - OF_THE_SITE:
        assert f"(docs/{page.name})" in text_of(README)


def test_readme_is_read_in_one_go():
    assert len(text_of(README).splitlines()) <= 250


def test_covered_years_are_as_said():

    def span(table, key, name):
        years = kbd.load(table).query(f"{key} == @name")["year"]
        assert len(years) == years.max() - years.min() + 1, "without a gap"
        return int(years.min()), int(years.max())

    for area in ("KAZ", "CHN", "WLD"):
        assert span("population", "area", area) == (1960, 2025)
        assert span("gdp", "area", area) == (1990 if area == "KAZ" else 1960, 2025)
    for currency, first in {"CNY": 1960, "EUR": 1999, "KZT": 1994}.items():
        assert span("exchange_rates", "currency", currency) == (first, 2025)
    text = " ".join(text_of(DOCS / "helpers.md").split())
    assert "population from 1960 to 2025" in text
    assert "gross domestic product from 1960, for KAZ from 1990, to 2025" in text
    assert "CNY from 1960, EUR from 1999 and KZT from 1994, all to 2025" in text


def test_in_another_project(tmp_path):
    """The steps of the workflow that are ours, and the test that it runs."""
    yaml = pytest.importorskip("yaml")
    page = [DOCS / "continuous-integration.md"]
    workflow, (test,) = blocks("yaml", page)[0], blocks("py", page)
    (tmp_path / "data").mkdir()
    # Rows with an accepted warning are right beside the table of exceptions alone.
    excepted = tuple(f"{row['row']}," for row in installed().rows("exceptions"))
    lines = Path(installed().csv_file("observations")).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.startswith(excepted))
    (tmp_path / "data" / "observations.csv").write_text(kept, encoding="utf-8", newline="\n")
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
            csv.write_text(
                csv.read_text(encoding="utf-8").replace(",stated,", ",state,", 1), encoding="utf-8"
            )
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
