"""What is made of the tables of a package: made once, and again only after one of their files was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from kz_bri_data._catalogue import Catalogue, installed

T = TypeVar("T")


def keep(catalogue: Catalogue, name: str, tables: Iterable[str], make: Callable[[], T]) -> T:
    """Give what was made of some tables, as their files are now.

    Parameters
    ----------
    catalogue
        The package; what is made is kept on it, so that both go together.
    name
        A name of its own.
    tables
        Every table that it is made of. One that the package lacks is that of the package that ships.
    make
        Makes it.

    Examples
    --------
    >>> package = Catalogue(installed().folder, ships=True)
    >>> keep(package, "areas", ["areas"], lambda: len(list(package.rows("areas")))) > 5
    True
    >>> keep(package, "areas", ["areas"], lambda: 0) > 5
    True
    """
    stamp = tuple(_stamp(catalogue, table) for table in tables)
    known: tuple[object, T] | None = catalogue.kept.get(name)
    if known is None or known[0] != stamp:
        catalogue.kept[name] = known = stamp, make()
    return known[1]


def _stamp(catalogue: Catalogue, table: str) -> tuple[object, ...]:
    """Say which file a table is, and which state of it."""
    path = (catalogue if table in catalogue.resources else installed()).csv_file(table)
    state = Path(path).stat()
    return path, state.st_mtime_ns, state.st_size, state.st_ino
