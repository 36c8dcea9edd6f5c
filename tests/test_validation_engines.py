"""With Polars and without it, the validator says the same."""

import csv
import io
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from good_package import GOOD
from hypothesis import given, settings
from hypothesis import strategies as st

import kz_bri_data as kbd
from kz_bri_data.errors import CannotRunError, UnknownNameError
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.rules.printed import is_consistent
from kz_bri_data.validation.rules.resolution import digit_of_row, is_cell
from kz_bri_data.validation.run import Validator

pl = pytest.importorskip("polars")

from kz_bri_data.validation.engine import prefilter  # noqa: E402 # it needs Polars
from kz_bri_data.validation.engine.polars_digits import digits_of  # noqa: E402

HERE = Path(__file__).parent
LIMITS = Limits()
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in GOOD.glob("*.csv")}
ROWS = {name: list(csv.reader(io.StringIO(text))) for name, text in TEXTS.items()}

# What somebody might put into a cell by mistake, or to do harm.
ODD_CELLS = [
    *("", " ", "a", "x y", " China", "KAZ", "percent", "=1+1", "-1", "-a", "+3 %", "@", "NA", "a\nb", "\n"),
    *("48,000", "39%", "4.8e4", "1e400", "9" * 30, "0.0", "-0", "007", "1_000", "١٢", "12", "½"),
    *("2024-02-30", "2024-02-29", "0000-01-01", "9999-12-31", "2024-1-5", "2024", "2024-02"),
    *(
        "É",
        "E\u0301",
        "\u200b",
        "\xa0",
        "\x1b[0m",
        "哈萨克斯坦",
        "Қазақстан",
        "العربية",
        "\ufeff",
        "\ufffd",
        "#REF!",
        "#1",
        '"',
        '""',
        ",",
    ),
    *("over 41 million tons", "41,000,000", "41", "4.1 million", "45 to 50", "4,1 млн", "2万7,162", "48 000"),
]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of good files, in whose folder we are."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(GOOD, tmp_path / "data")
    shutil.copy(kbd.data_dir() / "datapackage.json", tmp_path)
    return tmp_path


def both(path, table=None, sizes=(100, 1 << 20), limits=LIMITS):
    """Reports of the two engines; the one with Polars reads in blocks of many sizes."""
    plain = Validator([path], table, engine="python", limits=limits).report()
    for size in sizes:
        small = limits._replace(block=size, smallest_block=size // 4)
        fast = Validator([path], table, engine="polars", limits=small).report()
        assert fast.counts == plain.counts
        assert fast == plain
    return plain


@pytest.mark.parametrize("bad", sorted((HERE / "bad").glob("*.csv")), ids=lambda path: path.name)
def test_bad_files(bad, package):
    table = bad.name.partition("-")[0]
    shutil.copy(bad, package / "data" / f"{table}.csv")
    assert both(f"data/{table}.csv").counts


@pytest.mark.parametrize("header", [b"area,n\xffme,kind,part_of", b"area,name,name,part_of", b"area"])
def test_references_to_a_file_with_a_bad_header(header, package):
    areas = package / "data" / "areas.csv"
    areas.write_bytes(areas.read_bytes().replace(b"area,name,kind,part_of", header))
    assert both("data/population.csv", sizes=(10, 100)).valid == (header != b"area")


def test_a_key_that_is_written_wrongly_is_still_a_key(package):
    areas = package / "data" / "areas.csv"
    areas.write_text("area,name,kind,part_of\n,A,country,\n,B,country,\nK Z,C,country,\nK Z,D,country,\n")
    assert both("data/areas.csv").counts == {"pattern": 2, "primary-key": 1, "required": 2}


@pytest.mark.parametrize("factor", ["1,000", "one", " 1", "1e3", "inf", "nan", "9" * 400, ""])
def test_a_factor_that_is_no_number_is_told_once_and_nothing_is_worked_out_with_it(factor, package):
    units = package / "data" / "units.csv"
    text = units.read_text()
    assert "\ntrain,trains,count,1\n" in text
    units.write_text(text.replace("\ntrain,trains,count,1\n", f'\ntrain,trains,count,"{factor}"\n'))
    assert both("data/observations.csv").valid
    # Of a package, blocks of a hundred bytes would be thousands.
    found = both(".", sizes=(300,)).counts
    found.pop("quote-needless", None)
    assert sum(found.values()) == 1


@pytest.mark.parametrize("bad", ["observations-off-by-powers", "observations-cumulative-falls"])
@pytest.mark.parametrize("digits", [300, 308, 309, 400, 5000])
def test_numbers_that_no_float_holds(digits, bad, package):
    text = (HERE / "bad" / f"{bad}.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(io.StringIO(text))
    for row in rows[1:]:
        for name in ("value", "value_low", "value_high", "resolution"):
            place = header.index(name)
            row[place] = row[place] and "9" * digits
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    (package / "data" / "observations.csv").write_text(out.getvalue(), encoding="utf-8")
    assert ("bounds" in both("data/observations.csv").counts) == (digits > 308)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("begins", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    ("piece", "over"),
    [
        ("x", "row-too-long"),
        ("я", "row-too-long"),
        ("я" * 5000 + "\n", "quote-unclosed"),
        ('""' * 5000 + "\n", "quote-unclosed"),
    ],
    ids=["one byte", "two bytes", "lines", "quotes"],
)
def test_the_longest_row_is_measured_in_bytes(piece, over, begins, ends, package):
    for more in (0, 1):
        row = 'KAZ,"{}",country,' if "\n" in piece else "KAZ,{},country,"
        size = LIMITS.longest_row + more - len(row) + 2
        cell = piece * (size // len(piece.encode()))
        cell = "x" * (size - len(cell.encode())) + cell
        text = f"area,name,kind,part_of\n{row.format(cell)}\nWLD,World,group,\n"
        (package / "data" / "areas.csv").write_bytes(begins + text.replace("\n", ends).encode())
        found = both("data/areas.csv", sizes=(1 << 18, 1 << 23))
        # Each line end within the row is of one byte or of two.
        if not (more == 0 and ends == "\r\n" and "\n" in piece):
            assert (over in found.counts) == more


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no such measure here")
def test_rows_of_a_million_commas_do_not_fill_the_memory(package):
    """In a process of its own, whose memory is measured; getrusage would count that of its parent too."""
    rows = "KAZ,Kazakhstan,country,\n" * 1000 + f"x{',' * 1_000_000}\n" * 7
    (package / "data" / "areas.csv").write_text("area,name,kind,part_of\n" + rows)
    code = """
from kz_bri_data.validation.run import Validator
print(Validator(["data/areas.csv"], engine="polars").report().counts)
print(*(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    counts, peak = ran.stdout.splitlines()
    assert counts == str({"primary-key": 999, "row-long": 7})
    assert int(peak) < 500_000  # KiB


@pytest.mark.parametrize("engine", ["python", "polars"])
@pytest.mark.parametrize("later", [b"", b"area,name,kind,part_of\nKAZ,Kazakhstan,country,\n", b"\n" * 1000])
def test_a_file_that_changes_while_it_is_read(later, engine, package):
    areas = package / "data" / "areas.csv"
    areas.write_text("area,name,kind,part_of\nABC, Blank,country,\n" + "KAZ,Kazakhstan,country,\n" * 10)
    found = iter(Validator(["data/areas.csv"], engine=engine))
    assert next(found).code == "blanks"  # and when all is read, rows with one key are read again
    areas.write_bytes(later)
    with pytest.raises(CannotRunError, match=r"^data/areas\.csv was changed meanwhile; run it again$"):
        list(found)


@pytest.mark.parametrize(
    "error",
    [
        "NameError('plr')",
        "AttributeError('too old')",
        "OSError('no library')",
        "BaseException('panic')",
        "SystemExit(0)",
    ],
)
def test_without_a_polars_that_works_it_takes_the_plain_engine_and_says_so(error, package):
    (package / "polars.py").write_text(f"raise {error}")
    (package / "data" / "areas.csv").write_text("area,name,kind,part_of\n" + "KAZ,Kazakhstan,country,\n" * 10)
    code = """
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.run import Validator
print(Validator(["data/areas.csv"] * 2, limits=Limits(for_polars=0)).report().counts)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == f"{ {'primary-key': 2 * 9} }\n"
    name, _, reason = error.partition("(")
    (line,) = ran.stderr.splitlines()
    assert line.startswith(f"kz-bri-data: going on without Polars, which cannot be imported ({name}: ")
    assert reason.strip("')") in line


def test_where_polars_and_numpy_are_missing_nothing_is_said(package, monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "kz_bri_data.validation.engine.polars_engine", raising=False)
    for name in ("numpy", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
    assert Validator(["data/areas.csv"], limits=Limits(for_polars=0)).report().valid
    assert capsys.readouterr().err == ""


def test_a_polars_that_was_asked_for_and_does_not_work_is_an_error(package, monkeypatch):
    monkeypatch.setitem(sys.modules, "kz_bri_data.validation.engine.polars_engine", None)
    with pytest.raises(CannotRunError, match=r"^cannot import Polars "):
        list(Validator(["data/areas.csv"], engine="polars"))
    with pytest.raises(UnknownNameError, match="duckdb"):
        Validator(["data/areas.csv"], engine="duckdb")


def test_bytes_that_are_not_unicode_in_the_key_before_well_formed_rows(package):
    rows = b"A\xff,Broken,country,\n" + b"KAZ,Kazakhstan,country,\n" + b"WLD,World,group,\n" * 50
    (package / "data" / "areas.csv").write_bytes(b"area,name,kind,part_of\n" + rows)
    assert both("data/areas.csv", sizes=(40, 100)).counts["encoding"] == 1


def test_what_ships():
    assert both(kbd.data_dir(), sizes=(20_000, 1 << 20)).valid


@st.composite
def broken_files(draw):
    """A table with cells, rows or bytes of it changed."""
    table = draw(st.sampled_from(sorted(name for name, rows in ROWS.items() if len(rows) > 1)))
    rows = [list(row) for row in ROWS[table]]
    body = st.integers(1, len(rows) - 1)
    for _ in range(draw(st.integers(0, 6))):
        row = draw(body)
        kind = draw(st.sampled_from(["odd", "other", "double", "drop", "add"]))
        cell = draw(st.integers(0, len(rows[row]) - 1)) if rows[row] else 0
        if kind == "odd" and rows[row]:
            rows[row][cell] = draw(st.sampled_from(ODD_CELLS))
        elif kind == "other" and rows[row]:
            others = rows[draw(body)]
            rows[row][cell] = others[min(cell, len(others) - 1)] if others else ""
        elif kind == "double":
            rows.insert(draw(body), list(rows[row]))
        elif kind == "drop":
            rows[row] = rows[row][:-1]
        else:
            rows[row] = [*rows[row], "more"]
    text = io.StringIO()
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL] * 4 + [csv.QUOTE_ALL]))
    csv.writer(text, lineterminator=draw(st.sampled_from(["\n"] * 4 + ["\r\n"])), quoting=quoting).writerows(
        rows
    )
    data = text.getvalue().encode()
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        place = draw(st.integers(0, len(data)))
        piece = draw(
            st.sampled_from([b'"', b"\n", b"\r", b",", b"\0", b"\xff", b"\xef\xbb\xbf", b'""', b"\n\n"])
        )
        data = data[:place] + piece + data[place + draw(st.integers(0, 2)) :]
    return table, data


@pytest.mark.parametrize(
    "bad",
    ["observations-unique", "observations-off-by-powers", "observations-period-longer", "areas-primary-key"],
)
def test_what_does_not_fit_into_memory_is_judged_in_parts(bad, package):
    table = bad.partition("-")[0]
    text = (HERE / "bad" / f"{bad}.csv").read_text(encoding="utf-8")
    header, _, rows = text.partition("\n")
    # The same rows again and again, some of them over several lines.
    rows = rows * 5 + rows.replace("World", '"The\nWorld"') * 5
    (package / "data" / f"{table}.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
    at_once = both(f"data/{table}.csv")
    in_parts = both(f"data/{table}.csv", limits=LIMITS._replace(searched=2, rows_of_objects=2, findings=2))
    assert in_parts == at_once
    assert not at_once.valid


def test_of_a_large_table_only_what_others_point_to_is_kept(package):
    limits = LIMITS._replace(whole_table=0)
    assert both(".", sizes=(300,), limits=limits).valid
    gdp = package / "data" / "gdp.csv"
    gdp.write_text(gdp.read_text().replace("KAZ,2024", "XYZ,2024"))
    assert both(".", sizes=(300,), limits=limits).counts == {"reference": 1}
    assert both("data/gdp.csv", limits=limits).counts == {"reference": 1}


@pytest.mark.parametrize(("resolution", "falls"), [("1", False), ("", True)])
def test_rounding_hides_half_of_the_last_digit_if_that_is_known(package, resolution, falls):
    observations = package / "data" / "observations.csv"
    text = observations.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("rail-2025/trains,"))
    row = row.replace("48000,48000,48000,1000,", f"48000,48000,48000,{resolution},")
    later = row.replace("2025-01-31", "2025-02-28").replace("rail-2025/trains,", "rail-2025/trains-2,")
    later = later.replace("48000,48000,48000", "47999.5,47999.5,47999.5").replace('"48,000"', '"47,999.5"')
    observations.write_text(f"{text.splitlines()[0]}\n{row}\n{later}\n", encoding="utf-8")
    assert ("cumulative-falls" in both("data/observations.csv").counts) == falls


@given(broken_files())
def test_broken_files(tmp_path_factory, broken):
    table, data = broken
    folder = tmp_path_factory.mktemp("engines")
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)
    (folder / f"{table}.csv").write_bytes(data)
    both(folder / f"{table}.csv")


def test_cleared_signs_need_no_judge():
    from kz_bri_data._catalogue import Column
    from kz_bri_data.validation.rules.cells import close_check

    text = Column("x", "string", "X", "X", "x", None, False, None, {})
    check = close_check(text, None)
    every = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    cleared = pl.Series(every).filter(pl.Series(every).str.contains(prefilter.TEXT)).to_list()
    inner = pl.Series([f"{letter}{sign}{letter}" for letter in "aж" for sign in every])
    found = inner.filter(inner.str.contains(prefilter.TEXT)).to_list()
    inside = {text[1] for text in found}
    assert {"a", "é", "Қ", "哈", "½"} <= set(cleared) <= inside
    assert not [sign for sign in cleared if check(sign)]
    assert not [text for text in found if check(text)]
    # Nothing that is cleared becomes one with the letter before it.
    apart = [unicodedata.normalize("NFD", sign) for sign in every]
    assert not {letters[-1] for letters in apart if len(letters) > 1} & inside


FIGURES = st.lists(
    st.sampled_from(
        [
            *"0123456789.,  ",
            "about",
            "over",
            "%",
            " million",
            " billion",
            "万",
            "thousand",
            "млн",
            "kt",
            " tons",
            "$",
            "m",
            "B",
            " USD",
            "mil ",
            *(" thousand million", "万亿", "千", "s", "ths", " mills", "５", "．", "\u00a0", "'", "-", "·"),
        ]
    ),
    max_size=9,
).map("".join)


@settings(max_examples=3 * settings().max_examples)  # they are cheap
@given(
    st.lists(
        st.tuples(
            FIGURES,
            st.sampled_from(["1", "12", "1200", "1.2", "1200000", "0.5", "45000"]),
            st.sampled_from(["t", "USD", "Mt", "million_USD"]),
        ),
        min_size=1,
    )
)
def test_cleared_figures_give_their_values(rows):
    figures, values, units = zip(*rows, strict=True)
    frame = pl.DataFrame({"figure_as_printed": figures, "value": values, "unit": units})
    frame = frame.with_columns(pl.col("value").cast(pl.Float64).alias("value as number"))
    for clears in (prefilter._gives_plainly(), prefilter._gives_scaled()):
        for figure, value, unit in (
            frame.filter(clears).select("figure_as_printed", "value", "unit").iter_rows()
        ):
            assert is_consistent(figure, float(value), unit)


_WORDS = st.sampled_from(
    ["48,000", "12,400.50", "0.340", "0", "4.8", "1.234", "1,50", "20", "0,500", "007", "4100000", "1e3"]
)
_ROWS_OF_FIGURES = st.tuples(
    st.one_of(
        FIGURES,
        st.tuples(
            st.sampled_from(["", "about ", "over $", "half of ", "近"]),
            _WORDS,
            st.sampled_from(
                ["", " million", " thousand tons", "万列", "千万", "%", " trains", " kWh", " 2024", "m", "bn"]
            ),
        ).map("".join),
    ),
    st.sampled_from(["t", "TWh", "Mt", "million_USD"]),
    st.sampled_from(
        ["48000", "48", "12400.5", "0.34", "0", "4800000", "1234", "1.234", "150", "20", "4.1", ""]
    ),
    st.sampled_from(["exact", "over", "range"]),
    st.sampled_from(["news", "dataset", "official_statistics"]),
    st.sampled_from(["", "table 1"]),
)


@given(st.lists(_ROWS_OF_FIGURES, min_size=1, max_size=20))
def test_frames_end_where_rows_end(rows):
    expected = []
    for line, (figure, unit, value, hedge, kind, locator) in enumerate(rows):
        last = digit_of_row(figure, unit, value, "4800", "48000", hedge, cell=is_cell(kind, locator))
        if last is not None:
            expected.append((line, *last))
    figures, units, values, hedges, kinds, locators = zip(*rows, strict=True)
    frame = pl.DataFrame(
        {
            "figure_as_printed": figures,
            "unit": units,
            "value": values,
            "value as number": [float(value) if value else None for value in values],
            "value_low": "4800",
            "value_high": "48000",
            "qualifier": hedges,
            "source_id.kind": kinds,
            "locator": locators,
            "resolution": "",
            "line": range(len(rows)),
            "group": 0,
        },
        schema_overrides={"line": pl.Int64, "group": pl.Int64, "value as number": pl.Float64},
    )
    columns = digits_of(frame).columns
    found = zip(columns["line"], columns["printed"], columns["significant"], strict=True)
    assert sorted(found) == expected


@pytest.mark.parametrize("searched", [1, 2, 1_000_000])
def test_resolutions_are_judged_by_all_rows_of_their_source(package, searched):
    """The finer digit may stand in another chunk, and decides what is right in every engine."""
    path = package / "data" / "observations.csv"
    text = path.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("rail-2025/trains,"))
    later = row.replace("2025-01-31", "2025-02-28").replace("rail-2025/trains,", "rail-2025/trains-2,")
    later = later.replace("48000,48000,48000,1000,", "48123,48123,48123,1,").replace('"48,000"', '"48,123"')
    path.write_text("\n".join([text.splitlines()[0], row, later, ""]), encoding="utf-8")
    (problem,) = both("data/observations.csv", limits=LIMITS._replace(searched=searched)).problems
    assert (problem.line, problem.field, problem.code, problem.cell) == (
        2,
        "resolution",
        "resolution",
        "1000",
    )
    assert problem.message == "the figure as printed has the resolution 1, not 1000"
    assert problem.hint == "write 1, for its source prints the indicator to that digit elsewhere"
