"use strict";

// Names in another language: the text of each element with data-label="kind:identifier" is replaced by what the
// table `labels` calls it in the language that is chosen at the top. labels-LANGUAGE.js is loaded when it is asked
// for, as a script, since a page that is opened from a folder cannot fetch.
const siteLabels = {};

{
  const root = new URL("..", document.currentScript.src);
  const selects = document.querySelectorAll(".site-language select");
  const english = new Map();
  let language = "en";

  // A browser may forbid a page from a folder to keep anything.
  const remembered = {
    get() {
      try { return localStorage.getItem("language") ?? "en"; } catch { return "en"; }
    },
    set(value) {
      try { localStorage.setItem("language", value); } catch { /* Then it holds for this page alone. */ }
    },
  };

  // What stands within a line begins as it did in English.
  const fitted = (name, before) => (/^\p{Ll}/u.test(before) && /^\p{Lu}\p{Ll}/u.test(name)
    ? name[0].toLocaleLowerCase(language) + name.slice(1) : name);

  function restore() {
    for (const [element, { text, lang }] of english) {
      element.textContent = text;
      if (lang === null) element.removeAttribute("lang"); else element.setAttribute("lang", lang);
    }
    english.clear();
    document.querySelector(".site-unchecked")?.remove();
  }

  function translate() {
    const names = siteLabels[language];
    if (!names) return;
    for (const element of document.querySelectorAll("[data-label]")) {
      const name = names[element.dataset.label];
      if (!name || english.has(element)) continue;
      english.set(element, { text: element.textContent, lang: element.getAttribute("lang") });
      element.textContent = fitted(name[0], element.textContent);
      element.setAttribute("lang", language);
    }
    const shown = [...english.keys()].map((element) => names[element.dataset.label]);
    const unchecked = shown.filter(([, isChecked]) => !isChecked).length;
    if (unchecked) say(unchecked === shown.length ? "these names" : "some of these names");
  }

  // Those who read the names are told what they are worth.
  function say(which) {
    document.querySelector(".site-unchecked")?.remove();
    const note = document.createElement("p");
    note.className = "site-unchecked";
    note.setAttribute("role", "status");
    const chosen = selects[0].selectedOptions[0];
    const name = document.createElement("span");
    name.lang = language;
    name.textContent = chosen.textContent;
    note.append(name, `: no native reader has checked ${which} yet.`);
    document.querySelector("article").prepend(note);
  }

  function choose(value) {
    language = value;
    for (const select of selects) select.value = value;
    restore();
    if (value === "en" || siteLabels[value]) {
      translate();
      return;
    }
    const script = document.createElement("script");
    script.src = new URL(`labels-${value}.js`, root);
    script.addEventListener("load", translate);
    document.head.append(script);
  }

  for (const select of selects) {
    select.addEventListener("change", () => {
      remembered.set(select.value);
      choose(select.value);
    });
  }
  // The search says so when it has shown something.
  document.addEventListener("site:shown", translate);
  const wanted = remembered.get();
  if (selects.length && [...selects[0].options].some((option) => option.value === wanted)) choose(wanted);
}
