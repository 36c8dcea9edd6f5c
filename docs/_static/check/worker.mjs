// Judges files apart from the page, which stays alive, and can put an end to it.
import { loadPyodide } from "../../_pyodide/pyodide.mjs";
import { openChecker } from "./checker.mjs";

async function read(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${new URL(address).pathname} is not there (${response.status})`);
  return new Uint8Array(await response.arrayBuffer());
}

const opened = openChecker(loadPyodide, new URL("../../_pyodide/", import.meta.url).href, read);

self.onmessage = async ({ data: files }) => {
  try {
    const { check } = await opened;
    self.postMessage({ stage: "checking" });
    self.postMessage({ stage: "done", result: check(files) });
  } catch (error) {
    self.postMessage({ stage: "failed", why: String(error.message ?? error) });
  }
};
