"""What every part of a package stands on: the folder, opened."""

from __future__ import annotations

import os

from kz_bri_data._catalogue import open_catalogue


class OpenedPackage:
    """A package that is opened; see `Package`."""

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self._catalogue = open_catalogue(path)
