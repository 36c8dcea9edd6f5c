"""What follows from what: flows that two areas count from both ends, and series worked out of others."""

from __future__ import annotations

from typing import Literal, NamedTuple

# Indicator -> that under which the partner counts the same: what goes out of one comes into the other.
MIRRORS = {
    "goods_exports": "goods_imports",
    "goods_imports": "goods_exports",
    "goods_trade_turnover": "goods_trade_turnover",
}


class Derivation(NamedTuple):
    """How the figures of an indicator are worked out where nobody prints them.

    Attributes
    ----------
    indicator
        What is worked out.
    inputs
        Indicators that it is worked out of, all by one count of one period.
    operation
        What is done with the inputs: they are added up, or the second is taken from the first.
    share_of
        The whole that the result is a percentage of: the same of all partners, or of the world; nothing if
        it is no share.
    breakdown
        Breakdown under which `indicator` has it.
    """

    indicator: str
    inputs: tuple[str, ...]
    operation: Literal["sum", "difference"] = "sum"
    share_of: Literal["", "all partners", "the world"] = ""
    breakdown: str = ""


DERIVATIONS = (
    Derivation("goods_trade_turnover", ("goods_exports", "goods_imports")),
    Derivation("goods_trade_balance", ("goods_exports", "goods_imports"), "difference"),
    Derivation("goods_trade_partner_share", ("goods_exports", "goods_imports"), share_of="all partners"),
    Derivation("goods_trade_partner_share", ("goods_exports",), share_of="all partners", breakdown="exports"),
    Derivation("goods_trade_partner_share", ("goods_imports",), share_of="all partners", breakdown="imports"),
    Derivation("goods_trade_world_share", ("goods_exports", "goods_imports"), share_of="the world"),
    Derivation("goods_trade_world_share", ("goods_exports",), share_of="the world", breakdown="exports"),
    Derivation("goods_trade_world_share", ("goods_imports",), share_of="the world", breakdown="imports"),
    Derivation("copper_world_share", ("copper_mine_production",), share_of="the world"),
    Derivation("uranium_world_share", ("uranium_production",), share_of="the world"),
)
