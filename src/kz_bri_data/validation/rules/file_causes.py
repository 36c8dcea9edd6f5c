"""Why a file as a whole is no CSV of ours: one cause, who brings it about, and the way back."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import PurePosixPath

from kz_bri_data._file_kinds import FileKind, Kind, cells_of
from kz_bri_data._text_safety import escape
from kz_bri_data.validation.findings import Finding, Violation
from kz_bri_data.validation.reading.row_causes import LENGTH, MARKS

_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_WORKBOOK = "rename it to {stem}{suffix}; kz-bri-data import {stem}{suffix} gives its rows as CSV"
_SAVE_AS_XLSX = "open it in Excel, save it as Excel workbook (.xlsx), and give that to kz-bri-data import"

# What it is, and the way back.
_KINDS: dict[Kind, tuple[str, str]] = {
    "xlsx": ("an Excel workbook", _WORKBOOK),
    "ods": ("a LibreOffice spreadsheet", _WORKBOOK),
    "xlsb": ("a binary Excel workbook", _SAVE_AS_XLSX),
    "xls": ("a workbook of an old Excel", _SAVE_AS_XLSX),
    "encrypted": ("a workbook with a password", "take the password off, and give it to kz-bri-data import"),
    "numbers": (
        "a document of Apple Numbers",
        "export it to Excel, and give that to kz-bri-data import",
    ),
    "zip": ("a zip archive", "unpack it, and put the CSV itself here"),
    "gzip": ("compressed with gzip", "unpack it (gunzip), and put the CSV itself here"),
    "pdf": ("a PDF", "put the CSV here"),
    "parquet": ("a Parquet file", "write it as CSV: polars.read_parquet(...).write_csv(...)"),
    "sqlite": ("an SQLite database", "export its table as CSV"),
    "binary": ("no text", "put the CSV here"),
    "html": (
        "a web page, as a browser saves it in place of the file",
        'fetch the file itself: on GitHub by the button "Download raw file"',
    ),
    "xml": ("XML", "open it in a spreadsheet, and save it as CSV UTF-8"),
    "json": ("JSON", "write its rows as CSV"),
    "yaml": ("YAML", "write its rows as CSV"),
    "lfs-pointer": (
        "a pointer of Git LFS in place of the file",
        'fetch the file itself: git lfs pull; in a workflow, "lfs: true" for actions/checkout',
    ),
}
_ENCODINGS = {
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}
# What a spreadsheet saves as CSV where nobody asked for UTF-8, by its language.
OLD_ENCODINGS = {
    "cp1251": "Windows-1251, as Excel saves CSV with Russian settings",
    "cp1252": "Windows-1252, as Excel saves CSV with German, French or English settings",
    "gb18030": "GBK, as Excel saves CSV with Chinese settings",
    "koi8-r": "KOI8-R",
    "cp866": "the Russian encoding of DOS (CP866)",
}


def cause_of_file(kind: FileKind, start: bytes, columns: Sequence[str], path: str) -> Finding | None:
    """Say why a file as a whole cannot be judged row by row.

    Parameters
    ----------
    kind
        What the file is.
    start
        Its first bytes.
    columns
        Columns of its table.
    path
        The file, for the command that puts it right.

    Returns
    -------
    Finding or None
        None if its rows are to be judged, whatever is wrong with them.
    """
    if kind.kind in _KINDS:
        return Finding(1, 1, _no_csv(kind, path))
    fix = f"kz-bri-data fix {shlex.quote(escape(path))} writes it as CSV"
    line = kind.header_line
    lines = start.decode("utf-8", "replace").split("\r" if kind.line_end == "\r" else "\n")
    # A line "sep=;" is left out with the semicolons.
    first = 2 if kind.separator_line and kind.separator != "," else 1
    if line > first and not any(above[:LENGTH] in MARKS for above in lines[:line]):
        return Finding(1, 1, _late(kind))
    if kind.encoding in _ENCODINGS:
        message = f'the file is {_ENCODINGS[kind.encoding]}, as Excel saves "Unicode text"'
        return Finding(1, 1, Violation("encoding", message, fix))
    if not line:
        return None
    if kind.separator != ",":
        return Finding(line, 1, Violation("separator", _divided(kind), fix))
    if _is_wrapped(lines[line - 1].strip("\r\ufeff"), columns):
        message = "rows are in quotes as a whole, as Excel saves them with Russian, Kazakh or German settings"
        return Finding(line, 1, Violation("row-quoted", message, fix))
    return None


def with_encoding(kind: FileKind, found: Finding) -> Finding:
    """Say with what is not UTF-8 which encoding it seems to be."""
    if found.violation.code != "encoding" or kind.encoding not in OLD_ENCODINGS:
        return found
    hint = f"the file seems to be in {OLD_ENCODINGS[kind.encoding]}; save it as CSV UTF-8"
    return found._replace(violation=found.violation._replace(hint=hint))


def _no_csv(kind: FileKind, path: str) -> Violation:
    what, hint = _KINDS[kind.kind]
    stem = shlex.quote(escape(PurePosixPath(path).stem))
    return Violation("not-csv", f"this is {what}, not a CSV", hint.format(stem=stem, suffix=f".{kind.kind}"))


def _divided(kind: FileKind) -> str:
    name = _SEPARATORS[kind.separator]
    also = ", and numbers have a comma before their decimals" if kind.decimal_comma else ""
    by = ", as Excel saves them with Russian, Kazakh or German settings" if kind.separator == ";" else ""
    old = f"; the file is in {OLD_ENCODINGS[kind.encoding]}" if kind.encoding in OLD_ENCODINGS else ""
    return f"the columns are divided by {name}, not by commas{also}{by}{old}"


def _late(kind: FileKind) -> Violation:
    above = kind.header_line - 1
    if kind.separator_line:
        return Violation(
            "header-late",
            'the first line is for Excel only ("sep=")',
            "delete it, so that the header is first",
        )
    which = "the line" if above == 1 else f"the {above} lines"
    return Violation("header-late", f"the header is on line {kind.header_line}", f"delete {which} above it")


def _is_wrapped(header: str, columns: Sequence[str]) -> bool:
    """Say whether the header itself is one cell in quotes, or filled up with semicolons."""
    if header.endswith(";"):
        return cells_of(header.rstrip(";"), ",") == list(columns)
    return header[:1] == header[-1:] == '"' and header.count('"') == 2 and "," in header
