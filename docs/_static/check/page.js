// The page that checks a file. What files hold is only ever set as text, never as HTML.
// No module: from file: none would run, and the page could not say why.
(() => {
"use strict";
const HERE = document.currentScript.src;
const MOST_ROWS = 200;
const part = (name) => document.getElementById(`check-${name}`);

let worker = null;
let chosen = []; // {file, table}, as they were dropped, with the table that a person said they hold

/** Make an element: its attributes, and what is in it, as text or elements. */
function make(tag, attributes = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

/** Say how it goes; once the results stand below, only to those who listen. */
function say(text, { aloud = false } = {}) {
  part("status").textContent = text;
  part("status").classList.toggle("check-aloud", aloud);
}

function stop() {
  worker?.terminate();
  worker = null;
  part("stop").hidden = true;
}

async function run() {
  if (!part("stop").hidden) stop();
  part("results").replaceChildren();
  part("stop").hidden = false;
  say("Loading Python and the rules …");
  try {
    const files = await Promise.all(
      chosen.map(async ({ file, table }) => ({
        name: file.name,
        content: new Uint8Array(await file.arrayBuffer()),
        table,
      })),
    );
    worker ??= new Worker(new URL("worker.mjs", HERE), { type: "module" });
    worker.onmessage = ({ data }) => answer(data);
    worker.onerror = ({ message }) => answer({ stage: "failed", why: message || "the worker did not start" });
    worker.postMessage(files);
  } catch (error) {
    answer({ stage: "failed", why: error.message });
  }
}

function answer({ stage, result, why }) {
  if (stage === "checking") {
    say(`Checking ${chosen.map(({ file }) => file.name).join(", ")} …`);
    return;
  }
  if (stage === "failed") {
    stop();
    say(`This could not be checked: ${why}`);
    return;
  }
  part("stop").hidden = true;
  part("results").replaceChildren(...result.checks.map((one) => shown(one, result)));
  say(result.checks.map((one) => `${one.file}: ${one.refused || one.summary}`).join("; "), { aloud: true });
}

/** Show what was found in a CSV, or in a sheet. */
function shown(check, { tables, meanings }) {
  const box = make("section");
  box.append(make("h2", {}, make("bdi", {}, check.file)));
  if (check.kind === "csv") box.append(tableChoice(check, tables));
  else if (check.table) box.append(make("p", {}, `Rows for the table ${check.table} (${tables[check.table]})`));
  const errors = check.problems.some((problem) => problem.severity === "error");
  const verdict = check.refused || errors ? "check-bad" : "check-good";
  box.append(make("p", { class: `check-verdict ${verdict}` }, check.refused || check.summary));
  if (check.corrected) box.append(correctedLink(check));
  for (const note of check.notes) box.append(make("p", {}, note));
  if (check.problems.length) box.append(...problemTable(check), meaningList(check, meanings));
  return box;
}

/** What fix corrects, to be saved: all that has one right correction. */
function correctedLink({ table, corrected }) {
  const file = new Blob([corrected.text], { type: "text/csv" });
  const number = corrected.number === 1 ? "1 correction" : `${corrected.number.toLocaleString("en")} corrections`;
  const text = `Save ${table}.csv with ${number}`;
  return make("p", {}, make("a", { href: URL.createObjectURL(file), download: `${table}.csv` }, text));
}

function tableChoice(check, tables) {
  const select = make("select");
  if (!check.table) select.append(make("option", { value: "" }, "choose …"));
  for (const [name, title] of Object.entries(tables)) {
    select.append(make("option", { value: name }, `${name} (${title})`));
  }
  select.value = check.table;
  select.addEventListener("change", () => {
    chosen.find(({ file }) => file.name === check.file).table = select.value;
    run();
  });
  return make("p", {}, make("label", {}, "Table: ", select));
}

const COLUMNS = ["Column", "Problem", "What to do", "Rule"];

function problemTable({ file, kind, problems }) {
  const columns = [kind === "csv" ? "Line" : "Row", ...COLUMNS];
  const heads = columns.map((name) => make("th", { scope: "col", role: "columnheader" }, name));
  const body = make("tbody", { role: "rowgroup" });
  const table = make(
    "table",
    { class: "check-table", role: "table", "aria-label": `Problems in ${file}` },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)),
    body,
  );
  body.append(...problems.slice(0, MOST_ROWS).map((problem) => problemRow(problem, columns)));
  const rest = problems.slice(MOST_ROWS);
  if (!rest.length) return [table];
  const more = make("button", { type: "button" }, `Show ${rest.length.toLocaleString("en")} more`);
  more.addEventListener("click", () => {
    body.append(...rest.map((problem) => problemRow(problem, columns)));
    more.remove();
  });
  return [table, more];
}

function problemRow(problem, columns) {
  const others = problem.lines.filter((line) => line !== problem.line).slice(0, 5);
  const also = `${problem.occurrences.toLocaleString("en")} times; also on ${others.join(", ")}`;
  const cells = [
    [String(problem.line || "")],
    [problem.field || (problem.column > 1 ? String(problem.column) : "")],
    [
      problem.severity === "warning" ? make("strong", {}, "Warning: ") : "",
      make("bdi", {}, problem.message),
      others.length ? make("span", { class: "check-also" }, also) : "",
    ],
    [make("bdi", {}, problem.hint)],
    [make("a", { href: `rules.html#${problem.code}` }, problem.code)],
  ];
  const row = cells.map((content, place) =>
    make("td", { role: "cell", "data-label": columns[place] }, make("span", {}, ...content)),
  );
  return make("tr", { role: "row" }, ...row);
}

/** Say what the codes mean that were found, folded. */
function meaningList({ problems }, meanings) {
  const list = make("dl");
  for (const code of new Set(problems.map((problem) => problem.code))) {
    const { what, why, bad, good } = meanings[code];
    const example = make("span", { class: "check-also" }, ...marked(`Bad: ${bad} Good: ${good}`));
    list.append(make("dt", {}, make("code", {}, code)), make("dd", {}, ...marked(`${what} ${why}`), example));
  }
  return make("details", {}, make("summary", {}, "What these rules are for"), list);
}

/** Set what is in backticks as code. */
function marked(text) {
  return text.split("`").map((piece, place) => (place % 2 ? make("code", {}, piece) : piece));
}

function take(files) {
  if (!files.length) return;
  chosen = Array.from(files, (file) => ({ file, table: "" }));
  run();
}

function listen() {
  // A file that was changed meanwhile can be chosen again: what is chosen already would be no change.
  part("files").addEventListener("click", ({ target }) => (target.value = ""));
  part("files").addEventListener("change", ({ target }) => take(target.files));
  part("stop").addEventListener("click", () => {
    stop();
    say("Stopped.");
  });
  const drop = part("drop");
  // A file that falls beside the frame is not to replace the page.
  for (const event of ["dragover", "dragleave", "drop"]) {
    window.addEventListener(event, (happened) => {
      happened.preventDefault();
      drop.classList.toggle("check-over", event === "dragover");
    });
  }
  window.addEventListener("drop", ({ dataTransfer }) => take(dataTransfer.files));
}

if (location.protocol === "file:") {
  part("served").hidden = true;
  part("unserved").hidden = false;
} else {
  listen();
}
})();
