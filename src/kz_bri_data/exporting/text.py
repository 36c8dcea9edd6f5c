"""Tables as CSV or JSON beside a datapackage.json that describes them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from kz_bri_data._catalogue import NAME
from kz_bri_data._csv_writing import csv_text
from kz_bri_data.exporting.contents import Contents


def write_csv(contents: Contents, folder: Path) -> None:
    """Write every table as a CSV, as in the package itself."""
    (folder / "data").mkdir()
    for name, table in contents.tables.items():
        with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(csv_text([[column.name for column in table.columns]]))
            file.writelines(contents.csv_lines(name))
    _write_descriptor(contents, folder, {"format": "csv", "mediatype": "text/csv"})


def write_json(contents: Contents, folder: Path) -> None:
    """Write every table as a list of objects, one a row; a missing value is null, a date is text."""
    (folder / "data").mkdir()
    for name, table in contents.tables.items():
        names = [column.name for column in table.columns]
        with (folder / "data" / f"{name}.json").open("w", encoding="utf-8", newline="\n") as file:
            separator = "[\n"
            for row in contents.rows(name):
                record = json.dumps(
                    dict(zip(names, row, strict=True)),
                    ensure_ascii=False,
                    default=datetime.date.isoformat,
                )
                file.write(f"{separator}{record}")
                separator = ",\n"
            file.write("[]\n" if separator == "[\n" else "\n]\n")
    _write_descriptor(contents, folder, {"format": "json", "mediatype": "application/json"})


def _write_descriptor(contents: Contents, folder: Path, kind: dict[str, str]) -> None:
    """Write the descriptor: what is said of the package, and each table as the installed package has it."""
    resources: list[dict[str, Any]] = [
        {**contents.resource(name), **kind, "path": f"data/{name}.{kind['format']}"}
        for name in contents.tables
    ]
    text = json.dumps({**contents.properties, "resources": resources}, ensure_ascii=False, indent=2)
    (folder / NAME).write_text(f"{text}\n", encoding="utf-8", newline="\n")
