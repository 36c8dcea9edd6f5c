"use strict";

// The search of the site. Words are looked for as `find` does in Python (src/kz_bri_data/_words.py and
// search.py, whose names these functions have); a test holds the two together. search-index.js has the texts.

const WORD = 1, BEGINNING = 0.7, WITHIN = 0.4, SYNONYM = 0.75, LONG = 4, WHOLE = 2;
const FIRST_SHOWN = 20;

const { texts, pairs } = SEARCH_INDEX;
const stop = new Set(SEARCH_INDEX.stop);
const synonyms = new Map(Object.entries(SEARCH_INDEX.synonyms));
const same = new Map(Object.entries(SEARCH_INDEX.same));
const entries = SEARCH_INDEX.entries.map(([kind, group, name, about, target, call, label, wholes, own, ways]) => ({
  kind, group, name, about: texts[about], target, call, label, wholes, own,
  ways: ways.map(([more, order, place, subject, rank]) => ({ pairs: [...own, ...more], order, place, subject, rank })),
}));

const RUSSIAN = new RegExp(SEARCH_INDEX.russian);
const isAscii = (text) => /^[\x00-\x7f]*$/.test(text);
const fold = (text) => text.toLowerCase().normalize("NFC").replaceAll("ё", "е");

function wanted(text) {
  const words = fold(text).replaceAll("_", " ").split(/\s+/u)
    .map((one) => one.replace(/[^\p{L}\p{N}_]+/gu, "")).filter(Boolean);
  const meant = words.filter((word) => !stop.has(word));
  return meant.length ? meant : words;
}

function stem(word) {
  if (same.has(word)) return same.get(word);
  if (!isAscii(word)) return word.replace(RUSSIAN, "");
  if (word.length < LONG || word.endsWith("ss")) return word;
  if (word.endsWith("ies") && word.length > LONG) return `${word.slice(0, -3)}y`;
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

const prepared = texts.map(() => null);
function prepare(number) {
  if (prepared[number] === null) {
    const folded = fold(texts[number]);
    const whole = folded.replace(/(?<=[\p{L}\p{N}_])[-_](?=[\p{L}\p{N}_])/gu, "");
    const parts = folded.replace(/[^\p{L}\p{N}]+/gu, " ");
    const tokens = new Set([...(whole.match(/[\p{L}\p{N}_]+/gu) ?? []), ...parts.split(" ").filter(Boolean)]);
    for (const token of [...tokens]) tokens.add(stem(token));
    prepared[number] = { tokens, spaced: `${parts} ${whole}` };
  }
  return prepared[number];
}

// Word -> how well each text has it, as far as it was asked.
const known = new Map();
function has(word, number) {
  if (!known.has(word)) known.set(word, new Float64Array(texts.length).fill(-1));
  const scores = known.get(word);
  if (scores[number] < 0) scores[number] = judge(word, prepare(number));
  return scores[number];
}

function judge(word, { tokens, spaced }) {
  const bare = stem(word);
  if (tokens.has(word) || tokens.has(bare)) return WORD;
  if (isAscii(word) && word.length < LONG) return 0;
  const root = bare.length >= LONG ? bare : word;
  const beginning = isAscii(word) ? root : word;
  for (const token of tokens) if (token.startsWith(beginning)) return BEGINNING;
  return !isAscii(word) && spaced.includes(root) ? WITHIN : 0;
}

function inTexts(word, own) {
  let best = null;
  for (const pair of own) {
    const [weight, number] = pairs[pair];
    const score = weight * has(word, number);
    if (score > (best?.score ?? 0)) best = { score, texts: [number] };
  }
  return best;
}

function bestOf(word, own) {
  const itself = inTexts(word, own);
  if (itself && itself.score >= Math.max(...own.map((pair) => pairs[pair][0]))) return itself;
  let best = itself;
  const phrases = synonyms.get(word) ?? synonyms.get(stem(word)) ?? [];
  phrases.forEach((phrase, position) => {
    const parts = phrase.split(" ").map((part) => inTexts(part, own));
    if (parts.every(Boolean)) {
      const sum = parts.reduce((total, part) => total + part.score, 0);
      const score = ((SYNONYM - position / 20) * sum) / parts.length;
      if (score > (best?.score ?? 0)) best = { score, texts: parts.flatMap((part) => part.texts) };
    }
  });
  return best;
}

function lookFor(words, own) {
  let score = 0;
  const found = new Set();
  for (const word of words) {
    const best = bestOf(word, own);
    if (best === null) return null;
    score += best.score;
    for (const number of best.texts) found.add(number);
  }
  return { score, texts: [...found] };
}

function compare(one, other) {
  for (let place = 0; place < Math.min(one.length, other.length); place += 1) {
    if (one[place] !== other[place]) return one[place] < other[place] ? -1 : 1;
  }
  return one.length - other.length;
}

// Of the ways to find an entry the best: of those that fit alike the subject that is meant first, and its first series.
function bestWay(words, entry) {
  const fits = [];
  for (const way of entry.ways) {
    const found = lookFor(words, way.pairs);
    if (found) fits.push({ ...found, way });
  }
  if (!fits.length) return null;
  const best = fits.reduce((one, other) =>
    (other.score - one.score || compare(other.way.order, one.way.order)) > 0 ? other : one);
  const alike = fits.filter((one) => one.score === best.score && one.way.subject === best.way.subject);
  return alike.reduce((one, other) => (other.way.rank < one.way.rank ? other : one));
}

function search(text) {
  const words = wanted(text);
  if (!words.length) return [];
  const asked = words.join(" ");
  const hits = [];
  entries.forEach((entry, number) => {
    const best = bestWay(words, entry);
    if (best === null) return;
    const score = best.score + (entry.wholes.includes(asked) ? WHOLE : 0);
    const length = entry.group === 1 ? [texts[best.texts[0]].length] : [];
    // What the site has besides comes behind all that is data.
    const place = [entry.group === 3 ? 1 : 0, -score, entry.group, ...length, ...best.way.place, number];
    hits.push({ ...entry, place, matched: best.texts.map((one) => texts[one]) });
  });
  return hits.sort((one, other) => compare(one.place, other.place));
}

// What the script of a text says of its language, for those who listen to the page.
function languageOf(text) {
  if (/\p{Script=Han}/u.test(text)) return "zh";
  if (/[әғқңөұүһі]/iu.test(text)) return "kk";
  return /\p{Script=Cyrillic}/u.test(text) ? "ru" : "en";
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function shown(hit) {
  const item = document.createElement("li");
  const head = document.createElement("h3");
  const link = element("a", hit.name, { href: hit.target, lang: languageOf(hit.name) });
  if (hit.label) link.dataset.label = hit.label;
  head.append(link, " ", element("small", hit.kind));
  item.append(head);
  const others = hit.matched.filter((text) => text !== hit.name && text !== hit.about);
  if (others.length) {
    const names = element("p", "", { class: "matched" });
    others.forEach((text, place) => names.append(place ? "; " : "", element("span", text, { lang: languageOf(text) })));
    item.append(names);
  }
  if (hit.about) item.append(element("p", hit.about));
  if (hit.call) item.append(element("code", hit.call));
  return item;
}

function list(title, hits) {
  const section = document.createElement("section");
  const results = element("ol", "", { class: "site-results" });
  section.append(element("h2", title), results);
  const show = (some) => results.append(...some.map(shown));
  show(hits.slice(0, FIRST_SHOWN));
  if (hits.length > FIRST_SHOWN) {
    const more = element("button", `Show all ${hits.length}`, { type: "button" });
    more.addEventListener("click", () => {
      more.remove();
      show(hits.slice(FIRST_SHOWN));
      document.dispatchEvent(new Event("site:shown"));
      results.children[FIRST_SHOWN].querySelector("a").focus();
    });
    section.append(more);
  }
  return section;
}

function run(text) {
  const hits = search(text);
  const groups = [
    ["In the data", hits.filter((hit) => hit.group < 3)],
    ["On the pages", hits.filter((hit) => hit.group === 3 && hit.kind !== "Source")],
    ["Sources", hits.filter((hit) => hit.kind === "Source")],
  ].filter(([, some]) => some.length);
  document.getElementById("search-results").replaceChildren(...groups.map(([title, some]) => list(title, some)));
  document.dispatchEvent(new Event("site:shown"));
  const count = hits.length === 1 ? "1 result" : `${hits.length} results`;
  const none = "Nothing has all of these words. Try fewer, or another spelling.";
  document.getElementById("search-status").textContent = text.trim() ? (hits.length ? count : none) : "";
}

const field = document.getElementById("search-words");
let waiting;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => run(field.value), 200);
});
field.value = new URLSearchParams(location.search).get("q") ?? "";
run(field.value);
if (!field.value) field.focus();
