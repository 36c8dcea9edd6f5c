"""What can only be wrong, and what the language of row rules cannot say: by table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kz_bri_data._text_safety import quote
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.exceptions import judge_exceptions
from kz_bri_data.validation.rules.labels import judge_labels
from kz_bri_data.validation.rules.row_set import RowSet

# ISO 4217, the codes of money that is in use, without metals, units of account and codes for tests.
_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
# What people write for a currency that has another code.
_OTHERS = {
    "RMB": "CNY",
    "YUAN": "CNY",
    "CNH": "CNY",
    "RUR": "RUB",
    "TENGE": "KZT",
    "KTZ": "KZT",
    "EURO": "EUR",
}
_OF_MONEY = ("money/", "constant_money/", "international_money/")

Found = Iterator[tuple[int, str, Violation]]


def _currencies(columns: RowSet) -> Found:
    for row, dimension in enumerate(columns.texts("dimension")):
        if dimension.startswith(_OF_MONEY):
            kind, _, money = dimension.partition("/")
            code, _, rest = money.partition("_")
            if code not in CURRENCIES:
                hint = _how_to_name(kind, code, rest)
                yield row, "dimension", Violation("currency-unknown", f"{quote(money)} is no currency", hint)


def _how_to_name(kind: str, code: str, rest: str) -> str:
    if code == "INT" and rest in CURRENCIES:
        return f'write "international_money/{rest}"'
    meant = _OTHERS.get(code.upper(), code.upper())
    if meant not in CURRENCIES:
        return "take the code of ISO 4217, such as KZT"
    return f'write "{kind}/{meant}{"_" if rest else ""}{rest}"'


# Table -> columns that are read, and what judges its rows.
JUDGES: dict[str, tuple[Sequence[str], Callable[[RowSet], Found]]] = {
    "dimensions": (["dimension"], _currencies),
    "exceptions": (["table", "code"], judge_exceptions),
    "labels": (["kind", "id"], judge_labels),
}


def judge_for_certain(table: str, columns: RowSet) -> Found:
    """Find what can only be wrong: gives the row, the field and what is wrong."""
    names, judge = JUDGES.get(table, ((), None))
    if judge and columns.has(names):
        yield from judge(columns)
