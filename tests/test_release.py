"""What the check of a release finds in archives that are not as they should be."""

import importlib.util
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / ".ci" / "release.py"

pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="needs the checkout")

PROJECT = b'[project]\nversion = "1.2.3"\nlicense = "MIT"\nlicense-files = ["LICENSE"]\n'
TRACKED = {
    "pyproject.toml": PROJECT,
    "LICENSE": b"licence",
    "src/kz_bri_data/__init__.py": b"code",
    "src/kz_bri_data/_version.py": b'__version__ = "1.2.3"\n',
    "datapackage/datapackage.json": b'{\n  "version": "1.2.3"\n}',
    "datapackage/croissant.json": b'{\n  "version": "1.2.3"\n}',
    "datapackage/datacite.json": b'{\n  "version": "1.2.3"\n}',
    "CITATION.cff": b"version: 1.2.3\n",
    "docs/citing.md": b"> The package (Version 1.2.3) [Data set].\n",
    "CHANGELOG.md": b"## 1.2.3 (2026-11-27)\n",
    ".ci/run": b"for us alone",
}
INFO = "kz_bri_data-1.2.3.dist-info"
METADATA = b"Name: kz-bri-data\nVersion: 1.2.3\nLicense-Expression: MIT\nLicense-File: LICENSE\n"
WHEEL = {
    "kz_bri_data/__init__.py": b"code",
    "kz_bri_data/_version.py": b'__version__ = "1.2.3"\n',
    "kz_bri_data/datapackage/datapackage.json": b'{\n  "version": "1.2.3"\n}',
    "kz_bri_data/datapackage/croissant.json": b'{\n  "version": "1.2.3"\n}',
    "kz_bri_data/datapackage/datacite.json": b'{\n  "version": "1.2.3"\n}',
    f"{INFO}/licenses/LICENSE": b"licence",
    f"{INFO}/METADATA": METADATA,
    f"{INFO}/RECORD": b"",
}
SDIST = {"PKG-INFO": METADATA, **{name: content for name, content in TRACKED.items() if name != ".ci/run"}}


@pytest.fixture(scope="module")
def release():
    specification = importlib.util.spec_from_file_location("release", SCRIPT)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def make_wheel(folder, files):
    path = folder / "x.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def make_sdist(folder, files):
    path = folder / "x.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"kz_bri_data-1.2.3/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def test_nothing_is_wrong(release, tmp_path):
    assert release.wheel_problems(make_wheel(tmp_path, WHEEL), TRACKED) == []
    assert release.sdist_problems(make_sdist(tmp_path, SDIST), TRACKED) == []
    assert release.version_problems(TRACKED) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("kz_bri_data/__init__.py", None, "x.whl lacks kz_bri_data/__init__.py"),
        ("kz_bri_data/__init__.py", b"older", "x.whl: kz_bri_data/__init__.py is not as in the repository"),
        ("tests/test_x.py", b"", "x.whl has tests/test_x.py, which the repository has not"),
        (f"{INFO}/licenses/LICENSE", None, f"x.whl lacks {INFO}/licenses/LICENSE"),
        (
            f"{INFO}/METADATA",
            METADATA.replace(b"MIT", b"GPL"),
            "x.whl: METADATA does not say 'License-Expression: MIT'",
        ),
        (
            f"{INFO}/METADATA",
            METADATA.replace(b"1.2.3", b"1.2.2"),
            "x.whl: METADATA does not say 'Version: 1.2.3'",
        ),
    ],
)
def test_what_is_wrong_with_a_wheel_is_said(name, content, says, release, tmp_path):
    files = {**WHEEL, name: content}
    wheel = make_wheel(tmp_path, {name: content for name, content in files.items() if content is not None})
    assert release.wheel_problems(wheel, TRACKED) == [says]


def test_a_wheel_that_is_too_large(release, tmp_path):
    picture = {"src/kz_bri_data/x.bin": bytes(1_100_000)}
    wheel = make_wheel(tmp_path, {**WHEEL, "kz_bri_data/x.bin": bytes(1_100_000)})
    (problem,) = release.wheel_problems(wheel, TRACKED | picture)
    assert problem.endswith("bytes, more than 1,000,000")


def test_what_is_wrong_with_an_sdist_is_said(release, tmp_path):
    sdist = make_sdist(tmp_path, {**SDIST, ".ci/run": b"for us alone"})
    assert release.sdist_problems(sdist, TRACKED) == ["x.tar.gz has .ci/run, which the repository has not"]


@pytest.mark.parametrize(
    "name",
    [
        "datapackage/datapackage.json",
        "datapackage/croissant.json",
        "datapackage/datacite.json",
        "src/kz_bri_data/_version.py",
        "CITATION.cff",
        "docs/citing.md",
        "CHANGELOG.md",
    ],
)
def test_a_file_of_another_version_is_named(name, release):
    other = TRACKED | {name: TRACKED[name].replace(b"1.2.3", b"1.2.30")}
    assert release.version_problems(other) == [f"{name} does not name version 1.2.3"]
