"""Every code that a problem can have, with what it stands for, why it matters, and examples.

Row rules are not here: they are declared on the models, and their names are codes as well. Codes are
part of the interface. The tables of docs/rules.md are rendered from here, and `explain` shows the same.
"""

from kz_bri_data.validation.reporting.codes.cells import CELLS
from kz_bri_data.validation.reporting.codes.files import FILE, PACKAGE
from kz_bri_data.validation.reporting.codes.rows import COLUMNS_AND_ROWS, ROWS
from kz_bri_data.validation.reporting.codes.warnings import WARNING_TEXTS

# Title of each group -> its codes.
ERROR_GROUPS = {
    "Package and descriptor": PACKAGE,
    "File": FILE,
    "Columns and rows": COLUMNS_AND_ROWS,
    "Cells": CELLS,
    "Rows beside each other": ROWS,
}

ERRORS = {code: text.what for group in ERROR_GROUPS.values() for code, text in group.items()}
# What needs judgement: it may be right, and then it stays. `--strict` counts it as an error.
WARNINGS = {code: text.what for code, text in WARNING_TEXTS.items()}
CODES = ERRORS | WARNINGS
