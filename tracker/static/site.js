// Small comforts; every page works without them.
"use strict";

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
