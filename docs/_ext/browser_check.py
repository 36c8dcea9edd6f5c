"""Puts Python and our package beside the page that checks a file in the browser.

Python is Pyodide, out of its npm package, whose version and checksum are in docs/package-lock.json.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_DOCS = Path(__file__).parents[1]
_PARTS = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)


def put_python(site: Path) -> None:
    """Put into the folder `_pyodide` of a site what the page loads.

    Parameters
    ----------
    site
        The folder of the site.

    Raises
    ------
    FileNotFoundError
        If Pyodide was not installed before: npm ci --prefix docs
    """
    target = site / "_pyodide"
    target.mkdir(parents=True, exist_ok=True)
    for part in _PARTS:
        shutil.copyfile(_DOCS / "node_modules" / "pyodide" / part, target / part)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        subprocess.run(command, cwd=_DOCS.parent, check=True, capture_output=True)
        (wheel,) = Path(folder).glob("*.whl")
        shutil.copyfile(wheel, target / "kz_bri_data.whl")


def setup(app: Sphinx) -> dict[str, bool]:
    """Do so whenever Sphinx has built the site."""

    def finish(app: Sphinx, error: Exception | None) -> None:
        if error is None and app.builder.format == "html":
            put_python(Path(app.outdir))

    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
