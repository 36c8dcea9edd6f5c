"""Build what a release uploads into dist/, and check it: contents, versions, licences, size, and use.

The wheel is installed alone into a fresh environment, and the tests that need no checkout are run there
against it, out of reach of the checkout. Further words on the command line go to pytest.
"""

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
LARGEST_WHEEL = 1_000_000
# Of the repository only these are not for who takes the sources.
NOT_IN_SDIST = (".ci/", ".github/")
# A test that looks at the checkout says so by these words.
NEEDS_CHECKOUT = "parents[1]"

PROBE = """
import kz_bri_data as kbd
assert "site-packages" in kbd.__file__, kbd.__file__
for table in kbd.list_tables():
    kbd.load(table)
assert kbd.Package().validate().valid
print("works without extras:", kbd.__version__, kbd.__file__)
"""


def main() -> int:
    """Build, check, install, test."""
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    run(sys.executable, "-m", "build", "--outdir", dist, ROOT)
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    run(sys.executable, "-m", "twine", "check", "--strict", wheel, sdist)
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    tracked = {name: (ROOT / name).read_bytes() for name in listed.stdout.splitlines()}
    problems = [*wheel_problems(wheel, tracked), *sdist_problems(sdist, tracked), *version_problems(tracked)]
    for problem in problems:
        print(problem)
    if problems:
        return 1
    sizes = [f"{path.name} has {path.stat().st_size:,} bytes" for path in (wheel, sdist)]
    print("; ".join(sizes), flush=True)
    try_alone(wheel, sys.argv[1:])
    return 0


def run(*words: object, cwd: Path = ROOT) -> None:
    """Run a command, and end with it if it fails."""
    if subprocess.run([str(word) for word in words], cwd=cwd, check=False).returncode:
        sys.exit(f"failed: {' '.join(map(str, words))}")


def wheel_problems(wheel: Path, tracked: dict[str, bytes]) -> list[str]:
    """Say what is wrong with a wheel, given the files of the repository."""
    version = project(tracked)["version"]
    info = f"kz_bri_data-{version}.dist-info"
    licences = project(tracked)["license-files"]
    wanted = {f"{info}/licenses/{name}": tracked[name] for name in licences}
    for name, content in tracked.items():
        if name.startswith("src/"):
            wanted[name.removeprefix("src/")] = content
        elif name.startswith("datapackage/"):
            wanted[f"kz_bri_data/{name}"] = content
    with zipfile.ZipFile(wheel) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    metadata = held.get(f"{info}/METADATA", b"").decode()
    own = {f"{info}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt")}
    said = {
        f"Version: {version}",
        f"License-Expression: {project(tracked)['license']}",
        *(f"License-File: {name}" for name in licences),
    }
    size = wheel.stat().st_size
    return [
        *([f"{wheel.name} has {size:,} bytes, more than {LARGEST_WHEEL:,}"] if size > LARGEST_WHEEL else []),
        *differences(wheel.name, {name: held[name] for name in held if name not in own}, wanted),
        *(
            f"{wheel.name}: METADATA does not say {line!r}"
            for line in sorted(said - set(metadata.split("\n")))
        ),
    ]


def sdist_problems(sdist: Path, tracked: dict[str, bytes]) -> list[str]:
    """Say what is wrong with the archive of the sources."""
    wanted = {name: content for name, content in tracked.items() if not name.startswith(NOT_IN_SDIST)}
    with tarfile.open(sdist) as archive:
        files = [member for member in archive.getmembers() if member.isfile()]
        held = {member.name.partition("/")[2]: archive.extractfile(member).read() for member in files}
    held.pop("PKG-INFO", None)
    return differences(sdist.name, held, wanted)


def differences(archive: str, held: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    """Compare the files of an archive with those of the repository."""
    return [
        *(f"{archive} lacks {name}" for name in sorted(wanted.keys() - held.keys())),
        *(
            f"{archive} has {name}, which the repository has not"
            for name in sorted(held.keys() - wanted.keys())
        ),
        *(
            f"{archive}: {name} is not as in the repository"
            for name in sorted(held.keys() & wanted.keys())
            if held[name] != wanted[name]
        ),
    ]


def version_problems(tracked: dict[str, bytes]) -> list[str]:
    """Say which file names another version than pyproject.toml."""
    version = project(tracked)["version"]
    in_json = rf'"version": {re.escape(json.dumps(version))}'
    said = {
        "datapackage/datapackage.json": in_json,
        "datapackage/croissant.json": in_json,
        "datapackage/datacite.json": in_json,
        "src/kz_bri_data/_version.py": rf'__version__ = "{re.escape(version)}"',
        "CITATION.cff": rf"version: {re.escape(version)}$",
        "docs/citing.md": rf".*\(Version {re.escape(version)}\) \[Data set\]\.$",
        "CHANGELOG.md": rf"## {re.escape(version)}(?: .*)?$",
    }
    return [
        f"{name} does not name version {version}"
        for name, pattern in said.items()
        if not re.search(rf"^[ >]*{pattern}", tracked[name].decode(), re.MULTILINE)
    ]


def project(tracked: dict[str, bytes]) -> dict:
    """Read what pyproject.toml says of the project."""
    return tomllib.loads(tracked["pyproject.toml"].decode())["project"]


def try_alone(wheel: Path, words: list[str]) -> None:
    """Install the wheel into a fresh environment, and run tests against it away from the checkout."""
    with tempfile.TemporaryDirectory(prefix="kz-bri-data-release-") as name:
        folder = Path(name)
        venv.create(folder / "venv", with_pip=True)
        (python,) = (folder / "venv").glob("*/python") or (folder / "venv").glob("*/python.exe")
        pip = (python, "-m", "pip", "install", "--quiet")
        run(*pip, "--upgrade", "pip", cwd=folder)
        run(*pip, wheel, cwd=folder)
        run(python, "-m", "pip", "check", cwd=folder)
        run(python, "-c", PROBE, cwd=folder)
        run(python.with_name("kz-bri-data"), "--version", cwd=folder)
        extras = ",".join(
            tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
        )
        run(*pip, f"{wheel}[{extras}]", "--group", f"{ROOT / 'pyproject.toml'}:test", cwd=folder)
        shutil.copytree(
            ROOT / "tests", folder / "tests", ignore=shutil.ignore_patterns("__pycache__", "typing")
        )
        for path in (folder / "tests").glob("test_*.py"):
            if NEEDS_CHECKOUT in path.read_text(encoding="utf-8"):
                path.unlink()
        config = ("-c", ROOT / "pyproject.toml", "--rootdir", folder, "-p", "no:cacheprovider")
        workers = ("-n", "auto", "--dist", "worksteal")
        run(python, "-m", "pytest", *config, *workers, *words, "tests", cwd=folder)


if __name__ == "__main__":
    sys.exit(main())
