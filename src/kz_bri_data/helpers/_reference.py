"""Reference tables, ours and the caller's own, joined to a frame by area or currency and year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, partial
from itertools import groupby
from typing import Any, Literal, NamedTuple, TypeVar

from kz_bri_data._catalogue import installed
from kz_bri_data.errors import DuplicatePeriodError, MissingReferenceError, RefusedError, UnknownNameError
from kz_bri_data.helpers._arguments import as_number, as_year
from kz_bri_data.helpers._engine import Check, Engine, Row, Value, plain
from kz_bri_data.helpers._work import narwhals_of, rows_of

OnMissing = Literal["raise", "warn", "ignore"]

_Cells = TypeVar("_Cells", dict[str, str], Row)
_Table = Literal["population", "gdp", "exchange_rates", "deflators", "purchasing_power"]

# What is in a column that tells the rows of a reference table apart.
_KEYS = {"area": "areas", "currency": "currencies"}
_SUCH_AS = {"area": "KAZ", "currency": "KZT"}


class Reference(NamedTuple):
    """Yearly values of areas or currencies.

    Attributes
    ----------
    what, keys
        What the values are and what they are of, for messages.
    values
        Values by area or currency, and year.
    """

    what: str
    keys: str
    values: dict[tuple[str, int], float]

    def years(self, keys: Iterable[object] = ()) -> dict[str, list[int]]:
        """Years there are, of some areas or currencies or of all."""
        wanted = set(keys) & {key for key, _ in self.values}
        found: dict[str, list[int]] = {}
        for key, year in sorted(self.values):
            if key in wanted or not wanted:
                found.setdefault(key, []).append(year)
        return found

    def attach(self, engine: Engine, text: str, year: Value, name: str) -> None:
        """Add the value of each row's area or currency and year as a column, missing where there is none."""
        engine.lookup(list(self.values), {name: list(self.values.values())}, text, year)

    def missing(self, broken: Value, key: str, allowed: str) -> Check:
        """Build the check that no row lacks a value; the refusal names the years there are."""
        problem = f"no {self.what} for these {self.keys} and years"
        return Check(partial(self._error, key), broken, problem, allowed)

    def _error(self, key: str, problem: str, allowed: str, rows: list[Row]) -> MissingReferenceError:
        years = self.years(row[key] for row in rows)
        return MissingReferenceError(problem, f"there is: {spans(years)}\n{allowed}", rows, years)


def spans(years: dict[str, list[int]]) -> str:
    """Write years down in short: KZT 2000-2007, 2016-2024."""
    return "; ".join(f"{key} {', '.join(_runs(found))}" for key, found in years.items())


def _runs(years: Sequence[int]) -> Iterable[str]:
    # Neighbours are equally far from their place in the list.
    for _, run in groupby(enumerate(years), key=lambda pair: pair[1] - pair[0]):
        found = [year for _, year in run]
        yield f"{found[0]}-{found[-1]}" if len(found) > 1 else str(found[0])


@cache
def shipped(what: str, table: _Table, key: str, value: str, index: str | None = None) -> Reference:
    """Read a reference table that ships, or the rows of one index."""
    rows = _of_index(list(installed().rows(table)), index)
    values = {(row[key], int(row["year"])): float(row[value]) for row in rows}
    return Reference(what, _KEYS[key], values)


def own(what: str, frame: Any, helper: str, key: str, value: str, index: str | None = None) -> Reference:
    """Read a reference table of the caller's own, with the columns of ours, or the rows of one index."""
    wanted = [key, "year", value, *(["index"] if index is not None else [])]
    rows = _of_index(own_rows(what, frame, helper, wanted), index)
    values: dict[tuple[str, int], float] = {}
    wrong: list[Row] = []
    for row in rows:
        named, year, number = row[key], as_year(row["year"]), as_number(row[value])
        if isinstance(named, str) and named and year is not None and number is not None and number > 0:
            values[named, year] = number
        else:
            wrong.append({name: plain(cell) for name, cell in row.items()})
    if wrong or not rows:
        raise RefusedError(
            f"your {what} has rows that can't be used" if rows else f"your {what} has no rows",
            f"give each row its {key} as text such as {_SUCH_AS[key]!r}, a whole year, and {value} above 0; "
            "leave out years of which nothing is known",
            wrong[:3],
        )
    if len(values) < len(rows):
        raise DuplicatePeriodError(f"your {what} has one {key} and year twice", "keep one row of each")
    return Reference(what, _KEYS[key], values)


def _of_index(rows: list[_Cells], index: str | None) -> list[_Cells]:
    """Keep the rows of an index; all where a table has none."""
    found = [row for row in rows if index is None or row["index"] == index]
    if rows and not found:
        raise UnknownNameError("index", str(index), sorted({str(row["index"]) for row in rows}))
    return found


def own_rows(what: str, frame: Any, helper: str, columns: Sequence[str]) -> list[Row]:
    """Read columns of a table of the caller's own."""
    data = narwhals_of(frame, helper)
    present = data.collect_schema().names()
    for column in columns:
        if column not in present:
            raise UnknownNameError(f"column in your {what}", column, present)
    return rows_of(data.select(*columns))
