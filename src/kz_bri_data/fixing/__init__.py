"""Mending files: only what has one right mending, seen before it is written.

What a person has to decide is left as it is: the validator says where, and what is allowed.
"""

from kz_bri_data._files import csv_text
from kz_bri_data.fixing.files import Mending, add_rows, left, mend_csv, propose, summary

__all__ = ["Mending", "add_rows", "csv_text", "left", "mend_csv", "propose", "summary"]
