"""What only looks right: letters of another script, and question marks in place of letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data._catalogue import installed
from kz_bri_data.validation.rules.cells import cell_check
from kz_bri_data.validation.rules.look_alikes import as_latin, mixed_word
from kz_bri_data.validation.rules.reference import Reference

TABLES = installed().tables
AREAS = Reference(TABLES["areas"], {"area": ["CHN", "KAZ"]})


def violation(table, column, text):
    described = TABLES[table].by_name[column]
    return cell_check(described, AREAS if described.references == "areas" else None)(text)


@pytest.mark.parametrize(
    "text",
    [
        "Хоргос, Horgos",
        "Қорғас and Алтынкөл",
        "Ақтөбе–Aktobe (Ақтөбе облысы)",
        "рейтинг Fitchтің",
        "COVID-19-ға, SMSах",
        "霍尔果斯 Horgos 口岸",
        "Σ of μm and kΩ",
        "іс-шара, Үшарал, Һун",
        "Q1 2024, IV квартал",
    ],
)
def test_words_each_of_one_script_are_no_finding(text):
    assert mixed_word(text) is None
    assert violation("areas", "name", text) is None


@pytest.mark.parametrize(
    ("text", "letter", "right"),
    [
        ("Kаzakhstan", "а", "Kazakhstan"),
        ("порт Xоргос", "X", "Хоргос"),
        ("Αstana", "Α", "Astana"),
        ("Қaзақстан", "a", "Қазақстан"),
    ],
)
def test_a_letter_of_another_script_is_named(text, letter, right):
    code, message, hint = violation("areas", "name", text)
    assert (code, hint) == ("look-alike", f'write "{right}", all in one script')
    assert f'"{letter}"' in message


@pytest.mark.parametrize(("text", "right"), [("СHN", "CHN"), ("KAЗ", "KAZ"), ("КАZ", "KAZ"), ("СНN", "CHN")])
def test_codes_are_written_in_latin_letters(text, right):
    code, _, hint = violation("observations", "ref_area", text)
    assert (code, hint) == ("look-alike", f'write "{right}" in Latin letters')


def test_what_a_column_takes_is_no_finding():
    address = "https://ru.wikipedia.org/wiki/Астана?oldid=1"
    assert violation("sources", "url", address) is None
    assert violation("observations", "ref_area", "Казахстан").code == "reference"


@given(st.text(st.sampled_from("AaBXxРрАаФжҚ1 -")))
def test_what_is_suggested_is_right(text):
    if found := mixed_word(text):
        word, letter, right = found
        assert word in text
        assert letter in word
        assert mixed_word(right) is None
        assert len(right) == len(word)
    assert as_latin(as_latin(text)) == as_latin(text)


@pytest.mark.parametrize("text", ["?аза?стан", "Алтынк?л ??р?а? порты", "Qaza?stan", "??????", "о ??? порте"])
def test_lost_letters(text):
    assert violation("areas", "name", text).code == "character-lost"


@pytest.mark.parametrize(
    "text", ["Who pays?", "Really??", "(?)", "Quo vadis? An essay", "the query ?year=2024&area=KAZ", "¿Qué?"]
)
def test_question_marks_that_ask(text):
    assert violation("areas", "name", text) is None


@pytest.mark.parametrize(
    ("text", "is_day"),
    [("2024-02-29", True), ("2023-02-29", False), ("2024-04-31", False), ("2024-02", True), ("2024", True)],
)
def test_days_of_the_calendar(text, is_day):
    for table, column in (("sources", "published"), ("observations", "counted_from")):
        found = violation(table, column, text)
        assert (found is None) == is_day
        assert is_day or found.code == "type"
