"""Series of different size made comparable: what each is in one period becomes 100."""

from __future__ import annotations

from typing import Unpack

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

from kz_bri_data.errors import UnequalPeriodsError, WrongPeriodError
from kz_bri_data.helpers._columns import Columns, Measure, refuse_columns, resolve
from kz_bri_data.helpers._frame import TEMPORARY, Check, close, floats, fused, opened, refuse
from kz_bri_data.helpers._hedges import Result, add, number_of, result_columns, with_bases
from kz_bri_data.helpers._measures import Measures
from kz_bri_data.helpers._periods import Periods, clock_span
from kz_bri_data.helpers._series import checks, keyed, pick, previous

_BASE = TEMPORARY + "base_"
_IS_BASE, _BASES, _MONTHS = TEMPORARY + "is_base", TEMPORARY + "bases", TEMPORARY + "months"


def index_to(
    frame: IntoFrameT,
    *,
    base_period: int | str,
    measure: Measure | None = None,
    rounding: bool = False,
    check: bool = True,
    **columns: Unpack[Columns],
) -> IntoFrameT:
    """Relate each series to its own value in one period, which becomes 100."""
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
        at_base, hundred = nw.when(nw.col(_IS_BASE)), nw.lit(100.0)
        whole = nw.col(base.value)
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
        closed: IntoFrameT = close(data, [*present, *new], frame)
    return closed
