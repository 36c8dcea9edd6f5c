"""Print a constraints file that pins every dependency of the package to the lowest version allowed."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
extras = [one for extra in project["optional-dependencies"].values() for one in extra]
for requirement in project["dependencies"] + extras:
    name, lowest = re.fullmatch(r"([\w-]+)>=([\w.]+)", requirement).groups()
    print(f"{name}=={lowest}")
