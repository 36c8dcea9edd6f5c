"""The references of what was used: who is named and how, beside other readers of the same formats."""

import json
import shlex
import shutil
import warnings

import narwhals.stable.v2 as nw
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data._citations.bibtex import bibtex
from kz_bri_data._citations.items import package_item, source_item
from kz_bri_data._citations.references import apa, text
from kz_bri_data.schemas import Population

DAY = "2026-11-27"
US = "kz-bri-data"
SOURCES = kbd.load("sources")
OBSERVATIONS = kbd.load("observations")
EVERYTHING = json.loads(kbd.cite("sources", "csl-json", accessed=DAY))
SHARE = "liu-belt-and-road/uranium-world-share"


def cited(what, package=kbd):
    """The sources in the references, which always begin with the package."""
    first, *others = [one["id"] for one in json.loads(package.cite(what, "csl-json", accessed=DAY))]
    assert first == US
    return others


def row(**cells):
    empty = dict.fromkeys(SOURCES.columns, "")
    return {**empty, "source_id": "x", "kind": "news", "title": "A title", **cells}


def reference(**cells):
    return apa([source_item(row(**cells))])


def test_a_change_is_cited_by_both_its_ends():
    trade = kbd.series("goods_trade_turnover", start="2023")
    (change,) = kbd.growth(trade).to_dict("records")
    ends = [change["observation_id"], change["from_observation_id"]]
    both = OBSERVATIONS.set_index("observation_id").loc[ends, "source_id"]
    assert both.nunique() == 2
    assert set(cited(kbd.growth(trade))) == set(both)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "liu-belt-and-road",
            "Liu, T. (n.d.). “Belt and Road”: China and Kazakhstan Join Hands to Forge a New Chapter of "
            "Prosperity.",
        ),
        (
            "rail-news-2025-07-25-horgos-cargo",
            "Рахметов, Р. (2025, July 25). КПП Хоргос увеличил перевозки до 22,2 млн тонн. Rail-news.kz. "
            "https://rail-news.kz/ru/news/21162-kpp-xorgos-uvelicil-perevozki-do-222-mln-tonn.html",
        ),
        (
            "usgs-2017-copper-statistics",
            "Porter, K. E., Edelstein, D. L., Brininstool, M., & Flanagan, D. M. (n.d.). Historical "
            "statistics for mineral and material commodities, copper (Data Series 140). U.S. Geological "
            "Survey. Read from: RupertSutherland/earth-materials-esci453 on GitHub, ",
        ),
        (
            "nbk-2005-03-01-payment-cards",
            "National Bank of Kazakhstan. (2005). Electronic banking services, version 17. "
            "https://nationalbank.kz/en/news/elektronnye-bankovskie-uslugi/8418",
        ),
        (
            "caci-2013-10-30-student-migration",
            "Central Asia-Caucasus Institute. (2013, October 30). Educational Migration from Kazakhstan to "
            "China: A Shift Eastward? https://www.cacianalyst.org/",
        ),
        (
            "kazinform-2025-06-17-nuclear-agreement",
            "Kazakhstan, China to ink agreement on cooperation in nuclear energy - President. (2025, June "
            "17). Kazinform. https://qazinform.com/",
        ),
    ],
)
def test_as_a_reader_of_the_apa_manual_expects(source, expected):
    lines = kbd.cite(source, accessed=DAY).splitlines()
    assert len(lines) == 2
    assert any(line.startswith(expected) for line in lines), lines


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Liu, Tingting", "Liu, T."),
        ("Liu, Ting-ting; Wang, Xiao Ming", "Liu, T.-t., & Wang, X. M."),
        ("刘, 婷婷", "刘婷婷."),
        ("World Bank", "World Bank."),
        ("; ".join(f"A{number}, B." for number in range(22)), "A18, B., . . . A21, B."),
    ],
)
def test_names_of_authors(authors, expected):
    assert f"{expected} (n.d.)" in reference(authors=authors, publisher="P")


@pytest.mark.parametrize(
    ("published", "expected"),
    [("", "n.d."), ("2024", "2024"), ("2024-02", "2024, February"), ("2024-02-29", "2024, February 29")],
)
def test_a_date_is_as_exact_as_it_is_known(published, expected):
    assert reference(published=published, publisher="P") == f"A title. ({expected}). P."
    exact = source_item(row(published=published)).get("issued", {"date-parts": [[]]})["date-parts"]
    assert exact == [[int(part) for part in published.split("-") if part]]


def test_what_looks_alike_has_letters():
    rows = [row(source_id=str(one), authors="Liu, T.", published="2024", title=f"T{one}") for one in (2, 1)]
    assert apa(list(map(source_item, rows))) == "Liu, T. (2024a). T1.\nLiu, T. (2024b). T2."
    undated = [row(source_id=str(one), authors="Liu, T.", title=f"T{one:02}") for one in range(28)]
    lines = apa(list(map(source_item, undated))).splitlines()
    assert [lines[at].split("). ")[0] for at in (0, 25, 26, 27)] == [
        f"Liu, T. (n.d.-{letters}" for letters in ("a", "z", "aa", "ab")
    ]


def test_a_source_is_said_to_be_read_where_it_was_read():
    shown = reference(carrier="docslib.org", read_at="https://docslib.org/1", url="https://a.org/")
    assert shown == "A title. (n.d.). Read from: docslib.org, https://docslib.org/1. https://a.org/"
    assert "https://docslib.org/1" not in reference(url="https://a.org/")


def test_plain_text_has_all_that_is_known():
    cells = {"authors": "Liu, T.", "publisher": "P", "published": "2024-05", "url": "https://a.org/"}
    cells |= {"carrier": "C", "licence": "CC0-1.0", "accessed": "2026-10"}
    assert text([source_item(row(**cells))]) == (
        "Liu, T. A title. P. 2024-05. https://a.org/ Read from: C. Licence: CC0-1.0. Accessed 2026-10."
    )


def test_every_source_is_there_once_with_what_its_row_says():
    assert [one["id"] for one in EVERYTHING] == [US, *sorted(SOURCES["source_id"])]
    by_id = {one["id"]: one for one in EVERYTHING}
    for cells in SOURCES.to_dict("records"):
        item = by_id[cells["source_id"]]
        assert item["title"] == cells["title"]
        assert item.get("URL") == (cells["url"] if isinstance(cells["url"], str) else None)
        names = [one.get("literal") or f"{one['family']}, {one['given']}" for one in item.get("author", [])]
        publisher = item.get("container-title") or item.get("publisher")
        if isinstance(cells["authors"], str):
            assert "; ".join(names) == cells["authors"]
        if isinstance(cells["publisher"], str):
            assert cells["publisher"] in (publisher, *names)


def test_csl_json_is_what_its_schema_allows():
    """The names and types of csl-data.json, as far as we use them."""
    texts = {"id", "type", "title", "container-title", "publisher", "version", "URL", "language", "note"}
    types = {"article-journal", "article-newspaper", "dataset", "report", "webpage"}
    for item in EVERYTHING:
        assert item["type"] in types
        assert set(item) <= texts | {"author", "issued", "accessed", "custom"}
        assert all(isinstance(value, str) and value for name, value in item.items() if name in texts)
        for name in ("issued", "accessed"):
            for parts in item.get(name, {"date-parts": [[1]]})["date-parts"]:
                assert 1 <= len(parts) <= 3
                assert all(isinstance(part, int) and part for part in parts)
        assert all(set(one) in ({"literal"}, {"family", "given"}) for one in item.get("author", []))


def test_bibtex_is_what_pybtex_reads():
    pybtex = pytest.importorskip("pybtex.database")
    richtext = pytest.importorskip("pybtex.richtext")
    entries = pybtex.parse_string(kbd.cite("sources", "bibtex", accessed=DAY), "bibtex").entries
    assert list(entries) == [one["id"] for one in EVERYTHING]
    for item in EVERYTHING:
        entry = entries[item["id"]]
        # What pybtex knows of LaTeX has no dollar.
        title = str(richtext.Text.from_latex(entry.fields["title"])).replace("\\$", "$")
        assert title == item["title"]
        people = [one for one in item.get("author", []) if "family" in one]
        assert [str(one) for one in entry.persons.get("author", [])][: len(people)] == [
            f"{one['family']}, {one['given']}" for one in people
        ]
        assert entry.fields.get("url") == item.get("URL")
        year = item.get("issued", {"date-parts": [[None]]})["date-parts"][0][0]
        assert entry.fields.get("year") == (str(year) if year else None)
    june = entries["kazinform-2025-06-17-nuclear-agreement"].fields
    assert (june["year"], june["month"], june["day"]) == ("2025", "June", "17")
    usgs = entries["usgs-2017-copper-statistics"].persons["author"]
    assert [one.last_names for one in usgs] == [["Porter"], ["Edelstein"], ["Brininstool"], ["Flanagan"]]


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"]), min_size=1))
def test_no_text_breaks_an_entry(written):
    """Read back by hand: what an escape stands for, and that braces are even."""
    title = source_item(row(title=written))
    entry = bibtex([{**title, "title": " ".join(written.split())}])
    field = entry.split("title = {{")[1].split("}}\n")[0].split("}},\n")[0]
    names = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    for name, letter in names.items():
        field = field.replace(
            f"{{\\text{name}}}", {"{": "\x01", "}": "\x02", "\\": "\x03"}.get(letter, letter)
        )
    assert not set(field) & set("{}")
    for letter in "%&#_$":
        field = field.replace(f"\\{letter}", letter)
    assert "\\" not in field
    assert field.translate({1: "{", 2: "}", 3: "\\"}) == " ".join(written.split())
    assert entry.count("{") == entry.count("}")


@pytest.mark.parametrize("table", kbd.list_tables())
def test_a_table_is_cited_by_all_that_its_rows_name(table):
    frame = kbd.load(table)
    if "source_id" in frame.columns:
        assert cited(table) == sorted(frame["source_id"].dropna().unique())
        assert cited(frame) == cited(table)
    elif table not in ("assessments", "assessment_evidence"):
        assert cited(table) == []  # our own codes; a frame of it might have lost the column, so it is refused
        with pytest.raises(kbd.RefusedError, match="no column of the frame says where its rows come from"):
            kbd.cite(frame)


def test_verdicts_are_cited_by_claims_and_evidence():
    assert cited("assessments") == ["liu-belt-and-road"]
    evidence = cited("assessment_evidence")
    assert len(evidence) > 50
    assert cited(kbd.claims()) == evidence
    assert set(kbd.claims(text="uranium share")["evidence"].item().split()) <= set(
        OBSERVATIONS["observation_id"]
    )


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
@pytest.mark.parametrize(
    "call",
    [
        lambda backend: kbd.load("population", backend=backend),
        lambda backend: kbd.claims("dated", backend=backend),
        lambda backend: kbd.latest("goods_trade_turnover", backend=backend),
        lambda backend: kbd.mirror("goods_trade_turnover", "KAZ", "CHN", backend=backend),
    ],
    ids=["load", "claims", "latest", "mirror"],
)
def test_what_the_functions_return_is_cited_in_every_library(call, backend):
    pytest.importorskip(backend)
    found = cited(call(backend))
    assert found
    assert found == sorted(set(found)) == cited(call("pandas"))


def test_a_mirror_is_cited_by_both_sides():
    frame = kbd.mirror("goods_trade_turnover", "KAZ", "CHN").dropna(subset="ratio")
    by_id = OBSERVATIONS.set_index("observation_id")["source_id"]
    sides = {by_id[one] for column in ("area_id", "partner_id") for one in frame[column]}
    assert cited(frame) == sorted(sides)


def test_a_comparison_is_cited_by_claim_and_evidence():
    frame = kbd.compare("liu-belt-and-road/chinese-brands-share-2024", period="all")
    assert cited(frame) == sorted({*frame["source_id"], "liu-belt-and-road"})


def test_what_is_worked_out_is_cited_by_what_it_rests_on():
    balance = kbd.series("goods_trade_balance", area="KAZ", partner="CHN", on_conflict="ignore")
    assert balance["source_id"].isna().all()
    ids = " ".join(balance["rests_on"]).split()
    rows = OBSERVATIONS[OBSERVATIONS["observation_id"].isin(ids)]
    assert cited(balance) == sorted(rows["source_id"].unique())
    assert cited('kbd.series("goods_trade_balance", area="KAZ", partner="CHN")') == cited(balance)


def test_alternatives_are_cited_too():
    turnover = kbd.series("goods_trade_turnover")
    alternatives = " ".join(turnover["alternatives"].dropna()).split()
    assert {one.partition("/")[0] for one in alternatives} <= set(cited(turnover))
    assert set(turnover["source_id"]) < set(cited(turnover))


def test_a_series_is_cited_by_any_of_its_names():
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a citation warns of no conflict
        by_indicator = cited("goods_trade_turnover")
    frame = kbd.series("goods_trade_turnover")
    assert by_indicator == cited(frame) == cited(frame["series_id"].iloc[0])
    for call in kbd.overview("oil_reserves")["call"]:
        assert cited(call)
    some = 'kbd.series("goods_trade_turnover", start="2024", end="2024", backend="polars")'
    assert cited(some) == cited(kbd.series("goods_trade_turnover", start="2024", end="2024"))


def test_a_row_is_cited_by_its_key():
    assert cited(SHARE) == ["liu-belt-and-road"]
    assert cited(OBSERVATIONS[OBSERVATIONS["observation_id"] == SHARE].drop(columns="source_id")) == cited(
        SHARE
    )
    for table, key in {"events": "event_id", "statements": "statement_id"}.items():
        one = kbd.load(table).iloc[0]
        assert cited(one[key]) == [one["source_id"]]
    assert cited(Population) == cited("population")


@given(st.permutations(range(40)), st.integers(1, 40))
def test_neither_order_nor_repetition_matters(order, count):
    some = OBSERVATIONS.iloc[list(order)[:count]]
    again = pd.concat([some, some.iloc[::-1]])
    assert kbd.cite(some, accessed=DAY) == kbd.cite(again, accessed=DAY)
    assert cited(again) == sorted(set(some["source_id"]))


def test_references_are_in_order_of_the_alphabet():
    names = [line.partition(" ")[0] for line in kbd.cite("exchange_rates", accessed=DAY).splitlines()]
    assert names == sorted(names, key=str.casefold)


def test_the_package_alone():
    assert (
        kbd.cite("areas", accessed=DAY)
        == kbd.cite(accessed=DAY)
        == (
            "kz-bri-data contributors. (n.d.). kz-bri-data: China-Kazakhstan cooperation under the Belt and "
            f"Road Initiative (Version {kbd.__version__}) [Data set]. Retrieved November 27, 2026."
        )
    )
    item = package_item({"name": "p", "homepage": "https://a.org/"}, "2026-01-02")
    assert apa([item]) == "p [Data set]. (n.d.). Retrieved January 2, 2026, from https://a.org/"


def test_another_package_is_cited_by_its_own_name(tmp_path):
    shutil.copytree(kbd.data_dir(), tmp_path / "own")
    path = tmp_path / "own" / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor |= {"name": US, "title": "Our\nown \x1b[31mfigures", "version": 2, "contributors": "we"}
    descriptor |= {"licenses": [None, {"name": []}], "homepage": "javascript:alert(1)"}
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    (item,) = json.loads(kbd.Package(tmp_path / "own").cite(None, "csl-json", accessed=DAY))
    assert item == {
        **{"id": US, "type": "dataset", "title": f"{US}: Our own \x1b[31mfigures"},
        "accessed": {"date-parts": [[2026, 11, 27]]},
    }
    assert cited(SHARE, kbd.Package(tmp_path / "own")) == ["liu-belt-and-road"]


@pytest.mark.parametrize(
    ("what", "error", "message"),
    [
        (5, kbd.UnsupportedBackendError, "int is neither a name nor an eager dataframe"),
        ("", kbd.UnknownNameError, "there is no table, source, observation"),
        ("a/b", kbd.UnknownNameError, "there is no table, source, observation"),
        ("population/", kbd.UnknownNameError, 'did you mean "population"'),
        (pd.DataFrame({"source_id": ["liu"]}), kbd.UnknownNameError, "there is no source 'liu'"),
        (pd.DataFrame({"rests_on": ["liu/x"]}), kbd.UnknownNameError, "there is no observation, event"),
        (pd.DataFrame({"source_id": [5]}), kbd.RefusedError, "no column of the frame"),
        ("kbd.series(*x)", kbd.RefusedError, "no call of a series"),
        ('kbd.series("x", **{"area": "KAZ"})', kbd.RefusedError, "no call of a series"),
        ("kbd.load('areas')", kbd.RefusedError, "no call of a series"),
        ("kbd.series(" + "(" * 5000, kbd.RefusedError, "no call of a series"),
        ("kbd.series(" + "-" * 900 + "1)", kbd.RefusedError, "no call of a series"),
        ('kbd.series("trade")', kbd.UnknownNameError, "there is no indicator 'trade'"),
        ("uranium_production", kbd.AmbiguousSeriesError, "5 things are counted"),
    ],
)
def test_refusals(what, error, message):
    with pytest.raises(error, match=message.replace("(", r"\(")):
        kbd.cite(what)


def test_the_command_says_what_python_does(capsys):
    for style in ("apa", "bibtex", "text"):
        assert cli.main(["cite", SHARE, "--style", style, "--accessed", DAY]) == 0
        assert capsys.readouterr().out == kbd.cite(SHARE, style, accessed=DAY) + "\n"
    assert cli.main(["cite", SHARE, "--style", "csl-json", "--accessed", DAY]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(kbd.cite(SHARE, "csl-json", accessed=DAY))


def test_the_command_names_commands(capsys):
    assert cli.main(["cite", "uranium_production"]) == 2
    first = capsys.readouterr().err.splitlines()[2]
    program, *arguments = shlex.split(first)
    assert program == "kz-bri-data"
    assert cli.main(arguments) == 0
    assert cli.main(["cite", "no such thing"]) == 2
    assert cli.main(["cite", "--accessed", "2026-13-01"]) == 2


def test_any_frame_of_narwhals_will_do():
    frame = nw.from_native(OBSERVATIONS.head(5), eager_only=True)
    assert cited(frame) == cited(OBSERVATIONS.head(5))
