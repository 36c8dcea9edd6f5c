"""Unpacking a workbook, which is a zip of XML, with bounds on what it may unpack to."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from kz_bri_data._file_kinds import START, Kind, file_kind
from kz_bri_data.errors import CannotRunError
from kz_bri_data.spreadsheets.sheets import LARGEST
from kz_bri_data.validation.sources.files import UnsafeFileError, open_named

MOST_PARTS = 1000
# What is parsed takes room and time by its tags: all our observations in one sheet have some 600,000.
MOST_TAGS = 1_600_000

_SAVE_AS = "save it as Excel workbook (.xlsx) or OpenDocument spreadsheet (.ods)"
_NOT_READ: dict[Kind, str] = {
    "encrypted": "has a password; take it off and save it again (in Excel: File > Info > Protect Workbook)",
    "xls": f"is a workbook of Excel 97 to 2003 (.xls); open it and {_SAVE_AS}",
    "xlsb": f"is a binary workbook (.xlsb); open it and {_SAVE_AS}",
    "numbers": "is a document of Apple Numbers; choose File > Export To > Excel there",
    "empty": "is empty; save the spreadsheet again",
}


def read_bytes(path: Path) -> tuple[Kind, bytes]:
    """Read a file that somebody names, and tell what it is.

    Raises
    ------
    CannotRunError
        If there is none, or it is nothing that rows can be read of.
    """
    try:
        with open_named(path) as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise CannotRunError(f"{path} does not exist") from None
    except UnsafeFileError as error:
        raise CannotRunError(f"{path} {error}") from None
    if len(content) > LARGEST:
        raise CannotRunError(f"{path} has more than {LARGEST >> 20} MiB, too much to import; split it")
    found = file_kind(content[:START])
    kind = _packed(content) if found.kind in ("zip", "xlsx") else found.kind
    if kind in _NOT_READ:
        raise CannotRunError(f"{path} {_NOT_READ[kind]}")
    if kind not in ("xlsx", "ods", "table", "yaml"):  # a column of words with colons looks like YAML
        raise CannotRunError(f"{path} is no spreadsheet: it {found.evidence}; {_SAVE_AS}")
    return kind, content


def _packed(content: bytes) -> Kind:
    """Tell what a zip is whose first bytes do not say it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return "zip"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if names & {"Index/Document.iwa", "Index.zip"}:
        return "numbers"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    return "ods" if "content.xml" in names else "zip"


def check_archive(content: bytes, path: Path) -> None:
    """Make sure that nothing in a workbook unpacks to more than it may, before it is parsed.

    Raises
    ------
    CannotRunError
        If it does, declares entities, or is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > LARGEST or len(parts) > MOST_PARTS:
                raise CannotRunError(f"{path} unpacks to more than {LARGEST >> 20} MiB, too much to import")
            tags = 0
            for part in parts:
                unpacked = archive.read(part)
                # Entities can make much of little, and no spreadsheet has any.
                if b"<!DOCTYPE" in unpacked.replace(b"\0", b""):
                    raise CannotRunError(f"{path} declares entities, which no spreadsheet needs")
                if part.filename == "META-INF/manifest.xml" and b"encryption-data" in unpacked:
                    raise CannotRunError(f"{path} has a password; take it off and save it again")
                tags += unpacked.count(b"<")
            if tags > MOST_TAGS:
                raise CannotRunError(f"{path} has more than {MOST_TAGS:,} tags, too many to import; split it")
    except CannotRunError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
        raise CannotRunError(f"{path} is a damaged workbook; open it and {_SAVE_AS}") from None
