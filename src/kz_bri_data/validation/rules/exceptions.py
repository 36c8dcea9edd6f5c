"""What may be accepted: the warnings of the tables that there are."""

from __future__ import annotations

from collections.abc import Iterator

from kz_bri_data._catalogue import installed
from kz_bri_data._text_safety import quote
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.reporting.codes import CODES, WARNINGS
from kz_bri_data.validation.rules.nearest import Nearest
from kz_bri_data.validation.rules.row_set import RowSet

# An exception that is of no use has to go.
ACCEPTABLE = frozenset(WARNINGS) - {"exception-unused"}


def judge_exceptions(columns: RowSet) -> Iterator[tuple[int, str, Violation]]:
    """Find exceptions of what is no table, or no warning: gives the row, the field and what is wrong."""
    codes, tables = Nearest((code, code) for code in sorted(ACCEPTABLE)), installed().tables
    names = Nearest((name, name) for name in tables)
    for row, (table, code) in enumerate(columns.parts(["table", "code"])):
        if table and table not in tables:
            yield row, "table", _unknown(table, "a table", names, "take the name of one")
        if code and code not in ACCEPTABLE:
            yield row, "code", _no_warning(code, codes)


def _no_warning(code: str, near: Nearest) -> Violation:
    tables = installed().tables.values()
    rules = {rule.name for table in tables for rule in table.rules}
    rules |= {backing.name for table in tables for backing in table.backings}
    if code in CODES or code in rules:
        message = f"{quote(code)} is no warning that can be accepted"
        return Violation(
            "exception-unknown", message, "correct the row that it is about, and delete this one"
        )
    return _unknown(code, "a code", near, f"the warnings are {', '.join(sorted(ACCEPTABLE))}")


def _unknown(text: str, what: str, near: Nearest, otherwise: str) -> Violation:
    meant = near.find(text)
    hint = f"did you mean {quote(meant)}?" if meant else otherwise
    return Violation("exception-unknown", f"{quote(text)} is not {what}", hint)
