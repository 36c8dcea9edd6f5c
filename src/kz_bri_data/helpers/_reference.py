"""Reference tables, ours and the caller's own, joined to a frame by area or currency and year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from typing import Any, Literal, NamedTuple, cast

import narwhals.stable.v2 as nw

from kz_bri_data import loaders
from kz_bri_data.errors import DuplicatePeriodError, MissingReferenceError, RefusedError, UnknownNameError
from kz_bri_data.helpers._arguments import as_number
from kz_bri_data.helpers._frame import TEMPORARY, Check, Frame, Row, collect, opened, plain
from kz_bri_data.helpers._join import attach

OnMissing = Literal["raise", "warn", "ignore"]

# What is in a column that tells the rows of a reference table apart.
_KEYS = {"area": "areas", "currency": "currencies"}
_KEY, _YEAR = TEMPORARY + "key", TEMPORARY + "year"


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

    def attach(self, data: Frame, key: nw.Expr, year: nw.Expr, name: str) -> Frame:
        """Add the value of each row's area or currency and year as a column, missing where there is none."""
        return attach_yearly(data, key, year, self.values, {name: list(self.values.values())})

    def missing(
        self, broken: nw.Expr, key: str, allowed: str, on_missing: OnMissing = "raise"
    ) -> list[Check]:
        """Build the check that no row lacks a value; the refusal names the years there are."""
        if on_missing == "ignore":
            return []
        error = partial(self._error, key)
        problem = f"no {self.what} for these {self.keys} and years"
        return [Check(error, broken, problem, allowed, warns=on_missing == "warn")]

    def _error(self, key: str, problem: str, allowed: str, rows: list[Row]) -> MissingReferenceError:
        years = self.years(row[key] for row in rows)
        return MissingReferenceError(problem, f"there is: {spans(years)}\n{allowed}", rows, years)


def attach_yearly(
    data: Frame,
    key: nw.Expr,
    year: nw.Expr,
    keys: Iterable[tuple[str, int]],
    columns: Mapping[str, Sequence[float]],
) -> Frame:
    """Join columns of yearly values, given in the order of their keys and years."""
    data = data.with_columns(key.alias(_KEY), year.alias(_YEAR))
    names, years = zip(*keys, strict=True)
    return attach(data, [_KEY, _YEAR], {_KEY: names, _YEAR: years, **columns})


def spans(years: dict[str, list[int]]) -> str:
    """Write years down in short: KZT 2000-2007, 2016-2024."""
    return "; ".join(f"{key} {', '.join(_runs(found))}" for key, found in years.items())


def _runs(years: Sequence[int]) -> Iterable[str]:
    # Neighbours are equally far from their place in the list.
    for _, run in groupby(enumerate(years), key=lambda pair: pair[1] - pair[0]):
        found = [year for _, year in run]
        yield f"{found[0]}-{found[-1]}" if len(found) > 1 else str(found[0])


@cache
def shipped(
    what: str, table: Literal["population", "gdp", "exchange_rates"], key: str, value: str
) -> Reference:
    """Read a reference table that ships."""
    rows = loaders.rows(table)
    values = {(row[key], int(row["year"])): float(row[value]) for row in rows}
    return Reference(what, _KEYS[key], values)


def own(what: str, frame: Any, helper: str, key: str, value: str) -> Reference:
    """Read a reference table of the caller's own, with the columns of ours."""
    with opened(frame, helper) as data:
        present = data.collect_schema().names()
        for column in (key, "year", value):
            if column not in present:
                raise UnknownNameError(f"column in your {what}", column, present)
        rows = collect(data.select(key, "year", value))
    values: dict[tuple[str, int], float] = {}
    wrong: list[Row] = []
    for row in rows:
        named, year, number = row[key], as_number(row["year"]), as_number(row[value])
        if isinstance(named, str) and named and year is not None and year == int(year) and (number or 0) > 0:
            values[named, int(year)] = cast("float", number)
        else:
            wrong.append({name: plain(cell) for name, cell in row.items()})
    if wrong or not rows:
        raise RefusedError(
            f"your {what} has rows that can't be used" if rows else f"your {what} has no rows",
            f"give each row an {key} as text such as 'KAZ', a whole year, and {value} above 0; leave out "
            "years of which nothing is known",
            wrong[:3],
        )
    if len(values) < len(rows):
        raise DuplicatePeriodError(f"your {what} has an {key} and year twice", "keep one row of each")
    return Reference(what, _KEYS[key], values)
