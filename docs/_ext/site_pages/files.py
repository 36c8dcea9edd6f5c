"""Files of the repository that stand beside the pages: those that prose links to, and the package itself."""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.application import Sphinx

from site_pages.links import FILES

_ROOT = Path(__file__).parents[3]


def setup(app: Sphinx) -> None:
    """Copy them when the pages are there."""
    app.connect("build-finished", _copy)


def _copy(app: Sphinx, error: Exception | None) -> None:
    if error is None:
        for name in FILES:
            target = Path(app.outdir) / "files" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(_ROOT / name, target)
        shutil.copytree(_ROOT / "datapackage", Path(app.outdir) / "files" / "datapackage", dirs_exist_ok=True)
