"""Print a constraints file that pins all that the package builds with and needs to the lowest version."""

import re
import tomllib
from pathlib import Path

pyproject = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
project = pyproject["project"]
extras = [one for extra in project["optional-dependencies"].values() for one in extra]
for requirement in pyproject["build-system"]["requires"] + project["dependencies"] + extras:
    name, lowest = re.fullmatch(r"([\w-]+)>=([\w.]+)(?:,<[\w.]+)?", requirement).groups()
    print(f"{name}=={lowest}")
