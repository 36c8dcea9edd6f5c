"""The trace: what it finds, what it leaves unaccounted for, and the files it cannot read."""

import os
import re
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data._catalogue import installed
from kz_bri_data.errors import CannotRunError, MissingExtraError, UnknownNameError
from kz_bri_data.trace import NUMBER_WORDS, Trace, read_text, render, sentences, trace, trace_text

TEXT = """On Two Ports
Last year the port of Aktau
handled nearly 4.4 billion tons (a record). In 2021 it took 3.4%; both yards, half
empty in December 2022, now serve six of the top ten lines.

"Is it 1,500 euros?" Prices rose 2-3 times.
"""


def observation(name, locator, figure, start="", end="", since=""):
    return {
        "source_id": "a",
        "observation_id": f"a/{name}",
        "locator": locator,
        "figure_as_printed": figure,
        "period_start": start,
        "period_end": end,
        "counted_from": since,
    }


def event(name, locator, start="", end="", basis="stated"):
    return {
        "source_id": "a",
        "event_id": f"a/{name}",
        "locator": locator,
        "date_start": start,
        "date_end": end,
        "date_basis": basis,
    }


def omission(locator, token, reason="No figure."):
    return {"source_id": "a", "locator": locator, "token": token, "reason": reason}


OBSERVATIONS = [
    observation("tons", "sentence 1", "nearly 4.4 billion tons"),
    observation("share", "sentence 2", "3.4%", "2021-01-01", "2021-12-31"),
    observation("lines", "sentence 2", "six of the top ten"),
    observation("euros", "sentence 3", "1,500 euros"),
    observation("times", "sentence 4", "2-3 times"),
]
EVENTS = [event("emptied", "sentence 2", "2022-12-01", "2022-12-31")]
OMISSIONS = [
    omission("sentence 1", "Two"),
    omission("sentence 2", "both"),
    omission("sentence 2", "half"),
]


def run(text=TEXT, observations=OBSERVATIONS, events=EVENTS, omissions=OMISSIONS) -> Trace:
    return trace_text("a", text, observations=observations, events=events, omissions=omissions)


def unaccounted(result: Trace) -> list[str]:
    return [token.token for token in result.tokens if not token.by]


def test_a_text_whose_every_number_has_a_row_is_clean():
    result = run()
    assert result.clean
    assert result.sentences == 4
    assert [(token.token, token.by) for token in result.tokens] == [
        ("Two", "omission"),
        ("4.4", "figure"),
        ("billion", "figure"),
        ("2021", "date"),
        ("3.4", "figure"),
        ("both", "omission"),
        ("half", "omission"),
        ("December 2022", "date"),
        ("six", "figure"),
        ("ten", "figure"),
        ("1,500", "figure"),
        ("2", "figure"),
        ("3", "figure"),
    ]


@pytest.mark.parametrize("row", OBSERVATIONS, ids=lambda row: row["observation_id"])
def test_an_observation_that_is_missing_leaves_its_numbers(row):
    result = run(observations=[other for other in OBSERVATIONS if other is not row])
    assert not result.clean
    assert set(unaccounted(result)) & set(
        re.findall(r"[\w.,]+", row["figure_as_printed"].replace("-", " ").strip("%"))
    )


@pytest.mark.parametrize("row", OMISSIONS, ids=lambda row: row["token"])
def test_an_omission_that_is_missing_leaves_its_number(row):
    result = run(omissions=[other for other in OMISSIONS if other is not row])
    assert unaccounted(result) == [row["token"]]


def test_an_event_that_is_missing_leaves_its_date():
    assert unaccounted(run(events=[])) == ["December 2022"]


def test_a_figure_in_another_sentence_is_not_found_and_its_place_is_told():
    rows = [observation("tons", "sentence 2", "nearly 4.4 billion tons"), *OBSERVATIONS[1:]]
    result = run(observations=rows)
    (lost,) = [figure for figure in result.figures if not figure.found]
    assert lost.elsewhere == ("sentence 1",)
    assert unaccounted(result) == ["4.4", "billion"]
    assert "NOT FOUND  sentence 2  nearly 4.4 billion tons" in render(result)
    assert "printed in sentence 1" in render(result)


@pytest.mark.parametrize("locator", ["", "table 3", "sentence 99", "sentence 0", "Sentence 1"])
def test_a_locator_that_is_no_sentence_of_the_text_finds_nothing(locator):
    result = run(observations=[observation("tons", locator, "nearly 4.4 billion tons"), *OBSERVATIONS[1:]])
    assert [figure.found for figure in result.figures].count(False) == 1


@pytest.mark.parametrize(
    ("figure", "printed"),
    [
        ("3%", "It was 43%."),
        ("3%", "It was 4.3%."),
        ("4.4", "It was 4.45 tons."),
        ("4", "It was 4,395 km."),
        ("2 day", "It took 2 days."),
        ("over 2", "It was moreover 2 km."),
        ("nearly 4.4", "It was about 4.4 tons."),
    ],
)
def test_a_part_of_a_longer_number_or_word_is_not_the_figure(figure, printed):
    result = trace_text("a", printed, observations=[observation("x", "sentence 1", figure)])
    assert not result.figures[0].found
    assert unaccounted(result)


def test_a_second_figure_like_the_first_needs_a_row_of_its_own():
    text = "Rail grew by 5% and road by 5% too."
    one = observation("rail", "sentence 1", "5%")
    two = observation("road", "sentence 1", "5%")
    assert unaccounted(trace_text("a", text, observations=[one])) == ["5"]
    assert trace_text("a", text, observations=[one, two]).clean
    assert trace_text("a", "Both grew by 5%.", observations=[one, two]).tokens[1].by == "figure"


def test_a_longer_figure_goes_first():
    short = observation("a", "sentence 1", "2 lines")
    long = observation("b", "sentence 1", "over 2 lines")
    assert trace_text("a", "It has over 2 lines west and 2 lines east.", observations=[short, long]).clean


def test_a_number_outside_the_span_of_the_figure_is_not_its():
    row = observation("cities", "sentence 1", "46 cities")
    assert unaccounted(trace_text("a", "It links 46 cities, 46 in all.", observations=[row])) == ["46"]


def test_an_omission_that_a_figure_already_covers_is_left_over():
    result = run(omissions=[*OMISSIONS, omission("sentence 2", "ten")])
    assert [(row.table, row.name) for row in result.unmatched] == [("omissions", "ten")]
    assert not result.clean
    assert "UNMATCHED  sentence 2  ten" in render(result)


def test_a_figure_that_is_not_printed_is_not_clean():
    result = run(observations=[*OBSERVATIONS, observation("none", "sentence 1", "7 ships")])
    assert not unaccounted(result)
    assert not result.clean


def test_an_omission_in_other_letters_is_another_word():
    assert unaccounted(run(omissions=[omission("sentence 1", "two"), *OMISSIONS[1:]])) == ["Two"]


@pytest.mark.parametrize(
    ("row", "borne_out"),
    [
        (event("e", "sentence 1", "2018-01-01", "2022-12-31"), True),
        (event("e", "sentence 1", "2018-01-01", "2023-12-31"), False),
        (event("e", "sentence 2", "2018-01-01", "2022-12-31"), False),
        (event("e", "sentence 9", "2018-01-01", "2022-12-31"), False),
        (event("e", "sentence 1", basis="undated"), True),
    ],
)
def test_the_years_of_a_stated_event_are_printed_in_its_sentence(row, borne_out):
    result = trace_text("a", "It ran from 2018 to 2022. It ended.", events=[row])
    assert [one.name for one in result.unmatched] == ([] if borne_out else ["a/e"])


def test_an_event_whose_date_is_inferred_needs_no_year():
    row = event("e", "sentence 1", "2025-06-30", "2025-06-30", "inferred")
    assert trace_text("a", "It opened this year.", events=[row]).clean


@pytest.mark.parametrize(
    ("printed", "date", "accounted"),
    [
        ("2022", "2022-12-01", True),
        ("2022", "2021-12-31", False),
        ("December 2022", "2022-12", True),
        ("December 2022", "2022-11-30", False),
        ("5 May 2021", "2021-05-05", True),
        ("5 May 2021", "2021-05-06", False),
        ("May 5, 2021", "2021-05-05", True),
        ("5th May", "2021-05-05", True),
        ("1,021", "1021-01-01", False),
    ],
)
def test_a_date_belongs_to_a_row_with_just_that_date(printed, date, accounted):
    row = observation("x", "sentence 9", "none", since=date)
    text = f"It rose since {printed} by much."
    result = trace_text("a", text, observations=[{**row, "locator": "sentence 1"}])
    assert [(token.token, token.by) for token in result.tokens] == [(printed, "date" if accounted else "")]


def test_rows_of_another_source_account_for_nothing():
    rows = [{**row, "source_id": "b"} for row in OBSERVATIONS]
    result = run(observations=rows)
    assert not result.figures
    assert "4.4" in unaccounted(result)


@pytest.mark.parametrize("word", NUMBER_WORDS.split())
def test_every_number_word_counts_in_any_case_but_not_within_a_word(word):
    assert unaccounted(trace_text("a", f"So {word}, {word.upper()} and {word}-fold.")) == [
        word,
        word.upper(),
        word,
    ]
    assert not trace_text("a", f"So x{word} and {word}x.").tokens


def test_the_number_words_are_complete_enough():
    text = """one twelve twenty ninety hundred thousand millions billion trillion first second tenth
    half third quarter once twice both single double pairs dozen decade centuries millennium"""
    assert unaccounted(trace_text("a", text)) == text.split()
    assert not trace_text("a", "Someone often wrote of tension, oneness and bonds.").tokens


@pytest.mark.parametrize("token", ["050040", "5G", "48,000", "167.7", "G30", "v2.0b1"])
def test_a_word_with_a_digit_is_one_number(token):
    assert unaccounted(trace_text("a", f"The {token}, as said ({token}).")) == [token, token]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two", ["One.", "Two"]),
        ('He said "go." Then', ['He said "go."', "Then"]),
        ("Why? (Because.) 5 came! “So.”", ["Why?", "(Because.)", "5 came!", "“So.”"]),
        ("Grew by 4.4 billion. it did.", ["Grew by 4.4 billion. it did."]),
        ("Рост. Ещё.", ["Рост.", "Ещё."]),
        ("One...Two", ["One...Two"]),
        ("", []),
        (" \n\f ", []),
    ],
)
def test_the_sentence_rule(text, parts):
    assert sentences(text) == parts


WORDS = st.lists(
    st.sampled_from(
        ["rail", "4.4", "48,000", "Then", "tons.", "Why?", "over", "(so)", '"end."', "half", "5G"]
    ),
    min_size=1,
    max_size=30,
)
BREAKS = st.sampled_from([" ", "\n", "  \n ", "\n\n", "\n7\n\f\n", "\n\f8\n", "\N{NO-BREAK SPACE}"])


@given(WORDS, st.data())
def test_lines_pages_and_page_numbers_change_nothing(words, data):
    breaks = [data.draw(BREAKS) for _ in words[1:]]
    laid_out = "start " + words[0] + "".join(gap + word for gap, word in zip(breaks, words[1:], strict=True))
    assert sentences(laid_out + " end") == sentences("start " + " ".join(words) + " end")


@given(
    st.lists(
        st.tuples(st.sampled_from(["over", "nearly", ""]), st.integers(1, 10**6)), min_size=1, max_size=6
    )
)
def test_each_figure_is_found_and_each_row_is_needed(figures):
    printed = [f"{hedge} {number:,} units".strip() for hedge, number in figures]
    text = " ".join(f"It made {figure}." for figure in printed)
    rows = [observation(str(n), f"sentence {n}", figure) for n, figure in enumerate(printed, start=1)]
    assert trace_text("a", text, observations=rows).clean
    for row in rows:
        rest = trace_text("a", text, observations=[other for other in rows if other is not row])
        assert [token.locator for token in rest.tokens if not token.by] == [row["locator"]]


def test_a_figure_is_found_across_a_line_end_and_a_hyphen():
    rows = [
        observation("a", "sentence 1", "over two thousand"),
        observation("b", "sentence 1", "1.4 billion-person market"),
        observation("c", "sentence 1", "2-3 days"),
    ]
    text = "It has over two thou-\nsand; the 1.4 bil-\nlion-\nperson market; 2-\n3 days, of-\nten."
    result = trace_text("a", text, observations=rows)
    assert all(figure.found for figure in result.figures)
    assert result.clean


def test_typographic_forms_are_plain_forms():
    rows = [observation("a", "sentence 1", "2-3 days"), observation("b", "sentence 1", "over $30 billion")]
    assert trace_text("a", "2–3 days and over \\$30\N{NO-BREAK SPACE}billion", observations=rows).clean
    assert trace_text(
        "a",
        "\N{LATIN SMALL LIGATURE FI}ve of \N{FULLWIDTH DIGIT SEVEN}",
        observations=[observation("a", "sentence 1", "five of 7")],
    ).clean


def test_render_lists_everything_and_ends_in_a_summary():
    lines = render(run()).splitlines()
    assert lines[0] == "a: 4 sentences"
    assert lines[-1] == (
        "5 of 5 figures found, 13 of 13 numbers accounted for, 0 rows without their number: clean"
    )
    assert "  date      sentence 2  December 2022  a/emptied" in lines
    lines = render(run(observations=[])).splitlines()
    assert any(line.startswith("  NOTHING   sentence 1  4.4") for line in lines)
    assert lines[-1].endswith("NOT CLEAN")


def pdf(path: Path, *pages: list[str], password: str = "") -> Path:
    pypdf = pytest.importorskip("pypdf")
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    name = NameObject
    font = DictionaryObject(
        {
            name("/Type"): name("/Font"),
            name("/Subtype"): name("/Type1"),
            name("/BaseFont"): name("/Helvetica"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(500, 500)
        page[name("/Resources")] = DictionaryObject({name("/Font"): DictionaryObject({name("/F"): font})})
        content = DecodedStreamObject()
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        content.set_data(f"BT /F 12 Tf 14 TL 50 450 Td {shown} ET".encode())
        page[name("/Contents")] = writer._add_object(content)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(path)
    return path


def test_a_pdf_reads_like_the_text(tmp_path):
    first = ["The port handled nearly 4.4", "billion tons. Then it", "17"]
    second = ["18", "grew to over two thou-", "sand lines."]
    text = read_text(pdf(tmp_path / "a.pdf", first, second))
    assert [sentence.replace("\N{SOFT HYPHEN}", "") for sentence in sentences(text)] == [
        "The port handled nearly 4.4 billion tons.",
        "Then it grew to over two thousand lines.",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\nthis is no PDF", "broken PDF"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "neither a PDF nor text in UTF-8"),
        (b"abc\0def", "neither a PDF nor text"),
        ("Текст".encode("utf-16"), "neither a PDF nor text"),
        (b" \n\n", "no text in it"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_words(tmp_path, content, words):
    if content.startswith(b"%PDF"):
        pytest.importorskip("pypdf")
    path = tmp_path / "source"
    path.write_bytes(content)
    with pytest.raises(CannotRunError, match=words) as caught:
        trace(installed(), "liu-belt-and-road", path)
    assert str(path) in str(caught.value)


def test_an_encrypted_pdf_is_refused_in_words(tmp_path):
    path = pdf(tmp_path / "locked.pdf", ["Text."], password="secret")
    with pytest.raises(CannotRunError, match="without a password"):
        read_text(path)


def test_a_pdf_without_text_is_refused_in_words(tmp_path):
    with pytest.raises(CannotRunError, match="scan"):
        read_text(pdf(tmp_path / "scan.pdf", []))


def test_a_pdf_without_the_extra_names_it(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(MissingExtraError, match=r"kz-bri-data\[pdf\]"):
        read_text(path)


def test_a_file_too_large_is_refused_before_it_fills_the_memory(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x" * 11)
    with pytest.raises(CannotRunError, match="larger than 10 bytes"):
        read_text(path, longest=10)


def test_a_missing_file_and_a_folder_are_refused_in_words(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(CannotRunError, match="cannot read it"):
            read_text(path)


def test_a_byte_order_mark_is_no_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfOne.")
    assert read_text(path) == "One."


def test_an_unknown_source_names_the_nearest(tmp_path):
    with pytest.raises(UnknownNameError, match='did you mean "liu-belt-and-road"'):
        trace(installed(), "liu-belt-and-roads", tmp_path / "none.txt")


def test_a_long_run_of_letters_takes_no_long_time():
    start = time.process_time()  # of ours, however busy the machine is
    assert trace_text("a", "a" * 50_000 + " 7").tokens[0].token == "7"
    assert time.process_time() - start < 5


@pytest.mark.skipif("KZ_BRI_PAPER" not in os.environ, reason="needs a copy of the paper: KZ_BRI_PAPER=FILE")
def test_the_paper_is_accounted_for_to_the_last_number():
    result = trace(installed(), "liu-belt-and-road", os.environ["KZ_BRI_PAPER"])
    assert result.figures
    assert result.clean, render(result)
