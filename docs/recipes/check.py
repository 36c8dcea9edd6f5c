"""Is a file of my own right by the rules of a table? In any CI: the exit status is 1 if it is not.

Run: python docs/recipes/check.py Gdp tests/bad/gdp-primary-key-pair.csv || echo "exit status $?"
"""

import sys

import pandas as pd
from pandera.errors import SchemaErrors

from kz_bri_data import schemas

table, path = sys.argv[1:]
# Else "NA" would be a gap, and one cell too many in the first row would move every column.
frame = pd.read_csv(path, keep_default_na=False, na_values=[""], index_col=False)
try:
    getattr(schemas, table).validate(frame, lazy=True)
except SchemaErrors as errors:
    print(errors.failure_cases[["index", "column", "check", "failure_case"]].to_string(index=False))
    sys.exit(1)
