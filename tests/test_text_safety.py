"""What strangers write is harmless wherever it is shown, and still says what it says."""

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data._text_safety import (
    as_unicode,
    defuse,
    escape,
    for_annotation,
    for_annotation_property,
    for_log,
    for_markdown,
    for_sarif,
    json_text,
    lines_for_log,
    quote,
    shorten,
)

# Lone surrogates, too: a byte that is not UTF-8 is read as one.
LETTERS = st.characters(codec=None) | st.sampled_from("\x1b\r\n\t\u2028\u202e\udcff\ud800|`<@[#:%\\")
TEXT = st.text(LETTERS)


@given(TEXT)
def test_no_text_can_move_the_cursor(text):
    for shown in (escape(text), for_log(text), quote(text), for_markdown(text)):
        assert shown.isprintable()
        shown.encode()


@given(TEXT)
def test_harmless_text_stays_as_it_is(text):
    assert escape(escape(text)) == escape(text)
    assert for_log(for_log(text)) == for_log(text)
    assert for_log(escape(text)) == for_log(text)
    if text.isprintable():
        assert escape(text) == text


@given(
    st.lists(st.sampled_from(["::", "##[", " ", "\t", "\n", "error", ":", "\x1b"]), max_size=8).map("".join)
)
def test_no_line_is_a_command_of_a_workflow(text):
    for line in [for_log(text), defuse(text.replace("\n", " ")), *lines_for_log(text).split("\n")]:
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    assert lines_for_log(text).count("\n") == text.count("\n")


def test_bytes_that_are_not_utf_8_are_shown_as_bytes():
    text = b"a\xff".decode("utf-8", "surrogateescape")
    assert escape(text) == r"a\xff"
    assert as_unicode(text) == "a\ufffd"
    assert as_unicode("\ud800") == "\ufffd"  # as JSON may write it


@given(TEXT, st.integers(1, 50))
def test_long_text_is_cut_and_says_so(text, length):
    assert len(shorten(text, length)) <= length
    assert shorten(text, length).endswith("…") or shorten(text, length) == text
    assert quote(text, length).endswith('…"') or quote(text, length) == f'"{escape(text)}"'
    assert text.startswith(as_unicode(text, length)) or not text.isprintable()


@given(TEXT)
def test_code_in_markdown_holds_nothing_that_markdown_reads(text):
    inner = for_markdown(text).removeprefix("<code>").removesuffix("</code>")
    assert not set(inner) & set("|`<>@[]*_~!\\\n\r\"'/:.{}")
    assert inner.isprintable()
    if text.isprintable():
        assert html.unescape(inner) == text


@given(TEXT)
def test_annotations_are_one_line_and_their_properties_end_where_they_should(text):
    assert not set(for_annotation(text)) & set("\r\n")
    assert not set(for_annotation_property(text)) & set("\r\n:,")


def test_sarif_has_no_links_and_no_placeholders():
    assert for_sarif("[a](b) {0} \\") == r"\[a\](b) {{0}} \\"


@given(TEXT)
def test_json_is_ascii_and_says_the_same(text):
    written = json_text({"a": text})
    assert written.isascii()
    assert "##[" not in written
    assert json.loads(written) == {"a": text}


@pytest.mark.parametrize("function", [escape, for_log, for_markdown, quote, json_text, for_sarif])
def test_nothing_is_nothing(function):
    assert function("") in ("", '""')
