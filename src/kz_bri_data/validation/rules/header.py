"""What is wrong with the header of a file."""

from __future__ import annotations

from collections.abc import Iterator

from kz_bri_data._catalogue import TableDescription
from kz_bri_data._text_safety import quote
from kz_bri_data.validation.findings import Violation
from kz_bri_data.validation.rules.nearest import Nearest


def check_header(table: TableDescription, header: list[str]) -> Iterator[tuple[int, Violation]]:
    """Compare a header with the columns of a table.

    Parameters
    ----------
    table
        The table.
    header
        Cells of the header.

    Yields
    ------
    tuple of int and Violation
        Number of the column that is wrong, or 0 for the header as a whole, and what is wrong.
    """
    expected = [column.name for column in table.columns]
    present = [name for name in dict.fromkeys(header) if name in expected]
    right = f"the header must be {','.join(expected)}"
    if not present:
        yield 0, Violation("column-missing", f"this is not the header of {table.name}", right)
        return
    missing = [name for name in expected if name not in present]
    near = Nearest((name, name) for name in missing)
    seen = set()
    for number, name in enumerate(header, start=1):
        if name in seen and name in expected:
            yield number, Violation("column-duplicate", f"{quote(name)} is there twice", "delete one of them")
        elif name not in expected:
            meant = near.find(name)
            hint = f'did you mean "{meant}"?' if meant else "delete it, or declare it in the schemas"
            yield number, Violation("column-extra", f"{quote(name)} is not a column of {table.name}", hint)
        seen.add(name)
    if missing:
        yield 0, Violation("column-missing", _missing(missing), right)
    if present != [name for name in expected if name in present]:
        yield 0, Violation("column-order", "the columns are not in their order", right)


def _missing(names: list[str]) -> str:
    *others, last = map(quote, names)
    return (
        f"the columns {', '.join(others)} and {last} are missing"
        if others
        else f"the column {last} is missing"
    )
