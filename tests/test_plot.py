"""Charts: which mark stands for which figure, what a line joins, and what is said around it."""

import itertools
import json
import math
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data._catalogue import installed
from kz_bri_data.plotting import properties, specification, svg, themed
from kz_bri_data.plotting.layers import SHAPES
from kz_bri_data.plotting.themes import MOST_LINES, THEMES
from kz_bri_data.plotting.words import wrapped

ROOT = Path(__file__).parents[1]
OBSERVATIONS = kbd.load("observations")
QUALIFIERS = list(OBSERVATIONS["qualifier"].cat.categories)
STATUSES = list(OBSERVATIONS["status"].cat.categories)
POINTS = ("figures", "hedged", "ranges")


def spec_of(what, language="en", theme="light", width=640, **choices):
    return specification(installed(), what, language, theme, width, choices)


def rows(spec, *names):
    """The rows of some layers."""
    return [row for layer in spec["layer"] if layer["name"] in names for row in layer["data"]["values"]]


def lines_in(spec):
    """The points of each line, whether it goes over a gap or not."""
    for name in ("lines", "gaps"):
        for _, points in itertools.groupby(rows(spec, name), lambda row: row["line"]):
            yield list(points)


def years(found):
    return [int(row["date"][:4]) for row in found]


def legend(spec):
    (said,) = {
        json.dumps(layer["encoding"]["color"]["legend"])
        for layer in spec["layer"]
        if "color" in layer["encoding"]
    }
    return json.loads(said)


def labels(spec):
    layer = next(layer for layer in spec["layer"] if "color" in layer["encoding"])
    return layer["encoding"]["color"]["scale"]["domain"]


def below(spec):
    return " ".join(spec["layer"][0]["encoding"]["x"]["axis"]["title"])


def frame(*figures, **columns):
    """Figures of one made-up series: year, value, and what else is said of them."""
    of_all = {"indicator_id": "oil_production", "ref_area": "KAZ", "unit": "t", "basis": "ember", **columns}
    return pd.DataFrame(
        [
            {
                **of_all,
                "period_start": f"{year}-01-01",
                "period_end": f"{year}-12-31",
                "value": value,
                "value_low": value,
                "value_high": value,
                "qualifier": "exact",
                "status": "actual",
                **more,
            }
            for year, value, more in figures
        ]
    )


def test_trade_is_a_line_with_what_is_known_of_each_year():
    spec = spec_of("goods_trade_turnover")
    assert spec["title"] == {
        "text": ["Trade between Kazakhstan and China, by Kazakh statistics"],
        "subtitle": ["billion US dollars"],
    }
    by_year = {
        row["period"]: row
        for row in sorted(rows(spec, *POINTS), key=lambda row: row["date"])
        if row["stands"]
    }
    assert list(by_year) == ["2013", "2018", "2019", "2020", "2021", "2022", "2023", "2024"]
    assert by_year["2024"]["value"] == 30_100_000_000
    # No year is known between these two, so nothing but dots goes from the one to the other.
    assert years(rows(spec, "gaps")) == [2013, 2018]
    assert 2013 not in years(rows(spec, "lines"))
    # "Nearly" leaves the lower side open.
    assert (
        {row["period"] for row in rows(spec, "hedged")}
        == {"2019"}
        == {row["period"] for row in rows(spec, "open_down")}
    )
    assert below(spec).startswith("open: hedged · arrow: the side left open · dotted line:")
    assert "Counted by: Bureau of National Statistics of Kazakhstan · Sources: " in below(spec)
    assert below(spec).endswith(f"kz-bri-data {kbd.__version__}")


def test_each_counter_is_a_line_of_its_own():
    spec = spec_of("uranium_world_share", entity="", definition="")
    assert labels(spec)[0] == "World Nuclear Association"
    assert len(labels(spec)) == 6
    assert "Counted by" not in below(spec)
    assert all(len({row["series"] for row in line}) == 1 for line in lines_in(spec))


def test_the_series_that_answers_lies_over_the_others():
    spec = spec_of("uranium_world_share", entity="", definition="")
    assert [row["series"] for row in rows(spec, "figures")][-1] == labels(spec)[0]


def test_one_counter_alone_can_be_drawn():
    spec = spec_of("uranium_world_share", entity="", definition="", basis="wna")
    assert legend(spec) is None
    assert below(spec).count("Counted by: World Nuclear Association") == 1


def test_nothing_goes_over_a_break():
    spec = spec_of("internet_users_share", area="CHN", basis="world_bank")
    (one,) = rows(spec, "breaks")
    assert one["date"] == "2023-01-01"
    for line in lines_in(spec):
        assert len({row["date"] < "2023-01-01" for row in line}) == 1
    assert "counted in another way from there on" in below(spec)
    with pytest.raises(kbd.BrokenSeriesError):
        kbd.series("internet_users_share", area="CHN", basis="world_bank")


def test_targets_are_marked_apart_and_joined_by_nothing():
    spec = spec_of("renewables_share_of_electricity", area="KAZ", definition="", entity="")
    targets = [row for row in rows(spec, *POINTS) if "(target)" in row["series"]]
    assert set(years(targets)) == {2020, 2025, 2030, 2050}
    assert not rows(spec, "lines", "gaps")
    (shape,) = {
        shape
        for layer in spec["layer"]
        if layer["name"] in ("figures", "hedged")
        for scale in [layer["encoding"]["shape"]["scale"]]
        for label, shape in zip(scale["domain"], scale["range"], strict=True)
        if "(target)" in label
    }
    assert shape == SHAPES["target"] != SHAPES["actual"]


def test_a_break_that_lies_outside_is_not_drawn():
    spec = spec_of("internet_users_share", area="CHN", basis="world_bank", start="2023")
    assert not rows(spec, "breaks")
    assert years(rows(spec, *POINTS))[0] == 2023


def test_a_conflict_is_seen():
    spec = spec_of("renewables_share_of_electricity", area="KAZ", definition="", entity="")
    (one,) = rows(spec, "conflicts")
    of_year = [row for row in rows(spec, *POINTS) if row["period"] == "2030"]
    assert (one["low"], one["high"]) == (
        min(row["value"] for row in of_year),
        max(row["value"] for row in of_year),
    )
    assert [row["stands"] for row in of_year].count(True) == 1
    assert "dotted bar: sources conflict" in below(spec)


@pytest.mark.parametrize(
    ("hedge", "low", "high", "drawn"),
    [
        ("exact", 10, 10, {"figures"}),
        ("range", 9.5, 10.5, {"figures", "bounds"}),
        ("exact", None, None, {"figures"}),
        ("", None, None, {"figures"}),
        ("", 9, None, {"hedged", "open_up", "arrow_up"}),
        ("about", None, None, {"hedged"}),
        ("over", 10, None, {"hedged", "open_up", "arrow_up"}),
        ("at_least", 10, None, {"hedged", "open_up", "arrow_up"}),
        ("nearly", None, 10, {"hedged", "open_down", "arrow_down"}),
        ("at_most", None, 10, {"hedged", "open_down", "arrow_down"}),
        ("over", None, None, {"hedged", "open_up", "arrow_up"}),
        ("nearly", None, None, {"hedged", "open_down", "arrow_down"}),
    ],
)
def test_a_hedge_is_seen(hedge, low, high, drawn):
    spec = spec_of(frame((2020, 10, {"qualifier": hedge, "value_low": low, "value_high": high})))
    assert {layer["name"] for layer in spec["layer"]} == drawn


def test_only_marks_that_are_there_are_explained():
    about, over = (
        below(spec_of(frame((2020, 10, {"qualifier": hedge, "value_low": None, "value_high": None}))))
        for hedge in ("about", "over")
    )
    assert about.startswith("open: hedged Counted by")
    assert over.startswith("open: hedged · arrow: the side left open Counted by")


def test_there_is_room_for_an_arrow():
    def highest(hedge, high):
        spec = spec_of(frame((2020, 10, {"qualifier": hedge, "value_low": 10, "value_high": high})))
        return spec["layer"][-1]["encoding"]["y"]["scale"]["domain"][1]

    assert highest("exact", 10) == 10 < highest("over", None)


def test_a_range_is_a_bar_without_a_point():
    spec = spec_of(frame((2020, None, {"qualifier": "range", "value_low": 8, "value_high": 12})))
    assert [layer["name"] for layer in spec["layer"]] == ["ranges"]
    assert [(row["low"], row["high"]) for row in rows(spec, "ranges")] == [(8, 12)]


def test_a_range_from_a_number_to_itself_is_a_point():
    spec = spec_of(frame((2020, None, {"qualifier": "range", "value_low": 8, "value_high": 8})))
    assert [row["value"] for row in rows(spec, "figures")] == [8]


def test_a_line_joins_no_range_and_no_part_of_a_year():
    half = {"period_end": "2022-06-30"}
    both = {"qualifier": "range", "value_low": 1, "value_high": 2}
    spec = spec_of(frame((2019, 1, {}), (2020, 2, {}), (2021, None, both), (2022, 4, half), (2023, 5, {})))
    assert years(rows(spec, "lines")) == [2019, 2020]
    assert years(rows(spec, "gaps")) == [2020, 2023]


def test_odd_periods_are_bars_over_their_days():
    spec = spec_of(frame((2025, 7, {"period_end": "2025-07-31"}), (2024, 5, {"period_end": "2024-04-30"})))
    assert [(row["date"], row["until"]) for row in rows(spec, "windows")] == [
        ("2024-01-01", "2024-04-30"),
        ("2025-01-01", "2025-07-31"),
    ]
    assert not rows(spec, "lines", "gaps")


def test_undated_figures_are_counted_below():
    undated = {"period_start": None, "period_end": None}
    spec = spec_of(frame((2020, 1, {}), (2021, 2, undated)))
    assert [row["value"] for row in rows(spec, *POINTS)] == [1]
    assert "undated, so not drawn: 1" in below(spec)


SIDES = {
    "exact": (1, 1),
    "nearly": (0, 1),
    "at_most": (0, 1),
    "over": (1, 0),
    "at_least": (1, 0),
    "about": (0, 0),
}


@st.composite
def figures(draw):
    """A figure of one year: its number, and the bounds that its hedge says, written or left out."""
    year, hedge = draw(st.integers(1990, 2050)), draw(st.sampled_from(QUALIFIERS))
    low, high = sorted(draw(st.lists(NUMBERS, min_size=2, max_size=2, unique=True)))
    value = low
    if hedge == "range":
        value = draw(st.sampled_from([None, low, high]))
    else:
        is_written = draw(st.booleans())
        low, high = (value if is_set and is_written else None for is_set in SIDES[hedge])
    more = {
        "status": st.sampled_from(STATUSES),
        "basis": st.sampled_from(["", "ember", "wna"]),
        "source_id": st.sampled_from(["", "liu-belt-and-road", "a"]),
    }
    said = {"qualifier": hedge, "value_low": low, "value_high": high}
    return year, value, said | draw(st.fixed_dictionaries(more))


NUMBERS = st.floats(-1e12, 1e12).map(lambda number: round(number, 3) + 0.0)  # no -0.0


@given(st.lists(figures(), min_size=1, max_size=12))
def test_each_figure_is_one_mark_within_its_bounds(drawn):
    spec = spec_of(frame(*drawn))
    label = {one: one.capitalize().replace("_", " ") for one in QUALIFIERS}
    expected = [(str(year), value, label[more["qualifier"]]) for year, value, more in drawn]
    marks = [(row["period"], row["value"], row["hedge"]) for row in rows(spec, *POINTS)]
    assert sorted(map(repr, expected)) == sorted(map(repr, marks))
    ranges = [(more["value_low"], more["value_high"]) for _, _, more in drawn if more["qualifier"] == "range"]
    bars = {(row["low"], row["high"]) for row in rows(spec, "bounds", "ranges")}
    assert bars == set(ranges)
    open_up = {row["hedge"] for row in rows(spec, "open_up")}
    assert open_up == {label[more["qualifier"]] for _, _, more in drawn} & {"Over", "At least"}
    for line in lines_in(spec):
        assert len(line) > 1
        for earlier, later in itertools.pairwise(line):
            assert earlier["date"] < later["date"]
            assert earlier["series"] == later["series"]


def test_frames_of_every_library_draw_the_same():
    expected = spec_of(kbd.series("coal_production"))
    for backend in ("polars", "pyarrow"):
        pytest.importorskip(backend)
        assert spec_of(kbd.series("coal_production", backend=backend)) == expected
    assert rows(expected, *POINTS)


def test_a_filtered_table_and_a_list_of_series_are_drawn():
    rows_of = OBSERVATIONS.query("indicator_id == 'coal_production' and ref_area == 'KAZ'")
    assert len(rows(spec_of(rows_of), *POINTS)) == len(rows_of)
    spec = spec_of(["goods_exports/KAZ/CHN/un_comtrade/USD/A", "goods_imports/CHN/KAZ/un_comtrade/USD/A"])
    assert len(labels(spec)) == 2
    assert {row["series"] for row in rows(spec, *POINTS)} == set(labels(spec))


def package_of(folder, observations, **tables):
    """A package of observations with all columns, and of further tables as text."""
    columns = [column.name for column in kbd.describe("observations").columns]
    observations = observations.assign(
        source_id="liu-belt-and-road", period_basis="stated", figure_as_printed="1 t", confidence="high"
    ).reindex(columns=columns)
    observations["observation_id"] = [f"liu-belt-and-road/{number}" for number in range(len(observations))]
    observations.to_csv(folder / "observations.csv", index=False)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    resources = [{"name": name, "path": f"{name}.csv"} for name in ("observations", *tables)]
    text = json.dumps({"name": "our-own", "version": "3.2.1", "resources": resources})
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    return kbd.Package(folder)


COUNTERS = ("ember", "wna", "usgs", "bgs", "eia", "irena", "kazakh_stats")


def test_the_series_that_answers_is_among_those_that_there_is_room_for(tmp_path):
    pytest.importorskip("altair")
    counts = [
        frame(
            *((2015 + year, 1 + number, {}) for year in range(3 if basis == "kazakh_stats" else 5)),
            basis=basis,
        )
        for number, basis in enumerate(COUNTERS)
    ]
    spec = package_of(tmp_path, pd.concat(counts)).plot("oil_production").to_dict()
    assert len(labels(spec)) == MOST_LINES == len(COUNTERS) - 1
    assert labels(spec)[0] == "Bureau of National Statistics of Kazakhstan"
    assert "series not drawn: 1" in below(spec)
    assert below(spec).endswith("our-own 3.2.1")


def test_a_package_with_labels_of_its_own_lacks_no_words(tmp_path):
    pytest.importorskip("altair")
    own = "kind,id,language,text,reviewed\nunit,t,ru,наши тонны,no\n"
    package = package_of(tmp_path, frame((2020, 1, {}), (2021, 2, {})), labels=own)
    spec = package.plot("oil_production", lang="ru").to_dict()
    assert spec["title"]["subtitle"] == ["наши тонны"]
    assert "Источники: Liu" in below(spec)


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ([{"breakdown": "wind"}, {"breakdown": ""}], ["Wind power", "in all"]),
        ([{"basis": "ember"}, {"basis": ""}], ["Ember", "no counter named"]),
        ([{"ref_area": "KAZ"}, {"ref_area": "CHN"}], ["Kazakhstan", "China"]),
        ([{"partner_area": "CHN"}, {"partner_area": "WLD"}], ["with China", "with World"]),
        ([{}, {"period_end": "2020-06-30"}], ["half-yearly", "yearly"]),
        ([{}, {"period_end": "2020-07-31"}], ["other periods", "yearly"]),
        (
            [{"basis": "ember"}, {"basis": "wna"}, {"basis": "wna", "period_end": "2020-06-30"}],
            ["World Nuclear Association, half-yearly", "Ember", "World Nuclear Association, yearly"],
        ),
        ([{}, {"rests_on": "a b"}], ["Oil production", "worked out"]),
        ([{"counted_from": "2013"}, {"counted_from": "2016"}], ["2013", "2016"]),
        ([{}, {"status": "target"}], ["Actual", "Target"]),
        (
            [{"basis": "ember"}, {"status": "estimate", "basis": "wna"}],
            ["Ember", "World Nuclear Association (estimate)"],
        ),
    ],
)
def test_series_are_named_by_what_tells_them_apart(parts, names):
    figures_of_parts = [
        (2020, number, {"breakdown": "", "rests_on": "", **part}) for number, part in enumerate(parts)
    ]
    assert labels(spec_of(frame(*figures_of_parts))) == names


def test_the_title_says_what_the_series_have_in_common():
    def title(*arguments, **choices):
        return " ".join(spec_of(*arguments, **choices)["title"]["text"])

    assert title("goods_trade_turnover", "ru") == "Внешнеторговый оборот: Казахстан, Китай"
    assert title("coal_production") == "Coal mined in Kazakhstan"
    assert title("coal_production", "zh") == "煤炭产量: 哈萨克斯坦"
    pair = ["goods_exports/KAZ/CHN/un_comtrade/USD/A", "goods_imports/KAZ/CHN/un_comtrade/USD/A"]
    assert title(pair) == "Exports of goods · Imports of goods: Kazakhstan, with China"


def test_sources_of_what_is_worked_out_are_those_it_rests_on():
    spec = spec_of("goods_trade_balance", basis="un_comtrade")
    assert "Sources: World Bank, World Integrated Trade Solution; " in below(spec)


@pytest.mark.parametrize("width", [280, 360, 640, 1200])
@pytest.mark.parametrize("what", ["coal_production", "goods_trade_turnover"])
def test_names_of_years_have_room(what, width):
    written = spec_of(what, width=width)["layer"][0]["encoding"]["x"]["axis"]["values"]
    assert 2 <= len(written) <= width / 36
    assert len({later["year"] - earlier["year"] for earlier, later in itertools.pairwise(written)}) == 1


def test_months_are_named_where_there_are_some():
    spec = spec_of("train_service_trips/entity=china-europe-freight-trains/crct/count/M")
    axis = spec["layer"][0]["encoding"]["x"]["axis"]
    assert axis["labelExpr"] == "utcFormat(datum.value, '%Y-%m')"
    assert {(one["year"], one["date"]) for one in axis["values"]} == {(2023, 15)}


@pytest.mark.parametrize(
    ("what", "choices", "error", "said"),
    [
        (
            "uranium_world_share",
            {},
            kbd.AmbiguousSeriesError,
            r'kbd.plot\("uranium_world_share", entity="kaz',
        ),
        ("uranium_share", {}, kbd.UnknownNameError, 'did you mean "uranium_world_share"'),
        (OBSERVATIONS.head(0), {}, kbd.RefusedError, "the frame has no rows"),
        (OBSERVATIONS, {}, kbd.RefusedError, "no axis in common"),
        (OBSERVATIONS.query("unit == 't'"), {}, kbd.RefusedError, "cannot be told apart"),
        (OBSERVATIONS[["value"]], {}, kbd.UnknownNameError, "indicator_id"),
        (frame((2020, 1, {"status": "hoped"})), {}, kbd.UnknownNameError, "hoped"),
        (frame((2020, 1, {"period_end": "soon"})), {}, kbd.RefusedError, "'soon' is no day"),
        (frame((2020, "many", {})), {}, kbd.RefusedError, "'many' is no number"),
        (7, {}, kbd.UnsupportedBackendError, "int"),
        ([], {}, kbd.UnsupportedBackendError, "at least one"),
        (["coal_production"], {"basis": "ember"}, kbd.RefusedError, "basis can choose in one indicator"),
        ("coal_production", {"sources": "all"}, kbd.RefusedError, "sources= chooses nothing"),
        (
            kbd.mirror("goods_exports", "KAZ", "CHN", basis="un_comtrade"),
            {},
            kbd.RefusedError,
            r"give them: kbd.plot\(\[\"goods_exp",
        ),
        (kbd.wide(["coal_production"]), {}, kbd.RefusedError, "several series side by side"),
    ],
)
def test_what_cannot_be_drawn_is_refused(what, choices, error, said):
    with pytest.raises(error, match=said):
        spec_of(what, **choices)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"language": "de"}, "'de'; allowed: en, kk, ru, zh"),
        ({"theme": "drak"}, 'did you mean "dark"'),
        ({"width": 100}, "280 to 2000 pixels"),
        ({"width": "640"}, "280 to 2000 pixels"),
    ],
)
def test_how_it_cannot_be_drawn_is_refused(arguments, said):
    with pytest.raises(kbd.KzBriDataError, match=said):
        spec_of("coal_production", **arguments)


@pytest.mark.parametrize(
    ("language", "unit", "who"),
    [
        ("en", "billion US dollars", "Counted by"),
        ("ru", "доллары США, млрд", "Источники"),
        ("kk", "АҚШ доллары, млрд", "Дереккөздер"),
        ("zh", "亿美元", "来源"),
    ],
)
def test_words_are_of_the_language(language, unit, who):
    spec = spec_of("goods_trade_turnover", language)
    assert spec["title"]["subtitle"] == [unit]
    assert who in below(spec)
    locale = spec["config"]["locale"]
    assert (locale.get("number", {}).get("decimal") == ",") == (language in ("ru", "kk"))


@pytest.mark.parametrize(
    ("greatest", "language", "unit"),
    [
        (999_999, "en", "tonnes"),
        (1_000_000, "en", "million tonnes"),
        (2e12, "en", "trillion tonnes"),
        (50_000, "zh", "万吨"),
        (50_000, "ru", "тонны"),
    ],
)
def test_the_axis_tells_large_numbers_by_words(greatest, language, unit):
    spec = spec_of(frame((2020, greatest, {})), language)
    assert spec["title"]["subtitle"] == [unit]
    assert [row["value"] for row in rows(spec, "figures")] == [greatest]


@given(st.text(alphabet="ab 中文,", max_size=60), st.integers(4, 30))
def test_breaking_lines_loses_nothing(text, width):
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(
        len(line) <= width for line in lines if " " not in line and "a" not in line and "b" not in line
    )


def linear(part):
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour):
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", THEMES)
def test_every_colour_can_be_seen_on_its_ground(name):
    theme = THEMES[name]
    assert len(set(theme.lines)) == MOST_LINES
    for colour, least in [*((one, 3) for one in theme.lines), (theme.text, 7), (theme.muted, 4.5)]:
        dark, light = sorted(luminance(one) + 0.05 for one in (colour, theme.background))
        assert light / dark >= least, colour


def test_an_image_says_what_it_shows_and_fetches_nothing():
    image = svg(kbd.plot("goods_trade_turnover", lang="ru"))
    root = ET.fromstring(image)
    assert (root.get("role"), root.get("width")) == ("img", None)
    assert root[0].tag.endswith("title")
    assert root[0].text == f"{kbd_title('ru')} (доллары США, млрд), 2013–2024"
    assert {one.tag.rpartition("}")[2] for one in root.iter()} <= {
        "svg",
        "title",
        "rect",
        "g",
        "path",
        "text",
        "tspan",
        "line",
    }
    assert not [name for one in root.iter() for name in one.attrib if name in ("id", "class", "href")]
    assert "url(" not in image


def kbd_title(language):
    return " ".join(spec_of("goods_trade_turnover", language)["title"]["text"])


def test_a_page_can_choose_the_colours():
    image = svg(spec_of("uranium_world_share", entity="", definition=""))
    found = themed(image)
    for name, colour in properties("light").items():
        assert f'"{colour}"' not in found
        assert (f"var({name}, {colour})" in found) == (f'"{colour}"' in image)
    assert properties("dark").keys() == properties("light").keys()


@pytest.mark.parametrize("theme", THEMES)
def test_the_chart_is_the_library_s_own(theme, tmp_path):
    altair = pytest.importorskip("altair")
    chart = kbd.plot("uranium_world_share", entity="", definition="", theme=theme)
    assert isinstance(chart, altair.LayerChart)
    chart.properties(width=400).save(tmp_path / "chart.svg")
    assert (tmp_path / "chart.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize("name", ["chart.svg", "chart.PNG", "chart.json"])
def test_command_writes_an_image(name, tmp_path, capsys):
    path = tmp_path / name
    assert cli.main(["plot", "goods_trade_turnover", "-o", str(path), "--lang", "zh", "--theme", "dark"]) == 0
    assert capsys.readouterr().out == f"wrote {path}\n"
    content = path.read_bytes()
    if name.endswith("PNG"):
        assert content.startswith(b"\x89PNG")
        assert len(content) > 10_000
    elif name.endswith("json"):
        assert json.loads(content)["title"]["subtitle"] == ["亿美元"]
    else:
        assert ET.fromstring(content)[0].text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["goods_trade_turnover", "-o", "x.html"], "as .svg, .png or .json"),
        (["goods_trade_turnover", "-o", "x"], "as .svg, .png or .json"),
        (
            ["uranium_world_share", "-o", "x.svg"],
            "  kz-bri-data plot uranium_world_share --entity '' --definition ''",
        ),
        (["goods_trade_turnover", "-o", "x.svg", "--basis", "wna"], "with the basis 'wna'"),
        (["goods_trade_turnover", "-o", "none/x.svg"], "No such file"),
    ],
)
def test_command_says_what_it_cannot_do(words, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["plot", *words]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("library", "call"), [("altair", "plot"), ("vl_convert", "svg")])
def test_a_library_that_is_not_there_is_named(library, call, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(kbd.MissingExtraError, match=r"pip install 'kz-bri-data\[plot\]'"):
        kbd.plot("goods_trade_turnover") if call == "plot" else svg(spec_of("goods_trade_turnover"))


def texts_and_places(image):
    """What stands in an image, and where to the pixel: other fonts move it by less than two."""
    found = []
    for one in ET.fromstring(image).iter():
        numbers = re.findall(r"-?\d+(?:\.\d+)?", one.get("transform", "") + " " + one.get("d", ""))
        found.append((one.tag, one.text, one.get("fill"), [float(number) for number in numbers]))
    return found


def test_the_chart_of_the_readme_is_up_to_date():
    shown = texts_and_places((ROOT / "docs" / "images" / "goods-trade.svg").read_text(encoding="utf-8"))
    drawn = texts_and_places(svg(spec_of("goods_trade_turnover")))
    remedy = "run: kz-bri-data plot goods_trade_turnover -o docs/images/goods-trade.svg"
    assert [one[:3] for one in shown] == [one[:3] for one in drawn], remedy
    for (*_, theirs), (*_, ours) in zip(shown, drawn, strict=True):
        assert theirs == pytest.approx(ours, abs=2), remedy


# Machado, Oliveira and Fernandes 2009: what those see who lack one kind of cone.
SIGHTS = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def as_seen(colour, sight):
    """A colour in CIELAB, in which distances are about what eyes tell apart."""
    light = [linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    seen = [min(max(sum(a * b for a, b in zip(row, light, strict=True)), 0), 1) for row in SIGHTS[sight]]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1, 1.089)
    xyz = [
        sum(a * b for a, b in zip(row, seen, strict=True)) / w for row, w in zip(to_xyz, white, strict=True)
    ]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("name", THEMES)
def test_series_are_told_apart_with_every_sight(name, sight):
    for one, other in itertools.combinations(THEMES[name].lines, 2):
        assert math.dist(as_seen(one, sight), as_seen(other, sight)) > 15, (one, other)
