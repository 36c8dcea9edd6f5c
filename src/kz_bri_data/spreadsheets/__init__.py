"""Tables as spreadsheets, for people who would rather not touch CSV.

Every cell of a template is text, so that a spreadsheet program leaves "001", "1E5" and dates alone; what
was typed is what comes back.
"""

from kz_bri_data.spreadsheets.reading import read_spreadsheet
from kz_bri_data.spreadsheets.rows import RowsByKey, TableRows
from kz_bri_data.spreadsheets.template import write_template

__all__ = ["RowsByKey", "TableRows", "read_spreadsheet", "write_template"]
