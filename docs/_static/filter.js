"use strict";

// A form with data-filter="ID" shows, of the things in the element ID that have data-item, those whose data-NAME
// is what its control NAME asks for. Without this script the form is hidden and all is shown.
for (const form of document.querySelectorAll("form[data-filter]")) {
  const whole = document.getElementById(form.dataset.filter);
  const items = [...whole.querySelectorAll("[data-item]")];
  const groups = [...whole.querySelectorAll("[data-group]")];
  const output = form.querySelector("output");
  const all = new Set(items.map((item) => item.dataset.item)).size;

  const apply = () => {
    const wanted = [...new FormData(form)].filter(([, value]) => value);
    const shown = new Set();
    for (const item of items) {
      const fits = wanted.every(([name, value]) => item.dataset[name] === value);
      item.toggleAttribute("hidden", !fits);
      if (fits) shown.add(item.dataset.item);
    }
    for (const group of groups) {
      group.toggleAttribute("hidden", !group.querySelector("[data-item]:not([hidden])"));
    }
    output.textContent = `${shown.size} of ${all}`;
  };

  // A link to something that is filtered out shows everything again.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.hidden) {
      form.reset();
      apply();
      target.scrollIntoView();
    }
  };

  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  addEventListener("hashchange", reveal);
  // The address may say what to begin with, as in ?verdict=dated.
  for (const [name, value] of new URLSearchParams(location.search)) {
    const control = form.elements.namedItem(name);
    if (control) control.value = value;
  }
  form.hidden = false;
  apply();
  reveal();
}
