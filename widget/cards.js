// The cards a message may carry. The message's text always says everything too; a card makes it easier to use.

import { button, el, telephone } from "./dom.js";
import { printReceipt } from "./print.js";
import t from "./texts.de.js";

const day = (iso) =>
  new Date(`${iso}T12:00:00`).toLocaleDateString("de-DE", { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** The card as an element, or undefined for a kind this version does not know. `act` has `answer(text)` and `say(status)`. */
export function card(data, act) {
  return { summary, receipt, contact }[data.kind]?.(data, act);
}

/**
 * The message's text beside its card, as `{before, after}`: a summary card repeats the lines of its points, so those are left
 * out, and what follows them (the question) comes after the card.
 */
export function textBeside({ text, card: data }) {
  const points = data?.kind === "summary" ? data.points : [];
  const lines = text.split("\n");
  const repeats = (line) => points.some(({ number, label }) =>
    new RegExp(`^[\\s•·*-]*${number}[.):]?\\s`).test(line) && line.includes(label));
  const from = lines.findIndex(repeats);
  if (from < 0) return { before: text };
  const to = lines.findLastIndex(repeats);
  const piece = (some) => some.filter((line) => !repeats(line) && line.replace(/:$/, "") !== t.summary).join("\n").trim();
  return { before: piece(lines.slice(0, from)), after: piece(lines.slice(from, to)) + piece(lines.slice(to + 1)) };
}

function summary({ points }, act) {
  const rows = points.map(({ number, label, value }) =>
    el("div", { class: "point" },
      el("dt", {}, `${number} ${label}`),
      el("dd", {}, value,
        button(t.change, () => act.answer(t.changeText(number)), { class: "change choice", "aria-label": t.changePoint(number, label) }))));
  return el("section", { class: "card", "aria-label": t.summary }, el("h3", {}, t.summary), el("dl", {}, rows));
}

function receipt(data, act) {
  const { reference, code, promised_on: promised } = data;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      act.say(t.copied);
    } catch {
      act.say(t.notCopied); // needs https and permission
    }
  };
  return el("section", { class: "card receipt", "aria-label": t.receipt },
    el("h3", {}, t.receipt),
    el("dl", {},
      el("div", {}, el("dt", {}, t.reference), el("dd", { class: "big" }, reference)),
      code && el("div", {}, el("dt", {}, t.code), el("dd", { class: "big code" }, code)),
      promised && el("div", {}, el("dt", {}, t.promised), el("dd", {}, day(promised)))),
    code && el("p", {}, t.codeHint),
    el("div", { class: "row" },
      code && button(t.copy, copy),
      button(t.print, () => printReceipt(data, promised && day(promised)))));
}

function contact(data) {
  const { town, name = town, phone, email, address, hours } = data;
  const rows = [
    phone && [t.phone, el("a", { href: telephone(data.tel ?? phone) }, phone)],
    email && [t.email, el("a", { href: `mailto:${email}` }, email)],
    address && [t.address, address],
    hours && [t.hours, hours],
  ].filter(Boolean);
  if (!rows.length) return undefined;
  return el("section", { class: "card", "aria-label": t.contact },
    el("h3", {}, name && name !== name.toLowerCase() ? name : t.contact),
    el("dl", {}, rows.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value)))));
}

/** The numbers that help at once, pinned above the messages. Calm: no alarm colour, foldable, never a live region. */
export function crisis({ numbers = [], level }) {
  return el("details", { class: "crisis", open: level !== "gentle" },
    el("summary", {}, t.crisis),
    el("ul", {}, numbers.map(({ name, number, tel, hours }) =>
      el("li", {},
        el("a", { href: telephone(tel ?? number), "aria-label": t.call(name, number) }, el("span", {}, name), el("strong", {}, number)),
        hours && el("span", { class: "hours" }, hours)))));
}
