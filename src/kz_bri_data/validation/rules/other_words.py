"""What people write for our codes: their labels in any language, other words, symbols and abbreviations."""

from __future__ import annotations

from collections.abc import Iterator

from kz_bri_data._catalogue import installed
from kz_bri_data.validation.rules.hedge_words import HEDGE_WORDS
from kz_bri_data.validation.rules.look_ups import LABELLED

_UNITS = {
    "percent": "% pct процент процентов проц",
    "t": "ton tons tonne тонн т 噸",
    "kg": "kilogram кг 公斤",
    "km": "kilometer kilometers kilometre км километров 公里",
    "m": "meter meters metre метров м",
    "m3": "m³ м3 м³",
    "bcm": "млрд.м3 10亿立方米",
    "count": "number pieces pcs persons people шт штук человек единиц дана адам 人 辆 列",
    "TEU": "ДФЭ 标箱 萬標箱",
    "USD": "$ US$ dollar dollars доллар долларов долл",
    "CNY": "¥ RMB yuan renminbi юаней 元 人民币",
    "KZT": "₸ тг",
    "EUR": "€ euro",
    "kWh": "кВтч кВт·ч 度",
    "MWh": "МВтч МВт·ч",
    "GWh": "ГВтч ГВт·ч млн.кВтч",
    "TWh": "ТВтч ТВт·ч млрд.кВтч",
    "MW": "МВт",
    "GW": "ГВт",
    "day": "суток дней күн",
    "h": "hour час часов",
    "year": "год лет",
    "barrel": "barrels bbl баррель баррелей 桶",
}
_AREAS = {
    "AZE": "AZ",
    "CHN": "CN PRC КНР 中國",
    "CN-XJ": "XUAR СУАР",
    "FRA": "FR",
    "GEO": "GE",
    "JPN": "JP",
    "KAZ": "KZ РК ҚР",
    "KGZ": "KG Киргизия",
    "KOR": "KR Корея",
    "PAK": "PK",
    "RUS": "RU РФ",
    "TKM": "TM",
    "USA": "US США АҚШ",
    "UZB": "UZ",
    "XCI": "CIS СНГ ТМД 独联体",
    "143": "СредняяАзия",
}
_CODES = {
    "at_least": "minimum",
    "at_most": "maximum",
    "exact": "exactly precise ровно точно",
    "range": "between fromto от-до",
    "actual": "fact real factual observed факт фактически",
    "projection": "forecast expected прогноз болжам 预测",
    "planned": "plan план жоспар 计划",
    "target": "goal aim цель мақсат 目标",
    "company": "firm enterprise corporation компания компаниясы 公司",
    "institution": "university museum clinic",
    "country": "state nation страна ел 国家",
    "subdivision": "county province region oblast область облыс 省",
    "news": "article newspaper новости",
}


def other_words(table: str) -> Iterator[tuple[str, str]]:
    """Give what people write for the keys of a table, each with the key; for most tables nothing."""
    if table in LABELLED.values():
        rows = installed().rows("labels")
        yield from ((row["text"], row["id"]) for row in rows if LABELLED.get(row["kind"]) == table)
    yield from _pairs({"areas": _AREAS, "units": _UNITS}.get(table, {}))


def other_codes() -> Iterator[tuple[str, str]]:
    """Give what people write for the codes of columns, each with the code."""
    yield from _pairs(_CODES)
    yield from ((word, code) for code, words in HEDGE_WORDS.items() for word in (*words.before, *words.after))


def _pairs(words: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((word, code) for code, several in words.items() for word in several.split())
