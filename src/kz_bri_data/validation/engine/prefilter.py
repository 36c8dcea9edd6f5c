"""Polars filters that find the rows which are certainly valid, a column at a time.

A row that they keep back may be valid, and is judged cell by cell; a row that they let pass must be.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from kz_bri_data._catalogue import Column, TableDescription
from kz_bri_data._mojibake import MAY_BE
from kz_bri_data._rules import Clause, Operator, RowRule, parse_clause
from kz_bri_data.numbers import SCALE_SIGNS, SCALES, as_number
from kz_bri_data.validation.reading.frame_reader import as_utf8
from kz_bri_data.validation.rules.blanks import NAMES
from kz_bri_data.validation.rules.cells import cell_check
from kz_bri_data.validation.rules.certain import JUDGES
from kz_bri_data.validation.rules.look_ups import look_ups
from kz_bri_data.validation.rules.plain_texts import TEXT, takes_any
from kz_bri_data.validation.rules.plausibility import SMALL, TRACES
from kz_bri_data.validation.rules.printed_hedges import HEDGE_PARTS, ONE_NUMBER, RANGE, hedge_violation
from kz_bri_data.validation.rules.printed_units import SCALE_OF_UNIT, SCALE_PARTS
from kz_bri_data.validation.rules.reference import Reference
from kz_bri_data.validation.rules.suggestions import takes_part_of_date
from kz_bri_data.validation.rules.unit_words import CURRENCY_WORDS, PRINTED_UNITS, SCALED_UNIT

_NUMBER = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9][0-9]*)?$"
_INTEGER = r"^(?:0|-?[1-9][0-9]{0,17})$"
_DATE = (
    r"^[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)$"
)
_PART_OF_DATE = rf"^[0-9]{{4}}(?:-[0-9]{{2}})?$|{_DATE}"
# Scale words that give a value with the number before them, and anything that may be another one.
POWERS = {word: 10.0 ** SCALES[word][0] for word in ("thousand", "million", "billion", "trillion")}
POWERS |= {sign: 10.0 ** SCALE_SIGNS[sign] for sign in ("万", "亿")}
MAY_SCALE = rf"(?:[{''.join(SCALE_SIGNS)}]|{'|'.join(SCALES)})"
# A letter that may be a scale beside a currency.
LETTER_OF_SCALE = r"\s?[kmb]\b"
_FIGURE = (
    r"^\P{Nd}*(?<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?<decimals>\.[0-9]+)?"
    rf" ?(?<scale>{'|'.join(POWERS)})(?<rest>\P{{Nd}}*)$"
)


class Prefilter:
    """Finds rows of frames that must be judged, and prepares frames for that.

    Parameters
    ----------
    table
        The table.
    reference
        Gives the table of a name, for references and look-ups.
    """

    def __init__(self, table: TableDescription, reference: Callable[[str], Reference]) -> None:
        self._table = table
        self._columns = table.by_name
        self._reference = reference
        self._look_ups = [self._look_up(own, column) for own, column in sorted(look_ups(table))]
        names = [*self._columns, *(f"{own}.{column}" for own, column in look_ups(table))]
        kinds = {name: _KINDS.get(self._type(name)) for name in names}
        self._numbers = [
            pl.col(name).cast(kind, strict=False).alias(name + AS_NUMBER)
            for name, kind in kinds.items()
            if kind
        ]
        cells = [self._cell(column) for column in table.columns]
        rows = [self._broken(rule) for rule in table.rules]
        if table.name == "sources":
            rows.append(pl.all_horizontal(pl.col(*TRACES).is_null()))
        if table.name in JUDGES or table.name in SMALL:
            rows.append(pl.lit(value=True))
        self._suspected = pl.any_horizontal(*cells, *rows).alias("suspected")

    def with_lookups(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add look-ups, as `unit.dimension`, and numbers to a frame of text."""
        return frame.with_columns(self._look_ups).with_columns(self._numbers)

    def candidates(self, frame: pl.DataFrame) -> pl.Series:
        """Find the rows of a prepared frame about which anything may be wrong."""
        suspected = frame.select(self._suspected).to_series()
        candidates = suspected.arg_true()
        if self._table.name == "observations":
            # Most figures are plain, and only the others are worth a closer look.
            plain = frame.select(_gives_plainly()).to_series()
            others = (~(plain | suspected)).arg_true()
            unclear = frame[others].select(~_gives_scaled()).to_series().fill_null(value=True)
            unlike = _speak_of_other_units(frame)
            hedged = _hedged_otherwise(frame)
            candidates = pl.concat([candidates, others.filter(unclear), unlike, hedged]).unique().sort()
        return candidates

    def text(self, name: str) -> pl.Expr:
        """Text of a column, a look-up or, yes or nothing, a clause; as `RowSet.part` has it."""
        if " " in name:
            return pl.when(self._clause(parse_clause(name))).then(pl.lit("yes")).otherwise(pl.lit(""))
        return pl.col(name).fill_null("")

    def _look_up(self, own: str, column: str) -> pl.Expr:
        target = self._reference(str(self._columns[own].references))
        found = {as_utf8(key): as_utf8(cell) for key, cell in target.column(column).items() if cell}
        if target.table.by_name[column].type in _KINDS:
            # Polars would take more for a number than we do, such as "1e3" and "inf".
            found = {key: cell for key, cell in found.items() if as_number(cell) is not None}
        looked_up = pl.col(own).replace_strict(found, default=None, return_dtype=pl.String)
        return looked_up.alias(f"{own}.{column}")

    def _type(self, name: str) -> str:
        own, _, column = name.partition(".")
        mine = self._columns[own]
        return self._reference(str(mine.references)).table.by_name[column].type if column else mine.type

    def _cell(self, column: Column) -> pl.Expr:
        cell = pl.col(column.name)
        clear: list[pl.Expr] = []
        if column.categories:
            clear.append(cell.is_in(list(column.categories)))
        if column.references:
            # A key may itself be written wrongly, and then so is the cell that is equal to it.
            check = cell_check(column, self._reference(column.references))
            keys = self._reference(column.references).keys
            clear.append(cell.is_in([key for key in keys if key and not check(key)]))
        if column.type in _KINDS:
            clear.append(cell.str.contains(_INTEGER if column.type == "integer" else _NUMBER))
            low = -1e300 if column.minimum is None else column.minimum
            high = 1e300 if column.maximum is None else column.maximum
            clear.append(pl.col(column.name + AS_NUMBER).is_between(low, high))
        if column.type == "date":
            clear.append(cell.str.contains(_DATE))
        if takes_any(column.pattern) if column.pattern else not clear:
            clear += [cell.str.contains(TEXT), ~cell.str.contains(MAY_BE)]
        if column.pattern:
            clear.append(cell.str.contains(column.pattern))
            if takes_part_of_date(column):
                clear.append(cell.str.contains(_PART_OF_DATE))
        if column.name in NAMES:
            clear.append(~cell.str.contains("  ", literal=True))
        suspected = ~functools.reduce(operator.and_, clear)
        return pl.when(cell.is_null()).then(pl.lit(column.required)).otherwise(suspected)

    def _broken(self, rule: RowRule) -> pl.Expr:
        when, then = rule.clauses()
        applies = [self._clause(clause).fill_null(value=False) for clause in when]
        broken = [(~self._clause(clause)).fill_null(value=False) for clause in then]
        return pl.all_horizontal(pl.lit(value=True), *applies) & pl.any_horizontal(*broken)

    def _clause(self, clause: Clause) -> pl.Expr:
        """Three-valued truth of a clause, as `_rules.holds` has it for a row."""
        right = self._value(clause.right) if isinstance(clause.right, str) else clause.right
        return OPERATORS[clause.operator](self._value(clause.left), right)

    def _value(self, name: str) -> pl.Expr:
        return pl.col(name + AS_NUMBER if self._type(name) in _KINDS else name)


# Name of a column as a number, beside the one as text.
AS_NUMBER = " as number"
_KINDS = {"number": pl.Float64, "integer": pl.Int64}

# What `_rules.holds` says of a row, said of columns; the right is a column, a number, words or nothing.
OPERATORS: dict[Operator, Callable[[pl.Expr, Any], pl.Expr]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
    "within": lambda left, right: (left == right) | left.str.starts_with(right + "/"),
    "by": lambda left, right: left.str.slice(0, right.str.len_chars()) <= right,
    "in": lambda left, words: pl.when(left.is_not_null()).then(left.is_in(words)),
    "not in": lambda left, words: pl.when(left.is_not_null()).then(~left.is_in(words)),
    "empty": lambda left, _: left.is_null(),
    "present": lambda left, _: left.is_not_null(),
}


def _speak_of_other_units(frame: pl.DataFrame) -> pl.Series:
    """Find rows whose words may speak of another unit or of a scale: few, and judged closely."""
    figure, locator = pl.col("figure_as_printed"), pl.col("locator")
    dimension = pl.col("unit.dimension")
    may = [
        locator.str.contains_any(SCALE_PARTS, ascii_case_insensitive=True),
        figure.str.contains(SCALE_OF_UNIT),
    ]
    rows = [frame.select(pl.any_horizontal(one.fill_null(value=False) for one in may)).to_series().arg_true()]
    rows += _print_other_symbols(frame)
    money = frame.select(dimension.str.contains("money/", literal=True).fill_null(value=False)).to_series()
    if money.any():
        words = pl.concat_str(figure.fill_null(""), locator.fill_null(""), separator=" ")
        own = dimension.str.extract(r"money/([A-Z]+)")
        for code in CURRENCY_WORDS:
            others = "|".join(text for other, text in CURRENCY_WORDS.items() if other != code)
            unlike = (own == code) & words.str.contains(f"(?i){others}")
            rows.append(frame.select(unlike.fill_null(value=False)).to_series().arg_true())
    return pl.concat(rows)


def _print_other_symbols(frame: pl.DataFrame) -> Iterator[pl.Series]:
    """Find rows whose figures may print another unit of the dimension of their own."""
    known = [code for units in PRINTED_UNITS.values() for code in units]
    rows = frame.select(pl.col("unit").is_in(known).fill_null(value=False)).to_series().arg_true()
    unit, figure = frame["unit"][rows], frame["figure_as_printed"][rows]
    for units in PRINTED_UNITS.values():
        for code in units:
            own = (unit == code).arg_true()
            others = "|".join(printed.words for other, printed in units.items() if other != code)
            unlike = figure[own].str.contains(rf"[0-9] ?(?:{others})").fill_null(value=False)
            yield rows[own].filter(unlike)


def _hedged_otherwise(frame: pl.DataFrame) -> pl.Series:
    """Find rows with another hedge than their figures; where there may be one, that alone is judged here."""
    figure, qualifier = pl.col("figure_as_printed"), pl.col("qualifier")
    may = [
        qualifier != "exact",
        figure.str.contains_any(HEDGE_PARTS, ascii_case_insensitive=True),
        figure.str.contains(RANGE),
    ]
    rows = frame.select(pl.any_horizontal(one.fill_null(value=False) for one in may)).to_series().arg_true()
    # Figures that differ in the digits of their one number have one hedge, and are judged once.
    alike = figure.str.replace(ONE_NUMBER, "${1}5${2}")
    texts = pl.concat_str(qualifier.fill_null(""), alike.fill_null(""), separator="|")
    found = frame[rows].select(texts).to_series()
    parts = {text: text.split("|", 1) for text in found.unique().to_list()}
    is_other = {text: hedge_violation(figure, word) is not None for text, (word, figure) in parts.items()}
    return rows.filter(found.replace_strict(is_other, return_dtype=pl.Boolean)) if is_other else rows


def _gives_plainly() -> pl.Expr:
    """Whether the figure as printed is one number without a scale word, with the digits of the value."""
    figure = pl.col("figure_as_printed")
    digits = figure.str.extract(r"^[A-Za-z ]*([0-9][0-9,]*(?:\.[0-9]+)?)[A-Za-z %]*$")
    same = digits.str.replace_all(",", "", literal=True) == pl.col("value")
    may_scale = rf"(?i)[0-9](?:[ -]*{MAY_SCALE}|{LETTER_OF_SCALE})"
    return (same & ~figure.str.contains(may_scale)).fill_null(value=False)


def _gives_scaled() -> pl.Expr:
    """Whether the figure as printed is one number with a scale word, and together they give the value.

    In a unit with a scale of its own, they seldom may.
    """
    parts = pl.col("figure_as_printed").str.extract_groups(_FIGURE).struct
    digits = parts.field("number").str.replace_all(",", "", literal=True) + parts.field("decimals").fill_null(
        ""
    )
    scale = parts.field("scale").replace_strict(POWERS, default=None, return_dtype=pl.Float64)
    value = pl.col("value" + AS_NUMBER)
    alone = ~parts.field("rest").str.contains(rf"(?i){MAY_SCALE}")
    alone &= ~pl.col("unit").str.contains(SCALED_UNIT)
    return alone & ((digits.cast(pl.Float64, strict=False) * scale - value).abs() <= value.abs() * 1e-9)
