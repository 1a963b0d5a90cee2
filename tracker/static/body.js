// The body picture: tapping a place opens its choices, and the drawing shows what the list says. The list is the form.
"use strict";

const form = document.querySelector("[data-body]");
const boxes = [...form.querySelectorAll("input[name=marks]")];
const drawing = form.querySelector("[data-body-picture]");
const choice = form.querySelector("[data-body-choice]");
const buttons = [...choice.querySelectorAll("[data-sensation]")];
const safety = form.querySelector("[data-body-safety]");
const nothing = form.querySelector("[data-body-nothing]");
let chosen = null;

const box = (place, sensation) => boxes.find((one) => one.value === `${place}:${sensation}`);
const marked = (place, sensation) => box(place, sensation).checked;

// Any mark in the saddle area asks the safety question, and something felt in both legs.
const asks = () => {
  const told = new Set(boxes.filter((one) => one.checked).map((one) => one.dataset.asks));
  return told.has("saddle") || (told.has("left") && told.has("right"));
};

const draw = () => {
  for (const shape of drawing.querySelectorAll("[data-place]")) {
    for (const { dataset } of buttons) {
      const felt = shape.querySelector(`.felt-${dataset.sensation}`);
      felt.setAttribute("visibility", marked(shape.dataset.place, dataset.sensation) ? "visible" : "hidden");
    }
    shape.classList.toggle("is-chosen", shape.dataset.place === chosen);
  }
  for (const text of drawing.querySelectorAll("[data-letters]")) {
    const felt = buttons.filter(({ dataset }) => marked(text.dataset.letters, dataset.sensation));
    text.textContent = felt.map(({ dataset }) => dataset.letter).join("");
  }
  for (const button of buttons) {
    button.setAttribute("aria-pressed", chosen !== null && marked(chosen, button.dataset.sensation));
  }
};

const follow = () => {
  if (boxes.some((one) => one.checked)) nothing.checked = false;
  draw();
  if (safety === null) return;
  const opens = safety.hidden && asks();
  safety.hidden = !asks() && !safety.querySelector("input[name=signs]:checked");
  if (opens) safety.scrollIntoView({ block: "nearest" });
};

drawing.classList.add("can-tap");
drawing.addEventListener("click", (event) => {
  const shape = event.target.closest("[data-place]");
  if (shape === null) return;
  chosen = shape.dataset.place;
  choice.hidden = false;
  choice.querySelector("[data-choice-name]").textContent = shape.dataset.name;
  draw();
});
for (const button of buttons) {
  button.addEventListener("click", () => {
    const one = box(chosen, button.dataset.sensation);
    one.checked = !one.checked;
    follow();
  });
}
for (const one of boxes) one.addEventListener("change", follow);
follow();
