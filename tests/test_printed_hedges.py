"""Words beside a number that its qualifier contradicts."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_bri_data.validation.engine.prefilter import _hedged_otherwise
from kz_bri_data.validation.rules.hedge_words import HEDGE_WORDS
from kz_bri_data.validation.rules.printed_hedges import hedge_violation

QUALIFIERS = [*HEDGE_WORDS, "exact", "range"]


def allowed(figure):
    return {qualifier for qualifier in QUALIFIERS if hedge_violation(figure, qualifier) is None}


@pytest.mark.parametrize(
    ("figure", "right"),
    [
        ("over 48,000 trains", {"over"}),
        ("Almost 48,000 trains", {"nearly"}),
        ("nearly US$750 million", {"nearly"}),
        ("свыше 48 тыс.", {"over"}),
        ("超过4.8万列", {"over"}),
        ("4.2万多辆", {"over"}),
        ("约4.8万列", {"about"}),
        ("4.8万列左右", {"about"}),
        ("27 миллиард доллардан астам", {"over"}),
        ("up to 48,000", {"at_most"}),
        ("до 38 миллионов тонн", {"at_most"}),
        ("not more than 50 kg", {"at_most"}),
        ("не более 50 кг", {"at_most"}),
        ("不超过50公斤", {"at_most"}),
        ("no less than 5", {"at_least"}),
        ("mindestens 5", {"at_least"}),
        ("ca. 48", {"about"}),
        ("less than 5", {"nearly", "at_most"}),
        ("more\u00a0than 5", {"over"}),
        ("48,000", {"exact"}),
        ("4.8万", {"exact"}),
        ("$5", {"exact"}),
        ("40,000 to 48,000", {"range"}),
        ("40–48 тыс.", {"range"}),
        ("от 40 до 48 тыс.", {"range"}),
    ],
)
def test_the_qualifier_is_what_the_words_say(figure, right):
    assert allowed(figure) == right


@pytest.mark.parametrize(
    "figure",
    [
        "48,000 trains",
        "superiore dei 420 miliardi",
        "not over 5",
        "未超过5",
        "最近48列",
        "rose up to 48,000",
        "увеличился до 48 тыс.",
        "stover 48",
        "~48",
        "from 40,000 to 48,000",
        "2016-2020",
        "over 40 of 50",
        "超过7.3万列、690万标箱",
        "over " + "48" * 300,
    ],
)
def test_what_is_not_clear_is_not_judged(figure):
    assert allowed(figure) == set(QUALIFIERS)


_WORDS = [word for words in HEDGE_WORDS.values() for side in words for word in side]
_PARTS = st.sampled_from(
    [*_WORDS, "48,000", "4.8", "40", "万", " million", " ", "\u00a0", "-", "–", "to", "$", "not "]
)


@given(st.lists(_PARTS, max_size=5).map("".join), st.sampled_from(QUALIFIERS), st.sampled_from(["", "Upper"]))
def test_frames_find_every_other_hedge(figure, qualifier, case):
    figure = figure.upper() if case else figure
    frame = pl.DataFrame({"figure_as_printed": [figure], "qualifier": [qualifier]})
    assert len(_hedged_otherwise(frame)) == (hedge_violation(figure, qualifier) is not None)
