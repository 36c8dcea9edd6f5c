"""Other tools judge the files: frictionless, DuckDB, Polars and the pandera models themselves."""

import json
import subprocess
import sys

import pandas as pd
import pytest

import kz_bri_data as kbd
from kz_bri_data import data_dir
from kz_bri_data.schemas import TABLES

TABLE_NAMES = list(TABLES)
DUCKDB_TYPES = {"string": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "date": "DATE"}


def raw(table):
    return pd.read_csv(kbd.data_path(table), dtype=str, keep_default_na=False, na_values=[""])


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_pandera_finds_nothing(table):
    TABLES[table].validate(raw(table), lazy=True)


def test_frictionless_finds_nothing():
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(data_dir() / "datapackage.json"))
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "note"])


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_standalone_schema_accepts_the_file(table):
    frictionless = pytest.importorskip("frictionless")
    schema = json.loads((data_dir().parent / "schemas" / f"{table}.json").read_text(encoding="utf-8"))
    schema.pop("foreignKeys", None)  # one file alone has nothing to point to
    resource = frictionless.Resource(
        path=f"data/{table}.csv", basepath=str(data_dir()), schema=frictionless.Schema.from_descriptor(schema)
    )
    assert resource.validate().valid


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_duckdb_reads_the_same(table):
    duckdb = pytest.importorskip("duckdb")
    path = str(kbd.data_path(table))
    columns = {column.name: DUCKDB_TYPES[column.type] for column in kbd.describe(table).columns}
    relation = duckdb.read_csv(path, header=True, columns=columns)
    frame = kbd.load(table)
    assert relation.columns == list(frame.columns)
    assert len(relation) == len(frame)
    sniffed = duckdb.read_csv(path)
    for column, sniffed_type in zip(kbd.describe(table).columns, sniffed.types, strict=True):
        if column.type != "string" and frame[column.name].notna().any():
            # The sniffer may take whole floats for integers; text it must not take for a number.
            assert str(sniffed_type) in {DUCKDB_TYPES[column.type], "BIGINT"}, column.name


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_polars_reads_the_same_untold(table):
    pl = pytest.importorskip("polars")
    frame = pl.read_csv(kbd.data_path(table), try_parse_dates=True, infer_schema_length=None)
    typed = kbd.load(table, backend="polars")
    assert frame.columns == typed.columns
    assert frame.height == typed.height


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_files_are_plain(table):
    """UTF-8 without BOM, line feeds, a final one, composed letters, rows in order of the key."""
    import csv
    import unicodedata

    content = kbd.data_path(table).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    text = content.decode("utf-8")
    assert unicodedata.normalize("NFC", text) == text
    header, *rows = csv.reader(text.splitlines(keepends=True))
    columns = [kbd.describe(table).by_name[name] for name in kbd.describe(table).primary_key]
    # Whole numbers stand by size: the tenth place of a route is not its second.
    read = {"integer": int}
    keys = [[read.get(one.type, str)(row[header.index(one.name)]) for one in columns] for row in rows]
    assert keys == sorted(keys)


def test_our_own_validator_finds_nothing():
    result = subprocess.run(
        [sys.executable, "-m", "kz_bri_data", "validate"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout
