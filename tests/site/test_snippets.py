"""What a page of an indicator says to type is typed, beside the files of the site, and gives its rows."""

import csv
import json
import shutil
import subprocess
import warnings
from html import unescape
from pathlib import Path
from re import DOTALL, findall

import pytest

import kz_bri_data as kbd

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def snippets(site) -> dict[str, dict[str, str]]:
    """Give the snippets of each indicator by their languages."""
    pattern = '<pre[^>]* data-snippet="([a-z]+)"><code>(.*?)</code></pre>'
    found = {
        path.stem: {name: unescape(text) for name, text in findall(pattern, path.read_text("utf-8"), DOTALL)}
        for path in sorted((site / "indicators").glob("*.html"))
        if path.stem != "index"
    }
    assert len(found) > 100
    assert {tuple(one) for one in found.values()} == {("python", "r", "sql", "js")}
    return found


@pytest.fixture(scope="module")
def expected(site, snippets) -> dict[str, list[str]]:
    """Give the values that the snippets of each indicator are to find."""
    found = {}
    for name, texts in snippets.items():
        with (site / "indicators" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if repr(row["series_id"])[1:-1] in texts["sql"]]
        assert rows
        found[name] = [row["value"] for row in rows]
    return found


def numbers(values: object) -> list[float | None]:
    return [float(one) if one not in ("", None, "NA") else None for one in values]


def test_python(snippets, expected):
    for name, texts in snippets.items():
        given: dict[str, object] = {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", kbd.errors.ConflictWarning)
            exec(texts["python"], given)
        values = numbers(None if one != one else one for one in given["rows"]["value"])
        assert values, name
        assert set(values) <= set(numbers(expected[name])), name


def test_duckdb(site, snippets, expected, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(site / "indicators")
    for name, texts in snippets.items():
        rows = duckdb.sql(texts["sql"].rstrip(";")).fetchall()
        assert numbers(row[1] for row in rows) == numbers(expected[name]), name


def run(tool: str, script: str, text: str, folder: Path) -> dict[str, list[object]]:
    """Run a script that prints the values of each indicator as JSON."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not there")
    Path(script).write_text(text, encoding="utf-8")
    done = subprocess.run([tool, script], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_r(site, snippets, expected, tmp_path):
    lines = ["all <- c()"]
    for name, texts in snippets.items():
        values = 'paste(ifelse(is.na(rows$value), "null", sprintf("%.17g", rows$value)), collapse = ", ")'
        lines += [texts["r"], f"""all <- c(all, paste0('"{name}": [', {values}, "]"))"""]
    lines.append("""cat("{", paste(all, collapse = ", "), "}")""")
    found = run("Rscript", str(tmp_path / "all.R"), "\n".join(lines), site / "indicators")
    assert {name: numbers(one) for name, one in found.items()} == {
        name: numbers(one) for name, one in expected.items()
    }


def test_javascript(site, snippets, expected, tmp_path):
    first, lines = "", ["const found = {};"]
    for name, texts in snippets.items():
        first, _, rest = texts["js"].partition("\n")
        lines += ["{", rest, f'found["{name}"] = rows.map((row) => row.value);', "}"]
    text = "\n".join([first, *lines, "console.log(JSON.stringify(found));"])
    found = run("node", str(tmp_path / "all.mjs"), text, site / "indicators")
    assert found == {name: numbers(one) for name, one in expected.items()}
