"""What differs between two versions of a data package, and which version number that asks for."""

from kz_bri_data.differences.compare import Difference, difference
from kz_bri_data.differences.report import MOST_LINES, MOST_ROWS, render_json, render_markdown, render_text
from kz_bri_data.differences.rows import CellChange, Rename, RowChange, TableDifference
from kz_bri_data.differences.semver import Change

__all__ = [
    "MOST_LINES",
    "MOST_ROWS",
    "CellChange",
    "Change",
    "Difference",
    "Rename",
    "RowChange",
    "TableDifference",
    "difference",
    "render_json",
    "render_markdown",
    "render_text",
]
