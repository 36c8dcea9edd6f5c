"""Mending whole files: form, columns, cells, and the order of rows."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from kz_bri_data import loaders
from kz_bri_data._files import csv_text, replace_file, unified_diff
from kz_bri_data._layout import inert
from kz_bri_data.errors import CannotRunError
from kz_bri_data.fixing.cells import mend_text
from kz_bri_data.fixing.rows import ASSIGNED, LookUp, Row, Tally, assign_ids, mend_row
from kz_bri_data.validation.cells import SURROGATE
from kz_bri_data.validation.files import UnsafeFileError, open_plain
from kz_bri_data.validation.header import check_header
from kz_bri_data.validation.packages import DataFile, open_package
from kz_bri_data.validation.problems import Problem, Verdict, escape, quote
from kz_bri_data.validation.reading import read_chunks
from kz_bri_data.validation.rules import TableRules, read_rules
from kz_bri_data.validation.text import text_line

# A file is held in memory to be sorted, and many small cells take many times the room of the file.
LARGEST = 1 << 23

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
    left
        How many cells a person has to settle, by the code of their problem.
    trouble
        Why the file was left as it is, or None.
    """

    path: str
    before: bytes
    after: bytes
    mended: dict[str, int]
    left: dict[str, int]
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
        look_up = _look_up(package.beside, rules)
        for file in package.files:
            try:
                raw = _read(file)
            except FileNotFoundError:
                continue  # the validator's business
            except UnsafeFileError as error:
                raise CannotRunError(f"{file.path} {error}") from None
            yield mend_csv(raw, rules[file.table], file.path.as_posix(), look_up)


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
    path = inert(escape(mending.path))
    if mending.trouble:
        return f"{inert(text_line(mending.trouble))}\n{path}: left as it is; mend that line first"
    counts = [_counted(code, count) for code, count in sorted(mending.mended.items())]
    return f"{path}: {'mended' if written else 'to mend'}: {', '.join(counts)}"


def left(mending: Mending) -> str:
    """Say in a line for each kind of problem what a person has to settle; empty if there is nothing."""
    path = inert(escape(mending.path))
    return "\n".join(
        f"{path}: left to you: {_counted(code, count)}: {_LEFT[code]}"
        for code, count in sorted(mending.left.items())
    )


# What to settle; validate says where.
_LEFT = {
    "required": "no observation_id is made of a source, an indicator, an entity or dates that are wrong",
    "number-form": 'one dot before 000 may divide thousands; for "48.000" write 48000 or 48',
    "type": 'one comma before three digits may divide thousands; for "48,000" write 48000 or 48',
}


def _counted(code: str, count: int) -> str:
    return f"{code} ({count})" if count > 1 else code


def mend_csv(raw: bytes, rules: TableRules, path: str, look_up: LookUp) -> Mending:
    """Mend the content of one file.

    Parameters
    ----------
    raw
        The content.
    rules
        Rules of its table.
    path
        What to call it.
    look_up
        Gives rows of other tables.

    Returns
    -------
    Mending
        With `after` equal to `before` where a line can't be cut into the columns of the table.
    """
    tally = Tally(Counter(), Counter())
    try:
        names, body = _read_rows(raw, rules, path, tally.mended)
    except _LeftAloneError as left:
        return Mending(path, raw, raw, {}, {}, left.problem)
    _mend(names, body, rules, look_up, tally)
    return _mending(path, raw, _written(names, body, rules, look_up, tally), tally)


def add_rows(path: str | os.PathLike[str], table: str, rows: list[Row]) -> Mending:
    """Add rows to a table, and mend what has one right mending in all of it.

    Parameters
    ----------
    path
        The folder of a data package, or a CSV of the table.
    table
        Name of the table.
    rows
        Rows by column. What is there already is not added again, even if an identifier was made up for
        it then.

    Returns
    -------
    Mending
        With `after` equal to `before` if all rows are there already.

    Raises
    ------
    CannotRunError
        If there is no such file or it can't be cut into cells, or if it holds a row with the same key
        and other cells: which of the two is right is not for a program to say.
    """
    descriptor = loaders.descriptor()
    rules = read_rules(descriptor)
    package = open_package(Path(path), table, rules, descriptor["name"])
    try:
        file = next(file for file in package.files if file.table == table)
        raw = _read(file)
    except (StopIteration, FileNotFoundError, UnsafeFileError):
        raise CannotRunError(f"{path} has no file of the table {table} that rows can be added to") from None
    look_up = _look_up(package.beside, rules)
    tally = Tally(Counter(), Counter())
    where = file.path.as_posix()
    try:
        names, body = _read_rows(raw, rules[table], where, tally.mended)
    except _LeftAloneError as left:
        raise CannotRunError(text_line(left.problem)) from None
    new = [[row.get(name, "") for name in names] for row in rows]
    for each in (body, new):
        _mend(names, each, rules[table], look_up, tally)
    place = names.index(ASSIGNED) if ASSIGNED in names else len(names)
    known = {*map(tuple, body), *(tuple(_with(row, place, "")) for row in body)}
    new = [row for row in new if tuple(row) not in known]
    _refuse_conflicts(names, body, new, rules[table], where)
    return _mending(where, raw, _written(names, body + new, rules[table], look_up, tally), tally, len(new))


def _mending(path: str, before: bytes, after: bytes, tally: Tally, added: int = 0) -> Mending:
    if before != after and not added and not +tally.mended:
        raise CannotRunError(f"{escape(path)} would change for no reason, so it is left; please report this")
    return Mending(path, before, after, dict(+tally.mended), dict(tally.left))


def _refuse_conflicts(
    names: list[str], body: list[list[str]], new: list[list[str]], rules: TableRules, path: str
) -> None:
    places = [names.index(name) for name in rules.key]
    taken = {tuple(row[place] for place in places) for row in body}
    for row in new:
        key = tuple(row[place] for place in places)
        if rules.key == [ASSIGNED] and key == ("",):
            continue
        if key in taken:
            raise CannotRunError(
                f"{escape(path)} has another row with the key {', '.join(map(quote, key))}; "
                "correct it there, or give the new row a key of its own"
            )
        taken.add(key)


def _mend(
    names: list[str],
    rows: list[list[str]],
    rules: TableRules,
    look_up: LookUp,
    tally: Tally,
) -> None:
    """Mend rows in place."""
    for row in rows:
        row[:] = mend_row(dict(zip(names, row, strict=True)), rules, look_up, tally).values()


def _with(row: list[str], place: int, text: str) -> list[str]:
    return [*row[:place], text, *row[place + 1 :]]


def _read_rows(
    raw: bytes, rules: TableRules, path: str, mended: Counter[str]
) -> tuple[list[str], list[list[str]]]:
    """Names of the columns as they stand, and the cells of the rows."""
    if b"\n" not in raw and b"\r" in raw:
        mended["line-end"] += 1
        raw = raw.replace(b"\r", b"\n")
    lines, cells = _cut(raw, path, mended)
    _check_nothing_lost(raw, cells, path)
    header = [cell.strip() for cell in cells[0]]
    if header != cells[0]:
        mended["blanks"] += 1
    header, cells = _without_empty_columns(header, cells, mended)
    for column, verdict in check_header(rules, header):
        # A column more may hold anything; one less may hide under a name that is not known.
        if verdict.code != "column-order":
            raise _LeftAloneError(path, lines[0], column or 1, verdict)
    return header, cells[1:]


def _check_nothing_lost(raw: bytes, cells: list[list[str]], path: str) -> None:
    """Fail unless all that is in the file was read, whatever else of its form will be mended."""
    form = b'",\r\n'  # of which rows with nothing in them are made
    read = csv_text(cells).encode("utf-8", "surrogateescape").translate(None, form)
    if read != raw.removeprefix(b"\xef\xbb\xbf").translate(None, form):
        raise CannotRunError(f"{escape(path)} was not read as a whole, so it is left; please report this")


def _without_empty_columns(
    header: list[str], cells: list[list[str]], mended: Counter[str]
) -> tuple[list[str], list[list[str]]]:
    """Drop columns without a name and without anything in them, as spreadsheets add them."""
    unnamed = {place for place, name in enumerate(header) if not name}
    empty = unnamed - {place for row in cells for place in unnamed if row[place].strip()}
    if not empty:
        return header, cells
    mended["column-extra"] += len(empty)
    kept = [place for place in range(len(header)) if place not in empty]
    return [header[place] for place in kept], [[row[place] for place in kept] for row in cells]


def _written(
    names: list[str], rows: list[list[str]], rules: TableRules, look_up: LookUp, tally: Tally
) -> bytes:
    """Write mended rows: without blank ones, each with an identifier, columns and rows in order."""
    body = [row for row in rows if any(row)]
    tally.mended["row-blank"] += len(rows) - len(body)
    assign_ids(names, body, rules, look_up, tally)
    places = [names.index(name) for name in rules.key]
    keys = [tuple(row[place] for place in places) for row in body]
    if any(one > other for one, other in pairwise(keys)):
        tally.mended["order"] += 1
        body.sort(key=lambda row: [row[place] for place in places])
    right = list(rules.fields)
    if names != right:
        tally.mended["column-order"] += 1
        order = [names.index(name) for name in right]
        body = [[row[place] for place in order] for row in body]
    return csv_text([right, *body]).encode()


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


def _look_up(beside: dict[str, DataFile], rules: dict[str, TableRules]) -> LookUp:
    """Look rows up in the package, or in what ships where the package has no such table, when first asked."""

    @cache
    def table(name: str) -> dict[str, Row]:
        place = rules[name].key[0]
        return {row[place]: row for row in _rows_of(name, beside.get(name)) if place in row}

    return lambda name, key: table(name).get(key)


def _rows_of(name: str, file: DataFile | None) -> list[Row]:
    if file is not None:
        with suppress(FileNotFoundError):
            try:
                _, (header, *rows) = _cut(_read(file), "", Counter())
            except (_LeftAloneError, UnsafeFileError):
                return []  # nothing can be said of what cannot be read
            names = [cell.strip() for cell in header]
            return [dict(zip(names, map(mend_text, row), strict=True)) for row in rows]
    return list(loaders.rows(name))  # type: ignore[arg-type]
