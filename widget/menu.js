// The menu of the panel: a plain list behind a button, and the question before deleting.

import { button, el } from "./dom.js";
import t from "./texts.de.js";

/**
 * The toggle button and its list. `act`: `size(index)`, `plain(on)`, `save()`, `ask()` (delete?). `links`: `[[label, address]]`.
 * Returns `{toggle, list, close()}`; `close` tells whether there was something to close.
 */
export function menu(act, { size, plain }, links) {
  const simpler = button(t.plain, () => {
    const on = simpler.getAttribute("aria-pressed") !== "true";
    simpler.setAttribute("aria-pressed", String(on));
    done(() => act.plain(on));
  }, { "aria-pressed": String(plain) });
  const list = el("div", { class: "menu", id: "menu", hidden: true },
    el("fieldset", {},
      el("legend", {}, t.size),
      t.sizes.map((label, index) => el("label", {},
        el("input", { type: "radio", name: "size", value: index, checked: index === size, onchange: () => act.size(index) }),
        label))),
    simpler,
    button(t.save, () => done(act.save)),
    links.map(([label, href]) => el("a", { href, target: "_blank", rel: "noopener" }, label)),
    button(t.delete, () => done(act.ask), { class: "delete" }),
    el("div", { class: "about" }, el("h3", {}, t.exitTitle), el("p", {}, t.exitMeans), el("p", {}, t.exitLimits)));
  const toggle = button(t.menu, () => show(list.hidden), { class: "tool", "aria-expanded": "false", "aria-controls": "menu" });

  // The open list covers the messages: whoever leaves it with Tab must see where the focus goes.
  list.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && relatedTarget !== toggle && !list.contains(relatedTarget)) show(false);
  });

  function show(on) {
    list.hidden = !on;
    toggle.setAttribute("aria-expanded", String(on));
    if (on) list.querySelector("input:checked").focus();
  }
  function close() {
    if (list.hidden) return false;
    show(false);
    toggle.focus();
    return true;
  }
  function done(action) {
    close();
    action();
  }
  return { toggle, list, close };
}

/** Asks before deleting, with the focus on the harmless answer. `erase()` returns whether it worked. */
export function deleteQuestion(erase) {
  const problem = el("p", { role: "alert", class: "problem" });
  const yes = button(t.deleteYes, async () => {
    yes.setAttribute("aria-busy", "true");
    problem.textContent = "";
    if (await erase()) dialog.close();
    else problem.textContent = t.notDeleted;
    yes.removeAttribute("aria-busy");
  }, { class: "danger" });
  const dialog = el("dialog", { class: "question", role: "alertdialog", "aria-labelledby": "delete-title", "aria-describedby": "delete-means", lang: "de" },
    el("h2", { id: "delete-title" }, t.deleteTitle),
    el("p", { id: "delete-means" }, t.deleteMeans),
    problem,
    // The first button gets the focus when the dialogue opens.
    el("div", { class: "row" }, button(t.deleteNo, () => dialog.close()), yes));
  // Esc here means "no"; it must not close the panel behind as well.
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.stopPropagation());
  return dialog;
}
