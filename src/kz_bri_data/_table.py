"""What a table and a column must say about themselves.

`Table` is a pandera model that knows its name, key and row rules; `column` makes a column and refuses
one that is not documented, `rule` makes a row rule. Everything else about tables is rendered from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, NamedTuple

import pandas as pd
import pandera.pandas as pa

from kz_bri_data import loaders
from kz_bri_data._rules import Clause, RowRule, parse_clause
from kz_bri_data.errors import InvalidTableError


class ColumnInfo(NamedTuple):
    """What a column says beyond its type and its constraints.

    Attributes
    ----------
    title, description, example
        For people; the example as it stands in the CSV.
    unit
        Unit of the numbers, or None.
    references
        Table whose key the column holds, or None.
    categories
        Every code with its meaning, in order, or None.
    pattern
        Anchored regular expression for text, or None.
    bounds
        Least and greatest value, either None.
    required
        Whether a cell must not be empty.
    """

    title: str
    description: str
    example: str
    unit: str | None
    references: type[Table] | None
    categories: Mapping[str, str] | None
    pattern: str | None
    bounds: tuple[float | None, float | None]
    required: bool


class TableInfo(NamedTuple):
    """What a table says about itself.

    Attributes
    ----------
    name, title, description
        Resource name, title, and what one row is.
    key
        Columns of the primary key.
    rules
        Row rules, in the order in which they are shown.
    unique
        Lists of columns, look-ups and clauses that together tell rows apart, empty equal to empty.
    """

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    rules: tuple[RowRule, ...]
    unique: tuple[tuple[str, ...], ...]


def column(
    title: str,
    description: str,
    *,
    example: object,
    unit: str | None = None,
    references: type[Table] | None = None,
    categories: Mapping[str, str] | None = None,
    pattern: str | None = None,
    ge: float | None = None,
    le: float | None = None,
    required: bool = True,
) -> Any:
    """Declare a column of a `Table`.

    Parameters
    ----------
    title
        Two or three words for a heading.
    description
        What a cell holds, for somebody who sees the table for the first time.
    example
        A value that a cell may hold.
    unit
        Unit of the numbers.
    references
        Table whose single-column primary key the cells hold.
    categories
        Codes that a cell may hold, in order, each with its meaning.
    pattern
        Regular expression that a whole cell must match, without anchors.
    ge, le
        Least and greatest value.
    required
        Whether a cell must not be empty.

    Returns
    -------
    Any
        A pandera field; typed so that it fits every annotation.

    Raises
    ------
    InvalidTableError
        If title, description or example is blank, or the description is no sentence.
    """
    for word, text in (("title", title), ("description", description), ("example", str(example))):
        if not text.strip():
            raise InvalidTableError(f"column {title!r} has no {word}; say it in words")
    if not description.endswith("."):
        raise InvalidTableError(f"column {title!r}: the description must be sentences: {description!r}")
    anchored = f"^(?:{pattern})$" if pattern else None
    info = ColumnInfo(
        title, description, str(example), unit, references, categories, anchored, (ge, le), required
    )
    return pa.Field(
        nullable=not required,
        str_matches=anchored,
        ge=ge,
        le=le,
        isin=list(categories) if categories else None,
        dtype_kwargs={"categories": list(categories), "ordered": True} if categories else None,
        title=title,
        description=description,
        metadata={"kzbri": info},
    )


def rule(name: str, message: str, *, then: Sequence[str], when: Sequence[str] = ()) -> RowRule:
    """Declare a row rule; see `kz_bri_data._rules` for the grammar.

    Parameters
    ----------
    name
        Stable code, in kebab case.
    message
        What a person has to do about it, without capital or full stop.
    then
        Clauses of which none may be false.
    when
        Clauses that must all be true for the rule to apply.

    Returns
    -------
    RowRule
    """
    return RowRule(name, message, tuple(when), tuple(then))


class Table(pa.DataFrameModel):
    """Base of every table: a pandera model with a name, a key and row rules.

    A subclass gives `name`, `title` and `key` as class arguments, its grain as docstring, and one
    `column` an attribute. `validate` then checks types, constraints, key, row rules and unique lists.

    References to other tables aren't checked, and a rule that looks up a unit, indicator or source knows
    only those that ship: of others it says nothing. The command `kz-bri-data validate` checks both.
    """

    __table__: ClassVar[TableInfo]

    class Config:
        """Columns exactly as declared, in order; text from a CSV is brought to the types."""

        coerce = True
        strict = True
        ordered = True

    def __init_subclass__(
        cls,
        *,
        name: str,
        title: str,
        key: Sequence[str],
        rules: Sequence[RowRule] = (),
        unique: Sequence[Sequence[str]] = (),
    ) -> None:
        """Take the table's own facts and turn rules and unique lists into pandera checks."""
        if not cls.__doc__:
            raise InvalidTableError(f"table {name!r} has no docstring; say what one row is")
        description = " ".join(cls.__doc__.split())
        cls.__table__ = TableInfo(
            name, title, description, tuple(key), tuple(rules), tuple(tuple(one) for one in unique)
        )
        facts = {"name": name, "title": title, "description": description, "unique": list(key)}
        cls.Config = type("Config", (cls.Config,), facts)  # type: ignore[misc, assignment]
        for index, row_rule in enumerate(rules):
            setattr(cls, f"_rule_{index}", _as_check(row_rule))
        for index, columns in enumerate(unique):
            setattr(cls, f"_unique_{index}", _as_unique_check(tuple(columns)))
        super().__init_subclass__()  # type: ignore[no-untyped-call]

    @classmethod
    def info(cls) -> TableInfo:
        """Say what the table says about itself."""
        return cls.__table__

    @classmethod
    def columns(cls) -> dict[str, ColumnInfo]:
        """Say what each column says about itself, in order."""
        return {name: one.metadata["kzbri"] for name, one in cls.to_schema().columns.items()}


def _as_check(row_rule: RowRule) -> Any:
    when, then = row_rule.clauses()

    def check(cls: type[Table], frame: pd.DataFrame) -> pd.Series[bool]:
        applies = pd.Series(data=True, index=frame.index)
        for clause in when:
            applies &= _holds(cls, frame, clause).fillna(value=False).astype(bool)
        kept = pd.Series(data=True, index=frame.index)
        for clause in then:
            kept &= _holds(cls, frame, clause).fillna(value=True).astype(bool)
        return ~applies | kept

    return pa.dataframe_check(check, name=row_rule.name, error=row_rule.message)


def _as_unique_check(names: tuple[str, ...]) -> Any:
    def check(cls: type[Table], frame: pd.DataFrame) -> pd.Series[bool]:
        parts = {name: _part(cls, frame, name) for name in names}
        return ~pd.DataFrame(parts).duplicated(keep="first")

    message = f"two rows with the same {', '.join(names)}; one of them has to go or to say how it differs"
    return pa.dataframe_check(check, name="unique", error=message)


def _part(table: type[Table], frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Values of one member of a unique list: a column, a look-up or a clause."""
    if " " in name:
        return _holds(table, frame, parse_clause(name)).fillna(value=False)
    return _values(table, frame, name).fillna(value="")


def _holds(table: type[Table], frame: pd.DataFrame, clause: Clause) -> pd.Series[Any]:
    """Three-valued truth of a clause for every row; the frame's twin of `_rules.holds`."""
    left = _values(table, frame, clause.left)
    if clause.operator in ("empty", "present"):
        return (left.isna() if clause.operator == "empty" else left.notna()).astype("boolean")
    if isinstance(clause.right, tuple):
        truth = left.isin(clause.right)
        return (truth if clause.operator == "in" else ~truth).astype("boolean").mask(left.isna())
    if isinstance(clause.right, float):
        right: Any = clause.right
        known = left.notna()
    else:
        right = _values(table, frame, str(clause.right))
        known = left.notna() & right.notna()
    truth = pd.Series(data=pd.NA, index=frame.index, dtype="boolean")
    left = left[known]
    right = right[known] if isinstance(right, pd.Series) else right
    match clause.operator:
        case "within":
            pairs = zip(left, right, strict=True)
            result: Any = [one == other or one.startswith(other + "/") for one, other in pairs]
        case "by":
            pairs = zip(left, right, strict=True)
            result = [day.isoformat()[: len(other)] <= other for day, other in pairs]
        case "<":
            result = left < right
        case "<=":
            result = left <= right
        case "=":
            result = left == right
        case ">=":
            result = left >= right
        case _:
            result = left > right
    truth[known] = pd.Series(result, index=left.index, dtype="boolean")
    return truth


def _values(table: type[Table], frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Values of a column, or of a look-up through a foreign key into the tables that ship."""
    own, _, looked_up = name.partition(".")
    values = frame[own]
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(object)
    if not looked_up:
        return values
    target = table.columns()[own].references
    if target is None:
        raise InvalidTableError(f"{name!r} looks up through {own!r}, which references no table")
    return values.astype(object).map(_shipped(target, looked_up))


@cache
def _shipped(table: type[Table], column_name: str) -> dict[str, Any]:
    """One column of a table that ships, by key; what is empty is left out."""
    frame = loaders.load(table).set_index(table.info().key[0])
    return {str(key): value for key, value in frame[column_name].dropna().items()}
