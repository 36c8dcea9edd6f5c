"""What a message suggests: the right code, or the list of codes, and never a word of its own meaning."""

import pytest
from good_package import GOOD

from kz_bri_data._catalogue import installed
from kz_bri_data.validation import validate
from kz_bri_data.validation.engine.engines import Engines
from kz_bri_data.validation.engine.references import References
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.rules.cells import cell_check
from kz_bri_data.validation.rules.nearest import Nearest, is_slip
from kz_bri_data.validation.rules.other_words import other_codes, other_words
from kz_bri_data.validation.rules.reference import Reference
from kz_bri_data.validation.sources.packages import Package

TABLES = installed().tables
SHIPPED = References(TABLES, Package([], {}, [], 0), Engines("python", Limits()), Limits())


def hint(table, column, text):
    described = TABLES[table].by_name[column]
    reference = SHIPPED.get(described.references) if described.references else None
    return cell_check(described, reference)(text).hint


@pytest.mark.parametrize(
    ("column", "text", "right"),
    [
        *(("ref_area", text, "KAZ") for text in ("KZ", "Казахстан", "Қазақстан", "哈萨克斯坦", "Kasakhstan")),
        *(("unit", text, "t") for text in ("tons", "тонн", "吨", "tonnes")),
        *(("unit", text, right) for text, right in [("%", "percent"), ("US$", "USD")]),
        *(("entity_id", text, "horgos-port") for text in ("Хоргос", "霍尔果斯口岸", "horgos-prot")),
        ("indicator_id", "uranium_wold_share", "uranium_world_share"),
        ("breakdown", "export", "exports"),
        ("indicator_id", "Добыча урана", "uranium_production"),
        ("basis", "哈萨克斯坦能源部", "kazakh_energy_ministry"),
        ("partner_area", "Орталық Азия", "143"),
    ],
)
def test_a_reference_is_known_by_its_other_names(column, text, right):
    assert hint("observations", column, text) == f'did you mean "{right}"?'


@pytest.mark.parametrize("unit", ["Mth", "tU/yr", "ty/year", "GVh", "M", "mt", "TW", "kW"])
def test_a_unit_is_not_guessed_from_its_letters(unit):
    assert "did you mean" not in hint("observations", "unit", unit)


@pytest.mark.parametrize(
    ("table", "column", "text", "right"),
    [
        ("observations", "qualifier", "almost", "nearly"),
        ("observations", "qualifier", "более", "over"),
        ("entities", "kind", "firm", "company"),
        ("entities", "kind", "roads", "road"),
        ("observations", "status", "acutal", "actual"),
    ],
)
def test_a_code_that_was_meant(table, column, text, right):
    allowed = ", ".join(TABLES[table].by_name[column].categories)
    assert hint(table, column, text) == f'did you mean "{right}"? allowed: {allowed}'


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("areas", "kind", "county"),
        ("observations", "status", "protection"),
        ("sources", "kind", "plant"),
        ("entities", "kind", "post"),
        ("entities", "kind", "nine"),
        ("indicators", "measure", "flaw"),
        ("indicators", "measure", "late"),
    ],
)
def test_a_word_of_its_own_meaning_is_no_slip(table, column, text):
    codes = TABLES[table].by_name[column].categories
    assert (
        hint(table, column, text).removeprefix('did you mean "subdivision"? ')
        == f"allowed: {', '.join(codes)}"
    )


def test_a_wrong_key_is_never_suggested():
    areas = Reference(
        TABLES["areas"], {"area": ["CHN", "KAZ ", "kaz"], "name": ["China", "Kazakhstan", "Kazakhstan"]}
    )
    assert areas.nearest.find("Kazakhstan") is None
    assert areas.nearest.find("chn") == "CHN"


def test_a_name_of_two_things_is_no_hint():
    assert Nearest([("Aktau", "aktau-port"), ("Aktau", "aktau-city")]).find("Aktau") is None


def test_what_is_suggested_is_a_code():
    codes = {code for table in TABLES.values() for column in table.columns for code in column.categories}
    assert {code for _, code in other_codes()} <= codes
    for table in ("areas", "units", "bases", "indicators"):
        assert {code for _, code in other_words(table)} <= SHIPPED.get(table).keys.keys()


def test_a_typo_is_not_added_but_a_new_thing_may_be():
    assert "add" not in hint("observations", "unit", "persent")
    assert hint("observations", "entity_id", "nothing like it") == (
        "take one that is there (kz-bri-data find looks for entities by any of their names), "
        "or add the entity there first"
    )


def rows_of(package, *lines):
    header = (GOOD / "observations.csv").read_text(encoding="utf-8").splitlines()[0]
    (package / "observations.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    for name in ("areas", "entities", "indicators", "sources", "units", "dimensions"):
        (package / f"{name}.csv").write_bytes((GOOD / f"{name}.csv").read_bytes())
    return [(one.line, one.code) for one in validate(package / "observations.csv").problems]


FREIGHT = (GOOD / "observations.csv").read_text(encoding="utf-8").splitlines()[3]


def test_a_row_that_is_there_twice_is_told_once(tmp_path):
    assert rows_of(tmp_path, FREIGHT, FREIGHT) == [(3, "primary-key")]
    other = FREIGHT.replace("/freight,", "/goods,")
    assert rows_of(tmp_path, FREIGHT, other) == [(3, "unique")]


def test_a_row_with_an_error_is_not_said_twice(tmp_path):
    other = FREIGHT.replace("/freight,", "/goods,").replace("2024-01-01", "2023-01-01")
    assert rows_of(tmp_path, FREIGHT, other) == [(3, "said-twice")]
    assert rows_of(tmp_path, FREIGHT, other.replace(",exact,", ",exakt,").replace(",over,", ",ovr,")) == [
        (3, "enum")
    ]


@pytest.mark.parametrize(
    ("text", "word", "is_one"),
    [
        ("eastbound", "westbound", False),
        ("west_bound", "westbound", True),
        ("wesbound", "westbound", True),
        ("westbonud", "westbound", True),
        ("kazautoprom", "kazatomprom", False),
        ("imports", "exports", False),
        ("cia", "eia", False),
        ("road", "roads", True),
        ("plan", "plann", True),
        ("plan", "plant", False),
        ("2015", "2016", False),
        ("t/year", "tU/year", False),
    ],
)
def test_a_slip_is_one_slip(text, word, is_one):
    assert is_slip(text, word) == is_one
    assert is_slip(word, text) == is_one
