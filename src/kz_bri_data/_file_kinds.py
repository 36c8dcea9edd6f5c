"""What a file is, by its first bytes and lines, whatever its name says."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from itertools import filterfalse
from typing import Literal, NamedTuple

Kind = Literal[
    "table",
    "empty",
    "xlsx",
    "xlsb",
    "ods",
    "xls",
    "encrypted",
    "numbers",
    "zip",
    "gzip",
    "pdf",
    "parquet",
    "sqlite",
    "binary",
    "html",
    "xml",
    "json",
    "yaml",
    "lfs-pointer",
]
Separator = Literal[",", ";", "\t", "|"]

# As many bytes tell what a file is.
START = 1 << 16

_SEPARATORS: tuple[Separator, ...] = (",", ";", "\t", "|")
# So far down a header is looked for, below titles and notes.
_LINES = 30
_SAMPLE = 256

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"%PDF-", "pdf"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\0", "sqlite"),
    (b"version https://git-lfs.github.com/spec/", "lfs-pointer"),
    (b"version https://hawser.github.com/spec/", "lfs-pointer"),
    (b"PK\x05\x06", "zip"),
    *(
        (mark, "binary")
        for mark in (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
    ),
    *((mark, "binary") for mark in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"ARROW1", b"Obj\x01")),
)
# The longer ones first: one begins like another.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HTML = re.compile(r"<(?:!doctype html|html|head|body|table)\b", re.IGNORECASE)
_YAML = re.compile(r"(?:---|[\w.-]+:(?: [^,;\t|]*)?|- [^,;\t|]*|#.*)")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")


class FileKind(NamedTuple):
    r"""What a file is.

    Attributes
    ----------
    kind
        "table" for rows of text, whatever divides their cells; "encrypted" is a workbook with a password,
        "xlsx" one with macros too.
    evidence
        What shows it, to go on with after "it": 'begins with "PK"'.
    encoding
        Python's name of the encoding of a text; "unknown" if it is none that is known.
    separator
        What divides the cells of a table.
    line_end
        "\n", "\r\n" or "\r".
    header_line
        Line of the header, from 1; 0 if there is none of these columns among the first lines.
    decimal_comma
        Whether numbers have a comma before their decimals.
    separator_line
        Whether a line "sep=;" stands first, which only Excel understands.
    """

    kind: Kind
    evidence: str
    encoding: str = "utf-8"
    separator: Separator = ","
    line_end: str = "\n"
    header_line: int = 0
    decimal_comma: bool = False
    separator_line: bool = False


def file_kind(start: bytes, columns: Collection[str] = ()) -> FileKind:
    r"""Tell what a file is.

    Parameters
    ----------
    start
        Its first bytes, `START` of them or fewer if it has fewer; more make no difference.
    columns
        Names that a header may have. A line with two of them, or with the only one, is the header.

    Returns
    -------
    FileKind

    Examples
    --------
    >>> file_kind(b"PK\x03\x04\x14\x00[Content_Types].xml xl/workbook.xml").kind
    'xlsx'
    >>> found = file_kind(b"area;name;kind\nKAZ;Kazakhstan;country\n", ["area", "name", "kind"])
    >>> found.kind, found.separator, found.header_line
    ('table', ';', 1)
    """
    start = start[:START]
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        return FileKind("empty", "has nothing in it")
    if binary := _container(start) or _by_signature(start):
        return binary
    encoding = _encoding(start)
    text = start.decode("latin-1" if encoding == "unknown" else encoding, "ignore").removeprefix("\ufeff")
    if encoding == "unknown" and _CONTROLS.search(text):
        return FileKind("binary", "holds bytes that are no text", encoding)
    line_end = _line_end(text)
    lines = text.split("\r" if line_end == "\r" else "\n", _LINES)[:_LINES]
    lines = [line.removesuffix("\r") for line in lines]
    return (
        _markup(lines, encoding)
        or _table(lines, columns, encoding, line_end)
        or _with_nul(text, columns, encoding)
        or _yaml(lines, encoding)
        or FileKind("table", "is text in lines", encoding, _most_frequent(lines), line_end)
    )


def _by_signature(start: bytes) -> FileKind | None:
    for signature, kind in _SIGNATURES:
        if start.startswith(signature):
            shown = signature.decode("latin-1")
            shown = shown if shown.isprintable() else signature.hex(" ").upper()
            return FileKind(kind, f'begins with "{shown}"')
    return None


def _container(start: bytes) -> FileKind | None:
    """Tell apart what is packed in a zip, or in the container of old Office files."""
    if start.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in start:
            return FileKind("encrypted", "is an Office file with a password")
        return FileKind("xls", "begins like the files of Excel 97 to 2003")
    if not start.startswith(_ZIP):
        return None
    if b"application/vnd.oasis.opendocument.spreadsheet" in start[:200]:
        return FileKind("ods", "is a zip that says it is an OpenDocument spreadsheet")
    if b"xl/workbook.bin" in start:
        return FileKind("xlsb", "is a zip with a binary workbook in it")
    if b"xl/" in start or (b"[Content_Types].xml" in start[:200] and b"word/" not in start):
        return FileKind("xlsx", "is a zip with a workbook in it")
    if b"Index/Document.iwa" in start or b"Index.zip" in start[:200]:
        return FileKind("numbers", "is a zip with a document of Apple Numbers in it")
    return FileKind("zip", 'begins with "PK"')


def _encoding(start: bytes) -> str:
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if wide := _wide(start):
        return wide
    if _can_be(start, "utf-8"):
        return "utf-8"
    return _one_of_old(start)


def _can_be(start: bytes, encoding: str) -> bool:
    """Say whether bytes are of an encoding, but for a letter that is cut at their end."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(start)
    except UnicodeError:
        return False
    return True


def _wide(start: bytes) -> str:
    """Tell UTF-16 and UTF-32 without a byte order mark, by where the bytes that are zero stand."""
    sample = start[: min(_SAMPLE, len(start) // 4 * 4)]
    if not sample:
        return ""
    quarter = len(sample) // 4
    zeros = [sample[place::4].count(0) for place in range(4)]
    few, many = quarter // 10, quarter // 4 + 1
    shapes = {
        "utf-32-le": zeros[0] <= few and min(zeros[2:]) > quarter - few - 1,
        "utf-32-be": zeros[3] <= few and min(zeros[:2]) > quarter - few - 1,
        "utf-16-le": zeros[0] + zeros[2] <= few and min(zeros[1], zeros[3]) >= many,
        "utf-16-be": zeros[1] + zeros[3] <= few and min(zeros[0], zeros[2]) >= many,
    }
    return next((name for name, right in shapes.items() if right and _is_text(sample, name)), "")


def _is_text(sample: bytes, encoding: str) -> bool:
    return _can_be(sample, encoding) and not _CONTROLS.search(sample.decode(encoding, "ignore"))


def _one_of_old(start: bytes) -> str:
    """Guess the encoding that a system had before Unicode, by which letters are frequent; or "unknown"."""
    if b"\0" in start:
        return "unknown"
    high = [len(run) for run in re.findall(rb"[\x80-\xff]+", start)]
    letters = sum(high)
    small = {name: len(re.findall(pattern, start)) / letters for name, pattern in _SMALL_LETTERS.items()}
    if small["cp1251"] < _MOST and _is_chinese(start):
        return "gb18030"
    if letters < 2 * len(high):  # letters with accents, one by one in words of others
        return "cp1252"
    best = max(small, key=lambda name: small[name])
    return best if small[best] > _MOST else "unknown"


def _is_chinese(start: bytes) -> bool:
    """Say whether bytes are GBK with mostly characters that are frequent, as letters in pairs are not."""
    if not _can_be(start, "gb18030"):
        return False
    signs = "".join(filterfalse(str.isascii, start.decode("gb18030", "ignore")))
    # First its signs, then its hanzi, the frequent ones first.
    frequent = sum(first < 0xD8 for first in signs.encode("gb2312", "ignore")[::2])
    return frequent > _MOST * len(signs)


_MOST = 0.5
_SMALL_LETTERS = {
    "cp1251": rb"[\xe0-\xff]",
    "koi8-r": rb"[\xc0-\xdf]",
    "cp866": rb"[\xa0-\xaf\xe0-\xef]",
}


def _line_end(text: str) -> str:
    if "\n" not in text and "\r" in text:
        return "\r"
    return "\r\n" if "\r\n" in text else "\n"


def _table(lines: list[str], columns: Collection[str], encoding: str, line_end: str) -> FileKind | None:
    """Find the header among the first lines, by any separator."""
    separator_line = bool(re.fullmatch(r'"?sep=.?"?', lines[0], re.IGNORECASE))
    enough = min(2, len(columns))
    for number, line in enumerate(lines, start=1) if columns else ():
        found = {mark: len(set(columns).intersection(cells_of(line, mark))) for mark in _SEPARATORS}
        separator = max(_SEPARATORS, key=lambda mark: found[mark])
        if found[separator] >= enough:
            decimal = separator != "," and any(
                _DECIMAL_COMMA.fullmatch(cell)
                for line in lines[number:]
                for cell in cells_of(line, separator)
            )
            evidence = f"has its header on line {number}"
            return FileKind("table", evidence, encoding, separator, line_end, number, decimal, separator_line)
    return None


def cells_of(line: str, separator: str) -> list[str]:
    """Cut a line at every separator, and take blanks and quotes off the ends; for a first look only."""
    return [cell.strip(' "\ufeff') for cell in line.split(separator)]


def _markup(lines: list[str], encoding: str) -> FileKind | None:
    text = "\n".join(lines).lstrip()
    first = text[:1]
    if first == "<":
        if _HTML.search(text):
            return FileKind("html", "begins as a web page does", encoding)
        if text.startswith("<?xml") or re.match(r"<[\w:]+[ >]", text):
            return FileKind("xml", "begins as XML does", encoding)
    if first and first in "{[" and re.match(r'[{\[]\s*["{\[\]}0-9]', text):
        return FileKind("json", f'begins with "{first}"', encoding)
    return None


def _with_nul(text: str, columns: Collection[str], encoding: str) -> FileKind | None:
    """Say that a file without a header is no text; below one, the cell is wrong and not the file."""
    return FileKind("binary", "holds NUL bytes", encoding) if columns and "\0" in text else None


def _yaml(lines: list[str], encoding: str) -> FileKind | None:
    filled = [line for line in lines if line.strip()][:5]
    if len(filled) > 1 and all(_YAML.fullmatch(line.strip()) for line in filled):
        return FileKind("yaml", "has names with a colon, as YAML has", encoding)
    return None


def _most_frequent(lines: list[str]) -> Separator:
    """Guess what divides cells where no header tells: what every one of the first lines has most often."""
    filled = [line for line in lines if line.strip()][:5]
    return max(_SEPARATORS, key=lambda mark: min((line.count(mark) for line in filled), default=0))
