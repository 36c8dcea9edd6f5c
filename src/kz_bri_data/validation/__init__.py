"""The validator: schema rules, keys and references on text and physical lines.

The rules are those of the descriptor that ships with the package, so that they are stated once, on the
models. What is imported here needs the standard library alone; for large files, modules that need Polars
are imported where Polars is there.
"""

from kz_bri_data.validation.calls import validate
from kz_bri_data.validation.reporting.problems import Problem
from kz_bri_data.validation.reporting.report import Report
from kz_bri_data.validation.reporting.text import render_text

__all__ = ["Problem", "Report", "render_text", "validate"]
