// Elements without markup in texts: whatever a text holds, it is shown as text.

// element("a", {class: "call", href: "tel:112"}, "112"): attributes that are null are left out, and so are parts.
export function element(name, attributes = {}, ...parts) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== null) made.setAttribute(attribute, value);
  }
  made.append(...parts.filter((part) => part !== null));
  return made;
}

export function fragment(...parts) {
  const made = document.createDocumentFragment();
  made.append(...parts.filter((part) => part !== null));
  return made;
}

export const paragraph = (text, className = null) => element("p", { class: className }, text);

export const list = (items, className = null) =>
  element("ul", { class: className }, ...items.map((item) => element("li", {}, item)));
