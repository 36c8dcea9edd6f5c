"""The validator accepts what is right, and says of what is wrong exactly what, where and how to fix it."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

import pytest
from good_package import GOOD

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data._catalogue import installed
from kz_bri_data.differences import difference
from kz_bri_data.errors import CannotRunError, KzBriDataError, UnknownNameError
from kz_bri_data.spreadsheets import read_spreadsheet
from kz_bri_data.validation import render_text, validate
from kz_bri_data.validation.reporting.codes import CODES, WARNINGS
from kz_bri_data.validation.reporting.explanations import explain, explanations
from kz_bri_data.validation.rules import printed
from kz_bri_data.validation.rules.invisible import first_invisible
from kz_bri_data.validation.rules.nearest import Nearest
from kz_bri_data.validation.rules.printed import is_consistent
from kz_bri_data.validation.run import Validator

HERE = Path(__file__).parent
BAD = sorted(path for path in (HERE / "bad").iterdir() if path.suffix != ".txt")

ROW_RULES = {
    rule["name"]
    for resource in installed().descriptor["resources"]
    for kind in ("kzbri:rowRules", "kzbri:backings")
    for rule in resource["schema"].get(kind, [])
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
    shutil.copy(kbd.data_dir() / "datapackage.json", folder)
    return folder


def problems(*paths, **options):
    return render_text(validate(*paths, **options)).splitlines()


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.name)
def test_bad_file_is_rejected_in_exactly_these_words(bad, folder):
    expected = bad.with_suffix(".txt").read_text(encoding="utf-8")
    assert validate_among_good(bad, folder) + "\n" == expected
    assert f" [{code_of(bad)}]\n" in expected


def test_every_code_has_a_bad_file():
    # A file of a megabyte would be a burden, and the others take two files: made where they are tested.
    made_there = {"row-too-long", "reference-unread", "exception-unused", "unused"}
    assert {code_of(bad) for bad in BAD} == ALL_CODES - made_there


def test_good_package_is_valid(package):
    report = validate(".")
    files = len(list(GOOD.iterdir()))
    assert render_text(report).startswith(f"no problems in {files + 1} files, ")
    assert report.valid
    assert report.counts == {}


def test_what_ships_is_valid():
    assert validate(kbd.data_dir()).valid


def test_descriptor_stands_for_its_folder(package):
    assert validate("datapackage.json") == validate(".")


def test_references_lead_to_the_files_beside(folder):
    shutil.copy(GOOD / "events.csv", folder)
    shutil.copy(GOOD / "entities.csv", folder)
    first, *_ = problems("events.csv")
    assert first == (
        'events.csv:2:8: source_id: "rail-2025" is not in sources.csv; take one that is there, or '
        "add the source there first; also on line 3 [reference]"
    )
    shutil.copy(GOOD / "sources.csv", folder)
    assert validate("events.csv").valid


# Each loses rows of areas.csv, and all else that it spoils is told in so many problems.
LOSSES = {
    "a short row": ("KAZ,Kazakhstan,country,", "KAZ,Kazakhstan", {"row-short": 1}),
    "a stray quote": ("KAZ,Kazakhstan,country,", 'KAZ,"Kaz"akhstan,country,', {"quote-stray": 1}),
    "no key": ("area,name", "code,name", {"column-missing": 1, "column-extra": 1}),
    "semicolons": (",", ";", {"separator": 1}),
    "a title above": ("area,name,kind,part_of\n", "Areas\narea,name,kind,part_of\n", {"header-late": 1}),
}


@pytest.mark.parametrize("beside", [False, True], ids=["checked", "beside"])
@pytest.mark.parametrize("engine", ["python", "polars"])
@pytest.mark.parametrize("loss", LOSSES)
def test_a_row_that_was_lost_is_told_once_where_others_point_to_it(package, loss, engine, beside):
    if engine == "polars":
        pytest.importorskip("polars")
    before, after, counts = LOSSES[loss]
    areas = Path("data/areas.csv")
    areas.write_text(areas.read_text().replace(before, after))
    pointing = [
        *("bases", "bounding_boxes", "breaks", "entities", "gdp", "observations", "places", "population"),
        "relayed_counts",
    ]
    if "KAZ" in before:  # of which alone the row is lost
        pointing = [name for name in pointing if "KAZ" in Path(f"data/{name}.csv").read_text()]
    paths = [f"data/{name}.csv" for name in pointing] if beside else ["."]
    report = Validator(paths, engine=engine).report()
    assert report.counts == {"reference-unread": len(pointing)} | ({} if beside else counts)
    assert report.problems[-1].hint == "fix areas.csv first; there may be more like this"


def test_an_empty_table_is_one_of_which_rows_are_lost(package):
    Path("data/areas.csv").write_text("")
    assert validate(".").counts == {"file-empty": 1, "reference-unread": 9}


def test_a_table_without_rows_lacks_none(package):
    Path("data/areas.csv").write_text("area,name,kind,part_of\n")
    assert set(validate(".").counts) == {"reference"}


@pytest.mark.parametrize(
    ("mark", "name", "by"),
    [
        (";", "semicolons", ", as Excel saves them with Russian, Kazakh or German settings"),
        ("\t", "tabs", ""),
        ("|", "bars", ""),
    ],
)
def test_other_marks_than_commas_are_named_once(folder, mark, name, by):
    text = (GOOD / "observations.csv").read_text().replace(",", mark)
    for head in ("", f"sep={mark}\n"):
        (folder / "observations.csv").write_text(head + text)
        assert problems("observations.csv") == [
            f"observations.csv:{2 if head else 1}:1: the columns are divided by {name}, not by commas{by}; "
            "kz-bri-data fix observations.csv writes it as CSV [separator]",
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
    rows = "".join(f"K{number},Nowhere,country,\n" for number in range(12_000))
    (folder / "areas.csv").write_text("area,name,kind,part_of\n" + rows)
    report = validate("areas.csv")
    assert report.counts["pattern"] == 12_000
    assert len(report.problems) == 10_000
    assert render_text(report).endswith("12,000 problems in 1 of 1 file, the first 10,000 shown")


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


def test_drift_of_a_table_that_is_missing_and_of_one_that_nobody_declared(package):
    content = json.loads((package / "datapackage.json").read_text())
    rates = next(one for one in content["resources"] if one["name"] == "exchange_rates")
    rates["name"] = "mine"
    (package / "data" / "exchange_rates.csv").unlink()
    (package / "datapackage.json").write_text(json.dumps(content, indent=2))
    *drifts, last = problems(".")
    assert [re.sub(r":\d+:", ":N:", line) for line in drifts] == [
        'datapackage.json:N:1: the resource "exchange_rates" is missing; run kz-bri-data build [drift]',
        'datapackage.json:N:1: the schemas have no table "mine"; '
        "declare it in the schemas, or delete it [drift]",
    ]
    assert last.startswith("2 problems")
    (package / "datapackage.json").write_text(json.dumps({**content, "name": "another"}))
    assert validate(".").counts == {}, "another project has tables of its own"


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
    assert "not changed; fix that line first" in capsys.readouterr().out
    assert sources.read_bytes() == before


def test_lines_are_physical(folder):
    text = (GOOD / "sources.csv").read_text(encoding="utf-8")
    (folder / "sources.csv").write_text(text + "x-2025,news,X,,,,,,,,,english,,\n", encoding="utf-8")
    assert problems("sources.csv")[0].startswith('sources.csv:5:12: language: "english"')


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
    secret.write_text("area,name,kind,part_of\nsecret,secret,secret,\n")
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


@pytest.mark.parametrize("name", ["areas.csv", "other.csv"])
def test_links_that_the_user_names_are_followed(name, package):
    (package / "data" / "areas.csv").rename(package / "elsewhere")
    (package / name).symlink_to("elsewhere")
    assert validate(name, table="areas").rows == validate(GOOD / "areas.csv").rows > 0


def test_links_in_a_circle(folder):
    (folder / "areas.csv").symlink_to("areas.csv")
    with pytest.raises(CannotRunError):
        validate("areas.csv")


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="the shell has no such names here")
@pytest.mark.parametrize("is_pipe", [True, False])
@pytest.mark.parametrize("name", ["/dev/stdin", "/dev/fd/0"])
def test_what_the_shell_opens_is_read(name, is_pipe):
    command = [sys.executable, "-m", "kz_bri_data", "validate", name, "--table", "places"]
    rows = (GOOD / "places.csv").read_bytes() + b"zhetysu,Zhetysu,XXX,,,,,\n"
    if is_pipe:
        result = subprocess.run(command, input=rows, capture_output=True, check=False)
    else:
        with tempfile.TemporaryFile() as file:
            file.write(rows)
            file.seek(0)
            result = subprocess.run(command, stdin=file, capture_output=True, check=False)
    assert result.stderr == b"kz-bri-data: what a code means: kz-bri-data explain reference\n"
    assert f"{name}:".encode() in result.stdout
    assert b"XXX" in result.stdout
    assert result.returncode == 1


@pytest.mark.parametrize("path", [b"folder", 5, None, ["areas.csv"], object(), "a\0b"])
def test_what_is_no_path(path):
    for call in (difference, read_spreadsheet):
        with pytest.raises(CannotRunError, match="path"):
            call(path)
    if path is not None:  # which is the package here
        with pytest.raises(KzBriDataError, match="path"):
            validate(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_pipe_does_not_make_us_wait(package):
    (package / "data" / "areas.csv").unlink()
    os.mkfifo(package / "data" / "areas.csv")
    assert '"data/areas.csv" is a folder, a device or a pipe' in problems(".")[0]
    with pytest.raises(CannotRunError, match="not a plain file"):
        validate("data/areas.csv")


def test_terminal_escapes_are_shown_not_sent(folder):
    (folder / "areas.csv").write_text("area,name,kind,part_of\n\x1b[31mKAZ,Kazakhstan,country,\n")
    assert r'areas.csv:2:1: area: "\x1b[31mKAZ"' in problems("areas.csv")[0]


def test_every_code_is_explained():
    assert explanations().keys() == ALL_CODES
    assert {one.code for one in explanations().values() if one.severity == "warning"} == set(WARNINGS)
    for code, one in explanations().items():
        assert explain(code) == one
        assert one.what.endswith("."), code
        assert one.why.endswith("."), code


def test_row_rules_are_explained_with_their_tables():
    assert explain("actual-has-begun").tables == ("entity_relations", "observations", "events")
    assert explain("type").tables == ()


def test_code_that_nobody_knows():
    with pytest.raises(UnknownNameError, match=r"no code 'refrence'; did you mean \"reference\"\?"):
        explain("refrence")


@pytest.mark.parametrize("explanation", explanations().values(), ids=lambda one: one.code)
def test_examples_are_those_of_the_bad_files(explanation):
    bad = [path.read_bytes().decode(errors="replace") for path in BAD if code_of(path) == explanation.code]
    pieces = explanation.bad.split("`")[1::2]  # what is in words is not in backticks
    assert not pieces or any(all(piece in text for piece in pieces) for text in bad)


WITH_SCALE_WORD = {
    "en": {"6 thousand": 6e3, "41 million": 41e6, "4.4 billion": 4.4e9, "3 trillion": 3e12, "5 bn": 5e9},
    "ru, kk": {"48 тыс.": 48e3, "41 млн": 41e6, "4,4 млрд": 4.4e9, "1,2 трлн": 1.2e12, "3 мың": 3e3},
    "zh": {"5千": 5e3, "2万": 2e4, "5百万": 5e6, "3千万": 3e7, "2.9亿": 2.9e8, "3億": 3e8, "1万亿": 1e12},
    "es, pt": {"3 mil personas": 3e3, "2 milhões": 2e6, "1,5 mil millones": 1.5e9},
    "de, fr, tr": {"8 Mio.": 8e6, "9 milyon": 9e6, "7 Mrd.": 7e9, "2 milliards": 2e9},
}


@pytest.mark.parametrize(
    ("figure", "value"), [pair for language in WITH_SCALE_WORD.values() for pair in language.items()]
)
def test_scale_words_of_the_languages_of_the_sources(figure, value):
    assert is_consistent(figure, value, "USD")
    assert not is_consistent(figure, value * 10, "USD")
    assert not is_consistent(figure, value / 1000, "USD")


def test_long_figures_are_not_judged_and_not_kept():
    assert not is_consistent("1 million", 2e6, "USD")
    printed._read.cache_clear()
    for number in range(100):
        assert is_consistent(f"{number} million" + " " * printed.LONGEST, 1.5, "USD")
    assert printed._read.cache_info().currsize == 0


NOT_SHOWN = [
    *"\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u200b\u200e\u200f\u202e\u2028\u2029\u2060\u2064\u2066",
    *"\u2800\u3164\ufe0f\ufeff\uffa0\ufff9\uffff\ufdd0\ue000\U000e0041\U000e0100\U000f0000\t\x1f\x7f\x9f",
]


@pytest.mark.parametrize("letter", NOT_SHOWN, ids=ascii)
def test_characters_that_do_not_show(letter, package):
    rows = f"area,name,kind,part_of\nCHN,Chi{letter}na,country,\n"
    (package / "data" / "areas.csv").write_bytes(rows.encode())
    (problem,) = validate("data/areas.csv").problems
    assert problem.code == "invisible"


def test_characters_that_do_not_show_by_category():
    letters = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    found = {letter for letter in letters if first_invisible(f"ab{letter} ")}
    hidden = {letter for letter in letters if unicodedata.category(letter) in ("Cc", "Cf", "Co", "Zl", "Zp")}
    # What shows though it is a control: a line feed, and signs around Arabic, Syriac and Kaithi numbers.
    shown = hidden - found
    assert {*"\n\u0600\u06dd"} <= shown
    assert len(shown) < 20
    assert not {*"aßҚ哈한é́½—“ \u00a0\u3000"} & found


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("می\u200cخواهم", True),  # Persian, letters kept apart
        ("क्\u200dष", True),  # Hindi, after a sign on the letter before
        ("a\u200d", False),
        ("\u200da", False),
        ("a\u200d\u200db", False),
        ("3\u200c4", False),
        ("two\nlines", True),
    ],
)
def test_joiners_stand_between_letters(text, is_right):
    assert (first_invisible(text) is None) == is_right


def test_a_field_is_named_once():
    for path in (HERE / "bad").glob("*.txt"):
        assert not re.search(r"(?m)^\S+: (\w+): \1 is ", path.read_text("utf-8"))


def test_an_identifier_is_called_one(package):
    header, first = (GOOD / "places.csv").read_text().split("\n")[:2]
    (package / "data" / "places.csv").write_text(f"{header}\n{first.replace('almaty', '', 1)}\n")
    assert "write the identifier of the place, such as almaty" in problems("data/places.csv")[0]


def test_digits_of_other_scripts_have_no_form_of_ours():
    # In a pattern, \d is more to Python and Rust than to JavaScript.
    other = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    columns = [column for table in installed().tables.values() for column in table.columns if column.pattern]
    dated = [column for column in columns if any(map(str.isdigit, column.example)) and column.name != "url"]
    assert {"published", "counted_from"} <= {column.name for column in dated}
    for column in dated:
        assert re.fullmatch(column.pattern, column.example)
        assert not re.fullmatch(column.pattern, column.example.translate(other))
