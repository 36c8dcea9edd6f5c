"""Tables as frames: one module a dataframe library, whose `read(path, description)` gives a typed frame."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kz_bri_data._catalogue import Catalogue, Column, TableDescription
from kz_bri_data.errors import CannotRunError, MissingExtraError, UnknownNameError

BACKENDS = ("pandas", "polars", "pyarrow")


def load(catalogue: Catalogue, table: object, backend: str) -> Any:
    """Load a table of a package; see `Package.load`."""
    name = catalogue.table_name(table)
    read = _reader(backend)
    path, description = catalogue.csv_file(name), catalogue.describe(name)
    if catalogue.ships:
        return read(path, description)
    for _ in catalogue.rows(name):
        pass  # what the library would read as something else is refused here
    try:
        return read(path, description)
    except Exception as error:
        raise CannotRunError(f"{backend} cannot read {path}: {error}") from error


def make(columns: Sequence[Column], rows: Iterable[Sequence[object]], backend: str) -> Any:
    """Make a frame of rows, with the types that a table of such columns has.

    Parameters
    ----------
    columns
        What the columns are.
    rows
        Cells, as they would stand in the CSV; None and the empty text are missing.
    backend
        Library of the result.

    Raises
    ------
    UnknownNameError
        If there is no such backend.
    MissingExtraError
        If its library is not installed.
    """
    read = _reader(backend)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerows(rows)
    table = TableDescription("", "", "", (), tuple(columns), "", (), ())
    return read(io.BytesIO(text.getvalue().encode()), table)


def _reader(backend: str) -> Callable[[str | io.BytesIO, TableDescription], Any]:
    """Import the library of a backend, and give what reads a CSV into a frame of it."""
    if backend not in BACKENDS:
        raise UnknownNameError("backend", backend, list(BACKENDS))
    try:
        if backend == "polars":
            from kz_bri_data._backends.polars import read
        elif backend == "pyarrow":
            from kz_bri_data._backends.pyarrow import read
        else:
            from kz_bri_data._backends.pandas import read  # type: ignore[assignment]
    except ModuleNotFoundError as error:
        if error.name == backend:
            raise MissingExtraError(backend, None if backend == "pandas" else backend) from error
        raise
    return read
