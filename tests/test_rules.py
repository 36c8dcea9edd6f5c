"""The language of row rules: parsing, three-valued truth, and frames that agree with single rows."""

from typing import get_args

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data._catalogue import read_tables
from kz_bri_data._rules import CodeText, Operator, RowRule, applies, holds, keeps, parse_clause
from kz_bri_data._table import Day, Table, _judged, _read, column, rule
from kz_bri_data.descriptor.table_schema import table_schema
from kz_bri_data.validation.rules.row_set import RowSet


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


class Probe(Table, name="probe", title="Probe", key=["t"]):
    """One row per probe."""

    t: str = column("T", "A t.", example="x", required=False)
    s: str = column("S", "An s.", example="x", required=False)
    n: float = column("N", "An n.", example="1", required=False)
    m: float = column("M", "An m.", example="1", required=False)
    d: Day = column("D", "A d.", example="2024-01-01", required=False)
    e: Day = column("E", "An e.", example="2024-01-01", required=False)
    p: str = column("P", "A p.", example="2024", required=False)


_WORDS = dict.fromkeys(("name", "title", "description", "path"), "probe")
PROBE = read_tables({"resources": [{**_WORDS, "schema": table_schema(Probe)}]})["probe"]


def broken(rule, rows):
    """Numbers of the rows that break a rule in a file."""

    def text(value):
        return "" if value is None else f"{value:g}" if isinstance(value, float) else value

    cells = {name: [text(row[name]) for row in rows] for name in "tsnmdep"}
    return [row for row, _, _ in RowSet(PROBE, cells, {}.get).broken(rule)]


TEXTS = st.none() | st.sampled_from(["x", "x/y", "xy", "y"])
NUMBERS = st.none() | st.sampled_from([0.0, 1.0, 2.5])
DAYS = st.none() | st.sampled_from(["2023-12-31", "2024-01-01", "2024-02-29"])
PARTIAL = st.none() | st.sampled_from(["2023", "2024", "2024-01", "2024-02-28", "2024-02-29"])
# Clauses of every operator of the grammar.
CLAUSES = {
    "<": ["n < m", "n < 1", "d < e"],
    "<=": ["n <= m", "n <= 1", "d <= e"],
    "=": ["n = m", "n = 2.5", "t = s"],
    ">=": ["n >= m", "n >= 1"],
    ">": ["n > m", "n > 0"],
    "within": ["t within s"],
    "by": ["d by p"],
    "in": ["t in x y"],
    "not in": ["t not in x", "t not in x y"],
    "empty": ["t is empty", "n is empty", "d is empty"],
    "present": ["t is present", "n is present", "d is present"],
}
ROWS = st.lists(
    st.fixed_dictionaries(
        {"t": TEXTS, "s": TEXTS, "n": NUMBERS, "m": NUMBERS, "d": DAYS, "e": DAYS, "p": PARTIAL}
    ),
    max_size=6,
)
OPERATORS = sorted(get_args(Operator))


def test_every_operator_of_the_grammar_is_tried():
    assert sorted(CLAUSES) == OPERATORS
    for operator, texts in CLAUSES.items():
        assert {parse_clause(text).operator for text in texts} == {operator}


def pandas_frame(rows):
    types = {"n": "float64", "m": "float64"} | dict.fromkeys("tsdep", "str")
    columns = {name: pd.Series([row[name] for row in rows], dtype=kind) for name, kind in types.items()}
    return pd.DataFrame({**columns, "d": pd.to_datetime(columns["d"]), "e": pd.to_datetime(columns["e"])})


@pytest.mark.parametrize("operator", OPERATORS)
@given(data=st.data(), rows=ROWS)
def test_pandera_agrees_with_single_rows(operator, data, rows):
    clause = parse_clause(data.draw(st.sampled_from(CLAUSES[operator])))
    frame = pandas_frame(rows)
    for truth in (True, False, None):
        judged = _judged(_read(Probe, frame, [clause]), lambda row: holds(clause, row) is truth)  # noqa: B023
        assert judged.tolist() == [holds(clause, row) is truth for row in rows]


@pytest.mark.parametrize("operator", OPERATORS)
@given(data=st.data(), rows=ROWS)
def test_polars_agrees_with_single_rows(operator, data, rows):
    pl = pytest.importorskip("polars")
    from kz_bri_data.validation.engine.prefilter import OPERATORS

    assert OPERATORS.keys() == CLAUSES.keys()
    clause = parse_clause(data.draw(st.sampled_from(CLAUSES[operator])))
    frame = pl.DataFrame(rows, schema=dict.fromkeys("tsdep", pl.String) | dict.fromkeys("nm", pl.Float64))
    right = pl.col(clause.right) if isinstance(clause.right, str) else clause.right
    truths = frame.select(OPERATORS[operator](pl.col(clause.left), right).alias("truth"))
    assert truths["truth"].to_list() == [holds(clause, row) for row in rows]


def test_a_rule_never_fires_on_what_is_not_there():
    rule = RowRule("r", "fix it", ("t in x",), ("n < 3",))
    nothing = dict.fromkeys("tsnmdep")
    rows = [{"t": None, "n": 5.0}, {"t": "x", "n": None}, {"t": "x", "n": 5.0}, {"t": "x", "n": 2.0}]
    assert broken(rule, [nothing | row for row in rows]) == [2]
    assert rule.names() == ["t", "n"]


@given(rows=ROWS, when=st.sampled_from(sorted(CLAUSES)), then=st.sampled_from(sorted(CLAUSES)))
def test_rows_break_rules_in_frames_and_in_files(rows, when, then):
    text = CodeText("What.", "Why.", "bad", "good")
    one = rule("r", "fix it", when=[CLAUSES[when][0]], then=[CLAUSES[then][0], "t is present"], text=text)

    class Ruled(Probe, name="ruled", title="Ruled", key=["t"], rules=[one]):
        """One row per probe."""

    frame = pandas_frame(rows)
    judged = Ruled._rule_0.__func__(Ruled, frame)
    conditions, demands = one.clauses()
    expected = [applies(conditions, row) and not keeps(demands, row) for row in rows]
    assert judged.tolist() == [not is_broken for is_broken in expected]
    assert broken(one, rows) == [number for number, is_broken in enumerate(expected) if is_broken]
