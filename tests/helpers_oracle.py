"""What each helper gives for a list of rows, stated in plain Python with fractions, dicts and loops.

It shares no code with the helpers. An open side of a number is None, here as there.
"""

import calendar
import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

Row = dict[str, Any]

OBSERVED = ("actual", "estimate")
KEYS = ("indicator_id", "ref_area", "partner_area", "entity_id", "breakdown", "basis", "product")


class Number(NamedTuple):
    """A number with the bounds that its words allow."""

    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    word: str | None = None


class Frame(NamedTuple):
    """Rows, and what the caller says of them all."""

    rows: list[Row]
    measure: str
    rounding: bool = True

    def has(self, column: str) -> bool:
        return column in self.rows[0]

    @property
    def is_level(self) -> bool:
        return self.measure != "rate"

    @property
    def is_hedged(self) -> bool:
        return self.has("value_low") or self.has("qualifier") or (self.rounding and self.has("resolution"))

    def number(self, row: Row) -> Number:
        value, word = exact(row["value"]), row.get("qualifier")
        if self.has("value_low"):
            low, high = exact(row["value_low"]), exact(row["value_high"])
        elif self.has("qualifier"):
            low = value if word in ("exact", "over", "at_least") else None
            high = value if word in ("exact", "nearly", "at_most") else None
        else:
            low = high = value
        half = (exact(row.get("resolution")) or 0) / 2 if self.rounding else 0
        if half and low is not None and high is not None:
            low = Fraction(0) if self.is_level and 0 <= low < half else low - half
            high += half
        return Number(value, low, high, word if self.has("qualifier") else None)

    def key(self, row: Row, *without: str) -> tuple[str, ...]:
        return tuple(row.get(name) or "" for name in KEYS if name not in without)

    def series(self) -> list[list[Row]]:
        found: dict[Any, list[Row]] = {}
        for row in self.rows:
            status = row.get("status") or ""
            found.setdefault((self.key(row), "fact" if status in OBSERVED else status), []).append(row)
        return [sorted(rows, key=clock) for rows in found.values()]


def exact(number: Any) -> Fraction | None:
    """A number as it is printed; what is infinite or no number is missing."""
    if number is None or number != number or number in (float("inf"), float("-inf")):
        return None
    return Fraction(str(number))


def clock(row: Row) -> Fraction:
    """Calendar months that have passed at the end of a period."""
    end = row["period_end"]
    if isinstance(end, int):
        return Fraction(end * 12 + 12)
    days = calendar.monthrange(end.year, end.month)[1]
    return end.year * 12 + end.month - 1 + Fraction(end.day, days)


def minus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other


def times(number: Number, factor: Fraction | None) -> Number:
    if factor is None:
        return Number(None, None, None)
    return Number(*(None if one is None else one * factor for one in number[:3]))


def floor(number: Number, is_level: bool) -> Fraction | None:
    """The low bound, if need be that nothing is less than nothing."""
    is_open = number.low is None and number.value is not None and number.value >= 0
    return Fraction(0) if is_open and is_level else number.low


def divided(
    bound: Fraction | None, by: Fraction | None, least: Fraction | None, most: Fraction | None
) -> Any:
    """A bound divided by one of the bounds of a base, if that is above nothing."""
    if bound is None or least is None or least < 0:
        return None
    if bound == 0:
        return None if most is not None and most <= 0 else Fraction(0)
    return None if by is None or by <= 0 else bound / by


def quotient(above: Number, below: Number, is_level: bool) -> Number:
    least, most = floor(below, is_level), below.high
    value = None
    if above.value is not None and below.value is not None and below.value > 0:
        value = above.value / below.value
    low = divided(above.low, most if (above.low or 0) >= 0 else least, least, most)
    high = divided(above.high, least if (above.high or 0) >= 0 else most, least, most)
    return Number(value, low, high)


def word(result: Number, words: list[str | None]) -> str:
    """What is known of a result, in one word."""
    value, low, high = result[:3]
    said = [one for one in words if one is not None]
    if low is not None and low == high:
        return "exact"
    if low is not None and high is not None:
        return "range"
    if low is not None and low == value:
        return "over" if "over" in said else "at_least"
    if high is not None and high == value:
        return "nearly" if "nearly" in said else "at_most"
    if low is None and high is None and value is not None and said and set(said) == {"about"}:
        return "about"
    return "unknown"


def told(frame: Frame, name: str, result: Number, *inputs: Number) -> Row:
    """The columns of a result."""
    if not frame.is_hedged:
        return {name: result.value}
    words = [one.word or "" for one in inputs] if frame.has("qualifier") else []
    sides = {name: result.value, f"{name}_low": result.low, f"{name}_high": result.high}
    return {**sides, f"{name}_qualifier": word(result, words)}


# -- the helpers --------------------------------------------------------------------------------------------


def steps(frame: Frame, between: str) -> list[tuple[Row, Row]]:
    found = []
    for rows in frame.series():
        pairs = itertools.pairwise(rows) if between == "neighbours" else [(rows[0], rows[-1])]
        found += [(one, other) for one, other in pairs if one is not other]
    return found


def changes(frame: Frame, before: Row, after: Row) -> tuple[Number, Number, Number, Fraction]:
    a, b, is_level = frame.number(before), frame.number(after), frame.is_level
    change = Number(
        minus(b.value, a.value),
        minus(floor(b, is_level), a.high),
        minus(b.high, floor(a, is_level)),
    )
    ratio = quotient(b, a, is_level)
    signs = [number <= 0 for number in (a.value, b.value) if number is not None]
    none = any(signs) or (b.low is not None and b.low < 0)
    percent = Number(*(None if none or one is None else (one - 1) * 100 for one in ratio[:3]))
    if a.value is None or b.value is None:
        percent = percent._replace(value=None)
    return change, percent, ratio, (clock(after) - clock(before)) / 12


def of_step(frame: Frame, before: Row, after: Row) -> Row:
    names = ("period_start", "period_end", "value", "value_low", "value_high", "qualifier")
    return {"n": after["n"], **{f"from_{name}": before[name] for name in names if name in before}}


def growth(frame: Frame, between: str) -> list[Row]:
    found = []
    for before, after in steps(frame, between):
        change, percent, ratio, years = changes(frame, before, after)
        inputs = frame.number(before), frame.number(after)
        yearly = Number(
            *(
                None if part is None or whole is None or whole < 0 or years < 1 else yearly_rate(whole, years)
                for part, whole in zip(percent[:3], ratio[:3], strict=True)
            )
        )
        found.append(
            {
                **of_step(frame, before, after),
                "years": years,
                **told(frame, "change", change, *inputs),
                **told(frame, "change_percent", percent, *inputs),
                **told(frame, "cagr_percent", yearly, *inputs),
            }
        )
    return found


def yearly_rate(ratio: Fraction, years: Fraction) -> Any:
    return (ratio - 1) * 100 if years == 1 else (float(ratio) ** (1 / float(years)) - 1) * 100


def share_change(frame: Frame, between: str) -> list[Row]:
    found = []
    for before, after in steps(frame, between):
        change, percent, ratio, years = changes(frame, before, after)
        inputs = frame.number(before), frame.number(after)
        results = {"change_points": change, "change_percent": percent, "ratio": ratio}
        one = {**of_step(frame, before, after), "years": years}
        for name, result in results.items():
            one |= told(frame, name, result, *inputs)
        found.append(one)
    return found


def index_to(frame: Frame, base_year: int) -> list[Row]:
    found = []
    for rows in frame.series():
        (base,) = (row for row in rows if base_year * 12 < clock(row) <= base_year * 12 + 12)
        of_base = frame.number(base)
        for row in rows:
            result = times(quotient(frame.number(row), of_base, frame.is_level), Fraction(100))
            if row is base and of_base.value is not None and of_base.value > 0:
                result = Number(*[Fraction(100)] * 3)
            index = told(frame, "index", result, frame.number(row), of_base)
            found.append({"n": row["n"], **index, "index_unit": f"{base_year} = 100"})
    return found


def year_of(row: Row) -> int:
    return row["period_end"] if isinstance(row["period_end"], int) else row["period_end"].year


def scale(frame: Frame, name: str, factor: Callable[[Row], Fraction | None]) -> list[Row]:
    """Rows times a factor each."""
    found = []
    for row in frame.rows:
        number = frame.number(row)
        found.append({"n": row["n"], **told(frame, name, times(number, factor(row)), number)})
    return found


def per_capita(frame: Frame, population: dict[tuple[str, int], int], per: int) -> list[Row]:
    def persons(row: Row) -> int | None:
        return population.get((row["ref_area"] or "", year_of(row)))

    found = scale(frame, "per_capita", lambda row: Fraction(per, persons(row)) if persons(row) else None)
    for one, row in zip(found, frame.rows, strict=True):
        one["population"] = persons(row)
        if frame.has("unit"):
            each = " per person" if per == 1 else f" per {per:,} persons"
            one["per_capita_unit"] = row["unit"] + each if row["unit"] else None
    return found


def share_of_gdp(frame: Frame, gdp: dict[tuple[str, int], int]) -> list[Row]:
    def product(row: Row) -> int | None:
        return gdp.get((row["ref_area"] or "", year_of(row)))

    found = scale(frame, "share_of_gdp", lambda row: Fraction(100, product(row)) if product(row) else None)
    for one, row in zip(found, frame.rows, strict=True):
        one |= {"gdp_usd": product(row), "share_of_gdp_unit": "percent of GDP"}
    return found


def convert_currency(
    frame: Frame, rates: dict[tuple[str, int], Fraction], to: str, rate_year: Any
) -> list[Row]:
    def rate(row: Row) -> Fraction:
        year = rate_year or year_of(row)
        dollar = {"USD": Fraction(1)}
        of_new, of_old = (dollar.get(name) or rates[name, year] for name in (to, row["unit"]))
        return Fraction(1) if row["unit"] == to else of_new / of_old

    found = scale(frame, "converted", rate)
    for one, row in zip(found, frame.rows, strict=True):
        one |= {"exchange_rate": rate(row), "converted_unit": to}
    return found


ISSUERS = {"CNY": "CHN", "KZT": "KAZ"}


def deflate(frame: Frame, levels: dict[tuple[str, int], int], base_year: int) -> list[Row]:
    def ratio(row: Row) -> Fraction:
        area = ISSUERS[row["unit"]]
        return Fraction(levels[area, base_year], levels[area, year_of(row)])

    found = scale(frame, "deflated", ratio)
    for one, row in zip(found, frame.rows, strict=True):
        one |= {"price_ratio": ratio(row), "deflated_unit": f"{row['unit']}_{base_year}"}
    return found


def to_international_dollars(frame: Frame, parities: dict[tuple[str, int], int]) -> list[Row]:
    def parity(row: Row) -> int:
        return parities[ISSUERS[row["unit"]], year_of(row)]

    found = scale(frame, "international_dollars", lambda row: Fraction(1, parity(row)))
    for one, row in zip(found, frame.rows, strict=True):
        one |= {"parity": parity(row), "international_dollars_unit": "INT_USD"}
    return found


def convert_unit(frame: Frame, factors: dict[str, Fraction], to: str) -> list[Row]:
    found = scale(frame, "converted", lambda row: factors[row["unit"]] / factors[to])
    return [{**one, "converted_unit": to} for one in found]


def target_progress(frame: Frame, target: float | None, target_year: int | None) -> list[Row]:
    found = []
    for rows in frame.series():
        if rows[0].get("status", "actual") not in OBSERVED:
            continue
        fact = rows[-1]
        if target is not None and target_year is not None:
            goal = exact(target)
            aim = Number(goal, goal, goal, "exact" if frame.has("qualifier") else None)
            found.append(towards(frame, fact, aim, Fraction(target_year * 12 + 12), target_year))
            continue
        for row in frame.rows:
            of_one = frame.key(row, "basis") == frame.key(fact, "basis")
            meets = row.get("basis") or "", fact.get("basis") or ""
            if row["status"] == "target" and of_one and (meets[0] == meets[1] or "" in meets):
                one = towards(frame, fact, frame.number(row), clock(row), year_of(row))
                shown = ("value", "value_low", "value_high", "qualifier", "basis")
                found.append({**one, **{f"target_{name}": row[name] for name in shown if name in row}})
    return found


def towards(frame: Frame, fact: Row, aim: Number, end: Fraction, target_year: int) -> Row:
    """How far a fact is from its target."""
    number = frame.number(fact)
    gap = Number(
        minus(aim.value, number.value),
        minus(floor(aim, frame.is_level), number.high),
        minus(aim.high, floor(number, frame.is_level)),
    )
    # How much more is wanted, at least and at most; of durations, how much less.
    least, most = gap.low, gap.high
    if frame.measure == "duration":
        least, most = minus(Fraction(0), gap.high), minus(Fraction(0), gap.low)
    reached = None
    if most is not None and most <= 0:
        reached = True
    elif least is not None and least > 0:
        reached = False
    years = (end - clock(fact)) / 12
    step = times(gap, 1 / years if years > 0 and not reached else None)
    return {
        "n": fact["n"],
        "target_year": target_year,
        "years_left": years,
        "reached": reached,
        **told(frame, "gap", gap, number, aim),
        **told(frame, "yearly_step", step, number, aim),
    }
