"""How much is read, held and kept at once."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """How much is read, held and kept at once; tests make it little.

    Attributes
    ----------
    for_polars
        Bytes of a file from which on importing Polars takes less time than it saves.
    chunk, block
        Bytes read at once as lists, and as frames: few enough to keep memory low, and blocks large
        enough to keep two cores busy.
    smallest_block
        Bytes below which a malformed block is no longer split to save the good part of it.
    longest_row
        Bytes of a row. No row of ours comes near; a longer one is a mistake or an attack, and must not
        fill the memory.
    rows_of_objects
        Rows of a frame that are Python objects at once.
    findings
        Findings that are held to be sorted.
    searched
        Rows that are searched at once for repeated keys and outliers.
    whole_table
        Bytes of a referenced table up to which it is kept as a whole, and not only what others point to.
    exceptions
        Bytes of accepted warnings.
    problems
        Problems that are kept to be put in order.
    """

    for_polars: int = 12 << 20
    chunk: int = 1 << 18
    block: int = 1 << 23
    smallest_block: int = 1 << 16
    longest_row: int = 1 << 20
    rows_of_objects: int = 20_000
    findings: int = 100_000
    searched: int = 1_000_000
    whole_table: int = 1 << 24
    exceptions: int = 1 << 20
    problems: int = 10_000
