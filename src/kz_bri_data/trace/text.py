"""The text of a publication, and its sentences."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from pathlib import Path

from kz_bri_data._text_safety import escape
from kz_bri_data.errors import CannotRunError, MissingExtraError

# A hyphen at the end of a line may belong to the word or only divide it; this stands for either.
SOFT = "\N{SOFT HYPHEN}"
_DASHES = dict.fromkeys(map(ord, "\N{HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{MINUS SIGN}"), "-")

_SENTENCE_END = re.compile(r"""[.?!][”"’'»)\]]* (?=(.))""")


def sentences(text: str) -> list[str]:
    r"""Divide a text into sentences by the rule of this module.

    Parameters
    ----------
    text
        The text, pages divided by form feeds.

    Returns
    -------
    list of str
        The sentences, lines joined, dashes as hyphens, characters in their plain forms.

    Examples
    --------
    >>> sentences("Trade grew by\n4.4 billion. 39% was rail.\n17\fIt rose to approx. that.")
    ['Trade grew by 4.4 billion.', '39% was rail.', 'It rose to approx. that.']
    """
    text = "\n".join(_without_page_number(page) for page in text.split("\f"))
    text = re.sub(r"(?<=\w)-[^\S\n]*\n\s*(?=\w)", SOFT, text)
    running = " ".join(plain(text).split())
    starts = [0] + [
        match.end()
        for match in _SENTENCE_END.finditer(running)
        if match[1].isupper() or match[1].isdigit() or match[1] in "“\"‘'«(["
    ]
    ends = [*starts[1:], len(running)]
    return [running[start:end].strip() for start, end in zip(starts, ends, strict=True) if running]


def read_text(path: Path, *, longest: int = 50_000_000) -> str:
    """Read the text of a publication.

    Parameters
    ----------
    path
        UTF-8 text or a PDF; the content of the file shows which.
    longest
        Most bytes to read; no publication's text is longer.

    Returns
    -------
    str
        Its text, pages of a PDF divided by form feeds.

    Raises
    ------
    CannotRunError
        If the file is missing, too large, neither of the two, encrypted, broken or without text.
    MissingExtraError
        If it is a PDF and pypdf is not installed.
    """
    try:
        with path.open("rb") as file:
            content = file.read(longest + 1)
    except OSError as error:
        raise CannotRunError(f"{path}: cannot read it: {error.strerror}; give the source's file") from error
    if len(content) > longest:
        raise CannotRunError(f"{path}: larger than {longest:,} bytes; give the text of one source")
    text = _pdf_text(path, content) if b"%PDF-" in content[:1024] else _decode(path, content)
    if not text.strip():
        raise CannotRunError(f"{path}: no text in it; if it is a scan, have its text recognised first")
    return text


def _pdf_text(path: Path, content: bytes) -> str:
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, FileNotDecryptedError
    except ModuleNotFoundError as error:
        raise MissingExtraError("pypdf", "pdf") from error
    try:
        return "\f".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    except (DependencyError, FileNotDecryptedError) as error:
        raise CannotRunError(f"{path}: encrypted; save it without a password and trace that") from error
    except Exception as error:  # on a broken file pypdf fails with errors of any kind
        why = escape(str(error))
        raise CannotRunError(f"{path}: broken PDF ({why}); save its text and trace that") from error


def _decode(path: Path, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRunError(
            f"{path}: neither a PDF nor text in UTF-8 (byte {error.start}); save it as UTF-8 text"
        ) from error
    if "\0" in text:
        raise CannotRunError(f"{path}: neither a PDF nor text; save the source as UTF-8 text")
    return text


def plain(text: str) -> str:
    """Bring ligatures, wide digits, no-break spaces, dashes and escaped dollars to their plain forms."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).replace(r"\$", "$")


def _without_page_number(page: str) -> str:
    lines = page.strip().splitlines()
    if lines and lines[0].strip().isdigit():
        lines = lines[1:]
    if lines and lines[-1].strip().isdigit():
        lines = lines[:-1]
    return "\n".join(lines)
