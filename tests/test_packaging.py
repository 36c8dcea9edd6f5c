"""The package as people get it: a clone; a wheel, an sdist, an editable install, used elsewhere, offline."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = sorted(path.relative_to(ROOT) for path in (ROOT / "datapackage").rglob("*") if path.is_file())

# Runs in a fresh interpreter: no socket can be opened, every table is loaded.
PROBE = """
import socket, sys
def refuse(*args, **kwargs): raise OSError("no network in this test")
socket.socket.connect = socket.getaddrinfo = refuse
import kz_bri_data as kbd
for table in kbd.list_tables():
    for backend in ("pandas", "polars", "pyarrow"):
        rows = len(kbd.data_path(table).read_text(encoding="utf-8").splitlines()) - 1
        # A cell may hold several lines; a table without rows is one all the same.
        assert 0 < len(kbd.load(table, backend=backend)) <= rows or rows == 0, table
    assert kbd.describe(table).columns and kbd.data_path(table).is_file()
import kz_bri_data.schemas
print(kbd.__file__)
"""

pytestmark = pytest.mark.skipif(
    not (ROOT / "pyproject.toml").exists() or not (ROOT / "src").exists(), reason="needs the checkout"
)


def python(*arguments, path=(), cwd, executable=sys.executable):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path)), "PIP_NO_INDEX": "1"}
    result = subprocess.run(
        [str(executable), *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def build_wheel(source, into):
    python("-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", into, source, cwd=into)
    (wheel,) = into.glob("*.whl")
    return wheel


def unpack_and_probe(wheel, into):
    """Install the wheel into a folder of its own and use it from elsewhere."""
    site = into / "site"
    python("-m", "pip", "install", "--no-deps", "--target", site, wheel, cwd=into)
    home = Path(python("-c", PROBE, path=[site], cwd=into).strip())
    assert home == site / "kz_bri_data" / "__init__.py"
    for path in DATA:
        assert (site / "kz_bri_data" / path).read_bytes() == (ROOT / path).read_bytes()


def test_wheel(tmp_path):
    wheel = build_wheel(ROOT, tmp_path)
    names = zipfile.ZipFile(wheel).namelist()
    assert "kz_bri_data/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
    assert b"\nLicense-Expression: MIT AND CC-BY-4.0\n" in zipfile.ZipFile(wheel).read(metadata)
    assert all(
        name.split("/")[0] in {"kz_bri_data", wheel.name.split("-py3")[0] + ".dist-info"} for name in names
    )
    # PyInstaller finds its hook by this, and through the hook the data.
    assert "kz_bri_data/_pyinstaller/hook-kz_bri_data.py" in names
    (entry_points,) = (name for name in names if name.endswith(".dist-info/entry_points.txt"))
    hook = b"hook-dirs = kz_bri_data._pyinstaller:get_hook_dirs"
    assert hook in zipfile.ZipFile(wheel).read(entry_points)
    unpack_and_probe(wheel, tmp_path)


# In a fresh interpreter, with the libraries of this one.
FROM_ZIP = """
import pathlib, sys
import kz_bri_data as kbd
print(kbd.__file__, kbd.data_dir(), len(kbd.load("areas")))
assert kbd.list_tables() and kbd.Package().validate().valid
"""


def test_zip(tmp_path):
    """Python imports from a zip file, such as a wheel; the data are unpacked, and gone afterwards."""
    wheel = build_wheel(ROOT, tmp_path)
    where, data, rows = python("-c", FROM_ZIP, path=[wheel], cwd=tmp_path).split()
    assert where.startswith(str(wheel))
    assert int(rows) > 0
    assert not Path(data).exists()


def test_missing_data_say_what_to_do(tmp_path):
    shutil.copytree(ROOT / "src" / "kz_bri_data", tmp_path / "site" / "kz_bri_data")
    code = (
        "import kz_bri_data as kbd\ntry: kbd.list_tables()\nexcept kbd.CannotRunError as error: print(error)"
    )
    said = python("-c", code, path=[tmp_path / "site"], cwd=tmp_path)
    assert "are missing" in said
    assert "--collect-data kz_bri_data" in said


@pytest.mark.skipif(not importlib.util.find_spec("PyInstaller"), reason="needs PyInstaller")
def test_frozen(tmp_path):
    """A program that PyInstaller packed has the tables."""
    program = tmp_path / "program.py"
    program.write_text("import kz_bri_data as kbd\nprint(len(kbd.load('areas')))\n")
    python("-m", "PyInstaller", "--noconfirm", program, cwd=tmp_path)
    found = subprocess.run([tmp_path / "dist/program/program"], capture_output=True, text=True, check=True)
    assert int(found.stdout) > 0


def test_sdist_then_wheel(tmp_path):
    python("-m", "hatchling", "build", "--target", "sdist", "--directory", tmp_path, cwd=ROOT)
    (sdist,) = tmp_path.glob("*.tar.gz")
    unpack_and_probe(build_wheel(sdist, tmp_path), tmp_path)


def test_editable(tmp_path):
    environment = tmp_path / "venv"
    python("-m", "venv", "--without-pip", environment, cwd=tmp_path)
    executable = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    # What pip does for --editable, step by step: the backend builds a wheel that points here.
    build = f"import hatchling.build; hatchling.build.build_editable({str(tmp_path)!r})"
    python("-c", build, cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    python("-m", "pip", "--python", executable, "install", "--no-deps", wheel, cwd=tmp_path)
    # The libraries of this environment; its .pth files, our own among them, don't count on PYTHONPATH.
    libraries = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    home = Path(python("-c", PROBE, path=libraries, cwd=tmp_path, executable=executable).strip())
    assert home == ROOT / "src/kz_bri_data/__init__.py"


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs the repository")
def test_clone_has_the_same_bytes_on_windows(tmp_path):
    clone = tmp_path / "clone"
    windows = ["--config", "core.autocrlf=true", "--config", "core.eol=crlf"]
    subprocess.run(["git", "clone", "--quiet", *windows, ROOT, clone], check=True)
    for folder in ("datapackage", "tests/good", "tests/bad"):
        command = ["git", "ls-tree", "-r", "-z", "HEAD", folder]
        listed = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=True).stdout
        for line in listed.split("\0")[:-1]:
            facts, _, path = line.partition("\t")
            content = (clone / path).read_bytes()
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            assert blob == facts.split()[2], path


def test_one_version():
    import tomllib

    import kz_bri_data
    from kz_bri_data._catalogue import installed

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == kz_bri_data.__version__ == installed().descriptor["version"]


def test_core_dependencies_are_the_three():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [one.split(">")[0] for one in project["dependencies"]] == ["narwhals", "pandas", "pandera"]


def test_no_group_names_the_package():
    """Pip would ask the index for it; the Makefile installs it from here, with all its extras."""
    import re
    import tomllib

    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = [one for group in pyproject["dependency-groups"].values() for one in group]
    assert not [
        one for one in needed if isinstance(one, str) and one.startswith(pyproject["project"]["name"])
    ]
    (extras,) = re.findall(r"^EXTRAS = (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(extras.split(",")) == set(pyproject["project"]["optional-dependencies"])
