"""Small good files, one for every table: those in `good/`, and headers alone for tables without one."""

import atexit
import shutil
import tempfile
from pathlib import Path

import kz_bri_data as kbd

BY_HAND = Path(__file__).parent / "good"


def _complete() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kz-bri-data-good-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for table in kbd.list_tables():
        by_hand = BY_HAND / f"{table}.csv"
        if by_hand.exists():
            shutil.copy(by_hand, folder)
        else:
            header = ",".join(column.name for column in kbd.describe(table).columns)
            (folder / by_hand.name).write_text(f"{header}\n", encoding="utf-8", newline="\n")
    return folder


GOOD = _complete()
