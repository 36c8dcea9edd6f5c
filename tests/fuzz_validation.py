"""Throw broken packages and spreadsheets at the command: python tests/fuzz_validation.py SECONDS [SEED]

It must end with status 0, 1 or 2, never with an exception and soon, every problem must stand on a line that
exists, and with Polars the validator must say what it says without. Whatever breaks that is kept in a
folder.
"""

import contextlib
import faulthandler
import io
import json
import random
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from good_package import GOOD

import kz_bri_data as kbd
from kz_bri_data import cli
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.run import Validator

LIMIT = 20  # seconds of processor for one command; the largest files take one or two
HERE = Path(__file__).parent
SEEDS = [*GOOD.iterdir(), *(HERE / "bad").glob("*.csv")]
DESCRIPTOR = (kbd.data_dir() / "datapackage.json").read_bytes()
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


class TooSlowError(BaseException):
    """No Exception, which the command might take for a problem of its own."""


def _give_up(*_: object) -> None:
    raise TooSlowError(f"a command took more than {LIMIT} seconds of processor")


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Raise TooSlowError in what takes too much of the processor."""
    signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    # What never comes back to Python ends all, and shows where it was; its files are in the newest folder.
    faulthandler.dump_traceback_later(30 * LIMIT, exit=True)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()


def run(*arguments: str) -> tuple[int, str]:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    with limited(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()) as said:
        status = cli.main(arguments)
    out.flush()
    assert status in (0, 1, 2), status
    assert "a fault of this program" not in said.getvalue(), said.getvalue()
    return status, out.buffer.getvalue().decode()


def check_package(folder: Path, target: str) -> None:
    """Raise if anything is not as it must be."""
    status, out = run("validate", str(folder / target), "--format", "json")
    if status == 2:
        return
    found = json.loads(out)
    assert status == (not found["valid"])
    for problem in found["problems"]:
        data = Path(problem["path"]).read_bytes()
        assert 1 <= problem["line"] <= data.count(b"\n") + 1, problem
        assert problem["column"] >= 1
    assert sum(found["counts"].values()) >= len(found["problems"])
    plain = Validator([folder / target], engine="python").report()
    assert plain.counts == found["counts"]
    for block in (200, 1 << 20):
        limits = Limits(block=block, smallest_block=block // 4)
        with limited():
            fast = Validator([folder / target], engine="polars", limits=limits).report()
        assert fast.counts == plain.counts
        assert fast == plain
    for name in ("text", "github", "markdown", "sarif"):
        run("validate", str(folder / target), "--format", name)
    run("diff", str(folder), str(kbd.data_dir()), "--format", "markdown")
    run("diff", str(kbd.data_dir()), str(folder))
    status, _ = run("fix", str(folder / target))
    if status == 0:
        assert run("fix", str(folder / target)) == (0, ""), "fixing twice is not fixing once"
    elif status == 1:
        shown = [run("fix", str(folder / target)) for _ in range(2)]
        assert shown[0] == shown[1], "fixing twice is not fixing once"


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
        shutil.copytree(GOOD, folder / "data")
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
        except (Exception, TooSlowError) as error:  # whatever it is, it is what we look for
            broken += 1
            words = f"{folder}: {type(error).__name__}: {str(error)[:300]}"
            print(words, flush=True)  # noqa: T201 # a script
        else:
            shutil.rmtree(folder)
    print(f"{runs} packages, {broken} of them broke something; seed {seed}")  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns()))
