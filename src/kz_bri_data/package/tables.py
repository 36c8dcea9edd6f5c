"""The tables of a package: what they are, where they are, and their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from kz_bri_data._catalogue import NAME, TableDescription
from kz_bri_data.errors import MissingExtraError, RefusedError
from kz_bri_data.package.opened import OpenedPackage

if TYPE_CHECKING:
    import os
    from pathlib import Path

    import frictionless
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from narwhals.typing import IntoDataFrame
    from pandera.typing import DataFrame

    from kz_bri_data._names import TableName
    from kz_bri_data._table import Table
    from kz_bri_data.exporting import ExportFormat
    from kz_bri_data.validation import Report

    TableT = TypeVar("TableT", bound=Table)


class PackageTables(OpenedPackage):
    """The part of `Package` that gives tables."""

    @overload
    def load(self, table: type[TableT], *, backend: Literal["pandas"] = "pandas") -> DataFrame[TableT]: ...
    @overload
    def load(self, table: TableName, *, backend: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
    @overload
    def load(self, table: TableName | type[Table], *, backend: Literal["polars"]) -> pl.DataFrame: ...
    @overload
    def load(self, table: TableName | type[Table], *, backend: Literal["pyarrow"]) -> pa.Table: ...
    def load(self, table: str | type[Table], *, backend: str = "pandas") -> Any:
        """Load a table.

        Parameters
        ----------
        table
            Name of the table, or its model from `kz_bri_data.schemas`, which also types the result.
        backend
            Library of the result: "pandas", "polars" or "pyarrow". The last two are extras.

        Returns
        -------
        pandas.DataFrame, polars.DataFrame or pyarrow.Table
            A fresh frame, rows in order of the primary key. Dates are dates, whole numbers nullable
            integers, coded columns categories in their declared order (ordered where it means something), all
            else text or floats.

        Raises
        ------
        UnknownNameError
            If there is no such table or backend.
        MissingExtraError
            If the library of the backend is not installed.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> population = kbd.load("population")
        >>> int(population.query("area == 'KAZ' and year == 2024")["persons"].item())
        20592571
        """
        from kz_bri_data._backends import load

        return load(self._catalogue, table, backend)

    def list_tables(self) -> list[TableName]:
        """List the names of the tables, referenced tables first.

        Returns
        -------
        list of str

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> kbd.list_tables()[:3]
        ['areas', 'dimensions', 'units']
        """
        return self._catalogue.list_tables()

    def describe(self, table: TableName | type[Table]) -> TableDescription:
        """Say what a table is and what its columns hold.

        Parameters
        ----------
        table
            Name or model of the table.

        Returns
        -------
        TableDescription

        Raises
        ------
        UnknownNameError
            If there is no such table.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> kbd.describe("units").primary_key
        ('unit',)
        >>> kbd.describe("units").columns[3].description
        'How many base units of the dimension one such unit is.'
        """
        return self._catalogue.describe(table)

    def data_path(self, table: TableName | type[Table]) -> Path:
        """Say where the CSV of a table is on this machine.

        Parameters
        ----------
        table
            Name or model of the table.

        Returns
        -------
        pathlib.Path
            A file to read, not to write.

        Raises
        ------
        UnknownNameError
            If there is no such table.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> kbd.data_path("observations").name
        'observations.csv'
        """
        from pathlib import Path

        return Path(self._catalogue.csv_file(table))

    def data_dir(self) -> Path:
        """Say where the folder of the data package is on this machine."""
        from pathlib import Path

        return Path(self._catalogue.folder)

    @overload
    def validate(self, *, strict: bool = False) -> Report: ...
    @overload
    def validate(
        self, frame: IntoDataFrame, table: TableName | type[Table], *, strict: bool = False
    ) -> Report: ...
    def validate(self, frame: Any = None, table: Any = None, *, strict: bool = False) -> Report:
        """Check every file of the package, or a dataframe, by the rules that the installed package ships.

        `kz_bri_data.validate` does so for a path, which may be a single CSV as well.

        Parameters
        ----------
        frame
            Eager frame of pandas, Polars or PyArrow to check instead of the files. Its rows are checked as if
            they stood in a CSV, whatever their index and order; what they refer to is looked up among them
            and in the package.
        table
            Name or model of the table that the frame holds.
        strict
            Whether warnings make the result invalid, too.

        Returns
        -------
        Report
            Printed, it is what the command prints. In a frame a problem is at a row, whose `line` is its
            position from 0, as `iloc` counts.

        Raises
        ------
        CannotRunError
            If a file cannot be read, or if there is no row.
        UnknownNameError
            If there is no such table.
        UnsupportedBackendError
            If it is no eager dataframe.
        RefusedError
            If it is not said which table the frame holds.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> kbd.Package().validate().valid, kbd.Package().validate(kbd.load("areas"), "areas").valid
        (True, True)
        """
        from kz_bri_data.validation.frames import validate_frame
        from kz_bri_data.validation.run import Validator

        folder = self._catalogue.folder
        if frame is None and table is None:
            return Validator([folder], strict=strict).report()
        if table is None:
            raise RefusedError(
                "it is not said which table the frame holds", "give its name as second argument"
            )
        return validate_frame(frame, table, folder, strict=strict)

    def export(
        self,
        to: ExportFormat,
        folder: str | os.PathLike[str],
        *,
        lang: str = "en",
        overwrite: bool = False,
    ) -> list[Path]:
        """Write all tables in another format, with what is said of them as far as the format can carry it.

        Rows, order and types are those of `load`. Tables that others refer to and the package lacks are
        written as well, out of the installed package.

        Parameters
        ----------
        to
            "parquet": a file a table; each field has its title, description, unit and codes as metadata.
            Needs the extra `pyarrow`.
            "sqlite": a database with primary and foreign keys and checks; comments in its schema describe
            the columns. Dates are text such as 2024-12-31.
            "duckdb": a database with keys, codes as ENUM, and comments on tables and columns. Needs the
            extra `duckdb`.
            "xlsx": an Excel workbook with a sheet a table, after sheets that describe the tables, columns
            and codes. Text that begins with "=" stays text. Needs the extra `excel`.
            "json": a file a table, a list of objects, beside a datapackage.json that describes them.
            "csv": a copy of the package: the CSVs and their datapackage.json.
        folder
            Where to write; it is made if it is not there.
        lang
            Language of the titles of tables and columns and of the names of codes, as far as the table
            `labels` has them: en, kk, ru or zh. Names of columns and codes themselves stay as they are.
        overwrite
            Whether files of the same names are replaced. Others in the folder are left alone.

        Returns
        -------
        list of pathlib.Path
            What was written, in order of the names. If anything fails, nothing was.

        Raises
        ------
        UnknownNameError
            If there is no such format or language.
        MissingExtraError
            If the library of the format is not installed.
        CannotRunError
            If a file is there already, cannot be written, or if the tables cannot be read, refer to what
            is not there, or hold what the format cannot.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> import sqlite3, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> (path,) = kbd.export("sqlite", folder.name)
        >>> path.name
        'kz-bri-data.sqlite'
        >>> database = sqlite3.connect(path)
        >>> database.execute("SELECT persons FROM population WHERE area = 'KAZ' AND year = 2024").fetchall()
        [(20592571,)]
        >>> database.close()
        >>> folder.cleanup()
        """
        from kz_bri_data.exporting import export

        return export(self._catalogue, to, folder, lang, overwrite=overwrite)

    def to_frictionless(self) -> frictionless.Package:
        """Open the package with frictionless, which reads every resource as the descriptor has it.

        Returns
        -------
        frictionless.Package

        Raises
        ------
        MissingExtraError
            If frictionless is not installed.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> kbd.Package().to_frictionless().get_resource("areas").schema.primary_key
        ['area']
        """
        try:
            import frictionless
        except ModuleNotFoundError as error:
            raise MissingExtraError("frictionless", "frictionless") from error
        return frictionless.Package(f"{self._catalogue.folder}/{NAME}")
