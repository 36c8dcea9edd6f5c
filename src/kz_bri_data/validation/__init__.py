"""The validator: schema rules, keys and references on text and physical lines.

The rules are those of the descriptor that ships with the package, so that they are stated once, on the
models. Nothing here needs pandera, pandas or anything else beyond the standard library.
"""

from kz_bri_data.validation.checks import validate
from kz_bri_data.validation.problems import Problem, Report
from kz_bri_data.validation.text import render_text

__all__ = ["Problem", "Report", "render_text", "validate"]
