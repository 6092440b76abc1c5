// The list of messages: a mounted live region (role="log") that only ever gets additions.

import { card, textBeside } from "./cards.js";
import { button, el, linked } from "./dom.js";
import t from "./texts.de.js";

const NEAR = 96; // pixels from the end at which a reader counts as following

export class Log {
  #list = el("ol");
  #rows = new Map(); // seq or client_message_id -> li
  #numbers = []; // of all crisis cards so far: they are links wherever they are named
  #turn; // the first answer since the last text of the person
  #act;
  #ending = true; // the end of the list is in view

  /** `act`: `choose({payload, title})`, `answer(text)`, `retry(item)`, `takeBack(item)`, `say(status)`. */
  constructor(act) {
    this.#act = act;
    this.element = el("div", { class: "log", role: "log", "aria-label": t.log, "aria-live": "off", tabindex: "0" }, this.#list);
    this.jump = button(t.newMessage, () => this.#scrollTo(this.#turn, true), { class: "jump", hidden: true });
    this.element.addEventListener("scroll", () => {
      this.#ending = this.#atEnd;
      if (this.#ending) this.jump.hidden = true;
    }, { passive: true });
    // A notice, a longer text or the on-screen keyboard takes room from below: the last message stays in view.
    new ResizeObserver(() => this.#ending && this.element.isConnected && this.#scrollTo()).observe(this.element);
  }

  /** From now on additions are read out; what was filled in before (the history) was not. */
  live() {
    const on = () => this.element.setAttribute("aria-live", "polite");
    // After a history: a moment later, so that the browser has reported it while the region was silent.
    if (this.isEmpty) on();
    else setTimeout(on, 150);
  }

  get isEmpty() {
    return !this.#rows.size;
  }

  /** Adds a message at its place. */
  add(message, history) {
    if (message.card?.kind === "crisis") this.#numbers.push(...(message.card.numbers ?? []));
    const row = this.#row(message.sender, message.text, message);
    this.#place(row, message.seq);
    if (message.sender === "citizen") this.#useUp(row, message.text);
    this.#rows.set(message.seq, row);
    if (history) this.#scrollTo();
    else this.#follow(row, message.sender === "citizen");
  }

  /** Shows a text that is on its way, or its new state. */
  item(item, problem) {
    let row = this.#rows.get(item.client_message_id);
    if (!row) {
      row = this.#row("citizen", item.title, {});
      row.append(el("p", { class: "state", "aria-live": "off" }));
      this.#list.append(row);
      this.#rows.set(item.client_message_id, row);
      row.used = this.#useUp(row, item.title);
      this.#follow(row, true);
    }
    const ending = this.#atEnd;
    row.dataset.state = item.state;
    const state = row.querySelector(".state");
    state?.replaceChildren(...(item.state === "sent" ? [] : [el("span", {}, t[item.state])]));
    if (ending) this.#scrollTo();
    if (item.state !== "failed") return;
    if (problem?.detail) state.append(el("span", {}, problem.detail));
    state.append(button(t.again, () => this.#act.retry(item)), item.text ? button(t.takeBack, () => this.#act.takeBack(item)) : "");
  }

  /** A text of ours has its number. */
  bind(item, message) {
    const row = this.#rows.get(item.client_message_id);
    if (!row) return this.add(message);
    this.#rows.set(message.seq, row);
    row.dataset.seq = message.seq;
    row.dataset.state = "sent";
    return row.querySelector(".state")?.remove();
  }

  /** A text of ours was taken back, or is in the history already. */
  gone(item) {
    const row = this.#rows.get(item.client_message_id);
    if (!row || row.dataset.seq) return;
    for (const choice of row.used ?? []) this.#enable(choice);
    row.remove();
    this.#rows.delete(item.client_message_id);
  }

  #row(sender, text, { seq, at, buttons = [], card: data, level }) {
    const side = t.senders[sender] ? sender : "bot";
    const { before, after } = textBeside({ text, card: data });
    const bubble = (words) => words && el("div", { class: "bubble" }, side === "citizen" ? words : linked(words, this.#numbers));
    const row = el("li", { class: `message ${side}`, "data-seq": seq, "data-level": level },
      el("p", { class: "who" }, t.senders[side]),
      bubble(before),
      data && card(data, { answer: (words) => this.#act.answer(words), say: this.#act.say }),
      bubble(after),
      buttons.length > 0 && this.#choices(buttons));
    if (at) row.append(el("time", { datetime: at }, clock(at)));
    return row;
  }

  #choices(buttons) {
    return el("div", { class: "choices", role: "group", "aria-label": t.choices }, buttons.map(({ title, payload }) =>
      button(title, ({ currentTarget }) => {
        if (currentTarget.getAttribute("aria-disabled")) return;
        this.#act.choose({ payload, title });
      }, { class: "choice", "data-title": title })));
  }

  /**
   * Ends the buttons before `row`: readable, disabled, out of the tab order, but a focused one keeps the focus, so that
   * the next Tab leads to the next question's buttons. Returns those it ended.
   */
  #useUp(row, words) {
    const used = [];
    for (let before = row.previousElementSibling; before; before = before.previousElementSibling) {
      for (const choice of before.querySelectorAll(".choice:not([aria-disabled])")) {
        choice.setAttribute("aria-disabled", "true");
        choice.tabIndex = -1;
        if (choice.dataset.title === words) {
          choice.dataset.chosen = "";
          choice.append(el("span", { class: "hidden" }, ` (${t.chosen})`));
        }
        used.push(choice);
      }
    }
    return used;
  }

  #enable(choice) {
    choice.removeAttribute("aria-disabled");
    choice.removeAttribute("tabindex");
    delete choice.dataset.chosen;
    choice.querySelector(".hidden")?.remove();
  }

  /** Before the first later number; else at the end, but before texts that still wait. */
  #place(row, seq) {
    let next = null;
    for (let last = this.#list.lastElementChild; last; last = last.previousElementSibling) {
      const later = last.dataset.seq ? Number(last.dataset.seq) > seq : ["waiting", "failed"].includes(last.dataset.state);
      if (!later) break;
      next = last;
    }
    this.#list.insertBefore(row, next);
    row.classList.toggle("same", row.previousElementSibling?.classList.contains(row.classList[1]) ?? false);
  }

  get #scroller() {
    // On very low screens (400 % zoom) the panel scrolls as a whole.
    return getComputedStyle(this.element).overflowY === "auto" ? this.element : this.element.closest(".panel");
  }

  get #atEnd() {
    const box = this.#scroller;
    return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
  }

  #follow(row, own) {
    const answers = [...this.#list.querySelectorAll(".message")];
    const lastOwn = answers.findLastIndex((one) => one.classList.contains("citizen"));
    this.#turn = answers[lastOwn + 1] ?? row;
    // Measured without the new row: who has scrolled up to read is not pulled away.
    const box = this.#scroller;
    const following = box.scrollHeight - row.offsetHeight - box.scrollTop - box.clientHeight < NEAR;
    if (own || following) this.#scrollTo(own ? undefined : this.#turn);
    else this.jump.hidden = false;
  }

  /** To the beginning of `row` if all after it does not fit, else to the end. */
  #scrollTo(row, focus) {
    const box = this.#scroller;
    const top = row ? row.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop - 12 : Infinity;
    box.scrollTop = Math.min(top, box.scrollHeight);
    this.#ending = this.#atEnd;
    this.jump.hidden = true;
    if (focus) this.element.focus({ preventScroll: true });
  }
}

/** "14:03", on other days "21.11.2026, 14:03". By hand: the browser's own formatting costs 60 ms on an old phone. */
function clock(at) {
  const moment = new Date(at);
  const time = `${moment.getHours()}:${String(moment.getMinutes()).padStart(2, "0")}`;
  if (moment.toDateString() === new Date().toDateString()) return time;
  return `${moment.getDate()}.${moment.getMonth() + 1}.${moment.getFullYear()}, ${time}`;
}
