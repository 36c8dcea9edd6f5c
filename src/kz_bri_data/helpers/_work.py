"""How every helper begins and ends: a frame opened, its columns found, the result handed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, cast

import narwhals.stable.v2 as nw
from narwhals.exceptions import DuplicateError

from kz_bri_data.errors import RefusedError, UnsupportedBackendError
from kz_bri_data.helpers._columns import Columns, Measure, Names, refuse_columns, refuse_wide, resolve
from kz_bri_data.helpers._engine import Check, Engine
from kz_bri_data.helpers._hedges import Number, consistent, number_of
from kz_bri_data.helpers._measures import Measures
from kz_bri_data.helpers._periods import Periods

BACKENDS = "pandas, Polars (eager and lazy), PyArrow, DuckDB and PySpark"

# From so many rows on, Polars' own engine is quicker than arrays, as it computes on all processors.
_LARGE = 200_000

_TEXT = (nw.String, nw.Categorical, nw.Enum)


class Work:
    """A frame, and what its columns are.

    Parameters
    ----------
    engine
        The frame.
    names
        Its columns.
    measure
        Measure of all rows, or None.
    rounding
        Whether to widen bounds by half of the resolution.
    """

    def __init__(self, engine: Engine, names: Names, measure: Measure | None, *, rounding: bool) -> None:
        self.engine, self.names = engine, names
        self.measures = Measures(engine, names, measure)
        self.number: Number = number_of(engine, names, rounding=rounding, level=self.measures.level())

    @cached_property
    def periods(self) -> Periods:
        """The periods of the frame; made when they are first asked for."""
        return Periods(self.engine, self.names)

    def refuse_columns(self, new: Sequence[str]) -> None:
        """Refuse to write results over columns that the frame has already."""
        refuse_columns(self.engine.names, new)

    def refuse(self, checks: Sequence[Check]) -> int:
        """Raise the first check that fails; give the number of rows."""
        return self.engine.refuse([*checks, *consistent(self.engine, self.number)], self.names.shown())

    def finish(self, new: Sequence[str]) -> Any:
        """Build the result: the frame's columns and new ones."""
        return self.engine.finish([*self.engine.names, *new])


@contextmanager
def opened(
    frame: object,
    helper: str,
    columns: Columns,
    measure: Measure | None,
    *,
    rounding: bool,
    needs: Sequence[str] = (),
) -> Iterator[Work]:
    """Open a frame for a helper, and say so kindly if its library can't do what the helper needs.

    Parameters
    ----------
    frame
        The caller's frame.
    helper
        Name of the helper, for messages.
    columns, measure, rounding
        What the caller said.
    needs
        Arguments whose column has to be there.
    """
    data = narwhals_of(frame, helper)
    try:
        names = resolve(data.collect_schema().names(), columns, needs=needs)
        engine = engine_of(data, names)
        with engine.quiet():
            yield Work(engine, names, measure, rounding=rounding)
    except NotImplementedError as error:
        raise UnsupportedBackendError(
            f"{helper} needs what {data.implementation.name} frames can't do through narwhals; it works on "
            f"{BACKENDS}. Narwhals says: {error}"
        ) from error


def narwhals_of(frame: object, helper: str) -> nw.DataFrame[Any] | nw.LazyFrame[Any]:
    """Take a frame of any library, with one text as the name of each column."""
    try:
        # A Series or what `groupby` gives is no frame, which narwhals says.
        if type(frame).__module__.startswith("pandas") and type(frame).__name__ == "DataFrame":
            _refuse_names(frame)
        return cast("nw.DataFrame[Any]", nw.from_native(cast("Any", frame)))
    except TypeError as error:
        raise UnsupportedBackendError(
            f"{helper} takes a dataframe of {BACKENDS}, not {type(frame).__name__}"
        ) from error
    except DuplicateError as error:
        raise RefusedError("several columns of one name", "give each a name of its own") from error


def engine_of(data: nw.DataFrame[Any] | nw.LazyFrame[Any], names: Names) -> Engine:
    """Choose how to compute: at once on arrays, or by expressions of the frame's own library."""
    if isinstance(data, nw.LazyFrame):
        from kz_bri_data.helpers._expressions import ExpressionEngine

        return ExpressionEngine(data)
    # Text that is years or days is read by arrays alone.
    is_read = any(data.schema[name] in _TEXT for name in (names.start, names.end) if name)
    if data.implementation.is_polars() and len(data) > _LARGE and not is_read:
        from kz_bri_data.helpers._expressions import ExpressionEngine

        return ExpressionEngine(data.lazy(), eager=True)
    from kz_bri_data.helpers._arrays import ArrayEngine

    return ArrayEngine(data)


def rows_of(data: nw.DataFrame[Any] | nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Rows of a small table."""
    if isinstance(data, nw.DataFrame):
        return data.rows(named=True)
    from kz_bri_data.helpers._expressions import collect

    return collect(data)


def _refuse_names(native: Any) -> None:
    """Refuse a frame of pandas whose columns are not named by one text each."""
    others = [str(name) for name in native.columns if not isinstance(name, str)]
    if others and len(set(map(str, native.columns))) == len(native.columns):
        # Years as numbers are what a wide table has for names.
        refuse_wide([str(name) for name in native.columns])
    if others:
        raise RefusedError(
            f"columns whose names are not text: {', '.join(others[:20])}", "name each column by one text"
        )
