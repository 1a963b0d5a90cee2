// Keys for the list of patients. Without them everything is a link away; who is bothered by them turns them off.
"use strict";

const OFF = "caseload-keys-off";
const search = document.querySelector("#ask-q");
const rows = [...document.querySelectorAll("[data-row]")];
const line = document.querySelector("[data-keys]");
const button = line.querySelector("button");

const isOff = () => localStorage.getItem(OFF) !== null;

function tell() {
  line.querySelector("[data-keys-on]").hidden = isOff();
  button.textContent = isOff() ? button.dataset.on : button.dataset.off;
}

button.addEventListener("click", () => {
  if (isOff()) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "");
  tell();
});

function move(by) {
  const at = rows.indexOf(document.activeElement);
  const to = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
  if (!rows[to]) return;
  rows[to].focus({ preventScroll: true });
  rows[to].closest("tr").scrollIntoView({ block: "nearest" });
}

const STEPS = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea");
  if (isOff() || typing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const step = STEPS[event.key];
  // The arrows scroll the page, as everywhere, until somebody is among the rows.
  const scrolls = event.key.startsWith("Arrow") && !rows.includes(document.activeElement);
  if (event.key === "/") {
    event.preventDefault();
    search.select();
    search.focus();
  } else if (step && !scrolls) {
    event.preventDefault();
    move(step);
  }
});

line.hidden = false;
tell();
