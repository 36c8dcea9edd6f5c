"""The language of row rules: parsing, three-valued truth, and frames that agree with single rows."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data._rules import RowRule, holds, is_broken, parse_clause
from kz_bri_data._table import Table, column


@pytest.mark.parametrize(
    "text",
    [
        "",
        "value",
        "value is",
        "value is full",
        "value in",
        "value <> 3",
        "Value is empty",
        "value = x y",
        "value < 1 2",
    ],
)
def test_what_is_not_in_the_grammar_is_refused(text):
    with pytest.raises(ValueError, match=r"not a clause|could not convert"):
        parse_clause(text)


@pytest.mark.parametrize(
    ("text", "row", "truth"),
    [
        ("a is empty", {"a": None}, True),
        ("a is present", {"a": None}, False),
        ("a in x y", {"a": "y"}, True),
        ("a in x y", {"a": "z"}, False),
        ("a in x y", {"a": None}, None),
        ("a not in x y", {"a": "z"}, True),
        ("a not in x y", {"a": None}, None),
        ("a within b", {"a": "money/USD", "b": "money"}, True),
        ("a within b", {"a": "money", "b": "money"}, True),
        ("a within b", {"a": "moneybag", "b": "money"}, False),
        ("a by b", {"a": "2024-12-31", "b": "2024"}, True),
        ("a by b", {"a": "2024-12-31", "b": "2024-12-30"}, False),
        ("a by b", {"a": "2024-12-31", "b": "2024-11"}, False),
        ("a by b", {"a": "2024-12-31", "b": None}, None),
        ("a <= b", {"a": 1.0, "b": 1.0}, True),
        ("a < b", {"a": 1.0, "b": 1.0}, False),
        ("a = 3", {"a": 3.0}, True),
        ("a >= 3", {"a": 2.0}, False),
        ("a > b", {"a": 2.0, "b": None}, None),
    ],
)
def test_truth(text, row, truth):
    assert holds(parse_clause(text), row) is truth


def test_a_rule_never_fires_on_what_is_not_there():
    rule = RowRule("r", "mend it", ("a in x",), ("b < 3",))
    when, then = rule.clauses()
    assert not is_broken(when, then, {"a": None, "b": 5.0})
    assert not is_broken(when, then, {"a": "x", "b": None})
    assert is_broken(when, then, {"a": "x", "b": 5.0})
    assert rule.names() == ["a", "b"]


class Probe(Table, name="probe", title="Probe", key=["t"]):
    """One row per probe."""

    t: str = column("T", "A t.", example="x", required=False)
    s: str = column("S", "An s.", example="x", required=False)
    n: float = column("N", "An n.", example="1", required=False)
    m: float = column("M", "An m.", example="1", required=False)
    d: pd.Timestamp = column("D", "A d.", example="2024-01-01", required=False)
    p: str = column("P", "A p.", example="2024", required=False)


TEXTS = st.none() | st.sampled_from(["x", "x/y", "xy", "y"])
NUMBERS = st.none() | st.sampled_from([0.0, 1.0, 2.5])
DAYS = st.none() | st.sampled_from(["2023-12-31", "2024-01-01", "2024-02-29"])
PARTIAL = st.none() | st.sampled_from(["2023", "2024", "2024-01", "2024-02-28", "2024-02-29"])
CLAUSES = st.sampled_from(
    [
        "t is empty", "n is present", "t in x y", "t not in x", "t within s", "n < m", "n <= m", "n = m",
        "n >= m", "n > m", "n <= 1", "n = 2.5", "d by p",
    ]
)  # fmt: skip


@given(CLAUSES, st.lists(st.tuples(TEXTS, TEXTS, NUMBERS, NUMBERS, DAYS, PARTIAL), min_size=1, max_size=6))
def test_frames_and_rows_agree(text, cells):
    from kz_bri_data._table import _holds

    frame = pd.DataFrame(
        {
            "t": pd.Series([row[0] for row in cells], dtype="str"),
            "s": pd.Series([row[1] for row in cells], dtype="str"),
            "n": pd.Series([row[2] for row in cells], dtype="float64"),
            "m": pd.Series([row[3] for row in cells], dtype="float64"),
            "d": pd.to_datetime(pd.Series([row[4] for row in cells], dtype="str")),
            "p": pd.Series([row[5] for row in cells], dtype="str"),
        }
    )
    clause = parse_clause(text)
    by_row = [holds(clause, dict(zip("tsnmdp", row, strict=True))) for row in cells]
    by_frame = [None if pd.isna(truth) else bool(truth) for truth in _holds(Probe, frame, clause)]
    assert by_frame == by_row
