"""The language of row rules: one small grammar, run on frames and on text alike.

A rule says: where every clause of `when` is true, every clause of `then` must not be false.
Logic is three-valued as in SQL: a clause about an empty cell is neither true nor false, so
a rule never fires on what is not there. A clause is one line of words::

    value_low <= value              two columns, or a column and a number (< <= = >= >)
    value is present                present or empty
    qualifier in exact range        one of the words that follow
    status not in target planned    none of them
    observation_id within source_id the same text, or one that goes on with "/" after it
    date_start by source_id.published
                                    a day that is no later than another day, month or year

`unit.dimension` looks a column up: the column `dimension` of the row that the foreign
key `unit` points to. What is not found counts as empty.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

# Every other part that runs rules has these, each by name: `engine/prefilter.py` on frames of Polars.
Comparison = Literal["<", "<=", "=", ">=", ">", "within", "by", "in", "not in"]
Operator = Literal[Comparison, "empty", "present"]

# What is said of two sides of which neither is empty.
COMPARISONS: dict[Comparison, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
    "within": lambda left, right: left == right or left.startswith(right + "/"),
    # Of the day only as much is compared as is known of the other.
    "by": lambda left, right: left[: len(right)] <= right,
    "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
}

_NAME = re.compile(r"[a-z_]+(?:\.[a-z_]+)?")


class Clause(NamedTuple):
    """One parsed clause: `left operator right`.

    Attributes
    ----------
    left
        Column, or `column.column` for a look-up.
    operator
        What is said of the left, one of `Operator`.
    right
        Column or look-up as text, number as float, words as tuple, or None.
    """

    left: str
    operator: Operator
    right: str | float | tuple[str, ...] | None

    def names(self) -> list[str]:
        """Columns and look-ups that the clause reads."""
        return [self.left, self.right] if isinstance(self.right, str) else [self.left]


class CodeText(NamedTuple):
    """The text that explains a code, in sentences; parts of a file are in backticks.

    Attributes
    ----------
    what
        What is wrong.
    why
        What would come of it.
    bad, good
        An example that breaks the rule, and the same put right.
    """

    what: str
    why: str
    bad: str
    good: str


class RowRule(NamedTuple):
    """A rule that one row can break.

    Attributes
    ----------
    name
        Stable code, in kebab case.
    message
        What a person has to do about it, without capital or full stop.
    when
        Clauses that must all be true for the rule to apply.
    then
        Clauses of which none may be false.
    text
        The text that explains the rule; None where it is not needed.
    """

    name: str
    message: str
    when: tuple[str, ...]
    then: tuple[str, ...]
    text: CodeText | None = None

    def clauses(self) -> tuple[list[Clause], list[Clause]]:
        """Parse `when` and `then`.

        Raises
        ------
        ValueError
            If a clause is not in the grammar.
        """
        return [parse_clause(text) for text in self.when], [parse_clause(text) for text in self.then]

    def names(self) -> list[str]:
        """Columns and look-ups that the rule reads, in order of appearance, each once."""
        when, then = self.clauses()
        return list(dict.fromkeys(name for clause in when + then for name in clause.names()))


class Backing(NamedTuple):
    """A rule across two tables: some rows of a referenced table need a row that points to them.

    Attributes
    ----------
    name
        Stable code, in kebab case.
    message
        What a person has to do about it, without capital or full stop.
    column
        Column by which rows of this table point to rows of the other.
    when
        Clauses on a row of the other table; where all are true, it needs a row of this table.
    then
        Clauses on rows of this table; one row has to be there of which all are true.
    text
        The text that explains the rule.
    """

    name: str
    message: str
    column: str
    when: tuple[str, ...]
    then: tuple[str, ...]
    text: CodeText


@cache
def parse_clause(text: str) -> Clause:
    """Parse one clause of the grammar above.

    Parameters
    ----------
    text
        The clause.

    Returns
    -------
    Clause

    Raises
    ------
    ValueError
        If the text is not in the grammar.

    Examples
    --------
    >>> parse_clause("value_low <= value")
    Clause(left='value_low', operator='<=', right='value')
    >>> parse_clause("status not in target planned")
    Clause(left='status', operator='not in', right=('target', 'planned'))
    """
    left, *words = text.split() or [""]
    if _NAME.fullmatch(left):
        match words:
            case ["is", ("empty" | "present") as operator]:
                return Clause(left, operator, None)
            case ["not", "in", _, *_]:
                return Clause(left, "not in", tuple(words[2:]))
            case ["in", _, *_]:
                return Clause(left, "in", tuple(words[1:]))
            case [("within" | "by") as operator, right] if _NAME.fullmatch(right):
                return Clause(left, operator, right)
            case [("<" | "<=" | "=" | ">=" | ">") as operator, right]:
                return Clause(left, operator, right if _NAME.fullmatch(right) else float(right))
    raise ValueError(f"not a clause: {text!r}; see the grammar in kz_bri_data._rules")


def holds(clause: Clause, row: Mapping[str, Any]) -> bool | None:
    """Say whether a clause is true of one row.

    Parameters
    ----------
    clause
        The clause.
    row
        Values by column and look-up name, typed; None where empty.

    Returns
    -------
    bool or None
        None if a value that the clause needs is empty.

    Examples
    --------
    >>> holds(parse_clause("value_low <= value"), {"value_low": 1.0, "value": 2.0})
    True
    >>> holds(parse_clause("value_low <= value"), {"value_low": None, "value": 2.0}) is None
    True
    """
    right = row[clause.right] if isinstance(clause.right, str) else clause.right
    return compares(clause, row[clause.left], right)


def compares(clause: Clause, left: Any, right: Any) -> bool | None:
    """Say whether a clause is true of two values: `holds` for who has no row at hand.

    Parameters
    ----------
    clause
        The clause.
    left, right
        Its sides, typed; None where empty.

    Returns
    -------
    bool or None
        As from `holds`.

    Examples
    --------
    >>> compares(parse_clause("value_low <= value"), 1.0, 2.0)
    True
    """
    if clause.operator == "empty":
        return left is None
    if clause.operator == "present":
        return left is not None
    if left is None or right is None:
        return None
    return COMPARISONS[clause.operator](left, right)


def applies(when: Iterable[Clause], row: Mapping[str, Any]) -> bool:
    """Say whether every clause of `when` is true of a row."""
    return all(holds(clause, row) for clause in when)


def keeps(then: Iterable[Clause], row: Mapping[str, Any]) -> bool:
    """Say whether no clause of `then` is false of a row."""
    return all(holds(clause, row) is not False for clause in then)
