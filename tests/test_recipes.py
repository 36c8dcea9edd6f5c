"""The recipes of CONTRIBUTING, followed on a copy of the checkout: what they say is enough, and needed."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("datapackage", "docs", "schemas", "src", "tests", "README.md", "CONTRIBUTING.md", "CITATION.cff")

TARIFFS = '''

class Tariffs(
    Table,
    name="tariffs",
    title="Tariffs",
    key=["area", "year"],
    rules=[
        rule(
            "bound-is-higher",
            "give a bound rate that is not below the applied one",
            then=["applied <= bound"],
            text=CodeText(
                "The applied rate is above the bound one.",
                "A bound rate is the highest that may be applied.",
                "`KAZ,2024,7.5,6.5`",
                "`KAZ,2024,5.5,6.5`",
            ),
        ),
    ],
):
    """One row per area and year: average tariff rates."""

    area: str = column("Area", "Country or group.", example="KAZ", references=Areas)
    year: pd.Int64Dtype = column("Year", "Calendar year.", example="2024", ge=1900, le=2100)
    applied: float = column("Applied rate", "Average rate applied.", example="5.5", unit="percent", ge=0)
    bound: float = column("Bound rate", "Average rate bound.", example="6.5", unit="percent", ge=0)
'''
NOTE = '    note: str = column("Note", "What is to be known.", example="Revised.", required=False)\n'

HELPER = '''"""Doubling, which nobody needs."""

from typing import Any

import narwhals.stable.v2 as nw


def double(frame: Any) -> Any:
    """Double every value.

    Examples
    --------
    >>> import pandas as pd
    >>> double(pd.DataFrame({"value": [1.0]}))["value"].tolist()
    [2.0]
    """
    return nw.from_native(frame).with_columns(nw.col("value") * 2).to_native()
'''


def copy_of_the_checkout(folder):
    for name in (*PARTS, "pyproject.toml"):
        if (ROOT / name).is_dir():
            # With what is compiled, or every copy would be compiled anew.
            shutil.copytree(ROOT / name, folder / name)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, folder)
    return folder


def run(checkout, *words):
    """Run a command of Python on the copy, and give what it prints; it must pass."""
    result = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout / "src"), "PYTEST_XDIST_WORKER": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-4000:]
    return result.stdout


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add_lines(path, *lines):
    with path.open("a", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in lines)


def add_column(path, name):
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[*header, name], *([*row, ""] for row in rows)])


@pytest.fixture
def checkout(tmp_path):
    if not (ROOT / "CONTRIBUTING.md").exists():
        pytest.skip("needs the checkout")
    return copy_of_the_checkout(tmp_path)


def test_a_table_a_column_and_a_rule(checkout):
    economy = checkout / "src" / "kz_bri_data" / "schemas" / "economy.py"
    # Add a table: a class and its CSV.
    edit(
        economy,
        "from kz_bri_data._table import Table, column\n",
        "from kz_bri_data._rules import CodeText\nfrom kz_bri_data._table import Table, column, rule\n",
    )
    add_lines(economy, TARIFFS.rstrip("\n"))
    add_lines(
        checkout / "datapackage" / "data" / "tariffs.csv", "area,year,applied,bound", "KAZ,2024,5.5,6.5"
    )
    # Add a rule, which the table has: a bad file, and the words in which it is rejected.
    bad = checkout / "tests" / "bad" / "tariffs-bound-is-higher.csv"
    add_lines(bad, "area,year,applied,bound", "KAZ,2024,7.5,6.5")
    add_lines(
        bad.with_suffix(".txt"),
        'tariffs.csv:2:3: applied is "7.5", bound is "6.5"; give a bound rate that is not below the '
        "applied one [bound-is-higher]",
        "1 problem in 1 of 1 file",
    )
    # Add a column: a line, and its cells in every CSV of the table.
    edit(economy, "    gdp_usd: float = column(\n", f"{NOTE}    gdp_usd: float = column(\n")
    edit(economy, NOTE, "")
    text = economy.read_text(encoding="utf-8")
    before, after = text.split("class GdpConstant(")
    economy.write_text(before.rstrip("\n") + "\n" + NOTE + "\n\nclass GdpConstant(" + after, encoding="utf-8")
    add_column(checkout / "datapackage" / "data" / "gdp.csv", "note")
    for path in [checkout / "tests" / "good" / "gdp.csv", *(checkout / "tests" / "bad").glob("gdp-*.csv")]:
        add_column(path, "note")

    # What they are called.
    called = {"tariffs": "Tariffs|Тарифы|Тарифтер|关税"} | {
        "tariffs.area": "Area|Территория|Аумақ|地区",
        "tariffs.year": "Year|Год|Жыл|年份",
        "tariffs.applied": "Applied rate|Действующая ставка|Қолданыстағы мөлшерлеме|适用税率",
        "tariffs.bound": "Bound rate|Связанная ставка|Байланған мөлшерлеме|约束税率",
        "gdp.note": "Note|Примечание|Ескертпе|备注",
    }
    labels = checkout / "datapackage" / "data" / "labels.csv"
    for name, texts in called.items():
        kind = "column" if "." in name else "table"
        rows = zip(("en", "ru", "kk", "zh"), texts.split("|"), strict=True)
        add_lines(labels, *(f"{kind},{name},{language},{text},no" for language, text in rows))

    built = run(checkout, "kz_bri_data", "build")
    assert "labels.csv: fixed: order" in run(checkout, "kz_bri_data", "fix", "datapackage")
    assert "wrote schemas/tariffs.json" in built
    assert "wrote schemas/gdp.json" in built
    for page, words in {
        "README.md": "| [tariffs](datapackage/README.md#tariffs) | area and year: average tariff rates |",
        "docs/rules.md": "`bound-is-higher` | The applied rate is above the bound one.",
        "src/kz_bri_data/_names.py": '"tariffs"',
        "datapackage/README.md": "| `note` | string |  | What is to be known. | `Revised.` |",
    }.items():
        assert words in (checkout / page).read_text(encoding="utf-8"), page
    assert run(checkout, "kz_bri_data", "validate", "datapackage").startswith("no problems in ")
    wanted = "tariffs or gdp or drift or every_code or explained or row_rules or listed or order or names"
    tests = ("build", "schemas", "labels", "validation", "loaders", "readme")
    run(
        checkout,
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-k",
        wanted,
        *(f"tests/test_{name}.py" for name in tests),
    )


def test_a_helper(checkout):
    source = checkout / "src" / "kz_bri_data"
    (source / "helpers" / "doubling.py").write_text(HELPER, encoding="utf-8")
    edit(
        source / "helpers" / "__init__.py",
        "from kz_bri_data.helpers.indexes",
        "from kz_bri_data.helpers.doubling import double\nfrom kz_bri_data.helpers.indexes",
    )
    edit(source / "helpers" / "__init__.py", '    "growth",\n', '    "double",\n    "growth",\n')
    face = source / "__init__.py"
    edit(face, '    "growth": "helpers",\n', '    "double": "helpers",\n    "growth": "helpers",\n')
    run(checkout, "kz_bri_data", "build")
    wanted = "doubling or helpers or one_way or heavy or face or names or error"
    tests = "src/kz_bri_data/helpers/doubling.py", "tests/test_imports.py"
    found = run(checkout, "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", wanted, *tests, "-rA")
    assert "helpers/doubling.py::kz_bri_data.helpers.doubling.double" in found


def test_a_row_with_its_source(checkout):
    data = checkout / "datapackage" / "data"
    with (data / "observations.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    row = dict(
        zip(
            header,
            next(one for one in rows if one[0] == "liu-belt-and-road/uranium-world-share"),
            strict=True,
        )
    )
    row |= {"observation_id": "", "source_id": "new-agency-2025-uranium", "locator": "sentence 1"}
    with (data / "observations.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(row.values())
    with (data / "sources.csv").open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    source = {
        "source_id": "new-agency-2025-uranium",
        "kind": "news",
        "title": "Uranium of the world",
        "url": "https://agency.example/uranium",
        "published": "2025-06",
        "language": "en",
    }
    with (data / "sources.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(source.get(name, "") for name in names)
    fixed = run(checkout, "kz_bri_data", "fix", "datapackage")
    assert "new-agency-2025-uranium/" in fixed
    assert run(checkout, "kz_bri_data", "validate", "datapackage").startswith("no problems in ")


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def add_row(path, **cells):
    """Add a line to a table, with the cells that are given."""
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(cells.get(name, "") for name in header)


def test_a_basis_a_definition_a_breakdown_and_a_dimension(checkout):
    """Rows of tables, and no code."""
    data = checkout / "datapackage" / "data"
    add_row(
        data / "bases.csv",
        **{"basis": "noise_office", "name": "Noise office", "kind": "national", "area": "KAZ"},
        definition="Measurements at the roadside by the office itself.",
    )
    add_row(data / "definitions.csv", definition="by_day", name="By day", description="From 7 to 23 hours.")
    add_row(data / "breakdowns.csv", breakdown="freight_trains", name="Freight trains", definition="Of them.")
    add_row(data / "dimensions.csv", dimension="loudness", name="Loudness", description="How loud it is.")
    add_row(data / "units.csv", unit="dB", name="decibels", dimension="loudness", factor="1")
    add_row(
        data / "indicators.csv",
        **{"indicator_id": "railway_noise", "name": "Noise of railways", "sector": "transport"},
        **{"definition": "Mean level at 25 metres.", "dimension": "loudness", "measure": "stock"},
    )
    row = next(one for one in rows_of(data / "observations.csv") if one["period_basis"] == "stated")
    row |= {
        **{"observation_id": "", "indicator_id": "railway_noise", "unit": "dB", "resolution": ""},
        **{"basis": "noise_office", "definition": "by_day", "breakdown": "freight_trains"},
        **{"ref_area": "KAZ", "partner_area": "", "entity_id": "", "counted_from": "", "status": "actual"},
        **{"period_start": "2020-01-01", "period_end": "2020-12-31", "qualifier": "exact"},
        **dict.fromkeys(("value", "value_low", "value_high"), "71.5"),
        "figure_as_printed": "71.5 dB",
    }
    add_row(data / "observations.csv", **row)
    fixed = run(checkout, "kz_bri_data", "fix", "datapackage")
    assert f"{row['source_id']}/railway-noise-freight-trains-by-day-2020,railway_noise,KAZ" in fixed
    assert ",71.5,71.5,71.5,0.1,exact,dB," in fixed
    run(checkout, "kz_bri_data", "validate", "datapackage", "--strict")
    run(checkout, "kz_bri_data", "build", "--check")
    shown = run(checkout, "kz_bri_data", "series", "railway_noise", "--package", "datapackage")
    assert "71.5" in shown


def test_an_accepted_warning(checkout):
    data = checkout / "datapackage" / "data"
    row = next(one for one in rows_of(data / "observations.csv") if one["resolution"] == "1000")
    text = (data / "observations.csv").read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if one.startswith(f"{row['observation_id']},"))
    numbers = ",".join(row[name] for name in ("value", "value_low", "value_high"))
    edit(data / "observations.csv", line, line.replace(f"{numbers},1000,", f"{numbers},1,"))
    command = [sys.executable, "-m", "kz_bri_data", "validate", str(checkout / "datapackage"), "--strict"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "[resolution]" in result.stdout
    add_row(
        data / "exceptions.csv",
        **{"table": "observations", "row": row["observation_id"], "code": "resolution"},
        reason="The table beside it has every train.",
    )
    run(checkout, "kz_bri_data", "fix", "datapackage")
    accepted = run(checkout, "kz_bri_data", "validate", "datapackage", "--strict")
    assert accepted.startswith("no problems in ")
    warnings = len(rows_of(data / "exceptions.csv"))
    assert accepted.endswith(f"; {warnings} warning{'s' if warnings > 1 else ''} accepted\n")
