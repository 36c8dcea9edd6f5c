"""What is told of a difference: no more than was read, as much as fits, and of versions only at a release."""

import json
import re

import pytest
from test_differences import good, make

from kz_bri_data import cli
from kz_bri_data.differences import MOST_LINES, difference, render_markdown, render_text
from kz_bri_data.errors import CannotRunError, UnknownNameError


@pytest.fixture
def base(tmp_path):
    return make(tmp_path / "base")


@pytest.fixture
def head(base):
    return make(base.parent / "head")


def put(package, table, content):
    (package / "data" / f"{table}.csv").write_bytes(
        content if isinstance(content, bytes) else content.encode()
    )


def many(number, name="x"):
    return good("areas") + "".join(f"X{one:04},{name},country,\n" for one in range(number))


# A file that could not be read is no file without rows.

UNREADABLE = {
    "UTF-16": good("areas").encode("utf-16"),
    "semicolons": good("areas").replace(",", ";"),
    "lines that end with CR": good("areas").replace("\n", "\r"),
    "a pointer of Git LFS": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
    "a page": "<!DOCTYPE html>\n<html><body>404</body></html>\n",
    "a title above the header": f"Areas,,,\n{good('areas')}",
    "nothing": "",
    "a file that is not there": None,
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_read_has_lost_no_rows(base, head, kind, capsys):
    if UNREADABLE[kind] is None:
        (head / "data" / "areas.csv").unlink()
    else:
        put(head, "areas", UNREADABLE[kind])
    for one, other, side, word in ((base, head, "head", "newer"), (head, base, "base", "older")):
        result = difference(one, other)
        (table,) = result.tables
        assert (table.added, table.removed, table.changed, table.unread_in) == ((), (), (), (side,))
        assert (result.changes, result.is_complete) == ((), False)
        shown = render_text(result).splitlines()[1:]
        assert shown == [f"areas: the {word} file could not be read (run validate)"]
        assert "not read" in render_markdown(result)
    assert cli.main(["diff", str(base), str(head), "--require-bump"]) == 1
    assert "nobody can say which version" in render_text(difference(base, head), release=True)
    for options in ([], ["--summary"], ["--format", "json"], ["--format", "markdown"]):
        capsys.readouterr()
        assert cli.main(["diff", str(base), str(head), *options]) == 2
        shown = capsys.readouterr()
        assert "areas" in shown.out
        assert "areas could not be read; run kz-bri-data validate" in shown.err


def test_rows_that_were_put_into_quotes_as_a_whole_are_not_removed(base, head):
    header, *lines = good("areas").splitlines()
    put(head, "areas", "\n".join([header, *(f'"{line}"' for line in lines), ""]))
    assert difference(base, head).tables == ()
    # Of a row that lacks a cell besides, nobody knows what is in which; but it is there.
    put(head, "areas", "\n".join([header, *(f'"{line.rpartition(",")[0]}"' for line in lines), ""]))
    (table,) = difference(base, head).tables
    assert (table.added, table.removed, table.unread) == ((), (), 3)


# A row whose series is another.


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        (",kz_statistics,", ",cn_customs,", True),
        (",2024-01-01,2024-12-31,", ",2024-01-01,2024-06-30,", True),
        (",2024-01-01,2024-12-31,", ",2023-01-01,2023-12-31,", False),
        (",actual,", ",estimate,", False),
        (",actual,", ",target,", True),
        (",48000,48000,48000,", ",48001,48001,48001,", False),
        (",2024-12-31,", ",2024-13-31,", True),
    ],
)
def test_a_row_of_another_series_is_one_less_here_and_one_more_there(base, head, old, new, moved):
    header, *rows = good("observations").splitlines()
    names = header.split(",")
    row = next(line for line in rows if line.startswith("rail-2025/freight,"))
    cells = dict(zip(names, row.split(","), strict=True))
    cells |= {"basis": "kz_statistics", "period_start": "2024-01-01", "period_end": "2024-12-31"}
    cells |= {"period_basis": "printed", "status": "actual", "value": "48000", "value_low": "48000"}
    text = ",".join(cells[name] if name != "value_high" else "48000" for name in names)
    assert old in text
    put(base, "observations", f"{header}\n{text}\n")
    put(head, "observations", f"{header}\n{text.replace(old, new, 1)}\n")
    result = difference(base, head)
    (change,) = result.tables[0].changed
    assert change.moved is moved
    assert ("(of another series now)" in render_text(result)) is moved
    level, what = ("minor", "moved to another series") if moved else ("patch", "changed")
    assert [(one.level, one.what) for one in result.changes] == [(level, f'"observations": 1 row {what}')]


def test_a_basis_that_was_renamed_moves_no_row(base, head):
    for package, name in ((base, "old_office"), (head, "new_office")):
        put(package, "bases", good("bases").replace("kz_statistics", name))
        put(package, "observations", good("observations").replace("kz_statistics", name))
        put(package, "relayed_counts", good("relayed_counts").replace("kz_statistics", name))
    assert not any(change.moved for table in difference(base, head).tables for change in table.changed)


# How much is told.


def test_a_contributor_hears_of_rows_and_not_of_versions(base, head, capsys):
    put(head, "areas", many(1))
    for format in ("text", "markdown"):
        assert cli.main(["diff", str(base), str(head), "--format", format]) == 0
        printed = capsys.readouterr().out
        assert "X0000" in printed
        assert not re.search("version|enough|minor|patch|0\\.", printed)
    assert cli.main(["diff", str(base), str(head), "--require-bump"]) == 1
    assert "not enough; these changes ask for a minor version, at least 1.3.0" in capsys.readouterr().out


def test_a_version_that_was_raised_is_a_release(base, capsys):
    head = make(base.parent / "head", "1.3.0", areas=many(1))
    assert cli.main(["diff", str(base), str(head)]) == 0
    assert "version 1.2.3 -> 1.3.0: enough" in capsys.readouterr().out


def test_what_changed_in_the_schemas_is_told_without_a_level(base, head):
    descriptor = json.loads((head / "datapackage.json").read_text())
    descriptor["resources"][0]["schema"]["fields"][0]["constraints"]["maxLength"] = 3
    (head / "datapackage.json").write_text(json.dumps(descriptor))
    shown = render_text(difference(base, head)).splitlines()[1:]
    assert shown == ["how the data are described: 1 change", '  "areas": "area" allows less ("maxLength")']
    assert "How the data are described" in render_markdown(difference(base, head))


@pytest.mark.parametrize("rows", [0, 1, 40, 47, 48, 49, 50, 4500])
def test_a_long_difference_is_cut_and_what_is_left_out_is_counted(base, head, capsys, rows):
    put(head, "areas", many(rows).replace("China", "PRC"))
    put(head, "units", good("units").replace("trains", "train sets"))
    assert cli.main(["diff", str(base), str(head)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= MOST_LINES < 60
    assert {"areas: 1 changed", f"areas: {rows:,} added, 1 changed"} & set(lines)
    assert any("train sets" in line for line in lines)
    left = [
        int(re.search("and ([0-9,]+) more", line)[1].replace(",", "")) for line in lines if "more;" in line
    ]
    shown = sum(line.startswith(("  + ", "  ~ ")) for line in lines)
    assert shown + sum(left) == rows + 2
    assert (rows < 40) <= (left == [])
    assert cli.main(["diff", str(base), str(head), "--all"]) == 0
    whole = capsys.readouterr().out.splitlines()
    assert sum(line.startswith(("  + ", "  ~ ")) for line in whole) == rows + 2
    assert set(lines) - set(whole) == {line for line in lines if "more;" in line}


def test_a_summary_has_no_rows(base, head, capsys):
    put(head, "areas", many(3))
    put(
        head,
        "sources",
        good("sources") + "stat-2023,dataset,Population,,Bureau,,2024,https://x.example/x,,,,en,,\n",
    )
    assert cli.main(["diff", str(base), str(head), "--summary"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        *("areas: 3 added", "sources: 1 added", "new sources: 1")
    ]
    assert cli.main(["diff", str(base), str(head), "--summary", "--format", "markdown"]) == 0
    printed = capsys.readouterr().out
    assert "| <code>areas</code> | 3 | 0 | 0 | 0 |" in printed
    assert "X0000" not in printed


def test_json_is_complete(base, head, capsys):
    put(head, "areas", many(100))
    assert cli.main(["diff", str(base), str(head), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["tables"][0]["added"]) == 100
    assert (found["required_bump"], found["is_sufficient"]) == ("minor", False)


# A CSV alone.


def test_csvs_are_compared_by_the_key_of_their_table(base, head):
    put(head, "areas", good("areas").replace("China", "PRC") + "USA,United States,country,\n")
    one, other = (package / "data" / "areas.csv" for package in (base, head))
    (table,) = difference(one, other).tables
    assert ([row["area"] for row in table.added], [change.key for change in table.changed]) == (
        ["USA"],
        [("CHN",)],
    )
    other = other.rename(base.parent / "mine.csv")
    assert difference(one, other, table="areas").tables == (table,)
    with pytest.raises(CannotRunError, match="say which it holds with --table"):
        difference(one, other)
    with pytest.raises(UnknownNameError, match='did you mean "areas"'):
        difference(one, other, table="area")


def test_a_csv_and_a_package_are_not_compared(base, head):
    with pytest.raises(CannotRunError, match="is a folder; compare a CSV with a CSV or a git revision"):
        difference(base, head / "data" / "areas.csv")
    with pytest.raises(CannotRunError, match="is no CSV; leave the table out"):
        difference(base, head, table="areas")
