"""The words of hedges: which stand before a number, and which after it."""

from __future__ import annotations

from typing import NamedTuple


class HedgeWords(NamedTuple):
    """Words that mean one qualifier.

    Attributes
    ----------
    before
        Words that stand before the number.
    after
        Words that stand after it, or after its unit.
    """

    before: tuple[str, ...]
    after: tuple[str, ...] = ()


# "Less than" may be a little less or no bound to speak of, and stands with both.
_LESS = (
    *("less than", "fewer than", "under", "below", "менее", "меньше", "weniger als", "unter"),
    *("不到", "不足", "低于", "少于"),
)
HEDGE_WORDS = {
    "about": HedgeWords(
        (
            *("about", "approximately", "approx", "around", "circa", "ca", "roughly", "some"),
            *("около", "примерно", "приблизительно", "порядка", "шамамен"),
            *("etwa", "rund", "ungefähr", "zirka", "约", "約", "大约", "大約"),
        ),
        ("左右", "上下"),
    ),
    "nearly": HedgeWords(
        (
            *("nearly", "almost", "почти", "fast", "beinahe", "nahezu", "knapp"),
            *("近", "将近", "將近", "接近", *_LESS),
        ),
        ("жуық", "дерлік"),
    ),
    "over": HedgeWords(
        (
            *("over", "more than", "above", "exceeding", "exceeded", "surpassing", "surpassed"),
            *("более", "больше", "свыше", "mehr als", "über", "超", "超过", "超過", "逾", "突破"),
        ),
        ("астам", "с лишним", "余", "餘", "多"),
    ),
    "at_least": HedgeWords(
        (
            *("at least", "not less than", "no less than", "not fewer than", "no fewer than"),
            *("не менее", "не меньше", "как минимум", "кемінде"),
            *("mindestens", "nicht weniger als", "至少", "不少于", "不低于"),
        )
    ),
    "at_most": HedgeWords(
        (
            *("at most", "up to", "not more than", "no more than", "not exceeding", "within"),
            *("до", "не более", "не больше", "не свыше", "bis zu", "höchstens", "nicht mehr als"),
            *("至多", "最多", "不超过", "不超過", *_LESS),
        )
    ),
}
