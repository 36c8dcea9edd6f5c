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

import re
from typing import Any, NamedTuple

_COMPARISONS = ("<=", ">=", "<", ">", "=")
_NAME = re.compile(r"[a-z_]+(?:\.[a-z_]+)?")


class Clause(NamedTuple):
    """One parsed clause: `left operator right`.

    Attributes
    ----------
    left
        Column, or `column.column` for a look-up.
    operator
        "<", "<=", "=", ">=", ">", "within", "by", "in", "not in", "empty" or "present".
    right
        Column or look-up as text, number as float, words as tuple, or None.
    """

    left: str
    operator: str
    right: str | float | tuple[str, ...] | None

    def names(self) -> list[str]:
        """Columns and look-ups that the clause reads."""
        return [self.left, self.right] if isinstance(self.right, str) else [self.left]


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
    """

    name: str
    message: str
    when: tuple[str, ...]
    then: tuple[str, ...]

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
    match text.split():
        case [left, "is", ("empty" | "present") as state] if _NAME.fullmatch(left):
            return Clause(left, state, None)
        case [left, "not", "in", _, *_] if _NAME.fullmatch(left):
            return Clause(left, "not in", tuple(text.split()[3:]))
        case [left, "in", _, *_] if _NAME.fullmatch(left):
            return Clause(left, "in", tuple(text.split()[2:]))
        case [left, ("within" | "by") as operator, right] if _NAME.fullmatch(left) and _NAME.fullmatch(right):
            return Clause(left, operator, right)
        case [left, operator, right] if operator in _COMPARISONS and _NAME.fullmatch(left):
            return Clause(left, operator, right if _NAME.fullmatch(right) else float(right))
    raise ValueError(f"not a clause: {text!r}; see the grammar in kz_bri_data._rules")


def holds(clause: Clause, row: dict[str, Any]) -> bool | None:
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
    left = row[clause.left]
    if clause.operator == "empty":
        return left is None
    if clause.operator == "present":
        return left is not None
    right: Any = row[clause.right] if isinstance(clause.right, str) else clause.right
    if left is None or right is None:
        return None
    match clause.operator:
        case "in":
            return left in right
        case "not in":
            return left not in right
        case "within":
            return bool(left == right or left.startswith(right + "/"))
        case "by":
            # Of the day only as much is compared as is known of the other.
            return bool(left[: len(right)] <= right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case "=":
            return bool(left == right)
        case ">=":
            return bool(left >= right)
        case _:
            return bool(left > right)


def is_broken(when: list[Clause], then: list[Clause], row: dict[str, Any]) -> bool:
    """Say whether a row breaks a rule: all of `when` true and some of `then` false."""
    return all(holds(clause, row) is True for clause in when) and any(
        holds(clause, row) is False for clause in then
    )
