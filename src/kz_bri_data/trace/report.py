"""A trace as text for people."""

from __future__ import annotations

from kz_bri_data._terminal import align
from kz_bri_data.trace.records import Trace


def render(result: Trace) -> str:
    """Write a trace out in full, one line a figure, a number and an unmatched row.

    Parameters
    ----------
    result
        What `trace` gave.

    Returns
    -------
    str
        Text that ends in a line of summary.
    """
    figures = [
        ["found" if one.found else "NOT FOUND", one.locator, one.figure, one.observation_id]
        + ([f"printed in {', '.join(one.elsewhere)}"] if one.elsewhere else [])
        for one in result.figures
    ]
    tokens = [
        [one.by, one.locator, one.token, one.account]
        if one.by
        else ["NOTHING", one.locator, one.token, "add an observation, an event or an omission"]
        for one in result.tokens
    ]
    unmatched = [
        ["UNMATCHED", one.locator, one.name, f"{one.table}: {one.reason}"] for one in result.unmatched
    ]
    found = sum(one.found for one in result.figures)
    accounted = sum(bool(one.by) for one in result.tokens)
    return "\n".join(
        [
            f"{result.source_id}: {result.sentences} sentences",
            *_section("figures of our rows", figures),
            *_section("numbers of the text", tokens),
            *_section("rows without their number", unmatched),
            "",
            f"{found} of {len(figures)} figures found, {accounted} of {len(tokens)} numbers accounted for, "
            f"{len(unmatched)} rows without their number: {'clean' if result.clean else 'NOT CLEAN'}",
        ]
    )


def _section(title: str, lines: list[list[str]]) -> list[str]:
    """Lay lines out in columns under a title; what follows the third is not aligned."""
    if not lines:
        return ["", title, "  none"]
    rows = [[*line[:3], "  ".join(line[3:])] for line in lines]
    return ["", title, *(f"  {line}" for line in align(rows))]
