"""Reading keeps every cell and counts every line, however a file is cut into blocks."""

import csv
import io

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reading import csv_reader
from kz_bri_data.validation.reading.csv_reader import read_chunks

# Letters that mean something to a CSV, and a few that do not.
TRICKY = st.text(st.sampled_from(',"\n\r ab哈é'), max_size=8)
# A row with nothing in it is a trouble; see below.
ROW = st.lists(TRICKY, min_size=2, max_size=4).filter(lambda row: any(cell.strip("\r") for cell in row))
ROWS = st.lists(ROW, min_size=1, max_size=8)


def read(data, **limits):
    lines, rows, found = [], [], []
    for chunk in read_chunks(io.BytesIO(data), Limits(**limits)):
        lines += chunk.lines
        rows += chunk.rows
        found += chunk.findings
    return lines, rows, found


def write(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@given(ROWS)
def test_what_csv_writes_is_read_back(rows):
    # Not every csv module puts a lone CR into quotes, and then it may become part of a line end.
    rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    assume(rows[0] not in rows[1:])  # which would be the header again
    lines, found, troubles = read(write(rows).encode())
    assert found == rows
    assert troubles == []
    starts = [1]
    for row in rows:
        starts.append(starts[-1] + write([row]).count("\n"))
    assert lines == starts[:-1]


@given(ROWS)
def test_quotes_that_are_not_needed_are_read_and_told(rows):
    rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    assume(rows[0] not in rows[1:])  # which would be the header again
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    _, found, troubles = read(text.getvalue().encode())
    assert found == rows
    needless = any(not set(cell) & set(',"\n') for row in rows for cell in row)
    assert {trouble.violation.code for trouble in troubles} == ({"quote-needless"} if needless else set())


@given(st.binary(max_size=60) | st.text(st.sampled_from(',"\n\rab')).map(str.encode), st.integers(1, 20))
@example(b'a,"b\nc\nd,e\n', 1)
@example(b'"\n"x\n', 3)
def test_blocks_make_no_difference(data, size):
    def told(troubles):
        firsts = {}
        for trouble in sorted(troubles):
            firsts.setdefault(trouble.violation.code if trouble.once_per_file else trouble, trouble)
        return list(firsts.values())

    (*found, troubles), (*whole, all_troubles) = read(data, chunk=size), read(data)
    assert found == whole
    assert told(troubles) == told(all_troubles)


@given(st.text(st.sampled_from(',"\n\rab'), max_size=40))
def test_every_line_is_a_row_a_part_of_one_or_a_trouble(text):
    lines, rows, troubles = read(text.encode())
    physical = text.count("\n") + (not text.endswith("\n") and bool(text))
    covered = [
        line + offset
        for line, row in zip(lines, rows, strict=True)
        for offset in range(1 + sum(cell.count("\n") for cell in row))
    ]
    covered += [trouble.line for trouble in troubles if not trouble.once_per_file]
    if not any(trouble.violation.message == "the lines end with CR" for trouble in troubles):
        assert sorted(covered) == list(range(1, physical + 1))
    assert all(1 <= trouble.line <= max(physical, 1) for trouble in troubles)


@given(st.text(st.sampled_from(',"\r ab'), max_size=14))
@example('"a,b",,"c,d",e')
@example(',"a,b",')
@example('"a,b"c,"d,e"')
def test_cutting_at_quotes_gives_what_cutting_with_care_gives(line):
    quick = csv_reader._cut_at_quotes(line) if '"' in line else None
    if quick is not None:
        end, cells = csv_reader._cut_with_care([line], 0, 100)
        chunk = csv_reader.Chunk([], [], [])
        assert (end, csv_reader._take(cells, 1, chunk), chunk.findings) == (1, quick, [])


@pytest.mark.parametrize("row", [",", ",,", '"",""', '"",,', ""])
def test_rows_with_nothing_in_them(row):
    lines, rows, troubles = read(f"{row}\na,b\n{row}\n,c\n{row}".encode())
    assert (lines, rows) == ([2, 4], [["a", "b"], ["", "c"]])
    blank = [(one.line, one.violation.code) for one in troubles if one.violation.code != "line-end"]
    assert blank == [(line, "row-blank") for line in (1, 3, 5) if row or line < 5]


@pytest.mark.parametrize("size", [64, 1 << 20])
def test_giant_lines_do_not_fill_the_memory(size):
    data = b"a,b\n" + b"x" * 10_000 + b",1\nc,d\n" + b'"' * 10_001 + b'\n"e' + b"\n" * 300 + b"f,g\n"
    lines, rows, troubles = read(data, chunk=size, longest_row=100)
    assert rows == [["a", "b"], ["c", "d"], ["f", "g"]]
    assert lines == [1, 3, 305]
    assert [(trouble.line, trouble.violation.code) for trouble in troubles][:3] == [
        (2, "row-too-long"),
        (4, "row-too-long"),
        (5, "quote-unclosed"),
    ]
    assert {trouble.violation.code for trouble in troubles[3:]} == {"row-blank"}
