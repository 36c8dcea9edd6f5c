"""Series of different size made comparable: what each is in one period becomes 100."""

from __future__ import annotations

from typing import Unpack

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from kz_bri_data.errors import UnequalPeriodsError, WrongPeriodError
from kz_bri_data.helpers._columns import Columns, Measure, refuse_columns, resolve
from kz_bri_data.helpers._frame import TEMPORARY, Check, close, floats, fused, opened, refuse
from kz_bri_data.helpers._hedges import Result, add, consistent, number_of, result_columns, with_bases
from kz_bri_data.helpers._measures import Measures
from kz_bri_data.helpers._periods import Periods, clock_span
from kz_bri_data.helpers._series import checks, keyed, pick, previous
from kz_bri_data.helpers._typing import helper

_BASE = TEMPORARY + "base_"
_IS_BASE, _BASES, _MONTHS = TEMPORARY + "is_base", TEMPORARY + "bases", TEMPORARY + "months"


@helper
def index_to(
    frame: IntoFrameT,
    *,
    base_period: int | str,
    measure: Measure | None = None,
    rounding: bool = False,
    check: bool = True,
    **columns: Unpack[Columns],
) -> IntoFrameT:
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
        Widen each bound by half of the row's resolution: a printed 39 was anything from 38.5 to 39.5.
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

    Raises
    ------
    RefusedError
        Of these classes: WrongMeasureError for rates, WrongPeriodError for a series that has no period
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
    with opened(frame, "index_to") as data:
        present = data.collect_schema().names()
        names = resolve(present, columns)
        periods, measures = Periods(data, names), Measures(data, names, measure)
        data, number = number_of(data, names, rounding=rounding, level=measures.level())
        new = [*result_columns(number, "index"), "index_unit"]
        refuse_columns(present, new)
        data, key = keyed(data, names)
        clock = periods.end_clock()
        is_base = ((clock > begin) & (clock <= finish)).fill_null(value=False)
        data = data.with_columns(
            is_base.alias(_IS_BASE),
            nw.when(is_base).then(nw.lit(1)).otherwise(nw.lit(0)).alias(_BASES),
            periods.months().alias(_MONTHS),
        )
        base = number.of(_BASE)
        of_base = {_BASE + name: name for name in (*number, _MONTHS) if name}
        data = pick(data, key, nw.col(_IS_BASE), of_base)
        if check:
            checked = data.with_columns(nw.col(_BASES).sum().over(*key).alias(_BASES))
            checked, before, found = checks(checked, names, periods, measures)
            equal = (nw.col(_MONTHS) == nw.col(_BASE + _MONTHS)).fill_null(value=False)
            found = [
                *measures.none_of("index_to", "rate"),
                *consistent(data, number),
                *found,
                Check(
                    WrongPeriodError,
                    nw.col(_BASES) != 1,
                    f"a series that has no period ending in {base_period}, or several",
                    "name a period that each series has once, such as '2015-06' where there are months, or "
                    "leave out the series that lack it",
                ),
                Check(
                    UnequalPeriodsError,
                    measures.among("flow") & ~equal,
                    "flows of periods that are not as long as the base, or that are no whole calendar months",
                    "keep periods of one length, such as whole years",
                ),
            ]
            refuse([(previous(checked, key, periods, before), found)], names.shown())
        # What the base is of itself is certain, however uncertain the base.
        whole = floats(base.value)
        at_base, hundred = nw.when(nw.col(_IS_BASE) & (whole > 0)), nw.lit(100.0)
        result = Result(
            "index",
            at_base.then(hundred).otherwise(nw.when(whole > 0).then(floats(number.value) * 100 / whole)),
        )
        if number.low and number.high:
            data, low_base, high_base = with_bases(data, number, base, measures.level())
            result = result._replace(
                low=at_base.then(hundred).otherwise(floats(number.low) * 100 / low_base),
                high=at_base.then(hundred).otherwise(floats(number.high) * 100 / high_base),
            )
        data = add(fused(data), [result], [number, base])
        data = data.with_columns(nw.lit(f"{base_period} = 100").alias("index_unit"))
        return close(data, [*present, *new], frame)
