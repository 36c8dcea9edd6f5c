"""The ways of CONTRIBUTING, walked by a contributor with Russian settings, with the program itself.

A table is opened, a row is typed below it, and it is saved as a workbook, as a spreadsheet of LibreOffice and
as a CSV of the settings. Back it comes by our commands, and nothing but the row has changed, whatever the
program made of numbers and dates when it opened the table.
"""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data._catalogue import installed

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(PROGRAM is None, reason="needs LibreOffice Calc"),
]

# Windows languages, by which the filters of LibreOffice name settings.
RUSSIAN, GERMAN = 1049, 1031
SOURCE = "xinhua-2025-01-04-horgos-record-2024"
# As somebody types it with Russian settings: the day first, a comma before decimals.
NEW = {
    "indicator_id": "goods_exports",
    "ref_area": "KAZ",
    "partner_area": "CHN",
    "period_start": "01.03.2003",
    "period_end": "31.03.2003",
    "period_basis": "stated",
    "value": "1234,5",
    "qualifier": "exact",
    "unit": "USD",
    "status": "actual",
    "source_id": SOURCE,
    "figure_as_printed": "$1,234.5",
    "confidence": "low",
}


AS_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,{},false,true"


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Open a file in the settings of a language, and save it anew."""
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def run(source: Path, to: str, language: int) -> Path:
        folder = source.parent / to.partition(":")[0]
        # In a CSV, a date that it took for one would have a year of two digits.
        takes_dates = str(to != AS_CSV.format(language)).lower()
        opened = f"--infilter=CSV:44,34,76,1,,{language},false,{takes_dates}"
        command = [PROGRAM, f"-env:UserInstallation={profile}", "--headless", opened, "--convert-to", to]
        subprocess.run(
            [*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=300
        )
        return folder / f"{source.stem}.{to.partition(':')[0]}"

    return run


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(kbd.data_dir(), tmp_path / "datapackage")
    return tmp_path / "datapackage" / "data" / "observations.csv"


def with_a_row(path: Path, folder: Path) -> Path:
    """Copy a table, and type a row below it."""
    text = path.read_text(encoding="utf-8")
    header = text.partition("\n")[0].split(",")
    cells = (f'"{cell}"' if "," in cell else cell for cell in (NEW.get(name, "") for name in header))
    copy = folder / path.name
    copy.write_text(f"{text}{','.join(cells)}\n", encoding="utf-8")
    return copy


def changes(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in set(new)], [line for line in new if line not in set(old)]


@pytest.mark.parametrize(
    ("to", "language"),
    [("xlsx", RUSSIAN), ("ods", RUSSIAN), (AS_CSV, RUSSIAN), ("xlsx", GERMAN)],
    ids=["xlsx", "ods", "csv", "xlsx-german"],
)
def test_a_table_comes_back_as_it_was_but_for_the_new_row(to, language, convert, package, tmp_path, capsys):
    before = package.read_text(encoding="utf-8")
    saved = convert(with_a_row(package, tmp_path), to.format(language), language)
    assert cli.main(["import", str(saved), "datapackage"]) == 0, capsys.readouterr()
    gone, come = changes(before, package.read_text(encoding="utf-8"))
    assert gone == []
    assert [line.partition(",")[0] for line in come] == [f"{SOURCE}/goods-exports-2003-03"]
    assert ",2003-03-01,2003-03-31,stated,,1234.5,1234.5,1234.5," in come[0]
    assert '"$1,234.5"' in come[0]


def test_the_table_itself_saved_with_semicolons_is_fixed(convert, package, tmp_path, capsys):
    before = package.read_text(encoding="utf-8")
    units = package.with_name("units.csv")
    shutil.copy(convert(Path(shutil.copy(units, tmp_path)), AS_CSV.format(RUSSIAN), RUSSIAN), units)
    assert units.read_text(encoding="utf-8").startswith("unit;")
    assert cli.main(["fix", "datapackage"]) == 0, capsys.readouterr()
    assert units.read_bytes() == (kbd.data_dir() / "data" / "units.csv").read_bytes()
    assert package.read_text(encoding="utf-8") == before


def test_a_template_that_is_filled_in_there_comes_back(convert, package, tmp_path, capsys):
    openpyxl = pytest.importorskip("openpyxl")
    assert cli.main(["template", "observations", "observations.xlsx", "--lang", "ru"]) == 0
    workbook = openpyxl.load_workbook("observations.xlsx")
    columns = [column.name for column in kbd.describe("observations").columns]
    typed = NEW | {"period_start": "2003-03-01", "period_end": "2003-03-31", "value": "1234.5"}
    for number, name in enumerate(columns, start=1):
        workbook["observations"].cell(2, number).value = typed.get(name, "")
    workbook.save("observations.xlsx")
    saved = convert(tmp_path / "observations.xlsx", "ods", RUSSIAN)
    assert cli.main(["import", str(saved), "datapackage"]) == 0, capsys.readouterr()
    assert f"{SOURCE}/goods-exports-2003-03," in package.read_text(encoding="utf-8")


def test_an_exported_workbook_opens_with_every_script_intact(convert, tmp_path):
    pytest.importorskip("openpyxl")
    (workbook,) = kbd.export("xlsx", tmp_path)
    # Every sheet as a CSV of its own, each cell as it is shown, dates and numbers as they are.
    convert(
        workbook, "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1", 1033
    )
    for table in ("labels", "entity_names", "exchange_rates", "events"):
        with (tmp_path / "csv" / f"kz-bri-data-{table}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        numbers = [one.name for one in kbd.describe(table).columns if one.type == "number"]
        expected = list(installed().rows(table))
        for row in [*found, *expected]:
            row |= {name: float(row[name]) if row[name] else None for name in numbers}
        assert found == expected
