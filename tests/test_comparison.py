"""Claims beside evidence: the rule case by case, what must hold in general, and how pairs are found."""

import datetime
import functools
import math
import shutil
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import compare
from kz_bri_data._catalogue import installed
from kz_bri_data._origins import Origins
from kz_bri_data._quantities import Quantity, judge
from kz_bri_data.errors import UnsupportedBackendError

INF = math.inf
COLUMNS = [column.name for column in kbd.describe("observations").columns]


def said(text):
    """Read "over 2000", "about 3.4" or "2 to 3"; the last digit printed is the resolution."""
    *words, last = text.split()
    number = Fraction(last)
    resolution = Fraction(1, 10 ** len(last.partition(".")[2]))
    match words:
        case []:
            return Quantity(number, number, number, resolution)
        case ["over" | "at_least"]:
            return Quantity(number, number, INF, resolution)
        case ["nearly" | "at_most"]:
            return Quantity(number, -INF, number, resolution)
        case ["about"]:
            return Quantity(number, -INF, INF, resolution)
        case [low, "to"]:
            return Quantity(None, Fraction(low), number, resolution)
    raise AssertionError(text)


CASES = [
    # Equal within half the resolutions added up.
    ("39", "39", "agreement"),
    ("39", "39.4", "agreement"),
    ("39", "39.5", "agreement"),
    ("39", "39.6", "conflict"),
    ("39", "38", "agreement"),
    ("39", "37", "conflict"),
    ("3.4", "3.5", "agreement"),  # in floats they are a little more than a tenth apart
    ("3.4", "3.51", "conflict"),
    ("0.3", "0.1", "conflict"),
    ("0.7", "0.6", "agreement"),
    # Inside an open bound, and within 10 % of it.
    ("over 2000", "2000", "agreement"),
    ("over 2000", "2100", "agreement"),
    ("over 2000", "2200", "agreement"),
    ("over 2000", "2201", "conflict"),
    ("over 2000", "2787", "conflict"),
    ("over 2000", "1999", "conflict"),
    ("over 2000", "1130", "conflict"),
    ("at_least 90", "120", "conflict"),
    ("at_least 90", "95", "agreement"),
    ("nearly 8000", "7900", "agreement"),
    ("nearly 8000", "7200", "agreement"),
    ("nearly 8000", "7199", "conflict"),
    ("nearly 8000", "8001", "conflict"),
    ("nearly 8000", "8000", "agreement"),
    ("at_most 16", "15", "agreement"),
    ("at_most 16", "1", "conflict"),
    # "About" reaches 10 % to either side.
    ("about 30", "27", "agreement"),
    ("about 30", "33", "agreement"),
    ("about 30", "26", "conflict"),  # 10 % of 30 is 3
    ("about 30", "25", "conflict"),
    ("about 30", "35", "conflict"),
    # Ranges.
    ("2 to 3", "2", "agreement"),
    ("2 to 3", "3", "agreement"),
    ("2 to 3", "5", "conflict"),
    ("2 to 3", "2 to 3", "agreement"),
    ("2 to 3", "1 to 9", "undecided"),
    ("2 to 3", "7 to 9", "conflict"),
    ("20", "19 to 21", "undecided"),
    ("20", "15 to 25", "undecided"),
    ("20", "22 to 25", "conflict"),
    ("over 20", "21 to 22", "agreement"),
    ("over 20", "21 to 40", "undecided"),
    ("over 20", "30 to 40", "conflict"),
    ("about 20", "19 to 21", "agreement"),
    ("about 20", "21 to 24", "undecided"),
    # Evidence that is open itself.
    ("39", "over 39", "agreement"),
    ("39", "over 30", "undecided"),
    ("39", "over 40", "conflict"),
    ("39", "nearly 40", "undecided"),
    ("39", "nearly 38", "conflict"),
    ("39", "about 42", "undecided"),
    ("39", "about 39", "agreement"),
    ("39", "about 50", "conflict"),
    ("over 2000", "over 1500", "undecided"),
    ("over 2000", "over 2000", "agreement"),
    ("over 2000", "over 2787", "undecided"),
    ("over 2000", "nearly 2100", "undecided"),
    ("over 2000", "nearly 1900", "conflict"),
    ("over 2000", "nearly 2000", "undecided"),
    ("nearly 2000", "at_least 2000", "undecided"),
    ("over 2000", "about 2100", "undecided"),
    ("about 2000", "about 2100", "undecided"),
    ("about 2000", "about 3000", "conflict"),
    # Nothing at all, and less than nothing.
    ("0", "0", "agreement"),
    ("about 0", "0", "agreement"),
    ("about 0", "5", "conflict"),
    ("about -20", "-21", "agreement"),
    ("about -20", "-24", "conflict"),
    ("over -20", "-19", "agreement"),
    ("over -20", "-15", "conflict"),
]


@pytest.mark.parametrize(("claim", "evidence", "outcome"), CASES)
def test_the_rule(claim, evidence, outcome):
    assert judge(said(claim), said(evidence)) == outcome


def test_what_was_not_rounded():
    """The zeros of "over 4 thousand" were left out, but it says no less than 4,000."""
    over = Quantity(4000, 4000, INF, 1000)
    assert judge(Quantity(3500, 3500, 3500, 1), over) == "conflict"
    assert judge(over, Quantity(3999, 3999, 3999, 1)) == "conflict"
    assert judge(Quantity(3600, 3600, 3600, 1), Quantity(4000, 4000, 4000, 1000)) == "agreement"


def test_what_is_about_a_number_was_rounded_too():
    about = Quantity(40, -INF, INF, 10)
    assert judge(about, Quantity(45, 45, 45, 1)) == "agreement"
    assert judge(about, Quantity(46, 46, INF, 1)) == "undecided"
    assert judge(about, Quantity(50, 50, INF, 1)) == "conflict"


def test_unknown_resolution_counts_for_nothing():
    claim = Quantity(39, 39, 39, 0)
    assert judge(claim, claim) == "agreement"
    assert judge(claim, Quantity(39.01, 39.01, 39.01, 0)) == "conflict"


# What must hold in general

number = st.fractions(-1000, 1000, max_denominator=100)
resolution = st.sampled_from([Fraction(0), Fraction(1, 100), Fraction(1, 10), Fraction(1), Fraction(10)])


@st.composite
def exact(draw):
    value = draw(number)
    return Quantity(value, value, value, draw(resolution))


@st.composite
def ranges(draw):
    low, high = sorted([draw(number), draw(number)])
    return Quantity(None, low, high, draw(resolution))


@st.composite
def hedged(draw):
    value = draw(number)
    low, high = draw(st.sampled_from([(value, INF), (-INF, value), (-INF, INF)]))
    return Quantity(value, low, high, draw(resolution))


anything = st.one_of(exact(), ranges(), hedged())


@given(anything)
def test_a_claim_agrees_with_itself(claim):
    assert judge(claim, claim) == "agreement"


@given(exact(), exact())
def test_exact_numbers_agree_both_ways(one, other):
    assert judge(one, other) == judge(other, one) != "undecided"


@given(anything, anything, st.fractions(Fraction(1, 1000), 1000).filter(bool))
def test_the_unit_does_not_matter(claim, evidence, factor):
    def times(quantity):
        return Quantity(*(None if field is None else field * factor for field in quantity))

    assert judge(times(claim), times(evidence)) == judge(claim, evidence)


@given(anything, anything)
def test_the_sign_does_not_matter(claim, evidence):
    def mirrored(quantity):
        value, low, high, resolution = quantity
        return Quantity(None if value is None else -value, -high, -low, resolution)

    assert judge(mirrored(claim), mirrored(evidence)) == judge(claim, evidence)


@given(anything, anything)
def test_outside_the_bounds_is_conflict(claim, evidence):
    """However much rounding is allowed for, what lies beyond it never agrees."""
    slack = (claim.resolution + evidence.resolution) / 2
    outside = evidence.low > claim.high + slack or evidence.high < claim.low - slack
    if outside:
        assert judge(claim, evidence) == "conflict"


@given(anything, exact())
def test_far_off_is_never_agreement(claim, evidence):
    assume(claim.value is not None)
    slack = (claim.resolution + evidence.resolution) / 2
    far = abs(evidence.value - claim.value) > abs(claim.value) / 10 + slack
    if far:
        assert judge(claim, evidence) == "conflict"


@given(anything, exact())
def test_an_exact_figure_decides(claim, evidence):
    assert judge(claim, evidence) != "undecided"


@given(anything, ranges(), st.tuples(*[st.fractions(0, 1)] * 2))
def test_narrower_evidence_keeps_a_decision(claim, wide, cuts):
    first, second = sorted(cuts)
    width = wide.high - wide.low
    narrow = wide._replace(low=wide.low + first * width, high=wide.low + second * width)
    if (outcome := judge(claim, wide)) != "undecided":
        assert judge(claim, narrow) == outcome


@given(anything, exact(), st.fractions(0, 10))
def test_coarser_print_never_turns_agreement_to_conflict(claim, evidence, more):
    coarser = evidence._replace(resolution=evidence.resolution + more)
    if judge(claim, evidence) == "agreement":
        assert judge(claim, coarser) == "agreement"


@given(exact(), exact())
def test_exact_numbers_by_another_way(claim, evidence):
    """Each printed number stands for all that would be printed so; they agree if some number is both."""
    low = max(claim.value - claim.resolution / 2, evidence.value - evidence.resolution / 2)
    high = min(claim.value + claim.resolution / 2, evidence.value + evidence.resolution / 2)
    assert judge(claim, evidence) == ("agreement" if low <= high else "conflict")


# How pairs are found

ORDINARY = {
    **dict.fromkeys(COLUMNS),
    "indicator_id": "produce_exports",  # a flow
    "ref_area": "CHN",
    "period_start": datetime.date(2024, 1, 1),
    "period_end": datetime.date(2024, 12, 31),
    "value": 300.0,
    "value_low": 300.0,
    "value_high": 300.0,
    "resolution": 1.0,
    "qualifier": "exact",
    "unit": "t",
    "status": "actual",
    "figure_as_printed": "300 t",
    "confidence": "high",
}


def row(name, **cells):
    cells = {**ORDINARY, "observation_id": name, "source_id": name.partition("/")[0], **cells}
    for column in ("period_start", "period_end"):
        if isinstance(cells[column], str):
            cells[column] = datetime.date.fromisoformat(cells[column])
    return cells


def exactly(value, resolution=1.0):
    return {"value": value, "value_low": value, "value_high": value, "resolution": resolution}


def frame(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def pairs(claim, *evidence, period="exact"):
    return compare(frame(claim), evidence=frame(*evidence), period=period)


def ids(claim, *evidence, period="exact"):
    return pairs(claim, *evidence, period=period)["evidence_id"].tolist()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("indicator_id", "port_cargo"),
        ("ref_area", "KAZ"),
        ("partner_area", "KAZ"),
        ("entity_id", "horgos-port"),
        ("breakdown", "export"),
        ("unit", "m"),
    ],
)
def test_only_the_same_thing_is_evidence(column, value):
    assert ids(row("a/x"), row("b/x")) == ["b/x"]
    assert ids(row("a/x"), row("b/x", **{column: value})) == []
    assert ids(row("a/x", **{column: value}), row("b/x")) == []
    assert ids(row("a/x", **{column: value}), row("b/x", **{column: value})) == ["b/x"]


def test_status_and_hedge_do_not_part_claim_and_evidence():
    assert ids(row("a/x", status="planned"), row("b/x")) == ["b/x"]
    assert pairs(row("a/x"), row("b/x", status="target"))["status"].tolist() == ["target"]


@pytest.mark.parametrize("empty", ["", None])
def test_sources_that_are_not_given_are_not_known_to_be_one(empty):
    assert ids(row("x", source_id=empty), row("y", source_id=empty)) == ["y"]
    assert ids(row("x", source_id=empty), row("x", source_id=empty)) == [], "no row is evidence of itself"
    assert ids(row("x", source_id=empty), row("b/x")) == ["b/x"]


def test_own_source_is_no_evidence():
    assert ids(row("a/x"), row("a/x"), row("a/y"), row("b/x")) == ["b/x"]


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (None, None, True),
        (None, "wna", True),
        ("wna", None, True),
        ("wna", "wna", True),
        ("wna", "usgs", False),
    ],
)
@pytest.mark.parametrize("column", ["basis", "definition"])
def test_bases_and_definitions(column, one, other, meet):
    assert bool(ids(row("a/x", **{column: one}), row("b/x", **{column: other}))) is meet


def test_of_each_definition_the_nearest_period_is_taken():
    evidence = [
        row("b/x", definition="proven", period_start="2022-01-01", period_end="2022-12-31"),
        row("b/y", definition="proven", period_start="2023-01-01", period_end="2023-12-31"),
        row("b/z", definition="probable", period_start="2020-01-01", period_end="2020-12-31"),
    ]
    assert sorted(ids(row("a/x"), *evidence, period="nearest")) == ["b/y", "b/z"]


@pytest.mark.parametrize(
    ("cells", "origin"),
    [
        ({"basis": "un_comtrade", "ref_area": "CHN"}, "chinese-customs"),
        ({"basis": "un_comtrade", "ref_area": "KAZ"}, "kazakh-stats"),
        ({"basis": "un_comtrade", "ref_area": "RUS"}, "un-comtrade"),
        ({"basis": "crct", "attributed_to": "Somebody"}, "china-railway"),
        ({"basis": "of_our_own"}, "of-our-own"),
        ({"source_id": "trend-2024-02-06-kazatomprom-plan", "attributed_to": "Somebody"}, "kazatomprom"),
        ({"source_id": "b", "attributed_to": "Horgos Customs"}, "horgos-customs"),
        ({"source_id": "b", "attributed_to": "海关总署"}, "海关总署"),
        ({"source_id": "b"}, "b"),
        ({"source_id": "xinhua-2025-01-04-horgos-record-2024"}, "xinhua"),
        ({"source_id": None}, None),
    ],
)
def test_evidence_says_whose_statement_it_is(cells, origin):
    """Counter of the basis in the area, or anywhere; origin of the source; who counted; who prints."""
    claim = {name: cells[name] for name in ("ref_area",) if name in cells}
    (found,) = pairs(row("a/x", **claim), row("b/x", **cells))["origin"]
    assert (None if pd.isna(found) else found) == origin


def test_a_count_that_is_handed_on_twice_is_that_of_the_first():
    """And where two hand on each other, there is an end to it."""
    tables = {
        "bases": [
            {"basis": "yearbook", "name": "The Yearbook", "counter": "office"},
            {"basis": "office", "name": "The Office", "counter": ""},
            {"basis": "world", "name": "The World", "counter": "union"},
            {"basis": "one", "name": "The One", "counter": "other"},
            {"basis": "other", "name": "The Other", "counter": "one"},
        ],
        "relayed_counts": [{"basis": "world", "area": "KAZ", "counter": "yearbook"}],
        "sources": [],
    }
    origins = Origins(SimpleNamespace(rows_referred_to=tables.get))
    assert origins.of({"basis": "world", "ref_area": "KAZ"}) == "office"
    assert origins.of({"basis": "world", "ref_area": "CHN"}) == "union"
    assert origins.of({"basis": "one"}) in ("one", "other")
    assert origins.of({"attributed_to": "the Yearbook"}) == "office"


def test_who_is_named_as_a_basis_is_that_basis():
    origins = Origins(installed())
    named = {"attributed_to": "Ministry of Energy of Kazakhstan", "source_id": "some-newspaper"}
    assert origins.of(named) == origins.of({"basis": "kazakh_energy_ministry"})


def test_two_texts_of_one_publisher_that_name_nobody_are_one_origin():
    sources = {
        "p1": {"publisher": "The Post", "origin": ""},
        "p2": {"publisher": "The Post", "origin": ""},
        "p3": {"publisher": "The Post", "origin": "the-office"},
        "q": {"publisher": "The Quest", "origin": "p1"},
        "r": {"publisher": "", "origin": ""},
        "circle": {"publisher": "Round", "origin": "circle"},
    }
    tables = {"sources": [{"source_id": key, **row} for key, row in sources.items()]}
    origins = Origins(SimpleNamespace(rows_referred_to=lambda table: tables.get(table, [])))
    found = {key: origins.of({"source_id": key}) for key in sources}
    assert found["p1"] == found["p2"] == found["q"] == "the-post"
    assert (found["p3"], found["r"], found["circle"]) == ("the-office", "r", "circle")
    assert origins.of({"source_id": "p1", "attributed_to": "Somebody"}) == "somebody"


def test_order_is_by_claim_basis_definition_time_and_name():
    claims = frame(row("z/x"), row("a/x"))
    evidence = [
        row("d/x", basis="wna"),
        row("c/x", basis="usgs", period_start="2023-01-01", period_end="2023-12-31"),
        row("b/x", basis="wna", period_start="2023-01-01", period_end="2023-12-31"),
        row("f/x"),
        row("e/x"),
        row("g/x", basis="wna", definition="in_use", period_start="2022-01-01", period_end="2022-12-31"),
    ]
    found = compare(claims, evidence=frame(*evidence), period="all")
    assert found["claim_id"].tolist() == ["a/x"] * 6 + ["z/x"] * 6
    assert found["evidence_id"].tolist() == ["e/x", "f/x", "c/x", "b/x", "d/x", "g/x"] * 2


FLOW, STOCK, CUMULATIVE = "produce_exports", "payment_cards_in_circulation", "payment_cards_issued"
RATE = "ecommerce_turnover_growth"


@pytest.mark.parametrize(
    ("indicator", "claim", "evidence", "same"),
    [
        (FLOW, ("2024-01-01", "2024-12-31"), ("2024-01-01", "2024-12-31"), True),
        (FLOW, ("2024-01-01", "2024-12-31"), ("2024-01-01", "2024-06-30"), False),
        (FLOW, ("2024-01-01", "2024-12-31"), ("2024-07-01", "2024-12-31"), False),
        (FLOW, ("2024-01-01", "2024-12-31"), ("2023-01-01", "2024-12-31"), False),
        (RATE, ("2024-01-01", "2024-12-31"), ("2024-01-01", "2024-12-31"), True),
        (RATE, ("2024-01-01", "2024-12-31"), ("2024-01-01", "2024-06-30"), False),
        (CUMULATIVE, (None, "2024-12-31"), (None, "2024-12-31"), True),
        (CUMULATIVE, (None, "2024-12-31"), (None, "2024-12-30"), False),
        (STOCK, ("2024-01-01", "2024-12-31"), ("2024-05-01", "2024-05-01"), True),
        (STOCK, ("2024-05-01", "2024-05-01"), ("2024-01-01", "2024-12-31"), True),
        (STOCK, ("2024-01-01", "2024-12-31"), ("2024-12-31", "2024-12-31"), True),
        (STOCK, ("2024-01-01", "2024-12-31"), ("2024-12-31", "2025-01-01"), False),
        (STOCK, ("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-01-01"), False),
        (STOCK, ("2024-01-01", "2024-12-31"), (None, None), False),
    ],
)
def test_the_same_period(indicator, claim, evidence, same):
    claim = row("a/x", indicator_id=indicator, period_start=claim[0], period_end=claim[1])
    other = row("b/x", indicator_id=indicator, period_start=evidence[0], period_end=evidence[1])
    assert bool(ids(claim, other)) is same
    assert ids(claim, other, period="all") == ["b/x"]


def dated(name, year, **cells):
    return row(name, period_start=f"{year}-01-01", period_end=f"{year}-12-31", **cells)


def test_the_nearest_period_of_each_basis():
    evidence = [
        dated("b/2019", 2019),
        dated("b/2022", 2022),
        dated("b/2027", 2027),
        dated("c/2010", 2010, basis="wna"),
        dated("c/2011", 2011, basis="wna"),
        row("d/undated", period_start=None, period_end=None),
    ]
    assert ids(dated("a/x", 2024), *evidence, period="nearest") == ["b/2022", "c/2011"]
    near = [dated("b/x", 2022), dated("c/x", 2022)]
    assert ids(dated("a/x", 2024), *near, period="nearest") == ["b/x", "c/x"]


def test_two_at_one_distance_are_both_nearest():
    before = row("b/x", indicator_id=CUMULATIVE, period_start=None, period_end="2024-05-01")
    after = row("c/x", indicator_id=CUMULATIVE, period_start=None, period_end="2024-05-03")
    claim = row("a/x", indicator_id=CUMULATIVE, period_start=None, period_end="2024-05-02")
    assert ids(claim, before, after, period="nearest") == ["b/x", "c/x"]
    assert ids(claim, before, after) == []


@pytest.mark.parametrize("period", ["exact", "nearest", "all"])
def test_a_claim_without_a_period_meets_all(period):
    claim = row("a/x", period_start=None, period_end=None)
    evidence = [dated("b/2019", 2019), dated("b/2024", 2024), row("c/x", period_start=None, period_end=None)]
    assert sorted(ids(claim, *evidence, period=period)) == ["b/2019", "b/2024", "c/x"]


@pytest.mark.parametrize(
    ("claim", "evidence", "converted", "outcome"),
    [
        (("km", exactly(2.0)), ("m", exactly(2000.0)), 2.0, "agreement"),
        (("m", exactly(2000.0)), ("km", exactly(2.0)), 2000.0, "agreement"),
        (("km", exactly(2.0)), ("m", exactly(2600.0)), 2.6, "conflict"),
        (("km", exactly(2.0)), ("m", exactly(2500.0)), 2.5, "agreement"),  # rounded to 2 km at half the way
        (("kg", exactly(300_000.0)), ("t", exactly(300.0)), 300_000.0, "agreement"),
        (("t", exactly(0.3, 0.1)), ("kg", exactly(300.0)), 0.3, "agreement"),
        (("day", exactly(2.0)), ("h", exactly(16.0)), 16 / 24, "conflict"),
        (("h", exactly(48.0)), ("day", exactly(2.0)), 48.0, "agreement"),
        (("day", exactly(2.0, None)), ("h", exactly(48.0, None)), 2.0, "agreement"),
    ],
)
def test_units_are_converted_into_the_claims(claim, evidence, converted, outcome):
    (unit, number), (other_unit, other) = claim, evidence
    found = pairs(row("a/x", unit=unit, **number), row("b/x", unit=other_unit, **other))
    assert found["unit"].tolist() == [unit]
    assert found["evidence"].tolist() == [converted]
    assert found["claim"].tolist() == [number["value"]]
    assert found["outcome"].tolist() == [outcome]


def test_numbers_count_as_printed():
    """The floats 3.4 and 3.5 are more than a tenth apart, what is printed is not."""
    claim, evidence = row("a/x", **exactly(3.4, 0.1)), row("b/x", **exactly(3.5, 0.1))
    assert pairs(claim, evidence)["outcome"].tolist() == ["agreement"]
    assert pairs(claim, evidence)["difference"].tolist() == [0.1]


def test_currencies_are_never_converted():
    assert ids(row("a/x", unit="USD"), row("b/x", unit="CNY")) == []
    assert ids(row("a/x", unit="USD"), row("b/x", unit="USD_2021")) == []
    assert ids(row("a/x", unit="TWh"), row("b/x", unit="TWh_fuel")) == []
    assert ids(row("a/x", unit="t"), row("b/x", unit="barrel")) == []
    assert ids(row("a/x", unit="t"), row("b/x", unit="tU")) == []


def test_difference_and_ratio():
    found = pairs(row("a/x", **exactly(3.4, 0.1)), row("b/x", **exactly(39.0)))
    assert found[["claim", "evidence", "difference"]].to_numpy().tolist() == [[3.4, 39.0, 35.6]]
    assert found["ratio"].item() == pytest.approx(39 / 3.4)
    nothing = pairs(row("a/x", **exactly(0.0)), row("b/x", **exactly(2.0)))
    assert nothing["difference"].item() == 2
    assert pd.isna(nothing["ratio"].item())
    spread = {"value": None, "value_low": 290.0, "value_high": 310.0, "qualifier": "range"}
    ranged = pairs(row("a/x"), row("b/x", **spread))
    assert ranged["claim"].item() == 300
    assert ranged[["evidence", "difference", "ratio"]].isna().all(axis=None)
    assert ranged["outcome"].item() == "undecided"


def test_a_claim_without_evidence_has_no_row():
    found = pairs(row("a/x"))
    assert len(found) == 0
    assert found.dtypes.equals(pairs(row("a/x"), row("b/x"))[:0].dtypes)


def test_what_the_evidence_says_is_handed_on():
    evidence = row("b/x", basis="wna", attributed_to="Kazatomprom", confidence="low", status="estimate")
    found = pairs(row("a/x", basis="wna"), evidence).iloc[0]
    assert found["claim_id"] == "a/x"
    for column in ("basis", "status", "source_id", "attributed_to", "figure_as_printed", "confidence"):
        assert found[column] == evidence[column]
    assert found["period_start"] == pd.Timestamp(2024, 1, 1)
    assert found["period_end"] == pd.Timestamp(2024, 12, 31)


# Frames

CLAIM = [row("a/x", value_high=None, qualifier="over"), row("a/y", period_start=None, period_end=None)]
EVIDENCE = [row("b/x"), row("c/x", unit="kg", **exactly(250_000.0)), dated("b/y", 2023, value=None)]


def as_pandas(rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def as_loaded(rows):
    loaded = kbd.load("observations")
    return as_pandas(rows).astype({name: dtype for name, dtype in loaded.dtypes.items() if dtype != "str"})


def as_nullable(rows):
    """Missing values are pd.NA, which cannot be compared."""
    return as_loaded(rows).convert_dtypes()


def format_table(rows):
    """Everything is text, as read from the CSV; an empty cell is empty text."""
    return pd.DataFrame([{name: "" if cell is None else str(cell) for name, cell in r.items()} for r in rows])


def as_polars(rows):
    pl = pytest.importorskip("polars")
    types = {"value": pl.Float64, "value_low": pl.Float64, "value_high": pl.Float64}
    return pl.DataFrame(rows, schema_overrides=types)


def as_pyarrow(rows):
    return pytest.importorskip("pyarrow").Table.from_pylist(rows)


MAKERS = [as_pandas, as_loaded, as_nullable, format_table, as_polars, as_pyarrow]


def plain(result):
    if isinstance(result, pd.DataFrame):
        result = result.astype(object).where(result.notna(), None)
        rows = result.to_dict("records")
    else:
        rows = result.to_dicts() if hasattr(result, "to_dicts") else result.to_pylist()
    return [
        {name: cell.date() if isinstance(cell, datetime.datetime) else cell for name, cell in r.items()}
        for r in rows
    ]


@pytest.mark.parametrize("make_evidence", MAKERS)
@pytest.mark.parametrize("make_claims", MAKERS)
def test_every_kind_of_frame_gives_the_same(make_claims, make_evidence):
    claims = make_claims(CLAIM)
    found = compare(claims, evidence=make_evidence(EVIDENCE), period="all")
    assert type(found) is type(claims)
    assert plain(found) == plain(compare(as_pandas(CLAIM), evidence=as_pandas(EVIDENCE), period="all"))
    assert len(found) == 6


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_what_ships_gives_the_same_in_every_backend(backend):
    pytest.importorskip(backend)
    observations = kbd.load("observations", backend=backend)
    assert plain(compare(observations)) == plain(compare(kbd.load("observations")))


def test_a_claim_by_name_is_the_claim_in_a_frame():
    observations = kbd.load("observations")
    for name in ("liu-belt-and-road/uranium-world-share", "liu-belt-and-road/oil-reserves"):
        one = observations[observations["observation_id"] == name]
        pd.testing.assert_frame_equal(compare(name, period="all"), compare(one, period="all"))
        pd.testing.assert_frame_equal(
            compare(name, period="all"), compare(name, period="all", evidence=observations)
        )


def test_frames_stay_as_they_were():
    claims, evidence = as_loaded(CLAIM), as_loaded(EVIDENCE)
    copies = claims.copy(), evidence.copy()
    compare(claims, evidence=evidence, period="all")
    pd.testing.assert_frame_equal(claims, copies[0])
    pd.testing.assert_frame_equal(evidence, copies[1])


# Wrong names and wrong frames


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: compare("liu-belt-and-road/oil-reserve"),
            'no observation .*did you mean "liu-belt-and-road/oil-reserves"',
        ),
        (lambda: compare(frame(row("a/x")), period="near"), 'no way to match periods .*"nearest"'),
        (lambda: compare(frame(row("a/x", unit="tons"))), "no unit 'tons'"),
        (lambda: compare(frame(row("a/x")), evidence=frame(row("b/x", unit="kmh"))), "no unit 'kmh'"),
    ],
)
def test_wrong_names(call, message):
    with pytest.raises(kbd.UnknownNameError, match=message):
        call()


TRADE = row("x", indicator_id="goods_trade_turnover", ref_area="KAZ", partner_area="CHN", unit="USD")


@pytest.mark.parametrize(
    ("column", "code", "message"),
    [
        ("indicator_id", "goods_trade_turnovr", 'no indicator .*did you mean "goods_trade_turnover"'),
        ("ref_area", "KZ", "no area 'KZ'; did you mean"),
        ("ref_area", "Kazakhstan", 'no area .*did you mean "KAZ"'),
        ("partner_area", "China", 'no partner .*did you mean "CHN"'),
        ("entity_id", "horgos-prt", 'no entity .*did you mean "horgos-port"'),
        ("breakdown", "exprts", 'no breakdown .*did you mean "exports"'),
        ("definition", "prelimnary", 'no definition .*did you mean "preliminary"'),
        ("basis", "kazakh_stat", 'no basis .*did you mean "kazakh_stats"'),
    ],
)
def test_codes_that_the_package_does_not_have_are_refused(column, code, message):
    claims = frame(TRADE | {"source_id": None})
    assert len(compare(claims)) > 0
    with pytest.raises(kbd.UnknownNameError, match=message):
        compare(claims.astype("object").assign(**{column: code}))


def test_a_package_of_ones_own_knows_its_codes(tmp_path):
    shutil.copytree(kbd.data_dir(), tmp_path / "package")
    bases = tmp_path / "package" / "data" / "bases.csv"
    lines = bases.read_text(encoding="utf-8").splitlines(keepends=True)
    of_ours = "of_ours," + lines[-1].partition(",")[2]
    bases.write_text("".join([*lines, of_ours]), encoding="utf-8")
    claims = frame(TRADE | {"source_id": None, "basis": "of_ours"})
    assert len(kbd.Package(tmp_path / "package").compare(claims)) == 0
    with pytest.raises(kbd.UnknownNameError, match="no basis 'of_ours'"):
        compare(claims)
    assert len(compare(claims, evidence=frame(TRADE | {"basis": "of_ours"}))) == 1, "evidence has its own"


def test_frames_that_cannot_be_read():
    with pytest.raises(UnsupportedBackendError, match="list is not an eager dataframe; give one of pandas"):
        compare([row("a/x")])
    with pytest.raises(kbd.UnknownNameError, match=r"no column in the frame.* 'period_end, unit'"):
        compare(frame(row("a/x")).drop(columns=["period_end", "unit"]))
    with pytest.raises(kbd.UnknownNameError, match=r"no column in the frame.* 'ref_area'"):
        compare(frame(row("a/x")), evidence=frame(row("b/x")).drop(columns=["ref_area"]))
    with pytest.raises(kbd.UnknownNameError, match=r"no column in the frame.* 'value_high'"):
        compare(frame(row("a/x")).drop(columns=["value_high"]), evidence=frame(row("b/x")))
    # Claims need not say what only evidence is asked for.
    assert len(compare(frame(row("a/x")).drop(columns=["status", "note"]), evidence=frame(row("b/x")))) == 1


NEEDED = ["observation_id", "indicator_id", "ref_area", "period_start", "period_end", "value", "unit"]


@pytest.mark.parametrize("make", [as_pandas, as_polars, as_pyarrow])
def test_a_column_that_is_missing_is_empty(make):
    """Whichever side lacks it, and whatever it would have said."""
    bare = {name: TRADE[name] for name in [*NEEDED, "partner_area"]}
    empty = dict.fromkeys(COLUMNS) | bare
    other = TRADE | {"observation_id": "y", "source_id": "b"}
    for value, outcome in ((300.0, "agreement"), (301.0, "conflict")):
        claims, full = (make([one | {"value": value}]) for one in (bare, empty))
        found = compare(claims, evidence=make([other | {"resolution": None}]))
        assert plain(found) == plain(compare(full, evidence=make([other | {"resolution": None}])))
        assert [one["outcome"] for one in plain(found)] == [outcome]
        (back,) = plain(compare(make([other | {"resolution": None}]), evidence=claims))
        assert (back["outcome"], back["status"], back["source_id"]) == (outcome, None, None)
    total = make([{name: TRADE[name] for name in NEEDED}])
    assert len(compare(total, evidence=make([other]))) == 0, "what names no partner is of none"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"unit": None}, "x has no unit\ngive every row one of the units: CNY, EJ, EUR"),
        ({"value": "39 %"}, "value of ./x is '39 %', not a number"),
        ({"value": INF}, "value of ./x is inf, not a number"),
        ({"value": "117/3"}, "value of ./x is '117/3', not a number"),
        ({"value": "1e4000000"}, "value of ./x is '1e4000000', not a number"),
        ({"value": Decimal("1e4000000")}, r"value of ./x is Decimal\('1E\+4000000'\), not a number"),
        ({"value": Decimal("1e-4000000")}, r"value of ./x is Decimal\('1E-4000000'\), not a number"),
        ({"value": "1" * 100_000}, "value of ./x is '11111111.*…, not a number"),
        ({"resolution": INF}, "resolution of ./x is inf, not a number"),
        ({"period_end": 2024}, "period_end of ./x is 2024, not a day\ngive days such as 2024-12-31"),
    ],
)
def test_cells_that_cannot_be_read(cells, message):
    ordinary = frame(row("b/x"))
    for claims, evidence in [(frame(row("a/x", **cells)), ordinary), (ordinary, frame(row("a/x", **cells)))]:
        with pytest.raises(kbd.KzBriDataError, match=message) as caught:
            compare(claims, evidence=evidence)
        assert isinstance(caught.value, ValueError)


def test_a_year_as_text_is_no_day():
    claims = frame(row("a/x")).astype({"period_end": "str"})
    assert len(compare(claims, evidence=frame(row("b/x")))) == 1
    with pytest.raises(kbd.KzBriDataError, match="period_end of a/x is '2024', not a day"):
        compare(claims.assign(period_end="2024"), evidence=frame(row("b/x")))


def test_an_infinite_bound_is_an_open_side():
    over = {"value": 290.0, "value_low": 290.0, "qualifier": None}
    up_to = {"value": None, "value_high": 300.0, "qualifier": None}
    for low, high in ((None, None), (-INF, INF)):
        found = pairs(row("a/x", **over, value_high=high), row("b/x", **up_to, value_low=low))
        assert found["outcome"].tolist() == ["undecided"]


WORDS = ["exact", "over", "at_least", "nearly", "at_most", "about"]


@pytest.mark.parametrize("word", WORDS)
def test_a_hedge_counts_where_bounds_are_empty(word):
    """Claims of one's own are "over 300"; a bound that is given says the same."""
    empty = {"value_low": None, "value_high": None}
    stated = said("300" if word == "exact" else f"{word} 300")
    low, high = stated.low, stated.high
    given = {"value_low": None if low == -INF else 300.0, "value_high": None if high == INF else 300.0}
    for number in (290.0, 310.0, 302.0, 400.0):
        evidence = row("b/x", **exactly(number))
        (by_word,) = pairs(row("a/x", qualifier=word, **empty), evidence)["outcome"]
        (by_bounds,) = pairs(row("a/x", qualifier=word, **given), evidence)["outcome"]
        assert by_word == by_bounds == judge(stated, said(f"{number:g}"))
        (back,) = pairs(evidence, row("a/y", source_id="c", qualifier=word, **empty))["outcome"]
        assert back == judge(said(f"{number:g}"), stated)


def test_bounds_that_a_hedge_contradicts_are_refused():
    with pytest.raises(kbd.KzBriDataError, match="a/x is over 300, and its bounds say otherwise") as caught:
        pairs(row("a/x", qualifier="over"), row("b/x"))
    assert "leave value_low and value_high empty" in caught.value.allowed
    assert len(pairs(row("a/x", qualifier="over", value_low=None, value_high=None), row("b/x"))) == 1
    with pytest.raises(kbd.KzBriDataError, match=r"no hedge of a/x 'ca\.'"):
        pairs(row("a/x", qualifier="ca."), row("b/x"))


NOTHING = dict.fromkeys(["value", "value_low", "value_high", "qualifier", "resolution"])


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"value": 300.0}, "agreement"),
        ({"value": 290.0}, "conflict"),  # "about 290" would reach it
        ({"value": 290.0, "resolution": 10.0}, "conflict"),
        ({"value": 295.0, "resolution": 10.0}, "agreement"),
        ({"value": 290.0, "qualifier": "unknown"}, "agreement"),
        ({"value": 290.0, "value_low": -INF, "value_high": INF}, "agreement"),
        ({"value": 290.0, "value_low": 290.0}, "agreement"),
        ({"value": 200.0, "qualifier": "over"}, "conflict"),
        ({"value_low": 290.0, "qualifier": "over"}, "agreement"),
        # A bound alone is the number that is said.
        ({"value_low": 290.0}, "agreement"),
        ({"value_low": 200.0}, "conflict"),
        ({"value_high": 310.0}, "agreement"),
        ({"value_high": 400.0}, "conflict"),
        ({"value_low": 200.0, "value_high": 400.0}, "agreement"),
    ],
)
def test_what_a_number_without_a_hedge_says(cells, outcome):
    assert pairs(row("a/x", **NOTHING | cells), row("b/x"))["outcome"].tolist() == [outcome]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({}, "a/x has no value and no bounds\ngive its value, or value_low and value_high"),
        ({"qualifier": "exact"}, "a/x has no value and no bounds"),
        ({"qualifier": "about"}, "a/x has no value and no bounds"),
        ({"value_low": -INF, "value_high": INF}, "a/x has no value and no bounds"),
        ({"qualifier": "range"}, "a/x has no value and no bounds"),
        ({"value": 30.0, "qualifier": "range"}, "a/x is a range without both bounds\ngive value_low"),
        ({"value_low": 30.0, "qualifier": "range"}, "a/x is a range without both bounds"),
        ({"value_high": 30.0, "qualifier": "over"}, "a/x is over 30, and its bounds say otherwise"),
        (
            {"value": 10.0, "value_low": 20.0, "value_high": 30.0},
            "a/x is not within its own bounds: value_low 20, value 10, value_high 30",
        ),
        ({"value": 40.0, "value_high": 30.0}, "a/x is not within its own bounds: value 40, value_high 30"),
        (
            {"value_low": 40.0, "value_high": 30.0, "qualifier": "range"},
            "a/x is not within its own bounds: value_low 40, value_high 30",
        ),
    ],
)
def test_what_says_nothing_or_contradicts_itself_is_refused(cells, message):
    bad, good = frame(row("a/x", **NOTHING | cells)), frame(row("b/x"))
    for claims, evidence in ((bad, good), (good, bad)):
        with pytest.raises(kbd.RefusedError, match=message):
            compare(claims, evidence=evidence)


def test_a_frame_without_hedges_has_its_bounds():
    claims = frame(row("a/x", value_high=None, qualifier="over"))
    assert compare(claims, evidence=frame(row("b/x")))["outcome"].tolist() == ["agreement"]
    bare = claims.drop(columns="qualifier")
    assert compare(bare, evidence=frame(row("b/x")))["outcome"].tolist() == ["agreement"]


def test_a_lazy_frame_is_refused():
    pl = pytest.importorskip("polars")
    with pytest.raises(UnsupportedBackendError, match="LazyFrame is not an eager dataframe"):
        compare(pl.LazyFrame([row("a/x")]))


# Real claims, and what a reader of both sides would say


def outcomes(claim, **choices):
    found = compare(f"liu-belt-and-road/{claim}", **choices)
    return dict(zip(found["evidence_id"], found["outcome"], strict=True))


def test_real_claims():
    assert set(outcomes("chinese-brands-share-2021").values()) == {"agreement"}
    assert outcomes("copper-reserves")["reuters-2010-04-06-copper-reserves/copper-reserves"] == "agreement"
    uranium = outcomes("uranium-world-share")
    assert uranium["wna-2023-uranium-mining/uranium-share-2022"] == "agreement"
    assert uranium["wna-2022-uranium-mining/uranium-share-2021"] == "conflict"


@pytest.mark.parametrize("period", ["exact", "nearest", "all"])
def test_every_claim_can_be_compared(period):
    observations = kbd.load("observations")
    paper = observations[observations["source_id"] == "liu-belt-and-road"]
    found = compare(paper, period=period)
    assert set(found["claim_id"]) <= set(paper["observation_id"])
    assert "liu-belt-and-road" not in set(found["source_id"])
    assert not found.duplicated(["claim_id", "evidence_id"]).any()


@functools.cache
def all_that_ships():
    """Every observation beside all others."""
    return compare(kbd.load("observations"), period="all")


def test_exact_and_nearest_are_parts_of_all():
    observations = kbd.load("observations")
    results = {period: compare(observations, period=period) for period in ("exact", "nearest")}
    found = {
        period: set(result[["claim_id", "evidence_id"]].itertuples(index=False))
        for period, result in {**results, "all": all_that_ships()}.items()
    }
    assert found["exact"] < found["all"]
    assert found["nearest"] < found["all"]


def test_agreement_of_exact_figures_is_mutual_in_what_ships():
    found = all_that_ships()
    qualifier = {r["observation_id"]: r["qualifier"] for r in installed().rows("observations")}
    outcome = dict(
        zip(zip(found["claim_id"], found["evidence_id"], strict=True), found["outcome"], strict=True)
    )
    exact_pairs = [pair for pair in outcome if {qualifier[name] for name in pair} == {"exact"}]
    assert exact_pairs
    assert all(outcome[one, other] == outcome[other, one] for one, other in exact_pairs)


def test_a_share_of_eleven_months_is_no_share_of_the_year():
    """A share over a period is a share of flows; that of a day is a share at a date."""
    pairs = compare("liu-belt-and-road/noncash-share-2020")
    assert "66.7%" not in set(pairs["figure_as_printed"])
    other = compare("liu-belt-and-road/noncash-share-2020", period="all")
    assert any(printed.startswith("66") for printed in other["figure_as_printed"])


@pytest.mark.parametrize("period", ["nearest", "all"])
def test_what_is_said_of_another_period_contradicts_nothing(period):
    claim, other = dated("a/x", 2023), dated("b/x", 2021, **exactly(500))
    (one,) = pairs(claim, other, period=period).to_dict("records")
    assert (one["outcome"], one["days_apart"]) == ("other_period", -730)
    about = {"qualifier": "about", "value_low": None, "value_high": None}
    (one,) = pairs(claim, dated("b/x", 2021, value=305.0, **about), period=period).to_dict("records")
    assert one["outcome"] == "other_period", "where nothing is decided either"
    (one,) = pairs(claim, dated("b/x", 2023, **exactly(500)), period=period).to_dict("records")
    assert (one["outcome"], one["days_apart"]) == ("conflict", 0)
    (one,) = pairs(claim, dated("b/x", 2021), period=period).to_dict("records")
    assert one["outcome"] == "agreement", "a figure may be given under a wrong year"


def test_a_share_of_a_day_lies_within_a_year():
    share = {"indicator_id": "uranium_world_share", "unit": "percent"}
    whole = dated("a/x", 2024, **share)
    day = row("b/x", period_start="2024-06-30", period_end="2024-06-30", **share)
    assert ids(whole, day) == ["b/x"]
    assert ids(day, whole) == ["a/x"]


def test_a_window_and_a_last_day_alone_are_not_one_period():
    reserves = {"indicator_id": "oil_reserves"}
    window, last = dated("a/x", 2024, **reserves), dated("b/x", 2024, **reserves) | {"period_start": None}
    assert ids(window, last) == ids(last, window) == []
