"""Interrupted, cut off or out of room, every command says so in a line and leaves files as they were."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from good_package import GOOD

from kz_bri_data import cli
from kz_bri_data.validation.limits import Limits
from kz_bri_data.validation.reporting.progress import Progress
from kz_bri_data.validation.run import Validator

# Runs the command, with the signal that Ctrl-C sends when the file that is judged is read for the third time.
WITH_SIGNAL = """
import signal, sys
from kz_bri_data import cli
from kz_bri_data.validation.reporting import progress

class File:
    def __init__(self, file):
        self.file, self.reads = file, 0
    def read(self, size):
        self.reads += 1
        if self.reads == 3:
            signal.raise_signal(signal.SIGINT)
        return self.file.read(size)
    def __getattr__(self, name):
        return getattr(self.file, name)

progress.Progress.watch = lambda self, file, path: File(file)
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for path in GOOD.iterdir():
        shutil.copy(path, tmp_path)
    return tmp_path


def run(*arguments, code=("-m", "kz_bri_data"), **options):
    return subprocess.run(
        [sys.executable, *code, *arguments], stderr=subprocess.PIPE, text=True, check=False, **options
    )


def large(folder):
    """Write more areas than are read at once, the last of them bad."""
    rows = "".join(f"{'A' * 3},{number:09},country,\n" for number in range(4 * Limits().chunk // 20))
    (folder / "areas.csv").write_text("area,name,kind,part_of\n" + rows)


@pytest.mark.parametrize("format", ["text", "json", "github", "markdown", "sarif"])
@pytest.mark.parametrize("size", ["plain", "fast"])
def test_interrupted(folder, format, size):
    if size == "fast":
        pytest.importorskip("polars")
    large(folder)
    code = WITH_SIGNAL if size == "fast" else WITH_SIGNAL.replace("sys.exit", "no_polars()\nsys.exit")
    code = "def no_polars(): sys.modules['polars'] = None\n" + code
    result = run("validate", "areas.csv", "--format", format, code=("-c", code), stdout=subprocess.DEVNULL)
    assert (result.returncode, result.stderr) == (2, "kz-bri-data: interrupted\n")


@pytest.mark.parametrize("command", ["show population", "validate areas.csv", "list", "fix areas.csv"])
def test_a_reader_that_goes_away(folder, command):
    """What `| head -1` does; it is told only if a file of one's own is concerned."""
    (folder / "areas.csv").write_text(before := "area,name,kind,part_of\nKAZ, Kazakhstan,country,\n")
    read, write = os.pipe()
    os.close(read)
    result = run(*command.split(), stdout=write)
    os.close(write)
    assert result.returncode == (2 if "areas.csv" in command else 0)
    told = "kz-bri-data: the output was closed before everything was written"
    assert result.stderr.startswith(told if "areas.csv" in command else "")
    assert result.stderr.count("\n") == ("areas.csv" in command)
    assert (folder / "areas.csv").read_text() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["show population", "validate areas.csv", "list", "fix areas.csv"])
def test_no_room_for_the_output(folder, command):
    (folder / "areas.csv").write_text(before := "area,name,kind,part_of\nKAZ, Kazakhstan,country,\n")
    with Path("/dev/full").open("w") as full:
        result = run(*command.split(), stdout=full)
    assert result.returncode == 2
    assert result.stderr.startswith("kz-bri-data: No space left on device")
    assert result.stderr.count("\n") == 1
    assert (folder / "areas.csv").read_text() == before


def test_no_output_at_all(folder):
    closing = "import os, sys; os.close(1); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    result = run("-m", "kz_bri_data", "list", code=("-c", closing))
    assert (result.returncode, result.stderr) == (
        2,
        "kz-bri-data: there is no standard output to write to\n",
    )


def test_no_memory(folder, monkeypatch, capsys):
    def fail(*_, **__):
        raise MemoryError

    monkeypatch.setattr("kz_bri_data.validation.sources.packages.open_named", fail)
    assert cli.main(["validate", "areas.csv"]) == 2
    assert capsys.readouterr().err == "kz-bri-data: there is not enough memory\n"


def test_no_room_for_a_template(folder, monkeypatch, capsys):
    pytest.importorskip("openpyxl")

    class Full:
        def __init__(self, file):
            self.file = file

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, content):
            self.file.write(content[:10])
            raise OSError(28, "No space left on device")

    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda *args: Full(opened(*args)) if "xb" in args else opened(*args))
    assert cli.main(["template", "areas"]) == 2
    assert capsys.readouterr().err == "kz-bri-data: No space left on device\n"
    assert not (folder / "areas.xlsx").exists()


class Terminal:
    """A standard error that somebody looks at."""

    def __init__(self):
        self.written = ""

    def isatty(self):
        return True

    def write(self, text):
        self.written += text

    def flush(self):
        pass


@pytest.mark.parametrize("engine", ["python", "polars"])
def test_a_long_run_shows_how_far_it_is(folder, monkeypatch, capsys, engine):
    if engine == "polars":
        pytest.importorskip("polars")
    large(folder)
    monkeypatch.setattr(sys, "stderr", Terminal())
    progress = Progress(patience=0, every=0)
    assert not Validator(["areas.csv"], progress=progress, engine=engine).report().valid
    with progress.aside():
        sys.stdout.write("a problem")
    size = (folder / "areas.csv").stat().st_size
    assert f"\r\x1b[Kareas.csv: 0% of {size:,} bytes" in sys.stderr.written
    assert f"\r\x1b[Kareas.csv: 100% of {size:,} bytes" in sys.stderr.written
    assert sys.stderr.written.endswith("\r\x1b[K")
    assert "\x1b" not in capsys.readouterr().out


def test_nothing_is_shown_while_something_else_is_written(folder, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    progress = Progress(patience=0, every=0)
    reader = threading.Thread(target=progress.show, args=["50%"])
    with progress.aside():
        reader.start()
        reader.join(0.1)
        assert sys.stderr.written == ""
    reader.join()
    assert sys.stderr.written == "\r\x1b[K50%"


def test_a_name_does_no_harm_where_it_is_shown(folder, monkeypatch):
    (folder / "x\n\x1b[2J.csv").write_text("area,name,kind,part_of\nCHN,China,country,\n")
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert Validator(["x\n\x1b[2J.csv"], "areas", progress=Progress(patience=0)).report().valid
    assert sys.stderr.written.startswith("\r\x1b[Kx\\n\\x1b[2J.csv: 0% of ")


def test_a_short_run_or_no_terminal_shows_nothing(folder, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert Validator(["areas.csv"], progress=Progress(patience=3600)).report().valid
    assert sys.stderr.written == ""
    monkeypatch.setattr(Terminal, "isatty", lambda self: False)
    assert Validator(["areas.csv"], progress=Progress(patience=0)).report().valid
    assert sys.stderr.written == ""
