"""Finding the header of a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kz_bri_data._catalogue import TableDescription
from kz_bri_data.validation.engine.layout import Layout
from kz_bri_data.validation.findings import Finding
from kz_bri_data.validation.reading.csv_reader import Chunk
from kz_bri_data.validation.rules.header import check_header
from kz_bri_data.validation.rules.reference import Reference


class Opening(NamedTuple):
    """What the rows up to the header show.

    Attributes
    ----------
    findings
        What is wrong up to the header, in order.
    layout
        Which columns there are; None if the header has not come yet.
    rest
        The rows below the header.
    is_hopeless
        Whether there is no header, or none of this table, so that no row can be judged.
    """

    findings: list[Finding]
    layout: Layout | None = None
    rest: Chunk = Chunk([], [], [])
    is_hopeless: bool = False


def find_header(chunk: Chunk, table: TableDescription, reference: Callable[[str], Reference]) -> Opening:
    """Look for the header of a file in its first rows.

    Parameters
    ----------
    chunk
        The next rows of the file, none having come before.
    table
        The table.
    reference
        Gives the table of a name, for references and look-ups.
    """
    lost = min((lines.start for lines in chunk.lost_lines()), default=None)
    if lost is not None and (not chunk.lines or lost < chunk.lines[0]):
        return Opening(_up_to(lost, chunk.findings), is_hopeless=True)
    if not chunk.rows:
        return Opening(sorted(chunk.findings))
    line, header = chunk.lines[0], chunk.rows[0]
    findings = _up_to(line, chunk.findings)
    for number, violation in check_header(table, header):
        name = header[number - 1] if number else ""
        findings.append(Finding(line, number or 1, violation, name, name))
    findings.sort()
    layout = Layout(table, line, header, reference)
    if not layout.names:
        return Opening(findings, is_hopeless=True)
    below = [found for found in chunk.findings if found.line > line]
    return Opening(findings, layout, Chunk(chunk.lines[1:], chunk.rows[1:], below))


def _up_to(line: int, findings: list[Finding]) -> list[Finding]:
    return sorted(found for found in findings if found.line <= line)
