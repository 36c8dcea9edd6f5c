"""What stands in a chart in words, in the language that was asked for as far as the tables have it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from kz_bri_data._catalogue import installed
from kz_bri_data._series.identity import OTHER, TOGETHER, SeriesKey
from kz_bri_data._series.rows import Index
from kz_bri_data.errors import UnknownNameError
from kz_bri_data.plotting.figures import Figure

# Powers of ten that have a word, by language.
_SCALES = {
    "en": {6: "million", 9: "billion", 12: "trillion"},
    "ru": {6: "млн", 9: "млрд", 12: "трлн"},
    "kk": {6: "млн", 9: "млрд", 12: "трлн"},
    "zh": {4: "万", 8: "亿", 12: "万亿"},
}
# Units that are such a power already.
_SCALED = ("thousand ", "million ", "billion ")

_COMMA = {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", ""]}
NUMBER_LOCALES: dict[str, dict[str, Any]] = {"ru": _COMMA, "kk": _COMMA}

# Fonts with the letters of a language, before the one that is bold and narrow, but lacks them.
FONTS = {
    "kk": "Noto Sans, DejaVu Sans, sans-serif",
    "zh": "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif",
}

_MOST_SOURCES = 3

# Parts of a series that its name is made of, in this order.
_NAMED = ("indicator", "area", "partner", "entity", "breakdown", "definition")


class Words:
    """The words of a chart.

    Parameters
    ----------
    index
        The package.
    language
        One that the table `labels` has.

    Raises
    ------
    UnknownNameError
        If it has none in the language.
    """

    def __init__(self, index: Index, language: str) -> None:
        # Another package may have labels of its own, but has no words of charts.
        rows = [*installed().rows("labels"), *index.catalogue.rows_referred_to("labels")]
        languages = sorted({row["language"] for row in rows})
        if language not in languages:
            raise UnknownNameError("language", language, languages)
        self.language = language
        self._index = index
        self._labels: dict[tuple[str, str], str] = {}
        for wanted in ("en", language):
            found = [row for row in rows if row["language"] == wanted]
            self._labels |= {(row["kind"], row["id"]): row["text"] for row in found}
        self._entities = {
            row["entity_id"]: row["name"]
            for row in index.catalogue.rows_referred_to("entity_names")
            if row["language"] == language and row["kind"] == "official"
        }

    def phrase(self, name: str, **filled: object) -> str:
        """Give words of the chart itself."""
        return self._labels["phrase", f"plot.{name}"].format(**filled)

    def code(self, column: str, code: str) -> str:
        """Say what a code of a column of `observations` is called."""
        return self._labels.get(("code", f"observations.{column}.{code}"), code)

    def column(self, name: str) -> str:
        """Say what a column of `observations` is called."""
        return self._labels["column", f"observations.{name}"]

    def unit(self, unit: str, exponent: int) -> str:
        """Name a unit, times a power of ten."""
        name = self._labels.get(("unit", unit), unit)
        scale = _SCALES[self.language].get(exponent, "")
        if self.language == "zh":
            return scale + name
        if self.language == "en":
            return f"{scale} {name}".strip()
        return f"{name}, {scale}" if scale else name

    def exponent(self, unit: str, greatest: float) -> int:
        """Choose the power of ten by which the numbers at the axis are told."""
        if self._labels.get(("unit", unit), unit).startswith(_SCALED):
            return 0
        return max((one for one in _SCALES[self.language] if greatest >= 10**one), default=0)

    def part(self, part: str, code: str) -> str:
        """Name a part of a series."""
        kind = "area" if part == "partner" else part
        if part == "entity" and code in self._entities:
            return self._entities[code]
        english = self._index.names[part].get(code, code)
        return self._labels.get((kind, code), english) if self.language != "en" else english

    def title(self, keys: Sequence[SeriesKey]) -> str:
        """Say what all the series are about."""
        declared = {self._index.declared.get(key.id, {}).get("title", "") for key in keys}
        if self.language == "en" and len(declared) == 1 and (title := declared.pop()):
            return title
        indicators = dict.fromkeys(self.part("indicator", key.indicator) for key in keys)
        common = [part for part in _NAMED[1:] if len({getattr(key, part) for key in keys}) == 1]
        about = self._about(keys[0], common)
        return f"{' · '.join(indicators)}: {about}" if about else " · ".join(indicators)

    def _about(self, key: SeriesKey, parts: Sequence[str]) -> str:
        named = [(part, self.part(part, getattr(key, part))) for part in parts if getattr(key, part)]
        english = self.language == "en"
        return ", ".join(f"with {name}" if part == "partner" and english else name for part, name in named)

    def lines(self, keys: Sequence[SeriesKey]) -> dict[SeriesKey, str]:
        """Name each series by what tells it from the others, but for its status and the side of a break."""
        differ = {part for part in SeriesKey._fields if len({getattr(key, part) for key in keys}) > 1}
        alike: dict[str, set[str]] = {}
        for key in keys:
            if key.status == TOGETHER:
                alike.setdefault(self._line(key, differ - {"frequency"}), set()).add(key.frequency)
        names = {}
        for key in keys:
            name = self._line(key, differ - {"frequency"})
            if key.status == TOGETHER and len(alike[name]) > 1:
                name = self._line(key, differ)
            names[key] = name or self.part("indicator", key.indicator)
        return names

    def _line(self, key: SeriesKey, differ: Collection[str]) -> str:
        words = [self._about(key, [part for part in _NAMED if part in differ])]
        if "breakdown" in differ and not key.breakdown:
            words.append(self.phrase("whole"))
        if "basis" in differ:
            words.append(self.basis(key))
        if "frequency" in differ:
            words.append(self.phrase(f"frequency.{'other' if key.frequency == OTHER else key.frequency}"))
        if "derived" in differ and key.derived:
            words.append(self.phrase("worked_out"))
        if "counted_from" in differ:
            words.append(key.counted_from)
        return ", ".join(filter(None, words))

    def basis(self, key: SeriesKey) -> str:
        """Say who counts."""
        return self.part("basis", key.basis) if key.basis else self.phrase("no_counter")

    def credits(self, figures: Sequence[Figure]) -> list[str]:
        """Say who counts, if all figures are by one, and the sources, those of most figures first."""
        bases = {one.key.basis for one in figures}
        said = []
        if len(bases) == 1 and all(bases):
            said.append(f"{self.phrase('counted_by')}: {self.basis(figures[0].key)}")
        sources = Counter(one for figure in figures for one in self._sources(figure))
        short = list(dict.fromkeys(self._short(one) for one, _ in sources.most_common()))
        shown = short[:_MOST_SOURCES]
        if more := len(short) - len(shown):
            shown.append(self.phrase("and_more", number=more))
        if shown:
            said.append(f"{self.phrase('sources')}: {'; '.join(shown)}")
        descriptor = self._index.catalogue.descriptor
        return [*said, f"{descriptor.get('name', '')} {descriptor.get('version', '')}".strip()]

    def _sources(self, figure: Figure) -> list[str]:
        cells, known = figure.row.cells, self._index.observations
        rests_on = [known[one]["source_id"] for one in cells.get("rests_on", "").split() if one in known]
        return rests_on or [cells["source_id"]] * bool(cells["source_id"])

    def _short(self, source: str) -> str:
        row = self._index.sources.get(source)
        if row is None:
            return source
        who = row["publisher"] or row["authors"].partition(",")[0] or row["title"]
        return f"{who} {row['published'][:4]}".strip()


def wrapped(text: str, width: float) -> list[str]:
    """Break a text into lines of at most a width, in widths of a Latin letter; Chinese may break anywhere.

    Examples
    --------
    >>> wrapped("Uranium mined in Kazakhstan", 16)
    ['Uranium mined in', 'Kazakhstan']
    """
    lines, line = [], ""
    for word in _words(text):
        if line and width_of((line + word).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line.rstrip()]


def _words(text: str) -> list[str]:
    """Cut a text after blanks, and before each letter that is as wide as it is high."""
    cut = "".join(f"\0{letter}" if _is_wide(letter) else letter for letter in text.replace(" ", " \0"))
    return [word for word in cut.split("\0") if word]


def width_of(text: str) -> float:
    """Say about how wide a text is, in widths of a Latin letter."""
    return sum(2.1 if _is_wide(letter) else 1.2 if letter > "\u0370" else 1 for letter in text)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
