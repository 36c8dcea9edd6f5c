// Python with our package in it, and what judges files: the same in the browser and in the tests.

/**
 * Open it.
 * loadPyodide  of pyodide.mjs
 * folder       where the files of Pyodide and our wheel are: an address, or a path in Node
 * read         gives the bytes of an address or path
 * Returns Python and a function that takes [{name, content, table}] and gives what check_files.py returns.
 */
export async function openChecker(loadPyodide, folder, read) {
  const [python, wheel, script] = await Promise.all([
    loadPyodide({ indexURL: folder }),
    read(`${folder}kz_bri_data.whl`),
    read(new URL("check_files.py", import.meta.url)),
  ]);
  python.unpackArchive(wheel, "wheel");
  python.runPython(new TextDecoder().decode(script), { filename: "check_files.py" });
  const judge = python.runPython(`
import json
lambda files: json.dumps(check([Dropped(one.name, one.content.to_bytes(), one.table) for one in files]))
`);
  return { python, check: (files) => JSON.parse(judge(files)) };
}
