"""Claims and their evidence, and what `find` finds, in made-up packages and in the one that ships."""

import csv
import json
from unicodedata import normalize

import pytest

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data._catalogue import installed, open_catalogue
from kz_bri_data._claims import evidence_by_claim, evidence_of, find_claim, list_claims
from kz_bri_data._periods import Window
from kz_bri_data.search import Match, find

# What a row needs beside what a test is about.
ORDINARY = {
    "observations": {
        **{"source_id": "a", "indicator_id": "trips", "ref_area": "KAZ", "period_basis": "stated"},
        **{"unit": "trip", "qualifier": "exact", "status": "actual", "confidence": "high"},
        **{"locator": "sentence 1", "figure_as_printed": "1"},
    },
    "events": {"source_id": "a", "name": "An event", "locator": "sentence 1", "status": "actual"},
    "statements": {"source_id": "a", "name": "A statement", "locator": "sentence 1"},
    "bases": {"kind": "national"},
    "assessments": {"verdict": "supported", "reason": "Because."},
    "assessment_evidence": {"relation": "supports"},
    "sources": {"title": "A source"},
    "indicators": {"name": "Trips", "definition": "Trips made.", "measure": "flow"},
    "entities": {"name": "A company", "description": "It makes things."},
    "entity_names": {},
}


@pytest.fixture
def package(tmp_path):
    """Make a package of tables whose rows say only what a test is about."""

    def make(**tables):
        resources = [{"name": name, "path": f"{name}.csv"} for name in tables]
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
        for name, rows in tables.items():
            columns = installed().describe(name).columns
            usual = {one.name: next(iter(one.categories), "a") for one in columns if one.required}
            with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, [one.name for one in columns], restval="")
                writer.writeheader()
                writer.writerows({**usual, **ORDINARY[name], **row} for row in rows)
        return open_catalogue(tmp_path)

    return make


def assessed(*identifiers, of="observation_id"):
    return [{"assessment_id": one, of: one} for one in identifiers]


def linked(claim, relations, of="observation_id"):
    return [
        {"assessment_id": claim, "evidence_id": one, of: one, "relation": relation}
        for one, relation in relations.items()
    ]


def test_claims_come_in_the_order_of_the_source(package):
    """Figures before events, these before statements; sentence 9 before sentence 10; then by identifier."""
    places = {"a/z": "sentence 9", "a/c": "sentence 10", "a/b": "sentence 10", "a/a": "sentence 100"}
    catalogue = package(
        observations=[{"observation_id": one, "locator": place} for one, place in places.items()],
        events=[{"event_id": "a/event", "locator": "sentence 1", "date_end": "2013-09-07"}],
        statements=[{"statement_id": "a/words"}],
        assessments=[
            *assessed("a/event", of="event_id"),
            *assessed("a/words", of="statement_id"),
            *assessed(*places),
        ],
    )
    found = list_claims(catalogue)
    assert [claim.id for claim in found] == ["a/z", "a/b", "a/c", "a/a", "a/event", "a/words"]
    assert (found[-2].said, found[-2].period) == ("An event", "to 2013-09-07")
    assert (found[-1].said, found[-1].period, found[-1].table) == ("A statement", "", "statements")
    assert found[0].verdict == "supported"
    assert found[0].reason == "Because."


def test_claim_is_found_by_either_form_of_its_identifier(package):
    catalogue = package(
        observations=[{"observation_id": "a/one"}, {"observation_id": "a/two"}],
        assessments=assessed("a/one", "a/two"),
    )
    assert find_claim(catalogue, "a/two") == find_claim(catalogue, "two") == list_claims(catalogue)[1]
    with pytest.raises(kbd.UnknownNameError, match='did you mean "two"') as caught:
        find_claim(catalogue, "twoo")
    assert caught.value.allowed == ["one", "two"]
    with pytest.raises(kbd.UnknownNameError):
        find_claim(catalogue, "a")


def test_evidence_supports_before_it_contradicts_before_context(package):
    """Each in order of time, though rows of the table stand in order of identifier."""
    ends = {"a": "2020-12-31", "b": "2018-12-31", "c": "2019-12-31", "d": "2017-12-31", "e": "2016-12-31"}
    relations = {"a": "supports", "b": "context", "c": "supports", "d": "contradicts", "e": "context"}
    catalogue = package(
        observations=[
            {"observation_id": "x/claim"},
            *({"observation_id": f"x/{one}", "period_end": end} for one, end in ends.items()),
        ],
        assessments=assessed("x/claim", "x/a"),
        assessment_evidence=[
            *linked("x/claim", {f"x/{one}": relation for one, relation in relations.items()}),
            *linked("x/a", {"x/b": "supports"}),
        ],
        sources=[{"source_id": "a", "publisher": "Somebody"}],
    )
    found = evidence_of(catalogue, find_claim(catalogue, "claim"))
    assert [one.id for one in found] == ["x/c", "x/a", "x/d", "x/e", "x/b"]
    assert [one.relation for one in found] == ["supports"] * 2 + ["contradicts"] + ["context"] * 2


@pytest.mark.parametrize(
    ("publisher", "attributed_to", "source"),
    [
        ("Somebody", "", "Somebody"),
        ("", "", "A source"),
        ("Somebody", "the ministry", "Somebody, citing the ministry"),
    ],
)
def test_evidence_says_who_published_it(package, publisher, attributed_to, source):
    catalogue = package(
        observations=[
            {"observation_id": "a/claim"},
            {"observation_id": "a/b", "attributed_to": attributed_to},
        ],
        assessments=assessed("a/claim"),
        assessment_evidence=linked("a/claim", {"a/b": "supports"}),
        sources=[{"source_id": "a", "publisher": publisher}],
    )
    (one,) = evidence_of(catalogue, find_claim(catalogue, "claim"))
    assert (one.source, one.said, one.status, one.period) == (source, "1", "actual", "undated")


def test_an_event_is_evidence_too(package):
    catalogue = package(
        statements=[{"statement_id": "a/words"}],
        events=[
            {"event_id": "b/opened", "name": "Opened", "date_start": "2016-01-01", "date_end": "2016-12-31"}
        ],
        observations=[{"observation_id": "b/later", "period_end": "2017-12-31"}],
        assessments=assessed("a/words", of="statement_id"),
        assessment_evidence=[
            *linked("a/words", {"b/later": "supports"}),
            *linked("a/words", {"b/opened": "supports"}, of="event_id"),
        ],
        sources=[{"source_id": "a"}],
    )
    found = evidence_of(catalogue, find_claim(catalogue, "words"))
    assert [(one.id, one.said, one.period) for one in found] == [
        ("b/opened", "Opened", "2016"),
        ("b/later", "1", "to 2017-12-31"),
    ]


def test_what_supports_a_claim_is_counted_by_its_origin(package):
    """Two papers that print the count of one office are one support; what contradicts is none."""
    rows = {
        "p/basis": {"basis": "office", "source_id": "p"},
        "q/relay": {"basis": "relay", "source_id": "q", "ref_area": "KAZ"},
        "r/named": {"attributed_to": "The Office", "source_id": "r"},
        "s/itself": {"source_id": "s"},
        "t/against": {"source_id": "t"},
    }
    support = dict.fromkeys(rows, "supports") | {"t/against": "contradicts"}
    catalogue = package(
        observations=[
            {"observation_id": "a/claim"},
            *({"observation_id": one, **row} for one, row in rows.items()),
        ],
        bases=[{"basis": "office"}, {"basis": "relay", "counter": "office"}],
        sources=[{"source_id": one} for one in "apqrst"],
        assessments=assessed("a/claim"),
        assessment_evidence=linked("a/claim", support),
    )
    claim = find_claim(catalogue, "claim")
    assert claim.origins == 3
    assert [one.origin for one in evidence_of(catalogue, claim)][:4] == [
        "office",
        "office",
        "the-office",
        "s",
    ]


BACKENDS = ["pandas", "polars", "pyarrow"]


def rows_of(frame):
    """Rows of a frame of any backend, empty cells as None."""
    if hasattr(frame, "to_pylist"):
        return frame.to_pylist()
    if hasattr(frame, "to_dicts"):
        return frame.to_dicts()
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


@pytest.mark.parametrize("backend", BACKENDS)
def test_claims_are_a_frame(backend):
    pytest.importorskip(backend)
    rows = rows_of(kbd.claims(backend=backend))
    listed, evidence = list_claims(installed()), evidence_by_claim(installed())
    assert [row["claim_id"] for row in rows] == [claim.id for claim in listed]
    assert [row["verdict"] for row in rows] == [claim.verdict for claim in listed]
    for row, claim in zip(rows, listed, strict=True):
        assert row["n_evidence"] == len((row["evidence"] or "").split())
        linked = {one.id for one in evidence.get(claim.id, [])}
        assert linked == set((row["evidence"] or "").split())
        assert row["n_origins"] == claim.origins
        assert row["printed"] == claim.said
    (one,) = (row for row in rows if row["claim_id"].endswith("/chinese-brands-share-2024"))
    assert (one["printed"], one["period"], one["verdict"]) == ("39%", "2024", "dated")


@pytest.mark.parametrize("backend", BACKENDS)
def test_claims_that_are_none_are_a_frame_too(backend):
    pytest.importorskip(backend)
    none = kbd.claims(text="no such words anywhere", backend=backend)
    assert rows_of(none) == []
    assert list(kbd.claims().columns) == list(none.column_names if backend == "pyarrow" else none.columns)


def test_claims_have_types():
    frame = kbd.claims()
    verdict = frame["verdict"].dtype
    assert list(verdict.categories) == list(kbd.describe("assessments").by_name["verdict"].categories)
    assert not verdict.ordered
    assert (str(frame["n_evidence"].dtype), str(frame["n_origins"].dtype)) == ("Int64", "Int64")


@pytest.mark.parametrize("verdict", ["dated", ["differs", "contradicted", "dated"], ("not_found",)])
def test_claims_of_a_verdict_are_those_of_the_table(verdict):
    every = kbd.load("assessments")
    wanted = [verdict] if isinstance(verdict, str) else list(verdict)
    expected = set(every[every["verdict"].isin(wanted)]["assessment_id"])
    assert set(kbd.claims(verdict)["claim_id"]) == expected
    # In the order of the source, whatever the order of the verdicts.
    listed = [claim for claim in kbd.claims()["claim_id"] if claim in expected]
    assert kbd.claims(verdict)["claim_id"].tolist() == listed


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("uranium", "uranium-world-share"),
        ("URANIUM", "uranium-world-share"),
        ("39%", "chinese-brands-share-2024"),
        ("Autostat", "chinese-brands-share-2024"),
        ("noncash", "noncash-share-2024"),
    ],
)
def test_claims_with_a_text(text, claim):
    found = kbd.claims(text=text)["claim_id"].tolist()
    assert any(one.endswith(claim) for one in found)
    assert len(found) < len(kbd.claims()) / 2


def test_claims_refuse_a_verdict_that_is_no_text():
    with pytest.raises(kbd.UnknownNameError, match="there is no verdict 5; allowed: supported"):
        kbd.claims(5)


def test_the_command_takes_no_verdict_for_a_claim(capsys):
    assert cli.main(["claims", "differs"]) == 2
    command = capsys.readouterr().err.strip().partition("run: kz-bri-data ")[2]
    assert command == "claims --verdict differs"
    assert cli.main(command.split()) == 0
    assert "differs" in capsys.readouterr().out


def test_claims_refuse_what_is_no_verdict():
    with pytest.raises(kbd.UnknownNameError, match="no verdict 'differ'; did you mean \"differs\"") as caught:
        kbd.claims("differ")
    assert "supported" in caught.value.allowed
    with pytest.raises(kbd.UnknownNameError, match="allowed: supported"):
        kbd.claims(["dated", "wrong"])
    with pytest.raises(kbd.RefusedError, match="no verdict is given"):
        kbd.claims([])
    with pytest.raises(kbd.RefusedError, match="text=5 is no text"):
        kbd.claims(text=5)
    with pytest.raises(kbd.UnknownNameError, match='did you mean "polars"'):
        kbd.claims(backend="polar")


def test_claims_of_a_package_of_ones_own(package):
    catalogue = package(
        observations=[{"observation_id": "a/one"}, {"observation_id": "a/two"}],
        assessments=[*assessed("a/one"), {**assessed("a/two")[0], "verdict": "differs"}],
    )
    found = kbd.Package(catalogue.folder)
    assert found.claims("differs")["claim_id"].tolist() == ["a/two"]
    assert found.claims("supported")["n_evidence"].tolist() == [0]


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2024-01-01", "2024-12-31", "2024"),
        ("2023-01-01", "2024-12-31", "2023-01-01/2024-12-31"),
        ("2023-02-01", "2024-02-29", "2023-02-01/2024-02-29"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2023-02-01", "2023-02-28", "2023-02"),
        ("2024-02-01", "2024-02-28", "2024-02-01/2024-02-28"),
        ("2024-02-02", "2024-02-29", "2024-02-02/2024-02-29"),
        ("2024-01-02", "2024-12-31", "2024-01-02/2024-12-31"),
        ("2024-01-01", "2024-12-30", "2024-01-01/2024-12-30"),
        ("2024-01-01", "2024-03-31", "2024-01-01/2024-03-31"),
        ("2024-02-01", "2024-12-31", "2024-02-01/2024-12-31"),
        ("2024-05-01", "2024-05-01", "2024-05-01"),
        ("", "2024-12-31", "to 2024-12-31"),
        ("", "", "undated"),
    ],
)
def test_period_is_said_as_shortly_as_it_can_be(start, end, text):
    assert Window(start, end).text == text


@pytest.mark.parametrize("text", ["STRASSE", "straße", "Strasse", "ΌΣΟΣ", "όσος"])
def test_find_takes_upper_for_lower_case_in_every_script(package, text):
    names = [{"entity_id": "a", "name": "Große Straße"}, {"entity_id": "a", "name": "όσος"}]
    catalogue = package(entities=[{"entity_id": "a"}], entity_names=names)
    assert [match.id for match in find(catalogue, text)] == ["a"]


def test_find_says_what_it_found_the_words_in(package):
    """The texts that hold them, the name before the identifier; the name is always the name."""
    catalogue = package(
        indicators=[
            {"indicator_id": "rail_trips", "name": "Rail trips", "definition": "Trips by rail."},
            {"indicator_id": "buses", "name": "Coaches", "definition": "Trips by bus, not by rail."},
        ],
        observations=[],
        entities=[
            {"entity_id": "rail-one", "name": "Rail one", "description": "A railway."},
            {"entity_id": "other", "name": "Other", "description": "No railway."},
        ],
        entity_names=[
            {"entity_id": "rail-one", "name": "Рельсы"},
            {"entity_id": "other", "name": "Some Rail"},
        ],
    )
    none = (0, None, None)
    one, other = 'kbd.entity("rail-one")', 'kbd.entity("other")'
    assert find(catalogue, "rail") == [
        Match("indicators", "rail_trips", "Rail trips", "Rail trips", *none, ""),
        Match("entities", "rail-one", "Rail one", "Rail one", *none, one),
        Match("entities", "other", "Other", "Some Rail", *none, other),
        Match("indicators", "buses", "Coaches", "Trips by bus, not by rail.", *none, ""),
    ]
    assert find(catalogue, "Rail one") == [Match("entities", "rail-one", "Rail one", "Rail one", *none, one)]
    assert find(catalogue, "РЕЛЬСЫ") == [Match("entities", "rail-one", "Rail one", "Рельсы", *none, one)]
    (found,) = find(catalogue, "railway no")
    assert (found.id, found.matched) == ("other", "Some Rail; No railway.")
    assert find(catalogue, normalize("NFD", "рельсы")) == find(catalogue, "рельсы")
    # Words of two texts about one thing are found together.
    both = [Match("entities", "rail-one", "Rail one", "Рельсы; Rail one", *none, one)]
    assert find(catalogue, "рельсы railway") == both
