"""A number with its hedge, and whether one agrees with another."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

Outcome = Literal["agreement", "conflict", "undecided", "other_period"]

# Fractions keep what is printed exact, so that 3.4 and 3.5 are no further apart than a tenth.
Number: TypeAlias = float | Fraction

# How far from a hedged number another may lie and still agree with it.
TOLERANCE = Fraction(1, 10)


class Quantity(NamedTuple):
    """A number with its hedge.

    Attributes
    ----------
    value
        The number; None for a range.
    low, high
        What the words allow: both the number if it is exact, infinite on an open side.
    resolution
        Size of the last printed digit; 0 if unknown.
    """

    value: Number | None
    low: Number
    high: Number
    resolution: Number

    def is_open(self) -> bool:
        """Say whether the words leave a side, or both, without a limit."""
        return math.isinf(self.low) or math.isinf(self.high)

    def rounding(self) -> Number:
        """Say how far rounding can have moved the number; what is "over 4 thousand" was not rounded up."""
        return 0 if math.isinf(self.low) != math.isinf(self.high) else self.resolution / 2

    def near(self) -> tuple[Number, Number]:
        """Give the bounds, drawn in to 10 % of the number on every open side."""
        if self.value is None:
            return self.low, self.high
        margin = TOLERANCE * max(self.value, -self.value)
        low = self.value - margin if math.isinf(self.low) else self.low
        return low, self.value + margin if math.isinf(self.high) else self.high

    def reach(self) -> tuple[Number, Number]:
        """Give the bounds; an "about" reaches 10 % to either side, as nobody says it of twice the number."""
        return self.near() if math.isinf(self.low) and math.isinf(self.high) else (self.low, self.high)


def judge(claim: Quantity, evidence: Quantity) -> Outcome:
    """Say whether evidence agrees with a claim in the same unit; the rule is in `compare`.

    Parameters
    ----------
    claim, evidence
        What each says.

    Returns
    -------
    {"agreement", "conflict", "undecided"}

    Examples
    --------
    >>> judge(Quantity(39, 39, 39, 1), Quantity(39.4, 39.4, 39.4, 0.1))
    'agreement'
    >>> judge(Quantity(2000, 2000, math.inf, 1), Quantity(2787, 2787, 2787, 1))
    'conflict'
    >>> judge(Quantity(2000, 2000, math.inf, 1), Quantity(1500, 1500, math.inf, 1))
    'undecided'

    "Over 4 thousand" is not 3,500, though rounded it could be; "over" and "up to" one number may both hold,
    but do not say the same.

    >>> judge(Quantity(3500, 3500, 3500, 1), Quantity(4000, 4000, math.inf, 1000))
    'conflict'
    >>> judge(Quantity(300000, 300000, math.inf, 1), Quantity(300000, -math.inf, 300000, 100000))
    'undecided'
    """
    slack = claim.rounding() + evidence.rounding()
    (claim_low, claim_high), (low, high) = claim.reach(), evidence.reach()
    if claim_high + slack < low or high < claim_low - slack:
        return "conflict"
    opposed = (math.isinf(claim_low) and math.isinf(high)) or (math.isinf(claim_high) and math.isinf(low))
    both = claim.value is not None and evidence.value is not None
    if both and not opposed and abs(claim.value - evidence.value) <= slack:  # type: ignore[operator]
        return "agreement"
    if evidence.is_open():
        return "undecided"
    claim_low, claim_high = claim.near()
    if claim_low <= low and high <= claim_high:
        return "agreement"
    return "conflict" if high < claim_low or claim_high < low else "undecided"
