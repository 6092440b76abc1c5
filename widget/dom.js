// Builds elements without markup strings, so that nothing a person or a server wrote can ever become HTML (and Trusted Types hold).

/** An element `name` with attributes, `on…` listeners and children (nodes or text; empty ones are left out). */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child || child === 0));
  return node;
}

/** A button that submits nothing. */
export const button = (label, onclick, attributes = {}) => el("button", { type: "button", onclick, ...attributes }, label);

/** A line drawing of 24 × 24 that says nothing to a screen reader: the button beside it has the words. */
export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** Text with its web addresses, and the given telephone numbers (`[{number, tel}]`), as links. */
export function linked(text, numbers = []) {
  const known = new Map(numbers.filter((n) => n.number && n.tel).map((n) => [n.number, n.tel]));
  const escaped = [...known.keys()].sort((a, b) => b.length - a.length).map((n) => n.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  // A number counts only where it stands alone, so that 112 inside another number stays text.
  const pattern = new RegExp(["https?://[^\\s<>\"“”]+[^\\s<>\"“”.,;:!?)]", ...escaped.map((n) => `(?<![\\d+/-])${n}(?![\\d/-]| \\d)`)].join("|"), "g");
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(from, match.index));
    const found = match[0];
    parts.push(known.has(found)
      ? el("a", { href: telephone(known.get(found)) }, found)
      : el("a", { href: found, target: "_blank", rel: "noopener noreferrer" }, found));
    from = match.index + found.length;
  }
  return [...parts, text.slice(from)];
}

/** A tel: address from a number in any spelling. */
export const telephone = (number) => `tel:${String(number).replace(/^tel:/, "").replace(/[^\d+]/g, "")}`;
