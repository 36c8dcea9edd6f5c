"""Every export holds what `load` gives, says what it means, and is there in whole or not at all."""

import csv
import datetime
import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data._catalogue import installed
from kz_bri_data._csv_writing import csv_text
from kz_bri_data.errors import CannotRunError, MissingExtraError, UnknownNameError
from kz_bri_data.exporting import files, xlsx
from kz_bri_data.typing import ExportFormat

FORMATS = get_args(ExportFormat)
NEEDS = {"parquet": "pyarrow", "duckdb": "duckdb", "xlsx": "openpyxl"}


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Give the folder to which a format was exported; each is exported once."""
    done = {}

    def folder(to):
        if to in NEEDS:
            pytest.importorskip(NEEDS[to])
        if to not in done:
            done[to] = tmp_path_factory.mktemp("export") / to
            kbd.export(to, done[to])
        return done[to]

    return folder


def make_package(folder, **tables):
    """Make a package of tables, given as rows of text without the header."""
    folder.mkdir()
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(csv_text([[column.name for column in kbd.describe(name).columns], *rows]))
    resources = [{"name": name, "path": f"{name}.csv"} for name in tables]
    (folder / "datapackage.json").write_text(json.dumps({"name": "own", "resources": resources}))
    return kbd.Package(folder)


def plain(value):
    """A cell as Python has it, whichever library it is from."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    return value.date() if isinstance(value, datetime.datetime) else value


def rows(frame):
    return [tuple(map(plain, row)) for row in frame.astype(object).itertuples(index=False)]


def expected(name, package=kbd):
    """Rows of a table as `load` gives them."""
    return rows(package.load(name))


def order(row):
    return [str(cell) for cell in row]


# There and back.


def test_csv_is_the_package_byte_by_byte(exported):
    folder, source = exported("csv"), kbd.data_dir()
    assert {path.name for path in folder.iterdir()} == {"data", "datapackage.json"}
    written = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    assert len(written) == len(kbd.list_tables()) + 1
    for path in written:
        assert (folder / path).read_bytes() == (source / path).read_bytes()


def test_json_holds_what_load_gives(exported):
    for name in kbd.list_tables():
        records = json.loads((exported("json") / "data" / f"{name}.json").read_text(encoding="utf-8"))
        dates = [column.name for column in kbd.describe(name).columns if column.type == "date"]
        for record in records:
            assert list(record) == [column.name for column in kbd.describe(name).columns]
            record |= {date: record[date] and datetime.date.fromisoformat(record[date]) for date in dates}
        assert [tuple(record.values()) for record in records] == expected(name)


def test_json_is_a_data_package(exported):
    frictionless = pytest.importorskip("frictionless")
    package = frictionless.Package(str(exported("json") / "datapackage.json"))
    assert package.title == installed().descriptor["title"]
    resource = package.get_resource("routes")
    assert resource.schema.primary_key == ["entity_id", "position"]
    assert resource.path == "data/routes.json"
    assert resource.format == "json"


def test_parquet_holds_what_load_gives(exported):
    folder = exported("parquet")
    pq = pytest.importorskip("pyarrow.parquet")
    for name in kbd.list_tables():
        table = pq.read_table(folder / f"{name}.parquet")
        assert table.cast(kbd.load(name, backend="pyarrow").schema).equals(kbd.load(name, backend="pyarrow"))
        assert rows(table.to_pandas()) == expected(name)


def test_sqlite_holds_what_load_gives(exported):
    with closing(sqlite3.connect(exported("sqlite") / "kz-bri-data.sqlite")) as database:
        for name in kbd.list_tables():
            columns = kbd.describe(name).columns
            dates = [place for place, column in enumerate(columns) if column.type == "date"]
            found = [list(row) for row in database.execute(f'SELECT * FROM "{name}" ORDER BY rowid')]
            for row in found:
                for place in dates:
                    row[place] = row[place] and datetime.date.fromisoformat(row[place])
            assert [tuple(row) for row in found] == expected(name)


def test_duckdb_holds_what_load_gives(exported):
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(exported("duckdb") / "kz-bri-data.duckdb"), read_only=True) as database:
        for name in kbd.list_tables():
            found = database.execute(f'SELECT * FROM "{name}"').fetchall()
            assert sorted(found, key=order) == sorted(expected(name), key=order)


def test_xlsx_holds_what_load_gives(exported):
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.load_workbook(exported("xlsx") / "kz-bri-data.xlsx", read_only=True)
    assert workbook.sheetnames == ["tables", "columns", "codes", *kbd.list_tables()]
    for name in kbd.list_tables():
        header, *found = workbook[name].iter_rows(values_only=True)
        assert list(header) == [column.name for column in kbd.describe(name).columns]
        # Empty cells at the end of a row are not in the file.
        padded = [tuple(map(plain, row)) + (None,) * (len(header) - len(row)) for row in found]
        assert padded == expected(name)
    workbook.close()


def test_a_workbook_comes_back_by_import_and_changes_nothing(tmp_path, capsys):
    pytest.importorskip("openpyxl")
    some = {
        name: [row.values() for row in installed().rows(name)] for name in ("routes", "twin_pairs", "units")
    }
    make_package(tmp_path / "own", **some).export("xlsx", tmp_path)
    package = shutil.copytree(kbd.data_dir(), tmp_path / "package")
    status = cli.main(["import", str(tmp_path / "kz-bri-data.xlsx"), str(package)])
    assert status == 0, capsys.readouterr()
    for path in kbd.data_dir().rglob("*.csv"):
        assert (package / "data" / path.name).read_bytes() == path.read_bytes(), path.name


# Whatever a cell holds.

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8)
NASTY = [
    "=1+1",
    "+1",
    "@a",
    "#N/A",
    "NA",
    "NULL",
    "nan",
    " a ",
    '"',
    "'",
    "a\nb",
    "a,b",
    "Хоргос",
    "霍尔果斯",
    "\\N",
]


def areas(names):
    return [[f"A{number:02}", name, "country", ""] for number, name in enumerate(names)]


def names_in(to, folder):
    if to in ("csv", "json"):
        path = folder / "data" / f"areas.{to}"
        if to == "json":
            return [row["name"] for row in json.loads(path.read_text(encoding="utf-8"))]
        with path.open(encoding="utf-8", newline="") as file:
            return [row["name"] for row in csv.DictReader(file)]
    if to == "sqlite":
        with closing(sqlite3.connect(folder / "kz-bri-data.sqlite")) as database:
            return [name for (name,) in database.execute("SELECT name FROM areas ORDER BY area")]
    if to == "duckdb":
        duckdb = pytest.importorskip("duckdb")
        with duckdb.connect(str(folder / "kz-bri-data.duckdb")) as database:
            return [name for (name,) in database.execute("SELECT name FROM areas ORDER BY area").fetchall()]
    if to == "parquet":
        return pytest.importorskip("pyarrow.parquet").read_table(folder / "areas.parquet")["name"].to_pylist()
    workbook = pytest.importorskip("openpyxl").load_workbook(folder / "kz-bri-data.xlsx")
    assert all(row[1].data_type == "s" for row in workbook["areas"].iter_rows())
    return [row[1].value for row in workbook["areas"].iter_rows(min_row=2)]


@pytest.mark.parametrize("to", FORMATS)
def test_what_looks_like_a_formula_or_like_nothing_stays_text(to, tmp_path):
    # In a folder whose name a library could take for a pattern.
    folder = tmp_path / "a[b]*'c"
    names = NASTY if to == "xlsx" else [*NASTY, "a\rb"]
    make_package(tmp_path / "own", areas=areas(names)).export(to, folder)
    assert names_in(to, folder) == names


@given(st.lists(NAMES, min_size=1, max_size=5))
@pytest.mark.parametrize("to", ["json", "csv", "sqlite", "xlsx"])
def test_any_text_comes_back_or_is_refused(to, tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("any")
    package = make_package(folder / "own", areas=areas(names))
    if to == "xlsx" and any(xlsx._NOT_TEXT.search(name) for name in names):
        with pytest.raises(CannotRunError, match="a workbook cannot hold"):
            package.export(to, folder / "out")
    else:
        package.export(to, folder / "out")
        assert names_in(to, folder / "out") == names


def test_what_a_workbook_cannot_hold_is_refused(tmp_path):
    pytest.importorskip("openpyxl")
    for number, name in enumerate(["a\x07", "a_x0041_", "a" * (xlsx.MOST_CHARACTERS + 1)]):
        package = make_package(tmp_path / f"own{number}", areas=areas([name]))
        with pytest.raises(CannotRunError, match=r"areas\.csv: row 2: a workbook cannot hold"):
            package.export("xlsx", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_sheet_that_would_be_too_long_is_refused(tmp_path, monkeypatch):
    pytest.importorskip("openpyxl")
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    with pytest.raises(CannotRunError, match="export to parquet"):
        make_package(tmp_path / "own", areas=areas("abc")).export("xlsx", tmp_path / "out")


def test_days_that_workbooks_disagree_about_are_text(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    source = kbd.load("sources")["source_id"][0]
    entity = kbd.load("entities")["entity_id"][0]
    event = dict.fromkeys((column.name for column in kbd.describe("events").columns), "")
    event |= {column.name: column.example for column in kbd.describe("events").columns if column.required}
    event |= {"source_id": source, "entity_id": entity, "date_start": "1899-12-31", "date_end": "2024-03-05"}
    make_package(tmp_path / "own", events=[event.values()]).export("xlsx", tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / "kz-bri-data.xlsx")["events"]
    found = dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))
    assert found["date_start"].value == "1899-12-31"
    assert found["date_end"].value == datetime.datetime(2024, 3, 5)


# What it says of itself.


def test_sqlite_passes_its_own_checks(exported):
    with closing(sqlite3.connect(exported("sqlite") / "kz-bri-data.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_sqlite_has_keys_types_and_comments(exported):
    with closing(sqlite3.connect(exported("sqlite") / "kz-bri-data.sqlite")) as database:
        for name in kbd.list_tables():
            table = kbd.describe(name)
            info = database.execute(f'PRAGMA table_info("{name}")').fetchall()
            assert [(row[1], bool(row[3])) for row in info] == [
                (one.name, one.required) for one in table.columns
            ]
            key = sorted((row for row in info if row[5]), key=lambda row: row[5])
            assert tuple(row[1] for row in key) == table.primary_key
            found = {(row[3], row[2]) for row in database.execute(f'PRAGMA foreign_key_list("{name}")')}
            assert found == {(one.name, one.references) for one in table.columns if one.references}
            (schema,) = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()
            assert table.description in schema
            for one in table.columns:
                assert f"-- {one.title}. {one.description}" in schema
        types = dict(database.execute("SELECT name, type FROM pragma_table_info('population')"))
        assert types == {"area": "TEXT", "year": "INTEGER", "persons": "INTEGER", "source_id": "TEXT"}
        assert (
            dict(database.execute("SELECT name, type FROM pragma_table_info('events')"))["date_start"]
            == "DATE"
        )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("UPDATE observations SET status = 'actual?'", "CHECK"),
        ("UPDATE observations SET unit = 'parsec'", "FOREIGN KEY"),
        ("UPDATE population SET persons = 0", "CHECK"),
        ("UPDATE areas SET name = NULL", "NOT NULL"),
        ("INSERT INTO areas SELECT * FROM areas LIMIT 1", "UNIQUE"),
    ],
)
def test_sqlite_takes_nothing_that_breaks_the_schema(wrong, says, exported):
    with closing(sqlite3.connect(exported("sqlite") / "kz-bri-data.sqlite")) as database:
        database.execute("PRAGMA foreign_keys = on")
        with pytest.raises(sqlite3.IntegrityError, match=says):
            database.execute(wrong)
        database.rollback()


def test_duckdb_has_keys_codes_and_comments(exported):
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(exported("duckdb") / "kz-bri-data.duckdb"), read_only=True) as database:
        comments = dict(database.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        tables = map(kbd.describe, kbd.list_tables())
        assert comments == {table.name: f"{table.title}. {table.description}" for table in tables}
        query = "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns()"
        found = {(row[0], row[1]): row[2:] for row in database.execute(query).fetchall()}
        for name in kbd.list_tables():
            for one in kbd.describe(name).columns:
                kind, nullable, comment = found[name, one.name]
                assert comment.startswith(f"{one.title}. {one.description}")
                assert nullable != one.required
                assert re.findall(r"'([^']*)'", kind) == list(one.categories)
        query = "SELECT constraint_type, count(*) FROM duckdb_constraints() GROUP BY ALL"
        counts = dict(database.execute(query).fetchall())
        columns = [one for name in kbd.list_tables() for one in kbd.describe(name).columns]
        assert counts["PRIMARY KEY"] == len(kbd.list_tables())
        assert counts["FOREIGN KEY"] == sum(one.references is not None for one in columns)


def test_parquet_has_metadata_of_table_and_fields(exported):
    folder = exported("parquet")
    pq = pytest.importorskip("pyarrow.parquet")
    schema = pq.read_schema(folder / "population.parquet")
    assert schema.field("persons").metadata[b"unit"] == b"person"
    assert schema.field("area").metadata[b"references"] == b"areas"
    assert schema.metadata[b"primary_key"] == b'["area", "year"]'
    assert schema.metadata[b"package_version"].decode() == kbd.__version__
    for name in kbd.list_tables():
        schema = pq.read_schema(folder / f"{name}.parquet")
        assert schema.metadata[b"description"].decode() == kbd.describe(name).description
        for one in kbd.describe(name).columns:
            field = schema.field(one.name)
            assert field.metadata[b"title"].decode() == one.title
            assert field.metadata[b"description"].decode() == one.description
            assert json.loads(field.metadata.get(b"categories", b"{}")) == one.categories
            assert field.nullable != one.required


def test_a_workbook_describes_its_tables_columns_and_codes(exported):
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.load_workbook(exported("xlsx") / "kz-bri-data.xlsx", read_only=True)
    tables, columns, codes = (
        list(workbook[name].iter_rows(min_row=2, values_only=True)) for name in ("tables", "columns", "codes")
    )
    workbook.close()
    assert [row[0] for row in tables] == kbd.list_tables()
    population = [row for row in columns if row[0] == "population"]
    assert ("population", "persons", "Persons") in [row[:3] for row in population]
    assert [row[5] for row in population] == [None, None, "person", None]
    meanings = {
        code: meaning for table, column, code, meaning in codes if (table, column) == ("labels", "kind")
    }
    assert meanings == kbd.describe("labels").by_name["kind"].categories


# Packages of others.


@pytest.mark.parametrize("to", FORMATS)
def test_what_a_package_lacks_comes_from_the_installed_one(to, tmp_path):
    if to in NEEDS:
        pytest.importorskip(NEEDS[to])
    source = kbd.load("sources")["source_id"][0]
    package = make_package(tmp_path / "own", population=[["KAZ", "2030", "25000000", source]])
    package.export(to, tmp_path / "out")
    if to == "sqlite":
        with closing(sqlite3.connect(tmp_path / "out" / "kz-bri-data.sqlite")) as database:
            assert database.execute("SELECT year, persons FROM population").fetchall() == [(2030, 25000000)]
            tables = [
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
        assert tables == ["areas", "sources", "population"]
    if to == "csv":
        again = kbd.Package(tmp_path / "out")
        assert again.list_tables() == ["areas", "sources", "population"]
        assert expected("population", again) == expected("population", package)
        assert again.validate().valid
        descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
        assert list(descriptor) == ["name", "resources"]
        assert descriptor["name"] == "own"


@pytest.mark.parametrize("to", ["sqlite", "duckdb"])
@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["AAA", "One", "country", "BBB"]], "refer"),
        ([["AAA", "One", "country", ""], ["AAA", "Two", "country", ""]], "key"),
    ],
    ids=["reference", "key"],
)
def test_a_database_refuses_what_breaks_its_keys_and_the_remedy_says_where(to, rows, says, tmp_path):
    if to in NEEDS:
        pytest.importorskip(NEEDS[to])
    package = make_package(tmp_path / "own", areas=rows)
    with pytest.raises(CannotRunError, match=says) as caught:
        package.export(to, tmp_path / "out")
    assert str(caught.value).endswith(f"kz-bri-data validate {package.data_dir()}")
    assert not package.validate().valid
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


def test_duckdb_fills_what_refers_to_itself_from_the_top(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    rows = [[f"A{n:02}", "Area", "country", f"A{n + 1:02}" if n < 9 else ""] for n in range(10)]
    make_package(tmp_path / "own", areas=rows).export("duckdb", tmp_path / "out")
    with duckdb.connect(str(tmp_path / "out" / "kz-bri-data.duckdb")) as database:
        assert database.execute("SELECT count(part_of) FROM areas").fetchone() == (9,)


def test_a_number_too_large_for_sqlite_is_refused(tmp_path):
    source = kbd.load("sources")["source_id"][0]
    package = make_package(tmp_path / "own", population=[["KAZ", "2030", "9" * 30, source]])
    with pytest.raises(CannotRunError, match="more than 64 bits"):
        package.export("sqlite", tmp_path / "out")


def test_a_descriptor_of_others_hands_on_plain_text_alone(tmp_path):
    make_package(tmp_path / "own", areas=areas(["a"]))
    path = tmp_path / "own" / "datapackage.json"
    said = {
        **json.loads(path.read_text()),
        **{"title": "Свои данные", "licenses": [{"name": "CC0-1.0"}], "id": "\ud800", "x": [[[[["deep"]]]]]},
    }
    path.write_text(json.dumps(said))
    kbd.Package(tmp_path / "own").export("csv", tmp_path / "out")
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert {**descriptor, "resources": 0} == {
        **{"name": "own", "title": "Свои данные", "licenses": [{"name": "CC0-1.0"}], "resources": 0}
    }


# In whole or not at all.


@pytest.mark.parametrize("to", FORMATS)
def test_a_failure_leaves_nothing(to, tmp_path, monkeypatch):
    def fail(contents, folder):
        (folder / "half").write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setitem(files._WRITERS, to, fail)
    with pytest.raises(KeyboardInterrupt):
        kbd.export(to, tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []


def test_a_move_that_fails_takes_the_others_back(tmp_path):
    package = make_package(tmp_path / "own", areas=areas(["a"]))
    out = tmp_path / "out"
    (out / "datapackage.json").mkdir(parents=True)
    with pytest.raises(CannotRunError, match=r"datapackage\.json cannot be written"):
        package.export("csv", out, overwrite=True)
    assert [path.name for path in out.rglob("*") if path.is_file()] == []


def test_a_file_is_replaced_only_when_asked(tmp_path, capsys):
    package = make_package(tmp_path / "own", areas=areas(["a"]))
    out = tmp_path / "out"
    (path,) = package.export("sqlite", out)
    (out / "notes.txt").write_text("mine")
    before = path.read_bytes()
    make_package(tmp_path / "other", areas=areas(["a", "b"]))
    command = ["export", str(out), "--to", "sqlite", "--package", str(tmp_path / "other")]
    assert cli.main(command) == 2
    said = capsys.readouterr().err
    assert "already exists" in said
    assert path.read_bytes() == before
    (remedy,) = re.findall(r"--\w+", said)
    assert cli.main([*command, remedy]) == 0
    assert capsys.readouterr().out == f"wrote {path}\n"
    assert names_in("sqlite", out) == ["a", "b"]
    assert sorted(file.name for file in out.iterdir()) == ["kz-bri-data.sqlite", "notes.txt"]


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "file").write_text("mine")
    for name in ("file", "file/below"):
        with pytest.raises(CannotRunError, match="file is not a folder"):
            kbd.export("csv", tmp_path / name)
    assert (tmp_path / "file").read_text() == "mine"


def said_in_chinese(to, folder):
    """What an export says of the column `kind` of areas: its title, and of its code `country`."""
    if to == "parquet":
        field = pytest.importorskip("pyarrow.parquet").read_schema(folder / "areas.parquet").field("kind")
        found = {key.decode(): text.decode() for key, text in field.metadata.items()}
        return found["title"], json.loads(found["categories"])["country"]
    if to in ("csv", "json"):
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        (areas,) = [one for one in descriptor["resources"] if one["name"] == "areas"]
        (kind,) = [one for one in areas["schema"]["fields"] if one["name"] == "kind"]
        (country,) = [one["label"] for one in kind["categories"] if one["value"] == "country"]
        return kind["title"], country
    if to == "xlsx":
        book = pytest.importorskip("openpyxl").load_workbook(folder / "kz-bri-data.xlsx", read_only=True)
        columns, codes = (list(book[name].iter_rows(values_only=True)) for name in ("columns", "codes"))
        book.close()
        (title,) = [row[2] for row in columns if row[:2] == ("areas", "kind")]
        (country,) = [row[3] for row in codes if row[:3] == ("areas", "kind", "country")]
        return title, country
    if to == "sqlite":
        with closing(sqlite3.connect(folder / "kz-bri-data.sqlite")) as database:
            (sql,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'areas'").fetchone()
        lines = [line.strip() for line in sql.splitlines()]
        above = next(place for place, line in enumerate(lines) if line.startswith('"kind"')) - 1
        comment = lines[above].removeprefix("-- ")
    else:
        with pytest.importorskip("duckdb").connect(str(folder / "kz-bri-data.duckdb")) as database:
            query = "SELECT comment FROM duckdb_columns() WHERE (table_name, column_name) = ('areas', 'kind')"
            (comment,) = database.execute(query).fetchone()
    return comment.partition(".")[0], comment.partition("country: ")[2].partition(";")[0]


@pytest.mark.parametrize("to", ["parquet", "sqlite", "duckdb", "xlsx", "json", "csv"])
def test_titles_and_codes_are_said_in_another_language(to, tmp_path):
    """The names of columns and codes stay, and so does what has no label."""
    kbd.export(to, tmp_path, lang="zh")
    title, country = said_in_chinese(to, tmp_path)
    assert (title, country.partition(".")[0]) == ("类型", "国家")


def test_in_english_nothing_is_changed_by_the_labels(tmp_path):
    kbd.export("csv", tmp_path, lang="en")
    ours, theirs = (
        json.loads((folder / "datapackage.json").read_text("utf-8")) for folder in (tmp_path, kbd.data_dir())
    )
    assert [one["title"] for one in ours["resources"]] == [one["title"] for one in theirs["resources"]]
    assert [one["schema"] for one in ours["resources"]] == [one["schema"] for one in theirs["resources"]]


def test_no_such_language(tmp_path, capsys):
    with pytest.raises(kbd.UnknownNameError, match="there is no language 'kz'"):
        kbd.export("csv", tmp_path / "here", lang="kz")
    assert cli.main(["export", "--to", "csv", "--lang", "kz", str(tmp_path / "here")]) == 2
    assert "kk" in capsys.readouterr().err
    assert not (tmp_path / "here").exists()


def test_no_such_format(tmp_path, capsys):
    with pytest.raises(UnknownNameError, match='did you mean "sqlite"'):
        kbd.export("sqlite3", tmp_path / "out")
    assert cli.main(["export", str(tmp_path / "out"), "--to", "excel"]) == 2
    assert "allowed: parquet, sqlite, duckdb, xlsx, json, csv" in capsys.readouterr().err


@pytest.mark.parametrize(("to", "library"), NEEDS.items())
def test_a_library_that_is_missing_is_named_with_its_extra(to, library, tmp_path, monkeypatch):
    for name in (library, f"{library}.parquet"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    with pytest.raises(
        MissingExtraError, match=rf"pip install 'kz-bri-data\[{'excel' if to == 'xlsx' else library}\]'"
    ):
        kbd.export(to, tmp_path / "out")
    assert not list(Path(tmp_path).iterdir())
