"""Every table, in every backend, typed and fresh."""

import csv
import datetime
import sys
from unicodedata import normalize

import pandas as pd
import pytest

import kz_bri_data as kbd
from kz_bri_data.schemas import TABLES, Observations

BACKENDS = ["pandas", "polars", "pyarrow"]
TABLE_NAMES = list(TABLES)


def cells(table):
    """The table as text, the independent truth of these tests."""
    with kbd.data_path(table).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def as_python(value, column):
    """What a cell should be in Python."""
    if value == "":
        return None
    match column.type:
        case "number":
            return float(value)
        case "integer":
            return int(value)
        case "date":
            return datetime.date.fromisoformat(value)
    return value


def to_python(frame, backend):
    """A loaded frame as rows of plain Python values."""
    if backend == "polars":
        return [list(row) for row in frame.rows()]
    if backend == "pyarrow":
        return [list(row.values()) for row in frame.to_pylist()]
    return [[plain(value) for value in row] for row in frame.itertuples(index=False, name=None)]


def plain(value):
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("table", TABLE_NAMES)
def test_every_cell_is_there(table, backend):
    pytest.importorskip(backend)
    header, rows = cells(table)
    columns = kbd.describe(table).columns
    expected = [[as_python(cell, column) for cell, column in zip(row, columns, strict=True)] for row in rows]
    frame = kbd.load(table, backend=backend)
    names = frame.column_names if backend == "pyarrow" else list(frame.columns)
    assert names == header
    assert to_python(frame, backend) == expected


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_what_load_gives_satisfies_the_model(table):
    frame = kbd.load(table)
    validated = TABLES[table].validate(frame, lazy=True)
    # pandera brings time stamps to nanoseconds; everything else comes back as it was.
    dates = {name: dtype for name, dtype in frame.dtypes.items() if dtype.kind == "M"}
    pd.testing.assert_frame_equal(validated.astype(dates), frame)


def test_pandas_types():
    observations = kbd.load(Observations)
    assert observations["status"].cat.categories[0] == "actual"
    assert not observations["status"].cat.ordered
    assert observations["confidence"].cat.ordered
    assert pd.api.types.is_datetime64_any_dtype(observations["period_end"])
    assert observations["value"].dtype == "float64"
    assert kbd.load("population")["persons"].dtype == "Int64"
    assert isinstance(observations.index, pd.RangeIndex)


def test_polars_types():
    pl = pytest.importorskip("polars")
    observations = kbd.load("observations", backend="polars")
    assert observations.schema["status"] == pl.Enum(
        ["actual", "estimate", "projection", "planned", "target", "rule"]
    )
    assert observations.schema["period_end"] == pl.Date
    assert kbd.load("population", backend="polars").schema["year"] == pl.Int64


def test_pyarrow_types():
    pa = pytest.importorskip("pyarrow")
    observations = kbd.load("observations", backend="pyarrow")
    assert not observations.schema.field("status").type.ordered
    assert observations.schema.field("confidence").type.ordered
    assert observations.schema.field("period_end").type == pa.date32()
    assert kbd.load("population", backend="pyarrow").schema.field("year").type == pa.int64()


def test_each_call_gives_a_fresh_frame():
    first = kbd.load("areas")
    first.loc[0, "name"] = "changed"
    assert kbd.load("areas").loc[0, "name"] != "changed"


def test_namibia_is_not_missing(tmp_path):
    """A cell NA is text, in every backend."""
    from kz_bri_data._backends.pandas import read as read_pandas
    from kz_bri_data._backends.polars import read as read_polars
    from kz_bri_data._backends.pyarrow import read as read_pyarrow

    path = tmp_path / "omissions.csv"
    path.write_text("source_id,locator,token,reason\na,NA,nan,null\n")
    table = kbd.describe("omissions")
    assert read_pandas(path, table)["locator"].tolist() == ["NA"]
    assert read_polars(path, table).row(0) == ("a", "NA", "nan", "null")
    assert read_pyarrow(path, table).to_pylist() == [
        {"source_id": "a", "locator": "NA", "token": "nan", "reason": "null"}
    ]


@pytest.mark.parametrize("call", [kbd.load, kbd.describe, kbd.data_path])
def test_wrong_table_says_the_nearest(call):
    with pytest.raises(kbd.UnknownNameError, match='did you mean "observations"') as caught:
        call("observation")
    assert isinstance(caught.value, KeyError)
    assert caught.value.allowed == kbd.list_tables()


@pytest.mark.parametrize("thing", [["observations"], {}, pd.DataFrame({"observations": [1]}), None])
def test_what_names_no_table_is_refused(thing):
    with pytest.raises(kbd.UnknownNameError, match=f"no table '{type(thing).__name__}'; allowed: areas"):
        kbd.load(thing)


def test_wrong_model_is_refused():
    class Observation:
        pass

    with pytest.raises(kbd.UnknownNameError, match='did you mean "observations"'):
        kbd.load(Observation)


def test_wrong_backend_says_the_nearest():
    with pytest.raises(kbd.UnknownNameError, match='did you mean "polars"'):
        kbd.load("areas", backend="polar")


@pytest.mark.parametrize(
    ("library", "call"),
    [
        ("polars", lambda: kbd.load("areas", backend="polars")),
        ("pyarrow", lambda: kbd.load("areas", backend="pyarrow")),
        ("frictionless", kbd.Package().to_frictionless),
    ],
)
def test_missing_extra_says_what_to_install(monkeypatch, library, call):
    for name in [
        name for name in sys.modules if name.split(".")[0] == library or name.endswith(f"_backends.{library}")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(kbd.MissingExtraError, match=rf"pip install 'kz-bri-data\[{library}\]'"):
        call()


def test_missing_pandas_says_what_to_install(monkeypatch):
    """There is no extra for what every installation brings."""
    for name in [name for name in sys.modules if name.split(".")[0] == "pandas" or name.endswith(".pandas")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(kbd.MissingExtraError, match=r"run: pip install pandas$"):
        kbd.load("areas")


def test_describe_is_complete():
    table = kbd.describe("observations")
    assert table.primary_key == ("observation_id",)
    columns = {column.name: column for column in table.columns}
    assert columns["unit"].references == "units"
    assert list(columns["period_basis"].categories) == ["stated", "inferred", "undated"]
    assert not columns["value"].required


def test_find_in_names_aliases_and_definitions():
    assert "china-europe-freight-trains" in [match.id for match in kbd.find("中欧班列")]
    assert all(match.table == "indicators" for match in kbd.find("uranium")[:1])
    assert kbd.find("no such thing anywhere") == []
    assert kbd.find("  ") == []


@pytest.mark.parametrize("text", ["Zhol Nurly", " nurly\t  zhol\n", "NURLY  zhol"])
def test_find_takes_words_in_any_order(text):
    found = kbd.find(text)
    assert found[0].id == "nurly-zhol"
    assert all("nurly-zhol" in match.id for match in found)


def test_find_takes_letters_in_any_form():
    """A й may be written as one letter or as и with a sign above."""
    for name in ("Хоргос восточные ворота", "Қазақстан темір жолы", "Новый Шёлковый путь", "й", "ё"):
        forms = [normalize(form, name) for form in ("NFC", "NFD", "NFKD")]
        assert kbd.find(forms[0]) == kbd.find(forms[1]) == kbd.find(forms[2])
    assert kbd.find(normalize("NFD", "й"))


def test_find_takes_letters_that_are_printed_as_one():
    """As they are copied out of a PDF."""
    assert kbd.find("\ufb01nance") == kbd.find("finance") != []


@pytest.mark.parametrize("thing", [None, 5, ["Nurly"]])
def test_find_takes_text_alone(thing):
    with pytest.raises(kbd.KzBriDataError, match=f"find takes text, not {type(thing).__name__}"):
        kbd.find(thing)


def test_package_is_readable():
    pytest.importorskip("frictionless")
    package = kbd.Package().to_frictionless()
    assert package.resource_names == kbd.list_tables()
