// Where the person writes: a text area that grows, or a one-line field when the question asks for something the browser can fill in.

import { button, el } from "./dom.js";
import t from "./texts.de.js";

const LIMIT = 2_000; // the server counts code points, so do we
const NEAR = 200;
const STEPS = [200, 100, 50, 20, 10, 0];

/** Kinds of one-line fields; everything else is written into the text area. */
const LINES = new Set(["tel", "email", "text", "date"]);

export class Composer {
  #send;
  #say;
  #draft;
  #field;
  #told;

  /** `send(text)`, `say(status)`, `fail(error)` and `draft(text)` are called with what was typed. */
  constructor({ send, say, fail, draft }) {
    this.#send = send;
    this.#say = say;
    this.fail = fail;
    this.#draft = draft;
    const common = { id: "field", enterkeyhint: "send", "aria-describedby": "count hint" };
    this.area = el("textarea", { rows: "1", autocomplete: "off", ...common });
    this.#field = this.area;
    this.count = el("p", { class: "count", id: "count" });
    this.element = el("form", { class: "composer", novalidate: true, onsubmit: (event) => this.#submit(event) },
      el("label", { for: "field" }, t.field),
      el("div", { class: "line" }, this.area, el("button", { type: "submit", class: "send" }, t.send)),
      this.count,
      el("p", { class: "hidden", id: "hint" }, t.hint));
    this.#listen(this.area);
  }

  get value() {
    return this.#field.value;
  }

  set value(text) {
    this.#field.value = text;
    this.#changed();
  }

  focus() {
    this.#field.focus();
  }

  /** Fits the field to the question: `{type, autocomplete, inputmode}`, or nothing for the free text area. */
  hint(input) {
    // A text of several lines stays where it is: a one-line field would glue it together.
    const line = LINES.has(input?.type) && !this.value.includes("\n");
    const field = line ? el("input", { id: "field", enterkeyhint: "send", "aria-describedby": "count hint" }) : this.area;
    if (line) {
      // type="date" would forbid "weiß ich nicht" and "nächsten Donnerstag": the calendar is not worth that.
      field.type = input.type === "date" ? "text" : input.type;
      // A telephone keypad has no letters, but "ab 16 Uhr" and "zurück" are answers too.
      field.inputMode = input.inputmode ?? (input.type === "tel" ? "text" : "");
    }
    field.setAttribute("autocomplete", input?.autocomplete ?? "off");
    if (field === this.#field) return;
    const focused = this.#field.getRootNode().activeElement === this.#field;
    const { value } = this.#field;
    if (line) this.#listen(field);
    this.#field.replaceWith(field);
    this.#field = field;
    field.value = value;
    if (focused) field.focus();
    this.#grow();
  }

  #listen(field) {
    field.addEventListener("input", () => this.#changed());
    field.addEventListener("keydown", (event) => {
      // 229 and isComposing: the Enter that ends a word composition belongs to the keyboard, not to us.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      this.#submit(event);
    });
  }

  #submit(event) {
    event.preventDefault();
    const text = this.value.trim();
    const over = [...text].length - LIMIT;
    if (over > 0) this.fail(t.tooLong(over));
    else if (!text) this.fail(t.empty);
    else {
      this.value = "";
      this.fail("");
      this.#send(text);
      return;
    }
    this.focus();
  }

  #changed() {
    this.#grow();
    this.#draft(this.value);
    const left = LIMIT - [...this.value].length;
    const words = left > NEAR ? "" : left < 0 ? t.tooLong(-left) : t.left(left);
    this.count.textContent = words;
    this.#field.toggleAttribute("aria-invalid", left < 0);
    if (left < 0) this.#field.setAttribute("aria-invalid", "true");
    // Said at steps, not at every letter.
    const step = left < 0 ? -1 : STEPS.findLast((one) => left <= one);
    if (step !== this.#told && words) this.#say(words);
    this.#told = step;
  }

  #grow() {
    if (this.#field !== this.area) return;
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + 4}px`;
  }
}
