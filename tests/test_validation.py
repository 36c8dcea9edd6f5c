"""The validator accepts what is right, and says of what is wrong exactly what, where and how to mend it."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from kz_bri_data import cli, loaders
from kz_bri_data.errors import CannotRunError, UnknownNameError
from kz_bri_data.validation import engines, render_text, validate
from kz_bri_data.validation.codes import CODES
from kz_bri_data.validation.figures import gives
from kz_bri_data.validation.nearest import Nearest

HERE = Path(__file__).parent
GOOD = HERE / "good"
BAD = sorted(path for path in (HERE / "bad").iterdir() if path.suffix != ".txt")

ROW_RULES = {
    rule["name"]
    for resource in loaders.descriptor()["resources"]
    for rule in resource["schema"].get("kzbri:rowRules", [])
}
ALL_CODES = {*CODES, *ROW_RULES}


def code_of(bad: Path) -> str:
    """Code of a bad file, named table-code or table-code-what."""
    name = bad.stem.partition("-")[2]
    return max((code for code in ALL_CODES if f"{name}-".startswith(f"{code}-")), key=len)


def validate_among_good(bad: Path, folder: Path) -> str:
    """Put a bad file among good ones in the current folder, and tell what the validator prints."""
    name = bad.name.partition("-")[0]
    if name == "datapackage":
        (folder / "data").mkdir()
        shutil.copy(GOOD / "areas.csv", folder / "data")
        shutil.copy(bad, folder / "datapackage.json")
        return render_text(validate("."))
    for path in GOOD.glob("*.csv"):
        shutil.copy(path, folder)
    shutil.copy(bad, folder / f"{name}.csv")
    return render_text(validate(f"{name}.csv"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder, in which we are."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def package(folder):
    """A package of good files, in whose folder we are."""
    shutil.copytree(GOOD, folder / "data")
    shutil.copy(loaders.data_dir() / "datapackage.json", folder)
    return folder


def problems(*paths, **options):
    return render_text(validate(*paths, **options)).splitlines()


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.name)
def test_bad_file_is_rejected_in_exactly_these_words(bad, folder):
    expected = bad.with_suffix(".txt").read_text(encoding="utf-8")
    assert validate_among_good(bad, folder) + "\n" == expected
    assert f" [{code_of(bad)}]\n" in expected


def test_every_code_has_a_bad_file():
    # A file of its megabyte would be a burden, and the other takes two files: made where they are tested.
    assert {code_of(bad) for bad in BAD} == ALL_CODES - {"row-too-long", "reference-unread"}


def test_good_package_is_valid(package):
    report = validate(".")
    files = len(list(GOOD.iterdir()))
    assert render_text(report).startswith(f"no problems in {files + 1} files, ")
    assert report.valid
    assert report.counts == {}


def test_what_ships_is_valid():
    assert validate(loaders.data_dir()).valid


def test_descriptor_stands_for_its_folder(package):
    assert validate("datapackage.json") == validate(".")


def test_references_lead_to_the_files_beside(folder):
    shutil.copy(GOOD / "events.csv", folder)
    shutil.copy(GOOD / "entities.csv", folder)
    first, *_ = problems("events.csv")
    assert first == (
        'events.csv:2:8: source_id: "rail-2025" is not in sources.csv; take one that is there, or '
        "add the source there first [reference]"
    )
    shutil.copy(GOOD / "sources.csv", folder)
    assert validate("events.csv").valid


# Each loses rows of areas.csv, and all else that it spoils is told in so many problems.
LOSSES = {
    "a short row": ("KAZ,Kazakhstan,country", "KAZ,Kazakhstan", {"row-short": 1}),
    "a stray quote": ("KAZ,Kazakhstan,country", 'KAZ,"Kaz"akhstan,country', {"quote-stray": 1}),
    "no key": ("area,name", "code,name", {"column-missing": 1, "column-extra": 1}),
    "semicolons": (",", ";", {"column-missing": 1}),
    "a title above": ("area,name,kind\n", "Areas\narea,name,kind\n", {"column-missing": 1}),
}


@pytest.mark.parametrize("beside", [False, True], ids=["checked", "beside"])
@pytest.mark.parametrize("large", [False, True], ids=["plain", "fast"])
@pytest.mark.parametrize("loss", LOSSES)
def test_a_row_that_was_lost_is_told_once_where_others_point_to_it(package, monkeypatch, loss, large, beside):
    if large:
        pytest.importorskip("polars")
        monkeypatch.setattr(engines, "LARGE", 0)
    before, after, counts = LOSSES[loss]
    areas = Path("data/areas.csv")
    areas.write_text(areas.read_text().replace(before, after))
    pointing = ["entities", "gdp", "observations", "places", "population"]
    if "KAZ" in before:  # of which alone the row is lost
        pointing = [name for name in pointing if "KAZ" in Path(f"data/{name}.csv").read_text()]
    report = validate(*(f"data/{name}.csv" for name in pointing)) if beside else validate(".")
    assert report.counts == {"reference-unread": len(pointing)} | ({} if beside else counts)
    assert report.problems[-1].hint == "mend areas.csv first; there may be more like this"


def test_an_empty_table_is_one_of_which_rows_are_lost(package):
    Path("data/areas.csv").write_text("")
    assert validate(".").counts == {"file-empty": 1, "reference-unread": 5}


def test_a_table_without_rows_lacks_none(package):
    Path("data/areas.csv").write_text("area,name,kind\n")
    assert set(validate(".").counts) == {"reference"}


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_other_marks_than_commas_are_named_once(folder, mark, name):
    text = (GOOD / "observations.csv").read_text().replace(",", mark)
    for head in ("", f"sep={mark}\n"):
        (folder / "observations.csv").write_text(head + text)
        assert problems("observations.csv") == [
            f"observations.csv:1:1: the columns are divided by {name}, not by commas; "
            "save it anew, separated by commas (CSV UTF-8) [column-missing]",
            "1 problem in 1 of 1 file",
        ]


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("48.000", "write 48000 if the point divides thousands, 48 if it stands before decimals"),
        ("3,145", "write 3145 if the comma divides thousands, 3.145 if it stands before decimals"),
        ("0,125", "write 0.125"),
        ("2.21E+10", "write all the digits that the source prints"),
        ("1 234,5", "write 1234.5"),
    ],
)
def test_a_hint_never_guesses_what_a_number_means(folder, cell, hint):
    text = (GOOD / "observations.csv").read_text().replace("39,39,39,1,exact", f'"{cell}",39,39,1,exact')
    (folder / "observations.csv").write_text(text)
    assert [one.hint for one in validate("observations.csv").problems if one.cell == cell] == [hint]


@pytest.mark.parametrize(("cell", "hint"), [("20,592", "write 20592"), ("20.592", "write 20592")])
def test_a_whole_number_has_no_decimals(folder, cell, hint):
    (folder / "population.csv").write_text(
        f'area,year,persons,source_id\nKAZ,2024,"{cell}",liu-belt-and-road\n'
    )
    assert [one.hint for one in validate("population.csv").problems if one.cell == cell] == [hint]


def test_another_number_is_another_thing():
    sources = Nearest([("nbk-2023-05-30-payment-cards",) * 2, ("USD_2021",) * 2, ("day",) * 2])
    for text in ("nbk-2024-05-30-payment-cards", "USD_2022", "t/day"):
        assert sources.find(text) is None
    assert sources.find("nbk-2023-05-30-payment-card") == "nbk-2023-05-30-payment-cards"


def test_references_lead_to_what_ships_where_nothing_is_beside(folder):
    (folder / "mine.csv").write_text("area,year,persons,source_id\nKAZ,2024,20592571,liu-belt-and-road\n")
    assert validate("mine.csv", table="population").valid


def test_all_are_counted_and_the_first_are_kept(folder):
    rows = "".join(f"K{number},Nowhere,country\n" for number in range(12_000))
    (folder / "areas.csv").write_text("area,name,kind\n" + rows)
    report = validate("areas.csv")
    assert report.counts["pattern"] == 12_000
    assert len(report.problems) == 10_000
    assert render_text(report).endswith("12,001 problems in 1 of 1 file, the first 10,000 shown")


def named(package, path):
    """Let the descriptor name another path for areas."""
    descriptor = json.loads((package / "datapackage.json").read_text())
    descriptor["resources"][0]["path"] = path
    (package / "datapackage.json").write_text(json.dumps(descriptor))


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("data/\ud800.csv", r'the path "data/\ud800.csv" is no name of a file; '),
        ("data/\0.csv", r'the path "data/\x00.csv" is no name of a file; '),
        ("data/\udc80.csv", r'"data/\x80.csv" is not there; '),
        (f"data/{'x' * 300}.csv", f'"data/{"x" * 55}…" is not there; '),
        (f"data{'/x' * 5000}.csv", f'"data{"/x" * 28}…" is not there; '),
    ],
)
def test_paths_that_no_file_can_have(path, message, package):
    """They are told, and the rest is judged."""
    named(package, path)
    gdp = package / "data" / "gdp.csv"
    gdp.write_text(gdp.read_text().replace("KAZ,2024", "XYZ,2024"))
    lines = problems(".")
    assert any(line.startswith("datapackage.json:") and f": {message}" in line for line in lines)
    assert any(line.startswith("data/gdp.csv:") for line in lines)


@pytest.mark.parametrize("path", [None, 7, [], ["data/areas.csv"], {}])
def test_a_table_has_a_path(path, package):
    named(package, path)
    lines = problems(".")
    assert re.fullmatch(
        r"datapackage\.json:\d+:1: the resource areas has no path, or several; "
        r'write "path": "data/areas\.csv" \[descriptor\]',
        lines[0],
    )


@pytest.mark.parametrize(
    ("key", "value", "in_another"),
    [
        ("dialect", {"delimiter": ";"}, True),
        ("dialect", {"header": False}, True),
        ("dialect", {"delimiter": ",", "lineTerminator": "\n"}, False),
        ("encoding", "utf-16", True),
        ("encoding", None, True),
        ("encoding", "UTF-8", False),
        ("format", "tsv", False),
        ("mediatype", "text/tab-separated-values", False),
        ("profile", "data-resource", False),
        ("type", "file", False),
        ("compression", "gz", False),
        ("x\n\x1b" * 1000, 1, False),
    ],
)
def test_drift_of_what_says_how_to_read(key, value, in_another, package):
    """Of our own package all is rendered; of another project's only a contradiction counts."""
    content = json.loads((package / "datapackage.json").read_text())
    content["resources"][0][key] = value
    for name, drifts in ((content["name"], True), ("another", in_another)):
        (package / "datapackage.json").write_text(json.dumps({**content, "name": name}))
        report = validate(".")
        assert report.counts == ({"drift": 1} if drifts else {})
        assert all(len(one.message) < 200 for one in report.problems)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_json_is_utf_8(encoding, package):
    path = package / "datapackage.json"
    path.write_bytes(path.read_text().encode(encoding))
    assert validate(".").counts == {"descriptor": 1}


def test_row_beyond_all_measure(folder):
    text = (GOOD / "areas.csv").read_text()
    (folder / "areas.csv").write_text(text.replace("China", "China" * 300_000))
    assert problems("areas.csv")[0] == (
        "areas.csv:2:1: the row has more than 1,048,576 bytes; "
        "is a line break or a quote missing? [row-too-long]"
    )


def test_row_of_too_many_bytes_is_not_taken_for_its_beginning(folder, capsys):
    header, row, *_ = (GOOD / "sources.csv").read_text(encoding="utf-8").splitlines()
    sources = folder / "sources.csv"
    sources.write_text(f"{header}\n{row.rpartition(',')[0]},{'я' * 700_000}\n", encoding="utf-8")
    before = sources.read_bytes()
    assert problems("sources.csv")[0].endswith("[row-too-long]")
    assert cli.main(["fix", "sources.csv"]) == 1
    assert "left as it is; mend that line first" in capsys.readouterr().out
    assert sources.read_bytes() == before


def test_lines_are_physical(folder):
    text = (GOOD / "sources.csv").read_text(encoding="utf-8")
    (folder / "sources.csv").write_text(text + "x-2025,news,X,,,,,,english,,\n", encoding="utf-8")
    assert problems("sources.csv")[0].startswith('sources.csv:5:9: language: "english"')


def test_rows_after_an_unclosed_quote_are_still_judged(folder):
    text = (GOOD / "areas.csv").read_text()
    (folder / "areas.csv").write_text(text.replace(",China", ',"China').replace("WLD", "World"))
    lines = problems("areas.csv")
    assert [line.split()[0] for line in lines[:-1]] == ["areas.csv:2:2:", "areas.csv:4:1:"]


def test_what_cannot_run_says_so(folder):
    (folder / "notes.csv").write_text("a\n")
    with pytest.raises(CannotRunError, match=r"nowhere\.csv does not exist"):
        validate("nowhere.csv")
    with pytest.raises(CannotRunError, match=r"holds no datapackage\.json"):
        validate(folder)
    with pytest.raises(CannotRunError, match="not named like a table"):
        validate("notes.csv")
    with pytest.raises(UnknownNameError, match='did you mean "areas"'):
        validate("notes.csv", table="area")


def test_deep_json_is_a_problem(package):
    (package / "datapackage.json").write_text("[" * 1_000_000)
    first, *_ = problems(".")
    assert first.startswith("datapackage.json:1:1: this is not JSON that can be read")


def test_links_are_not_followed(package):
    secret = package.parent / "secret.csv"
    secret.write_text("area,name,kind\nsecret,secret,secret\n")
    (package / "data" / "areas.csv").unlink()
    (package / "data" / "areas.csv").symlink_to(secret)
    text = "\n".join(problems("."))
    assert '"data/areas.csv" is a symbolic link, which may lead anywhere' in text
    assert "secret" not in text


def test_linked_folder_is_not_followed(package):
    (package / "data").rename(package.parent / "elsewhere")
    (package / "data").symlink_to(package.parent / "elsewhere")
    report = validate(".")
    assert report.rows == 0
    assert report.counts == {"path-unsafe": 1 + len(list(GOOD.iterdir()))}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_pipe_does_not_make_us_wait(package):
    (package / "data" / "areas.csv").unlink()
    os.mkfifo(package / "data" / "areas.csv")
    assert '"data/areas.csv" is a folder, a device or a pipe' in problems(".")[0]
    with pytest.raises(CannotRunError, match="not a plain file"):
        validate("data/areas.csv")


def test_terminal_escapes_are_shown_not_sent(folder):
    (folder / "areas.csv").write_text("area,name,kind\n\x1b[31mKAZ,Kazakhstan,country\n")
    assert r'areas.csv:2:1: area: "\x1b[31mKAZ"' in problems("areas.csv")[0]


def rows_of_rules():
    """Code and bad example of each row of docs/rules.md."""
    text = (HERE.parent / "docs" / "rules.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return [(row[0].strip("`"), row[-2], row[-1]) for row in rows]


def test_every_code_is_documented_once():
    assert sorted(code for code, _, _ in rows_of_rules()) == sorted(ALL_CODES)


@pytest.mark.parametrize(("code", "bad", "good"), rows_of_rules(), ids=lambda text: text[:30])
def test_documented_examples_are_those_of_the_bad_files(code, bad, good):
    texts = [path.read_bytes().decode(errors="replace") for path in BAD if code_of(path) == code]
    example = bad.split("`")[1::2]  # what is in words is not in backticks
    assert good
    assert not example or any(all(piece in text for piece in example) for text in texts)


SCALED = {
    "en": {"6 thousand": 6e3, "41 million": 41e6, "4.4 billion": 4.4e9, "3 trillion": 3e12, "5 bn": 5e9},
    "ru, kk": {"48 тыс.": 48e3, "41 млн": 41e6, "4,4 млрд": 4.4e9, "1,2 трлн": 1.2e12, "3 мың": 3e3},
    "zh": {"5千": 5e3, "2万": 2e4, "5百万": 5e6, "3千万": 3e7, "2.9亿": 2.9e8, "3億": 3e8, "1万亿": 1e12},
    "es, pt": {"3 mil personas": 3e3, "2 milhões": 2e6, "1,5 mil millones": 1.5e9},
    "de, fr, tr": {"8 Mio.": 8e6, "9 milyon": 9e6, "7 Mrd.": 7e9, "2 milliards": 2e9},
}


@pytest.mark.parametrize(
    ("figure", "value"), [pair for language in SCALED.values() for pair in language.items()]
)
def test_scale_words_of_the_languages_of_the_sources(figure, value):
    assert gives(figure, value, 0, "USD")
    assert not gives(figure, value * 10, 0, "USD")
    assert not gives(figure, value / 1000, 0, "USD")
