"""China-Kazakhstan cooperation under the Belt and Road Initiative as data.

Public are the names here and in the modules `errors`, `helpers`, `schemas` and `typing`; all else may change
without notice. Nothing heavy happens on import: each name below is looked up in its module when it is
first used.
"""

from kz_bri_data._version import __version__ as __version__

TYPE_CHECKING = False
if TYPE_CHECKING:  # a type checker reads this; `typing` itself would double the time of the import
    # rendered: names for type checkers
    from kz_bri_data import errors as errors
    from kz_bri_data import helpers as helpers
    from kz_bri_data import schemas as schemas
    from kz_bri_data import typing as typing
    from kz_bri_data._catalogue import Column as Column
    from kz_bri_data._catalogue import TableDescription as TableDescription
    from kz_bri_data._entities import Entity as Entity
    from kz_bri_data.errors import AmbiguousSeriesError as AmbiguousSeriesError
    from kz_bri_data.errors import BrokenSeriesError as BrokenSeriesError
    from kz_bri_data.errors import CannotRunError as CannotRunError
    from kz_bri_data.errors import InvalidTableError as InvalidTableError
    from kz_bri_data.errors import KzBriDataError as KzBriDataError
    from kz_bri_data.errors import MissingExtraError as MissingExtraError
    from kz_bri_data.errors import RefusedError as RefusedError
    from kz_bri_data.errors import UnknownNameError as UnknownNameError
    from kz_bri_data.errors import UnsupportedBackendError as UnsupportedBackendError
    from kz_bri_data.helpers import convert_currency as convert_currency
    from kz_bri_data.helpers import convert_unit as convert_unit
    from kz_bri_data.helpers import deflate as deflate
    from kz_bri_data.helpers import growth as growth
    from kz_bri_data.helpers import index_to as index_to
    from kz_bri_data.helpers import per_capita as per_capita
    from kz_bri_data.helpers import share_change as share_change
    from kz_bri_data.helpers import share_of_gdp as share_of_gdp
    from kz_bri_data.helpers import target_progress as target_progress
    from kz_bri_data.helpers import to_international_dollars as to_international_dollars
    from kz_bri_data.package import Package as Package
    from kz_bri_data.search import Match as Match
    from kz_bri_data.validation import Problem as Problem
    from kz_bri_data.validation import Report as Report
    from kz_bri_data.validation import validate as validate

    _installed = Package()
    cite = _installed.cite
    claims = _installed.claims
    compare = _installed.compare
    data_dir = _installed.data_dir
    data_path = _installed.data_path
    describe = _installed.describe
    entity = _installed.entity
    export = _installed.export
    find = _installed.find
    latest = _installed.latest
    list_tables = _installed.list_tables
    load = _installed.load
    mirror = _installed.mirror
    overview = _installed.overview
    plot = _installed.plot
    ratio = _installed.ratio
    series = _installed.series
    wide = _installed.wide
    # end of names for type checkers

# Name -> the module that it comes from; `Package()` gives the methods of the installed package. The names for
# type checkers are rendered from here.
_HOMES = {
    "AmbiguousSeriesError": "errors",
    "BrokenSeriesError": "errors",
    "CannotRunError": "errors",
    "Column": "_catalogue",
    "Entity": "_entities",
    "InvalidTableError": "errors",
    "KzBriDataError": "errors",
    "Match": "search",
    "MissingExtraError": "errors",
    "Package": "package",
    "Problem": "validation",
    "RefusedError": "errors",
    "Report": "validation",
    "TableDescription": "_catalogue",
    "UnknownNameError": "errors",
    "UnsupportedBackendError": "errors",
    "cite": "Package()",
    "claims": "Package()",
    "compare": "Package()",
    "convert_currency": "helpers",
    "convert_unit": "helpers",
    "deflate": "helpers",
    "data_dir": "Package()",
    "data_path": "Package()",
    "describe": "Package()",
    "entity": "Package()",
    "export": "Package()",
    "find": "Package()",
    "growth": "helpers",
    "index_to": "helpers",
    "latest": "Package()",
    "list_tables": "Package()",
    "load": "Package()",
    "mirror": "Package()",
    "overview": "Package()",
    "per_capita": "helpers",
    "plot": "Package()",
    "ratio": "Package()",
    "series": "Package()",
    "share_change": "helpers",
    "share_of_gdp": "helpers",
    "target_progress": "helpers",
    "to_international_dollars": "helpers",
    "validate": "validation",
    "wide": "Package()",
}
_MODULES = ("errors", "helpers", "schemas", "typing")

__all__ = sorted(["__version__", *_MODULES, *_HOMES])

if not TYPE_CHECKING:  # or every misspelt name would be fine to a type checker

    def __getattr__(name: str) -> object:
        """Import a public name when it is first used."""
        from importlib import import_module

        if name in _MODULES:
            return import_module(f"kz_bri_data.{name}")
        home = _HOMES.get(name)
        if home is None:
            public = ", ".join(__all__)
            raise AttributeError(f"module 'kz_bri_data' has no attribute {name!r}; it has {public}")
        if home == "Package()":
            from kz_bri_data.package import Package

            value = getattr(Package(), name)
        else:
            value = getattr(import_module(f"kz_bri_data.{home}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__
