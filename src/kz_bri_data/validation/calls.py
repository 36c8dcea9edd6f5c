"""What a program calls to check files, packages and dataframes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, overload

from kz_bri_data._catalogue import installed
from kz_bri_data.errors import RefusedError
from kz_bri_data.validation.reporting.report import Report
from kz_bri_data.validation.run import Validator
from kz_bri_data.validation.sources.packages import package_here

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

    from kz_bri_data._names import TableName
    from kz_bri_data._table import Table


@overload
def validate(
    path: str | os.PathLike[str] | None = None,
    *paths: str | os.PathLike[str],
    table: TableName | type[Table] | None = None,
    strict: bool = False,
) -> Report: ...
@overload
def validate(frame: IntoDataFrame, /, table: TableName | type[Table], *, strict: bool = False) -> Report: ...
def validate(path: Any = None, *paths: Any, table: Any = None, strict: bool = False) -> Report:
    """Check data packages, single CSVs, or a dataframe, by the rules that this package ships.

    Parameters
    ----------
    path, *paths
        Folders that hold a datapackage.json, and CSVs; by default the package in the current folder, in
        `datapackage` below it, or the nearest above. What a CSV refers to is looked up in the CSVs beside it,
        and where there is none, in the tables that ship. Or an eager frame of pandas, Polars or PyArrow:
        its rows are checked as if they stood in a CSV, whatever their index and order, and what they refer to
        is looked up among them and in the tables that ship, or in those of a package with `Package.validate`.
    table
        Name or model of the table that the frame or the CSVs hold. By default a CSV is named like its table;
        of a frame it has to be said, and may stand behind it.
    strict
        Whether warnings make the result invalid, too.

    Returns
    -------
    Report
        Printed, it is what the command prints. In a frame a problem is at a row, whose `line` is its position
        from 0, as `iloc` counts.

    Raises
    ------
    CannotRunError
        If a path is not there, is no package and no CSV of a table, or cannot be read, or if there is no row.
    UnknownNameError
        If there is no such table.
    UnsupportedBackendError
        If it is neither a path nor an eager dataframe.
    RefusedError
        If it is not said which table a frame holds.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> kbd.validate(kbd.data_path("areas"), strict=True).valid
    True
    >>> import pandas as pd
    >>> row = {"area": "KAZ", "year": 2024, "persons": -1, "source_id": "world-bank-population"}
    >>> rows = pd.DataFrame([row])
    >>> print(kbd.validate(rows, "population"))
    row 0: persons: "-1" is less than 1; allowed: 1 or more [bounds]
    1 problem in 1 row
    """
    if path is None and not paths:
        path = package_here("give the folder of one, or a CSV, or a dataframe")
    if isinstance(path, str | os.PathLike):
        name = None if table is None else installed().table_name(table)
        return Validator([path, *paths], name, strict=strict).report()
    from kz_bri_data.validation.frames import validate_frame
    from kz_bri_data.validation.reading.dataframe import FrameRows

    named = [*paths, *([] if table is None else [table])]
    if len(named) != 1:
        FrameRows(path)  # which refuses what is no frame
        raise RefusedError("one table has to be said for a frame", 'write validate(frame, "observations")')
    return validate_frame(path, named[0], installed().folder, strict=strict)
