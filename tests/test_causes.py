"""One cause is one finding, and what follows from it is not told beside it."""

import json
import shutil
from pathlib import Path

import pytest
from good_package import GOOD

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.run import Validator

HEADER = "area,name,kind,part_of\n"


@pytest.fixture(params=["python", "polars"])
def engine(request):
    if request.param == "polars":
        pytest.importorskip("polars")
    return request.param


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of good files, in whose folder we are."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(GOOD, tmp_path / "data")
    shutil.copy(Path(kbd.data_dir()) / "datapackage.json", tmp_path)
    return tmp_path


def report(engine, path=".", **limits):
    return Validator([path], engine=engine, limits=Limits(**limits)).report()


def areas(*rows):
    Path("areas.csv").write_bytes((HEADER + "".join(f"{row}\n" for row in rows)).encode())


def found(engine, **limits):
    return [(one.code, one.line) for one in report(engine, "areas.csv", **limits).problems]


@pytest.fixture
def alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


# However little is read at once, whatever a conflict or an open quote divides.
READ = [{}, {"chunk": 40, "block": 60, "smallest_block": 20}]


@pytest.mark.parametrize("limits", READ)
def test_rows_of_a_conflict_are_not_judged(alone, engine, limits):
    areas(
        "CHN,China,country,",
        "<<<<<<< HEAD",
        "KAZ, x,country,",
        "=======",
        "KAZ,x",
        ">>>>>>> b, c",
        "Z,Z,group,",
    )
    assert found(engine, **limits) == [("merge-conflict", 3), ("pattern", 8)]


@pytest.mark.parametrize("limits", READ)
@pytest.mark.parametrize(
    ("end", "lines"), [([], [3]), (["<<<<<<< ours", "KAZ,Kazakhstan,country,", ">>>>>>> theirs"], [3, 4])]
)
def test_a_conflict_without_end_is_one(alone, engine, limits, end, lines):
    areas("CHN,China,country,", "<<<<<<< HEAD", *end)
    assert found(engine, **limits) == [("merge-conflict", line) for line in lines]


@pytest.mark.parametrize("limits", READ)
def test_a_conflict_in_the_header_is_one(alone, engine, limits):
    Path("areas.csv").write_text(
        f"<<<<<<< HEAD\n{HEADER}=======\narea,name\n>>>>>>> b\nKAZ,Kazakhstan,country,\n"
    )
    assert found(engine, **limits) == [("merge-conflict", 1)]


@pytest.mark.parametrize("limits", READ)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_header_again_is_found_up_to_the_last_line(alone, engine, limits, mark):
    areas("CHN,China,country,", "KAZ,Kazakhstan,country,", mark + HEADER.strip())
    assert found(engine, **limits) == [("header-again", 4)]


@pytest.mark.parametrize("limits", READ)
def test_rows_in_quotes_are_rows(alone, engine, limits):
    # A semicolon in a text divides the row, of which each part with a quote is in quotes.
    areas('"CHN,""China";" the"",country,"', '"KAZ,""Kazakhstan, the"",group,CHN"', "KAZ,Kazakhstan,country,")
    [quoted, *others] = report(engine, "areas.csv", **limits).problems
    assert (quoted.code, quoted.lines) == ("row-quoted", (2, 3))
    assert [(one.code, one.line) for one in others] == [("primary-key", 4)]


@pytest.mark.parametrize("limits", READ)
def test_a_file_that_was_cut_off_is_one_finding(alone, engine, limits):
    areas("CHN,China,country,", "KAZ,Kazakhstan,country,")
    content = Path("areas.csv").read_bytes()
    Path("areas.csv").write_bytes(content[:-9])
    assert found(engine, **limits) == [("file-truncated", 3)]
    Path("areas.csv").write_bytes(content[:-1])
    assert found(engine, **limits) == [("line-end", 3)]


@pytest.mark.parametrize("encoding", ["cp1251", "cp1252", "latin-1"])
def test_text_that_was_read_in_another_encoding_is_one_finding(alone, engine, encoding):
    names = ("Алматы", "Қазақстан", "哈萨克斯坦", "São Paulo")
    seen = [
        "".join(bytes([one]).decode(encoding, "ignore") or chr(one) for one in name.encode())
        for name in names
    ]
    areas(*(f"{code},{name},country," for code, name in zip(("AAA", "BBB", "CCC", "DDD"), seen, strict=True)))
    [problem] = report(engine, "areas.csv").problems
    assert (problem.code, problem.lines, problem.occurrences) == ("mojibake", (2, 3, 4, 5), 4)
    assert 'write "Алматы"' in problem.hint


def test_a_file_that_was_read_in_chinese_settings_is_one_finding(alone, engine):
    names = ("Алматы", "Қазақстан", "哈萨克斯坦", "哈萨克斯坦铁路")
    seen = [name.encode().decode("gb18030", "replace") for name in names]
    assert "\ufffd" in seen[2]
    areas(*(f"{code},{name},country," for code, name in zip(("AAA", "BBB", "CCC", "DDD"), seen, strict=True)))
    [problem] = report(engine, "areas.csv").problems
    assert (problem.code, problem.lines, problem.occurrences) == ("mojibake", (2, 3, 4, 5), 4)
    assert problem.hint.endswith("take the file as it was before that")


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        # Two letters are few, but what no text holds by chance shows it.
        ("奇瑞".encode().decode("latin-1"), "mojibake", 'write "奇瑞"'),
        ("Chi\x87na", "invisible", "write the text again"),
        ("дё\xadе“€и\ufffd", "character-lost", "write it again"),
        ("China\tproper", "invisible", "write a blank in its place"),
        ("China\u2028proper", "invisible", "write a blank in its place"),
        ("Chi\xadna", "invisible", "delete it"),
    ],
)
def test_no_hint_makes_a_text_worse(alone, engine, name, code, words):
    areas(f"CHN,{name},country,")
    [problem] = report(engine, "areas.csv").problems
    assert (problem.code, words in problem.hint) == (code, True)


def test_names_in_other_scripts_are_right(alone, engine):
    names = ("«Сілем»", "Сё", "В»", "Ürümqi", "Қазақстан", "哈萨克斯坦", "É»")
    areas(*(f"A{chr(65 + number)}A,{name},country," for number, name in enumerate(names)))
    assert found(engine) == []


def test_who_looks_up_a_wrong_cell_is_not_to_blame(package, engine):
    sources = package / "data" / "sources.csv"
    sources.write_text(
        sources.read_text(encoding="utf-8").replace(",2025-", ",20.01.2025,"[:-1] + "-"), encoding="utf-8"
    )
    assert set(report(engine).counts) == {"pattern"}


def test_a_table_that_is_missing_is_not_taken_from_what_ships(package, engine):
    (package / "data" / "areas.csv").unlink()
    assert set(report(engine).counts) == {"file-missing", "reference-unread"}


def test_an_empty_key_is_no_disorder(package, engine):
    path = package / "data" / "entities.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = rows[-1].partition(",")[2]
    path.write_text("".join([header, *rows, f",{first}"]), encoding="utf-8")
    counts = report(engine).counts
    assert counts["required"] == 1
    assert "order" not in counts


@pytest.mark.parametrize("key", ["zzz Port", "zzz-p\u00f6rt", "zzz-port "])
def test_a_wrong_key_is_no_disorder(package, engine, key):
    path = package / "data" / "entities.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    first = f"{key},{first.partition(',')[2]}"
    path.write_text("".join([header, first, *rest]), encoding="utf-8")
    counts = report(engine).counts
    assert "order" not in counts
    path.write_text("".join([header, first.replace(key, "zzz-port"), *rest]), encoding="utf-8")
    assert "order" in report(engine).counts


def test_one_cause_in_json(alone, engine):
    areas("CHN;China;country;", "KAZ;Kazakhstan;country;")
    [problem] = report(engine, "areas.csv").problems
    assert json.loads(json.dumps(problem._asdict()))["lines"] == [2, 3]
    assert problem.code == "separator"


@pytest.mark.parametrize("bad", ["areas-not-csv-lfs", "areas-not-csv-workbook", "areas-header-late"])
def test_fix_names_the_same_cause(alone, bad, capsys, request):
    shutil.copy(request.path.parent / "bad" / f"{bad}.csv", "areas.csv")
    [problem] = report("python", "areas.csv").problems
    assert cli.main(["fix", "areas.csv"]) == 1
    assert problem.message in capsys.readouterr().out
