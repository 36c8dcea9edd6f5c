"""What the models promise to other projects, and what they leave to the command."""

import datetime

import pandas as pd
import pandera.errors
import pytest

import kz_bri_data as kbd
from kz_bri_data import schemas
from kz_bri_data._table import Table, column
from kz_bri_data.schemas import TABLES, Observations


@pytest.mark.parametrize(("column", "own"), [("source_id", "our-survey"), ("unit", "cubits")])
def test_models_leave_references_to_the_command(tmp_path, column, own):
    """A project has sources of its own, so a model cannot refuse what does not ship."""
    frame = pd.read_csv(kbd.data_path("observations"), dtype=str).head(1)
    frame[column] = own
    frame["observation_id"] = frame["source_id"] + "/first"
    Observations.validate(frame, lazy=True)
    path = tmp_path / "observations.csv"
    frame.to_csv(path, index=False, lineterminator="\n")
    assert [problem.code for problem in kbd.validate(path).problems] == ["reference"]


@pytest.mark.parametrize("name", ["gdp_constant", "deflators", "purchasing_power"])
def test_the_examples_of_a_table_are_one_of_its_rows(name):
    examples = {column: info.example for column, info in TABLES[name].columns().items()}
    assert examples in pd.read_csv(kbd.data_path(name), dtype=str).to_dict("records")


def test_tables_stand_after_those_that_they_refer_to():
    seen = set()
    for name, table in TABLES.items():
        targets = {info.references.info().name for info in table.columns().values() if info.references}
        assert targets - {name} <= seen, name
        seen.add(name)
    assert list(TABLES) == kbd.list_tables()


def test_names_come_from_the_classes():
    class Ours(Table, name="ours", title="Ours", key=["a"]):
        """One row per a, in a project of somebody else."""

        a: str = column("A", "An a.", example="x")

    assert "ours" not in TABLES
    assert [getattr(schemas, name) for name in schemas.__all__[2:]] == sorted(
        TABLES.values(), key=lambda table: table.__name__
    )
    assert dir(schemas) == sorted(["TABLES", "Table", *(table.__name__ for table in TABLES.values())])


def of_year(end, kind):
    frame = kbd.load("observations").query("indicator_id == 'retail_trade_turnover'").head(2)
    return frame.assign(period_end=pd.Series([end] * 2, dtype=kind, index=frame.index))


@pytest.mark.parametrize("kind", [None, "object"])
@pytest.mark.parametrize("end", [2024, 2024.0, 20241231, True, "2024", "2024-12", "31.12.2024"])
def test_what_is_no_day_does_not_become_one(end, kind):
    """pandas makes 1970 of a number, and the first of January of a year that is text."""
    with pytest.raises((pandera.errors.SchemaError, pandera.errors.SchemaErrors), match="such as 2024-12-31"):
        Observations.validate(of_year(end, kind))


@pytest.mark.parametrize("kind", [None, "object"])
@pytest.mark.parametrize(
    "end", ["2024-12-31", "2024-12-31 00:00:00", datetime.date(2024, 12, 31), pd.Timestamp("2024-12-31")]
)
def test_days_in_any_form_are_days(end, kind):
    found = Observations.validate(of_year(end, kind))["period_end"]
    assert found.tolist() == [pd.Timestamp("2024-12-31")] * 2


def test_an_empty_day_stays_empty():
    frame = kbd.load("observations").query("period_basis == 'undated'").head(2)
    for empty in ("", None, float("nan"), pd.NaT):
        found = Observations.validate(frame.assign(period_start=empty, period_end=empty))
        assert found["period_end"].isna().all()
