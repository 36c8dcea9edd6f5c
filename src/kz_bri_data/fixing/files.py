"""Mending whole files: form, columns, cells, and the order of rows."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kz_bri_data import loaders
from kz_bri_data._files import csv_text, replace_file, unified_diff
from kz_bri_data.errors import CannotRunError
from kz_bri_data.fixing.rows import assign_ids, mend_row
from kz_bri_data.validation.cells import SURROGATE
from kz_bri_data.validation.files import UnsafeFileError, open_plain
from kz_bri_data.validation.header import check_header
from kz_bri_data.validation.packages import DataFile, open_package
from kz_bri_data.validation.problems import Problem, Verdict, escape
from kz_bri_data.validation.reading import read_chunks
from kz_bri_data.validation.rules import TableRules, read_rules
from kz_bri_data.validation.text import text_line

# A file is held in memory to be sorted.
LARGEST = 1 << 26

# What the reader complains of and writing the rows anew mends. Any other complaint means that a line
# could not be cut into cells.
_MENDED_BY_WRITING = ("bom", "line-end", "row-blank", "quote-needless")


class Mending(NamedTuple):
    """What there is to mend in one file.

    Attributes
    ----------
    path
        The file, as reached from the current directory.
    before, after
        What is in it, and what should be.
    mended
        How often each mending was made, by the code of the problem that it mends.
    trouble
        Why the file was left as it is, or None.
    """

    path: str
    before: bytes
    after: bytes
    mended: dict[str, int]
    trouble: Problem | None = None

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after

    def diff(self) -> str:
        """Show the change as a unified diff; empty if there is none."""
        before, after = (raw.decode("utf-8", "surrogateescape") for raw in (self.before, self.after))
        return unified_diff(before, after, self.path)

    def write(self) -> None:
        """Replace the file in one step, if it is still the file that was read."""
        with Path(self.path).open("rb") as file:
            if file.read(LARGEST + 1) != self.before:
                raise CannotRunError(f"{self.path} was changed by somebody else meanwhile; run it again")
        replace_file(self.path, self.after)


def propose(*paths: str | os.PathLike[str], table: str | None = None) -> Iterator[Mending]:
    """Say what would be mended in data packages or single CSVs, without writing anything.

    Parameters
    ----------
    *paths
        Folders that hold a datapackage.json, and CSVs.
    table
        Table that the CSVs hold; by default each is named like its table.

    Yields
    ------
    Mending
        One for each file, those without need of mending included.

    Raises
    ------
    CannotRunError
        If a path is not there, is no package and no CSV of a table, or is too large.
    UnknownNameError
        If there is no such table.

    Examples
    --------
    >>> import kz_bri_data as kbd
    >>> [mending.changes for mending in propose(kbd.data_path("areas"))]
    [False]
    """
    descriptor = loaders.descriptor()
    rules = read_rules(descriptor)
    packages = [open_package(Path(path), table, rules, descriptor["name"]) for path in paths]
    for package in packages:
        language = _languages(package.beside.get("sources"))
        for file in package.files:
            try:
                raw = _read(file)
            except FileNotFoundError:
                continue  # the validator's business
            except UnsafeFileError as error:
                raise CannotRunError(f"{file.path} {error}") from None
            yield mend_csv(raw, rules[file.table], file.path.as_posix(), language)


def summary(mending: Mending, *, written: bool) -> str:
    """Say in a line what was mended in a file, or why it was left alone.

    Parameters
    ----------
    mending
        What there is to mend.
    written
        Whether it was written, or only might be.

    Returns
    -------
    str
    """
    if mending.trouble:
        return f"{text_line(mending.trouble)}\n{escape(mending.path)}: left as it is; mend that line first"
    counts = [f"{code} ({count})" if count > 1 else code for code, count in sorted(mending.mended.items())]
    return f"{escape(mending.path)}: {'mended' if written else 'to mend'}: {', '.join(counts)}"


def mend_csv(raw: bytes, rules: TableRules, path: str, language: Callable[[str], str]) -> Mending:
    """Mend the content of one file.

    Parameters
    ----------
    raw
        The content.
    rules
        Rules of its table.
    path
        What to call it.
    language
        Gives the language of a source by its identifier; empty if unknown.

    Returns
    -------
    Mending
        With `after` equal to `before` where a line can't be cut into the columns of the table.
    """
    mended: Counter[str] = Counter()
    if b"\n" not in raw and b"\r" in raw:
        mended["line-end"] += 1
        content = raw.replace(b"\r", b"\n")
    else:
        content = raw
    try:
        lines, cells = _cut(content, path, mended)
        rows = _by_column(lines, cells, rules, path, mended)
    except _LeftAloneError as left:
        return Mending(path, raw, raw, {}, left.problem)
    names = [name for name in rules.fields if name in rows[0]]
    if names != list(rows[0]):
        mended["column-order"] += 1
    body = [mend_row(row, rules, language, mended) for row in rows[1:]]
    mended["row-blank"] += len(body)
    body = [row for row in body if any(row.values())]
    mended["row-blank"] -= len(body)
    assign_ids(body, rules, mended)
    if all(name in names for name in rules.key):
        keys = [tuple(row[name] for name in rules.key) for row in body]
        if keys != sorted(keys):
            mended["order"] += 1
            body.sort(key=lambda row: tuple(row[name] for name in rules.key))
    after = csv_text([names, *([row[name] for name in names] for row in body)]).encode()
    return Mending(path, raw, after, dict(+mended))


class _LeftAloneError(Exception):
    """A file that can't be mended, because of one problem."""

    def __init__(self, path: str, line: int, column: int, verdict: Verdict) -> None:
        code, message, hint = verdict
        self.problem = Problem(path, line, column, "", code, "error", "", message, hint)


def _read(file: DataFile) -> bytes:
    with open_plain(file.path, inside=file.inside) as opened:
        raw = opened.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise CannotRunError(
            f"{file.path} has more than {LARGEST >> 20} MiB, and a file is mended in memory; split it"
        )
    return raw


def _cut(content: bytes, path: str, mended: Counter[str]) -> tuple[list[int], list[list[str]]]:
    lines: list[int] = []
    rows: list[list[str]] = []
    for chunk in read_chunks(io.BytesIO(content)):
        for line, column, verdict, _ in chunk.troubles:
            if verdict.code not in _MENDED_BY_WRITING:
                raise _LeftAloneError(path, line, column, verdict)
            mended[verdict.code] += 1
        lines += chunk.lines
        rows += chunk.rows
        width = len(rows[0]) if rows else 0
        for line, row in zip(chunk.lines, chunk.rows, strict=True):
            if len(row) != width:
                code = "row-short" if len(row) < width else "row-long"
                message = f"the row has {len(row)} cells, the header {width}"
                raise _LeftAloneError(path, line, 1, Verdict(code, message, "give every column its cell"))
            if any(SURROGATE.search(cell) for cell in row):
                verdict = Verdict("encoding", "the row is not UTF-8", "save the file as UTF-8")
                raise _LeftAloneError(path, line, 1, verdict)
    if not rows:
        raise _LeftAloneError(path, 1, 1, Verdict("file-empty", "the file is empty", "write a header"))
    return lines, rows


def _by_column(
    lines: list[int], cells: list[list[str]], rules: TableRules, path: str, mended: Counter[str]
) -> list[dict[str, str]]:
    """Rows by column, the header first."""
    header = [cell.strip() for cell in cells[0]]
    if header != cells[0]:
        mended["blanks"] += 1
    for column, verdict in check_header(rules, header):
        # A column more may hold anything; one less may hide under a name that is not known.
        if verdict.code != "column-order":
            raise _LeftAloneError(path, lines[0], column or 1, verdict)
    return [dict(zip(header, row, strict=True)) for row in [header, *cells[1:]]]


def _languages(sources: DataFile | None) -> Callable[[str], str]:
    """Look the languages of sources up in the package, and in what ships, when first asked."""

    @cache
    def known() -> dict[str, str]:
        languages = {row["source_id"]: row["language"] for row in loaders.rows("sources")}
        if sources is None:
            return languages
        try:
            _, rows = _cut(_read(sources), "", Counter())
        except (_LeftAloneError, FileNotFoundError, UnsafeFileError):
            return languages
        if {"source_id", "language"} <= set(rows[0]):
            key, language = rows[0].index("source_id"), rows[0].index("language")
            languages.update((row[key], row[language]) for row in rows[1:])
        return languages

    return lambda source: known().get(source, "")
