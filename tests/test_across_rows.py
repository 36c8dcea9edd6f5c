"""What only several rows show: sources that nobody cites, codes nearly alike, circles, one address twice."""

import shutil
from pathlib import Path

import pytest
from good_package import GOOD
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data.validation.engine import python_engine
from kz_bri_data.validation.rules.addresses import plain_address
from kz_bri_data.validation.rules.circles import closing_edges
from kz_bri_data.validation.rules.plausibility import thousand_step
from kz_bri_data.validation.run import Validator

BAD = Path(__file__).parent / "bad"
ENGINES = ["python", "polars"]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of good files, in whose folder we are."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(GOOD, tmp_path / "data")
    shutil.copy(kbd.data_dir() / "datapackage.json", tmp_path)
    return tmp_path


def add(package, table, *lines):
    path = package / "data" / f"{table}.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header + "".join(rows) + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def found(engine, path="."):
    if engine == "polars":
        pytest.importorskip("polars")
    return [(one.code, one.line, one.accepted) for one in problems(engine, path)]


def problems(engine, path):
    report = Validator([path], engine=engine).report()
    return [*report.problems, *report.accepted]


SOURCE = "road-2025,news,Roads,,Roads,,2025-03,https://road.example/1,,,,en,CC-BY-4.0,"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_source_that_no_row_cites(package, engine):
    assert found(engine) == []
    add(package, "sources", SOURCE)
    assert found(engine) == [("unused", 5, "")]
    assert found(engine, "data/sources.csv") == []  # of one file nobody knows
    add(package, "exceptions", "sources,road-2025,unused,Its rows come next.")
    assert found(engine) == [("unused", 5, "Its rows come next.")]
    add(package, "places", "roadside,Roadside,KAZ,,,,road-2025,")
    assert [code for code, _, _ in found(engine)] == ["exception-unused"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_source_is_not_unused_where_its_rows_could_not_be_read(package, engine):
    add(package, "sources", SOURCE)
    add(package, "places", "roadside,Roadside,KAS,,,,road-2025,")
    assert [code for code, _, _ in found(engine)] == ["reference"]


@pytest.mark.parametrize("engine", ENGINES)
def test_codes_that_are_alike_and_codes_that_are_not(package, engine):
    add(package, "breakdowns", "import,Imports,What comes in.", "westbound,West,To the west.")
    assert found(engine) == []
    add(package, "breakdowns", "westboumd,West,To the west.")
    assert ("near-code", 5, "") in found(engine)


def test_addresses_of_one_page():
    pages = ["https://www.a.example/x/", "http://a.example/x", "https://A.example/x#top"]
    assert len(set(map(plain_address, pages))) == 1
    assert (
        len(set(map(plain_address, ["https://a.example/x?1", "https://a.example/X", "https://a.example"])))
        == 3
    )


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=12))
def test_without_what_closes_circles_there_is_none(pairs):
    edges = [(part, whole, line) for line, (part, whole) in enumerate(pairs) if part != whole]
    closing = closing_edges(edges)
    left = [edge for edge in edges if edge not in closing]
    assert closing_edges(left) == []
    above = {part: {part} for part, _, _ in left}
    for _ in left:  # as many steps as there are edges reach everything
        for part, whole, _ in left:
            above[part] |= above.get(whole, {whole})
    has_circle = any(whole in above and part in above[whole] for part, whole, _ in left)
    assert not has_circle
    assert bool(closing) == bool(set(edges) - set(left))


def test_a_circle_of_three_and_a_part_of_two():
    tree = [("yard", "port", 2), ("yard", "zone", 3), ("port", "zone", 4)]
    assert closing_edges(tree) == []
    assert closing_edges([*tree, ("zone", "yard", 5)]) != []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("line", "code"), [("KAZ,Kazakhstan,country,KAZ", True), ("KAZ,Kazakhstan,country,CHN", False)]
)
def test_an_area_that_is_a_part_of_itself(package, engine, line, code):
    path = package / "data" / "areas.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("KAZ,Kazakhstan,country,", line), encoding="utf-8"
    )
    assert [one for one, _, _ in found(engine, "data/areas.csv")] == ["part-of-circle"] * code


def test_many_relations_are_searched_in_little_time():
    chain = [(str(number), str(number + 1), number) for number in range(50_000)]
    assert closing_edges(chain) == []
    assert len(closing_edges([*chain, ("50000", "0", 50_000)])) == 1


@pytest.mark.parametrize(
    ("values", "step"),
    [
        ((31.2e9, 36.5e9, 41e6, 43.8e6), -3),
        ((31.2e6, 36.5e6, 41e9, 43.8e9), 3),
        ((31.2e9, 36.5e9, 41e9, 43.8e9), 0),
        ((1, 30, 1e3, 3e4), 0),  # growth
        ((31.2e9, 36.5e9, 41e7, 43.8e7), 0),
        ((31.2e9, 0, 41e6, 43.8e6), 0),
    ],
)
def test_a_series_that_goes_on_at_another_scale(values, step):
    assert thousand_step(*values) == step


@pytest.mark.parametrize("engine", ENGINES)
def test_a_step_is_told_once_where_it_is(package, engine):
    shutil.copy(BAD / "observations-off-by-powers-step.csv", package / "data" / "observations.csv")
    assert found(engine, "data/observations.csv") == [("off-by-powers", 5, "")]


def years(package):
    """Write the one series of the bad file: three years and a longer period."""
    text = (BAD / "observations-period-longer.csv").read_text(encoding="utf-8")
    header, *rows = text.splitlines()
    trade = [row for row in rows if row.startswith("customs-2025/trade-")]
    path = package / "data" / "observations.csv"
    path.write_text("".join(f"{row}\n" for row in (header, *trade)), encoding="utf-8")
    return path


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("old", "new", "is_found"),
    [
        ("", "", True),
        ("2022-01-01,2023-12-31", "2022-01-01,2023-02-28", True),  # fourteen months
        ("2022-01-01,2023-12-31", "2022-01-01,2023-01-07", False),  # a financial year of 53 weeks
        ("2022-01-01,2023-12-31", "2022-01-01,2022-06-30", False),
        (
            "72200000000,,,100000000,about",
            ",70000000000,75000000000,100000000,range",
            True,
        ),  # a range is of that period too
        ("2019-01-01,2019-12-31", "2019-01-01,2019-06-30", False),  # two years may stand beside their sum
        ("2022,trade,KAZ,CHN,,", "2022,trade,KAZ,CHN,,export", False),  # another series
        ("2024,trade,KAZ,CHN,,,,", "2024,trade,KAZ,CHN,,,,comtrade", False),
    ],
)
def test_a_period_that_is_longer_than_those_of_its_series(package, engine, old, new, is_found):
    path = years(package)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    codes = [code for code, _, _ in found(engine, "data/observations.csv")]
    assert ("period-longer" in codes) == is_found


SERIES = (BAD / "series-series-unknown.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("engine", ENGINES)
def test_series_that_the_observations_beside_them_have_and_have_not(package, engine):
    (package / "data" / "series.csv").write_text(SERIES, encoding="utf-8")
    assert found(engine) == found(engine, "data/series.csv") == [("series-unknown", 4, "")]
    # With the break goes the day from which the series counts.
    header = (package / "data" / "breaks.csv").read_text(encoding="utf-8").splitlines()[0]
    (package / "data" / "breaks.csv").write_text(f"{header}\n", encoding="utf-8")
    assert found(engine) == [("series-unknown", 2, ""), ("series-unknown", 4, "")]
    # Where an observation is wrong, its series may be the one that is named.
    observations = package / "data" / "observations.csv"
    text = observations.read_text(encoding="utf-8")
    observations.write_text(text.replace("2024-01-01,2024-12-31", "2024-01-01,2024-12-32"), encoding="utf-8")
    assert "series-unknown" not in [code for code, _, _ in found(engine)]


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_that_repeat_none_for_an_empty_part_are_not_read_again(package, engine, monkeypatch):
    add(package, "sources", *(SOURCE.replace("road-2025", f"road-{year}", 1) for year in range(2030, 2034)))
    again = []
    engines = {"python": python_engine.PythonEngine}
    if engine == "polars":
        engines["polars"] = pytest.importorskip("kz_bri_data.validation.engine.polars_engine").PolarsEngine
    read = engines[engine].read_again

    def spy(self, file, width, positions):
        again.append(list(positions))
        return read(self, file, width, positions)

    monkeypatch.setattr(engines[engine], "read_again", spy)
    assert ("unique", 6, "") in found(engine, "data/sources.csv")
    assert again == [[2, 3, 4, 5]]
    rows = (
        (package / "data" / "sources.csv").read_text(encoding="utf-8").replace("https://road.example/1", "")
    )
    (package / "data" / "sources.csv").write_text(rows, encoding="utf-8")
    again.clear()
    assert "unique" not in [code for code, _, _ in found(engine, "data/sources.csv")]
    assert again == []
