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
from kz_bri_data.validation.cells import cell_check
from kz_bri_data.validation.figures import SCALED, SCALES
from kz_bri_data.validation.references import Reference
from kz_bri_data.validation.rules import Field, ParsedRule, TableRules

# Letters and signs that show, are no blanks, and stay as they are in Unicode NFC whatever is beside them.
# Others may be right too.
_SIGNS = (
    r"!-~\u{a1}-\u{ac}\u{ae}-\u{24f}\u{400}-\u{481}\u{48a}-\u{52f}\u{2010}-\u{2027}\u{2030}-\u{205e}"
    r"\u{20a0}-\u{20c0}\u{2116}\u{3001}-\u{3029}\u{3041}-\u{3096}\u{30a1}-\u{30fa}\u{4e00}-\u{9fff}"
    r"\u{ac00}-\u{d7a3}\u{ff01}-\u{ff5e}"
)
TEXT = rf"^[{_SIGNS}&&[^=@+\-＝＠]](?:[{_SIGNS} \n]*[{_SIGNS}])?$"
_NUMBER = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9][0-9]*)?$"
_INTEGER = r"^(?:0|-?[1-9][0-9]{0,17})$"
_DATE = (
    r"^[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)$"
)
_FIGURE = (
    r"^[^0-9]*(?<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?<decimals>\.[0-9]+)?"
    r"(?: ?(?<scale>thousand|million|billion|trillion|万|亿))?[^0-9]*$"
)


class Clearing:
    """Expressions for the columns, rules and keys of a table.

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

    def suspected(self) -> pl.Expr:
        """Whether anything about a row may be wrong."""
        cells = [self._cell(field) for field in self._rules.fields.values()]
        rows = [self._broken(rule) for rule in self._rules.rules]
        return pl.any_horizontal(*cells, *rows, *self._warnings())

    def text(self, name: str) -> pl.Expr:
        """Text of a column, a look-up or, yes or nothing, a clause; as `Columns.parts` has it."""
        if " " in name:
            return pl.when(self._clause(parse_clause(name))).then(pl.lit("yes")).otherwise(pl.lit(""))
        return self._column(name).fill_null("")

    def _column(self, name: str) -> pl.Expr:
        own, _, column = name.partition(".")
        if not column:
            return pl.col(own)
        target = self._reference(str(self._rules.fields[own].references))
        found = {key: cell for key, cell in target.column(column).items() if cell}
        return pl.col(own).replace_strict(found, default=None, return_dtype=pl.String)

    def _cell(self, field: Field) -> pl.Expr:
        cell = pl.col(field.name)
        clear: list[pl.Expr] = []
        if field.enum:
            clear.append(cell.is_in(field.enum))
        if field.references:
            target = self._reference(field.references)
            # A key may itself be written wrongly, and then so is the cell that is equal to it.
            check = cell_check(field, target)
            clear.append(cell.is_in([key for key in target.keys if key and not check(key)]))
        if field.type in ("number", "integer"):
            clear.append(cell.str.contains(_INTEGER if field.type == "integer" else _NUMBER))
            number = cell.cast(pl.Float64, strict=False)
            low = -1e300 if field.minimum is None else field.minimum
            high = 1e300 if field.maximum is None else field.maximum
            clear.append(number.is_between(low, high))
        if field.type == "date":
            clear.append(cell.str.contains(_DATE))
        if not clear:
            clear.append(cell.str.contains(TEXT))
        if field.pattern:
            clear += [cell.str.contains(TEXT), cell.str.contains(field.pattern.pattern)]
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
        return _COMPARE[clause.operator](left, right)

    def _value(self, name: str) -> pl.Expr:
        own, _, column = name.partition(".")
        field = self._rules.fields[own]
        if column:
            field = self._reference(str(field.references)).rules.fields[column]
        kinds = {"number": pl.Float64, "integer": pl.Int64}
        if field.type in kinds:
            return self._column(name).cast(kinds[field.type], strict=False)
        return self._column(name)

    def _warnings(self) -> list[pl.Expr]:
        if self._rules.name == "sources":
            return [pl.all_horizontal(pl.col("url", "licence", "note").is_null())]
        if self._rules.name == "observations":
            return [~_gives().fill_null(value=False)]
        return []


_COMPARE: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


def _gives() -> pl.Expr:
    """Whether the figure as printed holds one number, and that plainly gives the value."""
    figure = pl.col("figure_as_printed")
    parts = figure.str.extract_groups(_FIGURE).struct
    digits = parts.field("number").str.replace_all(",", "", literal=True) + parts.field("decimals").fill_null(
        ""
    )
    number = digits.cast(pl.Float64, strict=False)
    value = pl.col("value").cast(pl.Float64, strict=False)
    scale = parts.field("scale").replace_strict(_POWERS, default=None, return_dtype=pl.Float64)
    scaled = (number * scale - value).abs() <= value.abs() * 1e-9
    return pl.when(figure.str.contains(SCALED)).then(scaled).otherwise(number == value)


_POWERS = {word: 10.0 ** SCALES[word] for word in ("billion", "万", "亿")}
_POWERS |= {"thousand": 1e3, "million": 1e6, "trillion": 1e12}
