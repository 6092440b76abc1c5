// What the chat itself has to say: errors with their way out, the state of the line, and passing words for screen readers.
// All regions are mounted from the start; only their text changes.

import { el } from "./dom.js";
import t from "./texts.de.js";

const PASSING_MS = 5_000;

export class Notices {
  #error = el("p", { role: "alert", class: "error" });
  #actions = el("div", { class: "row" });
  #state = el("p", { role: "status", class: "state" });
  #down = false;
  #timer;

  constructor() {
    this.bar = el("div", { class: "notices" }, this.#error, this.#actions, this.#state);
    this.status = el("p", { role: "status", class: "hidden", id: "status" });
  }

  /** An error, read out at once; stays until `fail("")`. `actions` are the ways out. */
  fail(words, ...actions) {
    if (this.#error.textContent !== words) this.#error.textContent = words;
    this.#actions.replaceChildren(...actions);
  }

  /** Whether the line to the server holds; `waiting` if something of the person's is still on its way. */
  line(up, problem, waiting) {
    const words = up ? (waiting && problem ? t.trouble : "") : t.offline;
    const back = this.#down && up && !words;
    if (this.#state.textContent !== words) this.#state.textContent = words;
    this.#down = Boolean(words);
    if (back) this.say(t.online);
  }

  /** Passing words for those who don't see: typing, counts, what a button did. Cleared, so that nobody reads them again. */
  say(words) {
    clearTimeout(this.#timer);
    this.status.textContent = "";
    // Emptied first: the same words twice are two messages.
    this.#timer = setTimeout(() => {
      this.status.textContent = words;
      this.#timer = setTimeout(() => (this.status.textContent = ""), PASSING_MS);
    }, 50);
  }
}
