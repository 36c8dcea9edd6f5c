"""What differs between two versions of a data package, and which version number that asks for."""

from kz_bri_data.differences.compare import Difference, difference
from kz_bri_data.differences.report import render_json, render_markdown, render_text
from kz_bri_data.differences.rows import CellChange, RowChange, TableDifference
from kz_bri_data.differences.versions import Change

__all__ = [
    "CellChange",
    "Change",
    "Difference",
    "RowChange",
    "TableDifference",
    "difference",
    "render_json",
    "render_markdown",
    "render_text",
]
