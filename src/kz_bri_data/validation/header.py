"""What is wrong with the header of a file."""

from __future__ import annotations

from collections.abc import Iterator

from kz_bri_data.validation.nearest import Nearest
from kz_bri_data.validation.problems import Verdict, quote
from kz_bri_data.validation.rules import TableRules

# What may divide columns in place of commas: what spreadsheets write where a comma stands before decimals.
_MARKS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def check_header(rules: TableRules, header: list[str]) -> Iterator[tuple[int, Verdict]]:
    """Compare a header with the columns of a table.

    Parameters
    ----------
    rules
        Rules of the table.
    header
        Cells of the header.

    Yields
    ------
    tuple of int and Verdict
        Number of the column that is wrong, or 0 for the header as a whole, and what is wrong.
    """
    expected = list(rules.fields)
    present = [name for name in dict.fromkeys(header) if name in rules.fields]
    right = f"the header must be {','.join(expected)}"
    if not present:
        text = ",".join(header)
        for mark, name in _MARKS.items():
            if text == f"sep={mark}" or len(set(text.split(mark)) & rules.fields.keys()) > 1:
                message = f"the columns are divided by {name}, not by commas"
                yield (
                    0,
                    Verdict("column-missing", message, "save it anew, separated by commas (CSV UTF-8)"),
                )
                return
        yield 0, Verdict("column-missing", f"this is not the header of {rules.name}", right)
        return
    missing = [name for name in expected if name not in present]
    near = Nearest((name, name) for name in missing)
    seen = set()
    for number, name in enumerate(header, start=1):
        if name in seen and name in rules.fields:
            yield number, Verdict("column-duplicate", f"{quote(name)} is there twice", "delete one of them")
        elif name not in rules.fields:
            meant = near.find(name)
            hint = f'did you mean "{meant}"?' if meant else "delete it, or declare it in the schemas"
            yield number, Verdict("column-extra", f"{quote(name)} is not a column of {rules.name}", hint)
        seen.add(name)
    for name in missing:
        yield 0, Verdict("column-missing", f"the column {quote(name)} is missing", right)
    if present != [name for name in expected if name in present]:
        yield 0, Verdict("column-order", "the columns are not in their order", right)
