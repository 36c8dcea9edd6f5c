"""One direction of imports, and nothing heavy before it is needed."""

import ast
import importlib
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import kz_bri_data
from kz_bri_data.commands import COMMANDS

SOURCE = Path(kz_bri_data.__file__).parent

# Module or package -> what of ours it may import. Looked up by the longest prefix.
ALLOWED = {
    "errors": set(),
    "_rules": set(),
    "_text_safety": set(),
    "_terminal": {"_text_safety"},
    "_names": set(),
    "_series": {
        "errors",
        "_backends",
        "_catalogue",
        "_kept",
        "_origins",
        "_periods",
        "_quantities",
        "_series",
        "_stated",
    },
    "_version": set(),
    "_git": {"_text_safety", "errors"},
    "_paths": {"_text_safety", "errors"},
    "_catalogue": {"errors", "_rules", "_names", "_packed", "_paths", "_text_safety", "_untrusted"},
    "_packed": {"errors"},
    "_pyinstaller": set(),
    "_untrusted": {"errors", "_text_safety", "_catalogue"},  # the last for types only
    "_backends": {"errors", "_catalogue", "_backends"},
    "_table": {"errors", "_rules", "_catalogue"},
    "schemas": {"_rules", "_table", "schemas"},
    "descriptor": {
        *("errors", "_rules", "_table", "descriptor", "schemas", "validation"),
        *("_catalogue", "_claims"),  # for the page of all claims, whose rows are data
        "_citations",
    },
    "helpers": {"errors", "_catalogue", "_series", "helpers", "_names"},
    "_file_kinds": set(),
    "_mojibake": set(),
    "_wrapped_rows": set(),
    "_foreign_csv": {"errors", "_file_kinds", "_wrapped_rows"},
    "numbers": set(),
    "dates": {"numbers"},
    "validation": {
        "dates",
        "numbers",
        "errors",
        "_git",
        "_paths",
        "_rules",
        "_terminal",
        "_text_safety",
        "_catalogue",
        *("_names", "_table"),  # for types alone
        "_series",  # for what a series is
        *("_file_kinds", "_mojibake", "_wrapped_rows"),
        "validation",
    },
    "_periods": set(),
    "_origins": {"_catalogue"},
    "_words": set(),
    "_claims": {
        *("errors", "_backends", "_catalogue", "_names", "_origins", "_periods", "_series", "_words"),
    },
    "_citations": {"errors", "_catalogue", "_citations", "_series"},
    "_quantities": set(),
    "_stated": {"_quantities", "_text_safety", "errors", "numbers"},
    "evidence": {"errors", "_catalogue", "_origins", "_quantities", "_series", "_stated"},
    "_kept": {"_catalogue"},
    "_about": {"_catalogue", "_kept", "_names", "_series"},
    "_calls": {"_catalogue", "_kept", "_series"},
    "_entities": {
        "errors",
        "_about",
        "_backends",
        "_calls",
        "_catalogue",
        "_claims",
        "_entity_page",
        "_names",
        "_series",
        "_words",
    },
    "_entity_page": {
        *("_about", "_calls", "_catalogue", "_periods", "_terminal"),
        "_entities",  # for types only
    },
    "_directions": {"_series", "_words"},
    "_records": {"_about", "_calls", "_catalogue", "_claims", "_kept", "_names", "_series"},
    "search": {
        *("errors", "_about", "_calls", "_catalogue", "_directions", "_kept", "_records", "_series"),
        "_words",
    },
    "trace": {"_paths", "_terminal", "_text_safety", "errors", "_catalogue", "trace"},
    "exporting": {
        *("errors", "_backends", "_catalogue", "_csv_writing", "_paths", "_text_safety", "exporting"),
        "_names",  # for types only
    },
    "plotting": {"errors", "_catalogue", "_quantities", "_series", "_stated", "_text_safety", "plotting"},
    "package": {
        "errors",
        "_backends",
        "_catalogue",
        "_citations",
        "_claims",
        "_entities",
        "_names",
        "_table",  # for types only
        "evidence",
        "exporting",
        "plotting",
        "_series",
        "package",
        "search",
        "validation",
    },
    "typing": {"_citations", "_names", "_series", "evidence", "exporting", "helpers", "plotting"},
    # What works on contributions stands on the validator.
    "_csv_writing": {"_text_safety", "errors"},
    "fixing": {
        "dates",
        "numbers",
        "errors",
        *("_csv_writing", "_file_kinds", "_foreign_csv", "_mojibake"),
        "_text_safety",
        "_rules",
        "_catalogue",
        "validation",
        "fixing",
    },
    "differences": {
        "errors",
        "_git",
        "_paths",
        "_text_safety",
        "_catalogue",
        "numbers",
        "_series",
        "validation",
        "differences",
    },
    "spreadsheets": {
        *("errors", "numbers", "_names", "_paths", "_text_safety"),
        *("_catalogue", "_file_kinds", "_foreign_csv", "validation", "spreadsheets"),
    },
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
    [
        path
        for path in SOURCE.rglob("*.py")
        if path.name not in {"cli.py", "__init__.py", "__main__.py"} and path.parent.name != "commands"
    ],
    ids=lambda path: path.relative_to(SOURCE).as_posix(),
)
def test_imports_go_one_way(path):
    home = path.relative_to(SOURCE).with_suffix("").parts[0]
    assert imports(path) <= ALLOWED[home], f"{home} may import {ALLOWED[home]}"


@pytest.mark.parametrize(
    "package",
    [
        *("_citations", "_series", "commands", "descriptor", "differences", "exporting", "fixing"),
        *("helpers", "plotting", "schemas"),
        *("spreadsheets", "trace", "validation"),
    ],
)
def test_imports_go_one_way_within_a_package(package):
    """At the head of modules and within functions; not those for types alone."""
    paths = [path for path in (SOURCE / package).rglob("*.py") if path.name != "__init__.py"]
    graph = {".".join(path.relative_to(SOURCE).with_suffix("").parts): modules(path) for path in paths}
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


HEAVY = {
    *("pandas", "numpy", "pandera", "narwhals", "polars", "pyarrow", "frictionless", "duckdb"),
    *("altair", "vl_convert"),
}


def test_import_loads_nothing_heavy():
    loaded = loaded_after("import kz_bri_data")
    assert not loaded & (HEAVY | {"typing", "json", "argparse", "pathlib"})


@pytest.mark.parametrize(
    "call",
    ["list_tables()", "describe('observations')", "data_path('areas')", "find('Horgos')"],
)
def test_metadata_needs_no_dataframe_library(call):
    assert not loaded_after(f"import kz_bri_data as kbd; kbd.{call}") & HEAVY


@pytest.mark.parametrize("command", ["list", "describe areas", "find Horgos", "entity cnpc", "claims"])
def test_a_command_imports_no_other(command):
    code = f"import sys; from kz_bri_data.cli import main; main({command.split()})"
    code += "\nprint(*[name for name in sys.modules if name.startswith('kz_bri_data.commands.')])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    names = {name.rpartition(".")[2] for name in loaded.splitlines()[-1].split()}
    wanted = COMMANDS[command.split()[0]][0]
    assert {name for name in names if not name.startswith("_")} == {wanted}


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
    assert sorted(kz_bri_data.__all__) == kz_bri_data.__all__ == dir(kz_bri_data)
    for name in kz_bri_data.__all__:
        assert getattr(kz_bri_data, name) is not None


def test_type_checkers_see_the_names_there_are():
    (block,) = (node for node in FACE.body if isinstance(node, ast.If) and ast.unparse(node.test) == TYPES)
    imported = [
        alias.asname for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    bound = [
        str(target.id)
        for node in block.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    assert sorted(["__version__", *imported, *bound]) == sorted(["_installed", *kz_bri_data.__all__])
    of_package = [name for name, home in kz_bri_data._HOMES.items() if home == "Package()"]
    assert bound == ["_installed", *of_package]


FACE = ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8"))
TYPES = "TYPE_CHECKING"


@pytest.mark.parametrize(
    "name", [*kz_bri_data._MODULES, "Column", "Entity", "Match", "Package", "Report", "load"]
)
def test_names_of_each_home_are_there_first(name):
    """In a fresh interpreter, before anything else was imported."""
    code = f"import kz_bri_data as kbd\nprint(type(kbd.{name}).__name__, hasattr(kbd.{name}, '__doc__'))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (result.stdout.split()[0] == "module") == (name in kz_bri_data._MODULES)


def test_no_module_hides_a_public_name():
    before = {name: getattr(kz_bri_data, name) for name in kz_bri_data.__all__}
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[-1] != "__main__" and all(part.isidentifier() for part in parts):
            importlib.import_module(".".join(["kz_bri_data", *parts]).removesuffix(".__init__"))
    code = "\n".join(f"assert kz_bri_data.{name} is before['{name}'], '{name}'" for name in before)
    exec(code, {"kz_bri_data": kz_bri_data, "before": before})


def test_every_error_is_in_errors():
    found = vars(kz_bri_data.errors).items()
    errors = [name for name, one in found if getattr(one, "__module__", "") == "kz_bri_data.errors"]
    errors.remove("suggestion")
    raised = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(
                "KzBriData" in ast.unparse(base) for base in node.bases
            ):
                raised.add(node.name)
    assert raised <= set(errors)
    assert all(issubclass(getattr(kz_bri_data.errors, name), kz_bri_data.KzBriDataError) for name in errors)


def test_unknown_attribute_says_what_there_is():
    with pytest.raises(AttributeError, match=r"no attribute 'lod'.*load"):
        _ = kz_bri_data.lod
