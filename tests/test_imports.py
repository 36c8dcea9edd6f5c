"""One direction of imports, and nothing heavy before it is needed."""

import ast
import importlib
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import kz_bri_data

SOURCE = Path(kz_bri_data.__file__).parent

# Module or package -> what of ours it may import. Looked up by the longest prefix.
ALLOWED = {
    "errors": set(),
    "_rules": set(),
    "_layout": set(),
    "_names": set(),
    "_version": set(),
    "_git": set(),
    "loaders": {"errors", "_backends", "_names", "_table"},  # the last two for types only
    "_backends": {"loaders"},
    "_table": {"errors", "_rules", "loaders"},
    "schemas": {"_table"},
    "descriptor": {"errors", "_rules", "_table", "schemas"},
    "helpers": {"errors", "loaders", "helpers", "_names"},
    "validation": {"errors", "_git", "_rules", "_layout", "loaders", "validation"},
    "claims": {"errors", "loaders", "_names"},
    "comparison": {"errors", "loaders"},
    "selection": {"errors", "loaders"},
    "trace": {"errors", "loaders"},
    "typing": {"_names", "comparison", "helpers", "selection"},
    # What works on contributions stands on the validator.
    "_files": {"_layout"},
    "fixing": {"errors", "_files", "_layout", "_rules", "loaders", "validation", "fixing"},
    "differences": {"errors", "_git", "_layout", "loaders", "validation", "differences"},
    "spreadsheets": {"errors", "_names", "loaders", "validation", "spreadsheets"},
}


def imports(path: Path) -> set[str]:
    """Our modules that a file imports, by the name below the package."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kz_bri_data":
            below = node.module.split(".")[1:]
            found |= {below[0]} if below else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.split(".")[1] for alias in node.names if alias.name.startswith("kz_bri_data.")
            }
    return found


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCE.rglob("*.py") if path.name not in {"cli.py", "__init__.py", "__main__.py"}],
    ids=lambda path: path.relative_to(SOURCE).as_posix(),
)
def test_imports_go_one_way(path):
    home = path.relative_to(SOURCE).with_suffix("").parts[0]
    assert imports(path) <= ALLOWED[home], f"{home} may import {ALLOWED[home]}"


@pytest.mark.parametrize("package", ["helpers", "validation", "fixing", "differences", "spreadsheets"])
def test_imports_go_one_way_within_a_package(package):
    """At the head of modules and within functions; not those for types alone."""
    paths = [path for path in (SOURCE / package).glob("*.py") if path.name != "__init__.py"]
    graph = {f"{package}.{path.stem}": modules(path) for path in paths}
    list(TopologicalSorter(graph).static_order())  # which refuses circles, naming them


def modules(path: Path) -> set[str]:
    """Modules of ours that a file imports, in full below the package."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node not in for_types]
    ours = [node for node in nodes if (node.module or "").split(".")[0] == "kz_bri_data"]
    below = [(str(node.module).removeprefix("kz_bri_data").removeprefix("."), node) for node in ours]
    return {name for name, _ in below} | {
        f"{name}.{alias.name}".removeprefix(".") for name, node in below for alias in node.names
    }


def loaded_after(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(result.stdout.splitlines()[-1].split())


HEAVY = {"pandas", "numpy", "pandera", "narwhals", "polars", "pyarrow", "frictionless", "duckdb"}


def test_import_loads_nothing_heavy():
    loaded = loaded_after("import kz_bri_data")
    assert not loaded & (HEAVY | {"typing", "json", "argparse", "pathlib"})


@pytest.mark.parametrize(
    "call",
    ["list_tables()", "describe('observations')", "data_path('areas')", "find('Horgos')"],
)
def test_metadata_needs_no_dataframe_library(call):
    assert not loaded_after(f"import kz_bri_data as kbd; kbd.{call}") & HEAVY


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_load_imports_only_the_backend_asked_for(backend):
    pytest.importorskip(backend)
    loaded = loaded_after(f"import kz_bri_data as kbd; kbd.load('areas', backend={backend!r})")
    # pandas looks for pyarrow and pyarrow for pandas by themselves; both use numpy.
    own = {"pandas", "pyarrow", "numpy"} if backend in ("pandas", "pyarrow") else set()
    assert not loaded & HEAVY - {backend} - own


def test_types_need_no_dataframe_library():
    assert loaded_after("import kz_bri_data.typing") & HEAVY == {"narwhals"}


@pytest.mark.parametrize("module", ["helpers", "schemas", "typing"])
def test_public_modules_have_all_that_they_name(module):
    public = importlib.import_module(f"kz_bri_data.{module}")
    assert all(hasattr(public, name) for name in public.__all__)


def test_face_is_what_it_says():
    assert sorted(kz_bri_data.__all__) == kz_bri_data.__all__
    for name in kz_bri_data.__all__:
        assert getattr(kz_bri_data, name) is not None
    lazy = {name for names in kz_bri_data._HOMES.values() for name in names}
    assert set(kz_bri_data.__all__) == lazy | {"__version__", "schemas"}


def test_unknown_attribute_says_what_there_is():
    with pytest.raises(AttributeError, match=r"no attribute 'lod'.*load"):
        _ = kz_bri_data.lod
