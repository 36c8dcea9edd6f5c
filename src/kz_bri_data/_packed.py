"""The data where the package is not unpacked in a folder: in a zip file."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kz_bri_data.errors import CannotRunError


def unpack() -> str:
    """Copy the data to a folder that is deleted when the interpreter ends.

    Returns
    -------
    str
        The folder.

    Raises
    ------
    CannotRunError
        If the data are not there at all.
    """
    data = files("kz_bri_data") / "datapackage"
    if not data.joinpath("datapackage.json").is_file():
        raise CannotRunError(
            f"the tables of kz-bri-data are missing: {data} is not there; install kz-bri-data again, or, if "
            "a program such as PyInstaller packed it, let that take the data along "
            "(pyinstaller --collect-data kz_bri_data)"
        )
    folder = tempfile.mkdtemp(prefix="kz-bri-data-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _copy(data, Path(folder))
    return folder


def _copy(folder: Traversable, target: Path) -> None:
    for one in folder.iterdir():
        if one.is_dir():
            (target / one.name).mkdir()
            _copy(one, target / one.name)
        else:
            (target / one.name).write_bytes(one.read_bytes())
