"""Fixing files: only what has one right fix, seen before it is written.

What a person has to decide is left as it is, and each cell that is left is named.
"""

from kz_bri_data._csv_writing import csv_text
from kz_bri_data.fixing.adding import Adding, Addition
from kz_bri_data.fixing.checking import problems_of
from kz_bri_data.fixing.files import FileFix, Unresolved, fix_csv, plan
from kz_bri_data.fixing.report import diff, summary, unresolved
from kz_bri_data.fixing.tables import Tables

__all__ = [
    "Adding",
    "Addition",
    "FileFix",
    "Tables",
    "Unresolved",
    "csv_text",
    "diff",
    "fix_csv",
    "plan",
    "problems_of",
    "summary",
    "unresolved",
]
