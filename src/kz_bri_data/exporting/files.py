"""Writing an export: all of its files, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from kz_bri_data._catalogue import Catalogue
from kz_bri_data._paths import as_path
from kz_bri_data._text_safety import escape
from kz_bri_data.errors import CannotRunError, UnknownNameError
from kz_bri_data.exporting.contents import Contents
from kz_bri_data.exporting.duckdb import write_duckdb
from kz_bri_data.exporting.naming import Naming
from kz_bri_data.exporting.parquet import write_parquet
from kz_bri_data.exporting.sqlite import write_sqlite
from kz_bri_data.exporting.text import write_csv, write_json
from kz_bri_data.exporting.xlsx import write_xlsx

ExportFormat = Literal["parquet", "sqlite", "duckdb", "xlsx", "json", "csv"]

_WRITERS: dict[str, Callable[[Contents, Path], None]] = {
    "parquet": write_parquet,
    "sqlite": write_sqlite,
    "duckdb": write_duckdb,
    "xlsx": write_xlsx,
    "json": write_json,
    "csv": write_csv,
}
assert tuple(_WRITERS) == get_args(ExportFormat)


def export(
    catalogue: Catalogue, to: str, folder: str | os.PathLike[str], language: str, *, overwrite: bool
) -> list[Path]:
    """Write the tables of a package in another format; see `Package.export`."""
    if to not in _WRITERS:
        raise UnknownNameError("export format", to, list(_WRITERS))
    contents = Contents(catalogue, Naming(language))
    target = as_path(folder)
    above = next(one for one in (target.absolute(), *target.absolute().parents) if os.path.lexists(one))
    if not above.is_dir():
        raise CannotRunError(f"{escape(str(above))} is not a folder; give the name of a folder")
    # On the same disk as the target, so that a file that is ready appears there at once.
    staging = Path(tempfile.mkdtemp(prefix=".kz-bri-data-", dir=above))
    try:
        _WRITERS[to](contents, staging)
        return _put(staging, target, overwrite=overwrite)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _put(staging: Path, target: Path, *, overwrite: bool) -> list[Path]:
    """Move files to where they belong, in order of their names: all of them, or none."""
    names = sorted(path.relative_to(staging) for path in staging.rglob("*") if path.is_file())
    there = [target / name for name in names if os.path.lexists(target / name)]
    if there and not overwrite:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise CannotRunError(
            f"{escape(str(there[0]))}{more} already exists; give another folder, or ask to overwrite "
            "(overwrite=True, --overwrite)"
        )
    done: list[Path] = []
    try:
        for name in names:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).replace(target / name)
            done.append(target / name)
    except BaseException as error:
        for path in set(done) - set(there):
            path.unlink()
        if isinstance(error, OSError):
            # The error would name a file that nobody knows.
            where = escape(str(target / names[len(done)]))
            raise CannotRunError(
                f"{where} cannot be written ({error.strerror}); is it open in another program, or a folder?"
            ) from None
        raise
    return done
