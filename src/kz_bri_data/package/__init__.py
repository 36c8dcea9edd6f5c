"""A data package with the tables that `kz_bri_data.schemas` declares: the installed one, or another."""

from __future__ import annotations

from kz_bri_data.package.answers import PackageAnswers
from kz_bri_data.package.charts import PackageCharts
from kz_bri_data.package.comparisons import PackageComparisons
from kz_bri_data.package.series import PackageSeries
from kz_bri_data.package.tables import PackageTables


class Package(PackageTables, PackageSeries, PackageComparisons, PackageAnswers, PackageCharts):
    """A data package: tables to load, and answers out of them.

    The functions `kz_bri_data.load`, `series` and so on are those of the installed package, `Package()`.
    `Package("datapackage")` asks a copy that was just changed, or another project's own figures in tables of
    ours.

    Of another package no more is believed than which CSV holds which table. Its tables are read as the
    installed package describes them, resources of other names are left alone (`to_frictionless` reads them),
    and what it lacks of the tables that others refer to, such as `indicators` and `units`, is taken from the
    installed package. A cell that is not what its column holds is refused with its line, never read as
    something else; `validate` says all that is wrong. Files are read anew for each answer, the descriptor
    once. The helpers (`per_capita`, `convert_currency`, ...) use the reference tables of the installed
    package, unless they are given others.

    Parameters
    ----------
    path
        Folder that holds a datapackage.json, or that file; the installed package by default. A relative
        path is looked up once, so that a later `os.chdir` changes nothing.

    Raises
    ------
    CannotRunError
        If there is none, it has none of our tables, or its descriptor cannot be read.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> package = kbd.Package(kbd.data_dir())
    >>> len(package.load("areas")) == len(kbd.load("areas"))
    True
    """

    def __repr__(self) -> str:
        return "Package()" if self._catalogue.ships else f"Package({self._catalogue.folder!r})"

    def __reduce__(self) -> tuple[type[Package], tuple[str | None]]:
        return Package, (None if self._catalogue.ships else self._catalogue.folder,)
