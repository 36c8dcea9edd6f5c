"""Throw broken packages and spreadsheets at the command: python tests/fuzz_validation.py SECONDS [SEED]

It must end with status 0, 1 or 2 and never with an exception, every problem must stand on a line that
exists, and with Polars the validator must say what it says without. Whatever breaks that is kept in a
folder.
"""

import contextlib
import io
import json
import random
import shutil
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from kz_bri_data import cli, loaders
from kz_bri_data.validation import engines, frames

HERE = Path(__file__).parent
SEEDS = [*(HERE / "good").iterdir(), *(HERE / "bad").glob("*.csv")]
DESCRIPTOR = (loaders.data_dir() / "datapackage.json").read_bytes()
DESCRIPTORS = [DESCRIPTOR, *(path.read_bytes() for path in (HERE / "bad").glob("*.json"))]
PIECES = [
    *(
        b'"',
        b'""',
        b",",
        b"\n",
        b"\r\n",
        b"\r",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
    ),
    *(
        b"=1+1",
        b"48,000",
        b"39%",
        b"1e999",
        b"-0",
        b"NaN",
        b"9" * 400,
        b"1" * 5000,
        b"0.1e-400",
        b"4.4 billion",
    ),
    *(
        b"2024-02-30",
        b"0000-00-00",
        b"9999-12-31",
        b"KAZ",
        b"percent",
        b"\xe2\x80\xae",
        b"e\xcc\x81",
        b"\x1b[2J",
    ),
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b"null",
        b"true",
        b'"path": "../x"',
        b'"name": "areas"',
        b"\\u0000",
        b"\\ud800",
    ),
    *(
        b"x" * 70_000,
        b"a," * 3000,
        b"\n" * 500,
        b'"\n' * 300,
        b'","' * 300,
        b"::error::x",
        b"##[error]",
        b"`|`",
    ),
]


def mutate(data: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.choice([0, 1, 1, 2, 3, 8, 40])):
        start = dice.randint(0, len(data))
        end = min(len(data), start + dice.choice([0, 0, 1, 2, 10, 200]))
        kind = dice.random()
        if kind < 0.5:
            data = data[:start] + dice.choice(PIECES) + data[end:]
        elif kind < 0.65:
            data = data[:start] + data[end:]
        elif kind < 0.8:
            other = dice.randint(0, len(data))
            data = data[:start] + data[other : other + dice.choice([5, 50, 500])] + data[end:]
        elif kind < 0.9:
            data = data[:start] + bytes(dice.randrange(256) for _ in range(end - start)) + data[end:]
        else:
            lines = data.split(b"\n")
            dice.shuffle(lines)
            data = b"\n".join(lines)
    return data[: 1 << 20]


def run(*arguments: str) -> tuple[int, str]:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        status = cli.main(arguments)
    out.flush()
    assert status in (0, 1, 2), status
    return status, out.buffer.getvalue().decode()


def check_package(folder: Path, target: str) -> None:
    """Raise if anything is not as it must be."""
    found = []
    for large, block in ((1 << 60, 0), (0, 200), (0, 1 << 20)):
        engines.LARGE = large
        frames.BLOCK, frames.SMALL = block, block // 4
        status, out = run("validate", str(folder / target), "--format", "json")
        if status == 2:
            return
        found.append(json.loads(out))
        assert status == (not found[-1]["valid"])
    assert found[0]["counts"] == found[1]["counts"] == found[2]["counts"]
    assert found[0] == found[1] == found[2]
    for problem in found[0]["problems"]:
        data = Path(problem["path"]).read_bytes()
        assert 1 <= problem["line"] <= data.count(b"\n") + 1, problem
        assert problem["column"] >= 1
    assert sum(found[0]["counts"].values()) >= len(found[0]["problems"])
    for name in ("text", "github", "markdown", "sarif"):
        run("validate", str(folder / target), "--format", name)
    run("diff", str(folder), str(loaders.data_dir()), "--format", "markdown")
    run("diff", str(loaders.data_dir()), str(folder))
    status, _ = run("fix", str(folder / target))
    if status == 0:
        assert run("fix", str(folder / target)) == (0, ""), "mending twice is not mending once"


def check_spreadsheet(folder: Path, dice: random.Random) -> None:
    """Raise if a broken spreadsheet ends in an exception."""
    run("template", "areas", str(folder / "areas.xlsx"))
    broken = folder / "broken.xlsx"
    with zipfile.ZipFile(folder / "areas.xlsx") as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, mutate(old.read(name), dice) if dice.random() < 0.3 else old.read(name))
    if dice.random() < 0.2:
        broken.write_bytes(mutate(broken.read_bytes(), dice))
    run("import", str(broken))
    run("import", str(broken), str(folder))


def main(seconds: float, seed: int) -> int:
    dice = random.Random(seed)
    until = time.monotonic() + seconds
    runs = broken = 0
    while time.monotonic() < until:
        folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
        shutil.copytree(HERE / "good", folder / "data")
        for _ in range(dice.choice([1, 1, 2])):
            source = dice.choice(SEEDS)
            table = source.name.partition("-")[0].removesuffix(".csv")
            (folder / "data" / f"{table}.csv").write_bytes(mutate(source.read_bytes(), dice))
        descriptor = DESCRIPTOR if dice.random() < 0.7 else mutate(dice.choice(DESCRIPTORS), dice)
        (folder / "datapackage.json").write_bytes(descriptor)
        runs += 1
        try:
            if dice.random() < 0.1:
                check_spreadsheet(folder, dice)
            check_package(folder, dice.choice([".", "datapackage.json", f"data/{table}.csv"]))
        except Exception as error:  # whatever it is, it is what we look for
            broken += 1
            print(f"{folder}: {type(error).__name__}: {str(error)[:300]}")  # noqa: T201 # a script
        else:
            shutil.rmtree(folder)
    print(f"{runs} packages, {broken} of them broke something; seed {seed}")  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns()))
