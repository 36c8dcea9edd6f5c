"""What `find` finds in the package that ships, in which order, and that the calls it names work."""

import csv
import json
import shutil
import time

import pytest

import kz_bri_data as kbd
from kz_bri_data._about import About
from kz_bri_data._calls import list_offers
from kz_bri_data._catalogue import installed
from kz_bri_data._records import list_records
from kz_bri_data._words import SYNONYMS, has, look_for, wanted


@pytest.mark.parametrize(
    ("words", "first", "call"),
    [
        ("Horgos trains", "port_freight_trains", 'entity="horgos-railway-port"'),
        ("trains through Khorgos", "port_freight_trains", 'entity="horgos-railway-port"'),
        ("share of imports", "goods_trade_partner_share", 'breakdown="imports"'),
        ("dependence of imports on China", "goods_trade_partner_share", 'breakdown="imports"'),
        ("dependence", "goods_trade_partner_share", ""),
        ("China imports", "goods_imports", 'area="KAZ"'),
        ("Chinese imports", "goods_imports", 'area="KAZ"'),
        ("imports", "goods_imports", 'area="KAZ"'),
        ("exports", "goods_exports", 'area="KAZ"'),
        ("trade", "goods_trade_turnover", 'area="KAZ"'),
        ("What is the trade between Kazakhstan and China?", "goods_trade_turnover", 'area="KAZ"'),
        ("cashless", "noncash_share_of_transactions", ""),
        ("cashless payments", "noncash_share_of_transactions", ""),
        ("noncash payments", "noncash_share_of_transactions", ""),
        ("Non-Cash", "noncash_share_of_transactions", ""),
        ("cash withdrawals", "card_transactions_value", 'breakdown="cash_withdrawals"'),
        ("uranium share", "uranium_world_share", ""),
        ("uranium", "uranium_production", 'area="KAZ"'),
        ("market share of Chinese cars", "brand_share_of_new_car_sales", ""),
        ("renewables", "renewables_share_of_electricity", ""),
        ("renewables target", "renewables_share_of_electricity", ""),
        ("foreign direct investment", "fdi_", ""),
        ("investment per head", "fdi_", ""),
        ("Toyota sales", "new_car_sales", 'entity="toyota"'),
        ("ember", "electricity_generation", 'basis="ember"'),
        ("goods_imports", "goods_imports", ""),
        ("gas piped from Central Asia to China", "gas_pipeline_deliveries", 'partner="143"'),
        ("trade share of GDP", "goods_trade_to_gdp", 'area="KAZ"'),
        ("Chinese loans", "official_finance_commitments", 'entity=""'),
        ("добыча урана", "uranium_production", 'area="KAZ"'),
        ("铀产量", "uranium_production", 'area="KAZ"'),
        ("импорт Китай", "goods_imports", 'area="KAZ"'),
        ("жан басына шаққандағы ЖІӨ", "gdp_per_person", 'area="KAZ"'),
    ],
)
def test_an_indicator_is_found_first(words, first, call):
    found = kbd.find(words)[0]
    assert found.table == "indicators"
    assert found.id.startswith(first)
    assert call in found.call


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("нефть", "oil_production"),
        ("нефти", "oil_production"),
        ("инвестиция", "fdi_net_inflow"),
        ("Торговля с Китаем", "goods_trade_partner_share"),
        ("цена", "consumer_price_inflation"),
        ("мұнай", "oil_production"),
        ("экспорт нефти", "goods_exports"),
    ],
)
def test_an_indicator_is_found_in_any_case_of_a_word(words, first):
    found = kbd.find(words)[0]
    assert (found.table, found.id) == ("indicators", first)


def test_endings_are_no_part_of_a_word():
    assert has("нефть", "Добыча нефти") == has("нефти", "Нефть") == 1
    assert has("самолет", "Самолёты") == has("инвестиций", "Прямые инвестиции") == 1
    # What is left of a short word begins too many others.
    assert has("цена", "Центральная Азия") == has("cars", "Cargo") == 0


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Хоргос", "horgos-port"),
        ("ХОРГОС", "horgos-port"),
        ("霍尔果斯", "horgos-port"),
        ("口岸", "horgos-port"),
        ("Қорғас", "horgos-port"),
        ("ҚОРҒАС", "horgos-port"),
        ("Horgos", "horgos-port"),
        ("МЦПС", "icbc-khorgos"),
        ("ICBC", "icbc-khorgos"),
        ("中欧班列", "china-europe-freight-trains"),
        ("Chinese cars", "chinese-car-brands"),
        ("Nur Zholy", "nur-zholy"),
        ("horgos-railway-port", "horgos-railway-port"),
    ],
)
def test_an_entity_is_found_first(words, first):
    found = kbd.find(words)[0]
    assert (found.table, found.id, found.call) == ("entities", first, f'kbd.entity("{first}")')


@pytest.mark.parametrize(
    ("words", "indicator", "area", "partner"),
    [
        ("students from Kazakhstan in China", "foreign_students", "CHN", "KAZ"),
        ("Kazakh students in China", "foreign_students", "CHN", "KAZ"),
        ("Chinese students in Kazakhstan", "foreign_students", "KAZ", "CHN"),
        ("students from China", "foreign_students", "KAZ", "CHN"),
        ("exports from China to Kazakhstan", "goods_exports", "CHN", "KAZ"),
        ("Chinese exports to Kazakhstan", "goods_exports", "CHN", "KAZ"),
        ("exports to China from Kazakhstan", "goods_exports", "KAZ", "CHN"),
        ("Kazakh exports to China", "goods_exports", "KAZ", "CHN"),
        ("Kazakh imports from China", "goods_imports", "KAZ", "CHN"),
        ("imports from Kazakhstan", "goods_imports", "CHN", "KAZ"),
        ("trade between China and Kazakhstan", "goods_trade_turnover", "KAZ", "CHN"),
    ],
)
def test_the_direction_is_the_one_that_is_asked_for(words, indicator, area, partner):
    found = kbd.find(words)[0]
    assert found.id == indicator
    (side,) = set(zip(*(called(found.call)[name] for name in ("ref_area", "partner_area")), strict=True))
    assert side == (area, partner)


@pytest.mark.parametrize(
    ("words", "indicator", "first"),
    [
        ("exports Kazakhstan China", "goods_exports", "KAZ"),
        ("exports China Kazakhstan", "goods_exports", "CHN"),
        ("exports", "goods_exports", "KAZ"),
        ("china imports", "goods_imports", "KAZ"),
        ("trade between China and Kazakhstan", "goods_trade_turnover", "KAZ"),
    ],
)
def test_without_a_direction_both_sides_are_given(words, indicator, first):
    one, other = kbd.find(words)[:2]
    assert one.id == other.id == indicator
    sides = [set(called(match.call)["ref_area"]) for match in (one, other)]
    assert sides == [{first}, {"KAZ", "CHN"} - {first}]
    assert one.name != other.name
    assert one.name.partition(": ")[2].startswith("Kazakhstan" if first == "KAZ" else "China")


@pytest.mark.parametrize("words", ["exports from China", "Chinese exports", "China exports to Kazakhstan"])
def test_with_a_direction_the_other_side_is_not_given(words):
    sides = [set(called(match.call)["ref_area"]) for match in kbd.find(words) if match.id == "goods_exports"]
    assert sides == [{"CHN"}]


@pytest.mark.parametrize(
    ("words", "table", "identifier"),
    [
        ("Kazakhstan", "areas", "KAZ"),
        ("Қазақстан", "areas", "KAZ"),
        ("Aktau", "places", "aktau"),
        ("container hub Aktau", "projects", "aktau-container-hub"),
        ("Orda Glass", "projects", ""),
        ("projects of CNPC", "projects", "atasu-alashankou-pipeline"),
        ("population of Kazakhstan", "population", "population"),
        ("tenge exchange rate", "exchange_rates", "exchange_rates"),
        ("Kazakhtelecom loan", "project_finance", ""),
        ("Khorgos cooperation centre sealed operation", "events", ""),
        ("exploration of uranium planned", "assessments", "liu-belt-and-road/uranium-exploration-planned"),
    ],
)
def test_rows_of_other_tables_are_found(words, table, identifier):
    found = [match for match in kbd.find(words) if match.table == table]
    assert identifier in ("", found[0].id)
    match = found[0]
    given = eval(match.call, {"kbd": kbd})
    if table in ("areas", "places", "population", "exchange_rates") or match.call.startswith("kbd.load"):
        assert len(given) > 0
    elif table == "assessments":
        assert given["claim_id"].tolist() == [match.id]
    else:
        part = {"project_finance": "finance"}.get(table, table)
        key = {"projects": "project_id", "project_finance": "record_id", "events": "event_id"}[table]
        assert match.id in set(getattr(given, part)[key])


def test_every_row_that_can_be_found_has_a_call_that_gives_it():
    kinds = {}
    for record, _ in list_records(installed(), About(installed())):
        kinds.setdefault((record.table, record.call.split("(")[0]), []).append(record)
    assert len(kinds) >= 8
    for records in kinds.values():
        for record in records[::10]:
            given = eval(record.call, {"kbd": kbd})
            assert (
                isinstance(given, kbd.Entity)
                or len(given) == 1
                or record.id == record.table
                or (record.table in ("areas", "assessments"))
            )


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("who owns the Zhanatas wind farm", "zhanatas-wind-farm"),
        ("who built the Zhanatas wind farm?", "zhanatas-wind-farm"),
        ("owner of CNPC", "cnpc"),
    ],
)
def test_a_question_finds_what_it_is_about(words, first):
    assert first in [match.id for match in kbd.find(words) if match.table == "entities"][:1]


def test_trade_finds_both_directions_too():
    found = [match.id for match in kbd.find("trade")]
    assert {"goods_exports", "goods_imports", "goods_trade_partner_share"} <= set(found)
    assert max(found.index("goods_exports"), found.index("goods_imports")) < found.index("border_crossings")


@pytest.mark.parametrize("words", ["", "  ", "?!", "no such thing anywhere", "zzz uranium", "car"])
def test_what_is_found_has_every_word(words):
    found = kbd.find(words)
    assert found == [] or words == "car"
    # A car is in no cargo.
    assert not {"port_cargo", "corridor_cargo", "card_transactions_value"} & {match.id for match in found}


def test_a_synonym_is_no_other_word():
    """Each stands for words that the tables have, and finds something that the word itself does not say."""
    for word, phrases in SYNONYMS.items():
        assert wanted(word) == [word]
        assert word not in phrases
        assert any(kbd.find(phrase) for phrase in phrases), word
        assert kbd.find(word), word


def test_a_match_says_what_its_call_gives():
    """Periods and years of the hit are those of the rows that the call gives."""
    tried = 0
    for words in ("uranium", "trade", "Horgos", "cars", "oil", "visits", "cards", "share", "trains"):
        for match in kbd.find(words):
            if match.table != "indicators" or not match.call:
                continue
            try:
                rows = called(match.call)
            except (kbd.AmbiguousSeriesError, kbd.BrokenSeriesError):
                continue  # several publications print one period, or something is counted anew
            dated = rows.dropna(subset="period_end")
            years = dated["period_end"].dt.year
            expected = (len(dated), years.min(), years.max()) if len(dated) else (0, None, None)
            assert (match.n_periods, match.first, match.last) == expected, match.call
            tried += 1
    assert tried > 50


def test_a_call_names_what_tells_the_series_apart():
    """No call of any series is refused because several series are left."""
    calls = [offer.call for offers in list_offers(installed()).values() for offer in offers]
    assert len(calls) == len(set(calls)) > 400
    refused = [problem_of(call) for call in calls[::5]]
    assert not [problem for problem in refused if "series of" in problem]


def called(call):
    """What a call gives; that sources conflict is no matter here."""
    return eval(call.removesuffix(")") + ', on_conflict="ignore")', {"kbd": kbd})


def problem_of(call):
    try:
        called(call)
    except (kbd.AmbiguousSeriesError, kbd.BrokenSeriesError) as error:
        return error.problem
    return ""


def test_the_call_of_an_entity_gives_it():
    for match in kbd.find("Horgos"):
        if match.table == "entities":
            assert eval(match.call, {"kbd": kbd}).id == match.id


def test_find_is_fast_once_the_tables_are_read():
    kbd.find("first")
    start = time.process_time()
    kbd.find("trains through Horgos by year")
    assert time.process_time() - start < 0.3


def test_another_package_is_read_anew(tmp_path):
    folder = tmp_path / "package"
    shutil.copytree(kbd.data_dir(), folder)
    package = kbd.Package(folder)
    before = package.find("trade")[0]
    path = folder / "data" / "observations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    kept = [row for row in rows if not (row[1] == before.id and row[8].startswith("2024"))]
    assert len(kept) < len(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *kept])
    after = package.find("trade")[0]
    assert after.n_periods < before.n_periods
    assert kbd.find("trade")[0] == before


@pytest.mark.parametrize("name", ["trade", 'a "quoted" name', "Хоргос"])
def test_an_unknown_indicator_names_find(name):
    with pytest.raises(kbd.UnknownNameError) as caught:
        kbd.series(name)
    call = f"kbd.find({json.dumps(name, ensure_ascii=False)})"
    assert call in str(caught.value)
    assert isinstance(eval(call, {"kbd": kbd}), list)


def test_a_renamed_indicator_is_found_by_its_old_code():
    with pytest.raises(kbd.UnknownNameError) as caught:
        kbd.series("alternative_energy_share")
    assert "did you mean" not in str(caught.value)
    assert kbd.find("alternative_energy_share")[0].id == "renewables_share_of_electricity"


@pytest.mark.parametrize(
    ("word", "text", "score"),
    [
        ("trains", "A train", 1.0),
        ("train", "Freight trains", 1.0),
        ("countries", "Country", 1.0),
        ("oil", "Boiler", 0.0),
        ("rail", "Railways", 0.7),
        ("kazakh", "Kazakhstan", 1.0),
        ("electric", "Electricity", 0.7),
        ("pay", "UnionPay", 0.0),
        ("export", "produce_exports", 1.0),
        ("口岸", "霍尔果斯铁路口岸", 0.4),
        ("霍尔果斯", "霍尔果斯铁路口岸", 0.7),
    ],
)
def test_how_well_a_text_has_a_word(word, text, score):
    assert has(word, text) == score


def test_a_word_itself_comes_before_its_synonym():
    itself = look_for(["car"], [(1, "Cars")])
    synonym = look_for(["car"], [(1, "Vehicles")])
    assert itself.score > synonym.score > 0


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("indicators", "Oil reserves", "Oil of zzyzx"),
        ("labels", "Запасы нефти", "Запасы zzyzx"),
        ("entity_names", "Хоргос", "Хоргос zzyzx"),
        ("projects", "Atasu-Alashankou oil pipeline", "Pipeline zzyzx"),
        ("events", "Belt and Road Initiative", "zzyzx"),
        ("breakdowns", "Copper ores", "Ores of zzyzx"),
    ],
)
def test_what_was_changed_is_found_at_once(tmp_path, table, old, new):
    """Texts are kept between two calls, but no longer than the file that they come from."""
    folder = shutil.copytree(kbd.data_dir(), tmp_path / "package")
    package = kbd.Package(folder)
    assert package.find("zzyzx") == []
    path = folder / "data" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    assert package.find("zzyzx")


@pytest.mark.parametrize(
    ("words", "indicator"),
    [
        ("inflation rate", "consumer_price_inflation"),
        ("number of trains", "train_service_trips"),
        ("товарооборот", "goods_trade_turnover"),
    ],
)
def test_words_that_ask_for_a_quantity_do_not_hide_it(words, indicator):
    assert kbd.find(words)[0].id == indicator
