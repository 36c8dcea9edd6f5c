"""China-Kazakhstan cooperation under the Belt and Road Initiative as data.

Public are the names here and in the modules `errors`, `helpers`, `schemas` and `typing`; all else may change
without notice. Nothing heavy happens on import: each name below is looked up in its module when it is
first used.
"""

from kz_bri_data._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:  # a type checker reads this; `typing` itself would double the time of the import
    from kz_bri_data import schemas
    from kz_bri_data.comparison import compare
    from kz_bri_data.errors import (
        CannotRunError,
        CompetingRowsError,
        InvalidTableError,
        KzBriDataError,
        MissingExtraError,
        RefusedError,
        UnknownNameError,
        UnsupportedBackendError,
    )
    from kz_bri_data.helpers import (
        convert_currency,
        convert_unit,
        growth,
        index_to,
        per_capita,
        share_change,
        share_of_gdp,
        target_progress,
    )
    from kz_bri_data.loaders import (
        Column,
        Match,
        TableDescription,
        data_dir,
        data_path,
        describe,
        find,
        list_tables,
        load,
        package,
    )
    from kz_bri_data.selection import series
    from kz_bri_data.validation import Problem, Report, validate

__all__ = [
    "CannotRunError",
    "Column",
    "CompetingRowsError",
    "InvalidTableError",
    "KzBriDataError",
    "Match",
    "MissingExtraError",
    "Problem",
    "RefusedError",
    "Report",
    "TableDescription",
    "UnknownNameError",
    "UnsupportedBackendError",
    "__version__",
    "compare",
    "convert_currency",
    "convert_unit",
    "data_dir",
    "data_path",
    "describe",
    "find",
    "growth",
    "index_to",
    "list_tables",
    "load",
    "package",
    "per_capita",
    "schemas",
    "series",
    "share_change",
    "share_of_gdp",
    "target_progress",
    "validate",
]

_HOMES = {
    "comparison": ("compare",),
    "errors": (
        "CannotRunError",
        "CompetingRowsError",
        "InvalidTableError",
        "KzBriDataError",
        "MissingExtraError",
        "RefusedError",
        "UnknownNameError",
        "UnsupportedBackendError",
    ),
    "helpers": (
        "convert_currency",
        "convert_unit",
        "growth",
        "index_to",
        "per_capita",
        "share_change",
        "share_of_gdp",
        "target_progress",
    ),
    "loaders": (
        "Column",
        "Match",
        "TableDescription",
        "data_dir",
        "data_path",
        "describe",
        "find",
        "list_tables",
        "load",
        "package",
    ),
    "selection": ("series",),
    "validation": ("Problem", "Report", "validate"),
}

if not TYPE_CHECKING:  # or every misspelt name would be fine to a type checker

    def __getattr__(name: str) -> object:
        """Import a public name when it is first used."""
        from importlib import import_module

        if name == "schemas":
            return import_module("kz_bri_data.schemas")
        for module, names in _HOMES.items():
            if name in names:
                value = getattr(import_module(f"kz_bri_data.{module}"), name)
                globals()[name] = value
                return value
        raise AttributeError(f"module 'kz_bri_data' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
