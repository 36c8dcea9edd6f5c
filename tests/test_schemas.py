"""What the models promise to other projects, and what they leave to the command."""

import pandas as pd
import pytest

import kz_bri_data as kbd
from kz_bri_data.schemas import Observations


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
