// Runs pytest on the Python of the browser, in Node, on this checkout as it is.
// node pytest_in_node.mjs PACKAGES ARGUMENT...   where PACKAGES is a folder with pytest and what else is pure Python
import path from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "../../docs/node_modules/pyodide/pyodide.mjs";

const checkout = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const packages = path.resolve(process.argv[2]);
const python = await loadPyodide({ env: { HOME: "/home/pyodide", PYTHONDONTWRITEBYTECODE: "1" } });
for (const folder of [checkout, packages]) {
  python.FS.mkdirTree(folder);
  if (!packages.startsWith(`${checkout}/`) || folder === checkout) python.mountNodeFS(folder, folder);
}
const run = python.runPython(`
def run(checkout, packages, arguments):
    import os, sys
    os.chdir(checkout)
    sys.path[:0] = [f"{checkout}/src", f"{checkout}/tests/site", packages]
    import pytest
    options = ["-p", "skip_what_is_missing", "-p", "no:cacheprovider", "-o", "addopts="]
    return int(pytest.main([*options, *arguments]))
run
`);
process.exitCode = run(checkout, packages, python.toPy(process.argv.slice(3)));
