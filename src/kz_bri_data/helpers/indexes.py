"""Series of different size made comparable: what each is in one period becomes 100."""

from __future__ import annotations

from typing import Any, Unpack

from kz_bri_data.errors import UnequalPeriodsError, WrongPeriodError
from kz_bri_data.helpers._columns import Columns, Measure
from kz_bri_data.helpers._engine import TEMPORARY, Check, Value
from kz_bri_data.helpers._hedges import Result, add, interval_divisors, result_columns
from kz_bri_data.helpers._periods import MONTHS, clock_span
from kz_bri_data.helpers._series import SAID, checks, group
from kz_bri_data.helpers._typing import helper
from kz_bri_data.helpers._work import Work, opened

_BASE = TEMPORARY + "base_"
_IS_BASE, _BASES = TEMPORARY + "is_base", TEMPORARY + "bases"


@helper
def index_to(
    frame: Any,
    *,
    base_period: int | str,
    measure: Measure | None = None,
    rounding: bool = True,
    check: bool = True,
    **columns: Unpack[Columns],
) -> Any:
    """Relate each series to its own value in one period, which becomes 100.

    Parameters
    ----------
    frame
        Amounts or shares, a row per series and period, in any order.
    base_period
        Period that is 100: a year such as 2015, a month "2015-06" or a day "2015-06-30", in which one period
        of each series ends.
    measure
        What kind of numbers all rows hold, such as "flow". None looks it up by each row's indicator.
    rounding
        Widen bounds by half of the row's resolution, where there are both: a printed 39 was anything from
        38.5 to 39.5. False takes each printed number for exact.
    check
        Look for what is refused. Without, nothing is computed at the call on a lazy frame, and what
        should have been refused comes out wrong or missing.
    **columns
        Names of the frame's columns, where they differ from those of `observations`; see `Columns`.

    Returns
    -------
    frame of the same library
        The frame's rows, in its order unless it is lazy, with its columns and

        index : value over that of the base, times 100; at the base exactly 100; missing where the base is
        not above 0, or has no value: that of a range has bounds alone, and so has the index

        with `index_low`, `_high` and `_qualifier` if the frame has hedges, and `index_unit`: "2015 = 100".
        What `series` says of the base is in base_outcome and base_verdict, if the frame has such columns.

    Raises
    ------
    RefusedError
        Of these classes: WrongMeasureError for rates and for what may be anything, as neither `measure` nor
        the indicator says what it is, WrongPeriodError for a series that has no period
        ending in the base, or several, UnequalPeriodsError for flows of periods that are not as long as
        the base or no whole calendar months, and all that `share_change` refuses.
    UnknownNameError
        If an argument or a column does not exist.
    UnsupportedBackendError
        If the library of the frame lacks what is needed.

    Notes
    -----
    `100 v / v_base`. A base with a value is certain relative to itself, so it has no hedge; all else has the
    bounds of interval arithmetic, as in `share_change`.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> from kz_bri_data.helpers import index_to
    >>> share = kbd.series("renewables_share_of_electricity", basis="ember", status="actual")
    >>> index = index_to(share, base_period=2010)
    >>> index.set_index(index["period_end"].dt.year)["index"].loc[[2010, 2020, 2024]].round(1).to_dict()
    {2010: 100.0, 2020: 113.3, 2024: 156.8}
    """
    begin, finish = clock_span(base_period)
    with opened(frame, "index_to", columns, measure, rounding=rounding) as work:
        engine = work.engine
        said = {f"base_{name}": name for name in SAID if name in engine.names}
        new = [*result_columns(work.number, "index"), "index_unit", *said]
        work.refuse_columns(new)
        clock = work.periods.clock()
        work.periods.add_months()
        group(work)
        is_base = engine.known(clock > begin) & engine.known(clock <= finish)
        engine.define({_IS_BASE: is_base})
        of_base = {_BASE + name: name for name in dict.fromkeys((*work.number, MONTHS)) if name}
        engine.pick(of_base | said, engine.truth(_IS_BASE))
        if check:
            work.refuse(_checks(work, base_period))
        add(engine, [_index(work)], [work.number, work.number.of(_BASE)])
        engine.define({"index_unit": engine.choose([], f"{base_period} = 100")})
        return work.finish(new)


def _checks(work: Work, base_period: int | str) -> list[Check]:
    engine = work.engine
    engine.define({_BASES: engine.count(engine.truth(_IS_BASE))})
    equal = engine.known(engine.number(MONTHS) == engine.number(_BASE + MONTHS))
    return [
        *work.measures.none_of("index_to", "rate"),
        *work.measures.not_unknown("index_to"),
        *checks(work),
        Check(
            WrongPeriodError,
            engine.number(_BASES) != 1,
            f"a series that has no period ending in {base_period}, or several",
            "name a period that each series has once, such as '2015-06' where there are months, or "
            "leave out the series that lack it",
        ),
        Check(
            UnequalPeriodsError,
            work.measures.among("flow") & ~equal,
            "flows of periods that are not as long as the base, or that are no whole calendar months",
            "keep periods of one length, such as whole years",
        ),
    ]


def _index(work: Work) -> Result:
    engine, number, base = work.engine, work.number, work.number.of(_BASE)
    whole = engine.number(base.value)
    is_above = engine.known(whole > 0)
    # What the base is of itself is certain, however uncertain the base.
    at_base = engine.truth(_IS_BASE) & is_above

    def related(value: Value) -> Value:
        return engine.where(at_base, 100.0, value)

    value = engine.where(is_above, engine.number(number.value) * 100 / whole)
    result = Result("index", related(value))
    if not (number.low and number.high):
        return result
    low_base, high_base = interval_divisors(engine, number, base, work.measures.level())
    low, high = engine.number(number.low), engine.number(number.high)
    return result._replace(low=related(low * 100 / low_base), high=related(high * 100 / high_base))
