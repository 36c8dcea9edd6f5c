"""The recipes for other tools, run in these tools: each prints what the page shows.

`make recipes` installs what pip and npm have, and fails where a tool is not there; else what is missing is
skipped.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kz_bri_data.descriptor.recipes import recipes

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "recipes"
PAGE = (ROOT / "docs" / "other-tools.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
PATH = os.pathsep.join([str(BIN), os.environ["PATH"]])
ALL = "ALL_RECIPES" in os.environ
# LibreOffice takes seconds to start.
SLOW = {"names.sh": pytest.mark.libreoffice}


def is_there(tool):
    return shutil.which(tool, path=PATH) is not None


def module_is_there(name):
    return importlib.util.find_spec(name) is not None


THERE = {
    "check.py": lambda: True,
    "claims.sql": lambda: is_there("duckdb"),
    "exports.R": lambda: is_there("Rscript"),
    "loans.py": lambda: module_is_there("pyspark") and is_there("java"),
    "mirror.py": lambda: module_is_there("polars"),
    "names.sh": lambda: is_there("soffice"),
    "targets.mjs": lambda: is_there("node") and (ROOT / "docs/node_modules/csv-parse").exists(),
    "verdicts.py": lambda: module_is_there("frictionless"),
}


def run(command, folder=ROOT):
    return subprocess.run(
        command,
        shell=True,
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env={**os.environ, "PATH": PATH, "PYTHONUTF8": "1"},
    )


@pytest.mark.parametrize("name", [pytest.param(name, marks=SLOW.get(name, ())) for name in THERE])
def test_a_recipe_prints_what_the_page_shows(name):
    if not ALL and not THERE[name]():
        pytest.skip(f"{name}: its tool is not there; `make recipes` says what to install")
    path = FOLDER / name
    command = re.search(r"^\W*Run: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)[1]
    result = run(command)
    expected = path.with_suffix(".out").read_text(encoding="utf-8")
    assert result.stdout == expected, result.stderr
    assert result.returncode == 0, result.stderr


def test_every_recipe_is_run_and_says_what_it_prints():
    assert set(recipes(FOLDER)) == set(THERE)
    outputs = {Path(name).with_suffix(".out").name for name in THERE}
    assert {path.name for path in FOLDER.iterdir()} == set(THERE) | outputs


def test_recipes_are_short():
    for name in THERE:
        lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 35, name
        assert max(map(len, lines)) <= 110, name


@pytest.mark.parametrize(
    ("rows", "status"), [("KAZ,2023,20330104,x\n", 0), ("KAZ,2023,1,x\nKAZ,2023,2,x\n", 1)]
)
def test_the_job_for_gitlab_fails_where_the_file_is_wrong(tmp_path, rows, status):
    yaml = pytest.importorskip("yaml")
    (job,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    install, check = yaml.safe_load(job)["data"]["script"]
    assert install == "pip install kz-bri-data"
    shutil.copy(FOLDER / "check.py", tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data/population.csv").write_text(f"area,year,persons,source_id\n{rows}", encoding="utf-8")
    result = run(check, tmp_path)
    assert result.returncode == status, result.stdout + result.stderr
