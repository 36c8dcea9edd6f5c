// Judges files with Pyodide in Node, by what the page runs in its worker.
// On stdin: groups of files as JSON, [[{name, path, table}]]; on stdout: what is found, a line of JSON each.
// node check_in_node.mjs FOLDER_OF_SITE
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const site = process.argv[2];
const at = (path) => pathToFileURL(`${site}/${path}`).href;
const { loadPyodide } = await import(at("_pyodide/pyodide.mjs"));
const { openChecker } = await import(at("_static/check/checker.mjs"));

const read = async (path) => new Uint8Array(await readFile(path));
const { check } = await openChecker(loadPyodide, `${site}/_pyodide/`, read);
for (const group of JSON.parse(await text(process.stdin))) {
  const files = [];
  for (const { name, path, table } of group) files.push({ name, content: await read(path), table: table ?? "" });
  console.log(JSON.stringify(check(files)));
}
