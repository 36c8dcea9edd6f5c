"""What is called by a code has a name in every language of the region, and no two things one name."""

import csv
import re
import shutil
from collections import Counter

import pytest
from good_package import GOOD

import kz_bri_data as kbd
from kz_bri_data._catalogue import installed
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.rules.look_alikes import mixed_word
from kz_bri_data.validation.run import Validator

LANGUAGES = ("en", "kk", "ru", "zh")
ROWS = list(installed().rows("labels"))
LABELS = {(row["kind"], row["id"], row["language"]): row["text"] for row in ROWS}
TABLES = installed().tables
COLUMNS = {f"{name}.{column.name}": column for name, table in TABLES.items() for column in table.columns}
TITLES = {("table", name): table.title for name, table in TABLES.items()} | {
    ("column", name): column.title for name, column in COLUMNS.items()
}
KEYS = {"area": ("areas", "area"), "unit": ("units", "unit"), "breakdown": ("breakdowns", "breakdown")}
NAMED = {
    "basis": ("bases", "basis"),
    "indicator": ("indicators", "indicator_id"),
    "breakdown": ("breakdowns", "breakdown"),
    "place": ("places", "place_id"),
}


def without_labels(keys):
    return [(*key, language) for key in keys for language in LANGUAGES if (*key, language) not in LABELS]


@pytest.mark.parametrize("table", kbd.list_tables())
def test_every_table_column_and_code_has_a_label_in_each_language(table):
    ours = [("table", table)]
    for name, column in COLUMNS.items():
        if name.startswith(f"{table}."):
            ours += [("column", name), *(("code", f"{name}.{code}") for code in column.categories)]
    assert without_labels(ours) == []


def test_every_area_unit_and_breakdown_has_a_label_in_each_language():
    ours = [(kind, row[key]) for kind, (table, key) in KEYS.items() for row in installed().rows(table)]
    assert without_labels(ours) == []


def test_what_has_a_label_has_one_in_english():
    assert {(kind, identifier, "en") for kind, identifier, _ in LABELS} <= LABELS.keys()
    assert {language for _, _, language in LABELS} == set(LANGUAGES)


def test_forty_indicators_have_a_label_in_each_language():
    labelled = {one for kind, one, _ in LABELS if kind == "indicator"}
    assert len(labelled) >= 40
    assert without_labels(("indicator", one) for one in labelled) == []


def test_the_english_label_is_the_title_or_the_name():
    names = {
        (kind, row[key]): row["name"]
        for kind, (table, key) in NAMED.items()
        for row in installed().rows(table)
        if (kind, row[key], "en") in LABELS
    }
    assert {key: LABELS[*key, "en"] for key in TITLES | names} == TITLES | names


def test_no_two_of_one_kind_are_called_the_same():
    """Columns are told apart within their table, and codes within their column."""
    called = Counter(
        (kind, re.sub(r"[^.]*$", "", identifier), language, text.casefold())
        for (kind, identifier, language), text in LABELS.items()
    )
    assert [name for name, count in called.items() if count > 1] == []


def test_one_list_of_codes_has_one_list_of_labels():
    of_codes = {}
    for name, column in COLUMNS.items():
        if column.categories:
            labels = [
                LABELS["code", f"{name}.{code}", one] for code in column.categories for one in LANGUAGES
            ]
            assert of_codes.setdefault(str(column.categories), labels) == labels, name


RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LETTERS = {"ru": RUSSIAN, "kk": RUSSIAN + "әғқңөұүһі"}
LATIN = re.compile("[A-Za-z]+")
# These write their Russian names with letters of Kazakh themselves.
KAZAKH_IN_RUSSIAN = {"ktz", "samruk_kazyna"}


def test_labels_are_in_the_letters_of_their_language():
    """Simplified Chinese is what GB 2312 holds; names such as TEU may be in Latin letters as a whole."""
    for (kind, identifier, language), text in LABELS.items():
        rest = LATIN.sub("", text) if kind not in ("table", "column") or text in ("GeoNames", "GDP") else text
        if language == "en":
            assert text.isascii() or identifier == "urumqi", text
        elif language == "zh":
            rest.encode("gb2312")
            assert not LATIN.search(rest), (identifier, text)
        else:
            letters = LETTERS["kk" if identifier in KAZAKH_IN_RUSSIAN else language]
            assert {one for one in rest.casefold() if one.isalpha()} <= set(letters), (identifier, text)
        assert mixed_word(text) is None, (identifier, text)


@pytest.mark.parametrize(
    ("kind", "identifier", "language", "text"),
    [
        ("area", "KAZ", "kk", "Қазақстан"),
        ("area", "KOR", "zh", "韩国"),
        ("area", "CN-XJ", "ru", "Синьцзян"),
        ("unit", "KZT", "kk", "теңге"),
        ("unit", "TEU", "zh", "标准箱"),
        ("unit", "bcm", "ru", "млрд кубических метров"),
        ("basis", "chinese_customs", "zh", "中国海关总署"),
        ("basis", "kazakh_national_bank", "ru", "Национальный Банк Республики Казахстан"),
        ("basis", "world_bank", "kk", "Дүниежүзілік банк"),
        ("code", "observations.status.projection", "ru", "Прогноз"),
        ("code", "indicators.measure.share", "zh", "比重"),
        ("code", "deflators.index.consumer_prices", "zh", "居民消费价格指数"),
        ("indicator", "population", "ru", "Численность населения"),
        ("indicator", "fdi_stock", "zh", "外国直接投资存量"),
    ],
)
def test_terms_that_statistical_offices_use(kind, identifier, language, text):
    assert LABELS[kind, identifier, language] == text


def test_nothing_is_said_to_be_reviewed_that_nobody_has_read():
    assert {row["reviewed"] for row in ROWS} == {"no"}


@pytest.mark.parametrize("whole_table", [0, Limits().whole_table])
def test_a_label_is_for_what_is_there_however_large_the_other_table_is(whole_table, tmp_path):
    shutil.copy(GOOD / "areas.csv", tmp_path)
    rows = [["area", "KAZ", "ru", "Казахстан", "no"], ["area", "KGZ", "ru", "Кыргызстан", "no"]]
    with (tmp_path / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([list(ROWS[0]), *rows])
    limits = Limits()._replace(whole_table=whole_table)
    found = Validator([tmp_path / "labels.csv"], limits=limits).report().problems
    assert [(one.line, one.code, one.message) for one in found] == [
        (3, "reference", '"KGZ" is not in areas.csv')
    ]
