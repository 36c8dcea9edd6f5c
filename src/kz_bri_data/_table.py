"""What a table and a column must say about themselves.

`Table` is a pandera model that knows its name, key and row rules; `column` makes a column and refuses
one that is not documented, `rule` makes a row rule. Everything else about tables is rendered from here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.dtypes import immutable
from pandera.engines import pandas_engine
from pandera.engines.utils import numpy_pandas_coerce_failure_cases
from pandera.errors import ParserError

from kz_bri_data._catalogue import installed
from kz_bri_data._rules import Backing, Clause, CodeText, RowRule, applies, holds, keeps, parse_clause
from kz_bri_data.errors import InvalidTableError

# pandas reads text of any form as a date, even where it only names a year or a month.
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?"


@pandas_engine.Engine.register_dtype
@immutable(init=True)
class Day(pandas_engine.DateTime):
    """Type of a column of days: dates, or text such as 2024-12-31.

    Numbers are refused, of which pandas would make nanoseconds since 1970, and so are years and months,
    whose first and last day are not the same.
    """

    def coerce(self, data_container: Any) -> Any:
        """Make dates of a whole column."""
        if data_container.dtype.kind != "M" and not data_container.map(_is_day).all():
            raise ParserError(  # type: ignore[no-untyped-call]
                f"{data_container.name} holds what is no day; give dates, or text such as 2024-12-31; a year "
                "goes from its first day to its last",
                failure_cases=numpy_pandas_coerce_failure_cases(data_container, self),
            )
        return super().coerce(data_container)

    def coerce_value(self, value: Any) -> Any:
        """Make a date of one cell."""
        if not _is_day(value):
            raise ValueError(value)
        return super().coerce_value(value)


def _is_day(value: Any) -> bool:
    """Whether a cell may hold a day, or is empty."""
    if isinstance(value, str):
        return not value or re.fullmatch(_DAY, value) is not None
    return isinstance(value, (datetime.date, np.datetime64)) or bool(pd.isna(value))


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
        Every code with its meaning, as they are listed, or None.
    ordered
        Whether the order of the codes means something, from least to most.
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
    ordered: bool
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
        Lists of columns, look-ups and clauses. No two rows have the same values in all members of a list;
        empty equals empty, but in a list of one column an empty cell equals no other.
    series
        Columns, look-ups and clauses that are equal in all rows of one series; empty if rows form none.
    backings
        Which rows of a table that this one references need a row of this one.
    """

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    rules: tuple[RowRule, ...]
    unique: tuple[tuple[str, ...], ...]
    series: tuple[str, ...]
    backings: tuple[Backing, ...]


def column(
    title: str,
    description: str,
    *,
    example: object,
    unit: str | None = None,
    references: type[Table] | Literal["self"] | None = None,
    categories: Mapping[str, str] | None = None,
    ordered: bool = False,
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
        Table whose single-column primary key the cells hold; "self" for the table of the column.
    categories
        Codes that a cell may hold, each with its meaning.
    ordered
        Whether the order of the codes means something, from least to most.
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
    target = None if references == "self" else references
    info = ColumnInfo(
        title, description, str(example), unit, target, categories, ordered, anchored, (ge, le), required
    )
    return pa.Field(
        nullable=not required,
        str_matches=anchored,
        ge=ge,
        le=le,
        isin=list(categories) if categories else None,
        dtype_kwargs={"categories": list(categories), "ordered": ordered} if categories else None,
        title=title,
        description=description,
        metadata={"kzbri": info, "self": references == "self"},
    )


def rule(
    name: str, message: str, *, then: Sequence[str], text: CodeText, when: Sequence[str] = ()
) -> RowRule:
    """Declare a row rule; see `kz_bri_data._rules` for the grammar.

    Parameters
    ----------
    name
        Stable code, in kebab case.
    message
        What a person has to do about it, without capital or full stop.
    then
        Clauses of which none may be false.
    text
        What is wrong, why it matters, and examples. Rules of one name, on several tables, have one text.
    when
        Clauses that must all be true for the rule to apply.

    Returns
    -------
    RowRule

    Raises
    ------
    InvalidTableError
        If a part of the text is blank.
    """
    for part, words in text._asdict().items():
        if not words.strip():
            raise InvalidTableError(f"rule {name!r} has no {part!r} in its text; say it in words")
    return RowRule(name, message, tuple(when), tuple(then), text)


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
        series: Sequence[str] = (),
        backings: Sequence[Backing] = (),
    ) -> None:
        """Take the table's own facts and turn rules and unique lists into pandera checks."""
        if not cls.__doc__:
            raise InvalidTableError(f"table {name!r} has no docstring; say what one row is")
        description = " ".join(cls.__doc__.split())
        cls.__table__ = TableInfo(
            name,
            title,
            description,
            tuple(key),
            tuple(rules),
            tuple(tuple(one) for one in unique),
            tuple(series),
            tuple(backings),
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
        return {
            name: one.metadata["kzbri"]._replace(references=cls)
            if one.metadata["self"]
            else one.metadata["kzbri"]
            for name, one in cls.to_schema().columns.items()
        }


def _as_check(row_rule: RowRule) -> Any:
    when, then = row_rule.clauses()

    def check(cls: type[Table], frame: pd.DataFrame) -> pd.Series[bool]:
        read = _read(cls, frame, then)
        if not when:
            return _judged(read, partial(keeps, then))
        # Few rules are about every row, and few cells differ in what decides that.
        affected = _judged(_read(cls, frame, when), partial(applies, when))
        kept = ~affected
        kept[affected] = _judged(
            {name: values[affected] for name, values in read.items()}, partial(keeps, then)
        )
        return kept

    return pa.dataframe_check(check, name=row_rule.name, error=row_rule.message)


def _as_unique_check(names: tuple[str, ...]) -> Any:
    def check(cls: type[Table], frame: pd.DataFrame) -> pd.Series[bool]:
        parts = pd.DataFrame({name: _part(cls, frame, name) for name in names})
        repeated = parts.duplicated(keep="first")
        # Of one column, an empty cell equals no other.
        return ~(repeated & parts[names[0]].ne("")) if len(names) == 1 else ~repeated

    message = f"two rows with the same {', '.join(names)}; one of them has to go or to say how it differs"
    return pa.dataframe_check(check, name="unique", error=message)


def _part(table: type[Table], frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """Values of one member of a unique list: a column, a look-up or a clause."""
    if " " in name:
        clause = parse_clause(name)
        return _judged(_read(table, frame, [clause]), lambda row: holds(clause, row) is True)
    return _values(table, frame, name).fillna(value="")


def _read(table: type[Table], frame: pd.DataFrame, clauses: Sequence[Clause]) -> dict[str, pd.Series[Any]]:
    """Columns and look-ups that clauses read."""
    names = dict.fromkeys(name for clause in clauses for name in clause.names())
    return {name: _values(table, frame, name) for name in names}


def _judged(read: dict[str, pd.Series[Any]], judge: Callable[[dict[str, Any]], bool]) -> pd.Series[bool]:
    """Say what a judge of one row says of every row; rows that read alike are judged once."""
    index = next(iter(read.values())).index
    coded = [pd.factorize(values) for values in read.values()]
    same = coded[0][0]
    for codes, distinct in coded[1:]:
        same, _ = pd.factorize(same * (len(distinct) + 1) + codes)
    first = (~pd.Index(same).duplicated()).nonzero()[0]
    # An empty cell has the code -1, which is the last place of a list.
    cells = [[*_as_in_text(distinct), None] for _, distinct in coded]
    columns = [[one[code] for code in codes[first]] for one, (codes, _) in zip(cells, coded, strict=True)]
    truths = np.empty(len(first) + 1, dtype=bool)
    names = tuple(read)
    # The lengths are equal, and to have that proved row by row takes a tenth of the time.
    truths[same[first]] = [judge(dict(zip(names, row))) for row in zip(*columns)]  # noqa: B905
    return pd.Series(truths[same], index=index, dtype="bool")


def _as_in_text(distinct: Any) -> list[Any]:
    """Values as the judge of one row has them, who reads text: a day is YYYY-MM-DD."""
    if isinstance(distinct, pd.DatetimeIndex):
        return [day.isoformat()[:10] for day in distinct]
    return list(distinct.tolist())


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
    name, key = table.info().name, table.info().key[0]
    read = _READ.get(installed().describe(name).by_name[column_name].type, str)
    return {row[key]: read(row[column_name]) for row in installed().rows(name) if row[column_name]}


# What a cell of a type is made with, where it is not text.
_READ: dict[str, Any] = {"number": float, "integer": int, "date": pd.Timestamp}
