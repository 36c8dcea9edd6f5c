"""Expressions that clear rows of suspicion, a column at a time.

What they clear, the judges of single cells and rows would pass as well; what they do not clear is only
suspected, and is judged by those. So they may be strict, but never kinder, and they word nothing.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable

import polars as pl

from kz_bri_data._rules import Clause, parse_clause
from kz_bri_data.validation.cells import as_number, cell_check
from kz_bri_data.validation.figures import SCALED, SCALES
from kz_bri_data.validation.frames import holdable
from kz_bri_data.validation.references import Reference
from kz_bri_data.validation.rules import Field, ParsedRule, TableRules

# Letters and signs that show, are no blanks, and stay as they are in Unicode NFC whatever is beside them.
# Others may be right too.
_SIGNS = (
    r"!-~\u{a1}-\u{ac}\u{ae}-\u{24f}\u{400}-\u{481}\u{48a}-\u{52f}\u{2010}-\u{2027}\u{2030}-\u{205e}"
    r"\u{20a0}-\u{20c0}\u{2116}\u{3001}-\u{3029}\u{3041}-\u{3096}\u{30a1}-\u{30fa}\u{4e00}-\u{9fff}"
    r"\u{ac00}-\u{d7a3}\u{ff01}-\u{ff5e}"
)
TEXT = rf"^[{_SIGNS}&&[^=@+\-#＝＠]](?:[{_SIGNS} \n]*[{_SIGNS}])?$"
_NUMBER = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9][0-9]*)?$"
_INTEGER = r"^(?:0|-?[1-9][0-9]{0,17})$"
_DATE = (
    r"^[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)$"
)
_FIGURE = (
    r"^[^0-9]*(?<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?<decimals>\.[0-9]+)?"
    r" ?(?<scale>thousand|million|billion|trillion|万|亿)[^0-9]*$"
)


class Clearing:
    """Finds rows of frames that must be judged, and prepares frames for that.

    Parameters
    ----------
    rules
        Rules of the table.
    reference
        Gives the table of a name, for references and look-ups.
    """

    def __init__(self, rules: TableRules, reference: Callable[[str], Reference]) -> None:
        self._rules = rules
        self._reference = reference
        self._look_ups = [self._look_up(own, column) for own, column in sorted(rules.look_ups())]
        names = [*rules.fields, *(f"{own}.{column}" for own, column in rules.look_ups())]
        kinds = {name: _KINDS.get(self._type(name)) for name in names}
        self._numbers = [
            pl.col(name).cast(kind, strict=False).alias(name + _AS_NUMBER)
            for name, kind in kinds.items()
            if kind
        ]
        cells = [self._cell(field) for field in rules.fields.values()]
        rows = [self._broken(rule) for rule in rules.rules]
        if rules.name == "sources":
            rows.append(pl.all_horizontal(pl.col("url", "licence", "note").is_null()))
        self._suspected = pl.any_horizontal(*cells, *rows).alias("suspected")

    def prepare(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add look-ups, as `unit.dimension`, and numbers to a frame of text."""
        return frame.with_columns(self._look_ups).with_columns(self._numbers)

    def suspects(self, frame: pl.DataFrame) -> pl.Series:
        """Find the rows of a prepared frame about which anything may be wrong."""
        suspected = frame.select(self._suspected).to_series()
        suspects = suspected.arg_true()
        if self._rules.name == "observations":
            # Most figures are plain, and only the others are worth a closer look.
            plain = frame.select(_gives_plainly()).to_series()
            others = (~(plain | suspected)).arg_true()
            unclear = frame[others].select(~_gives_scaled()).to_series().fill_null(value=True)
            suspects = pl.concat([suspects, others.filter(unclear)]).sort()
        return suspects

    def text(self, name: str) -> pl.Expr:
        """Text of a column, a look-up or, yes or nothing, a clause; as `Columns.part` has it."""
        if " " in name:
            return pl.when(self._clause(parse_clause(name))).then(pl.lit("yes")).otherwise(pl.lit(""))
        return pl.col(name).fill_null("")

    def _look_up(self, own: str, column: str) -> pl.Expr:
        target = self._reference(str(self._rules.fields[own].references))
        found = {holdable(key): holdable(cell) for key, cell in target.column(column).items() if cell}
        if target.rules.fields[column].type in _KINDS:
            # Polars would take more for a number than we do, such as "1e3" and "inf".
            found = {key: cell for key, cell in found.items() if as_number(cell) is not None}
        looked_up = pl.col(own).replace_strict(found, default=None, return_dtype=pl.String)
        return looked_up.alias(f"{own}.{column}")

    def _type(self, name: str) -> str:
        own, _, column = name.partition(".")
        field = self._rules.fields[own]
        return self._reference(str(field.references)).rules.fields[column].type if column else field.type

    def _cell(self, field: Field) -> pl.Expr:
        cell = pl.col(field.name)
        clear: list[pl.Expr] = []
        if field.enum:
            clear.append(cell.is_in(field.enum))
        if field.references:
            # A key may itself be written wrongly, and then so is the cell that is equal to it.
            check = cell_check(field, self._reference(field.references))
            keys = self._reference(field.references).keys
            clear.append(cell.is_in([key for key in keys if key and not check(key)]))
        if field.type in _KINDS:
            clear.append(cell.str.contains(_INTEGER if field.type == "integer" else _NUMBER))
            low = -1e300 if field.minimum is None else field.minimum
            high = 1e300 if field.maximum is None else field.maximum
            clear.append(pl.col(field.name + _AS_NUMBER).is_between(low, high))
        if field.type == "date":
            clear.append(cell.str.contains(_DATE))
        if not clear or field.pattern:
            clear.append(cell.str.contains(TEXT))
        if field.pattern:
            clear.append(cell.str.contains(field.pattern.pattern))
        suspected = ~functools.reduce(operator.and_, clear)
        return pl.when(cell.is_null()).then(pl.lit(field.required)).otherwise(suspected)

    def _broken(self, parsed: ParsedRule) -> pl.Expr:
        applies = [self._clause(clause).fill_null(value=False) for clause in parsed.when]
        broken = [(~self._clause(clause)).fill_null(value=False) for clause in parsed.then]
        return pl.all_horizontal(pl.lit(value=True), *applies) & pl.any_horizontal(*broken)

    def _clause(self, clause: Clause) -> pl.Expr:
        """Three-valued truth of a clause; the frame's twin of `_rules.holds`."""
        left = self._value(clause.left)
        if clause.operator == "empty":
            return left.is_null()
        if clause.operator == "present":
            return left.is_not_null()
        if isinstance(clause.right, tuple):
            found = left.is_in(clause.right)
            truth = found if clause.operator == "in" else ~found
            return pl.when(left.is_null()).then(None).otherwise(truth)
        right = self._value(clause.right) if isinstance(clause.right, str) else pl.lit(clause.right)
        if clause.operator == "within":
            return (left == right) | left.str.starts_with(right + "/")
        if clause.operator == "by":
            return left.str.slice(0, right.str.len_chars()) <= right
        return _COMPARE[clause.operator](left, right)

    def _value(self, name: str) -> pl.Expr:
        return pl.col(name + _AS_NUMBER if self._type(name) in _KINDS else name)


# Name of a column as a number, beside the one as text.
_AS_NUMBER = " as number"
_KINDS = {"number": pl.Float64, "integer": pl.Int64}

_COMPARE: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


def _gives_plainly() -> pl.Expr:
    """Whether the figure as printed is one number without a scale word, with the digits of the value."""
    figure = pl.col("figure_as_printed")
    digits = figure.str.extract(r"^[A-Za-z ]*([0-9][0-9,]*(?:\.[0-9]+)?)[A-Za-z %]*$")
    same = digits.str.replace_all(",", "", literal=True) == pl.col("value")
    return (same & ~figure.str.contains(SCALED)).fill_null(value=False)


def _gives_scaled() -> pl.Expr:
    """Whether the figure as printed is one number with a scale word, and together they give the value."""
    parts = pl.col("figure_as_printed").str.extract_groups(_FIGURE).struct
    digits = parts.field("number").str.replace_all(",", "", literal=True) + parts.field("decimals").fill_null(
        ""
    )
    scale = parts.field("scale").replace_strict(_POWERS, default=None, return_dtype=pl.Float64)
    value = pl.col("value" + _AS_NUMBER)
    return (digits.cast(pl.Float64, strict=False) * scale - value).abs() <= value.abs() * 1e-9


_POWERS = {word: 10.0 ** SCALES[word] for word in ("billion", "万", "亿")}
_POWERS |= {"thousand": 1e3, "million": 1e6, "trillion": 1e12}
