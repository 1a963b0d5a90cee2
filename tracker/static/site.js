// Small comforts; every page works without them.
"use strict";

// Without a connection the page is the same for everybody: it looks as the last page on this phone did.
try {
  const look = document.documentElement.dataset;
  if ("shell" in document.body.dataset) Object.assign(look, JSON.parse(localStorage.getItem("look") ?? "{}"));
  else localStorage.setItem("look", JSON.stringify({ ...look }));
} catch {
  // Nothing may be kept here: then it looks as the device says.
}

// After a refused form: to the list of what is missing.
document.querySelector("[data-focus]")?.focus();

// Signs, or sentences: with one ticked, "none of these" cannot be. None of them is ever unticked by itself.
for (const block of document.querySelectorAll("[data-safety]")) {
  const none = block.querySelector("[data-none]");
  const signs = [...block.querySelectorAll("input[type=checkbox]")].filter((box) => box !== none);
  block.addEventListener("change", () => {
    if (signs.some((box) => box.checked)) none.checked = false;
  });
}

// Of whom somebody helps nothing is kept here; without a connection they have the rule whom to phone.
if ("acting" in document.body.dataset) navigator.serviceWorker?.register("/sw.js", { scope: "/" }).catch(() => null);

// Another language is another page: what was filled in here would go in silence.
let isFilledIn = false;
document.addEventListener("input", (event) => { isFilledIn ||= Boolean(event.target.closest("main form")); });
for (const form of document.querySelectorAll("[data-leaves]")) {
  form.addEventListener("submit", (event) => {
    if (isFilledIn && !confirm(form.dataset.leaves)) event.preventDefault();
  });
}

// Two dates to compare: a slider under each field moves its date; the arrow keys move it by a day.
for (const form of document.querySelectorAll("[data-slides]")) {
  const day = 86400000;
  const from = Date.parse(form.dataset.slides);
  const most = Math.round((Date.parse(form.dataset.to) - from) / day);
  for (const field of form.querySelectorAll("input[type=date]")) {
    const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: most, className: "slider" });
    const follow = () => {
      if (field.value) slider.value = Math.round((Date.parse(field.value) - from) / day);
      slider.setAttribute("aria-valuetext", field.value);
    };
    slider.setAttribute("aria-label", `${form.dataset.label}: ${field.labels[0].textContent.trim()}`);
    slider.addEventListener("input", () => {
      field.value = new Date(from + slider.value * day).toISOString().slice(0, 10);
      follow();
    });
    field.addEventListener("input", follow);
    follow();
    field.after(slider);
  }
}

// On paper everything is unfolded.
const folded = () => document.querySelectorAll("main details.more:not([open]), main .card-plain > details:not([open])");
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...folded()];
  unfolded.forEach((part) => { part.open = true; });
});
addEventListener("afterprint", () => unfolded.forEach((part) => { part.open = false; }));

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
  });
}

// How far a file that is being taken out has come: looked up every other second while it moves.
const exporting = document.querySelector("[data-export]");
if (exporting) {
  const refresh = async (again) => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.querySelector("[data-refreshed]");
    if (fresh) document.querySelector("[data-refreshed]").replaceWith(fresh);
    if (again > 0 || document.querySelector("[data-moves]")) setTimeout(refresh, 2000, again - 1);
  };
  exporting.addEventListener("submit", () => setTimeout(refresh, 1000, 2));
  if (document.querySelector("[data-moves]")) setTimeout(refresh, 2000, 0);
}
